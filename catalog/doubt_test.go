package catalog

import (
	"strings"
	"testing"
)

// TestDoubts holds that what the pages disagree on is marked, on the row and
// on the column, and on no other column.
func TestDoubts(t *testing.T) {
	c := Embedded()
	location := func(name string) Fact { l, _ := c.Location(Public, name); return l.Fact }
	region := func(name string) Fact { g, _ := c.Region(name); return g.Fact }
	gateway := func(name string) Fact { g, _ := c.GatewaySKU(name); return g.Fact }
	units := func(n int) Fact { u, _ := c.ScaleUnits(n); return u.Fact }
	tests := []struct {
		name   string
		fact   Fact
		column string
		want   string
		clear  string // a column without doubt
	}{
		{"Brussels", location("Brussels"), "local_regions", "Belgium Central", "facilities"},
		{"Brussels", location("Brussels"), "direct", "Brussels Metro", "pricing_zone"},
		{"Brussels Metro", location("Brussels Metro"), "direct", "Brussels2", "providers"},
		{"Copenhagen Metro", location("Copenhagen Metro"), "local_regions", "Denmark East", "direct"},
		{"Vienna2", location("Vienna2"), "local_regions", "Austria East", "direct"},
		{"Washington DC2", location("Washington DC2"), "direct", "Washington DC Metro", "local_regions"},
		{"Washington DC Metro", location("Washington DC Metro"), "site2_facility", "VA2", "site1_facility"},
		{"Oslo", location("Oslo"), "pricing_zone", "zone 2", "direct"},
		{"Oslo Metro", location("Oslo Metro"), "site2", "no row", "site1"},
		{"Silicon Valley", location("Silicon Valley"), "facilities", "SV10", "direct"},
		{"Phoenix Metro", location("Phoenix Metro"), "site1_facility", "POR01", "site2_facility"},
		{"Portland", location("Portland"), "geopolitical_region", "geography", "providers"},
		{"belgiumcentral", region("belgiumcentral"), "restricted", "2026-02-11", "availability_zones"},
		{"northcentralus", region("northcentralus"), "availability_zones", "preview", "restricted"},
		{"malaysiawest", region("malaysiawest"), "geopolitical_region", "geography", "restricted"},
		{"ErGwScale", gateway("ErGwScale"), "packets_per_second", "samples", "throughput_mbps"},
		{"20 units", units(20), "packets_per_second", "2,000,000", "throughput_mbps"},
	}
	for _, tt := range tests {
		if got := tt.fact.About(tt.column).Doubt; !strings.Contains(got, tt.want) {
			t.Errorf("%s: doubt about %s is %q, want %q in it", tt.name, tt.column, got, tt.want)
		}
		if got := tt.fact.About(tt.clear).Doubt; got != "" {
			t.Errorf("%s: doubt about %s is %q, want none", tt.name, tt.clear, got)
		}
		if !tt.fact.Doubtful() || !strings.Contains(tt.fact.Source.Doubt, tt.want) {
			t.Errorf("%s: doubt about the row is %q", tt.name, tt.fact.Source.Doubt)
		}
	}
	if f := location("London"); f.Doubtful() {
		t.Errorf("London is doubtful: %s", f.Source.Doubt)
	}
	if f := units(10); f.Source.Doubt != "" || !f.Source.Inferred {
		t.Errorf("10 units of ErGwScale: %+v", f.Source)
	}
	if f := (Fact{Source: Source{Page: "x"}}); f.About("y").Page != "x" {
		t.Error("a fact made by hand has lost its source")
	}
}

func TestDoubtfulLimits(t *testing.T) {
	for key, want := range map[string]string{
		"mtu.max": "1,500", "ergwscale.regions_excluded": "seven", "route_server.vms": "4,000",
		"route_server.routes_per_peer": "1,000", "sla.circuit_availability": "unverified",
		"erdirect.subscribed_10g": "2026-03-02", "prefix.total_routes_per_gateway": "9,500",
		"vpn.non_az_retirement": "2026-09-16", "circuit.authorizations_max": "no figure", "connection.weight_max": "not seen",
	} {
		if got := Embedded().Limit(key).Source.Doubt; !strings.Contains(got, want) {
			t.Errorf("%s: doubt %q, want %q in it", key, got, want)
		}
	}
	if got := Embedded().Limit("bgp.microsoft_asn").Source; got.Doubt != "" || got.String() != "expressroute-routing (2026-03-12)" {
		t.Errorf("bgp.microsoft_asn: %v", got)
	}
}

func TestSourceString(t *testing.T) {
	tests := []struct {
		s    Source
		want string
	}{
		{Source{Page: "articles/expressroute/metro.md", Section: "Locations", Date: "2026-05-10"}, "metro › Locations (2026-05-10)"},
		{Source{Page: "general knowledge"}, "general knowledge"},
		{Source{Page: "mail", Override: "told so"}, "mail, overridden: told so"},
	}
	for _, tt := range tests {
		if got := tt.s.String(); got != tt.want {
			t.Errorf("String() = %q, want %q", got, tt.want)
		}
	}
}

func TestRows(t *testing.T) {
	c := with(t, override("limits", "mtu.max", set{"value": 1500}))
	rows, ok := c.Rows("limits")
	if !ok || len(rows) != 251 {
		t.Fatalf("%d rows", len(rows))
	}
	for _, r := range rows {
		if r.Is("MTU.max") && (r.Value("value") != "1500" || r.Value("doubt") != "" || r.Source.Override == "" || !r.Matches("1500")) {
			t.Errorf("mtu.max: %+v", r)
		}
	}
	if rows, _ := c.Rows("peering_locations"); rows[0].Key != "Abu Dhabi/public" || !rows[0].Is("abu-dhabi") || !rows[0].Matches("etisalat") {
		t.Errorf("first location: %+v", rows[0])
	}
	if _, ok := c.Rows("nothing"); ok {
		t.Error("a table that is not there has rows")
	}
}
