// Package routes holds the rules on routes: how many there may be, which of
// several wins, and where traffic would need a way through Azure that there is
// none. Most look at what each side announces; those on whole flows ask the
// engine that simulates both directions, and what happens when something fails.
//
// Azure compares routes in a fixed order: the longer prefix, then ExpressRoute
// before VPN, then the routing weight of the connection, then the AS path, and
// it shares traffic over what is still equal. A means that stands later in
// this order has no effect against one that stands earlier.
package routes

import (
	"net/netip"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/rules"
)

// Rules lists the rules of the family in order.
var Rules = []*rules.Rule{
	privatePrefixLimit,
	azurePrefixLimit,
	gatewayLearnedLimit,
	totalRoutes,
	nearLimit,
	summarizedPrefixes,
	defaultRoute,
	asymmetricPreference,
	weightOverPrepend,
	specificOverWeight,
	ecmpOverFour,
	siteToSite,
	sameASN,
	onPremisesOverlap,
	customCommunity,
	maxPrefix,
	flowUnreachable,
	tieBreak,
	orderDependent,
	survivalDiffers,
}

// families counts prefixes of IPv4 and of IPv6.
func families(prefixes []netip.Prefix) (v4, v6 int) {
	for _, p := range prefixes {
		if p.Addr().Is4() {
			v4++
		}
	}
	return v4, len(prefixes) - v4
}

// expressRoute returns the ExpressRoute gateways that have connections which
// carry traffic, each with them.
func expressRoute(p *rules.Pass) map[*planner.Gateway][]*planner.Connection {
	out := map[*planner.Gateway][]*planner.Connection{}
	for _, c := range p.Connections {
		if c.Gateway != nil && c.Carries() {
			out[c.Gateway] = append(out[c.Gateway], c)
		}
	}
	return out
}
