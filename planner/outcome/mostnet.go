package outcome

import (
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/topology"
)

// A mostNet is the ways of one demand as a flow net. The nodes of one
// component are one there, whatever their state; each has an entry and an exit
// with an arc of its capacity between them. The instances of a gateway share
// one node; FastPath goes beside it.
type mostNet struct {
	flowNet
	a     *Analysis
	names map[string]int
	ends  [][2]int32 // by node: entry and exit
	arcs  []int32    // by node: the arc between them
	parts [][]int    // by node: components of which one must be up; none: it is always up
	start int
	end   int
}

// mostNet makes the net of a demand.
func (a *Analysis) mostNet(flow int, d topology.Demand) *mostNet {
	w, f := a.Topology.Ways(), &a.Flows[flow]
	m := &mostNet{a: a, names: map[string]int{}}
	on := a.between(flow, d)
	m.start, m.end = m.of(f.Start), m.of(f.End)
	seen := map[[2]int]bool{}
	join := func(from, to int) {
		if from != to && !seen[[2]int{from, to}] {
			seen[[2]int{from, to}] = true
			m.arc(m.ends[from][1], m.ends[to][0], unlimited)
		}
	}
	for _, n := range on {
		for _, e := range w.Out(int(n)) {
			if _, ok := slices.BinarySearch(on, e.To); !ok || !passes(d, e.Gate) {
				continue
			}
			join(m.of(int(n)), m.of(int(e.To)))
			beside, ok := m.beside(flow, int(n), int(e.To))
			if !ok {
				continue
			}
			join(m.of(int(n)), beside)
			for _, next := range w.Out(int(e.To)) {
				if _, ok := slices.BinarySearch(on, next.To); ok {
					join(beside, m.of(int(next.To)))
				}
			}
		}
	}
	return m
}

// in returns the maximum flow in a state, in Mbps.
func (m *mostNet) in(s topology.State) int64 {
	net := m.flowNet
	net.room = slices.Clone(m.room)
	for n, parts := range m.parts {
		if len(parts) > 0 && !slices.ContainsFunc(parts, s.Up) {
			net.room[m.arcs[n]] = 0
		}
	}
	return net.most(m.ends[m.start][0], m.ends[m.end][1])
}

// of returns the node of the net for a node of the ways.
func (m *mostNet) of(n int) int {
	w := m.a.Topology.Ways()
	node := w.Nodes[n]
	c := node.Component
	if c < 0 {
		var needs []int
		for _, need := range w.Needs(n) {
			if m.a.Topology.Components[need].Kind == "region" {
				needs = append(needs, int(need))
			}
		}
		return m.add(string(node.Kind)+":"+node.Name, unlimited, needs)
	}
	if g := m.a.gatewayOf(c); g >= 0 {
		i := m.add(m.a.Topology.Components[g].ID, m.roomIn(m.a.index.find(g)), nil)
		if !slices.Contains(m.parts[i], c) {
			m.parts[i] = append(m.parts[i], c)
		}
		return i
	}
	return m.add(string(node.Kind)+":"+node.Name, m.roomOf(c), []int{c})
}

// add returns a node by name, and makes it if it is new.
func (m *mostNet) add(name string, room int64, parts []int) int {
	i, ok := m.names[name]
	if !ok {
		i = len(m.ends)
		m.names[name] = i
		ends := [2]int32{m.node(), m.node()}
		m.ends, m.parts = append(m.ends, ends), append(m.parts, parts)
		m.arcs = append(m.arcs, int32(len(m.to)))
		m.arc(ends[0], ends[1], room)
	}
	return i
}

// roomIn returns the capacity of an element, in Mbps.
func (m *mostNet) roomIn(element int) int64 {
	if element < 0 || m.a.Elements[element].Capacity == 0 {
		return unlimited
	}
	return int64(m.a.Elements[element].Capacity)
}

// roomOf returns the capacity of a component: of a link the least of the
// circuit's bandwidth, its line and its port.
func (m *mostNet) roomOf(component int) int64 {
	x := &m.a.index
	room := m.roomIn(x.find(component))
	if l, ok := x.at[component]; ok {
		room = min(room, m.roomIn(of(x.lines, l)), m.roomIn(x.find(m.a.Topology.PortOf(l))))
	}
	return room
}

// beside returns the node by which FastPath goes around a gateway.
func (m *mostNet) beside(flow, from, to int) (int, bool) {
	nodes := m.a.Topology.Ways().Nodes
	if nodes[from].Kind != "connection" || nodes[to].Component < 0 {
		return 0, false
	}
	c := planner.Find(m.a.Design.Connections, nodes[from].Name)
	g := m.a.gatewayOf(nodes[to].Component)
	if c == nil || g < 0 || !m.a.bypasses(flow, c) {
		return 0, false
	}
	i := m.add("beside "+m.a.Topology.Components[g].ID, unlimited, nil)
	if !slices.Contains(m.parts[i], nodes[to].Component) {
		m.parts[i] = append(m.parts[i], nodes[to].Component)
	}
	return i, true
}

// gatewayOf returns the gateway of an instance, negative of other components.
func (a *Analysis) gatewayOf(component int) int {
	if a.Topology.Components[component].Kind != "gateway-instance" {
		return -1
	}
	for _, c := range a.Topology.Causes(component) {
		if a.Topology.Components[c].Kind == "gateway" {
			return c
		}
	}
	return -1
}
