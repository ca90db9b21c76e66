package failover

import (
	"slices"

	"github.com/erplan/erplan/planner/topology"
)

// A given is what is down for good in a structure. A nil one has nothing down.
type given struct {
	whole *Structure
	down  []bool // by component
	cut   []bool // by node: it needs something that is down

	// beyond says that a component is down of which the whole structure does
	// not expect it, so that its shapes do not show what that does.
	beyond bool
}

// Given returns the structure with what is down in a state down for good: its
// answers are about the components that are left. Its availability is that of
// the flows as long as the state lasts, exactly, and its single points and cut
// sets are what more has to fail. What the state drains is up: an edge router
// that is drained still has its sessions.
//
// Components that never fail can be down in a state all the same.
func (s *Structure) Given(state topology.State) *Structure {
	g := &given{whole: s, down: make([]bool, len(s.Topology.Components)), cut: make([]bool, len(s.ways.Nodes))}
	any := false
	for c := range g.down {
		g.down[c] = !state.Up(c) || s.given.isDown(int32(c))
		any = any || g.down[c]
		g.beyond = g.beyond || g.down[c] && s.Topology.Components[c].NeverFails
	}
	if !any {
		return s
	}
	for v := range g.cut {
		g.cut[v] = slices.ContainsFunc(s.ways.Needs(v), g.isDown)
	}
	out := *s
	out.given, out.shapes, out.forms = g, newShapes(len(s.Flows)), newForms(s.forms)
	out.class = out.alike()
	return &out
}

func (g *given) isDown(c int32) bool { return g != nil && g.down[c] }

// gone reports whether a node is down for good.
func (g *given) gone(node int) bool { return g != nil && g.cut[node] }

// same returns the shape of a flow that nothing matters to which is down, nil
// where something does or where that is not known.
func (g *given) same(flow int) *shape {
	if g == nil || g.beyond {
		return nil
	}
	sh := g.whole.shape(flow)
	if slices.ContainsFunc(sh.singles, g.isDown) {
		return nil
	}
	for _, parts := range sh.things {
		if slices.ContainsFunc(parts, g.isDown) {
			return nil
		}
	}
	return sh
}
