package outcome

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/routing"
	"github.com/erplan/erplan/planner/topology"
)

// A Scenario is what becomes of all flows when something happens.
type Scenario struct {
	Name    string // of a declared scenario, else ""
	Change  Change
	Flows   []FlowOutcome // by flow
	Loads   []ElementLoad // of the elements that carry something, by element
	Changed []int         // flows that the change touches, or whose outcome differs
}

// A FlowOutcome is what becomes of one flow.
type FlowOutcome struct {
	Flow    int
	Outcome Outcome
	Moved   bool     // a way carries it that did not before; of a degraded flow too
	Touched bool     // something that carried it is down or drained
	Shifted float64  // share of the traffic that goes another way than before; 1 of a lost flow
	Reasons []string // why it is degraded, lost or unreachable
	Notes   []string // what else there is to know of how it goes

	Before, After routing.Result // After with the routes that lost; of an untouched flow the same
	Elements      []int          // that carry it, ascending
	Bottleneck    Peak           // the fullest of them
	Recovery      Recovery
	LatencyBefore Latency
	LatencyAfter  Latency
}

// Normal returns the state in which nothing fails. It is shared: callers do
// not change it.
func (a *Analysis) Normal() *Scenario {
	return a.found.unharmed.get(a, func(a *Analysis) *Scenario { return a.Scenario(Change{}) })
}

// Scenario works out what becomes of all flows in a change.
func (a *Analysis) Scenario(c Change) *Scenario {
	n, s := a.normal(), a.state(c)
	reach := make([]*answer, len(a.Flows))
	a.each(len(a.Flows), func(i int) {
		if c.IsNone() || touches(n.answers[i], s) {
			reach[i] = a.after(i, a.digest(i, a.Router.Explain(a.Flows[i], s), s))
		}
	})
	return a.scenario(c, reach)
}

// touches reports whether a state can do anything to an answer.
func touches(ans *answer, s topology.State) bool {
	for _, x := range ans.rests.components {
		if !s.Up(x) || s.Draining(x) {
			return true
		}
	}
	return slices.ContainsFunc(ans.rests.groups, func(g []int) bool {
		return slices.ContainsFunc(g, func(x int) bool { return !s.Up(x) })
	})
}

// scenario puts answers together; those that are nil are as in the normal
// state.
func (a *Analysis) scenario(c Change, reach []*answer) *Scenario {
	n, b := a.normal(), a.bench()
	var touches []touch
	for i, ans := range reach {
		if ans != nil {
			touches = append(touches, touch{int32(i), ans})
		}
	}
	effects := b.effects(touches, nil)
	loads := b.loads()
	out := &Scenario{Change: c, Flows: make([]FlowOutcome, len(a.Flows))}
	for i := range a.Flows {
		out.Flows[i] = a.flowOutcome(i, reach[i], c, n.effectOn(effects, i), loads)
		if out.Flows[i].Touched || out.Flows[i].Outcome != n.outcomes[i] {
			out.Changed = append(out.Changed, i)
		}
	}
	for e, l := range loads {
		if l != (load{}) {
			out.Loads = append(out.Loads, a.elementLoad(e, l))
		}
	}
	return out
}

// flowOutcome describes what becomes of a flow; after is nil where a change
// does not reach it.
func (a *Analysis) flowOutcome(i int, after *answer, c Change, o Outcome, loads []load) FlowOutcome {
	before := a.normal().answers[i]
	reached := after != nil && !c.IsNone()
	if after == nil {
		after = before
	}
	f := FlowOutcome{
		Flow: i, Outcome: o, Before: *before.result, After: *after.result, Notes: notes(after.result),
		LatencyBefore: before.estimate(), LatencyAfter: after.estimate(),
	}
	if reached {
		a.compare(&f, after, c)
	}
	if o >= Degraded {
		f.Reasons = a.reasons(i, before, after, loads)
	}
	for _, u := range after.uses {
		if e := int(u.element); !slices.Contains(f.Elements, e) {
			f.Elements = append(f.Elements, e)
		}
	}
	f.Bottleneck = a.bottleneck(f.Elements, loads, c)
	return f
}

// notes says in words what a result is marked with.
func notes(r *routing.Result) []string {
	var out []string
	if r.TieBreak {
		out = append(out, "a customer's router decides between ExpressRoute and VPN, which are equal, by a tie-break of its own")
	}
	if r.Unstable {
		out = append(out, "which way it goes depends on the order of BGP messages, or never settles")
	}
	for _, v := range r.Clear {
		out = append(out, fmt.Sprintf("an equal prefix goes beside VPN %s in clear, so that its tunnels are not used that way", v.Name()))
	}
	for _, d := range r.Doubts {
		out = append(out, "documents disagree: "+d)
	}
	return out
}

// compare notes what a change does to a flow that it reaches.
func (a *Analysis) compare(f *FlowOutcome, after *answer, c Change) {
	before := a.normal().answers[f.Flow]
	if !before.reachable {
		return
	}
	f.Moved = after.carried && !after.kept
	f.Shifted = after.shifted(before)
	if !after.carried {
		f.Shifted = 1
	}
	f.Recovery = a.recovery(f.Flow, before, after, c)
	f.Shifted = max(f.Shifted, f.Recovery.Share)
	f.Touched = f.Recovery.Affected || f.Shifted > 0 || f.Moved
}

// An ElementLoad is what an element carries in one state.
type ElementLoad struct {
	Element  int
	Up, Down planner.Bandwidth // towards Azure and back, rounded up to whole Mbps
	Used     float64           // percent of the capacity, of the busier direction; 0 where it is not known
	Headroom planner.Bandwidth // what is left in the busier direction; below zero where it is over
	Known    bool              // the capacity is
	Over     bool              // it would carry more than it can
}

func (a *Analysis) elementLoad(e int, l load) ElementLoad {
	out := ElementLoad{Element: e, Up: mbps(l.up), Down: mbps(l.down)}
	if most := a.Elements[e].Capacity; most > 0 {
		busier := max(out.Up, out.Down)
		out.Known, out.Over = true, busier > most
		out.Headroom = most - busier
		out.Used = percent(busier, most)
	}
	return out
}

// percent returns how much of a capacity is used, in percent.
func percent(used, capacity planner.Bandwidth) float64 {
	return 100 * float64(used) / float64(capacity)
}
