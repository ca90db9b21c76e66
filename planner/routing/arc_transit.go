package routing

import (
	"slices"

	"github.com/erplan/erplan/planner/topology"
)

// crosses reports whether a target is a site to which another site sends: only
// then do routes go through Azure from one way into it to another.
func (t *target) crosses() bool { return t.site != nil && t.sender != nil && !t.gateway }

// crossToCircuit holds what a gateway or hub tells a circuit of a site. Hubs
// pass circuits on to circuits only through their firewall, and VPNs on to
// circuits if their Virtual WAN joins branches; gateways do so with a Route
// Server. Circuits of the site itself know it better.
func (g *graph) crossToCircuit(t *target, a *arc, end node) {
	if end.hub != nil && inspects(end.hub) {
		a.pass(fromConnection, fromConnection, fromTransit)
	}
	if !t.crosses() || slices.Contains(endsOf(a.session.circuit), g.nodes[t.node].site) {
		return
	}
	if end.hub != nil && topology.JoinsBranches(end.hub.WAN) || end.vnet != nil && topology.RouteServed(end.vnet) {
		a.pass(fromConnection, fromTunnel, fromBranch)
	}
}

// crossToVPN holds what a gateway or hub tells a VPN of another site: what it
// has from other VPNs by BGP, and from circuits where they are joined.
func (g *graph) crossToVPN(t *target, a *arc) {
	if !t.crosses() || !topology.TakesRoutes(a.session.hop.Tunnel) {
		return
	}
	switch end := g.nodes[a.session.b]; {
	case end.hub != nil && topology.JoinsBranches(end.hub.WAN):
		a.pass(fromTunnel, fromTunnel, fromBranch, fromConnection, fromMesh, fromTransit)
	case end.hub != nil:
	case topology.RouteServed(end.vnet):
		a.pass(fromTunnel, fromTunnel, fromConnection)
	default:
		a.pass(fromTunnel, fromTunnel)
	}
}
