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

var perSubscription = &rules.Rule{
	ID:       "circuit/per-subscription",
	Code:     "SKU-007",
	Title:    "A subscription has no more circuits than its quota",
	Severity: diag.Warning,
	Why:      "A subscription may have a number of circuits in all and in each Azure region; beyond it, creating a circuit fails until support raises the quota.",
	Fix:      "Spread the circuits over subscriptions, or have the quota raised and say so in [catalog_overrides.limits].",
	Refs:     []rules.Ref{{Doc: "expressroute-faqs", Section: "ExpressRoute limits table", Date: "2026-03-31"}},
	Check: func(p *rules.Pass) {
		inAll, inRegion := p.Catalog.Limit("circuit.per_subscription"), p.Catalog.Limit("circuit.per_region_per_subscription")
		for _, g := range groups(p, subscriptionOf) {
			if len(g) > inAll.Int() {
				p.Report(g[inAll.Int()].ValueAt("subscription"), "subscription %q has %d circuits; its quota is %d", g[0].Subscription, len(g), inAll.Int()).
					Rests(inAll.Source).Fix("%s", raise(inAll))
			}
		}
		for _, g := range groups(p, func(c *planner.Circuit) string { return subscriptionOf(c) + "\x00" + regionOf(p, c) }) {
			if len(g) > inRegion.Int() {
				p.Report(g[inRegion.Int()].ValueAt("location"), "subscription %q has %d circuits in %s; its quota for a region is %d", g[0].Subscription, len(g), regionOf(p, g[0]), inRegion.Int()).
					Rests(inRegion.Source).Fix("%s", raise(inRegion))
			}
		}
		unplaced(p, "subscription", inRegion.Int())
		unplaced(p, "location", inRegion.Int())
	},
}

// raise says what to do about a quota.
func raise(l catalog.Limit) string {
	return fmt.Sprintf("Use a further subscription, or have support raise the quota and write the new number in [catalog_overrides.limits.%q].", l.Key)
}

// subscriptionOf returns the subscription of a circuit in one spelling: ids are
// the same in either case, and names are taken so.
func subscriptionOf(c *planner.Circuit) string { return strings.ToLower(c.Subscription) }

// regionOf returns the region of the circuit's resource, in one spelling.
func regionOf(p *rules.Pass, c *planner.Circuit) string {
	if r, ok := p.Catalog.Region(c.Region); ok {
		return r.Name
	}
	return c.Region
}

// groups returns the circuits that have the same key, in the order of the
// first of each; those that do not say a part of the key are left out.
func groups(p *rules.Pass, key func(*planner.Circuit) string) [][]*planner.Circuit {
	var out [][]*planner.Circuit
	for _, c := range p.Circuits {
		k := key(c)
		if k == "" || strings.HasPrefix(k, "\x00") || strings.HasSuffix(k, "\x00") {
			continue
		}
		if i := slices.IndexFunc(out, func(g []*planner.Circuit) bool { return key(g[0]) == k }); i >= 0 {
			out[i] = append(out[i], c)
			continue
		}
		out = append(out, []*planner.Circuit{c})
	}
	return out
}

// unplaced notes that circuits do not state a key, where there are so many
// circuits that it matters.
func unplaced(p *rules.Pass, key string, quota int) {
	i := slices.IndexFunc(p.Circuits, func(c *planner.Circuit) bool { return !c.Has(key) })
	if i >= 0 && len(p.Circuits) > quota {
		c := p.Circuits[i]
		p.Unknown(c.At(key), "whether %d circuits are within the quotas is unknown: circuit %s, for one, states no %s", len(p.Circuits), c.Name(), key)
	}
}
