package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
	"github.com/erplan/erplan/rules/book"
	"github.com/erplan/erplan/rules/house"
	"github.com/erplan/erplan/rules/report"
)

// packs reads rule packs; nil where one is wrong, and that has been shown.
func (p *program) packs(names []string) ([]*rules.Rule, error) {
	taken := book.Rules
	out := []*rules.Rule{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, reason(err))
		}
		pack, diags := house.Read(name, text, append(taken[:len(taken):len(taken)], out...))
		if pack == nil {
			p.code = exitFailed
			return nil, report.Text(p.stderr, &report.Report{Tool: tool(), Book: []*rules.Rule{house.Invalid}, Designs: []report.Design{{File: name, Result: rules.Result{Findings: diags}}}}, report.Options{})
		}
		out = append(out, pack.Rules...)
	}
	return out, nil
}

// testRules is "rules test": the rules of a pack on designs that say, in
// comments, what they expect.
func (p *program) testRules() *cobra.Command {
	return &cobra.Command{
		Use:   "test PACK DESIGN…",
		Short: "Try a rule pack on designs that say what they expect",
		Long: `Test runs the rules of a pack, and no others, on designs. A comment on the line
where a finding belongs says what it has to match:

  bandwidth = "500 Mbps" # want "500 Mbps; 1 Gbps is the least"
  bandwidth = "500 Mbps" # want:error "…"
  [circuits.er-two]      # unknown "bandwidth"

A finding that is not wanted, and a want that nothing matches, fail.`,
		Example: "  erplan rules test contoso.toml tests/",
		Args:    cobra.MinimumNArgs(2),
		RunE:    func(_ *cobra.Command, args []string) error { return p.runTestRules(args[0], args[1:]) },
	}
}

func (p *program) runTestRules(pack string, args []string) error {
	list, err := p.packs([]string{pack})
	if list == nil {
		return err
	}
	files, err := designs(args)
	if err != nil {
		return err
	}
	tried := map[string]bool{}
	for _, file := range files {
		if err := p.tryPack(list, file, tried); err != nil {
			return err
		}
	}
	for _, r := range list {
		if !tried[r.ID] {
			p.code = exitFindings
			fmt.Fprintf(p.stdout, "%s: no design expects a finding of %s\n", pack, r.ID)
		}
	}
	if p.code == exitClean {
		fmt.Fprintf(p.stdout, "%s: %d rules, %d designs: as expected\n", pack, len(list), len(files))
	}
	return nil
}

// tryPack tries rules on one design.
func (p *program) tryPack(list []*rules.Rule, file string, tried map[string]bool) error {
	draft, diags := p.read(file)
	var d *planner.Design
	if draft != nil {
		var more []diag.Diagnostic
		d, more = draft.Design("")
		diags = append(diags, more...)
	}
	if d == nil {
		p.code = exitFailed
		return report.Text(p.stderr, &report.Report{Tool: tool(), Designs: []report.Design{{File: file, Result: rules.Result{Findings: book.Describe(diags)}}}}, report.Options{})
	}
	found := rules.Run(d, list, rules.Settings{})
	for _, f := range append(found.Findings, found.Unknown...) {
		tried[f.Rule] = true
	}
	for _, m := range house.Compare(d.File, &found) {
		p.code = exitFindings
		fmt.Fprintf(p.stdout, "%s:%d: %s\n", file, m.Line, strings.TrimSpace(m.Message))
	}
	return nil
}
