package outcome_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/outcome"
	_ "github.com/erplan/erplan/testdata/seed"
)

// parse reads the text of a design, nil where it is not sound.
func parse(text, option string) (*planner.Design, string) {
	draft, diags := planner.ReadText(nil, "erplan.toml", []byte(text))
	if draft != nil {
		d, more := draft.Design(option)
		if d != nil {
			return d, ""
		}
		diags = append(diags, more...)
	}
	var b strings.Builder
	for _, x := range diags {
		fmt.Fprintf(&b, "%s: %s\n", x.Place.Path, x.Message)
	}
	return nil, b.String()
}

// load makes the analysis of a design or fails the test.
func load(t testing.TB, text, option string) *outcome.Analysis {
	t.Helper()
	d, problems := parse(text, option)
	if d == nil {
		t.Fatalf("the design is not sound:\n%s\n%s", problems, text)
	}
	return outcome.New(d, outcome.Settings{})
}

// shipped reads one of the designs of testdata/designs.
func shipped(t testing.TB, name, option string) *outcome.Analysis {
	t.Helper()
	return load(t, text(t, name), option)
}

func text(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "testdata", "designs", name, "erplan.toml"))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// component returns the number of a component or fails the test.
func component(t testing.TB, a *outcome.Analysis, id string) int {
	t.Helper()
	c, ok := a.Topology.Find(id)
	if !ok {
		t.Fatalf("there is no component %q; near are %q", id, a.Topology.Suggest(id))
	}
	return c
}

// A draw makes small random designs.
type draw struct {
	t *rapid.T
	b strings.Builder
}

func (d *draw) yes(what string) bool         { return rapid.Bool().Draw(d.t, what) }
func (d *draw) n(what string, a, b int) int  { return rapid.IntRange(a, b).Draw(d.t, what) }
func (d *draw) add(f string, args ...any)    { fmt.Fprintf(&d.b, f+"\n", args...) }
func (d *draw) of(what string, w ...any) any { return rapid.SampledFrom(w).Draw(d.t, what) }

// design draws a design of one or two sites, up to three circuits and two
// networks, with site links, Global Reach, VPN, hubs and shared risks.
func design(t *rapid.T) string {
	d := &draw{t: t}
	d.add("schema = 1")
	sites := d.n("sites", 1, 2)
	for s := range sites {
		d.site(s)
	}
	hubs := 0
	if d.yes("virtual wan") {
		hubs = d.n("hubs", 1, 2)
	}
	circuits := d.n("circuits", 1, 3)
	for c := range circuits {
		d.circuit(c, sites)
	}
	d.azure(hubs)
	for c := range circuits {
		d.connections(c, hubs)
	}
	if circuits > 1 && d.yes("global reach") {
		d.add("[global_reach.gr]\ncircuits = [\"er0\", \"er1\"]")
	}
	if sites > 1 && d.yes("site link") {
		d.add("[site_links.dci]\nends = [\"s0/r0\", \"s1/r0\"]\nbandwidth = \"%d Mbps\"\nannounce = %v", d.n("dci", 1, 20)*100, d.yes("announce"))
	}
	if d.yes("vpn") {
		d.vpn(hubs)
	}
	d.flows(sites, hubs)
	return d.b.String()
}

func (d *draw) site(s int) {
	d.add("[sites.s%d]\nasn = %d\nprefixes = [\"10.%d.0.0/16\"]\nstateful_firewall = %v\ninternet = true", s, d.of("asn", 65010, 65020), s+1, d.n("stateful", 0, 4) == 0)
	for r := range 2 {
		d.add("[sites.s%d.routers.r%d]\nbfd = %v\nshared_risk = [\"room%d\"]", s, r, d.yes("bfd"), d.n("room", 0, 2))
	}
	if d.yes("two accesses") {
		d.add("[sites.s%d.internet_access.a]\ncarrier = \"A\"\n[sites.s%d.internet_access.b]\ncarrier = \"B\"", s, s)
	}
}

func (d *draw) circuit(c, sites int) {
	at := d.n("site", 0, sites-1)
	d.add("[circuits.er%d]\nservice_provider = %q\npeering_location = %q\nbandwidth = \"%d Mbps\"\ntier = \"premium\"", c,
		d.of("provider", "Colt", "Equinix"), d.of("location", "London", "Amsterdam", "Amsterdam Metro", "Frankfurt"), d.n("bandwidth", 1, 5)*200)
	if d.yes("local preference") {
		d.add("local_preference = %d", d.of("preference", 90, 100, 200))
	}
	first := d.n("router", 0, 1)
	for i, side := range []string{"primary", "secondary"} {
		if i == 1 && d.n("one link", 0, 5) == 0 {
			break
		}
		d.add("[circuits.er%d.links.%s]\nrouter = \"s%d/r%d\"\nl2_devices = %d", c, side, at, (first+i*d.n("spread", 0, 1))%2, d.n("devices", 0, 1))
		if d.n("prepend", 0, 4) == 0 {
			d.add("as_path_prepend = 2")
		}
	}
	d.add("[circuits.er%d.peerings.private]\nvlan_id = 100\npeer_asn = 65020", c)
	if d.n("longer", 0, 4) == 0 {
		d.add("advertised_prefixes = [\"10.1.0.0/17\", \"10.1.0.0/16\"]")
	}
}

func (d *draw) azure(hubs int) {
	d.add("[vnets.v0]\nregion = \"westeurope\"\naddress_space = [\"10.100.0.0/16\"]")
	d.add("[gateways.g0]\nkind = \"expressroute\"\nvnet = \"v0\"\nsku = \"ErGw1AZ\"\nzones = [\"1\", \"2\"]\ninstances = %d", d.n("instances", 1, 3))
	d.add("[gateways.vpn0]\nkind = \"vpn\"\nvnet = \"v0\"\nsku = \"VpnGw2AZ\"\nactive_active = %v", d.yes("active-active"))
	d.add("[vnets.v1]\nregion = \"westeurope\"\naddress_space = [\"10.101.0.0/16\"]\nhub = \"v0\"")
	if hubs == 0 {
		return
	}
	d.add("[virtual_wans.w]")
	for h := range hubs {
		d.add("[virtual_hubs.h%d]\nwan = \"w\"\nregion = %q\nhub_routing_preference = %q\nexpressroute_scale_units = 1\nvpn_scale_units = 1\nmultipath = %v", h,
			[]string{"westeurope", "northeurope"}[h], d.of("preference", "expressroute", "vpn", "as-path"), d.yes("multipath"))
	}
	d.add("[vnets.v2]\nregion = \"westeurope\"\naddress_space = [\"10.102.0.0/16\"]\nhub = \"virtual_hubs/h0\"")
}

func (d *draw) connections(c, hubs int) {
	d.add("[connections.c%d]\ncircuit = \"er%d\"\ngateway = \"g0\"\nrouting_weight = %d", c, c, d.of("weight", 0, 100))
	if hubs > 0 && d.yes("to hub") {
		d.add("[connections.h%d]\ncircuit = \"er%d\"\ngateway = \"virtual_hubs/h%d\"\nrouting_weight = %d", c, c, d.n("hub", 0, hubs-1), d.of("weight", 0, 100))
	}
}

func (d *draw) vpn(hubs int) {
	d.add("[vpn_tunnels.t]\nsite = \"s0\"\ngateway = \"vpn0\"\nover = %q", d.of("over", "internet", "private-peering"))
	if d.yes("longer") {
		d.add("advertised_prefixes = [\"10.1.0.0/16\", \"10.1.128.0/17\"]")
	}
	if hubs > 0 && d.yes("vpn to hub") {
		d.add("[vpn_tunnels.u]\nsite = \"s0\"\ngateway = \"virtual_hubs/h%d\"", d.n("hub", 0, hubs-1))
	}
}

func (d *draw) flows(sites, hubs int) {
	ends := []string{"vnets/v0", "vnets/v1"}
	if hubs > 0 {
		ends = append(ends, "vnets/v2")
	}
	if sites > 1 {
		ends = append(ends, "sites/s1")
	}
	for i, to := range ends {
		d.add("[flows.f%d]\nfrom = \"sites/s0\"\nto = %q\nbandwidth = \"%d Mbps\"\nstateful = %v\ngrowth = 20", i, to, d.n("demand", 1, 8)*100, d.n("stateful", 0, 5) == 0)
	}
}
