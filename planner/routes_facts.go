package planner

import (
	"net/netip"
	"slices"

	"github.com/gaissmai/bart"

	"github.com/erplan/erplan/planner/source"
)

// A PrefixSet answers which addresses a list of prefixes covers. The zero
// value is empty.
type PrefixSet struct{ table bart.Lite }

// NewPrefixSet returns the set of a list of prefixes.
func NewPrefixSet(prefixes []netip.Prefix) *PrefixSet {
	s := &PrefixSet{}
	for _, p := range prefixes {
		s.Add(p)
	}
	return s
}

// Add adds a prefix to the list.
func (s *PrefixSet) Add(p netip.Prefix) { s.table.Insert(p.Masked()) }

// Has reports whether the prefix itself is in the list.
func (s *PrefixSet) Has(p netip.Prefix) bool { return s.table.Get(p.Masked()) }

// Overlaps reports whether a prefix shares addresses with the set.
func (s *PrefixSet) Overlaps(p netip.Prefix) bool { return s.table.OverlapsPrefix(p.Masked()) }

// Covers reports whether every address of a prefix is in the set: in one
// prefix of the list, or in several that fill it together.
func (s *PrefixSet) Covers(p netip.Prefix) bool {
	return s.table.LookupPrefix(p.Masked()) || s.filled(p)
}

// Split reports whether longer prefixes of the list fill a prefix.
func (s *PrefixSet) Split(p netip.Prefix) bool {
	if p.Bits() == p.Addr().BitLen() {
		return false
	}
	for inside := range s.table.Subnets(p.Masked()) {
		if inside.Bits() > p.Bits() {
			half := Halves(p)
			return s.filled(half[0]) && s.filled(half[1])
		}
	}
	return false
}

func (s *PrefixSet) filled(p netip.Prefix) bool { return s.Has(p) || s.Split(p) }

// Sent returns what the customer announces over a link of a private peering,
// without what a route policy denies.
func (d *Design) Sent(p *Peering, l *Link) Announcement {
	a := p.Announced(l)
	kept := a
	kept.Prefixes = nil
	for _, prefix := range a.Prefixes {
		rule := d.policy(l, prefix, func(r *RoutePolicy) bool { return r.Action != "" })
		switch {
		case rule == nil || rule.Action != Deny:
			kept.Prefixes = append(kept.Prefixes, prefix)
		case prefix.Addr().Is4():
			kept.V4--
		default:
			kept.V6--
		}
	}
	return kept
}

// Listed reports whether an announcement names all its prefixes.
func (a *Announcement) Listed() bool { return a.Known && a.V4+a.V6 == len(a.Prefixes) }

// Prepends returns how many times the customer prepends its AS number to a
// prefix that it announces over a link, and where that is written: in a route
// policy of the router's site, at the link, the peering or the circuit. The
// zero prefix asks for all that no policy names.
func (d *Design) Prepends(p *Peering, l *Link, prefix netip.Prefix) (times int, at source.Place) {
	if r := d.policy(l, prefix, func(r *RoutePolicy) bool { return r.ASPathPrepend.Known() }); r != nil {
		return r.ASPathPrepend.Value(), r.ValueAt("as_path_prepend")
	}
	switch {
	case l.ASPathPrepend.Known():
		return l.ASPathPrepend.Value(), l.ValueAt("as_path_prepend")
	case p.ASPathPrepend.Known():
		return p.ASPathPrepend.Value(), p.ValueAt("as_path_prepend")
	}
	return p.Circuit.ASPathPrepend.Or(0), p.Circuit.ValueAt("as_path_prepend")
}

// policy returns the route policy that acts on a prefix announced over a link:
// of those that say what is asked for, the one with the longest match, then
// the first by name.
func (d *Design) policy(l *Link, prefix netip.Prefix, says func(*RoutePolicy) bool) *RoutePolicy {
	var best *RoutePolicy
	length := -2
	for _, r := range d.RoutePolicies {
		if bits := r.matches(prefix); bits > length && says(r) && r.over(l) {
			best, length = r, bits
		}
	}
	return best
}

// matches returns the length of the match of a prefix that is announced to
// Azure: -1 where the policy matches everything, -2 where it does not match.
func (r *RoutePolicy) matches(prefix netip.Prefix) int {
	switch m := r.MatchPrefix; {
	case r.Match == "":
		return -1
	case m.IsValid() && prefix.IsValid() && m.Bits() <= prefix.Bits() && m.Contains(prefix.Addr()):
		return m.Bits()
	}
	return -2
}

// over reports whether a policy acts on what is announced over a link.
func (r *RoutePolicy) over(l *Link) bool {
	if r.Tunnel != nil || r.Circuit != nil && r.Circuit != l.Circuit {
		return false
	}
	if l.Router != nil {
		return slices.Contains(r.Sites, l.Router.Site)
	}
	return r.SiteName == "" && len(r.SiteNames) == 0 || slices.ContainsFunc(l.Circuit.Sites(), func(s *Site) bool { return slices.Contains(r.Sites, s) })
}

// PlaceOf returns where a prefix that is announced over a link is written: in
// the list of the link, of the peering, or of a site.
func (p *Peering) PlaceOf(l *Link, prefix netip.Prefix) source.Place {
	n, list, sites := &p.Node, p.AdvertisedPrefixes, []*Site(nil)
	switch {
	case l.Has("advertised_prefixes"):
		n, list = &l.Node, l.AdvertisedPrefixes
	case !p.Has("advertised_prefixes"):
		sites = p.Circuit.Sites()
	}
	if slices.Contains(list, prefix) {
		return item(n, "advertised_prefixes", list, prefix)
	}
	if l.Router != nil {
		sites = append(sites, l.Router.Site.Announces...)
	}
	for _, s := range sites {
		if slices.Contains(s.Prefixes, prefix) {
			return item(&s.Node, "prefixes", s.Prefixes, prefix)
		}
	}
	return n.ValueAt("advertised_prefixes")
}

func item(n *source.Node, key string, list []netip.Prefix, prefix netip.Prefix) source.Place {
	if i := slices.Index(list, prefix); i >= 0 {
		return n.Item(key, i)
	}
	return n.ValueAt(key)
}

// A LearnedRoute is a prefix that a gateway or hub learns over a connection.
type LearnedRoute struct {
	Prefix     netip.Prefix
	Connection *Connection
	Link       *Link // the first with the shortest AS path
	Path       int   // how many AS numbers the customer's side brings
	Prepends   int   // of these, how many are prepended
}

// Weight returns the routing weight of the connection.
func (r LearnedRoute) Weight() int { return r.Connection.RoutingWeight.Or(0) }

// Circuit returns the circuit that the route comes over.
func (r LearnedRoute) Circuit() *Circuit { return r.Connection.Circuit }

// Place returns where the prefix is written.
func (r LearnedRoute) Place() source.Place {
	return r.Circuit().Peerings.Private.PlaceOf(r.Link, r.Prefix)
}

// Learned returns what a gateway or hub learns over a connection, in order of
// the prefixes; of both links of the circuit the shorter AS path.
func (d *Design) Learned(c *Connection) []LearnedRoute {
	if !c.Carries() {
		return nil
	}
	p := c.Circuit.Peerings.Private
	var out []LearnedRoute
	index := map[netip.Prefix]int{}
	for _, l := range c.Circuit.Links.All() {
		if !l.Up() {
			continue
		}
		a := d.Sent(p, l)
		for _, prefix := range a.Prefixes {
			times, _ := d.Prepends(p, l, prefix)
			r := LearnedRoute{prefix, c, l, d.path(p, l, prefix) + times, times}
			i, seen := index[prefix]
			switch {
			case !seen:
				index[prefix] = len(out)
				out = append(out, r)
			case r.Path < out[i].Path:
				out[i] = r
			}
		}
	}
	slices.SortStableFunc(out, func(a, b LearnedRoute) int { return a.Prefix.Compare(b.Prefix) })
	return out
}

// path counts the AS numbers between Microsoft and the site of a prefix: the
// peer's, the WAN's, that of the site where the link ends and that of the site
// with the prefix. Equal neighbours count once, and so does what is not known.
func (d *Design) path(p *Peering, l *Link, prefix netip.Prefix) int {
	numbers := []Opt[int64]{p.PeerASN}
	if w := l.Circuit.WAN; w != nil {
		numbers = append(numbers, w.ASN)
	}
	if l.Router != nil {
		numbers = append(numbers, l.Router.Site.ASN)
	}
	if s := d.origin(prefix, l.Router); s != nil {
		numbers = append(numbers, s.ASN)
	}
	numbers = slices.DeleteFunc(numbers, func(n Opt[int64]) bool { return !n.Known() })
	return max(1, len(slices.Compact(numbers)))
}

// origin returns the site that a prefix is of: that of a router if it has the
// prefix, else the one with the longest prefix around it, or nil.
func (d *Design) origin(prefix netip.Prefix, near *Router) *Site {
	if near != nil && near.Site.around(prefix) >= 0 {
		return near.Site
	}
	var best *Site
	length := -1
	for _, s := range d.Sites {
		if bits := s.around(prefix); bits > length {
			best, length = s, bits
		}
	}
	return best
}

// around returns the length of the longest prefix of a site around a prefix,
// -1 where there is none.
func (s *Site) around(prefix netip.Prefix) int {
	length := -1
	for _, p := range s.Prefixes {
		if p.Bits() > length && p.Bits() <= prefix.Bits() && p.Contains(prefix.Addr()) {
			length = p.Bits()
		}
	}
	return length
}

// A Choice is what a gateway knows of a prefix, and which routes it takes.
type Choice struct {
	Prefix netip.Prefix
	Routes []LearnedRoute // in the order of the connections
	Best   []LearnedRoute // those with the highest weight and then the shortest AS path
}

// Choices returns how a gateway or hub selects among what it learns over its
// connections, by prefix. A prefix that longer ones fill carries no traffic
// and is left out.
func (d *Design) Choices(connections []*Connection) []Choice {
	var all []LearnedRoute
	for _, c := range connections {
		all = append(all, d.Learned(c)...)
	}
	slices.SortStableFunc(all, func(a, b LearnedRoute) int { return a.Prefix.Compare(b.Prefix) })
	set := &PrefixSet{}
	for _, r := range all {
		set.Add(r.Prefix)
	}
	var out []Choice
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n].Prefix == all[0].Prefix {
			n++
		}
		if !set.Split(all[0].Prefix) {
			out = append(out, Choice{all[0].Prefix, all[:n], best(all[:n])})
		}
		all = all[n:]
	}
	return out
}

func best(routes []LearnedRoute) []LearnedRoute {
	var out []LearnedRoute
	for _, r := range routes {
		switch {
		case len(out) == 0:
			out = append(out, r)
		case r.Weight() > out[0].Weight() || r.Weight() == out[0].Weight() && r.Path < out[0].Path:
			out = append(out[:0], r)
		case r.Weight() == out[0].Weight() && r.Path == out[0].Path:
			out = append(out, r)
		}
	}
	return out
}

// Published returns what the gateways of a VNet announce to the sites: its
// address space, or the summarized prefixes in its place, and the address
// spaces of its spokes that these do not cover.
func (v *VNet) Published() []netip.Prefix {
	out := slices.Clone(v.AddressSpace)
	if len(v.SummarizedGatewayPrefixes) > 0 {
		out = slices.Clone(v.SummarizedGatewayPrefixes)
	}
	set := NewPrefixSet(v.SummarizedGatewayPrefixes)
	for _, s := range v.Spokes {
		for _, p := range s.AddressSpace {
			if !set.Covers(p) {
				out = append(out, p)
			}
		}
	}
	return distinct(out)
}

// FromAzure returns the prefixes of VNets and hubs that arrive over a circuit.
func (c *Circuit) FromAzure() []netip.Prefix {
	var out []netip.Prefix
	for _, n := range c.Connections {
		if n.Hub == nil {
			out = append(out, n.Gateway.VNet.Published()...)
			continue
		}
		for _, h := range n.Hub.WAN.Hubs { // the hubs of a WAN tell each other what they know
			if h.AddressPrefix.IsValid() {
				out = append(out, h.AddressPrefix)
			}
			for _, v := range h.VNets {
				out = append(out, v.AddressSpace...)
			}
		}
	}
	return distinct(out)
}

// distinct sorts prefixes and drops repeated ones.
func distinct(prefixes []netip.Prefix) []netip.Prefix {
	slices.SortFunc(prefixes, netip.Prefix.Compare)
	return slices.Compact(prefixes)
}
