package export

import (
	"fmt"

	"github.com/erplan/erplan/planner"
)

func (e *armExporter) vnets() {
	for _, v := range e.d.VNets {
		location := e.location(vnetRegion(v), v.Path())
		if routed(v) {
			e.routeTable(v, location)
		}
		var props, space, community object
		space.put("addressPrefixes", list(texts(v.AddressSpace)))
		props.put("addressSpace", space)
		community.put("virtualNetworkCommunity", v.BGPCommunity)
		props.put("bgpCommunities", community)
		var all []any
		var depends []string
		for _, s := range subnets(v) {
			all = append(all, e.subnet(v, s))
		}
		props.put("subnets", all)
		if routed(v) {
			depends = append(depends, id("routeTables", v.Name()+"-gateway"))
		}
		e.add("virtualNetworks", v.Name(), location, nil, props, depends...)
	}
	for _, v := range e.d.VNets {
		e.vnetPeerings(v)
		e.appliances(v, e.location(vnetRegion(v), v.Path()))
	}
}

func (e *armExporter) subnet(v *planner.VNet, s subnet) object {
	var props object
	if len(s.prefixes) == 1 {
		props.put("addressPrefix", s.prefixes[0])
	} else {
		props.put("addressPrefixes", list(s.prefixes))
	}
	if s.name == gatewaySubnet && v.GatewaySubnetPolicy != nil {
		if nsg := v.GatewaySubnetPolicy.NetworkSecurityGroup; nsg != "" {
			props.put("networkSecurityGroup", to("networkSecurityGroups", quoted(nsg)))
			e.note("%s: network security group %q is referred to, not written", v.Path(), nsg)
		}
		if routed(v) {
			props.put("routeTable", to("routeTables", v.Name()+"-gateway"))
		}
	}
	return object{{"name", plain(s.name)}, {"properties", props}}
}

// quoted doubles the quotes of a text within an expression.
func quoted(s string) string {
	out := ""
	for _, r := range s {
		if r == '\'' {
			out += "'"
		}
		out += string(r)
	}
	return out
}

// routeTable writes the route table of a gateway subnet.
func (e *armExporter) routeTable(v *planner.VNet, location string) {
	p := v.GatewaySubnetPolicy
	var props object
	if p.BGPPropagation.Known() {
		props.put("disableBgpRoutePropagation", !p.BGPPropagation.Value())
	}
	var routes []any
	for i, r := range p.Routes {
		kind, address := hop(r.NextHop)
		if kind == "" {
			e.note("%s: the next hop %q of a route is neither an address nor a kind of hop of Azure", v.Path(), r.NextHop)
			continue
		}
		var rp object
		rp.put("addressPrefix", r.Prefix.String())
		rp.put("nextHopType", kind)
		rp.put("nextHopIpAddress", address)
		routes = append(routes, object{{"name", fmt.Sprintf("route-%d", i+1)}, {"properties", rp}})
	}
	props.put("routes", routes)
	e.add("routeTables", v.Name()+"-gateway", location, nil, props)
}

// vnetPeerings writes both sides of a spoke's peering with its hub, and the
// peerings that the design states.
func (e *armExporter) vnetPeerings(v *planner.VNet) {
	if h := v.Hub; h != nil {
		e.vnetPeering(h, v, "to-"+v.Name(), object{{"allowForwardedTraffic", true}, {"allowGatewayTransit", true}, {"useRemoteGateways", false}})
		after := []string{id("virtualNetworks/virtualNetworkPeerings", h.Name(), "to-"+v.Name())}
		for _, g := range h.Gateways { // which has to be there before it can be used
			after = append(after, id("virtualNetworkGateways", g.Name()))
		}
		e.vnetPeering(v, h, "to-"+h.Name(), object{{"allowForwardedTraffic", true}, {"allowGatewayTransit", false}, {"useRemoteGateways", true}}, after...)
	}
	for _, p := range v.Peerings {
		var flags object
		flags.put("allowForwardedTraffic", stated(p.AllowForwardedTraffic))
		flags.put("allowGatewayTransit", stated(p.AllowGatewayTransit))
		flags.put("useRemoteGateways", stated(p.UseRemoteGateways))
		e.vnetPeering(v, p.To, p.Name(), flags)
	}
}

func (e *armExporter) vnetPeering(from, far *planner.VNet, name string, flags object, after ...string) {
	props := object{{"remoteVirtualNetwork", to("virtualNetworks", far.Name())}, {"allowVirtualNetworkAccess", true}}
	depends := append([]string{id("virtualNetworks", from.Name()), id("virtualNetworks", far.Name())}, after...)
	e.add("virtualNetworks/virtualNetworkPeerings", from.Name()+"/"+name, "", nil, append(props, flags...), depends...)
}

func (e *armExporter) gateways() {
	for _, g := range e.d.Gateways {
		location := e.location(vnetRegion(g.VNet), g.VNet.Path())
		config := object{{"subnet", to("virtualNetworks/subnets", g.VNetName, gatewaySubnet)}}
		depends := []string{id("virtualNetworks", g.VNetName)}
		if ip := addressed(g); ip != nil {
			var extra, skuOf object
			skuOf.put("name", ipSKUs[ip.SKU])
			extra.put("sku", skuOf)
			extra.put("zones", list(ip.Zones))
			e.add("publicIPAddresses", g.Name()+"-ip", location, extra, object{{"publicIPAllocationMethod", "Static"}})
			config.put("publicIPAddress", to("publicIPAddresses", g.Name()+"-ip"))
			depends = append(depends, id("publicIPAddresses", g.Name()+"-ip"))
		}
		var props, skuOf object
		props.put("gatewayType", gatewayTypes[g.Kind])
		skuOf.put("name", sku(g))
		skuOf.put("tier", sku(g))
		props.put("sku", skuOf)
		if s := g.ScaleUnits; s != nil {
			var bounds object
			bounds.put("min", stated(s.Min))
			bounds.put("max", stated(s.Max))
			props.put("autoScaleConfiguration", object{{"bounds", bounds}})
		}
		props.put("ipConfigurations", []any{object{{"name", "default"}, {"properties", config}}})
		if g.Kind == planner.VPNGateway {
			props.put("vpnType", vpnTypes[g.VPNType])
			if g.Generation.Known() {
				props.put("vpnGatewayGeneration", map[int]string{1: "Generation1", 2: "Generation2"}[g.Generation.Value()])
			}
			props.put("activeActive", stated(g.ActiveActive))
			props.put("enablePrivateIpAddress", stated(g.PrivateIPAddress))
		}
		if g.ASN.Known() {
			props.put("bgpSettings", object{{"asn", g.ASN.Value()}})
		}
		props.put("allowRemoteVnetTraffic", stated(g.AllowRemoteVNetTraffic))
		props.put("allowVirtualWanTraffic", stated(g.AllowVirtualWANTraffic))
		e.add("virtualNetworkGateways", g.Name(), location, nil, props, depends...)
	}
}

func (e *armExporter) wans() {
	for _, w := range e.d.VirtualWANs {
		var props object
		props.put("type", wanTypes[w.Type])
		props.put("allowBranchToBranchTraffic", stated(w.BranchToBranch))
		location := ""
		if len(w.Hubs) > 0 {
			location = hubRegion(w.Hubs[0])
		}
		e.add("virtualWans", w.Name(), e.location(location, w.Path()), nil, props)
	}
}

func (e *armExporter) hubs() {
	for _, h := range e.d.VirtualHubs {
		location := e.location(hubRegion(h), h.Path())
		props := object{{"virtualWan", to("virtualWans", h.WANName)}}
		props.put("addressPrefix", masked(h.AddressPrefix))
		props.put("sku", wanTypes[h.WAN.Type])
		props.put("hubRoutingPreference", preferences[h.HubRoutingPreference])
		if h.CapacityUnits.Known() {
			props.put("virtualRouterAutoScaleConfiguration", object{{"minCapacity", h.CapacityUnits.Value()}})
		}
		e.add("virtualHubs", h.Name(), location, nil, props, id("virtualWans", h.WANName))
		e.hubGateways(h, location)
		e.hubFirewall(h, location)
	}
	defer e.hubRouteTables() // which lead to the connections
	for _, v := range e.d.VNets {
		if v.VHub == nil {
			continue
		}
		props := object{{"remoteVirtualNetwork", to("virtualNetworks", v.Name())}}
		props.put("enableInternetSecurity", stated(v.InternetSecurity))
		props.put("routingConfiguration", labels(v.PropagatedLabels))
		e.add("virtualHubs/hubVirtualNetworkConnections", v.VHub.Name()+"/"+v.Name(), "", nil, props, id("virtualHubs", v.VHub.Name()), id("virtualNetworks", v.Name()))
	}
}

// hubGateways writes the gateways that stand in a hub.
func (e *armExporter) hubGateways(h *planner.VirtualHub, location string) {
	on := id("virtualHubs", h.Name())
	if n := h.ExpressRouteScaleUnits; n.Known() && n.Value() > 0 {
		props := object{{"virtualHub", to("virtualHubs", h.Name())}, {"autoScaleConfiguration", object{{"bounds", object{{"min", n.Value()}}}}}}
		props.put("allowNonVirtualWanTraffic", stated(h.AllowNonVirtualWANTraffic))
		e.add("expressRouteGateways", h.Name()+"-er", location, nil, props, on)
	}
	if n := h.VPNScaleUnits; n.Known() && n.Value() > 0 {
		e.add("vpnGateways", h.Name()+"-vpn", location, nil, object{{"virtualHub", to("virtualHubs", h.Name())}, {"vpnGatewayScaleUnit", n.Value()}}, on)
	}
}

// hubFirewall writes the firewall of a hub, and what is sent through it.
func (e *armExporter) hubFirewall(h *planner.VirtualHub, location string) {
	if h.Firewall == "azure-firewall" {
		e.add("azureFirewalls", h.Name()+"-firewall", location, nil,
			object{{"sku", object{{"name", "AZFW_Hub"}, {"tier", "Standard"}}}, {"virtualHub", to("virtualHubs", h.Name())}}, id("virtualHubs", h.Name()))
	} else if h.Firewall != "" && h.Firewall != "none" {
		e.note("%s: a firewall of kind %s is not written", h.Path(), h.Firewall)
	}
	var policies []any
	for _, p := range []struct{ intent, name string }{{"private", "PrivateTraffic"}, {"internet", "Internet"}} {
		if string(h.RoutingIntent) == p.intent || h.RoutingIntent == "both" {
			policies = append(policies, object{{"name", p.name}, {"destinations", []any{p.name}}, {"nextHop", id("azureFirewalls", h.Name()+"-firewall")}})
		}
	}
	if policies != nil && h.Firewall != "azure-firewall" {
		e.note("%s: routing intent is only written with an Azure Firewall", h.Path())
	} else if policies != nil {
		e.add("virtualHubs/routingIntent", h.Name()+"/intent", "", nil, object{{"routingPolicies", policies}}, id("azureFirewalls", h.Name()+"-firewall"))
	}
}

func (e *armExporter) connections() {
	for _, c := range e.d.Connections {
		var props object
		props.put("routingWeight", stated(c.RoutingWeight))
		props.put("expressRouteGatewayBypass", stated(c.FastPath))
		props.put("enablePrivateLinkFastPath", stated(c.PrivateLinkFastPath))
		if c.Authorization.Present() {
			props.put("authorizationKey", e.secret(c.Path(), "AuthorizationKey"))
		}
		if c.Hub != nil {
			if n := c.Hub.ExpressRouteScaleUnits; !n.Known() || n.Value() == 0 {
				e.note("%s: hub %s has no ExpressRoute gateway; the connection is not written", c.Path(), c.Hub.Name())
				continue
			}
			props.put("enableInternetSecurity", stated(c.InternetSecurity))
			props.put("routingConfiguration", labels(c.PropagatedLabels))
			props.put("expressRouteCircuitPeering", to("expressRouteCircuits/peerings", c.CircuitName, "AzurePrivatePeering"))
			e.add("expressRouteGateways/expressRouteConnections", c.Hub.Name()+"-er/"+c.Name(), "", nil, props,
				id("expressRouteGateways", c.Hub.Name()+"-er"), id("expressRouteCircuits", c.CircuitName))
			continue
		}
		head := object{{"connectionType", "ExpressRoute"}, {"virtualNetworkGateway1", to("virtualNetworkGateways", c.GatewayName)}, {"peer", to("expressRouteCircuits", c.CircuitName)}}
		e.add("connections", c.Name(), e.location(vnetRegion(c.Gateway.VNet), c.Gateway.VNet.Path()), nil, append(head, props...),
			id("virtualNetworkGateways", c.GatewayName), id("expressRouteCircuits", c.CircuitName))
	}
}
