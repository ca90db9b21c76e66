package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/gate"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// gateFlags hold a design to bounds, to an earlier state of itself, and to what
// was seen of the network.
type gateFlags struct {
	require  []string
	against  string
	observed string
}

func (f *gateFlags) register(flags *pflag.FlagSet) {
	flags.StringArrayVar(&f.require, "require", nil, "a `GATE` such as 'availability>=99.99' or single_points==0; may be repeated")
	flags.StringVar(&f.against, "against", "", "refuse what lowers the declared or reached resiliency against this `REV` of git, or file")
	flags.StringVar(&f.observed, "observed", "", "`FILE`: compare what testers wrote in this test sheet with what is predicted")
}

// gateNames lists the figures of gates for the help.
func gateNames() string { return strings.Join(gate.Figures(), ", ") }

func (j *checkJob) readGates() error {
	for _, text := range j.require {
		g, err := gate.Parse(text)
		if err != nil {
			return fmt.Errorf("--require: %w", err)
		}
		j.gates = append(j.gates, g)
	}
	return nil
}

// readSheet reads the test sheet of --observed, which is of one design.
func (j *checkJob) readSheet(files []string) (err error) {
	if j.observed != "" && len(files) > 1 {
		return hint(fmt.Errorf("--observed is about one design, and there are %d", len(files)), "Name the one that was tested.")
	}
	j.sheet, err = testSheet(j.observed)
	return err
}

// judge returns a finding for each gate that does not hold.
func (j *checkJob) judge(d *planner.Design, r *rules.Result, analysis func() *outcome.Analysis) ([]diag.Diagnostic, error) {
	if len(j.gates) == 0 {
		return nil, nil
	}
	s := gate.Subject{Analysis: analysis(), Errors: r.Count(diag.Error), Warnings: r.Count(diag.Warning), Advice: r.Count(diag.Advice), Unknowns: len(r.Unknown)}
	var out []diag.Diagnostic
	for _, g := range j.gates {
		v, err := g.Judge(s)
		if err != nil {
			return nil, fmt.Errorf("--require %s: %w", g.Text, err)
		}
		if !v.Holds {
			out = append(out, gateFinding(rules.Gate, d, v.String()))
		}
	}
	return out, nil
}

// gateFinding reports a gate at the requirements of a design, or at its start.
func gateFinding(rule *rules.Rule, d *planner.Design, message string) diag.Diagnostic {
	at := d.Requirements.Here()
	if at.File == nil {
		at = source.Place{File: d.File}
	}
	return diag.Diagnostic{Rule: rule.ID, Severity: rule.Severity, Message: message, Fix: rule.Fix, Place: at}
}

// lowered compares a design with what it was, and returns a finding for each
// thing that is lower now. A design that was not there is new, and lowers
// nothing.
func (j *checkJob) lowered(file, option string, analysis func() *outcome.Analysis) ([]diag.Diagnostic, error) {
	if j.against == "" {
		return nil, nil
	}
	draft, err := j.earlier(file)
	if draft == nil {
		return nil, err
	}
	if !containsOption(draft, option) {
		return nil, nil
	}
	before, diags := draft.Design(option)
	if before == nil {
		return nil, fmt.Errorf("--against %s: %s was not sound then: %s", j.against, file, first(diags))
	}
	now := analysis()
	var out []diag.Diagnostic
	for _, what := range gate.Lowered(outcome.New(before, outcome.Settings{Date: j.settings.Date}), now) {
		out = append(out, gateFinding(rules.Lowered, now.Design, what+" (against "+source.Clean(j.against)+")"))
	}
	return out, nil
}

// earlier reads what a design was: a file where --against names one, else the
// same file in a revision of git; nil where it was not there.
func (j *checkJob) earlier(file string) (*planner.Draft, error) {
	if info, err := os.Stat(j.against); err == nil && !info.IsDir() {
		draft, diags := (&program{}).read(j.against)
		if draft == nil {
			return nil, fmt.Errorf("--against %s: %s", j.against, first(diags))
		}
		return draft, nil
	}
	return atRevision(j.against, file)
}

func first(diags []diag.Diagnostic) string {
	if len(diags) == 0 {
		return "it cannot be read"
	}
	return fmt.Sprintf("line %d: %s", diags[0].Place.Start().Line, diags[0].Message)
}

func containsOption(d *planner.Draft, option string) bool {
	if option == "" {
		return true
	}
	for _, o := range d.Options() {
		if o == option {
			return true
		}
	}
	return false
}
