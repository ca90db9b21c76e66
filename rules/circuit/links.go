package circuit

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

var vnetLinkLimit = &rules.Rule{
	ID:       "circuit/vnet-link-limit",
	Code:     "SKU-006",
	Title:    "A circuit has no more connections and Global Reach links than its size allows",
	Severity: diag.Error,
	Why:      "The number of virtual networks that a circuit may be linked to is limited by its tier and, for Premium, by its bandwidth. Global Reach links count against the same number. Azure refuses the next one.",
	Fix:      "Use Premium, a larger or a second circuit, or have fewer gateways connect: hub and spoke, or Virtual WAN.",
	Refs:     []rules.Ref{{Doc: "expressroute-faqs", Section: "Virtual networks links allowed for each ExpressRoute circuit limit", Date: "2026-03-31"}},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			tier, stated := p.Catalog.Tier(string(c.Tier))
			if !stated {
				if most := fewestLinks(p); links(c) > most {
					p.Unknown(c.At("tier"), "whether circuit %s may have %d links is unknown: more than %d take the Premium tier, and it states no tier", c.Name(), links(c), most)
				}
				continue
			}
			most, src, known := linkLimit(p, c, tier)
			switch {
			case known && links(c) > most:
				p.Report(linkPlace(c, tier, most), "circuit %s has %s; %s may have %d", c.Name(), counted(c), size(c), most).
					Rests(src).Fix("%s", moreLinks(p, c))
			case !known && c.Bandwidth == 0 && links(c) > tier.VNetLinksMin:
				p.Unknown(c.At("bandwidth"), "whether circuit %s may have %d links is unknown: by its bandwidth a Premium circuit may have %d to %d, and it states none",
					c.Name(), links(c), tier.VNetLinksMin, tier.VNetLinksMax)
			}
		}
	},
}

// links counts what counts against the limit.
func links(c *planner.Circuit) int { return len(c.Connections) + len(c.GlobalReach) }

// counted writes how many links a circuit has, by kind.
func counted(c *planner.Circuit) string {
	switch n := len(c.GlobalReach); n {
	case 0:
		return fmt.Sprintf("%d connections", len(c.Connections))
	case 1:
		return fmt.Sprintf("%d connections and 1 Global Reach link, %d in all", len(c.Connections), links(c))
	default:
		return fmt.Sprintf("%d connections and %d Global Reach links, %d in all", len(c.Connections), n, links(c))
	}
}

// fewestLinks returns how many links a circuit of any tier may have.
func fewestLinks(p *rules.Pass) int {
	least := p.Catalog.Tiers()[0].VNetLinksMin
	for _, t := range p.Catalog.Tiers() {
		least = min(least, t.VNetLinksMin)
	}
	return least
}

// linkLimit returns how many links the circuit may have. It is not known where
// that takes a bandwidth which is not stated, or which no circuit has.
func linkLimit(p *rules.Pass, c *planner.Circuit, tier *catalog.Tier) (most int, src catalog.Source, known bool) {
	most, src, known = p.Catalog.VNetLinks(tier.Name, int(c.Bandwidth))
	switch {
	case known:
	case tier.VNetLinksMin == tier.VNetLinksMax:
		return tier.VNetLinksMax, tier.About("vnet_links_max"), true
	case slices.Contains(sold(p, c), int(c.Bandwidth)):
		src = tier.About("vnet_links_max")
		src.Doubt = fmt.Sprintf("no figure is printed for circuits of %s; the highest of the others is taken", c.Bandwidth)
		return tier.VNetLinksMax, src, true
	case links(c) > tier.VNetLinksMax:
		return tier.VNetLinksMax, tier.About("vnet_links_max"), true
	}
	return most, src, known
}

// sold returns the bandwidths in Mbps that the circuit could have.
func sold(p *rules.Pass, c *planner.Circuit) []int {
	if !c.IsDirect() {
		return p.Catalog.ProviderBandwidths()
	}
	for _, s := range p.Catalog.PortSpeeds() {
		if planner.Bandwidth(1000*s.Gbps) == c.Port.Bandwidth {
			return s.CircuitMbps
		}
	}
	return nil
}

// linkPlace returns where the limit could be raised: a Premium circuit's by
// its bandwidth, up to a point.
func linkPlace(c *planner.Circuit, tier *catalog.Tier, most int) source.Place {
	if c.Tier == planner.TierPremium && most < tier.VNetLinksMax {
		return c.ValueAt("bandwidth")
	}
	return c.ValueAt("tier")
}

// size names a circuit by what its limit depends on.
func size(c *planner.Circuit) string {
	if c.Tier == planner.TierPremium && c.Bandwidth > 0 {
		return fmt.Sprintf("a Premium circuit of %s", c.Bandwidth)
	}
	return fmt.Sprintf("a %s circuit", title(c.Tier))
}

// title writes a tier as a sentence does.
func title(t planner.Tier) string {
	switch t {
	case planner.TierLocal:
		return "Local"
	case planner.TierPremium:
		return "Premium"
	}
	return "Standard"
}

// moreLinks says how a circuit comes to as many links as it has.
func moreLinks(p *rules.Pass, c *planner.Circuit) string {
	const otherwise = "use a second circuit, or let fewer gateways connect: hub and spoke, or Virtual WAN."
	premium := string(planner.TierPremium)
	if most, _, ok := p.Catalog.VNetLinks(premium, int(c.Bandwidth)); ok && c.Tier != planner.TierPremium && most >= links(c) {
		return fmt.Sprintf("Write tier = %q, which allows %d links at %s. Otherwise %s", premium, most, c.Bandwidth, otherwise)
	}
	for _, mbps := range sold(p, c) {
		if most, _, ok := p.Catalog.VNetLinks(premium, mbps); ok && mbps > int(c.Bandwidth) && most >= links(c) {
			return fmt.Sprintf("A Premium circuit of %s may have %d links. Otherwise %s", planner.Bandwidth(mbps), most, otherwise)
		}
	}
	return "U" + otherwise[1:]
}
