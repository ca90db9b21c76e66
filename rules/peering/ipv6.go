package peering

import (
	"net/netip"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

// addIPv6 is the page on IPv6 over private peering.
var addIPv6 = rules.Ref{Doc: "expressroute-howto-add-ipv6-portal", Section: "Update your connection to an existing virtual network", Date: "2025-07-25"}

// carriesIPv6 reports whether the private peering of a circuit has IPv6.
func carriesIPv6(c *planner.Circuit) bool {
	peering := c.Peerings.Private
	return peering != nil && (peering.PrimaryV6.IsValid() || peering.SecondaryV6.IsValid())
}

func isIPv6(p netip.Prefix) bool { return p.Addr().Is6() }

// someIPv6 reports whether a VNet has any IPv6.
func someIPv6(v *planner.VNet) bool {
	return slices.ContainsFunc(v.AddressSpace, isIPv6) || v.GatewaySubnetV6.IsValid()
}

// circuitsOf returns the circuits that are connected to a gateway in a VNet.
func circuitsOf(v *planner.VNet) []*planner.Circuit {
	var out []*planner.Circuit
	for _, g := range v.Gateways {
		for _, connection := range g.Connections {
			out = append(out, connection.Circuit)
		}
	}
	return out
}

var ipv6GatewayNotReady = &rules.Rule{
	ID:       "peering/ipv6-gateway-not-ready",
	Code:     "PEER-015",
	Title:    "VNets behind a circuit with IPv6 have it in their space and gateway subnet",
	Severity: diag.Error,
	Why:      "IPv6 from a circuit ends at the gateway unless the VNet has an IPv6 space and its GatewaySubnet an IPv6 prefix of /64 or shorter.",
	Fix:      "Add an IPv6 space to the VNet and a /64 of it to GatewaySubnet.",
	Refs: []rules.Ref{
		addIPv6,
		{Doc: "expressroute-about-virtual-network-gateways", Section: "Gateway subnet size", Date: "2026-09-05"},
	},
	Check: func(p *rules.Pass) {
		for _, v := range p.VNets { // a Basic public address is gateway/basic-public-ip's
			circuits := slices.DeleteFunc(circuitsOf(v), func(c *planner.Circuit) bool { return !carriesIPv6(c) })
			if len(circuits) > 0 && (someIPv6(v) || wantsIPv6(p, v) || !slices.ContainsFunc(circuits, reachesIPv6)) {
				checkReady(p, v, circuits[0])
			}
		}
	},
}

// wantsIPv6 reports whether a flow with IPv6 ends in a VNet or its spokes.
func wantsIPv6(p *rules.Pass, v *planner.VNet) bool {
	return slices.ContainsFunc(p.Flows, func(f *planner.Flow) bool {
		if !f.IPv6.Value() {
			return false
		}
		for _, end := range []*planner.VNet{f.From.VNet, f.To.VNet} {
			if end != nil && (end == v || end.Hub == v) {
				return true
			}
		}
		return false
	})
}

// reachesIPv6 reports whether a circuit is connected to a VNet with IPv6: that
// another one has none may then be meant.
func reachesIPv6(c *planner.Circuit) bool {
	return slices.ContainsFunc(c.Connections, func(connection *planner.Connection) bool {
		return connection.Gateway != nil && someIPv6(connection.Gateway.VNet)
	})
}

func checkReady(p *rules.Pass, v *planner.VNet, c *planner.Circuit) {
	longest := p.Catalog.Limit("gateway.subnet_min_prefix_ipv6")
	related := func(f rules.Finding) rules.Finding {
		return f.Related(c.Peerings.Private.Here(), "private peering of %s has IPv6", c.Name())
	}
	switch subnet := v.GatewaySubnetV6; {
	case len(v.AddressSpace) == 0:
		p.Unknown(v.At("address_space"), "VNet %s does not say its address space; circuit %s brings IPv6", v.Name(), c.Name())
	case !slices.ContainsFunc(v.AddressSpace, isIPv6):
		related(p.Report(v.ValueAt("address_space"), "VNet %s has no IPv6 address space; circuit %s brings IPv6", v.Name(), c.Name()))
	case !subnet.IsValid() && !v.GatewaySubnet.IsValid():
		p.Unknown(v.At("gateway_subnet_ipv6"), "VNet %s does not say its gateway subnet; circuit %s brings IPv6", v.Name(), c.Name())
	case !subnet.IsValid():
		related(p.Report(v.At("gateway_subnet_ipv6"), "GatewaySubnet of VNet %s has no IPv6 prefix; circuit %s brings IPv6", v.Name(), c.Name())).
			Fix("Add gateway_subnet_ipv6, a /%d of the IPv6 space of the VNet.", longest.Int())
	case !isIPv6(subnet) || subnet.Bits() > longest.Int():
		related(p.Report(v.ValueAt("gateway_subnet_ipv6"), "gateway_subnet_ipv6 %q of VNet %s has to be an IPv6 prefix of /%d or shorter", subnet, v.Name(), longest.Int())).
			Rests(longest.Source).
			Fix("Give GatewaySubnet a /%d.", longest.Int())
	}
}

var dualStackGateway = &rules.Rule{
	ID:       "peering/gateway-dual-stack-circuit-ipv4",
	Title:    "Circuits behind a gateway with IPv6 carry IPv6",
	Severity: diag.Warning,
	Why:      "The VNet has IPv6 and its gateway too, but the private peering of the circuit has none: IPv6 has no way over it, and applications that try it first wait for a time-out.",
	Fix:      "Add two /126 for IPv6 to the private peering.",
	Refs:     []rules.Ref{{Doc: "expressroute-howto-add-ipv6-portal", Section: "Add IPv6 Private Peering to your ExpressRoute circuit", Date: "2025-07-25"}},
	Inferred: true,
	Check: func(p *rules.Pass) {
		for _, peering := range private(p) {
			c := peering.Circuit
			if carriesIPv6(c) {
				continue
			}
			for _, connection := range c.Connections {
				g := connection.Gateway
				if g == nil || !slices.ContainsFunc(g.VNet.AddressSpace, isIPv6) || !g.VNet.GatewaySubnetV6.IsValid() {
					continue
				}
				p.Report(peering.At("ipv6_primary_peer_address_prefix"), "%s has no IPv6; gateway %s in VNet %s has", title(peering), g.Name(), g.VNet.Name()).
					Related(g.VNet.ValueAt("gateway_subnet_ipv6"), "the gateway has IPv6 here")
				break
			}
		}
	},
}
