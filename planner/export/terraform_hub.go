package export

import (
	"fmt"

	"github.com/erplan/erplan/planner"
)

// labelBlock writes to which route tables a connection of a hub is announced.
func labelBlock(names []string) *block {
	routing, tables := &block{head: "routing"}, &block{head: "propagated_route_table"}
	tables.list("labels", names)
	routing.sub(tables)
	return routing
}

// hubRouteTable writes the static routes of a hub.
func (e *tfExporter) hubRouteTable(h *planner.VirtualHub) {
	for n, r := range e.hubRoutes(h) {
		var to string
		switch r.kind {
		case "firewall":
			to = tf("firewall", h.Name()+"-firewall") + ".id"
		case "vnets":
			to = tf("virtual_hub_connection", r.name) + ".id"
		case "connections":
			to = tf("express_route_connection", r.name) + ".id"
		}
		b := e.add("virtual_hub_route_table_route", h.Name()+"-"+routeName(n))
		b.set("route_table_id", tf("virtual_hub", h.Name())+".default_route_table_id")
		b.text("name", routeName(n))
		b.text("destinations_type", "CIDR")
		b.list("destinations", []string{r.prefix})
		b.text("next_hop_type", "ResourceId")
		b.set("next_hop", to)
	}
}

// appliances writes the route server and the firewall of a VNet.
func (e *tfExporter) appliances(v *planner.VNet, location string) {
	if e.hasRouteServer(v) {
		name := v.Name() + "-route-server"
		ip := e.address(name+"-ip", location)
		b := e.placed("route_server", name, "", location)
		b.text("sku", "Standard")
		b.set("subnet_id", tf("subnet", subnetLabel(v.Name(), routeServerSubnet))+".id")
		b.set("public_ip_address_id", ip)
		b.value("branch_to_branch_traffic_enabled", stated(v.BranchToBranch))
	}
	if e.hasFirewall(v) {
		name := v.Name() + "-firewall"
		ip := e.address(name+"-ip", location)
		b := e.placed("firewall", name, "", location)
		b.text("sku_name", "AZFW_VNet")
		b.text("sku_tier", "Standard")
		config := &block{head: "ip_configuration"}
		config.text("name", "default")
		config.set("subnet_id", tf("subnet", subnetLabel(v.Name(), firewallSubnet))+".id")
		config.set("public_ip_address_id", ip)
		b.sub(config)
	}
}

// address writes a public address, as all that stands in a VNet needs, and
// returns its id.
func (e *tfExporter) address(name, location string) string {
	b := e.placed("public_ip", name, "", location)
	b.text("allocation_method", "Static")
	b.text("sku", "Standard")
	return tf("public_ip", name) + ".id"
}

func (e *tfExporter) tunnels() {
	gateways, hubs := e.remotes()
	for _, r := range gateways {
		e.tunnel(r)
	}
	for _, r := range hubs {
		e.hubTunnel(r)
	}
}

// tunnel writes a tunnel of a VPN gateway.
func (e *tfExporter) tunnel(r remote) {
	t := r.tunnel
	location := e.location(vnetRegion(t.Gateway.VNet), t.Gateway.VNet.Path())
	g := e.placed("local_network_gateway", r.name, "", location)
	if len(t.DeviceAddresses) > 0 {
		g.text("gateway_address", t.DeviceAddresses[0].String())
	}
	g.list("address_space", behind(t))
	bgp := &block{head: "bgp_settings"}
	if len(t.BGPPeerAddresses) > 0 {
		bgp.value("asn", stated(t.Site.ASN))
		bgp.text("bgp_peering_address", t.BGPPeerAddresses[0].String())
	}
	g.sub(bgp)
	b := e.placed("virtual_network_gateway_connection", r.joint, "", location)
	b.set("type", `"IPsec"`)
	b.set("virtual_network_gateway_id", tf("virtual_network_gateway", t.GatewayName)+".id")
	b.set("local_network_gateway_id", tf("local_network_gateway", r.name)+".id")
	b.value("bgp_enabled", stated(t.BGP))
	b.value("local_azure_ip_address_enabled", stated(t.LocalAzureIP))
	if t.DPDTimeout > 0 {
		b.value("dpd_timeout_seconds", int64(t.DPDTimeout.Seconds()))
	}
	b.set("shared_key", e.secret(t.Path(), "shared_key"))
	ipsec(b, "connection_protocol", t.IPsec, [4]string{"ipsec_encryption", "ipsec_integrity", "dh_group", "pfs_group"})
	for n, s := range e.selectors(t) {
		if n == 0 {
			b.set("use_policy_based_traffic_selectors", "true")
		}
		b.sub(pair(s, "local_address_cidrs", "remote_address_cidrs"))
	}
}

// hubTunnel writes a tunnel of a hub's VPN gateway: a VPN site with a link for
// each device, and a connection with it.
func (e *tfExporter) hubTunnel(r remote) {
	t := r.tunnel
	site := e.placed("vpn_site", r.name, "", e.location(hubRegion(t.Hub), t.Hub.Path()))
	site.set("virtual_wan_id", tf("virtual_wan", t.Hub.WANName)+".id")
	site.list("address_cidrs", behind(t))
	b := e.add("vpn_gateway_connection", r.joint)
	b.text("name", r.joint)
	b.set("vpn_gateway_id", tf("vpn_gateway", t.Hub.Name()+"-vpn")+".id")
	b.set("remote_vpn_site_id", tf("vpn_site", r.name)+".id")
	b.value("internet_security_enabled", stated(t.PropagateDefault))
	b.sub(labelBlock(t.PropagatedLabels))
	for n, l := range siteLinks(t) {
		link, bgp := &block{head: "link"}, &block{head: "bgp"}
		link.text("name", l.name)
		link.text("ip_address", l.address)
		if l.bgpPeer != "" {
			bgp.value("asn", stated(t.Site.ASN))
			bgp.text("peering_address", l.bgpPeer)
		}
		link.sub(bgp)
		site.sub(link)
		joint := &block{head: "vpn_link"}
		joint.text("name", l.name)
		joint.set("vpn_site_link_id", tf("vpn_site", r.name)+fmt.Sprintf(".link[%d].id", n))
		joint.value("bgp_enabled", stated(t.BGP))
		joint.value("local_azure_ip_address_enabled", stated(t.LocalAzureIP))
		joint.set("shared_key", e.secret(t.Path(), "shared_key"))
		ipsec(joint, "protocol", t.IPsec, [4]string{"encryption_algorithm", "integrity_algorithm", "dh_group", "pfs_group"})
		b.sub(joint)
	}
	for _, s := range e.selectors(t) {
		b.sub(pair(s, "local_address_ranges", "remote_address_ranges"))
	}
}

// pair writes a traffic selector.
func pair(s selector, local, remote string) *block {
	b := &block{head: "traffic_selector_policy"}
	b.list(local, []string{s.local})
	b.list(remote, []string{s.remote})
	return b
}

// ipsec writes how a tunnel encrypts; names are those of encryption, integrity,
// Diffie-Hellman group and perfect forward secrecy.
func ipsec(b *block, protocol string, p *planner.IPsec, names [4]string) {
	if p == nil {
		return
	}
	if p.IKEVersion.Known() {
		b.text(protocol, ikeVersions[p.IKEVersion.Value()])
	}
	inner := &block{head: "ipsec_policy"}
	for n, value := range []string{p.Encryption, p.Integrity, p.DHGroup, p.PFS} {
		inner.text(names[n], value)
	}
	b.sub(inner)
}
