package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/outcome/view"
	"github.com/erplan/erplan/rules"
	"github.com/erplan/erplan/rules/book"
	"github.com/erplan/erplan/rules/report"
)

// failoverFlags are the flags of failover.
type failoverFlags struct {
	option      string
	fail, drain []string
	depth       int
	json        bool
	date        string
	color       string
}

func (p *program) failover() *cobra.Command {
	var f failoverFlags
	c := &cobra.Command{
		Use:   "failover [PATH]",
		Short: "Show what survives a failure, and what becomes of it",
		Long: `Failover lets every component of a design fail and says what becomes of each
flow: which way it goes, in both directions, and why; whether the capacity that
is left is enough; how long the change takes; and what loses it.

With --fail and --drain it shows one failure: the ways before and after, the
step that decided, and the routes that lost. A component is written as its kind
and its name, such as router:SITE/NAME; a drained edge router is in maintenance.

The exit code is 1 where a scenario of the design does not end as it expects.`,
		Example: `  erplan failover
  erplan failover --option second-location --depth 2
  erplan failover --fail peering-location:London
  erplan failover --drain msee:er-london/primary --fail router:hq/rtr2`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return p.runFailover(args, f) },
	}
	flags := c.Flags()
	flags.StringVar(&f.option, "option", "", "analyse this option (`NAME`) of the design")
	flags.StringSliceVar(&f.fail, "fail", nil, "`COMPONENT`,… that fails; may be repeated")
	flags.StringSliceVar(&f.drain, "drain", nil, "an edge router (`COMPONENT`,…) in maintenance; may be repeated")
	flags.IntVar(&f.depth, "depth", 1, "2: every pair of failures, and every failure during maintenance")
	jsonFlags(c, &f.json)
	flags.StringVar(&f.date, "date", "", "`DAY` from which the age of tests counts (default the design's date)")
	flags.StringVar(&f.color, "color", "auto", "auto, always or never")
	complete(c, "color", "auto", "always", "never")
	c.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return []string{"toml"}, cobra.ShellCompDirectiveFilterFileExt
	}
	return c
}

// check refuses flags that mean nothing, and returns the day.
func (f failoverFlags) check() (day planner.Date, err error) {
	switch {
	case f.depth != 1 && f.depth != 2:
		return day, fmt.Errorf("--depth is 1 or 2, not %d", f.depth)
	case !slices.Contains([]string{"auto", "always", "never"}, f.color):
		return day, oneOf("colour mode", f.color, []string{"auto", "always", "never"})
	case f.date != "":
		return planner.ParseDate(f.date)
	}
	return day, nil
}

func (p *program) runFailover(args []string, f failoverFlags) error {
	day, err := f.check()
	if err != nil {
		return err
	}
	files, err := designs(args)
	if err != nil {
		return err
	}
	if len(files) > 1 {
		return hint(fmt.Errorf("there are %d designs in %s", len(files), args[0]), "Name one of them.")
	}
	d, name, err := p.sound(files[0], f.option)
	if d == nil {
		return err
	}
	a := outcome.New(d, outcome.Settings{Date: day})
	change, err := a.Change(f.fail, f.drain)
	if unknown := (*outcome.UnknownComponent)(nil); errors.As(err, &unknown) {
		return hint(err, "%s", unknown.Hint())
	}
	if change.IsNone() {
		p.judgeScenarios(a)
	}
	h := view.Header{Tool: view.Tool(tool()), File: files[0], Option: f.option, Name: name}
	return p.showFailover(a, change, h, f)
}

// sound reads a design that has to be sound; nil where it is not, and what is
// wrong has been shown.
func (p *program) sound(file, option string) (d *planner.Design, name string, err error) {
	draft, diags := p.read(file)
	if draft != nil {
		if option != "" && !slices.Contains(draft.Options(), option) {
			return nil, "", oneOf("option", option, draft.Options())
		}
		more := diags
		d, more = draft.Design(option)
		diags = append(diags, more...)
		name = draft.Name()
	}
	if d == nil {
		p.code = exitFailed
		findings := report.Design{File: file, Option: option, Result: rules.Result{Findings: book.Describe(diags)}}
		return nil, "", report.Text(p.stderr, &report.Report{Tool: tool(), Designs: []report.Design{findings}}, report.Options{})
	}
	return d, name, nil
}

// judgeScenarios sets the exit code by the scenarios that the design declares.
func (p *program) judgeScenarios(a *outcome.Analysis) {
	for _, d := range a.Declared() {
		if !d.Holds() {
			p.code = exitFindings
		}
	}
}

func (p *program) showFailover(a *outcome.Analysis, c outcome.Change, h view.Header, f failoverFlags) error {
	o := view.Options{Pairs: f.depth == 2, Color: (&checkJob{checkFlags: checkFlags{color: f.color}}).colored(p.stdout)}
	var one *outcome.Scenario
	if !c.IsNone() {
		one = a.Scenario(c)
	}
	switch {
	case f.json:
		return view.JSON(p.stdout, a, one, h, o)
	case one != nil:
		return view.Scenario(p.stdout, a, one, h, o)
	}
	return view.Summary(p.stdout, a, h, o)
}
