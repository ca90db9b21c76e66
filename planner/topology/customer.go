package topology

import (
	"slices"

	"github.com/erplan/erplan/planner"
)

// after says in which state a way is once it has crossed a site link or a
// wide-area network, and before it enters the next site.
var (
	afterLink = map[state]state{
		atHome: atHome, viaWAN: atHome, announcing: announced, landed: far, far: far, farWAN: far,
	}
	afterWAN = map[state]state{atHome: viaWAN, landedNamed: farWAN, far: farWAN}
)

func (g *grower) growSite(p place, s *planner.Site) {
	if g.targets[s] && p.in == 0 && p.at != landedNamed && p.at != landedAnnounced && p.at != arrived {
		g.to(place{kind: LAN, of: s, at: arrived})
	}
	switch p.at {
	case arrived:
		return
	case landedAnnounced:
		x := p.with.(directed)
		g.to(place{kind: routerNode, of: x.tail(), at: p.at, with: x})
		return
	case atHome:
		g.announce(p, s)
	}
	for _, r := range s.Routers {
		if g.leads(p, r) {
			g.to(place{kind: routerNode, of: r, at: p.at, with: p.with, in: p.in})
		}
	}
	if p.in == 0 && (p.at == atHome || p.at == announced) {
		g.startUnderlays(p, s)
	}
}

// announce starts the ways over site links that say announce. They are only
// for traffic of the site itself: the announcement reaches one link far.
func (g *grower) announce(p place, s *planner.Site) {
	if p.in > 0 && g.unders[p.in-1].site != s {
		return
	}
	for _, r := range s.Routers {
		for _, x := range g.around[s].roads[r] {
			if !x.link.Announce.Value() {
				continue
			}
			next := place{kind: routerNode, of: r, at: announcing, with: x, in: p.in}
			if p.in > 0 {
				g.to(next)
			} else {
				g.through(next, g.gate(Gate{Kind: SourceGate, Site: s}))
			}
		}
	}
}

// leads reports whether a way that is at a site can go on over a router.
func (g *grower) leads(p place, r *planner.Router) bool {
	around := g.around[r.Site]
	switch p.at {
	case viaWAN:
		return len(around.roads[r]) > 0 || slices.ContainsFunc(around.links[r], listed)
	case landed, farWAN:
		return len(around.roads[r]) > 0
	case landedNamed:
		return len(around.ramps[r]) > 0
	case far:
		return len(around.roads[r])+len(around.ramps[r]) > 0
	}
	return true
}

// inbound is the k of routers and attachments on the way into a site.
const inbound = 1

func (g *grower) growRouter(p place, r *planner.Router) {
	if p.k == inbound {
		g.to(place{kind: LAN, of: r.Site, at: p.at, with: p.with, in: p.in})
		return
	}
	if x, ok := p.with.(directed); ok && p.at != announced {
		g.to(place{kind: siteLinkNode, of: x, at: p.at, in: p.in})
		return
	}
	around := g.around[r.Site]
	for _, l := range around.links[r] {
		g.exits(p, l)
	}
	if _, ok := afterLink[p.at]; ok {
		for _, x := range around.roads[r] {
			g.to(place{kind: siteLinkNode, of: x, at: p.at, in: p.in})
		}
	}
	if _, ok := afterWAN[p.at]; ok {
		for _, a := range around.ramps[r] {
			g.to(place{kind: attachmentNode, of: a, at: p.at, in: p.in})
		}
	}
	if p.in == 0 && (p.at == atHome || p.at == announced) {
		g.growAccesses(p, r)
	}
}

// exits adds the ways from a site or a wide-area network into a link.
func (g *grower) exits(p place, l *planner.Link) {
	up := place{kind: linkNode, of: l, in: p.in}
	private, public := l.Circuit.Peerings.Private != nil, l.Circuit.Peerings.Microsoft != nil
	switch p.at {
	case atHome:
		if private {
			g.pass(p, up, Gate{Kind: LinkGate, Link: l})
		}
		if public && g.wanted(p.in) {
			up.at = microsoft
			g.pass(p, up, Gate{Kind: MicrosoftGate, Link: l})
		}
	case viaWAN:
		if private && listed(l) {
			g.pass(p, up, Gate{Kind: NamedGate, Link: l})
		}
	case announced:
		if private {
			g.pass(p, up, Gate{Kind: AnnouncedGate, Link: l})
		}
	}
}

// wanted reports whether a way on Microsoft peering can lead anywhere.
func (g *grower) wanted(in int) bool {
	if in > 0 {
		return g.unders[in-1].over == planner.OverMicrosoftPeering
	}
	return len(g.services) > 0
}

// pass adds an edge with a gate. Inside an underlay it is known whether the
// gate is open, and there is an edge only if it is.
func (g *grower) pass(from, to place, gate Gate) {
	if from.in == 0 {
		g.through(to, g.gate(gate))
	} else if g.unders[from.in-1].opens(g.t, gate) {
		g.to(to)
	}
}

func (g *grower) growSiteLink(p place, x directed) {
	if p.at == landedAnnounced {
		if to := x.head().Site; g.targets[to] {
			g.to(place{kind: LAN, of: to, at: arrived})
		}
		return
	}
	next := place{kind: routerNode, of: x.head(), k: inbound, at: afterLink[p.at], in: p.in}
	if next.at == announced {
		next.with = x
	}
	g.to(next)
}

func (g *grower) growAttachment(p place, a *planner.Attachment) {
	if p.k == inbound {
		g.to(place{kind: routerNode, of: a.Router, k: inbound, at: p.at, in: p.in})
		return
	}
	g.to(place{kind: wanNode, of: a.WAN, at: afterWAN[p.at], in: p.in})
}

func (g *grower) growWAN(p place, w *planner.WAN) {
	if p.at == viaWAN {
		out := p
		out.at = atHome
		for _, c := range g.t.Design.Circuits {
			for _, l := range c.Links.All() {
				if c.WAN == w && l.Router == nil && g.t.LinkOf(l) >= 0 {
					g.exits(out, l)
				}
			}
		}
	}
	for _, a := range w.Attachments {
		if g.useful(p, a.Router.Site) {
			g.to(place{kind: attachmentNode, of: a, k: inbound, at: p.at, in: p.in})
		}
	}
}

// useful reports whether a way that comes out of a wide-area network at a site
// can end there or go on.
func (g *grower) useful(p place, s *planner.Site) bool {
	return g.targets[s] && p.in == 0 || slices.ContainsFunc(s.Routers, func(r *planner.Router) bool { return g.leads(p, r) })
}

// growAccesses starts the tunnels of a router over the Internet.
func (g *grower) growAccesses(p place, r *planner.Router) {
	used := make([]bool, len(g.t.InternetOf(r.Site)))
	for _, v := range g.around[r.Site].tunnels {
		for _, one := range g.t.Tunnels(v) {
			for _, access := range one.Internet {
				if k := slices.Index(g.t.InternetOf(r.Site), access); one.Router == r && !used[k] {
					used[k] = true
					g.to(place{kind: internetNode, of: r.Site, k: k, at: p.at, with: r})
				}
			}
		}
	}
}

func (g *grower) growInternet(p place, s *planner.Site) {
	if e, ok := p.with.(ending); ok {
		g.land(e)
		return
	}
	access := g.t.InternetOf(s)[p.k]
	for _, v := range g.around[s].tunnels {
		for k, one := range g.t.Tunnels(v) {
			if one.Router == p.with.(*planner.Router) && slices.Contains(one.Internet, access) {
				g.through(place{kind: tunnelNode, of: v, k: k}, g.gate(tunnelGate(v, p.at)))
			}
		}
	}
}

func tunnelGate(v *planner.VPNTunnel, at state) Gate {
	if at == announced {
		return Gate{Kind: AnnouncedTunnelGate, Tunnel: v}
	}
	return Gate{Kind: TunnelGate, Tunnel: v}
}
