package outcome

import (
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/topology"
)

// rests are what an answer rests on. As long as all of the components are up,
// and one of each group, the failure of others changes nothing but what lost.
type rests struct {
	components []int
	groups     [][]int // components that stand in for each other
}

// restsOn adds to the components that a result rests on those that stand in
// for each other there.
func (a *Analysis) restsOn(hot []int) rests {
	r := rests{components: hot}
	for _, c := range hot {
		for _, group := range a.standIns[c] {
			if !slices.ContainsFunc(r.groups, func(g []int) bool { return slices.Equal(g, group) }) {
				r.groups = append(r.groups, group)
			}
		}
	}
	return r
}

// groups returns, for connections and tunnels, the components that stand in
// for each other there: the instances of the gateway, the Internet accesses.
func (a *Analysis) groups() map[int][][]int {
	out := map[int][][]int{}
	note := func(of int, group []int) {
		if of >= 0 && len(group) > 1 {
			out[of] = append(out[of], group)
		}
	}
	t := a.Topology
	for _, c := range a.Design.Connections {
		if c.Hub != nil {
			note(t.ConnectionOf(c), t.HubInstances(c.Hub, planner.ExpressRouteGateway))
		} else {
			note(t.ConnectionOf(c), t.Instances(c.Gateway))
		}
	}
	for _, v := range a.Design.VPNTunnels {
		for _, one := range t.Tunnels(v) {
			note(one.Component, one.Instances)
			note(one.Component, one.Internet)
		}
	}
	return out
}

// touching returns the components whose failure, on top of what is down in a
// state, can change an answer of that state: ascending.
func (a *Analysis) touching(r *rests, s topology.State) []int {
	var out []int
	for _, c := range r.components {
		out = append(out, a.Topology.Causes(c)...)
	}
	for _, g := range r.groups {
		out = append(out, a.lastOf(g, s)...)
	}
	out = sorted(out)
	return slices.DeleteFunc(out, func(c int) bool { return a.Topology.Components[c].NeverFails })
}

// lastOf returns the components that take down all of a group that is up.
func (a *Analysis) lastOf(group []int, s topology.State) []int {
	var all []int
	first := true
	for _, c := range group {
		if !s.Up(c) {
			continue
		}
		causes := a.Topology.Causes(c)
		if first {
			all, first = slices.Clone(causes), false
			continue
		}
		all = slices.DeleteFunc(all, func(x int) bool { _, ok := slices.BinarySearch(causes, x); return !ok })
	}
	return all
}

// members returns the components that take down some of a group: ascending.
func (a *Analysis) members(r *rests) []int {
	var out []int
	for _, g := range r.groups {
		for _, c := range g {
			out = append(out, a.Topology.Causes(c)...)
		}
	}
	out = sorted(out)
	return slices.DeleteFunc(out, func(c int) bool { return a.Topology.Components[c].NeverFails })
}
