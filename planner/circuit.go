package planner

import (
	"net/netip"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/source"
)

// A Port is an ExpressRoute Direct port pair.
type Port struct {
	source.Node
	PeeringLocation       string        `toml:"peering_location"`
	Bandwidth             Bandwidth     `toml:"bandwidth"` // of each of the two ports
	Encapsulation         Encapsulation `toml:"encapsulation"`
	Billing               Billing       `toml:"billing"`
	AdminState            AdminState    `toml:"admin_state"`
	Region                string        `toml:"location"` // Azure region of the resource
	Subscription          string        `toml:"subscription"`
	AvailabilityConfirmed Opt[bool]     `toml:"availability_confirmed"`
	LAG                   Opt[bool]     `toml:"lag"`
	Optics                string        `toml:"optics"`
	EtherType             string        `toml:"ether_type"`    // of the outer tag: 0x8100
	Enrolled              Opt[bool]     `toml:"enrolled"`      // the subscription is registered for port pairs, and for 400 Gbps where it is that
	Ordered               Date          `toml:"ordered"`       // day on which the pair is created
	CrossConnect          Date          `toml:"cross_connect"` // day on which the cross-connects are to be ready
	SharedRisk            []string      `toml:"shared_risk"`
	MACsec                *MACsecConfig `toml:"macsec"` // nil where it is not configured

	Location *catalog.Location `toml:"-"` // nil where the catalogue does not know it
}

// AdminState says which ports of a pair are switched on.
type AdminState struct {
	source.Node
	Link1 Opt[bool] `toml:"link1"`
	Link2 Opt[bool] `toml:"link2"`
}

// MACsecConfig is the link encryption of a port pair. Keys stay in the vault.
type MACsecConfig struct {
	source.Node
	Cipher               string    `toml:"cipher"`
	Links                []string  `toml:"links"` // link1, link2
	SCI                  Opt[bool] `toml:"sci"`
	KeyVault             string    `toml:"key_vault"`
	CKNLength            Opt[int]  `toml:"ckn_length"`                 // hex digits of the connectivity association key name
	CAKLength            Opt[int]  `toml:"cak_length"`                 // hex digits of the connectivity association key
	RotationPlan         Opt[bool] `toml:"rotation_plan"`              // there is one for the keys
	VaultPrivateEndpoint Opt[bool] `toml:"key_vault_private_endpoint"` // the vault is reached by a private endpoint alone
	VaultSoftDelete      Opt[bool] `toml:"key_vault_soft_delete"`
	VaultFirewall        Opt[bool] `toml:"key_vault_firewall"`
	VaultTrustedServices Opt[bool] `toml:"key_vault_trusted_services"` // Microsoft services pass the vault's firewall
}

// A Circuit is an ExpressRoute circuit: a pair of links at one peering location.
type Circuit struct {
	source.Node
	ServiceProvider   string       `toml:"service_provider"`
	PeeringLocation   string       `toml:"peering_location"`
	PortName          string       `toml:"port"` // of a Direct circuit
	Bandwidth         Bandwidth    `toml:"bandwidth"`
	Tier              Tier         `toml:"tier"`
	Billing           Billing      `toml:"billing"`
	Connectivity      Connectivity `toml:"connectivity"`
	Layer             Opt[int]     `toml:"layer"`    // 2: the customer holds the BGP sessions; 3: the provider does
	Region            string       `toml:"location"` // Azure region of the resource, a label
	ProvisioningState Provisioning `toml:"provisioning_state"`
	RateLimit         Opt[bool]    `toml:"rate_limit"`
	LocalPreference   Opt[int]     `toml:"local_preference"`
	ASPathPrepend     Opt[int]     `toml:"as_path_prepend"` // how many times
	Subscription      string       `toml:"subscription"`
	ResourceGroup     string       `toml:"resource_group"`
	Tags              Map[string]  `toml:"tags"`
	WANName           string       `toml:"wan"`
	DiverseFrom       []string     `toml:"diverse_from"` // circuits with separate provider edge devices
	MigrationOf       string       `toml:"migration_of"`
	PortAuthorization NameOrFlag   `toml:"port_authorization"` // the port pair is of another subscription
	MonthlyEgress     Opt[float64] `toml:"monthly_egress_tb"`  // data from Azure to the sites, in TB a month
	DeleteLock        Opt[bool]    `toml:"delete_lock"`        // a resource lock keeps it from being deleted
	Links             LinkPair     `toml:"links"`
	Peerings          PeeringPair  `toml:"peerings"`

	Port        *Port             `toml:"-"` // nil of a provider circuit
	WAN         *WAN              `toml:"-"` // nil where the circuit joins none
	Provider    *catalog.Provider `toml:"-"` // nil of a Direct circuit, or where the catalogue does not know it
	Location    *catalog.Location `toml:"-"` // nil where the catalogue does not know it
	Diverse     []*Circuit        `toml:"-"`
	Replaces    *Circuit          `toml:"-"` // nil where it is no migration
	Connections []*Connection     `toml:"-"`
	GlobalReach []*GlobalReach    `toml:"-"`
}

// IsDirect reports whether the circuit runs on a port pair of the customer.
func (c *Circuit) IsDirect() bool { return c.PortName != "" }

// LocationName returns the peering location in the catalogue's spelling or,
// where the catalogue does not know it, as it is written.
func (c *Circuit) LocationName() string {
	switch {
	case c.Location != nil:
		return c.Location.Name
	case c.Port != nil:
		return c.Port.PeeringLocation
	}
	return c.PeeringLocation
}

// LocationPlace returns where the peering location is written: at the circuit,
// or at its port pair.
func (c *Circuit) LocationPlace() source.Place {
	if c.Port != nil {
		return c.Port.At("peering_location")
	}
	return c.At("peering_location")
}

// ProviderName returns the service provider in the catalogue's spelling or,
// where the catalogue does not know it, as it is written; empty for Direct.
func (c *Circuit) ProviderName() string {
	if c.Provider != nil {
		return c.Provider.Name
	}
	return c.ServiceProvider
}

// Managed reports whether the provider holds the BGP sessions (layer 3).
// It is unknown where the design does not say.
func (c *Circuit) Managed() Opt[bool] {
	switch {
	case c.Layer.Known():
		return Of(c.Layer.Value() == 3)
	case c.IsDirect():
		return Of(false)
	case c.WAN != nil:
		return Of(true)
	}
	return Opt[bool]{}
}

// PeeringList returns the peerings that the circuit has, private first.
func (c *Circuit) PeeringList() []*Peering {
	var out []*Peering
	for _, p := range []*Peering{c.Peerings.Private, c.Peerings.Microsoft} {
		if p != nil {
			out = append(out, p)
		}
	}
	return out
}

// LinkPair is the two physical paths of a circuit. Both links are there after
// loading; [Link.Configured] tells whether the design describes one.
type LinkPair struct {
	source.Node
	Primary   *Link `toml:"primary"`
	Secondary *Link `toml:"secondary"`
}

// All returns the primary and the secondary link.
func (p *LinkPair) All() [2]*Link { return [2]*Link{p.Primary, p.Secondary} }

// A Link is one of the two physical paths of a circuit.
type Link struct {
	source.Node
	RouterName         string         `toml:"router"`    // of the customer, for layer 2
	Interface          string         `toml:"interface"` // port of the router
	Bandwidth          Bandwidth      `toml:"bandwidth"` // of the access line
	Carrier            string         `toml:"carrier"`
	ProviderEdge       string         `toml:"provider_edge"` // links that name the same device share it
	PeeringSite        string         `toml:"peering_site"`  // of a Metro: "1", "2" or the facility's name
	L2Devices          Opt[int]       `toml:"l2_devices"`    // layer-2 devices in the path
	Handoff            Encapsulation  `toml:"handoff"`
	OuterVLANID        Opt[int]       `toml:"outer_vlan_id"`
	SharedRisk         []string       `toml:"shared_risk"`
	AdvertisedPrefixes []netip.Prefix `toml:"advertised_prefixes"` // where this link differs
	LocalPreference    Opt[int]       `toml:"local_preference"`
	ASPathPrepend      Opt[int]       `toml:"as_path_prepend"`
	BFD                Opt[bool]      `toml:"bfd"`
	Enabled            Opt[bool]      `toml:"enabled"`

	Side    string   `toml:"-"` // primary or secondary
	Circuit *Circuit `toml:"-"`
	Router  *Router  `toml:"-"` // nil where the provider holds the session, or none is named
}

// Configured reports whether the design describes the link.
func (l *Link) Configured() bool { return l.Value() != nil }

// Up reports whether the link is meant to be in use: described, and not
// switched off. Where a circuit describes neither link both are meant to be.
func (l *Link) Up() bool {
	if !l.Enabled.Or(true) {
		return false
	}
	pair := &l.Circuit.Links
	return l.Configured() || !pair.Primary.Configured() && !pair.Secondary.Configured()
}

// ID returns the link's name as components write it: circuit/primary.
func (l *Link) ID() string { return l.Circuit.Name() + "/" + l.Side }

// PeeringPair holds the peerings of a circuit.
type PeeringPair struct {
	source.Node
	Private   *Peering `toml:"private"`   // nil where there is none
	Microsoft *Peering `toml:"microsoft"` // nil where there is none
}

// A Peering is a pair of BGP sessions, one over each link.
type Peering struct {
	source.Node
	VLANID             Opt[int]       `toml:"vlan_id"`
	PeerASN            Opt[int64]     `toml:"peer_asn"`
	ASNOwned           Opt[bool]      `toml:"peer_asn_owned"` // a public peer ASN is assigned to the customer or its provider
	Primary            netip.Prefix   `toml:"primary_peer_address_prefix,loose"`
	Secondary          netip.Prefix   `toml:"secondary_peer_address_prefix,loose"`
	PrimaryV6          netip.Prefix   `toml:"ipv6_primary_peer_address_prefix,loose"`
	SecondaryV6        netip.Prefix   `toml:"ipv6_secondary_peer_address_prefix,loose"`
	PrimaryRouter      netip.Addr     `toml:"primary_router_address"`
	SecondaryRouter    netip.Addr     `toml:"secondary_router_address"`
	BFD                Opt[bool]      `toml:"bfd"`        // customer side; Microsoft's is on
	MD5                Opt[bool]      `toml:"md5"`        // whether one is used; never the key
	MD5Length          Opt[int]       `toml:"md5_length"` // characters of the key
	ManagedBy          Party          `toml:"managed_by"`
	Created            Date           `toml:"created"`
	Reset              Date           `toml:"reset"`
	AdvertisedPrefixes []netip.Prefix `toml:"advertised_prefixes"`
	LocalPreference    Opt[int]       `toml:"local_preference"`
	ASPathPrepend      Opt[int]       `toml:"as_path_prepend"`
	BGPHoldTime        Duration       `toml:"bgp_hold_time"`
	PrefixCount        Opt[int]       `toml:"prefix_count"` // IPv4, when the list is too long to write
	PrefixCountV6      Opt[int]       `toml:"prefix_count_ipv6"`
	PublicPrefixes     []netip.Prefix `toml:"advertised_public_prefixes"` // Microsoft peering from here on
	CustomerASN        Opt[int64]     `toml:"customer_asn"`
	RoutingRegistry    string         `toml:"routing_registry_name"`
	RouteFilterName    string         `toml:"route_filter"`
	M365Authorized     Opt[bool]      `toml:"m365_authorized"`
	NAT                *NAT           `toml:"nat"`
	PrefixValidation   Validation     `toml:"prefix_validation"`
	NetworkZone        NetworkZone    `toml:"network_zone"`  // of the customer's network, in which it ends
	Redistributed      Opt[bool]      `toml:"redistributed"` // its routes are announced over private peering too

	Kind        string       `toml:"-"` // private or microsoft
	Circuit     *Circuit     `toml:"-"`
	RouteFilter *RouteFilter `toml:"-"` // nil where none is attached
}

// IsMicrosoft tells Microsoft peering from private peering.
func (p *Peering) IsMicrosoft() bool { return p.Kind == "microsoft" }

// NAT is who translates addresses on Microsoft peering, and to what.
type NAT struct {
	source.Node
	Owner     Party        `toml:"owner"`
	Pool      netip.Prefix `toml:"pool"`
	Primary   netip.Prefix `toml:"primary"`   // the pool of the primary link alone
	Secondary netip.Prefix `toml:"secondary"` // the pool of the secondary link alone
	Published []netip.Addr `toml:"published"` // addresses under which servers are reached from Microsoft
}

// A RoutePolicy is what the customer's routers prefer.
type RoutePolicy struct {
	source.Node
	SiteName        string   `toml:"site"`
	SiteNames       []string `toml:"sites"`
	Match           string   `toml:"match"` // a VNet, a prefix, a region or a community
	Via             string   `toml:"via"`   // circuits/NAME or vpn_tunnels/NAME
	LocalPreference Opt[int] `toml:"local_preference"`
	ASPathPrepend   Opt[int] `toml:"as_path_prepend"`
	Action          Action   `toml:"action"`
	SetCommunities  []string `toml:"set_communities"` // BGP communities on what is announced to Microsoft

	Sites       []*Site              `toml:"-"` // every site where none is named
	Circuit     *Circuit             `toml:"-"` // one of Circuit and Tunnel, or neither: any way
	Tunnel      *VPNTunnel           `toml:"-"`
	MatchVNet   *VNet                `toml:"-"` // at most one of the four matches is set; none: everything
	MatchPrefix netip.Prefix         `toml:"-"`
	MatchRegion *catalog.Region      `toml:"-"`
	MatchComms  []*catalog.Community `toml:"-"`
}

// A RouteFilter selects the services that Microsoft peering announces.
type RouteFilter struct {
	source.Node
	Region      string   `toml:"location"`
	Communities []string `toml:"communities"`
	Access      Access   `toml:"access"`
	Reason      string   `toml:"reason"` // why services that are built for the Internet come over the circuit

	// Resolved holds, for each entry of Communities, the catalogue's
	// communities that it means; empty where the catalogue knows none.
	Resolved [][]*catalog.Community `toml:"-"`
}

// A GlobalReach joins the private peerings of two circuits.
type GlobalReach struct {
	source.Node
	CircuitNames    []string     `toml:"circuits"`
	AddressPrefix   netip.Prefix `toml:"address_prefix,loose"`
	AddressPrefixV6 netip.Prefix `toml:"ipv6_address_prefix,loose"`
	Authorization   NameOrFlag   `toml:"authorization"`

	Circuits [2]*Circuit `toml:"-"`
}

// Other returns the circuit at the other end.
func (g *GlobalReach) Other(c *Circuit) *Circuit {
	if g.Circuits[0] == c {
		return g.Circuits[1]
	}
	return g.Circuits[0]
}

// NameOrFlag is a value that is either a name or a boolean.
type NameOrFlag struct {
	Name string
	Flag Opt[bool]
}

// Present reports whether a name is given or the flag is true.
func (n NameOrFlag) Present() bool { return n.Name != "" || n.Flag.Value() }

// LinkBFD reports whether the customer's end of a session of the peering runs
// BFD: the link's own word, else the peering's, else that of the link's
// router. It is unknown where none of them says.
func (p *Peering) LinkBFD(l *Link) Opt[bool] {
	switch {
	case l.BFD.Known():
		return l.BFD
	case p.BFD.Known():
		return p.BFD
	case l.Router != nil:
		return l.Router.BFD
	}
	return Opt[bool]{}
}
