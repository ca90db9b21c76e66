package cost_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/cost"
	"github.com/erplan/erplan/planner/topology"
)

const design = `
schema = 1
[sites.hq]
internet = true
prefixes = ["10.1.0.0/16"]
[sites.hq.routers.r1]
[sites.hq.routers.r2]
[circuits.er]
service_provider = "Equinix"
peering_location = "London"
bandwidth = "1000 Mbps"
tier = "standard"
billing = "metered"
[circuits.er.links]
primary.router = "hq/r1"
secondary.router = "hq/r2"
[circuits.er.peerings.private]
vlan_id = 100
peer_asn = 65020
[ports.pair]
peering_location = "London"
bandwidth = "10 Gbps"
billing = "unlimited"
admin_state = {link1 = true, link2 = false}
[circuits.on-port]
port = "pair"
bandwidth = "2 Gbps"
tier = "premium"
[vnets.hub]
region = "uksouth"
address_space = ["10.100.0.0/16"]
[gateways.er]
kind = "expressroute"
vnet = "hub"
sku = "ErGwScale"
scale_units = {min = 3, max = 10}
[gateways.vpn]
kind = "vpn"
vnet = "hub"
sku = "vpngw2az"
active_active = true
[connections.c]
circuit = "er"
gateway = "er"
[vpn_tunnels.t]
site = "hq"
gateway = "vpn"
`

// The figures of these tests are made up.
const prices = `
currency = "eur"
date = 2026-01-31
source = "test"
[[prices]]
item = "circuit"
tier = "standard"
billing = "metered"
bandwidth = "1 Gbps"
zone = "1"
unit = "month"
price = 100.10
[[prices]]
item = "circuit"
tier = "standard"
billing = "unlimited"
bandwidth = "1 Gbps"
unit = "month"
price = 350.10
[[prices]]
item = "expressroute-gateway"
sku = "ErGwScale"
unit = "hour"
price = 0.0123
[[prices]]
item = "cross-connect"
unit = "month"
price = 7
[[prices]]
item = "cross-connect"
name = "er/primary"
unit = "month"
price = 9
[[prices]]
item = "egress"
unit = "TB"
price = 20
[egress]
er = 1.5
`

func topologyOf(t *testing.T, text string) *topology.Topology {
	t.Helper()
	draft, diags := planner.ReadText(nil, "erplan.toml", []byte(text))
	if draft == nil {
		t.Fatal(diags)
	}
	d, diags := draft.Design("")
	if d == nil {
		t.Fatal(diags)
	}
	return topology.New(d)
}

func list(t *testing.T, text string) *cost.List {
	t.Helper()
	l, faults := cost.Read("prices.toml", []byte(text))
	if l == nil {
		t.Fatal(faults)
	}
	return l
}

// TestItems counts what a design buys, by hand.
func TestItems(t *testing.T) {
	b := (*cost.List)(nil).Of(topologyOf(t, design))
	want := map[cost.Kind][2]int{
		cost.Circuit: {1, 0}, cost.DirectCircuit: {1, 0}, cost.PortPair: {1, 0}, cost.CrossConnect: {3, 0}, // two links, one port
		cost.ERGateway: {1, 2}, cost.VPNGateway: {1, 2}, cost.Tunnel: {4, 0}, cost.Hub: {0, 0}, cost.GlobalReach: {0, 0},
		cost.Egress: {1, 0}, // the direct circuit is unlimited, as its port
	}
	for _, k := range cost.Kinds {
		if n, instances := b.Count(k); [2]int{n, instances} != want[k] {
			t.Errorf("%s: %d, %d instances; want %v", k, n, instances, want[k])
		}
	}
	if b.Complete || b.Prices || b.Priced != 0 || len(b.Unpriced()) != len(b.Lines) {
		t.Errorf("without prices: %+v", b)
	}
}

// TestBill compares a bill with a sum by hand, in decimals.
func TestBill(t *testing.T) {
	b := list(t, prices).Of(topologyOf(t, design))
	// 100.10 + 3 × 0.0123 × 730 + 9 + 7 + 7 + 1.5 TB × 20
	if want := cost.Of(100.10 + 26.937 + 23 + 30); b.Priced != want {
		t.Errorf("priced %v, want %v", b.Priced, want)
	}
	reasons := map[string]string{}
	for _, l := range b.Unpriced() {
		reasons[string(l.Kind)] = l.Why
		if l.Monthly != 0 {
			t.Errorf("%s is unpriced and costs %v", l.Path, l.Monthly)
		}
	}
	want := map[string]string{
		"direct-circuit": "no price for a direct circuit", "port-pair": "no price for a port pair",
		"vpn-gateway": "no price for a vpn gateway", "tunnel": "no price for a tunnel",
	}
	for kind, why := range want {
		if reasons[kind] != why {
			t.Errorf("%s: %q, want %q", kind, reasons[kind], why)
		}
	}
	if len(reasons) != len(want) || b.Complete || b.Words() != "at least 180 EUR" {
		t.Errorf("unpriced: %v, %s", reasons, b.Words())
	}
}

// TestUnknown: what the design or the list does not say is open, never zero.
func TestUnknown(t *testing.T) {
	for _, c := range []struct{ old, new, why string }{
		{"billing = \"metered\"\n[circuits.er.links]", "[circuits.er.links]", "the design does not say its billing"},
		{"scale_units = {min = 3, max = 10}", "", "scale_units is not stated"},
		{"peering_location = \"London\"\nbandwidth = \"1000", "peering_location = \"London\"\nbandwidth = \"500", "no price for this one"},
	} {
		b := list(t, prices).Of(topologyOf(t, strings.Replace(design, c.old, c.new, 1)))
		found := false
		for _, l := range b.Unpriced() {
			found = found || l.Why == c.why
		}
		if !found {
			t.Errorf("%q: no line is unpriced for %q", c.new, c.why)
		}
	}
	b := list(t, strings.Replace(prices, "er = 1.5", "", 1)).Of(topologyOf(t, design))
	if open := strings.Join(b.Open(), "\n"); !strings.Contains(open, "egress") {
		t.Errorf("egress of unknown size counts as nothing:\n%s", open)
	}
}

// TestBreakEven: 250.00 more a month, at 20 a TB, is 12.5 TB.
func TestBreakEven(t *testing.T) {
	l := list(t, prices)
	got := l.BreakEvens(l.Of(topologyOf(t, design)))
	if len(got) != 1 || !got[0].Known() || got[0].TB() != 12.5 {
		t.Errorf("%+v", got)
	}
	l = list(t, strings.Replace(prices, "billing = \"unlimited\"", "billing = \"unlimited\"\nprovider = \"Colt\"", 1))
	if got := l.BreakEvens(l.Of(topologyOf(t, design))); got[0].Known() || got[0].Why != "unlimited: no price for this one" {
		t.Errorf("%+v", got)
	}
}

// TestFind: own prices count before others, and what states more before what
// states less; a draw that differs is no price.
func TestFind(t *testing.T) {
	item := &cost.Item{Kind: cost.Circuit, Attrs: cost.Attrs{"tier": "standard", "bandwidth": "1 Gbps", "name": "a-1", "location": "London"}}
	price := func(figure float64, own bool, attrs cost.Attrs) cost.Price {
		return cost.Price{Kind: cost.Circuit, Attrs: attrs, Unit: cost.Monthly, Figure: cost.Of(figure), Own: own}
	}
	for _, c := range []struct {
		name   string
		prices []cost.Price
		want   float64 // below zero: none
	}{
		{"more specific", []cost.Price{price(1, true, cost.Attrs{}), price(2, true, cost.Attrs{"tier": "Standard"})}, 2},
		{"own first", []cost.Price{price(1, false, cost.Attrs{"tier": "standard", "bandwidth": "1 Gbps"}), price(2, true, cost.Attrs{})}, 2},
		{"a draw", []cost.Price{price(1, true, cost.Attrs{"tier": "standard"}), price(2, true, cost.Attrs{"location": "london"})}, -1},
		{"a draw alike", []cost.Price{price(1, true, cost.Attrs{"tier": "standard"}), price(1, true, cost.Attrs{"location": "london"})}, 1},
		{"names are exact", []cost.Price{price(1, true, cost.Attrs{"name": "a1"})}, -1},
		{"another tier", []cost.Price{price(1, true, cost.Attrs{"tier": "premium"})}, -1},
		{"nothing", nil, -1},
	} {
		f := (&cost.List{Prices: c.prices}).Find(item)
		switch {
		case c.want < 0 && (f.Price != nil || f.Why == ""):
			t.Errorf("%s: %+v", c.name, f)
		case c.want >= 0 && (f.Price == nil || f.Price.Figure != cost.Of(c.want)):
			t.Errorf("%s: %+v", c.name, f)
		}
	}
}

func TestAmount(t *testing.T) {
	for x, want := range map[float64]string{0: "0.00", 0.005: "0.01", 1234.5: "1,234.50", 1e6: "1,000,000.00", -0.001: "0.00", -12.345: "-12.35", 99.999: "100.00"} {
		if got := cost.Of(x).String(); got != want {
			t.Errorf("%v: %s, want %s", x, got, want)
		}
	}
	if got := cost.Of(1234.5).Whole(); got != "1,235" {
		t.Error(got)
	}
}

// TestPriceWords: small figures keep their digits.
func TestPriceWords(t *testing.T) {
	for x, want := range map[float64]string{400: "400.00", 0.0245: "0.0245", 1.5: "1.50", 0: "0.00"} {
		if got := (&cost.Price{Figure: cost.Of(x), Unit: cost.Hourly, Source: "s"}).String(); got != want+" per hour, s" {
			t.Errorf("%v: %s", x, got)
		}
	}
}

// TestFaults: what is wrong in a price file is said where it stands.
func TestFaults(t *testing.T) {
	head := "currency = \"EUR\"\ndate = 2026-01-31\n"
	for _, c := range []struct{ text, message, fix string }{
		{"date = 2026-01-31\n", "the file does not say its currency", "Write for example"},
		{"currency = \"EUR\"\n", "the file does not say from when", ""},
		{"currency = \"Euro\"\ndate = 2026-01-31", "is no currency", "three letters"},
		{head + "curency = 1", "there is no key \"curency\"", "Did you mean \"currency\"?"},
		{head + "[[prices]]\nitem = \"circit\"\nunit = \"month\"\nprice = 1", "there is no item \"circit\"", "Did you mean \"circuit\"?"},
		{head + "[[prices]]\nitem = \"circuit\"\nprice = 1", "does not say its unit", ""},
		{head + "[[prices]]\nitem = \"circuit\"\nunit = \"month\"", "does not say its figure", "0 where it really costs nothing"},
		{head + "[[prices]]\nitem = \"circuit\"\nunit = \"month\"\nprice = -1", "this is no figure", ""},
		{head + "[[prices]]\nitem = \"circuit\"\nunit = \"month\"\nprice = nan", "this is no figure", ""},
		{head + "[[prices]]\nitem = \"circuit\"\nunit = \"GB\"\nprice = 1", "is not by GB", "Egress"},
		{head + "[[prices]]\nitem = \"circuit\"\nunit = \"month\"\nprice = 1\nbandwidth = \"fast\"", "", "1 Gbps"},
		{head + "[[prices]]\nitem = \"tunnel\"\nunit = \"month\"\nprice = 1\n[[prices]]\nitem = \"Tunnel\"\nunit = \"hour\"\nprice = 2", "two prices for the same thing", ""},
		{head + "[egress]\ner = 1e9", "more than any circuit carries", "TB a month"},
		{head + "[egress]\ner = \"much\"", "this is no figure", ""},
		{head + "egress = 3", "egress is a table", ""},
		{head + "prices = [1]", "prices holds tables", ""},
		{"currency = ", "", ""},
	} {
		l, faults := cost.Read("prices.toml", []byte(c.text))
		if l != nil || len(faults) == 0 {
			t.Errorf("%q is read: %+v", c.text, l)
			continue
		}
		if f := faults[0]; !strings.Contains(f.Message, c.message) || !strings.Contains(f.Fix, c.fix) || f.Place.Name() != "prices.toml" {
			t.Errorf("%q: %+v", c.text, f)
		}
	}
}

// TestJoin: lists are joined, but never over currencies.
func TestJoin(t *testing.T) {
	a, b := list(t, prices), list(t, "currency = \"EUR\"\ndate = 2026-02-01\n[[prices]]\nitem = \"tunnel\"\nunit = \"month\"\nprice = 1\n[egress]\nx = 1")
	if err := a.Join(b); err != nil || a.Date.String() != "2026-02-01" || a.Data["x"] != 1000 || a.Data["er"] != 1500 {
		t.Errorf("%v, %+v", err, a)
	}
	if err := a.Join(list(t, "currency = \"USD\"\ndate = 2026-02-01")); err == nil || !strings.Contains(err.Error(), "never mixed") {
		t.Error(err)
	}
}

// azure is an answer in the shape of the API, with made-up figures.
const azure = `{"BillingCurrency":"USD","Items":[
 {"currencyCode":"USD","tierMinimumUnits":0,"retailPrice":11,"unitPrice":11,"armRegionName":"","location":"Zone 1","effectiveStartDate":"2020-01-01T00:00:00Z","meterName":"Standard Metered Data 1 Gbps Circuit","productName":"ExpressRoute","skuName":"1 Gbps Metered Data","serviceName":"ExpressRoute","unitOfMeasure":"1/Month","type":"Consumption"},
 {"currencyCode":"USD","tierMinimumUnits":0,"retailPrice":12,"unitPrice":12,"armRegionName":"","location":"Zone 1","effectiveStartDate":"2025-06-01T00:00:00Z","meterName":"Standard Metered Data 1 Gbps Circuit","productName":"ExpressRoute","skuName":"1 Gbps Metered Data","serviceName":"ExpressRoute","unitOfMeasure":"1/Month","type":"Consumption"},
 {"currencyCode":"USD","tierMinimumUnits":0,"retailPrice":13,"unitPrice":13,"armRegionName":"","location":"Zone 2","effectiveStartDate":"2020-01-01T00:00:00Z","meterName":"Standard Metered Data 1 Gbps Circuit","productName":"ExpressRoute","skuName":"1 Gbps Metered Data","serviceName":"ExpressRoute","unitOfMeasure":"1/Month","type":"Consumption"},
 {"currencyCode":"USD","tierMinimumUnits":0,"retailPrice":0.5,"unitPrice":0.5,"armRegionName":"uksouth","location":"UK South","effectiveStartDate":"2020-01-01T00:00:00Z","meterName":"ErGwScale Unit","productName":"ExpressRoute Gateway","skuName":"ErGwScale","serviceName":"ExpressRoute","unitOfMeasure":"1 Hour","type":"Consumption"},
 {"currencyCode":"USD","tierMinimumUnits":0,"retailPrice":0.25,"unitPrice":0.25,"armRegionName":"uksouth","location":"UK South","effectiveStartDate":"2020-01-01T00:00:00Z","meterName":"VpnGw2AZ","productName":"VPN Gateway","skuName":"VpnGw2AZ","serviceName":"VPN Gateway","unitOfMeasure":"1 Hour","type":"Consumption"},
 {"currencyCode":"USD","tierMinimumUnits":0,"retailPrice":99,"unitPrice":99,"armRegionName":"westus","location":"US West","effectiveStartDate":"2020-01-01T00:00:00Z","meterName":"VpnGw2AZ","productName":"VPN Gateway","skuName":"VpnGw2AZ","serviceName":"VPN Gateway","unitOfMeasure":"1 Hour","type":"Consumption"},
 {"currencyCode":"USD","tierMinimumUnits":0,"retailPrice":0.01,"unitPrice":0.01,"armRegionName":"","location":"Zone 1","effectiveStartDate":"2020-01-01T00:00:00Z","meterName":"Metered Data - Data Transfer Out","productName":"ExpressRoute","skuName":"1 Gbps Metered Data","serviceName":"ExpressRoute","unitOfMeasure":"1 GB","type":"Consumption"},
 {"currencyCode":"USD","tierMinimumUnits":0,"retailPrice":5000,"unitPrice":5000,"armRegionName":"uksouth","location":"UK South","effectiveStartDate":"2020-01-01T00:00:00Z","meterName":"VpnGw2AZ","productName":"VPN Gateway","skuName":"VpnGw2AZ","serviceName":"VPN Gateway","unitOfMeasure":"1 Hour","type":"Reservation"},
 {"currencyCode":"USD","tierMinimumUnits":0,"retailPrice":7,"unitPrice":7,"armRegionName":"uksouth","location":"UK South","effectiveStartDate":"2020-01-01T00:00:00Z","meterName":"D2 v3","productName":"Virtual Machines","skuName":"D2","serviceName":"Virtual Machines","unitOfMeasure":"1 Hour","type":"Consumption"}
],"NextPageLink":null,"Count":9}`

// TestAzure reads an answer of the retail price API: by zone and region, the
// latest of two dates, hours times 730; nothing but what is meant.
func TestAzure(t *testing.T) {
	l, err := cost.ReadAzure("azure.json", []byte(azure))
	if err != nil || l.Currency != "USD" || len(l.Prices) != 6 || l.Passed != 2 || l.Partial || l.Date.String() != "2025-06-01" {
		t.Fatalf("%v, %+v", err, l)
	}
	l.Data = cost.Data{"er": 100}
	b := l.Of(topologyOf(t, design))
	want := map[cost.Kind]float64{cost.Circuit: 12, cost.ERGateway: 3 * 0.5 * 730, cost.VPNGateway: 0.25 * 730, cost.Egress: 1}
	for _, line := range b.Lines {
		if x, ok := want[line.Kind]; ok != (line.Price != nil) || line.Monthly != cost.Of(x) {
			t.Errorf("%s: %v, %s", line.Kind, line.Monthly, line.Why)
		}
	}
	if l, err := cost.ReadAzure("azure.json", []byte("["+azure+","+azure+"]")); err != nil || len(l.Prices) != 12 {
		t.Error("two pages:", err)
	}
	if l, err := cost.ReadAzure("azure.json", []byte(strings.Replace(azure, `"NextPageLink":null`, `"NextPageLink":"https://example.net/next"`, 1))); err != nil || !l.Partial {
		t.Error("a page of several is taken for all:", err)
	}
	for _, bad := range []string{"", "{}", "[]", "null", `{"Items":[]}`, `{"Items":[{"retailPrice":1}]}`, "currency = 1", strings.Replace(azure, `"currencyCode":"USD"`, `"currencyCode":"EUR"`, 1)} {
		if _, err := cost.ReadAzure("azure.json", []byte(bad)); err == nil {
			t.Errorf("%.40q is read", bad)
		}
	}
}

// TestHubConnections prices what Azure bills as connection units of a hub: one
// for each circuit and VPN, beside the hub and its gateways.
func TestHubConnections(t *testing.T) {
	const hub = `schema = 1
[sites.hq]
asn = 65010
prefixes = ["10.1.0.0/16"]
internet = true
[sites.hq.routers.fw]
[circuits.er]
service_provider = "Colt"
peering_location = "London"
bandwidth = "1 Gbps"
[circuits.er.peerings.private]
peer_asn = 65010
[virtual_wans.wan]
[virtual_hubs.uk]
wan = "wan"
region = "uksouth"
address_prefix = "10.200.0.0/23"
expressroute_scale_units = 1
vpn_scale_units = 1
[connections.c]
circuit = "er"
gateway = "virtual_hubs/uk"
[vpn_tunnels.t]
site = "hq"
gateway = "virtual_hubs/uk"
`
	row := func(meter string, price float64) string {
		return fmt.Sprintf(`{"currencyCode": "EUR", "retailPrice": %g, "armRegionName": "uksouth", "meterName": %q, "serviceName": "Virtual WAN", "unitOfMeasure": "1 Hour", "type": "Consumption"}`, price, meter)
	}
	list, err := cost.ReadAzure("azure.json", []byte(`{"Items": [`+row("ExpressRoute Connection Unit", 0.05)+","+row("VPN S2S Connection Unit", 0.07)+"]}"))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, l := range list.Of(topologyOf(t, hub)).Lines {
		if l.Kind == cost.HubConnection {
			got[l.Path] = l.Monthly.Whole()
		}
	}
	want := map[string]string{"connections.c": "37", "vpn_tunnels.t": "51"} // 36.50 and 51.10
	if !maps.Equal(got, want) {
		t.Errorf("%v, expected %v", got, want)
	}
}
