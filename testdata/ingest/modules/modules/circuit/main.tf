resource "azurerm_express_route_circuit" "this" {
  name                  = var.name
  resource_group_name   = "rg-net"
  location              = var.region
  service_provider_name = var.circuit.provider
  peering_location      = var.circuit.city
  bandwidth_in_mbps     = var.circuit.mbps
  sku {
    tier   = var.tier
    family = "MeteredData"
  }
}

resource "azurerm_express_route_circuit_peering" "private" {
  peering_type                  = "AzurePrivatePeering"
  express_route_circuit_name    = azurerm_express_route_circuit.this.name
  resource_group_name           = "rg-net"
  peer_asn                      = 65010
  primary_peer_address_prefix   = cidrsubnets(var.circuit.link, 1, 1)[0]
  secondary_peer_address_prefix = cidrsubnets(var.circuit.link, 1, 1)[1]
  vlan_id                       = var.circuit.vlan
  shared_key                    = var.shared_key
}
