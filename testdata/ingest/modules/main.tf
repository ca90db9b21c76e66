terraform {
  required_providers {
    azurerm = { source = "hashicorp/azurerm", version = "~> 4.0" }
  }
}

variable "region" { type = string }
variable "circuits" {
  type = map(object({
    provider = string
    city     = string
    mbps     = optional(number, 1000)
    vlan     = number
    link     = string
  }))
}
variable "psk" {
  type      = string
  sensitive = true
}

# The gateway of the old hub stands in another configuration.
data "azurerm_virtual_network_gateway" "old" {
  name                = "ergw-old"
  resource_group_name = "rg-old"
}

module "naming" {
  source  = "Azure/naming/azurerm"
  version = "0.4.2"
  suffix  = ["net"]
}

module "hub" {
  source        = "./modules/hub"
  name          = "hub-${var.region}"
  region        = var.region
  address_space = "10.20.0.0/22"
}

module "circuit" {
  source   = "./modules/circuit"
  for_each = var.circuits

  name       = "er-${each.key}"
  region     = var.region
  circuit    = each.value
  shared_key = each.key == "ams" ? var.psk : null
}

resource "azurerm_virtual_network_gateway_connection" "hub" {
  for_each                   = module.circuit
  name                       = "con-${each.key}"
  resource_group_name        = module.hub.resource_group_name
  location                   = var.region
  type                       = "ExpressRoute"
  virtual_network_gateway_id = module.hub.gateway_id
  express_route_circuit_id   = each.value.id
}

resource "azurerm_virtual_network_gateway_connection" "old" {
  name                       = "con-old"
  resource_group_name        = data.azurerm_virtual_network_gateway.old.resource_group_name
  location                   = var.region
  type                       = "ExpressRoute"
  virtual_network_gateway_id = data.azurerm_virtual_network_gateway.old.id
  express_route_circuit_id   = module.circuit["ams"].id
  routing_weight             = 100
}

resource "azurerm_express_route_circuit_connection" "reach" {
  name                = "ams-fra"
  peering_id          = module.circuit["ams"].private_peering_id
  peer_peering_id     = module.circuit["fra"].private_peering_id
  address_prefix_ipv4 = "192.168.8.0/29"
}

resource "azurerm_route_filter" "m365" {
  name                = module.naming.route_filter.name
  resource_group_name = "rg-net"
  location            = var.region
}
