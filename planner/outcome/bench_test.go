package outcome_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/erplan/erplan/planner/outcome"
)

// branches writes a design of n sites, each with two routers, a circuit of its
// own and a VPN behind it, to the nearer of two gateways, and a flow.
func branches(n int) string {
	var b strings.Builder
	add := func(f string, args ...any) { fmt.Fprintf(&b, f+"\n", args...) }
	add("schema = 1\n[defaults.routers]\nbfd = true\nbfd_bound_to_bgp = true\n[defaults.links]\nl2_devices = 1")
	for r, region := range []string{"westeurope", "northeurope"} {
		add("[vnets.hub%d]\nregion = %q\naddress_space = [\"10.%d.0.0/16\"]", r, region, 200+r)
		add("[gateways.er%d]\nkind = \"expressroute\"\nvnet = \"hub%d\"\nsku = \"ErGw3AZ\"\nzones = [\"1\", \"2\", \"3\"]", r, r)
		add("[gateways.vpn%d]\nkind = \"vpn\"\nvnet = \"hub%d\"\nsku = \"VpnGw5AZ\"\nactive_active = true", r, r)
	}
	locations := []string{"Amsterdam", "London", "Paris", "Frankfurt", "Dublin", "Zurich", "Milan", "Madrid"}
	for i := range n {
		add("[sites.s%d]\nasn = 65020\ninternet = true\nprefixes = [\"10.%d.%d.0/24\"]\n[sites.s%d.routers.r1]\n[sites.s%d.routers.r2]", i, i/250, i%250, i, i)
		add("[circuits.c%d]\nservice_provider = %q\npeering_location = %q\nbandwidth = \"1 Gbps\"\nlocal_preference = 200", i, []string{"Colt", "Equinix"}[i%2], locations[i%len(locations)])
		add("[circuits.c%d.links]\nprimary.router = \"s%d/r1\"\nsecondary.router = \"s%d/r2\"\n[circuits.c%d.peerings.private]\nvlan_id = 100\npeer_asn = 65020", i, i, i, i)
		add("[connections.k%d]\ncircuit = \"c%d\"\ngateway = \"er%d\"", i, i, i%2)
		add("[vpn_tunnels.v%d]\nsite = \"s%d\"\ngateway = \"vpn%d\"", i, i, i%2)
		add("[flows.f%d]\nfrom = \"sites/s%d\"\nto = \"vnets/hub%d\"\nbandwidth = \"100 Mbps\"", i, i, i%2)
	}
	return b.String()
}

func benchmark(b *testing.B, sites int, work func(a *outcome.Analysis)) {
	d, problems := parse(branches(sites), "")
	if d == nil {
		b.Fatal(problems)
	}
	b.ReportAllocs()
	parts := 0
	for b.Loop() {
		a := outcome.New(d, outcome.Settings{})
		parts = len(a.Topology.Components)
		work(a)
	}
	b.ReportMetric(float64(parts), "components")
}

func BenchmarkNew(b *testing.B)     { sizes(b, func(*outcome.Analysis) {}) }
func BenchmarkNormal(b *testing.B)  { sizes(b, func(a *outcome.Analysis) { a.Normal() }) }
func BenchmarkSingles(b *testing.B) { sizes(b, func(a *outcome.Analysis) { a.Singles() }) }
func BenchmarkPairs(b *testing.B)   { sizes(b, func(a *outcome.Analysis) { a.Pairs() }) }
func BenchmarkUpkeep(b *testing.B)  { sizes(b, func(a *outcome.Analysis) { a.Maintenance() }) }
func BenchmarkIntents(b *testing.B) {
	sizes(b, func(a *outcome.Analysis) { a.Capacity(); a.Intents() })
}

func sizes(b *testing.B, work func(a *outcome.Analysis)) {
	for _, n := range []int{10, 50, 200} {
		b.Run(fmt.Sprintf("%d", n), func(b *testing.B) { benchmark(b, n, work) })
	}
}
