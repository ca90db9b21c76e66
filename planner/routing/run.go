package routing

import (
	"slices"
	"sync"

	"github.com/erplan/erplan/planner/topology"
)

// privateASN reports whether an AS number is private: Microsoft takes such
// numbers out of the AS paths that it hears on Microsoft peering.
func privateASN(n int64) bool {
	return n >= 64512 && n <= 65534 || n >= 4200000000 && n <= 4294967294
}

// drainPrepends is how often Microsoft prepends its AS number to the routes of
// an edge router that it drains (expressroute/planned-maintenance, 2023-05-10).
const drainPrepends = 8

// A run is a program at work in one state.
type run struct {
	p      *program
	state  topology.State
	up     []bool  // by arc
	in     []route // by arc: what its receiver has learned over it
	wins   []bool  // by arc: the receiver uses it
	seen   []uint64
	left   []int32
	sticky []bool // by speaker, nil where nothing is remembered
	origin route
	alive  bool // the target is up

	unstable bool
}

var runs = sync.Pool{New: func() any { return new(run) }}

// start readies a run. tunnel says whether the underlay of a session is up.
func (p *program) start(s topology.State, under func(int) bool) *run {
	r := runs.Get().(*run)
	r.p, r.state, r.unstable, r.sticky = p, s, false, nil
	n := len(p.arcs)
	r.up, r.in, r.wins = clean(r.up, n), clean(r.in, n), clean(r.wins, n)
	r.seen = clean(r.seen, n*p.words)
	r.origin = route{valid: true, class: fromSelf, local: defaultPreference}
	if t := p.target; t.site != nil && t.site.region.own.IsValid() {
		r.origin.bits = int16(t.site.region.own.Bits())
	} else if t.vnet != nil && t.vnet.region.prefix.IsValid() {
		r.origin.bits = int16(t.vnet.region.prefix.Bits())
	}
	var store [64]bool
	alive := store[:0]
	for i := range p.nodes {
		alive = append(alive, allUp(s, p.nodes[i].needs))
	}
	r.alive = len(alive) > 0 && alive[0]
	for i := range p.arcs {
		a := &p.arcs[i]
		r.up[i] = alive[a.from] && alive[a.to] && allUp(s, a.session.needs) && anyUp(s, a.session.any) &&
			(a.session.under < 0 || under(a.session.under))
	}
	return r
}

// done gives the run's memory back.
func (r *run) done() { runs.Put(r) }

// clean returns a slice of n zero values, in the memory of s if it is enough.
func clean[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}

func allUp(s topology.State, parts []int) bool {
	for _, c := range parts {
		if !s.Up(c) {
			return false
		}
	}
	return true
}

func anyUp(s topology.State, parts []int) bool {
	if len(parts) == 0 {
		return true
	}
	return slices.ContainsFunc(parts, s.Up)
}

// settle announces the target until nothing changes. Where speakers can hear
// each other in circles it does so a second time, asking them in the opposite
// order: if that ends elsewhere, or never ends, the outcome depends on the
// order of messages.
func (r *run) settle() {
	if !r.p.circular {
		r.pass(false)
		return
	}
	stable := r.rounds(false)
	first := slices.Clone(r.wins)
	in := slices.Clone(r.in)
	clear(r.in)
	clear(r.wins)
	clear(r.seen)
	r.unstable = !r.rounds(true) || !stable || !slices.Equal(first, r.wins)
	copy(r.wins, first)
	copy(r.in, in)
}

// rounds lets all speakers select until nothing changes, and reports whether
// that was so before the bound.
func (r *run) rounds(backward bool) bool {
	for range 2*len(r.p.nodes) + 4 {
		if !r.pass(backward) {
			return true
		}
	}
	return false
}

// pass lets every speaker select once and reports whether anything changed.
func (r *run) pass(backward bool) bool {
	changed := false
	for i := range r.p.nodes {
		n := i
		if backward {
			n = len(r.p.nodes) - 1 - i
		}
		if r.listen(n) {
			changed = true
		}
	}
	return changed
}

// listen takes what the neighbours of a speaker announce, and selects.
func (r *run) listen(n int) bool {
	stop := &r.p.nodes[n]
	changed := false
	r.left = r.left[:0]
	for i := stop.first; i < stop.last; i++ {
		heard := r.hear(i)
		if heard != r.in[i] {
			r.in[i] = heard
			changed = true
		}
		if heard.valid {
			r.left = append(r.left, i)
		}
	}
	if !changed {
		return false
	}
	c := r.contest(n)
	c.decide()
	for i := stop.first; i < stop.last; i++ {
		r.wins[i] = false
	}
	for _, i := range c.left {
		r.wins[i] = true
	}
	return true
}

func (r *run) contest(n int) contest {
	return contest{
		stop: &r.p.nodes[n], arcs: r.p.arcs, in: r.in, left: r.left,
		sticky: r.sticky != nil && r.sticky[n],
	}
}

// hear returns the route that arrives over an arc: of the routes that its
// sender uses, the one with the fewest hops that may be told.
func (r *run) hear(i int32) route {
	a := &r.p.arcs[i]
	if !r.up[i] {
		return route{}
	}
	if a.from == 0 {
		if a.offers[fromSelf].bits == unannounced {
			return route{}
		}
		return r.tell(i, a, &r.origin)
	}
	from := &r.p.nodes[a.from]
	best := int32(-1)
	for w := from.first; w < from.last; w++ {
		if !r.wins[w] || a.offers[r.in[w].class].bits == unannounced || r.saw(w, a.to) || best >= 0 && r.in[w].hops >= r.in[best].hops {
			continue
		}
		best = w
	}
	if best < 0 {
		return route{}
	}
	r.see(i, best)
	return r.tell(i, a, &r.in[best])
}

// saw reports whether the route of an arc has come through a speaker.
func (r *run) saw(arc, speaker int32) bool {
	k := r.p.nodes[speaker].circle
	return k >= 0 && r.seen[int(arc)*r.p.words+int(k)/64]&(1<<(k%64)) != 0
}

// see notes the speakers that the route of an arc has come through: those of
// the route that it goes on with, and its sender.
func (r *run) see(arc, on int32) {
	words := r.p.words
	if words == 0 {
		return
	}
	mine := r.seen[int(arc)*words : int(arc+1)*words]
	copy(mine, r.seen[int(on)*words:int(on+1)*words])
	if k := r.p.nodes[r.p.arcs[arc].from].circle; k >= 0 {
		mine[k/64] |= 1 << (k % 64)
	}
}

// follow mixes an arc into the trail of a route (FNV-1a).
func follow(trail uint64, arc int32) uint64 { return (trail ^ uint64(arc)) * 1099511628211 }

// tell turns the route of a sender into that of the receiver.
func (r *run) tell(i int32, a *arc, from *route) route {
	o := a.offers[from.class]
	next := *from
	next.class, next.static, next.hops, next.trail = o.class, a.static, from.hops+1, follow(from.trail, i)
	if o.bits != unchanged {
		next.bits = o.bits
	}
	tellers[a.session.joint](r, a, o, &next)
	if r.p.nodes[a.to].kind == siteSpeaker && next.valid {
		r.accept(a, &next)
	}
	return next
}

// accept applies what a site does with a route that it receives.
func (r *run) accept(a *arc, next *route) {
	s := a.session
	if s.cap > 0 && int(next.path) > s.cap && !s.pinned {
		*next = route{}
		return
	}
	if policies := r.p.nodes[a.to].policies; policies != nil {
		v := policies[next.exit]
		if v.deny {
			*next = route{}
			return
		}
		if v.local >= 0 {
			next.local = int32(v.local)
		}
	}
}
