// Package ipsec holds the rules on VPNs that run over ExpressRoute to encrypt
// what it carries: mostly over private peering, to the private address of a VPN
// gateway, and over Microsoft peering, to its public one.
//
// Such a VPN and the circuit under it lead to the same VNet, one encrypted and
// one in clear. Nothing keeps traffic in the tunnel but routing: to Azure's
// side the VPN has to announce the longer prefixes, on premises its routes have
// to be the preferred ones, and the addresses of the two ends alone have to go
// over the circuit.
//
// What a design does not say of the SKU or the instances of a VPN gateway is
// counted by package vpn.
package ipsec

import (
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// Rules lists the rules of the family in order.
var Rules = []*rules.Rule{
	gatewaySKU, privateIPFlags, samePrefix, onPremises,
	deviceAddress, bgpPeerAddress, sameVNet, throughput, required,
	cipher, firewallRule, redundancy, microsoftPeering,
	mtu, fastPathExpectation,
}

// private refers to a section of the page on VPN over private peering.
func private(section string) rules.Ref {
	return rules.Ref{Doc: "vpn-gateway/site-to-site-vpn-private-peering", Section: section, Date: "2023-07-28"}
}

// hub refers to a section of the page on the same in a Virtual WAN.
func hub(section string) rules.Ref {
	return rules.Ref{Doc: "virtual-wan/vpn-over-expressroute", Section: section, Date: "2025-03-27"}
}

// policies refers to a section of the page on routing policies of hubs.
func policies(section string) rules.Ref {
	return rules.Ref{Doc: "virtual-wan/how-to-routing-policies", Section: section, Date: "2025-08-01"}
}

// tunnels returns the VPNs over private peering.
func tunnels(p *rules.Pass) []*planner.VPNTunnel {
	var out []*planner.VPNTunnel
	for _, t := range p.VPNTunnels {
		if t.Over == planner.OverPrivatePeering {
			out = append(out, t)
		}
	}
	return out
}

// beside returns the connections of circuits to the VNet or the virtual hub
// that a VPN ends in.
func beside(t *planner.VPNTunnel) []*planner.Connection {
	if t.Hub != nil {
		return t.Hub.Connections
	}
	var out []*planner.Connection
	for _, g := range t.Gateway.VNet.Gateways {
		out = append(out, g.Connections...)
	}
	return out
}

// ground names the VNet or virtual hub that a VPN ends in.
func ground(t *planner.VPNTunnel) string {
	if t.Hub != nil {
		return "virtual hub \"" + t.Hub.Name() + "\""
	}
	return "VNet \"" + t.Gateway.VNet.Name() + "\""
}

// end returns the gateway or hub that a VPN ends on.
func end(t *planner.VPNTunnel) any {
	if t.Hub != nil {
		return t.Hub
	}
	return t.Gateway
}

// at returns where the announcement of a VPN is, or would be, written.
func at(t *planner.VPNTunnel) source.Place { return t.ValueAt("advertised_prefixes") }

// joined lists names in quotes, a few of many.
func joined[T interface{ Name() string }](list []T) string {
	return rules.Some(rules.Quoted(rules.Names(list)))
}

// circuits names circuits as the subject of a sentence.
func circuits(list []*planner.Circuit) string {
	if len(list) == 1 {
		return "circuit " + joined(list)
	}
	return "circuits " + joined(list)
}
