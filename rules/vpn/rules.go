// Package vpn holds the rules on site-to-site VPNs beside ExpressRoute: what
// the two gateways of a VNet ask of each other, and whether a VPN that is to
// stand in for a circuit does so, no sooner and with all prefixes.
//
// Azure sends traffic to ExpressRoute before VPN, but only at an equal prefix:
// a longer one on the VPN takes the traffic away. The customer's routers have
// no such order; there the local preference has to say it. So a backup has to
// announce the same prefixes, and to be the less preferred way on premises.
//
// A VPN is taken for a backup where it says so and, unless a rule needs to be
// certain, where it says nothing and runs over the Internet between the same
// ends as a circuit. VPNs over private peering are in package ipsec; here they
// count as what a backup stands behind, like the circuit: they have the prefixes
// that the circuit may not have, and fail with it. That the
// SKU of a gateway is not stated is counted once, by coexistence-sku and
// sku-zone.
package vpn

import (
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/rules"
)

// Rules lists the rules of the family in order.
var Rules = []*rules.Rule{
	coexistenceSKU, policyBased, transit, asnNot65515,
	moreSpecific, missing, onPremises, notActiveActive, staticRouting,
	skuZone, capacity, ridesExpressRoute, sharedFate,
	asnConflict, multiDevice, prefixCount, noBackup, overMicrosoftPeering,
	activeStandbyRecovery, noFailback,
}

// Pages that several rules refer to.
var (
	limitations = rules.Ref{Doc: "expressroute-howto-coexist-resource-manager", Section: "Limits and limitations", Date: "2025-01-31"}
	failover    = rules.Ref{Doc: "expressroute-howto-coexist-resource-manager", Section: "Configure a site-to-site VPN as a failover path for ExpressRoute", Date: "2025-01-31"}
	devices     = rules.Ref{Doc: "vpn-gateway/vpn-gateway-highlyavailable", Section: "Multiple on-premises VPN devices", Date: "2016-09-24"}
)

// backup refers to a section of the page on VPN as a backup.
func backup(section string) rules.Ref {
	return rules.Ref{Doc: "use-s2s-vpn-as-backup-for-expressroute-privatepeering", Section: section, Date: "2022-12-27"}
}

// questions refers to a question on BGP of the page's FAQ.
func questions(section string) rules.Ref {
	return rules.Ref{Doc: "vpn-gateway/vpn-gateway-vpn-faq", Section: section, Date: "2019-02-12"}
}

// gateways returns the VPN gateways of a design.
func gateways(p *rules.Pass) []*planner.Gateway {
	var out []*planner.Gateway
	for _, g := range p.Gateways {
		if g.Kind == planner.VPNGateway {
			out = append(out, g)
		}
	}
	return out
}

// coexists returns an ExpressRoute gateway in the VNet of a gateway, or nil.
func coexists(g *planner.Gateway) *planner.Gateway {
	for _, other := range g.VNet.GatewaysOf(planner.ExpressRouteGateway) {
		return other
	}
	return nil
}

// backups returns the VPNs of a coexistence that may be meant as backups.
func backups(c planner.Coexistence) []*planner.VPNTunnel {
	var out []*planner.VPNTunnel
	for _, t := range c.Tunnels {
		if t.MayBackUp() {
			out = append(out, t)
		}
	}
	return out
}

// speaks reports whether a VPN exchanges routes by BGP, as it does unless the
// design says otherwise.
func speaks(t *planner.VPNTunnel) bool { return t.BGP.Or(true) }

// joined lists names in quotes, a few of many.
func joined[T interface{ Name() string }](list []T) string {
	return rules.Some(rules.Quoted(rules.Names(list)))
}

// vpns names VPNs as the subject of a sentence: VPN "a", VPNs "a" and "b".
func vpns(list []*planner.VPNTunnel) string {
	if len(list) == 1 {
		return "VPN " + joined(list)
	}
	return "VPNs " + joined(list)
}

// circuits names circuits likewise.
func circuits(list []*planner.Circuit) string {
	if len(list) == 1 {
		return "circuit " + joined(list)
	}
	return "circuits " + joined(list)
}
