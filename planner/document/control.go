package document

import (
	"strings"

	"github.com/erplan/erplan/planner/document/block"
)

// control says what the document is about, who answers for it, and what it was
// made from.
var control = Section{
	ID: "document-control", Title: "Document control", Preset: Both,
	Build: func(d *Data) []block.Block {
		info := &d.Design.Info
		rows := [][]block.Inline{
			block.Row("Design", d.Word(&info.Node, "name", info.DisplayName)),
			block.Row("Version", d.Word(&info.Node, "version", info.Version)),
			block.Row("Status", d.Word(&info.Node, "status", string(info.Status))),
			block.Row("Date", d.date()),
			block.Row("Owner", d.Word(&info.Node, "owner", info.Owner)),
		}
		if len(info.Authors) > 0 {
			rows = append(rows, block.Row("Authors", strings.Join(info.Authors, ", ")))
		}
		if d.Design.Option != "" {
			rows = append(rows, block.Row("Option", block.Text(block.Name(d.Design.Option), described(d.description(d.Design.Option)))))
		}
		rows = append(rows,
			block.Row("Made from", block.Text(d.source(), ", with the catalogue of ", d.Tool.Catalog)),
			block.Row("Cloud", cloudName(string(d.Design.Info.Cloud))))
		out := []block.Block{block.Table{Columns: block.Columns("Item", "Value"), Rows: rows}}
		if info.Description != "" {
			out = append([]block.Block{block.Say(free(info.Description))}, out...)
		}
		if len(info.References) > 0 {
			out = append(out, block.Title(3, "References"), references(info.References))
		}
		return append(out, d.overrides()...)
	},
}

// Name returns what the design calls itself, or a title for one that does not.
func (d *Data) Name() string {
	if d.Design.Info.DisplayName != "" {
		return d.Design.Info.DisplayName
	}
	return "Hybrid network design"
}

// source names the design's file.
func (d *Data) source() block.Inline {
	if d.File == "-" {
		return block.Text("standard input")
	}
	return block.Name(d.File)
}

func (d *Data) date() block.Inline {
	if d.Design.Info.Date.IsZero() {
		return d.Unknown(&d.Design.Info.Node, "date")
	}
	return block.Text(d.Design.Info.Date)
}

// description returns what an option says of itself.
func (d *Data) description(option string) string {
	for _, o := range d.Design.Options {
		if o.Name() == option {
			return o.Description
		}
	}
	return ""
}

// described is a description after a name, or nothing.
func described(text string) string {
	if text == "" {
		return ""
	}
	return ": " + free(text)
}

func cloudName(word string) string {
	switch word {
	case "usgov":
		return "Azure US Government"
	case "china":
		return "Azure operated by 21Vianet"
	}
	return "Azure public cloud"
}

func references(list []string) block.Block {
	var out []block.Inline
	for _, r := range list {
		out = append(out, block.Text(block.Link(free(r), r)))
	}
	return block.Bullets(out...)
}

// overrides lists the facts that the design replaces.
func (d *Data) overrides() []block.Block {
	t := block.Table{Columns: block.Columns("Fact", "Reason", "Source")}
	for i := range d.Design.Overrides {
		o := &d.Design.Overrides[i]
		t.Rows = append(t.Rows, block.Row(block.Name(o.Table+"/"+o.Key), free(o.Reason), free(o.Source)))
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return []block.Block{block.Title(3, "Replaced facts"), block.Say("The design replaces these facts of the catalogue."), t}
}
