package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
	"github.com/erplan/erplan/rules/book"
	"github.com/erplan/erplan/rules/report"
)

// fmtFlags are the flags of fmt.
type fmtFlags struct{ check, diff bool }

func (p *program) fmt() *cobra.Command {
	var f fmtFlags
	c := &cobra.Command{
		Use:   "fmt [PATH…]",
		Short: "Put designs in the canonical form",
		Long: `Fmt puts tables and keys in the order of the language, the "=" of a table below
each other, and one blank line between collections. What a design says does not
change, and comments are kept byte for byte beside what they are about.

PATH is a design, a folder that is searched for designs, a pattern, or - for
standard input, which goes to standard output; without one, erplan.toml of this
folder. Files are replaced in one step; those that need no change are not
touched.`,
		Example: `  erplan fmt
  erplan fmt --diff designs/
  erplan fmt --check .
  erplan fmt - < erplan.toml`,
		RunE: func(_ *cobra.Command, args []string) error { return p.runFmt(args, f) },
	}
	c.Flags().BoolVar(&f.check, "check", false, "change nothing; list the designs that are not in the form, and exit with 1 if there are any")
	c.Flags().BoolVar(&f.diff, "diff", false, "change nothing; show what would change, and exit with 1 if anything would")
	return c
}

func (p *program) runFmt(args []string, f fmtFlags) error {
	files, err := designs(args)
	if err != nil {
		return err
	}
	for _, name := range files {
		old, err := p.bytes(name)
		if err != nil {
			return err
		}
		text, ok := p.formatted(name, old)
		if !ok {
			p.code = exitFailed
			continue
		}
		if err := p.finishFmt(name, old, text, f); err != nil {
			return err
		}
	}
	return nil
}

// bytes returns the text of a file, or of standard input for "-".
func (p *program) bytes(name string) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(p.stdin)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, reason(err))
	}
	return text, nil
}

// formatted returns a text in the canonical form. Where that is not possible
// it says why on standard error.
func (p *program) formatted(name string, old []byte) (text []byte, ok bool) {
	f, faults := source.Parse(name, old)
	if len(faults) > 0 {
		p.complain(name, f, faults)
		return nil, false
	}
	out, err := edit.Format(f)
	if err != nil {
		fmt.Fprintf(p.stderr, "erplan: %s: %v\n", name, err)
		return nil, false
	}
	return append(old[:len(old)-len(f.Text):len(old)-len(f.Text)], out...), true // with its byte-order mark
}

// complain reports why a text cannot be read, as check does.
func (p *program) complain(name string, f *source.File, faults []source.Fault) {
	var diags []diag.Diagnostic
	for _, fault := range faults {
		diags = append(diags, diag.Diagnostic{
			Rule: "syntax/" + fault.Rule, Severity: diag.Error, Message: fault.Message, Fix: fault.Fix,
			Place: source.Place{File: f, Span: fault.Span},
		})
	}
	r := &report.Report{Tool: tool(), Book: book.Rules, Designs: []report.Design{{File: name, Result: rules.Result{Findings: diags}}}}
	_ = report.Text(p.stderr, r, report.Options{}) // nowhere to say that this failed
}

// finishFmt does with a formatted text what the flags ask for.
func (p *program) finishFmt(name string, old, text []byte, f fmtFlags) error {
	same := string(old) == string(text)
	if !same && (f.check || f.diff) {
		p.code = max(p.code, exitFindings)
	}
	switch {
	case f.diff:
		p.showDiff(name, old, text)
	case f.check && !same:
		fmt.Fprintln(p.stdout, name)
	case f.check:
	case name == "-":
		_, err := p.stdout.Write(text)
		return err
	case !same:
		if err := replaceFile(name, string(text)); err != nil {
			return err
		}
		fmt.Fprintln(p.stdout, name)
	}
	return nil
}
