package main

import (
	"bytes"
	"fmt"
	"net/netip"
	"strings"
	"testing"
)

// large writes a sound design of n circuits: each with its own site of two
// routers, four circuits to a VNet, all addresses different.
func large(n int) string {
	var b strings.Builder
	b.WriteString("schema = 1\n[design]\nname = \"large\"\n[defaults.routers]\nbfd = true\nbfd_bound_to_bgp = true\n[defaults.links]\nl2_devices = 1\n")
	for i := range n {
		link := netip.AddrFrom4([4]byte{172, byte(16 + i>>13), byte(i >> 5), byte(i << 3)})
		second := netip.AddrFrom4([4]byte{172, byte(16 + i>>13), byte(i >> 5), byte(i<<3 + 4)})
		fmt.Fprintf(&b, `
[sites.site-%[1]d]
city     = "London"
prefixes = ["10.%[2]d.%[3]d.0/24"]
[sites.site-%[1]d.routers.ce1]
[sites.site-%[1]d.routers.ce2]
[circuits.er-%[1]d]
service_provider = "Equinix"
peering_location = "London"
bandwidth        = "1 Gbps"
tier             = "standard"
billing          = "metered"
connectivity     = "cloud-exchange"
layer            = 2
[circuits.er-%[1]d.links]
primary.router   = "site-%[1]d/ce1"
secondary.router = "site-%[1]d/ce2"
[circuits.er-%[1]d.peerings.private]
vlan_id                       = 100
peer_asn                      = 65010
primary_peer_address_prefix   = "%[4]s/30"
secondary_peer_address_prefix = "%[5]s/30"
[connections.conn-%[1]d]
circuit = "er-%[1]d"
gateway = "ergw-%[6]d"
`, i, i>>8, i&255, link, second, i/4)
		if i%4 == 0 {
			fmt.Fprintf(&b, `
[vnets.hub-%[1]d]
region         = "uksouth"
address_space  = ["10.%[2]d.%[3]d.0/22"]
gateway_subnet = "10.%[2]d.%[3]d.0/26"
[gateways.ergw-%[1]d]
kind      = "expressroute"
vnet      = "hub-%[1]d"
sku       = "ErGw1AZ"
zones     = ["1", "2", "3"]
public_ip = { sku = "standard" }
`, i/4, 100+i/4>>6, i/4&63*4)
		}
	}
	return b.String()
}

// BenchmarkCheck measures the whole of check, from text to report, without
// the start of a process.
func BenchmarkCheck(b *testing.B) {
	for _, n := range []int{1, 100, 1000, 5000} {
		text := large(n)
		b.Run(fmt.Sprintf("%d-circuits", n), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				var out, errs bytes.Buffer
				if code := run([]string{"check", "-"}, strings.NewReader(text), &out, &errs); code == exitFailed {
					b.Fatal(out.String(), errs.String())
				}
			}
		})
	}
}
