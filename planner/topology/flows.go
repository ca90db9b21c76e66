package topology

import (
	"encoding/binary"
	"net/netip"
	"slices"

	"github.com/erplan/erplan/planner"
)

// A Flow is traffic whose ways are analysed, in both directions at once.
type Flow struct {
	Name    string           // of the design's table, else "site->vnet"
	From    planner.Endpoint // the site at which its ways start
	To      planner.Endpoint
	Written *planner.Flow // nil where the design writes no flows

	// Start and End are nodes of [Ways]. One of them is negative where no way
	// can exist: a flow between two VNets, or to where nothing leads.
	Start, End int

	// Demands are the parts of the traffic that are announced differently.
	// The flow is available when there is a way for each of them; none: never.
	Demands []Demand
}

// A Demand is a part of a flow's traffic: that of some prefixes of the site.
type Demand struct {
	Prefixes []netip.Prefix // none of a site that states none
	Open     []int32        // the gates that are open for it, sorted
}

// oriented turns a flow so that it starts at a site.
func oriented(from, to planner.Endpoint) (planner.Endpoint, planner.Endpoint) {
	if from.Site == nil && to.Site != nil {
		return to, from
	}
	return from, to
}

// Flows returns the flows to analyse, by name: those that the design writes
// or, where it writes none, one for each site and VNet between which there is
// a way when everything is up.
func (t *Topology) Flows() []Flow {
	w := t.Ways()
	var flows []Flow
	for _, f := range t.Design.Flows {
		from, to := oriented(f.From, f.To)
		flows = append(flows, w.flow(Flow{Name: f.Name(), From: from, To: to, Written: f}))
	}
	if len(t.Design.Flows) > 0 {
		return flows
	}
	for _, s := range t.Design.Sites {
		flows = append(flows, w.flowsOf(s)...)
	}
	return flows
}

// flow fills in the nodes and the demands of a flow.
func (w *Ways) flow(f Flow) Flow {
	f.Start, f.End = -1, w.End(f.To)
	if f.From.Site == nil || f.To == (planner.Endpoint{}) {
		return f
	}
	f.Start = w.Start(f.From.Site)
	f.Demands = w.demands(f.From.Site, f.To, w.gatesFrom(f.From.Site))
	return f
}

// flowsOf returns the flows of a site to all VNets that it has a way to.
func (w *Ways) flowsOf(s *planner.Site) []Flow {
	gates := w.gatesFrom(s)
	var shared []Demand
	var there []map[int]bool
	if !w.topology.denying() {
		shared = w.demands(s, planner.Endpoint{}, gates)
		there = w.reaches(s, shared)
	}
	var flows []Flow
	for _, v := range w.topology.Design.VNets {
		f := Flow{
			Name: s.Name() + "->" + v.Name(), From: planner.Endpoint{Site: s}, To: planner.Endpoint{VNet: v},
			Start: w.Start(s), Demands: shared,
		}
		if f.End = w.End(f.To); f.End < 0 {
			continue
		}
		reach := there
		if shared == nil {
			f.Demands = w.demands(s, f.To, gates)
			reach = w.reaches(s, f.Demands)
		}
		if slices.ContainsFunc(reach, func(r map[int]bool) bool { return r[f.End] }) {
			flows = append(flows, f)
		}
	}
	return flows
}

// reaches returns, for each demand, the ends of ways that it can come to.
func (w *Ways) reaches(s *planner.Site, demands []Demand) []map[int]bool {
	var out []map[int]bool
	for _, d := range demands {
		ends := map[int]bool{}
		w.visit(w.Start(s), d.passes, func(node int) {
			if w.Nodes[node].Kind == VNetNode {
				ends[node] = true
			}
		})
		out = append(out, ends)
	}
	return out
}

// passes reports whether a demand may go through a gate.
func (d Demand) passes(gate int32) bool {
	_, ok := slices.BinarySearch(d.Open, gate)
	return ok
}

// visit calls f for every node that can be reached from a start.
func (w *Ways) visit(start int, passes func(int32) bool, f func(node int)) {
	seen := map[int32]bool{int32(start): true}
	for todo := []int32{int32(start)}; len(todo) > 0; {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		f(int(at))
		for _, e := range w.Out(int(at)) {
			if !seen[e.To] && (e.Gate < 0 || passes(e.Gate)) {
				seen[e.To] = true
				todo = append(todo, e.To)
			}
		}
	}
}

// gatesFrom returns the gates that traffic of a site can come to, sorted.
func (w *Ways) gatesFrom(s *planner.Site) []int32 {
	var gates []int32
	mine := func(gate int32) bool { g := w.Gates[gate]; return g.Kind != SourceGate || g.Site == s }
	w.visit(w.Start(s), mine, func(node int) {
		for _, e := range w.Out(node) {
			if e.Gate >= 0 && mine(e.Gate) {
				gates = append(gates, e.Gate)
			}
		}
	})
	slices.Sort(gates)
	return slices.Compact(gates)
}

// demands returns the demands of the traffic between a site and an endpoint;
// of the empty endpoint, those to any VNet that no route policy tells apart.
func (w *Ways) demands(s *planner.Site, to planner.Endpoint, gates []int32) []Demand {
	var all []Demand
	byOpen := map[string]int{}
	parts := w.topology.regions(s)
	if to.Service != nil {
		parts = []region{{}}
	}
	for _, part := range parts {
		for _, target := range w.topology.targets(to) {
			o := w.topology.opener(s, part, target)
			var open []int32
			for _, g := range gates {
				if o.open(w.Gates[g]) {
					open = append(open, g)
				}
			}
			key := keyOf(open)
			i, ok := byOpen[key]
			if !ok {
				i = len(all)
				byOpen[key] = i
				all = append(all, Demand{Open: open})
			}
			if p := part.prefix; p.IsValid() && !slices.Contains(all[i].Prefixes, p) {
				all[i].Prefixes = append(all[i].Prefixes, p)
			}
		}
	}
	return strictest(all)
}

func keyOf(gates []int32) string {
	var key []byte
	for _, g := range gates {
		key = binary.LittleEndian.AppendUint32(key, uint32(g))
	}
	return string(key)
}

// targets returns what route policies can tell apart of an endpoint.
func (t *Topology) targets(to planner.Endpoint) []target {
	var out []target
	switch {
	case to.VNet != nil:
		for _, p := range to.VNet.AddressSpace {
			out = append(out, target{vnet: to.VNet, space: p})
		}
		if len(out) == 0 || !t.denying() {
			out = []target{{vnet: to.VNet}}
		}
	case to.Site != nil:
		for _, p := range t.regions(to.Site) {
			out = append(out, target{site: to.Site, part: p})
		}
	default:
		out = []target{{service: to.Service}}
	}
	return out
}

// strictest drops the demands that another one implies: those for which all
// of its gates are open too.
func strictest(all []Demand) []Demand {
	implied := func(d Demand) bool {
		return slices.ContainsFunc(all, func(other Demand) bool {
			return len(other.Open) < len(d.Open) && subset(other.Open, d.Open)
		})
	}
	var out []Demand
	for _, d := range all {
		if !implied(d) {
			out = append(out, d)
		}
	}
	return out
}

// subset reports whether all numbers of a sorted list are in another.
func subset(a, b []int32) bool {
	for _, x := range a {
		if _, ok := slices.BinarySearch(b, x); !ok {
			return false
		}
	}
	return true
}

// Leads reports whether a demand has a path from one node to another, all of
// whose nodes are up.
func (w *Ways) Leads(start, end int, d Demand, up func(node int32) bool) bool {
	if start < 0 || end < 0 || !up(int32(start)) {
		return false
	}
	seen := make([]bool, len(w.Nodes))
	seen[start] = true
	for todo := []int32{int32(start)}; len(todo) > 0; {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if int(at) == end {
			return true
		}
		for _, e := range w.Out(int(at)) {
			if !seen[e.To] && (e.Gate < 0 || d.passes(e.Gate)) && up(e.To) {
				seen[e.To] = true
				todo = append(todo, e.To)
			}
		}
	}
	return false
}
