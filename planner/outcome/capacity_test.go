package outcome_test

import (
	"strings"
	"testing"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/outcome"
)

// edited returns the text of a shipped design with replacements.
func edited(t testing.TB, name string, pairs ...string) string {
	t.Helper()
	out := text(t, name)
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(out, pairs[i]) {
			t.Fatalf("%s has no %q", name, pairs[i])
		}
		out = strings.ReplaceAll(out, pairs[i], pairs[i+1])
	}
	return out
}

// A loadCase is what elements carry, computed by hand. Loads are in Mbps: up,
// down, capacity.
type loadCase struct {
	name        string
	text        string
	option      string
	fail, drain string
	loads       map[string][3]int
	outcome     map[string]outcome.Outcome
}

func loadCases(t testing.TB) []loadCase {
	return []loadCase{
		{
			name: "both links share 400 Mbps", text: text(t, "standard"),
			loads: map[string][3]int{"link:er-london/primary": {200, 200, 1000}, "link:er-london/secondary": {200, 200, 1000}, "circuit:er-london": {400, 400, 1000}, "gateway:ergw": {400, 400, 1000}},
		},
		{
			name: "one link is left", text: text(t, "standard"), fail: "link:er-london/primary",
			loads: map[string][3]int{"link:er-london/secondary": {400, 400, 1000}, "circuit:er-london": {400, 400, 1000}, "gateway:ergw": {400, 400, 1000}},
		},
		{
			name: "1.6 Gbps over two links of 1 Gbps is more than was purchased", text: edited(t, "standard", `"400 Mbps"`, `"1600 Mbps"`, "ErGw1AZ", "ErGw2AZ"),
			loads:   map[string][3]int{"link:er-london/primary": {800, 800, 1000}, "circuit:er-london": {1600, 1600, 1000}, "gateway:ergw": {1600, 1600, 2000}},
			outcome: map[string]outcome.Outcome{"erp": outcome.Degraded},
		},
		{
			name: "a slow access line is enough for half", text: edited(t, "standard", `"hq/rtr2"`, "\"hq/rtr2\"\nbandwidth = \"300 Mbps\""),
			loads:   map[string][3]int{"line:er-london/secondary": {200, 200, 300}},
			outcome: map[string]outcome.Outcome{"erp": outcome.Kept},
		},
		{
			name: "a slow access line is too small for all", text: edited(t, "standard", `"hq/rtr2"`, "\"hq/rtr2\"\nbandwidth = \"300 Mbps\""), fail: "router:hq/rtr1",
			loads:   map[string][3]int{"line:er-london/secondary": {400, 400, 300}},
			outcome: map[string]outcome.Outcome{"erp": outcome.Degraded},
		},
		{
			name: "a third each, rounded up", text: text(t, "dual-metro"), fail: "link:er-one/primary",
			loads: map[string][3]int{"link:er-one/secondary": {200, 200, 1000}, "link:er-two/primary": {200, 200, 1000}, "circuit:er-one": {200, 200, 1000}, "circuit:er-two": {400, 400, 1000}},
		},
		{
			name: "two circuits share the ports", text: text(t, "direct-macsec"),
			loads: map[string][3]int{"port:pair/link1": {18000, 18000, 100000}, "link:er-production/primary": {15000, 15000, 40000}, "link:er-test/primary": {3000, 3000, 10000}, "gateway:ergw-production": {30000, 30000, 40000}},
		},
		{
			name: "one port carries all", text: text(t, "direct-macsec"), fail: "port:pair/link2",
			loads: map[string][3]int{"port:pair/link1": {36000, 36000, 100000}, "link:er-production/primary": {30000, 30000, 40000}, "link:er-test/primary": {6000, 6000, 10000}},
		},
		{
			name: "FastPath goes around the gateway", text: edited(t, "standard", "ErGw1AZ", "ErGw3AZ", `gateway = "ergw"`, "gateway = \"ergw\"\nexpress_route_gateway_bypass = true"),
			loads: map[string][3]int{"circuit:er-london": {400, 400, 1000}, "gateway:ergw": {0, 0, 10000}},
		},
		{
			name: "a small gateway has no FastPath", text: edited(t, "standard", `gateway = "ergw"`, "gateway = \"ergw\"\nexpress_route_gateway_bypass = true"),
			loads: map[string][3]int{"gateway:ergw": {400, 400, 1000}},
		},
		{
			name: "the VPN carries one direction", text: text(t, "vpn-backup"), option: "longer-prefix-on-vpn",
			loads: map[string][3]int{"link:er-seattle/primary": {100, 0, 1000}, "circuit:er-seattle": {200, 0, 1000}, "tunnel:backup/1": {0, 100, 550}, "gateway:vpngw": {0, 200, 1250}, "gateway:ergw": {200, 0, 1000}},
		},
		{
			name: "between two sites", text: text(t, "global-reach"),
			loads: map[string][3]int{"global-reach:sf-london": {300, 300, 1000}, "circuit:er-london": {500, 500, 1000}, "circuit:er-silicon-valley": {500, 500, 1000}, "link:er-london/primary": {250, 250, 1000}, "gateway:ergw-uk": {200, 200, 1000}},
		},
		{
			name: "a flow is crowded by one that moves", text: edited(t, "maximum", "[options.by-prefix]", `[vnets.other]
region         = "westeurope"
address_space  = ["10.101.0.0/16"]
hub            = "hub"
[flows.branch]
from      = "sites/dc-frankfurt"
to        = "vnets/other"
bandwidth = "500 Mbps"
[options.by-prefix]`, "[sites.dc-frankfurt]", "[sites.dc-frankfurt]\nprefixes = [\"10.2.0.0/24\"]",
				"peer_asn                      = 65020\nprimary_peer_address_prefix   = \"192.168.101.0/30\"\nsecondary_peer_address_prefix = \"192.168.101.4/30\"\nadvertised_prefixes           = [\"10.1.11.0/24\"]",
				"peer_asn                      = 65020\nprimary_peer_address_prefix   = \"192.168.101.0/30\"\nsecondary_peer_address_prefix = \"192.168.101.4/30\"\nadvertised_prefixes           = [\"10.1.11.0/24\", \"10.2.0.0/24\"]",
				"local_preference = 200", "local_preference = 100"),
			fail:    "peering-location:Amsterdam",
			loads:   map[string][3]int{"circuit:er-frankfurt": {1100, 1100, 1000}, "link:er-frankfurt/primary": {550, 550, 1000}},
			outcome: map[string]outcome.Outcome{"erp": outcome.Degraded, "branch": outcome.Degraded},
		},
	}
}

func TestLoads(t *testing.T) {
	for _, c := range loadCases(t) {
		t.Run(c.name, func(t *testing.T) {
			a := load(t, c.text, c.option)
			change, err := a.Change(split(c.fail), split(c.drain))
			if err != nil {
				t.Fatal(err)
			}
			s := a.Scenario(change)
			got := map[string][3]int{}
			for _, e := range a.Elements {
				got[e.ID] = [3]int{0, 0, int(e.Capacity)}
			}
			for _, l := range s.Loads {
				e := a.Elements[l.Element]
				got[e.ID] = [3]int{int(l.Up), int(l.Down), int(e.Capacity)}
			}
			for id, want := range c.loads {
				if got[id] != want {
					t.Errorf("%s carries %v, not %v", id, got[id], want)
				}
			}
			for name, want := range c.outcome {
				if f, _ := a.Flow(name); s.Flows[f].Outcome != want {
					t.Errorf("%s is %s, not %s: %v", name, s.Flows[f].Outcome, want, s.Flows[f].Reasons)
				}
			}
		})
	}
}

func TestWorstCase(t *testing.T) {
	a := shipped(t, "vpn-backup", "")
	f := a.Capacity().Flows[0]
	if id := a.Elements[f.Normal.Element].ID; id != "circuit:er-seattle" || f.Normal.Used != 20 {
		t.Errorf("normally %s is the fullest, %v%%", id, f.Normal.Used)
	}
	// Half of 200 Mbps in a tunnel of 550 is 18 %, one link with all of it 20 %:
	// no failure fills anything more than the circuit is.
	if !f.Worst.Change.IsNone() {
		t.Errorf("%s fills %v%%", a.Name(f.Worst.Change), f.Worst.Used)
	}
	if f.Most.Mbps != 2100 { // 1000 over the circuit and its gateway, 2 x 550 over the tunnels
		t.Errorf("at most %s", f.Most.Mbps)
	}
	if f.WorstMost.Mbps != 1000 || a.Topology.Components[f.WorstMost.Component].ID != "router:seattle/srx42" {
		t.Errorf("at most %s without %s", f.WorstMost.Mbps, a.Topology.Components[f.WorstMost.Component].ID)
	}

	a = shipped(t, "global-reach", "")
	for _, e := range a.Capacity().Elements {
		if a.Elements[e.Element].ID == "circuit:er-silicon-valley" {
			if e.Worst.Load != 700 || a.Name(e.Worst.Change) != "connection:london-uk fails" {
				t.Errorf("worst is %s when %s", e.Worst.Load, a.Name(e.Worst.Change))
			}
		}
	}
}

func TestMostFlow(t *testing.T) {
	for _, c := range []struct {
		design, flow, fail string
		want               planner.Bandwidth
	}{
		{"standard", "erp", "", 1000},
		{"standard", "erp", "link:er-london/primary", 1000},
		{"standard", "erp", "peering-location:London", 0},
		{"maximum", "erp", "", 2000}, // two circuits, the gateway takes as much
		{"maximum", "erp", "peering-location:Amsterdam", 1000},
		{"direct-macsec", "analytics", "", 40000},
		{"direct-macsec", "tests", "port:pair/link1", 10000},
		{"ipsec", "payments", "", 1000},
		{"ipsec", "payments", "gateway:vpngw", 1000}, // in clear
		{"global-reach", "office-to-office", "", 1000},
	} {
		a := shipped(t, c.design, "")
		f, _ := a.Flow(c.flow)
		change, err := a.Change(split(c.fail), nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := a.Most(f, change); got.Mbps != c.want || got.Known != (c.want > 0) {
			t.Errorf("%s, %s, %q: %s, not %s", c.design, c.flow, c.fail, got.Mbps, c.want)
		}
	}
}

func TestGrowth(t *testing.T) {
	a := load(t, edited(t, "maximum", `bandwidth = "600 Mbps"`, "bandwidth = \"600 Mbps\"\ngrowth = 20"), "")
	c := a.Capacity()
	if len(c.Years) != 6 || c.Years[2].Worst.Load != 864 || c.Years[2].After != 2 { // 600 x 1.44
		t.Errorf("years: %+v", c.Years)
	}
	if c.FullIn != 3 { // 600 x 1.728 = 1037 > 1000
		t.Errorf("full in %d years", c.FullIn)
	}
	if c := shipped(t, "maximum", "").Capacity(); c.FullIn != -1 || len(c.Years) != 1 {
		t.Errorf("without growth it is full in %d years: %+v", c.FullIn, c.Years)
	}
}
