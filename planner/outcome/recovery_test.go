package outcome_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/erplan/erplan/planner/outcome"
)

// routers replaces what the routers of the standard design say of BFD and BGP.
func routers(t testing.TB, lines string, more ...string) string {
	return edited(t, "standard", append([]string{"bfd              = true\nbfd_interval     = \"300ms\"\nbfd_multiplier   = 3\nbfd_bound_to_bgp = true\n", lines + "\n"}, more...)...)
}

// TestDetection holds the figures of detection, in seconds.
func TestDetection(t *testing.T) {
	for _, c := range []struct {
		name            string
		text            string
		expected, worst float64
		key             string
	}{
		{"BFD 300 ms x 3", text(t, "standard"), 0.9, 2.25, "link-loss-bfd"},
		{"BFD 500 ms x 3 is slower than Microsoft's, but not than its slow one", routers(t, "bfd = true\nbfd_interval = \"500ms\""), 1.5, 2.25, "link-loss-bfd"},
		{"BFD 1 s x 4", routers(t, "bfd = true\nbfd_interval = \"1s\"\nbfd_multiplier = 4"), 4, 4, "link-loss-bfd"},
		{"BFD 50 ms: the slower side decides", routers(t, "bfd = true\nbfd_interval = \"50ms\""), 0.9, 2.25, "link-loss-bfd"},
		{"no BFD", routers(t, "bfd = false"), 150, 180, "link-loss-hold-timer"},
		{"BFD not stated", routers(t, ""), 150, 180, "link-loss-hold-timer"},
		{"BFD not tied to BGP", routers(t, "bfd = true\nbfd_bound_to_bgp = false"), 150, 180, "link-loss-hold-timer"},
		{"BFD that the router cannot run", routers(t, "bfd = true\nbfd_capable = false"), 150, 180, "link-loss-hold-timer"},
		{"a peering of 2017, never reset", edited(t, "standard", "vlan_id                       = 100", "vlan_id = 100\ncreated = 2017-05-01"), 150, 180, "link-loss-hold-timer"},
		{"a peering of 2017, reset", edited(t, "standard", "vlan_id                       = 100", "vlan_id = 100\ncreated = 2017-05-01\nreset = 2020-01-01"), 0.9, 2.25, "link-loss-bfd"},
		{"BGP 10/30", routers(t, "bfd = false\nbgp_hold_time = \"30s\"\nbgp_keepalive = \"10s\""), 25, 30, "link-loss-hold-timer"},
		{"BGP 3/10", routers(t, "bfd = false\nbgp_hold_time = \"10s\"\nbgp_keepalive = \"3s\""), 8.5, 10, "link-loss-hold-timer"},
		{"BGP 30, keepalive a third", routers(t, "bfd = false\nbgp_hold_time = \"30s\""), 25, 30, "link-loss-hold-timer"},
		{"BGP 240: Microsoft's 180 is lower", routers(t, "bfd = false\nbgp_hold_time = \"240s\""), 150, 180, "link-loss-hold-timer"},
		{"BGP 3: Microsoft takes no less than 10", routers(t, "bfd = false\nbgp_hold_time = \"3s\"\nbgp_keepalive = \"1s\""), 8.5, 10, "link-loss-hold-timer"},
		{"hold time of the peering", routers(t, "bfd = false", "vlan_id                       = 100", "vlan_id = 100\nbgp_hold_time = \"60s\""), 50, 60, "link-loss-hold-timer"},
		{"seen on the interface", edited(t, "standard", "l2_devices = 1", "l2_devices = 0"), 0, 0, "link-loss-visible"},
		{"layer-2 devices not stated", edited(t, "standard", "l2_devices = 1", ""), 0.9, 2.25, "link-loss-bfd"},
	} {
		a := load(t, c.text, "")
		r := a.Scenario(outcome.Failing(component(t, a, "link:er-london/primary"))).Flows[0].Recovery
		if !r.Known || len(r.Terms) != 2 {
			t.Errorf("%s: %+v", c.name, r)
			continue
		}
		d := r.Terms[0]
		if d.Key != c.key || d.Expected.Seconds() != c.expected || d.Worst.Seconds() != c.worst {
			t.Errorf("%s: %s to %s by %s, not %v to %v by %s", c.name, d.Expected, d.Worst, d.Key, c.expected, c.worst, c.key)
		}
		if r.Terms[1].Key != "bgp-withdraw" || r.Expected.Seconds() != c.expected+1 || r.Worst.Seconds() != c.worst+5 || r.Share != 0.5 {
			t.Errorf("%s: in all %s to %s for %v of the traffic", c.name, r.Expected, r.Worst, r.Share)
		}
	}
}

// TestRecovery holds the interruption of every event, computed by hand from
// the timers of the catalogue.
func TestRecovery(t *testing.T) {
	for _, c := range []struct {
		design, option, flow, fail, drain string
		expected, worst, share            float64
		dominant                          string // key of the term
	}{
		{design: "standard", fail: "router:hq/rtr1", expected: 1.9, worst: 7.25, share: 0.5, dominant: "bgp-withdraw"},
		{design: "standard", fail: "msee:er-london/primary", expected: 30, worst: 60, share: 0.5, dominant: "gateway-msee"},
		{design: "standard", fail: "gateway-instance:ergw/1", expected: 60, worst: 60, share: 0.5, dominant: "gateway-instance"},
		{design: "standard", fail: "zone:uksouth/1", expected: 60, worst: 60, share: 0.5, dominant: "zone"},
		{design: "standard", drain: "msee:er-london/primary", expected: 1, worst: 5, share: 0.5, dominant: "bgp-withdraw"},
		{design: "metro", fail: "peering-site:Amsterdam Metro/1", expected: 30, worst: 60, share: 0.5, dominant: "gateway-msee"},
		{design: "maximum", fail: "provider:Colt", expected: 0.9 + 15, worst: 2.25 + 180, share: 1, dominant: "location-move"},
		{design: "maximum", fail: "peering-location:Amsterdam", expected: 30, worst: 2.25 + 180, share: 1, dominant: "location-move"},
		{design: "maximum", fail: "connection:amsterdam-hub", expected: 30, worst: 180, share: 1, dominant: "location-move"},
		{design: "vpn-backup", fail: "provider:Equinix", expected: 0.9 + 10, worst: 2.25 + 60, share: 1, dominant: "vpn-route-change"},
		{design: "vpn-backup", fail: "gateway:ergw", expected: 30, worst: 60, share: 1, dominant: "gateway-msee"},
		{design: "vpn-backup", option: "longer-prefix-on-vpn", fail: "tunnel:backup/1", expected: 45 + 10, worst: 45 + 60, share: 0.5, dominant: "vpn-route-change"},
		{design: "ipsec", fail: "gateway-instance:vpngw/1", expected: 45 + 10, worst: 45 + 60, share: 0.5, dominant: "vpn-route-change"},
		{design: "ipsec", fail: "link:er-london/primary", expected: 1.9, worst: 7.25, share: 0.5, dominant: "bgp-withdraw"},
		{design: "direct-macsec", flow: "tests", fail: "port:pair/link1", expected: 1, worst: 5, share: 0.5, dominant: "bgp-withdraw"},
	} {
		a := shipped(t, c.design, c.option)
		flow := 0
		if c.flow != "" {
			flow, _ = a.Flow(c.flow)
		}
		change, err := a.Change(split(c.fail), split(c.drain))
		if err != nil {
			t.Fatal(err)
		}
		r := a.Scenario(change).Flows[flow].Recovery
		if !r.Known || r.Expected != seconds(c.expected) || r.Worst != seconds(c.worst) || r.Share != c.share || r.Dominant.Key != c.dominant {
			t.Errorf("%s, %s: %s to %s for %v by %s (known %v), not %v to %v for %v by %s", c.design, a.Name(change), r.Expected, r.Worst, r.Share, r.Dominant.Key, r.Known, c.expected, c.worst, c.share, c.dominant)
		}
	}
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// TestStandby: an active-standby VPN gateway interrupts all of its tunnels.
func TestStandby(t *testing.T) {
	a := shipped(t, "vpn-backup", "active-standby")
	change, err := a.Change([]string{"circuit:er-seattle", "gateway-instance:vpngw/1"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if o := a.Scenario(change).Flows[0].Outcome; o != outcome.Moved {
		t.Errorf("the other instance takes over: %s", o)
	}
	alone := load(t, edited(t, "vpn-backup", "active_active = true", "active_active = false", `circuit = "er-seattle"`, "circuit = \"er-seattle\"", "peerings.private", "peerings.microsoft", "local_preference              = 150", "", `advertised_prefixes           = ["10.1.11.0/25"]`, ""), "")
	r := alone.Scenario(outcome.Failing(component(t, alone, "gateway-instance:vpngw/1"))).Flows[0].Recovery
	if r.Expected != time.Minute || r.Worst != 3*time.Minute || r.Share != 1 {
		t.Errorf("an active-standby gateway takes %s to %s for %v of the traffic", r.Expected, r.Worst, r.Share)
	}
}

// TestRecoveryGrowsWithTimers: a slower timer never makes a change faster.
func TestRecoveryGrowsWithTimers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		interval, hold := rapid.IntRange(50, 3000), rapid.IntRange(3, 300)
		slow := [2]int{interval.Draw(t, "interval"), hold.Draw(t, "hold")}
		fast := [2]int{rapid.IntRange(50, slow[0]).Draw(t, "faster"), rapid.IntRange(3, slow[1]).Draw(t, "lower")}
		bfd := rapid.Bool().Draw(t, "bfd")
		worst := func(timers [2]int) [2]time.Duration {
			lines := fmt.Sprintf("bfd = %v\nbfd_interval = \"%dms\"\nbgp_hold_time = \"%ds\"", bfd, timers[0], timers[1])
			d, problems := parse(strings.Replace(simple, "ROUTER", lines, 1), "")
			if d == nil {
				t.Fatal(problems)
			}
			a := outcome.New(d, outcome.Settings{})
			c, _ := a.Topology.Find("link:er/primary")
			r := a.Scenario(outcome.Failing(c)).Flows[0].Recovery
			return [2]time.Duration{r.Expected, r.Worst}
		}
		a, b := worst(fast), worst(slow)
		if a[0] > b[0] || a[1] > b[1] {
			t.Fatalf("%v takes %v, and %v only %v", fast, a, slow, b)
		}
	})
}

const simple = `schema = 1
[sites.hq]
prefixes = ["10.1.0.0/16"]
[sites.hq.routers.r1]
[sites.hq.routers.r2]
[defaults.routers]
ROUTER
[circuits.er]
service_provider = "Colt"
peering_location = "London"
bandwidth = "1 Gbps"
[circuits.er.links]
primary.router = "hq/r1"
secondary.router = "hq/r2"
[circuits.er.peerings.private]
vlan_id = 100
peer_asn = 65020
[vnets.hub]
region = "uksouth"
address_space = ["10.100.0.0/16"]
[gateways.gw]
kind = "expressroute"
vnet = "hub"
[connections.c]
circuit = "er"
gateway = "gw"
`
