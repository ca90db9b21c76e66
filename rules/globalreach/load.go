package globalreach

import (
	"fmt"
	"math"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var throughputCap = &rules.Rule{
	ID:       "global-reach/throughput-cap",
	Code:     "GR-010",
	Title:    "Circuits that Global Reach joins carry the traffic between the sites beside that to Azure",
	Severity: diag.Warning,
	Why:      "Global Reach has no bandwidth of its own: traffic between sites shares both circuits with the traffic to Azure, and the smaller circuit is the limit.",
	Fix:      "Give the smaller circuit enough bandwidth for the sum.",
	Refs:     []rules.Ref{{Doc: "expressroute-faqs", Section: "What is the network throughput I can expect between my on-premises networks after I enable ExpressRoute Global Reach?", Date: "2026-03-31"}},
	Check: func(p *rules.Pass) {
		if len(p.GlobalReach) == 0 {
			return
		}
		n := newNetwork(p)
		loads := map[*planner.Circuit]*load{}
		for _, f := range p.Flows {
			if n.apart(f) {
				spreadOver(n.links(f.From.Site, f.To.Site), f, loads)
			}
		}
		for _, f := range p.Flows {
			spreadToAzure(n, f, loads)
		}
		reportLoads(p, loads)
	},
}

// A load is what flows put on a circuit, in Mbps.
type load struct {
	between, azure float64
	flows, silent  []*planner.Flow // silent: their bandwidth is not stated
}

// take notes a flow and returns the Mbps that a share of it brings.
func (l *load) take(f *planner.Flow, share float64) float64 {
	l.flows = append(l.flows, f)
	if f.Bandwidth == 0 {
		l.silent = append(l.silent, f)
	}
	return share * float64(f.Bandwidth)
}

// spreadOver lays a flow on the links that can carry it, each in proportion to
// what it can carry: whatever the routing, some circuit is over its bandwidth
// where this says so.
func spreadOver(links []*planner.GlobalReach, f *planner.Flow, loads map[*planner.Circuit]*load) {
	var sum float64
	for _, g := range links {
		sum += float64(throughput(g))
	}
	for _, g := range links {
		share := 0.0
		if sum > 0 {
			share = float64(throughput(g)) / sum
		}
		for _, c := range g.Circuits {
			if loads[c] == nil {
				loads[c] = &load{}
			}
			loads[c].between += loads[c].take(f, share)
		}
	}
}

// throughput returns what a link carries: the bandwidth of the smaller
// circuit, 0 where one is not stated.
func throughput(g *planner.GlobalReach) planner.Bandwidth {
	return min(g.Circuits[0].Bandwidth, g.Circuits[1].Bandwidth)
}

// spreadToAzure lays a flow to Azure on the circuits of its site that lead
// there, in proportion to their bandwidth.
func spreadToAzure(n *network, f *planner.Flow, loads map[*planner.Circuit]*load) {
	site, far := f.From.Site, f.To
	if site == nil {
		site, far = f.To.Site, f.From
	}
	if site == nil || far.Site != nil {
		return
	}
	var carry []*planner.Circuit
	var sum float64
	for _, c := range n.of(site) {
		if leads(c, far) {
			carry = append(carry, c)
			sum += float64(c.Bandwidth)
		}
	}
	for _, c := range carry {
		if l := loads[c]; l != nil && sum > 0 {
			l.azure += l.take(f, float64(c.Bandwidth)/sum)
		}
	}
}

// leads reports whether a circuit leads to a VNet or a Microsoft service.
func leads(c *planner.Circuit, to planner.Endpoint) bool {
	if to.Service != nil {
		return c.Peerings.Microsoft != nil
	}
	for _, connection := range c.Connections {
		switch g, h := connection.Gateway, connection.Hub; {
		case g != nil && (g.VNet == to.VNet || g.VNet == to.VNet.Hub),
			h != nil && to.VNet.VHub != nil && to.VNet.VHub.WAN == h.WAN:
			return true
		}
	}
	return false
}

func reportLoads(p *rules.Pass, loads map[*planner.Circuit]*load) {
	noted := map[*planner.Flow]bool{}
	reported := map[*planner.Flow]rules.Finding{}
	for _, c := range p.Circuits {
		l := loads[c]
		if l == nil {
			continue
		}
		if c.Bandwidth == 0 {
			p.Unknown(c.At("bandwidth"), "circuit %s does not say its bandwidth, which caps what Global Reach carries", c.Name())
			continue
		}
		for _, f := range l.silent {
			if !noted[f] {
				p.Unknown(f.At("bandwidth"), "flow %s does not say its bandwidth; it shares circuit %s with Global Reach", f.Name(), c.Name())
				noted[f] = true
			}
		}
		// Too much traffic to Azure alone is no matter of Global Reach.
		if l.sum() > c.Bandwidth && l.azure <= float64(c.Bandwidth) {
			l.report(p, c, reported)
		}
	}
}

// sum returns the whole load, rounded up but for what arithmetic loses.
func (l *load) sum() planner.Bandwidth { return whole(l.between + l.azure) }

func whole(mbps float64) planner.Bandwidth { return planner.Bandwidth(math.Ceil(mbps - 1e-6)) }

// report notes that a circuit is too small, or adds it to the finding on
// another circuit that carries the same flow.
func (l *load) report(p *rules.Pass, c *planner.Circuit, reported map[*planner.Flow]rules.Finding) {
	for _, f := range l.flows {
		if found, ok := reported[f]; ok {
			found.Related(c.ValueAt("bandwidth"), "circuit %s has %s and gets %s", c.Name(), c.Bandwidth, l.sum())
			return
		}
	}
	azure := ""
	if l.azure > 0 {
		azure = fmt.Sprintf(", and with the traffic to Azure it is %s", l.sum())
	}
	found := p.Report(c.ValueAt("bandwidth"), "circuit %s has %s; Global Reach brings %s between sites%s", c.Name(), c.Bandwidth, whole(l.between), azure).
		Fix("%s", larger(p, c, l.sum()))
	for _, f := range l.flows {
		reported[f] = found
		found.Related(f.ValueAt("bandwidth"), "flow %s: %s", f.Name(), f.Bandwidth)
	}
}

// larger says which bandwidth is enough for a circuit.
func larger(p *rules.Pass, c *planner.Circuit, need planner.Bandwidth) string {
	if !c.IsDirect() {
		for _, mbps := range p.Catalog.ProviderBandwidths() {
			if b := planner.Bandwidth(mbps); b >= need {
				return fmt.Sprintf("Write bandwidth = %q, or send less over %s.", b, c.Name())
			}
		}
	}
	return fmt.Sprintf("Spread the traffic over further circuits: %s are needed.", need)
}
