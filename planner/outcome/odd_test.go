package outcome_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/outcome/view"
)

// TestOddDesigns asks everything of designs that lack what others have.
func TestOddDesigns(t *testing.T) {
	for name, text := range map[string]string{
		"empty":             "schema = 1\n",
		"a site alone":      "schema = 1\n[sites.a]\n",
		"nothing can fail":  "schema = 1\n[vnets.a]\n[vnets.b]\nhub = \"a\"\n[flows.f]\nfrom = \"vnets/a\"\nto = \"vnets/b\"\n",
		"two networks":      "schema = 1\n[vnets.a]\nregion = \"uksouth\"\n[vnets.b]\nregion = \"ukwest\"\n[vnets.a.peerings.b]\nto = \"b\"\n[flows.f]\nfrom = \"vnets/a\"\nto = \"vnets/b\"\nbandwidth = \"1 Gbps\"\nmax_latency = \"10ms\"\navailability = 99.9\n",
		"no region":         "schema = 1\n[sites.a]\n[vnets.v]\n[flows.f]\nfrom = \"sites/a\"\nto = \"vnets/v\"\n",
		"from Azure":        "schema = 1\n[sites.a]\n[vnets.v]\n[flows.f]\nfrom = \"vnets/v\"\nto = \"sites/a\"\nrecovery_time = \"1s\"\n",
		"a bare circuit":    "schema = 1\n[circuits.c]\npeering_location = \"London\"\n",
		"an unknown place":  "schema = 1\n[sites.a]\n[sites.a.routers.r]\n[circuits.c]\nservice_provider = \"Nobody\"\npeering_location = \"Atlantis\"\n[circuits.c.links.primary]\nrouter = \"a/r\"\n[circuits.c.peerings.private]\n[vnets.v]\n[gateways.g]\nkind = \"expressroute\"\nvnet = \"v\"\n[connections.x]\ncircuit = \"c\"\ngateway = \"g\"\n[requirements]\nresiliency = \"maximum\"\nmax_utilisation = 50\navailability = 99\nrecovery_time = \"1s\"\nencryption = \"both\"\n",
		"a managed circuit": "schema = 1\n[sites.a]\n[sites.a.routers.r]\n[wans.w]\n[wans.w.attachments.a]\nrouter = \"a/r\"\n[circuits.c]\nservice_provider = \"Colt\"\npeering_location = \"London\"\nwan = \"w\"\n[circuits.c.peerings.private]\n[vnets.v]\nregion = \"uksouth\"\n[gateways.g]\nkind = \"expressroute\"\nvnet = \"v\"\n[connections.x]\ncircuit = \"c\"\ngateway = \"g\"\n[flows.f]\nfrom = \"sites/a\"\nto = \"vnets/v\"\nbandwidth = \"1 Gbps\"\n",
		"no peering":        "schema = 1\n[sites.a]\n[sites.a.routers.r]\n[circuits.c]\nservice_provider = \"Colt\"\npeering_location = \"London\"\n[circuits.c.links.primary]\nrouter = \"a/r\"\n[vnets.v]\n[gateways.g]\nkind = \"expressroute\"\nvnet = \"v\"\ninstances = 0\n[connections.x]\ncircuit = \"c\"\ngateway = \"g\"\n",
		"never fails":       "schema = 1\n[sites.a]\n[sites.a.routers.r]\n[components.\"site:a\"]\nnever_fails = true\n[components.\"router:a/r\"]\nnever_fails = true\n",
		"a service":         "schema = 1\n[sites.a]\n[flows.f]\nfrom = \"sites/a\"\nto = \"microsoft/exchange-online\"\nbandwidth = \"1 Gbps\"\n",
		"odd tests":         "schema = 1\n[sites.a]\n[tests.t]\nkind = \"site-failover\"\n[tests.u]\nkind = \"link-failover\"\ntarget = \"nothing:at-all\"\ndate = 2026-01-01\n[scenarios.s]\n[scenarios.t]\nfail = [\"\", \"x\"]\n",
	} {
		t.Run(name, func(t *testing.T) { everything(t, load(t, text, "")) })
	}
	for _, name := range []string{"first-draft", "standard", "metro", "maximum", "vpn-backup", "global-reach", "microsoft-peering", "dual-metro", "ipsec", "direct-macsec"} {
		t.Run(name, func(t *testing.T) { everything(t, shipped(t, name, "")) })
	}
	t.Run("hub", func(t *testing.T) { everything(t, load(t, hub, "")) })
}

// everything asks all that can be asked of a design.
func everything(t *testing.T, a *outcome.Analysis) {
	h, o := view.Header{File: "erplan.toml"}, view.Options{Pairs: true, Color: true}
	for _, write := range []func(io.Writer) error{
		func(w io.Writer) error { return view.Summary(w, a, h, o) },
		func(w io.Writer) error { return view.JSON(w, a, nil, h, o) },
	} {
		if err := write(&bytes.Buffer{}); err != nil {
			t.Error(err)
		}
	}
	a.Returns()
	a.Differences()
	for c := range a.Topology.Components {
		for _, change := range []outcome.Change{outcome.Failing(c), {Drain: []int{c}}} {
			s := a.Scenario(change)
			if err := view.Scenario(io.Discard, a, s, h, o); err != nil {
				t.Error(err)
			}
			if err := view.JSON(io.Discard, a, s, h, view.Options{}); err != nil {
				t.Error(err)
			}
		}
	}
}
