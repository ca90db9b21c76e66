// Package redundancy holds the rules on what a design has twice: the two links
// of a circuit, circuits that stand in for each other, and the VPN behind
// them. They ask whether the second one is really another one, whether it
// brings the same prefixes, and whether it is big and good enough to take over.
//
// Circuits are compared where they join the same sites to the same VNet or
// Virtual WAN; a circuit that serves another site or another VNet is no help.
// What a failure or a maintenance does to a flow is for the failover engine to
// say, which three of the rules ask; the others look at the design alone.
//
// Where one mistake would break two rules, the more exact one speaks: two
// circuits at one location are both-at-one-place, not single-site, and a
// circuit whose location is not known is left to the location rules.
package redundancy

import (
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/rules"
)

// Rules lists the rules of the family in order.
var Rules = []*rules.Rule{
	bothSessions,
	oneRouter,
	onePort,
	activePassive,
	oneLinkPrefix,
	singleSite,
	sameLocation,
	metroForCritical,
	prefixesDiffer,
	sameProvider,
	sameEnd,
	sameMetro,
	survivingCapacity,
	smallerBackup,
	vpnForDemanding,
	maintenancePrepend,
	staticRouting,
	geoECMP,
	resiliencyIndex,
	singlePoint,
}

// critical reports whether the design calls itself mission-critical.
func critical(p *rules.Pass) bool { return p.Requirements.Criticality == planner.MissionCritical }

// networks lists networks, the last after "and".
func networks(list []*planner.Network) string {
	var names []string
	for _, n := range list {
		names = append(names, n.String())
	}
	return rules.And(names)
}
