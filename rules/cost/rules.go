// Package cost holds the rules on what a design pays for without need: a tier,
// a billing model, a gateway or a port pair. There are no prices here; with a
// file of prices "erplan compare" computes what an option costs.
//
// Figures that a design does not give, such as how much data leaves Azure, are
// not asked for: what rests on them is silent then.
package cost

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

// Rules lists the rules of the family in order.
var Rules = []*rules.Rule{
	premiumNotNeeded,
	localPossible,
	dataPlan,
	directBillingStart,
	notProvisionedCircuit,
	gatewayOversized,
}

func faq(section string) rules.Ref {
	return rules.Ref{Doc: "expressroute-faqs", Section: section, Date: "2026-03-31"}
}

var wellArchitected = rules.Ref{Doc: "https://learn.microsoft.com/azure/well-architected/service-guides/azure-expressroute", Section: "Cost Optimization", Date: "2025-11-21"}

var premiumNotNeeded = &rules.Rule{
	ID:       "cost/premium-not-needed",
	Code:     "COST-001",
	Title:    "A circuit is Premium for a reason",
	Severity: diag.Advice,
	Why:      "Premium is paid for beside the circuit. It gives other geopolitical regions, Microsoft 365, more networks and more prefixes; what stays within the limits of Standard does not need it.",
	Fix:      "Write tier = \"standard\".",
	Refs: []rules.Ref{
		faq("Do I pay for ExpressRoute premium in addition to standard ExpressRoute charges?"), wellArchitected,
	},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			if c.Tier != planner.TierPremium || len(c.Connections)+len(c.PeeringList()) == 0 {
				continue
			}
			needs, known := p.BeyondTier(c, planner.TierStandard)
			if !known || len(needs) > 0 {
				continue // what is not known other rules ask for
			}
			p.Report(c.ValueAt("tier"), "circuit %s is Premium, and nothing that it is used for takes more than Standard", c.Name()).
				Rests(c.Location.About("geopolitical_region"))
		}
	},
}

// Without a figure of what leaves Azure the rule speaks of circuits with
// unlimited data alone: only there is it certain that Local includes what is
// paid for.
var localPossible = &rules.Rule{
	ID:       "cost/local-possible",
	Code:     "COST-002",
	Title:    "A circuit that reaches only local regions and carries much is Local",
	Severity: diag.Advice,
	Why:      "A Local circuit includes all data from Azure in its price. It reaches the regions next to its peering location, and has no Global Reach.",
	Fix:      "Compare its price with that of the Local tier.",
	Refs:     []rules.Ref{faq("What are the benefits of ExpressRoute Local?")},
	Covers:   []string{"ALZ D06.05", "ALZ D06.11"},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			l := c.Location
			if l == nil || len(l.LocalRegions) == 0 || c.Tier == "" || c.Tier == planner.TierLocal || len(c.Connections) == 0 {
				continue
			}
			paid := ""
			switch {
			case c.Billing == planner.Unlimited:
				paid = "pays for unlimited data"
			case c.MonthlyEgress.Value() > 0:
				paid = fmt.Sprintf("pays for %v TB a month from Azure", c.MonthlyEgress.Value())
			default:
				continue
			}
			if needs, known := p.BeyondTier(c, planner.TierLocal); !known || len(needs) > 0 {
				continue
			}
			f := p.Report(c.ValueAt("tier"), "circuit %s at %s reaches only %s, which is local there, and %s, which Local includes", c.Name(), l.Name, rules.And(regions(c)), paid).
				Rests(l.About("local_regions"))
			if c.Exists() {
				f.Fix("Compare its price with that of a Local circuit; a %s one does not become Local, so that it would be a new circuit.", c.Tier)
			} else if c.IsDirect() { // created metered, and includes the data all the same
				f.Fix("Write tier = \"local\", if its price is lower.")
			} else {
				f.Fix("Write tier = \"local\" and billing = \"unlimited\", if its price is lower.")
			}
		}
	},
}

// regions names the regions that a circuit is connected to, each once.
func regions(c *planner.Circuit) []string {
	var out []string
	for _, n := range c.Connections {
		if name := n.Azure().Name; !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// Shares of what a circuit could carry in a month, below which unlimited and
// above which metered data is likely the dearer choice. Where exactly depends
// on the prices of the zone.
const (
	little = 0.10
	much   = 0.60
)

// monthOf is what one Mbps carries in a month of 730 hours, in TB.
const monthOf = 1e6 / 8 * 730 * 3600 / 1e12

var dataPlan = &rules.Rule{
	ID:       "cost/data-plan",
	Code:     "COST-003",
	Title:    "Data is metered where little leaves Azure, and unlimited where much does",
	Severity: diag.Advice,
	Why:      "Unlimited data is a fixed price of the size of the circuit, metered data one for each GB that leaves Azure. Metered circuits can become unlimited, not the other way round.",
	Fix:      "Compare the two with your prices: erplan compare --prices FILE.",
	Refs: []rules.Ref{
		wellArchitected,
		{Doc: "expressroute-circuit-peerings", Section: "Circuit SKU upgrade and downgrade", Date: "2026-08-27"},
	},
	Inferred: true,
	Covers:   []string{"ALZ D06.04"},
	YieldsTo: []string{"cost/local-possible"},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			if !c.MonthlyEgress.Known() || c.Bandwidth == 0 || c.Tier == planner.TierLocal {
				continue
			}
			could := float64(c.Bandwidth) * monthOf
			share := c.MonthlyEgress.Value() / could
			words := fmt.Sprintf("%v TB a month leave Azure over circuit %s, %.0f %% of the %.0f TB that %s could carry", c.MonthlyEgress.Value(), c.Name(), 100*share, could, c.Bandwidth)
			switch {
			case c.Billing == planner.Unlimited && share < little:
				p.Report(c.ValueAt("billing"), "%s: metered data is likely cheaper than unlimited", words).
					Related(c.ValueAt("monthly_egress_tb"), "the data")
			case c.Billing == planner.Metered && share > much:
				p.Report(c.ValueAt("billing"), "%s: unlimited data is likely cheaper than metered", words).
					Related(c.ValueAt("monthly_egress_tb"), "the data")
			}
		}
	},
}

var directBillingStart = &rules.Rule{
	ID:       "cost/direct-billing-start",
	Code:     "COST-004",
	Title:    "A port pair is created when its cross-connects are near",
	Severity: diag.Advice,
	Why:      "A port pair is billed from the day on which a link is switched on, and at the latest some weeks after its creation, cross-connects or not.",
	Fix:      "Create the pair later, or have the cross-connects earlier.",
	Refs:     []rules.Ref{faq("When does billing start and stop for the ExpressRoute Direct port pairs?")},
	Check: func(p *rules.Pass) {
		after := p.Catalog.Limit("erdirect.billing_starts_after")
		for _, port := range p.Ports {
			if port.Ordered.IsZero() || port.CrossConnect.IsZero() {
				continue
			}
			if days := port.Ordered.DaysUntil(port.CrossConnect); days > after.Int() {
				p.Report(port.ValueAt("ordered"), "port pair %s is created %s before its cross-connects are ready, and billed %s after it is created", port.Name(), rules.Count(days, "day"), rules.Count(after.Int(), "day")).
					Related(port.ValueAt("cross_connect"), "the cross-connects").Rests(after.Source)
			}
		}
	},
}

var notProvisionedCircuit = &rules.Rule{
	ID:       "cost/not-provisioned-circuit",
	Code:     "COST-005",
	Title:    "A circuit that is created is provisioned, or deleted",
	Severity: diag.Advice,
	Why:      "Azure bills a circuit from its creation, whether the provider has set it up or not.",
	Fix:      "Have the provider set it up, or delete it.",
	Refs:     []rules.Ref{wellArchitected},
	YieldsTo: []string{"circuit/not-provisioned"},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			if !c.IsDirect() && c.Exists() && !c.Provisioned() {
				p.Report(c.ValueAt("provisioning_state"), "circuit %s is %q and billed since its creation", c.Name(), c.ProvisioningState)
			}
		}
	},
}
