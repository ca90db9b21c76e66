package outcome

import "github.com/erplan/erplan/planner/topology"

// Indexes returns the index of every ExpressRoute gateway and hub without an
// analysis of the flows. Where the design has tests, their age is unknown.
func Indexes(t *topology.Topology) []Index {
	a := Analysis{Design: t.Design, Topology: t}
	return a.Indexes()
}
