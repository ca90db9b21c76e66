package terraform

import (
	"strings"
	"sync"
)

// A kind says how a resource of a provider is a resource of Azure.
type kind struct {
	arm    string   // type
	parent []string // attributes with the names of the resources that it is in
	within string   // or the attribute with the id of the resource that it is in
	name   string   // the attribute with its name; "name" where empty
	rows   []attribute
}

// An attribute says where a value of Terraform stands in Azure.
type attribute struct {
	from  string      // below blocks, by dots; the resource itself where empty
	to    string      // "p." stands for properties
	each  []attribute // of the elements of a block that may be repeated
	state bool        // a boolean that Azure writes as Enabled or Disabled
	list  bool        // a single value that Azure keeps in a list
	not   bool        // a boolean that says the opposite
	def   string      // the provider's default, where it differs from "not set"
}

// rows makes attributes of pairs "from to".
func rows(pairs string, more ...attribute) []attribute {
	var out []attribute
	for _, line := range strings.Split(pairs, "\n") {
		if f := strings.Fields(line); len(f) == 2 {
			out = append(out, attribute{from: f[0], to: f[1]})
		}
	}
	return append(out, more...)
}

const network = "Microsoft.Network/"

// kinds are the resources that a design is made of. The table is made when it
// is first needed.
var kinds = sync.OnceValue(func() map[string]kind {
	return map[string]kind{
		"azurerm_express_route_circuit": {arm: network + "expressRouteCircuits", rows: rows(`
		location location
		tags tags
		sku.tier sku.tier
		sku.family sku.family
		service_provider_name p.serviceProviderProperties.serviceProviderName
		peering_location p.serviceProviderProperties.peeringLocation
		bandwidth_in_mbps p.serviceProviderProperties.bandwidthInMbps
		express_route_port_id p.expressRoutePort.id
		bandwidth_in_gbps p.bandwidthInGbps
		allow_classic_operations p.allowClassicOperations
		enable_rate_limiting p.enableDirectPortRateLimit
		rate_limiting_enabled p.enableDirectPortRateLimit
		authorization_key p.authorizationKey
		service_key p.serviceKey
		service_provider_provisioning_state p.serviceProviderProvisioningState`)},
		"azurerm_express_route_circuit_peering": {arm: network + "expressRouteCircuits/peerings", parent: []string{"express_route_circuit_name"}, name: "peering_type", rows: rows(`
		peering_type p.peeringType
		vlan_id p.vlanId
		primary_peer_address_prefix p.primaryPeerAddressPrefix
		secondary_peer_address_prefix p.secondaryPeerAddressPrefix
		shared_key p.sharedKey
		peer_asn p.peerASN
		azure_asn p.azureASN
		primary_azure_port p.primaryAzurePort
		secondary_azure_port p.secondaryAzurePort
		route_filter_id p.routeFilter.id
		microsoft_peering_config.advertised_public_prefixes p.microsoftPeeringConfig.advertisedPublicPrefixes
		microsoft_peering_config.customer_asn p.microsoftPeeringConfig.customerASN
		microsoft_peering_config.routing_registry_name p.microsoftPeeringConfig.routingRegistryName
		microsoft_peering_config.advertised_communities p.microsoftPeeringConfig.advertisedCommunities
		ipv6.primary_peer_address_prefix p.ipv6PeeringConfig.primaryPeerAddressPrefix
		ipv6.secondary_peer_address_prefix p.ipv6PeeringConfig.secondaryPeerAddressPrefix
		ipv6.route_filter_id p.ipv6PeeringConfig.routeFilter.id
		ipv6.microsoft_peering.advertised_public_prefixes p.ipv6PeeringConfig.microsoftPeeringConfig.advertisedPublicPrefixes
		ipv6.microsoft_peering.customer_asn p.ipv6PeeringConfig.microsoftPeeringConfig.customerASN
		ipv6.microsoft_peering.routing_registry_name p.ipv6PeeringConfig.microsoftPeeringConfig.routingRegistryName
		ipv6.microsoft_peering.advertised_communities p.ipv6PeeringConfig.microsoftPeeringConfig.advertisedCommunities`,
			attribute{from: "ipv4_enabled", to: "p.state", state: true}, attribute{from: "ipv6.enabled", to: "p.ipv6PeeringConfig.state", state: true})},
		"azurerm_express_route_circuit_authorization": {arm: network + "expressRouteCircuits/authorizations", parent: []string{"express_route_circuit_name"}, rows: rows(`
		authorization_key p.authorizationKey
		authorization_use_status p.authorizationUseStatus`)},
		"azurerm_express_route_circuit_connection": {arm: network + "expressRouteCircuits/peerings/connections", within: "peering_id", rows: rows(`
		peering_id p.expressRouteCircuitPeering.id
		peer_peering_id p.peerExpressRouteCircuitPeering.id
		address_prefix_ipv4 p.addressPrefix
		address_prefix_ipv6 p.ipv6CircuitConnectionConfig.addressPrefix
		authorization_key p.authorizationKey`)},
		"azurerm_express_route_connection": {arm: network + "expressRouteGateways/expressRouteConnections", within: "express_route_gateway_id", rows: rows(`
		express_route_circuit_peering_id p.expressRouteCircuitPeering.id
		authorization_key p.authorizationKey
		routing_weight p.routingWeight
		express_route_gateway_bypass_enabled p.expressRouteGatewayBypass
		enable_internet_security p.enableInternetSecurity
		internet_security_enabled p.enableInternetSecurity
		private_link_fast_path_enabled p.enablePrivateLinkFastPath
		routing.associated_route_table_id p.routingConfiguration.associatedRouteTable.id
		routing.propagated_route_table.labels p.routingConfiguration.propagatedRouteTables.labels
		routing.inbound_route_map_id p.routingConfiguration.inboundRouteMap.id
		routing.outbound_route_map_id p.routingConfiguration.outboundRouteMap.id`)},
		"azurerm_express_route_gateway": {arm: network + "expressRouteGateways", rows: rows(`
		location location
		tags tags
		virtual_hub_id p.virtualHub.id
		scale_units p.autoScaleConfiguration.bounds.min
		allow_non_virtual_wan_traffic p.allowNonVirtualWanTraffic`)},
		"azurerm_express_route_port": {arm: network + "expressRoutePorts", rows: rows(`
		location location
		tags tags
		peering_location p.peeringLocation
		bandwidth_in_gbps p.bandwidthInGbps
		encapsulation p.encapsulation
		identity.type identity.type
		ethertype p.etherType
		mtu p.mtu`,
			attribute{from: "billing_type", to: "p.billingType", def: "MeteredData"},
			attribute{from: "link1", to: "p.links", each: portLink("link1")}, attribute{from: "link2", to: "p.links", each: portLink("link2")})},
		"azurerm_express_route_port_authorization": {arm: network + "expressRoutePorts/authorizations", parent: []string{"express_route_port_name"}, rows: rows(`
		authorization_key p.authorizationKey`)},
		"azurerm_route_filter": {arm: network + "routeFilters", rows: rows(`
		location location
		tags tags`, attribute{from: "rule", to: "p.rules", each: rows(`
		name name
		access p.access
		rule_type p.routeFilterRuleType
		communities p.communities`)})},
		"azurerm_virtual_network": {arm: network + "virtualNetworks", rows: rows(`
		location location
		tags tags
		address_space p.addressSpace.addressPrefixes
		bgp_community p.bgpCommunities.virtualNetworkCommunity`, attribute{from: "subnet", to: "p.subnets", each: rows(`
		name name
		address_prefix p.addressPrefix
		address_prefixes p.addressPrefixes
		security_group p.networkSecurityGroup.id
		route_table_id p.routeTable.id`)})},
		"azurerm_subnet": {arm: network + "virtualNetworks/subnets", parent: []string{"virtual_network_name"}, rows: rows(`
		address_prefixes p.addressPrefixes
		address_prefix p.addressPrefix
		service_endpoint_policy_ids p.serviceEndpointPolicies`)},
		"azurerm_subnet_network_security_group_association": {arm: network + "virtualNetworks/subnets", within: "subnet_id", name: "-", rows: rows(`
		network_security_group_id p.networkSecurityGroup.id`)},
		"azurerm_subnet_route_table_association": {arm: network + "virtualNetworks/subnets", within: "subnet_id", name: "-", rows: rows(`
		route_table_id p.routeTable.id`)},
		"azurerm_route_table": {arm: network + "routeTables", rows: rows(`
		location location
		disable_bgp_route_propagation p.disableBgpRoutePropagation`,
			attribute{from: "bgp_route_propagation_enabled", to: "p.disableBgpRoutePropagation", not: true},
			attribute{from: "route", to: "p.routes", each: rows(`
		name name
		address_prefix p.addressPrefix
		next_hop_type p.nextHopType
		next_hop_in_ip_address p.nextHopIpAddress`)})},
		"azurerm_virtual_network_peering": {arm: network + "virtualNetworks/virtualNetworkPeerings", parent: []string{"virtual_network_name"}, rows: rows(`
		remote_virtual_network_id p.remoteVirtualNetwork.id
		allow_gateway_transit p.allowGatewayTransit
		use_remote_gateways p.useRemoteGateways
		allow_forwarded_traffic p.allowForwardedTraffic
		allow_virtual_network_access p.allowVirtualNetworkAccess`)},
		"azurerm_public_ip": {arm: network + "publicIPAddresses", rows: rows(`
		location location
		zones zones
		availability_zone zones`, attribute{from: "sku", to: "sku.name", def: "Standard"})},
		"azurerm_virtual_network_gateway": {arm: network + "virtualNetworkGateways", rows: rows(`
		location location
		tags tags
		type p.gatewayType
		sku p.sku.name
		minimum_scale_unit p.autoScaleConfiguration.bounds.min
		maximum_scale_unit p.autoScaleConfiguration.bounds.max
		vpn_type p.vpnType
		active_active p.activeActive
		enable_bgp p.enableBgp
		bgp_enabled p.enableBgp
		generation p.vpnGatewayGeneration
		bgp_settings.asn p.bgpSettings.asn
		bgp_settings.peer_weight p.bgpSettings.peerWeight
		custom_route.address_prefixes p.customRoutes.addressPrefixes
		private_ip_address_enabled p.enablePrivateIpAddress
		remote_vnet_traffic_enabled p.allowRemoteVnetTraffic
		virtual_wan_traffic_enabled p.allowVirtualWanTraffic
		bgp_route_translation_for_nat_enabled p.enableBgpRouteTranslationForNat
		default_local_network_gateway_id p.gatewayDefaultSite.id`, attribute{from: "ip_configuration", to: "p.ipConfigurations", each: rows(`
		name name
		private_ip_address_allocation p.privateIPAllocationMethod
		subnet_id p.subnet.id
		public_ip_address_id p.publicIPAddress.id`)})},
		"azurerm_virtual_network_gateway_connection": {arm: network + "connections", rows: rows(`
		location location
		tags tags
		type p.connectionType
		virtual_network_gateway_id p.virtualNetworkGateway1.id
		express_route_circuit_id p.peer.id
		authorization_key p.authorizationKey
		express_route_gateway_bypass p.expressRouteGatewayBypass
		private_link_fast_path_enabled p.enablePrivateLinkFastPath
		peer_virtual_network_gateway_id p.virtualNetworkGateway2.id
		local_network_gateway_id p.localNetworkGateway2.id
		shared_key p.sharedKey
		connection_protocol p.connectionProtocol
		connection_mode p.connectionMode
		dpd_timeout_seconds p.dpdTimeoutSeconds
		enable_bgp p.enableBgp
		bgp_enabled p.enableBgp
		local_azure_ip_address_enabled p.useLocalAzureIpAddress
		use_policy_based_traffic_selectors p.usePolicyBasedTrafficSelectors
		custom_bgp_addresses.primary p.gatewayCustomBgpIpAddresses.primary
		custom_bgp_addresses.secondary p.gatewayCustomBgpIpAddresses.secondary
		egress_nat_rule_ids p.egressNatRules
		ingress_nat_rule_ids p.ingressNatRules`, attribute{from: "routing_weight", to: "p.routingWeight", def: "10"},
			attribute{from: "ipsec_policy", to: "p.ipsecPolicies", each: rows(`
		dh_group dhGroup
		ike_encryption ikeEncryption
		ike_integrity ikeIntegrity
		ipsec_encryption ipsecEncryption
		ipsec_integrity ipsecIntegrity
		pfs_group pfsGroup
		sa_datasize saDataSizeKilobytes
		sa_lifetime saLifeTimeSeconds`)}, attribute{from: "traffic_selector_policy", to: "p.trafficSelectorPolicies", each: rows(`
		local_address_cidrs localAddressRanges
		remote_address_cidrs remoteAddressRanges`)})},
		"azurerm_local_network_gateway": {arm: network + "localNetworkGateways", rows: rows(`
		location location
		tags tags
		gateway_address p.gatewayIpAddress
		gateway_fqdn p.fqdn
		address_space p.localNetworkAddressSpace.addressPrefixes
		bgp_settings.asn p.bgpSettings.asn
		bgp_settings.bgp_peering_address p.bgpSettings.bgpPeeringAddress
		bgp_settings.peer_weight p.bgpSettings.peerWeight`)},
		"azurerm_virtual_wan": {arm: network + "virtualWans", rows: rows(`
		location location
		tags tags
		allow_branch_to_branch_traffic p.allowBranchToBranchTraffic
		allow_vnet_to_vnet_traffic p.allowVnetToVnetTraffic`, attribute{from: "type", to: "p.type", def: "Standard"})},
		"azurerm_virtual_hub": {arm: network + "virtualHubs", rows: rows(`
		location location
		tags tags
		address_prefix p.addressPrefix
		virtual_wan_id p.virtualWan.id
		sku p.sku
		hub_routing_preference p.hubRoutingPreference
		virtual_router_auto_scale_min_capacity p.virtualRouterAutoScaleConfiguration.minCapacity
		virtual_router_asn p.virtualRouterAsn
		branch_to_branch_traffic_enabled p.allowBranchToBranchTraffic`)},
		"azurerm_virtual_hub_connection": {arm: network + "virtualHubs/hubVirtualNetworkConnections", within: "virtual_hub_id", rows: rows(`
		remote_virtual_network_id p.remoteVirtualNetwork.id
		internet_security_enabled p.enableInternetSecurity
		routing.associated_route_table_id p.routingConfiguration.associatedRouteTable.id
		routing.propagated_route_table.labels p.routingConfiguration.propagatedRouteTables.labels
		routing.inbound_route_map_id p.routingConfiguration.inboundRouteMap.id
		routing.outbound_route_map_id p.routingConfiguration.outboundRouteMap.id`)},
		"azurerm_virtual_hub_route_table": {arm: network + "virtualHubs/hubRouteTables", within: "virtual_hub_id", rows: rows(`
		labels p.labels`, attribute{from: "route", to: "p.routes", each: hubRoute})},
		"azurerm_virtual_hub_route_table_route": {arm: network + "virtualHubs/hubRouteTables", within: "route_table_id", name: "-", rows: []attribute{{to: "p.routes", each: hubRoute}}},
		"azurerm_virtual_hub_routing_intent": {arm: network + "virtualHubs/routingIntent", within: "virtual_hub_id", rows: rows("",
			attribute{from: "routing_policy", to: "p.routingPolicies", each: rows(`
		name name
		destinations destinations
		next_hop nextHop`)})},
		"azurerm_vpn_gateway": {arm: network + "vpnGateways", rows: rows(`
		location location
		tags tags
		virtual_hub_id p.virtualHub.id
		bgp_settings.asn p.bgpSettings.asn
		bgp_settings.peer_weight p.bgpSettings.peerWeight`, attribute{from: "scale_unit", to: "p.vpnGatewayScaleUnit", def: "1"})},
		"azurerm_vpn_site": {arm: network + "vpnSites", rows: rows(`
		location location
		tags tags
		virtual_wan_id p.virtualWan.id
		address_cidrs p.addressSpace.addressPrefixes
		device_model p.deviceProperties.deviceModel
		device_vendor p.deviceProperties.deviceVendor`, attribute{from: "link", to: "p.vpnSiteLinks", each: rows(`
		name name
		ip_address p.ipAddress
		fqdn p.fqdn
		provider_name p.linkProperties.linkProviderName
		speed_in_mbps p.linkProperties.linkSpeedInMbps
		bgp.asn p.bgpProperties.asn
		bgp.peering_address p.bgpProperties.bgpPeeringAddress`)})},
		"azurerm_vpn_gateway_connection": {arm: network + "vpnGateways/vpnConnections", within: "vpn_gateway_id", rows: rows(`
		remote_vpn_site_id p.remoteVpnSite.id
		internet_security_enabled p.enableInternetSecurity
		routing.associated_route_table p.routingConfiguration.associatedRouteTable.id
		routing.propagated_route_table.labels p.routingConfiguration.propagatedRouteTables.labels`, attribute{from: "traffic_selector_policy", to: "p.trafficSelectorPolicies", each: rows(`
		local_address_ranges localAddressRanges
		remote_address_ranges remoteAddressRanges`)}, attribute{from: "vpn_link", to: "p.vpnLinkConnections", each: rows(`
		name name
		bgp_enabled p.enableBgp
		shared_key p.sharedKey
		route_weight p.routingWeight
		protocol p.vpnConnectionProtocolType
		bandwidth_mbps p.connectionBandwidth
		local_azure_ip_address_enabled p.useLocalAzureIpAddress`, attribute{from: "ipsec_policy", to: "p.ipsecPolicies", each: rows(`
		dh_group dhGroup
		ike_encryption_algorithm ikeEncryption
		ike_integrity_algorithm ikeIntegrity
		encryption_algorithm ipsecEncryption
		integrity_algorithm ipsecIntegrity
		pfs_group pfsGroup
		sa_data_size_kb saDataSizeKilobytes
		sa_lifetime_sec saLifeTimeSeconds`)})})},
		"azurerm_route_server": {arm: network + "virtualHubs", rows: rows(`
		location location
		tags tags
		sku p.sku
		branch_to_branch_traffic_enabled p.allowBranchToBranchTraffic
		hub_routing_preference p.hubRoutingPreference`,
			attribute{from: "subnet_id", to: "p.ipConfigurations", list: true})},
		"azurerm_firewall": {arm: network + "azureFirewalls", rows: rows(`
		location location
		zones zones
		virtual_hub.virtual_hub_id p.virtualHub.id`, attribute{from: "ip_configuration", to: "p.ipConfigurations", each: rows(`
		name name
		subnet_id p.subnet.id
		public_ip_address_id p.publicIPAddress.id`)})},
	}
})

// hubRoute is a static route of a hub.
var hubRoute = rows(`
		name name
		destinations_type destinationType
		destinations destinations
		next_hop_type nextHopType
		next_hop nextHop`)

// portLink is a link of a port pair.
func portLink(name string) []attribute {
	return append(rows(`
		macsec_cipher p.macSecConfig.cipher
		macsec_ckn_keyvault_secret_id p.macSecConfig.cknSecretIdentifier
		macsec_cak_keyvault_secret_id p.macSecConfig.cakSecretIdentifier
		router_name p.routerName
		interface_name p.interfaceName
		patch_panel_id p.patchPanelId
		rack_id p.rackId
		connector_type p.connectorType`),
		attribute{from: "=" + name, to: "name"},
		attribute{from: "admin_enabled", to: "p.adminState", state: true, def: "false"},
		attribute{from: "macsec_sci_enabled", to: "p.macSecConfig.sciState", state: true})
}
