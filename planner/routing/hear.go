package routing

// hear returns the route of a length that arrives over an arc. It goes on with
// a route that the sender uses and may tell: of the longest prefix, and with
// the fewest hops.
func (r *run) hear(i int32, level int) route {
	a := &r.p.arcs[i]
	if !r.up[i] {
		return route{}
	}
	if a.from == 0 {
		if !r.leads(a.offers[fromSelf], r.origin.bits, level) {
			return route{}
		}
		return r.tell(i, a, &r.origin)
	}
	for k := range r.p.levels {
		if best := r.best(a, k, level); best >= 0 {
			r.see(r.at(level, i), r.at(k, best), a.from)
			next := r.tell(i, a, &of(r.in, r, k)[best])
			next.level = uint8(k)
			return next
		}
	}
	return route{}
}

// leads reports whether an offer of a prefix is one of a length.
func (r *run) leads(o offer, bits int16, level int) bool {
	if o.bits == unchanged {
		return bits == r.p.levels[level]
	}
	return o.bits == r.p.levels[level]
}

// offer returns what an arc announces of a route of a class. What a site link
// says announce of is announced to Azure as long as that link is up, whichever
// way the site itself prefers.
func (r *run) offer(a *arc, c class) offer {
	o := a.offers[c]
	if a.announces() && (c == fromSiteLink || c == fromWAN) && r.linked(a.from) {
		return longer(a.offers[fromAnnounced], o)
	}
	return o
}

// announces reports whether an arc announces a site to Azure.
func (a *arc) announces() bool {
	return a.up && (a.session.joint == linkJoint || a.session.joint == tunnelJoint)
}

// linked reports whether a site hears of the target over a site link that says
// announce.
func (r *run) linked(n int32) bool {
	for i := r.p.nodes[n].first; i < r.p.nodes[n].last; i++ {
		if r.announced(i) {
			return true
		}
	}
	return false
}

// announced reports whether a route has come over a site link that says
// announce, from the target itself.
func (r *run) announced(i int32) bool {
	for level := range r.p.levels {
		if x := &of(r.in, r, level)[i]; x.valid && x.class == fromAnnounced {
			return true
		}
	}
	return false
}

// best returns the arc of the route of length k that a sender goes on with as
// one of another length, -1 where there is none.
func (r *run) best(a *arc, k, level int) int32 {
	from := &r.p.nodes[a.from]
	in, wins := of(r.in, r, k), of(r.wins, r, k)
	best := int32(-1)
	for w := from.first; w < from.last; w++ {
		if wins[w] && r.leads(r.offer(a, in[w].class), r.p.levels[k], level) && !r.saw(r.at(k, w), a.to) && !r.useless(a, &in[w]) && (best < 0 || in[w].hops < in[best].hops) {
			best = w
		}
	}
	return best
}

// useless reports whether a sender that has several routes goes on with
// another one: Azure does not tell a circuit what it has from that circuit, and
// a site does not take what its policies deny.
func (r *run) useless(a *arc, from *route) bool {
	if a.session.joint == connectionJoint {
		return !a.up && from.entry == a.session.circuit
	}
	policies := r.p.nodes[a.to].policies
	return policies != nil && policies[from.exit].deny
}

// saw reports whether the route at a place has come through a speaker.
func (r *run) saw(place int, speaker int32) bool {
	k := r.p.nodes[speaker].circle
	return k >= 0 && r.seen[place*r.p.words+int(k)/64]&(1<<(k%64)) != 0
}

// see notes the speakers that a route has come through: those of the route
// that it goes on with, and its sender.
func (r *run) see(place, on int, sender int32) {
	words := r.p.words
	if words == 0 {
		return
	}
	mine := r.seen[place*words : (place+1)*words]
	copy(mine, r.seen[on*words:(on+1)*words])
	if k := r.p.nodes[sender].circle; k >= 0 {
		mine[k/64] |= 1 << (k % 64)
	}
}

// follow mixes an arc into the trail of a route (FNV-1a).
func follow(trail uint64, arc int32) uint64 { return (trail ^ uint64(arc)) * 1099511628211 }

// tell turns the route of a sender into that of the receiver.
func (r *run) tell(i int32, a *arc, from *route) route {
	o := r.offer(a, from.class)
	r.next = *from
	next := &r.next
	next.class, next.static, next.direct = o.class, a.static, false
	next.hops, next.trail = from.hops+1, follow(from.trail, i)
	if o.bits != unchanged {
		next.bits = o.bits
	}
	tellers[a.session.joint](r, a, o, next)
	if r.p.nodes[a.to].kind == siteSpeaker && next.valid {
		r.accept(a, next)
	}
	return *next
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
