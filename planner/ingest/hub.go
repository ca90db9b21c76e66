package ingest

import (
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/ingest/estate"
	"github.com/erplan/erplan/planner/ingest/tree"
	"github.com/erplan/erplan/planner/source"
)

func (i *importer) allWANs() {
	for _, r := range i.estate.Of(wanType) {
		name := i.wans.name(r)
		t := i.table("virtual_wans." + name)
		v := r.Get("typePropertiesType") // as az writes it
		if v == nil {
			v = r.Get("type")
		}
		if s, _ := v.Str(); !strings.Contains(s, "/") {
			t.word("type", v, "Standard", "standard", "Basic", "basic")
		}
		t.flag("branch_to_branch", r.Get("allowBranchToBranchTraffic"))
		t.identity(r, name)
		t.azure(r, "allowVnetToVnetTraffic", "tags")
		r.Get("location").Mark(tree.Dropped)
		for _, key := range []string{"disableVpnEncryption", "office365LocalBreakoutCategory", "virtualHubs", "vpnSites"} {
			r.Get(key).Mark(tree.Dropped)
		}
	}
}

func (i *importer) allHubs() {
	gateways := map[*estate.Resource]*estate.Resource{}
	vpn := map[*estate.Resource]*estate.Resource{}
	for _, r := range i.estate.Of(hubGatewayType) {
		if h := i.hubOfGateway(r); h != nil {
			gateways[h] = r
		}
	}
	for _, r := range i.estate.Of(vpnGatewayType) {
		if h := i.hubOfGateway(r); h != nil {
			vpn[h] = r
		}
	}
	for _, r := range i.estate.Of(hubType) {
		if len(i.routeServerSubnets(r)) == 0 {
			i.hub(r, gateways[r], vpn[r])
		}
	}
}

// hubOfGateway returns the hub of a hub gateway: the one that it names, or one
// that names it.
func (i *importer) hubOfGateway(g *estate.Resource) *estate.Resource {
	if h := i.follow(g.Get("virtualHub", "id"), hubType); h != nil {
		return h
	}
	for _, h := range i.estate.Of(hubType) {
		for _, key := range []string{"expressRouteGateway", "vpnGateway"} {
			text, _ := h.Get(key, "id").Str()
			if id, ok := estate.ParseID(text); ok && i.estate.Find(id) == g {
				return h
			}
		}
	}
	return i.strayHub(g)
}

// strayHub is the hub of a hub gateway that no file names.
func (i *importer) strayHub(g *estate.Resource) *estate.Resource {
	id := g.ID
	id.Type, id.Names = hubType, []string{"hub-of-" + g.Name()}
	if i.estate.Find(id) == nil {
		r := i.estate.Stub(id)
		i.strays[r] = g.Name()
		i.ask("virtual_hubs."+i.hubs.name(r), "To which virtual hub, of which Virtual WAN, does hub gateway %s belong? [virtual_hubs.%s] stands in for it.", source.Clean(g.Name()), i.hubs.name(r))
		return r
	}
	return i.estate.Stub(id)
}

// hub writes a virtual hub with its gateways.
func (i *importer) hub(r, er, vpn *estate.Resource) {
	name := i.hubs.name(r)
	t := i.table("virtual_hubs." + name)
	t.put("wan", quote(i.wanOf(t, r, name)))
	region := r.Get("location")
	if region == nil && er != nil {
		region = er.Get("location") // of its gateway, which stands in it
	}
	t.region("region", region)
	if v := r.Get("addressPrefix"); v != nil {
		if p, ok := t.prefix("address_prefix", v); ok {
			t.put("address_prefix", quote(p.String()))
		}
	}
	i.preference(t, r)
	i.expressRouteGateway(t, er)
	i.vpnGatewayOfHub(t, vpn)
	i.hubFirewall(t, r)
	i.routingIntent(t, r)
	i.staticRoutes(t, r)
	t.number("capacity_units", r.Get("virtualRouterAutoScaleConfiguration", "minCapacity"), 0, 1000)
	t.number("asn", r.Get("virtualRouterAsn"), 0, highest)
	t.identity(r, name, "subscription")
	t.azure(r, "sku", "routeTable.routes", "securityProviderName", "kind", "routingState", "virtualRouterIps", "tags")
	for _, key := range []string{"virtualHubRouteTableV2s", "expressRouteGateway", "vpnGateway", "p2SVpnGateway", "allowBranchToBranchTraffic", "bgpConnections", "ipConfigurations", "routeMaps", "virtualRouterAutoScaleConfiguration"} {
		mark(orNull(r.Get(key)), tree.Noted)
	}
}

// wanOf returns the Virtual WAN of a hub. Every hub is in one, so one that the
// files do not say gets a stand-in.
func (i *importer) wanOf(t *table, r *estate.Resource, hub string) string {
	if w := i.follow(r.Get("virtualWan", "id"), wanType); w != nil {
		return i.wans.name(w)
	}
	name := i.wans.free(cut("wan-of-"+strings.TrimPrefix(hub, "hub-of-"), 63))
	of := "hub " + hub
	if i.strays[r] != "" {
		of = "gateway " + source.Clean(i.strays[r])
	}
	stub := &table{path: "virtual_wans." + name, imp: i, above: []string{"Stands in for the Virtual WAN of " + of + ", which the files do not say."}}
	i.stubs = append(i.stubs, stub.path)
	i.tables = append(i.tables[:len(i.tables)-1], stub, t)
	if i.strays[r] != "" { // its hub is asked for
		return name
	}
	i.ask("virtual_hubs."+hub+".wan", "To which Virtual WAN does hub %s belong? [%s] stands in for it.", hub, stub.path)
	return name
}

// preference carries the routing preference, which older bodies call otherwise.
func (i *importer) preference(t *table, r *estate.Resource) {
	v := r.Get("hubRoutingPreference")
	if v == nil {
		v = r.Get("preferredRoutingGateway")
		if s, _ := v.Str(); strings.EqualFold(s, "None") {
			v.Mark(tree.Dropped)
			return
		}
	} else {
		mark(orNull(r.Get("preferredRoutingGateway")), tree.Carried)
	}
	t.word("hub_routing_preference", v, "ExpressRoute", "expressroute", "VpnGateway", "vpn", "ASPath", "as-path")
}

// expressRouteGateway carries the ExpressRoute gateway of a hub.
func (i *importer) expressRouteGateway(t *table, g *estate.Resource) {
	if g == nil {
		return
	}
	inner := &table{imp: i}
	inner.identity(g, g.Name())
	bounds := g.Get("autoScaleConfiguration", "bounds")
	low, high := bounds.Path("min"), bounds.Path("max")
	if low == nil {
		low, high = high, nil
	}
	if low == nil {
		t.doubt("expressroute_scale_units", g.At(), "the scale units of hub gateway %s are not stated", source.Quote(g.Name()))
	}
	t.number("expressroute_scale_units", low, 1, 1000)
	if high != nil {
		high.Mark(tree.Noted)
		if a, _ := low.Str(); a != show(high) {
			t.remark("azure: autoScaleConfiguration.bounds.max = %s", show(high))
		}
	}
	t.flag("allow_non_virtual_wan_traffic", g.Get("allowNonVirtualWanTraffic"))
	t.recorded("ExpressRoute gateway "+source.Clean(g.Name()), g, "tags")
	g.Get("location").Mark(tree.Carried)
	g.Get("virtualHub").Mark(tree.Carried)
}

// vpnGatewayOfHub carries the VPN gateway of a hub.
func (i *importer) vpnGatewayOfHub(t *table, g *estate.Resource) {
	if g == nil {
		return
	}
	inner := &table{imp: i}
	inner.identity(g, g.Name())
	t.number("vpn_scale_units", g.Get("vpnGatewayScaleUnit"), 1, 1000)
	t.recorded("VPN gateway "+source.Clean(g.Name()), g, "bgpSettings", "isRoutingPreferenceInternet", "enableBgpRouteTranslationForNat", "natRules", "tags")
	g.Get("location").Mark(tree.Carried)
	g.Get("virtualHub").Mark(tree.Carried)
	g.Get("ipConfigurations").Mark(tree.Dropped)
}

// hubConnection writes a connection of a circuit with a hub.
func (i *importer) hubConnection(r *estate.Resource) {
	circuit := i.follow(r.Get("expressRouteCircuitPeering", "id"), circuitType)
	up, _ := r.ID.Up(hubGatewayType)
	hub := i.hubOfGateway(i.estate.Stub(up))
	name := i.connections.name(r)
	if circuit == nil {
		i.lostConnection(r, name, nil, nil)
		return
	}
	t := i.table("connections." + name)
	t.put("circuit", quote(i.circuits.name(circuit)))
	t.put("gateway", quote("virtual_hubs/"+i.hubs.name(hub)))
	i.joint(t, r, name)
	t.flag("internet_security", r.Get("enableInternetSecurity"))
	t.labels(r)
	t.recorded("routingConfiguration", part{r.Get("routingConfiguration")}, "associatedRouteTable.id",
		"vnetRoutes.staticRoutes", "inboundRouteMap.id", "outboundRouteMap.id")
	mark(orNull(r.Get("routingConfiguration")), tree.Noted)
	r.Get("expressRouteCircuitPeering").Mark(tree.Carried)
}

// staticRoutes carries the routes of a hub's route tables. Those that routing
// intent makes itself are said by it.
func (i *importer) staticRoutes(t *table, r *estate.Resource) {
	var out []string
	for _, c := range i.estate.Children(hubType + "/hubroutetables")[r.ID.Key()] {
		inner := &table{imp: i}
		inner.identity(c, c.Name())
		for _, b := range c.Bodies() { // a route may be a resource of its own
			for _, route := range (part{b}).Get("routes").Items() {
				out = append(out, i.staticRoute(t, route)...)
			}
		}
		t.recorded("route table "+source.Clean(c.Name()), c, "labels")
		rest(c)
	}
	if len(out) > 0 {
		slices.Sort(out)
		t.put("static_routes", list(slices.Compact(out)))
	}
	for _, kind := range []struct{ of, what string }{{"bgpconnections", "BGP connection "}, {"routemaps", "route map "}} {
		for _, c := range i.estate.Children(hubType + "/" + kind.of)[r.ID.Key()] {
			inner := &table{imp: i}
			inner.identity(c, c.Name())
			t.recorded(kind.what+source.Clean(c.Name()), c, "peerAsn", "peerIp", "rules")
			rest(c)
		}
	}
}

// staticRoute carries a static route: one for each of its destinations.
func (i *importer) staticRoute(t *table, route *tree.Value) (out []string) {
	name, _ := route.Get("name").Str()
	kind, _ := route.Get("destinationType").Str()
	if strings.HasPrefix(name, "_policy_") || kind != "" && !strings.EqualFold(kind, "CIDR") {
		mark(route, tree.Noted)
		return nil
	}
	hop, ok := t.text("static_routes", orNull(route.Get("nextHop")))
	if id, isID := estate.ParseID(hop); isID {
		hop = i.nextHop(id)
	}
	for _, d := range route.Get("destinations").Items() {
		if p, okP := t.prefix("static_routes", d); okP && ok {
			out = append(out, "{ prefix = "+quote(p.String())+", next_hop = "+quote(hop)+" }")
		}
	}
	markUnused(route, tree.Carried)
	return out
}

// nextHop writes what a static route of a hub leads to in the words of the
// language; by its name in Azure where the language has none for it.
func (i *importer) nextHop(id estate.ID) string {
	r := i.estate.Find(id)
	switch {
	case id.Type == firewallType:
		return "azure-firewall"
	case r == nil:
	case id.Type == hubVNetType:
		if v := i.follow(r.Get("remoteVirtualNetwork", "id"), vnetType); v != nil {
			return "vnets/" + i.vnets.name(v)
		}
	case id.Type == hubJointType:
		return "connections/" + i.connections.name(r)
	case id.Type == vpnJointType:
		return "vpn_tunnels/" + i.tunnels.name(r)
	}
	return id.Name()
}

// privateClouds notes clouds that bring circuits of their own.
func (i *importer) privateClouds() {
	for _, r := range i.estate.Of("microsoft.avs/privateclouds") {
		i.input.note(r.At(), "private cloud %s brings an ExpressRoute circuit of its own, which is not imported", source.Quote(r.Name()))
	}
}
