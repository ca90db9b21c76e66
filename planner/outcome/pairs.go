package outcome

import (
	"slices"

	"github.com/erplan/erplan/planner"
)

// Pairs is what every pair of failures does. A pair is simulated for a flow
// only where each of its components can change the answer; every other pair
// ends as one of the two does alone.
type Pairs struct {
	Components []int // that fail, two at a time, ascending
	Simulated  int   // how many answers of flows it took

	a      *Analysis
	reach  []pairReach // by flow
	counts [][]Counts  // by flow, by pair of kinds
	fatal  [][][2]int  // by flow, ascending
	kinds  []int       // by component
	all    []int       // how many components there are, by kind

	// partners are the components that reach a flow only once another one has
	// failed: by that one.
	partners [][]int32
}

// A pairReach is how a flow goes in pairs of failures: for each component that
// reaches it, the answer when it fails alone and, where a second one changes
// that, the answers of the two together.
type pairReach struct {
	first  []singleTouch   // by component
	second [][]singleTouch // by first; components behind it in the order
}

// Pairs sweeps all pairs of failures.
func (a *Analysis) Pairs() *Pairs {
	return a.found.pairs.get(a, (*Analysis).sweepPairs)
}

func (a *Analysis) sweepPairs() *Pairs {
	s := a.Singles()
	p := &Pairs{
		Components: s.Components, a: a, reach: make([]pairReach, len(a.Flows)),
		counts: make([][]Counts, len(a.Flows)), fatal: make([][][2]int, len(a.Flows)),
	}
	for _, c := range s.Components {
		for _, t := range s.touched[c] {
			r := &p.reach[t.flow]
			r.first = append(r.first, singleTouch{c, t.ans})
		}
	}
	a.each(len(a.Flows), func(i int) { p.simulate(i) })
	p.gather()
	p.count()
	p.a = a.whole
	return p
}

// gather collects what the simulations of all flows say about pairs.
func (p *Pairs) gather() {
	p.partners = make([][]int32, len(p.a.Topology.Components))
	for f := range p.reach {
		r := &p.reach[f]
		for i, one := range r.first {
			p.Simulated += len(r.second[i])
			for _, two := range r.second[i] {
				x, y := one.component, two.component
				p.partners[x] = append(p.partners[x], int32(y))
				p.partners[y] = append(p.partners[y], int32(x))
				if p.isFatal(f, x, y, two.ans) {
					p.fatal[f] = append(p.fatal[f], [2]int{min(x, y), max(x, y)})
				}
			}
		}
		slices.SortFunc(p.fatal[f], func(a, b [2]int) int { return slices.Compare(a[:], b[:]) })
	}
}

// isFatal reports whether a flow that survives each of two failures is lost
// to both.
func (p *Pairs) isFatal(flow, x, y int, both *answer) bool {
	s := p.a.Singles()
	return !both.carried && s.Outcome(x, flow).Survives() && s.Outcome(y, flow).Survives()
}

// simulate asks for the pairs that can change the answer of a flow: of a first
// component that reaches it, and of a second one that reaches what is left.
func (p *Pairs) simulate(flow int) {
	a, r := p.a, &p.reach[flow]
	r.second = make([][]singleTouch, len(r.first))
	known := map[[2]int]bool{}
	for i, one := range r.first {
		state := a.Topology.State([]int{one.component}, nil)
		for _, c := range a.touching(&one.ans.rests, state) {
			x, y := min(c, one.component), max(c, one.component)
			if x == y || known[[2]int{x, y}] || a.takes(x, y) || a.takes(y, x) {
				continue
			}
			known[[2]int{x, y}] = true
			ans := a.askAfter(flow, a.Topology.State([]int{x, y}, nil))
			ans.result = nil
			r.second[i] = append(r.second[i], singleTouch{c, ans})
		}
	}
}

// takes reports whether one component takes another down, so that the two
// together are no more than the one.
func (a *Analysis) takes(one, other int) bool {
	_, ok := slices.BinarySearch(a.Topology.Takes(one), other)
	return ok
}

// answer returns how a flow goes when two components fail, nil where neither
// of them reaches it.
func (p *Pairs) answer(x, y, flow int) *answer {
	r := &p.reach[flow]
	if p.a.takes(y, x) {
		x, y = y, x
	}
	i, ok := find(r.first, x)
	k, also := find(r.first, y)
	if ok {
		if n, both := find(r.second[i], y); both {
			return r.second[i][n].ans
		}
	}
	if also {
		if n, both := find(r.second[k], x); both {
			return r.second[k][n].ans
		}
	}
	switch { // where both reach the flow, and neither what the other leaves, both leave the same
	case ok:
		return r.first[i].ans
	case also:
		return r.first[k].ans
	}
	return nil
}

func find(list []singleTouch, component int) (int, bool) {
	return slices.BinarySearchFunc(list, component, func(t singleTouch, c int) int { return t.component - c })
}

// touches returns the flows that a pair reaches: ascending.
func (p *Pairs) touches(x, y int, into []touch) []touch {
	s := p.a.Singles()
	one, other := s.touched[x], s.touched[y]
	for len(one) > 0 || len(other) > 0 {
		var flow int32
		switch {
		case len(other) == 0 || len(one) > 0 && one[0].flow < other[0].flow:
			flow, one = one[0].flow, one[1:]
		case len(one) == 0 || other[0].flow < one[0].flow:
			flow, other = other[0].flow, other[1:]
		default:
			flow, one, other = one[0].flow, one[1:], other[1:]
		}
		into = append(into, touch{flow, p.answer(x, y, int(flow))})
	}
	return into
}

// Outcome returns what becomes of a flow when two components fail.
func (p *Pairs) Outcome(x, y, flow int) Outcome {
	b := p.a.bench()
	return p.a.normal().effectOn(b.effects(p.touches(x, y, nil), nil), flow)
}

// Fatal returns the pairs that lose a flow which survives each of the two
// alone, of all kinds or with both components of some: ascending.
func (p *Pairs) Fatal(flow int, kinds ...planner.Kind) [][2]int {
	s := p.a.Singles()
	return slices.DeleteFunc(slices.Clone(p.fatal[flow]), func(pair [2]int) bool {
		return !s.wanted(pair[0], kinds) || !s.wanted(pair[1], kinds)
	})
}

// Count says how a flow ends when two components fail, of all kinds or both of
// some.
func (p *Pairs) Count(flow int, kinds ...planner.Kind) Counts {
	var n Counts
	wanted := func(kind int) bool { return len(kinds) == 0 || slices.Contains(kinds, planner.ComponentKinds[kind]) }
	for i := range planner.ComponentKinds {
		for k := range planner.ComponentKinds[:i+1] {
			if wanted(i) && wanted(k) {
				for o, m := range p.counts[flow][kindPair(i, k)] {
					n[o] += m
				}
			}
		}
	}
	return n
}

// kindPair numbers the pairs of kinds.
func kindPair(x, y int) int { return max(x, y)*(max(x, y)+1)/2 + min(x, y) }
