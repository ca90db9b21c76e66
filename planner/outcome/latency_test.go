package outcome_test

import (
	"math"
	"testing"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/outcome"
)

// TestLatency computes estimates by hand: fibre of 1.4 times the distance at
// 5 µs per km each way, and published medians between regions.
func TestLatency(t *testing.T) {
	cat := catalog.Embedded()
	fibre := func(lat1, lon1, lat2, lon2 float64) float64 {
		return catalog.Distance(lat1, lon1, lat2, lon2) * 1.4 * 5 / 1000
	}
	place := func(name string) (float64, float64) {
		l, ok := cat.Location(catalog.Public, name)
		if !ok {
			t.Fatalf("no location %s", name)
		}
		return l.Lat, l.Lon
	}
	region := func(name string) (float64, float64) {
		r, ok := cat.Region(name)
		if !ok {
			t.Fatalf("no region %s", name)
		}
		return r.Lat, r.Lon
	}
	london, uksouth := pair(place("London")), pair(region("uksouth"))
	want := 2 * (fibre(51.51, -0.13, london[0], london[1]) + fibre(london[0], london[1], uksouth[0], uksouth[1]))
	check := func(a *outcome.Analysis, flow string, c outcome.Change, want float64) {
		t.Helper()
		f, _ := a.Flow(flow)
		got := a.Scenario(c).Flows[f].LatencyAfter
		if !got.Known || math.Abs(float64(got.RoundTrip)-want) > 0.051 {
			t.Errorf("%s: %s, not %.2f ms", flow, got.RoundTrip, want)
		}
	}
	a := shipped(t, "standard", "")
	check(a, "erp", outcome.Change{}, want)

	a = shipped(t, "maximum", "")
	ams, fra, west := pair(place("Amsterdam")), pair(place("Frankfurt")), pair(region("westeurope"))
	own := fibre(52.37, 4.90, ams[0], ams[1]) + fibre(ams[0], ams[1], west[0], west[1])
	check(a, "erp", outcome.Change{}, 2*own)
	near, ok := cat.Region("germanywestcentral")
	if !ok {
		t.Fatal("no region near Frankfurt")
	}
	there, _, _ := cat.Latency("germanywestcentral", "westeurope")
	back := fibre(52.37, 4.90, 50.11, 8.68) + fibre(50.11, 8.68, fra[0], fra[1]) + fibre(fra[0], fra[1], near.Lat, near.Lon) + float64(there)/2
	check(a, "erp", outcome.Failing(component(t, a, "peering-location:Amsterdam")), 2*back)

	if l := load(t, edited(t, "standard", "coordinates = [51.51, -0.13]\n", ""), "").Normal().Flows[0].LatencyAfter; l.Known {
		t.Errorf("without coordinates it is %s", l.RoundTrip)
	}
	late := load(t, edited(t, "maximum", `bandwidth = "600 Mbps"`, "bandwidth = \"600 Mbps\"\nmax_latency = \"5ms\""), "")
	f := late.Scenario(outcome.Failing(component(t, late, "peering-location:Amsterdam"))).Flows[0]
	if f.Outcome != outcome.Degraded || !f.Moved {
		t.Errorf("over its latency it is %s: %v", f.Outcome, f.Reasons)
	}
}

func pair(a, b float64) [2]float64 { return [2]float64{a, b} }
