package topology

import (
	"slices"

	"github.com/erplan/erplan/planner"
)

// JoinsBranches reports whether a Virtual WAN passes traffic between VPN sites,
// and between them and sites behind circuits; it does unless told otherwise
// (virtual-wan-faq, "Is branch-to-branch connectivity allowed in Virtual WAN?").
// Between circuits it never does: see [Topology.Ways].
func JoinsBranches(w *planner.VirtualWAN) bool { return w.BranchToBranch.Or(true) }

// RouteServed reports whether a network passes traffic between its VPN and its
// ExpressRoute gateway: a Route Server with branch-to-branch exchanges their
// routes, if the VPN gateway is active-active
// (route-server/expressroute-vpn-support, 2021-10-01).
func RouteServed(v *planner.VNet) bool {
	if !v.RouteServer.Value() || !v.BranchToBranch.Value() {
		return false
	}
	vpn, er := false, false
	for _, g := range v.Gateways {
		vpn = vpn || g.Kind == planner.VPNGateway && g.ActiveActive.Value()
		er = er || g.Kind == planner.ExpressRouteGateway
	}
	return vpn && er
}

// Crosses reports whether a VPN can carry traffic that is only passing through
// Azure. One over a peering is not modelled: what its packets run over is known
// from its own site towards Azure only.
func Crosses(v *planner.VPNTunnel) bool { return overInternet(v) }

// TakesRoutes reports whether a VPN can also carry traffic down to its site
// that comes from another site. Its gateway tells a site of others by BGP only
// (vpn-gateway-bgp-overview, 2023-05-02); what static routes a site's device
// has, the design does not say.
func TakesRoutes(v *planner.VPNTunnel) bool { return Crosses(v) && v.BGP.Or(true) }

// An ending is a router at which a VPN comes down to its site.
type ending struct {
	vpn    *planner.VPNTunnel
	router *planner.Router
}

// crosses reports whether traffic between sites may start to cross Azure here:
// some flow is between sites, and the way is on no underlay.
func (g *grower) crosses(p place) bool { return len(g.targets) > 0 && p.in == 0 && p.at == usual }

// crossFromCircuit leads from a circuit into what joins it to VPNs.
func (g *grower) crossFromCircuit(k *planner.Connection, c *planner.Circuit) {
	if k.Hub != nil && JoinsBranches(k.Hub.WAN) || k.Gateway != nil && RouteServed(k.Gateway.VNet) {
		g.to(place{kind: connectionNode, of: k, at: crossing, with: c})
	}
}

// crossFromTunnel leads from a tunnel into what joins it to other VPNs and to
// circuits.
func (g *grower) crossFromTunnel(v *planner.VPNTunnel, of any, instance int) {
	if Crosses(v) && (v.Hub == nil || JoinsBranches(v.Hub.WAN)) {
		g.to(place{kind: instanceNode, of: of, k: instance, at: crossing})
	}
}

// growCrossing leads from a hub down to VPNs and, unless the traffic came from
// one, to circuits; and to the other hubs, from there no further.
func (g *grower) growCrossing(p place, h *planner.VirtualHub) {
	down := func(kind planner.GatewayKind) {
		for i := range g.t.HubInstances(h, kind) {
			g.to(place{kind: instanceNode, of: handleOf(h, kind), k: i, at: down})
		}
	}
	down(planner.VPNGateway)
	if p.with == nil {
		down(planner.ExpressRouteGateway)
	}
	if p.k > 0 || h.WAN.Type == "basic" {
		return
	}
	for _, other := range h.WAN.Hubs {
		if other != h {
			g.to(place{kind: hubNode, of: other, k: 1, at: crossing, with: p.with})
		}
	}
}

// crossVNet leads from the network that holds gateways down to VPNs, which its
// gateway joins to each other, and by a Route Server to circuits.
func (g *grower) crossVNet(p place, v *planner.VNet) {
	for _, gateway := range v.Gateways {
		if gateway.Kind == planner.ExpressRouteGateway && (p.with != nil || !RouteServed(v)) {
			continue
		}
		for i := range g.t.Instances(gateway) {
			g.to(place{kind: instanceNode, of: gateway, k: i, at: down})
		}
	}
}

// descend leads from a gateway's instance down to circuits or tunnels.
func (g *grower) descend(p place, connections []*planner.Connection, tunnels []*planner.VPNTunnel) {
	for _, k := range connections {
		if any(k.Circuit) != p.with && k.Circuit.Peerings.Private != nil {
			g.to(place{kind: connectionNode, of: k, at: down})
		}
	}
	for _, v := range tunnels {
		if !TakesRoutes(v) {
			continue
		}
		for i, one := range g.t.Tunnels(v) {
			if slices.Contains(one.Instances, g.t.of("gateway-instance", p.of, p.k)) {
				g.to(place{kind: tunnelNode, of: v, k: i, at: down})
			}
		}
	}
}

// growTunnelDown leads from a tunnel through the Internet to its site.
func (g *grower) growTunnelDown(p place, v *planner.VPNTunnel) {
	one := g.t.Tunnels(v)[p.k]
	for k, access := range g.t.InternetOf(v.Site) {
		if slices.Contains(one.Internet, access) {
			g.to(place{kind: internetNode, of: v.Site, k: k, at: down, with: ending{v, one.Router}})
		}
	}
}

// land leads from the Internet into the site at which a VPN ends.
func (g *grower) land(e ending) {
	enter := func(at state, with any, kind GateKind) {
		g.through(place{kind: routerNode, of: e.router, k: inbound, at: at, with: with}, g.gate(Gate{Kind: kind, Tunnel: e.vpn}))
	}
	enter(landed, nil, InTunnelGate)
	for _, x := range g.announcing(e.router.Site) {
		enter(landedAnnounced, x, InAnnouncedTunnelGate)
	}
}

// announcing returns the site links of a site that say announce and lead to a
// site to which a flow leads.
func (g *grower) announcing(s *planner.Site) []directed {
	var out []directed
	for _, r := range s.Routers {
		for _, x := range g.around[s].roads[r] {
			if x.link.Announce.Value() && g.targets[x.head().Site] {
				out = append(out, x)
			}
		}
	}
	return out
}
