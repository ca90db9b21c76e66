variable "region" { default = "westeurope" }
variable "psk" {}
variable "circuits" {
  default = {
    ams = { provider = "Equinix", location = "Amsterdam", vlan = 100, subnet = "172.16.0.0/29" }
    fra = { provider = "Colt", location = "Frankfurt", vlan = 101, subnet = "172.16.0.8/29" }
  }
}
locals {
  rg = "rg-${var.region}"
  tags = { env = "prod" }
}
resource "azurerm_express_route_circuit" "er" {
  for_each              = var.circuits
  name                  = "er-${each.key}"
  resource_group_name   = local.rg
  location              = var.region
  service_provider_name = each.value.provider
  peering_location      = each.value.location
  bandwidth_in_mbps     = 1000
  sku {
    tier   = "Standard"
    family = "MeteredData"
  }
  tags = merge(local.tags, { name = each.key })
}
resource "azurerm_express_route_circuit_peering" "p" {
  for_each                      = var.circuits
  peering_type                  = "AzurePrivatePeering"
  express_route_circuit_name    = azurerm_express_route_circuit.er[each.key].name
  resource_group_name           = local.rg
  peer_asn                      = 65010
  primary_peer_address_prefix   = cidrsubnet(each.value.subnet, 1, 0)
  secondary_peer_address_prefix = cidrsubnet(each.value.subnet, 1, 1)
  vlan_id                       = each.value.vlan
  shared_key                    = var.psk
}
resource "azurerm_virtual_network" "hub" {
  name                = "hub"
  resource_group_name = local.rg
  location            = var.region
  address_space       = ["10.0.0.0/22"]
}
resource "azurerm_subnet" "gw" {
  name                 = "GatewaySubnet"
  resource_group_name  = local.rg
  virtual_network_name = azurerm_virtual_network.hub.name
  address_prefixes     = [cidrsubnet(azurerm_virtual_network.hub.address_space[0], 4, 0)]
}
resource "azurerm_public_ip" "gw" {
  name                = "pip"
  resource_group_name = local.rg
  location            = var.region
  allocation_method   = "Static"
  zones               = ["1", "2", "3"]
}
resource "azurerm_virtual_network_gateway" "gw" {
  name                = "ergw"
  resource_group_name = local.rg
  location            = var.region
  type                = "ExpressRoute"
  sku                 = "ErGw1AZ"
  ip_configuration {
    subnet_id            = azurerm_subnet.gw.id
    public_ip_address_id = azurerm_public_ip.gw.id
  }
}
resource "azurerm_virtual_network_gateway_connection" "c" {
  for_each                   = azurerm_express_route_circuit.er
  name                       = "conn-${each.key}"
  resource_group_name        = local.rg
  location                   = var.region
  type                       = "ExpressRoute"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.gw.id
  express_route_circuit_id   = each.value.id
  authorization_key          = "SECRET-KEY"
}
module "spokes" { source = "./spokes" }

variable "peers" {
  type = list(object({ vlan = number }))
}

resource "azurerm_route_filter" "m365" {
  name                = "m365"
  resource_group_name = local.rg
  location            = var.region
  dynamic "rule" {
    for_each = toset(["12076:5010"])
    content {
      name        = "allow"
      access      = "Allow"
      rule_type   = "Community"
      communities = [rule.value]
    }
  }
}

resource "azapi_resource" "third" {
  type      = "Microsoft.Network/expressRouteCircuits@2024-05-01"
  name      = "er-third"
  parent_id = azurerm_resource_group.rg.id
  location  = var.region
  body = jsonencode({
    sku = { name = "Local_UnlimitedData", tier = "Local", family = "UnlimitedData" }
    properties = {
      serviceProviderProperties = {
        serviceProviderName = data.azurerm_key_vault_secret.provider.value
        peeringLocation     = "Amsterdam"
        bandwidthInMbps     = 2000
      }
    }
  })
}

resource "azurerm_resource_group" "rg" {
  name     = local.rg
  location = var.region
}

resource "azurerm_express_route_circuit" "none" {
  count               = 0
  name                = "er-none"
  resource_group_name = local.rg
}

resource "azurerm_express_route_circuit" "many" {
  count               = length(var.peers)
  name                = "er-many-${count.index}"
  resource_group_name = local.rg
}

data "azurerm_key_vault_secret" "provider" {
  name         = "provider"
  key_vault_id = "/subscriptions/1/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv"
}
