// Package vnet holds the rules on virtual networks and their addresses:
// address spaces that meet, peerings that do not pass traffic on, and what
// keeps the routes of the sites, or IPv6, away from a VNet.
package vnet

import "github.com/erplan/erplan/rules"

// Rules lists the rules of the family in order.
var Rules = []*rules.Rule{
	overlap,
	peeringNotTransitive,
	ipv6NoCircuit,
	propagationOff,
	hairpinInspection,
	paasByPublicIP,
}

// remote refers to a section of the page on gateways in other regions.
func remote(section string) rules.Ref {
	return rules.Ref{Doc: "vpn-gateway/vpn-gateway-different-region", Section: section, Date: "2026-08-12"}
}
