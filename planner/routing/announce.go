package routing

import (
	"net/netip"
	"slices"

	"github.com/gaissmai/bart"

	"github.com/erplan/erplan/planner"
)

// announced is what is announced over a session towards Azure, or a service's
// prefixes towards Microsoft.
type announced struct {
	listed   bool      // the design lists it
	list     bart.Lite // what it lists
	prefixes []netip.Prefix
	ends     []*planner.Site        // whose prefixes are announced where nothing is listed
	fixed    bool                   // nothing but the list: static routes over a VPN
	policies []*planner.RoutePolicy // that act on what is announced here
	source   []netip.Prefix         // of Microsoft peering: the addresses that traffic comes from
}

// An offer is what a session announces of one part of a destination.
type offer struct {
	bits    int16 // length of the prefix; unannounced where there is none, unchanged where it stays
	prepend int16
	class   class // of the route at the receiver
}

const (
	unannounced int16 = -1
	unchanged   int16 = -2
)

// reason is why a prefix may be announced over a session.
type reason uint8

const (
	asOwn    reason = iota // the site is one in which the circuit or VPN ends
	asLinked               // a site link says announce
	asNamed                // only because a list names it
	reasons
)

// announcements notes what every session that leaves the customer announces.
func (g *graph) announcements() {
	g.lists = make([]*announced, len(g.sessions))
	for i := range g.sessions {
		s := &g.sessions[i]
		switch {
		case s.joint == linkJoint && s.peering.IsMicrosoft():
			g.lists[i] = g.publicList(s)
		case s.joint == linkJoint:
			g.lists[i] = g.privateList(s)
		case s.joint == tunnelJoint:
			g.lists[i] = g.tunnelList(s)
		default:
			continue
		}
		g.lists[i].policies = g.policiesOn(s)
	}
}

func (g *graph) privateList(s *session) *announced {
	l := s.hop.Link
	a := &announced{ends: endsOf(s.circuit)}
	switch {
	case l.Has("advertised_prefixes"):
		a.write(l.AdvertisedPrefixes)
	case s.peering.Has("advertised_prefixes"):
		a.write(s.peering.AdvertisedPrefixes)
	}
	return a
}

func (g *graph) tunnelList(s *session) *announced {
	v := s.hop.Tunnel
	a := &announced{ends: []*planner.Site{v.Site}, fixed: !v.BGP.Or(true)}
	if v.Has("advertised_prefixes") {
		a.write(v.AdvertisedPrefixes)
	}
	return a
}

// publicList reads what a link announces on Microsoft peering, and which
// addresses its traffic comes from: a pool of the link, or a common one.
func (g *graph) publicList(s *session) *announced {
	l, p, a := s.hop.Link, s.peering, &announced{}
	var pools []netip.Prefix
	if n := p.NAT; n != nil {
		own := n.Primary
		if l.Side == "secondary" {
			own = n.Secondary
		}
		switch {
		case own.IsValid():
			pools = []netip.Prefix{own.Masked()}
		case n.Pool.IsValid():
			pools = []netip.Prefix{n.Pool.Masked()}
		}
	}
	perLink := len(pools) > 0 && !p.NAT.Pool.IsValid()
	switch {
	case l.Has("advertised_prefixes") && l.Circuit.Peerings.Private == nil:
		a.write(l.AdvertisedPrefixes)
	case p.Has("advertised_prefixes"):
		a.write(p.AdvertisedPrefixes)
	case perLink:
		a.write(pools)
	case p.Has("advertised_public_prefixes"):
		a.write(p.PublicPrefixes)
	case len(pools) > 0:
		a.write(pools)
	}
	a.source = pools
	if len(pools) == 0 {
		a.source = a.prefixes
	}
	return a
}

// write takes a list of the design.
func (a *announced) write(list []netip.Prefix) {
	a.listed = true
	for _, p := range list {
		a.list.Insert(p.Masked())
		a.prefixes = append(a.prefixes, p.Masked())
	}
}

// endsOf returns the sites whose prefixes a circuit announces where nothing is
// listed: those in which its links end or, of a WAN circuit, those attached.
func endsOf(c *planner.Circuit) []*planner.Site {
	var ends []*planner.Site
	add := func(s *planner.Site) {
		if !slices.Contains(ends, s) {
			ends = append(ends, s)
		}
	}
	for _, l := range c.Links.All() {
		if l.Router != nil {
			add(l.Router.Site)
		}
	}
	if c.WAN != nil {
		for _, a := range c.WAN.Attachments {
			add(a.Router.Site)
		}
	}
	return ends
}

// offer returns what a session announces of a region of a site's addresses:
// the longest prefix that covers it and is not denied.
func (a *announced) offer(s *session, r region, why reason) offer {
	if !r.prefix.IsValid() {
		return a.unnamed(s, why)
	}
	best := offer{bits: unannounced}
	if a.listed {
		for p := range a.list.Supernets(r.prefix) {
			if best = a.permit(s, p); best.bits != unannounced {
				break
			}
		}
	}
	own := why == asOwn && !a.listed || why == asLinked && !a.fixed && !(a.listed && len(a.prefixes) == 0)
	if own && r.own.Bits() > int(best.bits) {
		if o := a.permit(s, r.own); o.bits != unannounced {
			return o
		}
	}
	return best
}

// unnamed is offer for a site of which the design gives no prefixes.
func (a *announced) unnamed(s *session, why reason) offer {
	if why == asNamed || a.listed && len(a.prefixes) == 0 || why == asLinked && a.fixed {
		return offer{bits: unannounced}
	}
	return a.permit(s, netip.Prefix{})
}

// permit applies the route policies to the announcement of a prefix; an
// unnamed one has length 0.
func (a *announced) permit(s *session, p netip.Prefix) offer {
	v := judge(a.policies, func(r *planner.RoutePolicy) int { return matchesPrefix(r, p) })
	if v.deny {
		return offer{bits: unannounced}
	}
	o := offer{bits: int16(max(p.Bits(), 0)), prepend: int16(s.extra)}
	if v.prepend >= 0 {
		o.prepend = int16(v.prepend)
	}
	return o
}
