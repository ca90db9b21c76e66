package outcome

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/source"
)

// A Declared is a scenario of the design, and whether it ends as expected.
type Declared struct {
	Written  *planner.Scenario
	Scenario *Scenario // nil where a component is not known
	Unmet    []Unmet   // in the order of the flows' names
	Problems []Problem // ids that name no component
}

// Holds reports whether the scenario is sound and ends as expected.
func (d *Declared) Holds() bool { return len(d.Unmet)+len(d.Problems) == 0 }

// An Unmet is an expectation that does not hold.
type Unmet struct {
	Place    source.Place // of the expectation
	Flow     int
	Expected planner.Expectation
	Outcome  Outcome
	Reasons  []string
}

// Message says in a sentence what does not hold.
func (u Unmet) Message(a *Analysis) string {
	text := fmt.Sprintf("flow %s is %s, not %s", a.Flows[u.Flow].Name, u.Outcome, u.Expected)
	if u.Expected == "survives" {
		text = fmt.Sprintf("flow %s does not survive: it is %s", a.Flows[u.Flow].Name, u.Outcome)
	}
	if len(u.Reasons) > 0 {
		text += "; " + strings.Join(u.Reasons, "; ")
	}
	return text
}

// A Problem is a place in the design that cannot be analysed.
type Problem struct {
	Place   source.Place
	Message string
	Fix     string
}

// Declared runs the scenarios that the design declares, by name.
func (a *Analysis) Declared() []Declared {
	return a.found.declared.get(a, (*Analysis).judgeDeclared)
}

func (a *Analysis) judgeDeclared() []Declared {
	out := make([]Declared, len(a.Design.Scenarios))
	for i, w := range a.Design.Scenarios {
		a.check()
		out[i] = a.judgeScenario(w)
	}
	return out
}

func (a *Analysis) judgeScenario(w *planner.Scenario) Declared {
	d := Declared{Written: w}
	c := Change{
		Fail:  a.place(&d, "fail", w.Fail),
		Drain: a.place(&d, "drain", w.Drain),
	}
	if len(d.Problems) > 0 {
		return d
	}
	d.Scenario = a.Scenario(c)
	d.Scenario.Name = w.Name()
	for _, e := range w.Expect {
		flow, ok := a.Flow(e.Key)
		if !ok {
			d.Problems = append(d.Problems, Problem{w.At("expect", e.Key), fmt.Sprintf("flow %q has no way to begin with and is not analysed", e.Key), ""})
			continue
		}
		if f := &d.Scenario.Flows[flow]; !f.Outcome.Meets(e.Value) {
			d.Unmet = append(d.Unmet, Unmet{w.At("expect", e.Key), flow, e.Value, f.Outcome, f.Reasons})
		}
	}
	return d
}

// Misnamed returns the targets of tests, and the figures of single components,
// that name no component of the design, in the order of the design. Those of
// scenarios are with [Analysis.Declared].
func (a *Analysis) Misnamed() []Problem {
	var out []Problem
	check := func(at source.Place, id string) {
		if _, ok := a.Topology.Find(id); !ok {
			out = append(out, a.misnamed(at, id))
		}
	}
	for _, t := range a.Design.Tests {
		if t.Target != "" {
			check(t.ValueAt("target"), t.Target)
		}
	}
	for _, c := range a.Design.Components {
		check(c.Here(), c.Name())
	}
	return out
}

func (a *Analysis) misnamed(at source.Place, id string) Problem {
	u := &UnknownComponent{id, a.Topology.Suggest(id)}
	return Problem{at, u.Error(), u.Hint()}
}

// place resolves the ids of a key of a scenario.
func (a *Analysis) place(d *Declared, key string, ids []string) []int {
	var out []int
	for i, id := range ids {
		c, ok := a.Topology.Find(id)
		if !ok {
			d.Problems = append(d.Problems, a.misnamed(d.Written.Item(key, i), id))
			continue
		}
		out = append(out, c)
	}
	return sorted(out)
}
