package view

import (
	"cmp"
	"slices"

	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/routing"
)

// Excess writes a session that is down because it is over a limit.
func Excess(x routing.Excess) string { return excess(x) }

// An Effect is components whose single failure does the same to every flow.
type Effect struct {
	Components []int
	Cells      []Cell // by flow
	Worst      outcome.Outcome
}

// A Cell is what a failure does to a flow.
type Cell struct {
	Outcome  outcome.Outcome
	Changed  bool // the failure touches the flow
	Touched  bool // something that carried it is down
	Shifted  float64
	Recovery string // "" where nothing is interrupted
}

// Effects returns what single failures do, the worst first; those that do
// nothing come last.
func Effects(a *outcome.Analysis) []Effect {
	normal := a.Normal()
	var out []Effect
	for _, f := range folds(a) {
		e := Effect{Components: f.components, Worst: f.worst, Cells: make([]Cell, len(a.Flows))}
		for i := range a.Flows {
			e.Cells[i].Outcome = normal.Flows[i].Outcome
			if c, ok := f.cells[i]; ok {
				e.Cells[i] = Cell{c.outcome, true, c.touched, c.shifted, c.recovery}
			}
		}
		out = append(out, e)
	}
	return out
}

// Likeliest sorts pairs of components, those first that are likeliest to be
// down at once.
func Likeliest(a *outcome.Analysis, pairs [][2]int) [][2]int {
	parts := a.Topology.Components
	likely := func(x [2]int) float64 { return parts[x[0]].Unavailability * parts[x[1]].Unavailability }
	out := slices.Clone(pairs)
	slices.SortStableFunc(out, func(x, y [2]int) int { return cmp.Compare(likely(y), likely(x)) })
	return out
}
