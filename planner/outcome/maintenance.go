package outcome

import "slices"

// Maintenance is what happens while Microsoft works on one of its edge
// routers, drained, and another component fails.
type Maintenance struct {
	Edges      []int // edge routers, one drained at a time, ascending
	Components []int // that fail meanwhile, ascending

	a     *Analysis
	reach []map[int]drained // by edge router: the flows that draining reaches
	fatal [][][2]int        // by flow
}

// A drained is how a flow goes while an edge router is drained, and when
// something fails then.
type drained struct {
	alone *answer
	first []singleTouch
}

// Maintenance sweeps the maintenance of every edge router, alone and with
// every other failure.
func (a *Analysis) Maintenance() *Maintenance {
	return a.found.upkeep.get(a, (*Analysis).sweepMaintenance)
}

func (a *Analysis) sweepMaintenance() *Maintenance {
	m := &Maintenance{Components: a.Singles().Components, a: a, fatal: make([][][2]int, len(a.Flows))}
	for c := range a.Topology.Components {
		if a.Topology.Components[c].Kind == "msee" {
			m.Edges = append(m.Edges, c)
		}
	}
	m.reach = make([]map[int]drained, len(m.Edges))
	a.each(len(m.Edges), func(i int) { m.reach[i] = m.drain(m.Edges[i]) })
	m.gather()
	m.a = a.whole
	return m
}

// drain works out the flows that use an edge router, normally or after some
// failure.
func (m *Maintenance) drain(edge int) map[int]drained {
	a, n, s := m.a, m.a.normal(), m.a.Singles()
	out := map[int]drained{}
	for f, ans := range n.answers {
		if slices.Contains(ans.rests.components, edge) {
			alone := a.askAfter(f, a.Topology.State(nil, []int{edge}))
			out[f] = drained{alone, a.failures(f, alone, []int{edge})}
		}
	}
	for _, c := range s.Components {
		for _, t := range s.touched[c] {
			f := int(t.flow)
			if slices.Contains(n.answers[f].rests.components, edge) || !slices.Contains(t.ans.rests.components, edge) {
				continue
			}
			d := out[f]
			d.first = append(d.first, singleTouch{c, a.askAfter(f, a.Topology.State([]int{c}, []int{edge}))})
			out[f] = d
		}
	}
	return out
}

// touches returns the flows that draining an edge router, by its place in
// Edges, and a failure reach; no failure where component is negative.
func (m *Maintenance) touches(i, component int) []touch {
	var out []touch
	if component >= 0 {
		for _, t := range m.a.Singles().touched[component] {
			if _, also := m.reach[i][int(t.flow)]; !also {
				out = append(out, t)
			}
		}
	}
	for f, d := range m.reach[i] {
		ans := d.alone
		k, ok := find(d.first, component)
		switch {
		case ok:
			ans = d.first[k].ans
		case ans == nil && component >= 0:
			ans = m.a.Singles().answer(component, f)
		}
		if ans != nil {
			out = append(out, touch{int32(f), ans})
		}
	}
	slices.SortFunc(out, func(x, y touch) int { return int(x.flow) - int(y.flow) })
	return out
}

// Alone returns what becomes of a flow while an edge router is drained and
// nothing fails.
func (m *Maintenance) Alone(edge, flow int) Outcome { return m.Outcome(edge, -1, flow) }

// Outcome returns what becomes of a flow while an edge router is drained and
// another component fails.
func (m *Maintenance) Outcome(edge, component, flow int) Outcome {
	i, ok := slices.BinarySearch(m.Edges, edge)
	if !ok {
		panic("outcome: not an edge router")
	}
	return m.a.normal().effectOn(m.a.bench().effects(m.touches(i, component), nil), flow)
}

// Fatal returns the pairs of an edge router in maintenance and a failure that
// lose a flow which survives each of the two alone: ascending.
func (m *Maintenance) Fatal(flow int) [][2]int { return m.fatal[flow] }

// gather collects the failures that lose a flow only during maintenance.
func (m *Maintenance) gather() {
	n, s := m.a.normal(), m.a.Singles()
	for i, edge := range m.Edges {
		for f, d := range m.reach[i] {
			alone := n.answers[f]
			if d.alone != nil {
				alone = d.alone
			}
			if !n.answers[f].reachable || !alone.carried {
				continue
			}
			for _, t := range d.first {
				if !t.ans.carried && s.Outcome(t.component, f).Survives() {
					m.fatal[f] = append(m.fatal[f], [2]int{edge, t.component})
				}
			}
		}
	}
	for f := range m.fatal {
		slices.SortFunc(m.fatal[f], func(a, b [2]int) int { return slices.Compare(a[:], b[:]) })
	}
}
