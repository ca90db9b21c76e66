package routing

import (
	"net/netip"

	"github.com/gaissmai/bart"
	"go4.org/netipx"
)

// known returns all prefixes that some list, policy or static route names.
func (g *graph) known() *bart.Lite {
	var all bart.Lite
	for i := range g.sessions {
		if a := g.lists[i]; a != nil {
			for _, p := range a.prefixes {
				all.Insert(p)
			}
		}
	}
	for _, p := range g.design.RoutePolicies {
		if p.MatchPrefix.IsValid() {
			all.Insert(p.MatchPrefix)
		}
	}
	for _, h := range g.design.VirtualHubs {
		for _, r := range h.StaticRoutes {
			if r.Prefix.IsValid() {
				all.Insert(r.Prefix.Masked())
			}
		}
	}
	return &all
}

// split cuts prefixes along all longer prefixes that are known. A place
// without prefixes is one unnamed region.
func split(prefixes []netip.Prefix, known *bart.Lite) []region {
	if len(prefixes) == 0 {
		return []region{{}}
	}
	var own, all bart.Lite
	for _, p := range prefixes {
		own.Insert(p)
		all.Insert(p)
		for sub := range known.Subnets(p) {
			all.Insert(sub)
		}
	}
	var out []region
	for p := range all.AllSorted() {
		if !filled(p, &all) {
			for o := range own.Supernets(p) {
				out = append(out, region{prefix: p, own: o})
				break
			}
		}
	}
	return out
}

// filled reports whether the longer prefixes of a table leave nothing of p.
func filled(p netip.Prefix, all *bart.Lite) bool {
	var b netipx.IPSetBuilder
	b.AddPrefix(p)
	any := false
	for sub := range all.Subnets(p) {
		if sub != p {
			b.RemovePrefix(sub)
			any = true
		}
	}
	if !any {
		return false
	}
	rest, err := b.IPSet()
	return err == nil && len(rest.Ranges()) == 0
}
