package ingest

import (
	"net/netip"
	"strings"

	"github.com/erplan/erplan/planner/ingest/estate"
	"github.com/erplan/erplan/planner/ingest/tree"
	"github.com/erplan/erplan/planner/source"
)

// allSites writes a site for each local network gateway and VPN site: the only
// Azure resources with prefixes of the customer.
func (i *importer) allSites() {
	for _, r := range i.estate.Of(localGatewayType) {
		name := i.sites.name(r)
		t := i.table("sites." + name)
		if !r.Missing() {
			t.above = append(t.above, "From local network gateway "+source.Clean(r.Name())+": rename it, or join it with its site ("+i.question(1)+").")
		}
		t.prefixes("prefixes", orNull(r.Get("localNetworkAddressSpace", "addressPrefixes")))
		t.number("asn", r.Get("bgpSettings", "asn"), 0, highest)
		t.identity(r, name)
		t.azure(r, "fqdn", "bgpSettings.peerWeight", "tags")
		r.Get("location").Mark(tree.Dropped)
	}
	for _, r := range i.estate.Of(vpnSiteType) {
		name := i.sites.name(r)
		t := i.table("sites." + name)
		if !r.Missing() {
			t.above = append(t.above, "From VPN site "+source.Clean(r.Name())+": rename it, or join it with its site ("+i.question(1)+").")
		}
		t.prefixes("prefixes", orNull(r.Get("addressSpace", "addressPrefixes")))
		asn := r.Get("bgpProperties", "asn")
		for _, l := range i.siteLinks(r) {
			if asn == nil {
				asn = l.Get("bgpProperties", "asn")
			}
		}
		t.number("asn", asn, 0, highest)
		t.identity(r, name)
		t.azure(r, "deviceProperties", "isSecuritySite", "tags")
		r.Get("location").Mark(tree.Dropped)
		r.Get("virtualWan").Mark(tree.Dropped)
	}
}

func (i *importer) siteLinks(r *estate.Resource) []*estate.Resource {
	return i.estate.Children(vpnSiteType + "/vpnsitelinks")[r.ID.Key()]
}

// tunnel writes a site-to-site connection of a VPN gateway.
func (i *importer) tunnel(r *estate.Resource) {
	gateway := i.follow(r.Get("virtualNetworkGateway1", "id"), gatewayType)
	local := i.follow(r.Get("localNetworkGateway2", "id"), localGatewayType)
	name := i.tunnels.name(r)
	if gateway == nil || local == nil || i.gatewayKind(gateway) != "vpn" {
		leave(r)
		i.input.note(r.At(), "connection %s is left out: its VPN gateway or its local network gateway is not known", source.Quote(r.Name()))
		return
	}
	t := i.table("vpn_tunnels." + name)
	t.put("site", quote(i.sites.name(local)))
	t.put("gateway", quote(i.gateways.name(gateway)))
	r.Get("connectionType").Mark(tree.Carried)
	if use, _ := r.Get("useLocalAzureIpAddress").Truth(); use {
		t.put("over", `"private-peering"`)
		i.ask(t.path+".circuit", "Over which circuit does tunnel %s run?", name)
	}
	t.flag("local_azure_ip_address_enabled", r.Get("useLocalAzureIpAddress"))
	t.flag("bgp", r.Get("enableBgp"))
	t.addresses("device_addresses", local.Get("gatewayIpAddress"))
	if use, _ := r.Get("enableBgp").Truth(); use {
		t.addresses("bgp_peer_addresses", local.Get("bgpSettings", "bgpPeeringAddress"))
	} else {
		mark(orNull(local.Get("bgpSettings", "bgpPeeringAddress")), tree.Noted)
	}
	t.seconds("dpd_timeout", r.Get("dpdTimeoutSeconds"))
	t.ipsec(r.Get("ipsecPolicies"), r.Get("connectionProtocol"))
	t.selectors(r)
	t.identity(r, name)
	mark(orNull(r.Get("sharedKey")), tree.Sealed)
	mark(orNull(r.Get("authorizationKey")), tree.Sealed)
	t.azure(r, "routingWeight", "usePolicyBasedTrafficSelectors", "gatewayCustomBgpIpAddresses", "ingressNatRules", "egressNatRules",
		"tunnelProperties", "connectionStatus", "tunnelConnectionStatus", "tags")
	for _, key := range []string{"location", "connectionMode", "authenticationType", "certificateAuthentication", "expressRouteGatewayBypass", "enablePrivateLinkFastPath", "ingressBytesTransferred", "egressBytesTransferred"} {
		r.Get(key).Mark(tree.Dropped)
	}
}

// addresses carries the one address of a device.
func (t *table) addresses(key string, v *tree.Value) {
	s, ok := t.text(key, v)
	if !ok {
		return
	}
	a, err := netip.ParseAddr(s)
	if err != nil || a.Zone() != "" {
		t.doubt(key, v, "%s is not an IP address", source.Quote(s))
		return
	}
	v.Mark(tree.Carried)
	t.put(key, list([]string{quote(a.Unmap().String())}))
}

// seconds carries a time.
func (t *table) seconds(key string, v *tree.Value) {
	before := len(t.rows)
	t.number(key, v, 0, 1_000_000)
	if len(t.rows) > before && !t.rows[before].off {
		t.rows[before].value = quote(t.rows[before].value + "s")
	}
}

// ipsec carries the policy of a tunnel. Azure takes one.
func (t *table) ipsec(policies, protocol *tree.Value) {
	inner := &table{path: t.path + ".ipsec", imp: t.imp}
	p := part{first(orNull(policies))}
	inner.str("encryption", p.Get("ipsecEncryption"))
	inner.str("integrity", p.Get("ipsecIntegrity"))
	inner.str("dh_group", p.Get("dhGroup"))
	inner.str("pfs", p.Get("pfsGroup"))
	inner.word("ike_version", protocol, "IKEv2", "2", "IKEv1", "1")
	var parts []string
	for _, row := range inner.rows {
		if row.off {
			continue
		}
		if row.key == "ike_version" {
			row.value = strings.Trim(row.value, `"`)
		}
		parts = append(parts, row.key+" = "+row.value)
	}
	if len(parts) > 0 {
		t.put("ipsec", "{ "+strings.Join(parts, ", ")+" }")
	}
	if policies != nil {
		policies.Use = tree.Carried
	}
	t.recorded("ipsecPolicies", p, "ikeEncryption", "ikeIntegrity", "saLifeTimeSeconds", "saDataSizeKilobytes")
}

// selectors carries traffic selectors, each as LOCAL->REMOTE.
func (t *table) selectors(r *estate.Resource) {
	var out []string
	for _, p := range r.Get("trafficSelectorPolicies").Items() {
		for _, a := range p.Get("localAddressRanges").Items() {
			for _, b := range p.Get("remoteAddressRanges").Items() {
				from, okA := t.text("traffic_selectors", a)
				to, okB := t.text("traffic_selectors", b)
				if okA && okB && len(out) < 1000 {
					out = append(out, quote(from+" -> "+to))
				}
			}
		}
		mark(p, tree.Carried)
	}
	if len(out) > 0 {
		t.put("traffic_selectors", list(out))
	}
}

// hubTunnel writes a connection of a hub's VPN gateway with a VPN site.
func (i *importer) hubTunnel(r *estate.Resource) {
	up, _ := r.ID.Up(vpnGatewayType)
	hub := i.hubOfGateway(i.estate.Stub(up))
	site := i.follow(r.Get("remoteVpnSite", "id"), vpnSiteType)
	name := i.tunnels.name(r)
	if site == nil {
		leave(r)
		i.input.note(r.At(), "VPN connection %s is left out: its VPN site is not known", source.Quote(r.Name()))
		return
	}
	t := i.table("vpn_tunnels." + name)
	t.put("site", quote(i.sites.name(site)))
	t.put("gateway", quote("virtual_hubs/"+i.hubs.name(hub)))
	r.Get("remoteVpnSite").Mark(tree.Carried)
	links := r.Get("vpnLinkConnections")
	speaks, _ := r.Get("enableBgp").Truth()
	if l := first(orNull(links)); l != nil {
		speaks, _ = (part{l}).Get("enableBgp").Truth()
	}
	i.devices(t, site, speaks)
	if l := first(orNull(links)); l != nil {
		p := part{l}
		t.flag("bgp", p.Get("enableBgp"))
		t.ipsec(p.Get("ipsecPolicies"), p.Get("vpnConnectionProtocolType"))
		t.flag("local_azure_ip_address_enabled", p.Get("useLocalAzureIpAddress"))
		mark(orNull(p.Get("sharedKey")), tree.Sealed)
		t.recorded("link connection", p, "routingWeight", "connectionBandwidth")
	} else {
		t.flag("bgp", r.Get("enableBgp"))
	}
	if links != nil {
		mark(links, tree.Noted)
	}
	t.selectors(r)
	t.flag("propagate_default_route", r.Get("enableInternetSecurity"))
	t.identity(r, name)
	t.labels(r)
	mark(orNull(r.Get("routingConfiguration")), tree.Noted)
	t.azure(r, "routingWeight", "connectionBandwidth", "connectionStatus")
	mark(orNull(r.Get("sharedKey")), tree.Sealed)
}

// devices carries the addresses of the devices of a VPN site, and those that
// speak BGP where the tunnel does.
func (i *importer) devices(t *table, site *estate.Resource, speaks bool) {
	inner := &table{imp: i, path: t.path}
	for _, l := range i.siteLinks(site) {
		inner.identity(l, l.Name())
		inner.addresses("device_addresses", l.Get("ipAddress"))
		if speaks {
			inner.addresses("bgp_peer_addresses", l.Get("bgpProperties", "bgpPeeringAddress"))
			t.recorded("link "+source.Clean(l.Name()), l, "linkProperties", "bgpProperties.peerWeight", "fqdn")
		} else {
			t.recorded("link "+source.Clean(l.Name()), l, "linkProperties", "bgpProperties", "fqdn")
		}
	}
	for _, key := range []string{"device_addresses", "bgp_peer_addresses"} {
		var all []string
		for _, row := range inner.rows {
			switch {
			case row.key == key && row.off:
				t.rows = append(t.rows, row)
			case row.key == key:
				all = append(all, strings.Trim(row.value, "[]"))
			}
		}
		if len(all) > 0 {
			t.put(key, list(all))
		}
	}
}
