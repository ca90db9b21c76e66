package ingest

import (
	"strings"

	"github.com/erplan/erplan/planner/ingest/estate"
	"github.com/erplan/erplan/planner/ingest/tree"
	"github.com/erplan/erplan/planner/source"
)

// vnetOf returns the VNet that a gateway stands in, or nil.
func (i *importer) vnetOf(g *estate.Resource) *estate.Resource {
	for _, v := range values(g, "ipConfigurations.*.subnet.id") {
		if r := i.follow(v, vnetType); r != nil {
			return r
		}
	}
	return nil
}

func (i *importer) allGateways() {
	for _, r := range i.estate.Of(gatewayType) {
		i.gateway(r)
	}
}

// findUses finds out what gateways that are not among the files are for: what
// their connections are. It also finds the VNets that gateways stand in.
func (i *importer) findUses() {
	i.uses = map[*estate.Resource]string{}
	i.housed = map[*estate.Resource]bool{}
	for _, g := range i.estate.Of(gatewayType) {
		if v := i.vnetOf(g); v != nil {
			i.housed[v] = true
		}
	}
	for _, c := range i.estate.Of(connectionType) {
		kind, _ := c.Get("connectionType").Str()
		g := i.follow(c.Get("virtualNetworkGateway1", "id"), gatewayType)
		switch {
		case g == nil:
		case strings.EqualFold(kind, "ExpressRoute"):
			i.uses[g] = "expressroute"
		case i.uses[g] == "":
			i.uses[g] = "vpn"
		}
	}
}

// gateway writes a virtual network gateway.
func (i *importer) gateway(r *estate.Resource) {
	name := i.gateways.name(r)
	kind := i.gatewayKind(r)
	if kind == "" {
		return
	}
	t := i.table("gateways." + name)
	t.put("kind", quote(kind))
	r.Get("gatewayType").Mark(tree.Carried)
	t.put("vnet", quote(i.vnetName(t, r, name)))
	t.sku(i, r, kind)
	if b := r.Get("autoScaleConfiguration", "bounds"); b != nil {
		t.scale(b)
	}
	i.addresses(t, r)
	if kind == "vpn" {
		t.vpnGateway(r)
	} else {
		for _, key := range []string{"vpnType", "vpnGatewayGeneration", "activeActive", "activeStandby", "enableBgp"} {
			r.Get(key).Mark(tree.Dropped) // without meaning on an ExpressRoute gateway
		}
	}
	t.number("asn", r.Get("bgpSettings", "asn"), 0, highest)
	t.flag("allow_remote_vnet_traffic", r.Get("allowRemoteVnetTraffic"))
	t.flag("allow_virtual_wan_traffic", r.Get("allowVirtualWanTraffic"))
	t.identity(r, name, "subscription")
	t.recorded("bgpSettings", part{r.Get("bgpSettings")}, "bgpPeeringAddress", "peerWeight", "bgpPeeringAddresses")
	t.azure(r, "adminState", "resiliencyModel", "virtualNetworkGatewayMigrationStatus", "customRoutes.addressPrefixes", "gatewayDefaultSite.id",
		"enableBgpRouteTranslationForNat", "natRules", "enableHighBandwidthVpnGateway", "tags")
	r.Get("location").Mark(tree.Carried) // it is that of the VNet
}

// gatewayKind returns expressroute or vpn, or nothing for what is neither.
func (i *importer) gatewayKind(r *estate.Resource) string {
	v := r.Get("gatewayType")
	text, ok := v.Str()
	switch {
	case r.Missing() && i.uses[r] != "":
		return i.uses[r]
	case r.Missing() || strings.EqualFold(text, "ExpressRoute"):
		return "expressroute"
	case strings.EqualFold(text, "Vpn"):
		return "vpn"
	case !ok && v == nil:
		if sku, _ := r.Get("sku", "name").Str(); strings.HasPrefix(strings.ToLower(sku), "vpn") {
			return "vpn"
		}
		return "expressroute"
	}
	leave(r)
	i.input.note(orAt(v, r), "gateway %s is of a kind that a design has no word for: %s; it is left out", source.Quote(r.Name()), show(v))
	return ""
}

// orAt returns a value, or where its resource stands.
func orAt(v *tree.Value, r *estate.Resource) *tree.Value {
	if v == nil {
		return r.At()
	}
	return v
}

// vnetName returns the VNet of a gateway. Where no file says it there is one
// all the same, and it is written as a stub.
func (i *importer) vnetName(t *table, r *estate.Resource, gateway string) string {
	if v := i.vnetOf(r); v != nil {
		return i.vnets.name(v)
	}
	name := i.vnets.free(cut("vnet-of-"+gateway, 63))
	stub := &table{path: "vnets." + name, imp: i, above: []string{"Stands in for the VNet of gateway " + gateway + ", which the files do not say."}}
	stub.region("region", r.Get("location"))
	i.stubs = append(i.stubs, stub.path)
	i.tables = append(i.tables[:len(i.tables)-1], stub, t)
	i.ask("gateways."+gateway+".vnet", "In which VNet does gateway %s stand? %s stands in for it.", gateway, stub.path)
	return name
}

// sku carries the SKU, if the catalogue knows it: a design with one that it
// does not know cannot be read.
func (t *table) sku(i *importer, r *estate.Resource, kind string) {
	v := r.Get("sku", "name")
	if v == nil {
		v = r.Get("sku", "tier")
	}
	mark(orNull(r.Get("sku", "tier")), tree.Carried)
	mark(orNull(r.Get("sku", "capacity")), tree.Noted)
	s, ok := t.text("sku", v)
	if !ok {
		return
	}
	name := ""
	if kind == "vpn" {
		if sku, known := i.catalog.VPNSKU(s, 0); known {
			name = sku.Name
		}
	} else if sku, known := i.catalog.GatewaySKU(s); known {
		name = sku.Name
	}
	if name == "" {
		t.doubt("sku", v, "%s is not a SKU of the catalogue for this kind of gateway", source.Quote(s))
		return
	}
	v.Mark(tree.Carried)
	t.put("sku", quote(name))
}

// scale carries the bounds of a scalable gateway.
func (t *table) scale(bounds *tree.Value) {
	var parts []string
	for _, name := range []string{"min", "max"} {
		v := bounds.Get(name)
		inner := &table{path: t.path + ".scale_units", imp: t.imp}
		inner.number(name, v, 1, 1000)
		for _, row := range inner.rows {
			if !row.off {
				parts = append(parts, name+" = "+row.value)
			}
		}
	}
	if len(parts) > 0 {
		t.put("scale_units", "{ "+strings.Join(parts, ", ")+" }")
	}
}

// addresses carries the public address of a gateway, of which Azure keeps the
// SKU and the zones as a resource of its own.
func (i *importer) addresses(t *table, r *estate.Resource) {
	configs := r.Get("ipConfigurations")
	for _, c := range configs.Items() {
		p := part{c}
		for _, name := range []string{"privateIPAllocationMethod", "privateIPAddress", "name", "id", "provisioningState"} {
			mark(orNull(p.Get(name)), tree.Dropped)
		}
		v := p.Get("publicIPAddress", "id")
		ip := i.pointed(v, publicIPType)
		if ip == nil {
			mark(orNull(v), tree.Noted)
			continue
		}
		if t.has("public_ip") {
			i.publicIP(&table{imp: i}, ip)
			continue
		}
		i.publicIP(t, ip)
	}
	if configs != nil {
		configs.Use = tree.Carried
	}
}

// publicIP carries the SKU and the zones of a public address. Azure has always
// taken an absent SKU as Basic.
func (i *importer) publicIP(t *table, ip *estate.Resource) {
	inner := &table{path: t.path + ".public_ip", imp: i}
	inner.identity(ip, ip.Name())
	sku := ip.Get("sku", "name")
	if sku == nil && ip.Get("sku") == nil {
		inner.put("sku", `"Basic"`)
	} else {
		inner.word("sku", sku, "Standard", "Standard", "StandardV2", "Standard", "Basic", "Basic")
	}
	for _, name := range []string{"location", "publicIPAllocationMethod", "publicIPAddressVersion", "sku", "ipAddress", "idleTimeoutInMinutes", "ipConfiguration", "tags", "ipTags", "dnsSettings", "ddosSettings"} {
		mark(orNull(ip.Get(name)), tree.Dropped)
	}
	inner.strs("zones", ip.Get("zones"))
	var parts []string
	for _, row := range inner.rows {
		if row.key != "" && !row.off {
			parts = append(parts, row.key+" = "+row.value)
		}
	}
	if len(parts) > 0 {
		t.put("public_ip", "{ "+strings.Join(parts, ", ")+" }")
	}
}

// vpnGateway carries what only a VPN gateway has.
func (t *table) vpnGateway(r *estate.Resource) {
	t.word("generation", r.Get("vpnGatewayGeneration"), "Generation1", "1", "Generation2", "2")
	for n := range t.rows {
		if t.rows[n].key == "generation" && !t.rows[n].off {
			t.rows[n].value = strings.Trim(t.rows[n].value, `"`)
		}
	}
	t.word("vpn_type", r.Get("vpnType"), "RouteBased", "route-based", "PolicyBased", "policy-based")
	t.flag("active_active", r.Get("activeActive"))
	t.flag("private_ip_address_enabled", r.Get("enablePrivateIpAddress"))
	t.azure(r, "enableBgp")
}

func (i *importer) allConnections() {
	for _, r := range i.estate.Of(connectionType) {
		v := r.Get("connectionType")
		kind, _ := v.Str()
		switch {
		case strings.EqualFold(kind, "ExpressRoute") || kind == "" && r.Get("peer") != nil:
			i.connection(r)
		case strings.EqualFold(kind, "IPsec"):
			i.tunnel(r)
		default:
			leave(r)
			i.input.note(orAt(v, r), "connection %s is of a kind that a design has no word for: %s; it is left out", source.Quote(r.Name()), show(orNull(v)))
		}
	}
	for _, r := range i.estate.Of(hubJointType) {
		i.hubConnection(r)
	}
	for _, r := range i.estate.Of(vpnJointType) {
		i.hubTunnel(r)
	}
}

// connection writes a connection of a circuit with a gateway.
func (i *importer) connection(r *estate.Resource) {
	circuit := i.follow(r.Get("peer", "id"), circuitType)
	gateway := i.follow(r.Get("virtualNetworkGateway1", "id"), gatewayType)
	name := i.connections.name(r)
	if circuit == nil || gateway == nil || i.gatewayKind(gateway) != "expressroute" {
		i.lostConnection(r, name, circuit, gateway)
		return
	}
	t := i.table("connections." + name)
	t.put("circuit", quote(i.circuits.name(circuit)))
	t.put("gateway", quote(i.gateways.name(gateway)))
	r.Get("connectionType").Mark(tree.Carried)
	i.joint(t, r, name)
	r.Get("location").Mark(tree.Dropped)
	t.azure(r, "connectionStatus", "tunnelConnectionStatus", "ingressBytesTransferred", "egressBytesTransferred", "tags")
	for _, key := range []string{"enableBgp", "connectionProtocol", "connectionMode", "dpdTimeoutSeconds", "usePolicyBasedTrafficSelectors", "ipsecPolicies", "trafficSelectorPolicies", "useLocalAzureIpAddress", "gatewayCustomBgpIpAddresses"} {
		r.Get(key).Mark(tree.Dropped) // without meaning here
	}
}

// joint carries what both kinds of connections have.
func (i *importer) joint(t *table, r *estate.Resource, name string) {
	t.number("routing_weight", r.Get("routingWeight"), 0, 32000)
	t.flag("express_route_gateway_bypass", r.Get("expressRouteGatewayBypass"))
	t.flag("private_link_fast_path", r.Get("enablePrivateLinkFastPath"))
	t.authorized(r.Get("authorizationKey"))
	t.identity(r, name)
}

// lostConnection reports a connection of which an end is not known.
func (i *importer) lostConnection(r *estate.Resource, name string, circuit, gateway *estate.Resource) {
	leave(r)
	end := func(what string, reg *register, g *estate.Resource) string {
		if g == nil {
			return what + " unknown"
		}
		return what + " " + reg.name(g)
	}
	i.input.note(r.At(), "connection %s is left out: %s, %s", source.Quote(r.Name()), end("circuit", i.circuits, circuit), end("gateway", i.gateways, gateway))
	i.ask("connections."+name, "Which circuit and which ExpressRoute gateway does connection %s join? The files say: %s, %s.", name, end("circuit", i.circuits, circuit), end("gateway", i.gateways, gateway))
}
