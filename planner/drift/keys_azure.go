package drift

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
)

// region writes a region in the catalogue's spelling.
func region(r *catalog.Region) string {
	if r == nil {
		return ""
	}
	return r.Name
}

// regionName writes the region of a resource in the catalogue's spelling.
func regionName(name string) string {
	if r, ok := catalog.Embedded().Region(name); ok {
		return r.Name
	}
	return name
}

var vnetKeys = []key[*planner.VNet]{
	{"region", func(_ *side, v *planner.VNet) string { return region(v.Azure) }},
	{"address_space", func(_ *side, v *planner.VNet) string { return set(v.AddressSpace) }},
	{"gateway_subnet", func(_ *side, v *planner.VNet) string { return prefix(v.GatewaySubnet) }},
	{"gateway_subnet_ipv6", func(_ *side, v *planner.VNet) string { return prefix(v.GatewaySubnetV6) }},
	{"subnets", func(_ *side, v *planner.VNet) string { return subnets(v.Subnets) }},
	{"hub", func(s *side, v *planner.VNet) string {
		switch {
		case v.VHub != nil:
			return "virtual_hubs/" + s.ref("virtual_hubs", v.VHub.Name())
		case v.Hub != nil:
			return s.ref("vnets", v.Hub.Name())
		}
		return ""
	}},
	{"route_server", func(_ *side, v *planner.VNet) string { return opt(v.RouteServer) }},
	{"branch_to_branch", func(_ *side, v *planner.VNet) string { return opt(v.BranchToBranch) }},
	{"internet_security", func(_ *side, v *planner.VNet) string { return opt(v.InternetSecurity) }},
	{"propagated_labels", func(_ *side, v *planner.VNet) string { return words(v.PropagatedLabels) }},
	{"firewall", func(_ *side, v *planner.VNet) string { return string(v.Firewall) }},
	{"peerings", func(s *side, v *planner.VNet) string { return peerings(s, v) }},
	{"subscription", func(_ *side, v *planner.VNet) string { return v.Subscription }},
	{"summarized_gateway_prefixes", func(_ *side, v *planner.VNet) string { return set(v.SummarizedGatewayPrefixes) }},
	{"bgp_community", func(_ *side, v *planner.VNet) string { return v.BGPCommunity }},
	{"gateway_subnet_policy.network_security_group", func(_ *side, v *planner.VNet) string { return policy(v, securityGroup) }},
	{"gateway_subnet_policy.routes", func(_ *side, v *planner.VNet) string { return policy(v, routes) }},
	{"gateway_subnet_policy.bgp_propagation", func(_ *side, v *planner.VNet) string {
		return policy(v, func(p *planner.SubnetPolicy) string { return opt(p.BGPPropagation) })
	}},
	{"gateway_subnet_policy.service_endpoint_policy", func(_ *side, v *planner.VNet) string {
		return policy(v, func(p *planner.SubnetPolicy) string { return opt(p.ServiceEndpointPolicy) })
	}},
}

// peerings writes the VNets that one is peered with, and what each peering
// allows.
func peerings(s *side, v *planner.VNet) string {
	var out []string
	for _, p := range v.Peerings {
		text := s.ref("vnets", p.ToName)
		for _, f := range []struct {
			name string
			on   planner.Opt[bool]
		}{{"allow_forwarded_traffic", p.AllowForwardedTraffic}, {"allow_gateway_transit", p.AllowGatewayTransit}, {"use_remote_gateways", p.UseRemoteGateways}} {
			if f.on.Value() {
				text += " with " + f.name
			}
		}
		out = append(out, text)
	}
	return words(out)
}

func subnets(m planner.Map[netip.Prefix]) string {
	out := make([]string, len(m))
	for i, p := range m {
		out[i] = p.Key + " = " + p.Value.String()
	}
	return words(out)
}

// policy writes a part of what is attached to the gateway subnet.
func policy(v *planner.VNet, of func(*planner.SubnetPolicy) string) string {
	if v.GatewaySubnetPolicy == nil {
		return ""
	}
	return of(v.GatewaySubnetPolicy)
}

func securityGroup(p *planner.SubnetPolicy) string {
	switch {
	case !p.Has("network_security_group"):
		return ""
	case p.NetworkSecurityGroup == "":
		return "none"
	}
	return p.NetworkSecurityGroup
}

func routes(p *planner.SubnetPolicy) string {
	if !p.Has("routes") {
		return ""
	}
	if len(p.Routes) == 0 {
		return "none"
	}
	return routeList(p.Routes)
}

func routeList(routes []planner.Route) string {
	out := make([]string, len(routes))
	for i, r := range routes {
		out[i] = r.Prefix.String() + " to " + r.NextHop
	}
	return words(out)
}

func sameVNet(_ *side, v *planner.VNet) []string {
	return []string{prefix(v.GatewaySubnet), set(v.AddressSpace)}
}

var gatewayKeys = []key[*planner.Gateway]{
	{"kind", func(_ *side, g *planner.Gateway) string { return string(g.Kind) }},
	{"vnet", func(s *side, g *planner.Gateway) string { return s.ref("vnets", g.VNetName) }},
	{"sku", func(_ *side, g *planner.Gateway) string { return sku(g) }},
	{"generation", func(_ *side, g *planner.Gateway) string { return opt(g.Generation) }},
	{"scale_units", func(_ *side, g *planner.Gateway) string { return scale(g.ScaleUnits) }},
	{"public_ip.sku", func(_ *side, g *planner.Gateway) string {
		if g.PublicIP == nil || g.PublicIP.SKU == "auto" {
			return ""
		}
		return string(g.PublicIP.SKU)
	}},
	{"public_ip.zones", func(_ *side, g *planner.Gateway) string {
		if g.PublicIP == nil {
			return ""
		}
		return words(g.PublicIP.Zones)
	}},
	{"active_active", func(_ *side, g *planner.Gateway) string {
		if g.Kind != planner.VPNGateway {
			return ""
		}
		return opt(g.ActiveActive)
	}},
	{"asn", func(_ *side, g *planner.Gateway) string { return opt(g.ASN) }},
	{"vpn_type", func(_ *side, g *planner.Gateway) string { return string(g.VPNType) }},
	{"private_ip_address_enabled", func(_ *side, g *planner.Gateway) string { return opt(g.PrivateIPAddress) }},
	{"allow_remote_vnet_traffic", func(_ *side, g *planner.Gateway) string { return opt(g.AllowRemoteVNetTraffic) }},
	{"allow_virtual_wan_traffic", func(_ *side, g *planner.Gateway) string { return opt(g.AllowVirtualWANTraffic) }},
	{"subscription", func(_ *side, g *planner.Gateway) string { return g.Subscription }},
}

func scale(s *planner.ScaleRange) string {
	if s == nil || !s.Min.Known() && !s.Max.Known() {
		return ""
	}
	return fmt.Sprintf("%s to %s", opt(s.Min), opt(s.Max))
}

// sku writes a SKU in the catalogue's spelling.
func sku(g *planner.Gateway) string {
	switch {
	case g.ERSKU != nil:
		return g.ERSKU.Name
	case g.VPNSKU != nil:
		return g.VPNSKU.Name
	}
	return g.SKU
}

func sameGateway(s *side, g *planner.Gateway) []string {
	place := s.ref("vnets", g.VNetName) + "/" + string(g.Kind)
	return []string{place + "/" + sku(g), place}
}

var wanKeys = []key[*planner.VirtualWAN]{
	{"type", func(_ *side, w *planner.VirtualWAN) string { return string(w.Type) }},
	{"branch_to_branch", func(_ *side, w *planner.VirtualWAN) string { return opt(w.BranchToBranch) }},
}

var hubKeys = []key[*planner.VirtualHub]{
	{"wan", func(s *side, h *planner.VirtualHub) string { return s.ref("virtual_wans", h.WANName) }},
	{"region", func(_ *side, h *planner.VirtualHub) string { return region(h.Azure) }},
	{"address_prefix", func(_ *side, h *planner.VirtualHub) string { return prefix(h.AddressPrefix) }},
	{"hub_routing_preference", func(_ *side, h *planner.VirtualHub) string { return string(h.HubRoutingPreference) }},
	{"expressroute_scale_units", func(_ *side, h *planner.VirtualHub) string { return opt(h.ExpressRouteScaleUnits) }},
	{"vpn_scale_units", func(_ *side, h *planner.VirtualHub) string { return opt(h.VPNScaleUnits) }},
	{"firewall", func(_ *side, h *planner.VirtualHub) string { return string(h.Firewall) }},
	{"routing_intent", func(_ *side, h *planner.VirtualHub) string { return string(h.RoutingIntent) }},
	{"capacity_units", func(_ *side, h *planner.VirtualHub) string { return opt(h.CapacityUnits) }},
	{"allow_non_virtual_wan_traffic", func(_ *side, h *planner.VirtualHub) string { return opt(h.AllowNonVirtualWANTraffic) }},
	{"asn", func(_ *side, h *planner.VirtualHub) string { return opt(h.ASN) }},
	{"static_routes", func(s *side, h *planner.VirtualHub) string { return staticRoutes(s, h) }},
	{"subscription", func(_ *side, h *planner.VirtualHub) string { return h.Subscription }},
}

// staticRoutes writes the static routes of a hub, with the names that both
// sides mean.
func staticRoutes(s *side, h *planner.VirtualHub) string {
	routes := slices.Clone(h.StaticRoutes)
	for i, r := range routes {
		if collection, name, ok := strings.Cut(r.NextHop, "/"); ok {
			routes[i].NextHop = collection + "/" + s.ref(collection, name)
		}
	}
	return routeList(routes)
}

func sameHub(_ *side, h *planner.VirtualHub) []string {
	return []string{prefix(h.AddressPrefix), region(h.Azure)}
}

var connectionKeys = []key[*planner.Connection]{
	{"circuit", func(s *side, c *planner.Connection) string { return s.ref("circuits", c.CircuitName) }},
	{"gateway", func(s *side, c *planner.Connection) string { return s.gateway(c.GatewayName) }},
	{"routing_weight", func(_ *side, c *planner.Connection) string { return zero(c.RoutingWeight) }},
	{"express_route_gateway_bypass", func(_ *side, c *planner.Connection) string { return opt(c.FastPath) }},
	{"private_link_fast_path", func(_ *side, c *planner.Connection) string { return opt(c.PrivateLinkFastPath) }},
	{"authorization", func(_ *side, c *planner.Connection) string { return present(c.Authorization) }},
	{"internet_security", func(_ *side, c *planner.Connection) string { return opt(c.InternetSecurity) }},
	{"propagated_labels", func(_ *side, c *planner.Connection) string { return words(c.PropagatedLabels) }},
}

func sameConnection(s *side, c *planner.Connection) []string {
	return []string{s.ref("circuits", c.CircuitName) + "/" + s.gateway(c.GatewayName)}
}

var tunnelKeys = []key[*planner.VPNTunnel]{
	{"gateway", func(s *side, t *planner.VPNTunnel) string { return s.gateway(t.GatewayName) }},
	{"bgp", func(_ *side, t *planner.VPNTunnel) string { return opt(t.BGP) }},
	{"device_addresses", func(_ *side, t *planner.VPNTunnel) string { return set(t.DeviceAddresses) }},
	{"bgp_peer_addresses", func(_ *side, t *planner.VPNTunnel) string { return set(t.BGPPeerAddresses) }},
	{"advertised_prefixes", func(_ *side, t *planner.VPNTunnel) string { return behind(t) }},
	{"traffic_selectors", func(_ *side, t *planner.VPNTunnel) string { return words(spaced(t.TrafficSelectors)) }},
	{"dpd_timeout", func(_ *side, t *planner.VPNTunnel) string { return duration(t.DPDTimeout) }},
	{"local_azure_ip_address_enabled", func(_ *side, t *planner.VPNTunnel) string { return opt(t.LocalAzureIP) }},
	{"propagate_default_route", func(_ *side, t *planner.VPNTunnel) string { return opt(t.PropagateDefault) }},
	{"propagated_labels", func(_ *side, t *planner.VPNTunnel) string { return words(t.PropagatedLabels) }},
	{"ipsec.encryption", func(_ *side, t *planner.VPNTunnel) string {
		return ipsec(t, func(p *planner.IPsec) string { return p.Encryption })
	}},
	{"ipsec.integrity", func(_ *side, t *planner.VPNTunnel) string {
		return ipsec(t, func(p *planner.IPsec) string { return p.Integrity })
	}},
	{"ipsec.dh_group", func(_ *side, t *planner.VPNTunnel) string {
		return ipsec(t, func(p *planner.IPsec) string { return p.DHGroup })
	}},
	{"ipsec.pfs", func(_ *side, t *planner.VPNTunnel) string {
		return ipsec(t, func(p *planner.IPsec) string { return p.PFS })
	}},
	{"ipsec.ike_version", func(_ *side, t *planner.VPNTunnel) string {
		return ipsec(t, func(p *planner.IPsec) string { return opt(p.IKEVersion) })
	}},
}

func ipsec(t *planner.VPNTunnel, of func(*planner.IPsec) string) string {
	if t.IPsec == nil {
		return ""
	}
	return of(t.IPsec)
}

func sameTunnel(s *side, t *planner.VPNTunnel) []string {
	return []string{s.gateway(t.GatewayName) + "/" + set(t.DeviceAddresses)}
}

// behind writes what Azure finds behind a tunnel. With BGP the routes say it.
func behind(t *planner.VPNTunnel) string {
	switch {
	case !t.BGP.Known() || t.BGP.Value():
		return ""
	case t.AdvertisedPrefixes != nil:
		return set(t.AdvertisedPrefixes)
	}
	return set(t.Site.Prefixes)
}

// spaced writes traffic selectors with the same spaces.
func spaced(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = strings.Join(strings.Fields(strings.ReplaceAll(s, "->", " -> ")), " ")
	}
	return out
}

func duration(d planner.Duration) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

// Keys returns what is compared: the keys of each collection, as paths without
// the name of the table, in the order of the collections.
func Keys() []string {
	var out []string
	add := func(collection string, names []string) {
		for _, name := range names {
			out = append(out, collection+"."+name)
		}
	}
	add("ports", keyNames(portKeys))
	add("vnets", keyNames(vnetKeys))
	add("route_filters", keyNames(filterKeys))
	add("virtual_wans", keyNames(wanKeys))
	add("virtual_hubs", keyNames(hubKeys))
	add("circuits", keyNames(circuitKeys))
	add("gateways", keyNames(gatewayKeys))
	add("connections", keyNames(connectionKeys))
	add("global_reach", keyNames(reachKeys))
	add("vpn_tunnels", keyNames(tunnelKeys))
	return out
}

func keyNames[T any](keys []key[T]) []string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = k.name
	}
	return out
}
