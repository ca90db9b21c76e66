package topology

import (
	"fmt"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
)

// A Tunnel is one IPsec tunnel of a VPN connection.
type Tunnel struct {
	Component int
	Router    *planner.Router // its end at the site

	// Instances are the gateway instances that it works with: one, or with an
	// active-standby gateway each of them.
	Instances []int

	// Internet holds the accesses of the site that it can use, any of which
	// will do; none over a peering.
	Internet []int
}

// tunnel makes the tunnels of a VPN connection: tunnel k of R routers and I
// instances joins router k mod R with instance (k mod R + k div R) mod I.
func (c *collector) tunnel(t *planner.VPNTunnel) {
	instances, both := c.instances(t)
	routers := t.Routers
	internet := c.accesses(t)
	if len(routers) == 0 || len(instances) == 0 || overInternet(t) && len(internet) == 0 {
		return
	}
	count := len(routers)
	if both {
		count *= len(instances)
	}
	for k := range min(t.Count.Or(count), mostTunnels) {
		one := Tunnel{
			Component: c.add("tunnel", fmt.Sprintf("%s/%d", t.Name(), k+1), t.Here()),
			Router:    routers[k%len(routers)],
			Instances: instances,
			Internet:  internet,
		}
		if both {
			i := (k%len(routers) + k/len(routers)) % len(instances)
			one.Instances = instances[i : i+1 : i+1]
		}
		c.fallsWith(t, one)
		c.tunnels[t] = append(c.tunnels[t], one)
	}
}

// fallsWith notes what takes a tunnel down.
func (c *collector) fallsWith(t *planner.VPNTunnel, one Tunnel) {
	c.take(c.of("router", one.Router, 0), one.Component)
	c.carried(&t.Node, t.Carrier, one.Component)
	c.shared(&t.Node, t.SharedRisk, one.Component)
	switch {
	case len(one.Internet) == 1:
		c.take(one.Internet[0], one.Component)
	case len(one.Internet) > 1:
		c.either = append(c.either, eitherOf{one.Component, one.Internet})
	}
}

// instances returns the instances of the gateway that a VPN connection ends
// on, and whether all of them are active. A hub's always are.
func (c *collector) instances(t *planner.VPNTunnel) (parts []int, both bool) {
	if t.Hub != nil {
		return c.list("gateway-instance", handleOf(t.Hub, planner.VPNGateway)), true
	}
	return c.list("gateway-instance", t.Gateway), t.Gateway.ActiveActive.Value()
}

// list returns the components of a thing that has several of a kind.
func (c *collector) list(kind planner.Kind, thing any) []int {
	var parts []int
	for i := 0; ; i++ {
		part := c.of(kind, thing, i)
		if part < 0 {
			return parts
		}
		parts = append(parts, part)
	}
}

// accesses returns the Internet accesses that a tunnel can use: that of the
// carrier which it names, else any of its site.
func (c *collector) accesses(t *planner.VPNTunnel) []int {
	if !overInternet(t) {
		return nil
	}
	all := c.list("internet", t.Site)
	for i, a := range t.Site.InternetAccess {
		if t.Carrier != "" && catalog.Fold(a.Carrier) == catalog.Fold(t.Carrier) {
			return all[i : i+1 : i+1]
		}
	}
	return all
}
