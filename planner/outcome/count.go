package outcome

import (
	"slices"

	"github.com/erplan/erplan/planner"
)

// A ripple is how far the failure of one component reaches.
type ripple struct {
	flows   []int32 // that it touches, crowds or makes room for, ascending
	moved   []int32 // elements that it loads otherwise
	flipped []int32 // those of them that are over their capacity with it alone, or without it alone
}

// A reaches is the components by what they reach.
type reaches struct {
	of      []ripple  // by component
	byFlow  [][]int32 // components whose ripple has the flow
	byMoved [][]int32 // and the element
	byUsed  [][]int32 // components that touch a flow which then uses the element
}

// reaches works out the ripples of all components.
func (p *Pairs) reaches() *reaches {
	a, s := p.a, p.a.Singles()
	r := &reaches{
		of: make([]ripple, len(a.Topology.Components)), byFlow: make([][]int32, len(a.Flows)),
		byMoved: make([][]int32, len(a.Elements)), byUsed: make([][]int32, len(a.Elements)),
	}
	a.spread(len(p.Components), func(next func() (int, bool)) {
		b := a.bench()
		for i, ok := next(); ok; i, ok = next() {
			r.of[p.Components[i]] = b.ripple(s, p.Components[i])
		}
	})
	for _, c := range p.Components {
		for _, f := range r.of[c].flows {
			r.byFlow[f] = append(r.byFlow[f], int32(c))
		}
		for _, e := range r.of[c].moved {
			r.byMoved[e] = append(r.byMoved[e], int32(c))
		}
		for _, t := range s.touched[c] {
			for _, u := range t.ans.uses {
				if n := len(r.byUsed[u.element]); n == 0 || r.byUsed[u.element][n-1] != int32(c) {
					r.byUsed[u.element] = append(r.byUsed[u.element], int32(c))
				}
			}
		}
	}
	return r
}

func (b *bench) ripple(s *Singles, c int) ripple {
	var r ripple
	b.lay(s.touched[c])
	for _, e := range b.dirty {
		if b.delta[e] == (load{}) {
			continue
		}
		r.moved = append(r.moved, int32(e))
		if b.over(e) != b.a.exceeds(e, b.base[e]) {
			r.flipped = append(r.flipped, int32(e))
		}
	}
	for _, x := range s.effects[c] { // every touched flow is among them
		r.flows = append(r.flows, x.flow)
	}
	return r
}

// meets marks the components that a component meets: together they may do
// more than each does alone, because they reach one flow, load one element, or
// one takes down what carries a flow once the other has failed. Any other pair
// does what the two do alone.
func (r *reaches) meets(p *Pairs, x int, mark []bool, into []int32) []int32 {
	note := func(list []int32) {
		for _, y := range list {
			if int(y) != x && !mark[y] {
				mark[y] = true
				into = append(into, y)
			}
		}
	}
	for _, f := range r.of[x].flows {
		note(r.byFlow[f])
	}
	for _, e := range r.of[x].moved {
		note(r.byMoved[e])
	}
	for _, e := range r.of[x].flipped {
		note(r.byUsed[e])
	}
	for _, t := range p.a.Singles().touched[x] {
		for _, u := range t.ans.uses {
			for _, y := range r.byMoved[u.element] {
				if slices.Contains(r.of[y].flipped, u.element) {
					note([]int32{y})
				}
			}
		}
	}
	for _, y := range p.partners[x] {
		note([]int32{y})
	}
	return into
}

// count says how every flow ends in all pairs. Pairs that meet are looked at
// one by one; of the others it is known how many there are.
func (p *Pairs) count() {
	kinds := len(planner.ComponentKinds)
	p.kinds = make([]int, len(p.a.Topology.Components))
	p.all = make([]int, kinds)
	for _, c := range p.Components {
		p.kinds[c] = slices.Index(planner.ComponentKinds, p.a.Topology.Components[c].Kind)
		p.all[p.kinds[c]]++
	}
	rows := make([][]difference, len(p.Components))
	reach := p.reaches()
	p.a.spread(len(p.Components), func(next func() (int, bool)) {
		b, mark := p.a.bench(), make([]bool, len(p.a.Topology.Components))
		for i, ok := next(); ok; i, ok = next() {
			rows[i] = p.row(p.Components[i], reach, b, mark)
		}
	})
	n := p.a.normal()
	for f := range p.counts {
		p.counts[f] = make([]Counts, kindPair(kinds-1, kinds-1)+1)
		for i := range kinds {
			for k := range i + 1 {
				pairs := p.all[i] * p.all[k]
				if i == k {
					pairs = p.all[i] * (p.all[i] - 1) / 2
				}
				p.counts[f][kindPair(i, k)][n.outcomes[f]] = pairs
			}
		}
	}
	for _, row := range rows {
		for _, d := range row {
			c := &p.counts[d.flow][d.kinds]
			c[n.outcomes[d.flow]] -= d.times
			c[d.outcome] += d.times
		}
	}
}

// A difference is how often a flow ends otherwise than normally, for a pair of
// kinds.
type difference struct {
	flow    int32
	kinds   int32
	outcome Outcome
	times   int
}

// row goes through the pairs of a component: those that it meets and that come
// behind it, and, all at once, those that it does not meet.
func (p *Pairs) row(x int, reach *reaches, b *bench, mark []bool) []difference {
	n := p.a.normal()
	tally := map[difference]int{}
	note := func(effects []effect, kind, times int) {
		for _, e := range effects {
			if e.outcome != n.outcomes[e.flow] {
				tally[difference{flow: e.flow, kinds: int32(kindPair(p.kinds[x], kind)), outcome: e.outcome}] += times
			}
		}
	}
	met := reach.meets(p, x, mark, nil)
	left := slices.Clone(p.all)
	left[p.kinds[x]]--
	var touches []touch
	var effects []effect
	for _, y := range met {
		mark[y] = false
		left[p.kinds[y]]--
		if int(y) < x {
			continue
		}
		touches = p.touches(x, int(y), touches[:0])
		effects = b.effects(touches, effects)
		note(effects, p.kinds[y], 1)
	}
	for kind, times := range left {
		if times > 0 {
			note(p.a.Singles().effects[x], kind, times)
		}
	}
	out := make([]difference, 0, len(tally))
	for d, times := range tally { // added up, so the order does not matter
		d.times = times
		out = append(out, d)
	}
	return out
}
