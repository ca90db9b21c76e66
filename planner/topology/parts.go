package topology

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/erplan/erplan/planner"
)

// knownPrefixes returns all prefixes that a list or a route policy names,
// sorted by address and then by length, the shortest first.
func knownPrefixes(d *planner.Design) []netip.Prefix {
	var all []netip.Prefix
	add := func(list ...netip.Prefix) {
		for _, p := range list {
			if p.IsValid() {
				all = append(all, p.Masked())
			}
		}
	}
	for _, c := range d.Circuits {
		for _, l := range c.Links.All() {
			list, _ := listOf(l)
			add(list...)
		}
	}
	for _, v := range d.VPNTunnels {
		add(v.AdvertisedPrefixes...)
	}
	for _, p := range d.RoutePolicies {
		add(p.MatchPrefix)
	}
	slices.SortFunc(all, comparePrefixes)
	return slices.Compact(all)
}

func comparePrefixes(a, b netip.Prefix) int {
	return cmp.Or(a.Addr().Compare(b.Addr()), cmp.Compare(a.Bits(), b.Bits()))
}

// regions cuts the prefixes of a site along all longer prefixes that are
// known. A site without prefixes is one unnamed region.
func (t *Topology) regions(s *planner.Site) []region {
	if len(s.Prefixes) == 0 {
		return []region{{}}
	}
	var out []region
	for _, own := range s.Prefixes {
		own = own.Masked()
		cuts := within(t.known, own)
		for _, p := range append([]netip.Prefix{own}, cuts...) {
			if !filled(p, within(cuts, p)) {
				out = append(out, region{p, own})
			}
		}
	}
	return out
}

// within returns the prefixes of a sorted list that are longer than p and
// inside of it.
func within(list []netip.Prefix, p netip.Prefix) []netip.Prefix {
	from, _ := slices.BinarySearchFunc(list, p, comparePrefixes)
	to := from
	for to < len(list) && p.Contains(list[to].Addr()) {
		to++
	}
	return slices.DeleteFunc(slices.Clone(list[from:to]), func(q netip.Prefix) bool { return q.Bits() <= p.Bits() })
}

// filled reports whether longer prefixes, all inside p, leave nothing of p.
func filled(p netip.Prefix, longer []netip.Prefix) bool {
	if len(longer) == 0 {
		return false
	}
	for _, half := range halves(p) {
		if !slices.Contains(longer, half) && !filled(half, within(longer, half)) {
			return false
		}
	}
	return true
}

// halves splits a prefix, which is shorter than an address, in two.
func halves(p netip.Prefix) [2]netip.Prefix {
	bits := p.Bits() + 1
	bytes := p.Addr().AsSlice()
	bytes[(bits-1)/8] |= 0x80 >> ((bits - 1) % 8)
	upper, _ := netip.AddrFromSlice(bytes)
	return [2]netip.Prefix{netip.PrefixFrom(p.Addr(), bits), netip.PrefixFrom(upper, bits)}
}
