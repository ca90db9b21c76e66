package compare

import (
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/cost"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/parallel"
	"github.com/erplan/erplan/rules"
	"github.com/erplan/erplan/rules/book"
)

// A Subject is a design that is to be compared.
type Subject struct {
	Name        string // in the comparison: "base", an option, or a file; each once
	File        string // as given
	Option      string // "" for the base
	Title       string // what the design calls itself
	Description string // what the option says of itself
	Design      *planner.Design
	Loaded      []diag.Diagnostic // what the loader found, no errors among it
}

// Settings tune a comparison.
type Settings struct {
	Date    planner.Date // from which exceptions and tests are judged; the design's own where zero
	Prices  *cost.List   // nil: nothing is priced
	Weights []Weight     // none: nothing is scored
	Workers int          // how many candidates are worked on at once; 0: two
}

// A Candidate is a design and everything that it is compared by.
type Candidate struct {
	Subject
	Analysis *outcome.Analysis
	Result   rules.Result
	Intents  []outcome.Intent // the requirements; a budget is the last
	Flows    []Flow
	Bill     *cost.Bill
	Even     []cost.BreakEven
	Indexes  []outcome.Index

	Worst    int  // the flow that is down longest; -1: none is predicted
	Slowest  Slow // the longest interruption of a survived failure
	Measures []Measure
	Parts    []string // ids of all components
	Fatal    []Loss   // every failure that loses a flow
}

// Met returns how many requirements are met, and of how many.
func (c *Candidate) Met() (met, all int) {
	for _, i := range c.Intents {
		if i.Verdict == outcome.Met {
			met++
		}
	}
	return met, len(c.Intents)
}

// Meets reports whether a candidate has no error and meets every requirement.
func (c *Candidate) Meets() bool {
	met, all := c.Met()
	return met == all && c.Result.Count(diag.Error) == 0
}

// candidates works out all candidates; the result does not depend on workers.
func candidates(subjects []Subject, s Settings) []*Candidate {
	out := make([]*Candidate, len(subjects))
	workers := s.Workers
	if workers <= 0 {
		workers = 2
	}
	parallel.Each(len(subjects), workers, func(i int) { out[i] = candidate(subjects[i], s) })
	return out
}

func candidate(sub Subject, s Settings) *Candidate {
	c := &Candidate{Subject: sub, Worst: -1}
	c.check(s)
	c.Bill = s.Prices.Of(c.Analysis.Topology)
	c.Even = s.Prices.BreakEvens(c.Bill)
	c.Intents = slices.Concat(c.Analysis.Intents(), c.budget())
	c.Indexes = c.Analysis.Indexes()
	c.flows()
	for i := range c.Analysis.Topology.Components {
		c.Parts = append(c.Parts, c.Analysis.Topology.Components[i].ID)
	}
	c.Measures = make([]Measure, len(Criteria))
	for i := range Criteria {
		c.Measures[i] = Criteria[i].measure(c)
	}
	return c
}

// check runs the rules, and keeps the analysis that they share.
func (c *Candidate) check(s Settings) {
	keep := &rules.Rule{ID: "compare/analysis", Check: func(p *rules.Pass) { c.Analysis = p.Outcome() }}
	c.Result = rules.Run(c.Design, append(slices.Clone(book.Rules), keep), rules.Settings{Date: s.Date})
	c.Result.Rules--
	if c.Analysis == nil { // the design switched the rule off
		c.Analysis = outcome.New(c.Design, outcome.Settings{Date: s.Date})
	}
	c.Result.Findings = append(book.Describe(slices.Clone(c.Loaded)), c.Result.Findings...)
	diag.Sort(c.Result.Findings)
}

// budget judges the monthly budget of the requirements by the bill.
func (c *Candidate) budget() []outcome.Intent {
	r := &c.Design.Requirements
	if !r.MonthlyBudget.Known() {
		return nil
	}
	i := outcome.Intent{Requirement: "monthly_budget", Flow: -1, Place: r.ValueAt("monthly_budget"),
		Wanted: cost.Of(r.MonthlyBudget.Value()).Whole() + " " + r.Currency}
	block := func(unknown bool, message string) {
		i.Verdict = outcome.NotMet
		if unknown {
			i.Verdict = outcome.Undecided
		}
		i.Blockers = []outcome.Blocker{{Place: i.Place, Message: message, Component: -1, Unknown: unknown}}
	}
	switch b := c.Bill; {
	case !b.Prices:
		block(true, "no prices were given")
		return []outcome.Intent{i}
	case r.Currency != b.Currency:
		block(true, "the budget is in "+named(r.Currency, "no currency")+", the prices are in "+b.Currency)
	case b.Priced > cost.Of(r.MonthlyBudget.Value()):
		block(false, "what is priced costs "+b.Priced.Whole()+" "+b.Currency+" a month")
	case !b.Complete:
		block(true, cost.Unpriced(len(b.Unpriced()))+", so it is not known whether the rest fits")
	}
	i.Found = c.Bill.Words()
	return []outcome.Intent{i}
}

func named(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
