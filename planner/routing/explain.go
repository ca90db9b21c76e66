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
		k := r.again(n)
		if k.step != NoWay && c.Step == NoWay {
			c.Step, c.At = k.step, r.p.nodes[n].name
		}
		a.result.TieBreak = a.result.TieBreak || k.step == TieBreak
		a.doubt(k.doubt)
		if r.races(n) {
			a.doubt(doubtRace)
		}
		a.inClear(r)
		if a.explain {
			for _, l := range r.lost {
				c.Losers = append(c.Losers, a.loser(r, n, l, before, back))
			}
		}
	}
	switch {
	case len(c.Ways) == 0 && r.loop >= 0:
		c.Step, c.At = ForwardingLoop, r.p.nodes[r.loop].name
	case c.Step != NoWay || len(c.Ways) == 0:
	case len(c.Ways) == 1:
		c.Step = OnlyWay
	default:
		c.Step = ECMP
	}
}

// doubt notes what documents disagree on, once.
func (a *answer) doubt(text string) {
	if text != "" && !slices.Contains(a.result.Doubts, text) {
		a.result.Doubts = append(a.result.Doubts, text)
	}
}

// races reports whether a hub has preferred a route of its own that is two or
// more longer than one which another hub has, after what it lost was noted.
func (r *run) races(n int32) bool {
	best := r.shortest(n)
	if best < 0 || r.p.nodes[n].kind != hubSpeaker {
		return false
	}
	own := of(r.in, r, r.top(n))[best].path
	return slices.ContainsFunc(r.lost, func(l loss) bool {
		return l.step == LocalBeforeRemote && own >= of(r.in, r, l.level)[l.arc].path-meshPrepends+2
	})
}

// taken returns the speakers that the traffic passes, the sender first, and
// for each the arc by which it comes. Where none arrives they are those that
// have heard of the target and use none of the routes.
func (r *run) taken() (order []int32, before []int32) {
	before = make([]int32, len(r.p.nodes))
	for i := range before {
		before[i] = -1
	}
	if r.top(r.p.receiver) < 0 {
		return r.refusing(), before
	}
	seen := make([]bool, len(r.p.nodes))
	seen[r.p.receiver] = true
	order = append(order, r.p.receiver)
	for k := 0; k < len(order); k++ {
		r.onward(order[k], func(i int32) {
			if from := r.p.arcs[i].from; !seen[from] {
				seen[from], before[from] = true, i
				order = append(order, from)
			}
		})
	}
	return order, before
}

// onward calls f for the arcs over which a speaker sends traffic.
func (r *run) onward(n int32, f func(arc int32)) {
	level := r.top(n)
	if level < 0 {
		return
	}
	wins := of(r.wins, r, level)
	for i := r.p.nodes[n].first; i < r.p.nodes[n].last; i++ {
		if wins[i] {
			f(i)
		}
	}
}

func (r *run) refusing() []int32 {
	var out []int32
	for n := range r.p.nodes {
		if r.knows(int32(n)) > 0 && r.top(int32(n)) < 0 {
			out = append(out, int32(n))
		}
	}
	return out
}

// knows counts the routes that a speaker has learned.
func (r *run) knows(n int32) int {
	known := 0
	for level := range r.p.levels {
		for _, x := range of(r.in, r, level)[r.p.nodes[n].first:r.p.nodes[n].last] {
			if x.valid {
				known++
			}
		}
	}
	return known
}

// again repeats the selection of a speaker and notes what loses: shorter
// prefixes first, then what the steps take out of the longest.
func (r *run) again(n int32) *contest {
	r.lost = r.lost[:0]
	stop := &r.p.nodes[n]
	top := max(r.top(n), 0)
	best := of(r.in, r, top)
	for level := top + 1; level < len(r.p.levels); level++ {
		for i := stop.first; i < stop.last; i++ {
			if of(r.in, r, level)[i].valid && !best[i].valid {
				r.lost = append(r.lost, loss{i, level, LongestPrefix})
			}
		}
	}
	r.left = r.left[:0]
	for i := stop.first; i < stop.last; i++ {
		if best[i].valid {
			r.left = append(r.left, i)
		}
	}
	c := r.compete(int(n), top)
	if len(r.lost) > 0 {
		c.step = LongestPrefix
	}
	c.lost = &r.lost
	c.decide()
	return c
}

// inClear notes VPNs over a private peering that lose to the peering itself:
// the traffic goes beside the tunnel, unencrypted.
func (a *answer) inClear(r *run) {
	for _, l := range r.lost {
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
			under = &a.under.ways(u, back)[0]
		}
	}
	return Loser{
		Way: r.way(path, back, 0, under), At: r.p.nodes[n].name,
		Step: l.step, Why: r.why(n, l),
	}
}

// shortest returns the arc of the route with the fewest hops that a speaker
// sends traffic by, -1 where there is none.
func (r *run) shortest(n int32) int32 {
	best := int32(-1)
	r.onward(n, func(i int32) {
		if in := of(r.in, r, r.top(n)); best < 0 || in[i].hops < in[best].hops {
			best = i
		}
	})
	return best
}

// why compares a route that lost with the one that won.
func (r *run) why(n int32, l loss) string {
	lost := &of(r.in, r, l.level)[l.arc]
	best := r.shortest(n)
	if best < 0 {
		return "a static route of the hub leads elsewhere"
	}
	won := &of(r.in, r, r.top(n))[best]
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
