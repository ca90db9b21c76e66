package rules

import (
	"fmt"
	"strconv"

	"github.com/erplan/erplan/planner"
)

// VPNRate returns what VPNs carry together, in words too; open where a fact is
// missing: the rate is then what is certain.
func (p *Pass) VPNRate(list []*planner.VPNTunnel) (rate planner.Bandwidth, words string, open bool) {
	sums := map[any]planner.Bandwidth{}
	why := ""
	var order []*planner.VPNTunnel
	for _, t := range list {
		n, _, known := t.Size()
		one := p.TunnelRate(t, t.Cipher())
		open = open || one == 0 || !known
		if _, seen := sums[end(t)]; !seen {
			order = append(order, t)
		}
		sums[end(t)] += planner.Bandwidth(n) * one
		why = fmt.Sprintf(" (%s of %s)", Count(n, "tunnel"), one)
	}
	for _, t := range order {
		most, _ := p.Aggregate(t)
		open = open || most == 0
		if most < sums[end(t)] {
			sums[end(t)], why = most, " (all that its gateway does)"
		}
		rate += sums[end(t)]
	}
	if len(list) > 1 {
		why = " together"
	}
	return rate, rate.String() + why, open
}

// end returns the gateway or hub that a VPN ends on.
func end(t *planner.VPNTunnel) any {
	if t.Hub != nil {
		return t.Hub
	}
	return t.Gateway
}

// EnoughVPN says what makes VPNs carry a rate: another cipher, more tunnels, or a
// larger gateway.
func (p *Pass) EnoughVPN(list []*planner.VPNTunnel, need planner.Bandwidth) string {
	t := list[0]
	if most, _ := p.Aggregate(t); most < need {
		if limit := planner.Bandwidth(1000 * p.Catalog.Limit("vwan.s2s_throughput_max").Int()); t.Hub != nil && need <= limit {
			return fmt.Sprintf("Write vpn_scale_units = %d at virtual hub %q, and let tunnels carry as much.", (need+p.HubVPNUnit()-1)/p.HubVPNUnit(), t.Hub.Name())
		}
		if t.Gateway != nil {
			if fix := p.LargerVPN(t.Gateway, need); fix != "" {
				return fix
			}
		}
		return "No VPN gateway carries as much: add a second circuit instead."
	}
	n, _, _ := t.Size()
	best := p.TunnelRate(t, planner.GCMCipher)
	if t.Cipher() != planner.GCMCipher && t.Cipher() != planner.UnstatedCipher && planner.Bandwidth(n)*best >= need {
		return "Use GCMAES256 for encryption and integrity."
	}
	return fmt.Sprintf("Build %d tunnels of %s, over more devices.", (need+best-1)/best, best)
}

// LargerVPN says which zone-redundant SKU to write for a gateway: its own with
// zones, or the first that carries as much as now and as is asked for.
func (p *Pass) LargerVPN(g *planner.Gateway, need planner.Bandwidth) string {
	if old := g.VPNSKU; old != nil {
		same, ok := p.Catalog.VPNSKU(old.Name+"AZ", old.Generation)
		if ok && planner.Bandwidth(same.ThroughputMbps) >= need {
			return "Write sku = \"" + same.Name + "\"."
		}
		need = max(need, planner.Bandwidth(old.ThroughputMbps))
	}
	for _, sku := range p.Catalog.VPNSKUs() {
		if sku.ZoneRedundant && planner.Bandwidth(sku.ThroughputMbps) >= need {
			return "Write sku = \"" + sku.Name + "\"" + p.generation(sku.Name, sku.Generation) + ", which carries " + planner.Bandwidth(sku.ThroughputMbps).String() + "."
		}
	}
	return ""
}

// generation adds the generation to a SKU whose name is of two.
func (p *Pass) generation(name string, n int) string {
	for _, sku := range p.Catalog.VPNSKUs() {
		if sku.Name == name && sku.Generation != n {
			return " and generation = " + strconv.Itoa(n)
		}
	}
	return ""
}
