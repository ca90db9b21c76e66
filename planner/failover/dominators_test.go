package failover

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/flow"
	"gonum.org/v1/gonum/graph/path"
	"gonum.org/v1/gonum/graph/simple"
)

// TestSinglePointsAgainstDominators compares with gonum: a component that one
// node alone needs is a single point exactly if that node is a dominator of
// the end, and everything that a dominator needs is one.
func TestSinglePointsAgainstDominators(t *testing.T) {
	found := 0
	for seed := range uint64(600) {
		s := structureOf(t, randomDesign(seeded(seed+7e6)))
		for i, f := range s.Flows {
			if s.shape(i).dead || len(f.Demands) != 1 {
				continue
			}
			g := s.ways.Graph(f.Demands[0], func(int32) bool { return true })
			from := path.DijkstraFrom(simple.Node(f.Start), g)
			on := func(v int64) bool {
				to := path.DijkstraFrom(simple.Node(v), g)
				return !math.IsInf(from.WeightTo(v), 1) && !math.IsInf(to.WeightTo(int64(f.End)), 1)
			}
			users := map[int32]int{}
			for v := range s.ways.Nodes {
				if on(int64(v)) {
					for _, c := range s.vital[v] {
						users[c]++
					}
				}
			}
			dominating := map[int32]bool{}
			for _, v := range dominatorsOf(g, f.Start, f.End) {
				for _, c := range s.vital[v] {
					dominating[c] = true
				}
			}
			singles := s.shape(i).singles
			for c, n := range users {
				single := slices.Contains(singles, c)
				if dominating[c] && !single || n == 1 && single != dominating[c] {
					t.Fatalf("seed %d: flow %s: %s is single %v, by dominators %v", seed, f.Name, s.Topology.Components[c].ID, single, dominating[c])
				}
				if single {
					found++
				}
			}
		}
	}
	if found < 500 {
		t.Errorf("only %d single points", found)
	}
}

// dominatorsOf returns the nodes on all paths from start to end, both included.
func dominatorsOf(g graph.Directed, start, end int) []int64 {
	tree := flow.Dominators(simple.Node(start), g)
	out := []int64{int64(end)}
	for at := int64(end); at != int64(start); {
		up := tree.DominatorOf(at)
		if up == nil {
			break
		}
		at = up.ID()
		out = append(out, at)
	}
	return out
}

// TestUpAgainstShortestPaths compares reachability with gonum's Dijkstra.
func TestUpAgainstShortestPaths(t *testing.T) {
	ups, downs := 0, 0
	for seed := range uint64(1500) {
		d := seeded(seed + 8e6)
		s := structureOf(t, randomDesign(d))
		matter := mattering(s)
		if len(matter) == 0 {
			continue
		}
		state := s.Topology.State([]int{matter[d(len(matter))], matter[d(len(matter))]}, nil)
		up := func(v int32) bool {
			return !slices.ContainsFunc(s.ways.Needs(int(v)), func(c int32) bool { return !state.Up(int(c)) })
		}
		for i, f := range s.Flows {
			want := f.Start >= 0 && f.End >= 0 && len(f.Demands) > 0
			for _, one := range f.Demands {
				if !want || !up(int32(f.Start)) {
					want = false
					break
				}
				paths := path.DijkstraFrom(simple.Node(f.Start), s.ways.Graph(one, up))
				want = !math.IsInf(paths.WeightTo(int64(f.End)), 1)
			}
			if s.Up(i, state) != want {
				t.Fatalf("seed %d: flow %s is up %v, by Dijkstra %v", seed, f.Name, !want, want)
			}
			if want {
				ups++
			} else {
				downs++
			}
		}
	}
	if ups < 100 || downs < 100 {
		t.Errorf("%d up, %d down", ups, downs)
	}
}
