package cost

import (
	"fmt"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var gatewayOversized = &rules.Rule{
	ID:       "cost/gateway-oversized",
	Code:     "COST-006",
	Title:    "A gateway is not twice as large as anything that it is used for",
	Severity: diag.Advice,
	Why:      "The price of a gateway follows its size. One that carries more than twice what its circuits bring is paid for and not used. An existing gateway cannot be made smaller: it is deleted and created anew.",
	Fix:      "Use a smaller SKU.",
	Refs:     []rules.Ref{wellArchitected},
	Check: func(p *rules.Pass) {
		for _, g := range p.Gateways {
			least, _, known := p.Sizes(g)
			use, ok := useOf(p, g)
			if !known || !ok || least.Throughput <= 2*use.rate {
				continue
			}
			if write, size := smaller(p, g, use); write != "" && size < least.Throughput {
				p.Report(g.SizePlace(), "gateway %q carries %s and its circuits bring %s: %s carries enough", g.Name(), least.Throughput, use.rate, write).
					Rests(least.About("throughput_mbps")).
					Fix("Write %s, which carries %s, unless it is to grow.", write, size)
			}
		}
	},
}

// A use is what a gateway has to do.
type use struct {
	rate     planner.Bandwidth
	circuits int
	routes   int
	fastPath bool
}

// useOf returns what a gateway has to do. Not ok: it has no circuit, or the
// design does not say how large one is.
func useOf(p *rules.Pass, g *planner.Gateway) (use, bool) {
	u := use{circuits: len(g.Connections)}
	for _, n := range g.Connections {
		if n.Circuit.Bandwidth == 0 {
			return u, false
		}
		u.rate += n.Circuit.Bandwidth
		u.fastPath = u.fastPath || n.FastPath.Value()
		u.routes += len(p.Learned(n))
	}
	return u, u.circuits > 0
}

// smaller returns the smallest size that does what a gateway has to, and what it
// carries: scale units of ErGwScale, otherwise a zone-redundant SKU.
func smaller(p *rules.Pass, g *planner.Gateway, u use) (write string, rate planner.Bandwidth) {
	if g.ERSKU.Scalable {
		for n := 2; n <= g.ERSKU.MaxUnits; n++ { // two units are what zones and autoscaling take
			s, ok := p.Catalog.ScaleUnits(n)
			if ok && fits(u, planner.Bandwidth(s.ThroughputMbps), s.MaxCircuits, g.ERSKU.RoutesLearned, s.FastPath) {
				return fmt.Sprintf("scale_units = { min = %d, max = %d }", n, n), planner.Bandwidth(s.ThroughputMbps)
			}
		}
		return "", 0
	}
	var best *catalog.GatewaySKU
	for _, s := range p.Catalog.GatewaySKUs() {
		if s.Family != "az" || s.Scalable || !fits(u, planner.Bandwidth(s.ThroughputMbps), s.MaxCircuits, s.RoutesLearned, s.FastPath) {
			continue
		}
		if best == nil || s.ThroughputMbps < best.ThroughputMbps {
			best = s
		}
	}
	if best == nil {
		return "", 0
	}
	return fmt.Sprintf("sku = %q", best.Name), planner.Bandwidth(best.ThroughputMbps)
}

func fits(u use, rate planner.Bandwidth, circuits, routes int, fastPath bool) bool {
	return rate >= u.rate && circuits >= u.circuits && (routes == 0 || routes >= u.routes) && (fastPath || !u.fastPath)
}
