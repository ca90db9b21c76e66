package document

import (
	"github.com/erplan/erplan/planner/document/block"
)

// facts lists the facts of the catalogue that the document rests on, with
// their sources and dates.
var facts = Section{
	ID: "facts", Title: "Catalogue facts used", Preset: LowLevel, Last: true,
	Build: func(d *Data) []block.Block {
		if len(d.facts) == 0 {
			return nil
		}
		t := block.Table{Columns: block.Columns("Fact", "Value", "Source", "Date", "Used in", "Remarks")}
		for _, f := range sortedBy(d.facts, func(f Used) string { return f.What }) {
			date := f.Source.Date
			switch {
			case date == "" && f.Source.Inferred:
				date = "none"
			case date == "":
				date = "not seen"
			}
			t.Rows = append(t.Rows, block.Row(f.What, f.Value, factSource(&f), date, d.See(f.Section), remarks(&f)))
		}
		return []block.Block{block.Say("Edition ", d.Tool.Catalog, ". A date is that of the page when it was read; pages change, so what matters is to be read again before it is ordered."), t}
	},
}

// factSource names the page of a fact.
func factSource(f *Used) block.Inline {
	text := f.Source.Doc()
	if f.Source.Section != "" {
		text += ", " + f.Source.Section
	}
	return block.Text(text)
}

func remarks(f *Used) block.Inline {
	var out []block.Inline
	if f.Source.Override != "" {
		out = append(out, block.Text("replaced by the design: ", free(f.Source.Override)))
	}
	if f.Source.Inferred {
		out = append(out, block.Text("inferred"))
	}
	if f.Source.Doubt != "" {
		out = append(out, block.Text("doubtful: ", f.Source.Doubt))
	}
	return block.Join(out, "; ")
}
