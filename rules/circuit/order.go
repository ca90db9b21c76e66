package circuit

import (
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var accessLinkSlower = &rules.Rule{
	ID:       "circuit/access-link-slower-than-circuit",
	Code:     "SKU-011",
	Title:    "The access lines of a circuit are as fast as the circuit",
	Severity: diag.Advice,
	Why:      "What a link carries is the smaller of its line and of the circuit, and one link has to carry everything when the other fails.",
	Fix:      "Order faster lines, or a smaller circuit.",
	Refs: []rules.Ref{
		{Doc: "expressroute-faqs", Section: "Do I have to purchase a private connection of the same speed as the ExpressRoute circuit I purchase?", Date: "2026-03-31"},
		{Doc: "provider-rate-limit", Section: "How does rate limiting work over an ExpressRoute circuit?", Date: "2024-01-12"},
	},
	YieldsTo: []string{"redundancy/surviving-capacity"},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			for _, l := range c.Links.All() {
				if l.Bandwidth > 0 && l.Bandwidth < c.Bandwidth {
					p.Report(l.ValueAt("bandwidth"), "link %s has a line of %s, and circuit %s is of %s", l.ID(), l.Bandwidth, c.Name(), c.Bandwidth).
						Related(c.ValueAt("bandwidth"), "the circuit").
						Fix("Order a line of %s for both links, or a circuit of %s.", c.Bandwidth, l.Bandwidth)
				}
			}
		}
	},
}

var sessionOwner = &rules.Rule{
	ID:       "circuit/provider-l2-vs-l3-owner",
	Code:     "SKU-012",
	Title:    "It is clear who holds the BGP sessions of a circuit",
	Severity: diag.Advice,
	Why:      "With a provider of layer 3 the sessions, BFD, prepends and filters are the provider's to set, and have to be asked for; with layer 2 a router of the customer has to be there for them. A mistake shows on the day of the hand-over.",
	Fix:      "Write layer = 3 and ask the provider for the settings, or layer = 2 with a router at each link.",
	Refs: []rules.Ref{
		{Doc: "expressroute-howto-routing-portal-resource-manager", Section: "Prerequisites", Date: "2023-08-31"},
		{Doc: "expressroute-prerequisites", Section: "Network requirements", Date: "2025-01-31"},
	},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			if c.Layer.Known() && c.Layer.Value() == 3 {
				reportManaged(p, c)
			}
			if !c.Layer.Known() || c.Layer.Value() != 2 || len(c.PeeringList()) == 0 || c.WAN != nil {
				continue
			}
			for _, l := range c.Links.All() {
				if l.Up() && l.Configured() && l.RouterName == "" {
					p.Report(l.Here(), "circuit %s is of layer 2, and no router of yours ends link %s", c.Name(), l.ID()).
						Related(c.ValueAt("layer"), "layer 2").Fix("Write router = \"SITE/ROUTER\" at the link.")
				}
			}
		}
	},
}

// reportManaged reports what a design sets itself on a circuit whose sessions
// the provider holds.
func reportManaged(p *rules.Pass, c *planner.Circuit) {
	for _, peering := range c.PeeringList() {
		if peering.ManagedBy == planner.CustomerParty {
			p.Report(peering.ValueAt("managed_by"), "circuit %s is of layer 3, so that the provider holds the sessions of its %s peering, and it says that you do", c.Name(), peering.Kind).
				Related(c.ValueAt("layer"), "layer 3").Fix("Write managed_by = \"provider\", or layer = 2.")
		}
	}
	for _, l := range c.Links.All() {
		for _, key := range []string{"bfd", "as_path_prepend", "local_preference"} {
			if l.Has(key) {
				p.Report(l.At(key), "circuit %s is of layer 3, so that %s on link %s is the provider's to set", c.Name(), key, l.ID()).
					Related(c.ValueAt("layer"), "layer 3").
					Fix("Ask %s for it, and say so at the peering with managed_by = \"provider\".", providerOf(c))
			}
		}
	}
}

func providerOf(c *planner.Circuit) string {
	if name := c.ProviderName(); name != "" {
		return name
	}
	return "the provider"
}

var localBilling = &rules.Rule{
	ID:       "circuit/local-billing-family",
	Code:     "SKU-013",
	Title:    "A Local circuit of a provider has unlimited data",
	Severity: diag.Advice,
	Why:      "The Local tier includes all data and is billed as unlimited; what says metered is read by nobody and misleads who budgets.",
	Fix:      "Write billing = \"unlimited\".",
	Refs: []rules.Ref{
		{Doc: "https://learn.microsoft.com/azure/well-architected/service-guides/azure-expressroute", Section: "Cost Optimization", Date: "2025-11-21"},
		{Doc: "how-to-expressroute-direct-portal", Section: "Create a circuit (where a Local circuit on ports is created metered)", Date: "2024-03-11"},
	},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			tier, ok := p.Catalog.Tier(string(c.Tier))
			if c.IsDirect() || !ok || c.Billing == "" || tier.Offers(string(c.Billing)) {
				continue
			}
			if c.Location != nil && len(c.Location.LocalRegions) == 0 { // then the tier is the mistake
				continue
			}
			p.Report(c.ValueAt("billing"), "circuit %s: the tier %q is not had with %q data", c.Name(), c.Tier, c.Billing)
		}
	},
}
