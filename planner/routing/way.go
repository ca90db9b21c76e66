package routing

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
)

// A Hop is something that a way goes over; one of its pointers says what.
type Hop struct {
	Name      string // as [Way.String] writes it; empty for what it leaves out
	Component int    // of the topology, -1 where it has none

	SiteLink    *planner.SiteLink
	Attachment  *planner.Attachment
	WAN         *planner.WAN
	Link        *planner.Link // the link itself, from the customer to Microsoft's edge
	Edge        *planner.Link // the edge router of this link
	GlobalReach *planner.GlobalReach
	Connection  *planner.Connection
	Tunnel      *planner.VPNTunnel
	Under       *Way // what the tunnel runs over, where that is a peering
	Hub         *planner.VirtualHub
}

// A Way is one way between the two ends of a flow.
type Way struct {
	// Hops are in order from the site to Azure; of a flow between two sites,
	// from the one that it is from.
	Hops []Hop

	// Components are those that the way cannot do without, in the same order.
	// Instances of a gateway are among them where only one of them is up.
	Components []int

	// Routers are the customer's, in the same order: the edges by which the
	// traffic leaves and enters sites.
	Routers []*planner.Router

	Share    float64 // of the traffic of the part, from 0 to 1
	Draining bool    // an edge router on it is being drained: it may not forward
}

// String writes a way as its site links, networks, links, tunnels and, where
// there are several, hubs: "dci>er-fra/primary", "vpn/1(er-ams/primary)".
func (w Way) String() string {
	var names []string
	for _, h := range w.Hops {
		switch {
		case h.Name == "":
		case h.Under != nil:
			names = append(names, fmt.Sprintf("%s(%s)", h.Name, h.Under))
		default:
			names = append(names, h.Name)
		}
	}
	if len(names) == 0 {
		return "direct"
	}
	return strings.Join(names, ">")
}

// mostWays bounds the ways of one answer. Beyond it a speaker that shares
// traffic is taken to use its first route only.
const mostWays = 1024

// A tracer collects the ways that a run's routes make.
type tracer struct {
	r     *run
	back  bool // the traffic goes from Azure to the site
	on    []bool
	path  []int32
	ways  []Way
	under func(int) []Way
}

// ways returns the ways that traffic from the receiver takes.
func (r *run) ways(back bool, under func(int) []Way) []Way {
	p := r.p
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
	found := t.fork(t.next(n), share)
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
	stop := &t.r.p.nodes[n]
	var out []int32
	for i := stop.first; i < stop.last; i++ {
		if t.r.wins[i] && !t.on[t.r.p.arcs[i].from] {
			out = append(out, i)
			if len(t.ways) >= mostWays {
				break
			}
		}
	}
	return out
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

// way writes down the way of a path. The path is in the order of the traffic,
// the way from the site towards Azure.
func (r *run) way(path []int32, back bool, share float64, under *Way) Way {
	b := builder{r: r, way: Way{Share: share}, under: under}
	b.way.Components = make([]int, 0, 16)
	b.way.Hops = make([]Hop, 0, 2*len(path))
	for k := range path {
		i := path[k]
		if back {
			i = path[len(path)-1-k]
		}
		a := &r.p.arcs[i]
		here, there, down := a.to, a.from, a.up
		if back {
			here, there, down = a.from, a.to, !a.up
		}
		if k == 0 {
			b.stop(here, down)
		}
		b.session(a.session, down)
		b.stop(there, down)
	}
	b.nameHubs()
	return b.way
}

// A builder writes down a way.
type builder struct {
	r     *run
	way   Way
	under *Way
}

// add notes components once, in their order or, on the way down to another
// site, the other way round.
func (b *builder) add(parts []int, down bool) {
	for k := range parts {
		c := parts[k]
		if down {
			c = parts[len(parts)-1-k]
		}
		if !slices.Contains(b.way.Components, c) {
			b.way.Components = append(b.way.Components, c)
		}
	}
}

// stop notes a speaker.
func (b *builder) stop(i int32, down bool) {
	n := &b.r.p.nodes[i]
	b.add(n.needs, down)
	switch n.kind {
	case edgeSpeaker:
		b.way.Draining = b.way.Draining || n.drained >= 0 && b.r.state.Draining(n.drained)
		b.way.Hops = append(b.way.Hops, Hop{Name: n.link.ID(), Component: n.drained, Edge: n.link})
	case wanSpeaker:
		b.way.Hops = append(b.way.Hops, Hop{Name: n.wan.Name(), Component: n.whole(), WAN: n.wan})
	case hubSpeaker:
		b.way.Hops = append(b.way.Hops, Hop{Name: n.hub.Name(), Component: n.whole(), Hub: n.hub})
	}
}

// whole returns the component that a speaker is, -1 where it is none.
func (n *stop) whole() int {
	if len(n.needs) == 0 {
		return -1
	}
	return n.needs[0]
}

// session notes a session.
func (b *builder) session(s *session, down bool) {
	b.add(s.needs, down)
	if one := b.r.last(s.any); one >= 0 {
		b.add([]int{one}, false)
	}
	if s.under >= 0 && b.under != nil {
		b.add(b.under.Components, down)
		b.way.Draining = b.way.Draining || b.under.Draining
	}
	if s.hop != (Hop{Component: -1}) {
		h := s.hop
		if s.under >= 0 {
			h.Under = b.under
		}
		b.way.Hops = append(b.way.Hops, h)
	}
	for k := range s.routers {
		r := s.routers[k]
		if down {
			r = s.routers[len(s.routers)-1-k]
		}
		if !slices.Contains(b.way.Routers, r) {
			b.way.Routers = append(b.way.Routers, r)
		}
	}
}

// nameHubs leaves out the name of a hub that is the only one.
func (b *builder) nameHubs() {
	hubs, last := 0, 0
	for i, h := range b.way.Hops {
		if h.Hub != nil {
			hubs++
			last = i
		}
	}
	if hubs == 1 {
		b.way.Hops[last].Name = ""
	}
}
