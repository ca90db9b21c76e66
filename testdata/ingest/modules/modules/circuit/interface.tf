variable "name" {}
variable "region" {}
variable "circuit" {
  type = object({ provider = string, city = string, mbps = number, vlan = number, link = string })
}
variable "tier" { default = "Standard" }
variable "shared_key" {
  type    = string
  default = null
}

output "id" { value = azurerm_express_route_circuit.this.id }
output "private_peering_id" { value = azurerm_express_route_circuit_peering.private.id }
