package change

import (
	"slices"

	"github.com/erplan/erplan/planner/compare"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/outcome"
)

// An Impact is what a difference does.
type Impact struct {
	Flows    []FlowImpact      // that go otherwise when nothing fails, or are as available no more
	Appeared []string          // flows that only the later design has
	Vanished []string          // flows that only the earlier one has
	Points   Points            // single points of failure that come and go
	Shift    compare.Shift     // failures that become survivable or fatal
	Criteria []CriterionImpact // measures that differ
	Intents  []IntentImpact    // requirements that are judged otherwise
	Findings []diag.Diagnostic // added
	Solved   []diag.Diagnostic
	Reworded []Reworded // that say something else of the same thing
}

// A Reworded is a finding of one rule at one path whose message differs.
type Reworded struct{ Before, After diag.Diagnostic }

// A FlowImpact is a flow that differs.
type FlowImpact struct {
	Name               string
	Before, After      outcome.Outcome
	Unavailable        [2]float64 // before and after, where both are predicted
	Predicted, Changed bool       // Changed: the availability does
}

// Points are single points of failure, but for the ends of flows.
type Points struct{ New, Gone []compare.Loss }

// A CriterionImpact is a criterion in which the designs differ.
type CriterionImpact struct {
	Criterion     int
	Before, After string
	Order         int  // below zero: the later design is better
	Known         bool // the order is
}

// An IntentImpact is a requirement that is judged otherwise. A nil side does
// not state it.
type IntentImpact struct {
	Requirement   string
	Flow          string // whose own it is, "" of the design
	Before, After *outcome.Intent
}

// Empty reports whether nothing changes.
func (i *Impact) Empty() bool {
	return len(i.Flows)+len(i.Appeared)+len(i.Vanished)+len(i.Points.New)+len(i.Points.Gone)+
		len(i.Shift.Survived)+len(i.Shift.Gone)+len(i.Shift.Fatal)+len(i.Shift.New)+
		len(i.Criteria)+len(i.Intents)+len(i.Findings)+len(i.Solved)+len(i.Reworded) == 0
}

// ImpactOf returns what the difference of two designs does.
func ImpactOf(a, b *compare.Candidate, d *Diff) *Impact {
	r := renamer{d}
	a = r.candidate(a, b)
	i := &Impact{Shift: compare.ShiftOf(a, b)}
	i.flows(a, b)
	i.points(a, b)
	i.criteria(a, b)
	i.intents(a, b, r)
	i.Findings, i.Solved, i.Reworded = r.findings(a.Result.Findings, b.Result.Findings)
	return i
}

func (i *Impact) flows(a, b *compare.Candidate) {
	for n := range b.Flows {
		y := &b.Flows[n]
		x := flowOf(a, y.Name)
		if x == nil {
			i.Appeared = append(i.Appeared, y.Name)
			continue
		}
		f := FlowImpact{Name: y.Name, Before: x.Normal, After: y.Normal, Predicted: x.Predicted && y.Predicted}
		f.Unavailable = [2]float64{x.Availability.Unavailability, y.Availability.Unavailability}
		f.Changed = x.Predicted != y.Predicted || f.Predicted && compare.Differ(f.Unavailable[0], f.Unavailable[1])
		if f.Changed || f.Before != f.After {
			i.Flows = append(i.Flows, f)
		}
	}
	for n := range a.Flows {
		if flowOf(b, a.Flows[n].Name) == nil {
			i.Vanished = append(i.Vanished, a.Flows[n].Name)
		}
	}
}

func flowOf(c *compare.Candidate, name string) *compare.Flow {
	for i := range c.Flows {
		if c.Flows[i].Name == name {
			return &c.Flows[i]
		}
	}
	return nil
}

func (i *Impact) points(a, b *compare.Candidate) {
	missing := func(from, in *compare.Candidate) []compare.Loss {
		var out []compare.Loss
		for n := range from.Flows {
			f := &from.Flows[n]
			other := flowOf(in, f.Name)
			for _, id := range f.Points {
				if other != nil && !slices.Contains(other.Points, id) {
					out = append(out, compare.Loss{Component: id, Flow: f.Name})
				}
			}
		}
		return out
	}
	i.Points = Points{missing(b, a), missing(a, b)}
}

func (i *Impact) criteria(a, b *compare.Candidate) {
	for k := range compare.Criteria {
		order, ok := compare.Criteria[k].Compare(b.Measures[k], a.Measures[k])
		if !ok || order != 0 {
			i.Criteria = append(i.Criteria, CriterionImpact{k, a.Measures[k].Text, b.Measures[k].Text, order, ok})
		}
	}
}

func (i *Impact) intents(a, b *compare.Candidate, r renamer) {
	type key struct{ requirement, flow string }
	of := func(c *compare.Candidate, n int) key {
		k := key{requirement: c.Intents[n].Requirement}
		if f := c.Intents[n].Flow; f >= 0 {
			k.flow = c.Flows[f].Name
		}
		return k
	}
	for n := range b.Intents {
		k := of(b, n)
		x := IntentImpact{Requirement: k.requirement, Flow: k.flow, After: &b.Intents[n]}
		if m := slices.IndexFunc(indices(len(a.Intents)), func(m int) bool { return of(a, m) == k }); m >= 0 {
			x.Before = &a.Intents[m]
		}
		if x.Before == nil || x.Before.Verdict != x.After.Verdict {
			i.Intents = append(i.Intents, x)
		}
	}
	for n := range a.Intents {
		k := of(a, n)
		if !slices.ContainsFunc(indices(len(b.Intents)), func(m int) bool { return of(b, m) == k }) {
			i.Intents = append(i.Intents, IntentImpact{Requirement: k.requirement, Flow: k.flow, Before: &a.Intents[n]})
		}
	}
}

func indices(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
