package topology

import (
	"net/netip"
	"slices"

	"github.com/erplan/erplan/planner"
)

// Families says which address families matter to a flow: addresses of a family
// that one of the ends does not have carry nothing between them. Apart says
// that the ends have none in common.
type families struct{ four, six, apart bool }

// familiesOf returns the families of a flow: those that both ends have, and of
// an IPv6 flow, where both have it, that one alone. An end that states no
// prefixes may have both. Where the ends have none in common all matter: the
// flow cannot be told from one that is wrongly addressed.
func familiesOf(s *planner.Site, to planner.Endpoint, ipv6 bool) families {
	other := []netip.Prefix(nil)
	switch {
	case to.VNet != nil:
		other = to.VNet.AddressSpace
	case to.Site != nil:
		other = to.Site.Prefixes
	}
	f := families{
		four: hasFamily(s.Prefixes, false) && hasFamily(other, false),
		six:  hasFamily(s.Prefixes, true) && hasFamily(other, true),
	}
	if ipv6 && f.six {
		f.four = false
	}
	if !f.four && !f.six {
		return families{true, true, true}
	}
	return f
}

func hasFamily(prefixes []netip.Prefix, six bool) bool {
	return len(prefixes) == 0 || slices.ContainsFunc(prefixes, func(p netip.Prefix) bool { return p.Addr().Is6() == six })
}

// matter reports whether there can be traffic between two prefixes. One that
// is not valid is of every family.
func (f families) matter(a, b netip.Prefix) bool {
	if f.apart {
		return true
	}
	for _, p := range []netip.Prefix{a, b} {
		if p.IsValid() && !(p.Addr().Is6() && f.six || p.Addr().Is4() && f.four) {
			return false
		}
	}
	return !a.IsValid() || !b.IsValid() || a.Addr().Is6() == b.Addr().Is6()
}
