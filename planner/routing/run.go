package routing

import (
	"slices"
	"sync"

	"github.com/erplan/erplan/planner/topology"
)

// A run is a program at work in one state. What belongs to arcs stands once
// for each length of prefix.
type run struct {
	p      *program
	state  topology.State
	up     []bool  // by arc
	in     []route // what the receiver of an arc has learned over it
	wins   []bool  // whether the receiver uses it
	seen   []uint64
	left   []int32
	sticky []bool // by speaker, nil where nothing is remembered
	origin route
	alive  bool // the target is up

	unstable bool
	loop     int32 // a speaker whose traffic goes round in a circle, -1: none seen

	// Room to work in, so that nothing is made anew for each question.
	next    route
	contest contest
	lost    []loss
}

var runs = sync.Pool{New: func() any { return new(run) }}

// start readies a run. under says whether an underlay is up.
func (p *program) start(s topology.State, under func(int) bool) *run {
	r := runs.Get().(*run)
	r.p, r.state, r.unstable, r.sticky = p, s, false, nil
	n := len(p.arcs) * len(p.levels)
	r.up, r.in, r.wins = clean(r.up, len(p.arcs)), clean(r.in, n), clean(r.wins, n)
	r.seen = clean(r.seen, n*p.words)
	r.origin = route{valid: true, class: fromSelf, local: defaultPreference, bits: p.target.bits()}
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

// at returns the place of an arc in what stands once for each length.
func (r *run) at(level int, arc int32) int { return level*len(r.p.arcs) + int(arc) }

// of returns the part of a slice that is about one length.
func of[T any](s []T, r *run, level int) []T {
	n := len(r.p.arcs)
	return s[level*n : (level+1)*n]
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
// each other in circles, and have preferences, it does so a second time, asking
// them in the opposite order: if that ends elsewhere, or never ends, the outcome
// depends on the order of messages.
func (r *run) settle() {
	switch {
	case !r.p.circular:
		r.pass(false)
		return
	case r.p.even:
		r.unstable = !r.rounds(false)
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
	changed := false
	for level := range r.p.levels {
		if r.listenAt(n, level) {
			changed = true
		}
	}
	return changed
}

func (r *run) listenAt(n, level int) bool {
	stop := &r.p.nodes[n]
	in, changed := of(r.in, r, level), false
	r.left = r.left[:0]
	for i := stop.first; i < stop.last; i++ {
		heard := r.hear(i, level)
		if heard != in[i] {
			in[i] = heard
			changed = true
		}
		if heard.valid {
			r.left = append(r.left, i)
		}
	}
	if !changed {
		return false
	}
	c := r.compete(n, level)
	c.decide()
	wins := of(r.wins, r, level)
	clear(wins[stop.first:stop.last])
	for _, i := range c.left {
		wins[i] = true
	}
	return true
}

// compete readies the contest of a speaker's routes of one length.
func (r *run) compete(n, level int) *contest {
	r.contest = contest{
		stop: &r.p.nodes[n], arcs: r.p.arcs, in: of(r.in, r, level), level: level, left: r.left,
		sticky: r.sticky != nil && r.sticky[n],
	}
	return &r.contest
}

// top returns the longest prefix that a speaker has a route of, -1 where it
// has none: traffic follows that one.
func (r *run) top(n int32) int {
	stop := &r.p.nodes[n]
	for level := range r.p.levels {
		if slices.Contains(of(r.wins, r, level)[stop.first:stop.last], true) {
			return level
		}
	}
	return -1
}
