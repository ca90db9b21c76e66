package ingest

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// flatten writes the bodies of REST as the az command does: properties beside
// the name.
func flatten(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, item := range v {
			if props, ok := item.(map[string]any); ok && k == "properties" {
				for name, p := range props {
					out[name] = flatten(p)
				}
				continue
			}
			out[k] = flatten(item)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = flatten(item)
		}
		return out
	}
	return v
}

// TestForms imports one circuit in all forms that exports have: the design is
// the same.
func TestForms(t *testing.T) {
	text := cases(t)["graph"][0].Text
	var graph map[string]any
	if err := json.Unmarshal(text, &graph); err != nil {
		t.Fatal(err)
	}
	circuit := graph["data"].([]any)[0]
	want := imported(t, string(text))
	template := fmt.Sprintf(`{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0", "resources": [%s]}`, encode(t, circuit))
	for name, form := range map[string]string{
		"az list":  encode(t, flatten(graph["data"])),
		"az show":  encode(t, flatten(circuit)),
		"REST":     encode(t, map[string]any{"value": graph["data"]}),
		"recorded": encode(t, map[string]any{"responses": map[string]any{"200": map[string]any{"body": circuit}}}),
		"template": template,
		"capitals": strings.NewReplacer("peerASN", "PeerAsn", "vlanId", "VLANID", "microsoft.network", "Microsoft.NETWORK", "Standard", "STANDARD").Replace(string(text)),
	} {
		got := imported(t, form)
		if diff := cmp.Diff(keep(want, name), keep(got, name)); diff != "" {
			t.Errorf("%s (-graph +%s):\n%s", name, name, diff)
		}
	}
}

// keep drops the lines of a design that a form does not say: a template knows
// neither its subscription nor its resource group.
func keep(design, form string) string {
	var out []string
	for line := range strings.Lines(design) {
		if form != "template" || !strings.HasPrefix(line, "subscription ") && !strings.HasPrefix(line, "resource_group ") {
			out = append(out, line)
		}
	}
	return strings.Join(out, "")
}

// imported returns the design of a text.
func imported(t *testing.T, text string) string {
	t.Helper()
	r, err := Import([]Source{{"x.json", []byte(text)}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r.Text
}

func encode(t *testing.T, v any) string {
	t.Helper()
	text, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// large writes an export of n circuits of some 10 kB each.
func large(n int) []byte {
	var b strings.Builder
	notes := strings.Repeat("a line that the provider wrote. ", 40)
	b.WriteString("[\n")
	for i := range n {
		if i > 0 {
			b.WriteString(",\n")
		}
		id := fmt.Sprintf("/subscriptions/s/resourceGroups/rg-%d/providers/Microsoft.Network/expressRouteCircuits/er-%d", i/10, i)
		fmt.Fprintf(&b, `{"id": %q, "name": "er-%d", "type": "Microsoft.Network/expressRouteCircuits", "location": "uksouth", "serviceProviderNotes": %q,
 "sku": {"name": "Standard_MeteredData", "tier": "Standard", "family": "MeteredData"},
 "serviceProviderProperties": {"serviceProviderName": "Equinix", "peeringLocation": "London", "bandwidthInMbps": 1000}, "authorizations": [`, id, i, notes)
		for j := range 40 {
			if j > 0 {
				b.WriteString(",")
			}
			fmt.Fprintf(&b, `{"name": "auth-%d", "id": "%s/authorizations/auth-%d", "authorizationKey": "x", "authorizationUseStatus": "Available"}`, j, id, j)
		}
		fmt.Fprintf(&b, `], "peerings": [{"name": "AzurePrivatePeering", "id": "%s/peerings/AzurePrivatePeering", "peeringType": "AzurePrivatePeering", "state": "Enabled", "peerAsn": 65010, "vlanId": 100, "primaryPeerAddressPrefix": "172.16.0.0/30", "secondaryPeerAddressPrefix": "172.16.0.4/30"}]}`, id)
	}
	b.WriteString("\n]\n")
	return []byte(b.String())
}

func BenchmarkImport(b *testing.B) {
	text := large(5000)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Import([]Source{{"x.json", text}}, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// TestStrangers reports what stands among resources and is none.
func TestStrangers(t *testing.T) {
	r, err := Import([]Source{{"x.json", []byte(`[{"id": "/subscriptions/1/resourceGroups/rg/providers/Microsoft.Network/routeFilters/f", "name": "f"}, {"id": 5}, {"id": "nonsense", "name": "n"}]`)}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(r.Notes, "\n"), "x.json:1:111: 5 is no id of an Azure resource; what it stands in is passed over\nx.json:1:122: \"nonsense\" is no id of an Azure resource; what it stands in is passed over"; got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}
