package catalog

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

const flatPorts = `[
  {"name": "Equinix-Amsterdam-AM5", "address": "1 Example Street", "contact": "support@example.com", "availableBandwidths": [], "provisioningState": "Succeeded"},
  {"name": "CDC-Canberra-CBR20", "address": "2 Example Street", "contact": "", "availableBandwidths": []},
  {"name": "CoreSite-Reston-VA2", "address": "", "contact": "", "availableBandwidths": [
    {"offerName": "100 Gbps", "valueInGbps": 100}, {"offerName": "10 Gbps", "valueInGbps": 10}]},
  {"name": "Digital-Realty-Brussels-BRU4", "availableBandwidths": []}
]`

const restPorts = `{"value": [
  {"name": "Digital-Realty-Brussels-BRU4", "type": "Microsoft.Network/expressRoutePortsLocations", "properties": {}},
  {"name": "Equinix-Amsterdam-AM5", "properties": {"address": "1 Example Street", "contact": "support@example.com", "availableBandwidths": []}},
  {"name": "CDC-Canberra-CBR20", "properties": {"address": "2 Example Street"}},
  {"name": "CoreSite-Reston-VA2", "properties": {"availableBandwidths": [{"offerName": "10 Gbps", "valueInGbps": 10}, {"offerName": "100 Gbps", "valueInGbps": 100}]}}
]}`

const restCommunities = `{"value": [
  {"name": "AAD", "type": "Microsoft.Network/bgpServiceCommunities", "properties": {"serviceName": "AAD", "bgpCommunities": [
    {"communityName": "Azure AD services", "communityPrefixes": ["192.0.2.0/25", "192.0.2.128/25"], "communityValue": "12076:5060", "isAuthorizedToUse": true, "serviceGroup": "Azure", "serviceSupportedRegion": "Global"}]}},
  {"name": "India", "properties": {"serviceName": "AzureCentralIndia", "bgpCommunities": [
    {"communityName": "Azure Central India", "communityPrefixes": ["198.51.100.0/24"], "communityValue": "12076:51017"}]}},
  {"name": "Spain", "properties": {"bgpCommunities": [
    {"communityName": "Azure Spain Central", "communityValue": "12076:51960"},
    {"communityName": "Azure Storage Spain Central", "communityValue": "12076:52960"}]}},
  {"name": "Quetzal", "properties": {"bgpCommunities": [
    {"communityName": "Quetzal Online", "communityValue": "12076:5990", "isAuthorizedToUse": false, "serviceGroup": "O365"}]}},
  {"name": "ARM", "properties": {"bgpCommunities": [
    {"communityName": "Azure Resource Manager", "communityValue": "12076:5971"}]}}
]}`

const flatCommunities = `[
  {"serviceName": "AAD", "name": "AAD", "bgpCommunities": [
    {"communityName": "Azure AD services", "communityPrefixes": ["192.0.2.0/25", "192.0.2.128/25"], "communityValue": "12076:5060", "isAuthorizedToUse": true, "serviceGroup": "Azure", "serviceSupportedRegion": "Global"}]},
  {"ServiceName": "AzureCentralIndia", "BgpCommunities": [
    {"CommunityName": "Azure Central India", "CommunityPrefixes": ["198.51.100.0/24"], "CommunityValue": "12076:51017"}]},
  {"serviceName": "Spain", "bgpCommunities": [
    {"communityName": "Azure Spain Central", "communityValue": "12076:51960"},
    {"communityName": "Azure Storage Spain Central", "communityValue": "12076:52960"}]},
  {"serviceName": "Quetzal Online", "bgpCommunities": [
    {"communityValue": "12076:5990", "isAuthorizedToUse": false, "serviceGroup": "O365"}]},
  {"serviceName": "ARM", "bgpCommunities": [
    {"communityName": "Azure Resource Manager", "communityValue": "12076:5971"}]}
]`

// live reads lists that are to be good.
func live(t *testing.T, texts ...string) *Live {
	t.Helper()
	l := &Live{}
	for _, text := range texts {
		if err := l.Read(strings.NewReader(text)); err != nil {
			t.Fatal(err)
		}
	}
	return l
}

func TestLiveShapes(t *testing.T) {
	for _, pair := range [][2]string{{flatPorts, restPorts}, {flatCommunities, restCommunities}, {flatList, restList}} {
		flat, nested := live(t, pair[0]).TOML(Embedded()), live(t, pair[1]).TOML(Embedded())
		if flat != nested {
			t.Errorf("flat:\n%s\nnested:\n%s", flat, nested)
		}
	}
	if got := live(t, flatList).TOML(Embedded()); got != wantTOML {
		t.Errorf("a provider list:\n%s", got)
	}
}

// TestLiveFollowed holds that a catalogue with the overlay of all three lists
// has nothing left that differs from them.
func TestLiveFollowed(t *testing.T) {
	l := live(t, flatPorts, restCommunities, flatList)
	c, problems := newCatalog().With(l.Overlay(Embedded()))
	for _, p := range problems {
		if !p.Warning {
			t.Errorf("problem: %s", p)
		}
	}
	if d := l.Ports.Compare(c); len(d.Added)+len(d.Confirmed) != 0 || len(d.Unknown) != 1 {
		t.Errorf("port locations: %+v", d)
	}
	if d := l.Communities.Compare(c); len(d.Added)+len(d.Changed)+len(d.Respelled)+len(d.Refused) != 0 {
		t.Errorf("communities: %+v", d)
	}
	if d := l.Providers.Compare(c); len(d.Added)+len(d.Removed) != 0 {
		t.Errorf("providers: %+v", d)
	}
	for name, value := range map[string]string{
		"spaincentral": "12076:51960", "storage.spaincentral": "12076:52960", "Quetzal Online": "12076:5990",
		"quetzal-online": "12076:5990", "Azure AD services": "12076:5060", "azure-resource-manager": "12076:5971",
		"centralindia": "12076:51017", "12076:5990": "12076:5990",
	} {
		found, _ := c.Community(Public, name)
		if len(found) != 1 || found[0].Value != value {
			t.Errorf("%s is %v, not %s", name, found, value)
		}
	}
	if found, _ := c.Community(Public, "quetzal-online"); !found[0].M365 {
		t.Error("a community of the group O365 is not of Microsoft 365")
	}
	if reston, _ := c.Location(Public, "Washington DC2"); !reston.Direct || reston.About("direct").Override == "" {
		t.Errorf("Washington DC2: %+v", reston)
	}
}

func TestComparePorts(t *testing.T) {
	d := live(t, flatPorts).Ports.Compare(Embedded())
	if !slices.Equal(d.Added, []FacilityAt{{"CoreSite-Reston-VA2", "Washington DC2"}}) {
		t.Errorf("added: %v", d.Added)
	}
	if !slices.Equal(d.Confirmed, []FacilityAt{{"Digital-Realty-Brussels-BRU4", "Brussels"}}) {
		t.Errorf("confirmed: %v", d.Confirmed)
	}
	if len(d.Unknown) != 1 || d.Unknown[0].Written != "CDC-Canberra-CBR20" || !slices.Equal(d.Unknown[0].Nearest, []string{"Canberra", "Canberra2"}) {
		t.Errorf("unknown: %v", d.Unknown)
	}
	if len(d.Speeds) != 1 || !slices.Equal(d.Speeds[0].Gbps, []int{10, 100}) || d.Addresses != 2 || d.Contacts != 1 {
		t.Errorf("without a column: %+v", d)
	}
	if slices.Contains(d.Absent, "Amsterdam") || !slices.Contains(d.Absent, "Amsterdam2") || slices.Contains(d.Absent, "Busan") {
		t.Errorf("absent: %v", d.Absent)
	}
	// The list of one facility, which alone has speeds, goes with that of all.
	one := live(t, flatPorts, `{"name": "equinix-amsterdam-am5", "availableBandwidths": [{"offerName": "10 Gbps", "valueInGbps": 10}]}`)
	if n := len(one.Ports.Facilities); n != 4 {
		t.Errorf("%d facilities", n)
	}
	if got := one.Ports.Compare(Embedded()); len(got.Speeds) != 2 || got.Addresses != 2 {
		t.Errorf("together: %+v", got)
	}
	gov := &Live{Cloud: USGov}
	if err := gov.Read(strings.NewReader(`[{"name": "Equinix-Dallas-DA3", "availableBandwidths": []}]`)); err != nil {
		t.Fatal(err)
	}
	if o := gov.Overlay(Embedded()); len(o) != 1 || o[0].Key != "Dallas/usgov" {
		t.Errorf("US Government: %v", o)
	}
}

func TestCompareCommunities(t *testing.T) {
	d := live(t, restCommunities).Communities.Compare(Embedded())
	if len(d.Added) != 3 || d.Added[0] != (CommunityChange{"quetzal-online", "Quetzal Online", "", "12076:5990"}) {
		t.Errorf("added: %v", d.Added)
	}
	if len(d.Changed) != 1 || d.Changed[0].Old != "12076:5070" || d.Changed[0].New != "12076:5971" {
		t.Errorf("changed: %v", d.Changed)
	}
	if len(d.Respelled) != 1 || d.Respelled[0].Known != "microsoft-entra-id" {
		t.Errorf("respelled: %v", d.Respelled)
	}
	if d.WithPrefixes != 2 || d.Prefixes != 3 || d.WithRegion != 1 || !slices.Equal(d.Unauthorized, []string{"Quetzal Online"}) {
		t.Errorf("without a column: %+v", d)
	}
	if slices.Contains(d.Absent, "azure-resource-manager") || slices.Contains(d.Absent, "private.uksouth") || !slices.Contains(d.Absent, "uksouth") {
		t.Errorf("absent: %v", d.Absent)
	}
}

// TestCommunityConflicts holds that an entry that contradicts the catalogue or
// the list itself is named with its reason, and not taken over.
func TestCommunityConflicts(t *testing.T) {
	tests := []struct{ name, list, want string }{
		{"another's name", `{"communityName": "Exchange Online", "communityValue": "12076:5020"}`, "means 12076:5010 by the name"},
		{"name of a live one", `{"communityName": "Exchange Online", "communityValue": "12076:5010"}, {"communityName": "Exchange Online", "communityValue": "12076:5999"}`, "the name is that of 12076:5010"},
		{"group", `{"communityName": "Microsoft 365", "communityValue": "12076:5999"}`, "stands for several"},
		{"new name twice", `{"communityName": "Quetzal", "communityValue": "12076:5998"}, {"communityName": "quetzal", "communityValue": "12076:5999"}`, "gives the name to 12076:5998 too"},
		{"old name twice", `{"communityName": "Exchange Online", "communityValue": "12076:5998"}, {"communityName": "exchange-online", "communityValue": "12076:5999"}`, "gives the name to 12076:5998 too"},
		{"not of Microsoft 365", `{"communityName": "CRM Online", "communityValue": "12076:5040", "serviceGroup": "O365"}`, "no part of Microsoft 365"},
	}
	for _, tt := range tests {
		l := live(t, `[{"serviceName": "S", "bgpCommunities": [`+tt.list+`]}]`)
		d := l.Communities.Compare(Embedded())
		if len(d.Refused) != 1 || !strings.Contains(d.Refused[0].Why, tt.want) {
			t.Errorf("%s: %+v, want %s", tt.name, d.Refused, tt.want)
		}
		if _, problems := newCatalog().With(l.Overlay(Embedded())); slices.ContainsFunc(problems, func(p Problem) bool { return !p.Warning }) {
			t.Errorf("%s: %v", tt.name, problems)
		}
	}
}

func TestLiveErrors(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"nothing", "[]", "no entries"},
		{"ports of a subscription", "[\n{\"name\": \"direct\", \"bandwidthInGbps\": 10}]", "line 2: neither a service provider"},
		{"text", `["London"]`, "neither"},
		{"mixed", "[{\"name\": \"A-B-C\", \"address\": \"x\"},\n{\"name\": \"Colt\", \"peeringLocations\": []}]", `line 2: "Colt" has neither availableBandwidths`},
		{"facility without a name", `[{"address": "x"}]`, "line 1: an entry without a name"},
		{"no speed", `[{"name": "A", "availableBandwidths": [{"offerName": "none", "valueInGbps": 0}]}]`, `"A" offers "none": its value in Gbps is "0"`},
		{"speed in words", "[{\"name\": \"A\",\n\"availableBandwidths\": [{\"valueInGbps\": true}]}]", "line 2: "},
		{"value", `[{"bgpCommunities": [{"communityName": "A", "communityValue": "5010"}]}]`, "not two numbers with a colon"},
		{"no name", `[{"bgpCommunities": [{"communityValue": "12076:1"}]}]`, `a community named ""`},
		{"bar", `[{"bgpCommunities": [{"communityName": "a|b", "communityValue": "12076:1"}]}]`, `named "a|b"`},
		{"mixed communities", "[{\"bgpCommunities\": []},\n{\"name\": \"x\", \"address\": \"y\"}]", "line 2: \"x\" has no bgpCommunities"},
	}
	for _, tt := range tests {
		l := &Live{}
		if err := l.Read(strings.NewReader(tt.text)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.want)
		}
	}
}

// FuzzLive holds that no input panics, that the overlay of what is read can
// be applied, and that the same input gives the same bytes.
func FuzzLive(f *testing.F) {
	for _, text := range []string{flatPorts, restPorts, flatCommunities, restCommunities, restList, `[{"bgpCommunities":[{"communityName":"/","communityValue":"1:1"}]}]`, `[{"bgpCommunities":[{"communityName":"Ünïcode/x","communityValue":"1:1"}]}]`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var l, again Live
		if l.Read(bytes.NewReader(text)) != nil {
			return
		}
		_ = again.Read(bytes.NewReader(text))
		if l.TOML(Embedded()) != again.TOML(Embedded()) {
			t.Error("the same input has two results")
		}
		if l.Providers != nil {
			return // FuzzImport
		}
		c, problems := Embedded().With(l.Overlay(Embedded()))
		for _, p := range problems {
			if !p.Warning {
				t.Errorf("problem: %s", p)
			}
		}
		if l.Communities != nil {
			if d := l.Communities.Compare(c); len(d.Added)+len(d.Changed) != 0 {
				t.Errorf("the overlay does not follow the list: %+v", d)
			}
		}
	})
}
