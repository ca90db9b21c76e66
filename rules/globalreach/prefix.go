package globalreach

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var addressPrefixSize = &rules.Rule{
	ID:       "global-reach/address-prefix-size",
	Code:     "GR-006",
	Title:    "Global Reach has a /29, and for IPv6 a /125",
	Severity: diag.Error,
	Why:      "Microsoft takes the addresses of its two edge routers from the prefix and accepts no other length.",
	Fix:      "Give a /29 of its own, and a /125 for IPv6.",
	Refs:     []rules.Ref{{Doc: "expressroute-howto-set-global-reach-portal", Section: "Enable connectivity", Date: "2023-06-30"}},
	Check: func(p *rules.Pass) {
		for _, g := range p.GlobalReach {
			if !g.Has("address_prefix") {
				p.Unknown(g.At("address_prefix"), "Global Reach %s does not say its address_prefix, a /%d", g.Name(), p.Catalog.Limit("global_reach.subnet_ipv4").Int())
			}
			for _, t := range transfers(p, g) {
				if t.written == t.right {
					continue
				}
				why := "has bits set right of its length"
				switch {
				case !t.family:
					why = "is of the other address family"
				case t.written.Bits() != t.length:
					why = fmt.Sprintf("is a /%d", t.written.Bits())
				}
				f := p.Report(g.ValueAt(t.key), "%s %q of Global Reach %s %s; it has to be an %s /%d", t.key, t.written, g.Name(), why, t.version, t.length).
					Rests(p.Catalog.Limit(t.limit).Source)
				if t.family {
					f.Fix("Write %s = %q.", t.key, t.right)
				}
			}
		}
	},
}

// A transfer is a transfer prefix as it is written and as it would be right.
type transfer struct {
	key, limit, version string
	length              int
	family              bool // written in the family of its key
	written, right      netip.Prefix
}

// transfers returns the transfer prefixes that a link states.
func transfers(p *rules.Pass, g *planner.GlobalReach) []transfer {
	var out []transfer
	for _, t := range []transfer{
		{key: "address_prefix", limit: "global_reach.subnet_ipv4", version: "IPv4", written: g.AddressPrefix, family: g.AddressPrefix.Addr().Is4()},
		{key: "ipv6_address_prefix", limit: "global_reach.subnet_ipv6", version: "IPv6", written: g.AddressPrefixV6, family: g.AddressPrefixV6.Addr().Is6()},
	} {
		if t.written.IsValid() {
			t.length = p.Catalog.Limit(t.limit).Int()
			if t.family {
				t.right = netip.PrefixFrom(t.written.Addr(), t.length).Masked()
			}
			out = append(out, t)
		}
	}
	return out
}

var addressPrefixOverlap = &rules.Rule{
	ID:       "global-reach/address-prefix-overlap",
	Code:     "GR-007",
	Title:    "The prefix of Global Reach is used nowhere else",
	Severity: diag.Error,
	Why:      "The edge routers of Microsoft own these addresses. Where a site or a VNet uses them too, one of the two is not reachable.",
	Fix:      "Take a prefix that nothing else uses.",
	Refs:     []rules.Ref{{Doc: "expressroute-howto-set-global-reach-portal", Section: "Enable connectivity", Date: "2023-06-30"}},
	Check: func(p *rules.Pass) {
		if len(p.GlobalReach) == 0 {
			return
		}
		uses, taken := p.PrefixesInUse(), p.TakenPrefixes()
		for _, g := range p.GlobalReach {
			for _, t := range transfers(p, g) {
				if !t.family {
					continue
				}
				if found := uses.Overlapping(t.right); len(found) > 0 && twin(g) == nil {
					reportOverlap(p, g, t, found, taken)
				}
				uses.Add(planner.PrefixUse{Prefix: t.right, What: fmt.Sprintf("Global Reach %s", g.Name()), Place: g.ValueAt(t.key)})
			}
		}
	},
}

func reportOverlap(p *rules.Pass, g *planner.GlobalReach, t transfer, found []planner.PrefixUse, taken *planner.PrefixUses) {
	more := ""
	if len(found) > 1 {
		more = fmt.Sprintf(" and %d more", len(found)-1)
	}
	f := p.Report(g.ValueAt(t.key), "%s %q of Global Reach %s overlaps %s of %s%s; nothing else may use it", t.key, t.written, g.Name(), found[0].Prefix, found[0].What, more)
	for _, use := range found[:min(len(found), 4)] {
		f.Related(use.Place, "%s is of %s", use.Prefix, use.What)
	}
	if t.right.Addr().Is6() {
		return
	}
	if free, ok := taken.Free(t.length); ok {
		f.Fix("Take a prefix that nothing else uses, such as %q.", free)
		taken.Add(planner.PrefixUse{Prefix: free}) // the next finding gets another
	}
}

var duplicateSitePrefix = &rules.Rule{
	ID:       "global-reach/duplicate-site-prefix",
	Code:     "GR-012",
	Title:    "Sites that Global Reach joins announce different prefixes",
	Severity: diag.Warning,
	Why:      "A prefix that two sites announce alike has two owners: each site and Azure choose one of them, and not all the same one.",
	Fix:      "Make the prefixes unique, or say which site wins: announce longer prefixes there, or set as_path_prepend at the other.",
	Refs: []rules.Ref{
		{Doc: "expressroute-faqs", Section: "ExpressRoute Global Reach", Date: "2026-03-31"},
		{Doc: "virtual-wan/about-virtual-hub-routing-preference", Section: "Routing scenarios", Date: "2024-12-10"},
	},
	Inferred: true,
	Check: func(p *rules.Pass) {
		joined := p.JoinedSites()
		for _, g := range p.GlobalReach { // announcements that are not known are those of peering/nothing-advertised
			a, b := g.Circuits[0], g.Circuits[1]
			if a.Peerings.Private == nil || b.Peerings.Private == nil || neighbours(joined, a, b) || ranked(p, a, b) {
				continue
			}
			mine, theirs := a.Peerings.Private.AnnouncedByAny(), b.Peerings.Private.AnnouncedByAny()
			same := common(mine.Prefixes, theirs.Prefixes)
			switch open := homeless(a, b); {
			case len(same) == 0:
			case open != nil:
				p.Unknown(open.At("links", "primary", "router"), "circuits %s and %s both announce %s; whether they are of one site is unknown: where %s ends is not stated", a.Name(), b.Name(), some(same), open.Name())
			default:
				p.Report(g.ValueAt("circuits"), "circuits %s and %s of different sites both announce %s, with AS paths of the same length", a.Name(), b.Name(), some(same)).
					Related(mine.Place, "announced over %s", a.Name()).
					Related(theirs.Place, "announced over %s", b.Name())
			}
		}
	},
}

// neighbours reports whether two circuits serve one site, or sites that reach
// each other without Azure: they may then stand in for each other.
func neighbours(joined *planner.Groups, a, b *planner.Circuit) bool {
	for _, s := range a.Sites() {
		for _, t := range b.Sites() {
			if joined.Of(s) == joined.Of(t) {
				return true
			}
		}
	}
	return false
}

// homeless returns the first of two circuits of which the design does not say
// at which site it ends, or nil.
func homeless(a, b *planner.Circuit) *planner.Circuit {
	for _, c := range []*planner.Circuit{a, b} {
		if len(c.Sites()) == 0 {
			return c
		}
	}
	return nil
}

// ranked reports whether the design makes the AS path of one circuit longer.
func ranked(p *rules.Pass, a, b *planner.Circuit) bool {
	for _, policy := range p.RoutePolicies {
		if policy.ASPathPrepend.Known() && (policy.Circuit == a || policy.Circuit == b) {
			return true
		}
	}
	return leastPrepend(a) != leastPrepend(b)
}

// leastPrepend returns the prepend of the better link of a private peering.
func leastPrepend(c *planner.Circuit) int {
	var of [2]int
	for i, l := range c.Links.All() {
		of[i] = l.ASPathPrepend.Or(c.Peerings.Private.ASPathPrepend.Or(c.ASPathPrepend.Or(0)))
	}
	return min(of[0], of[1])
}

// common returns the prefixes of two sorted lists that are in both, without
// default routes, which every site may announce.
func common(a, b []netip.Prefix) []netip.Prefix {
	var out []netip.Prefix
	for len(a) > 0 && len(b) > 0 {
		switch order := a[0].Compare(b[0]); {
		case order < 0:
			a = a[1:]
		case order > 0:
			b = b[1:]
		default:
			if a[0].Bits() > 0 {
				out = append(out, a[0])
			}
			a, b = a[1:], b[1:]
		}
	}
	return out
}

// some names the first prefixes of a list.
func some(prefixes []netip.Prefix) string {
	var names []string
	for _, p := range prefixes[:min(len(prefixes), 3)] {
		names = append(names, p.String())
	}
	if more := len(prefixes) - len(names); more > 0 {
		return fmt.Sprintf("%s and %d more prefixes", strings.Join(names, ", "), more)
	}
	return strings.Join(names, ", ")
}
