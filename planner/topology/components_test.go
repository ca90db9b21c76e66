package topology

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/erplan/erplan/planner"
)

// everything is a design with at least one component of every kind.
const everything = `
[sites.lon]
prefixes = ["10.1.0.0/16"]
shared_risk = ["grid"]
[sites.lon.routers.r1]
building = "a"
shared_risk = ["room"]
[sites.lon.routers.r2]
building = "b"
[sites.lon.internet_access.i1]
carrier = "BT"
[sites.lon.internet_access.i2]
shared_risk = ["duct"]
[sites.par]
[sites.par.routers.r1]
building = "only"
[site_links.dci]
ends = ["lon/r1", "par/r1"]
carrier = "bt"
[wans.mpls]
service_provider = "British Telecom"
[wans.mpls.attachments.par]
router = "par/r1"
shared_risk = ["duct"]
[ports.pp]
peering_location = "Amsterdam Metro"
bandwidth = "10 Gbps"
shared_risk = ["cage"]
[circuits.direct]
port = "pp"
[circuits.direct.links.primary]
router = "lon/r1"
[circuits.direct.links.secondary]
router = "lon/r2"
[circuits.er]
service_provider = "equinix"
peering_location = "amsterdam"
[circuits.er.links.primary]
router = "lon/r1"
provider_edge = "pe1"
carrier = "BT"
shared_risk = ["duct"]
[circuits.er.links.secondary]
router = "lon/r2"
[circuits.ipvpn]
service_provider = "BT"
peering_location = "Nowhere"
wan = "mpls"
[circuits.ipvpn.links.primary]
provider_edge = "pe1"
[global_reach.gr]
circuits = ["er", "direct"]
[virtual_wans.vw]
[virtual_hubs.vh]
wan = "vw"
region = "uksouth"
vpn_scale_units = 1
[vnets.hub]
region = "UK South"
[gateways.gw]
kind = "expressroute"
vnet = "hub"
zones = ["2", "1"]
instances = 3
[gateways.vpn]
kind = "vpn"
vnet = "hub"
[connections.k]
circuit = "er"
gateway = "gw"
[vpn_tunnels.t]
site = "lon"
gateway = "vpn"
shared_risk = ["tail"]
[vpn_tunnels.u]
site = "lon"
routers = ["r2"]
gateway = "vpn"
carrier = "bt"
`

func TestComponents(t *testing.T) {
	top := New(load(t, everything))
	want := strings.TrimSpace(`
site:lon: building:lon/a building:lon/b router:lon/r1 router:lon/r2 internet:lon/i1 internet:lon/i2 site-link:dci link:direct/primary link:direct/secondary link:er/primary link:er/secondary tunnel:t/1 tunnel:t/2 tunnel:u/1
site:par: router:par/r1 attachment:mpls/par site-link:dci
building:lon/a: router:lon/r1 site-link:dci link:direct/primary link:er/primary tunnel:t/1
building:lon/b: router:lon/r2 link:direct/secondary link:er/secondary tunnel:t/2 tunnel:u/1
router:lon/r1: site-link:dci link:direct/primary link:er/primary tunnel:t/1
router:lon/r2: link:direct/secondary link:er/secondary tunnel:t/2 tunnel:u/1
router:par/r1: attachment:mpls/par site-link:dci
internet:lon/i1: tunnel:u/1
internet:lon/i2:
attachment:mpls/par:
site-link:dci:
carrier:BT: internet:lon/i1 site-link:dci link:er/primary tunnel:u/1
wan:mpls:
link:direct/primary:
link:direct/secondary:
link:er/primary:
link:er/secondary:
link:ipvpn/primary:
provider-edge:pe1: link:er/primary link:ipvpn/primary
provider-edge:er/secondary: link:er/secondary
provider:British Telecom: wan:mpls link:ipvpn/primary
provider:Equinix: link:er/primary link:er/secondary
port:pp/link1: link:direct/primary
port:pp/link2: link:direct/secondary
msee:pp/link1:
msee:pp/link2:
msee:er/primary:
msee:er/secondary:
msee:ipvpn/primary:
peering-site:Amsterdam Metro/2: link:direct/secondary port:pp/link2 msee:pp/link2
peering-location:Amsterdam: link:direct/primary link:er/primary link:er/secondary port:pp/link1 msee:pp/link1 msee:er/primary msee:er/secondary
peering-location:Nowhere: link:ipvpn/primary msee:ipvpn/primary
peering-location:Amsterdam Metro: link:direct/primary link:direct/secondary link:er/primary link:er/secondary port:pp/link1 port:pp/link2 msee:pp/link1 msee:pp/link2 msee:er/primary msee:er/secondary peering-site:Amsterdam Metro/2 peering-location:Amsterdam
metro:Amsterdam: link:direct/primary link:direct/secondary link:er/primary link:er/secondary port:pp/link1 port:pp/link2 msee:pp/link1 msee:pp/link2 msee:er/primary msee:er/secondary peering-site:Amsterdam Metro/2 peering-location:Amsterdam peering-location:Amsterdam Metro
circuit:direct: link:direct/primary link:direct/secondary global-reach:gr
circuit:er: link:er/primary link:er/secondary global-reach:gr connection:k
circuit:ipvpn: link:ipvpn/primary
global-reach:gr:
tunnel:t/1:
tunnel:t/2:
tunnel:u/1:
connection:k:
gateway-instance:vh/vpn/1:
gateway-instance:vh/vpn/2:
gateway-instance:gw/1:
gateway-instance:gw/2:
gateway-instance:gw/3:
gateway-instance:vpn/1:
gateway-instance:vpn/2:
gateway:vh/vpn: gateway-instance:vh/vpn/1 gateway-instance:vh/vpn/2
gateway:gw: gateway-instance:gw/1 gateway-instance:gw/2 gateway-instance:gw/3
gateway:vpn: gateway-instance:vpn/1 gateway-instance:vpn/2
zone:uksouth/1: gateway-instance:gw/1 gateway-instance:gw/3
zone:uksouth/2: gateway-instance:gw/2
virtual-hub:vh:
region:uksouth: gateway-instance:vh/vpn/1 gateway-instance:vh/vpn/2 gateway-instance:gw/1 gateway-instance:gw/2 gateway-instance:gw/3 gateway-instance:vpn/1 gateway-instance:vpn/2 gateway:vh/vpn gateway:gw gateway:vpn zone:uksouth/1 zone:uksouth/2 virtual-hub:vh
risk:room: router:lon/r1 site-link:dci link:direct/primary link:er/primary tunnel:t/1
risk:duct: internet:lon/i2 attachment:mpls/par link:er/primary
risk:grid: site:lon building:lon/a building:lon/b router:lon/r1 router:lon/r2 internet:lon/i1 internet:lon/i2 site-link:dci link:direct/primary link:direct/secondary link:er/primary link:er/secondary tunnel:t/1 tunnel:t/2 tunnel:u/1
risk:cage: link:direct/primary link:direct/secondary port:pp/link1 port:pp/link2
risk:tail: tunnel:t/1 tunnel:t/2`)
	var got []string
	for i, c := range top.Components {
		line := c.ID + ":"
		for _, taken := range top.Takes(i) {
			if taken != i {
				line += " " + top.Components[taken].ID
			}
		}
		got = append(got, line)
	}
	for i, line := range strings.Split(want, "\n") {
		if i >= len(got) || got[i] != line {
			t.Fatalf("component %d:\n got %s\nwant %s", i, strings.Join(got[i:min(i+1, len(got))], ""), line)
		}
	}
	if n := strings.Count(want, "\n") + 1; len(got) != n {
		t.Errorf("%d components, want %d: %v", len(got), n, got[n:])
	}
}

func TestCausesAreTakesTurnedAround(t *testing.T) {
	top := New(load(t, everything))
	for a := range top.Components {
		for b := range top.Components {
			if slices.Contains(top.Takes(a), b) != slices.Contains(top.Causes(b), a) {
				t.Errorf("%s and %s", top.Components[a].ID, top.Components[b].ID)
			}
		}
		if !slices.IsSorted(top.Takes(a)) || !slices.IsSorted(top.Causes(a)) {
			t.Errorf("the lists of %s are not sorted", top.Components[a].ID)
		}
	}
}

func TestEveryKindIsThere(t *testing.T) {
	top := New(load(t, everything))
	for _, kind := range planner.ComponentKinds {
		if !slices.ContainsFunc(top.Components, func(c Component) bool { return c.Kind == kind }) {
			t.Errorf("the test has no %s", kind)
		}
	}
}

func TestFind(t *testing.T) {
	top := New(load(t, everything))
	for written, want := range map[string]string{
		"router:lon/r1":                                    "router:lon/r1",
		"Router: LON/R1":                                   "router:lon/r1",
		"peering-location:amsterdam metro":                 "peering-location:Amsterdam Metro",
		"peering location:AmsterdamMetro":                  "peering-location:Amsterdam Metro",
		"peering-site:Amsterdam Metro/1":                   "peering-location:Amsterdam",
		"peering-site:Equinix AM5":                         "peering-location:Amsterdam",
		"peering-site:Amsterdam2":                          "peering-site:Amsterdam Metro/2",
		"peering-site:Amsterdam Metro/Digital Realty AMS8": "peering-site:Amsterdam Metro/2",
		"msee:direct/secondary":                            "msee:pp/link2",
		"provider-edge:er/primary":                         "provider-edge:pe1",
		"provider:bt":                                      "provider:British Telecom",
		"region:UK South":                                  "region:uksouth",
		"carrier:bt":                                       "carrier:BT",
		"gateway:vh/vpn":                                   "gateway:vh/vpn",
	} {
		i, ok := top.Find(written)
		if !ok || top.Components[i].ID != want {
			t.Errorf("%q is %v, want %q", written, ok, want)
		}
	}
	for _, written := range []string{"", "router", "router:", "router:lon/r3", "site:lon/r1", "region:ukwest", "nothing:lon"} {
		if i, ok := top.Find(written); ok {
			t.Errorf("%q is %s", written, top.Components[i].ID)
		}
	}
	if got := top.Suggest("router:lon/r3"); len(got) == 0 || got[0] != "router:lon/r1" {
		t.Errorf("suggested: %v", got)
	}
	if got := top.Suggest("msee:er/first"); !slices.Equal(got, []string{"msee:er/primary", "msee:er/secondary"}) {
		t.Errorf("suggested: %v", got)
	}
	if got := top.Suggest("risk:dukt"); !slices.Equal(got, []string{"risk:duct"}) {
		t.Errorf("suggested: %v", got)
	}
}

func TestOneInternetAccess(t *testing.T) {
	top := New(load(t, "[sites.a]\n[sites.a.internet_access.dsl]\n[sites.b]\ninternet = true\n[sites.c]\n"))
	for id, want := range map[string]string{"internet:a": "internet:a", "internet:a/dsl": "internet:a", "internet:b": "internet:b"} {
		if i, ok := top.Find(id); !ok || top.Components[i].ID != want {
			t.Errorf("%s is not %s", id, want)
		}
	}
	if _, ok := top.Find("internet:c"); ok {
		t.Error("c has Internet access")
	}
}

func TestFacilitiesOfAMetroAlone(t *testing.T) {
	top := New(load(t, "[circuits.er]\nservice_provider = \"Equinix\"\npeering_location = \"Amsterdam Metro\"\n[circuits.er.links.primary]\npeering_site = \"2\"\n[circuits.er.links.secondary]\npeering_site = \"Equinix AM5\"\n"))
	links := top.Design.Circuits[0].Links
	for l, want := range map[*planner.Link]string{links.Primary: "peering-site:Amsterdam Metro/2", links.Secondary: "peering-site:Amsterdam Metro/1"} {
		if i := top.PeeringSiteOf(l); i < 0 || top.Components[i].ID != want {
			t.Errorf("%s enters number %d, want %s", l.ID(), i, want)
		}
	}
	if _, ok := top.Find("metro:Amsterdam"); !ok {
		t.Error("a Metro uses two facilities of its city")
	}
	if _, ok := top.Find("peering-location:Amsterdam"); ok {
		t.Error("a facility is a plain location that the design does not use")
	}
	if top := New(load(t, oneCircuit)); top.RegionOf(nil) != -1 || slices.ContainsFunc(top.Components, func(c Component) bool { return c.Kind == "metro" }) {
		t.Error("one location makes a metro")
	}
}

func TestTunnels(t *testing.T) {
	const base = `
[sites.hq]
[sites.hq.routers.r1]
[sites.hq.routers.r2]
[sites.hq.routers.r3]
[sites.bare]
internet = true
[vnets.v]
[gateways.gw]
kind = "vpn"
vnet = "v"
instances = 2
`
	for _, test := range []struct{ text, want string }{
		{"site = \"hq\"", "r1:12 r2:12 r3:12"},
		{"site = \"hq\"\ntunnels = 5", "r1:12 r2:12 r3:12 r1:12 r2:12"},
		{"site = \"hq\"\nrouters = [\"r2\"]", "r2:12"},
		{"site = \"bare\"", ""},
		{"site = \"hq\"\ntunnels = 0", ""},
	} {
		checkTunnels(t, base+"[vpn_tunnels.t]\ngateway = \"gw\"\n"+test.text, test.want)
	}
	for _, test := range []struct{ text, want string }{
		{"site = \"hq\"", "r1:1 r2:2 r3:1 r1:2 r2:1 r3:2"},
		{"site = \"hq\"\ntunnels = 2", "r1:1 r2:2"},
		{"site = \"hq\"\nrouters = [\"r1\", \"r2\"]", "r1:1 r2:2 r1:2 r2:1"},
		{"site = \"hq\"\nrouters = [\"r3\"]\ntunnels = 1", "r3:1"},
	} {
		checkTunnels(t, base+"active_active = true\n[vpn_tunnels.t]\ngateway = \"gw\"\n"+test.text, test.want)
	}
}

func checkTunnels(t *testing.T, text, want string) {
	t.Helper()
	top := New(load(t, text))
	var got []string
	for _, one := range top.Tunnels(top.Design.VPNTunnels[0]) {
		s := one.Router.Name() + ":"
		for _, i := range one.Instances {
			s += fmt.Sprint(slices.Index(top.Instances(top.Design.Gateways[0]), i) + 1)
		}
		got = append(got, s)
	}
	if strings.Join(got, " ") != want {
		t.Errorf("tunnels %v, want %s\n%s", got, want, text)
	}
}

func TestState(t *testing.T) {
	top := New(load(t, everything))
	id := func(name string) int {
		i, ok := top.Find(name)
		if !ok {
			t.Fatalf("there is no %s", name)
		}
		return i
	}
	none := top.State(nil, nil)
	for i := range top.Components {
		if !none.Up(i) || none.Draining(i) {
			t.Errorf("%s is not up when nothing is down", top.Components[i].ID)
		}
	}
	if none.Up(-1) || !(State{}).Up(3) || (State{}).Draining(-1) {
		t.Error("what is not there is up, or the zero state has something down")
	}
	s := top.State([]int{id("internet:lon/i1"), -1, 1 << 20}, []int{id("msee:er/primary")})
	if s.Up(id("tunnel:u/1")) || !s.Up(id("tunnel:t/1")) {
		t.Error("one access of two is down: only the tunnel that names its carrier is")
	}
	if !s.Draining(id("msee:er/primary")) || !s.Up(id("msee:er/primary")) || s.Draining(id("msee:er/secondary")) {
		t.Error("a drained edge router is up, and drained")
	}
	s = top.State([]int{id("risk:duct"), id("carrier:BT")}, nil)
	if s.Up(id("tunnel:t/1")) || s.Up(id("tunnel:t/2")) {
		t.Error("both accesses are down, and a tunnel is up")
	}
}

func TestHandles(t *testing.T) {
	top := New(load(t, everything))
	d := top.Design
	er, direct := d.Circuits[1], d.Circuits[0]
	for want, got := range map[string]int{
		"site:lon":                       top.SiteOf(d.Sites[0]),
		"router:lon/r2":                  top.RouterOf(d.Sites[0].Routers[1]),
		"link:er/primary":                top.LinkOf(er.Links.Primary),
		"msee:er/primary":                top.MSEEOf(er.Links.Primary),
		"msee:pp/link2":                  top.MSEEOf(direct.Links.Secondary),
		"port:pp/link1":                  top.PortOf(direct.Links.Primary),
		"provider-edge:pe1":              top.ProviderEdgeOf(er.Links.Primary),
		"provider:Equinix":               top.ProviderOf(er),
		"peering-location:Amsterdam":     top.LocationOf(er),
		"peering-site:Amsterdam Metro/2": top.PeeringSiteOf(direct.Links.Secondary),
		"circuit:er":                     top.CircuitOf(er),
		"connection:k":                   top.ConnectionOf(d.Connections[0]),
		"gateway:gw":                     top.GatewayOf(d.Gateways[0]),
		"gateway-instance:gw/3":          top.Instances(d.Gateways[0])[2],
		"virtual-hub:vh":                 top.HubOf(d.VirtualHubs[0]),
		"gateway:vh/vpn":                 top.HubGatewayOf(d.VirtualHubs[0], planner.VPNGateway),
		"gateway-instance:vh/vpn/1":      top.HubInstances(d.VirtualHubs[0], planner.VPNGateway)[0],
		"site-link:dci":                  top.SiteLinkOf(d.SiteLinks[0]),
		"wan:mpls":                       top.WANOf(d.WANs[0]),
		"attachment:mpls/par":            top.AttachmentOf(d.WANs[0].Attachments[0]),
		"global-reach:gr":                top.GlobalReachOf(d.GlobalReach[0]),
		"internet:lon/i2":                top.InternetOf(d.Sites[0])[1],
		"region:uksouth":                 top.RegionOf(d.VNets[0].Azure),
	} {
		if got < 0 || top.Components[got].ID != want {
			t.Errorf("number %d is not %s", got, want)
		}
	}
	for what, got := range map[string]int{
		"link":            top.LinkOf(d.Circuits[2].Links.Secondary),
		"provider":        top.ProviderOf(direct),
		"provider edge":   top.ProviderEdgeOf(direct.Links.Primary),
		"port":            top.PortOf(er.Links.Primary),
		"peering site":    top.PeeringSiteOf(er.Links.Primary),
		"hub gateway":     top.HubGatewayOf(d.VirtualHubs[0], planner.ExpressRouteGateway),
		"hub instances":   len(top.HubInstances(d.VirtualHubs[0], planner.ExpressRouteGateway)) - 1,
		"Internet of par": len(top.InternetOf(d.Sites[1])) - 1,
	} {
		if got >= 0 {
			t.Errorf("%s is %s", what, top.Components[got].ID)
		}
	}
}

func TestFigures(t *testing.T) {
	text := everything + `
[availability]
router = 99.9
link = {mtbf = "1y", mttr = "8760h", source = "guess"}
gateway-instance = 100
[components."router:lon/r1"]
mtbf = "99d"
mttr = "1d"
[components."risk:duct"]
availability = 99
source = "the council"
[components."peering-site:Amsterdam Metro/1"]
availability = 98
[components."connection:k"]
availability = 50
never_fails = true
[components."region:UK South"]
note = "only a note"
`
	top := New(load(t, text))
	for id, want := range map[string]struct {
		u      float64
		origin Origin
		source string
	}{
		"router:lon/r2":                    {0.001, FromKind, ""},
		"router:lon/r1":                    {0.01, FromComponent, ""},
		"link:er/primary":                  {0.5, FromKind, "guess"},
		"link:direct/primary":              {0, FromStructure, ""},
		"port:pp/link1":                    {0.001, FromCatalogue, ""},
		"gateway-instance:gw/1":            {0, FromKind, ""},
		"gateway-instance:vpn/1":           {0, FromKind, ""},
		"risk:duct":                        {0.01, FromComponent, "the council"},
		"risk:grid":                        {0, NoFigure, ""},
		"peering-location:Amsterdam":       {0.02, FromComponent, ""},
		"peering-location:Amsterdam Metro": {0, FromStructure, ""},
		"peering-site:Amsterdam Metro/2":   {0.00005, FromCatalogue, ""},
		"connection:k":                     {0, FromNeverFails, ""},
		"region:uksouth":                   {0.00001, FromCatalogue, ""},
		"circuit:er":                       {0, NoFigure, ""},
	} {
		i, ok := top.Find(id)
		if !ok {
			t.Fatalf("there is no %s", id)
		}
		c := top.Components[i]
		if c.Unavailability != want.u || c.Figure.Origin != want.origin || want.source != "" && c.Figure.Source != want.source {
			t.Errorf("%s: %g from %s, want %g from %s", id, c.Unavailability, c.Figure, want.u, want.origin)
		}
		if c.NeverFails != (want.origin == FromNeverFails) {
			t.Errorf("%s never fails: %v", id, c.NeverFails)
		}
	}
}

func TestFiguresOfVPNInstances(t *testing.T) {
	top := New(load(t, everything))
	for id, want := range map[string]float64{"gateway-instance:gw/1": 0.0004, "gateway-instance:vpn/1": 0.0005, "gateway-instance:vh/vpn/2": 0.0005} {
		if i, ok := top.Find(id); !ok || top.Components[i].Unavailability != want {
			t.Errorf("%s: %g, want %g", id, top.Components[i].Unavailability, want)
		}
	}
	none := New(load(t, everything+"[availability]\ncatalogue = false\n"))
	for _, c := range none.Components {
		if c.Unavailability != 0 {
			t.Errorf("%s has %g without a catalogue", c.ID, c.Unavailability)
		}
	}
}
