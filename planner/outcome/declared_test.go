package outcome_test

import (
	"strings"
	"testing"

	"github.com/erplan/erplan/planner/outcome"
)

func TestDeclared(t *testing.T) {
	a := load(t, text(t, "standard")+`
[scenarios.a-link]
fail   = ["link:er-london/primary"]
expect = { erp = "kept" }
[scenarios.b-survives]
fail   = ["peering-location:London"]
expect = { erp = "survives" }
[scenarios.c-moved]
drain  = ["msee:er-london/primary"]
expect = { erp = "moved" }
[scenarios.d-typo]
fail   = ["peering-location:Lodon"]
expect = { erp = "lost" }
`, "")
	all := a.Declared()
	if len(all) != 4 || !all[0].Holds() || all[0].Scenario.Name != "a-link" {
		t.Fatalf("the first holds: %+v", all)
	}
	if u := all[1].Unmet; len(u) != 1 || u[0].Message(a) != "flow erp does not survive: it is lost; no way is left" || u[0].Place.Path != "scenarios.b-survives.expect.erp" {
		t.Errorf("the second: %+v", u)
	}
	if u := all[2].Unmet; len(u) != 1 || u[0].Message(a) != "flow erp is kept, not moved" || u[0].Place.Start().Line == 1 {
		t.Errorf("the third: %+v", u)
	}
	p := all[3].Problems
	if len(p) != 1 || all[3].Scenario != nil || !strings.Contains(p[0].Message, `"peering-location:Lodon"`) || !strings.Contains(p[0].Fix, "peering-location:London") || p[0].Place.Path != "scenarios.d-typo.fail[0]" {
		t.Errorf("the fourth: %+v", p)
	}
}

// TestReturns: a hub that prefers ExpressRoute stays with the VPN that carried
// the traffic while ExpressRoute was away; without a hub everything is back.
// TestMisnamed: targets of tests and figures for nothing are told, with the ids
// that may be meant.
func TestMisnamed(t *testing.T) {
	design := text(t, "standard") + `
[tests.spring]
kind   = "link-failover"
target = "link:er-london/first"
date   = 2026-03-01
[tests.fall]
kind   = "link-failover"
target = "link:er-london/primary"
date   = 2026-09-01
[components."router:hq/rtr9"]
never_fails = true
`
	got := load(t, design, "").Misnamed()
	if len(got) != 2 || got[0].Place.Path != "tests.spring.target" || got[1].Place.Path != `components."router:hq/rtr9"` {
		t.Fatalf("%+v", got)
	}
	for i, want := range []string{"Did you mean link:er-london/primary, link:er-london/secondary?", "Did you mean router:hq/rtr1, router:hq/rtr2?"} {
		if got[i].Fix != want {
			t.Errorf("%s: %q", got[i].Message, got[i].Fix)
		}
	}
}

func TestReturns(t *testing.T) {
	if r := shipped(t, "vpn-backup", "").Returns(); r != nil {
		t.Errorf("a gateway remembers nothing: %+v", r)
	}
	a := load(t, hub, "")
	found := map[string]outcome.Outcome{}
	for _, r := range a.Returns() {
		found[a.Topology.Components[r.Component].ID] = r.Outcome
	}
	if found["circuit:er"] != outcome.Moved {
		t.Errorf("the hub goes back to ExpressRoute: %v", found)
	}
	if _, ok := found["link:er/primary"]; ok {
		t.Error("a link that returns changes nothing")
	}
}

const hub = `schema = 1
[sites.hq]
asn = 65010
prefixes = ["10.1.0.0/16"]
internet = true
[sites.hq.routers.r1]
[sites.hq.routers.r2]
[circuits.er]
service_provider = "Colt"
peering_location = "London"
bandwidth = "1 Gbps"
local_preference = 200
[circuits.er.links]
primary.router = "hq/r1"
secondary.router = "hq/r2"
[circuits.er.peerings.private]
vlan_id = 100
peer_asn = 65010
[virtual_wans.w]
[virtual_hubs.h]
wan = "w"
region = "uksouth"
expressroute_scale_units = 1
vpn_scale_units = 1
[vnets.spoke]
region = "uksouth"
address_space = ["10.100.0.0/16"]
hub = "virtual_hubs/h"
[connections.c]
circuit = "er"
gateway = "virtual_hubs/h"
[vpn_tunnels.v]
site = "hq"
gateway = "virtual_hubs/h"
[flows.app]
from = "sites/hq"
to = "vnets/spoke"
bandwidth = "100 Mbps"
`

// TestPoints: the ends of a flow are told apart, and what routing alone loses
// is marked.
func TestPoints(t *testing.T) {
	a := shipped(t, "standard", "")
	want := []string{"site:hq end", "provider:Colt", "peering-location:London", "region:uksouth end", "circuit:er-london", "connection:london-hub", "gateway:ergw end"}
	var got []string
	for _, p := range a.Points(0) {
		id := a.Topology.Components[p.Component].ID
		if p.End {
			id += " end"
		}
		if p.Routing {
			id += " routing"
		}
		got = append(got, id)
	}
	if strings.Join(got, ", ") != strings.Join(want, ", ") {
		t.Errorf("%v, not %v", got, want)
	}
	// A stateful site that Azure answers by the other circuit's router: the
	// structure has a way, routing loses it.
	broken := load(t, edited(t, "standard", "[circuits.er-london.links.secondary]", "[circuits.er-london.links.secondary]\nas_path_prepend = 2\nlocal_preference = 200", "asn         = 65020", "asn = 65020\nstateful_firewall = true"), "")
	if o := broken.Normal().Flows[0].Outcome; o != outcome.Lost {
		t.Errorf("the flow is %s in the normal state", o)
	}
}

// TestHandCheck is the hand check of the model: one circuit, two instances.
func TestHandCheck(t *testing.T) {
	a := load(t, `schema = 1
[availability]
catalogue = false
site = 99.98
router = 99.95
link = 99.9
provider = 99.99
peering-location = 99.995
msee = 99.98
gateway-instance = 99.96
region = 99.999
`+strings.Replace(strings.TrimPrefix(strings.Replace(simple, `"hq/r2"`, `"hq/r1"`, 1), "schema = 1\n"), "ROUTER", "", 1), "")
	u, ok := a.Availability(0)
	if !ok || u.Unavailability < 8.613796651714175e-4 || u.Unavailability > 8.613796651714177e-4 {
		t.Errorf("unavailability %v", u.Unavailability)
	}
	if text := outcome.AvailablePercent(u.Unavailability); text != "99.91386%" {
		t.Errorf("written as %s", text)
	}
}
