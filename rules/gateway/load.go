package gateway

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// carriedBy returns the flows that pass each gateway, without those that
// FastPath takes past it.
func carriedBy(p *rules.Pass) map[*planner.Gateway][]*planner.Flow {
	out := map[*planner.Gateway][]*planner.Flow{}
	for _, x := range p.Crossings() {
		if x.Bypasses() {
			continue
		}
		for _, c := range x.Connections {
			if list := out[c.Gateway]; c.Gateway != nil && (len(list) == 0 || list[len(list)-1] != x.Flow) {
				out[c.Gateway] = append(list, x.Flow)
			}
		}
	}
	return out
}

var throughputBelowNeed = &rules.Rule{
	ID:       "gateway/throughput-below-need",
	Code:     "GW-010",
	Title:    "A gateway carries what the flows need or, where they do not say, what its circuits bring",
	Severity: diag.Warning,
	Why:      "Without FastPath all traffic passes the gateway, and its rate is a ceiling: it cannot burst. What is above it is dropped, however large the circuit.",
	Fix:      "Use a larger SKU, more scale units, or FastPath.",
	Refs: []rules.Ref{
		page("Estimated performance by gateway SKU"),
		faq("Is it possible to use more bandwidth than I procured for my ExpressRoute circuit?"),
	},
	Check: func(p *rules.Pass) {
		reported := map[*planner.Gateway]bool{}
		carried := carriedBy(p)
		demands := demandsOf(p, carried)
		for _, g := range expressRoute(p) {
			_, most, known := p.Sizes(g)
			d := demands[g]
			switch {
			case g.SKU == "":
				p.Unknown(g.At("sku"), "gateway %s does not say its SKU, from which follows what it carries", g.Name())
			case known && d.sum > most.Throughput:
				reportDemand(p, g, most, d)
				reported[g] = true
			case known && d.sum > 0:
				checkSilent(p, g, carried[g])
			}
		}
		for _, c := range p.Circuits {
			checkCircuit(p, c, demands, reported)
		}
	},
}

// A demand is what flows need of a gateway.
type demand struct {
	sum   planner.Bandwidth
	flows []*planner.Flow // those that say their bandwidth
}

// demandsOf adds up the flows over each ExpressRoute gateway.
func demandsOf(p *rules.Pass, carried map[*planner.Gateway][]*planner.Flow) map[*planner.Gateway]demand {
	out := map[*planner.Gateway]demand{}
	for _, g := range expressRoute(p) {
		d := demand{}
		for _, f := range carried[g] {
			if f.Bandwidth > 0 {
				d.sum += f.Bandwidth
				d.flows = append(d.flows, f)
			}
		}
		out[g] = d
	}
	return out
}

// checkSilent notes flows that do not say their bandwidth beside others that do.
func checkSilent(p *rules.Pass, g *planner.Gateway, flows []*planner.Flow) {
	for _, f := range flows {
		if f.Bandwidth == 0 {
			p.Unknown(f.At("bandwidth"), "flow %s does not say its bandwidth; whether gateway %s carries it beside the others is unknown", f.Name(), g.Name())
		}
	}
}

func reportDemand(p *rules.Pass, g *planner.Gateway, most planner.GatewaySize, d demand) {
	what := "the flows over gateway " + g.Name() + " need"
	if len(d.flows) == 1 {
		what = fmt.Sprintf("flow %s over gateway %s needs", d.flows[0].Name(), g.Name())
	}
	f := p.Report(g.SizePlace(), "%s %s; %s carries %s", what, d.sum, sized(g, most), most.Throughput).Rests(most.About("throughput_mbps"))
	largest := slices.Clone(d.flows)
	slices.SortStableFunc(largest, func(a, b *planner.Flow) int { return cmp.Compare(b.Bandwidth, a.Bandwidth) })
	for _, flow := range largest[:min(len(largest), 4)] {
		f.Related(flow.ValueAt("bandwidth"), "flow %s: %s", flow.Name(), flow.Bandwidth)
	}
	fixRate(p, f, g, d.sum)
}

// fixRate says which size carries a rate.
func fixRate(p *rules.Pass, f rules.Finding, g *planner.Gateway, rate planner.Bandwidth) {
	if write, size := larger(p, g, func(s planner.GatewaySize) bool { return s.Throughput >= rate }); write != "" {
		f.Fix("Write %s, which carries %s, or let FastPath take the traffic past the gateway.", write, size.Throughput)
	} else {
		f.Fix("Let FastPath take the traffic past the gateway, or spread it over gateways in several VNets.")
	}
}

// checkCircuit reports a circuit that no gateway can fill, where no flow over
// its gateways says what they are to carry.
func checkCircuit(p *rules.Pass, c *planner.Circuit, demands map[*planner.Gateway]demand, reported map[*planner.Gateway]bool) {
	total := planner.Bandwidth(0)
	for _, n := range c.Connections {
		if n.Hub != nil || n.FastPath.Value() || reported[n.Gateway] || len(demands[n.Gateway].flows) > 0 {
			return
		}
		_, most, known := p.Sizes(n.Gateway)
		if !known {
			return
		}
		total += most.Throughput
	}
	if c.Bandwidth <= total || total == 0 {
		return
	}
	g := c.Connections[0].Gateway
	_, most, _ := p.Sizes(g)
	together := ""
	if n := len(c.Connections); n > 1 {
		together = fmt.Sprintf(", and its %d gateways together %s", n, total)
	}
	reported[g] = true
	f := p.Report(g.SizePlace(), "circuit %s brings %s; gateway %s, %s, carries %s%s", c.Name(), c.Bandwidth, g.Name(), sized(g, most), most.Throughput, together).
		Related(c.ValueAt("bandwidth"), "the bandwidth of the circuit").
		Rests(most.About("throughput_mbps"))
	fixRate(p, f, g, c.Bandwidth-total+most.Throughput)
}

// What a design counts nowhere is not meant to be looked at; what it counts
// for some and not for others is unknown.
var packetsFlowsVMs = &rules.Rule{
	ID:       "gateway/pps-flows-vms",
	Code:     "GW-011",
	Title:    "A gateway takes the packets, connections and endpoints that the design counts",
	Severity: diag.Warning,
	Why:      "Beside its rate a gateway has a limit on packets per second, on connections at a time, and on endpoints in its VNet and those peered with it: VMs, private endpoints, appliances. Beyond one of them it drops packets, or routes go missing.",
	Fix:      "Use a larger SKU or more scale units, or spread the workload over several hubs.",
	Refs: []rules.Ref{
		page("Maximum supported limits"),
		scalable("Supported performance per scale unit"),
	},
	Check: func(p *rules.Pass) {
		carried := carriedBy(p)
		for _, g := range expressRoute(p) {
			if _, most, known := p.Sizes(g); known {
				checkLoad(p, g, most, loadOf(p, g, carried[g]))
			}
		}
	},
}

// A load is what a design counts behind a gateway.
type load struct {
	packets, flows, endpoints int
	related                   []related
	silent                    []*planner.VNet // those that count no endpoints while others do
}

type related struct {
	at   source.Place
	text string
}

func loadOf(p *rules.Pass, g *planner.Gateway, flows []*planner.Flow) load {
	l := load{}
	for _, f := range flows {
		l.packets += f.PeakPPS.Or(0)
		l.flows += f.ConcurrentFlows.Or(0)
		if f.PeakPPS.Known() {
			l.related = append(l.related, related{f.ValueAt("peak_packets_per_second"), "flow " + f.Name()})
		}
		if f.ConcurrentFlows.Known() {
			l.related = append(l.related, related{f.ValueAt("concurrent_flows"), "flow " + f.Name()})
		}
	}
	for _, v := range p.UsersOf(g.VNet) {
		l.endpoints += v.VMs.Or(0) + v.PrivateEndpoints.Or(0)
		if !v.VMs.Known() {
			l.silent = append(l.silent, v)
		} else {
			l.related = append(l.related, related{v.ValueAt("vms"), fmt.Sprintf("VNet %s: %s", v.Name(), rules.Count(v.VMs.Value(), "VM"))})
		}
		if v.PrivateEndpoints.Known() {
			l.related = append(l.related, related{v.ValueAt("private_endpoints"), fmt.Sprintf("VNet %s: %s", v.Name(), rules.Count(v.PrivateEndpoints.Value(), "private endpoint"))})
		}
	}
	return l
}

func checkLoad(p *rules.Pass, g *planner.Gateway, most planner.GatewaySize, l load) {
	var over []string
	var sources []catalog.Source
	for _, c := range []struct {
		have, limit    int
		thing, columns string
	}{
		{l.packets, most.PacketsPerSecond, "packets a second", "packets_per_second"},
		{l.flows, most.Flows, "connections at a time", "flows"},
		{l.endpoints, most.VMs, "endpoints", "vms"},
	} {
		if c.limit > 0 && c.have > c.limit {
			over = append(over, fmt.Sprintf("%s %s instead of %s", rules.Number(c.have), c.thing, rules.Number(c.limit)))
			sources = append(sources, most.About(c.columns))
		}
	}
	if len(over) == 0 {
		if l.endpoints > 0 {
			for _, v := range l.silent {
				p.Unknown(v.At("vms"), "VNet %s does not count its VMs; whether gateway %s takes them beside the others is unknown", v.Name(), g.Name())
			}
		}
		return
	}
	f := p.Report(g.SizePlace(), "gateway %s, %s, gets %s", g.Name(), sized(g, most), strings.Join(over, ", ")).Rests(sources...)
	for _, r := range l.related[:min(len(l.related), 4)] {
		f.Related(r.at, "%s", r.text)
	}
	write, _ := larger(p, g, func(s planner.GatewaySize) bool {
		return s.PacketsPerSecond >= l.packets && s.Flows >= l.flows && s.VMs >= l.endpoints
	})
	if write != "" {
		f.Fix("Write %s, which takes as much.", write)
	}
}
