package failover

import (
	"errors"
	"fmt"
	"slices"
	"testing"
)

// among enumerates the states of some components while others are down for
// good, by the structure in which nothing is.
func among(s *Structure, flow int, parts, down []int) *enumeration {
	e := &enumeration{parts: parts, up: make([]bool, 1<<len(parts))}
	for set := range e.up {
		all := slices.Clone(down)
		for i, p := range parts {
			if set>>i&1 != 0 {
				all = append(all, p)
			}
		}
		e.up[set] = s.Up(flow, s.Topology.State(all, nil))
	}
	return e
}

// checkGiven compares a flow of a structure in which something is down with
// the enumeration of all states.
func checkGiven(t tester, s, g *Structure, flow int, parts, down []int, text string) {
	t.Helper()
	say := fmt.Sprintf("flow %s while %v are down", s.Flows[flow].Name, down)
	a, e := g.Availability(flow), among(s, flow, parts, down)
	if g.Up(flow, s.Topology.State(nil, nil)) != e.up[0] {
		t.Fatalf("%s: up is not %v\n%s", say, e.up[0], text)
	}
	if !e.up[0] {
		if a != (Availability{Unavailability: 1, Lower: 1}) || g.CutSets(flow, 3) != nil {
			t.Fatalf("%s: there is no way, and it is %+v\n%s", say, a, text)
		}
		return
	}
	want := e.unavailability(s)
	if !close12(a.Unavailability, want) || a.Method != Exact {
		t.Fatalf("%s: unavailability %.17g, by enumeration %.17g\n%s", say, a.Unavailability, want, text)
	}
	var cuts [][]int
	for _, c := range g.CutSets(flow, 2) {
		cuts = append(cuts, c.Components)
	}
	sortCuts(cuts)
	if !slices.EqualFunc(cuts, e.cuts(2), slices.Equal) {
		t.Fatalf("%s: cut sets %v, by enumeration %v\n%s", say, cuts, e.cuts(2), text)
	}
	checkImportance(t, g, flow, parts, want)
}

// TestGivenAgainstEnumeration lets components fail for good, those that never
// fail among them, and looks at all states of the others.
func TestGivenAgainstEnumeration(t *testing.T) {
	lower, same, lost := 0, 0, 0
	for seed := range uint64(700) {
		d := seeded(seed + 5e6)
		text := randomDesign(d)
		s, parts := few(t, text, d)
		var down []int
		for range 1 + d(3) {
			c := d(len(s.Topology.Components))
			if d.one(2) {
				c = parts[d(len(parts))]
			}
			down = append(down, c)
		}
		g := s.Given(s.Topology.State(down, nil))
		for i := range s.Flows {
			checkGiven(t, s, g, i, parts, down, text)
			switch before, now := s.Availability(i).Unavailability, g.Availability(i).Unavailability; {
			case before == 1:
			case now == 1:
				lost++
			case now > before*(1+1e-12):
				lower++
			case close12(now, before):
				same++
			default:
				t.Fatalf("seed %d: flow %s is up more often, %g, when %v are down than when nothing is, %g\n%s", seed, s.Flows[i].Name, now, down, before, text)
			}
		}
	}
	t.Logf("%d flows less available, %d as before, %d lost", lower, same, lost)
	if lower < 50 || same < 50 || lost < 50 {
		t.Error("too few of some kind")
	}
}

// TestGivenTwice lets something fail for good where something has already.
func TestGivenTwice(t *testing.T) {
	for seed := range uint64(150) {
		d := seeded(seed + 6e6)
		text := randomDesign(d)
		s, parts := few(t, text, d)
		first, second := parts[0], d(len(s.Topology.Components))
		g := s.Given(s.Topology.State([]int{first}, nil)).Given(s.Topology.State([]int{second}, nil))
		for i := range s.Flows {
			checkGiven(t, s, g, i, parts, []int{first, second}, text)
		}
	}
}

// TestGivenNothing leaves a structure as it is; draining takes nothing away.
func TestGivenNothing(t *testing.T) {
	s := structureOf(t, network(3))
	if s.Given(s.Topology.State(nil, nil)) != s {
		t.Error("nothing is down, and the structure is another")
	}
	if s.Given(s.Topology.State(nil, []int{0, 1, 2})) != s {
		t.Error("what is drained is taken away")
	}
}

// TestGivingUp gives work up at every place where that can be asked for: what
// is asked afterwards is as if it had never begun.
func TestGivingUp(t *testing.T) {
	enough := errors.New("enough")
	ask := func(s *Structure) (out []float64) {
		g := s.Given(s.Topology.State([]int{0}, nil))
		for i := range s.Flows {
			out = append(out, s.Availability(i).Unavailability, g.Availability(i).Unavailability, float64(len(s.CutSets(i, 3))))
		}
		return append(out, s.Together().Unavailability)
	}
	for _, budget := range []int{usualBudget, 10} {
		text := network(4)
		fresh := structureOf(t, text)
		fresh.Budget = budget
		want := ask(fresh)
		s := structureOf(t, text)
		s.Budget = budget
		times := 0
		for after := 0; ; after += 1 + after/7 {
			n, given := 0, false
			func() {
				defer func() {
					if r := recover(); r != nil {
						if r != enough {
							panic(r)
						}
						given = true
					}
				}()
				ask(s.Polled(func() {
					if n++; n > after {
						panic(enough)
					}
				}))
			}()
			if !given {
				break
			}
			times++
			if after%5 == 0 && !slices.Equal(ask(s), want) {
				t.Fatalf("budget %d: after giving up at %d the answers are others", budget, after)
			}
			if after%5 == 0 { // nothing of it is known any more
				s = structureOf(t, text)
				s.Budget = budget
			}
		}
		if got := ask(s); !slices.Equal(got, want) || times < 10 {
			t.Errorf("budget %d: given up %d times; %v, not %v", budget, times, got, want)
		}
	}
}
