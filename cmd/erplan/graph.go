package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diagram"
	"github.com/erplan/erplan/planner/topology"
	"github.com/erplan/erplan/rules"
	"github.com/erplan/erplan/rules/book"
	"github.com/erplan/erplan/rules/report"
)

// graphFlags are the flags of graph.
type graphFlags struct {
	format, output, option, fold string
	force                        bool
	fail, drain                  []string
}

const graphHelp = `Graph draws a design from the customer's sites to the networks in Azure. With
--fail and --drain it marks what is lost and what is drained.

PATH is a design, a folder that holds one, or - for standard input; without
one, erplan.toml of this folder. Large designs are folded: a site with its
routers into one box, a peering location with its circuits, a region with its
networks; "auto" folds what would be crowded, "none" nothing.

Formats:
`

func (p *program) graph() *cobra.Command {
	var f graphFlags
	var lines strings.Builder
	for _, format := range diagram.Formats {
		fmt.Fprintf(&lines, "  %-9s %s\n", format.Name, format.About)
	}
	c := &cobra.Command{
		Use:   "graph [PATH]",
		Short: "Draw the topology: text, Mermaid, SVG, DOT or JSON",
		Long:  graphHelp + lines.String(),
		Example: `  erplan graph
  erplan graph -o network.svg
  erplan graph --fail peering-location:London --format mermaid
  erplan graph --option second-location --fold site,region`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if f.format == "" {
				f.format = formatOf(f.output)
			}
			return p.runGraph(args, f)
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"toml"}, cobra.ShellCompDirectiveFilterFileExt
		},
	}
	f.register(c)
	return c
}

func (f *graphFlags) register(c *cobra.Command) {
	flags := c.Flags()
	flags.StringVarP(&f.format, "format", "f", "", strings.Join(diagram.Names(), ", ")+" (default by the name of the output file, else text)")
	flags.StringVarP(&f.output, "output", "o", "", "write to this `FILE`, which must not exist (default standard output)")
	flags.BoolVar(&f.force, "force", false, "overwrite the output file")
	flags.StringVar(&f.option, "option", "", "draw this option of the design")
	flags.StringArrayVar(&f.fail, "fail", nil, "`COMPONENT`,… that has failed, may be repeated")
	flags.StringArrayVar(&f.drain, "drain", nil, "`COMPONENT`,… that is drained for maintenance, may be repeated")
	flags.StringVar(&f.fold, "fold", "auto", strings.Join(diagram.FoldNames, ", ")+"; several with commas")
	complete(c, "format", diagram.Names()...)
	complete(c, "fold", diagram.FoldNames...)
}

// formatOf is the format that the name of a file asks for.
func formatOf(file string) string {
	switch strings.ToLower(filepath.Ext(file)) {
	case ".svg":
		return "svg"
	case ".mmd", ".mermaid":
		return "mermaid"
	case ".dot", ".gv":
		return "dot"
	case ".json":
		return "json"
	}
	return "text"
}

func (p *program) runGraph(args []string, f graphFlags) error {
	format, ok := diagram.ByName(f.format)
	if !ok {
		return oneOf("format", f.format, diagram.Names())
	}
	fold, unknown := diagram.ParseFold(f.fold)
	if unknown != "" {
		return oneOf("fold", unknown, diagram.FoldNames)
	}
	design, err := p.drawable(args, f.option)
	if err != nil {
		return err
	}
	t := topology.New(design)
	fail, err := componentsOf(t, f.fail)
	if err != nil {
		return err
	}
	drain, err := componentsOf(t, f.drain)
	if err != nil {
		return err
	}
	picture := diagram.New(t, t.State(fail, drain), diagram.Options{Failed: fail, Fold: fold})
	by := tool()
	picture.Tool = &diagram.Tool{Name: by.Name, Version: by.Version, Catalog: by.Catalog}
	var out bytes.Buffer
	if err := format.Write(&out, picture); err != nil {
		return err
	}
	return p.writeGraph(out.String(), f)
}

func (p *program) writeGraph(text string, f graphFlags) error {
	switch {
	case f.output == "":
		_, err := io.WriteString(p.stdout, text)
		return err
	case !f.force:
		return createFile(f.output, text)
	}
	if err := os.WriteFile(f.output, []byte(text), 0o644); err != nil {
		return fmt.Errorf("%s: %w", f.output, reason(err))
	}
	return nil
}

// drawable reads the one design that the arguments mean. What keeps it from
// being drawn is listed on standard error.
func (p *program) drawable(args []string, option string) (*planner.Design, error) {
	files, err := designs(args)
	if err != nil {
		return nil, err
	}
	if len(files) > 1 {
		return nil, hint(fmt.Errorf("%s holds %d designs", args[0], len(files)), "Name one of them: %s.", strings.Join(files, ", "))
	}
	draft, diags := p.read(files[0])
	if draft != nil {
		if option != "" && !slices.Contains(draft.Options(), option) {
			return nil, oneOf("option", option, draft.Options())
		}
		design, more := draft.Design(option)
		if design != nil {
			return design, nil
		}
		diags = append(diags, more...)
	}
	r := &report.Report{Tool: tool(), Book: book.Rules, Designs: []report.Design{{File: files[0], Option: option, Result: rules.Result{Findings: book.Describe(diags)}}}}
	if err := report.Text(p.stderr, r, report.Options{}); err != nil {
		return nil, err
	}
	return nil, fmt.Errorf("%s: not a sound design", files[0])
}

// componentsOf returns the components that ids mean. A value is one id or, if
// it is none, several with commas between.
func componentsOf(t *topology.Topology, values []string) ([]int, error) {
	var out []int
	for _, value := range values {
		if c, ok := t.Find(value); ok {
			out = append(out, c)
			continue
		}
		for id := range strings.SplitSeq(value, ",") {
			id = strings.TrimSpace(id)
			c, ok := t.Find(id)
			if !ok {
				return nil, unknownComponent(t, id)
			}
			out = append(out, c)
		}
	}
	return out, nil
}

// unknownComponent is the error for an id that names nothing, with the
// nearest ids.
func unknownComponent(t *topology.Topology, id string) error {
	err := fmt.Errorf("unknown component %q", id)
	if near := t.Suggest(id); len(near) > 0 {
		return hint(err, "Did you mean %q?", near[0])
	}
	var kinds []string
	for _, c := range t.Components {
		if !slices.Contains(kinds, string(c.Kind)) {
			kinds = append(kinds, string(c.Kind))
		}
	}
	return hint(err, "Ids are KIND:NAME; this design has the kinds %s.", strings.Join(kinds, ", "))
}
