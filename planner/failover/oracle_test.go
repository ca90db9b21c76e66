package failover

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/erplan/erplan/planner/topology"
	_ "github.com/erplan/erplan/testdata/seed"
)

// An enumeration is a flow in all states of the components that can matter to
// it: the slow truth.
type enumeration struct {
	parts []int  // components, one bit each
	up    []bool // by the set of the components that are down
}

// mostEnumerated bounds the states to 2048.
const mostEnumerated = 11

// enumerate looks at all states of some components, whatever else is up.
func enumerate(s *Structure, flow int, parts []int) *enumeration {
	e := &enumeration{parts: parts, up: make([]bool, 1<<len(parts))}
	for set := range e.up {
		var down []int
		for i, p := range parts {
			if set>>i&1 != 0 {
				down = append(down, p)
			}
		}
		e.up[set] = s.Up(flow, s.Topology.State(down, nil))
	}
	return e
}

func (e *enumeration) unavailability(s *Structure) float64 {
	var total sum
	for set, up := range e.up {
		if up {
			continue
		}
		p := 1.0
		for i, c := range e.parts {
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

// cuts returns the least sets of components, of up to a number, that take the
// flow down.
func (e *enumeration) cuts(order int) [][]int {
	var out [][]int
	for set, up := range e.up {
		if up || bits.OnesCount(uint(set)) > order || set == 0 {
			continue
		}
		least := true
		for i := range e.parts {
			if set>>i&1 != 0 && !e.up[set&^(1<<i)] {
				least = false
			}
		}
		if !least {
			continue
		}
		var cut []int
		for i, p := range e.parts {
			if set>>i&1 != 0 {
				cut = append(cut, p)
			}
		}
		slices.Sort(cut)
		out = append(out, cut)
	}
	sortCuts(out)
	return out
}

func sortCuts(cuts [][]int) {
	slices.SortFunc(cuts, func(a, b []int) int { return cmp.Or(cmp.Compare(len(a), len(b)), slices.Compare(a, b)) })
}

// few returns a structure in which all but a few components never fail, and
// those few: most of them such as matter to some flow.
func few(t tester, text string, d dice) (*Structure, []int) {
	top := topology.New(read(t, text))
	matter, all := mattering(NewStructure(top)), []int(nil)
	for i := range top.Components {
		all = append(all, i)
	}
	shuffle(matter, d)
	shuffle(all, d)
	var parts []int
	for _, i := range append(matter[:min(len(matter), mostEnumerated-2)], all...) {
		if len(parts) < mostEnumerated && !slices.Contains(parts, i) {
			parts = append(parts, i)
		}
	}
	for i := range top.Components {
		c := &top.Components[i]
		c.NeverFails = !slices.Contains(parts, i)
		c.Unavailability = 0
		if !c.NeverFails {
			c.Unavailability = []float64{0.5, 0.125, 0.01, 0}[d(4)]
		}
	}
	return NewStructure(top), parts
}

func shuffle(all []int, d dice) {
	for i := range all {
		k := i + d(len(all)-i)
		all[i], all[k] = all[k], all[i]
	}
}

// mattering returns the components that matter to some flow.
func mattering(s *Structure) []int {
	var all []int
	for i := range s.Flows {
		sh := s.shape(i)
		for _, parts := range append(sh.things, sh.singles) {
			for _, c := range parts {
				all = append(all, int(c))
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func checkFlow(t tester, s *Structure, flow int, parts []int, text string) {
	a := s.Availability(flow)
	if !s.Up(flow, s.Topology.State(nil, nil)) {
		if a.Unavailability != 1 || a.Lower != 1 || s.CutSets(flow, 3) != nil || s.Importance(flow) != nil {
			t.Fatalf("flow %s has no way, and its availability is %+v\n%s", s.Flows[flow].Name, a, text)
		}
		return
	}
	e := enumerate(s, flow, parts)
	want := e.unavailability(s)
	if !close12(a.Unavailability, want) || a.Method != Exact {
		t.Fatalf("flow %s: unavailability %.17g, by enumeration %.17g\n%s", s.Flows[flow].Name, a.Unavailability, want, text)
	}
	var got [][]int
	for _, c := range s.CutSets(flow, 3) {
		got = append(got, c.Components)
	}
	sortCuts(got)
	cuts := e.cuts(3)
	if !slices.EqualFunc(got, cuts, slices.Equal) {
		t.Fatalf("flow %s: cut sets %v, by enumeration %v\n%s", s.Flows[flow].Name, got, cuts, text)
	}
	checkImportance(t, s, flow, parts, want)
}

// checkImportance compares with the flow's unavailability when the component
// is certainly down and certainly up.
func checkImportance(t tester, s *Structure, flow int, parts []int, u float64) {
	known := map[int]bool{}
	for _, i := range s.Importance(flow) {
		known[i.Component] = true
		q := &s.Topology.Components[i.Component].Unavailability
		before := *q
		*q = 1
		down := s.Availability(flow).Unavailability
		*q = 0
		up := s.Availability(flow).Unavailability
		*q = before
		if math.Abs(i.Birnbaum-(down-up)) > 1e-12 || math.Abs(i.Gain-(u-up)) > 1e-12 {
			t.Fatalf("flow %s: importance %+v of %s, want %g and %g", s.Flows[flow].Name, i,
				s.Topology.Components[i.Component].ID, down-up, u-up)
		}
	}
	for _, p := range parts {
		q := &s.Topology.Components[p].Unavailability
		before := *q
		*q = 0
		if up := s.Availability(flow).Unavailability; !known[p] && math.Abs(up-u) > 1e-13 {
			t.Fatalf("flow %s: %s matters, and is not among the importances", s.Flows[flow].Name, s.Topology.Components[p].ID)
		}
		*q = before
	}
}

// close12 reports whether two unavailabilities agree to 12 digits.
func close12(a, b float64) bool { return math.Abs(a-b) <= 1e-12*math.Max(math.Abs(a), math.Abs(b)) }

func TestAgainstEnumeration(t *testing.T) {
	flows, downs := 0, 0
	for seed := range uint64(1200) {
		d := seeded(seed)
		text := randomDesign(d)
		s, parts := few(t, text, d)
		for i := range s.Flows {
			flows++
			if u := s.Availability(i).Unavailability; u > 0 && u < 1 {
				downs++
			}
			checkFlow(t, s, i, parts, text)
		}
	}
	t.Logf("%d flows, %d of which can be up and down", flows, downs)
	if downs < 600 {
		t.Errorf("only %d flows could be both up and down", downs)
	}
}

func TestAgainstEnumerationShrinking(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := rapidDice(t)
		text := randomDesign(d)
		s, parts := few(t, text, d)
		for i := range s.Flows {
			checkFlow(t, s, i, parts, text)
		}
	})
}
