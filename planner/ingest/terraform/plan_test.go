package terraform

import (
	"strings"
	"testing"

	"github.com/erplan/erplan/planner/ingest/tree"
)

// oneOf reads the only resource of a type in a plan.
func oneOf(t *testing.T, text, kind string) (*tree.Value, string) {
	t.Helper()
	v, err := tree.Parse("plan", text)
	if err != nil {
		t.Fatal(err)
	}
	r := Plan(v)
	_, notes := ids(r)
	for _, v := range r.Resources {
		if k, _ := v.Get("type").Str(); strings.HasSuffix(k, kind) {
			return v, notes
		}
	}
	t.Fatalf("no %s: %s", kind, notes)
	return nil, ""
}

// tail returns the end of an id.
func tail(v *tree.Value) string {
	if v != nil && v.Kind == tree.Unknown {
		return "unknown: " + v.Text
	}
	id, _ := v.Str()
	return id[strings.LastIndex(id, "/")+1:]
}

// TestBlocksUnknown follows the references of each block that is repeated, and
// does not take what is known after apply for absent.
func TestBlocksUnknown(t *testing.T) {
	v, _ := oneOf(t, `{"planned_values": {"root_module": {"resources": [
 {"type": "azurerm_public_ip", "name": "a", "values": {"name": "ip-a"}}, {"type": "azurerm_public_ip", "name": "b", "values": {"name": "ip-b"}},
 {"address": "azurerm_virtual_network_gateway.g", "type": "azurerm_virtual_network_gateway", "name": "g", "values": {"name": "g", "ip_configuration": [{"name": "one"}, {"name": "two"}, {"name": "three"}], "bgp_settings": [{"asn": null}]}}]}},
 "resource_changes": [{"address": "azurerm_virtual_network_gateway.g", "change": {"actions": ["create"], "after_unknown": {
   "ip_configuration": [{"public_ip_address_id": true}, {"public_ip_address_id": true}, {"public_ip_address_id": true}], "bgp_settings": [{"asn": true}], "sku": true}}}],
 "configuration": {"root_module": {"resources": [{"type": "azurerm_virtual_network_gateway", "name": "g", "expressions": {"ip_configuration": [
   {"public_ip_address_id": {"references": ["azurerm_public_ip.a.id", "azurerm_public_ip.a"]}}, {"public_ip_address_id": {"references": ["azurerm_public_ip.b.id", "azurerm_public_ip.b"]}},
   {"public_ip_address_id": {"references": ["azurerm_public_ip.gone.id"]}}]}}]}}}`, "virtualNetworkGateways")
	got := ""
	for _, c := range v.Path("properties", "ipConfigurations").Items() {
		got += tail(c.Path("properties", "publicIPAddress", "id")) + "; "
	}
	if want := "ip-a; ip-b; unknown: it is only known after apply; "; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	for _, path := range [][]string{{"properties", "bgpSettings", "asn"}, {"properties", "sku", "name"}} {
		if v := v.Path(path...); v == nil || v.Kind != tree.Unknown {
			t.Errorf("%v is taken for %+v", path, v)
		}
	}
}

// TestEachValue follows each.value to what for_each goes over, in a resource
// and in the call of a module.
func TestEachValue(t *testing.T) {
	const circuits = `{"type": "azurerm_express_route_circuit", "name": "er", "index": "ams", "values": {"name": "er-ams"}}, {"type": "azurerm_express_route_circuit", "name": "er", "index": "fra", "values": {"name": "er-fra"}}`
	const joint = `"type": "azurerm_virtual_network_gateway_connection", "name": "c"`
	for name, text := range map[string]string{
		"resource": `{"planned_values": {"root_module": {"resources": [` + circuits + `, {` + joint + `, "index": "fra", "values": {"name": "c"}}]}}, "configuration": {"root_module": {"resources": [
 {` + joint + `, "expressions": {"express_route_circuit_id": {"references": ["each.value.id", "each.value"]}}, "for_each_expression": {"references": ["azurerm_express_route_circuit.er"]}}]}}}`,
		"module": `{"planned_values": {"root_module": {"resources": [` + circuits + `], "child_modules": [{"address": "module.m[\"fra\"]", "resources": [{` + joint + `, "values": {"name": "c"}}]}]}}, "configuration": {"root_module": {"module_calls":
 {"m": {"expressions": {"circuit": {"references": ["azurerm_express_route_circuit.er", "each.key"]}}, "module": {"resources": [{` + joint + `, "expressions": {"express_route_circuit_id": {"references": ["var.circuit"]}}}]}}}}}}`,
		"modules": `{"planned_values": {"root_module": {"resources": [{` + joint + `, "index": "fra", "values": {"name": "c"}}], "child_modules": [
  {"address": "module.m[\"ams\"]", "resources": [{"type": "azurerm_express_route_circuit", "name": "er", "values": {"name": "er-ams"}}]},
  {"address": "module.m[\"fra\"]", "resources": [{"type": "azurerm_express_route_circuit", "name": "er", "values": {"name": "er-fra"}}]}]}}, "configuration": {"root_module": {
  "resources": [{` + joint + `, "expressions": {"express_route_circuit_id": {"references": ["each.value.id", "each.value"]}}, "for_each_expression": {"references": ["module.m"]}}],
  "module_calls": {"m": {"module": {"outputs": {"id": {"expression": {"references": ["azurerm_express_route_circuit.er.id", "azurerm_express_route_circuit.er"]}}}}}}}}}`,
		"data": `{"planned_values": {"root_module": {"resources": [{` + joint + `, "values": {"name": "c"}}]}},
 "prior_state": {"values": {"root_module": {"resources": [{"address": "data.azurerm_express_route_circuit.er", "mode": "data", "values": {"id": "/subscriptions/1/resourceGroups/rg/providers/Microsoft.Network/expressRouteCircuits/er-fra"}}]}}},
 "configuration": {"root_module": {"resources": [{` + joint + `, "expressions": {"express_route_circuit_id": {"references": ["data.azurerm_express_route_circuit.er.id", "data.azurerm_express_route_circuit.er"]}}}]}}}`,
	} {
		v, _ := oneOf(t, text, "connections")
		if got := tail(v.Path("properties", "peer", "id")); got != "er-fra" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// TestDeleted says what a plan deletes.
func TestDeleted(t *testing.T) {
	_, notes := oneOf(t, `{"planned_values": {"root_module": {"resources": [`+circuit+`]}}, "resource_changes": [
 {"address": "azurerm_express_route_circuit.old", "change": {"actions": ["delete"]}}, {"address": "azurerm_express_route_circuit.a", "change": {"actions": ["delete", "create"]}}]}`, "expressRouteCircuits")
	if want := "the plan deletes \"azurerm_express_route_circuit.old\": it is left out\n"; notes != want {
		t.Error(notes)
	}
}
