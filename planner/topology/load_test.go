package topology

import (
	"strings"
	"testing"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
)

// load reads a design that is written in a test.
func load(t testing.TB, text string) *planner.Design {
	t.Helper()
	draft, diags := planner.ReadText(nil, "test.toml", []byte("schema = 1\n"+text))
	if draft == nil {
		t.Fatalf("the design of the test is not sound:\n%s\n%s", text, tell(diags))
	}
	d, diags := draft.Design("")
	if d == nil {
		t.Fatalf("the design of the test is not sound:\n%s\n%s", text, tell(diags))
	}
	return d
}

func tell(diags []diag.Diagnostic) string {
	var b strings.Builder
	for _, d := range diags {
		b.WriteString(d.Place.Path + ": " + d.Message + "\n")
	}
	return b.String()
}

const oneCircuit = `
[sites.hq]
prefixes = ["10.0.0.0/16"]
[sites.hq.routers.ce1]
[circuits.er]
service_provider = "Equinix"
peering_location = "London"
[circuits.er.links.primary]
router = "hq/ce1"
[circuits.er.links.secondary]
router = "hq/ce1"
[circuits.er.peerings.private]
vlan_id = 100
[vnets.hub]
region = "uksouth"
address_space = ["10.100.0.0/22"]
[gateways.gw]
kind = "expressroute"
vnet = "hub"
[connections.er-gw]
circuit = "er"
gateway = "gw"
`

// flowTo returns the first VNet of a design as the end of a flow.
func flowTo(top *Topology) planner.Endpoint {
	return planner.Endpoint{VNet: top.Design.VNets[0]}
}
