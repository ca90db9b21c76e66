package topology

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/planner"
)

// An underlay is what tunnels over a peering run over: the ways from their
// site to the network of their gateway over ExpressRoute, or to Microsoft's
// edge. Its nodes are copies of those that other traffic uses.
type underlay struct {
	site    *planner.Site
	over    planner.Over
	circuit *planner.Circuit // the one intended, nil: any
	end     any              // *planner.VNet or *planner.VirtualHub
	at      state            // in which state traffic enters the tunnel
	with    any
	part    region // of the site, from which the tunnel is built
}

func underlayOf(v *planner.VPNTunnel, at state, with any) underlay {
	u := underlay{site: v.Site, over: v.Over, circuit: v.Circuit, at: at, with: with}
	if v.Hub != nil {
		u.end = v.Hub
	} else {
		u.end = v.Gateway.VNet
	}
	return u
}

// String names an underlay.
func (u underlay) String() string {
	name := ""
	switch end := u.end.(type) {
	case *planner.VNet:
		name = end.Name()
	case *planner.VirtualHub:
		name = end.Name()
	}
	text := fmt.Sprintf("under-%s-%s", u.site.Name(), name)
	if u.over == planner.OverMicrosoftPeering {
		text += "-microsoft"
	}
	if u.circuit != nil {
		text += "-" + u.circuit.Name()
	}
	if x, ok := u.with.(directed); ok {
		text += "-behind-" + x.link.Name()
	}
	return text
}

// startUnderlays leads traffic at a site into the underlays of its tunnels.
func (g *grower) startUnderlays(p place, s *planner.Site) {
	for _, v := range g.around[s].tunnels {
		if overInternet(v) || len(g.t.Tunnels(v)) == 0 {
			continue
		}
		g.to(place{kind: LAN, of: s, at: atHome, in: g.under(v, p)})
	}
}

// under returns the number of an underlay, from 1.
func (g *grower) under(v *planner.VPNTunnel, p place) int {
	u := underlayOf(v, p.at, p.with)
	u.part = g.t.devicePart(v)
	if i := slices.Index(g.unders, u); i >= 0 {
		return i + 1
	}
	g.unders = append(g.unders, u)
	return len(g.unders)
}

// surface leads out of an underlay into the tunnels that run over it.
func (g *grower) surface(p place) {
	u := g.unders[p.in-1]
	for _, v := range g.around[u.site].tunnels {
		if overInternet(v) {
			continue
		}
		same := underlayOf(v, u.at, u.with)
		if same.part = g.t.devicePart(v); same != u {
			continue
		}
		for k := range g.t.Tunnels(v) {
			g.through(place{kind: tunnelNode, of: v, k: k}, g.gate(tunnelGate(v, u.at)))
		}
	}
}

// opens reports whether a gate is open for the packets of the tunnels.
func (u underlay) opens(t *Topology, gate Gate) bool {
	if gate.Link != nil && u.circuit != nil && gate.Link.Circuit != u.circuit {
		return false
	}
	if (gate.Kind == MicrosoftGate) != (u.over == planner.OverMicrosoftPeering) {
		return false
	}
	return opener{t: t, site: u.site, part: u.part}.open(gate)
}

// devicePart returns the part of a site's addresses from which a VPN over a
// peering is built: the one with its device's address, else the first that
// some circuit of the site's own announces, else the first.
func (t *Topology) devicePart(v *planner.VPNTunnel) region {
	parts := t.regions(v.Site)
	for _, a := range v.DeviceAddresses {
		best := region{}
		for _, p := range parts {
			if p.prefix.Contains(a) && (!best.prefix.IsValid() || p.prefix.Bits() > best.prefix.Bits()) {
				best = p
			}
		}
		if best.prefix.IsValid() {
			return best
		}
	}
	if p, ok := t.outlyingPart(v); ok {
		return p
	}
	links := t.ownLinks(v.Site)
	for _, p := range parts {
		o := opener{t: t, site: v.Site, part: p}
		for _, l := range links {
			if (v.Circuit == nil || l.Circuit == v.Circuit) && l.Circuit.Peerings.Private != nil && o.open(Gate{Kind: LinkGate, Link: l}) {
				return p
			}
		}
	}
	return parts[0]
}

// ownLinks returns the links in use that end at a site, or in a wide-area
// network that it is attached to.
func (t *Topology) ownLinks(s *planner.Site) []*planner.Link {
	var out []*planner.Link
	for _, c := range t.Design.Circuits {
		for _, l := range c.Links.All() {
			own := l.Router != nil && l.Router.Site == s || l.Router == nil && c.WAN != nil && attached(c.WAN, s)
			if own && t.LinkOf(l) >= 0 {
				out = append(out, l)
			}
		}
	}
	return out
}

func attached(w *planner.WAN, s *planner.Site) bool {
	return slices.ContainsFunc(w.Attachments, func(a *planner.Attachment) bool { return a.Router.Site == s })
}
