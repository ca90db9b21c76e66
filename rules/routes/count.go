package routes

import (
	"net/netip"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// A gauge is a number of routes and the limit that it is held against.
type gauge struct {
	least, most int    // how many there are: they differ where the design counts prefixes without listing them
	limit       int    // 0 where it is not known
	does        string // circuit "er" announces
	things      string // IPv4 prefixes
	taker       string // the Standard tier takes
	place       source.Place
	rests       catalog.Source
}

func (g gauge) over() bool { return g.limit > 0 && g.least > g.limit }

// near reports whether a gauge is within its limit and above the threshold.
func (g gauge) near() bool {
	return g.limit > 0 && g.least <= g.limit && g.least*100 > nearPercent*g.limit
}

// onCircuit returns the gauges of what a circuit announces over private
// peering: those of the link with the most prefixes, for each session counts.
func onCircuit(p *rules.Pass, c *planner.Circuit) []gauge {
	private := c.Peerings.Private
	if private == nil {
		return nil
	}
	does := "circuit " + rules.QuotedNames([]*planner.Circuit{c}) + " announces"
	v4 := gauge{does: does, things: "IPv4 prefixes over private peering"}
	v6 := gauge{does: does, things: "IPv6 prefixes over private peering", taker: "a circuit takes"}
	v6.limit, v6.rests = p.Catalog.Limit("prefix.private_ipv6").Int(), p.Catalog.Limit("prefix.private_ipv6").Source
	if tier, ok := p.Catalog.Tier(string(c.Tier)); ok {
		v4.limit, v4.taker, v4.rests = tier.PrivateIPv4Prefixes, "the "+tier.Name+" tier takes", tier.About("private_ipv4_prefixes")
	}
	for _, l := range c.Links.All() {
		if !l.Up() {
			continue
		}
		a := p.Sent(private, l)
		v4.take(a.V4, counted(private, "prefix_count", private.PrefixCount, a.V4, a.Place))
		v6.take(a.V6, counted(private, "prefix_count_ipv6", private.PrefixCountV6, a.V6, a.Place))
	}
	return []gauge{v4, v6}
}

// counted returns where a number of prefixes is written: at the key that counts
// them, or at the list.
func counted(private *planner.Peering, key string, count planner.Opt[int], n int, list source.Place) source.Place {
	if count.Known() && count.Value() == n {
		return private.ValueAt(key)
	}
	return list
}

func (g *gauge) take(n int, at source.Place) {
	if n > g.least || g.place.File == nil {
		g.least, g.most, g.place = n, n, at
	}
}

// toSites returns the gauges of what a gateway announces over each of its
// connections.
func toSites(p *rules.Pass, g *planner.Gateway) []gauge {
	v4, v6 := families(g.VNet.Published())
	one := func(n int, things, key string) gauge {
		limit := p.Catalog.Limit(key)
		return gauge{
			least: n, most: n, limit: limit.Int(), does: "gateway " + quote(g) + " announces", things: things + " of VNets",
			taker: "a connection takes", place: g.VNet.Here(), rests: limit.Source,
		}
	}
	return []gauge{one(v4, "IPv4 prefixes", "prefix.azure_to_onprem_ipv4"), one(v6, "IPv6 prefixes", "prefix.azure_to_onprem_ipv6")}
}

func quote(g *planner.Gateway) string { return "\"" + g.Name() + "\"" }

// learned returns the gauge of what a gateway learns over its connections, and
// over Global Reach from the circuits behind them. A circuit that is over its
// own limit, whose session so is down, does not count.
func learned(p *rules.Pass, g *planner.Gateway, connections []*planner.Connection) gauge {
	out := gauge{does: "gateway " + quote(g) + " learns", things: "routes from the sites", place: g.ValueAt("sku")}
	if g.ERSKU != nil {
		out.limit, out.taker, out.rests = g.ERSKU.RoutesLearned, g.ERSKU.Name+" takes", g.ERSKU.About("routes_learned")
	}
	var circuits []*planner.Circuit
	seen := map[*planner.Circuit]bool{}
	add := func(c *planner.Circuit) {
		if !seen[c] && c.Peerings.Private != nil && !overOwn(p, c) {
			seen[c] = true
			circuits = append(circuits, c)
		}
	}
	for _, n := range connections {
		add(n.Circuit)
		for _, r := range n.Circuit.GlobalReach {
			add(r.Other(n.Circuit))
		}
	}
	out.least, out.most = together(p, circuits)
	return out
}

// overOwn reports whether a circuit announces more than it may.
func overOwn(p *rules.Pass, c *planner.Circuit) bool {
	for _, g := range onCircuit(p, c) {
		if g.over() {
			return true
		}
	}
	return false
}

// together counts the prefixes of several circuits, each once. What is counted
// but not listed may or may not be the same.
func together(p *rules.Pass, circuits []*planner.Circuit) (least, most int) {
	distinct := map[netip.Prefix]bool{}
	unlisted, largest := 0, 0
	for _, c := range circuits {
		private := c.Peerings.Private
		a := private.AnnouncedByAny()
		unlisted += a.V4 + a.V6 - len(a.Prefixes)
		largest = max(largest, a.V4+a.V6)
		for _, l := range c.Links.All() {
			if l.Up() {
				for _, prefix := range p.Sent(private, l).Prefixes {
					distinct[prefix] = true
				}
			}
		}
	}
	if unlisted == 0 {
		return len(distinct), len(distinct)
	}
	return max(len(distinct), largest), len(distinct) + unlisted
}

// total returns the gauge of all routes that a gateway holds: those of its VNet
// and spokes, in full, and those from the sites.
func total(p *rules.Pass, g *planner.Gateway, connections []*planner.Connection) gauge {
	azure := len(g.VNet.AddressSpace)
	for _, s := range g.VNet.Spokes {
		azure += len(s.AddressSpace)
	}
	out, limit := learned(p, g, connections), p.Catalog.Limit("prefix.total_routes_per_gateway")
	return gauge{
		least: out.least + azure, most: out.most + azure, limit: limit.Int(), does: "gateway " + quote(g) + " holds", things: "routes of VNets and sites together",
		taker: "a gateway takes", place: g.Here(), rests: limit.Source,
	}
}
