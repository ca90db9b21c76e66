package routing

import (
	"slices"

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
	words    int  // 64-bit words of a set of speakers that can hear each other in circles
	circular bool // some can
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
	all := g.spread(t, use)
	keep := leading(all, receiver, len(g.nodes))
	all = slices.DeleteFunc(all, func(a arc) bool { return !keep[a.from] || !keep[a.to] })
	order, circles := arrange(all, t.node, len(g.nodes))
	p := &program{target: t}
	number := make([]int32, len(g.nodes))
	for i := range number {
		number[i] = -1
	}
	inCircle := 0
	for _, n := range order {
		if !keep[n] && int(n) != receiver && int(n) != t.node {
			continue
		}
		number[n] = int32(len(p.nodes))
		s := g.stop(t, int(n))
		s.circle = -1
		if circles[n] {
			s.circle = int32(inCircle)
			inCircle++
		}
		p.nodes = append(p.nodes, s)
	}
	p.words, p.circular = (inCircle+63)/64, inCircle > 0
	p.receiver = number[receiver]
	p.link(all, number)
	return p
}

// link numbers the ends of the arcs and sorts them by receiver.
func (p *program) link(all []arc, number []int32) {
	for i := range all {
		all[i].from, all[i].to = number[all[i].from], number[all[i].to]
	}
	slices.SortStableFunc(all, func(a, b arc) int { return int(a.to) - int(b.to) })
	p.arcs = all
	for i := range p.nodes {
		p.nodes[i].first, p.nodes[i].last = int32(len(all)), int32(len(all))
	}
	for i := len(all) - 1; i >= 0; i-- {
		n := &p.nodes[all[i].to]
		if n.last == int32(len(all)) && n.first == int32(len(all)) {
			n.last = int32(i + 1)
		}
		n.first = int32(i)
	}
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

// spread follows the announcement of a target over all sessions, whatever is
// down, and returns the arcs over which a route can come.
func (g *graph) spread(t *target, use func(*session) bool) []arc {
	heard := make([]uint32, len(g.nodes)) // classes, as bits
	heard[t.node] = 1 << fromSelf
	at := map[[2]int]int{} // session and direction: number of the arc, -1 of none
	var arcs []arc
	var used []bool
	for todo := []int{t.node}; len(todo) > 0; {
		n := todo[0]
		todo = todo[1:]
		for _, i := range g.nodes[n].sessions {
			s := &g.sessions[i]
			if use != nil && !use(s) {
				continue
			}
			key := [2]int{i, 0}
			if s.a == n {
				key[1] = 1
			}
			k, known := at[key]
			if !known {
				k = -1
				if a, ok := g.arc(t, s, s.a == n); ok {
					k = len(arcs)
					arcs = append(arcs, a)
					used = append(used, false)
				}
				at[key] = k
			}
			if k < 0 {
				continue
			}
			to := int(arcs[k].to)
			for c, o := range arcs[k].offers {
				if o.bits == unannounced || heard[n]&(1<<c) == 0 {
					continue
				}
				used[k] = true
				if heard[to]&(1<<o.class) == 0 {
					heard[to] |= 1 << o.class
					todo = append(todo, to)
				}
			}
		}
	}
	out := arcs[:0]
	for k, a := range arcs {
		if used[k] && int(a.to) != t.node {
			out = append(out, a)
		}
	}
	return g.withStatics(t, out, heard, use)
}

// withStatics adds the static routes of the hubs that hear of the target.
func (g *graph) withStatics(t *target, arcs []arc, heard []uint32, use func(*session) bool) []arc {
	if use != nil {
		return arcs
	}
	for _, h := range g.design.VirtualHubs {
		static, _ := g.statics(t, g.hubs[h])
		for _, a := range static {
			if heard[a.from] != 0 {
				arcs = append(arcs, a)
			}
		}
	}
	return arcs
}

// leading returns the speakers from which a route can come to the receiver.
func leading(arcs []arc, receiver, nodes int) []bool {
	into := make([][]int32, nodes)
	for _, a := range arcs {
		into[a.to] = append(into[a.to], a.from)
	}
	keep := make([]bool, nodes)
	keep[receiver] = true
	for todo := []int32{int32(receiver)}; len(todo) > 0; {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, from := range into[n] {
			if !keep[from] {
				keep[from] = true
				todo = append(todo, from)
			}
		}
	}
	return keep
}

// arrange orders speakers so that each comes after those that it hears, as far
// as they do not hear each other in circles, and says which do.
func arrange(arcs []arc, start, nodes int) (order []int32, circles []bool) {
	out := make([][]int32, nodes)
	for _, a := range arcs {
		out[a.from] = append(out[a.from], a.to)
	}
	w := walker{out: out, index: make([]int32, nodes), low: make([]int32, nodes), on: make([]bool, nodes), circles: make([]bool, nodes)}
	w.visit(int32(start))
	slices.Reverse(w.order)
	return w.order, w.circles
}

// A walker finds strongly connected components by Tarjan's algorithm (SIAM
// Journal on Computing 1(2), 1972); they come out last one first.
type walker struct {
	out        [][]int32
	index, low []int32 // 0: not visited
	on         []bool
	stack      []int32
	count      int32
	order      []int32
	circles    []bool
}

func (w *walker) visit(n int32) {
	w.count++
	w.index[n], w.low[n] = w.count, w.count
	w.stack, w.on[n] = append(w.stack, n), true
	for _, to := range w.out[n] {
		if w.index[to] == 0 {
			w.visit(to)
			w.low[n] = min(w.low[n], w.low[to])
		} else if w.on[to] {
			w.low[n] = min(w.low[n], w.index[to])
		}
	}
	if w.low[n] != w.index[n] {
		return
	}
	at := slices.Index(w.stack, n)
	for _, m := range slices.Backward(w.stack[at:]) {
		w.on[m] = false
		w.order = append(w.order, m)
		w.circles[m] = len(w.stack)-at > 1
	}
	w.stack = w.stack[:at]
}
