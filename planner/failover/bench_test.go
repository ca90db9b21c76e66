package failover

import (
	"fmt"
	"testing"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/topology"
)

var sizes = []int{2, 10, 50, 200, 1000}

// A bench is a network of one size, read once.
type bench struct {
	sites  int
	design *planner.Design
}

var benches = map[int]*bench{}

func forSizes(b *testing.B, run func(b *testing.B, d *planner.Design)) {
	for _, n := range sizes {
		b.Run(fmt.Sprintf("sites=%d", n), func(b *testing.B) {
			if benches[n] == nil {
				benches[n] = &bench{n, read(b, network(n))}
			}
			b.ResetTimer()
			run(b, benches[n].design)
		})
	}
}

func BenchmarkTopology(b *testing.B) {
	forSizes(b, func(b *testing.B, d *planner.Design) {
		for b.Loop() {
			topology.New(d)
		}
	})
}

func BenchmarkWays(b *testing.B) {
	forSizes(b, func(b *testing.B, d *planner.Design) {
		for b.Loop() {
			t := topology.New(d)
			t.Ways()
		}
	})
}

func BenchmarkFlows(b *testing.B) {
	forSizes(b, func(b *testing.B, d *planner.Design) {
		t := topology.New(d)
		t.Ways()
		for b.Loop() {
			t.Flows()
		}
	})
}

// BenchmarkSweep is the complete sweep of single failures and of pairs, from
// the flows on, with one worker.
func BenchmarkSweep(b *testing.B) {
	forSizes(b, func(b *testing.B, d *planner.Design) {
		t := topology.New(d)
		flows := t.Flows()
		for b.Loop() {
			Of(t, flows).Sweep(1)
		}
	})
}

// BenchmarkSweepFromDesign is the same with everything that comes before it.
func BenchmarkSweepFromDesign(b *testing.B) {
	forSizes(b, func(b *testing.B, d *planner.Design) {
		for b.Loop() {
			NewStructure(topology.New(d)).Sweep(1)
		}
	})
}

// BenchmarkAvailability is the exact unavailability of every pair of a site
// and a VNet.
func BenchmarkAvailability(b *testing.B) {
	forSizes(b, func(b *testing.B, d *planner.Design) {
		t := topology.New(d)
		flows := t.Flows()
		for b.Loop() {
			s := Of(t, flows)
			for i := range s.Flows {
				s.Availability(i)
			}
		}
		b.ReportMetric(float64(len(flows)), "pairs")
	})
}

// BenchmarkCutSets is the minimal cut sets to order 3 of one pair, nothing
// known before.
func BenchmarkCutSets(b *testing.B) {
	forSizes(b, func(b *testing.B, d *planner.Design) {
		t := topology.New(d)
		flows := t.Flows()
		n := 0
		for b.Loop() {
			s := Of(t, flows[:1])
			n = len(s.CutSets(0, 3))
		}
		b.ReportMetric(float64(n), "sets")
	})
}

// BenchmarkTogether is the unavailability of all flows at once.
func BenchmarkTogether(b *testing.B) {
	forSizes(b, func(b *testing.B, d *planner.Design) {
		t := topology.New(d)
		flows := t.Flows()
		var a Availability
		for b.Loop() {
			a = Of(t, flows).Together()
		}
		b.ReportMetric(a.Unavailability, "u")
		b.ReportMetric(a.Lower, "lower")
		b.ReportMetric(float64(a.Method), "method")
	})
}
