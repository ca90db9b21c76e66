package planner

import "slices"

// An enumeration is a string type with a fixed set of words. The empty string
// means that the design does not say.
type enumeration interface{ Values() []string }

// The enumerations of the language. Each type's Values are its words, as a
// design writes them; case, spaces, hyphens and underscores do not matter.
type (
	// Status is how far a design has come.
	Status string
	// Cloud is an Azure cloud; designs without one are in the public cloud.
	Cloud string
	// Resiliency is one of Microsoft's three levels.
	Resiliency string
	// Criticality decides which recommendations become errors.
	Criticality string
	// Encryption is what traffic to Azure must be protected by.
	Encryption string
	// RouterKind tells routers from firewalls.
	RouterKind string
	// FirstHop is a first-hop redundancy protocol.
	FirstHop string
	// LoadSharing is how a router spreads traffic over equal routes.
	LoadSharing string
	// Encapsulation is the VLAN mode of a port pair or a hand-off.
	Encapsulation string
	// Billing is how data is paid for.
	Billing string
	// Tier is the circuit's SKU tier.
	Tier string
	// Connectivity is the connectivity model of a circuit.
	Connectivity string
	// Provisioning is the provider's provisioning state.
	Provisioning string
	// Party is who does a thing: the customer or the provider.
	Party string
	// Validation is Microsoft's check of advertised public prefixes.
	Validation string
	// Action is what a route policy does.
	Action string
	// Access is what a route filter rule does.
	Access string
	// GatewayKind tells ExpressRoute from VPN gateways.
	GatewayKind string
	// IPSKU is the SKU of a gateway's public address.
	IPSKU string
	// VPNType is route-based or policy-based.
	VPNType string
	// WANType is the type of a Virtual WAN.
	WANType string
	// Transit is circuit-to-circuit transit in a Virtual WAN.
	Transit string
	// HubPreference is a hub's routing preference.
	HubPreference string
	// Firewall is what inspects traffic in a VNet or a hub.
	Firewall string
	// RoutingIntent is which traffic a hub sends through its firewall.
	RoutingIntent string
	// NetAppFeatures is the network feature set of Azure NetApp Files volumes.
	NetAppFeatures string
	// Over is what a VPN tunnel runs over.
	Over string
	// Role tells primary from backup tunnels.
	Role string
	// Purpose is what a flow is for.
	Purpose string
	// Fallback says whether a flow may go over the Internet.
	Fallback string
	// Arrival is the way by which Microsoft services reach a site.
	Arrival string
	// NetworkZone is a security zone of the customer's network.
	NetworkZone string
	// Environment tells production from the rest.
	Environment string
	// Expectation is the outcome that a scenario expects.
	Expectation string
	// TestKind is a kind of failover test.
	TestKind string
	// Level is a severity as a design writes it.
	Level string
	// Kind is a kind of component that can fail.
	Kind string
)

// Words of the enumerations that code compares with.
const (
	Standard, High, Maximum Resiliency = "standard", "high", "maximum"

	TestUse, Business, MissionCritical Criticality = "test", "business", "mission-critical"

	NoEncryption, MACsec, IPsecOnly, BothEncryptions Encryption = "none", "macsec", "ipsec", "both"

	TierLocal, TierStandard, TierPremium Tier = "local", "standard", "premium"

	Metered, Unlimited Billing = "metered", "unlimited"

	CloudExchange, PointToPoint, IPVPN, Direct Connectivity = "cloud-exchange", "point-to-point", "ip-vpn", "direct"

	CustomerParty, ProviderParty Party = "customer", "provider"

	Permit, Deny Action = "permit", "deny"

	ExpressRouteGateway, VPNGateway GatewayKind = "expressroute", "vpn"

	PreferExpressRoute, PreferVPN, PreferASPath HubPreference = "expressroute", "vpn", "as-path"

	OverInternet, OverPrivatePeering, OverMicrosoftPeering Over = "internet", "private-peering", "microsoft-peering"

	PublicCloud, USGov, China Cloud = "public", "usgov", "china"
)

// ComponentKinds lists the kinds of things that can fail, from the customer
// to Azure.
var ComponentKinds = []Kind{
	"site", "building", "router", "internet", "attachment", "site-link", "carrier", "wan",
	"link", "provider-edge", "provider", "port", "msee", "peering-site", "peering-location", "metro",
	"circuit", "global-reach", "tunnel", "connection", "gateway-instance", "gateway", "zone",
	"virtual-hub", "region", "risk",
}

// Values returns the words.
func (Status) Values() []string      { return []string{"draft", "review", "approved"} }
func (Cloud) Values() []string       { return []string{"public", "usgov", "china"} }
func (Resiliency) Values() []string  { return []string{"standard", "high", "maximum"} }
func (Criticality) Values() []string { return []string{"test", "business", "mission-critical"} }
func (Encryption) Values() []string  { return []string{"none", "macsec", "ipsec", "both"} }
func (RouterKind) Values() []string  { return []string{"router", "firewall"} }
func (FirstHop) Values() []string    { return []string{"none", "hsrp", "vrrp"} }
func (LoadSharing) Values() []string { return []string{"per-flow", "per-packet"} }
func (Encapsulation) Values() []string {
	return []string{"dot1q", "qinq"}
}
func (Billing) Values() []string { return []string{"metered", "unlimited"} }
func (Tier) Values() []string    { return []string{"local", "standard", "premium"} }
func (Connectivity) Values() []string {
	return []string{"cloud-exchange", "point-to-point", "ip-vpn", "direct"}
}
func (Provisioning) Values() []string {
	return []string{"planned", "not-provisioned", "provisioning", "provisioned"}
}
func (Party) Values() []string          { return []string{"customer", "provider"} }
func (Validation) Values() []string     { return []string{"not-needed", "pending", "validated"} }
func (Action) Values() []string         { return []string{"permit", "deny"} }
func (Access) Values() []string         { return []string{"allow", "deny"} }
func (GatewayKind) Values() []string    { return []string{"expressroute", "vpn"} }
func (IPSKU) Values() []string          { return []string{"standard", "basic", "auto"} }
func (VPNType) Values() []string        { return []string{"route-based", "policy-based"} }
func (WANType) Values() []string        { return []string{"basic", "standard"} }
func (Transit) Values() []string        { return []string{"none", "firewall"} }
func (HubPreference) Values() []string  { return []string{"expressroute", "vpn", "as-path"} }
func (Firewall) Values() []string       { return []string{"none", "azure-firewall", "nva", "saas"} }
func (RoutingIntent) Values() []string  { return []string{"none", "private", "internet", "both"} }
func (NetAppFeatures) Values() []string { return []string{"basic", "standard"} }
func (Over) Values() []string {
	return []string{"internet", "private-peering", "microsoft-peering"}
}
func (Role) Values() []string { return []string{"primary", "backup"} }
func (Purpose) Values() []string {
	return []string{"migration", "replication", "disaster-recovery", "interactive", "backup", "voice"}
}
func (Fallback) Values() []string    { return []string{"allowed", "forbidden"} }
func (Arrival) Values() []string     { return []string{"internet", "expressroute"} }
func (NetworkZone) Values() []string { return []string{"core", "dmz"} }
func (Environment) Values() []string { return []string{"production", "non-production"} }
func (Expectation) Values() []string {
	return []string{"survives", "kept", "moved", "degraded", "lost"}
}
func (TestKind) Values() []string {
	return []string{"site-failover", "link-failover", "circuit-failover", "vpn-failover"}
}
func (Level) Values() []string { return []string{"error", "warning", "advice", "off"} }
func (Kind) Values() []string {
	words := make([]string, len(ComponentKinds))
	for i, k := range ComponentKinds {
		words[i] = string(k)
	}
	return words
}

// aliased is an enumeration for which Azure has other words too.
type aliased interface{ aliases() map[string]string }

func (Billing) aliases() map[string]string {
	return map[string]string{"MeteredData": "metered", "UnlimitedData": "unlimited"}
}

func (HubPreference) aliases() map[string]string {
	return map[string]string{"VpnGateway": "vpn"}
}

func (Connectivity) aliases() map[string]string {
	return map[string]string{
		"Cloud Exchange Co-location": "cloud-exchange", "Point-to-point Ethernet": "point-to-point",
		"Any-to-any": "ip-vpn", "Any-to-any (IPVPN)": "ip-vpn", "ExpressRoute Direct": "direct",
	}
}

// matchEnum returns the word of an enumeration that s means.
func matchEnum(s string, e enumeration) (string, bool) {
	want := fold(s)
	words := e.Values()
	if i := slices.IndexFunc(words, func(w string) bool { return fold(w) == want }); i >= 0 {
		return words[i], true
	}
	if a, ok := e.(aliased); ok {
		for alias, word := range a.aliases() {
			if fold(alias) == want {
				return word, true
			}
		}
	}
	return "", false
}

// fold drops what does not matter in an enumerated word.
func fold(s string) string {
	out := make([]byte, 0, len(s))
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'A' && c <= 'Z':
			out = append(out, c+'a'-'A')
		case c == ' ' || c == '-' || c == '_' || c == '(' || c == ')':
		default:
			out = append(out, c)
		}
	}
	return string(out)
}
