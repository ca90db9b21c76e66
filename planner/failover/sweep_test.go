package failover

import (
	"reflect"
	"slices"
	"testing"
)

// TestSweepAgainstStates fails every component and every pair of components of
// random designs one after the other.
func TestSweepAgainstStates(t *testing.T) {
	together := 0
	for seed := range uint64(160) {
		text := randomDesign(seeded(seed + 4e6))
		s := structureOf(t, text)
		w := s.Sweep(2)
		alive := aliveFlows(s)
		if w.Flows != len(alive) {
			t.Fatalf("seed %d: %d flows, want %d", seed, w.Flows, len(alive))
		}
		for a := range s.Topology.Components {
			for b := range a + 1 {
				want := lostFlows(s, alive, a, b)
				if got := w.Lost(a, b); !slices.Equal(got, want) || w.Pair(a, b) != len(want) || w.Pair(b, a) != len(want) {
					t.Fatalf("seed %d: %s and %s: lost %v, counted %d, want %v\n%s", seed,
						s.Topology.Components[a].ID, s.Topology.Components[b].ID, got, w.Pair(a, b), want, text)
				}
				if a == b && w.Single(a) != len(want) {
					t.Fatalf("seed %d: %s: counted %d, want %v", seed, s.Topology.Components[a].ID, w.Single(a), want)
				}
			}
		}
		together += len(w.Pairs())
	}
	if together < 600 {
		t.Errorf("only %d pairs that matter together", together)
	}
}

func aliveFlows(s *Structure) []int {
	var out []int
	for i := range s.Flows {
		if s.Up(i, s.Topology.State(nil, nil)) {
			out = append(out, i)
		}
	}
	return out
}

func lostFlows(s *Structure, alive []int, parts ...int) []int {
	state := s.Topology.State(parts, nil)
	var out []int
	for _, i := range alive {
		if !s.Up(i, state) {
			out = append(out, i)
		}
	}
	return out
}

func TestSweepDoesNotDependOnWorkers(t *testing.T) {
	s := structureOf(t, network(30))
	one := s.Sweep(1)
	for _, workers := range []int{2, 3, 8} {
		fresh := structureOf(t, network(30))
		w := fresh.Sweep(workers)
		if !slices.Equal(w.single, one.single) || !reflect.DeepEqual(w.Pairs(), one.Pairs()) || !reflect.DeepEqual(w.pairs, one.pairs) {
			t.Errorf("%d workers give another result than one", workers)
		}
	}
}

// TestSweepOfNetwork samples failures of a network that is large enough to
// have what small designs do not.
func TestSweepOfNetwork(t *testing.T) {
	s := structureOf(t, network(40))
	w, alive, d := s.Sweep(2), aliveFlows(s), seeded(1)
	check := func(a, b int) {
		want := lostFlows(s, alive, a, b)
		if got := w.Lost(a, b); !slices.Equal(got, want) || w.Pair(a, b) != len(want) {
			t.Fatalf("%s and %s: lost %v, counted %d, want %v", s.Topology.Components[a].ID,
				s.Topology.Components[b].ID, got, w.Pair(a, b), want)
		}
	}
	for range 300 {
		check(d(len(s.Topology.Components)), d(len(s.Topology.Components)))
	}
	for i, p := range w.Pairs() {
		if i%200 == 0 {
			check(p.Components[0], p.Components[1])
		}
	}
}
