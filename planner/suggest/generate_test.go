package suggest_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// A dice draws a small design. Equal seeds give equal designs.
type dice struct{ *rand.Rand }

func roll(seed uint64) dice { return dice{rand.New(rand.NewPCG(seed, 1))} }

func (d dice) often() bool  { return d.IntN(4) > 0 }
func (d dice) rarely() bool { return d.IntN(4) == 0 }

func (d dice) one(words ...string) string { return words[d.IntN(len(words))] }

// design writes a design of one or two sites, one or two circuits, perhaps a
// VPN, and requirements of which some are not met.
func (d dice) design() string {
	var b strings.Builder
	b.WriteString("schema = 1\n")
	d.requirements(&b)
	routers := 1 + d.IntN(3)
	fmt.Fprintf(&b, "[sites.hq]\ncity = \"London\"\ncountry = \"GB\"\nasn = 65010\nprefixes = [\"10.1.0.0/16\"]\n")
	for i := range routers {
		fmt.Fprintf(&b, "[sites.hq.routers.ce%d]\nbfd = %t\nbfd_bound_to_bgp = true\n", i+1, d.often())
		if d.rarely() {
			fmt.Fprintf(&b, "building = \"%s\"\n", d.one("a", "b"))
		}
	}
	spots := [][2]string{{"London", "Equinix"}, {"London", "Colt"}, {"Amsterdam", "Equinix"}, {"Amsterdam Metro", "Colt"}, {"Dublin", "Colt"}, {"Newport(Wales)", "Colt"}}
	for i := range 1 + d.IntN(2) {
		spot := spots[d.IntN(len(spots))]
		d.circuit(&b, i, spot[0], spot[1], routers)
	}
	d.azure(&b)
	if d.rarely() {
		d.vpn(&b, routers)
	}
	fmt.Fprintf(&b, "[flows.erp]\nfrom = \"sites/hq\"\nto = \"vnets/hub\"\nbandwidth = \"%d Mbps\"\n", 100*(1+d.IntN(12)))
	return d.crossed(b.String())
}

// crossed has the two directions of some designs prefer different circuits, and
// asks some for encryption.
func (d dice) crossed(text string) string {
	for _, add := range [][2]string{
		{"asn = 65010\n", "stateful_firewall = true\n"},
		{"[requirements]\n", "encryption = \"ipsec\"\n"},
		{"[connections.er-0]\n", "routing_weight = 100\n"},
		{"[circuits.er-1]\n", "local_preference = 200\n"},
	} {
		if d.rarely() {
			text = strings.Replace(text, add[0], add[0]+add[1], 1)
		}
	}
	return text
}

func (d dice) requirements(b *strings.Builder) {
	fmt.Fprintf(b, "[requirements]\ncriticality = \"%s\"\n", d.one("test", "business", "mission-critical"))
	if d.often() {
		fmt.Fprintf(b, "resiliency = \"%s\"\n", d.one("standard", "high", "maximum"))
	}
	if d.often() {
		kinds := []string{"link", "router", "msee", "circuit", "peering-location", "provider", "provider-edge", "zone", "gateway-instance", "building"}
		d.Shuffle(len(kinds), func(i, k int) { kinds[i], kinds[k] = kinds[k], kinds[i] })
		fmt.Fprintf(b, "survive = [\"%s\"]\n", strings.Join(kinds[:1+d.IntN(5)], `", "`))
	}
	if d.rarely() {
		fmt.Fprintf(b, "availability = %s\n", d.one("99.9", "99.97", "99.99"))
	}
	if d.rarely() {
		fmt.Fprintf(b, "recovery_time = \"%s\"\n", d.one("60s", "3m", "10s"))
	}
	if d.rarely() {
		b.WriteString("max_utilisation = 80\n")
	}
}

func (d dice) circuit(b *strings.Builder, i int, location, provider string, routers int) {
	fmt.Fprintf(b, `[circuits.er-%[1]d]
service_provider = "%[2]s"
peering_location = "%[3]s"
bandwidth = "1 Gbps"
tier = "%[4]s"
billing = "metered"
layer = 2
[circuits.er-%[1]d.peerings.private]
vlan_id = %[5]d
peer_asn = %[6]s
primary_peer_address_prefix = "192.168.%[5]d.0/30"
secondary_peer_address_prefix = "192.168.%[5]d.%[7]s/30"
[connections.er-%[1]d]
circuit = "er-%[1]d"
gateway = "ergw"
`, i, provider, location, d.one("standard", "standard", "premium"), 100+i, d.one("65010", "65010", "65010", "65515"), d.one("4", "4", "4", "0"))
	for k, side := range []string{"primary", "secondary"} {
		if k == 1 && d.IntN(6) == 0 {
			continue
		}
		fmt.Fprintf(b, "[circuits.er-%d.links.%s]\nrouter = \"hq/ce%d\"\n", i, side, 1+d.IntN(routers))
		if d.often() {
			fmt.Fprintf(b, "l2_devices = %d\n", d.IntN(2))
		}
		if d.rarely() {
			b.WriteString("provider_edge = \"pe1\"\n")
		}
		if k == 1 && d.IntN(6) == 0 {
			b.WriteString("enabled = false\n")
		}
	}
}

func (d dice) azure(b *strings.Builder) {
	fmt.Fprintf(b, "[vnets.hub]\nregion = \"uksouth\"\naddress_space = [\"10.100.0.0/16\"]\ngateway_subnet = \"10.100.0.0/%s\"\n", d.one("26", "26", "28")) // of which the last has no room for a second gateway
	b.WriteString("[gateways.ergw]\nkind = \"expressroute\"\nvnet = \"hub\"\n")
	if d.often() {
		b.WriteString("sku = \"ErGw1AZ\"\nzones = [\"1\", \"2\", \"3\"]\n")
	} else {
		fmt.Fprintf(b, "sku = \"%s\"\n", d.one("Standard", "HighPerformance"))
	}
}

func (d dice) vpn(b *strings.Builder, routers int) {
	fmt.Fprintf(b, `[gateways.vpngw]
kind = "vpn"
vnet = "hub"
sku = "%s"
asn = 65515
active_active = %t
vpn_type = "route-based"
[vpn_tunnels.backup]
site = "hq"
routers = ["ce%d"]
gateway = "vpngw"
bgp = true
role = "backup"
`, d.one("VpnGw1AZ", "VpnGw2AZ"), d.often(), 1+d.IntN(routers))
}
