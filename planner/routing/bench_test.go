package routing_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/erplan/erplan/planner/routing"
	"github.com/erplan/erplan/planner/topology"
)

// smallDesign is one site with two circuits and a VPN.
const smallDesign = `
schema = 1
[sites.hq]
asn = 65020
prefixes = ["10.1.11.0/24"]
routers.rtr1 = {}
routers.rtr2 = {}
[circuits.er1]
peering_location = "Amsterdam"
links.primary.router = "hq/rtr1"
links.secondary.router = "hq/rtr2"
peerings.private = {peer_asn = 65020, local_preference = 200}
[circuits.er2]
peering_location = "Frankfurt"
links.primary.router = "hq/rtr1"
links.secondary.router = "hq/rtr2"
peerings.private = {peer_asn = 65020, local_preference = 150}
[vnets.hub]
region = "westeurope"
address_space = ["10.100.0.0/16"]
[gateways.gw]
kind = "expressroute"
vnet = "hub"
[gateways.vpn]
kind = "vpn"
vnet = "hub"
active_active = true
[connections.c1]
circuit = "er1"
gateway = "gw"
routing_weight = 100
[connections.c2]
circuit = "er2"
gateway = "gw"
[vpn_tunnels.t]
site = "hq"
gateway = "vpn"
[flows.erp]
from = "sites/hq"
to = "vnets/hub"
`

// largeDesign has 200 sites: every tenth is a data centre with two circuits to
// three networks and a link to the next data centre; the others hang on two
// any-to-any networks, each with a circuit of its own.
func largeDesign() string {
	var b strings.Builder
	f := func(format string, args ...any) { fmt.Fprintf(&b, format, args...) }
	f("schema = 1\n[wans.w1]\nasn = 5511\n[wans.w2]\nasn = 3320\n")
	for i := range 200 {
		f("[sites.s%03d]\nasn = %d\nprefixes = [\"10.%d.0.0/16\"]\nrouters.r1 = {}\nrouters.r2 = {}\n", i, 64600+i, i)
		if i%10 != 0 {
			f("[wans.w1.attachments.s%03d]\nrouter = \"s%03d/r1\"\n[wans.w2.attachments.s%03d]\nrouter = \"s%03d/r2\"\ncost = 5\n", i, i, i, i)
			continue
		}
		f("[site_links.l%03d]\nends = [\"s%03d/r1\", \"s%03d/r2\"]\nannounce = true\n", i, i, (i+10)%200)
		for c := range 2 {
			f("[circuits.c%03d-%d]\npeering_location = \"London\"\nlinks.primary.router = \"s%03d/r1\"\nlinks.secondary.router = \"s%03d/r2\"\npeerings.private = {peer_asn = %d}\n", i, c, i, i, 64600+i)
			for v := range 3 {
				f("[connections.k%03d-%d-%d]\ncircuit = \"c%03d-%d\"\ngateway = \"g%d\"\n", i, c, v, i, c, v)
			}
		}
	}
	for w := 1; w <= 2; w++ {
		f("[circuits.w%d]\npeering_location = \"Paris\"\nwan = \"w%d\"\nlayer = 3\npeerings.private = {}\n", w, w)
		for v := range 3 {
			f("[connections.w%d-%d]\ncircuit = \"w%d\"\ngateway = \"g%d\"\n", w, v, w, v)
		}
	}
	for v := range 3 {
		f("[vnets.v%d]\nregion = \"uksouth\"\naddress_space = [\"172.%d.0.0/16\"]\n[gateways.g%d]\nkind = \"expressroute\"\nvnet = \"v%d\"\n", v, 16+v, v, v)
	}
	return b.String()
}

func BenchmarkRouteSmall(b *testing.B) {
	top := topology.New(load(b, smallDesign))
	router, f := routing.New(top), top.Flows()[0]
	er1, _ := top.Find("circuit:er1")
	states := []topology.State{top.State(nil, nil), top.State([]int{er1}, nil)}
	router.Route(f, states[0])
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		router.Route(f, states[i%2])
	}
}

func BenchmarkExplainSmall(b *testing.B) {
	top := topology.New(load(b, smallDesign))
	router, f, s := routing.New(top), top.Flows()[0], top.State(nil, nil)
	b.ReportAllocs()
	for b.Loop() {
		router.Explain(f, s)
	}
}

func BenchmarkRoute200Sites(b *testing.B) {
	top := topology.New(load(b, largeDesign()))
	router, flows, s := routing.New(top), top.Flows(), top.State(nil, nil)
	for _, f := range flows {
		router.Route(f, s)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		router.Route(flows[i%len(flows)], s)
	}
}

func BenchmarkCompile200Sites(b *testing.B) {
	top := topology.New(load(b, largeDesign()))
	flows, s := top.Flows(), top.State(nil, nil)
	b.ReportMetric(float64(len(flows)), "flows")
	b.ReportAllocs()
	for b.Loop() {
		router := routing.New(top)
		for _, f := range flows {
			router.Route(f, s)
		}
	}
}

func BenchmarkNew200Sites(b *testing.B) {
	top := topology.New(load(b, largeDesign()))
	b.ReportAllocs()
	for b.Loop() {
		routing.New(top)
	}
}
