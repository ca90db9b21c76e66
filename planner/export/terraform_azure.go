package export

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/planner"
)

func (e *tfExporter) vnets() {
	for _, v := range e.d.VNets {
		location := e.location(vnetRegion(v), v.Path())
		b := e.placed("virtual_network", v.Name(), "", location)
		b.list("address_space", texts(v.AddressSpace))
		b.text("bgp_community", v.BGPCommunity)
		for _, s := range subnets(v) {
			e.subnet(v, s)
		}
		e.gatewaySubnet(v, location)
	}
	for _, v := range e.d.VNets {
		e.vnetPeerings(v)
		e.appliances(v, e.location(vnetRegion(v), v.Path()))
	}
}

// subnetLabel is what a subnet is called in the configuration.
func subnetLabel(vnet, name string) string {
	clean := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '_'
	}, name)
	return vnet + "-" + clean
}

func (e *tfExporter) subnet(v *planner.VNet, s subnet) {
	b := e.add("subnet", subnetLabel(v.Name(), s.name))
	b.text("name", s.name)
	b.set("resource_group_name", e.group(""))
	b.set("virtual_network_name", tf("virtual_network", v.Name())+".name")
	b.list("address_prefixes", s.prefixes)
}

// gatewaySubnet writes what is attached to the gateway subnet.
func (e *tfExporter) gatewaySubnet(v *planner.VNet, location string) {
	p := v.GatewaySubnetPolicy
	if p == nil || !v.GatewaySubnet.IsValid() {
		return
	}
	on := tf("subnet", subnetLabel(v.Name(), gatewaySubnet)) + ".id"
	if p.NetworkSecurityGroup != "" {
		data := &block{head: "data \"azurerm_network_security_group\" \"" + label(v.Name()) + "_gateway\""}
		data.text("name", p.NetworkSecurityGroup)
		data.set("resource_group_name", e.group(""))
		e.blocks = append(e.blocks, data)
		b := e.add("subnet_network_security_group_association", v.Name()+"-gateway")
		b.set("subnet_id", on)
		b.set("network_security_group_id", "data.azurerm_network_security_group."+label(v.Name())+"_gateway.id")
		e.note("%s: network security group %q is referred to, not written", v.Path(), p.NetworkSecurityGroup)
	}
	if !routed(v) {
		return
	}
	b := e.placed("route_table", v.Name()+"-gateway", "", location)
	b.value("bgp_route_propagation_enabled", stated(p.BGPPropagation))
	for i, r := range p.Routes {
		kind, address := hop(r.NextHop)
		if kind == "" {
			e.note("%s: the next hop %q of a route is neither an address nor a kind of hop of Azure", v.Path(), r.NextHop)
			continue
		}
		route := &block{head: "route"}
		route.text("name", fmt.Sprintf("route-%d", i+1))
		route.text("address_prefix", r.Prefix.String())
		route.text("next_hop_type", kind)
		route.text("next_hop_in_ip_address", address)
		b.sub(route)
	}
	join := e.add("subnet_route_table_association", v.Name()+"-gateway")
	join.set("subnet_id", on)
	join.set("route_table_id", tf("route_table", v.Name()+"-gateway")+".id")
}

func (e *tfExporter) vnetPeerings(v *planner.VNet) {
	if h := v.Hub; h != nil {
		e.vnetPeering(h, v, "to-"+v.Name(), true, true, false)
		b := e.vnetPeering(v, h, "to-"+h.Name(), true, false, true)
		after := []string{tf("virtual_network_peering", h.Name()+"-to-"+v.Name())}
		for _, g := range h.Gateways { // which has to be there before it can be used
			after = append(after, tf("virtual_network_gateway", g.Name()))
		}
		b.set("depends_on", "["+strings.Join(after, ", ")+"]")
	}
	for _, p := range v.Peerings {
		e.vnetPeering(v, p.To, p.Name(), stated(p.AllowForwardedTraffic), stated(p.AllowGatewayTransit), stated(p.UseRemoteGateways))
	}
}

func (e *tfExporter) vnetPeering(from, far *planner.VNet, name string, forwarded, transit, remote any) *block {
	b := e.add("virtual_network_peering", from.Name()+"-"+name)
	b.text("name", name)
	b.set("resource_group_name", e.group(""))
	b.set("virtual_network_name", tf("virtual_network", from.Name())+".name")
	b.set("remote_virtual_network_id", tf("virtual_network", far.Name())+".id")
	b.value("allow_forwarded_traffic", forwarded)
	b.value("allow_gateway_transit", transit)
	b.value("use_remote_gateways", remote)
	return b
}

func (e *tfExporter) gateways() {
	for _, g := range e.d.Gateways {
		location := e.location(vnetRegion(g.VNet), g.VNet.Path())
		config := &block{head: "ip_configuration"}
		config.text("name", "default")
		if g.VNet.GatewaySubnet.IsValid() || g.VNet.GatewaySubnetV6.IsValid() {
			config.set("subnet_id", tf("subnet", subnetLabel(g.VNetName, gatewaySubnet))+".id")
		} else {
			config.set("subnet_id", "\"${"+tf("virtual_network", g.VNetName)+".id}/subnets/"+gatewaySubnet+"\"")
			e.note("%s: the gateway subnet of VNet %s is not stated; the gateway refers to one that is not written", g.Path(), g.VNetName)
		}
		if ip := addressed(g); ip != nil {
			b := e.placed("public_ip", g.Name()+"-ip", "", location)
			b.set("allocation_method", `"Static"`)
			b.text("sku", ipSKUs[ip.SKU])
			b.list("zones", ip.Zones)
			config.set("public_ip_address_id", tf("public_ip", g.Name()+"-ip")+".id")
		}
		b := e.placed("virtual_network_gateway", g.Name(), "", location)
		b.text("type", gatewayTypes[g.Kind])
		b.text("sku", sku(g))
		if s := g.ScaleUnits; s != nil && (s.Min.Known() || s.Max.Known()) {
			b.value("minimum_scale_unit", stated(s.Min))
			b.value("maximum_scale_unit", stated(s.Max))
			e.note("%s: scale units need an azurerm provider that has minimum_scale_unit and maximum_scale_unit (added in 2026)", g.Path())
		}
		if g.Kind == planner.VPNGateway {
			b.text("vpn_type", vpnTypes[g.VPNType])
			if g.Generation.Known() {
				b.text("generation", map[int]string{1: "Generation1", 2: "Generation2"}[g.Generation.Value()])
			}
			b.value("active_active", stated(g.ActiveActive))
			b.value("private_ip_address_enabled", stated(g.PrivateIPAddress))
			if g.ActiveActive.Value() {
				e.note("%s: an active-active gateway needs a second ip_configuration with its own public address", g.Path())
			}
		}
		b.value("remote_vnet_traffic_enabled", stated(g.AllowRemoteVNetTraffic))
		b.value("virtual_wan_traffic_enabled", stated(g.AllowVirtualWANTraffic))
		b.sub(config)
		bgp := &block{head: "bgp_settings"}
		bgp.value("asn", stated(g.ASN))
		b.sub(bgp)
	}
}

func (e *tfExporter) wans() {
	for _, w := range e.d.VirtualWANs {
		location := ""
		if len(w.Hubs) > 0 {
			location = hubRegion(w.Hubs[0])
		}
		b := e.placed("virtual_wan", w.Name(), "", e.location(location, w.Path()))
		b.text("type", wanTypes[w.Type])
		b.value("allow_branch_to_branch_traffic", stated(w.BranchToBranch))
	}
}

func (e *tfExporter) hubs() {
	for _, h := range e.d.VirtualHubs {
		location := e.location(hubRegion(h), h.Path())
		on := tf("virtual_hub", h.Name()) + ".id"
		b := e.placed("virtual_hub", h.Name(), "", location)
		b.set("virtual_wan_id", tf("virtual_wan", h.WANName)+".id")
		b.text("address_prefix", masked(h.AddressPrefix))
		b.text("hub_routing_preference", preferences[h.HubRoutingPreference])
		b.value("virtual_router_auto_scale_min_capacity", stated(h.CapacityUnits))
		if n := h.ExpressRouteScaleUnits; n.Known() && n.Value() > 0 {
			g := e.placed("express_route_gateway", h.Name()+"-er", "", location)
			g.set("virtual_hub_id", on)
			g.value("scale_units", n.Value())
			g.value("allow_non_virtual_wan_traffic", stated(h.AllowNonVirtualWANTraffic))
		}
		if n := h.VPNScaleUnits; n.Known() && n.Value() > 0 {
			g := e.placed("vpn_gateway", h.Name()+"-vpn", "", location)
			g.set("virtual_hub_id", on)
			g.value("scale_unit", n.Value())
		}
		e.hubFirewall(h, location)
	}
	for _, v := range e.d.VNets {
		if v.VHub == nil {
			continue
		}
		b := e.add("virtual_hub_connection", v.Name())
		b.text("name", v.Name())
		b.set("virtual_hub_id", tf("virtual_hub", v.VHub.Name())+".id")
		b.set("remote_virtual_network_id", tf("virtual_network", v.Name())+".id")
		b.value("internet_security_enabled", stated(v.InternetSecurity))
		b.sub(labelBlock(v.PropagatedLabels))
	}
	for _, h := range e.d.VirtualHubs {
		e.hubRouteTable(h)
	}
}

// hubFirewall writes the firewall of a hub, and what is sent through it.
func (e *tfExporter) hubFirewall(h *planner.VirtualHub, location string) {
	name := h.Name() + "-firewall"
	switch {
	case h.Firewall == "" || h.Firewall == "none":
		return
	case h.Firewall != "azure-firewall":
		e.note("%s: a firewall of kind %s, and routing intent through it, is not written", h.Path(), h.Firewall)
		return
	}
	b := e.placed("firewall", name, "", location)
	b.set("sku_name", `"AZFW_Hub"`)
	b.set("sku_tier", `"Standard"`)
	hub := &block{head: "virtual_hub"}
	hub.set("virtual_hub_id", tf("virtual_hub", h.Name())+".id")
	b.sub(hub)
	if h.RoutingIntent == "" || h.RoutingIntent == "none" {
		return
	}
	intent := e.add("virtual_hub_routing_intent", h.Name())
	intent.text("name", "intent")
	intent.set("virtual_hub_id", tf("virtual_hub", h.Name())+".id")
	for _, p := range []struct{ intent, name string }{{"private", "PrivateTraffic"}, {"internet", "Internet"}} {
		if string(h.RoutingIntent) == p.intent || h.RoutingIntent == "both" {
			policy := &block{head: "routing_policy"}
			policy.text("name", p.name)
			policy.list("destinations", []string{p.name})
			policy.set("next_hop", tf("firewall", name)+".id")
			intent.sub(policy)
		}
	}
}

func (e *tfExporter) connections() {
	for _, c := range e.d.Connections {
		if c.Hub != nil {
			e.hubConnection(c)
			continue
		}
		b := e.placed("virtual_network_gateway_connection", c.Name(), "", e.location(vnetRegion(c.Gateway.VNet), c.Gateway.VNet.Path()))
		b.set("type", `"ExpressRoute"`)
		b.set("virtual_network_gateway_id", tf("virtual_network_gateway", c.GatewayName)+".id")
		b.set("express_route_circuit_id", tf("express_route_circuit", c.CircuitName)+".id")
		b.value("routing_weight", c.RoutingWeight.Or(0)) // the provider's default is 10, Azure's is 0
		b.value("express_route_gateway_bypass", stated(c.FastPath))
		b.value("private_link_fast_path_enabled", stated(c.PrivateLinkFastPath))
		if c.Authorization.Present() {
			b.set("authorization_key", e.secret(c.Path(), "authorization_key"))
		}
	}
}

func (e *tfExporter) hubConnection(c *planner.Connection) {
	if n := c.Hub.ExpressRouteScaleUnits; !n.Known() || n.Value() == 0 {
		e.note("%s: hub %s has no ExpressRoute gateway; the connection is not written", c.Path(), c.Hub.Name())
		return
	}
	b := e.add("express_route_connection", c.Name())
	b.text("name", c.Name())
	b.set("express_route_gateway_id", tf("express_route_gateway", c.Hub.Name()+"-er")+".id")
	if c.Circuit.Peerings.Private != nil {
		b.set("express_route_circuit_peering_id", tf("express_route_circuit_peering", peeringLabel(c.CircuitName, "private"))+".id")
	} else {
		b.set("express_route_circuit_peering_id", "\"${"+tf("express_route_circuit", c.CircuitName)+".id}/peerings/AzurePrivatePeering\"")
		e.note("%s: circuit %s has no private peering in the design; the connection refers to one that is not written", c.Path(), c.CircuitName)
	}
	b.value("routing_weight", stated(c.RoutingWeight))
	b.value("express_route_gateway_bypass_enabled", stated(c.FastPath))
	b.value("private_link_fast_path_enabled", stated(c.PrivateLinkFastPath))
	b.value("internet_security_enabled", stated(c.InternetSecurity))
	b.sub(labelBlock(c.PropagatedLabels))
	if c.Authorization.Present() {
		b.set("authorization_key", e.secret(c.Path(), "authorization_key"))
	}
}
