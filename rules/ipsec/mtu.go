package ipsec

import (
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

// largestSegment is the TCP segment, in bytes, that fits into an IPsec tunnel
// over an MTU of 1,400: an inference.
const largestSegment = 1350

var mtu = &rules.Rule{
	ID:       "ipsec/mtu",
	Code:     "IPSEC-014",
	Title:    "TCP segments fit into the tunnel over the circuit",
	Severity: diag.Advice,
	Inferred: true,
	Why:      "The circuit carries packets of 1,400 bytes, of which IPsec takes some 50 to 80. Segments that are larger are fragmented, which the gateway does not support, or lost.",
	Fix:      "Clamp the maximum segment size on the device to 1,350 bytes or less, and write tcp_mss = 1350.",
	Refs:     []rules.Ref{{Doc: "expressroute-faqs", Section: "What's the maximum MTU supported?", Date: "2026-03-31"}},
	Check: func(p *rules.Pass) {
		most := p.Catalog.Limit("mtu.max")
		for _, t := range p.VPNTunnels {
			switch {
			case t.Over == "" || t.Over == planner.OverInternet:
			case !t.TCPMSS.Known():
				p.Unknown(t.At("tcp_mss"), "to which segment size VPN %q, which runs over a circuit, is clamped is not stated", t.Name())
			case t.TCPMSS.Value() > largestSegment:
				p.Report(t.ValueAt("tcp_mss"), "VPN %q lets segments of %d bytes through; with IPsec around them they exceed the %d of the circuit", t.Name(), t.TCPMSS.Value(), most.Int()).
					Rests(most.Source)
			}
		}
	},
}

var fastPathExpectation = &rules.Rule{
	ID:       "ipsec/fastpath-expectation",
	Code:     "IPSEC-015",
	Title:    "Nobody expects FastPath for what a VPN encrypts",
	Severity: diag.Advice,
	Why:      "A tunnel ends on the VPN gateway, so that all that is in it passes gateways, whatever FastPath does for the rest.",
	Fix:      "Size the gateways for the encrypted flows, or encrypt with MACsec on ExpressRoute Direct.",
	Refs:     []rules.Ref{{Doc: "virtual-wan/virtual-wan-expressroute-about", Section: "FastPath, other destinations", Date: "2025-03-26"}},
	Check: func(p *rules.Pass) {
		over := tunnels(p)
		sites := p.JoinedSites()
		for _, x := range p.Crossings() {
			if !x.Flow.FastPath.Value() || !byIPsec(wants(p, x.Flow)) {
				continue
			}
			i := slices.IndexFunc(over, func(t *planner.VPNTunnel) bool {
				if sites.Of(t.Site) != sites.Of(x.Site) {
					return false
				}
				if t.Hub != nil {
					return x.VNet.VHub != nil && x.VNet.VHub.WAN == t.Hub.WAN
				}
				return slices.Contains(x.VNet.Homes(), t.Gateway.VNet)
			})
			if i >= 0 {
				p.Report(x.Flow.ValueAt("fastpath"), "flow %s wants FastPath, and is encrypted by VPN %q, which passes the VPN gateway", x.Flow.Name(), over[i].Name()).
					Related(over[i].Here(), "the VPN")
			}
		}
	},
}
