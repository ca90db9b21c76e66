package failover

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/erplan/erplan/planner/topology"
)

// Pieces of designs. A word after $ is replaced by the test.

const londonSite = `
[sites.lon]
prefixes = ["10.1.0.0/16"]
[sites.lon.routers.r1]
[sites.lon.routers.r2]
`

const parisSite = `
[sites.par]
prefixes = ["10.2.0.0/16"]
[sites.par.routers.r1]
`

const dci = `
[site_links.dci]
ends = ["lon/r1", "par/r1"]
`

// er is a circuit at London with both links at lon.
const er = `
[circuits.er]
service_provider = "Equinix"
peering_location = "London"
[circuits.er.links.primary]
router = "lon/r1"
[circuits.er.links.secondary]
router = "lon/r2"
[circuits.er.peerings.private]
vlan_id = 100
`

const hubAndSpoke = `
[vnets.hub]
region = "uksouth"
[vnets.spoke]
region = "ukwest"
hub = "hub"
[gateways.gw]
kind = "expressroute"
vnet = "hub"
zones = ["1", "2"]
[connections.er-gw]
circuit = "er"
gateway = "gw"
`

// A check is a failure and the flows that are up in it, all others are down.
type check struct{ fail, up string }

func TestWays(t *testing.T) {
	for _, test := range []struct {
		name   string
		design string
		checks []check
	}{
		{"one circuit", londonSite + er + hubAndSpoke, []check{
			{"", "lon->hub lon->spoke"},
			{"router:lon/r1", "lon->hub lon->spoke"},
			{"link:er/primary", "lon->hub lon->spoke"},
			{"link:er/primary msee:er/secondary", ""},
			{"router:lon/r1 provider-edge:er/secondary", ""},
			{"router:lon/r1 router:lon/r2", ""},
			{"site:lon", ""},
			{"provider:Equinix", ""},
			{"peering-location:London", ""},
			{"circuit:er", ""},
			{"connection:er-gw", ""},
			{"gateway-instance:gw/1", "lon->hub lon->spoke"},
			{"zone:uksouth/1 gateway-instance:gw/2", ""},
			{"zone:uksouth/1 gateway-instance:gw/1", "lon->hub lon->spoke"},
			{"gateway:gw", ""},
			{"region:ukwest", "lon->hub"},
			{"region:uksouth", ""},
		}},
		{"a link that is not described is not there", londonSite + strings.Replace(er, "[circuits.er.links.secondary]\nrouter = \"lon/r2\"\n", "", 1) + hubAndSpoke, []check{
			{"", "lon->hub lon->spoke"},
			{"link:er/primary", ""},
		}},
		{"a link that is switched off is not there", londonSite + strings.Replace(er, "router = \"lon/r2\"", "router = \"lon/r2\"\nenabled = false", 1) + hubAndSpoke, []check{
			{"router:lon/r1", ""},
		}},
		{"no private peering, no way", londonSite + strings.Replace(er, "peerings.private", "peerings.microsoft", 1) + hubAndSpoke, []check{
			{"", ""},
		}},
		{"buildings", `
[sites.lon]
[sites.lon.routers.r1]
building = "a"
[sites.lon.routers.r2]
building = "b"
` + er + hubAndSpoke, []check{
			{"building:lon/a", "lon->hub lon->spoke"},
			{"building:lon/a link:er/secondary", ""},
			{"building:lon/a building:lon/b", ""},
		}},
		{"a site link does not announce by itself", londonSite + parisSite + dci + er + hubAndSpoke, []check{
			{"", "lon->hub lon->spoke"},
		}},
		{"a site link that announces", londonSite + parisSite + dci + "announce = true\n" + er + hubAndSpoke, []check{
			{"", "lon->hub lon->spoke par->hub par->spoke"},
			{"site-link:dci", "lon->hub lon->spoke"},
			{"router:par/r1", "lon->hub lon->spoke"},
			{"router:lon/r1", "lon->hub lon->spoke"},
			{"router:lon/r2", "lon->hub lon->spoke par->hub par->spoke"},
			{"site:par", "lon->hub lon->spoke"},
		}},
		{"an announcement reaches one link far", londonSite + parisSite + dci + "announce = true\n" + `
[sites.rom]
[sites.rom.routers.r1]
[site_links.far]
ends = ["rom/r1", "par/r1"]
announce = true
` + er + hubAndSpoke, []check{
			{"", "lon->hub lon->spoke par->hub par->spoke"},
		}},
		{"a list that names the far site", londonSite + parisSite + dci + er + "advertised_prefixes = [\"10.0.0.0/8\"]\n" + hubAndSpoke, []check{
			{"", "lon->hub lon->spoke par->hub par->spoke"},
			{"site-link:dci", "lon->hub lon->spoke"},
		}},
		{"an empty list announces nothing", londonSite + er + "advertised_prefixes = []\n" + hubAndSpoke, []check{
			{"", ""},
		}},
		{"a list of one link", londonSite + strings.Replace(er, "router = \"lon/r1\"", "router = \"lon/r1\"\nadvertised_prefixes = [\"10.1.0.0/17\"]", 1) + hubAndSpoke, []check{
			{"", "lon->hub lon->spoke"},
			{"link:er/primary", "lon->hub lon->spoke"},
			{"link:er/secondary", ""},
		}},
		{"halves announced over different links", londonSite + strings.NewReplacer("router = \"lon/r1\"", "router = \"lon/r1\"\nadvertised_prefixes = [\"10.1.0.0/17\"]",
			"router = \"lon/r2\"", "router = \"lon/r2\"\nadvertised_prefixes = [\"10.1.128.0/17\"]").Replace(er) + hubAndSpoke, []check{
			{"", "lon->hub lon->spoke"},
			{"link:er/primary", ""},
			{"link:er/secondary", ""},
		}},
		{"a part that nothing announces", londonSite + er + "advertised_prefixes = [\"10.1.0.0/17\"]\n" + hubAndSpoke, []check{
			{"", ""},
		}},
		{"a site without prefixes behind a list", "[sites.lon]\n[sites.lon.routers.r1]\n[sites.lon.routers.r2]\n" + er + "advertised_prefixes = [\"10.9.0.0/16\"]\n" + hubAndSpoke, []check{
			{"", "lon->hub lon->spoke"},
		}},
		{"two sites at one circuit", londonSite + parisSite + strings.Replace(er, "lon/r2", "par/r1", 1) + hubAndSpoke, []check{
			{"", "lon->hub lon->spoke par->hub par->spoke"},
			{"link:er/primary", "par->hub par->spoke"},
		}},
		{"two sites at one circuit, and a link between them", londonSite + parisSite + dci + strings.Replace(er, "lon/r2", "par/r1", 1) + hubAndSpoke, []check{
			{"link:er/primary", "lon->hub lon->spoke par->hub par->spoke"},
			{"link:er/primary site-link:dci", "par->hub par->spoke"},
		}},
		{"a denied network", londonSite + er + hubAndSpoke + "[route_policies.p]\nsite = \"lon\"\nmatch = \"vnets/spoke\"\naction = \"deny\"\n", []check{
			{"", "lon->hub"},
		}},
		{"a denied circuit", londonSite + er + hubAndSpoke + "[route_policies.p]\nvia = \"circuits/er\"\naction = \"deny\"\n", []check{
			{"", ""},
		}},
		{"a denied announcement, and a more specific permission", londonSite + er + hubAndSpoke + `
[route_policies.a]
match = "10.0.0.0/8"
action = "deny"
[route_policies.b]
match = "10.1.0.0/16"
action = "permit"
`, []check{
			{"", "lon->hub lon->spoke"},
		}},
		{"the same in the other order", londonSite + er + hubAndSpoke + `
[route_policies.a]
match = "10.1.0.0/16"
action = "permit"
[route_policies.b]
match = "10.0.0.0/8"
action = "deny"
`, []check{
			{"", "lon->hub lon->spoke"},
		}},
	} {
		t.Run(test.name, func(t *testing.T) { checkWays(t, test.design, test.checks) })
	}
}

func checkWays(t *testing.T, design string, checks []check) {
	t.Helper()
	s := structureOf(t, "schema = 1\n"+design)
	for _, c := range checks {
		var down []int
		for _, id := range strings.Fields(c.fail) {
			part, ok := s.Topology.Find(strings.ReplaceAll(id, "_", " "))
			if !ok {
				t.Fatalf("there is no %s; %v", id, s.Topology.Suggest(id))
			}
			down = append(down, part)
		}
		var up []string
		for i, f := range s.Flows {
			if s.Up(i, s.Topology.State(down, nil)) {
				up = append(up, f.Name)
			}
		}
		slices.Sort(up)
		if got := strings.Join(up, " "); got != c.up {
			t.Errorf("fail %q: up are %q, want %q%s", c.fail, got, c.up, waysOf(s))
		}
	}
}

func waysOf(s *Structure) string {
	var b strings.Builder
	e := s.Topology.Export(s.Flows)
	for _, edge := range e.Edges {
		fmt.Fprintf(&b, "\n\t%s > %s %s", edge.From, edge.To, edge.Gate)
	}
	return b.String()
}

func TestWaysThroughNetworks(t *testing.T) {
	const wan = `
[wans.mpls]
service_provider = "BT"
[wans.mpls.attachments.lon]
router = "lon/r1"
carrier = "Colt"
[wans.mpls.attachments.par]
router = "par/r1"
`
	const ipvpn = `
[circuits.er]
service_provider = "BT"
peering_location = "London"
wan = "mpls"
[circuits.er.links.primary]
[circuits.er.links.secondary]
[circuits.er.peerings.private]
vlan_id = 100
`
	for _, test := range []struct {
		name   string
		design string
		checks []check
	}{
		{"a provider network", londonSite + parisSite + wan + ipvpn + hubAndSpoke, []check{
			{"", "lon->hub lon->spoke par->hub par->spoke"},
			{"carrier:Colt", "par->hub par->spoke"},
			{"attachment:mpls/par", "lon->hub lon->spoke"},
			{"wan:mpls", ""},
			{"provider:BT", ""},
			{"link:er/primary", "lon->hub lon->spoke par->hub par->spoke"},
			{"link:er/primary link:er/secondary", ""},
		}},
		{"a provider network behind a site link", londonSite + parisSite + dci + "announce = true\n" +
			strings.Replace(wan, "[wans.mpls.attachments.par]\nrouter = \"par/r1\"\n", "", 1) + ipvpn + hubAndSpoke, []check{
			{"", "lon->hub lon->spoke"},
		}},
		{"the same, and the list names the far site", londonSite + parisSite + dci +
			strings.Replace(wan, "[wans.mpls.attachments.par]\nrouter = \"par/r1\"\n", "", 1) + ipvpn + "advertised_prefixes = [\"10.0.0.0/8\"]\n" + hubAndSpoke, []check{
			{"", "lon->hub lon->spoke par->hub par->spoke"},
			{"attachment:mpls/lon", ""},
		}},
		{"another attached site's circuit", londonSite + parisSite + wan + er + hubAndSpoke, []check{
			{"", "lon->hub lon->spoke"},
		}},
		{"another attached site's circuit, whose list names the site", londonSite + parisSite + wan + er + "advertised_prefixes = [\"10.0.0.0/8\"]\n" + hubAndSpoke, []check{
			{"", "lon->hub lon->spoke par->hub par->spoke"},
			{"wan:mpls", "lon->hub lon->spoke"},
			{"router:lon/r1", "lon->hub lon->spoke"},
			{"router:lon/r2", "lon->hub lon->spoke par->hub par->spoke"},
		}},
		{"another site's link of the own circuit, by a list that does not name the site", strings.Replace(londonSite, "prefixes = [\"10.1.0.0/16\"]\n", "", 1) + parisSite + wan +
			strings.Replace(er, "lon/r2", "par/r1", 1) + "advertised_prefixes = [\"10.2.0.0/16\"]\n" + hubAndSpoke, []check{
			{"", "lon->hub lon->spoke par->hub par->spoke"},
			{"link:er/primary", "par->hub par->spoke"},
		}},
		{"sites over a network and a link", londonSite + parisSite + wan + dci + "[flows.f]\nfrom = \"sites/par\"\nto = \"sites/lon\"\n", []check{
			{"", "f"},
			{"wan:mpls", "f"},
			{"site-link:dci", "f"},
			{"site-link:dci attachment:mpls/lon", ""},
			{"router:par/r1", ""},
			{"site:lon", ""},
		}},
	} {
		t.Run(test.name, func(t *testing.T) { checkWays(t, test.design, test.checks) })
	}
}

// parisER is a circuit at Paris with both links at par.
const parisER = `
[circuits.er-par]
service_provider = "Colt"
peering_location = "Paris"
[circuits.er-par.links.primary]
router = "par/r1"
[circuits.er-par.links.secondary]
router = "par/r1"
[circuits.er-par.peerings.private]
vlan_id = 100
`

const globalReach = `
[global_reach.gr]
circuits = ["er", "er-par"]
`

func TestWaysOverMicrosoft(t *testing.T) {
	for _, test := range []struct {
		name   string
		design string
		checks []check
	}{
		{"Global Reach", londonSite + parisSite + er + parisER + globalReach + hubAndSpoke, []check{
			{"", "lon->hub lon->spoke par->hub par->spoke"},
			{"global-reach:gr", "lon->hub lon->spoke"},
			{"link:er/primary link:er/secondary", "par->hub par->spoke"},
			{"msee:er/primary msee:er/secondary", ""},
			{"peering-location:London", ""},
			{"peering-location:Paris", "lon->hub lon->spoke"},
			{"circuit:er", ""},
		}},
		{"Global Reach is not transitive", londonSite + parisSite + er + parisER + globalReach + `
[sites.rom]
[sites.rom.routers.r1]
[circuits.er-rom]
service_provider = "Colt"
peering_location = "Milan"
[circuits.er-rom.links.primary]
router = "rom/r1"
[circuits.er-rom.peerings.private]
vlan_id = 100
[global_reach.far]
circuits = ["er-rom", "er-par"]
` + hubAndSpoke, []check{
			{"", "lon->hub lon->spoke par->hub par->spoke"},
		}},
		{"sites over Global Reach", londonSite + parisSite + er + parisER + globalReach + "[flows.f]\nfrom = \"sites/par\"\nto = \"sites/lon\"\n", []check{
			{"", "f"},
			{"link:er/primary", "f"},
			{"link:er/primary router:lon/r2", ""},
			{"link:er-par/primary msee:er-par/secondary", ""},
			{"global-reach:gr", ""},
		}},
		{"sites over Global Reach and a site link, which announces", londonSite + parisSite + er + parisER + globalReach + `
[sites.rom]
prefixes = ["10.3.0.0/16"]
[sites.rom.routers.r1]
[site_links.x]
ends = ["rom/r1", "lon/r2"]
announce = true
[flows.f]
from = "sites/par"
to = "sites/rom"
[flows.g]
from = "sites/rom"
to = "sites/par"
`, []check{
			{"", "f g"},
			{"site-link:x", ""},
			{"router:lon/r1", "f g"},
			{"router:lon/r2", ""},
		}},
		{"a circuit of two sites does not join them", londonSite + parisSite + strings.Replace(er, "lon/r2", "par/r1", 1) + "[flows.f]\nfrom = \"sites/par\"\nto = \"sites/lon\"\n", []check{
			{"", ""},
		}},
		{"services", londonSite + strings.Replace(er, "private]\nvlan_id = 100", "microsoft]\nvlan_id = 200\nroute_filter = \"rf\"", 1) + `
[route_filters.rf]
communities = ["exchange-online"]
[flows.mail]
from = "sites/lon"
to = "microsoft/exchange-online"
[flows.files]
from = "sites/lon"
to = "microsoft/sharepoint-online"
`, []check{
			{"", "mail"},
			{"msee:er/primary", "mail"},
			{"msee:er/primary link:er/secondary", ""},
			{"circuit:er", ""},
		}},
		{"services without a filter", londonSite + strings.Replace(er, "private]\nvlan_id = 100", "microsoft]\nvlan_id = 200", 1) + `
[flows.mail]
from = "sites/lon"
to = "microsoft/exchange-online"
`, []check{{"", ""}}},
		{"a Metro", londonSite + strings.Replace(er, "\"London\"", "\"Amsterdam Metro\"", 1) + hubAndSpoke, []check{
			{"peering-site:Amsterdam_Metro/1", "lon->hub lon->spoke"},
			{"peering-site:Amsterdam_Metro/1 msee:er/secondary", ""},
			{"peering-location:Amsterdam_Metro", ""},
			{"metro:Amsterdam", ""},
		}},
		{"a Metro and a plain location in one building", londonSite + strings.Replace(er, "\"London\"", "\"Amsterdam Metro\"", 1) +
			strings.ReplaceAll(strings.ReplaceAll(strings.ReplaceAll(parisSite+parisER, "par", "ams"), "Paris", "Amsterdam2"), "er-ams", "er2") +
			hubAndSpoke + "[connections.er2-gw]\ncircuit = \"er2\"\ngateway = \"gw\"\n", []check{
			{"peering-location:Amsterdam2", "lon->hub lon->spoke"},
			{"peering-site:Amsterdam_Metro/2", "lon->hub lon->spoke"},
			{"peering-site:Amsterdam_Metro/1", "ams->hub ams->spoke lon->hub lon->spoke"},
			{"peering-location:Amsterdam_Metro", ""},
			{"metro:Amsterdam", ""},
		}},
		{"Direct", londonSite + "[ports.pp]\npeering_location = \"London\"\nbandwidth = \"10 Gbps\"\n" +
			strings.Replace(er, "service_provider = \"Equinix\"\npeering_location = \"London\"", "port = \"pp\"", 1) + hubAndSpoke, []check{
			{"port:pp/link1", "lon->hub lon->spoke"},
			{"port:pp/link1 msee:pp/link2", ""},
			{"port:pp/link1 msee:er/secondary", ""},
			{"peering-location:London", ""},
		}},
		{"Direct with a port switched off", londonSite + "[ports.pp]\npeering_location = \"London\"\nbandwidth = \"10 Gbps\"\nadmin_state = {link1 = false}\n" +
			strings.Replace(er, "service_provider = \"Equinix\"\npeering_location = \"London\"", "port = \"pp\"", 1) + hubAndSpoke, []check{
			{"port:pp/link2", ""},
		}},
	} {
		t.Run(test.name, func(t *testing.T) { checkWays(t, test.design, test.checks) })
	}
}

const vpn = `
[gateways.vpngw]
kind = "vpn"
vnet = "hub"
zones = ["1", "2"]
[vpn_tunnels.vpn]
site = "lon"
gateway = "vpngw"
`

func TestWaysOverTunnels(t *testing.T) {
	azure := strings.Split(hubAndSpoke, "[connections")[0]
	for _, test := range []struct {
		name   string
		design string
		checks []check
	}{
		{"active-standby", londonSite + azure + vpn, []check{
			{"", "lon->hub lon->spoke"},
			{"tunnel:vpn/1", "lon->hub lon->spoke"},
			{"tunnel:vpn/1 router:lon/r2", ""},
			{"gateway-instance:vpngw/1", "lon->hub lon->spoke"},
			{"gateway-instance:vpngw/1 zone:uksouth/2", ""},
			{"internet:lon", ""},
		}},
		{"active-active", londonSite + azure + strings.Replace(vpn, "zones", "active_active = true\nzones", 1) + "tunnels = 2\n", []check{
			{"gateway-instance:vpngw/1", "lon->hub lon->spoke"},
			{"gateway-instance:vpngw/1 router:lon/r2", ""},
			{"gateway-instance:vpngw/2 router:lon/r2", "lon->hub lon->spoke"},
		}},
		{"no Internet", strings.Replace(londonSite, "[sites.lon]", "[sites.lon]\ninternet = false", 1) + azure + vpn, []check{
			{"", ""},
		}},
		{"two accesses", londonSite + "[sites.lon.internet_access.a]\ncarrier = \"BT\"\n[sites.lon.internet_access.b]\n" + azure + vpn, []check{
			{"internet:lon/a", "lon->hub lon->spoke"},
			{"internet:lon/a internet:lon/b", ""},
			{"carrier:BT internet:lon/b", ""},
			{"carrier:BT", "lon->hub lon->spoke"},
		}},
		{"a tunnel of one access", londonSite + "[sites.lon.internet_access.a]\ncarrier = \"BT\"\n[sites.lon.internet_access.b]\n" + azure + vpn + "carrier = \"bt\"\n", []check{
			{"internet:lon/b", "lon->hub lon->spoke"},
			{"internet:lon/a", ""},
			{"carrier:BT", ""},
		}},
		{"over private peering", londonSite + er + hubAndSpoke + vpn + "over = \"private-peering\"\nadvertised_prefixes = [\"10.1.0.0/16\"]\n", []check{
			{"", "lon->hub lon->spoke"},
			{"tunnel:vpn/1 tunnel:vpn/2", "lon->hub lon->spoke"},
			{"gateway:vpngw", "lon->hub lon->spoke"},
			{"connection:er-gw", ""},
		}},
		{"over private peering, the only announcement", londonSite + er + "advertised_prefixes = [\"10.1.0.0/24\"]\n" + hubAndSpoke + vpn + "over = \"private-peering\"\n", []check{
			{"", "lon->hub lon->spoke"},
			{"gateway:vpngw", ""},
			{"connection:er-gw", ""},
			{"link:er/primary", "lon->hub lon->spoke"},
			{"link:er/primary link:er/secondary", ""},
			{"router:lon/r1 tunnel:vpn/2", ""},
		}},
		{"over private peering of one circuit", londonSite + er + "advertised_prefixes = [\"10.1.0.0/24\"]\n" +
			strings.ReplaceAll(er, "circuits.er", "circuits.er2") + "advertised_prefixes = [\"10.1.0.0/24\"]\n" + hubAndSpoke +
			"[connections.er2-gw]\ncircuit = \"er2\"\ngateway = \"gw\"\n" + vpn + "over = \"private-peering\"\ncircuit = \"er2\"\n", []check{
			{"circuit:er", "lon->hub lon->spoke"},
			{"circuit:er2", ""},
			{"connection:er2-gw", ""},
		}},
		{"over Microsoft peering", londonSite + strings.Replace(er, "private", "microsoft", 1) + azure + vpn + "over = \"microsoft-peering\"\n", []check{
			{"", "lon->hub lon->spoke"},
			{"gateway:gw", "lon->hub lon->spoke"},
			{"msee:er/primary", "lon->hub lon->spoke"},
			{"msee:er/primary link:er/secondary", ""},
			{"tunnel:vpn/1 tunnel:vpn/2", ""},
		}},
		{"behind a site link", londonSite + parisSite + dci + "announce = true\n" + azure + vpn, []check{
			{"", "lon->hub lon->spoke par->hub par->spoke"},
			{"site-link:dci", "lon->hub lon->spoke"},
		}},
		{"behind a site link, without BGP", londonSite + parisSite + dci + "announce = true\n" + azure + vpn + "bgp = false\n", []check{
			{"", "lon->hub lon->spoke"},
		}},
	} {
		t.Run(test.name, func(t *testing.T) { checkWays(t, test.design, test.checks) })
	}
}

func TestWaysOfHubs(t *testing.T) {
	const hubs = `
[virtual_wans.vw]
$wan
[virtual_hubs.uk]
wan = "vw"
region = "uksouth"
$hub
[virtual_hubs.eu]
wan = "vw"
region = "westeurope"
$hub
[vnets.a]
region = "uksouth"
hub = "virtual_hubs/uk"
[vnets.b]
region = "northeurope"
hub = "virtual_hubs/eu"
[connections.er-uk]
circuit = "er"
gateway = "virtual_hubs/uk"
`
	write := func(wan, hub string) string { return strings.NewReplacer("$wan", wan, "$hub", hub).Replace(hubs) }
	transit := write("expressroute_transit = \"firewall\"", "firewall = \"azure-firewall\"\nrouting_intent = \"private\"") +
		"[connections.par-eu]\ncircuit = \"er-par\"\ngateway = \"virtual_hubs/eu\"\n[flows.f]\nfrom = \"sites/lon\"\nto = \"sites/par\"\n"
	for _, test := range []struct {
		name   string
		design string
		checks []check
	}{
		{"two hubs", londonSite + er + write("", ""), []check{
			{"", "lon->a lon->b"},
			{"virtual-hub:eu", "lon->a"},
			{"virtual-hub:uk", ""},
			{"region:northeurope", "lon->a"},
			{"region:westeurope", "lon->a"},
			{"gateway-instance:uk/expressroute/1", "lon->a lon->b"},
			{"gateway:uk/expressroute", ""},
		}},
		{"a basic WAN", londonSite + er + write("type = \"basic\"", ""), []check{
			{"", "lon->a"},
		}},
		{"a hub without the gateway", londonSite + er + write("", "expressroute_scale_units = 0"), []check{
			{"", ""},
		}},
		{"a VPN", londonSite + write("", "") + "[vpn_tunnels.t]\nsite = \"lon\"\nrouters = [\"r1\"]\ngateway = \"virtual_hubs/eu\"\n[circuits.er]\npeering_location = \"London\"\n", []check{
			{"", "lon->a lon->b"},
			{"gateway-instance:eu/vpn/1", "lon->a lon->b"},
			{"gateway-instance:eu/vpn/1 tunnel:t/2", ""},
			{"region:uksouth", "lon->b"},
		}},
		{"no transit from circuit to circuit", londonSite + parisSite + er + parisER + write("", "") +
			"[connections.par-uk]\ncircuit = \"er-par\"\ngateway = \"virtual_hubs/uk\"\n[flows.f]\nfrom = \"sites/lon\"\nto = \"sites/par\"\n", []check{
			{"", ""},
		}},
		{"transit through firewalls", londonSite + parisSite + er + parisER + transit, []check{
			{"", "f"},
			{"virtual-hub:eu", ""},
			{"connection:par-eu", ""},
			{"link:er-par/primary link:er-par/secondary", ""},
			{"link:er-par/primary", "f"},
		}},
		{"no transit through hubs back to the same circuit", londonSite + parisSite + strings.Replace(er, "lon/r2", "par/r1", 1) + parisER + transit, []check{
			{"connection:par-eu", ""},
		}},
	} {
		t.Run(test.name, func(t *testing.T) { checkWays(t, test.design, test.checks) })
	}
}

func TestFlowsOfDesign(t *testing.T) {
	s := structureOf(t, "schema = 1\n"+londonSite+parisSite+er+hubAndSpoke+`
[flows.up]
from = "sites/lon"
to = "vnets/hub"
[flows.down]
from = "vnets/hub"
to = "sites/lon"
[flows.across]
from = "vnets/hub"
to = "vnets/spoke"
[flows.none]
from = "sites/par"
to = "vnets/hub"
`)
	want := map[string]string{"up": "sites/lon vnets/hub", "down": "sites/lon vnets/hub", "across": "vnets/hub vnets/spoke", "none": "sites/par vnets/hub"}
	for i, f := range s.Flows {
		if got := f.From.String() + " " + f.To.String(); got != want[f.Name] || f.Written == nil {
			t.Errorf("flow %s runs %s", f.Name, got)
		}
		up := s.Up(i, topology.State{})
		if up != (f.Name == "up" || f.Name == "down") {
			t.Errorf("flow %s is up: %v", f.Name, up)
		}
		if a := s.Availability(i); up == (a.Unavailability == 1) {
			t.Errorf("flow %s: %+v", f.Name, a)
		}
	}
}
