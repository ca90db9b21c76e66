package location

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var localSKUNotOffered = &rules.Rule{
	ID:       "location/local-sku-not-offered",
	Code:     "LOC-007",
	Title:    "The Local tier is only used where a region is local",
	Severity: diag.Error,
	Why:      "A Local circuit reaches the Azure regions next to its peering location. Locations that have none do not offer the tier.",
	Fix:      "Use the Standard tier, or a location with a local region.",
	Refs: []rules.Ref{
		{Doc: "expressroute-faqs", Section: "Where is ExpressRoute Local available and to which Azure region is each peering location mapped?", Date: "2026-03-31"},
		{Doc: "expressroute-locations-providers", Section: "ExpressRoute connectivity providers", Date: "2026-04-28"},
		{Doc: "metro", Section: "ExpressRoute Metro locations", Date: "2026-05-10"},
	},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			l := c.Location
			if l == nil || len(l.LocalRegions) > 0 {
				continue
			}
			switch c.Tier {
			case "":
				p.Unknown(c.At("tier"), "whether circuit %s can be had at %s is unknown: there is no Local tier there, and the circuit states no tier", c.Name(), l.Name)
			case planner.TierLocal:
				f := p.Report(c.ValueAt("tier"), "circuit %s: %s has no local region, so there is no Local tier", c.Name(), l.Name).
					Rests(l.About("local_regions")).Related(c.LocationPlace(), "the peering location")
				if near := nearest(p, l, func(o *catalog.Location) bool { return len(o.LocalRegions) > 0 && rules.Orderable(c, o) }); near != "" {
					f.Fix("Write tier = \"standard\", or use a location with a local region: %s.", near)
				}
			}
		}
	},
}

var localSKURegionMismatch = &rules.Rule{
	ID:       "location/local-sku-region-mismatch",
	Code:     "LOC-008",
	Title:    "A Local circuit connects to local regions only",
	Severity: diag.Error,
	Why:      "A Local circuit reaches one or two Azure regions next to its peering location. Azure refuses its connection to a gateway or virtual hub elsewhere; spokes elsewhere, behind a hub in the local region, are fine.",
	Fix:      "Put the gateway into a local region, or use the Standard or Premium tier.",
	Refs: []rules.Ref{
		{Doc: "expressroute-faqs", Section: "What is ExpressRoute Local?", Date: "2026-03-31"},
		{Doc: "virtual-wan/virtual-wan-expressroute-about", Section: "ExpressRoute circuit SKUs supported in Virtual WAN", Date: "2025-03-26"},
	},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			if c.Location == nil || len(c.Location.LocalRegions) == 0 || c.Tier != planner.TierLocal && c.Tier != "" {
				continue
			}
			far := farConnections(p, c)
			switch {
			case len(far) == 0:
			case c.Tier == "":
				p.Unknown(c.At("tier"), "whether circuit %s may connect to %s is unknown: it states no tier, and the Local tier reaches only %s", c.Name(), far[0].Azure().Name, local(c.Location))
			default:
				reportFar(p, c, far)
			}
		}
	},
}

// local names the local regions of a location.
func local(l *catalog.Location) string { return strings.Join(l.LocalRegions, " and ") }

// farConnections returns the connections of a circuit to regions that are not
// local, and notes those of a Local circuit whose region is not stated.
func farConnections(p *rules.Pass, c *planner.Circuit) []*planner.Connection {
	var far []*planner.Connection
	for _, n := range c.Connections {
		switch r := n.Azure(); {
		case r == nil && c.Tier == "":
		case r == nil:
			p.Unknown(n.RegionPlace(), "whether Local circuit %s may connect to %s is unknown: its region is not stated", c.Name(), n.Network())
		case r.Cloud == p.Cloud() && !slices.Contains(c.Location.LocalRegions, r.Name):
			far = append(far, n)
		}
	}
	return far
}

func reportFar(p *rules.Pass, c *planner.Circuit, far []*planner.Connection) {
	l := c.Location
	var ends []string
	tier := planner.TierStandard
	for _, n := range far {
		ends = append(ends, fmt.Sprintf("%s (%s)", n.Name(), n.Azure().Name))
		if n.Azure().GeopoliticalRegion != l.GeopoliticalRegion {
			tier = planner.TierPremium
		}
	}
	f := p.Report(c.ValueAt("tier"), "circuit %s: the Local tier reaches only %s from %s; out of reach: %s", c.Name(), local(l), l.Name, strings.Join(ends, ", ")).
		Rests(l.About("local_regions")).
		Fix("Write tier = %q, or connect it to gateways in %s only.", tier, local(l))
	for _, n := range far {
		f.Related(n.RegionPlace(), "connection %s ends in %s", n.Name(), n.Azure().DisplayName)
	}
}
