package topology

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
)

// Most gateways have two instances, and nothing in Azure has more than some
// dozens of instances or hundreds of tunnels; more than these many of a kind
// are not told apart.
const (
	usualInstances = 2
	mostInstances  = 64
	mostTunnels    = 1024
)

// azure makes regions, gateways, hubs and connections.
func (c *collector) azure() {
	for _, v := range c.d.VNets {
		c.region(v.Azure, v)
	}
	for _, h := range c.d.VirtualHubs {
		region := c.region(h.Azure, h)
		hub := c.hold("virtual-hub", h, 0, c.add("virtual-hub", h.Name(), h.Here()))
		c.take(region, hub)
		for kind, has := range hubGateways(h) {
			if has {
				c.hubGateway(h, planner.GatewayKind([...]string{"expressroute", "vpn"}[kind]), region)
			}
		}
	}
	for _, g := range c.d.Gateways {
		c.gateway(g)
	}
	for _, k := range c.d.Connections {
		part := c.hold("connection", k, 0, c.add("connection", k.Name(), k.Here()))
		c.take(c.of("circuit", k.Circuit, 0), part)
	}
}

// region returns the component of a region, -1 where none is stated, and
// remembers it for the thing that stands there.
func (c *collector) region(r *catalog.Region, thing any) int {
	if r == nil {
		return -1
	}
	var place = c.d.Here()
	switch t := thing.(type) {
	case *planner.VNet:
		place = t.ValueAt("region")
	case *planner.VirtualHub:
		place = t.ValueAt("region")
	}
	return c.hold("region", r.Name, 0, c.add("region", r.Name, place))
}

// hubGateways reports whether a hub has an ExpressRoute and a VPN gateway:
// where it states scale units, or where it states none and something joins it.
func hubGateways(h *planner.VirtualHub) [2]bool {
	return [2]bool{
		h.ExpressRouteScaleUnits.Or(len(h.Connections)) > 0,
		h.VPNScaleUnits.Or(len(h.Tunnels)) > 0,
	}
}

func (c *collector) hubGateway(h *planner.VirtualHub, kind planner.GatewayKind, region int) {
	name := h.Name() + "/" + string(kind)
	whole := c.hold("gateway", handleOf(h, kind), 0, c.add("gateway", name, h.Here()))
	c.take(region, whole)
	for i := range usualInstances {
		part := c.add("gateway-instance", fmt.Sprintf("%s/%d", name, i+1), h.Here())
		c.take(whole, c.hold("gateway-instance", handleOf(h, kind), i, part))
	}
}

// A hubHandle tells the two gateways of a hub apart.
type hubHandle struct {
	hub  *planner.VirtualHub
	kind planner.GatewayKind
}

func handleOf(h *planner.VirtualHub, kind planner.GatewayKind) any { return hubHandle{h, kind} }

func (c *collector) gateway(g *planner.Gateway) {
	whole := c.hold("gateway", g, 0, c.add("gateway", g.Name(), g.Here()))
	region := c.region(g.VNet.Azure, g.VNet)
	c.take(region, whole)
	zones := zonesOf(g)
	for i := range instancesOf(g) {
		part := c.add("gateway-instance", fmt.Sprintf("%s/%d", g.Name(), i+1), g.Here())
		c.hold("gateway-instance", g, i, part)
		c.take(whole, part)
		if region >= 0 && len(zones) > 0 {
			zone := c.add("zone", g.VNet.Azure.Name+"/"+zones[i%len(zones)], g.ValueAt("zones"))
			c.take(region, zone)
			c.take(zone, part)
		}
	}
}

func instancesOf(g *planner.Gateway) int {
	return min(g.Instances.Or(usualInstances), mostInstances)
}

// zonesOf returns the zones that a gateway lists, in ascending order.
func zonesOf(g *planner.Gateway) []string {
	zones := slices.Clone(g.Zones)
	slices.SortFunc(zones, func(a, b string) int {
		x, errX := strconv.Atoi(a)
		y, errY := strconv.Atoi(b)
		if errX == nil && errY == nil && x != y {
			return x - y
		}
		return compareText(a, b)
	})
	return slices.DeleteFunc(slices.Compact(zones), func(z string) bool { return z == "" })
}

func compareText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
