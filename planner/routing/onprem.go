package routing

import (
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/topology"
)

// defaultPreference is the local preference of a route that nobody prefers.
const defaultPreference = 100

// onPremises makes the sites, the wide-area networks and what joins them.
func (g *graph) onPremises() {
	for _, s := range g.design.Sites {
		g.sites[s] = g.node(node{
			kind: siteSpeaker, name: "sites/" + s.Name(), site: s, drained: -1,
			needs: present(g.topo.SiteOf(s)), asn: g.asns[s],
		})
	}
	for _, w := range g.design.WANs {
		g.wans[w] = g.node(node{
			kind: wanSpeaker, name: "wans/" + w.Name(), wan: w, drained: -1,
			needs: present(g.topo.WANOf(w)), asn: w.ASN.Value(),
		})
	}
	for _, l := range g.design.SiteLinks {
		g.siteLink(l)
	}
	for _, w := range g.design.WANs {
		for _, a := range w.Attachments {
			g.attachment(w, a)
		}
	}
}

func (g *graph) siteLink(l *planner.SiteLink) {
	from, to := l.Ends[0], l.Ends[1]
	if from == nil || to == nil {
		return
	}
	part := g.topo.SiteLinkOf(l)
	g.join(session{
		joint: siteLinkJoint, a: g.sites[from.Site], b: g.sites[to.Site], under: -1, cost: l.Cost.Or(1),
		needs:   present(g.topo.RouterOf(from), part, g.topo.RouterOf(to)),
		hop:     Hop{Name: l.Name(), Component: part, SiteLink: l},
		routers: []*planner.Router{from, to},
	})
}

func (g *graph) attachment(w *planner.WAN, a *planner.Attachment) {
	part := g.topo.AttachmentOf(a)
	g.join(session{
		joint: attachmentJoint, a: g.sites[a.Router.Site], b: g.wans[w], under: -1, cost: a.Cost.Or(1),
		needs:   present(g.topo.RouterOf(a.Router), part),
		hop:     Hop{Component: part, Attachment: a},
		routers: []*planner.Router{a.Router},
	})
}

// siteASNs returns the AS number of each site: the stated one, or that of the
// private peerings that its own routers hold, if they agree; 0 where neither
// is known.
func siteASNs(d *planner.Design) map[*planner.Site]int64 {
	held := map[*planner.Site][]int64{}
	for _, c := range d.Circuits {
		p := c.Peerings.Private
		if p == nil || !p.PeerASN.Known() || c.Managed().Value() {
			continue
		}
		for _, l := range c.Links.All() {
			if l.Router != nil {
				held[l.Router.Site] = append(held[l.Router.Site], p.PeerASN.Value())
			}
		}
	}
	asn := map[*planner.Site]int64{}
	for _, s := range d.Sites {
		asn[s] = s.ASN.Value()
		if h := held[s]; asn[s] == 0 && len(h) > 0 && slices.Min(h) == slices.Max(h) {
			asn[s] = h[0]
		}
	}
	return asn
}

// edgeRouters makes Microsoft's edge routers of the links in use, one speaker
// a peering, and the sessions towards the customer.
func (g *graph) edgeRouters() {
	for _, c := range g.design.Circuits {
		for _, l := range c.Links.All() {
			if !topology.InUse(l) {
				continue
			}
			for _, p := range c.PeeringList() {
				g.edgeRouter(l, p)
			}
		}
	}
}

func (g *graph) edgeRouter(l *planner.Link, p *planner.Peering) {
	t, c := g.topo, l.Circuit
	edge := g.node(node{
		kind: edgeSpeaker, name: "circuits/" + l.ID(), link: l, microsoft: p.IsMicrosoft(), drained: t.MSEEOf(l), asn: 12076,
		needs: present(t.MSEEOf(l), t.PeeringSiteOf(l), t.LocationOf(c), t.CircuitOf(c)),
	})
	g.edges[edgeKey{l, p.IsMicrosoft()}] = edge
	s := session{
		joint: linkJoint, b: edge, under: -1, circuit: c, peering: p,
		needs: []int{t.LinkOf(l), t.ProviderEdgeOf(l), t.ProviderOf(c)},
		hop:   Hop{Component: t.LinkOf(l), Link: l},
		exit:  g.exit(c), peer: p.PeerASN.Value(),
		local: nearest(defaultPreference, l.LocalPreference, p.LocalPreference, c.LocalPreference),
		extra: nearest(0, l.ASPathPrepend, p.ASPathPrepend, c.ASPathPrepend),
	}
	switch {
	case l.Router != nil:
		s.a = g.sites[l.Router.Site]
		s.needs = append([]int{t.RouterOf(l.Router)}, s.needs...)
		s.routers = []*planner.Router{l.Router}
		s.cap, s.pinned = l.Router.MaxASPath.Value(), l.Router.StaticRouting.Value()
	case c.WAN != nil:
		s.a = g.wans[c.WAN]
	default:
		return
	}
	s.needs = present(s.needs...)
	g.links[edgeKey{l, p.IsMicrosoft()}] = g.join(s).id
}

// nearest returns the first value that is stated.
func nearest(otherwise int, values ...planner.Opt[int]) int {
	for _, v := range values {
		if v.Known() {
			return v.Value()
		}
	}
	return otherwise
}
