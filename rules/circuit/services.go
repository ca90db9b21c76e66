package circuit

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

var m365NeedsPremium = &rules.Rule{
	ID:       "circuit/m365-needs-premium",
	Code:     "SKU-004",
	Title:    "A circuit that carries Microsoft 365 is Premium",
	Severity: diag.Error,
	Why:      "Only Premium circuits carry Microsoft 365 services. Dynamics 365 in the geopolitical region of the circuit is no part of them and needs no Premium.",
	Fix:      "Use the Premium tier and obtain Microsoft's authorization, or reach Microsoft 365 over the Internet.",
	Refs: []rules.Ref{
		{Doc: "expressroute-faqs", Section: "ExpressRoute for Microsoft 365", Date: "2026-03-31"},
		{Doc: "expressroute-faqs", Section: "Is Dynamics 365 supported on ExpressRoute?", Date: "2026-03-31"},
	},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			var office []announced
			for _, a := range filtered(c) {
				if a.M365 {
					office = append(office, a)
				}
			}
			tier, stated := p.Catalog.Tier(string(c.Tier))
			if len(office) == 0 || stated && tier.Microsoft365 {
				continue
			}
			if !stated {
				p.Unknown(c.At("tier"), "whether circuit %s may carry %s is unknown: that takes the Premium tier, and it states no tier", c.Name(), titles(office))
				continue
			}
			f := p.Report(c.ValueAt("tier"), "circuit %s: the route filter of its Microsoft peering asks for %s, which takes the Premium tier and not %q", c.Name(), titles(office), c.Tier).
				Related(office[0].place, "the first of them in route filter %s", c.Peerings.Microsoft.RouteFilter.Name()).
				Fix("Write tier = \"premium\", which also takes an authorization by Microsoft, or take Microsoft 365 out of the filter and reach it over the Internet.").
				Rests(tier.About("microsoft365"))
			for _, a := range office {
				f.Rests(a.About("m365"))
			}
		}
	},
}

var microsoftPeeringRegionScope = &rules.Rule{
	ID:       "circuit/microsoft-peering-region-scope",
	Code:     "SKU-005",
	Title:    "A route filter asks for regions that the circuit's tier reaches",
	Severity: diag.Error,
	Why:      "Microsoft peering announces the public prefixes of the regions in the circuit's reach: its local regions for Local, its geopolitical region for Standard, all for Premium. The prefixes of other regions do not arrive.",
	Fix:      "Take the region out of the filter, or use a tier that reaches it.",
	Refs: []rules.Ref{
		{Doc: "expressroute-faqs", Section: "What is ExpressRoute premium?", Date: "2026-03-31"},
		{Doc: "expressroute-faqs", Section: "What is ExpressRoute Local?", Date: "2026-03-31"},
		{Doc: "expressroute-routing", Section: "Support for BGP communities", Date: "2026-03-12"},
	},
	Check: func(p *rules.Pass) {
		said := map[scope]rules.Finding{}
		for _, c := range p.Circuits {
			l := c.Location
			if l == nil || c.Tier == planner.TierLocal && len(l.LocalRegions) == 0 {
				continue
			}
			tier, stated := p.Catalog.Tier(string(c.Tier))
			if !stated {
				tier = narrowest(p, l)
			}
			far, regions := outside(p, c, tier)
			switch {
			case len(far) == 0:
			case !stated:
				p.Unknown(c.At("tier"), "whether circuit %s receives the prefixes of %s is unknown: it states no tier", c.Name(), names(regions))
			default:
				reportOutside(p, c, far, regions, said)
			}
		}
	},
}

// A scope is what a tier reaches of a filter's regions. Circuits of which it
// is the same share one finding.
type scope struct {
	filter *planner.RouteFilter
	reach  string
	far    string
}

// An announced is a community that a route filter lets through.
type announced struct {
	*catalog.Community
	place source.Place // of the item of the filter
}

// filtered returns the communities that the route filter of the circuit's
// Microsoft peering lets through, as far as the catalogue knows them.
func filtered(c *planner.Circuit) []announced {
	ms := c.Peerings.Microsoft
	if ms == nil || ms.RouteFilter == nil || ms.RouteFilter.Access == "deny" {
		return nil
	}
	var out []announced
	for i, found := range ms.RouteFilter.Resolved {
		for _, v := range found {
			out = append(out, announced{v, ms.RouteFilter.Item("communities", i)})
		}
	}
	return out
}

// titles lists communities by what they carry.
func titles(list []announced) string {
	out := make([]string, len(list))
	for i, a := range list {
		out[i] = a.Title
	}
	return strings.Join(out, ", ")
}

// narrowest returns the narrowest tier that is offered at a location.
func narrowest(p *rules.Pass, l *catalog.Location) *catalog.Tier {
	name := planner.TierLocal
	if len(l.LocalRegions) == 0 {
		name = planner.TierStandard
	}
	tier, _ := p.Catalog.Tier(string(name))
	return tier
}

// outside returns the communities of a circuit's filter whose region a tier
// does not reach, and their regions, each once. Communities of private peering
// do not count: no filter lets them through.
func outside(p *rules.Pass, c *planner.Circuit, tier *catalog.Tier) (far []announced, regions []*catalog.Region) {
	seen := map[string]bool{}
	for _, a := range filtered(c) {
		r, ok := p.Catalog.Region(a.Region)
		if a.Region == "" || !ok || a.Kind == "regional-private" || reaches(tier, c.Location, r) {
			continue
		}
		far = append(far, a)
		if !seen[r.Name] {
			seen[r.Name] = true
			regions = append(regions, r)
		}
	}
	return far, regions
}

func names(regions []*catalog.Region) string {
	out := make([]string, len(regions))
	for i, r := range regions {
		out[i] = r.Name
	}
	return strings.Join(out, ", ")
}

// reportOutside reports a circuit whose filter asks for too much: one finding,
// at the first community that does, for all circuits that reach no more.
func reportOutside(p *rules.Pass, c *planner.Circuit, far []announced, regions []*catalog.Region, said map[scope]rules.Finding) {
	l := c.Location
	reach := "Local tier reaches only " + strings.Join(l.LocalRegions, " and ")
	column, enough := "local_regions", planner.TierStandard
	if c.Tier == planner.TierStandard {
		reach, column = "Standard tier reaches only "+l.GeopoliticalRegion, "geopolitical_region"
	}
	var where []string
	for _, r := range regions {
		where = append(where, fmt.Sprintf("%s (%s)", r.Name, r.GeopoliticalRegion))
		if r.GeopoliticalRegion != l.GeopoliticalRegion {
			enough = planner.TierPremium
		}
	}
	same := scope{c.Peerings.Microsoft.RouteFilter, reach, names(regions)}
	if f, ok := said[same]; ok {
		f.Related(c.ValueAt("tier"), "circuit %s reaches no more from %s", c.Name(), l.Name)
		return
	}
	f := p.Report(far[0].place, "circuit %s: its %s from %s, and this route filter asks for %s", c.Name(), reach, l.Name, strings.Join(where, ", ")).
		Rests(l.About(column)).
		Related(c.ValueAt("tier"), "the tier of circuit %s", c.Name()).
		Fix("Take %s out of the filter, or write tier = %q for %s.", names(regions), enough, c.Name())
	for _, r := range regions {
		f.Rests(r.About("geopolitical_region"))
	}
	for _, a := range far[1:] {
		f.Related(a.place, "%s too", a.Name)
	}
	said[same] = f
}
