package failover

import (
	"slices"

	"github.com/erplan/erplan/planner/topology"
)

// An extractor cuts, out of the graph of all ways, what matters to one flow.
// It keeps what it found from a start for the next target.
type extractor struct {
	ways   *topology.Ways
	given  *given
	number []int32 // by node of the ways: its number here + 1, for this start
	open   []bool  // by gate, for this demand

	from  int
	gates []int32
	nodes []int32 // reached from the start, in order
	succ  lists
	pred  lists

	stack []visit
	keep  []bool
	index []int32
}

// A visit is a node whose edges are being followed.
type visit struct{ node, edge int32 }

func newExtractor(s *Structure) *extractor {
	return &extractor{
		ways: s.ways, given: s.given, from: -1,
		number: make([]int32, len(s.ways.Nodes)), open: make([]bool, len(s.ways.Gates)),
	}
}

// spread finds the nodes that traffic of a demand can come to from a start, in
// reverse postorder: each after those that lead to it, as far as there are no
// cycles.
func (x *extractor) spread(start int, gates []int32) {
	if x.from == start && slices.Equal(x.gates, gates) {
		return
	}
	for _, v := range x.nodes {
		x.number[v] = 0
	}
	for _, g := range x.gates {
		x.open[g] = false
	}
	for _, g := range gates {
		x.open[g] = true
	}
	x.from, x.gates, x.nodes = start, gates, x.nodes[:0]
	if !x.given.gone(start) {
		x.postorder(int32(start))
	}
	slices.Reverse(x.nodes)
	for i, v := range x.nodes {
		x.number[v] = int32(i + 1)
	}
	x.edges()
}

func (x *extractor) postorder(start int32) {
	x.stack = append(x.stack[:0], visit{start, 0})
	x.number[start] = -1
	for len(x.stack) > 0 {
		top := &x.stack[len(x.stack)-1]
		out := x.ways.Out(int(top.node))
		if int(top.edge) == len(out) {
			x.nodes = append(x.nodes, top.node)
			x.stack = x.stack[:len(x.stack)-1]
			continue
		}
		// The last edges first: in reverse postorder the first come first.
		e := out[len(out)-1-int(top.edge)]
		top.edge++
		if x.number[e.To] == 0 && x.leads(e) {
			x.number[e.To] = -1
			x.stack = append(x.stack, visit{e.To, 0})
		}
	}
}

// leads reports whether traffic can go along an edge.
func (x *extractor) leads(e topology.Edge) bool {
	return (e.Gate < 0 || x.open[e.Gate]) && !x.given.gone(int(e.To))
}

// edges lists the edges between the nodes that were found, in both directions.
func (x *extractor) edges() {
	n := len(x.nodes)
	x.succ.start, x.succ.items = append(x.succ.start[:0], 0), x.succ.items[:0]
	x.pred.start = sized(x.pred.start, n+1)
	for _, v := range x.nodes {
		for _, e := range x.ways.Out(int(v)) {
			if x.leads(e) {
				to := x.number[e.To] - 1
				x.succ.items = append(x.succ.items, to)
				x.pred.start[to+1]++
			}
		}
		x.succ.start = append(x.succ.start, int32(len(x.succ.items)))
	}
	for i := range n {
		x.pred.start[i+1] += x.pred.start[i]
	}
	x.pred.items = sized(x.pred.items, len(x.succ.items))
	x.index = append(x.index[:0], x.pred.start[:n]...)
	for i := range n {
		for _, to := range x.succ.of(i) {
			x.pred.items[x.index[to]] = int32(i)
			x.index[to]++
		}
	}
}

// A cutting is what lies on the ways from a start to an end: nodes of the ways
// in order, and the edges between them. Nothing leads to the first node, and
// nothing leaves the last.
type cutting struct {
	nodes []int32
	succ  lists
}

// cut returns the cutting for an end, false where there is no way.
func (x *extractor) cut(end int, into *cutting) bool {
	last := int32(-1)
	if end >= 0 {
		last = x.number[end] - 1
	}
	if last < 0 {
		return false
	}
	x.leading(last)
	x.index = sized(x.index, len(x.nodes))
	into.nodes = into.nodes[:0]
	for i, v := range x.nodes {
		if x.keep[i] && int32(i) != last {
			x.index[i] = int32(len(into.nodes))
			into.nodes = append(into.nodes, v)
		}
	}
	x.index[last] = int32(len(into.nodes))
	into.nodes = append(into.nodes, int32(end))
	into.succ.start, into.succ.items = append(into.succ.start[:0], 0), into.succ.items[:0]
	for i := range x.nodes {
		if !x.keep[i] || int32(i) == last {
			continue
		}
		for _, to := range x.succ.of(i) {
			if x.keep[to] && to != 0 {
				into.succ.items = append(into.succ.items, x.index[to])
			}
		}
		into.succ.start = append(into.succ.start, int32(len(into.succ.items)))
	}
	into.succ.start = append(into.succ.start, int32(len(into.succ.items)))
	return true
}

// leading marks the nodes from which a node can be reached.
func (x *extractor) leading(last int32) {
	x.keep = sized(x.keep, len(x.nodes))
	x.keep[last] = true
	todo := append(x.index[:0], last)
	for len(todo) > 0 {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if at == 0 {
			continue
		}
		for _, from := range x.pred.of(int(at)) {
			if !x.keep[from] {
				x.keep[from] = true
				todo = append(todo, from)
			}
		}
	}
	x.index = todo
}
