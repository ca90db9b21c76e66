package fastpath

import (
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var spokeLoadBalancer = &rules.Rule{
	ID:       "fastpath/spoke-ilb-or-dns-resolver",
	Code:     "FP-007",
	Title:    "Load balancers and DNS resolvers that FastPath is meant for stand in the gateway's VNet",
	Severity: diag.Advice,
	Why:      "FastPath reaches VMs of a peered VNet, not an internal load balancer or a DNS Private Resolver there: that traffic goes through the gateway.",
	Fix:      "Put it into the VNet of the gateway, or count its traffic as load of the gateway.",
	Refs:     []rules.Ref{page("Limitations")},
	YieldsTo: []string{"fastpath/peering-needs-direct", "fastpath/global-peering"},
	Check: func(p *rules.Pass) {
		no := p.Catalog.Limit("fastpath.internal_lb_spoke")
		for _, x := range wanted(p) {
			if !slices.ContainsFunc(x.Connections, func(c *planner.Connection) bool { return c.FastPath.Value() && toPeered(c, x.VNet) }) {
				continue
			}
			key, what := "internal_load_balancer", "an internal load balancer"
			if !x.VNet.InternalLoadBalancer.Value() {
				key, what = "dns_private_resolver", "a DNS Private Resolver"
			}
			if x.VNet.InternalLoadBalancer.Value() || x.VNet.DNSResolver.Value() {
				p.Report(x.Flow.ValueAt("fastpath"), "flow %s wants FastPath to VNet %s, where the sites use %s: that goes through the gateway", x.Flow.Name(), x.VNet.Name(), what).
					Related(x.VNet.ValueAt(key), "%s", what).Rests(no.Source)
			}
		}
	},
}

// From this on the recommendation speaks of FastPath.
const largeFlow = planner.Bandwidth(10_000)

// A flow that says fastpath = false has its word.
var recommended = &rules.Rule{
	ID:       "fastpath/recommended",
	Code:     "FP-014",
	Title:    "Large flows, and those that latency matters to, use FastPath where the gateway has it",
	Severity: diag.Advice,
	Why:      "Without FastPath all traffic passes the gateway, which adds a hop and is a ceiling. A gateway that has FastPath is paid for with it.",
	Fix:      "Write express_route_gateway_bypass = true, or fastpath = false at the flow.",
	Refs: []rules.Ref{
		page("Requirements"),
		{Doc: "https://learn.microsoft.com/azure/well-architected/service-guides/azure-expressroute", Section: "Performance Efficiency", Date: "2025-11-21"},
	},
	Covers:   []string{"APRL f6a14b32-a727-4ace-b5fa-7b1c6bdff402", "ALZ D06.08"},
	YieldsTo: []string{"gateway/throughput-below-need"},
	Check: func(p *rules.Pass) {
		for _, x := range p.Crossings() {
			f := x.Flow
			if f.FastPath.Known() || f.Bandwidth <= largeFlow && !f.LatencySensitive.Value() {
				continue
			}
			for _, c := range x.Connections {
				if c.Gateway == nil || c.FastPath.Value() || !has(p, c.Gateway) || !couldReach(c, x.VNet, f.IPv6.Value()) {
					continue
				}
				why := "carries " + f.Bandwidth.String()
				if f.LatencySensitive.Value() {
					why = "is sensitive to latency"
				}
				p.Report(c.At("express_route_gateway_bypass"), "flow %s %s, and connection %s takes it through gateway %s, which has FastPath", f.Name(), why, c.Name(), c.Gateway.Name()).
					Related(f.Here(), "the flow")
			}
		}
	},
}

// has reports whether a gateway has FastPath at its smallest.
func has(p *rules.Pass, g *planner.Gateway) bool {
	least, _, known := p.Sizes(g)
	return known && least.FastPath
}

// couldReach reports whether FastPath of a connection, if it were on, would
// reach a VNet.
func couldReach(c *planner.Connection, v *planner.VNet, ipv6 bool) bool {
	on := *c
	on.FastPath = planner.Of(true)
	return on.FastPathTo(v, ipv6)
}
