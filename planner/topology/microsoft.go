package topology

import (
	"slices"

	"github.com/erplan/erplan/planner"
)

// growTunnel leads from a tunnel to the gateway instances that it works with.
func (g *grower) growTunnel(p place, v *planner.VPNTunnel) {
	if p.at == down {
		g.growTunnelDown(p, v)
		return
	}
	var of any = v.Gateway
	all := []int(nil)
	if v.Hub != nil {
		of = handleOf(v.Hub, planner.VPNGateway)
		all = g.t.HubInstances(v.Hub, planner.VPNGateway)
	} else {
		all = g.t.Instances(v.Gateway)
	}
	for _, c := range g.t.Tunnels(v)[p.k].Instances {
		k := slices.Index(all, c)
		g.to(place{kind: instanceNode, of: of, k: k})
		if g.crosses(p) {
			g.crossFromTunnel(v, of, k)
		}
	}
}

func (g *grower) growLink(p place, l *planner.Link) {
	if p.at != down {
		g.to(place{kind: mseeNode, of: l, at: p.at, in: p.in})
		return
	}
	if l.Router == nil {
		if w := l.Circuit.WAN; w != nil {
			g.through(place{kind: wanNode, of: w, at: farWAN}, g.gate(Gate{Kind: InGate, Link: l}))
		}
		return
	}
	enter := func(at state, with any, kind GateKind) {
		g.through(place{kind: routerNode, of: l.Router, k: inbound, at: at, with: with}, g.gate(Gate{Kind: kind, Link: l}))
	}
	enter(landed, nil, InGate)
	if listed(l) {
		enter(landedNamed, nil, InNamedGate)
	}
	for _, x := range g.announcing(l.Router.Site) {
		enter(landedAnnounced, x, InAnnouncedGate)
	}
}

func (g *grower) growMSEE(p place, l *planner.Link) {
	switch p.at {
	case down:
		g.reaches(l.Circuit, place{at: down})
	case across:
	default:
		g.to(place{kind: circuitNode, of: l.Circuit, at: p.at, in: p.in})
	}
	if (p.at == down || p.at == across || p.at == reached) && p.in == 0 && len(g.targets) > 0 {
		g.to(place{kind: linkNode, of: l, at: down})
	}
}

func (g *grower) growCircuit(p place, c *planner.Circuit) {
	if p.at == microsoft {
		g.growMicrosoft(p, c)
		return
	}
	for _, k := range c.Connections {
		g.to(place{kind: connectionNode, of: k, in: p.in})
		if !g.crosses(p) {
			continue
		}
		if k.Hub != nil && inspects(k.Hub) {
			g.to(place{kind: connectionNode, of: k, at: transit, with: c})
		}
		g.crossFromCircuit(k, c)
	}
	if p.at == usual {
		g.reaches(c, p)
	}
}

// reaches leads from a circuit over Global Reach to the circuits that it joins
// to it, and from those no further.
func (g *grower) reaches(c *planner.Circuit, p place) {
	for _, r := range c.GlobalReach {
		if other := r.Other(c); other != nil && other != c && other.Peerings.Private != nil {
			g.to(place{kind: reachNode, of: r, at: p.at, with: other, in: p.in})
		}
	}
}

// growMicrosoft leads from Microsoft peering to the services that its route
// filter lets through, or into the tunnels that run over it.
func (g *grower) growMicrosoft(p place, c *planner.Circuit) {
	if p.in > 0 {
		g.surface(p)
		return
	}
	for _, s := range g.services {
		if Lets(c.Peerings.Microsoft, s) {
			g.to(place{kind: ServiceNode, of: s.Name})
		}
	}
}

// growReach leads to the edge routers of the other circuit. Its links are not
// needed to go on into Azure.
func (g *grower) growReach(p place, _ *planner.GlobalReach) {
	other, at := p.with.(*planner.Circuit), reached
	if p.at == down {
		at = across
	}
	for _, l := range other.Links.All() {
		if g.t.LinkOf(l) >= 0 {
			g.to(place{kind: mseeNode, of: l, at: at, in: p.in})
		}
	}
}

func (g *grower) growConnection(p place, k *planner.Connection) {
	if p.at == down {
		for _, l := range k.Circuit.Links.All() {
			if g.t.LinkOf(l) >= 0 {
				g.to(place{kind: mseeNode, of: l, at: down})
			}
		}
		return
	}
	if k.Hub != nil {
		for i := range g.t.HubInstances(k.Hub, planner.ExpressRouteGateway) {
			g.to(place{kind: instanceNode, of: handleOf(k.Hub, planner.ExpressRouteGateway), k: i, at: p.at, with: p.with, in: p.in})
		}
		return
	}
	if p.in > 0 && g.unders[p.in-1].end != any(k.Gateway.VNet) {
		return
	}
	for i := range g.t.Instances(k.Gateway) {
		g.to(place{kind: instanceNode, of: k.Gateway, k: i, at: p.at, with: p.with, in: p.in})
	}
}

func (g *grower) growInstance(p place) {
	switch of := p.of.(type) {
	case *planner.Gateway:
		switch p.at {
		case down:
			g.descend(p, of.Connections, of.Tunnels)
		case crossing:
			g.to(place{kind: VNetNode, of: of.VNet, at: crossing, with: p.with})
		default:
			g.to(place{kind: VNetNode, of: of.VNet, at: entry, in: p.in})
		}
	case hubHandle:
		switch {
		case p.at != down:
			g.to(place{kind: hubNode, of: of.hub, at: p.at, with: p.with, in: p.in})
		case of.kind == planner.ExpressRouteGateway:
			g.descend(p, of.hub.Connections, nil)
		default:
			g.descend(p, nil, of.hub.Tunnels)
		}
	}
}

// growHub leads from a hub's router to its networks and to the other hubs of
// its Virtual WAN, and from there no further than to their networks.
func (g *grower) growHub(p place, h *planner.VirtualHub) {
	switch p.at {
	case transit:
		g.growTransit(p, h)
		return
	case crossing:
		g.growCrossing(p, h)
		return
	}
	switch {
	case p.in > 0 && g.unders[p.in-1].end == any(h):
		g.surface(p)
		return
	case p.in == 0:
		for _, v := range h.VNets {
			g.to(place{kind: VNetNode, of: v})
		}
	}
	if p.at == usual && h.WAN.Type != "basic" {
		for _, other := range h.WAN.Hubs {
			if other != h {
				g.to(place{kind: hubNode, of: other, at: meshed, in: p.in})
			}
		}
	}
}

// growTransit leads from one circuit through the firewalls of hubs down to
// another circuit.
func (g *grower) growTransit(p place, h *planner.VirtualHub) {
	for i := range g.t.HubInstances(h, planner.ExpressRouteGateway) {
		g.to(place{kind: instanceNode, of: handleOf(h, planner.ExpressRouteGateway), k: i, at: down, with: p.with})
	}
	if p.k == 0 && h.WAN.Type != "basic" {
		for _, other := range h.WAN.Hubs {
			if other != h && inspects(other) {
				g.to(place{kind: hubNode, of: other, k: 1, at: transit, with: p.with})
			}
		}
	}
}

// inspects reports whether a hub passes one circuit on to another: support has
// enabled it, and a firewall with private routing intent stands in the hub.
func inspects(h *planner.VirtualHub) bool {
	return h.WAN.ExpressRouteTransit == "firewall" && h.Firewall != "" && h.Firewall != "none" &&
		(h.RoutingIntent == "private" || h.RoutingIntent == "both")
}

// growVNet leads from the network that holds gateways to those that use them.
func (g *grower) growVNet(p place, v *planner.VNet) {
	switch {
	case p.at == crossing:
		g.crossVNet(p, v)
	case p.at != entry:
	case p.in > 0:
		if g.unders[p.in-1].end == any(v) {
			g.surface(p)
		}
	default:
		for _, user := range g.t.Design.VNets {
			if usesGateways(user, v) {
				g.to(place{kind: VNetNode, of: user})
			}
		}
	}
}

// usesGateways reports whether a network uses the gateways of another or, as
// a hub does, its own.
func usesGateways(v, of *planner.VNet) bool {
	switch {
	case v.VHub != nil:
		return false
	case v.Hub != nil:
		return v.Hub == of
	case v == of:
		return true
	}
	return slices.ContainsFunc(v.Peerings, func(p *planner.VNetPeering) bool {
		return p.To == of && p.UseRemoteGateways.Value() && grantsTransit(of, v)
	})
}

// grantsTransit reports whether a network lets another use its gateways; one
// that says nothing of the peering does.
func grantsTransit(of, to *planner.VNet) bool {
	for _, p := range of.Peerings {
		if p.To == to && p.AllowGatewayTransit.Known() {
			return p.AllowGatewayTransit.Value()
		}
	}
	return true
}
