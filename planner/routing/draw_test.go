package routing_test

import (
	"fmt"
	"strings"
)

// A drawer writes random designs: small ones, with everything that routing
// knows of, and often with what makes no sense.
type drawer struct {
	draw    func(least, most int) int
	text    strings.Builder
	reverse bool // numbers count down, so that names sort the other way round
	plain   bool // nothing that a name decides
}

func (d *drawer) n(least, most int) int       { return d.draw(least, most) }
func (d *drawer) one(of int) bool             { return d.draw(0, of-1) == 0 }
func (d *drawer) pick(words ...string) string { return words[d.draw(0, len(words)-1)] }

func (d *drawer) f(format string, args ...any) { fmt.Fprintf(&d.text, format, args...) }

// id numbers a table of a kind.
func (d *drawer) id(kind string, i int) string {
	if d.reverse {
		i = 9 - i
	}
	return fmt.Sprintf("%s%d", kind, i)
}

func (d *drawer) router(sites int) string {
	return d.id("s", d.n(0, sites-1)) + "/" + d.id("r", d.n(0, 1))
}

// prefix draws a prefix of the addresses of a site, or all of them.
func (d *drawer) prefix(site int) string {
	return fmt.Sprintf("%q", []string{
		fmt.Sprintf("10.%d.0.0/16", site), fmt.Sprintf("10.%d.0.0/17", site), fmt.Sprintf("10.%d.128.0/17", site),
		fmt.Sprintf("10.%d.7.0/24", site), "10.0.0.0/8", "0.0.0.0/0",
	}[d.n(0, 5)])
}

func (d *drawer) list(sites int) string {
	var out []string
	for range d.n(0, 3) {
		out = append(out, d.prefix(d.n(0, sites-1)))
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// maybe writes a key now and then.
func (d *drawer) maybe(of int, format string, args ...any) {
	if d.one(of) {
		d.f(format, args...)
	}
}

// design writes a whole design.
func (d *drawer) design() string {
	d.f("schema = 1\n")
	sites := d.n(1, 4)
	d.sites(sites)
	wans, ports := d.networks(sites), d.n(0, 1)
	for i := range ports {
		d.f("[ports.%s]\npeering_location = \"London\"\n", d.id("p", i))
	}
	d.f("[route_filters.f]\ncommunities = [\"uksouth\", \"12076:51004\"]\n")
	circuits := d.n(0, 5)
	if d.plain {
		circuits = min(circuits, 2) // which a hub can share traffic over
	}
	for i := range circuits {
		d.circuit(i, sites, wans, ports)
	}
	for i := range d.n(0, 2) {
		if a, b := d.n(0, max(circuits-1, 0)), d.n(0, max(circuits-1, 0)); a != b {
			d.f("[global_reach.%s]\ncircuits = [%q, %q]\n", d.id("gr", i), d.id("c", a), d.id("c", b))
		}
	}
	hubs, vnets := d.n(0, 3), d.n(1, 4)
	ends, vpnEnds := d.azure(hubs, vnets)
	d.joints(sites, circuits, ends, vpnEnds)
	if !d.plain {
		d.policies(sites, circuits)
	}
	d.flows(sites, vnets)
	return d.text.String()
}

func (d *drawer) sites(sites int) {
	for i := range sites {
		d.f("[sites.%s]\n", d.id("s", i))
		switch d.n(0, 3) {
		case 0:
			d.f("prefixes = [\"10.%d.0.0/16\", \"192.168.%d.0/24\", \"2001:db8:%d::/48\"]\n", i, i, i)
		case 1, 2:
			d.f("prefixes = [\"10.%d.0.0/16\"]\n", i)
		}
		d.maybe(2, "asn = %d\n", 65001+d.n(0, 2))
		d.maybe(4, "stateful_firewall = true\n")
		for r := range 2 {
			d.f("[sites.%s.routers.%s]\n", d.id("s", i), d.id("r", r))
			if d.plain { // which router a tunnel ends on goes by name
				continue
			}
			d.maybe(8, "max_as_path = %d\n", d.n(1, 9))
			d.maybe(8, "static_routing = true\n")
			d.maybe(8, "max_prefixes = %d\n", d.n(0, 6))
		}
	}
}

func (d *drawer) networks(sites int) int {
	for i := range d.n(0, 3) {
		a, b := d.router(sites), d.router(sites)
		if a[:2] == b[:2] {
			continue
		}
		d.f("[site_links.%s]\nends = [%q, %q]\n", d.id("l", i), a, b)
		d.maybe(2, "announce = true\n")
		d.maybe(3, "cost = %d\n", d.n(0, 3))
	}
	wans := d.n(0, 2)
	for i := range wans {
		d.f("[wans.%s]\n", d.id("w", i))
		d.maybe(2, "asn = %d\n", 64900+i)
		for k := range d.n(0, 4) {
			d.f("[wans.%s.attachments.%s]\nrouter = %q\n", d.id("w", i), d.id("a", k), d.router(sites))
			d.maybe(3, "cost = %d\n", d.n(0, 3))
		}
	}
	return wans
}

func (d *drawer) circuit(i, sites, wans, ports int) {
	name := d.id("c", i)
	d.f("[circuits.%s]\n", name)
	if ports > 0 && d.one(3) {
		d.f("port = %q\n", d.id("p", 0))
	} else {
		d.f("peering_location = %q\nservice_provider = %q\n", d.pick("London", "Amsterdam Metro", "Nowhere"), d.pick("Colt", "Equinix"))
	}
	d.maybe(4, "local_preference = %d\n", d.n(90, 110))
	d.maybe(4, "tier = %q\n", d.pick("local", "standard", "premium"))
	onWAN := wans > 0 && d.one(3)
	if onWAN {
		d.f("wan = %q\n", d.id("w", d.n(0, wans-1)))
	}
	for _, side := range []string{"primary", "secondary"} {
		if d.one(4) {
			continue
		}
		d.f("[circuits.%s.links.%s]\n", name, side)
		if !onWAN || d.one(5) {
			d.f("router = %q\n", d.router(sites))
		}
		d.maybe(8, "enabled = false\n")
		d.maybe(5, "local_preference = %d\n", d.n(90, 110))
		d.maybe(5, "as_path_prepend = %d\n", d.n(0, 3))
		d.maybe(5, "advertised_prefixes = %s\n", d.list(sites))
	}
	d.peerings(name, sites)
}

func (d *drawer) peerings(circuit string, sites int) {
	if !d.one(8) {
		d.f("[circuits.%s.peerings.private]\n", circuit)
		d.maybe(2, "peer_asn = %d\n", 65001+d.n(0, 2))
		d.maybe(3, "advertised_prefixes = %s\n", d.list(sites))
		d.maybe(6, "as_path_prepend = %d\n", d.n(0, 3))
		d.maybe(20, "prefix_count = 10001\n")
	}
	if d.one(3) {
		d.f("[circuits.%s.peerings.microsoft]\npeer_asn = %s\n", circuit, d.pick("3303", "65010"))
		d.maybe(2, "route_filter = \"f\"\n")
		d.maybe(2, "advertised_public_prefixes = [\"193.5.%d.0/24\"]\n", d.n(0, 1))
		d.maybe(3, "nat = {primary = \"193.5.8.0/28\", secondary = \"193.5.8.16/28\"}\n")
	}
}

// azure writes hubs, networks and gateways, and returns the ends of
// connections and of tunnels.
func (d *drawer) azure(hubs, vnets int) (ends, vpnEnds []string) {
	d.f("[virtual_wans.x]\n")
	d.maybe(4, "expressroute_transit = \"firewall\"\n")
	d.maybe(8, "type = \"basic\"\n")
	for i := range hubs {
		d.hub(i)
		end := "virtual_hubs/" + d.id("h", i)
		ends, vpnEnds = append(ends, end), append(vpnEnds, end)
	}
	var gateways []string
	for i := range vnets {
		gateways = append(gateways, d.vnet(i, hubs)...)
	}
	for _, g := range gateways {
		kind := "expressroute"
		if g[1] == 'v' {
			kind = "vpn"
			vpnEnds = append(vpnEnds, g)
		} else {
			ends = append(ends, g)
		}
		d.f("[gateways.%s]\nkind = %q\nvnet = %q\nactive_active = %v\n", g, kind, "v"+g[2:], d.one(2))
		d.f("allow_remote_vnet_traffic = %v\n", d.one(2))
	}
	return ends, vpnEnds
}

func (d *drawer) hub(i int) {
	d.f("[virtual_hubs.%s]\nwan = \"x\"\nregion = %q\nhub_routing_preference = %q\n", d.id("h", i), d.pick("uksouth", "ukwest"), d.pick("expressroute", "vpn", "as-path"))
	d.maybe(3, "firewall = \"azure-firewall\"\nrouting_intent = \"private\"\n")
	if multipath := d.one(3); multipath || d.plain {
		d.f("multipath = true\n")
	}
	d.maybe(4, "static_routes = [{prefix = %s, next_hop = %q}]\n", d.prefix(d.n(0, 3)), d.pick("10.9.9.9", "vpn_tunnels/"+d.id("t", 0), "connections/"+d.id("k", 0), "azure-firewall"))
}

// vnet writes a network, and returns the names of its gateways.
func (d *drawer) vnet(i, hubs int) (gateways []string) {
	d.f("[vnets.%s]\nregion = %q\n", d.id("v", i), d.pick("uksouth", "ukwest"))
	if !d.one(6) {
		d.f("address_space = [\"10.10%d.0.0/16\", \"172.16.%d.0/24\", \"2001:db8:f%d::/48\"]\n", i, i, i)
	}
	d.maybe(6, "summarized_gateway_prefixes = [\"10.100.0.0/14\"]\n")
	switch k := d.n(0, 4); {
	case k == 0 && hubs > 0:
		d.f("hub = \"virtual_hubs/%s\"\n", d.id("h", d.n(0, hubs-1)))
		return nil
	case k == 1 && i > 0:
		d.f("hub = %q\n", d.id("v", 0))
		return nil
	}
	for _, kind := range []string{"ge", "gv"} {
		if i == 0 || !d.one(3) {
			gateways = append(gateways, d.id(kind, i))
		}
	}
	if i > 0 {
		d.maybe(4, "[vnets.%s.peerings.p]\nto = %q\nuse_remote_gateways = true\n", d.id("v", i), d.id("v", 0))
	}
	return gateways
}

func (d *drawer) joints(sites, circuits int, ends, vpnEnds []string) {
	if circuits > 0 && len(ends) > 0 {
		for i := range d.n(0, 8) {
			d.f("[connections.%s]\ncircuit = %q\ngateway = %q\n", d.id("k", i), d.id("c", d.n(0, circuits-1)), d.pick(ends...))
			d.maybe(3, "routing_weight = %d\n", d.n(0, 2))
		}
	}
	if len(vpnEnds) == 0 {
		return
	}
	for i := range d.n(0, 3) {
		d.f("[vpn_tunnels.%s]\nsite = %q\ngateway = %q\nover = %q\n", d.id("t", i), d.id("s", d.n(0, sites-1)), d.pick(vpnEnds...), d.pick("internet", "internet", "private-peering", "microsoft-peering"))
		d.maybe(4, "bgp = false\n")
		d.maybe(3, "advertised_prefixes = %s\n", d.list(sites))
		d.maybe(3, "as_path_prepend = %d\n", d.n(0, 3))
		d.maybe(3, "local_preference = %d\n", d.n(90, 110))
		if circuits > 0 {
			d.maybe(4, "circuit = %q\n", d.id("c", d.n(0, circuits-1)))
		}
		d.maybe(3, "tunnels = %d\n", d.n(0, 3))
	}
}

func (d *drawer) policies(sites, circuits int) {
	for i := range d.n(0, 3) {
		d.f("[route_policies.%s]\n", d.id("q", i))
		d.maybe(2, "site = %q\n", d.id("s", d.n(0, sites-1)))
		d.maybe(2, "match = %s\n", []string{fmt.Sprintf("\"vnets/%s\"", d.id("v", 0)), "\"region:uksouth\"", d.prefix(d.n(0, 3)), "\"12076:51004\""}[d.n(0, 3)])
		if circuits > 0 {
			d.maybe(2, "via = \"circuits/%s\"\n", d.id("c", d.n(0, circuits-1)))
		}
		d.maybe(2, "local_preference = %d\n", d.n(90, 110))
		d.maybe(3, "as_path_prepend = %d\n", d.n(0, 3))
		d.maybe(4, "action = %q\n", d.pick("permit", "deny"))
	}
}

func (d *drawer) flows(sites, vnets int) {
	for i := range d.n(1, 4) {
		from, to := "sites/"+d.id("s", d.n(0, sites-1)), "vnets/"+d.id("v", d.n(0, vnets-1))
		switch d.n(0, 5) {
		case 0:
			to = "sites/" + d.id("s", d.n(0, sites-1))
		case 1:
			to = "microsoft/uksouth"
		case 2:
			from = "vnets/" + d.id("v", d.n(0, vnets-1))
		}
		if from == to {
			continue
		}
		d.f("[flows.%s]\nfrom = %q\nto = %q\n", d.id("f", i), from, to)
		d.maybe(4, "stateful = true\n")
	}
}
