package suggest

import "github.com/erplan/erplan/planner"

// What a second way into Azure may help against, which may end at other routers:
// everything between the site and the gateway. And what lies behind one link.
var (
	acrossCircuits = []planner.Kind{"link", "provider-edge", "provider", "port", "msee", "peering-site", "peering-location", "metro", "circuit", "connection", "global-reach", "carrier", "wan", "attachment", "risk", "router", "building"}
	behindLinks    = []planner.Kind{"link", "provider-edge", "msee", "peering-site", "carrier", "port", "router", "building", "risk"}
)

// Moves lists the moves, repairs last; within each the cheapest first. An added
// resource is proposed in full: with names, VLAN and prefixes that are free.
var Moves = []*Move{
	{
		Name: "enable-bfd", Cost: Configuration, Propose: enableBFD,
		About:   "run BFD on the routers and peerings that do not, and let BGP follow it",
		Against: []Aim{{Requirement: "recovery_time"}, {Requirement: "bfd/missing-on-edge"}, {Requirement: "bfd/one-link-only"}, {Requirement: "bfd/l2-devices-hide-failure"}},
	},
	{
		Name: "use-both-links", Cost: Configuration, Propose: useBothLinks,
		About:   "switch a link or a port on that the design leaves idle",
		Against: []Aim{{Requirement: "resiliency"}, {"survive", behindLinks}, {Requirement: "availability"}, {Requirement: "max_utilisation"}, {Requirement: "redundancy/both-bgp-sessions-required"}},
	},
	{
		Name: "connect-circuit", Cost: Configuration, Propose: connectCircuit,
		About:   "connect a circuit that is there to another gateway or hub",
		Against: []Aim{{Requirement: "resiliency"}, {"survive", acrossCircuits}, {Requirement: "recovery_time"}, {Requirement: "availability"}, {Requirement: "redundancy/single-site-connectivity"}, {Requirement: "redundancy/single-point-of-failure"}, {Requirement: "routing/flow-unreachable"}},
	},
	{
		Name: "active-active-vpn", Cost: Configuration, Propose: activeActiveVPN,
		About:   "run both instances of a VPN gateway at once, with tunnels to each",
		Against: []Aim{{"survive", []planner.Kind{"gateway-instance", "tunnel", "zone"}}, {Requirement: "availability"}, {Requirement: "recovery_time"}, {Requirement: "vpn/not-active-active"}},
	},
	{
		Name: "second-tunnel", Cost: Configuration, Propose: secondTunnel,
		About:   "end a VPN on a second router of its site too",
		Against: []Aim{{"survive", []planner.Kind{"router", "building", "tunnel"}}, {Requirement: "availability"}, {Requirement: "ipsec/tunnel-redundancy"}},
	},
	{
		Name: "macsec", Cost: Configuration, Propose: macsec,
		About:   "encrypt both links of an ExpressRoute Direct port pair with MACsec",
		Against: []Aim{{Requirement: "encryption"}, {Requirement: "ipsec/required-but-clear"}},
	},
	{
		Name: "ipsec-over-peering", Cost: Configuration, Propose: ipsecOverPeering,
		About:   "encrypt with VPNs over private peering, past which nothing goes in clear",
		Against: []Aim{{Requirement: "encryption"}, {Requirement: "ipsec/required-but-clear"}, {Requirement: "ipsec/same-prefix-clear-path"}, {Requirement: "ipsec/onprem-prefers-clear-path"}, {Requirement: "ipsec/private-ip-flags"}},
	},
	{
		Name: "no-internet", Cost: Configuration, Propose: noInternet,
		About:   "give up a VPN over the Internet that a flow must not use",
		Against: []Aim{{Requirement: "internet_fallback"}},
	},
	{
		Name: "other-router", Cost: Reorder, Propose: otherRouter,
		About:   "move a link of a circuit to another router of its site",
		Against: []Aim{{"survive", []planner.Kind{"router", "building"}}, {Requirement: "availability"}, {Requirement: "redundancy/both-links-on-one-router"}},
	},
	{
		Name: "other-provider-edge", Cost: Reorder, Propose: otherProviderEdge,
		About:   "have the provider move a link to an edge device of its own",
		Against: []Aim{{"survive", []planner.Kind{"provider-edge"}}, {Requirement: "availability"}, {Requirement: "redundancy/both-links-on-one-port"}},
	},
	{
		Name: "zone-redundant-gateway", Cost: Reorder, Propose: zoneRedundant,
		About:   "give a gateway a SKU that spreads over the zones of its region",
		Against: []Aim{{"survive", []planner.Kind{"zone", "gateway-instance"}}, {Requirement: "availability"}, {Requirement: "gateway/non-az-sku"}, {Requirement: "vpn/sku-zone"}},
	},
	{
		Name: "larger-gateway", Cost: Reorder, Propose: largerGateway,
		About:   "give a gateway the smallest SKU, or number of scale units, that is enough",
		Against: []Aim{{"max_utilisation", []planner.Kind{"gateway"}}, {Requirement: "gateway/throughput-below-need"}, {Requirement: "redundancy/surviving-capacity"}},
	},
	{
		Name: "larger-circuit", Cost: Reorder, Propose: largerCircuit,
		About:   "order a circuit, and access lines that are smaller, with the next bandwidth that is enough",
		Against: []Aim{{"max_utilisation", []planner.Kind{"link", "circuit"}}, {Requirement: "redundancy/surviving-capacity"}, {Requirement: "redundancy/backup-circuit-smaller"}},
	},
	{
		Name: "metro", Cost: Reorder, Propose: metro,
		About:   "land a circuit in two facilities of its city, at a Metro",
		Against: []Aim{{Requirement: "resiliency"}, {"survive", []planner.Kind{"peering-site", "peering-location", "provider-edge", "msee"}}, {Requirement: "recovery_time"}, {Requirement: "availability"}, {Requirement: "redundancy/single-site-connectivity"}},
	},
	{
		Name: "vpn-backup", Cost: Configuration, Propose: vpnBackup,
		About:   "back circuits up with a VPN over the Internet",
		Against: []Aim{{"survive", acrossCircuits}, {Requirement: "availability"}, {Requirement: "redundancy/single-point-of-failure"}},
	},
	{
		Name: "second-router", Cost: Equipment, Propose: secondRouter,
		About:   "add a router to a site, and move a link or a tunnel to it",
		Against: []Aim{{"survive", []planner.Kind{"router"}}, {Requirement: "availability"}, {Requirement: "redundancy/both-links-on-one-router"}, {Requirement: "redundancy/single-point-of-failure"}},
	},
	{
		Name: "second-internet-access", Cost: Equipment, Propose: secondInternet,
		About:   "give a site a second Internet access, of another carrier",
		Against: []Aim{{"survive", []planner.Kind{"internet", "carrier", "risk"}}, {Requirement: "availability"}},
	},
	{
		Name: "add-circuit", Cost: NewCircuit, Propose: addCircuit,
		About:   "add a circuit at another peering location, of the same provider or another",
		Against: []Aim{{Requirement: "resiliency"}, {"survive", acrossCircuits}, {Requirement: "recovery_time"}, {Requirement: "availability"}, {"max_utilisation", []planner.Kind{"link", "circuit"}}, {Requirement: "redundancy/single-site-connectivity"}, {Requirement: "redundancy/single-point-of-failure"}, {Requirement: "redundancy/two-circuits-same-location"}, {Requirement: "redundancy/surviving-capacity"}, {Requirement: "redundancy/vpn-sole-backup-for-demanding-workload"}, {Requirement: "redundancy/metro-for-mission-critical"}},
	},

	{
		Name: "premium", Cost: Reorder, Propose: premium,
		About: "order a circuit as Premium where its scope needs it",
		Rules: []string{"circuit/cross-geopolitical-needs-premium", "circuit/m365-needs-premium", "circuit/microsoft-peering-region-scope", "global-reach/cross-geo-needs-premium-both", "routing/private-prefix-limit"},
	},
	{
		Name: "not-local", Cost: Reorder, Propose: notLocal,
		About: "order a circuit as Standard, or Premium, where the Local tier does not do",
		Rules: []string{"location/local-sku-not-offered", "location/local-sku-region-mismatch", "global-reach/local-sku"},
	},
	{
		Name: "provider-there", Cost: Reorder, Propose: providerThere,
		About: "order a circuit from a provider that sells at its peering location",
		Rules: []string{"location/provider-not-at-location"},
	},
	{
		Name: "sold-bandwidth", Cost: Reorder, Propose: soldBandwidth,
		About: "order a circuit with the next bandwidth that is sold",
		Rules: []string{"circuit/provider-bandwidth-invalid"},
	},
	{
		Name: "global-reach", Cost: Configuration, Propose: globalReach,
		About: "join two circuits with Global Reach, so that their sites reach each other",
		Rules: []string{"routing/site-to-site-through-azure", "virtual-wan/er-to-er-not-transitive", "global-reach/not-transitive"},
	},
	{
		Name: "free-link-subnets", Cost: Configuration, Propose: freeSubnets,
		About: "give the links of a private peering two free /30",
		Rules: []string{"peering/link-subnet-size", "peering/link-subnets-identical-or-overlapping", "peering/link-subnet-reused-across-circuits", "peering/link-subnet-overlaps-azure"},
	},
	{
		Name: "free-vlan", Cost: Configuration, Propose: freeVLAN,
		About: "give a peering a free VLAN id",
		Rules: []string{"peering/vlan-not-unique-on-circuit", "peering/vlan-out-of-range"},
	},
	{
		Name: "site-asn", Cost: Configuration, Propose: siteASN,
		About: "peer with the AS number of the site in which a circuit ends",
		Rules: []string{"peering/private-peer-asn-reserved"},
	},
	{
		Name: "standard-address", Cost: Reorder, Propose: standardAddress,
		About: "give a gateway a Standard public address",
		Rules: []string{"gateway/basic-public-ip"},
	},
	{
		Name: "attach-route-filter", Cost: Configuration, Propose: attachFilter,
		About: "attach the one route filter of a design to a Microsoft peering without one",
		Rules: []string{"microsoft-peering/route-filter-missing"},
	},
	{
		Name: "global-reach-prefix", Cost: Configuration, Propose: reachPrefix,
		About: "give Global Reach a free /29",
		Rules: []string{"global-reach/address-prefix-size", "global-reach/address-prefix-overlap"},
	},
	{
		Name: "links-alike", Cost: Configuration, Propose: linksAlike,
		About: "announce and prefer alike over both links of a circuit",
		Rules: []string{"redundancy/active-passive-inside-circuit", "redundancy/maintenance-prepend-not-honoured", asymmetric},
	},
	{
		Name: "no-prepend", Cost: Configuration, Propose: noPrepend,
		About: "leave out a prepend on the circuit that routing weight prefers",
		Rules: []string{"routing/weight-overrides-prepend"},
	},
	{
		Name: "same-prefixes", Cost: Configuration, Propose: samePrefixes,
		About: "announce prefixes of one length over a circuit and what stands beside it",
		Rules: []string{"vpn/backup-prefix-more-specific", "routing/specific-overrides-weight"},
	},
	{
		Name: "routing-weight", Cost: Configuration, Propose: routingWeight,
		About:   "set routing weights so that Azure answers over the circuit that the site prefers",
		Against: []Aim{{"survive", acrossCircuits}},
		Rules:   []string{asymmetric, "routing/survival-differs"},
	},
	{
		Name: "local-preference", Cost: Configuration, Propose: localPreference,
		About:   "set local preferences so that the site sends over the circuit that Azure prefers, and over a VPN last",
		Against: []Aim{{"survive", acrossCircuits}},
		Rules:   []string{asymmetric, "vpn/onprem-prefers-vpn", "routing/tie-break", "routing/survival-differs"},
	},
	{
		Name: "as-path-prepend", Cost: Configuration, Propose: asPathPrepend,
		About:   "prepend on the circuits that a site does not prefer, so that Azure answers over those that it does",
		Against: []Aim{{"survive", acrossCircuits}},
		Rules:   []string{asymmetric, "routing/survival-differs"},
	},
	{
		Name: "longer-prefix", Cost: Configuration, Propose: longerPrefix,
		About:   "announce longer prefixes over the circuits that a site prefers, so that Azure answers over them",
		Against: []Aim{{"survive", acrossCircuits}},
		Rules:   []string{asymmetric, "routing/survival-differs"},
	},
}

const asymmetric = "routing/asymmetric-circuit-preference"
