// Package globalreach holds the rules on Global Reach, which joins the private
// peerings of two circuits so that the sites behind them reach each other over
// Microsoft's backbone. They ask which circuits may be joined, whether the
// transfer prefix is free, and whether the joint carries what is meant to go
// over it.
//
// A fact that several of them need and that the design does not state is
// reported as unknown by the first of them alone.
package globalreach

import (
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// Rules lists the rules of the family in order.
var Rules = []*rules.Rule{
	samePeeringLocation,
	locationNotSupported,
	localSKU,
	crossGeoNeedsPremium,
	privatePeeringMissing,
	addressPrefixSize,
	addressPrefixOverlap,
	notTransitive,
	crossSubscription,
	throughputCap,
	routerMaxPrefix,
	duplicateSitePrefix,
	hubFirewallTransit,
	duplicateLink,
	noFiltering,
	privatePeeringDeleted,
}

// end returns where a Global Reach link names one of its circuits.
func end(g *planner.GlobalReach, c *planner.Circuit) source.Place {
	if g.Circuits[0] == c {
		return g.Item("circuits", 0)
	}
	return g.Item("circuits", 1)
}

// alsoJoins adds the links after the first that join a circuit.
func alsoJoins(f rules.Finding, c *planner.Circuit) rules.Finding {
	for _, g := range c.GlobalReach[1:] {
		f = f.Related(end(g, c), "joined by %s too", g.Name())
	}
	return f
}
