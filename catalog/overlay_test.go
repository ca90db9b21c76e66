package catalog

import (
	"slices"
	"strings"
	"testing"
)

// override is short for one override with a reason and a source.
func override(table, key string, set map[string]any) Override {
	return Override{Table: table, Key: key, Set: set, Reason: "told by the account team", Source: "mail of 2026-10-01"}
}

// with applies overrides that are to have no problems.
func with(t *testing.T, overrides ...Override) *Catalog {
	t.Helper()
	c, problems := newCatalog().With(overrides)
	for _, p := range problems {
		t.Errorf("problem: %s", p)
	}
	return c
}

type set = map[string]any

func TestOverlayScalars(t *testing.T) {
	c := with(t,
		override("limits", "mtu.max", set{"value": int64(1500)}),
		override("limits", "circuit.authorizations_max", set{"value": 10}),
		override("limits", "gateway.private_endpoint_capacity_factor", set{"value": 1}),
		override("limits", "erdirect.port_speeds", set{"value": []any{"10", "100"}}),
		override("limits", "bgp.md5_supported", set{"value": false}),
		override("peering_locations", "oslo", set{"pricing_zone": 2}),
		override("peering_locations", "Chicago", set{"direct": false}),
		override("metro_locations", "brussels-metro", set{"direct": true, "local_regions": []string{}}),
		override("gateway_skus", "ErGw1AZ", set{"max_circuits": 5}),
		override("gateway_skus", "ErGwScale", set{"vpn_coexist": false}),
		override("vpn_gateway_skus", "VpnGw2AZ/2", set{"aggregate_throughput_mbps": 1300}),
		override("regions", "UK South", set{"availability_zones": false}),
		override("bgp_communities", "12076:5010", set{"m365": false}),
		override("figures", "router", set{"unavailability": 1e-5}),
		override("timers", "vpn-dpd", set{"worst_s": 10.5}),
		override("sla", "maximum", set{"availability": 99.99, "verified": true}),
		override("latency", "eastus/westus", set{"rtt_ms": 1}),
		override("global_reach", "Poland", set{"remove_locations": []string{"warsaw"}}),
		override("circuit_bandwidths", "direct/100/5000", set{"limited_availability": true}),
	)
	london, _ := c.Location(Public, "London")
	oslo, _ := c.Location(Public, "Oslo")
	chicago, _ := c.Location(Public, "Chicago")
	gov, _ := c.Location(USGov, "Chicago")
	brussels, _ := c.Location(Public, "Brussels Metro")
	small, _ := c.GatewaySKU("ErGw1AZ")
	scale, _ := c.GatewaySKU("ErGwScale")
	vpn2, _ := c.VPNSKU("VpnGw2AZ", 2)
	vpn1, _ := c.VPNSKU("VpnGw2AZ", 1)
	uk, _ := c.Region("uksouth")
	mail, _ := c.Community(Public, "exchange-online")
	govMail, _ := c.Community(USGov, "exchange-online")
	router, _ := c.Figure("router")
	maximum, _ := c.SLA("maximum")
	ms, _, _ := c.Latency("eastus", "westus")
	warsaw, _ := c.Location(Public, "Warsaw")
	_, reach := c.GlobalReach(warsaw)
	for name, ok := range map[string]bool{
		"limit":            c.Limit("mtu.max").Int() == 1500,
		"unknown limit":    c.Limit("circuit.authorizations_max").Int() == 10,
		"fraction limit":   c.Limit("gateway.private_endpoint_capacity_factor").Float() == 1,
		"list limit":       len(c.Limit("erdirect.port_speeds").List()) == 2,
		"bool limit":       !c.Limit("bgp.md5_supported").Bool(),
		"location":         oslo.PricingZone == 2,
		"public location":  !chicago.Direct && gov.Direct,
		"metro":            brussels.Direct && brussels.LocalRegions == nil,
		"gateway":          small.MaxCircuits == 5,
		"scalable gateway": !scale.VPNCoexist,
		"vpn":              vpn2.ThroughputMbps == 1300 && vpn1.ThroughputMbps == 1000,
		"region":           uk.Zones == No,
		"community":        !mail[0].M365 && govMail[0].M365,
		"figure":           router.Unavailability == 1e-5,
		"timer":            c.Timer("vpn-dpd").Worst.Seconds() == 10.5,
		"sla":              maximum.Percent == 99.99 && maximum.Verified,
		"latency":          ms == 1,
		"global reach":     !reach,
		"untouched":        london.Source.Override == "" && london.Direct,
		"overrides":        len(c.Overrides()) == 19,
	} {
		if !ok {
			t.Errorf("%s: the override does not show", name)
		}
	}
	if got := oslo.Source; got.Override != "told by the account team" || got.Page != "mail of 2026-10-01" || got.Date != "" {
		t.Errorf("source of Oslo: %+v", got)
	}
	if got := oslo.About("pricing_zone"); got.Doubt != "" || got.Override == "" {
		t.Errorf("source of the pricing zone of Oslo: %+v", got)
	}
	if got := oslo.About("providers"); got.Override != "" || got.Date != "2026-04-28" {
		t.Errorf("source of the providers at Oslo: %+v", got)
	}
	if c.Limit("mtu.max").Source.Override == "" || c.Limit("mtu.max").Source.Doubt != "" {
		t.Errorf("source of mtu.max: %+v", c.Limit("mtu.max").Source)
	}
	if Embedded().Limit("mtu.max").Int() != 1400 {
		t.Error("the embedded catalogue has changed")
	}
}

func TestOverlayPairs(t *testing.T) {
	offer := func(c *Catalog, cloud Cloud, location, provider string) Offer {
		l, ok := c.Location(cloud, location)
		p, known := c.Provider(provider)
		if !ok || !known {
			t.Fatalf("%s or %s is not known", location, provider)
		}
		fromProvider := slices.Contains(slices.Concat(p.Locations(cloud), p.Metros), l.Name)
		if got := l.Offers(p); (got == Active) != fromProvider {
			t.Errorf("%s at %s: %v by the location, active %v by the provider", provider, location, got, fromProvider)
		}
		return l.Offers(p)
	}
	expect := func(c *Catalog, cloud Cloud, location, provider string, want Offer) {
		t.Helper()
		if got := offer(c, cloud, location, provider); got != want {
			t.Errorf("%s at %s: %v, want %v", provider, location, got, want)
		}
	}

	c := with(t, override("providers", "colt ethernet", set{"locations": []string{"perth", "London", "Zürich Metro", "Quebec City"}}))
	expect(c, Public, "Perth", "Colt", Active)
	expect(c, Public, "London", "Colt", Active)
	expect(c, Public, "Amsterdam", "Colt", NotOffered)
	expect(c, Public, "Zurich Metro", "Colt", Active)
	expect(c, Public, "Vienna Metro", "Colt", NotOffered)
	expect(c, Public, "Milan Metro", "Megaport", Active)
	perth, _ := c.Location(Public, "Perth")
	if !slices.Equal(perth.Providers, []string{"Colt", "Equinix", "Internet Association of Australia", "Megaport", "NEXTDC"}) {
		t.Errorf("providers at Perth: %q", perth.Providers)
	}
	if perth.Source.Override == "" {
		t.Error("Perth does not say that it is overridden")
	}

	c = with(t, override("providers", "Equinix", set{"locations": []string{"London"}}))
	expect(c, Public, "Quebec City", "Equinix", NotOffered) // was doubtful: the list decides
	expect(c, Public, "Amsterdam Metro", "Equinix", Active) // a list without Metros does not
	c = with(t, override("providers", "Equinix", set{"add_locations": []string{"Quebec City"}, "remove_locations": []string{"London"}}))
	expect(c, Public, "Quebec City", "Equinix", Active)
	expect(c, Public, "London", "Equinix", NotOffered)
	expect(c, Public, "Paris", "Equinix", Active)
	c = with(t, override("providers", "Equinix", set{"remove_locations": []string{"Quebec City"}}))
	expect(c, Public, "Quebec City", "Equinix", NotOffered)

	c = with(t, override("providers", "Colt", set{"add_metros": []string{"Milan Metro", "Dublin Metro"}}))
	expect(c, Public, "Dublin Metro", "Colt", Active) // was announced
	expect(c, Public, "Frankfurt Metro", "Colt", Announced)

	c = with(t, override("peering_locations", "Quebec City", set{"providers": []string{"Megaport", "colt"}}))
	expect(c, Public, "Quebec City", "Colt", Active)
	expect(c, Public, "Quebec City", "Equinix", NotOffered)
	expect(c, Public, "Quebec City", "Telus", NotOffered)
	c = with(t, override("peering_locations", "Quebec City", set{"add_providers": []string{"Equinix"}, "remove_providers": []string{"Telus"}}))
	expect(c, Public, "Quebec City", "Equinix", Active)
	expect(c, Public, "Quebec City", "Telus", NotOffered)
	expect(c, Public, "Quebec City", "Bell Canada", Active)
	c = with(t, override("peering_locations", "Quebec City", set{"remove_providers": []string{"Equinix"}}))
	expect(c, Public, "Quebec City", "Equinix", NotOffered)

	c = with(t, override("metro_locations", "Silicon Valley Metro", set{"add_providers": []string{"Equinix"}}))
	expect(c, Public, "Silicon Valley Metro", "Equinix", Active)
	if p, _ := c.Provider("Equinix"); slices.Contains(p.MetrosPlanned, "Silicon Valley Metro") {
		t.Error("Equinix at Silicon Valley Metro is active and announced")
	}
	c = with(t, override("providers", "Megaport", set{"locations_usgov": []string{"Chicago"}}))
	expect(c, USGov, "Chicago", "Megaport", Active)
	expect(c, USGov, "Dallas", "Megaport", NotOffered)
	expect(c, Public, "Dallas", "Megaport", Active)

	// Two names of one provider: both lists count.
	c = with(t,
		override("providers", "AT&T", set{"locations": []string{"Perth"}}),
		override("providers", "AT&T Netbond", set{"locations": []string{"Oslo"}}))
	expect(c, Public, "Perth", "AT&T NetBond", Active)
	expect(c, Public, "Oslo", "AT&T NetBond", Active)
	expect(c, Public, "London", "AT&T NetBond", NotOffered)

	// The same name twice: the later list counts.
	c = with(t,
		override("providers", "Colt", set{"locations": []string{"Perth"}}),
		override("providers", "Colt", set{"locations": []string{"Oslo"}}))
	expect(c, Public, "Perth", "Colt", NotOffered)
	expect(c, Public, "Oslo", "Colt", Active)
	checkPairs(c, t.Errorf)
}

func TestOverlayAddsRows(t *testing.T) {
	c := with(t,
		override("regions", "atlantiseast", set{"cloud": "public", "geopolitical_region": "Europe", "display_name": "Atlantis East"}),
		override("providers", "Quetzal Networks", set{"locations": []string{"London"}, "bandwidths_mbps": []any{int64(50), int64(100)}}),
		override("peering_locations", "Reykjavik", set{
			"geopolitical_region": "europe", "local_regions": []string{"Atlantis East"}, "providers": []string{"quetzal networks"},
			"direct": true, "lat": 64.1, "lon": -21.9,
		}),
		override("limits", "own.figure", set{"value": 7, "unit": "things"}),
		override("gateway_skus", "Jumbo/0", set{"family": "az", "throughput_mbps": 40000, "max_circuits": 32}),
	)
	l, ok := c.Location(Public, "reykjavik")
	if !ok || l.GeopoliticalRegion != "Europe" || !slices.Equal(l.LocalRegions, []string{"atlantiseast"}) || l.Lon != -21.9 || l.Source.Override == "" {
		t.Fatalf("Reykjavik: %+v", l)
	}
	p, ok := c.Provider("QuetzalNetworks")
	if !ok || l.Offers(p) != Active || !slices.Equal(p.Locations(Public), []string{"London", "Reykjavik"}) || !slices.Equal(p.BandwidthsMbps, []int{50, 100}) {
		t.Errorf("Quetzal Networks: %+v", p)
	}
	if g, ok := c.Region("Atlantis East"); !ok || g.Cloud != Public {
		t.Errorf("atlantiseast: %+v", g)
	}
	if c.Limit("own.figure").Int() != 7 {
		t.Error("the added limit is not there")
	}
	if g, ok := c.GatewaySKU("jumbo"); !ok || g.MaxCircuits != 32 {
		t.Errorf("Jumbo: %+v", g)
	}
	if len(c.Locations()) != 147 || len(Embedded().Locations()) != 146 {
		t.Error("number of locations")
	}
	checkPairs(c, t.Errorf)
}

func TestOverlayProblems(t *testing.T) {
	tests := []struct {
		name string
		o    Override
		want string
		warn bool
	}{
		{"table", override("provider", "Colt", set{"model": "x"}), `provider: there is no table "provider"; did you mean "providers"`, false},
		{"column", override("providers", "Colt", set{"location": []string{}}), `providers."Colt".location: table providers has no column "location"; did you mean "locations"`, false},
		{"own column", override("limits", "mtu.max", set{"source_page": "x"}), `has no column "source_page"`, false},
		{"key column", override("providers", "Colt", set{"name": "Bolt"}), `the column is part of the key`, false},
		{"add to a text", override("providers", "Colt", set{"add_model": "x"}), `has no column "add_model"`, false},
		{"text for list", override("providers", "Colt", set{"locations": "London"}), `takes a list of texts, not a text`, false},
		{"number in list", override("providers", "Colt", set{"locations": []any{"London", int64(3)}}), `its item 2 is the number 3`, false},
		{"bar in list", override("providers", "Colt", set{"aliases": []string{"a|b"}}), `item 1 of the list cannot be "a|b"`, false},
		{"empty item", override("providers", "Colt", set{"aliases": []string{""}}), `cannot be ""`, false},
		{"text for whole", override("peering_locations", "London", set{"pricing_zone": "1"}), `takes a whole number, not a text`, false},
		{"fraction for whole", override("peering_locations", "London", set{"pricing_zone": 1.5}), `takes a whole number, not the number 1.5`, false},
		{"negative", override("peering_locations", "London", set{"pricing_zone": -1}), `must be between 0 and`, false},
		{"text for bool", override("peering_locations", "London", set{"direct": "yes"}), `takes true or false, not a text`, false},
		{"latitude", override("peering_locations", "London", set{"lat": 91.0}), `must be between -90 and 90, not 91`, false},
		{"unavailability", override("figures", "router", set{"unavailability": 99.95}), `must be between 0 and 1`, false},
		{"limit kind", override("limits", "bgp.hold_time", set{"value": "long"}), `takes a whole number here, not a text`, false},
		{"limit fraction", override("limits", "bgp.hold_time", set{"value": 1.5}), `takes a whole number here`, false},
		{"unknown limit kind", override("limits", "circuit.authorizations_max", set{"value": "ten"}), `takes a whole number here`, false},
		{"bool limit kind", override("limits", "bgp.md5_supported", set{"value": 1}), `takes true or false here`, false},
		{"nothing", override("limits", "mtu.max", set{"value": nil}), `not nothing`, false},
		{"map", override("limits", "mtu.max", set{"value": map[string]any{}}), `not a map[string]interface {}`, false},
		{"key", override("peering_locations", "Lodnon", set{"direct": false}), `a new one needs the column geopolitical_region; did you mean "London"`, false},
		{"empty key", override("providers", "", set{"model": "x"}), `a new one needs the key name`, false},
		{"number key", override("vnet_links", "fast", set{"local": 1, "standard": 1, "premium": 1}), `the bandwidth_mbps in the key must be a whole number, not "fast"`, false},
		{"short key", override("latency", "eastus", set{"rtt_ms": 1}), ``, false},
		{"cloud", override("regions", "x1", set{"cloud": "mars", "geopolitical_region": "Europe"}), `must be public, usgov or china, not "mars"`, false},
		{"cloud in key", override("peering_locations", "Tromso/mars", set{"geopolitical_region": "Europe"}), `must be public, usgov or china`, false},
		{"unknown provider", override("peering_locations", "London", set{"add_providers": []string{"Equinox"}}), `"Equinox" is not in providers; did you mean "Equinix"`, true},
		{"unknown location", override("providers", "Colt", set{"add_locations": []string{"Lodnon"}}), `"Lodnon" is not in peering_locations; did you mean "London"`, true},
		{"unknown region", override("peering_locations", "London", set{"local_regions": []string{"uknorth"}}), `"uknorth" is not in regions`, true},
		{"near row", override("providers", "Equinox", set{"locations": []string{"London"}}), `the row is not in the table and is added; did you mean "Equinix"`, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := newCatalog().With(Overlay{tt.o})
			if tt.want == "" {
				if len(problems) > 0 {
					t.Fatalf("problems: %v", problems)
				}
				return
			}
			if len(problems) != 1 || !strings.Contains(problems[0].String(), tt.want) || problems[0].Warning != tt.warn {
				t.Fatalf("problems: %v, want %s", problems, tt.want)
			}
			if problems[0].Table != tt.o.Table {
				t.Errorf("table %q", problems[0].Table)
			}
		})
	}
}

// TestOverlayKeepsWhatIsRight holds that a column that cannot be applied does
// not stop the others, and that problems come in a fixed order.
func TestOverlayKeepsWhatIsRight(t *testing.T) {
	o := Overlay{
		override("limits", "mtu.max", set{"value": 1500, "vaule": 1, "aunit": "x"}),
		override("nothing", "x", set{"a": 1}),
	}
	for range 5 {
		c, problems := newCatalog().With(o)
		if c.Limit("mtu.max").Int() != 1500 {
			t.Error("the good column is not applied")
		}
		if len(problems) != 3 || problems[0].Column != "aunit" || problems[1].Column != "vaule" || problems[2].Table != "nothing" {
			t.Errorf("problems: %v", problems)
		}
	}
}

func TestOverlayOnOverlay(t *testing.T) {
	a := with(t, override("limits", "mtu.max", set{"value": 1500}))
	b, _ := a.With(Overlay{override("limits", "bgp.hold_time", set{"value": 30}), override("limits", "own.figure", set{"value": 1})})
	if b.Limit("mtu.max").Int() != 1500 || b.Limit("bgp.hold_time").Int() != 30 || len(b.Overrides()) != 3 {
		t.Error("the second overlay has lost the first")
	}
	if a.Limit("bgp.hold_time").Int() != 180 {
		t.Error("the second overlay has changed the first catalogue")
	}
	if _, ok := a.LookupLimit("own.figure"); ok {
		t.Error("the second overlay has added a row to the first catalogue")
	}
}

func TestOverlayTOML(t *testing.T) {
	o := Overlay{
		{Table: "providers", Key: `A "quoted" \ name`, Reason: "line\nbreak", Source: "tab\there\x01",
			Set: set{"locations": []string{"London"}, "bandwidths_mbps": []int{50}, "azure": true}},
		{Table: "figures", Key: "router", Reason: "r", Source: "s", Set: set{"unavailability": 1e-5}},
		{Table: "timers", Key: "zone", Reason: "r", Source: "s", Set: set{"worst_s": 60.0, "expected_s": 5, "odd key": []any{int64(1), "x"}}},
	}
	want := `schema = 1
# first line
# second line

[catalog_overrides.providers."A \"quoted\" \\ name"]
reason = "line\nbreak"
source = "tab\there\u0001"
azure = true
bandwidths_mbps = [50]
locations = ["London"]

[catalog_overrides.figures."router"]
reason = "r"
source = "s"
unavailability = 0.00001

[catalog_overrides.timers."zone"]
reason = "r"
source = "s"
expected_s = 5
"odd key" = [1, "x"]
worst_s = 60.0
`
	if got := o.TOML("first line\nsecond\x00 line"); got != want {
		t.Errorf("TOML:\n%s\nwant:\n%s", got, want)
	}
}
