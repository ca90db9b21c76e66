package planner

import (
	"fmt"
	"strings"
)

// generate writes a design of n circuits in the form that people write them:
// two circuits a site, a VNet with its gateway for every four circuits.
func generate(n int) string {
	var b strings.Builder
	b.WriteString("schema = 1\n\n[design]\nname = \"Generated\"\nowner = \"network architecture\"\n\n[requirements]\nresiliency = \"maximum\"\navailability = 99.99\nrecovery_time = \"10s\"\nsurvive = [\"link\", \"router\", \"msee\", \"circuit\"]\n")
	for i := range (n + 1) / 2 {
		generateSite(&b, i)
	}
	for i := range (n + 3) / 4 {
		generateVNet(&b, i)
	}
	for i := range n {
		generateCircuit(&b, i)
	}
	return b.String()
}

func generateSite(b *strings.Builder, i int) {
	fmt.Fprintf(b, `
[sites.site-%[1]d]
city     = "London"
country  = "GB"
asn      = 65010 # of the customer
prefixes = ["10.%[2]d.%[3]d.0/24", "192.168.%[3]d.0/24"]
[sites.site-%[1]d.routers.ce1]
bfd = true
bgp_hold_time = "30s"
[sites.site-%[1]d.routers.ce2]
bfd = true
bgp_hold_time = "30s"
`, i, i/256%256, i%256)
}

func generateVNet(b *strings.Builder, i int) {
	fmt.Fprintf(b, `
[vnets.hub-%[1]d]
region         = "uksouth"
address_space  = ["10.%[2]d.%[3]d.0/22"]
gateway_subnet = "10.%[2]d.%[3]d.0/26"
[gateways.ergw-%[1]d]
kind  = "expressroute"
vnet  = "hub-%[1]d"
sku   = "ErGw1AZ"
zones = ["1", "2", "3"]
[flows.app-%[1]d]
from      = "sites/site-%[1]d"
to        = "vnets/hub-%[1]d"
bandwidth = "400 Mbps"
`, i, i/64%256, i%64*4)
}

func generateCircuit(b *strings.Builder, i int) {
	fmt.Fprintf(b, `
[circuits.er-%[1]d]
service_provider = "Equinix"
peering_location = "London"
bandwidth        = "1 Gbps"
tier             = "standard"
billing          = "metered"
connectivity     = "cloud-exchange"
layer            = 2
[circuits.er-%[1]d.links]
primary   = {router = "site-%[2]d/ce1", carrier = "BT"}
secondary = {router = "site-%[2]d/ce2", carrier = "Colt"}
[circuits.er-%[1]d.peerings.private]
vlan_id                       = 100
peer_asn                      = 65010
primary_peer_address_prefix   = "172.16.%[3]d.0/30"
secondary_peer_address_prefix = "172.16.%[3]d.4/30"
bfd                           = true
[connections.conn-%[1]d]
circuit = "er-%[1]d"
gateway = "ergw-%[4]d"
routing_weight = 10
`, i, i/2, i%256, i/4)
}
