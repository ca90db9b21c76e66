package circuit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var crossGeopoliticalNeedsPremium = &rules.Rule{
	ID:       "circuit/cross-geopolitical-needs-premium",
	Code:     "SKU-002",
	Title:    "A Standard circuit connects to gateways of its own geopolitical region",
	Severity: diag.Error,
	Why:      "A Standard circuit reaches every Azure region of the geopolitical region that its peering location is in, and none outside; Azure refuses the connection. The region in which the circuit is created does not matter.",
	Fix:      "Use the Premium tier, or a circuit in the geopolitical region of the gateway.",
	Refs: []rules.Ref{
		{Doc: "expressroute-faqs", Section: "Are there connectivity boundaries for my ExpressRoute circuit?", Date: "2026-03-31"},
		{Doc: "expressroute-faqs", Section: "What is ExpressRoute premium?", Date: "2026-03-31"},
	},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			if c.Location == nil || c.Tier == planner.TierPremium || c.Tier == planner.TierLocal {
				continue
			}
			for _, n := range c.Connections {
				if n.Azure() == nil && c.Tier != "" {
					p.Unknown(n.RegionPlace(), "whether Standard circuit %s may connect to %s is unknown: its region is not stated", c.Name(), n.Network())
				}
			}
			far := beyond(p, c, planner.TierStandard)
			switch {
			case len(far) == 0:
			case c.Tier == "":
				r := far[0].Azure()
				p.Unknown(c.At("tier"), "whether circuit %s may connect to %s is unknown: that takes the Premium tier, and it states no tier", c.Name(), r.Name)
			default:
				reportBeyond(p, c, far)
			}
		}
	},
}

var drPairAcrossGeoNeedsPremiumBoth = &rules.Rule{
	ID:       "circuit/dr-pair-across-geo-needs-premium-both",
	Code:     "SKU-003",
	Title:    "Circuits of two geopolitical regions that back each other up are both Premium",
	Severity: diag.Warning,
	Why:      "Microsoft's guide to disaster recovery asks for Premium on both circuits of such a pair; the FAQ needs it only on the one outside of the gateway's geopolitical region. With one of each, the two do not reach the same regions, and the one cannot take over all that the other carries.",
	Fix:      "Use Premium for both, or choose the second location in the same geopolitical region.",
	Refs: []rules.Ref{
		{Doc: "designing-for-disaster-recovery-with-expressroute-privatepeering", Section: "Redundancy with ExpressRoute circuits in different metros", Date: "2023-06-15"},
		{Doc: "expressroute-faqs", Section: "What is ExpressRoute premium?", Date: "2026-03-31"},
	},
	YieldsTo: []string{"circuit/cross-geopolitical-needs-premium", "global-reach/cross-geo-needs-premium-both"},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			if c.Location == nil || c.Tier == planner.TierPremium || c.Tier != "" && len(beyond(p, c, c.Tier)) > 0 {
				continue
			}
			o := abroad(p, c)
			switch {
			case o == nil:
			case c.Tier == "":
				p.Unknown(c.At("tier"), "whether circuits %s and %s, in %s and %s, are both Premium is unknown: %s states no tier",
					c.Name(), o.Name(), c.Location.GeopoliticalRegion, o.Location.GeopoliticalRegion, c.Name())
			default:
				p.Report(c.ValueAt("tier"), "circuit %s in %s and circuit %s in %s reach the same virtual network, and %s is %q, not \"premium\"",
					c.Name(), c.Location.GeopoliticalRegion, o.Name(), o.Location.GeopoliticalRegion, c.Name(), c.Tier).
					Related(o.LocationPlace(), "circuit %s meets Microsoft at %s", o.Name(), o.Location.Name).
					Rests(c.Location.About("geopolitical_region"), o.Location.About("geopolitical_region")).
					Fix("Write tier = \"premium\" for %s, or have both circuits in %s.", c.Name(), c.Location.GeopoliticalRegion)
			}
		}
	},
}

// reaches reports whether circuits of a tier at a location reach a region.
func reaches(t *catalog.Tier, l *catalog.Location, r *catalog.Region) bool {
	switch t.Scope {
	case "local-regions":
		return slices.Contains(l.LocalRegions, r.Name)
	case "geopolitical-region":
		return r.GeopoliticalRegion == l.GeopoliticalRegion
	}
	return true
}

// beyond returns the connections of a circuit to regions of the design's cloud
// that a tier does not reach from the circuit's location, which is known.
func beyond(p *rules.Pass, c *planner.Circuit, name planner.Tier) []*planner.Connection {
	tier, _ := p.Catalog.Tier(string(name))
	var out []*planner.Connection
	for _, n := range c.Connections {
		if r := n.Azure(); r != nil && r.Cloud == p.Cloud() && !reaches(tier, c.Location, r) {
			out = append(out, n)
		}
	}
	return out
}

// abroad returns a circuit of another geopolitical region that reaches a
// virtual network which c reaches too, or nil.
func abroad(p *rules.Pass, c *planner.Circuit) *planner.Circuit {
	for _, o := range p.Partners(c) {
		if o.Location != nil && o.Location.GeopoliticalRegion != c.Location.GeopoliticalRegion {
			return o
		}
	}
	return nil
}

// reportBeyond reports a Standard circuit and the connections that it cannot
// have: one finding, since one tier is at fault.
func reportBeyond(p *rules.Pass, c *planner.Circuit, far []*planner.Connection) {
	l := c.Location
	var ends []string
	for _, n := range far {
		ends = append(ends, fmt.Sprintf("%s (%s, %s)", n.Name(), n.Azure().Name, n.Azure().GeopoliticalRegion))
	}
	f := p.Report(c.ValueAt("tier"), "circuit %s: the Standard tier reaches only %s from %s; out of reach: %s", c.Name(), l.GeopoliticalRegion, l.Name, strings.Join(ends, ", ")).
		Rests(l.About("geopolitical_region")).
		Fix("Write tier = \"premium\", or connect %s.", otherwise(p, c, far))
	for _, n := range far {
		f.Rests(n.Azure().About("geopolitical_region")).Related(n.RegionPlace(), "connection %s ends in %s", n.Name(), n.Azure().DisplayName)
	}
}

// otherwise says from where regions are reached without Premium: "uksouth from
// a circuit in Europe, such as one at London or London2".
func otherwise(p *rules.Pass, c *planner.Circuit, far []*planner.Connection) string {
	first := far[0].Azure()
	regions := []*catalog.Region{first}
	from := fmt.Sprintf("from a circuit in %s%s", first.GeopoliticalRegion, nearRegion(p, c, first))
	for _, n := range far[1:] {
		if !slices.Contains(regions, n.Azure()) {
			regions = append(regions, n.Azure())
		}
		if n.Azure().GeopoliticalRegion != first.GeopoliticalRegion {
			from = "from circuits in their own geopolitical regions"
		}
	}
	return names(regions) + " " + from
}

// nearRegion names locations to which a region is local and where the circuit
// could be ordered, to be read after "in Europe".
func nearRegion(p *rules.Pass, c *planner.Circuit, r *catalog.Region) string {
	var out []string
	for _, l := range p.Catalog.Locations() {
		if l.Cloud != r.Cloud || !slices.Contains(l.LocalRegions, r.Name) {
			continue
		}
		if c.IsDirect() && l.Direct || l.Offers(c.Provider) == catalog.Active {
			out = append(out, l.Name)
		}
	}
	if out == nil {
		return ""
	}
	return ", such as one at " + strings.Join(out, " or ")
}
