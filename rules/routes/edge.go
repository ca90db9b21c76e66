package routes

import (
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var maxPrefix = &rules.Rule{
	ID:       "routing/max-prefix-on-edge",
	Code:     "RTE-018",
	Title:    "Edge routers limit the prefixes that they take, above what Azure announces",
	Severity: diag.Warning,
	Why:      "Without a limit a leak of routes reaches the whole network. With one that is too low the router itself closes the session, and Azure is out of reach.",
	Fix:      "Set a maximum with head-room for growth, and write max_prefixes.",
	Refs:     []rules.Ref{{Doc: "expressroute-faqs", Section: "With ExpressRoute Global Reach, what are the limits on the number of routes I can advertise and the number of routes I receive?", Date: "2026-03-31"}},
	Check: func(p *rules.Pass) {
		done, asked := map[*planner.Router]bool{}, map[*planner.Site]bool{}
		for _, c := range p.Circuits {
			if c.Peerings.Private == nil || len(c.Connections) == 0 {
				continue
			}
			v4, v6 := families(c.FromAzure())
			for _, r := range ends(c) {
				switch {
				case done[r]:
				case !r.MaxPrefixes.Known():
					done[r] = true
					if !asked[r.Site] {
						asked[r.Site] = true
						p.Unknown(r.At("max_prefixes"), "site %q does not say whether its edge routers limit the prefixes that they take", r.Site.Name())
					}
				case r.MaxPrefixes.Value() < max(v4, v6): // routers count each family on its own
					done[r] = true
					p.Report(r.ValueAt("max_prefixes"), "router %q takes at most %d prefixes, and %d arrive from Azure over circuit %q", r.ID(), r.MaxPrefixes.Value(), max(v4, v6), c.Name()).
						Related(c.Here(), "circuit %q", c.Name())
				}
			}
		}
	},
}

// ends returns the routers on which the links of a circuit end, each once.
func ends(c *planner.Circuit) []*planner.Router {
	var out []*planner.Router
	for _, l := range c.Links.All() {
		if l.Up() && l.Router != nil && !slices.Contains(out, l.Router) {
			out = append(out, l.Router)
		}
	}
	return out
}
