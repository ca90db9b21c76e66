package routing

import (
	"encoding/binary"
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
	// At the end stand instances of which only one is up, and what a tunnel
	// runs over. Hops, Components and Routers are not to be changed.
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

// way writes down the way of a path. The path is in the order of the traffic,
// the way from the site towards Azure.
func (r *run) way(path []int32, back bool, share float64, under *Way) Way {
	w := *r.p.known(path, back)
	w.Share = share
	b := builder{way: w, under: under}
	for _, i := range path {
		a := &r.p.arcs[i]
		if one := r.last(a.session.any); one >= 0 {
			b.add([]int{one}, false)
		}
		for _, n := range [...]*stop{&r.p.nodes[a.from], &r.p.nodes[a.to]} {
			b.way.Draining = b.way.Draining || n.drained >= 0 && r.state.Draining(n.drained)
		}
		if a.session.under >= 0 && under != nil {
			b.overlay()
		}
	}
	return b.way
}

// overlay lets a tunnel run over the way beneath it.
func (b *builder) overlay() {
	b.add(b.under.Components, false)
	b.way.Draining = b.way.Draining || b.under.Draining
	b.way.Hops = slices.Clone(b.way.Hops)
	for i := range b.way.Hops {
		if b.way.Hops[i].Tunnel != nil {
			b.way.Hops[i].Under = b.under
		}
	}
}

// known returns the way of a path as far as it does not depend on the state.
func (p *program) known(path []int32, back bool) *Way {
	var store [128]byte
	key := store[:0]
	for _, i := range path {
		key = binary.LittleEndian.AppendUint32(key, uint32(i))
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	w, ok := p.ways[string(key)]
	if !ok {
		w = p.write(path, back)
		p.ways[string(key)] = w
	}
	return w
}

func (p *program) write(path []int32, back bool) *Way {
	b := builder{p: p}
	for k := range path {
		i := path[k]
		if back {
			i = path[len(path)-1-k]
		}
		a := &p.arcs[i]
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
	b.way.Components = slices.Clip(b.way.Components)
	return &b.way
}

// A builder writes down a way.
type builder struct {
	p     *program
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
	n := &b.p.nodes[i]
	b.add(n.needs, down)
	switch n.kind {
	case edgeSpeaker:
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
	if s.hop != (Hop{Component: -1}) {
		b.way.Hops = append(b.way.Hops, s.hop)
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
