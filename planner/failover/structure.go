// Package failover says what survives in a hybrid network: which flows have a
// way, in which states of the network, and how likely that is. A [Structure]
// is made once from a topology and answers:
//
//   - [Structure.Up]: is a flow up in a state?
//   - [Structure.Availability]: the probability that it is not, exactly, and
//     [Structure.Together] that of all flows at once;
//   - [Structure.Importance]: what each component has to do with it;
//   - [Structure.CutSets] and [Structure.SinglePoints]: the least sets of
//     components whose failure takes the flow down;
//   - [Structure.Sweep]: what every single failure and every pair of failures
//     does to all flows.
//
// # The model
//
// Components fail independently of each other, each with its unavailability;
// everything shared is a component of its own. A flow is up when each of its
// demands (see [topology.Flow]) has a way all of whose nodes have what they
// need. Whether routing takes that way is not asked here.
//
// # How it is computed
//
// For each flow the graph of ways is cut down to what lies between its ends.
// Components that are always needed together are one thing; what every way
// needs is set apart; chains and nodes that add nothing are contracted. What
// is left is small, and its shape is shared by many flows: sites with the same
// attachments differ in names and figures alone. So cut sets are searched and
// decision diagrams are built once a shape.
//
// Probabilities are those of being down, from the leaves to the result, and
// only ever added and multiplied: 1e-15 keeps its digits.
package failover

import (
	"encoding/binary"
	"fmt"
	"sync"

	"github.com/erplan/erplan/planner/topology"
)

// A Structure is which flows of a design are up in which states. It is safe
// for concurrent use, and what it returns does not depend on the order of
// calls or the number of workers.
type Structure struct {
	Topology *topology.Topology
	Flows    []topology.Flow

	// Budget is the largest number of nodes of a decision diagram; beyond it
	// availability is bounded, not exact. It is set before the first question.
	Budget int

	ways  *topology.Ways
	vital [][]int32 // by node of the ways: needs that can fail
	class []int32   // by flow: of those that end alike, the first
	given *given    // of a structure in which something is down for good
	poll  func()    // see [Structure.Polled]
	forms *forms
	*shapes
}

// Shapes are what was found of flows so far.
type shapes struct {
	mu    sync.Mutex
	found []*shape // by flow, nil until asked for
	idle  []*reducer
}

// usualBudget bounds a diagram to about a hundred megabytes and a second.
const usualBudget = 1 << 20

// NewStructure makes the structure of a topology's flows.
func NewStructure(t *topology.Topology) *Structure {
	return Of(t, t.Flows())
}

// Of makes the structure of some flows, which may be other than those of the
// design.
func Of(t *topology.Topology, flows []topology.Flow) *Structure {
	s := &Structure{
		Topology: t, Flows: flows, Budget: usualBudget,
		ways: t.Ways(), forms: newForms(nil), shapes: newShapes(len(flows)),
	}
	s.vital = make([][]int32, len(s.ways.Nodes))
	for i := range s.vital {
		for _, c := range s.ways.Needs(i) {
			if !t.Components[c].NeverFails {
				s.vital[i] = append(s.vital[i], c)
			}
		}
	}
	s.class = s.alike()
	return s
}

func newShapes(flows int) *shapes { return &shapes{found: make([]*shape, flows)} }

// alike returns, for each flow, the first one that starts where it starts and
// ends at a place that cannot be told from its own: with the same needs, and
// the same nodes before it.
func (s *Structure) alike() []int32 {
	ends := s.ends()
	type key struct {
		start, end int
		demands    *topology.Demand
	}
	first, class := map[key]int32{}, make([]int32, len(s.Flows))
	for i := range s.Flows {
		f := &s.Flows[i]
		class[i] = int32(i)
		if f.Start < 0 || f.End < 0 || len(f.Demands) == 0 {
			continue
		}
		k := key{f.Start, ends[f.End], &f.Demands[0]}
		if j, ok := first[k]; ok {
			class[i] = j
		} else {
			first[k] = int32(i)
		}
	}
	return class
}

// ends returns, by node, the first VNet with the same needs and the same nodes
// before it; of all else the node itself.
func (s *Structure) ends() []int {
	before := make([][]byte, len(s.ways.Nodes))
	for v := range s.ways.Nodes {
		for _, e := range s.ways.Out(v) {
			if s.isLeaf(int(e.To)) {
				before[e.To] = binary.AppendVarint(before[e.To], int64(v))
				before[e.To] = binary.AppendVarint(before[e.To], int64(e.Gate))
			}
		}
	}
	first, out := map[string]int{}, make([]int, len(s.ways.Nodes))
	for v := range s.ways.Nodes {
		out[v] = v
		if !s.isLeaf(v) {
			continue
		}
		key := string(before[v]) + fmt.Sprint(s.vital[v], s.given.gone(v))
		if other, ok := first[key]; ok {
			out[v] = other
		} else {
			first[key] = v
		}
	}
	return out
}

// isLeaf reports whether a node is a VNet that leads nowhere.
func (s *Structure) isLeaf(node int) bool {
	return s.ways.Nodes[node].Kind == topology.VNetNode && len(s.ways.Out(node)) == 0
}

// shape returns the shape of a flow. Flows that are alike have the same one.
func (s *Structure) shape(flow int) *shape {
	flow = int(s.class[flow])
	s.mu.Lock()
	sh := s.found[flow]
	s.mu.Unlock()
	if sh != nil {
		return sh
	}
	s.limits().check()
	if sh = s.given.same(flow); sh == nil {
		sh = s.reduced(flow)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.found[flow] == nil {
		s.found[flow] = sh
	}
	return s.found[flow]
}

// reduced works out the shape of a flow.
func (s *Structure) reduced(flow int) *shape {
	var r *reducer
	s.mu.Lock()
	if n := len(s.idle); n > 0 {
		r, s.idle = s.idle[n-1], s.idle[:n-1]
	}
	s.mu.Unlock()
	if r == nil {
		r = &reducer{x: newExtractor(s), local: make([]int32, len(s.Topology.Components))}
	}
	r.s = s
	sh := r.reduce(&s.Flows[flow])
	s.mu.Lock()
	defer s.mu.Unlock()
	s.idle = append(s.idle, r)
	return sh
}

// Up reports whether a flow has a way for each of its demands in a state.
func (s *Structure) Up(flow int, state topology.State) bool {
	f := &s.Flows[flow]
	if f.Start < 0 || f.End < 0 || len(f.Demands) == 0 {
		return false
	}
	up := func(node int32) bool {
		for _, c := range s.ways.Needs(int(node)) {
			if !state.Up(int(c)) || s.given.isDown(c) {
				return false
			}
		}
		return true
	}
	for _, d := range f.Demands {
		if !s.ways.Leads(f.Start, f.End, d, up) {
			return false
		}
	}
	return true
}
