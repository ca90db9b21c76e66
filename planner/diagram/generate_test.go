package diagram

import (
	"fmt"
	"strings"
)

// locations and regions of generated designs.
var (
	someLocations = []string{"London", "Amsterdam", "Frankfurt", "Paris", "Dublin", "Chicago", "Dallas", "Singapore", "Tokyo", "Sydney"}
	someRegions   = []string{"uksouth", "westeurope", "germanywestcentral", "francecentral", "northeurope", "northcentralus", "southcentralus", "southeastasia", "japaneast", "australiaeast"}
	someCountries = []string{"GB", "NL", "DE", "FR", "IE", "US", "US", "SG", "JP", "AU"}
)

// ownCircuits writes a design in which each of n sites has a circuit of its
// own, and every fourth a network.
func ownCircuits(n int) string {
	var b strings.Builder
	b.WriteString("schema = 1\n[design]\nname = \"Own circuits\"\n")
	for i := range n {
		at := i % len(someLocations)
		fmt.Fprintf(&b, "[sites.site-%03d]\ncity = %q\ncountry = %q\nprefixes = [\"10.%d.%d.0/24\"]\n[sites.site-%03d.routers.ce1]\n[sites.site-%03d.routers.ce2]\n",
			i, someLocations[at], someCountries[at], i/256, i%256, i, i)
		fmt.Fprintf(&b, "[circuits.er-%03d]\nservice_provider = \"Equinix\"\npeering_location = %q\nbandwidth = \"1 Gbps\"\ntier = \"premium\"\n", i, someLocations[at])
		fmt.Fprintf(&b, "[circuits.er-%03d.links]\nprimary.router = \"site-%03d/ce1\"\nsecondary.router = \"site-%03d/ce2\"\n[circuits.er-%03d.peerings.private]\nvlan_id = 100\n", i, i, i, i)
		if i%4 == 0 {
			fmt.Fprintf(&b, "[vnets.hub-%03d]\nregion = %q\naddress_space = [\"10.%d.%d.0/24\"]\n[gateways.gw-%03d]\nkind = \"expressroute\"\nvnet = \"hub-%03d\"\nsku = \"ErGw1AZ\"\n", i, someRegions[at], 100+i/256, i%256, i, i)
		}
		fmt.Fprintf(&b, "[connections.c-%03d]\ncircuit = \"er-%03d\"\ngateway = \"gw-%03d\"\n", i, i, i/4*4)
	}
	return b.String()
}

// branches writes a design of n sites: two data centres with two circuits
// each, half of the rest on a wide-area network, the other half behind a VPN,
// and a hub with spokes.
func branches(n int) string {
	var b strings.Builder
	b.WriteString(`schema = 1
[design]
name = "Branches"
[vnets.hub]
region = "westeurope"
address_space = ["10.200.0.0/24"]
[gateways.ergw]
kind = "expressroute"
vnet = "hub"
sku = "ErGw2AZ"
zones = ["1", "2", "3"]
[gateways.vpngw]
kind = "vpn"
vnet = "hub"
sku = "VpnGw2AZ"
active_active = true
[wans.mpls]
service_provider = "Colt"
`)
	for i := range n / 4 {
		fmt.Fprintf(&b, "[vnets.spoke-%03d]\nregion = \"westeurope\"\naddress_space = [\"10.201.%d.0/24\"]\nhub = \"hub\"\n", i, i%256)
	}
	for i := range n {
		fmt.Fprintf(&b, "[sites.branch-%03d]\ncountry = \"NL\"\nprefixes = [\"10.%d.%d.0/24\"]\n[sites.branch-%03d.routers.ce1]\n", i, i/256, i%256, i)
		switch {
		case i < 2:
			fmt.Fprintf(&b, "[circuits.er-%03d]\nservice_provider = \"Colt\"\npeering_location = %q\nbandwidth = \"1 Gbps\"\ntier = \"standard\"\n", i, someLocations[i])
			fmt.Fprintf(&b, "[circuits.er-%03d.links]\nprimary.router = \"branch-%03d/ce1\"\nsecondary.router = \"branch-%03d/ce1\"\n[circuits.er-%03d.peerings.private]\nvlan_id = 100\n[connections.c-%03d]\ncircuit = \"er-%03d\"\ngateway = \"ergw\"\n", i, i, i, i, i, i)
			fallthrough
		case i%2 == 0:
			fmt.Fprintf(&b, "[wans.mpls.attachments.branch-%03d]\nrouter = \"branch-%03d/ce1\"\nbandwidth = \"100 Mbps\"\n", i, i)
		default:
			fmt.Fprintf(&b, "[vpn_tunnels.vpn-%03d]\nsite = \"branch-%03d\"\ngateway = \"vpngw\"\n", i, i)
		}
	}
	return b.String()
}
