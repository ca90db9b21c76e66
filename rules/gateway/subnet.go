package gateway

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"go4.org/netipx"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var subnetMissing = &rules.Rule{
	ID:       "gateway/subnet-missing-or-misnamed",
	Code:     "GW-001",
	Title:    "A VNet with a gateway has a GatewaySubnet inside of its address space",
	Severity: diag.Error,
	Why:      "Azure places gateways into the subnet of that name and no other. Without it, or with a prefix outside of the VNet, the gateway cannot be created.",
	Fix:      "Give the VNet a gateway_subnet out of its address space.",
	Refs:     []rules.Ref{page("Gateway subnet")},
	Check: func(p *rules.Pass) {
		for _, v := range p.VNets {
			if len(v.Gateways) > 0 {
				checkSubnet(p, v)
				checkSubnetV6(p, v)
			}
		}
	},
}

func checkSubnet(p *rules.Pass, v *planner.VNet) {
	prefix, at := v.GatewayPrefix()
	named, _ := v.Subnets.Lookup("GatewaySubnet")
	switch {
	case !prefix.IsValid():
		checkName(p, v)
	case !prefix.Addr().Is4():
		p.Report(at, "gateway_subnet %q of VNet %s is IPv6; GatewaySubnet needs an IPv4 prefix", prefix, v.Name()).
			Fix("Write the IPv6 prefix as gateway_subnet_ipv6%s.", suggestion(p, v, ", and gateway_subnet = %q"))
	case named.IsValid() && named.Addr().Is4() && named != prefix:
		p.Report(at, "VNet %s has two prefixes for GatewaySubnet, %q here and %q among its subnets", v.Name(), prefix, named).
			Related(v.At("subnets", "GatewaySubnet"), "the other").
			Fix("Keep one of them.")
	case len(v.AddressSpace) == 0:
		p.Unknown(v.At("address_space"), "whether GatewaySubnet %q is inside of VNet %s is unknown: the VNet does not say its address space", prefix, v.Name())
	case !inside(prefix, v.AddressSpace):
		p.Report(at, "GatewaySubnet %q is outside of the address space of VNet %s, %s", prefix, v.Name(), rules.Some(rules.Texts(v.AddressSpace))).
			Related(v.ValueAt("address_space"), "the address space").
			Fix("Take a prefix out of the address space%s.", suggestion(p, v, ", such as gateway_subnet = %q"))
	}
}

// checkName reports a subnet that seems to be meant for gateways. A list of
// subnets without one may be incomplete.
func checkName(p *rules.Pass, v *planner.VNet) {
	for _, s := range v.Subnets {
		if name := catalog.Fold(s.Key); strings.Contains(name, "gateway") || strings.HasPrefix(name, "gw") || strings.HasSuffix(name, "gw") {
			p.Report(v.At("subnets", s.Key), "VNet %s holds gateway %s, but its subnet for it is called %q; Azure takes only one called \"GatewaySubnet\"", v.Name(), v.Gateways[0].Name(), s.Key).
				Related(v.Gateways[0].ValueAt("vnet"), "gateway %s stands in VNet %s", v.Gateways[0].Name(), v.Name()).
				Fix("Write gateway_subnet = %q.", s.Value)
			return
		}
	}
	p.Unknown(v.At("gateway_subnet"), "VNet %s does not say its gateway subnet; gateway %s needs one", v.Name(), v.Gateways[0].Name())
}

// checkSubnetV6 looks at the IPv6 prefix. That a VNet has no IPv6 space at all
// is peering/ipv6-gateway-not-ready's.
func checkSubnetV6(p *rules.Pass, v *planner.VNet) {
	six := func(p netip.Prefix) bool { return p.Addr().Is6() }
	if v.GatewaySubnetV6.IsValid() && six(v.GatewaySubnetV6) && slices.ContainsFunc(v.AddressSpace, six) && !inside(v.GatewaySubnetV6, v.AddressSpace) {
		p.Report(v.ValueAt("gateway_subnet_ipv6"), "the IPv6 prefix %q of GatewaySubnet is outside of the address space of VNet %s", v.GatewaySubnetV6, v.Name()).
			Related(v.ValueAt("address_space"), "the address space").
			Fix("Take a /%d out of the IPv6 space of the VNet.", p.Catalog.Limit("gateway.subnet_min_prefix_ipv6").Int())
	}
}

// inside reports whether one of the prefixes holds a whole prefix.
func inside(prefix netip.Prefix, spaces []netip.Prefix) bool {
	return slices.ContainsFunc(spaces, func(s netip.Prefix) bool { return s.Bits() <= prefix.Bits() && s.Contains(prefix.Addr()) })
}

// suggestion writes a prefix for GatewaySubnet into a text, which is left out
// where the VNet has no room.
func suggestion(p *rules.Pass, v *planner.VNet, text string) string {
	free, ok := freeSubnet(v, p.Catalog.Limit("gateway.subnet_min_prefix_16_circuits").Int())
	if !ok {
		return ""
	}
	return fmt.Sprintf(text, free)
}

// freeSubnet returns the last IPv4 prefix of a length in the address space of
// a VNet that overlaps none of its subnets.
func freeSubnet(v *planner.VNet, bits int) (netip.Prefix, bool) {
	taken := &planner.PrefixUses{}
	for _, s := range v.Subnets {
		if !strings.EqualFold(s.Key, "GatewaySubnet") {
			taken.Add(planner.PrefixUse{Prefix: s.Value})
		}
	}
	for _, space := range v.AddressSpace {
		if !space.Addr().Is4() || bits < space.Bits() || bits > space.Addr().BitLen() {
			continue
		}
		for a := netipx.PrefixLastIP(space); space.Contains(a); {
			free := netip.PrefixFrom(a, bits).Masked()
			used := taken.Overlapping(free)
			if len(used) == 0 {
				return free, true
			}
			first := free.Addr()
			for _, u := range used {
				if at := u.Prefix.Masked().Addr(); at.Less(first) {
					first = at
				}
			}
			a = first.Prev()
		}
	}
	return netip.Prefix{}, false
}

var subnetTooSmall = &rules.Rule{
	ID:       "gateway/subnet-too-small",
	Code:     "GW-002",
	Title:    "GatewaySubnet is large enough for its gateways",
	Severity: diag.Error,
	Why:      "A gateway takes addresses for its instances, and more of them with more circuits or a VPN gateway beside it. Beside a VPN gateway, or with the most circuits, creation fails in a smaller subnet; otherwise the gateway cannot grow or migrate later.",
	Fix:      "Use a /27 or larger, for the most circuits a /26 or larger.",
	Refs: []rules.Ref{
		page("Gateway subnet size"),
		{Doc: "expressroute-howto-coexist-resource-manager", Section: "Limits and limitations", Date: "2025-01-31"},
	},
	Covers:   []string{"ALZ D09.01"},
	YieldsTo: []string{"peering/ipv6-gateway-not-ready"},
	Check: func(p *rules.Pass) {
		for _, v := range p.VNets { // no prefix at all is subnetMissing's
			if len(v.GatewaysOf(planner.ExpressRouteGateway)) == 0 {
				continue
			}
			if prefix, _ := v.GatewayPrefix(); prefix.IsValid() && prefix.Addr().Is4() {
				checkLength(p, v)
			}
			six := p.Catalog.Limit("gateway.subnet_min_prefix_ipv6")
			if s := v.GatewaySubnetV6; s.IsValid() && s.Addr().Is6() && s.Bits() > six.Int() {
				p.Report(v.ValueAt("gateway_subnet_ipv6"), "the IPv6 prefix %q of GatewaySubnet in VNet %s is a /%d; it should be a /%d or larger", s, v.Name(), s.Bits(), six.Int()).
					As(diag.Warning).Rests(six.Source).Fix("Use a /%d.", six.Int())
			}
		}
	},
}

func checkLength(p *rules.Pass, v *planner.VNet) {
	limit := func(key string) catalog.Limit { return p.Catalog.Limit("gateway.subnet_min_prefix" + key) }
	prefix, at := v.GatewayPrefix()
	circuits, vpn := mostConnections(v), v.GatewaysOf(planner.VPNGateway)
	need, why, severity := limit(""), "it should be a /%d or larger", diag.Warning
	switch {
	case circuits >= mostCircuits(p) && prefix.Bits() > limit("_16_circuits").Int():
		need, severity = limit("_16_circuits"), diag.Error
		why = rules.Count(circuits, "circuit") + " need a /%d or larger"
	case len(vpn) > 0 && prefix.Bits() > limit("_coexist").Int():
		need, severity = limit("_coexist"), diag.Error
		why = "with VPN gateway " + vpn[0].Name() + " beside the ExpressRoute gateway it has to be a /%d or larger"
	case prefix.Bits() <= need.Int():
		return
	}
	f := p.Report(at, "GatewaySubnet %q of VNet %s is a /%d; "+why, prefix, v.Name(), prefix.Bits(), need.Int()).As(severity).Rests(need.Source)
	if severity == diag.Error && circuits < mostCircuits(p) {
		f.Related(vpn[0].ValueAt("vnet"), "VPN gateway %s stands in the VNet too", vpn[0].Name())
	}
	if free, ok := freeSubnet(v, need.Int()); ok {
		f.Fix("Use a /%d, such as gateway_subnet = %q.", need.Int(), free)
	} else {
		f.Fix("Use a /%d; the address space of the VNet has to grow for it.", need.Int())
	}
}

// mostConnections returns the number of connections of the ExpressRoute
// gateway of a VNet.
func mostConnections(v *planner.VNet) int {
	n := 0
	for _, g := range v.GatewaysOf(planner.ExpressRouteGateway) {
		n = max(n, len(g.Connections))
	}
	return n
}

// mostCircuits returns how many circuits the largest gateway takes.
func mostCircuits(p *rules.Pass) int {
	n := 0
	for _, s := range p.Catalog.GatewaySKUs() {
		n = max(n, s.MaxCircuits)
	}
	return n
}
