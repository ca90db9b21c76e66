package topology

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/testgraph"
)

// build makes a Graph of a case of testgraph, where its nodes are 0 to n-1.
func build(nodes []graph.Node, edges []testgraph.WeightedLine, self, absent float64) (graph.Graph, []graph.Node, []testgraph.Edge, float64, float64, bool) {
	known := map[int64]bool{}
	for _, n := range nodes {
		known[n.ID()] = true
	}
	var arcs []WeightedArc
	for _, e := range edges {
		from, to := e.From().ID(), e.To().ID()
		known[from], known[to] = true, true
		if from != to {
			arcs = append(arcs, WeightedArc{int(from), int(to), e.Weight()})
		}
	}
	var all []graph.Node
	for i := range int64(len(known)) {
		if !known[i] {
			return nil, nil, nil, math.NaN(), math.NaN(), false
		}
		all = append(all, simple.Node(i))
	}
	if len(arcs) == 0 && len(edges) > 0 {
		return nil, nil, nil, math.NaN(), math.NaN(), false
	}
	g := NewGraph(len(all), arcs)
	var made []testgraph.Edge
	for _, a := range arcs {
		made = append(made, g.WeightedEdge(int64(a.From), int64(a.To)))
	}
	return g, all, made, 0, math.Inf(1), true
}

func TestGraphContract(t *testing.T) {
	const usesEmpty, reversesEdges = true, false
	used := 0
	counted := func(nodes []graph.Node, edges []testgraph.WeightedLine, self, absent float64) (graph.Graph, []graph.Node, []testgraph.Edge, float64, float64, bool) {
		g, n, e, s, a, ok := build(nodes, edges, self, absent)
		if ok && len(edges) > 1 {
			used++
		}
		return g, n, e, s, a, ok
	}
	testgraph.EdgeExistence(t, counted, reversesEdges)
	testgraph.NodeExistence(t, counted)
	testgraph.ReturnAllNodes(t, counted, usesEmpty)
	testgraph.ReturnNodeSlice(t, counted, usesEmpty)
	testgraph.ReturnAdjacentNodes(t, counted, usesEmpty, reversesEdges)
	testgraph.Weight(t, counted)
	if used < 6 {
		t.Errorf("only %d cases with edges were used", used)
	}
}

func TestGraphOrder(t *testing.T) {
	g := NewGraph(6, []WeightedArc{{0, 5, 1}, {0, 2, 1}, {0, 4, 1}, {3, 0, 1}, {1, 0, 1}, {0, 2, 7}, {2, 2, 1}})
	ids := func(it graph.Nodes) (out []int64) {
		for _, n := range graph.NodesOf(it) {
			out = append(out, n.ID())
		}
		return out
	}
	if got := ids(g.From(0)); !slices.Equal(got, []int64{2, 4, 5}) {
		t.Errorf("from 0: %v", got)
	}
	if got := ids(g.To(0)); !slices.Equal(got, []int64{1, 3}) {
		t.Errorf("to 0: %v", got)
	}
	if w, ok := g.Weight(0, 2); w != 7 || !ok {
		t.Errorf("the last arc does not count: %v", w)
	}
	if g.HasEdgeFromTo(2, 2) || g.Edge(5, 0) != nil || g.Node(6) != nil {
		t.Error("there is an edge or a node that is not there")
	}
}
