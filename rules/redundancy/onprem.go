package redundancy

import (
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var staticRouting = &rules.Rule{
	ID:       "redundancy/static-routing-on-premises",
	Code:     "RED-018",
	Title:    "Routers behind a circuit forward along routes that they receive",
	Severity: diag.Warning,
	Why:      "A static route keeps pointing at a link after Azure has withdrawn its prefixes there. Traffic is dropped although the other link works.",
	Fix:      "Route dynamically between the edge routers and the site, by iBGP or OSPF, and write static_routing = false.",
	Refs: []rules.Ref{
		{Doc: "planned-maintenance", Section: "Maintenance activity between MSEE routers and Microsoft core network", Date: "2023-05-10"},
		{Doc: "well-architected/service-guides/azure-expressroute", Section: "Operational Excellence", Date: "2025-11-21"},
	},
	Covers: []string{"ALZ D06.18"},
	Check: func(p *rules.Pass) {
		asked := map[*planner.Site]bool{}
		for _, r := range edgeRouters(p) {
			switch {
			case r.StaticRouting.Value():
				p.Report(r.ValueAt("static_routing"), "router %q, on which %s, routes statically; it has to follow the routes that it receives", r.ID(), endsOn(p, r))
			case !r.StaticRouting.Known() && !asked[r.Site]:
				asked[r.Site] = true
				p.Unknown(r.At("static_routing"), "site %q does not say whether its edge routers route statically", r.Site.Name())
			}
		}
	},
}

// edgeRouters returns the routers on which links of circuits or attachments to
// a WAN that circuits join end, in the order of the sites.
func edgeRouters(p *rules.Pass) []*planner.Router {
	used := map[*planner.Router]bool{}
	for _, c := range p.Circuits {
		for _, l := range c.Links.All() {
			if l.Router != nil {
				used[l.Router] = true
			}
		}
		if c.WAN != nil {
			for _, a := range c.WAN.Attachments {
				used[a.Router] = true
			}
		}
	}
	var out []*planner.Router
	for _, s := range p.Sites {
		for _, r := range s.Routers {
			if used[r] {
				out = append(out, r)
			}
		}
	}
	return out
}

// endsOn says what ends on a router.
func endsOn(p *rules.Pass, r *planner.Router) string {
	var circuits []*planner.Circuit
	for _, c := range p.Circuits {
		if c.Links.Primary.Router == r || c.Links.Secondary.Router == r {
			circuits = append(circuits, c)
		}
	}
	switch len(circuits) {
	case 0:
		return "an attachment to the WAN of a circuit ends"
	case 1:
		return "circuit " + rules.QuotedNames(circuits) + " ends"
	}
	return "circuits " + rules.QuotedNames(circuits) + " end"
}
