package topology

import (
	"net/netip"
	"slices"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
)

// Ranks of the match of a route policy: the more specific one wins. The
// length of a prefix is added to the rank of one that holds what is matched.
const (
	noMatch        = -1
	matchAll       = 0
	matchRegion    = 1
	matchCommunity = 2
	matchSupernet  = 100
	matchVNet      = 1000
	matchExact     = 2000
)

// denies reports whether the route policies of a site deny what matches over
// a circuit or a tunnel. Of two policies the more specific match wins, then
// the first by name.
func (t *Topology) denies(s *planner.Site, c *planner.Circuit, v *planner.VPNTunnel, match func(*planner.RoutePolicy) int) bool {
	if s == nil || !t.denying() {
		return false
	}
	best, deny := noMatch, false
	for _, p := range t.Design.RoutePolicies {
		over := p.Circuit == nil && p.Tunnel == nil || p.Circuit != nil && p.Circuit == c || p.Tunnel != nil && p.Tunnel == v
		if p.Action == "" || !over || !slices.Contains(p.Sites, s) {
			continue
		}
		if rank := match(p); rank > best {
			best, deny = rank, p.Action == planner.Deny
		}
	}
	return deny
}

// denying reports whether any route policy denies anything.
func (t *Topology) denying() bool {
	return slices.ContainsFunc(t.Design.RoutePolicies, func(p *planner.RoutePolicy) bool { return p.Action == planner.Deny })
}

// permits reports whether policies let a prefix be announced.
func (a announcement) permits(t *Topology, p netip.Prefix) bool {
	return !t.denies(a.site, a.circuit, a.tunnel, func(r *planner.RoutePolicy) int { return matchesPrefix(r, p) })
}

// denied reports whether policies keep the routes to the target from the
// source site, or from the site at which a circuit or tunnel ends.
func (o opener) denied(exit *planner.Site, c *planner.Circuit, v *planner.VPNTunnel) bool {
	return o.t.denies(o.site, c, v, o.to.matched) || exit != o.site && o.t.denies(exit, c, v, o.to.matched)
}

// matched ranks the match of a policy with the routes to a target.
func (to target) matched(r *planner.RoutePolicy) int {
	switch {
	case to.vnet != nil:
		return to.matchesVNet(r)
	case to.service != nil:
		return to.matchesService(r)
	case to.site != nil:
		return matchesPrefix(r, to.part.own)
	case r.Match == "":
		return matchAll
	}
	return noMatch
}

func matchesPrefix(r *planner.RoutePolicy, p netip.Prefix) int {
	switch {
	case r.Match == "":
		return matchAll
	case r.MatchPrefix.IsValid() && p.IsValid() && covers(r.MatchPrefix, p):
		if r.MatchPrefix == p {
			return matchExact
		}
		return matchSupernet + r.MatchPrefix.Bits()
	}
	return noMatch
}

func (to target) matchesVNet(r *planner.RoutePolicy) int {
	v := to.vnet
	switch {
	case r.MatchVNet != nil && r.MatchVNet == v:
		return matchVNet
	case r.MatchRegion != nil && r.MatchRegion == v.Azure:
		return matchRegion
	case v.BGPCommunity != "" && carries(r, v):
		return matchCommunity
	}
	return matchesPrefix(r, to.space)
}

// carries reports whether a policy matches a community of a network: its own,
// or that of its region, which its routes have once it has one of its own.
func carries(r *planner.RoutePolicy, v *planner.VNet) bool {
	for _, c := range r.MatchComms {
		if c.Value == v.BGPCommunity || c.Kind == "regional-private" && v.Azure != nil && c.Region == v.Azure.Name {
			return true
		}
	}
	return r.Match == v.BGPCommunity
}

func (to target) matchesService(r *planner.RoutePolicy) int {
	if r.Match == "" {
		return matchAll
	}
	if slices.ContainsFunc(r.MatchComms, func(c *catalog.Community) bool { return Carries(to.service, c) }) {
		return matchCommunity
	}
	for _, c := range to.service.Communities {
		if r.MatchRegion != nil && c.Region == r.MatchRegion.Name {
			return matchRegion
		}
	}
	return noMatch
}
