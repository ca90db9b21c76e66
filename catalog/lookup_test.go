package catalog

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestLocation(t *testing.T) {
	tests := []struct {
		cloud   Cloud
		written string
		want    string // empty: not found
	}{
		{Public, "London", "London"},
		{"", "London", "London"},
		{Public, "zurich", "Zurich"},
		{Public, "Zürich", "Zurich"},
		{Public, "ZÜRICH", "Zurich"},
		{Public, "washington-dc", "Washington DC"},
		{Public, "Washington DC 2", "Washington DC2"},
		{Public, "Washington, D.C.", "Washington DC"},
		{Public, "Newport (Wales)", "Newport(Wales)"},
		{Public, "newport", "Newport(Wales)"},
		{Public, "Querétaro", "Queretaro (Mexico)"},
		{Public, "São Paulo", "Sao Paulo"},
		{Public, "silicon_valley", "Silicon Valley"},
		{Public, "amsterdam-metro", "Amsterdam Metro"},
		{Public, "Zürich Metro", "Zurich Metro"},
		{Public, "Frankfurt  2", "Frankfurt2"},
		{USGov, "silicon valley", "Silicon Valley"},
		{USGov, "London", ""},
		{China, "beijing2", "Beijing2"},
		{Public, "Beijing", ""},
		{USGov, "Washington DC Metro", ""},
		{Public, "New York2", ""}, // a site of New York Metro without a row of its own
		{Public, "Lodnon", ""},
		{Public, "", ""},
		{Public, "--", ""},
		{"mars", "London", ""},
	}
	for _, tt := range tests {
		l, ok := Embedded().Location(tt.cloud, tt.written)
		if ok != (tt.want != "") || ok && (l.Name != tt.want || l.Cloud != tt.cloud.or()) {
			t.Errorf("Location(%q, %q) = %v, %v, want %q", tt.cloud, tt.written, l, ok, tt.want)
		}
	}
}

func TestLocationFacts(t *testing.T) {
	c := Embedded()
	london, _ := c.Location(Public, "London")
	if london.PricingZone != 1 || london.GeopoliticalRegion != "Europe" || !london.Direct || london.Metro ||
		!slices.Equal(london.LocalRegions, []string{"uksouth"}) || !slices.Equal(london.Facilities, []string{"Equinix LD5"}) ||
		len(london.MetroNames) != 0 || london.Country != "GB" {
		t.Errorf("London: %+v", london)
	}
	zurich, _ := c.Location(Public, "Zurich Metro")
	want := [2]MetroSite{{"Zurich", "Digital Realty ZUR2", true}, {"Zurich2", "Equinix ZH5", true}}
	if !zurich.Metro || zurich.Sites != want || !slices.Equal(zurich.Facilities, []string{"Digital Realty ZUR2", "Equinix ZH5"}) ||
		!slices.Equal(zurich.Planned, []string{"Equinix", "Orange"}) {
		t.Errorf("Zurich Metro: %+v", zurich)
	}
	if got := london.Source; got.Page != "articles/expressroute/expressroute-locations-providers.md" || got.Date != "2026-04-28" ||
		got.Section != "ExpressRoute connectivity providers" || got.Inferred || got.Doubt != "" {
		t.Errorf("source of London: %+v", got)
	}
	if got := london.About("geopolitical_region"); got.Doc() != "expressroute-azure-regions-geopolitical-region" || got.Date != "2025-11-02" {
		t.Errorf("source of London's geopolitical region: %+v", got)
	}
	if got := london.About("lat"); !got.Inferred || got.Page != "general knowledge" {
		t.Errorf("source of London's latitude: %+v", got)
	}
	all := c.Locations()
	if len(all) != 146 || all[0].Name != "Abu Dhabi" || !all[118].Metro || all[117].Metro {
		t.Errorf("%d locations, from %s", len(all), all[0].Name)
	}
}

func TestMetroCity(t *testing.T) {
	for written, want := range map[string]string{
		"Amsterdam": "Amsterdam", "Amsterdam2": "Amsterdam", "Amsterdam Metro": "Amsterdam", "Tokyo3": "Tokyo",
		"Washington DC2": "Washington DC", "Washington DC Metro": "Washington DC", "Newport(Wales)": "Newport(Wales)",
	} {
		if l, _ := Embedded().Location(Public, written); l.MetroCity() != want {
			t.Errorf("MetroCity of %s = %q, want %q", written, l.MetroCity(), want)
		}
	}
}

func TestOffers(t *testing.T) {
	tests := []struct {
		cloud              Cloud
		location, provider string
		want               Offer
	}{
		{Public, "London", "Colt", Active},
		{Public, "London", "Colt Ethernet", Active},
		{Public, "London", "Airtel", NotOffered},
		{Public, "Sydney Metro", "Megaport", Active},
		{Public, "Sydney Metro", "DE-CIX", NotOffered},
		{Public, "Silicon Valley Metro", "Equinix", Announced},
		{Public, "Silicon Valley Metro", "Megaport", Active},
		{Public, "Quebec City", "Equinix", Doubtful},
		{Public, "Dallas", "DE-CIX", Doubtful},
		{USGov, "Chicago", "Megaport", Doubtful},
		{Public, "Chicago", "Megaport", Active},
		{China, "Shanghai", "China Telecom", Active},
	}
	for _, tt := range tests {
		l, _ := Embedded().Location(tt.cloud, tt.location)
		p, ok := Embedded().Provider(tt.provider)
		if got := l.Offers(p); !ok || got != tt.want {
			t.Errorf("%s at %s: %v, want %v", tt.provider, tt.location, got, tt.want)
		}
	}
	l, _ := Embedded().Location(Public, "London")
	if got := l.Offers(nil); got != NotOffered {
		t.Errorf("nobody at London: %v", got)
	}
	quebec, _ := Embedded().Location(Public, "Quebec City")
	if d := quebec.DoubtfulProviders; len(d) != 1 || d[0].Note != "named only by expressroute-locations of 2025-05-26" {
		t.Errorf("doubtful at Quebec City: %v", d)
	}
}

func TestProvider(t *testing.T) {
	tests := []struct{ written, want string }{
		{"geant", "GÉANT"}, {"GÉANT", "GÉANT"}, {"at&t", "AT&T NetBond"}, {"AT&T Netbond", "AT&T NetBond"},
		{"ATT NetBond", "AT&T NetBond"}, {"Telia Carrier", "Arelion (Telia Carrier)"}, {"coresite", "CoreSite"},
		{"Digital Realty (Interxion)", "Interxion (Digital Realty)"}, {"Digital Realty", "Digital Realty"},
		{"level3", "Level 3 Communications"}, {"Colt IPVPN", "Colt"}, {"1-ix.eu", "1-IX.EU"}, {"de cix", "DE-CIX"},
		{"NTT Communications", "NTT DOCOMO BUSINESS"}, {"Smalltelco", ""}, {"", ""},
	}
	for _, tt := range tests {
		p, ok := Embedded().Provider(tt.written)
		if ok != (tt.want != "") || ok && p.Name != tt.want {
			t.Errorf("Provider(%q) = %v, %v, want %q", tt.written, p, ok, tt.want)
		}
	}
	mega, _ := Embedded().Provider("Megaport")
	if mega.Model != "exchange" || mega.Azure != Yes || mega.BandwidthsMbps != nil || len(mega.Locations(USGov)) != 5 ||
		!slices.Equal(mega.Doubtful(USGov), []string{"Chicago"}) || len(mega.Metros) != 17 {
		t.Errorf("Megaport: %+v", mega)
	}
	telecom, _ := Embedded().Provider("China Telecom")
	if telecom.Microsoft365 != No || len(telecom.Locations(China)) != 4 || len(telecom.Locations(Public)) != 0 {
		t.Errorf("China Telecom: %+v", telecom)
	}
	if belnet, _ := Embedded().Provider("Belnet"); belnet.Azure != Unknown || belnet.Azure.String() != "unknown" {
		t.Errorf("Belnet: %+v", belnet)
	}
}

func TestIndirect(t *testing.T) {
	c := Embedded()
	found, ok := c.Indirect("data-foundry")
	if !ok || len(found) != 2 || found[0].Kind == found[1].Kind {
		t.Errorf("Indirect(data-foundry) = %v", found)
	}
	if found, ok := c.Indirect("nobody"); ok || found != nil {
		t.Errorf("Indirect(nobody) = %v, %v", found, ok)
	}
	if found, _ := c.Indirect("kaalam telecom bahrain bsc"); len(found) != 1 || found[0].Exchanges[0] != "Level 3 Communications" {
		t.Errorf("Indirect by alias: %v", found)
	}
	if got := c.SuggestIndirect("Windstraem"); !slices.Equal(got, []string{"Windstream"}) {
		t.Errorf("SuggestIndirect = %v", got)
	}
}

func TestRegion(t *testing.T) {
	for written, want := range map[string]string{
		"uksouth": "uksouth", "UK South": "uksouth", "uk-south": "uksouth", "East US 2": "eastus2",
		"India West": "westindia", "West India": "westindia", "China East2": "chinaeast2",
		"us gov virginia": "usgovvirginia", "middleearth": "",
	} {
		g, ok := Embedded().Region(written)
		if ok != (want != "") || ok && g.Name != want {
			t.Errorf("Region(%q) = %v, %v, want %q", written, g, ok, want)
		}
	}
	uk, _ := Embedded().Region("uksouth")
	if uk.Zones != Yes || uk.PairedRegion != "ukwest" || uk.PrivateCommunity != "12076:50024" || uk.GeopoliticalRegion != "Europe" {
		t.Errorf("uksouth: %+v", uk)
	}
	if g, _ := Embedded().Region("taiwannorth"); g.Zones != Unknown {
		t.Errorf("taiwannorth: %+v", g)
	}
	if g, ok := Embedded().Geopolitical("north-america"); !ok || !slices.Contains(g.Locations, "Portland") || !slices.Contains(g.InferredLocations, "Portland") {
		t.Errorf("North America: %+v", g)
	}
}

func TestGlobalReach(t *testing.T) {
	for written, want := range map[string]string{
		"London": "United Kingdom", "Zurich Metro": "Switzerland", "Campinas": "Brazil South",
		"Johannesburg": "South Africa", "Cape Town": "", "Dubai": "", "Rio de Janeiro": "", "Queretaro (Mexico)": "",
	} {
		l, _ := Embedded().Location(Public, written)
		p, ok := Embedded().GlobalReach(l)
		if ok != (want != "") || ok && p.Name != want {
			t.Errorf("GlobalReach(%s) = %v, want %q", written, p, want)
		}
	}
	gov, _ := Embedded().Location(USGov, "Chicago")
	if _, ok := Embedded().GlobalReach(gov); ok {
		t.Error("a location of the US Government cloud has Global Reach")
	}
	if _, ok := Embedded().GlobalReach(nil); ok {
		t.Error("no location has Global Reach")
	}
}

func TestTiers(t *testing.T) {
	c := Embedded()
	local, _ := c.Tier("Local")
	if local.Offers("metered") || !local.Offers("Unlimited") || local.GlobalReach || local.LocalRegionsMax != 2 || local.Scope != "local-regions" {
		t.Errorf("local: %+v", local)
	}
	premium, _ := c.Tier("premium")
	if !premium.Microsoft365 || !premium.GlobalReachAcross || premium.PrivateIPv4Prefixes != 10000 || !premium.Offers("metered") {
		t.Errorf("premium: %+v", premium)
	}
	if names := c.Tiers(); len(names) != 3 || names[1].Name != "standard" {
		t.Errorf("tiers: %v", names)
	}
	if got := c.ProviderBandwidths(); !slices.Equal(got, []int{50, 100, 200, 500, 1000, 2000, 5000, 10000}) {
		t.Errorf("provider bandwidths: %v", got)
	}
	ports := c.PortSpeeds()
	if len(ports) != 3 || ports[1].Gbps != 100 || ports[1].SubscribedMbps != 200000 || ports[2].SubscribedMbps != 0 ||
		!ports[2].LimitedAvailability || !slices.Equal(ports[0].CircuitMbps, []int{1000, 2000, 5000, 10000}) {
		t.Errorf("port speeds: %+v", ports)
	}
	for _, tt := range []struct {
		tier string
		mbps int
		want int
	}{{"premium", 50, 20}, {"Premium", 100000, 100}, {"standard", 10000, 10}, {"local", 50, 10}, {"premium", 200000, 0}, {"basic", 50, 0}, {"premium", 51, 0}} {
		if got, src, ok := c.VNetLinks(tt.tier, tt.mbps); got != tt.want || ok != (tt.want > 0) || ok && src.Date != "2026-03-31" {
			t.Errorf("VNetLinks(%s, %d) = %d, %v, %v", tt.tier, tt.mbps, got, src, ok)
		}
	}
	if ts := c.Transitions(); ts[4].From != "standard" || ts[4].To != "local" || ts[4].Supported != Unknown || ts[9].Supported != No {
		t.Errorf("transitions: %+v", ts)
	}
}

func TestGateways(t *testing.T) {
	c := Embedded()
	g, ok := c.GatewaySKU("ergw3az")
	if !ok || g.Name != "ErGw3AZ" || g.MaxCircuits != 16 || !g.FastPath || !g.ZoneRedundant || g.SubnetMinPrefix16Circuits != 26 {
		t.Errorf("ErGw3AZ: %+v", g)
	}
	if all := c.GatewaySKUs(); len(all) != 7 || all[6].Name != "ErGwScale" || all[6].MaxUnits != 40 {
		t.Errorf("gateway SKUs: %v", all)
	}
	if got := c.SuggestGatewaySKUs("ErGw4AZ"); len(got) != 3 || got[0] != "ErGw1AZ" {
		t.Errorf("SuggestGatewaySKUs = %v", got)
	}
	for n, ok := range map[int]bool{-1: false, 0: false, 1: true, 40: true, 41: false} {
		if _, got := c.ScaleUnits(n); got != ok {
			t.Errorf("ScaleUnits(%d): %v", n, got)
		}
	}
	if _, ok := c.HubScaleUnits(11); ok {
		t.Error("a hub with 11 units")
	}
	for _, tt := range []struct {
		name       string
		generation int
		mbps       int
	}{{"VpnGw2AZ", 1, 1000}, {"vpngw2az", 2, 1250}, {"VpnGw2AZ", 0, 1250}, {"Basic", 0, 100}, {"VpnGw1AZ", 2, 0}, {"VpnGw9", 0, 0}} {
		v, ok := c.VPNSKU(tt.name, tt.generation)
		if ok != (tt.mbps > 0) || ok && v.ThroughputMbps != tt.mbps {
			t.Errorf("VPNSKU(%s, %d) = %+v", tt.name, tt.generation, v)
		}
	}
	if got := c.SuggestVPNSKUs("VpnGw2ZA"); len(got) == 0 || got[0] != "VpnGw2AZ" {
		t.Errorf("SuggestVPNSKUs = %v", got)
	}
}

func TestCommunity(t *testing.T) {
	tests := []struct {
		cloud   Cloud
		written string
		want    string // values; empty: not found
	}{
		{Public, "12076:5010", "12076:5010"},
		{Public, " 12076:5010 ", "12076:5010"},
		{Public, "exchange-online", "12076:5010"},
		{Public, "exchange online", "12076:5010"},
		{Public, "Exchange Online", "12076:5010"},
		{Public, "uksouth", "12076:51024"},
		{Public, "UK South", "12076:51024"},
		{Public, "microsoft.uksouth", "12076:51024"},
		{Public, "private.uksouth", "12076:50024"},
		{Public, "storage.uksouth", "12076:52024"},
		{Public, "Storage.UK South", "12076:52024"},
		{Public, "sql.westeurope", "12076:53002"},
		{Public, "cosmos-db.westeurope", "12076:54002"},
		{Public, "cosmos.westeurope", "12076:54002"},
		{Public, "backup.West India", "12076:55018"},
		{Public, "backup.India West", "12076:55018"},
		{Public, "India West", "12076:51018"},
		{Public, "teams", "12076:5030"},
		{Public, "azure-ad", "12076:5060"},
		{Public, "microsoft-365", "12076:5010 12076:5020 12076:5030 12076:5100"},
		{USGov, "exchange-online", "12076:5110"},
		{USGov, "usgovvirginia", "12076:51105"},
		{China, "chinanorth2", "12076:51304"},
		{China, "exchange-online", ""},
		{Public, "12076:5110", ""},
		{Public, "1207:65010", ""},
		{Public, "usgovvirginia", ""},
		{Public, "storage", ""},
		{Public, "storage.atlantis", ""},
		{Public, "qatarcentral", ""}, // the documentation has no value
		{Public, "", ""},
	}
	for _, tt := range tests {
		found, ok := Embedded().Community(tt.cloud, tt.written)
		var values []string
		for _, v := range found {
			values = append(values, v.Value)
		}
		if got := strings.Join(values, " "); got != tt.want || ok != (tt.want != "") {
			t.Errorf("Community(%s, %q) = %q, %v, want %q", tt.cloud, tt.written, got, ok, tt.want)
		}
	}
	if found, _ := Embedded().Community(Public, "exchange-online"); !found[0].M365 || found[0].Kind != "service" {
		t.Errorf("exchange-online: %+v", found[0])
	}
	for written, want := range map[string]string{
		"exchnage-online": "exchange-online", "storage.uksuoth": "storage.uksouth", "microsoft365": "microsoft-365", "office": "other-office-365-online-services",
	} {
		if got := Embedded().SuggestCommunities(Public, written); len(got) == 0 || got[0] != want {
			t.Errorf("SuggestCommunities(%q) = %v, want %q first", written, got, want)
		}
	}
}

func TestLimit(t *testing.T) {
	c := Embedded()
	if got := c.Limit("bgp.hold_time"); got.Int() != 180 || got.Float() != 180 || got.Duration() != 3*time.Minute || got.Unit != "s" {
		t.Errorf("bgp.hold_time: %+v", got)
	}
	if got := c.Limit("erdirect.port_speeds").List(); !slices.Equal(got, []string{"10", "100", "400"}) {
		t.Errorf("erdirect.port_speeds: %v", got)
	}
	if got := c.Limit("circuit.authorizations_max"); got.Known() || got.Int() != 0 || got.Source.Doubt == "" || got.List() != nil {
		t.Errorf("circuit.authorizations_max: %+v", got)
	}
	if !c.Limit("bgp.md5_supported").Bool() || c.Limit("bgp.customer_communities_honoured").Bool() {
		t.Error("limits of yes and no")
	}
	if got := c.Limit("gateway.private_endpoint_capacity_factor").Float(); got != 0.5 {
		t.Errorf("capacity factor %v", got)
	}
	if _, ok := c.LookupLimit("no.such"); ok {
		t.Error("LookupLimit finds a key that is not there")
	}
	for name, f := range map[string]func(){
		"unknown key": func() { c.Limit("no.such") },
		"words":       func() { c.Limit("gateway.subnet_name").Int() },
		"no number":   func() { c.Limit("gateway.subnet_name").Float() },
		"fraction":    func() { c.Limit("gateway.private_endpoint_capacity_factor").Int() },
		"no time":     func() { c.Limit("mtu.max").Duration() },
		"timer":       func() { c.Timer("no-such") },
	} {
		if !panics(f) {
			t.Errorf("%s: no panic", name)
		}
	}
}

func panics(f func()) (panicked bool) {
	defer func() { panicked = recover() != nil }()
	f()
	return
}

func TestLatency(t *testing.T) {
	c := Embedded()
	if ms, src, ok := c.Latency("australiacentral", "australiaeast"); ms != 10 || !ok || src.Date != "2026-07-30" {
		t.Errorf("Latency = %d, %v, %v", ms, src, ok)
	}
	there, _, _ := c.Latency("Denmark East", "indonesia-central")
	back, _, _ := c.Latency("indonesiacentral", "denmarkeast")
	if there == 0 || there == back {
		t.Errorf("there %d, back %d", there, back)
	}
	a, _, ok := c.Latency("India West", "uksouth") // westindia is not in the table
	if ok {
		t.Errorf("West India: %d", a)
	}
	if ms, _, ok := c.Latency("India Central", "uksouth"); !ok || ms == 0 {
		t.Errorf("by alias: %d, %v", ms, ok)
	}
	for _, pair := range [][2]string{{"uksouth", "uksouth"}, {"uksouth", "chinaeast"}, {"nowhere", "uksouth"}} {
		if ms, _, ok := c.Latency(pair[0], pair[1]); ok || ms != 0 {
			t.Errorf("Latency(%s, %s) = %d", pair[0], pair[1], ms)
		}
	}
}

func TestDistance(t *testing.T) {
	tests := []struct {
		lat1, lon1, lat2, lon2, km float64
	}{
		{51.5074, -0.1278, 48.8566, 2.3522, 343.6}, // London, Paris
		{0, 0, 0, 180, 20015.1},                    // half round the earth
		{90, 0, -90, 0, 20015.1},
		{10, 20, 10, 20, 0},
	}
	for _, tt := range tests {
		if got := Distance(tt.lat1, tt.lon1, tt.lat2, tt.lon2); math.Abs(got-tt.km) > 0.1 {
			t.Errorf("Distance(%v, %v, %v, %v) = %.1f, want %.1f", tt.lat1, tt.lon1, tt.lat2, tt.lon2, got, tt.km)
		}
	}
}

func TestFigures(t *testing.T) {
	c := Embedded()
	for kind, want := range map[string]float64{
		"router": 5e-4, "site": 2e-4, "link": 1e-3, "provider": 1e-4, "peering-location": 5e-5, "msee": 2e-4,
		"gateway-instance": 4e-4, "zone": 1e-4, "region": 1e-5, "internet": 2e-3, "vpn-gateway-instance": 5e-4, "wan": 1.5e-3,
	} {
		if f, ok := c.Figure(kind); !ok || f.Unavailability != want || !f.Source.Inferred {
			t.Errorf("Figure(%s) = %+v, want %g", kind, f, want)
		}
	}
	for _, kind := range []string{"building", "carrier", "metro", "circuit", "connection", "gateway", "risk", ""} {
		if f, ok := c.Figure(kind); ok {
			t.Errorf("Figure(%q) = %+v, want none", kind, f)
		}
	}
	if s, ok := c.SLA("standard"); !ok || s.Percent != 99.95 || s.Verified || !strings.Contains(s.Source.Doubt, "unverified") {
		t.Errorf("SLA(standard) = %+v", s)
	}
	if s, ok := c.SLA("gateway-basic"); !ok || s.Percent != 99.9 || !s.Verified {
		t.Errorf("SLA(gateway-basic) = %+v", s)
	}
	if s, ok := c.SLA("maximum"); !ok || s.Known() {
		t.Errorf("SLA(maximum) = %+v", s)
	}
	if got := c.Timer("link-loss-bfd"); got.Expected != 900*time.Millisecond || got.Worst != 2250*time.Millisecond {
		t.Errorf("link-loss-bfd: %+v", got)
	}
}
