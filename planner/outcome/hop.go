package outcome

import (
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/routing"
	"github.com/erplan/erplan/planner/topology"
)

// heading returns in which direction a way goes over a hop: 0 towards Azure
// or, of a site link and of Global Reach, from the first end to the second; 1
// the other way.
func heading(w *routing.Way, i int) uint8 {
	h := &w.Hops[i]
	var before, after *routing.Hop
	if i > 0 {
		before = &w.Hops[i-1]
	}
	if i+1 < len(w.Hops) {
		after = &w.Hops[i+1]
	}
	down := false
	switch {
	case h.Link != nil:
		down = before != nil && before.Edge == h.Link
	case h.Edge != nil:
		down = after != nil && after.Link == h.Edge
	case h.Connection != nil:
		down = after != nil && after.Edge != nil
	case h.Attachment != nil:
		down = before != nil && before.WAN != nil
	case h.SiteLink != nil:
		ends := h.SiteLink.Ends
		down = slices.Index(w.Routers, ends[1]) < slices.Index(w.Routers, ends[0])
	case h.GlobalReach != nil:
		down = before != nil && before.Edge != nil && before.Edge.Circuit == h.GlobalReach.Circuits[1]
	}
	if down {
		return 1
	}
	return 0
}

// gateway returns the component of the gateway that a connection or a tunnel
// ends on, as a whole.
func (a *Analysis) gateway(h *routing.Hop) int {
	switch {
	case h.Connection != nil && h.Connection.Hub != nil:
		return a.Topology.HubGatewayOf(h.Connection.Hub, planner.ExpressRouteGateway)
	case h.Connection != nil:
		return a.Topology.GatewayOf(h.Connection.Gateway)
	case h.Tunnel != nil && h.Tunnel.Hub != nil:
		return a.Topology.HubGatewayOf(h.Tunnel.Hub, planner.VPNGateway)
	case h.Tunnel != nil:
		return a.Topology.GatewayOf(h.Tunnel.Gateway)
	}
	return -1
}

// instances returns the instances of the gateway that a connection ends on.
func (a *Analysis) instances(h *routing.Hop) []int {
	if h.Connection.Hub != nil {
		return a.Topology.HubInstances(h.Connection.Hub, planner.ExpressRouteGateway)
	}
	return a.Topology.Instances(h.Connection.Gateway)
}

// tunnel returns the tunnel that a hop is.
func (a *Analysis) tunnel(h *routing.Hop) topology.Tunnel {
	for _, one := range a.Topology.Tunnels(h.Tunnel) {
		if one.Component == h.Component {
			return one
		}
	}
	return topology.Tunnel{Component: -1}
}

// bypasses reports whether FastPath carries the traffic of a flow around the
// gateway of a connection: the connection asks for it, the gateway is large
// enough, and the flow ends in the gateway's own network or, over a circuit of
// ExpressRoute Direct, in another network of the same region
// (expressroute/about-fastpath, 2025-11-05). In a hub it is on by itself for
// Direct circuits from a number of scale units on
// (virtual-wan-expressroute-about, 2025-03-26).
func (a *Analysis) bypasses(flow int, c *planner.Connection) bool {
	to := a.Flows[flow].To.VNet
	if to == nil || a.Flows[flow].From.Site == nil {
		return false
	}
	if c.Hub != nil {
		u, ok := a.Design.Catalog.HubScaleUnits(c.Hub.ExpressRouteScaleUnits.Value())
		return ok && u.FastPathDirect && c.Circuit.IsDirect() && to.Azure == c.Hub.Azure
	}
	sku, own := c.Gateway.ERSKU, c.Gateway.VNet
	if !c.FastPath.Value() || sku == nil || to != own && (!c.Circuit.IsDirect() || to.Azure != own.Azure) {
		return false
	}
	if sku.Scalable {
		u, ok := a.Design.Catalog.ScaleUnits(scaleUnits(c.Gateway))
		return ok && u.FastPath
	}
	return sku.FastPath
}
