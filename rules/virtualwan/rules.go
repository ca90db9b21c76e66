// Package virtualwan holds the rules on Virtual WAN: what its hubs take, which
// of several ways they choose, and between which ends they carry traffic.
//
// Hubs carry traffic between VNets, and between VNets and sites behind
// circuits and VPNs, in all hubs of a WAN. Between two circuits they carry none
// unless support has opened the way through firewalls. Where several ways lead
// to a prefix the hub takes the longest, then, as its routing preference says,
// its own before another hub's, ExpressRoute before VPN or the other way round,
// or the shortest AS path before anything else.
//
// What a rule does not say because another rule speaks at the same place
// stands at the rule.
package virtualwan

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/rules"
)

// Rules lists the rules of the family in order.
var Rules = []*rules.Rule{
	basicType, prefixSize, prefixOverlap, circuitsPerHub, scaleUnits,
	circuitToCircuit, transitSupernets, privatePrefixes,
	needsAppliance, onSomeHubs, addressSpaces,
	bowTie, vpnStickiness, pathGap, preferenceContradicts,
	defaultRoute, defaultFlag, sharing, sameLocation, routeLimit,
	spokeGateway, ipv6, branchToBranch, hubCapacity, reservedASN, branchLimits,
	oneScaleUnit, singleHub, storageBypass, defaultLabel, hubStaticCoversSite,
}

func faq(section string) rules.Ref {
	return rules.Ref{Doc: "virtual-wan/virtual-wan-faq", Section: section, Date: "2022-10-13"}
}

func knownIssue(n string) rules.Ref {
	return rules.Ref{Doc: "virtual-wan/whats-new", Section: "Known issues, " + n, Date: "2025-03-27"}
}

func preferences(section string) rules.Ref {
	return rules.Ref{Doc: "virtual-wan/about-virtual-hub-routing-preference", Section: section, Date: "2024-12-10"}
}

func policies(section string) rules.Ref {
	return rules.Ref{Doc: "virtual-wan/how-to-routing-policies", Section: section, Date: "2025-08-01"}
}

func deepDive(section string) rules.Ref {
	return rules.Ref{Doc: "virtual-wan/routing-deep-dive", Section: section, Date: "2022-05-08"}
}

func expressRoute(section string) rules.Ref {
	return rules.Ref{Doc: "virtual-wan/virtual-wan-expressroute-about", Section: section, Date: "2025-03-26"}
}

func settings(section string) rules.Ref {
	return rules.Ref{Doc: "virtual-wan/hub-settings", Section: section, Date: "2023-08-24"}
}

var limits = rules.Ref{Doc: "azure-resource-manager/management/azure-subscription-service-limits", Section: "Virtual WAN limits", Date: "2025-04-07"}

// private reports whether a hub sends private traffic through its firewall.
func private(h *planner.VirtualHub) bool {
	return h.RoutingIntent == "private" || h.RoutingIntent == "both"
}

// inspected reports whether a hub has a private routing policy that can work:
// that it lacks a firewall, or does not name it, is another rule's to say.
func inspected(h *planner.VirtualHub) bool { return private(h) && h.Firewall != "none" }

// opened reports whether the hubs of a WAN pass traffic between circuits.
func opened(w *planner.VirtualWAN) bool { return w.ExpressRouteTransit == "firewall" }

// joined lists names in quotes, a few of many.
func joined[T interface{ Name() string }](list []T) string {
	return rules.Some(rules.Quoted(rules.Names(list)))
}

// several names things as the subject of a sentence: hub "a", hubs "a" and "b".
func several[T interface{ Name() string }](word string, list []T) string {
	if len(list) == 1 {
		return word + " " + joined(list)
	}
	return word + "s " + joined(list)
}

// circuitsOf returns the circuits of connections, each once.
func circuitsOf(list []*planner.Connection) []*planner.Circuit {
	var out []*planner.Circuit
	for _, n := range list {
		if !slices.Contains(out, n.Circuit) {
			out = append(out, n.Circuit)
		}
	}
	return out
}

// inWAN returns the connections of a circuit to the hubs of a WAN.
func inWAN(c *planner.Circuit, w *planner.VirtualWAN) []*planner.Connection {
	var out []*planner.Connection
	for _, n := range c.Connections {
		if n.Hub != nil && n.Hub.WAN == w {
			out = append(out, n)
		}
	}
	return out
}

func quoted(name string) string { return fmt.Sprintf("%q", name) }
