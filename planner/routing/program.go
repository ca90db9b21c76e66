package routing

import (
	"slices"
	"sync"

	"github.com/erplan/erplan/planner"
)

// A program is the announcement of one target as far as it can reach one
// receiver: the speakers and arcs that matter, in an order in which routes
// arrive from the target. It is made once and run for many states.
type program struct {
	target   *target
	nodes    []stop
	arcs     []arc // sorted by receiver
	receiver int32
	levels   []int16 // lengths of the prefixes that the target is announced by, the longest first
	words    int     // 64-bit words of a set of speakers that can hear each other in circles
	circular bool    // some can
	even     bool    // no preference goes against the length of the way

	mu   sync.Mutex
	ways map[string]*Way // by path, as far as they do not depend on the state
}

// A stop is a speaker of a program.
type stop struct {
	node
	first, last int32 // its incoming arcs
	circle      int32 // number of the speaker among those that can hear each other in circles, or -1
	rules       []comparison
	policies    []verdict // of a site, by the circuit or tunnel over which a route leaves
	elsewhere   int       // longest static route of a hub that leads out of the model, or -1
	many        bool      // the hub has several other hubs in its Virtual WAN
}

// compile makes the program of a target and a receiver, over the sessions that
// use allows.
func (g *graph) compile(t *target, receiver int, use func(*session) bool) *program {
	all := g.spread(t, receiver, use)
	here := compact(all, t.node, receiver)
	all = straight(all, len(here))
	keep := leading(all, 1, len(here))
	all = slices.DeleteFunc(all, func(a arc) bool { return !keep[a.from] })
	order, circles := arrange(all, 0, len(here))
	p := &program{target: t, receiver: -1, ways: map[string]*Way{}}
	number := make([]int32, len(here))
	inCircle := 0
	for _, n := range order {
		number[n] = int32(len(p.nodes))
		s := g.stop(t, here[n])
		s.circle = -1
		if circles[n] {
			s.circle = int32(inCircle)
			inCircle++
		}
		p.nodes = append(p.nodes, s)
		if n == 1 {
			p.receiver = number[n]
		}
	}
	p.words, p.circular = (inCircle+63)/64, inCircle > 0
	p.link(all, number)
	p.level()
	p.even = p.evens()
	return p
}

// compact numbers the speakers of some arcs anew, the target 0 and the receiver
// 1, and returns them in their new order.
func compact(arcs []arc, target, receiver int) []int {
	here := []int{target, receiver}
	number := map[int32]int32{int32(target): 0, int32(receiver): 1}
	of := func(n int32) int32 {
		k, ok := number[n]
		if !ok {
			k = int32(len(here))
			number[n] = k
			here = append(here, int(n))
		}
		return k
	}
	for i := range arcs {
		arcs[i].from, arcs[i].to = of(arcs[i].from), of(arcs[i].to)
	}
	return here
}

// link numbers the ends of the arcs and sorts them by receiver.
func (p *program) link(all []arc, number []int32) {
	for i := range all {
		all[i].from, all[i].to = number[all[i].from], number[all[i].to]
	}
	slices.SortStableFunc(all, func(a, b arc) int { return int(a.to) - int(b.to) })
	p.arcs = all
	i := int32(0)
	for n := range p.nodes {
		p.nodes[n].first = i
		for int(i) < len(all) && all[i].to == int32(n) {
			i++
		}
		p.nodes[n].last = i
	}
}

// evens reports whether speakers that hear each other in circles all prefer
// the route that has come the shorter way. Then there is one stable outcome,
// and no order of messages leads to another (Sobrinho, IEEE/ACM Transactions
// on Networking 13(5), 2005).
func (p *program) evens() bool {
	for i := range p.nodes {
		n := &p.nodes[i]
		if n.policies != nil || n.circle >= 0 && (n.kind == hubSpeaker || n.kind == gatewaySpeaker) {
			return false
		}
	}
	return !slices.ContainsFunc(p.arcs, func(a arc) bool {
		return !a.up && (a.session.joint == linkJoint || a.session.joint == tunnelJoint) && a.session.local != defaultPreference
	})
}

// level collects the lengths of the prefixes that are announced. Prefixes of
// different lengths are routes of their own, which speakers select and pass on
// side by side; only traffic follows the longest.
func (p *program) level() {
	p.levels = []int16{p.target.bits()}
	for i := range p.arcs {
		for _, o := range p.arcs[i].offers {
			if o.bits >= 0 && !slices.Contains(p.levels, o.bits) {
				p.levels = append(p.levels, o.bits)
			}
		}
	}
	slices.SortFunc(p.levels, func(a, b int16) int { return int(b) - int(a) })
}

// bits returns the length of the prefix that the target is known by at home.
func (t *target) bits() int16 {
	own := region{}
	switch {
	case t.site != nil:
		own = t.site.region
	case t.vnet != nil:
		own = t.vnet.region
	}
	return int16(max(own.own.Bits(), 0))
}

// stop describes a speaker in the announcement of a target.
func (g *graph) stop(t *target, n int) stop {
	s := stop{node: g.nodes[n], elsewhere: -1}
	s.sessions = nil
	s.rules = rulesOf(&s.node)
	switch s.kind {
	case siteSpeaker:
		s.policies = g.received(s.site, t.match)
	case hubSpeaker:
		_, s.elsewhere = g.statics(t, n)
		s.many = len(s.hub.WAN.Hubs) > 2
	}
	return s
}

// match ranks the match of a route policy with the routes to the target.
func (t *target) match(r *planner.RoutePolicy) int {
	switch {
	case t.site != nil:
		return matchesPrefix(r, t.site.region.own)
	case t.service != nil:
		return matchesService(r, t.service)
	case t.vnet != nil:
		return matchesVNet(r, t.vnet.vnet, t.vnet.region.prefix)
	}
	if r.Match == "" {
		return matchAll
	}
	return noMatch
}
