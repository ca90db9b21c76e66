package outcome_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/erplan/erplan/planner/outcome"
)

// TestIntents holds what stands in the way of requirements: the paths of the
// blockers, in order, with "?" before those of which the design does not say
// enough.
func TestIntents(t *testing.T) {
	for _, c := range []struct {
		name, text, option string
		want               map[string]string // by requirement, "" is met
	}{
		{"T01 as it is", text(t, "standard"), "", map[string]string{"resiliency": "", "survive": ""}},
		{"T01 wants maximum", edited(t, "standard", `resiliency  = "standard"`, `resiliency = "maximum"`), "", map[string]string{"resiliency": "circuits.er-london.peering_location"}},
		{"T01 wants high", edited(t, "standard", `resiliency  = "standard"`, `resiliency = "high"`), "", map[string]string{"resiliency": "circuits.er-london.peering_location"}},
		{"T01 with one link", edited(t, "standard", `"hq/rtr2"`, "\"hq/rtr2\"\nenabled = false"), "", map[string]string{
			"resiliency": "circuits.er-london.links.secondary",
			"survive":    "sites.hq.routers.rtr1 circuits.er-london.links.primary circuits.er-london.links.primary",
		}},
		{"T01 wants to survive its provider", edited(t, "standard", `"zone"]`, `"zone", "provider"]`), "", map[string]string{"survive": "circuits.er-london.service_provider"}},
		{"T01 wants to survive its site, which is named", edited(t, "standard", `"zone"]`, `"zone", "site"]`), "", map[string]string{"survive": "sites.hq"}},
		{"T02 as it is", text(t, "metro"), "", map[string]string{"resiliency": "", "survive": ""}},
		{"T02 with both links in one facility", edited(t, "metro", `peering_site = "2"`, `peering_site = "1"`), "", map[string]string{
			"resiliency": "circuits.er-amsterdam.peering_location", "survive": "circuits.er-amsterdam.peering_location",
		}},
		{"T03 as it is", text(t, "maximum"), "", map[string]string{"resiliency": "", "survive": ""}},
		{"T03 in 10 s: a move to another location takes longer", edited(t, "maximum", `criticality = "mission-critical"`, "criticality = \"mission-critical\"\nrecovery_time = \"10s\""), "", map[string]string{
			"recovery_time": "circuits.er-amsterdam.service_provider circuits.er-amsterdam.links.primary connections.amsterdam-hub gateways.ergw gateways.ergw.zones",
		}},
		{"T03 in 5 min", edited(t, "maximum", `criticality = "mission-critical"`, "criticality = \"mission-critical\"\nrecovery_time = \"5m\""), "", map[string]string{"recovery_time": ""}},
		{"T03 at half load", edited(t, "maximum", `criticality = "mission-critical"`, "criticality = \"mission-critical\"\nmax_utilisation = 50"), "", map[string]string{
			"max_utilisation": "circuits.er-amsterdam.bandwidth circuits.er-amsterdam.bandwidth circuits.er-amsterdam.bandwidth circuits.er-frankfurt.bandwidth",
		}},
		{"T03 at two thirds", edited(t, "maximum", `criticality = "mission-critical"`, "criticality = \"mission-critical\"\nmax_utilisation = 66"), "", map[string]string{"max_utilisation": ""}},
		{"T03 without a demand", edited(t, "maximum", `criticality = "mission-critical"`, "criticality = \"mission-critical\"\nmax_utilisation = 66", "bandwidth = \"600 Mbps\"\n", ""), "", map[string]string{"max_utilisation": "?flows.erp.bandwidth"}},
		{"T03 in 1 ms: Frankfurt is too far", edited(t, "maximum", `bandwidth = "600 Mbps"`, "bandwidth = \"600 Mbps\"\nmax_latency = \"1ms\""), "", map[string]string{
			"max_latency": "circuits.er-amsterdam.service_provider circuits.er-amsterdam.peering_location circuits.er-amsterdam connections.amsterdam-hub",
		}},
		{"T03 without coordinates", edited(t, "maximum", `bandwidth = "600 Mbps"`, "bandwidth = \"600 Mbps\"\nmax_latency = \"1ms\"", "coordinates = [52.37, 4.90]\n", ""), "", map[string]string{"max_latency": "?flows.erp"}},
		{"T03 at 99.9 %", edited(t, "maximum", `bandwidth = "600 Mbps"`, "bandwidth = \"600 Mbps\"\navailability = 99.9"), "", map[string]string{"availability": ""}},
		{"T03 at 99.99 %: the building", edited(t, "maximum", `bandwidth = "600 Mbps"`, "bandwidth = \"600 Mbps\"\navailability = 99.99"), "", map[string]string{"availability": "sites.dc-amsterdam"}},
		{"T12 does not stay encrypted", text(t, "ipsec"), "encrypted-only", map[string]string{"encryption": "circuits.er-london"}},
		{"T14 as it is", text(t, "direct-macsec"), "", map[string]string{"encryption": "", "max_utilisation": "", "survive": ""}},
		{"T14 with MACsec on one link", edited(t, "direct-macsec", `["link1", "link2"]`, `["link1"]`), "", map[string]string{"encryption": "ports.pair.macsec.links ports.pair.macsec.links"}},
		{"T14 wants both", edited(t, "direct-macsec", `encryption      = "macsec"`, `encryption = "both"`), "", map[string]string{"encryption": "circuits.er-production circuits.er-test"}},
		{"T08 off the Internet", edited(t, "vpn-backup", `bandwidth = "200 Mbps"`, "bandwidth = \"200 Mbps\"\ninternet_fallback = \"forbidden\""), "", map[string]string{"internet_fallback": "vpn_tunnels.backup"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := load(t, c.text, c.option)
			got := map[string]string{}
			for _, x := range a.Intents() {
				got[x.Requirement] = paths(&x)
				if (x.Verdict == outcome.Met) != (len(x.Blockers) == 0) {
					t.Errorf("%s is %s with %d blockers", x.Requirement, x.Verdict, len(x.Blockers))
				}
			}
			for name, want := range c.want {
				if list, ok := got[name]; !ok || list != want {
					t.Errorf("%s: %q, not %q\n%v", name, list, want, a.Intents())
				}
			}
		})
	}
}

func paths(x *outcome.Intent) string {
	var out []string
	for _, b := range x.Blockers {
		path := b.Place.Path
		if b.Unknown {
			path = "?" + path
		}
		out = append(out, path)
	}
	return strings.Join(out, " ")
}

// TestIntentsAreMetOrBlocked: no blockers if and only if met, and every
// blocker has words and a place.
func TestIntentsAreMetOrBlocked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := design(t) + `
[requirements]
resiliency = "high"
availability = 99.95
recovery_time = "60s"
survive = ["link", "router", "provider"]
encryption = "ipsec"
max_utilisation = 90
`
		d, problems := parse(text, "")
		if d == nil {
			t.Fatal(problems)
		}
		intents := outcome.New(d, outcome.Settings{}).Intents()
		if len(intents) != 6 {
			t.Fatalf("%d requirements are judged, not 6", len(intents))
		}
		for _, x := range intents {
			if (x.Verdict == outcome.Met) != (len(x.Blockers) == 0) {
				t.Fatalf("%s is %s with %d blockers\n%s", x.Requirement, x.Verdict, len(x.Blockers), text)
			}
			for _, b := range x.Blockers {
				if b.Message == "" || b.Place.File == nil || b.Place.Path == "" {
					t.Fatalf("%s: a blocker without words or a place: %+v\n%s", x.Requirement, b, text)
				}
			}
		}
	})
}
