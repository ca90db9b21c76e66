package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/ingest"
	"github.com/erplan/erplan/planner/source"
)

// importFlags are the flags of import.
type importFlags struct {
	output, name, questions string
	coverage, force         bool
}

func (p *program) importCommand() *cobra.Command {
	var f importFlags
	c := &cobra.Command{
		Use:   "import FILE…",
		Short: "Make a design from what exists: exports, templates, Terraform",
		Long: `Import reads what there is of a network and writes it as a design. All files of
a call become one design; the kind of each is detected:

  JSON of the Azure CLI (az network express-route list, vnet list, …), of REST
  and of Resource Graph; ARM templates with their parameters, and what Bicep
  compiles to; Terraform plans and states as JSON; Terraform configurations
  (.tf, .tf.json) with their local modules and values (.tfvars).

What no Azure resource says (sites, routers, BFD, diversity, announced prefixes,
demand), and what cannot be read or evaluated, becomes a commented placeholder
in the design and a numbered question. Nothing is guessed, and keys are never
kept.

FILE may be - for standard input, or a folder: its .json and .tf files, the
values that Terraform reads by itself, and the local modules in folders below
it that are called.`,
		Example: `  az network express-route list > circuits.json
  az network vnet-gateway list -g hub > gateways.json
  erplan import circuits.json gateways.json -o erplan.toml
  erplan import azuredeploy.json azuredeploy.parameters.json
  terraform show -json plan.out | erplan import - --coverage`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return p.runImport(args, f) },
	}
	flags := c.Flags()
	flags.StringVarP(&f.output, "output", "o", "", "write the design to this `FILE` (default standard output)")
	flags.StringVar(&f.name, "name", "", "name of the design")
	flags.StringVar(&f.questions, "questions", "", "write the questions and notes to this `FILE` (default standard error)")
	flags.BoolVar(&f.coverage, "coverage", false, "show what became of the values of each file, instead of the design")
	flags.BoolVar(&f.force, "force", false, "overwrite files that exist")
	return c
}

func (p *program) runImport(args []string, f importFlags) error {
	for _, name := range []string{f.output, f.questions} {
		if err := mayWrite(name, f.force); err != nil {
			return err
		}
	}
	r, err := p.ingest(args, f.name)
	if err != nil {
		return err
	}
	if !f.coverage || f.output != "" || f.questions != "" {
		if err := p.questionsOf(r, f); err != nil {
			return err
		}
	}
	if f.coverage {
		err = coverageTable(p.stdout, r.Coverage)
	} else if f.output == "" {
		_, err = io.WriteString(p.stdout, r.Text)
	}
	if err == nil && f.output != "" {
		err = replaceFile(f.output, r.Text)
	}
	return err
}

// ingest imports files, and makes sure that the design can be read.
func (p *program) ingest(args []string, name string) (*ingest.Result, error) {
	sources, left, err := p.sources(args)
	if err != nil {
		return nil, err
	}
	r, err := ingest.Import(sources, ingest.Options{Name: name})
	if err != nil {
		return nil, err
	}
	for _, name := range left {
		r.Notes = append(r.Notes, ingest.Printable(name)+" is not read, as Terraform does not read it by itself: name it too if its values are those that are deployed")
	}
	draft, diags := planner.ReadText(nil, "the design", []byte(r.Text))
	if draft != nil {
		var more []diag.Diagnostic
		_, more = draft.Design("")
		diags = append(diags, more...)
	}
	for _, d := range diags {
		r.Notes = append(r.Notes, fmt.Sprintf("the design, line %d: %s", d.Place.Start().Line, d.Message))
	}
	return r, nil
}

// mayWrite refuses a file that exists.
func mayWrite(name string, force bool) error {
	if name == "" || force {
		return nil
	}
	if _, err := os.Lstat(name); err == nil {
		return hint(fmt.Errorf("%s exists", name), "Name another file, or add --force to overwrite it.")
	}
	return nil
}

// questionsOf writes what a person has to answer and to know.
func (p *program) questionsOf(r *ingest.Result, f importFlags) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s became %s of the design.\n\nQuestions that the files do not answer:\n", counted(r.Resources, "resource", "resources"), counted(r.Tables, "table", "tables"))
	for _, q := range r.Questions {
		wrapped(&b, fmt.Sprintf("%3d. ", q.Number), q.Text)
	}
	if len(r.Notes) > 0 {
		b.WriteString("\nTo know:\n")
	}
	for _, n := range r.Notes {
		wrapped(&b, "  - ", n)
	}
	if f.output != "" {
		fmt.Fprintf(&b, "\nNext: answer the questions in %s, then erplan check %s\n", f.output, f.output)
	}
	if f.questions != "" {
		return replaceFile(f.questions, b.String())
	}
	_, err := io.WriteString(p.stderr, b.String())
	return err
}

// wrapped writes a text in lines of at most 80 columns, indented below its
// mark.
func wrapped(b *strings.Builder, mark, text string) {
	line := mark
	indent := strings.Repeat(" ", len(mark))
	for _, word := range strings.Fields(text) {
		if len(line) > len(mark) && len([]rune(line))+1+len([]rune(word)) > 80 {
			b.WriteString(strings.TrimRight(line, " ") + "\n")
			line = indent
		}
		if line != mark && line != indent {
			line += " "
		}
		line += word
	}
	b.WriteString(strings.TrimRight(line, " ") + "\n")
}

// coverageTable shows what became of the values of each file.
func coverageTable(w io.Writer, files []ingest.Coverage) error {
	for n, c := range files {
		if n > 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "%s: %s, %s\n", ingest.Printable(c.File), c.Kind, counted(c.Resources, "resource", "resources"))
		for _, row := range []struct {
			what string
			n    int
			why  string
		}{
			{"carried", c.Carried, "in the design"}, {"noted", c.Noted, "in comments of the design"}, {"dropped", c.Dropped, "of no use to a design"},
			{"secrets", c.Secrets, "of which nothing is kept"}, {"doubtful", c.Doubted, "asked for in a question"}, {"unknown", c.Unknown, "not read by import"},
		} {
			fmt.Fprintf(w, "  %-9s %6d  %s\n", row.what, row.n, row.why)
		}
		counts(w, "Not read:", c.Paths)
		counts(w, "Resources of no use to a design:", c.Types)
	}
	return nil
}

// counts lists names with their numbers, the most frequent first.
func counts(w io.Writer, title string, list []ingest.Count) {
	const most = 40
	for n, c := range list {
		if n == 0 {
			fmt.Fprintf(w, "  %s\n", title)
		}
		if n == most {
			fmt.Fprintf(w, "    … and %d more\n", len(list)-most)
			return
		}
		fmt.Fprintf(w, "    %6d  %s\n", c.Count, source.Clean(c.Name))
	}
}
