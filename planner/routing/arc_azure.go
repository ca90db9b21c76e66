package routing

import (
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/topology"
)

// reachArc holds what Global Reach brings from another circuit: the sites
// behind it and what its gateways tell it, but not what came over Global Reach.
func (g *graph) reachArc(t *target, a *arc) {
	if !t.public && t.service == nil {
		a.pass(fromReach, fromLink, fromConnection)
	}
}

// connectionArc holds what a circuit tells Azure, and Azure the circuit. A
// circuit brings the networks of other gateways only where both sides let them
// in.
func (g *graph) connectionArc(t *target, a *arc) {
	if t.public || t.service != nil {
		return
	}
	end := g.nodes[a.session.b]
	switch {
	case a.up && t.site != nil:
		a.pass(fromConnection, fromLink, fromReach)
	case a.up && g.acceptsNetwork(end, t):
		a.pass(fromConnection, fromConnection, fromReach)
	case a.up:
	case t.site != nil:
		g.crossToCircuit(t, a, end)
	case end.kind == gatewaySpeaker:
		g.summarised(t, a, fromConnection)
	default:
		a.pass(fromConnection, fromSelf, fromMember, fromMesh)
	}
}

// inspects reports whether a hub passes one circuit on to another.
func inspects(h *planner.VirtualHub) bool {
	return h.WAN.ExpressRouteTransit == "firewall" && h.Firewall != "" && h.Firewall != "none" && private(h)
}

// private reports whether a hub has private routing policies.
func private(h *planner.VirtualHub) bool {
	return h.RoutingIntent == "private" || h.RoutingIntent == "both"
}

// acceptsNetwork reports whether a gateway or hub takes the prefixes of a
// virtual network from a circuit.
func (g *graph) acceptsNetwork(end node, t *target) bool {
	if t.vnet == nil {
		return false
	}
	behindHub := t.vnet.vnet.VHub != nil
	if end.hub != nil {
		return behindHub && t.vnet.vnet.VHub.WAN == end.hub.WAN || end.hub.AllowNonVirtualWANTraffic.Value()
	}
	for _, gateway := range end.vnet.Gateways {
		if gateway.Kind != planner.ExpressRouteGateway {
			continue
		}
		if behindHub && gateway.AllowVirtualWANTraffic.Value() || !behindHub && gateway.AllowRemoteVNetTraffic.Value() {
			return true
		}
	}
	return false
}

// summarised announces a network's prefix as its gateway does.
func (g *graph) summarised(t *target, a *arc, as class) {
	if t.vnet == nil {
		a.pass(as, fromSelf, fromMember)
		return
	}
	o := offer{}
	if p := t.vnet.region.prefix; p.IsValid() {
		o.bits = int16(g.summary(a.session.b, t.vnet.vnet, p).Bits())
	}
	a.offer(fromSelf, o, as)
	a.offer(fromMember, o, as)
}

func (g *graph) meshArc(t *target, a *arc) {
	if t.site == nil {
		a.pass(fromMesh, fromSelf, fromMember)
		return
	}
	a.pass(fromMesh, fromConnection, fromLaid)
	a.pass(fromBranch, fromTunnel)
	if inspects(g.nodes[a.from].hub) {
		a.pass(fromTransit, fromConnection)
	}
}

// memberArc joins networks to their gateway or hub. A hub joins its networks
// to each other too, a gateway does not.
func (g *graph) memberArc(t *target, a *arc) {
	if !a.up {
		a.pass(fromMember, fromSelf)
		return
	}
	a.pass(fromMember, fromConnection, fromTunnel, fromLaid, fromMesh, fromBranch, fromTransit)
	if g.nodes[a.session.a].kind == hubSpeaker {
		a.pass(fromMember, fromMember)
	}
}

func (g *graph) peeringArc(t *target, a *arc) {
	if t.vnet != nil {
		a.pass(fromMember, fromSelf)
	}
}

// serviceArc announces a service over the Microsoft peerings whose route
// filter lets one of its communities through.
func (g *graph) serviceArc(t *target, a *arc) {
	edge := g.nodes[a.session.a]
	switch {
	case a.up && t.public:
		a.pass(fromConnection, fromLink)
	case a.up || t.service == nil:
	case t.gateway || topology.Lets(edge.link.Circuit.Peerings.Microsoft, t.service):
		a.pass(fromConnection, fromSelf)
	}
}
