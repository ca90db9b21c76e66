package failover

import (
	"testing"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/topology"
)

// TestOddDesigns asks all questions of designs that lack something.
func TestOddDesigns(t *testing.T) {
	for _, text := range []string{
		"",
		"[sites.a]\n",
		"[vnets.v]\n",
		"[sites.a]\n[vnets.v]\nregion = \"uksouth\"\n",
		"[sites.a]\n[vnets.v]\n[flows.f]\nfrom = \"sites/a\"\nto = \"vnets/v\"\n",
		"[circuits.c]\npeering_location = \"London\"\n",
		"[circuits.c]\npeering_location = \"London\"\n[circuits.c.peerings.private]\n[vnets.v]\n[gateways.g]\nkind = \"expressroute\"\nvnet = \"v\"\ninstances = 0\n[connections.k]\ncircuit = \"c\"\ngateway = \"g\"\n",
		"[sites.a]\n[sites.a.routers.r]\n[wans.w]\n[wans.w.attachments.x]\nrouter = \"a/r\"\n[wans.w.attachments.y]\nrouter = \"a/r\"\n",
		"[virtual_wans.w]\n[virtual_hubs.h]\nwan = \"w\"\n[vnets.v]\nhub = \"virtual_hubs/h\"\n[sites.a]\n[sites.a.routers.r]\n[vpn_tunnels.t]\nsite = \"a\"\ngateway = \"virtual_hubs/h\"\n",
		"[sites.a]\n[vnets.v]\n[gateways.g]\nkind = \"vpn\"\nvnet = \"v\"\ninstances = 4000000000\n[vpn_tunnels.t]\nsite = \"a\"\ngateway = \"g\"\ntunnels = 4000000000\n[sites.a.routers.r]\n",
		"[vnets.v]\n[vnets.w]\n[flows.f]\nfrom = \"vnets/v\"\nto = \"vnets/w\"\n[flows.g]\nfrom = \"vnets/w\"\nto = \"microsoft/exchange-online\"\n",
	} {
		s := structureOf(t, "schema = 1\n"+text)
		describe(s)
		s.Topology.Export(s.Flows)
	}
}

// FuzzStructure draws a design from the bytes, and asks all questions of it.
func FuzzStructure(f *testing.F) {
	for seed := range uint64(20) {
		var data []byte
		d := seeded(seed)
		for range 200 {
			data = append(data, byte(d(256)))
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d := func(n int) int {
			if len(data) == 0 {
				return 0
			}
			k := int(data[0]) % n
			data = data[1:]
			return k
		}
		draft, _ := planner.ReadText(nil, "fuzz.toml", []byte(randomDesign(d)))
		if draft == nil {
			return
		}
		design, _ := draft.Design("")
		if design == nil {
			return
		}
		s := NewStructure(topology.New(design))
		describe(s)
		for i := range s.Flows {
			up := s.Up(i, topology.State{})
			if a := s.Availability(i); up && a.Lower == 1 {
				t.Fatalf("flow %s has a way, and is always down", s.Flows[i].Name)
			}
			for _, c := range s.CutSets(i, 3) {
				if s.Up(i, s.Topology.State(c.Components, nil)) {
					t.Fatalf("flow %s survives its cut set %v", s.Flows[i].Name, c)
				}
			}
		}
	})
}
