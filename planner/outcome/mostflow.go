package outcome

import (
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/topology"
)

// A MostFlow is the most that a flow could carry under any routing, alone in
// the network: the maximum flow within the capacities of [Element]. It is an
// upper bound: what passes one thing twice, beneath a tunnel and beside it,
// shares its capacity, but may mix ways that the design does not join.
type MostFlow struct {
	Mbps      planner.Bandwidth
	Known     bool // false: no way, or a way on which no capacity is known
	Component int  // whose failure leaves no more; -1 of the normal state
}

// Most returns the most that a flow could carry in a change.
func (a *Analysis) Most(flow int, c Change) MostFlow {
	out := MostFlow{Component: -1}
	if len(c.Fail) == 1 {
		out.Component = c.Fail[0]
	}
	out.Mbps, out.Known = least(a.mostNets(flow), a.state(c))
	return out
}

// mostOf returns the most that a flow could carry normally, and after the
// failure that leaves least of those that leave anything.
func (a *Analysis) mostOf(flow int) (normal, worst MostFlow) {
	nets := a.mostNets(flow)
	normal.Component = -1
	normal.Mbps, normal.Known = least(nets, topology.State{})
	worst = normal
	if !normal.Known {
		return normal, worst
	}
	for _, c := range concerned(nets) {
		if a.Topology.Components[c].NeverFails {
			continue
		}
		rate, ok := least(nets, a.Topology.State([]int{c}, nil))
		if ok && rate < worst.Mbps {
			worst = MostFlow{rate, true, c}
		}
	}
	return normal, worst
}

// least returns the maximum flow of the net that has least in a state.
func least(nets []*mostNet, s topology.State) (planner.Bandwidth, bool) {
	most := int64(unlimited)
	for _, m := range nets {
		most = min(most, m.in(s))
	}
	if most == 0 || most >= unlimited {
		return 0, false
	}
	return planner.Bandwidth(most), true
}

// concerned returns the components without which a net has less: ascending.
func concerned(nets []*mostNet) []int {
	var out []int
	for _, m := range nets {
		for _, parts := range m.parts {
			for _, c := range parts {
				out = append(out, m.a.Topology.Causes(c)...)
			}
		}
	}
	return sorted(out)
}

// mostNets makes the net of each demand of a flow.
func (a *Analysis) mostNets(flow int) []*mostNet {
	f := &a.Flows[flow]
	if f.Start < 0 || f.End < 0 {
		return nil
	}
	var out []*mostNet
	for _, d := range f.Demands {
		out = append(out, a.mostNet(flow, d))
	}
	return out
}

// between returns the nodes that lie on a path of a demand from the start of a
// flow to its end: ascending.
func (a *Analysis) between(flow int, d topology.Demand) []int32 {
	w, f := a.Topology.Ways(), &a.Flows[flow]
	back := map[int32][]int32{}
	there := follow(int32(f.Start), func(n int32, visit func(int32)) {
		for _, e := range w.Out(int(n)) {
			if passes(d, e.Gate) {
				back[e.To] = append(back[e.To], n)
				visit(e.To)
			}
		}
	})
	if !there[int32(f.End)] {
		return nil
	}
	home := follow(int32(f.End), func(n int32, visit func(int32)) {
		for _, from := range back[n] {
			visit(from)
		}
	})
	var out []int32
	for n := range home {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}

func passes(d topology.Demand, gate int32) bool {
	if gate < 0 {
		return true
	}
	_, ok := slices.BinarySearch(d.Open, gate)
	return ok
}

// follow returns the nodes that can be come to from a node.
func follow(from int32, next func(n int32, visit func(int32))) map[int32]bool {
	seen := map[int32]bool{from: true}
	todo := []int32{from}
	visit := func(n int32) {
		if !seen[n] {
			seen[n] = true
			todo = append(todo, n)
		}
	}
	for len(todo) > 0 {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		next(n, visit)
	}
	return seen
}
