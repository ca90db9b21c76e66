// Package peering holds the rules on the peerings of a circuit: their transfer
// networks and router addresses, VLANs and AS numbers, IPv6, the routers that
// hold the sessions, and whether there is anything to announce. What concerns
// Microsoft peering alone is in the family microsoft-peering.
//
// A fact that several of them need and that the design does not state is
// reported as unknown by the first of them alone; what the provider keeps to
// itself on peerings that it manages is not asked for.
package peering

import (
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

// Rules lists the rules of the family in order.
var Rules = []*rules.Rule{
	privatePeeringMissing,
	linkSubnetSize,
	linkSubnetsOverlap,
	linkSubnetOverlapsAzure,
	routerMustUseFirstHost,
	vlanNotUnique,
	vlanOutOfRange,
	privateASNReserved,
	documentationASN,
	ipv6GatewayNotReady,
	firstHopRedundancy,
	statefulDevice,
	linkSubnetReused,
	nothingAdvertised,
	dualStackGateway,
	publicASNNotOwned,
	md5KeyFormat,
	layer2Extension,
	singleAccessLine,
	attributesLost,
}

// all returns the peerings of all circuits, in order.
func all(p *rules.Pass) []*planner.Peering {
	var out []*planner.Peering
	for _, c := range p.Circuits {
		out = append(out, c.PeeringList()...)
	}
	return out
}

// private returns the private peerings of all circuits, in order.
func private(p *rules.Pass) []*planner.Peering {
	var out []*planner.Peering
	for _, c := range p.Circuits {
		if c.Peerings.Private != nil {
			out = append(out, c.Peerings.Private)
		}
	}
	return out
}

// title names a peering as people do.
func title(peering *planner.Peering) string {
	kind := "private"
	if peering.IsMicrosoft() {
		kind = "Microsoft"
	}
	return kind + " peering of circuit " + peering.Circuit.Name()
}

var privatePeeringMissing = &rules.Rule{
	ID:       "peering/private-peering-missing",
	Code:     "PEER-001",
	Title:    "Circuits that are connected to a gateway have private peering",
	Severity: diag.Error,
	Why:      "A connection carries the routes of the private peering. Without one no VNet is reached over it.",
	Fix:      "Add private peering to the circuit.",
	Refs: []rules.Ref{
		{Doc: "expressroute-circuit-peerings", Section: "Azure private peering", Date: "2026-08-27"},
		{Doc: "expressroute-faqs", Section: "How do I connect my virtual networks to an ExpressRoute circuit?", Date: "2026-03-31"},
	},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			if len(c.Connections) == 0 || c.Peerings.Private != nil {
				continue
			}
			f := p.Report(c.At("peerings", "private"), "circuit %s has no private peering, which its connection %s needs", c.Name(), c.Connections[0].Name()).
				Fix("Add [circuits.%s.peerings.private].", c.Name())
			for _, connection := range c.Connections {
				f.Related(connection.ValueAt("circuit"), "connected by %s", connection.Name())
			}
			for _, g := range c.GlobalReach {
				f.Related(g.ValueAt("circuits"), "joined by Global Reach %s", g.Name())
			}
		}
	},
}

var nothingAdvertised = &rules.Rule{
	ID:       "peering/nothing-advertised",
	Code:     "PEER-020",
	Title:    "Something is announced over private peering",
	Severity: diag.Error,
	Why:      "Azure sends traffic only to prefixes that it has heard. Where none is announced, no answer comes back to the sites.",
	Fix:      "Write the prefixes of the sites in advertised_prefixes, or in prefixes of the sites.",
	Refs:     []rules.Ref{{Doc: "expressroute-howto-routing-portal-resource-manager", Section: "To create Azure private peering", Date: "2023-08-31"}},
	Check: func(p *rules.Pass) {
		noted := map[string]bool{} // sites whose prefixes are missing
		for _, peering := range private(p) {
			a := peering.AnnouncedByAny()
			switch {
			case a.Empty():
				p.Report(a.Place, "%s announces no prefix to Azure", title(peering))
			case !a.Known && a.V4 == 0 && a.V6 == 0 && !noted[a.Place.Path]:
				noted[a.Place.Path] = true
				p.Unknown(a.Place, "what %s announces is not stated: no advertised_prefixes, and no prefixes of its sites", title(peering))
			}
		}
	},
}
