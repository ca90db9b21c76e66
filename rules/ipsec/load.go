package ipsec

import (
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

// What is to be encrypted is known of flows that ask for it and, where the VPN
// announces all of its site, of all flows.
var throughput = &rules.Rule{
	ID:       "ipsec/throughput",
	Code:     "IPSEC-008",
	Title:    "VPNs over ExpressRoute carry what the flows in them need",
	Severity: diag.Warning,
	Why:      "Encrypted traffic has the rate of the tunnels and of the VPN gateway, not of the circuit. What is above it is dropped.",
	Fix:      "Use more tunnels, a larger SKU, or the cipher GCMAES256.",
	Refs: []rules.Ref{
		{Doc: "expressroute-about-encryption", Section: "What is the throughput I'll get after enabling IPsec encryption?", Date: "2023-11-15"},
		{Doc: "azure-resource-manager/management/azure-subscription-service-limits", Section: "Virtual WAN limits", Date: "2025-04-07"},
		policies("Performance for Encrypted ExpressRoute"),
	},
	Check: func(p *rules.Pass) {
		var flows map[*planner.Circuit][]planner.Crossing
		for _, c := range p.Coexistences() {
			for _, list := range groups(c) {
				if flows == nil {
					flows = p.CrossingsByCircuit()
				}
				carried(p, c, list, flows)
			}
		}
	},
}

// groups returns the VPNs over private peering of a coexistence, those to one
// gateway or hub together.
func groups(c planner.Coexistence) [][]*planner.VPNTunnel {
	var out [][]*planner.VPNTunnel
	for _, t := range c.Tunnels {
		if t.Over != planner.OverPrivatePeering {
			continue
		}
		i := slices.IndexFunc(out, func(l []*planner.VPNTunnel) bool { return end(l[0]) == end(t) })
		if i < 0 {
			i, out = len(out), append(out, nil)
		}
		out[i] = append(out[i], t)
	}
	return out
}

// wants returns what a flow is to be protected by: its own word, or that of
// the requirements.
func wants(p *rules.Pass, f *planner.Flow) planner.Encryption {
	if f.Encryption != "" {
		return f.Encryption
	}
	return p.Requirements.Encryption
}

// byIPsec reports whether an encryption takes a tunnel.
func byIPsec(e planner.Encryption) bool {
	return e == planner.IPsecOnly || e == planner.BothEncryptions
}

func carried(p *rules.Pass, c planner.Coexistence, list []*planner.VPNTunnel, flows map[*planner.Circuit][]planner.Crossing) {
	var need planner.Bandwidth
	var counted []*planner.Flow
	var silent *planner.Flow
	for _, circuit := range c.Circuits {
		for _, x := range flows[circuit] {
			f := x.Flow
			switch {
			case slices.Contains(counted, f) || !c.Network.Holds(x.VNet) || !byIPsec(wants(p, f)) && !wholeSite(p, list, x.Site):
			case f.Bandwidth == 0:
				silent = f
			default:
				counted = append(counted, f)
				need += f.Bandwidth
			}
		}
	}
	rate, what, open := p.VPNRate(list)
	t := list[0]
	switch {
	case len(counted) == 0:
	case open && rate < need: // package vpn asks for the SKU and the instances
		if t.Hub != nil {
			p.Unknown(t.Hub.At("vpn_scale_units"), "the flows to be encrypted need %s; what VPN %q carries is unknown: virtual hub %q does not say its VPN scale units", need, t.Name(), t.Hub.Name())
		}
	case rate < need:
		vpns, have := "VPN ", "has"
		if len(list) > 1 {
			vpns, have = "VPNs ", "have"
		}
		f := p.Report(t.At("tunnels"), "the flows to be encrypted between site %q and %s need %s; %s over ExpressRoute %s %s", t.Site.Name(), ground(t), need, vpns+joined(list), have, what).
			Fix("%s", p.EnoughVPN(list, need))
		if t.IPsec != nil && t.IPsec.Encryption != "" {
			f.Related(t.IPsec.ValueAt("encryption"), "the cipher")
		}
		if g := t.Gateway; g != nil && g.VPNSKU != nil {
			f.Related(g.ValueAt("sku"), "the SKU").Rests(g.VPNSKU.About("aggregate_throughput_mbps"))
		}
		for _, flow := range counted[:min(4, len(counted))] {
			f.Related(flow.ValueAt("bandwidth"), "flow %q", flow.Name())
		}
	case silent != nil:
		p.Unknown(silent.At("bandwidth"), "flow %q does not say its bandwidth; whether VPN %s with %s is enough beside the others is unknown", silent.Name(), joined(list), what)
	}
}

// wholeSite reports whether VPNs announce all prefixes of a site.
func wholeSite(p *rules.Pass, list []*planner.VPNTunnel, s *planner.Site) bool {
	set := &planner.PrefixSet{}
	for _, t := range list {
		for _, x := range p.SentOver(t).Prefixes {
			set.Add(x)
		}
	}
	for _, x := range s.Prefixes {
		if !set.Covers(x) {
			return false
		}
	}
	return len(s.Prefixes) > 0
}
