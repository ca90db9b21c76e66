terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = ">= 4.0"
    }
  }
}

variable "resource_group_name" {
  type        = string
  description = "the resource group"
}

variable "circuits_er_direct_port_authorization_key" {
  type        = string
  description = "of circuits.er-direct; a design never holds it"
  sensitive   = true
}

variable "circuits_er_london_location" {
  type        = string
  description = "the region of circuits.er-london, which the design does not state"
}

variable "circuits_er_london_peerings_private_shared_key" {
  type        = string
  description = "of circuits.er-london.peerings.private; a design never holds it"
  sensitive   = true
}

variable "global_reach_london_paris_authorization_key" {
  type        = string
  description = "of global_reach.london-paris; a design never holds it"
  sensitive   = true
}

variable "connections_paris_hub_authorization_key" {
  type        = string
  description = "of connections.paris-hub; a design never holds it"
  sensitive   = true
}

variable "vpn_tunnels_leeds_shared_key" {
  type        = string
  description = "of vpn_tunnels.leeds; a design never holds it"
  sensitive   = true
}

variable "vpn_tunnels_lyon_legacy_shared_key" {
  type        = string
  description = "of vpn_tunnels.lyon-legacy; a design never holds it"
  sensitive   = true
}

variable "vpn_tunnels_lyon_shared_key" {
  type        = string
  description = "of vpn_tunnels.lyon; a design never holds it"
  sensitive   = true
}

resource "azurerm_express_route_port" "pair" {
  name                = "pair"
  resource_group_name = var.resource_group_name
  location            = "westeurope"
  peering_location    = "Equinix-Amsterdam-AM5"
  bandwidth_in_gbps   = 100
  encapsulation       = "Dot1Q"
  billing_type        = "UnlimitedData"
  link1 {
    admin_enabled                 = true
    macsec_cipher                 = "GcmAesXpn256"
    macsec_ckn_keyvault_secret_id = "https://kv-network.vault.azure.net/secrets/pair-ckn"
    macsec_cak_keyvault_secret_id = "https://kv-network.vault.azure.net/secrets/pair-cak"
  }
  link2 {
    admin_enabled                 = false
    macsec_cipher                 = "GcmAesXpn256"
    macsec_ckn_keyvault_secret_id = "https://kv-network.vault.azure.net/secrets/pair-ckn"
    macsec_cak_keyvault_secret_id = "https://kv-network.vault.azure.net/secrets/pair-cak"
  }
}

resource "azurerm_express_route_circuit" "er_direct" {
  name                  = "er-direct"
  resource_group_name   = var.resource_group_name
  location              = "westeurope"
  express_route_port_id = azurerm_express_route_port.pair.id
  bandwidth_in_gbps     = 10
  rate_limiting_enabled = true
  authorization_key     = var.circuits_er_direct_port_authorization_key
  sku {
    tier   = "Local"
    family = "UnlimitedData"
  }
}

resource "azurerm_express_route_circuit" "er_london" {
  name                  = "er-london"
  resource_group_name   = "rg-circuits"
  location              = var.circuits_er_london_location
  service_provider_name = "Equinix"
  peering_location      = "London"
  bandwidth_in_mbps     = 1000
  tags                  = { "owner" = "network" }
  sku {
    tier   = "Premium"
    family = "MeteredData"
  }
}

resource "azurerm_express_route_circuit_peering" "er_london_private" {
  peering_type                  = "AzurePrivatePeering"
  express_route_circuit_name    = azurerm_express_route_circuit.er_london.name
  resource_group_name           = "rg-circuits"
  vlan_id                       = 100
  peer_asn                      = 65010
  primary_peer_address_prefix   = "172.16.0.0/30"
  secondary_peer_address_prefix = "172.16.0.4/30"
  shared_key                    = var.circuits_er_london_peerings_private_shared_key
  ipv6 {
    primary_peer_address_prefix   = "fd00:10::/126"
    secondary_peer_address_prefix = "fd00:10::4/126"
  }
}

resource "azurerm_express_route_circuit_peering" "er_london_microsoft" {
  peering_type                  = "MicrosoftPeering"
  express_route_circuit_name    = azurerm_express_route_circuit.er_london.name
  resource_group_name           = "rg-circuits"
  vlan_id                       = 200
  peer_asn                      = 65010
  primary_peer_address_prefix   = "203.0.113.128/30"
  secondary_peer_address_prefix = "203.0.113.132/30"
  route_filter_id               = azurerm_route_filter.m365.id
  microsoft_peering_config {
    advertised_public_prefixes = ["203.0.113.0/29"]
    customer_asn               = 64501
    routing_registry_name      = "RIPENCC"
  }
}

resource "azurerm_express_route_circuit" "er_paris" {
  name                  = "er-paris"
  resource_group_name   = var.resource_group_name
  location              = "francecentral"
  service_provider_name = "Colt"
  peering_location      = "Paris"
  bandwidth_in_mbps     = 500
  sku {
    tier   = "Standard"
    family = "MeteredData"
  }
}

resource "azurerm_express_route_circuit_peering" "er_paris_private" {
  peering_type                  = "AzurePrivatePeering"
  express_route_circuit_name    = azurerm_express_route_circuit.er_paris.name
  resource_group_name           = var.resource_group_name
  vlan_id                       = 101
  peer_asn                      = 65010
  primary_peer_address_prefix   = "172.16.1.0/30"
  secondary_peer_address_prefix = "172.16.1.4/30"
}

resource "azurerm_route_filter" "m365" {
  name                = "m365"
  resource_group_name = var.resource_group_name
  location            = "uksouth"
  rule {
    name        = "rule"
    access      = "Allow"
    rule_type   = "Community"
    communities = ["12076:5010", "12076:5030"]
  }
}

resource "azurerm_express_route_circuit_connection" "london_paris" {
  name                = "london-paris"
  peering_id          = azurerm_express_route_circuit_peering.er_london_private.id
  peer_peering_id     = azurerm_express_route_circuit_peering.er_paris_private.id
  address_prefix_ipv4 = "192.168.255.0/29"
  authorization_key   = var.global_reach_london_paris_authorization_key
}

resource "azurerm_virtual_network" "apps" {
  name                = "apps"
  resource_group_name = var.resource_group_name
  location            = "francecentral"
  address_space       = ["10.51.0.0/24"]
}

resource "azurerm_virtual_network" "hub" {
  name                = "hub"
  resource_group_name = var.resource_group_name
  location            = "uksouth"
  address_space       = ["10.100.0.0/22"]
}

resource "azurerm_subnet" "hub_gatewaysubnet" {
  name                 = "GatewaySubnet"
  resource_group_name  = var.resource_group_name
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.100.0.0/26"]
}

resource "azurerm_subnet" "hub_azurefirewallsubnet" {
  name                 = "AzureFirewallSubnet"
  resource_group_name  = var.resource_group_name
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.100.1.0/26"]
}

resource "azurerm_subnet" "hub_routeserversubnet" {
  name                 = "RouteServerSubnet"
  resource_group_name  = var.resource_group_name
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = ["10.100.1.64/26"]
}

resource "azurerm_route_table" "hub_gateway" {
  name                          = "hub-gateway"
  resource_group_name           = var.resource_group_name
  location                      = "uksouth"
  bgp_route_propagation_enabled = true
  route {
    name                   = "route-1"
    address_prefix         = "10.101.0.0/24"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.100.1.4"
  }
}

resource "azurerm_subnet_route_table_association" "hub_gateway" {
  subnet_id      = azurerm_subnet.hub_gatewaysubnet.id
  route_table_id = azurerm_route_table.hub_gateway.id
}

resource "azurerm_virtual_network" "spoke" {
  name                = "spoke"
  resource_group_name = var.resource_group_name
  location            = "uksouth"
  address_space       = ["10.101.0.0/24"]
}

resource "azurerm_public_ip" "hub_route_server_ip" {
  name                = "hub-route-server-ip"
  resource_group_name = var.resource_group_name
  location            = "uksouth"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_route_server" "hub_route_server" {
  name                             = "hub-route-server"
  resource_group_name              = var.resource_group_name
  location                         = "uksouth"
  sku                              = "Standard"
  subnet_id                        = azurerm_subnet.hub_routeserversubnet.id
  public_ip_address_id             = azurerm_public_ip.hub_route_server_ip.id
  branch_to_branch_traffic_enabled = true
}

resource "azurerm_public_ip" "hub_firewall_ip" {
  name                = "hub-firewall-ip"
  resource_group_name = var.resource_group_name
  location            = "uksouth"
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_firewall" "hub_firewall" {
  name                = "hub-firewall"
  resource_group_name = var.resource_group_name
  location            = "uksouth"
  sku_name            = "AZFW_VNet"
  sku_tier            = "Standard"
  ip_configuration {
    name                 = "default"
    subnet_id            = azurerm_subnet.hub_azurefirewallsubnet.id
    public_ip_address_id = azurerm_public_ip.hub_firewall_ip.id
  }
}

resource "azurerm_virtual_network_peering" "hub_to_spoke" {
  name                      = "to-spoke"
  resource_group_name       = var.resource_group_name
  virtual_network_name      = azurerm_virtual_network.hub.name
  remote_virtual_network_id = azurerm_virtual_network.spoke.id
  allow_forwarded_traffic   = true
  allow_gateway_transit     = true
  use_remote_gateways       = false
}

resource "azurerm_virtual_network_peering" "spoke_to_hub" {
  name                      = "to-hub"
  resource_group_name       = var.resource_group_name
  virtual_network_name      = azurerm_virtual_network.spoke.name
  remote_virtual_network_id = azurerm_virtual_network.hub.id
  allow_forwarded_traffic   = true
  allow_gateway_transit     = false
  use_remote_gateways       = true
  depends_on                = [azurerm_virtual_network_peering.hub_to_spoke, azurerm_virtual_network_gateway.ergw, azurerm_virtual_network_gateway.vpngw]
}

resource "azurerm_public_ip" "ergw_ip" {
  name                = "ergw-ip"
  resource_group_name = var.resource_group_name
  location            = "uksouth"
  allocation_method   = "Static"
  sku                 = "Standard"
  zones               = ["1", "2", "3"]
}

resource "azurerm_virtual_network_gateway" "ergw" {
  name                = "ergw"
  resource_group_name = var.resource_group_name
  location            = "uksouth"
  type                = "ExpressRoute"
  sku                 = "ErGwScale"
  minimum_scale_unit  = 2
  maximum_scale_unit  = 10
  ip_configuration {
    name                 = "default"
    subnet_id            = azurerm_subnet.hub_gatewaysubnet.id
    public_ip_address_id = azurerm_public_ip.ergw_ip.id
  }
}

resource "azurerm_virtual_network_gateway" "vpngw" {
  name                = "vpngw"
  resource_group_name = var.resource_group_name
  location            = "uksouth"
  type                = "Vpn"
  sku                 = "VpnGw2AZ"
  vpn_type            = "RouteBased"
  generation          = "Generation2"
  active_active       = false
  ip_configuration {
    name      = "default"
    subnet_id = azurerm_subnet.hub_gatewaysubnet.id
  }
  bgp_settings {
    asn = 65515
  }
}

resource "azurerm_virtual_wan" "wan" {
  name                = "wan"
  resource_group_name = var.resource_group_name
  location            = "francecentral"
  type                = "Standard"
}

resource "azurerm_virtual_hub" "hub_fr" {
  name                   = "hub-fr"
  resource_group_name    = var.resource_group_name
  location               = "francecentral"
  virtual_wan_id         = azurerm_virtual_wan.wan.id
  address_prefix         = "10.50.0.0/23"
  hub_routing_preference = "ASPath"
}

resource "azurerm_express_route_gateway" "hub_fr_er" {
  name                = "hub-fr-er"
  resource_group_name = var.resource_group_name
  location            = "francecentral"
  virtual_hub_id      = azurerm_virtual_hub.hub_fr.id
  scale_units         = 2
}

resource "azurerm_vpn_gateway" "hub_fr_vpn" {
  name                = "hub-fr-vpn"
  resource_group_name = var.resource_group_name
  location            = "francecentral"
  virtual_hub_id      = azurerm_virtual_hub.hub_fr.id
  scale_unit          = 1
}

resource "azurerm_firewall" "hub_fr_firewall" {
  name                = "hub-fr-firewall"
  resource_group_name = var.resource_group_name
  location            = "francecentral"
  sku_name            = "AZFW_Hub"
  sku_tier            = "Standard"
  virtual_hub {
    virtual_hub_id = azurerm_virtual_hub.hub_fr.id
  }
}

resource "azurerm_virtual_hub_routing_intent" "hub_fr" {
  name           = "intent"
  virtual_hub_id = azurerm_virtual_hub.hub_fr.id
  routing_policy {
    name         = "PrivateTraffic"
    destinations = ["PrivateTraffic"]
    next_hop     = azurerm_firewall.hub_fr_firewall.id
  }
}

resource "azurerm_virtual_hub_connection" "apps" {
  name                      = "apps"
  virtual_hub_id            = azurerm_virtual_hub.hub_fr.id
  remote_virtual_network_id = azurerm_virtual_network.apps.id
  routing {
    propagated_route_table {
      labels = ["default"]
    }
  }
}

resource "azurerm_virtual_hub_route_table_route" "hub_fr_route_1" {
  route_table_id    = azurerm_virtual_hub.hub_fr.default_route_table_id
  name              = "route-1"
  destinations_type = "CIDR"
  destinations      = ["172.20.0.0/16"]
  next_hop_type     = "ResourceId"
  next_hop          = azurerm_firewall.hub_fr_firewall.id
}

resource "azurerm_virtual_hub_route_table_route" "hub_fr_route_2" {
  route_table_id    = azurerm_virtual_hub.hub_fr.default_route_table_id
  name              = "route-2"
  destinations_type = "CIDR"
  destinations      = ["172.21.0.0/16"]
  next_hop_type     = "ResourceId"
  next_hop          = azurerm_virtual_hub_connection.apps.id
}

resource "azurerm_virtual_network_gateway_connection" "london_hub" {
  name                         = "london-hub"
  resource_group_name          = var.resource_group_name
  location                     = "uksouth"
  type                         = "ExpressRoute"
  virtual_network_gateway_id   = azurerm_virtual_network_gateway.ergw.id
  express_route_circuit_id     = azurerm_express_route_circuit.er_london.id
  routing_weight               = 0
  express_route_gateway_bypass = true
}

resource "azurerm_express_route_connection" "paris_hub" {
  name                             = "paris-hub"
  express_route_gateway_id         = azurerm_express_route_gateway.hub_fr_er.id
  express_route_circuit_peering_id = azurerm_express_route_circuit_peering.er_paris_private.id
  routing_weight                   = 5
  authorization_key                = var.connections_paris_hub_authorization_key
}

resource "azurerm_local_network_gateway" "leeds" {
  name                = "leeds"
  resource_group_name = var.resource_group_name
  location            = "uksouth"
  gateway_address     = "198.51.100.200"
  address_space       = ["10.20.0.0/16"]
  bgp_settings {
    asn                 = 65020
    bgp_peering_address = "10.20.0.1"
  }
}

resource "azurerm_virtual_network_gateway_connection" "leeds" {
  name                       = "leeds"
  resource_group_name        = var.resource_group_name
  location                   = "uksouth"
  type                       = "IPsec"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.vpngw.id
  local_network_gateway_id   = azurerm_local_network_gateway.leeds.id
  bgp_enabled                = true
  dpd_timeout_seconds        = 45
  shared_key                 = var.vpn_tunnels_leeds_shared_key
  connection_protocol        = "IKEv2"
  ipsec_policy {
    ipsec_encryption = "GCMAES256"
    ipsec_integrity  = "GCMAES256"
    dh_group         = "DHGroup14"
    pfs_group        = "PFS2048"
  }
}

resource "azurerm_local_network_gateway" "lyon_legacy" {
  name                = "lyon-legacy"
  resource_group_name = var.resource_group_name
  location            = "uksouth"
  gateway_address     = "198.51.100.32"
  address_space       = ["10.30.5.0/24"]
}

resource "azurerm_virtual_network_gateway_connection" "lyon_legacy" {
  name                               = "lyon-legacy"
  resource_group_name                = var.resource_group_name
  location                           = "uksouth"
  type                               = "IPsec"
  virtual_network_gateway_id         = azurerm_virtual_network_gateway.vpngw.id
  local_network_gateway_id           = azurerm_local_network_gateway.lyon_legacy.id
  bgp_enabled                        = false
  shared_key                         = var.vpn_tunnels_lyon_legacy_shared_key
  use_policy_based_traffic_selectors = true
  traffic_selector_policy {
    local_address_cidrs  = ["10.100.0.0/22"]
    remote_address_cidrs = ["10.30.5.0/24"]
  }
}

resource "azurerm_vpn_site" "lyon" {
  name                = "lyon"
  resource_group_name = var.resource_group_name
  location            = "francecentral"
  virtual_wan_id      = azurerm_virtual_wan.wan.id
  address_cidrs       = ["10.30.0.0/16"]
  link {
    name       = "link-1"
    ip_address = "198.51.100.30"
    bgp {
      asn             = 65030
      peering_address = "10.30.0.1"
    }
  }
  link {
    name       = "link-2"
    ip_address = "198.51.100.31"
    bgp {
      asn             = 65030
      peering_address = "10.30.0.2"
    }
  }
}

resource "azurerm_vpn_gateway_connection" "lyon" {
  name               = "lyon"
  vpn_gateway_id     = azurerm_vpn_gateway.hub_fr_vpn.id
  remote_vpn_site_id = azurerm_vpn_site.lyon.id
  routing {
    propagated_route_table {
      labels = ["default"]
    }
  }
  vpn_link {
    name             = "link-1"
    vpn_site_link_id = azurerm_vpn_site.lyon.link[0].id
    bgp_enabled      = true
    shared_key       = var.vpn_tunnels_lyon_shared_key
    protocol         = "IKEv2"
    ipsec_policy {
      encryption_algorithm = "AES256"
      integrity_algorithm  = "SHA256"
      dh_group             = "DHGroup14"
      pfs_group            = "PFS14"
    }
  }
  vpn_link {
    name             = "link-2"
    vpn_site_link_id = azurerm_vpn_site.lyon.link[1].id
    bgp_enabled      = true
    shared_key       = var.vpn_tunnels_lyon_shared_key
    protocol         = "IKEv2"
    ipsec_policy {
      encryption_algorithm = "AES256"
      integrity_algorithm  = "SHA256"
      dh_group             = "DHGroup14"
      pfs_group            = "PFS14"
    }
  }
}
