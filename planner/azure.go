package planner

import (
	"net/netip"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/source"
)

// A VNet is an Azure virtual network.
type VNet struct {
	source.Node
	Region                    string            `toml:"region"`
	AddressSpace              []netip.Prefix    `toml:"address_space"`
	GatewaySubnet             netip.Prefix      `toml:"gateway_subnet"`
	GatewaySubnetV6           netip.Prefix      `toml:"gateway_subnet_ipv6"`
	Subnets                   Map[netip.Prefix] `toml:"subnets"`
	HubName                   string            `toml:"hub"`
	Subscription              string            `toml:"subscription"`
	RouteServer               Opt[bool]         `toml:"route_server"`
	BranchToBranch            Opt[bool]         `toml:"branch_to_branch"`
	PrivateEndpoints          Opt[int]          `toml:"private_endpoints"`
	VMs                       Opt[int]          `toml:"vms"`
	Addresses                 Opt[int]          `toml:"addresses"`
	Firewall                  Firewall          `toml:"firewall"`
	DisableBGPPropagation     Opt[bool]         `toml:"disable_bgp_propagation"`
	SummarizedGatewayPrefixes []netip.Prefix    `toml:"summarized_gateway_prefixes"`
	BGPCommunity              string            `toml:"bgp_community"`
	IsolatedFrom              []string          `toml:"isolated_from"`
	DNSResolverWildcard       Opt[bool]         `toml:"dns_resolver_wildcard"`
	InternetSecurity          Opt[bool]         `toml:"internet_security"`         // on a virtual hub: it takes the hub's default route
	PrivateEndpointServices   []string          `toml:"private_endpoint_services"` // what its private endpoints are for
	NetAppNetworkFeatures     NetAppFeatures    `toml:"netapp_network_features"`   // of Azure NetApp Files volumes in it
	Routes                    []Route           `toml:"routes"`                    // of the subnets' route table
	StretchedVLAN             Opt[int]          `toml:"stretched_vlan"`            // VLAN of a site that is to go on in it
	InternalLoadBalancer      Opt[bool]         `toml:"internal_load_balancer"`    // the sites reach one in it
	DNSResolver               Opt[bool]         `toml:"dns_private_resolver"`      // the sites ask one in it
	InternetAccess            Fallback          `toml:"internet_access"`           // of what stands in it: allowed or forbidden
	OutboundDeny              Opt[bool]         `toml:"outbound_deny"`             // security groups or a firewall deny the Internet on every subnet
	NetworkSecurityGroups     Opt[bool]         `toml:"network_security_groups"`   // every workload subnet has one
	DedicatedHSM              Opt[bool]         `toml:"dedicated_hsm"`             // a Dedicated HSM stands in it
	Environment               Environment       `toml:"environment"`
	PropagatedLabels          []string          `toml:"propagated_labels"` // on a virtual hub: labels of route tables that learn it
	Peerings                  []*VNetPeering    `toml:"peerings"`
	GatewaySubnetPolicy       *SubnetPolicy     `toml:"gateway_subnet_policy"` // nil where the design does not say

	Azure    *catalog.Region `toml:"-"` // nil where no region is stated
	Hub      *VNet           `toml:"-"` // the VNet whose gateway it uses, or nil
	VHub     *VirtualHub     `toml:"-"` // the Virtual WAN hub that it joins, or nil
	Spokes   []*VNet         `toml:"-"` // VNets that name it as hub
	Gateways []*Gateway      `toml:"-"` // gateways that stand in it
	Isolated []*VNet         `toml:"-"`
}

// A VNetPeering is a VNet peering that is not plain hub and spoke.
type VNetPeering struct {
	source.Node
	ToName                string    `toml:"to"`
	AllowGatewayTransit   Opt[bool] `toml:"allow_gateway_transit"`
	UseRemoteGateways     Opt[bool] `toml:"use_remote_gateways"`
	AllowForwardedTraffic Opt[bool] `toml:"allow_forwarded_traffic"`

	From *VNet `toml:"-"`
	To   *VNet `toml:"-"`
}

// SubnetPolicy is what is attached to the gateway subnet.
type SubnetPolicy struct {
	source.Node
	NetworkSecurityGroup  string    `toml:"network_security_group"`
	Routes                []Route   `toml:"routes"`
	BGPPropagation        Opt[bool] `toml:"bgp_propagation"`
	ServiceEndpointPolicy Opt[bool] `toml:"service_endpoint_policy"`
	OtherResources        []string  `toml:"other_resources"`
}

// A Route is a static route.
type Route struct {
	source.Node
	Prefix  netip.Prefix `toml:"prefix"`
	NextHop string       `toml:"next_hop"`
}

// A Gateway is a virtual network gateway.
type Gateway struct {
	source.Node
	Kind                   GatewayKind  `toml:"kind"`
	VNetName               string       `toml:"vnet"`
	SKU                    string       `toml:"sku"`
	Generation             Opt[int]     `toml:"generation"` // of a VPN gateway: 1 or 2
	ScaleUnits             *ScaleRange  `toml:"scale_units"`
	Zones                  []string     `toml:"zones"`
	Instances              Opt[int]     `toml:"instances"`
	PublicIP               *PublicIP    `toml:"public_ip"`
	ActiveActive           Opt[bool]    `toml:"active_active"`
	ASN                    Opt[int64]   `toml:"asn"`
	Subscription           string       `toml:"subscription"`
	MaintenanceWindow      *Maintenance `toml:"maintenance_window"`
	VPNType                VPNType      `toml:"vpn_type"`
	AllowRemoteVNetTraffic Opt[bool]    `toml:"allow_remote_vnet_traffic"`
	AllowVirtualWANTraffic Opt[bool]    `toml:"allow_virtual_wan_traffic"`
	PrivateIPAddress       Opt[bool]    `toml:"private_ip_address_enabled"` // of a VPN gateway: tunnels may end on its private addresses
	MigrationOf            string       `toml:"migration_of"`               // the gateway of its VNet that it replaces
	Created                Date         `toml:"created"`

	VNet        *VNet               `toml:"-"`
	ERSKU       *catalog.GatewaySKU `toml:"-"` // nil of a VPN gateway, or where no SKU is stated
	VPNSKU      *catalog.VPNSKU     `toml:"-"` // nil of an ExpressRoute gateway, or where no SKU is stated
	Replaces    *Gateway            `toml:"-"` // nil where it is no migration
	Connections []*Connection       `toml:"-"`
	Tunnels     []*VPNTunnel        `toml:"-"`
}

// ScaleRange is the fixed or auto-scaled size of an ErGwScale gateway.
type ScaleRange struct {
	source.Node
	Min Opt[int] `toml:"min"`
	Max Opt[int] `toml:"max"`
}

// PublicIP is the public address of a gateway.
type PublicIP struct {
	source.Node
	SKU   IPSKU    `toml:"sku"`
	Zones []string `toml:"zones"`
}

// Maintenance is a gateway's customer-controlled maintenance window.
type Maintenance struct {
	source.Node
	Day      string   `toml:"day"`
	Start    string   `toml:"start"`
	Hours    Opt[int] `toml:"hours"`
	TimeZone string   `toml:"time_zone"`
}

// A VirtualWAN groups virtual hubs.
type VirtualWAN struct {
	source.Node
	Type                WANType   `toml:"type"` // standard unless stated
	BranchToBranch      Opt[bool] `toml:"branch_to_branch"`
	ExpressRouteTransit Transit   `toml:"expressroute_transit"`

	Hubs []*VirtualHub `toml:"-"`
}

// A VirtualHub is a hub of a Virtual WAN; with scale units it is a gateway.
type VirtualHub struct {
	source.Node
	WANName                   string         `toml:"wan"`
	Region                    string         `toml:"region"`
	AddressPrefix             netip.Prefix   `toml:"address_prefix"`
	HubRoutingPreference      HubPreference  `toml:"hub_routing_preference"` // expressroute unless stated
	ExpressRouteScaleUnits    Opt[int]       `toml:"expressroute_scale_units"`
	VPNScaleUnits             Opt[int]       `toml:"vpn_scale_units"`
	Firewall                  Firewall       `toml:"firewall"`
	RoutingIntent             RoutingIntent  `toml:"routing_intent"`
	PrivateTrafficPrefixes    []netip.Prefix `toml:"private_traffic_prefixes"`
	StaticRoutes              []Route        `toml:"static_routes"`
	CapacityUnits             Opt[int]       `toml:"capacity_units"`
	Multipath                 Opt[bool]      `toml:"multipath"`
	AllowNonVirtualWANTraffic Opt[bool]      `toml:"allow_non_virtual_wan_traffic"`
	ASN                       Opt[int64]     `toml:"asn"`
	Subscription              string         `toml:"subscription"`

	WAN         *VirtualWAN     `toml:"-"`
	Azure       *catalog.Region `toml:"-"` // nil where no region is stated
	VNets       []*VNet         `toml:"-"`
	Connections []*Connection   `toml:"-"`
	Tunnels     []*VPNTunnel    `toml:"-"`
}

// Preference returns the hub routing preference, ExpressRoute by default.
func (h *VirtualHub) Preference() HubPreference {
	if h.HubRoutingPreference == "" {
		return PreferExpressRoute
	}
	return h.HubRoutingPreference
}

// A Connection joins a circuit to a gateway.
type Connection struct {
	source.Node
	CircuitName           string     `toml:"circuit"`
	GatewayName           string     `toml:"gateway"`
	RoutingWeight         Opt[int]   `toml:"routing_weight"` // 0 to 32000, 0 unless stated
	FastPath              Opt[bool]  `toml:"express_route_gateway_bypass"`
	PrivateLinkFastPath   Opt[bool]  `toml:"private_link_fast_path"`
	Authorization         NameOrFlag `toml:"authorization"`
	PropagateDefaultRoute Opt[bool]  `toml:"propagate_default_route"`
	InternetSecurity      Opt[bool]  `toml:"internet_security"`
	PropagatedLabels      []string   `toml:"propagated_labels"` // of a hub: labels of route tables that learn its routes
	DeleteLock            Opt[bool]  `toml:"delete_lock"`       // a resource lock keeps it from being deleted

	Circuit *Circuit    `toml:"-"`
	Gateway *Gateway    `toml:"-"` // one of Gateway and Hub is set
	Hub     *VirtualHub `toml:"-"`
}

// Azure returns the region that the connection's gateway stands in, or nil
// where the design does not say.
func (c *Connection) Azure() *catalog.Region { return target(c.Gateway, c.Hub) }

func target(g *Gateway, h *VirtualHub) *catalog.Region {
	if h != nil {
		return h.Azure
	}
	return g.VNet.Azure
}

// A VPNTunnel is a site-to-site IPsec connection, of one tunnel or several.
type VPNTunnel struct {
	source.Node
	SiteName           string         `toml:"site"`
	RouterNames        []string       `toml:"routers"`
	GatewayName        string         `toml:"gateway"`
	Over               Over           `toml:"over"` // internet unless stated
	CircuitName        string         `toml:"circuit"`
	Count              Opt[int]       `toml:"tunnels"`
	Bandwidth          Bandwidth      `toml:"bandwidth"` // of one tunnel
	BGP                Opt[bool]      `toml:"bgp"`
	AdvertisedPrefixes []netip.Prefix `toml:"advertised_prefixes"`
	ASPathPrepend      Opt[int]       `toml:"as_path_prepend"`
	LocalPreference    Opt[int]       `toml:"local_preference"`
	DeviceAddresses    []netip.Addr   `toml:"device_addresses"`
	BGPPeerAddresses   []netip.Addr   `toml:"bgp_peer_addresses"`
	Carrier            string         `toml:"carrier"`
	SharedRisk         []string       `toml:"shared_risk"`
	IPsec              *IPsec         `toml:"ipsec"`
	DPDTimeout         Duration       `toml:"dpd_timeout"`
	Role               Role           `toml:"role"`
	TrafficSelectors   []string       `toml:"traffic_selectors"`
	LocalAzureIP       Opt[bool]      `toml:"local_azure_ip_address_enabled"` // it ends on private addresses in Azure
	InternetHostRoute  Opt[bool]      `toml:"internet_host_route"`            // to the gateway's public addresses, by the Internet carrier
	FirewallRule       Opt[bool]      `toml:"firewall_rule"`                  // the hub's firewall lets its ends speak to each other
	PropagateDefault   Opt[bool]      `toml:"propagate_default_route"`        // of a hub
	PropagatedLabels   []string       `toml:"propagated_labels"`              // of a hub: labels of route tables that learn its routes
	TCPMSS             Opt[int]       `toml:"tcp_mss"`                        // largest TCP segment that is let through, in bytes

	Site    *Site       `toml:"-"`
	Routers []*Router   `toml:"-"` // all of the site's where none is named
	Gateway *Gateway    `toml:"-"` // one of Gateway and Hub is set
	Hub     *VirtualHub `toml:"-"`
	Circuit *Circuit    `toml:"-"` // nil over the Internet, or where none is named
}

// Azure returns the region that the tunnel's gateway stands in, or nil where
// the design does not say.
func (t *VPNTunnel) Azure() *catalog.Region { return target(t.Gateway, t.Hub) }

// IPsec is the policy of a tunnel.
type IPsec struct {
	source.Node
	Encryption string   `toml:"encryption"`
	Integrity  string   `toml:"integrity"`
	DHGroup    string   `toml:"dh_group"`
	PFS        string   `toml:"pfs"`
	IKEVersion Opt[int] `toml:"ike_version"`
}
