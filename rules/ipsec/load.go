package ipsec

import (
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
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
		f := p.Report(t.At("tunnels"), "the flows to be encrypted between site %q and %s need %s; VPN %s over ExpressRoute has %s", t.Site.Name(), ground(t), need, joined(list), what).
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

// MACsec that is possible and not configured is a rule of ExpressRoute Direct.
var required = &rules.Rule{
	ID:       "ipsec/required-but-clear",
	Code:     "IPSEC-009",
	Title:    "Traffic that has to be encrypted is",
	Severity: diag.Error,
	Why:      "A circuit is private, not encrypted: the provider and everyone on its lines can read what it carries. MACsec protects the link to Microsoft's edge on ExpressRoute Direct alone; IPsec protects from the site to the gateway.",
	Fix:      "Run a VPN over private peering, use MACsec on ExpressRoute Direct where the link is enough, or accept in [[exceptions]] that applications encrypt.",
	Refs: []rules.Ref{
		{Doc: "expressroute-about-encryption", Section: "Introduction", Date: "2023-11-15"},
		{Doc: "secure-expressroute", Section: "Data protection", Date: "2026-08-11"},
	},
	Covers: []string{"ALZ D02.02"},
	Check: func(p *rules.Pass) {
		w := newWays(p)
		var bare, open []*planner.Circuit // by the requirements
		for _, x := range p.Crossings() {
			noIPsec, noMACsec := w.lacks(p, x)
			if x.Flow.Encryption == "" {
				bare, open = union(bare, noIPsec), union(open, noMACsec)
				continue
			}
			unmet(p, x.Flow.ValueAt("encryption"), "flow \""+x.Flow.Name()+"\" has", noIPsec, noMACsec)
		}
		if len(p.Flows) == 0 {
			bare, open = w.anything(p)
		}
		unmet(p, p.Requirements.ValueAt("encryption"), "traffic has", bare, open)
	},
}

// ways knows between which sites and networks VPNs run over ExpressRoute.
type ways struct {
	sites   *planner.Groups
	tunnels map[[2]any]bool
}

func newWays(p *rules.Pass) *ways {
	w := &ways{p.JoinedSites(), map[[2]any]bool{}}
	for _, t := range p.VPNTunnels {
		if t.Over != "" && t.Over != planner.OverInternet && t.Role != "backup" {
			w.tunnels[[2]any{w.sites.Of(t.Site), entry(t)}] = true
		}
	}
	return w
}

// entry returns the VNet or Virtual WAN that a VPN leads into.
func entry(t *planner.VPNTunnel) any {
	if t.Hub != nil {
		return t.Hub.WAN
	}
	return t.Gateway.VNet
}

// lacks returns the circuits over which a flow that asks for a tunnel goes
// without one, and those on which the MACsec that it asks for is not possible.
func (w *ways) lacks(p *rules.Pass, x planner.Crossing) (noIPsec, noMACsec []*planner.Circuit) {
	want := wants(p, x.Flow)
	for _, n := range x.Connections {
		var network any
		if n.Hub != nil {
			network = n.Hub.WAN
		} else {
			network = n.Gateway.VNet
		}
		if byIPsec(want) && !w.tunnels[[2]any{w.sites.Of(x.Site), network}] {
			noIPsec = union(noIPsec, []*planner.Circuit{n.Circuit})
		}
		if (want == planner.MACsec || want == planner.BothEncryptions) && !n.Circuit.IsDirect() {
			noMACsec = union(noMACsec, []*planner.Circuit{n.Circuit})
		}
	}
	return noIPsec, noMACsec
}

// anything returns the same for the requirements of a design without flows.
func (w *ways) anything(p *rules.Pass) (noIPsec, noMACsec []*planner.Circuit) {
	want := p.Requirements.Encryption
	for _, b := range p.Redundancy().Bundles {
		for _, n := range b.Networks {
			var network any = n.VNet
			if n.WAN != nil {
				network = n.WAN
			}
			for _, c := range b.Circuits {
				covered := slices.ContainsFunc(c.Sites(), func(s *planner.Site) bool { return w.tunnels[[2]any{w.sites.Of(s), network}] })
				if byIPsec(want) && !covered {
					noIPsec = union(noIPsec, []*planner.Circuit{c})
				}
				if (want == planner.MACsec || want == planner.BothEncryptions) && !c.IsDirect() {
					noMACsec = union(noMACsec, []*planner.Circuit{c})
				}
			}
		}
	}
	return noIPsec, noMACsec
}

func union(list, more []*planner.Circuit) []*planner.Circuit {
	for _, c := range more {
		if !slices.Contains(list, c) {
			list = append(list, c)
		}
	}
	return list
}

func unmet(p *rules.Pass, at source.Place, whose string, noIPsec, noMACsec []*planner.Circuit) {
	relate := func(f rules.Finding, list []*planner.Circuit) {
		for _, c := range list[:min(4, len(list))] {
			f.Related(c.Here(), "circuit %q", c.Name())
		}
	}
	if len(noIPsec) > 0 {
		relate(p.Report(at, "%s to be encrypted by IPsec, and no VPN runs over %s", whose, circuits(noIPsec)).
			Fix("Run a VPN over private peering of %s, or accept in [[exceptions]] that applications encrypt.", circuits(noIPsec)), noIPsec)
	}
	if len(noMACsec) > 0 {
		relate(p.Report(at, "%s to be encrypted by MACsec, which %s, of a service provider, cannot have", whose, circuits(noMACsec)).
			Fix("Use ExpressRoute Direct, or a VPN over private peering with encryption = \"ipsec\".").
			Rests(p.Catalog.Limit("macsec.available_on").Source), noMACsec)
	}
}

// That a rate does not suffice is said by the rules on capacity, where it is
// known what the tunnels are for.
var cipher = &rules.Rule{
	ID:       "ipsec/weak-or-slow-cipher",
	Code:     "IPSEC-010",
	Title:    "VPNs use GCMAES256, or another cipher that is neither weak nor slow",
	Severity: diag.Warning,
	Why:      "DES and 3DES are broken or close to it, and so is MD5. AES256 with SHA256 is safe but takes the gateway more work: a tunnel carries less than half of what GCMAES256 gives.",
	Fix:      "Use GCMAES256 for encryption and integrity.",
	Refs: []rules.Ref{
		{Doc: "well-architected/service-guides/azure-virtual-wan", Section: "Security", Date: "2025-12-01"},
		{Doc: "well-architected/service-guides/azure-virtual-wan", Section: "Performance Efficiency", Date: "2025-12-01"},
		{Doc: "virtual-wan/virtual-wan-faq", Section: "What is the recommended algorithm and packets per second per site-to-site instance in Virtual WAN hub?", Date: "2022-10-13"},
	},
	YieldsTo: []string{"ipsec/throughput", "vpn/capacity"},
	Check: func(p *rules.Pass) {
		var slow []*planner.VPNTunnel
		for _, t := range p.VPNTunnels {
			if t.IPsec != nil && !weak(p, t) && t.Cipher() == planner.AESCipher {
				slow = append(slow, t)
			}
		}
		if len(slow) > 0 {
			tooSlow(p, slow)
		}
	},
}

// weak reports what is no protection in the policy of a VPN.
func weak(p *rules.Pass, t *planner.VPNTunnel) bool {
	encryption, integrity := strings.ToUpper(t.IPsec.Encryption), strings.ToUpper(t.IPsec.Integrity)
	switch {
	case encryption == "NONE" || encryption == "NULL":
		p.Report(t.IPsec.ValueAt("encryption"), "VPN %q does not encrypt: %q", t.Name(), t.IPsec.Encryption).As(diag.Error)
	case strings.Contains(encryption, "DES"):
		p.Report(t.IPsec.ValueAt("encryption"), "VPN %q encrypts by %q, which is weak", t.Name(), t.IPsec.Encryption)
	case strings.Contains(integrity, "MD5"):
		p.Report(t.IPsec.ValueAt("integrity"), "VPN %q checks integrity by %q, which is weak", t.Name(), t.IPsec.Integrity)
	default:
		return false
	}
	return true
}

// tooSlow advises of ciphers with which a tunnel carries less than one of the
// flows at its site needs.
func tooSlow(p *rules.Pass, list []*planner.VPNTunnel) {
	sites := p.JoinedSites()
	most := map[any]*planner.Flow{}
	for _, f := range p.Flows {
		for _, s := range []*planner.Site{f.From.Site, f.To.Site} {
			if s != nil && f.To.Service == nil && (most[sites.Of(s)] == nil || f.Bandwidth > most[sites.Of(s)].Bandwidth) {
				most[sites.Of(s)] = f
			}
		}
	}
	for _, t := range list {
		f, rate, best := most[sites.Of(t.Site)], p.TunnelRate(t, planner.AESCipher), p.TunnelRate(t, planner.GCMCipher)
		if f != nil && f.Bandwidth > rate && best > rate && t.Gateway != nil {
			p.Report(t.IPsec.ValueAt("encryption"), "VPN %q encrypts by %q, with which a tunnel carries %s; flow %q needs %s, and GCMAES256 carries %s", t.Name(), t.IPsec.Encryption, rate, f.Name(), f.Bandwidth, best).
				As(diag.Advice).Related(f.ValueAt("bandwidth"), "flow %q", f.Name()).
				Rests(t.Gateway.VPNSKU.About("tunnel_mbps_aes256_sha256"), t.Gateway.VPNSKU.About("tunnel_mbps_gcmaes256"))
		}
	}
}
