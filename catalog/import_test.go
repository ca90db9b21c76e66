package catalog

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

const restList = `{
  "value": [
    {
      "name": "Colt Ethernet",
      "id": "/subscriptions//resourceGroups//providers/Microsoft.Network/expressRouteServiceProviders/",
      "type": "Microsoft.Network/expressRouteServiceProviders",
      "properties": {
        "provisioningState": "Succeeded",
        "peeringLocations": ["Perth", "Amsterdam", "London", "Newport"],
        "bandwidthsOffered": [
          {"offerName": "100Mbps", "valueInMbps": 100},
          {"offerName": "50Mbps", "valueInMbps": 50}
        ]
      }
    },
    {
      "name": "Colt IPVPN",
      "properties": {"peeringLocations": ["London", "Oslo"], "bandwidthsOffered": []}
    },
    {
      "name": "Quetzal Networks",
      "properties": {"peeringLocations": ["London", "Atlantis"], "bandwidthsOffered": null}
    }
  ]
}`

const flatList = `[
  {
    "bandwidthsOffered": [
      {"offerName": "50Mbps", "valueInMbps": 50},
      {"offerName": "100Mbps", "valueInMbps": 100}
    ],
    "id": null,
    "name": "Colt Ethernet",
    "peeringLocations": ["London", "Newport", "Amsterdam", "Perth"],
    "provisioningState": "Succeeded",
    "resourceGroup": ""
  },
  {"bandwidthsOffered": [], "name": "Quetzal Networks", "peeringLocations": ["Atlantis", "London", "London"]},
  {"name": "Colt IPVPN", "peeringLocations": ["Oslo"]},
  {"name": "Colt IPVPN", "peeringLocations": ["London"]}
]`

const wantTOML = `schema = 1
# Provider list of the live service: 3 providers, public cloud.
# Made from: az network express-route list-service-providers
# Each list replaces the locations that the catalogue gives to the provider.

[catalog_overrides.providers."Colt Ethernet"]
reason = "the list of the live service"
source = "az network express-route list-service-providers"
bandwidths_mbps = [50, 100]
locations = ["Amsterdam", "London", "Newport", "Perth"]

[catalog_overrides.providers."Colt IPVPN"]
reason = "the list of the live service"
source = "az network express-route list-service-providers"
locations = ["London", "Oslo"]

[catalog_overrides.providers."Quetzal Networks"]
reason = "the list of the live service"
source = "az network express-route list-service-providers"
locations = ["Atlantis", "London"]
`

// imported reads a list that is to be good.
func imported(t *testing.T, text string) *Imported {
	t.Helper()
	im, err := Import(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return im
}

func TestImportShapes(t *testing.T) {
	pascal := strings.NewReplacer(`"name"`, `"Name"`, `"peeringLocations"`, `"PeeringLocations"`,
		`"bandwidthsOffered"`, `"BandwidthsOffered"`, `"valueInMbps"`, `"ValueInMbps"`).Replace(flatList)
	for name, text := range map[string]string{
		"rest":                 restList,
		"flat":                 flatList,
		"powershell":           pascal,
		"mark":                 "\xEF\xBB\xBF" + flatList,
		"utf-16 little endian": utf16Text(flatList, binary.LittleEndian),
		"utf-16 big endian":    utf16Text(restList, binary.BigEndian),
		"line ends":            strings.ReplaceAll(restList, "\n", "\r\n"),
	} {
		if got := imported(t, text).TOML(); got != wantTOML {
			t.Errorf("%s:\n%s", name, got)
		}
	}
	one := imported(t, `{"Name": "Colt", "PeeringLocations": ["London"], "BandwidthsOffered": []}`)
	if len(one.Providers) != 1 || one.Providers[0].Name != "Colt" {
		t.Errorf("a single entry: %+v", one)
	}
	page := imported(t, `{"value": [{"name": "Colt", "properties": {"peeringLocations": []}}], "nextLink": "https://example.com"}`)
	if !page.Partial || !strings.Contains(page.TOML(), "one page of several") {
		t.Errorf("a page: %+v", page)
	}
}

func utf16Text(text string, order binary.ByteOrder) string {
	var b bytes.Buffer
	for _, unit := range append([]uint16{0xFEFF}, utf16.Encode([]rune(text))...) {
		_ = binary.Write(&b, order, unit)
	}
	return b.String()
}

func TestImportErrors(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"empty", "", "is empty"},
		{"white space", " \n\t", "is empty"},
		{"text", "\nERROR: Please run 'az login'", `line 2: the list is not JSON: it begins with 'E'`},
		{"number", "42", "not JSON"},
		{"cut short", "[\n{\"name\": \"Colt\"", "line 2: the list is not JSON: unexpected end"},
		{"comma", "[\n{},\n]", "line 3: the list is not JSON: invalid character"},
		{"no provider", "[]", "names no provider"},
		{"no value", `{"value": []}`, "names no provider"},
		{"value", `{"value": 3}`, "value cannot be a number"},
		{"null value", `{"value": null}`, "an entry without a name"},
		{"other object", `{"circuits": []}`, "line 1: an entry without a name"},
		{"circuits", "[\n{\"name\": \"er1\", \"properties\": {\"serviceProviderProperties\": {}}}]", `line 2: "er1" has no peeringLocations`},
		{"entry", "[\n\"Colt\"]", "line 2: an entry cannot be a string"},
		{"name", "[\n{\n\"name\": 7}]", "line 3: name cannot be a number"},
		{"locations", "[{\"name\": \"Colt\",\n\n\"peeringLocations\": \"London\"}]", "line 3: peeringLocations cannot be a string"},
		{"location", `[{"name": "Colt", "peeringLocations": ["London", ""]}]`, `"Colt" has a location named ""`},
		{"bar", `[{"name": "Colt", "peeringLocations": ["London|Paris"]}]`, `named "London|Paris"`},
		{"bar in name", `[{"name": "Colt|Zayo", "peeringLocations": []}]`, `holds a bar`},
		{"bandwidth", "[\n{},\n]", "line 3"},
		{"zero", `[{"name": "Colt", "peeringLocations": [], "bandwidthsOffered": [{"offerName": "none", "valueInMbps": 0}]}]`, `"Colt" offers "none": its value in Mbps is "0"`},
		{"fraction", `[{"name": "Colt", "peeringLocations": [], "bandwidthsOffered": [{"offerName": "half", "valueInMbps": 0.5}]}]`, `"0.5"`},
		{"second entry", "[{\"name\": \"Colt\", \"peeringLocations\": []},\n{\"name\": \"Colt\",\n\"peeringLocations\": 1}]", "line 3"},
		{"latin-1", "[{\"name\": \"Col\xE9\"}]", "not UTF-8"},
		{"too many", "[" + strings.Repeat("{},", entriesMax) + "{}]", "has 5001 entries, more than 5000"},
		{"half a letter", "\xFF\xFE[", "half a letter"},
	}
	for _, tt := range tests {
		im, err := Import(strings.NewReader(tt.text))
		if err == nil || !strings.Contains(err.Error(), tt.want) || im != nil {
			t.Errorf("%s: %v, %v, want %s", tt.name, im, err, tt.want)
		}
	}
	if _, err := Import(failing{}); err == nil || !strings.Contains(err.Error(), "reading the list: broken pipe") {
		t.Errorf("a reader that fails: %v", err)
	}
	if _, err := Import(endless{}); err == nil || !strings.Contains(err.Error(), "larger than 64 MB") {
		t.Errorf("a reader without an end: %v", err)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errPipe }

type pipeError string

func (e pipeError) Error() string { return string(e) }

const errPipe = pipeError("broken pipe")

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

// TestImportRoundTrip holds that a catalogue with the overlay follows the
// list for the providers that it names, and for no other.
func TestImportRoundTrip(t *testing.T) {
	im := imported(t, restList)
	c, problems := newCatalog().With(im.Overlay())
	for _, p := range problems {
		if !p.Warning || !strings.Contains(p.Message, "Atlantis") {
			t.Errorf("problem: %s", p)
		}
	}
	colt, _ := c.Provider("Colt")
	want := []string{"Amsterdam", "London", "Newport(Wales)", "Oslo", "Perth"}
	if got := slices.Sorted(slices.Values(colt.Locations(Public))); !slices.Equal(got, want) {
		t.Errorf("Colt: %q, want %q", got, want)
	}
	for _, l := range c.Locations() {
		if got := l.Offers(colt) == Active; !l.Metro && got != (l.Cloud == Public && slices.Contains(want, l.Name)) {
			t.Errorf("Colt at %s: %v", l.Name, got)
		}
		old, _ := Embedded().Location(l.Cloud, l.Name)
		zayo, _ := c.Provider("Zayo")
		if l.Offers(zayo) != old.Offers(zayo) {
			t.Errorf("Zayo at %s has changed", l.Name)
		}
	}
	if !slices.Equal(colt.BandwidthsMbps, []int{50, 100}) || len(colt.Metros) == 0 {
		t.Errorf("Colt: %+v", colt)
	}
	quetzal, ok := c.Provider("quetzal-networks")
	if !ok || !slices.Contains(quetzal.Locations(Public), "Atlantis") || quetzal.BandwidthsMbps != nil {
		t.Errorf("Quetzal Networks: %+v", quetzal)
	}
	d := im.Compare(c)
	if len(d.Added) != 0 || len(d.Removed) != 0 || len(d.UnknownProviders) != 0 {
		t.Errorf("compared with itself: %+v", d)
	}
}

func TestCompare(t *testing.T) {
	d := imported(t, restList).Compare(Embedded())
	if !slices.Contains(d.Added, Pair{"Colt", "Perth"}) || !slices.Contains(d.Added, Pair{"Colt", "Oslo"}) ||
		!slices.Contains(d.Added, Pair{"Quetzal Networks", "Atlantis"}) || len(d.Added) != 4 {
		t.Errorf("added: %v", d.Added)
	}
	colt, _ := Embedded().Provider("Colt")
	if len(d.Removed) != len(colt.Locations(Public))-3 || !slices.Contains(d.Removed, Pair{"Colt", "Paris"}) {
		t.Errorf("removed: %v", d.Removed)
	}
	if len(d.Respelled) != 3 || d.Respelled[0].Written != "Colt Ethernet" || d.Respelled[0].Known != "Colt" {
		t.Errorf("respelled: %v", d.Respelled)
	}
	if len(d.UnknownProviders) != 1 || d.UnknownProviders[0].Written != "Quetzal Networks" {
		t.Errorf("unknown providers: %v", d.UnknownProviders)
	}
	if len(d.UnknownLocations) != 1 || d.UnknownLocations[0].Written != "Atlantis" {
		t.Errorf("unknown locations: %v", d.UnknownLocations)
	}
	if slices.Contains(d.Absent, "Colt") || !slices.Contains(d.Absent, "Zayo") || slices.Contains(d.Absent, "China Telecom") || !slices.IsSorted(d.Absent) {
		t.Errorf("absent: %v", d.Absent)
	}
}

func TestImportMetros(t *testing.T) {
	im := imported(t, `[
		{"name": "Colt", "peeringLocations": ["London", "Milan Metro"]},
		{"name": "Megaport", "peeringLocations": ["London"]}]`)
	if got := im.TOML(); !strings.Contains(got, "metros = [\"Milan Metro\"]") || !strings.Contains(got, "metros = []") {
		t.Errorf("TOML:\n%s", got)
	}
	c, problems := newCatalog().With(im.Overlay())
	if len(problems) != 0 {
		t.Errorf("problems: %v", problems)
	}
	for _, tt := range []struct {
		metro, provider string
		want            Offer
	}{{"Milan Metro", "Colt", Active}, {"Amsterdam Metro", "Colt", NotOffered}, {"Dublin Metro", "Colt", Announced}, {"Milan Metro", "Megaport", NotOffered}, {"Milan Metro", "Equinix", Active}} {
		l, _ := c.Location(Public, tt.metro)
		p, _ := c.Provider(tt.provider)
		if got := l.Offers(p); got != tt.want {
			t.Errorf("%s at %s: %v, want %v", tt.provider, tt.metro, got, tt.want)
		}
	}
	if d := im.Compare(Embedded()); !slices.Contains(d.Removed, Pair{"Megaport", "Milan Metro"}) {
		t.Errorf("removed: %v", d.Removed)
	}
}

func TestImportNationalCloud(t *testing.T) {
	im := imported(t, `[{"name": "Megaport", "peeringLocations": ["Chicago"]}]`)
	im.Cloud, im.Source = USGov, "list of 2026-10-01"
	if got := im.TOML(); !strings.Contains(got, `locations_usgov = ["Chicago"]`) || !strings.Contains(got, "usgov cloud") {
		t.Errorf("TOML:\n%s", got)
	}
	c, _ := newCatalog().With(im.Overlay())
	mega, _ := c.Provider("Megaport")
	if !slices.Equal(mega.Locations(USGov), []string{"Chicago"}) || len(mega.Locations(Public)) < 50 || mega.Source.Page != "list of 2026-10-01" {
		t.Errorf("Megaport: %+v", mega)
	}
	im.Cloud = China
	if got := im.TOML(); !strings.Contains(got, `locations_china = ["Chicago"]`) {
		t.Errorf("TOML:\n%s", got)
	}
	if d := im.Compare(Embedded()); len(d.UnknownLocations) != 1 || len(d.Added) != 1 {
		t.Errorf("compared in the China cloud: %+v", d)
	}
}

// FuzzImport holds that no input panics, that what is read can be written and
// laid over a catalogue, and that the result follows the list.
func FuzzImport(f *testing.F) {
	f.Add([]byte(restList))
	f.Add([]byte(flatList))
	f.Add([]byte(`{"value":[{"name":"a","properties":{"peeringLocations":["b"],"bandwidthsOffered":[{"valueInMbps":1e3}]}}]}`))
	f.Add([]byte("\xFF\xFE[\x00]\x00"))
	f.Add([]byte(`[[[[`))
	f.Add([]byte(`{"value":{"value":[]}}`))
	f.Add([]byte(`[{"name":"Colt","peeringLocations":["London Metro","london"]},{"name":"COLT","peeringLocations":null}]`))
	f.Fuzz(func(t *testing.T, text []byte) {
		im, err := Import(bytes.NewReader(text))
		if err != nil {
			if strings.TrimSpace(err.Error()) == "" {
				t.Error("an error without words")
			}
			return
		}
		if len(im.Providers) == 0 {
			t.Error("no providers and no error")
		}
		if again, _ := Import(bytes.NewReader(text)); again.TOML() != im.TOML() {
			t.Error("the same input has two results")
		}
		im.Compare(Embedded())
		c, _ := Embedded().With(im.Overlay())
		if d := im.Compare(c); len(d.Added) != 0 || len(d.Removed) != 0 {
			t.Errorf("the overlay does not follow the list: %+v", d)
		}
	})
}

// TestImportErrorIsPlain holds that errors of the decoder stay reachable.
func TestImportErrorIsPlain(t *testing.T) {
	_, err := Import(strings.NewReader("[}"))
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		t.Errorf("%v does not wrap the error of the decoder", err)
	}
}
