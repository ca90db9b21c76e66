package routing

import "slices"

// mostWays bounds the ways of one answer, and mostTurns the turns that are
// taken to find them. Beyond them a speaker that shares traffic is taken to use
// its first route only.
const (
	mostWays  = 1024
	mostTurns = 1 << 16
)

// A tracer collects the ways that a run's routes make.
type tracer struct {
	r     *run
	back  bool // the traffic goes from Azure to the site
	on    []bool
	deny  [][]verdict // the policies of the sites that the path has come through
	path  []int32
	turns int
	ways  []Way
	under func(int) []Way
}

// ways returns the ways that traffic from the receiver takes, and notes in the
// run where it would go round in a circle.
func (r *run) ways(back bool, under func(int) []Way) []Way {
	p := r.p
	r.loop = -1
	if p.receiver < 0 || !r.alive {
		return nil
	}
	t := tracer{r: r, back: back, on: make([]bool, len(p.nodes)), under: under}
	t.walk(p.receiver, 1)
	return t.ways
}

// walk follows the routes that a speaker uses, and reports whether one leads
// to the target. A speaker does not send traffic back to where it came from.
func (t *tracer) walk(n int32, share float64) bool {
	if n == 0 {
		t.arrive(share)
		return true
	}
	t.on[n] = true
	policies := t.r.p.nodes[n].policies
	if policies != nil {
		t.deny = append(t.deny, policies)
	}
	found := t.fork(t.next(n), share)
	if policies != nil {
		t.deny = t.deny[:len(t.deny)-1]
	}
	t.on[n] = false
	return found
}

// fork shares traffic over the arcs that lead to the target.
func (t *tracer) fork(next []int32, share float64) bool {
	for len(next) > 0 {
		done, ways := 0, len(t.ways)
		for _, i := range next {
			t.path = append(t.path, i)
			if t.walk(t.r.p.arcs[i].from, share/float64(len(next))) {
				next[done] = i
				done++
			}
			t.path = t.path[:len(t.path)-1]
		}
		if done == len(next) {
			return true
		}
		t.ways, next = t.ways[:ways], next[:done]
	}
	return false
}

// next returns the arcs over which a speaker sends traffic.
func (t *tracer) next(n int32) []int32 {
	level := t.r.top(n)
	if level < 0 {
		return nil
	}
	stop, wins, in := &t.r.p.nodes[n], of(t.r.wins, t.r, level), of(t.r.in, t.r, level)
	var out []int32
	for i := stop.first; i < stop.last; i++ {
		switch {
		case !wins[i] || t.denied(&in[i]):
		case t.on[t.r.p.arcs[i].from]:
			t.r.loop = n
		default:
			out = append(out, i)
			if t.turns++; len(t.ways) >= mostWays || t.turns > mostTurns {
				return out
			}
		}
	}
	return out
}

// denied reports whether a site that the traffic has come through denies a
// route that a speaker beyond it shares the traffic over, such as one of two
// circuits of a provider's network.
func (t *tracer) denied(r *route) bool {
	return slices.ContainsFunc(t.deny, func(p []verdict) bool { return p[r.exit].deny })
}

// arrive makes a way of the path that led to the target, or one for each way
// of the underlay where it goes through a tunnel over a peering.
func (t *tracer) arrive(share float64) {
	for _, i := range t.path {
		if u := t.r.p.arcs[i].session.under; u >= 0 {
			for _, under := range t.under(u) {
				t.ways = append(t.ways, t.r.way(t.path, t.back, share*under.Share, &under))
			}
			return
		}
	}
	t.ways = append(t.ways, t.r.way(t.path, t.back, share, nil))
}
