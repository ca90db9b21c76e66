package failover

import (
	"fmt"
	"strings"
)

// network writes the design of a hybrid network of some sites, such as a
// company of that size has: a provider network with two circuits that joins
// all sites; own circuits in two locations at every tenth; a VPN as backup
// everywhere; two regions with a hub and five spokes each, zone-redundant
// gateways, every circuit connected to both; ducts and carriers that are
// shared.
func network(sites int) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("schema = 1")
	line("[wans.mpls]\nservice_provider = \"BT\"")
	for _, c := range []string{"London", "Amsterdam"} {
		circuit(line, "wan-"+strings.ToLower(c), "BT", c, "", "")
		line("wan = \"mpls\"")
		circuitLinks(line, "wan-"+strings.ToLower(c), "", "", "")
	}
	for i := range sites {
		networkSite(line, i)
	}
	for i, region := range []string{"uksouth", "westeurope"} {
		networkRegion(line, i, region, sites)
	}
	return b.String()
}

func networkSite(line func(string, ...any), i int) {
	name := fmt.Sprintf("s%d", i)
	line("[sites.%s]\nprefixes = [\"10.%d.%d.0/24\"]\ninternet = true", name, i/250, i%250)
	line("[sites.%s.routers.r0]\nbuilding = \"a\"\n[sites.%s.routers.r1]\nbuilding = \"%s\"", name, name, []string{"a", "b"}[i%2])
	line("[wans.mpls.attachments.%s]\nrouter = \"%s/r0\"\ncarrier = \"carrier %d\"", name, name, i%5)
	if i%3 == 0 {
		line("shared_risk = [\"duct-%d\"]", i/3)
	}
	for k := range 2 {
		line("[vpn_tunnels.%s-%d]\nsite = %q\nrouters = [\"r1\"]\ngateway = \"vpn%d\"", name, k, name, k)
		if i%3 == 0 {
			line("shared_risk = [\"duct-%d\"]", i/3)
		}
	}
	if i%10 != 0 {
		return
	}
	for k, at := range []string{"London2", "Amsterdam2"} {
		own := fmt.Sprintf("%s-%d", name, k)
		circuit(line, own, []string{"Equinix", "Colt"}[k], at, "", "")
		circuitLinks(line, own, name+"/r0", name+"/r1", fmt.Sprintf("duct-%d", i))
	}
}

func circuit(line func(string, ...any), name, provider, location, _, _ string) {
	line("[circuits.%s]\nservice_provider = %q\npeering_location = %q", name, provider, location)
}

func circuitLinks(line func(string, ...any), name, first, second, risk string) {
	for _, end := range [][2]string{{"primary", first}, {"secondary", second}} {
		line("[circuits.%s.links.%s]", name, end[0])
		if end[1] != "" {
			line("router = %q", end[1])
		}
		if risk != "" {
			line("shared_risk = [%q]", risk)
		}
	}
	line("[circuits.%s.peerings.private]\nvlan_id = 100", name)
}

func networkRegion(line func(string, ...any), i int, region string, sites int) {
	line("[vnets.hub%d]\nregion = %q\naddress_space = [\"172.%d.0.0/22\"]", i, region, 16+i)
	for k := range 5 {
		line("[vnets.spoke%d-%d]\nregion = %q\nhub = \"hub%d\"\naddress_space = [\"172.%d.%d.0/22\"]", i, k, region, i, 16+i, 4+4*k)
	}
	line("[gateways.er%d]\nkind = \"expressroute\"\nvnet = \"hub%d\"\nzones = [\"1\", \"2\", \"3\"]", i, i)
	line("[gateways.vpn%d]\nkind = \"vpn\"\nvnet = \"hub%d\"\nactive_active = true\nzones = [\"1\", \"2\", \"3\"]", i, i)
	line("[connections.wan-london-%d]\ncircuit = \"wan-london\"\ngateway = \"er%d\"", i, i)
	line("[connections.wan-amsterdam-%d]\ncircuit = \"wan-amsterdam\"\ngateway = \"er%d\"", i, i)
	for s := 0; s < sites; s += 10 {
		for k := range 2 {
			line("[connections.s%d-%d-%d]\ncircuit = \"s%d-%d\"\ngateway = \"er%d\"", s, k, i, s, k, i)
		}
	}
}
