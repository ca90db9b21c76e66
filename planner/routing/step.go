package routing

import "github.com/erplan/erplan/catalog"

// A Step is a named rule of route selection.
type Step uint8

// The steps. Which speaker applies which of them, and in which order, is in
// the lists of select.go.
const (
	NoWay Step = iota
	OnlyWay
	LongestPrefix
	StaticBeforeBGP
	PeeringBeforeGateway
	ExpressRouteBeforeVPN
	RoutingWeight
	LocalPreference
	ASPath
	Cost
	Stickiness
	LocalBeforeRemote
	SecuredHub
	RemoteExpressRouteLast
	HubPreference
	NoMultipath
	ECMP
	TieBreak
	ForwardingLoop
)

// A StepInfo is what there is to say of a step.
type StepInfo struct {
	Name     string
	Sentence string // for people: what won, and why
	Sources  []catalog.Source
	Doubt    string // what another document says; empty where they agree
}

// Info returns what there is to say of the step.
func (s Step) Info() StepInfo { return Steps[s] }

// String returns the name of the step.
func (s Step) String() string { return Steps[s].Name }

// ParseStep returns the step of a name.
func ParseStep(name string) (Step, bool) {
	for i, info := range Steps {
		if info.Name == name {
			return Step(i), true
		}
	}
	return NoWay, false
}

func page(name, section, date string) catalog.Source {
	return catalog.Source{Page: "articles/" + name + ".md", Section: section, Date: date}
}

var (
	recovery   = page("expressroute/designing-for-disaster-recovery-with-expressroute-privatepeering", "Small to medium on-premises network considerations", "2023-06-15")
	weights    = page("expressroute/expressroute-optimize-routing", "Solution: assign a high weight to local connection", "2023-06-15")
	preferER   = page("expressroute/use-s2s-vpn-as-backup-for-expressroute-privatepeering", "Configuring for symmetric traffic flow", "2022-12-27")
	coexist    = page("expressroute/expressroute-howto-coexist-resource-manager", "Limits and limitations", "2025-01-31")
	balance    = page("expressroute/expressroute-faqs", "How can I ensure high availability for a virtual network connected to ExpressRoute?", "2026-03-31")
	hubOrder   = page("virtual-wan/about-virtual-hub-routing-preference", "Route selection algorithm for virtual hub", "2024-12-10")
	hubNotes   = page("virtual-wan/about-virtual-hub-routing-preference", "Things to note", "2024-12-10")
	hubNews    = page("virtual-wan/whats-new", "Known issues", "2025-03-27")
	hubFAQ     = page("virtual-wan/virtual-wan-faq", "What would cause a VPN connection route to be preferred over ExpressRoute?", "2022-10-13")
	hubWeight  = page("virtual-wan/virtual-wan-faq", "Is there a concept of weight in Azure Virtual WAN ExpressRoute circuits or VPN connections", "2022-10-13")
	vnetToVNet = page("expressroute/virtual-network-connectivity-guidance", "Overview", "2025-01-31")
	longest    = catalog.Source{Page: "RFC 1812", Section: "5.2.4.3 Next Hop Address", Date: "1995-06"}
	bgp        = catalog.Source{Page: "RFC 4271", Section: "9.1 Decision Process", Date: "2006-01"}
)

// Steps is the table of all steps, by number.
var Steps = [...]StepInfo{
	NoWay:   {Name: "no-way", Sentence: "No route leads there."},
	OnlyWay: {Name: "only-way", Sentence: "There is no other route."},
	LongestPrefix: {
		Name:     "longest-prefix",
		Sentence: "The longest prefix wins, before anything else is compared.",
		Sources:  []catalog.Source{recovery, hubOrder},
	},
	StaticBeforeBGP: {
		Name:     "static-before-bgp",
		Sentence: "A static route of the hub wins over routes learned by BGP.",
		Sources:  []catalog.Source{hubOrder},
	},
	PeeringBeforeGateway: {
		Name:     "peering-before-gateway",
		Sentence: "A virtual network that is joined directly is reached directly, not through a circuit.",
		Sources:  []catalog.Source{vnetToVNet},
	},
	ExpressRouteBeforeVPN: {
		Name:     "expressroute-before-vpn",
		Sentence: "At an equal prefix Azure sends traffic to ExpressRoute, not to the VPN.",
		Sources:  []catalog.Source{preferER, coexist},
	},
	RoutingWeight: {
		Name:     "routing-weight",
		Sentence: "The connection with the higher routing weight wins.",
		Sources:  []catalog.Source{recovery, weights, hubWeight},
	},
	LocalPreference: {
		Name:     "local-preference",
		Sentence: "The higher local preference of the customer's routers wins.",
		Sources:  []catalog.Source{preferER, bgp},
	},
	ASPath: {
		Name:     "as-path",
		Sentence: "The shorter AS path wins.",
		Sources:  []catalog.Source{recovery, hubOrder, bgp},
	},
	Cost: {
		Name:     "cost",
		Sentence: "The lower cost of the site links on the way wins.",
		Sources:  []catalog.Source{bgp},
	},
	Stickiness: {
		Name:     "stickiness",
		Sentence: "The hub stays with the VPN that carried the traffic while ExpressRoute was away, because the VPN's AS path is not the longer one.",
		Sources:  []catalog.Source{hubNotes, hubFAQ},
	},
	LocalBeforeRemote: {
		Name:     "local-before-remote",
		Sentence: "The hub prefers its own connections to those of another hub.",
		Sources:  []catalog.Source{hubOrder},
	},
	SecuredHub: {
		Name:     "secured-hub",
		Sentence: "Of routes from other hubs, those of hubs with private routing policies win.",
		Sources:  []catalog.Source{hubNotes},
	},
	RemoteExpressRouteLast: {
		Name:     "remote-expressroute-last",
		Sentence: "With several other hubs, ExpressRoute behind another hub comes last, whatever the length of the AS path.",
		Sources:  []catalog.Source{hubOrder},
		Doubt:    "the Virtual WAN FAQ puts it last only among equal AS paths, and examples show it winning by AS path",
	},
	HubPreference: {
		Name:     "hub-preference",
		Sentence: "The hub routing preference decides between ExpressRoute and VPN.",
		Sources:  []catalog.Source{hubOrder},
	},
	NoMultipath: {
		Name:     "no-multipath",
		Sentence: "The hub does not share traffic over several circuits until it is upgraded; it takes one, here the first by name.",
		Sources:  []catalog.Source{hubNews},
	},
	ECMP: {
		Name:     "ecmp",
		Sentence: "The routes are equal; traffic is shared over them, flow by flow.",
		Sources:  []catalog.Source{balance, hubOrder},
	},
	TieBreak: {
		Name:     "tie-break",
		Sentence: "ExpressRoute and VPN are equal for the customer's router, which decides by a tie-break of its own.",
		Sources:  []catalog.Source{preferER},
	},
	ForwardingLoop: {
		Name:     "forwarding-loop",
		Sentence: "The routes lead in a circle: each speaker follows the longest prefix that it knows, and that one leads back.",
		Sources:  []catalog.Source{longest},
	},
}
