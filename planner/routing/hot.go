package routing

// rests adds the components that the outcome of a run rests on: those of the
// routes that carry the traffic, and those of the routes that speakers beside
// the ways use where they would turn to another one, for what they would then
// announce could win. A speaker that knows one route only can but fall silent,
// and to lose a route that lost anyway changes nothing; unless speakers that
// hear each other in circles have preferences, for then routes that lost may
// have had a part in how they came to agree.
func (r *run) rests(into []int) []int {
	if r.p.receiver < 0 {
		return into
	}
	h := heat{r: r, into: into, seen: make([]bool, len(r.p.nodes)*len(r.p.levels))}
	h.use(r.p.receiver)
	for n := range r.p.nodes {
		if r.knows(int32(n)) > 1 && !h.used(int32(n)) {
			for level := range r.p.levels {
				h.spread(int32(n), level)
			}
		}
	}
	if r.p.circular && !r.p.even {
		h.learned()
	}
	return h.into
}

// learned adds what every route goes over that a speaker has learned.
func (h *heat) learned() {
	for level := range h.r.p.levels {
		for i, x := range of(h.r.in, h.r, level) {
			if x.valid {
				h.into = append(h.into, h.r.p.arcs[i].session.needs...)
				if one := h.r.last(h.r.p.arcs[i].session.any); one >= 0 {
					h.into = append(h.into, one)
				}
			}
		}
	}
}

// A heat collects components.
type heat struct {
	r    *run
	into []int
	seen []bool // by speaker and length of prefix
}

// used reports whether traffic passes a speaker.
func (h *heat) used(n int32) bool {
	top := h.r.top(n)
	return top >= 0 && h.seen[int(n)*len(h.r.p.levels)+top]
}

// use adds what the traffic of a speaker goes over.
func (h *heat) use(n int32) {
	if top := h.r.top(n); top >= 0 {
		h.spread(n, top)
	}
}

// spread adds what a speaker's routes of one length go over.
func (h *heat) spread(n int32, level int) {
	place := int(n)*len(h.r.p.levels) + level
	if h.seen[place] {
		return
	}
	h.seen[place] = true
	stop := &h.r.p.nodes[n]
	h.into = append(h.into, stop.needs...)
	every := stop.kind == hubSpeaker && h.r.masks(n)
	wins, in := of(h.r.wins, h.r, level), of(h.r.in, h.r, level)
	for i := stop.first; i < stop.last; i++ {
		if wins[i] || every && in[i].valid {
			h.arc(i, int(in[i].level))
		}
	}
}

// arc adds an arc, and what its sender's route of one length goes over, with
// the way that traffic takes from there.
func (h *heat) arc(i int32, level int) {
	a := &h.r.p.arcs[i]
	h.into = append(h.into, a.session.needs...)
	if one := h.r.last(a.session.any); one >= 0 {
		h.into = append(h.into, one)
	}
	for k := h.r.p.nodes[a.from].first; a.announces() && k < h.r.p.nodes[a.from].last; k++ {
		if h.r.announced(k) {
			h.into = append(h.into, h.r.p.arcs[k].session.needs...)
		}
	}
	if a.from != 0 {
		h.spread(a.from, level)
		h.use(a.from)
		return
	}
	h.into = append(h.into, h.r.p.nodes[0].needs...)
}

// last returns the one that is left of components that stand in for each
// other, -1 where there are several or none.
func (r *run) last(parts []int) int {
	one := -1
	for _, c := range parts {
		if !r.state.Up(c) {
			continue
		}
		if one >= 0 {
			return -1
		}
		one = c
	}
	return one
}

// masks reports whether a hub has put routes aside for one that may itself
// have lost later: without that one they would be back.
func (r *run) masks(n int32) bool {
	r.again(n)
	for _, l := range r.lost {
		switch l.step {
		case RoutingWeight, SecuredHub, Stickiness:
			return true
		}
	}
	return false
}
