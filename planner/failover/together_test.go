package failover

import (
	"slices"
	"testing"
)

// allUp enumerates the states of some components and returns the probability
// that not all flows are up.
func notAllUp(s *Structure, parts []int) float64 {
	var total sum
	all := make([]*enumeration, len(s.Flows))
	for i := range all {
		all[i] = enumerate(s, i, parts)
	}
	for set := range 1 << len(parts) {
		if !slices.ContainsFunc(all, func(e *enumeration) bool { return !e.up[set] }) {
			continue
		}
		p := 1.0
		for i, c := range parts {
			q := s.Topology.Components[c].Unavailability
			if set>>i&1 == 0 {
				q = 1 - q
			}
			p *= q
		}
		total.add(p)
	}
	return total.value()
}

func TestTogetherAgainstEnumeration(t *testing.T) {
	mixed := 0
	for seed := range uint64(600) {
		d := seeded(seed + 2e6)
		text := randomDesign(d)
		s, parts := few(t, text, d)
		if len(aliveFlows(s)) < len(s.Flows) {
			if got := s.Together(); got != (Availability{Unavailability: 1, Lower: 1}) {
				t.Fatalf("seed %d: a flow has no way, and together they are %+v", seed, got)
			}
			continue
		}
		want := notAllUp(s, parts)
		if want > 0 && want < 1 {
			mixed++
		}
		got := s.Together()
		if got.Method != Exact || !close12(got.Unavailability, want) {
			t.Fatalf("seed %d: together %+v, by enumeration %.17g\n%s", seed, got, want, text)
		}
		a := newAlliance(s, s.groups(1))
		if c := a.composed(); c.Lower > want*(1+1e-12) || c.Unavailability < want*(1-1e-12) {
			t.Fatalf("seed %d: composed %+v, by enumeration %.17g\n%s", seed, c, want, text)
		}
		singles := s.anyDown(a.singles)
		for core := range len(a.atoms) + 1 {
			blocks, ok := a.blocks(core)
			low, high, _ := a.states(blocks, core)
			low, high = either(singles, low), either(singles, high)
			if !ok || low > want*(1+1e-11) || high < want*(1-1e-11) {
				t.Fatalf("seed %d: core %d: from %.17g to %.17g, by enumeration %.17g\n%s", seed, core, low, high, want, text)
			}
		}
	}
	if mixed < 50 {
		t.Errorf("only %d designs could be up and down", mixed)
	}
}

// TestBounds compares bounds with the exact answer: they hold it after any
// effort, and meet when nothing is left to look at.
func TestBounds(t *testing.T) {
	tried := 0
	for seed := range uint64(800) {
		d := seeded(seed + 3e6)
		s, _ := few(t, randomDesign(d), d)
		for i := range s.Flows {
			sh := s.shape(i)
			if sh.dead || sh.form.things == 0 {
				continue
			}
			tried++
			down := s.thingsDown(sh)
			exact, _ := sh.form.unavailability(down, s.limits())
			for _, effort := range []int{0, 1, 3, 10, 100000} {
				low, high := sh.form.bounds(down, effort, limits{})
				if low > exact*(1+1e-12) || high < exact*(1-1e-12) {
					t.Fatalf("seed %d: effort %d: from %g to %g, exact %g", seed, effort, low, high, exact)
				}
				if effort == 100000 && (!close12(low, exact) || !close12(high, exact)) {
					t.Fatalf("seed %d: from %g to %g with nothing left, exact %g", seed, low, high, exact)
				}
			}
		}
	}
	if tried < 100 {
		t.Errorf("only %d forms", tried)
	}
}

// TestOverBudget asks for the availability of a meshed network that the budget
// does not allow a diagram of.
func TestOverBudget(t *testing.T) {
	n := layered(12, 5)
	down := make([]float64, n.things)
	for i := range down {
		down[i] = 1e-3
	}
	exact, _ := (&form{things: n.things, nets: []*net{n}}).unavailability(down, limits{budget: usualBudget})
	small := &form{things: n.things, nets: []*net{n}}
	low, high := small.unavailability(down, limits{budget: 50})
	if small.diagram != nil {
		t.Fatal("the diagram is within the budget")
	}
	if low > exact || high < exact || low == high || high > 0.01 {
		t.Errorf("from %g to %g, exact %g", low, high, exact)
	}
}

// TestUnlikeAlgorithms compares, on networks of the usual kind, decision
// diagrams with the sum over disjoint groups of states.
func TestUnlikeAlgorithms(t *testing.T) {
	compared := map[*form]bool{}
	for _, sites := range []int{1, 2, 7, 40} {
		s := structureOf(t, network(sites))
		for i := range s.Flows {
			sh := s.shape(i)
			if compared[sh.form] {
				continue
			}
			compared[sh.form] = true
			down := s.thingsDown(sh)
			for k := range down {
				down[k] = 10*down[k] + 1e-4*float64(k%3)
			}
			exact, _ := sh.form.unavailability(down, s.limits())
			low, high := sh.form.bounds(down, 30000, limits{})
			if low > exact*(1+1e-12) || high < exact*(1-1e-12) || high-low > 1e-6*exact {
				t.Errorf("%s: from %.12g to %.12g, by its diagram %.12g", s.Flows[i].Name, low, high, exact)
			}
		}
	}
	if len(compared) < 6 {
		t.Errorf("only %d forms", len(compared))
	}
}
