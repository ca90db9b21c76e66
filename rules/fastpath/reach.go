package fastpath

import (
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

var peeringNeedsDirect = &rules.Rule{
	ID:       "fastpath/peering-needs-direct",
	Code:     "FP-003",
	Title:    "Flows to peered VNets count on FastPath only over ExpressRoute Direct",
	Severity: diag.Warning,
	Why:      "FastPath of a provider circuit ends at the VNet of the gateway. Traffic to the VNets peered with it goes through the gateway, with its rate and its latency.",
	Fix:      "Use ExpressRoute Direct, place the workload into the VNet of the gateway, or size the gateway for it and write fastpath = false.",
	Refs:     []rules.Ref{page("Supported circuit types")},
	Check: func(p *rules.Pass) {
		for _, x := range wanted(p) {
			var first *planner.Connection
			for _, c := range x.Connections {
				if toPeered(c, x.VNet) && !c.Circuit.IsDirect() && first == nil {
					first = c
				}
			}
			if first != nil {
				p.Report(x.Flow.ValueAt("fastpath"), "flow %s wants FastPath to VNet %s, which is peered with %s; circuit %s is of a provider, and its FastPath ends at %s",
					x.Flow.Name(), x.VNet.Name(), first.Gateway.VNet.Name(), first.Circuit.Name(), first.Gateway.VNet.Name()).
					Related(first.Here(), "the connection").
					Rests(p.Catalog.Limit("fastpath.vnet_peering").Source)
			}
		}
	},
}

var udrNeedsDirect = &rules.Rule{
	ID:       "fastpath/udr-needs-direct",
	Code:     "FP-004",
	Title:    "Traffic that is to be inspected comes over FastPath only with ExpressRoute Direct",
	Severity: diag.Error,
	Why:      "FastPath of a provider circuit knows no routes of GatewaySubnet: it delivers traffic to the VMs past the firewall that those routes point to.",
	Fix:      "Switch FastPath off, or use ExpressRoute Direct with the firewall in the VNet of the gateway and routes on GatewaySubnet.",
	Refs: []rules.Ref{
		page("Supported circuit types"),
		{Doc: "expressroute-faqs", Section: "Can I use Azure Firewall with FastPath?", Date: "2026-03-31"},
	},
	Check: func(p *rules.Pass) {
		for _, c := range enabled(p) {
			v := c.Gateway.VNet
			at, what, inspects := inspection(v)
			if inspects && !c.Circuit.IsDirect() {
				p.Report(c.At("express_route_gateway_bypass"), "connection %s has FastPath over provider circuit %s, which leads past %s of VNet %s", c.Name(), c.Circuit.Name(), what, v.Name()).
					Related(at, "what is to inspect the traffic").
					Rests(p.Catalog.Limit("fastpath.udr").Source)
			}
		}
	},
}

// inspection returns what is to inspect traffic from the gateway of a VNet:
// routes on GatewaySubnet, or a firewall where nothing is said of routes.
func inspection(v *planner.VNet) (at source.Place, what string, ok bool) {
	policy := v.GatewaySubnetPolicy
	switch {
	case policy != nil && len(policy.Routes) > 0:
		return policy.ValueAt("routes"), "the routes on GatewaySubnet", true
	case policy == nil && (v.Firewall == "azure-firewall" || v.Firewall == "nva"):
		return v.ValueAt("firewall"), "the firewall", true
	}
	return at, "", false
}

var privateLinkLimited = &rules.Rule{
	ID:       "fastpath/private-link-limited",
	Code:     "FP-005",
	Title:    "FastPath to private endpoints is planned where it exists",
	Severity: diag.Warning,
	Why:      "FastPath reaches private endpoints only from ExpressRoute Direct, in some regions, of some services, and after an enrolment of 4 to 6 weeks. Everything else goes through the gateway, which carries private endpoints at about half its rate.",
	Fix:      "Enrol first, or write private_link_fast_path = false and size the gateway.",
	Refs:     []rules.Ref{page("Private Link and private endpoints (ExpressRoute Direct only)")},
	Check: func(p *rules.Pass) {
		for _, c := range p.Connections {
			if c.Gateway != nil && c.PrivateLinkFastPath.Value() {
				checkPrivateLink(p, c)
			}
		}
	},
}

func checkPrivateLink(p *rules.Pass, c *planner.Connection) {
	at, v := c.ValueAt("private_link_fast_path"), c.Gateway.VNet
	direct, regions := p.Catalog.Limit("fastpath.private_link"), p.Catalog.Limit("fastpath.private_link_regions")
	switch {
	case !c.Circuit.IsDirect():
		p.Report(at, "connection %s has FastPath to private endpoints over provider circuit %s; it needs ExpressRoute Direct", c.Name(), c.Circuit.Name()).Rests(direct.Source).
			Fix("Write private_link_fast_path = false and size the gateway, or use ExpressRoute Direct.")
		return
	case !c.FastPath.Value():
		p.Report(at, "connection %s has FastPath to private endpoints, and FastPath itself is off", c.Name()).
			Related(c.At("express_route_gateway_bypass"), "the switch of FastPath").
			Fix("Write express_route_gateway_bypass = true too.")
		return
	case v.Azure == nil:
		p.Unknown(v.At("region"), "whether FastPath to private endpoints exists there is unknown: VNet %s does not say its region", v.Name())
	case !slices.Contains(regions.List(), v.Azure.Name):
		p.Report(at, "connection %s has FastPath to private endpoints, which %s does not offer", c.Name(), v.Azure.DisplayName).
			Related(v.ValueAt("region"), "the region of VNet %s", v.Name()).
			Rests(regions.Source).
			Fix("Write private_link_fast_path = false and size the gateway.")
		return
	}
	for _, user := range p.UsersOf(v) {
		checkServices(p, user)
	}
}

// checkServices reports private endpoints of services that FastPath does not
// reach.
func checkServices(p *rules.Pass, v *planner.VNet) {
	if v.PrivateEndpoints.Value() > 0 && !v.Has("private_endpoint_services") {
		p.Unknown(v.At("private_endpoint_services"), "VNet %s does not say what its private endpoints are for; FastPath reaches some services only", v.Name())
	}
	services := p.Catalog.Limit("fastpath.private_link_services")
	for i, name := range v.PrivateEndpointServices {
		if !slices.ContainsFunc(services.List(), func(s string) bool { return isService(name, s) }) {
			p.Report(v.Item("private_endpoint_services", i), "FastPath does not reach private endpoints of %q, which are in VNet %s; it reaches those of %s", name, v.Name(), rules.And(services.List())).
				Rests(services.Source).
				Fix("Count this traffic as load of the gateway.")
		}
	}
}

// isService reports whether a design means a service of the catalogue; what
// comes before it or the rest of a longer title may be left out.
func isService(written, title string) bool {
	name, full := strings.TrimPrefix(catalog.Fold(written), "azure"), catalog.Fold(title)
	return name == full || len(name) >= len("storage") && strings.HasPrefix(full, name)
}

var globalPeering = &rules.Rule{
	ID:       "fastpath/global-peering",
	Code:     "FP-006",
	Title:    "Flows to VNets of another region than their gateway do not count on FastPath",
	Severity: diag.Warning,
	Why:      "FastPath follows peerings inside of a region. Traffic to a VNet that is peered across regions goes through the gateway.",
	Fix:      "Give that region a hub with a gateway of its own, or write fastpath = false and size the gateway.",
	Refs: []rules.Ref{
		page("Virtual network peering (ExpressRoute Direct only)"),
		remote("Requirements and constraints"),
	},
	YieldsTo: []string{"fastpath/peering-needs-direct"},
	Check: func(p *rules.Pass) {
		for _, x := range wanted(p) {
			if !slices.ContainsFunc(x.Connections, func(c *planner.Connection) bool { return c.Circuit.IsDirect() }) {
				continue // of provider circuits peeringNeedsDirect speaks
			}
			for _, home := range x.VNet.Homes() {
				far, near := x.VNet.Azure, home.Azure
				switch {
				case home == x.VNet:
				case far == nil || near == nil:
					unstated := home
					if far == nil {
						unstated = x.VNet
					}
					p.Unknown(unstated.At("region"), "whether FastPath reaches VNet %s is unknown: VNet %s does not say its region", x.VNet.Name(), unstated.Name())
				case far != near:
					p.Report(x.Flow.ValueAt("fastpath"), "flow %s wants FastPath to VNet %s in %s; its gateway is in %s, and FastPath does not cross regions", x.Flow.Name(), x.VNet.Name(), far.DisplayName, near.DisplayName).
						Related(x.VNet.ValueAt("region"), "the region of %s", x.VNet.Name()).
						Related(home.ValueAt("region"), "the region of %s", home.Name()).
						Rests(p.Catalog.Limit("fastpath.vnet_peering").Source)
				}
			}
		}
	},
}

var ipv6NeedsDirect = &rules.Rule{
	ID:       "fastpath/ipv6-needs-direct",
	Code:     "FP-009",
	Title:    "IPv6 counts on FastPath only over ExpressRoute Direct, without routes and private endpoints",
	Severity: diag.Error,
	Why:      "FastPath carries IPv6 from ExpressRoute Direct alone, and there without routes of GatewaySubnet and without private endpoints. Other IPv6 traffic goes through the gateway.",
	Fix:      "Use ExpressRoute Direct, or write fastpath = false and size the gateway for the IPv6 traffic.",
	Refs: []rules.Ref{
		page("Supported circuit types"),
		page("IPv6 support"),
	},
	YieldsTo: []string{"fastpath/peering-needs-direct", "fastpath/global-peering"},
	Check: func(p *rules.Pass) {
		for _, x := range wanted(p) {
			if !x.Flow.IPv6.Value() {
				continue
			}
			for _, c := range x.Connections {
				if why, at, src := sixBlocked(p, c); why != "" {
					f := p.Report(x.Flow.ValueAt("fastpath"), "flow %s wants FastPath for IPv6 to VNet %s; %s", x.Flow.Name(), x.VNet.Name(), why).
						Related(at, "what stands in the way").
						Related(x.Flow.ValueAt("ipv6"), "the flow needs IPv6").
						Rests(src)
					if c.Circuit.IsDirect() {
						f.Fix("Write fastpath = false and size the gateway for the IPv6 traffic, or remove what stands in the way.")
					}
					break
				}
			}
		}
	},
}

// sixBlocked says why FastPath of a connection carries no IPv6; it is empty
// where it does, and for hubs.
func sixBlocked(p *rules.Pass, c *planner.Connection) (why string, at source.Place, src catalog.Source) {
	dubai := p.Catalog.Limit("fastpath.ipv6_excluded_location")
	switch l := c.Circuit.Location; {
	case c.Gateway == nil:
	case !c.Circuit.IsDirect():
		return "circuit " + c.Circuit.Name() + " is of a provider, and its FastPath carries IPv4 only", c.Here(), p.Catalog.Limit("fastpath.hub_ipv6").Source
	case l != nil && slices.Contains(dubai.List(), l.Name):
		return "FastPath carries no IPv6 at " + l.Name, c.Circuit.LocationPlace(), dubai.Source
	case c.PrivateLinkFastPath.Value():
		return "connection " + c.Name() + " has FastPath to private endpoints, which excludes IPv6", c.ValueAt("private_link_fast_path"), p.Catalog.Limit("fastpath.private_link").Source
	default:
		if at, what, ok := inspection(c.Gateway.VNet); ok {
			return what + " of VNet " + c.Gateway.VNet.Name() + " would have to be followed, which FastPath does for IPv4 only", at, p.Catalog.Limit("fastpath.udr").Source
		}
	}
	return "", at, src
}
