package export

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
)

// The subnets that a VNet's appliances stand in.
const (
	routeServerSubnet = "RouteServerSubnet"
	firewallSubnet    = "AzureFirewallSubnet"
)

// hasRouteServer reports whether a VNet has a route server that can be written.
func (e *exporter) hasRouteServer(v *planner.VNet) bool {
	return v.RouteServer.Value() && e.hasSubnet(v, routeServerSubnet, "the route server")
}

// hasFirewall reports whether a VNet has a firewall that can be written.
func (e *exporter) hasFirewall(v *planner.VNet) bool {
	switch v.Firewall {
	case "", "none":
		return false
	case "azure-firewall":
		return e.hasSubnet(v, firewallSubnet, "the firewall")
	}
	e.note("%s: a firewall of kind %s is not written", v.Path(), v.Firewall)
	return false
}

func (e *exporter) hasSubnet(v *planner.VNet, name, what string) bool {
	for _, s := range v.Subnets {
		if strings.EqualFold(s.Key, name) {
			return true
		}
	}
	e.note("%s: %s is not written: it stands in a subnet %s, which subnets does not state", v.Path(), what, name)
	return false
}

// A hubRoute is a static route of a hub, and the name of what it leads to.
type hubRoute struct {
	prefix     string
	kind, name string // a collection and a name in it; "firewall" for the hub's own
}

// hubRoutes returns the static routes of a hub that its default route table can
// hold: those that lead to a resource.
func (e *exporter) hubRoutes(h *planner.VirtualHub) []hubRoute {
	var out []hubRoute
	for _, r := range h.StaticRoutes {
		to := hubRoute{prefix: r.Prefix.Masked().String()}
		kind, name, _ := strings.Cut(r.NextHop, "/")
		switch {
		case r.NextHop == "azure-firewall" && h.Firewall == "azure-firewall":
			to.kind = "firewall"
		case kind == "vnets" && joined(h, name), kind == "connections" && joins(h, name):
			to.kind, to.name = kind, name
		default:
			e.note("%s: the static route to %q is not written: a hub's route table leads to its firewall or to a connection of it", h.Path(), r.NextHop)
			continue
		}
		out = append(out, to)
	}
	return out
}

// joined reports whether a VNet joins a hub.
func joined(h *planner.VirtualHub, name string) bool { return planner.Find(h.VNets, name) != nil }

// joins reports whether a connection joins a circuit to a hub.
func joins(h *planner.VirtualHub, name string) bool {
	return planner.Find(h.Connections, name) != nil && h.ExpressRouteScaleUnits.Or(0) > 0
}

func routeName(n int) string { return fmt.Sprintf("route-%d", n+1) }

// distinct returns texts without those that come again.
func distinct(list []string) []string {
	var out []string
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
