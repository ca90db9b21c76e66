package vpn

import (
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

// Behind two circuits a VPN is the last resort, for which no rate is asked.
var capacity = &rules.Rule{
	ID:       "vpn/capacity",
	Code:     "VPN-011",
	Title:    "A VPN behind a single circuit carries what the flows over the circuit need",
	Severity: diag.Warning,
	Why:      "When the circuit fails, all its traffic comes to the VPN. Above the rate of its tunnels, or of the gateway's SKU, it is dropped for as long as the repair takes. The rates are Microsoft's benchmarks, not promises.",
	Fix:      "Use a larger SKU, more tunnels, or the cipher GCMAES256.",
	Refs:     []rules.Ref{{Doc: "vpn-gateway/about-gateway-skus", Section: "Gateway SKUs by tunnel, connection, and throughput", Date: "2025-06-23"}},
	Covers:   []string{"ALZ D06.03"},
	YieldsTo: []string{"redundancy/vpn-sole-backup-for-demanding-workload"},
	Check: func(p *rules.Pass) {
		var flows map[*planner.Circuit][]planner.Crossing
		for _, c := range p.Coexistences() {
			list := backups(c)
			if len(list) == 0 || len(c.Circuits) > 1 {
				continue
			}
			if flows == nil {
				flows = p.CrossingsByCircuit()
			}
			carries(p, c, list, demandOf(c, flows[c.Circuits[0]]))
		}
	},
}

// A demand is what flows need together.
type demand struct {
	sum    planner.Bandwidth
	flows  []*planner.Flow // those that say their bandwidth
	silent *planner.Flow   // the first that does not
}

// demandOf adds up the flows over a circuit to the network of a coexistence.
func demandOf(c planner.Coexistence, flows []planner.Crossing) demand {
	var d demand
	for _, x := range flows {
		switch {
		case !c.Network.Holds(x.VNet):
		case x.Flow.Bandwidth > 0:
			d.sum += x.Flow.Bandwidth
			d.flows = append(d.flows, x.Flow)
		case d.silent == nil:
			d.silent = x.Flow
		}
	}
	return d
}

func carries(p *rules.Pass, c planner.Coexistence, list []*planner.VPNTunnel, d demand) {
	rate, what, open := p.VPNRate(list)
	t := list[0]
	switch {
	case len(d.flows) == 0: // nothing is asked for
	case open && rate < d.sum: // that is said where the SKU or the instances are asked for
		if t.Hub != nil {
			p.Unknown(t.Hub.At("vpn_scale_units"), "the flows over circuit %q need %s; what its backup, %s, carries is unknown: virtual hub %q does not say its VPN scale units", c.Circuits[0].Name(), d.sum, vpns(list), t.Hub.Name())
		}
	case rate < d.sum:
		f := p.Report(t.Here(), "%s %s %s, less than the %s that the flows over circuit %q need", vpns(list), carry(len(list)), what, d.sum, c.Circuits[0].Name()).
			Fix("%s", p.EnoughVPN(list, d.sum))
		if t.IPsec != nil {
			f.Related(t.IPsec.ValueAt("encryption"), "the cipher")
		}
		if g := t.Gateway; g != nil && g.VPNSKU != nil {
			f.Related(g.ValueAt("sku"), "the SKU of gateway %q", g.Name()).Rests(g.VPNSKU.About("aggregate_throughput_mbps"))
		}
		for _, flow := range d.flows[:min(4, len(d.flows))] {
			f.Related(flow.ValueAt("bandwidth"), "flow %q", flow.Name())
		}
	case d.silent != nil:
		p.Unknown(d.silent.At("bandwidth"), "flow %q does not say its bandwidth; whether %s with %s is enough beside the others is unknown", d.silent.Name(), vpns(list), what)
	}
}

func carry(n int) string {
	if n == 1 {
		return "carries"
	}
	return "carry"
}
