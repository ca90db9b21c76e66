package routing

// rests adds the components that the outcome of a run rests on: those of the
// routes that carry the traffic, and those of the routes that speakers beside
// the ways use where they would turn to another one, for what they would then
// announce could win. A speaker that knows one route only can but fall silent,
// and to lose a route that lost anyway changes nothing.
func (r *run) rests(into []int) []int {
	if r.p.receiver < 0 {
		return into
	}
	h := heat{r: r, into: into, seen: make([]bool, len(r.p.nodes))}
	h.spread(r.p.receiver)
	for n := range r.p.nodes {
		stop := &r.p.nodes[n]
		known := 0
		for i := stop.first; i < stop.last; i++ {
			if r.in[i].valid {
				known++
			}
		}
		if known > 1 {
			h.spread(int32(n))
		}
	}
	return h.into
}

// A heat collects components.
type heat struct {
	r    *run
	into []int
	seen []bool
}

// spread adds what the routes of a speaker go over.
func (h *heat) spread(n int32) {
	if h.seen[n] {
		return
	}
	h.seen[n] = true
	stop := &h.r.p.nodes[n]
	h.into = append(h.into, stop.needs...)
	every := stop.kind == hubSpeaker && h.r.masks(n)
	for i := stop.first; i < stop.last; i++ {
		if h.r.wins[i] || every && h.r.in[i].valid {
			h.arc(i)
		}
	}
}

func (h *heat) arc(i int32) {
	a := &h.r.p.arcs[i]
	h.into = append(h.into, a.session.needs...)
	if one := h.r.last(a.session.any); one >= 0 {
		h.into = append(h.into, one)
	}
	h.spread(a.from)
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
	var lost []loss
	r.again(n, &lost)
	for _, l := range lost {
		switch l.step {
		case RoutingWeight, SecuredHub, Stickiness:
			return true
		}
	}
	return false
}
