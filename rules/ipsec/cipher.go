package ipsec

import (
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

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
