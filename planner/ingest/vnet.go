package ingest

import (
	"strings"

	"github.com/erplan/erplan/planner/ingest/estate"
	"github.com/erplan/erplan/planner/ingest/tree"
	"github.com/erplan/erplan/planner/source"
)

func (i *importer) allVNets() {
	i.transit()
	for _, r := range i.estate.Of(vnetType) {
		if i.managed(r) {
			continue
		}
		i.vnet(r)
	}
}

// managed reports whether a VNet is the one that Azure keeps for a virtual
// hub: VNets that join the hub show it as their peer.
func (i *importer) managed(r *estate.Resource) bool {
	return r.Missing() && !i.housed[r] && strings.HasPrefix(strings.ToUpper(r.Name()), "HV_")
}

// transit finds out which VNet uses the gateway of which other VNet or hub.
func (i *importer) transit() {
	i.hubOf = map[*estate.Resource]*estate.Resource{}
	i.joined = map[*estate.Resource]*estate.Resource{}
	for _, r := range i.estate.Of(hubVNetType) {
		v := i.follow(r.Get("remoteVirtualNetwork", "id"), vnetType)
		if v != nil && i.joined[v] == nil {
			i.joined[v] = r
		}
	}
	for _, r := range i.estate.Of(vnetPeeringType) {
		up, _ := r.ID.Up(vnetType)
		spoke, hub := i.estate.Stub(up), i.remote(r)
		uses, _ := r.Get("useRemoteGateways").Truth()
		if hub == nil || !uses || hub == spoke || i.managed(hub) || i.joined[spoke] != nil || i.hubOf[spoke] != nil || !i.lends(hub, spoke) {
			continue
		}
		i.hubOf[spoke] = hub
	}
	var chained []*estate.Resource // a hub uses no gateway of another VNet
	for spoke, hub := range i.hubOf {
		if i.hubOf[hub] != nil || i.joined[hub] != nil {
			chained = append(chained, spoke)
		}
	}
	for _, spoke := range chained {
		delete(i.hubOf, spoke)
	}
}

// remote returns the VNet at the other end of a VNet peering.
func (i *importer) remote(r *estate.Resource) *estate.Resource {
	v := r.Get("remoteVirtualNetwork", "id")
	if v == nil {
		v = r.Get("remoteVirtualNetwork")
		if v == nil || v.Kind != tree.String {
			return nil
		}
	}
	return i.follow(v, vnetType)
}

// lends reports whether a hub lets a VNet use its gateway, or does not say.
func (i *importer) lends(hub, spoke *estate.Resource) bool {
	for _, r := range i.vnetPeerings(hub) {
		if i.remote(r) == spoke {
			yes, ok := r.Get("allowGatewayTransit").Truth()
			return yes || !ok
		}
	}
	return true
}

func (i *importer) vnetPeerings(v *estate.Resource) []*estate.Resource {
	if i.vnetLinks == nil {
		i.vnetLinks = i.estate.Children(vnetPeeringType)
	}
	return i.vnetLinks[v.ID.Key()]
}

// vnet writes a VNet, its gateway subnet and its peerings.
func (i *importer) vnet(r *estate.Resource) {
	name := i.vnets.name(r)
	t := i.table("vnets." + name)
	t.region("region", i.regionOf(r))
	t.addressSpace(i, r)
	gateway := i.subnetRows(t, r)
	i.hubRow(t, r)
	t.identity(r, name, "subscription")
	i.appliances(t, r)
	t.str("bgp_community", r.Get("bgpCommunities", "virtualNetworkCommunity"))
	t.prefixes("summarized_gateway_prefixes", orList(r.Get("summarizedGatewayPrefixes"), "addressPrefixes"))
	t.azure(r, "tags", "ddosProtectionPlan.id", "bgpCommunities.regionalCommunity")
	r.Get("dhcpOptions").Mark(tree.Dropped)
	if gateway != nil {
		i.gatewaySubnet(gateway, name)
	}
	for _, p := range i.vnetPeerings(r) {
		i.vnetPeering(p, r, name)
	}
}

// orList returns the list in an object, or the value where it is one itself.
func orList(v *tree.Value, name string) *tree.Value {
	if inner := v.Get(name); inner != nil {
		return inner
	}
	return v
}

// regionOf returns where a VNet is. One that is not among the files is where
// its gateway is: a gateway stands in the region of its VNet.
func (i *importer) regionOf(r *estate.Resource) *tree.Value {
	if v := r.Get("location"); v != nil || !r.Missing() {
		return v
	}
	for _, g := range i.estate.Of(gatewayType) {
		if i.vnetOf(g) == r {
			return g.Get("location")
		}
	}
	return nil
}

// addressSpace carries the prefixes of a VNet. Those of one that is not among
// the files may stand in a peering with it.
func (t *table) addressSpace(i *importer, r *estate.Resource) {
	v := r.Get("addressSpace", "addressPrefixes")
	if v == nil && r.Missing() {
		for _, p := range i.estate.Of(vnetPeeringType) {
			if i.remote(p) == r {
				v = p.Get("remoteAddressSpace", "addressPrefixes")
				break
			}
		}
	}
	if v != nil {
		t.prefixes("address_space", v)
	}
}

// hubRow carries whose gateway the VNet uses.
func (i *importer) hubRow(t *table, r *estate.Resource) {
	if j := i.joined[r]; j != nil {
		up, _ := j.ID.Up(hubType)
		inner := &table{imp: i}
		inner.identity(j, j.Name())
		t.put("hub", quote("virtual_hubs/"+i.hubs.name(i.estate.Stub(up))))
		t.flag("internet_security", j.Get("enableInternetSecurity"))
		t.labels(j)
		t.recorded("connection to the hub", part{j.Get("routingConfiguration")}, "associatedRouteTable.id", "vnetRoutes.staticRoutes", "inboundRouteMap.id", "outboundRouteMap.id")
		mark(orNull(j.Get("routingConfiguration")), tree.Noted)
		for _, name := range []string{"allowHubToRemoteVnetTransit", "allowRemoteVnetToUseHubVnetGateways"} {
			j.Get(name).Mark(tree.Dropped) // no longer used by the service
		}
		return
	}
	if hub := i.hubOf[r]; hub != nil {
		t.put("hub", quote(i.vnets.name(hub)))
	}
}

// appliances carries the route server and the firewall that stand in a VNet.
func (i *importer) appliances(t *table, r *estate.Resource) {
	for _, h := range i.estate.Of(hubType) {
		for _, v := range i.routeServerSubnets(h) {
			if i.follow(v, vnetType) == r && !t.has("route_server") {
				inner := &table{imp: i}
				inner.identity(h, h.Name())
				t.put("route_server", "true")
				t.flag("branch_to_branch", h.Get("allowBranchToBranchTraffic"))
			}
		}
	}
	for _, f := range i.estate.Of(firewallType) {
		for _, v := range values(f, "ipConfigurations.*.subnet.id") {
			if i.follow(v, vnetType) == r && !t.has("firewall") {
				inner := &table{imp: i}
				inner.identity(f, f.Name())
				t.put("firewall", `"azure-firewall"`)
				rest(f)
			}
		}
	}
}

// routeServerSubnets returns the subnets of a route server, which Azure keeps
// as a virtual hub.
func (i *importer) routeServerSubnets(h *estate.Resource) []*tree.Value {
	out := values(h, "ipConfigurations.*.subnet.id")
	for _, c := range i.hubConfigs()[h.ID.Key()] {
		if v := c.Get("subnet", "id"); v != nil {
			out = append(out, v)
		}
	}
	return out
}

func (i *importer) hubConfigs() map[string][]*estate.Resource {
	if i.configs == nil {
		i.configs = i.estate.Children(hubType + "/ipconfigurations")
	}
	return i.configs
}

// vnetPeering writes a VNet peering that is not the plain one of a spoke with
// its hub.
func (i *importer) vnetPeering(p, vnet *estate.Resource, name string) {
	far := i.remote(p)
	inner := &table{imp: i}
	inner.identity(p, p.Name())
	p.Get("remoteAddressSpace").Mark(tree.Carried)
	p.Get("remoteVirtualNetworkAddressSpace").Mark(tree.Dropped)
	p.Get("peeringState").Mark(tree.Noted)
	p.Get("peeringSyncLevel").Mark(tree.Dropped)
	plain := far != nil && (i.hubOf[vnet] == far || i.hubOf[far] == vnet)
	if far == nil || far == vnet || i.managed(far) {
		rest(p)
		if far == nil || far == vnet {
			i.input.note(p.At(), "VNet peering %s does not name another VNet; it is left out", source.Quote(p.Name()))
		}
		return
	}
	if plain {
		for _, key := range []string{"allowGatewayTransit", "useRemoteGateways", "allowForwardedTraffic", "allowVirtualNetworkAccess", "doNotVerifyRemoteGateways"} {
			p.Get(key).Mark(tree.Carried)
		}
		return
	}
	reg := i.peerNames[vnet]
	if reg == nil {
		reg = newRegister("peering")
		i.peerNames[vnet] = reg
	}
	t := i.table("vnets." + name + ".peerings." + reg.name(p))
	t.put("to", quote(i.vnets.name(far)))
	t.flag("allow_gateway_transit", p.Get("allowGatewayTransit"))
	t.flag("use_remote_gateways", p.Get("useRemoteGateways"))
	t.flag("allow_forwarded_traffic", p.Get("allowForwardedTraffic"))
	t.azure(p, "peeringState")
	if off(p.Get("allowVirtualNetworkAccess")) {
		t.remark("azure: allowVirtualNetworkAccess = false")
	}
	p.Get("allowVirtualNetworkAccess").Mark(tree.Noted)
	p.Get("doNotVerifyRemoteGateways").Mark(tree.Dropped)
}
