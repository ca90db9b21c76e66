package routes

import (
	"strconv"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

// nearPercent is the share of a limit from which on it is near. Microsoft only
// speaks of "close"; the figure is ours.
const nearPercent = 80

func report(p *rules.Pass, g gauge) rules.Finding {
	return p.Report(g.place, "%s %d %s; %s at most %d", g.does, g.least, g.things, g.taker, g.limit).Rests(g.rests)
}

var privatePrefixLimit = &rules.Rule{
	ID:       "routing/private-prefix-limit",
	Code:     "RTE-001",
	Title:    "A circuit announces no more prefixes than its tier takes",
	Severity: diag.Error,
	Why:      "Above the limit Microsoft closes the BGP session: the peering is down until there are fewer prefixes.",
	Fix:      "Aggregate prefixes, or use the Premium tier.",
	Refs: []rules.Ref{
		{Doc: "expressroute-faqs", Section: "Route advertisement limits", Date: "2026-03-31"},
		{Doc: "expressroute-faqs", Section: "What happens if the BGP route limit gets exceeded?", Date: "2026-03-31"},
		{Doc: "expressroute-routing", Section: "Route aggregation and prefix limits", Date: "2026-03-12"},
	},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			if c.Peerings.Private == nil {
				continue
			}
			if a := c.Peerings.Private.AnnouncedByAny(); !a.Known {
				p.Unknown(a.Place, "circuit %q does not say what it announces over private peering, so how many prefixes that are is unknown", c.Name())
			}
			for _, g := range onCircuit(p, c) {
				switch {
				case g.over():
					report(p, g).Fix("%s", fewer(p, c, g))
				case g.limit == 0:
					withoutTier(p, c, g)
				}
			}
		}
	},
}

// fewer says how a circuit comes below its limit.
func fewer(p *rules.Pass, c *planner.Circuit, g gauge) string {
	if premium, ok := p.Catalog.Tier(string(planner.TierPremium)); ok && c.Tier != planner.TierPremium && strings.Contains(g.things, "IPv4") && g.least <= premium.PrivateIPv4Prefixes {
		return "Aggregate prefixes, or write tier = \"premium\", which takes up to " + strconv.Itoa(premium.PrivateIPv4Prefixes) + "."
	}
	return "Aggregate prefixes to at most " + strconv.Itoa(g.limit) + "."
}

// withoutTier judges a circuit that does not say its tier.
func withoutTier(p *rules.Pass, c *planner.Circuit, g gauge) {
	least, most := 0, (*catalog.Tier)(nil)
	for _, t := range p.Catalog.Tiers() {
		if least == 0 || t.PrivateIPv4Prefixes < least {
			least = t.PrivateIPv4Prefixes
		}
		if most == nil || t.PrivateIPv4Prefixes > most.PrivateIPv4Prefixes {
			most = t
		}
	}
	g.limit, g.taker, g.rests = most.PrivateIPv4Prefixes, "even the "+most.Name+" tier takes", most.About("private_ipv4_prefixes")
	switch {
	case g.over():
		report(p, g).Fix("Aggregate prefixes to at most %d.", g.limit)
	case g.least > least:
		p.Unknown(c.At("tier"), "circuit %q does not say its tier; it announces %d IPv4 prefixes, and a tier takes %d or %d", c.Name(), g.least, least, most.PrivateIPv4Prefixes)
	}
}

var azurePrefixLimit = &rules.Rule{
	ID:       "routing/azure-prefix-limit",
	Code:     "RTE-002",
	Title:    "A gateway announces no more VNet prefixes than a connection takes",
	Severity: diag.Error,
	Why:      "Above the limit the connection goes down, for the VNet with the gateway and for all its spokes, until there are fewer address spaces.",
	Fix:      "Write summarized_gateway_prefixes at the VNet with the gateway, use fewer address spaces, or spread the spokes over several gateways.",
	Refs: []rules.Ref{
		{Doc: "expressroute-faqs", Section: "How many prefixes can be advertised from a virtual network to on-premises on ExpressRoute private peering?", Date: "2026-03-31"},
		{Doc: "expressroute-faqs", Section: "What happens if the prefix limit on an ExpressRoute connection gets exceeded?", Date: "2026-03-31"},
	},
	Check: func(p *rules.Pass) {
		connections := expressRoute(p)
		for _, gw := range p.Gateways {
			if len(connections[gw]) == 0 {
				continue
			}
			for _, g := range toSites(p, gw) {
				if !g.over() {
					continue
				}
				f := report(p, g)
				for _, c := range connections[gw] {
					f.Related(c.Here(), "connection %q goes down", c.Name())
				}
			}
		}
	},
}

var gatewayLearnedLimit = &rules.Rule{
	ID:       "routing/gateway-learned-limit",
	Code:     "RTE-003",
	Title:    "A gateway learns no more routes than its SKU takes",
	Severity: diag.Error,
	Why:      "A gateway learns a limited number of routes from its circuits. What happens above it is not documented; it is not supported.",
	Fix:      "Aggregate prefixes on premises, or use a larger gateway SKU.",
	Refs:     []rules.Ref{{Doc: "expressroute-about-virtual-network-gateways", Section: "Maximum supported limits", Date: "2026-09-05"}},
	Check: func(p *rules.Pass) {
		connections := expressRoute(p)
		for _, gw := range p.Gateways {
			if len(connections[gw]) == 0 {
				continue
			}
			switch g := learned(p, gw, connections[gw]); {
			case g.over():
				f := report(p, g)
				if names := larger(p, g.least); names != "" {
					f.Fix("Aggregate prefixes, or use a SKU that takes more: %s.", names)
				}
			case gw.ERSKU == nil && g.most > smallestSKU(p):
				p.Unknown(gw.At("sku"), "gateway %q does not say its SKU; it learns %d routes, and the smallest SKUs take %d", gw.Name(), g.most, smallestSKU(p))
			case g.limit > 0 && g.most > g.limit:
				p.Unknown(unlisted(p, connections[gw]).At("advertised_prefixes"), "gateway %q learns between %d and %d routes, as circuits count prefixes without listing them; %s at most %d", gw.Name(), g.least, g.most, g.taker, g.limit)
			}
		}
	},
}

// unlisted returns the first peering that counts prefixes without listing them.
func unlisted(p *rules.Pass, connections []*planner.Connection) *planner.Peering {
	for _, c := range connections {
		circuits := []*planner.Circuit{c.Circuit}
		for _, r := range c.Circuit.GlobalReach {
			circuits = append(circuits, r.Other(c.Circuit))
		}
		for _, circuit := range circuits {
			if private := circuit.Peerings.Private; private != nil {
				if a := private.AnnouncedByAny(); a.Known && !a.Listed() {
					return private
				}
			}
		}
	}
	return connections[0].Circuit.Peerings.Private
}

// smallestSKU returns the least number of routes that any SKU takes.
func smallestSKU(p *rules.Pass) int {
	least := 0
	for _, s := range p.Catalog.GatewaySKUs() {
		if least == 0 || s.RoutesLearned < least {
			least = s.RoutesLearned
		}
	}
	return least
}

// larger lists the current SKUs that take a number of routes.
func larger(p *rules.Pass, routes int) string {
	var names []string
	for _, s := range p.Catalog.GatewaySKUs() {
		if s.Family != "non-az" && s.RoutesLearned >= routes {
			names = append(names, s.Name)
		}
	}
	return rules.And(names)
}

var totalRoutes = &rules.Rule{
	ID:       "routing/total-routes",
	Code:     "RTE-004",
	Title:    "A gateway holds no more routes in all than it can",
	Severity: diag.Warning,
	Why:      "The address spaces of the VNet, of all peered VNets and the routes from the sites count together. Summarized prefixes shorten what is announced, not what the gateway holds.",
	Fix:      "Aggregate prefixes on premises, use fewer and larger address spaces, or spread the spokes over several gateways.",
	Refs:     []rules.Ref{{Doc: "expressroute-about-virtual-network-gateways", Section: "Maximum supported limits", Date: "2026-09-05"}},
	Check: func(p *rules.Pass) {
		connections := expressRoute(p)
		for _, gw := range p.Gateways {
			if len(connections[gw]) == 0 || learned(p, gw, connections[gw]).over() { // the rule before this one
				continue
			}
			switch g := total(p, gw, connections[gw]); {
			case g.over():
				report(p, g)
			case g.most > g.limit:
				p.Unknown(unlisted(p, connections[gw]).At("advertised_prefixes"), "gateway %q holds between %d and %d routes, as circuits count prefixes without listing them; %s at most %d", gw.Name(), g.least, g.most, g.taker, g.limit)
			}
		}
	},
}

var nearLimit = &rules.Rule{
	ID:       "routing/near-limit",
	Code:     "RTE-005",
	Title:    "Numbers of routes keep a distance from their limits",
	Severity: diag.Warning,
	Why:      "Networks grow, and a leak on premises adds prefixes within seconds. Above the limit a session or a connection goes down. The threshold of 80 % is ours; Microsoft only says \"close\".",
	Fix:      "Plan the aggregation now, and have an alert on the number of routes.",
	Refs:     []rules.Ref{{Doc: "advisor/advisor-reference-reliability-recommendations", Section: "Networking", Date: "2026-06-23"}},
	Inferred: true,
	Covers:   []string{"Advisor e3489565-d891-406e-91d1-44f476563850"},
	Check: func(p *rules.Pass) {
		var all []gauge
		said := map[int]bool{} // numbers that are near the limit of a circuit: the gateway that learns the same ones is not named too
		for _, c := range p.Circuits {
			for _, g := range onCircuit(p, c) {
				all, said[g.least] = append(all, g), said[g.least] || g.near()
			}
		}
		connections := expressRoute(p)
		for _, gw := range p.Gateways {
			c := connections[gw]
			if len(c) == 0 {
				continue
			}
			all = append(all, toSites(p, gw)...)
			if g := learned(p, gw, c); !said[g.least] {
				all = append(all, g)
			}
			all = append(all, total(p, gw, c))
		}
		for _, g := range all {
			if g.near() {
				p.Report(g.place, "%s %d %s, %d %% of the %d that %s", g.does, g.least, g.things, (g.least*100+g.limit-1)/g.limit, g.limit, g.taker).Rests(g.rests)
			}
		}
	},
}
