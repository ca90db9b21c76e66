package outcome

import (
	"context"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/failover"
	"github.com/erplan/erplan/planner/routing"
	"github.com/erplan/erplan/planner/topology"
)

// An Analysis answers what happens to the flows of one design. What it
// computes it computes once, when it is first asked for; several goroutines
// may ask. Answers do not depend on the order of questions or on the number of
// workers.
//
// Flows are numbered as in Flows, components as in the topology, elements as
// in Elements.
type Analysis struct {
	Design    *planner.Design
	Topology  *topology.Topology
	Router    *routing.Router
	Structure *failover.Structure
	Flows     []topology.Flow
	Elements  []Element
	Date      planner.Date // from which the age of tests counts; zero is unknown

	workers  int
	demand   []int64 // by flow, bit/s; 0 where the design states none
	index    elements
	standIns map[int][][]int // by connection and tunnel: components that stand in for each other

	found *found    // what has been computed, shared by copies
	whole *Analysis // of which this is a copy that can be stopped, or itself
	ctx   context.Context
}

// Settings tune an analysis.
type Settings struct {
	Date    planner.Date // from which the age of tests counts; the design's own where zero
	Workers int          // how many goroutines a sweep uses; 0: as many as run at once
}

// New makes the analysis of a design. It does no work yet beyond reading the
// design.
func New(d *planner.Design, s Settings) *Analysis {
	t := topology.New(d)
	a := &Analysis{
		Design: d, Topology: t, Router: routing.New(t), Flows: t.Flows(),
		Date: s.Date, workers: s.Workers,
	}
	if a.Date.IsZero() {
		a.Date = d.Info.Date
	}
	a.Structure = failover.Of(t, a.Flows)
	a.listElements()
	a.standIns = a.groups()
	a.demand = make([]int64, len(a.Flows))
	for i := range a.Flows {
		a.demand[i] = bitsPerMbps * int64(a.bandwidth(i))
	}
	a.found, a.whole, a.ctx = &found{}, a, context.Background()
	return a
}

// Flow returns the number of a flow by its name.
func (a *Analysis) Flow(name string) (int, bool) {
	for i := range a.Flows {
		if a.Flows[i].Name == name {
			return i, true
		}
	}
	return -1, false
}

// bandwidth returns what a flow asks for, 0 where the design does not say.
func (a *Analysis) bandwidth(flow int) planner.Bandwidth {
	if w := a.Flows[flow].Written; w != nil {
		return w.Bandwidth
	}
	return 0
}

// A normal is the state in which nothing fails, for all flows.
type normal struct {
	answers  []*answer
	load     []load    // by element
	users    [][]int32 // by element: flows, ascending
	outcomes []Outcome // by flow
}

// findNormal asks how every flow goes while nothing fails.
func (a *Analysis) findNormal() *normal {
	n := &normal{
		answers: make([]*answer, len(a.Flows)),
		users:   make([][]int32, len(a.Elements)), outcomes: make([]Outcome, len(a.Flows)),
	}
	a.each(len(a.Flows), func(i int) { n.answers[i] = a.ask(i, topology.State{}) })
	n.load = a.loadsOf(n.answers, a.demand)
	for i, ans := range n.answers {
		for _, u := range ans.uses {
			if k := len(n.users[u.element]); k == 0 || n.users[u.element][k-1] != int32(i) {
				n.users[u.element] = append(n.users[u.element], int32(i))
			}
		}
	}
	for i, ans := range n.answers {
		crowded := a.crowded(ans, func(e int) bool { return a.exceeds(e, n.load[e]) })
		n.outcomes[i] = a.judge(i, ans, ans, crowded)
	}
	return n
}
