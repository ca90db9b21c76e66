package vnet

import (
	"net/netip"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var propagationOff = &rules.Rule{
	ID:       "vnet/spoke-bgp-propagation-off",
	Code:     "NET-004",
	Title:    "A VNet that takes no routes from the gateway has its own to the sites",
	Severity: diag.Warning,
	Why:      "With the propagation of gateway routes switched off, the subnets do not know the sites. Without a route of their own, to a firewall for instance, replies to the sites go to the Internet or nowhere.",
	Fix:      "Take the routes of the gateway, or route the prefixes of the sites to a firewall.",
	Refs:     []rules.Ref{remote("Routing behavior for cross-region gateway transit")},
	Check: func(p *rules.Pass) {
		for _, v := range p.VNets {
			if !v.DisableBGPPropagation.Value() || len(v.Circuits()) == 0 {
				continue
			}
			at := v.ValueAt("disable_bgp_propagation")
			if !v.Has("routes") {
				checkRoutesUnstated(p, v)
				continue
			}
			if missing := unrouted(p, v); len(missing) > 0 {
				p.Report(at, "VNet %s takes no routes from the gateway and has none to %s", v.Name(), rules.Some(rules.Texts(missing))).
					Related(v.At("routes"), "its own routes").
					Fix("Add routes to the prefixes of the sites, such as {prefix = %q, next_hop = \"…\"}, or write disable_bgp_propagation = false.", missing[0])
			}
		}
	},
}

// checkRoutesUnstated looks at a VNet that does not say its routes. Where a
// firewall is, they may well be there.
func checkRoutesUnstated(p *rules.Pass, v *planner.VNet) {
	inspected := v.VHub != nil && appliance(v.VHub.Firewall) || appliance(v.Firewall)
	for _, home := range v.Homes() {
		inspected = inspected || appliance(home.Firewall)
	}
	if inspected {
		p.Unknown(v.At("routes"), "VNet %s takes no routes from the gateway, and does not say its own to the sites", v.Name())
		return
	}
	p.Report(v.ValueAt("disable_bgp_propagation"), "VNet %s takes no routes from the gateway, and the design has no firewall that routes of its own could lead to", v.Name())
}

// appliance reports whether a firewall stands there.
func appliance(f planner.Firewall) bool { return f != "" && f != "none" }

// unrouted returns what the circuits of a VNet bring from the sites and its
// own routes do not cover.
func unrouted(p *rules.Pass, v *planner.VNet) []netip.Prefix {
	var routes []netip.Prefix
	for _, r := range v.Routes {
		if r.Prefix.IsValid() && r.NextHop != "none" {
			routes = append(routes, r.Prefix)
		}
	}
	set := planner.NewPrefixSet(routes)
	var out []netip.Prefix
	for _, c := range v.Circuits() {
		for _, prefix := range c.Peerings.Private.AnnouncedByAny().Prefixes {
			if !set.Covers(prefix) && !slices.Contains(out, prefix) {
				out = append(out, prefix)
			}
		}
	}
	return out
}
