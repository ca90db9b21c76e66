package topology

import (
	"slices"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
)

// Lets reports whether a Microsoft peering announces a service: its route
// filter selects a community that the service's prefixes carry. Without a
// filter it announces nothing.
func Lets(p *planner.Peering, s *planner.Service) bool {
	if p == nil || p.RouteFilter == nil || p.RouteFilter.Access == "deny" {
		return false
	}
	for _, found := range p.RouteFilter.Resolved {
		if slices.ContainsFunc(found, func(c *catalog.Community) bool { return Carries(s, c) }) {
			return true
		}
	}
	return false
}

// Carries reports whether the prefixes of a service carry a community: one of
// its own or, of a service in one region, that of the region. Microsoft tags a
// prefix with the region that it is in, and with its service too
// (expressroute-routing, "Support for BGP communities", 2026-03-12).
func Carries(s *planner.Service, c *catalog.Community) bool {
	return slices.ContainsFunc(s.Communities, func(own *catalog.Community) bool {
		return own == c || c.Kind == "regional-microsoft" && c.Region != "" && c.Region == own.Region && onMicrosoftPeering(own)
	})
}

// onMicrosoftPeering reports whether a community is one of Microsoft peering.
func onMicrosoftPeering(c *catalog.Community) bool { return c.Kind != "regional-private" }
