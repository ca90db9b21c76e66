package routing

import (
	"net/netip"
	"slices"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/topology"
)

// A verdict is what the route policies say of a route; -1 is nothing.
type verdict struct {
	deny           bool
	prepend, local int
}

// Ranks of a match: the more specific one wins. The length of a prefix is
// added to the ranks of prefixes.
const (
	noMatch        = -1
	matchAll       = 0
	matchRegion    = 1
	matchCommunity = 2
	matchSupernet  = 100
	matchVNet      = 1000
	matchExact     = 2000
)

// judge applies route policies. Of two that say something of the same thing
// the more specific match wins, then the first by name.
func judge(policies []*planner.RoutePolicy, match func(*planner.RoutePolicy) int) verdict {
	v := verdict{prepend: -1, local: -1}
	action, prepend, local := noMatch, noMatch, noMatch
	for _, p := range policies {
		rank := match(p)
		if p.Action != "" && rank > action {
			action, v.deny = rank, p.Action == planner.Deny
		}
		if p.ASPathPrepend.Known() && rank > prepend {
			prepend, v.prepend = rank, p.ASPathPrepend.Value()
		}
		if p.LocalPreference.Known() && rank > local {
			local, v.local = rank, p.LocalPreference.Value()
		}
	}
	return v
}

// matchesPrefix ranks the match of a policy with a prefix of the customer; a
// prefix that is not valid is unnamed.
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

// matchesVNet ranks the match of a policy with a prefix that Azure announces
// for a virtual network.
func matchesVNet(r *planner.RoutePolicy, v *planner.VNet, p netip.Prefix) int {
	switch {
	case r.MatchVNet != nil && r.MatchVNet == v:
		return matchVNet
	case r.MatchRegion != nil && r.MatchRegion == v.Azure:
		return matchRegion
	case v.BGPCommunity != "" && carries(r, v):
		return matchCommunity
	}
	return matchesPrefix(r, p)
}

// carries reports whether a policy matches a community of a virtual network:
// its own, or that of its region, which is there once it has one of its own.
func carries(r *planner.RoutePolicy, v *planner.VNet) bool {
	for _, c := range r.MatchComms {
		if c.Value == v.BGPCommunity || c.Kind == "regional-private" && v.Azure != nil && c.Region == v.Azure.Name {
			return true
		}
	}
	return r.Match == v.BGPCommunity
}

// matchesService ranks the match of a policy with the prefixes of a service.
func matchesService(r *planner.RoutePolicy, s *planner.Service) int {
	if r.Match == "" {
		return matchAll
	}
	if slices.ContainsFunc(r.MatchComms, func(c *catalog.Community) bool { return topology.Carries(s, c) }) {
		return matchCommunity
	}
	for _, c := range s.Communities {
		if r.MatchRegion != nil && c.Region == r.MatchRegion.Name {
			return matchRegion
		}
	}
	return noMatch
}

// covers reports whether one prefix holds another.
func covers(wide, narrow netip.Prefix) bool {
	return wide.Bits() <= narrow.Bits() && wide.Contains(narrow.Addr())
}

// policiesOn returns the policies that act on what is announced over a
// session: those of the site that it leaves.
func (g *graph) policiesOn(s *session) []*planner.RoutePolicy {
	site := g.nodes[s.a].site
	if site == nil {
		return nil
	}
	var out []*planner.RoutePolicy
	for _, p := range g.policiesOf(site) {
		if p.Circuit == nil && p.Tunnel == nil || p.Circuit != nil && p.Circuit == s.circuit || p.Tunnel != nil && p.Tunnel == s.hop.Tunnel {
			out = append(out, p)
		}
	}
	return out
}

// policiesOf returns the policies that the routers of a site have.
func (g *graph) policiesOf(site *planner.Site) []*planner.RoutePolicy {
	var out []*planner.RoutePolicy
	for _, p := range g.design.RoutePolicies {
		if slices.Contains(p.Sites, site) {
			out = append(out, p)
		}
	}
	return out
}

// received returns what a site's policies say of the routes to a destination,
// by the circuit or tunnel over which they leave; nil where they say nothing.
// Routes that stay on the customer's own networks are no business of theirs.
func (g *graph) received(site *planner.Site, match func(*planner.RoutePolicy) int) []verdict {
	policies := g.policiesOf(site)
	if len(policies) == 0 {
		return nil
	}
	table := make([]verdict, len(g.exits)+1)
	table[0] = verdict{prepend: -1, local: -1}
	for i := 1; i < len(table); i++ {
		var via []*planner.RoutePolicy
		for _, p := range policies {
			if p.Circuit == nil && p.Tunnel == nil || p.Circuit != nil && g.exits[p.Circuit] == i || p.Tunnel != nil && g.exits[p.Tunnel] == i {
				via = append(via, p)
			}
		}
		table[i] = judge(via, match)
	}
	return table
}
