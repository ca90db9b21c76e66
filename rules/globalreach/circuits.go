package globalreach

import (
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var localSKU = &rules.Rule{
	ID:       "global-reach/local-sku",
	Code:     "GR-003",
	Title:    "Circuits that Global Reach joins are not of the Local tier",
	Severity: diag.Error,
	Why:      "Global Reach is not available on circuits of the Local tier.",
	Fix:      "Make the circuit Standard, or Premium where it is joined to another geopolitical region.",
	Refs:     []rules.Ref{{Doc: "expressroute-faqs", Section: "What features are available and what aren't on ExpressRoute Local?", Date: "2026-03-31"}},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			if len(c.GlobalReach) == 0 {
				continue
			}
			tier, ok := p.Catalog.Tier(string(c.Tier))
			if !ok {
				p.Unknown(c.At("tier"), "circuit %s does not say its tier; Global Reach is not available on Local", c.Name())
				continue
			}
			if tier.GlobalReach {
				continue
			}
			need := planner.TierStandard
			if abroad(p, c) != nil {
				need = planner.TierPremium
			}
			f := p.Report(c.ValueAt("tier"), "circuit %s is %q, which has no Global Reach; %s needs at least %q", c.Name(), c.Tier, c.GlobalReach[0].Name(), need).
				Related(end(c.GlobalReach[0], c), "joined here").
				Rests(tier.About("global_reach")).
				Fix("Write tier = %q.", need)
			alsoJoins(f, c)
		}
	},
}

// abroad returns the first link that joins a circuit to another geopolitical
// region, or nil. A location without Global Reach does not count.
func abroad(p *rules.Pass, c *planner.Circuit) *planner.GlobalReach {
	if c.Location == nil || !offered(p, c.Location) {
		return nil
	}
	for _, g := range c.GlobalReach {
		far := g.Other(c).Location
		if far != nil && offered(p, far) && far.GeopoliticalRegion != c.Location.GeopoliticalRegion {
			return g
		}
	}
	return nil
}

var crossGeoNeedsPremium = &rules.Rule{
	ID:       "global-reach/cross-geo-needs-premium-both",
	Code:     "GR-004",
	Title:    "Both circuits are Premium where Global Reach joins two geopolitical regions",
	Severity: diag.Error,
	Why:      "Between geopolitical regions Azure joins Premium circuits only. Inside of one, Standard is enough for both.",
	Fix:      "Make both circuits Premium, or join circuits of one geopolitical region.",
	Refs: []rules.Ref{
		{Doc: "expressroute-faqs", Section: "Do I need ExpressRoute Premium for ExpressRoute Global Reach?", Date: "2026-03-31"},
		{Doc: "expressroute-global-reach", Section: "Availability", Date: "2025-04-09"},
	},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			tier, ok := p.Catalog.Tier(string(c.Tier)) // that none is stated, or that it is Local, is localSKU's to say
			if !ok || !tier.GlobalReach || tier.GlobalReachAcross {
				continue
			}
			g := abroad(p, c)
			if g == nil {
				continue
			}
			far := g.Other(c).Location
			p.Report(c.ValueAt("tier"), "circuit %s at %s is %q; Global Reach %s joins it to %s, from %s to %s, which needs %q on both circuits",
				c.Name(), c.Location.Name, c.Tier, g.Name(), far.Name, c.Location.GeopoliticalRegion, far.GeopoliticalRegion, planner.TierPremium).
				Related(end(g, c), "joined here").
				Rests(tier.About("global_reach_across_geopolitical_regions"), c.Location.About("geopolitical_region"), far.About("geopolitical_region")).
				Fix("Write tier = %q, or join %s to a circuit in %s.", planner.TierPremium, c.Name(), c.Location.GeopoliticalRegion)
		}
	},
}

var privatePeeringMissing = &rules.Rule{
	ID:       "global-reach/private-peering-missing",
	Code:     "GR-005",
	Title:    "Circuits that Global Reach joins have private peering",
	Severity: diag.Error,
	Why:      "Global Reach joins private peerings. A circuit without one cannot be joined.",
	Fix:      "Configure private peering on the circuit first.",
	Refs:     []rules.Ref{{Doc: "expressroute-howto-set-global-reach-portal", Section: "Before you begin", Date: "2023-06-30"}},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			// Of a circuit that is connected too, peering/private-peering-missing says it.
			if len(c.GlobalReach) == 0 || len(c.Connections) > 0 || c.Peerings.Private != nil {
				continue
			}
			f := p.Report(c.At("peerings", "private"), "circuit %s has no private peering; Global Reach %s needs one on both circuits", c.Name(), c.GlobalReach[0].Name()).
				Related(end(c.GlobalReach[0], c), "joined here").
				Fix("Add [circuits.%s.peerings.private].", c.Name())
			alsoJoins(f, c)
		}
	},
}

var crossSubscription = &rules.Rule{
	ID:       "global-reach/cross-subscription-authorization",
	Code:     "GR-009",
	Title:    "Global Reach to a circuit of another subscription names an authorization",
	Severity: diag.Error,
	Why:      "Whoever joins a circuit of another subscription needs an authorization that its owner has created. Without it the request fails.",
	Fix:      "Create an authorization on the other circuit and name it in authorization, or write authorization = true. The key itself stays in a vault.",
	Refs: []rules.Ref{
		{Doc: "expressroute-howto-set-global-reach-portal", Section: "ExpressRoute circuits in different Azure subscriptions", Date: "2023-06-30"},
		{Doc: "cross-network-connectivity", Section: "Cross connecting on-premises networks", Date: "2023-06-30"},
	},
	Check: func(p *rules.Pass) {
		noted := map[*planner.Circuit]bool{}
		for _, g := range p.GlobalReach {
			a, b := g.Circuits[0], g.Circuits[1]
			if g.Authorization.Present() {
				continue
			}
			for _, c := range g.Circuits {
				if c.Subscription == "" && !noted[c] {
					p.Unknown(c.At("subscription"), "circuit %s does not say its subscription; Global Reach %s needs an authorization between two", c.Name(), g.Name())
					noted[c] = true
				}
			}
			if a.Subscription != "" && b.Subscription != "" && !strings.EqualFold(a.Subscription, b.Subscription) {
				p.Report(g.At("authorization"), "circuits %s and %s are in the subscriptions %q and %q, and Global Reach %s names no authorization",
					a.Name(), b.Name(), a.Subscription, b.Subscription, g.Name()).
					Related(a.ValueAt("subscription"), "the subscription of %s", a.Name()).
					Related(b.ValueAt("subscription"), "the subscription of %s", b.Name())
			}
		}
	},
}

var duplicateLink = &rules.Rule{
	ID:       "global-reach/duplicate-link",
	Title:    "Two circuits are joined by Global Reach once",
	Severity: diag.Error,
	Why:      "A Global Reach link is seen from both circuits but made only once. Azure refuses the second.",
	Fix:      "Remove one of the two.",
	Refs:     []rules.Ref{{Doc: "expressroute-howto-set-global-reach-portal", Section: "Enable connectivity", Date: "2023-06-30"}},
	Inferred: true,
	Check: func(p *rules.Pass) {
		for _, g := range p.GlobalReach {
			if first := twin(g); first != nil {
				p.Report(g.ValueAt("circuits"), "circuits %s and %s are joined by %s already", g.Circuits[0].Name(), g.Circuits[1].Name(), first.Name()).
					Related(first.ValueAt("circuits"), "joined here first").
					Fix("Remove [global_reach.%s] or [global_reach.%s].", g.Name(), first.Name())
			}
		}
	},
}

// twin returns an earlier link between the same two circuits, or nil.
func twin(g *planner.GlobalReach) *planner.GlobalReach {
	c := g.Circuits[0]
	for _, other := range c.GlobalReach {
		if other == g {
			break
		}
		if other.Other(c) == g.Circuits[1] {
			return other
		}
	}
	return nil
}
