package export_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/drift"
	"github.com/erplan/erplan/planner/export"
	"github.com/erplan/erplan/planner/ingest"
	_ "github.com/erplan/erplan/testdata/seed"
)

// TestRoundTrip exports designs that are drawn at random and imports them
// again: nothing that Azure carries differs, and nothing is lost.
func TestRoundTrip(t *testing.T) {
	for _, form := range []struct {
		name, file string
		write      func(*planner.Design) export.Result
		lost       []string // keys that the form does not carry
	}{
		{"arm", "x.json", export.ARM, []string{"resource_group", "provisioning_state"}},
		{"terraform", "x.tf", export.Terraform, []string{"provisioning_state", "gateway_subnet_policy.network_security_group"}},
	} {
		t.Run(form.name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				text := draw(t)
				d := load(t, text)
				out := form.write(d)
				back, err := ingest.Import([]ingest.Source{{Name: form.file, Text: []byte(out.Text)}}, ingest.Options{})
				if err != nil {
					t.Fatalf("%v\n%s", err, out.Text)
				}
				live := load(t, back.Text)
				r := drift.Compare(d, drift.Live{Design: live, Covers: func(string) bool { return true }, Stub: func(string) bool { return false }})
				for _, x := range r.Differences {
					t.Errorf("%s %s: %q, was %q", x.Kind, x.Path, x.Azure, x.Design)
				}
				for _, x := range r.Unknown {
					if x.Azure == "" && !slices.ContainsFunc(form.lost, func(k string) bool { return strings.HasSuffix(x.Path, "."+k) || suffix(x.Path, k) }) {
						t.Errorf("lost: %s = %q", x.Path, x.Design)
					}
				}
				if t.Failed() {
					t.Logf("%s\n%s\n%s\n%v", text, out.Text, back.Text, back.Notes)
				}
			})
		})
	}
}

// suffix reports whether a path is that of a key of a collection.
func suffix(path, key string) bool {
	collection, name, ok := strings.Cut(key, ".")
	return ok && strings.HasPrefix(path, collection+".") && strings.HasSuffix(path, "."+name)
}

func load(t interface {
	Fatalf(string, ...any)
}, text string) *planner.Design {
	draft, diags := planner.ReadText(nil, "design", []byte(text))
	if draft != nil {
		d, more := draft.Design("")
		if d != nil {
			return d
		}
		diags = more
	}
	t.Fatalf("%v\n%s", diags, text)
	return nil
}

// A drawing writes a design at random; without a T one that has all that a
// drawing may have, the choice of each alternative given by its turn.
type drawing struct {
	*rapid.T
	strings.Builder
	n    int
	turn int
	hops [2][]string // what the static routes of each hub may lead to
}

func (d *drawing) pick(words ...string) string {
	d.n++
	if d.T == nil {
		return words[d.turn%len(words)]
	}
	return rapid.SampledFrom(words).Draw(d.T, fmt.Sprint("pick", d.n))
}

func (d *drawing) flip() bool {
	d.n++
	return d.T == nil || rapid.Bool().Draw(d.T, fmt.Sprint("flip", d.n))
}

// either is flip for two alternatives.
func (d *drawing) either() bool {
	if d.T == nil {
		d.n++
		return d.turn%2 == 0
	}
	return d.flip()
}

func (d *drawing) number(lo, hi int) int {
	d.n++
	if d.T == nil {
		return hi
	}
	return rapid.IntRange(lo, hi).Draw(d.T, fmt.Sprint("number", d.n))
}

func (d *drawing) line(format string, args ...any) { fmt.Fprintf(&d.Builder, format+"\n", args...) }

// maybe writes a line, or not.
func (d *drawing) maybe(format string, args ...any) {
	if d.flip() {
		d.line(format, args...)
	}
}

// draw writes a design.
func draw(t *rapid.T) string { return (&drawing{T: t}).design() }

func (d *drawing) design() string {
	d.line("schema = 1")
	ports, circuits, vnets, hubs := d.number(0, 2), d.number(1, 4), d.number(0, 3), d.number(0, 2)
	d.line("[sites.hq]\nasn = 65010\nprefixes = [\"10.1.0.0/16\"]\n[sites.branch]\nasn = 65020\nprefixes = [\"10.2.0.0/16\", \"fd00:2::/48\"]\n[sites.hq.routers.ce1]")
	for i := range ports {
		d.port(i)
	}
	d.line("[route_filters.filter]\nlocation = \"uksouth\"")
	d.maybe("access = %q", d.pick("allow", "deny"))
	d.maybe("communities = [\"12076:5010\", %q]", d.pick("sharepoint-online", "uksouth", "12076:59999"))
	for i := range circuits {
		d.circuit(i, ports)
	}
	for i := 1; i < circuits; i++ {
		if d.flip() {
			d.line("[global_reach.reach-%d]\ncircuits = [\"er-0\", \"er-%d\"]\naddress_prefix = \"192.168.%d.0/29\"", i, i, i)
			d.maybe("ipv6_address_prefix = \"fd00:99:%d::/125\"", i)
			d.maybe("authorization = %s", d.pick("true", "false", "\"auth-1\""))
		}
	}
	if hubs > 0 {
		d.line("[virtual_wans.wan]")
		d.maybe("type = %q", d.pick("basic", "standard"))
		d.maybe("branch_to_branch = %v", d.flip())
	}
	for i := range vnets {
		d.vnet(i, hubs)
	}
	for i := range circuits {
		d.connection(i, vnets, hubs)
	}
	for i := range hubs {
		d.hub(i)
		d.hubParts(i)
	}
	return d.String()
}

func (d *drawing) port(i int) {
	d.line("[ports.port-%d]\npeering_location = %q", i, d.pick("London", "Equinix-Amsterdam-AM5", "Nowhere \"1\""))
	d.maybe("bandwidth = %q", d.pick("10 Gbps", "100 Gbps"))
	d.maybe("encapsulation = %q", d.pick("dot1q", "qinq"))
	d.maybe("billing = %q", d.pick("metered", "unlimited"))
	d.maybe("location = %q", d.pick("uksouth", "West Europe"))
	d.maybe("admin_state = {link1 = %v, link2 = %v}", d.flip(), d.flip())
	if d.flip() {
		d.line("[ports.port-%d.macsec]\ncipher = %q\nlinks = [\"link1\", \"link2\"]\nkey_vault = \"kv-net\"", i, d.pick("GcmAes256", "GcmAesXpn128"))
		d.maybe("sci = %v", d.flip())
	}
}

func (d *drawing) circuit(i, ports int) {
	d.line("[circuits.er-%d]", i)
	if ports > 0 && d.either() {
		d.line("port = \"port-%d\"", d.number(0, ports-1))
		d.maybe("bandwidth = %q", d.pick("1 Gbps", "5 Gbps", "40 Gbps"))
		d.maybe("rate_limit = %v", d.flip())
		d.maybe("port_authorization = true")
	} else {
		d.line("peering_location = %q", d.pick("London", "Amsterdam", "Frankfurt", "[odd]", "New Place"))
		d.maybe("service_provider = %q", d.pick("Equinix", "Colt", "Some Carrier's", "[parameters('x')]"))
		d.maybe("bandwidth = %q", d.pick("50 Mbps", "1 Gbps", "2 Gbps"))
	}
	d.maybe("tier = %q", d.pick("local", "standard", "premium"))
	d.maybe("billing = %q", d.pick("metered", "unlimited"))
	d.maybe("location = %q", d.pick("uksouth", "westeurope"))
	d.maybe("provisioning_state = %q", d.pick("planned", "provisioned"))
	d.maybe("resource_group = \"rg-%d\"", i)
	d.maybe("tags = {\"cost centre\" = %q, env = %q}", d.pick("1", "a\\b", "ä", "$x{", "%{y}", "%%{z"), d.pick("prod", "[test]", ""))
	if d.flip() {
		d.line("[circuits.er-%d.peerings.private]", i)
		d.sessions(i, 0)
	}
	if d.flip() {
		d.line("[circuits.er-%d.peerings.microsoft]", i)
		d.sessions(i, 1)
		d.maybe("advertised_public_prefixes = [\"203.0.113.%d/32\"]", i)
		d.maybe("customer_asn = 64500")
		d.maybe("routing_registry_name = \"RIPENCC\"")
		d.maybe("route_filter = \"filter\"")
	}
}

// sessions writes what both kinds of peerings have.
func (d *drawing) sessions(i, kind int) {
	d.maybe("vlan_id = %d", d.number(1, 4094))
	d.maybe("peer_asn = %d", d.number(64512, 65534))
	if d.flip() {
		d.line("primary_peer_address_prefix = \"172.%d.%d.0/30\"\nsecondary_peer_address_prefix = \"172.%d.%d.4/30\"", 16+kind, i, 16+kind, i)
	}
	if d.flip() {
		d.line("ipv6_primary_peer_address_prefix = \"fd00:%d:%d::/126\"\nipv6_secondary_peer_address_prefix = \"fd00:%d:%d::4/126\"", kind, i, kind, i)
	}
	d.maybe("md5 = %v", d.flip())
}

func (d *drawing) hub(i int) {
	d.line("[virtual_hubs.hub-%d]\nwan = \"wan\"\nregion = \"westeurope\"\naddress_prefix = \"10.20%d.0.0/23\"\nexpressroute_scale_units = %d", i, i, d.number(1, 4))
	d.maybe("hub_routing_preference = %q", d.pick("expressroute", "vpn", "as-path"))
	d.line("vpn_scale_units = 2")
	d.maybe("capacity_units = 3")
	d.maybe("allow_non_virtual_wan_traffic = %v", d.flip())
	if d.flip() {
		d.line("firewall = \"azure-firewall\"")
		d.maybe("routing_intent = %q", d.pick("private", "internet", "both"))
		d.maybe("static_routes = [{prefix = \"172.30.0.0/16\", next_hop = \"azure-firewall\"}, {prefix = \"172.31.0.0/16\", next_hop = %q}]", d.pick(append(d.hops[i], "azure-firewall")...))
	}
}

// hubParts writes the tunnels of a hub.
func (d *drawing) hubParts(i int) {
	for n := range d.number(0, 2) {
		d.line("[vpn_tunnels.hub-%d-%d]\nsite = %q\ngateway = \"virtual_hubs/hub-%d\"", i, n, d.pick("hq", "branch"), i)
		d.tunnel(fmt.Sprintf("198.51.%d.%d", 101+i, n+1), fmt.Sprintf("198.51.%d.%d", 111+i, n+1))
		d.maybe("propagate_default_route = %v", d.flip())
		d.maybe("propagated_labels = [\"default\", %q]", d.pick("branches", "a b"))
	}
}

// tunnel writes what all tunnels have; with more than one device those of a
// hub.
func (d *drawing) tunnel(devices ...string) {
	d.line("device_addresses = [\"%s\"]", strings.Join(devices, "\", \""))
	if d.either() {
		peers := []string{"10.1.0.1", "10.1.0.2"}
		d.line("bgp = true\nbgp_peer_addresses = [\"%s\"]", strings.Join(peers[:len(devices)], "\", \""))
	} else {
		d.maybe("bgp = false")
		d.maybe("advertised_prefixes = [\"10.7.0.0/16\"]")
		d.maybe("traffic_selectors = [\"10.100.0.0/16 -> 10.1.0.0/16\", \"10.101.0.0/16->10.2.0.0/16\"]")
	}
	d.maybe("local_azure_ip_address_enabled = %v", d.flip())
	d.maybe("ipsec = {encryption = \"GCMAES256\", integrity = \"GCMAES256\", dh_group = \"DHGroup14\", pfs = \"PFS2048\", ike_version = %d}", d.number(1, 2))
	if len(devices) == 1 {
		d.maybe("dpd_timeout = \"%ds\"", d.number(9, 3600))
	}
}

func (d *drawing) vnet(i, hubs int) {
	d.line("[vnets.vnet-%d]\naddress_space = [\"10.%d.0.0/16\"]\ngateway_subnet = \"10.%d.0.0/26\"", i, 100+i, 100+i)
	d.maybe("region = %q", d.pick("uksouth", "westeurope"))
	d.maybe("gateway_subnet_ipv6 = \"fd00:100:%d::/64\"", i)
	d.maybe("bgp_community = \"12076:20001\"")
	if d.flip() {
		d.line("subnets = {apps = \"10.%d.1.0/24\", \"Azure Firewall\" = \"10.%d.2.0/24\", RouteServerSubnet = \"10.%d.3.0/26\", AzureFirewallSubnet = \"10.%d.4.0/26\"}", 100+i, 100+i, 100+i, 100+i)
		if d.flip() {
			d.line("route_server = true")
			d.maybe("branch_to_branch = %v", d.flip())
		}
		d.maybe("firewall = \"azure-firewall\"")
	}
	if i > 0 && hubs > 0 && d.either() {
		d.line("hub = \"virtual_hubs/hub-0\"")
		d.maybe("internet_security = %v", d.flip())
		d.maybe("propagated_labels = [\"default\"]")
		d.hops[0] = append(d.hops[0], fmt.Sprintf("vnets/vnet-%d", i))
	} else if i > 0 && d.pick("spoke", "mesh", "alone") == "spoke" {
		d.line("hub = \"vnet-0\"")
	} else if i > 0 && d.flip() {
		d.line("[vnets.vnet-%d.peerings.mesh]\nto = \"vnet-0\"", i)
		d.maybe("allow_forwarded_traffic = %v", d.flip())
		d.maybe("allow_gateway_transit = %v", d.flip())
		d.maybe("use_remote_gateways = false")
	}
	if d.flip() {
		d.line("[vnets.vnet-%d.gateway_subnet_policy]", i)
		d.maybe("network_security_group = %q", d.pick("", "nsg"))
		d.maybe("routes = %s", d.pick("[]", "[{prefix = \"0.0.0.0/0\", next_hop = \"10.1.1.1\"}, {prefix = \"10.9.0.0/16\", next_hop = \"None\"}]"))
		d.maybe("bgp_propagation = %v", d.flip())
	}
	d.gateway(i)
}

func (d *drawing) gateway(i int) {
	d.line("[gateways.gw-%d]\nkind = \"expressroute\"\nvnet = \"vnet-%d\"", i, i)
	if d.either() {
		d.line("sku = \"ErGwScale\"\nscale_units = {min = 2, max = %d}", d.number(2, 10))
	} else {
		d.maybe("sku = %q", d.pick("ErGw1AZ", "Standard", "ultra performance"))
	}
	d.maybe("public_ip = {sku = \"Standard\", zones = [%s]}", d.pick("", `"1"`, `"1", "2", "3"`))
	d.maybe("asn = 65515")
	d.maybe("allow_remote_vnet_traffic = %v", d.flip())
	d.maybe("allow_virtual_wan_traffic = %v", d.flip())
	if !d.flip() {
		return
	}
	d.line("[gateways.vpn-%d]\nkind = \"vpn\"\nvnet = \"vnet-%d\"\nsku = \"VpnGw2AZ\"\ngeneration = 2", i, i)
	d.maybe("active_active = %v", d.flip())
	d.maybe("vpn_type = \"route-based\"")
	d.maybe("private_ip_address_enabled = %v", d.flip())
	d.line("[vpn_tunnels.t-%d]\nsite = %q\ngateway = \"vpn-%d\"", i, d.pick("hq", "branch"), i)
	d.tunnel(fmt.Sprintf("198.51.100.%d", i+1))
}

func (d *drawing) connection(i, vnets, hubs int) {
	to := ""
	switch {
	case hubs > 0 && d.either():
		to = fmt.Sprintf("virtual_hubs/hub-%d", d.number(0, hubs-1))
	case vnets > 0:
		to = fmt.Sprintf("gw-%d", d.number(0, vnets-1))
	default:
		return
	}
	d.line("[connections.c-%d]\ncircuit = \"er-%d\"\ngateway = %q", i, i, to)
	d.maybe("routing_weight = %d", d.number(0, 32000))
	d.maybe("express_route_gateway_bypass = %v", d.flip())
	d.maybe("private_link_fast_path = %v", d.flip())
	d.maybe("authorization = %s", d.pick("true", "false", "\"auth\""))
	if hub, ok := strings.CutPrefix(to, "virtual_hubs/hub-"); ok {
		d.maybe("internet_security = %v", d.flip())
		d.maybe("propagated_labels = [\"default\", \"none\"]")
		n := int(hub[0] - '0')
		d.hops[n] = append(d.hops[n], fmt.Sprintf("connections/c-%d", i))
	}
}
