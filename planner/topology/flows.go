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
	v := t.Ways().visitor()
	var flows []Flow
	for _, f := range t.Design.Flows {
		from, to := oriented(f.From, f.To)
		flows = append(flows, v.flow(Flow{Name: f.Name(), From: from, To: to, Written: f}))
	}
	if len(t.Design.Flows) > 0 {
		return flows
	}
	for _, s := range t.Design.Sites {
		flows = append(flows, v.flowsOf(s)...)
	}
	return flows
}

// flow fills in the nodes and the demands of a flow.
func (v *visitor) flow(f Flow) Flow {
	f.Start, f.End = -1, v.End(f.To)
	if f.From.Site == nil || f.To == (planner.Endpoint{}) {
		return f
	}
	f.Start = v.Start(f.From.Site)
	f.Demands = v.demandsOf(f.From.Site, f.To, f.Written.IPv6.Value())
	return f
}

// flowsOf returns the flows of a site to all VNets that it has a way to.
func (v *visitor) flowsOf(s *planner.Site) []Flow {
	var flows []Flow
	var ends []int
	var of []Demand // those that ends belongs to
	for _, vnet := range v.topology.Design.VNets {
		to := planner.Endpoint{VNet: vnet}
		f := Flow{Name: s.Name() + "->" + vnet.Name(), From: planner.Endpoint{Site: s}, To: to, Start: v.Start(s), End: v.End(to)}
		if f.End < 0 {
			continue
		}
		f.Demands = v.demandsOf(s, to, false)
		if len(f.Demands) == 0 {
			continue
		}
		if len(of) != len(f.Demands) || &of[0] != &f.Demands[0] {
			of, ends = f.Demands, v.ends(s, f.Demands)
		}
		if _, ok := slices.BinarySearch(ends, f.End); ok {
			flows = append(flows, f)
		}
	}
	return flows
}

// A sharer is what demands depend on where no route policy denies anything and
// the traffic is to a VNet.
type sharer struct {
	site *planner.Site
	families
}

// demandsOf returns the demands of the traffic between a site and an endpoint.
// Those that are the same share their memory.
func (v *visitor) demandsOf(s *planner.Site, to planner.Endpoint, ipv6 bool) []Demand {
	gates, ok := v.gates[s]
	if !ok {
		gates = v.gatesFrom(s)
		v.gates[s] = gates
	}
	key := sharer{s, familiesOf(s, to, ipv6)}
	if to.VNet == nil || v.topology.denying() {
		return v.demands(s, to, key.families, gates)
	}
	if v.shared[key] == nil {
		v.shared[key] = v.demands(s, planner.Endpoint{}, key.families, gates)
	}
	return v.shared[key]
}

// ends returns the nodes of VNets to which some demand has a way, sorted.
func (v *visitor) ends(s *planner.Site, demands []Demand) []int {
	var out []int
	for _, d := range demands {
		v.visit(v.Start(s), d.passes, func(node int) {
			if v.Nodes[node].Kind == VNetNode {
				out = append(out, node)
			}
		})
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// passes reports whether a demand may go through a gate.
func (d Demand) passes(gate int32) bool {
	_, ok := slices.BinarySearch(d.Open, gate)
	return ok
}

// A visitor goes through the ways from a site. It remembers where it was
// without having to forget: what it has seen carries the number of the visit.
type visitor struct {
	*Ways
	seen  []int32 // by node: the last visit
	count int32
	todo  []int32

	gates  map[*planner.Site][]int32
	shared map[sharer][]Demand // to VNets
}

func (w *Ways) visitor() *visitor {
	return &visitor{
		Ways: w, seen: make([]int32, len(w.Nodes)),
		gates: map[*planner.Site][]int32{}, shared: map[sharer][]Demand{},
	}
}

// visit calls f for every node that can be reached from a start.
func (v *visitor) visit(start int, passes func(int32) bool, f func(node int)) {
	v.count++
	v.seen[start] = v.count
	v.todo = append(v.todo[:0], int32(start))
	for len(v.todo) > 0 {
		at := v.todo[len(v.todo)-1]
		v.todo = v.todo[:len(v.todo)-1]
		f(int(at))
		for _, e := range v.Out(int(at)) {
			if v.seen[e.To] != v.count && (e.Gate < 0 || passes(e.Gate)) {
				v.seen[e.To] = v.count
				v.todo = append(v.todo, e.To)
			}
		}
	}
}

// gatesFrom returns the gates that traffic of a site can come to, sorted.
func (v *visitor) gatesFrom(s *planner.Site) []int32 {
	var gates []int32
	mine := func(gate int32) bool { g := &v.Gates[gate]; return g.Kind != SourceGate || g.Site == s }
	v.visit(v.Start(s), mine, func(node int) {
		for _, e := range v.Out(node) {
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
func (w *Ways) demands(s *planner.Site, to planner.Endpoint, f families, gates []int32) []Demand {
	parts := w.topology.regions(s)
	if to.Service != nil {
		parts = []region{{}}
	}
	var all demandSet
	for _, part := range parts {
		for _, target := range w.topology.targets(to) {
			if !f.matter(part.prefix, target.prefix()) {
				continue
			}
			o := opener{w.topology, s, part, target}
			var open []int32
			for _, g := range gates {
				if o.open(w.Gates[g]) {
					open = append(open, g)
				}
			}
			all.add(open, part.prefix)
		}
	}
	return strictest(all.demands)
}

// A demandSet holds demands, one for each set of open gates.
type demandSet struct {
	demands []Demand
	byOpen  map[string]int
}

func (d *demandSet) add(open []int32, p netip.Prefix) {
	if d.byOpen == nil {
		d.byOpen = map[string]int{}
	}
	key := keyOf(open)
	i, ok := d.byOpen[key]
	if !ok {
		i = len(d.demands)
		d.byOpen[key] = i
		d.demands = append(d.demands, Demand{Open: open})
	}
	if p.IsValid() && !slices.Contains(d.demands[i].Prefixes, p) {
		d.demands[i].Prefixes = append(d.demands[i].Prefixes, p)
	}
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
