package circuit

import (
	"slices"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

// The rules of this file compare a circuit with what it is today; without the
// current state they are silent.

// changed calls a function for each circuit that is there today.
func changed(p *rules.Pass, look func(c, old *planner.Circuit)) {
	if p.Current == nil {
		return
	}
	for _, c := range p.Circuits {
		if old, ok := rules.Named(p.Current.Circuits, c.Name()); ok {
			look(c, old)
		}
	}
}

var upgradeAndDowngrade = rules.Ref{Doc: "expressroute-circuit-peerings", Section: "Circuit SKU upgrade and downgrade", Date: "2026-08-27"}

var skuTransitionNotAllowed = &rules.Rule{
	ID:       "circuit/sku-transition-not-allowed",
	Code:     "SKU-008",
	Title:    "A circuit in use changes its tier and billing only as Azure allows",
	Severity: diag.Error,
	Why:      "Azure changes Standard to Premium and back, Local to Standard or Premium, and metered to unlimited data. Everything else takes a new circuit, a migration, and the deletion of the old one.",
	Fix:      "Keep it, or plan a new circuit with migration_of.",
	Refs:     []rules.Ref{upgradeAndDowngrade},
	Check: func(p *rules.Pass) {
		changed(p, func(c, old *planner.Circuit) {
			reportTransition(p, c, old, "tier", string(old.Tier), string(c.Tier))
			reportTransition(p, c, old, "billing", string(old.Billing), string(c.Billing))
		})
	},
}

func reportTransition(p *rules.Pass, c, old *planner.Circuit, key, from, to string) {
	if from == "" || to == "" || from == to {
		return
	}
	list := p.Catalog.Transitions()
	i := slices.IndexFunc(list, func(t catalog.Transition) bool { return t.Property == key && t.From == from && t.To == to })
	switch {
	case i < 0:
	case list[i].Supported == catalog.No:
		p.Report(c.ValueAt(key), "circuit %s is %q today and cannot become %q", c.Name(), from, to).
			Related(old.ValueAt(key), "today").Rests(list[i].Source)
	case list[i].Supported == catalog.Unknown:
		p.Report(c.ValueAt(key), "circuit %s is %q today, and %q is not among what Azure changes it to", c.Name(), from, to).
			Related(old.ValueAt(key), "today").Rests(list[i].Source, catalog.Source{Doubt: "the page lists what is allowed and is silent on this change"})
	case key == "tier" && from == string(planner.TierLocal) && c.Billing == planner.Metered:
		if old.Billing == planner.Unlimited {
			return // the change of billing is the finding
		}
		p.Report(c.ValueAt("billing"), "circuit %s leaves the Local tier, which takes unlimited data, and is planned as %q", c.Name(), c.Billing).
			Related(c.ValueAt(key), "the new tier").Rests(list[i].Source).Fix("Write billing = \"unlimited\".")
	}
}

var bandwidthDecrease = &rules.Rule{
	ID:       "circuit/bandwidth-decrease",
	Code:     "SKU-009",
	Title:    "The bandwidth of a circuit in use is not lowered",
	Severity: diag.Error,
	Why:      "Azure raises the bandwidth of a circuit where its port has room, and never lowers it.",
	Fix:      "Plan a new, smaller circuit with migration_of, move to it, and delete the old one.",
	Refs: []rules.Ref{
		{Doc: "expressroute-faqs", Section: "Can the bandwidth of an ExpressRoute circuit be changed?", Date: "2026-03-31"},
		{Doc: "rate-limit", Section: "Frequently asked questions", Date: "2023-11-15"},
	},
	Check: func(p *rules.Pass) {
		down := p.Catalog.Limit("circuit.decrease_bandwidth")
		changed(p, func(c, old *planner.Circuit) {
			if c.Bandwidth > 0 && c.Bandwidth < old.Bandwidth {
				p.Report(c.ValueAt("bandwidth"), "circuit %s has %s today and cannot be lowered to %s", c.Name(), old.Bandwidth, c.Bandwidth).
					Related(old.ValueAt("bandwidth"), "today").Rests(down.Source)
			}
		})
	},
}

// What the design itself asks of Standard and Standard does not give other
// rules report, at the same place and more exactly.
var premiumRemoval = &rules.Rule{
	ID:       "circuit/premium-removal-over-standard-limits",
	Code:     "SKU-010",
	Title:    "A circuit leaves Premium only after its use fits Standard",
	Severity: diag.Error,
	Why:      "Azure refuses the change from Premium to Standard as long as the circuit exceeds what Standard gives: connections, prefixes, regions, Microsoft 365.",
	Fix:      "Bring the use below the limits of Standard first, and change the tier as the last step.",
	Refs:     []rules.Ref{{Doc: "expressroute-faqs", Section: "How do I disable ExpressRoute premium?", Date: "2026-03-31"}, upgradeAndDowngrade},
	YieldsTo: []string{
		"circuit/cross-geopolitical-needs-premium", "circuit/dr-pair-across-geo-needs-premium-both", "circuit/m365-needs-premium",
		"circuit/microsoft-peering-region-scope", "circuit/vnet-link-limit", "global-reach/cross-geo-needs-premium-both", "routing/private-prefix-limit",
	},
	Check: func(p *rules.Pass) {
		changed(p, func(c, old *planner.Circuit) {
			if old.Tier != planner.TierPremium || c.Tier != planner.TierStandard {
				return
			}
			if needs, _ := p.BeyondTier(c, planner.TierStandard); len(needs) > 0 {
				p.Report(c.ValueAt("tier"), "circuit %s is to leave Premium and still needs it: %s", c.Name(), rules.Some(needs)).
					Related(old.ValueAt("tier"), "today")
				return
			}
			if needs, _ := p.Current.BeyondTier(old, planner.TierStandard); len(needs) > 0 {
				p.Report(c.ValueAt("tier"), "circuit %s can leave Premium only after what needs it today is gone: %s", c.Name(), rules.Some(needs)).
					As(diag.Warning).Related(old.ValueAt("tier"), "today")
			}
		})
	},
}
