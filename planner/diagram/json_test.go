package diagram

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"testing"
)

// handChecked is a small design whose availability was computed by hand.
const handChecked = `
schema = 1
[availability]
catalogue          = false
site               = 99.98
router             = 99.95
link               = 99.9
provider           = 99.99
peering-location   = 99.995
msee               = 99.98
gateway-instance   = 99.96
region             = 99.999
[sites.hq]
prefixes = ["10.1.0.0/16"]
[sites.hq.routers.ce1]
[circuits.er]
service_provider = "Colt"
peering_location = "London"
[circuits.er.links]
primary.router   = "hq/ce1"
secondary.router = "hq/ce1"
[circuits.er.peerings.private]
vlan_id = 100
[vnets.hub]
region        = "uksouth"
address_space = ["10.100.0.0/16"]
[gateways.ergw]
kind = "expressroute"
vnet = "hub"
[connections.c]
circuit = "er"
gateway = "ergw"
[flows.erp]
from = "sites/hq"
to   = "vnets/hub"
`

// TestJSONRepeats computes the availability of a flow from nothing but the
// JSON, by looking at every state of the components: what another tool can do.
func TestJSONRepeats(t *testing.T) {
	var b bytes.Buffer
	if err := JSON(&b, draw(t, handChecked, "", "", "auto")); err != nil {
		t.Fatal(err)
	}
	var p pictureJSON
	if err := json.Unmarshal(b.Bytes(), &p); err != nil {
		t.Fatal(err)
	}
	if p.Schema != 1 || len(p.Ways.Flows) != 1 {
		t.Fatalf("schema %d, %d flows", p.Schema, len(p.Ways.Flows))
	}
	var fallible []componentJSON
	for _, c := range p.Components {
		if c.Unavailability > 0 {
			fallible = append(fallible, c)
		}
	}
	got := 0.0
	for state := range 1 << len(fallible) {
		probability, down := 1.0, map[string]bool{}
		for i, c := range fallible {
			if state>>i&1 == 0 {
				probability *= 1 - c.Unavailability
				continue
			}
			probability *= c.Unavailability
			down[c.ID] = true
			for _, taken := range c.Takes {
				down[taken] = true
			}
		}
		if !p.Ways.available(p.Ways.Flows[0], down) {
			got += probability
		}
	}
	if want := 8.613796651714176e-4; math.Abs(got-want) > 1e-15 {
		t.Errorf("unavailability %v, want %v (%d components)", got, want, len(fallible))
	}
}

// available reports whether every demand of a flow has a way.
func (w *waysJSON) available(f flowJSON, down map[string]bool) bool {
	up := map[string]bool{}
	for _, n := range w.Nodes {
		up[n.ID] = !slices.ContainsFunc(n.Needs, func(id string) bool { return down[id] })
	}
	for _, d := range f.Demands {
		seen := map[string]bool{f.Start: up[f.Start]}
		for more := true; more; {
			more = false
			for _, e := range w.Edges {
				if seen[e.From] && up[e.To] && !seen[e.To] && (e.Gate == "" || slices.Contains(d.Open, e.Gate)) {
					seen[e.To], more = true, true
				}
			}
		}
		if !seen[f.End] {
			return false
		}
	}
	return len(f.Demands) > 0
}
