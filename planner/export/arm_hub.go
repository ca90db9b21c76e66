package export

import (
	"github.com/erplan/erplan/planner"
)

// labels writes to which route tables a connection of a hub is announced.
func labels(names []string) object {
	var tables, routing object
	tables.put("labels", list(names))
	routing.put("propagatedRouteTables", tables)
	return routing
}

// hubRouteTables writes the static routes of hubs.
func (e *armExporter) hubRouteTables() {
	for _, h := range e.d.VirtualHubs {
		var routes []any
		depends := []string{id("virtualHubs", h.Name())}
		for n, r := range e.hubRoutes(h) {
			var to string
			switch r.kind {
			case "firewall":
				to = id("azureFirewalls", h.Name()+"-firewall")
			case "vnets":
				to = id("virtualHubs/hubVirtualNetworkConnections", h.Name(), r.name)
			case "connections":
				to = id("expressRouteGateways/expressRouteConnections", h.Name()+"-er", r.name)
			}
			depends = append(depends, to)
			routes = append(routes, object{{"name", routeName(n)}, {"destinationType", "CIDR"}, {"destinations", []any{r.prefix}}, {"nextHopType", "ResourceId"}, {"nextHop", to}})
		}
		if routes != nil {
			e.add("virtualHubs/hubRouteTables", h.Name()+"/defaultRouteTable", "", nil, object{{"labels", []any{"default"}}, {"routes", routes}}, distinct(depends)...)
		}
	}
}

// appliances writes the route server and the firewall of a VNet.
func (e *armExporter) appliances(v *planner.VNet, location string) {
	if e.hasRouteServer(v) {
		name := v.Name() + "-route-server"
		var props object
		props.put("sku", "Standard")
		props.put("allowBranchToBranchTraffic", stated(v.BranchToBranch))
		e.add("virtualHubs", name, location, nil, props, id("virtualNetworks", v.Name()))
		e.address(name+"-ip", location)
		e.add("virtualHubs/ipConfigurations", name+"/default", "", nil, object{{"subnet", to("virtualNetworks/subnets", v.Name(), routeServerSubnet)}, {"publicIPAddress", to("publicIPAddresses", name+"-ip")}},
			id("virtualHubs", name), id("publicIPAddresses", name+"-ip"))
	}
	if e.hasFirewall(v) {
		name := v.Name() + "-firewall"
		e.address(name+"-ip", location)
		config := object{{"subnet", to("virtualNetworks/subnets", v.Name(), firewallSubnet)}, {"publicIPAddress", to("publicIPAddresses", name+"-ip")}}
		e.add("azureFirewalls", name, location, nil, object{{"sku", object{{"name", "AZFW_VNet"}, {"tier", "Standard"}}}, {"ipConfigurations", []any{object{{"name", "default"}, {"properties", config}}}}},
			id("virtualNetworks", v.Name()), id("publicIPAddresses", name+"-ip"))
	}
}

// address writes a public address, as all that stands in a VNet needs.
func (e *armExporter) address(name, location string) {
	e.add("publicIPAddresses", name, location, object{{"sku", object{{"name", "Standard"}}}}, object{{"publicIPAllocationMethod", "Static"}})
}

func (e *armExporter) tunnels() {
	gateways, hubs := e.remotes()
	for _, r := range gateways {
		e.tunnel(r)
	}
	for _, r := range hubs {
		e.hubTunnel(r)
	}
}

// tunnel writes a tunnel of a VPN gateway.
func (e *armExporter) tunnel(r remote) {
	t := r.tunnel
	location := e.location(vnetRegion(t.Gateway.VNet), t.Gateway.VNet.Path())
	var gw, space, bgp, props object
	if len(t.DeviceAddresses) > 0 {
		gw.put("gatewayIpAddress", t.DeviceAddresses[0].String())
	}
	space.put("addressPrefixes", list(behind(t)))
	gw.put("localNetworkAddressSpace", space)
	if len(t.BGPPeerAddresses) > 0 {
		bgp.put("asn", stated(t.Site.ASN))
		bgp.put("bgpPeeringAddress", t.BGPPeerAddresses[0].String())
	}
	gw.put("bgpSettings", bgp)
	e.add("localNetworkGateways", r.name, location, nil, gw)
	props.put("connectionType", "IPsec")
	props.put("virtualNetworkGateway1", to("virtualNetworkGateways", t.GatewayName))
	props.put("localNetworkGateway2", to("localNetworkGateways", r.name))
	props.put("enableBgp", stated(t.BGP))
	props.put("useLocalAzureIpAddress", stated(t.LocalAzureIP))
	if t.DPDTimeout > 0 {
		props.put("dpdTimeoutSeconds", int64(t.DPDTimeout.Seconds()))
	}
	policy(&props, "connectionProtocol", t.IPsec)
	e.trafficSelectors(&props, t)
	props.put("sharedKey", e.secret(t.Path(), "SharedKey"))
	e.add("connections", r.joint, location, nil, props, id("virtualNetworkGateways", t.GatewayName), id("localNetworkGateways", r.name))
}

// hubTunnel writes a tunnel of a hub's VPN gateway: a VPN site with a link for
// each device, and a connection with it.
func (e *armExporter) hubTunnel(r remote) {
	t, gateway := r.tunnel, r.tunnel.Hub.Name()+"-vpn"
	var links, joints []any
	for _, l := range siteLinks(t) {
		var props, bgp, joint object
		props.put("ipAddress", l.address)
		if l.bgpPeer != "" {
			bgp.put("asn", stated(t.Site.ASN))
			bgp.put("bgpPeeringAddress", l.bgpPeer)
		}
		props.put("bgpProperties", bgp)
		links = append(links, object{{"name", l.name}, {"properties", props}})
		joint.put("vpnSiteLink", to("vpnSites/vpnSiteLinks", r.name, l.name))
		joint.put("enableBgp", stated(t.BGP))
		joint.put("useLocalAzureIpAddress", stated(t.LocalAzureIP))
		policy(&joint, "vpnConnectionProtocolType", t.IPsec)
		joint.put("sharedKey", e.secret(t.Path(), "SharedKey"))
		joints = append(joints, object{{"name", l.name}, {"properties", joint}})
	}
	site := object{{"virtualWan", to("virtualWans", t.Hub.WANName)}}
	var space object
	space.put("addressPrefixes", list(behind(t)))
	site.put("addressSpace", space)
	site.put("vpnSiteLinks", links)
	e.add("vpnSites", r.name, e.location(hubRegion(t.Hub), t.Hub.Path()), nil, site, id("virtualWans", t.Hub.WANName))
	props := object{{"remoteVpnSite", to("vpnSites", r.name)}}
	props.put("enableInternetSecurity", stated(t.PropagateDefault))
	props.put("routingConfiguration", labels(t.PropagatedLabels))
	props.put("vpnLinkConnections", joints)
	e.trafficSelectors(&props, t)
	e.add("vpnGateways/vpnConnections", gateway+"/"+r.joint, "", nil, props, id("vpnGateways", gateway), id("vpnSites", r.name))
}

// policy writes how a tunnel encrypts.
func policy(into *object, protocol string, p *planner.IPsec) {
	if p == nil {
		return
	}
	if p.IKEVersion.Known() {
		into.put(protocol, ikeVersions[p.IKEVersion.Value()])
	}
	var all object
	all.put("ipsecEncryption", plain(p.Encryption))
	all.put("ipsecIntegrity", plain(p.Integrity))
	all.put("dhGroup", plain(p.DHGroup))
	all.put("pfsGroup", plain(p.PFS))
	if len(all) > 0 {
		into.put("ipsecPolicies", []any{all})
	}
}

// trafficSelectors writes the pairs of prefixes that a tunnel carries. Azure
// heeds them where policies select the traffic.
func (e *armExporter) trafficSelectors(into *object, t *planner.VPNTunnel) {
	var all []any
	for _, s := range e.selectors(t) {
		all = append(all, object{{"localAddressRanges", []any{s.local}}, {"remoteAddressRanges", []any{s.remote}}})
	}
	if all != nil && t.Hub == nil {
		into.put("usePolicyBasedTrafficSelectors", true)
	}
	into.put("trafficSelectorPolicies", all)
}
