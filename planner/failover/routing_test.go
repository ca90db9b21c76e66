package failover

import (
	"slices"
	"testing"

	"github.com/erplan/erplan/planner/routing"
	"github.com/erplan/erplan/planner/topology"
)

// TestAgainstRouting compares with the routing simulation, which was written
// apart from this package and announces routes instead of following ways.
//
// What routing carries there and back by one way has a way here. The other
// direction holds almost always: selection can hide a route, as when a provider
// network prefers a circuit that a site denies, and a session can be over a
// limit. What routing sends there by one way and back by another, because each
// works in one direction only, is no way by structure.
func TestAgainstRouting(t *testing.T) {
	ups, downs, hidden, oneWay := 0, 0, 0, 0
	for seed := range uint64(1500) {
		d := seeded(seed + 1e6)
		text := randomDesign(d)
		s := NewStructure(topology.New(read(t, text)))
		r := routing.New(s.Topology)
		matter := mattering(s)
		for range 6 {
			var down []int
			for range d(4) {
				if len(matter) > 0 {
					down = append(down, matter[d(len(matter))])
				}
			}
			state := s.Topology.State(down, nil)
			for i, f := range s.Flows {
				if f.Start < 0 {
					continue
				}
				result := r.Route(f, state)
				up, carried := s.Up(i, state), result.Reachable()
				switch {
				case carried && !up && !thereAndBack(&result):
					oneWay++
				case carried && !up:
					t.Errorf("seed %d: flow %s, down %v: routing carries it, and there is no way\n%s", seed, f.Name, names(s, down), text)
				case up && !carried:
					hidden++
				case up:
					ups++
				default:
					downs++
				}
			}
		}
	}
	t.Logf("%d up, %d down, %d hidden, %d one way there and another back", ups, downs, hidden, oneWay)
	if ups < 800 || downs < 800 || (hidden+oneWay)*100 > ups {
		t.Errorf("%d up, %d down, and %d and %d differ", ups, downs, hidden, oneWay)
	}
}

// thereAndBack reports whether every part has a way that traffic takes in both
// directions.
func thereAndBack(r *routing.Result) bool {
	return shares(r.ToAzure, r.ToSite) && shares(r.ToSite, r.ToAzure)
}

// shares reports whether every part of one direction has a way that some part
// of the other has.
func shares(one, other []routing.Choice) bool {
	there := map[string]bool{}
	for _, c := range other {
		for _, w := range c.Ways {
			there[w.String()] = true
		}
	}
	for _, c := range one {
		if !slices.ContainsFunc(c.Ways, func(w routing.Way) bool { return there[w.String()] }) {
			return false
		}
	}
	return true
}

func names(s *Structure, parts []int) []string {
	var out []string
	for _, c := range parts {
		out = append(out, s.Topology.Components[c].ID)
	}
	return out
}
