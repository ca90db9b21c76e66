package terraform

import (
	"slices"
	"strings"
	"testing"

	"github.com/erplan/erplan/planner/ingest/tree"
)

// ids returns the ids that are read, and the notes.
func ids(r Result) (ids []string, notes string) {
	for _, v := range r.Resources {
		id, _ := v.Get("id").Str()
		ids = append(ids, id[strings.LastIndex(id, "/providers/")+1:])
	}
	for _, n := range r.Notes {
		notes += n.Message + "\n"
	}
	slices.Sort(ids)
	return ids, notes
}

const circuit = `{"address": "azurerm_express_route_circuit.a", "mode": "managed", "type": "azurerm_express_route_circuit", "name": "a", "values": {"name": "er", "resource_group_name": "rg"}}`

// TestForms reads plans and states as all versions write them.
func TestForms(t *testing.T) {
	for name, text := range map[string]string{
		"plan":   `{"planned_values": {"root_module": {"resources": [` + circuit + `]}}}`,
		"show":   `{"values": {"root_module": {"resources": [` + circuit + `]}}}`,
		"root":   `{"root_module": {"resources": [` + circuit + `]}}`,
		"module": `{"child_modules": [{"address": "module.a", "resources": [` + circuit + `]}]}`,
		"state":  `{"version": 4, "resources": [{"mode": "managed", "type": "azurerm_express_route_circuit", "name": "a", "instances": [{"attributes": {"name": "er", "resource_group_name": "rg"}}]}]}`,
	} {
		v, err := tree.Parse(name, text)
		if err != nil {
			t.Fatal(err)
		}
		if !IsPlan(v) {
			t.Errorf("%s is not taken as a plan", name)
		}
		if got, _ := ids(Plan(v)); len(got) != 1 || got[0] != "providers/Microsoft.Network/expressRouteCircuits/er" {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestRing follows references that lead back to where they come from.
func TestRing(t *testing.T) {
	v, err := tree.Parse("plan", `{"planned_values": {"root_module": {"resources": [
 {"type": "azurerm_express_route_circuit_connection", "name": "a", "values": {"name": "a"}}, {"type": "azurerm_express_route_circuit_connection", "name": "b", "values": {"name": "b"}}]}},
 "configuration": {"root_module": {"resources": [
 {"type": "azurerm_express_route_circuit_connection", "name": "a", "expressions": {"peering_id": {"references": ["azurerm_express_route_circuit_connection.b"]}}},
 {"type": "azurerm_express_route_circuit_connection", "name": "b", "expressions": {"peering_id": {"references": ["azurerm_express_route_circuit_connection.a"]}}}]}}}`)
	if err != nil {
		t.Fatal(err)
	}
	if got, notes := ids(Plan(v)); len(got) != 0 || strings.Count(notes, "left out") != 2 {
		t.Error(got, notes)
	}
}

// TestConfiguration evaluates what HCL can say without a provider.
func TestConfiguration(t *testing.T) {
	for name, c := range map[string]struct{ text, want, notes string }{
		"count":    {`resource "azurerm_route_filter" "f" {` + "\n count = 2\n name = \"f-${count.index}\"\n}", "f-0 f-1", ""},
		"for_each": {`resource "azurerm_route_filter" "f" {` + "\n for_each = toset([\"b\", \"a\"])\n name = each.key\n}", "a b", ""},
		"map":      {`locals { m = { x = { n = "one" } } }` + "\n" + `resource "azurerm_route_filter" "f" {` + "\n for_each = local.m\n name = \"${each.key}-${each.value.n}\"\n}", "x-one", ""},
		"unknown":  {`variable "v" {}` + "\n" + `resource "azurerm_route_filter" "f" {` + "\n for_each = var.v\n name = each.key\n}", "", `variable "v" has no value`},
		"name":     {`variable "v" {}` + "\n" + `resource "azurerm_route_filter" "f" {` + "\n name = var.v\n}", "", "left out"},
		"loop":     {`locals {` + "\n a = local.b\n b = local.a\n}\n" + `resource "azurerm_route_filter" "f" {` + "\n name = \"x${local.a}\"\n}", "", "left out"},
		"self":     {`resource "azurerm_route_filter" "f" {` + "\n name = azurerm_route_filter.f.name\n}", "", "left out"},
		"functions": {`resource "azurerm_route_filter" "f" {` + "\n name = join(\"-\", [lower(\"A\"), cidrsubnet(\"10.0.0.0/8\", 8, 1), cidrhost(\"10.0.0.0/24\", 5), try({}.x, \"t\")])\n}",
			"a-10.1.0.0/16-10.0.0.5-t", ""},
		"function": {`resource "azurerm_route_filter" "f" {` + "\n name = filebase64(\"x\")\n}", "", "left out"},
		"product":  {`resource "azurerm_route_filter" "f" {` + "\n for_each = { for p in setproduct([\"a\"], [\"x\", \"y\"]) : join(\"-\", p) => p }\n name = each.key\n}", "a-x a-y", ""},
		"too much": {`resource "azurerm_route_filter" "f" {` + "\n name = join(\"\", [for a in range(2000) : join(\"\", [for b in range(2000) : join(\"\", [for c in range(2000) : c])])])\n}", "", "left out"},
		"too wide": {`resource "azurerm_route_filter" "f" {` + "\n name = format(\"%2000000000d\", 1)\n}", "", "left out"},
		"ternary":  {`variable "on" { default = false }` + "\n" + `resource "azurerm_route_filter" "f" {` + "\n count = var.on ? 1 : 0\n name = \"f\"\n}", "", "its count is 0"},
	} {
		r, err := Configuration([]File{{"main.tf", c.text + "\n"}})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var names []string
		for _, v := range r.Resources {
			n, _ := v.Get("name").Str()
			names = append(names, n)
		}
		slices.Sort(names)
		_, notes := ids(r)
		if got := strings.Join(names, " "); got != c.want || !strings.Contains(notes, c.notes) {
			t.Errorf("%s: %q, %q", name, got, notes)
		}
	}
}
