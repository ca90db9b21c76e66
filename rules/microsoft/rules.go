// Package microsoft holds the rules on Microsoft peering: the path from the
// customer's network to Microsoft's public services, without the Internet.
//
// Such a peering needs four things beyond sessions. A route filter says which
// services Microsoft announces. Public prefixes, registered to the customer,
// are what the customer announces. Address translation brings private
// addresses behind those prefixes. And the way back must be the way out:
// Microsoft answers over ExpressRoute whatever it hears announced there.
package microsoft

import "github.com/erplan/erplan/rules"

// Rules lists the rules of the family in order.
var Rules = []*rules.Rule{
	routeFilterMissing, routeFilterEmpty, routeFilterRuleShape, routeFilterUnknownCommunity,
	routeFilterM365Authorization, requiredServiceNotInFilter, routeFilterLocation,
	linkSubnetNotPublic, advertisedPrefixNotPublic, advertisedPrefixesMissing, prefixLimit,
	ownershipValidation, privateASN, prependWithPrivateASN,
	natMissing, natPoolAlsoOnInternet, natPoolPerLink, linkAddressesAdvertised,
	singleCircuit, vpnClaimedAsBackup,
	multiCircuitNoLocalPreference, expressRouteNotPreferredOverInternet,
	inboundServerOnPerLinkPool, inboundNeedsSNAT, notInDMZ, redistributed,
	customerCommunities, qosMarking, legacyCommunity, m365Reason,
}

// Pages that several rules refer to.
var (
	publicAddresses = rules.Ref{Doc: "expressroute-routing", Section: "Public IP address requirement", Date: "2026-03-12"}
	linkAddresses   = rules.Ref{Doc: "expressroute-routing", Section: "IP addresses used for Microsoft peering", Date: "2026-03-12"}
	communityValues = rules.Ref{Doc: "expressroute-routing", Section: "Service to BGP community value", Date: "2026-03-12"}
	comparison      = rules.Ref{Doc: "expressroute-circuit-peerings", Section: "Peering comparison", Date: "2026-08-27"}
	outboundNAT     = rules.Ref{Doc: "expressroute-nat", Section: "Traffic originating from your network destined to Microsoft", Date: "2019-09-18"}
	commonNAT       = rules.Ref{Doc: "designing-for-high-availability-with-expressroute", Section: "NAT for Microsoft peering", Date: "2023-06-15"}
	coexistence     = rules.Ref{Doc: "expressroute-howto-coexist-resource-manager", Section: "Configure a site-to-site VPN as a failover path for ExpressRoute", Date: "2025-01-31"}
)

func filterPage(section string) rules.Ref {
	return rules.Ref{Doc: "how-to-routefilter-portal", Section: section, Date: "2025-01-31"}
}

func questions(section string) rules.Ref {
	return rules.Ref{Doc: "expressroute-faqs", Section: section, Date: "2026-03-31"}
}

func optimize(section string) rules.Ref {
	return rules.Ref{Doc: "expressroute-optimize-routing", Section: section, Date: "2023-06-15"}
}
