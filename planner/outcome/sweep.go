package outcome

import (
	"slices"

	"github.com/erplan/erplan/planner"
)

// Singles is what every single failure does. Components that never fail are
// left out; all kinds are in, whether they have a figure or not.
type Singles struct {
	Components []int // that fail, one at a time, ascending

	a       *Analysis
	touched [][]touch  // by component: the flows that it reaches
	effects [][]effect // by component: outcomes other than the flow's normal one, and those of touched flows
}

// Singles sweeps all single failures.
func (a *Analysis) Singles() *Singles {
	return a.found.singles.get(a, (*Analysis).sweepSingles)
}

// sweepSingles simulates a flow only for the failures that can change its
// answer.
func (a *Analysis) sweepSingles() *Singles {
	n := a.normal()
	s := &Singles{a: a, touched: make([][]touch, len(a.Topology.Components)), effects: make([][]effect, len(a.Topology.Components))}
	for c := range a.Topology.Components {
		if !a.Topology.Components[c].NeverFails {
			s.Components = append(s.Components, c)
		}
	}
	reach := make([][]singleTouch, len(a.Flows))
	a.each(len(a.Flows), func(i int) { reach[i] = a.failures(i, n.answers[i], nil) })
	for i, list := range reach {
		for _, t := range list {
			s.touched[t.component] = append(s.touched[t.component], touch{int32(i), t.ans})
		}
	}
	a.spread(len(s.Components), func(next func() (int, bool)) {
		b := a.bench()
		for i, ok := next(); ok; i, ok = next() {
			c := s.Components[i]
			s.effects[c] = slices.Clone(b.effects(s.touched[c], nil))
		}
	})
	s.a = a.whole
	return s
}

// A singleTouch is a component whose failure reaches a flow, and how the flow
// goes then.
type singleTouch struct {
	component int
	ans       *answer
}

// failures returns the components that can fail and whose failure, while
// others are drained, reaches a flow; base is how it goes before. A component
// that only takes down one of several that stand in for each other leaves the
// answer as it is.
func (a *Analysis) failures(flow int, base *answer, drain []int) []singleTouch {
	state := a.Topology.State(nil, drain)
	change := a.touching(&base.rests, state)
	var out []singleTouch
	for _, c := range sorted(append(slices.Clone(change), a.members(&base.rests)...)) {
		ans := base
		if _, ok := slices.BinarySearch(change, c); ok {
			ans = a.askAfter(flow, a.Topology.State([]int{c}, drain))
		}
		out = append(out, singleTouch{c, ans})
	}
	return out
}

// Outcome returns what becomes of a flow when a component fails.
func (s *Singles) Outcome(component, flow int) Outcome {
	return s.a.normal().effectOn(s.effects[component], flow)
}

// answer returns how a flow goes when a component fails, nil where that does
// not reach it.
func (s *Singles) answer(component, flow int) *answer {
	list := s.touched[component]
	i, ok := slices.BinarySearchFunc(list, flow, func(t touch, f int) int { return int(t.flow) - f })
	if !ok {
		return nil
	}
	return list[i].ans
}

// Lost returns the components whose failure alone loses a flow that is carried
// normally: ascending, all kinds or only some.
func (s *Singles) Lost(flow int, kinds ...planner.Kind) []int {
	var out []int
	for _, c := range s.Components {
		if s.wanted(c, kinds) && s.Outcome(c, flow) == Lost {
			out = append(out, c)
		}
	}
	return out
}

func (s *Singles) wanted(c int, kinds []planner.Kind) bool {
	return len(kinds) == 0 || slices.Contains(kinds, s.a.Topology.Components[c].Kind)
}

// Counts says how many failures end how.
type Counts [outcomes]int

// All returns how many failures were counted.
func (c Counts) All() int {
	n := 0
	for _, k := range c {
		n += k
	}
	return n
}

// Survived returns how many failures a flow survives.
func (c Counts) Survived() int { return c[Kept] + c[Moved] + c[Degraded] }

// Count says how a flow ends when each component fails alone, of all kinds or
// only of some.
func (s *Singles) Count(flow int, kinds ...planner.Kind) Counts {
	var n Counts
	for _, c := range s.Components {
		if s.wanted(c, kinds) {
			n[s.Outcome(c, flow)]++
		}
	}
	return n
}

// Scenario describes what the failure of a component does. The routes that
// lost are not among the results; [Analysis.Scenario] has them.
func (s *Singles) Scenario(component int) *Scenario {
	reach := make([]*answer, len(s.a.Flows))
	for _, t := range s.touched[component] {
		reach[t.flow] = t.ans
	}
	return s.a.scenario(Failing(component), reach)
}

// Effects describes what the failure of a component does to the flows that it
// changes: [Scenario.Changed] alone, which for a large design is much less
// work than [Singles.Scenario].
func (s *Singles) Effects(component int) []FlowOutcome {
	b := s.a.bench()
	b.lay(s.touched[component])
	loads := b.loads()
	var out []FlowOutcome
	for _, e := range s.effects[component] {
		f := s.a.flowOutcome(int(e.flow), s.answer(component, int(e.flow)), Failing(component), e.outcome, loads)
		if f.Touched || f.Outcome != s.a.normal().outcomes[e.flow] {
			out = append(out, f)
		}
	}
	return out
}

// Recovery returns how long the failure of a component interrupts a flow.
func (s *Singles) Recovery(component, flow int) Recovery {
	ans := s.answer(component, flow)
	if ans == nil {
		return Recovery{}
	}
	return s.a.recovery(flow, s.a.normal().answers[flow], ans, Failing(component))
}
