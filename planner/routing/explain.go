package routing

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/planner"
)

// decided works out which step decided, and what lost.
func (a *answer) decided(r *run, c *Choice, back bool) {
	order, before := r.taken()
	c.At = r.p.nodes[r.p.receiver].name
	for _, n := range order {
		var lost []loss
		k := r.again(n, &lost)
		if k.step != NoWay && c.Step == NoWay {
			c.Step, c.At = k.step, r.p.nodes[n].name
		}
		a.result.TieBreak = a.result.TieBreak || k.step == TieBreak
		if k.doubt != "" && !slices.Contains(a.result.Doubts, k.doubt) {
			a.result.Doubts = append(a.result.Doubts, k.doubt)
		}
		a.inClear(r, lost)
		if a.explain {
			for _, l := range lost {
				c.Losers = append(c.Losers, a.loser(r, n, l, before, back))
			}
		}
	}
	switch {
	case c.Step != NoWay || len(c.Ways) == 0:
	case len(c.Ways) == 1:
		c.Step = OnlyWay
	default:
		c.Step = ECMP
	}
}

// taken returns the speakers that the traffic passes, the sender first, and
// for each the arc by which it comes.
func (r *run) taken() (order []int32, before []int32) {
	before = make([]int32, len(r.p.nodes))
	for i := range before {
		before[i] = -1
	}
	if !r.used(r.p.receiver) {
		return r.refusing(), before
	}
	seen := make([]bool, len(r.p.nodes))
	seen[r.p.receiver] = true
	order = append(order, r.p.receiver)
	for k := 0; k < len(order); k++ {
		stop := &r.p.nodes[order[k]]
		for i := stop.first; i < stop.last; i++ {
			if from := r.p.arcs[i].from; r.wins[i] && !seen[from] {
				seen[from], before[from] = true, i
				order = append(order, from)
			}
		}
	}
	return order, before
}

// used reports whether a speaker uses any route.
func (r *run) used(n int32) bool {
	stop := &r.p.nodes[n]
	return slices.Contains(r.wins[stop.first:stop.last], true)
}

// refusing returns the speakers that have heard of the target and use none of
// the routes: they are why nothing arrives.
func (r *run) refusing() []int32 {
	var out []int32
	for n := range r.p.nodes {
		stop := &r.p.nodes[n]
		heard := slices.ContainsFunc(r.in[stop.first:stop.last], func(x route) bool { return x.valid })
		if heard && !r.used(int32(n)) {
			out = append(out, int32(n))
		}
	}
	return out
}

// again repeats the selection of a speaker and notes what loses.
func (r *run) again(n int32, lost *[]loss) contest {
	stop := &r.p.nodes[n]
	r.left = r.left[:0]
	for i := stop.first; i < stop.last; i++ {
		if r.in[i].valid {
			r.left = append(r.left, i)
		}
	}
	c := r.contest(int(n))
	c.lost = lost
	c.decide()
	return c
}

// inClear notes VPNs over a private peering that lose to the peering itself:
// the traffic goes beside the tunnel, unencrypted.
func (a *answer) inClear(r *run, lost []loss) {
	for _, l := range lost {
		v := r.p.arcs[l.arc].session.hop.Tunnel
		if v != nil && v.Over == planner.OverPrivatePeering && l.step != LongestPrefix && !slices.Contains(a.result.Clear, v) {
			a.result.Clear = append(a.result.Clear, v)
		}
	}
}

// loser describes a route that a speaker refused, as the way that it would
// have made.
func (a *answer) loser(r *run, n int32, l loss, before []int32, back bool) Loser {
	var path []int32
	for at := n; before[at] >= 0; at = r.p.arcs[before[at]].to {
		path = append(path, before[at])
	}
	slices.Reverse(path)
	path = append(path, l.arc)
	for at := r.p.arcs[l.arc].from; at != 0; {
		i := r.shortest(at)
		if i < 0 || len(path) > len(r.p.nodes) {
			break
		}
		path = append(path, i)
		at = r.p.arcs[i].from
	}
	var under *Way
	for _, i := range path {
		if u := r.p.arcs[i].session.under; u >= 0 {
			ways := a.under.of(u).out
			if back {
				ways = a.under.of(u).in
			}
			under = &ways[0]
		}
	}
	return Loser{
		Way: r.way(path, back, 0, under), At: r.p.nodes[n].name,
		Step: l.step, Why: r.why(n, l),
	}
}

// shortest returns the arc of the route with the fewest hops that a speaker
// uses, -1 where it uses none.
func (r *run) shortest(n int32) int32 {
	best := int32(-1)
	stop := &r.p.nodes[n]
	for i := stop.first; i < stop.last; i++ {
		if r.wins[i] && (best < 0 || r.in[i].hops < r.in[best].hops) {
			best = i
		}
	}
	return best
}

// why compares a route that lost with the one that won.
func (r *run) why(n int32, l loss) string {
	lost := &r.in[l.arc]
	best := r.shortest(n)
	if best < 0 {
		return "a static route of the hub leads elsewhere"
	}
	won := &r.in[best]
	switch l.step {
	case LongestPrefix:
		return fmt.Sprintf("prefix length %d, against %d", lost.bits, won.bits)
	case RoutingWeight:
		return fmt.Sprintf("routing weight %d, against %d", lost.weight, won.weight)
	case LocalPreference:
		return fmt.Sprintf("local preference %d, against %d", lost.local, won.local)
	case ASPath:
		return fmt.Sprintf("AS path of %d, against %d", lost.path, won.path)
	case Cost:
		return fmt.Sprintf("cost %d, against %d", lost.cost, won.cost)
	}
	return l.step.Info().Sentence
}
