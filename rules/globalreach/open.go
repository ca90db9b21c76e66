package globalreach

import (
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var noFiltering = &rules.Rule{
	ID:       "global-reach/no-filtering",
	Code:     "GR-014",
	Title:    "The sites at both ends of Global Reach filter what they let in",
	Severity: diag.Advice,
	Inferred: true,
	Why:      "Everything that one circuit knows, Azure's prefixes among it, reaches the other, and Azure has no filter on the link: who is joined is joined completely.",
	Fix:      "Filter at the edge of the site, and write edge_filter = true.",
	Refs: []rules.Ref{
		{Doc: "expressroute-faqs", Section: "Can routes from the on-premises network get filtered?", Date: "2026-03-31"},
		{Doc: "expressroute-global-reach", Section: "Introduction", Date: "2025-01-31"},
	},
	Check: func(p *rules.Pass) {
		done := map[*planner.Site]bool{}
		for _, g := range p.GlobalReach {
			for _, c := range g.Circuits {
				for _, s := range c.Sites() {
					if done[s] {
						continue
					}
					done[s] = true
					switch {
					case !s.EdgeFilter.Known():
						p.Unknown(s.At("edge_filter"), "whether site %s filters what comes from circuit %s over Global Reach %s is not stated", s.Name(), g.Other(c).Name(), g.Name())
					case !s.EdgeFilter.Value():
						p.Report(s.ValueAt("edge_filter"), "site %s does not filter, and Global Reach %s opens it to all that circuit %s knows", s.Name(), g.Name(), g.Other(c).Name()).
							Related(g.Here(), "Global Reach %s", g.Name())
					}
				}
			}
		}
	},
}

// What the design itself joins to a circuit without private peering is an
// error of the design, which other rules report.
var privatePeeringDeleted = &rules.Rule{
	ID:       "global-reach/private-peering-delete-blocked",
	Code:     "GR-015",
	Title:    "Connections and Global Reach go before the private peering that they use",
	Severity: diag.Advice,
	Why:      "Azure refuses to delete a private peering as long as a VNet or another circuit is joined to it.",
	Fix:      "Plan the order: first the connections and Global Reach, then the peering.",
	Refs:     []rules.Ref{{Doc: "expressroute-howto-routing-portal-resource-manager", Section: "To delete Azure private peering (warning)", Date: "2023-08-31"}},
	YieldsTo: []string{"peering/private-peering-missing", "global-reach/private-peering-missing"},
	Check: func(p *rules.Pass) {
		if p.Current == nil {
			return
		}
		for _, c := range p.Circuits {
			old, ok := rules.Named(p.Current.Circuits, c.Name())
			if !ok || c.Peerings.Private != nil || old.Peerings.Private == nil || len(old.Connections)+len(old.GlobalReach) == 0 {
				continue
			}
			var first []string
			for _, n := range old.Connections {
				first = append(first, "connection "+n.Name())
			}
			for _, g := range old.GlobalReach {
				first = append(first, "Global Reach "+g.Name())
			}
			p.Report(c.At("peerings", "private"), "circuit %s loses its private peering, which %s today", c.Name(), used(first)).
				Related(old.Peerings.Private.Here(), "today").
				Fix("Plan the order: delete %s first, then the peering.", rules.Some(first))
		}
	},
}

func used(by []string) string {
	if len(by) == 1 {
		return by[0] + " uses"
	}
	return rules.Some(by) + " use"
}
