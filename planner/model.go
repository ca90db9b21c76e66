package planner

import (
	"net/netip"
	"sync"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/source"
)

// A Design is a hybrid network, merged and linked: no link is nil unless its
// comment says so, every table knows its place, and collections are sorted by
// name. A Design is never changed after [Load].
type Design struct {
	source.Node
	Schema  int      `toml:"schema"`
	Extends string   `toml:"extends"` // the file that this one builds on
	Remove  []string `toml:"remove"`  // paths of what this file leaves out of that one

	Tables
	Options []*Option `toml:"options"` // the alternatives that the file describes

	Catalog *catalog.Catalog `toml:"-"` // with the design's overrides
	Option  string           `toml:"-"` // the option that is merged in, or ""
	File    *source.File     `toml:"-"` // the file that was asked for

	facts facts
}

// facts are found when they are first asked for.
type facts struct {
	redundancy, sites sync.Once
	bundles           *Redundancy
	joined            *Groups
}

// Tables are the tables of the language, as they stand in a design and, once
// more, in each of its options.
type Tables struct {
	Info          Info            `toml:"design"`
	Requirements  Requirements    `toml:"requirements"`
	Sites         []*Site         `toml:"sites"`
	SiteLinks     []*SiteLink     `toml:"site_links"`
	WANs          []*WAN          `toml:"wans"`
	Ports         []*Port         `toml:"ports"`
	Circuits      []*Circuit      `toml:"circuits"`
	RoutePolicies []*RoutePolicy  `toml:"route_policies"`
	RouteFilters  []*RouteFilter  `toml:"route_filters"`
	GlobalReach   []*GlobalReach  `toml:"global_reach"`
	VNets         []*VNet         `toml:"vnets"`
	Gateways      []*Gateway      `toml:"gateways"`
	VirtualWANs   []*VirtualWAN   `toml:"virtual_wans"`
	VirtualHubs   []*VirtualHub   `toml:"virtual_hubs"`
	Connections   []*Connection   `toml:"connections"`
	VPNTunnels    []*VPNTunnel    `toml:"vpn_tunnels"`
	Flows         []*Flow         `toml:"flows"`
	Scenarios     []*Scenario     `toml:"scenarios"`
	Tests         []*Test         `toml:"tests"`
	Monitoring    Monitoring      `toml:"monitoring"`
	Availability  Availability    `toml:"availability"`
	Components    []*Component    `toml:"components"`
	Defaults      Defaults        `toml:"defaults"`
	Exceptions    []Exception     `toml:"exceptions"`
	Check         CheckSettings   `toml:"check"`
	Overrides     []OverrideTable `toml:"catalog_overrides"` // by table and row, in the order of the text
}

// Option is an alternative: tables that are merged over the base design.
type Option struct {
	source.Node
	Description string   `toml:"description"`
	Extends     string   `toml:"extends"` // the option that this one builds on
	Remove      []string `toml:"remove"`  // paths of what the alternative leaves out
	Tables
}

// Info describes the document: the table [design].
type Info struct {
	source.Node
	DisplayName string   `toml:"name"`
	Description string   `toml:"description"`
	Owner       string   `toml:"owner"`
	Version     string   `toml:"version"`
	Status      Status   `toml:"status"`
	Date        Date     `toml:"date"`
	Cloud       Cloud    `toml:"cloud"` // public unless stated
	Authors     []string `toml:"authors"`
	References  []string `toml:"references"`
}

// Requirements are the intent, which is compared with what is configured.
type Requirements struct {
	source.Node
	Resiliency     Resiliency   `toml:"resiliency"`
	Criticality    Criticality  `toml:"criticality"`
	Availability   Opt[Percent] `toml:"availability"`    // of every flow that sets none
	RecoveryTime   Duration     `toml:"recovery_time"`   // longest interruption of a survived failure; 0 is unknown
	Survive        []Kind       `toml:"survive"`         // no flow may be lost to one of these alone
	Encryption     Encryption   `toml:"encryption"`      // of all traffic to Azure
	MaxUtilisation Opt[Percent] `toml:"max_utilisation"` // of any element after a survived failure
	MonthlyBudget  Opt[float64] `toml:"monthly_budget"`
	Currency       string       `toml:"currency"`
	PlanYears      Opt[int]     `toml:"plan_years"` // how far ahead capacity is planned, 1 unless stated
}

// A Site is a customer location.
type Site struct {
	source.Node
	City                       string            `toml:"city"`
	Country                    string            `toml:"country"`
	Coordinates                []float64         `toml:"coordinates"` // latitude and longitude in degrees
	Prefixes                   []netip.Prefix    `toml:"prefixes"`
	ASN                        Opt[int64]        `toml:"asn"`
	StatefulFirewall           Opt[bool]         `toml:"stateful_firewall"`
	Internet                   Opt[bool]         `toml:"internet"` // one Internet access, shorthand for the table
	InternetAdvertisedPrefixes []netip.Prefix    `toml:"internet_advertised_prefixes"`
	SharedRisk                 []string          `toml:"shared_risk"`
	EdgeFilter                 Opt[bool]         `toml:"edge_filter"`
	InternetViaAzure           Opt[bool]         `toml:"internet_via_azure"` // its Internet traffic is to leave through Azure
	MicrosoftInbound           Arrival           `toml:"microsoft_inbound"`  // by which way Microsoft services open connections to its servers
	InternetEdgeSNAT           Opt[bool]         `toml:"internet_edge_snat"` // its Internet edge translates the source of what comes in
	Routers                    []*Router         `toml:"routers"`
	InternetAccess             []*InternetAccess `toml:"internet_access"`

	Announces []*Site `toml:"-"` // whose prefixes its routers announce too, by a site link that says so
}

// A Router is a customer-edge router of a site.
type Router struct {
	source.Node
	Model              string      `toml:"model"`
	Kind               RouterKind  `toml:"kind"`
	Building           string      `toml:"building"` // of the site; routers of one building fail with it
	BFD                Opt[bool]   `toml:"bfd"`
	BFDCapable         Opt[bool]   `toml:"bfd_capable"`
	BFDInterval        Duration    `toml:"bfd_interval"`
	BFDMultiplier      Opt[int]    `toml:"bfd_multiplier"`
	BFDBoundToBGP      Opt[bool]   `toml:"bfd_bound_to_bgp"`
	BGPHoldTime        Duration    `toml:"bgp_hold_time"`
	BGPKeepalive       Duration    `toml:"bgp_keepalive"`
	GracefulRestart    Opt[bool]   `toml:"graceful_restart"`
	FirstHopRedundancy FirstHop    `toml:"first_hop_redundancy"`
	LoadSharing        LoadSharing `toml:"load_sharing"`
	MaxASPath          Opt[int]    `toml:"max_as_path"`
	MaxPrefixes        Opt[int]    `toml:"max_prefixes"`
	StaticRouting      Opt[bool]   `toml:"static_routing"`
	AllowASIn          Opt[bool]   `toml:"allow_as_in"`
	MTU                Opt[int]    `toml:"mtu"` // bytes
	SharedRisk         []string    `toml:"shared_risk"`

	Site *Site `toml:"-"`
}

// ID returns the router's name as references write it: site/router.
func (r *Router) ID() string { return r.Site.Name() + "/" + r.Name() }

// An InternetAccess is a site's line to an Internet provider.
type InternetAccess struct {
	source.Node
	Carrier    string    `toml:"carrier"`
	Bandwidth  Bandwidth `toml:"bandwidth"`
	SharedRisk []string  `toml:"shared_risk"`

	Site *Site `toml:"-"`
}

// A SiteLink is a private link between routers of two sites.
type SiteLink struct {
	source.Node
	EndNames   []string  `toml:"ends"`
	Bandwidth  Bandwidth `toml:"bandwidth"`
	Carrier    string    `toml:"carrier"`
	SharedRisk []string  `toml:"shared_risk"`
	Cost       Opt[int]  `toml:"cost"`     // routing metric, 1 unless stated
	Announce   Opt[bool] `toml:"announce"` // each end announces the other site's prefixes too

	Ends [2]*Router `toml:"-"`
}

// A WAN is a provider's any-to-any network.
type WAN struct {
	source.Node
	ServiceProvider string        `toml:"service_provider"`
	ASN             Opt[int64]    `toml:"asn"`
	SharedRisk      []string      `toml:"shared_risk"`
	Attachments     []*Attachment `toml:"attachments"`

	Provider *catalog.Provider `toml:"-"` // nil where the catalogue does not know it
}

// An Attachment joins a router to a WAN.
type Attachment struct {
	source.Node
	RouterName string    `toml:"router"`
	Carrier    string    `toml:"carrier"`
	Bandwidth  Bandwidth `toml:"bandwidth"`
	Cost       Opt[int]  `toml:"cost"`
	SharedRisk []string  `toml:"shared_risk"`

	WAN    *WAN    `toml:"-"`
	Router *Router `toml:"-"`
}

// An Exception is an accepted risk.
type Exception struct {
	source.Node
	Rule    string `toml:"rule"`
	Target  string `toml:"target"` // a path, or a pattern with "*"
	Reason  string `toml:"reason"`
	Owner   string `toml:"owner"`
	Expires Date   `toml:"expires"`
}

// CheckSettings tune what counts: the table [check].
type CheckSettings struct {
	source.Node
	FailOn   Level      `toml:"fail_on"`
	Severity Map[Level] `toml:"severity"`
	Catalog  string     `toml:"catalog"` // the catalogue edition that the design is pinned to
}

// Monitoring says what is watched.
type Monitoring struct {
	source.Node
	ServiceHealthAlerts Opt[bool] `toml:"service_health_alerts"`
	CircuitAlerts       Opt[bool] `toml:"circuit_alerts"`
	GatewayAlerts       Opt[bool] `toml:"gateway_alerts"`
	DirectPortAlerts    Opt[bool] `toml:"direct_port_alerts"`
	ConnectionMonitor   Opt[bool] `toml:"connection_monitor"`
	TrafficCollector    Opt[bool] `toml:"traffic_collector"`
	Diagnostics         Opt[bool] `toml:"diagnostics"`
	FastPathAlerts      Opt[bool] `toml:"fastpath_alerts"`           // on the number of addresses that FastPath programs
	CollectorRegions    []string  `toml:"traffic_collector_regions"` // Azure regions of the traffic collectors
}

// Availability overrides the catalogue's figures per component kind.
type Availability struct {
	source.Node
	Catalogue Opt[bool]   `toml:"catalogue"` // false starts every kind at 0 unavailability
	Figures   Map[Figure] `toml:"*"`         // by component kind
}

// A Component gives one component its own figure; its name is kind:name.
type Component struct {
	source.Node
	Availability Opt[Percent] `toml:"availability"`
	MTBF         Duration     `toml:"mtbf"`
	MTTR         Duration     `toml:"mttr"`
	NeverFails   Opt[bool]    `toml:"never_fails"`
	Source       string       `toml:"source"`
	Note         string       `toml:"note"`
}

// Defaults are values for every table of a collection that does not set them.
type Defaults struct {
	source.Node
	Sites          Site            `toml:"sites"`
	Routers        Router          `toml:"routers"`
	InternetAccess InternetAccess  `toml:"internet_access"`
	SiteLinks      SiteLink        `toml:"site_links"`
	WANs           WAN             `toml:"wans"`
	Attachments    Attachment      `toml:"attachments"`
	Ports          Port            `toml:"ports"`
	Circuits       Circuit         `toml:"circuits"`
	Links          Link            `toml:"links"`
	Peerings       DefaultPeerings `toml:"peerings"`
	RoutePolicies  RoutePolicy     `toml:"route_policies"`
	RouteFilters   RouteFilter     `toml:"route_filters"`
	GlobalReach    GlobalReach     `toml:"global_reach"`
	VNets          VNet            `toml:"vnets"`
	Gateways       Gateway         `toml:"gateways"`
	VirtualWANs    VirtualWAN      `toml:"virtual_wans"`
	VirtualHubs    VirtualHub      `toml:"virtual_hubs"`
	Connections    Connection      `toml:"connections"`
	VPNTunnels     VPNTunnel       `toml:"vpn_tunnels"`
	Flows          Flow            `toml:"flows"`
	Scenarios      Scenario        `toml:"scenarios"`
	Tests          Test            `toml:"tests"`
}

// DefaultPeerings are defaults by kind of peering.
type DefaultPeerings struct {
	source.Node
	Private   Peering `toml:"private"`
	Microsoft Peering `toml:"microsoft"`
}

// A Map is a table whose keys are data, in the order of the keys.
type Map[T any] []Pair[T]

// A Pair is a key of a [Map] and its value.
type Pair[T any] struct {
	Key   string
	Value T
}

// Lookup returns the value of a key.
func (m Map[T]) Lookup(key string) (T, bool) {
	for _, p := range m {
		if p.Key == key {
			return p.Value, true
		}
	}
	var zero T
	return zero, false
}

// An OverrideTable is a fact of the catalogue that the design replaces.
type OverrideTable struct {
	source.Node
	catalog.Override
}
