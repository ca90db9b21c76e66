package routing

import (
	"slices"
	"testing"
	"testing/fstest"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/topology"
)

// TestEven: a program without preferences settles alike in both orders, so
// that it need not be tried twice. The design is a ring of sites with links of
// cost 0, one AS number or several, networks and Global Reach.
func TestEven(t *testing.T) {
	for _, asn := range []string{"asn = 65001", ""} {
		text := "schema = 1\n[vnets.v]\naddress_space = [\"10.99.0.0/16\"]\n[gateways.g]\nkind = \"expressroute\"\nvnet = \"v\"\n[wans.w]\n"
		for _, s := range []string{"a", "b", "c", "d"} {
			text += "[sites." + s + "]\n" + asn + "\nprefixes = [\"10." + map[string]string{"a": "1", "b": "2", "c": "3", "d": "4"}[s] + ".0.0/16\"]\nrouters.r = {}\n" +
				"[wans.w.attachments." + s + "]\nrouter = \"" + s + "/r\"\n" +
				"[circuits.c" + s + "]\npeering_location = \"London\"\nlinks.primary.router = \"" + s + "/r\"\npeerings.private = {advertised_prefixes = [\"10.0.0.0/8\"]}\n" +
				"[connections.k" + s + "]\ncircuit = \"c" + s + "\"\ngateway = \"g\"\n"
		}
		for _, l := range []string{"ab", "bc", "cd", "da"} {
			text += "[site_links." + l + "]\nends = [\"" + l[:1] + "/r\", \"" + l[1:] + "/r\"]\ncost = 0\n" +
				"[global_reach." + l + "]\ncircuits = [\"c" + l[:1] + "\", \"c" + l[1:] + "\"]\n"
		}
		d, diags := planner.Load(fstest.MapFS{"e.toml": &fstest.MapFile{Data: []byte(text)}}, "e.toml", "")
		if d == nil {
			t.Fatal(diags)
		}
		top := topology.New(d)
		r := New(top)
		for _, f := range top.Flows() {
			plan := r.flow(f)
			for _, b := range slices.Concat(plan.toAzure, plan.toSite) {
				for c := range top.Components {
					bothOrders(t, b.program, top.State([]int{c}, nil))
				}
			}
		}
	}
}

func bothOrders(t *testing.T, p *program, s topology.State) {
	if !p.circular || !p.even {
		t.Fatalf("the program is circular: %v, even: %v", p.circular, p.even)
	}
	forth, back := p.start(s, nil), p.start(s, nil)
	if !forth.rounds(false) || !back.rounds(true) || !slices.Equal(forth.wins, back.wins) {
		t.Error("the order of messages matters")
	}
}
