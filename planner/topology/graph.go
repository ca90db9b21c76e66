package topology

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/iterator"
	"gonum.org/v1/gonum/graph/simple"
)

// A Graph is a directed graph for gonum's algorithms: dominators, shortest
// paths and the like. Nodes are 0 to n-1. Unlike gonum's own graphs it gives
// nodes and neighbours in ascending order, always the same, so that of equal
// answers an algorithm gives the same one every time. It has no edge from a
// node to itself, and at most one from one node to another.
type Graph struct {
	out, in rows[arc]
}

// An arc is an edge as one of its ends sees it.
type arc struct {
	node   int32 // at the other end
	weight float64
}

// A WeightedArc is an edge of a [Graph] that is to be made.
type WeightedArc struct {
	From, To int
	Weight   float64
}

// NewGraph makes a graph of n nodes. Of several arcs between two nodes the
// last one counts; an arc from a node to itself is left out.
func NewGraph(n int, arcs []WeightedArc) *Graph {
	forward := slices.DeleteFunc(slices.Clone(arcs), func(a WeightedArc) bool { return a.From == a.To })
	slices.SortStableFunc(forward, func(a, b WeightedArc) int { return cmp.Or(a.From-b.From, a.To-b.To) })
	last := forward[:0]
	for i, a := range forward {
		if i+1 == len(forward) || forward[i+1].From != a.From || forward[i+1].To != a.To {
			last = append(last, a)
		}
	}
	backward := make([]WeightedArc, len(last))
	for i, a := range last {
		backward[i] = WeightedArc{a.To, a.From, a.Weight}
	}
	slices.SortStableFunc(backward, func(a, b WeightedArc) int { return a.From - b.From })
	return &Graph{out: arcRows(n, last), in: arcRows(n, backward)}
}

func arcRows(n int, sorted []WeightedArc) rows[arc] {
	r := rows[arc]{start: make([]int32, 1, n+1)}
	k := 0
	for i := range n {
		for ; k < len(sorted) && sorted[k].From == i; k++ {
			r.items = append(r.items, arc{int32(sorted[k].To), sorted[k].Weight})
		}
		r.end()
	}
	return r
}

// Graph returns the ways that are open for a demand, for gonum's algorithms.
// Its nodes are those of w; one that is down has no edges. An edge weighs one,
// so that the shortest way is that of the fewest nodes.
func (w *Ways) Graph(d Demand, up func(node int32) bool) *Graph {
	var arcs []WeightedArc
	for from := range w.Nodes {
		if !up(int32(from)) {
			continue
		}
		for _, e := range w.Out(from) {
			if (e.Gate < 0 || d.passes(e.Gate)) && up(e.To) {
				arcs = append(arcs, WeightedArc{from, int(e.To), 1})
			}
		}
	}
	return NewGraph(len(w.Nodes), arcs)
}

func (g *Graph) len() int { return len(g.out.start) - 1 }

func (g *Graph) has(id int64) bool { return id >= 0 && id < int64(g.len()) }

// Node returns the node with a number, nil where there is none.
func (g *Graph) Node(id int64) graph.Node {
	if !g.has(id) {
		return nil
	}
	return simple.Node(id)
}

// Nodes returns all nodes.
func (g *Graph) Nodes() graph.Nodes {
	nodes := make([]graph.Node, g.len())
	for i := range nodes {
		nodes[i] = simple.Node(i)
	}
	return iterated(nodes)
}

func iterated(nodes []graph.Node) graph.Nodes {
	if len(nodes) == 0 {
		return graph.Empty
	}
	return iterator.NewOrderedNodes(nodes)
}

// From returns the nodes to which an edge leads from a node.
func (g *Graph) From(id int64) graph.Nodes { return g.neighbours(&g.out, id) }

// To returns the nodes from which an edge leads to a node.
func (g *Graph) To(id int64) graph.Nodes { return g.neighbours(&g.in, id) }

func (g *Graph) neighbours(r *rows[arc], id int64) graph.Nodes {
	if !g.has(id) {
		return graph.Empty
	}
	var nodes []graph.Node
	for _, a := range r.row(int(id)) {
		nodes = append(nodes, simple.Node(a.node))
	}
	return iterated(nodes)
}

// arc returns the edge from one node to another.
func (g *Graph) arc(from, to int64) (arc, bool) {
	if !g.has(from) || !g.has(to) {
		return arc{}, false
	}
	row := g.out.row(int(from))
	i, ok := slices.BinarySearchFunc(row, int32(to), func(a arc, to int32) int { return int(a.node) - int(to) })
	if !ok {
		return arc{}, false
	}
	return row[i], true
}

// HasEdgeBetween reports whether there is an edge between two nodes, in either
// direction.
func (g *Graph) HasEdgeBetween(x, y int64) bool {
	return g.HasEdgeFromTo(x, y) || g.HasEdgeFromTo(y, x)
}

// HasEdgeFromTo reports whether there is an edge from one node to another.
func (g *Graph) HasEdgeFromTo(from, to int64) bool {
	_, ok := g.arc(from, to)
	return ok
}

// Edge returns the edge from one node to another, nil where there is none.
func (g *Graph) Edge(from, to int64) graph.Edge {
	if e := g.WeightedEdge(from, to); e != nil {
		return e
	}
	return nil
}

// WeightedEdge returns the edge from one node to another, nil where there is
// none.
func (g *Graph) WeightedEdge(from, to int64) graph.WeightedEdge {
	a, ok := g.arc(from, to)
	if !ok {
		return nil
	}
	return simple.WeightedEdge{F: simple.Node(from), T: simple.Node(to), W: a.weight}
}

// Weight returns the weight of the edge from one node to another: 0 from a
// node to itself, and infinite, with false, where there is none.
func (g *Graph) Weight(from, to int64) (weight float64, ok bool) {
	if from == to {
		return 0, true
	}
	if a, ok := g.arc(from, to); ok {
		return a.weight, true
	}
	return math.Inf(1), false
}

var (
	_ graph.Directed = (*Graph)(nil)
	_ graph.Weighted = (*Graph)(nil)
)
