package ipsec

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

// At equal preference the AS path decides, which is longer only where a
// provider's WAN lies before the circuit.
var onPremises = &rules.Rule{
	ID:       "ipsec/onprem-prefers-clear-path",
	Code:     "IPSEC-004",
	Title:    "On premises, routes to Azure through a VPN over ExpressRoute are preferred to those over the circuit",
	Severity: diag.Error,
	Why:      "Azure's prefixes arrive twice, through the tunnel and in clear. Where the tunnel is not preferred, traffic to Azure leaves unencrypted.",
	Fix:      "Give the routes through the VPN the higher local preference, such as 200, or deny the VNets' prefixes over the circuit.",
	Refs: []rules.Ref{
		private("Traffic from on-premises networks to Azure"),
		hub("Traffic from on-premises networks to Azure"),
	},
	Check: func(p *rules.Pass) {
		for _, c := range p.Coexistences() {
			var vnets []*planner.VNet
			for _, t := range c.Tunnels {
				if t.Over == planner.OverPrivatePeering {
					if vnets == nil {
						vnets = protected(p, c.Network)
					}
					prefersClear(p, c, t, vnets)
				}
			}
		}
	},
}

// protected returns the VNets whose traffic is to be in the tunnel: where
// there are others, the gateway's own VNet has to be reached in clear.
func protected(p *rules.Pass, n *planner.Network) []*planner.VNet {
	all := p.Targets(n)
	others := slices.DeleteFunc(slices.Clone(all), func(v *planner.VNet) bool { return v == n.VNet })
	if len(others) > 0 {
		return others
	}
	return all
}

func prefersClear(p *rules.Pass, c planner.Coexistence, t *planner.VPNTunnel, vnets []*planner.VNet) {
	for _, circuit := range c.Circuits {
		if !t.Site.Heeds(circuit) {
			continue
		}
		for _, v := range vnets {
			er, vpn := p.HeardOverCircuit(t.Site, circuit, v), p.HeardOverVPN(t, v)
			switch {
			case er.Denied || !vpn.Denied && vpn.Preference > er.Preference:
				continue
			case !vpn.Denied && vpn.Preference == er.Preference && circuit.WAN != nil:
				continue
			}
			what := fmt.Sprintf("has local preference %d through VPN %q and %d over circuit %q, in clear", vpn.Preference, t.Name(), er.Preference, circuit.Name())
			if vpn.Denied {
				what = fmt.Sprintf("is not taken through VPN %q, only over circuit %q, in clear", t.Name(), circuit.Name())
			}
			f := p.Report(vpn.Place, "on premises, the route to VNet %q %s; that through the VPN has to be the preferred one", v.Name(), what).
				Related(er.Place, "circuit %q", circuit.Name())
			if !vpn.Denied {
				f.Fix("Give the routes through VPN %q a local preference above %d, such as %d, or deny the VNets' prefixes over circuit %q.", t.Name(), er.Preference, max(200, er.Preference+50), circuit.Name())
			}
			return
		}
	}
}

// What the circuits announce without a list is samePrefix's to ask for, and
// that no circuit is connected is sameVNet's to say.
var deviceAddress = &rules.Rule{
	ID:       "ipsec/vpn-device-address-not-reachable",
	Code:     "IPSEC-005",
	Title:    "The address of a VPN device is announced over the circuit under the VPN",
	Severity: diag.Error,
	Why:      "Azure's end of the tunnel reaches the device over the circuit. Where the circuit does not announce the device's address, or the VPN itself announces it in a longer prefix, the tunnel has nothing to run over.",
	Fix:      "Announce the device's address over the circuit, in a prefix that is longer than that of the VPN.",
	Refs: []rules.Ref{
		hub("Create a site for the on-premises network (note)"),
		private("Prerequisites"),
	},
	Check: func(p *rules.Pass) {
		h := hearing{p, map[string]*heard{}}
		for _, t := range tunnels(p) {
			list := beside(t)
			over := h.over(t.Network(), list)
			if len(list) == 0 || len(over.silent) > 0 {
				continue
			}
			if len(t.DeviceAddresses) == 0 {
				p.Unknown(t.At("device_addresses"), "VPN %q does not say the addresses of its devices, which the circuit under it has to announce", t.Name())
			}
			for i, a := range t.DeviceAddresses {
				reachable(p, t, i, a, over.routes)
			}
		}
	},
}

// reachable reports an address that no circuit announces, or that the VPN
// takes away from the circuit.
func reachable(p *rules.Pass, t *planner.VPNTunnel, i int, a netip.Addr, routes []planner.LearnedRoute) {
	best, ok := underlay(t, a, routes)
	name := "the circuits that lead to " + ground(t)
	if t.Circuit != nil {
		name = "circuit \"" + t.Circuit.Name() + "\""
	}
	if !ok {
		p.Report(t.Item("device_addresses", i), "VPN %q has a device at %s, which is in no prefix that is announced over %s", t.Name(), a, name).
			Fix("Announce %s/%d, or a prefix around it, over %s.", a, a.BitLen(), name)
		return
	}
	for _, x := range p.SentOver(t).Prefixes {
		why := ""
		switch {
		case !x.Contains(a):
		case x.Bits() > best.Prefix.Bits():
			why = fmt.Sprintf("longer than the %s of the circuit", best.Prefix)
		case x.Bits() == best.Prefix.Bits() && staysInTunnel(p, t, x, best):
			why = fmt.Sprintf("which %s takes before the same prefix of the circuit", ground(t))
		}
		if why != "" {
			p.Report(t.Item("device_addresses", i), "VPN %q has a device at %s and announces %s around it, %s; Azure then seeks the device through the tunnel itself", t.Name(), a, x, why).
				Related(t.PlaceOf(x), "announced over the VPN").
				Fix("Announce %s/%d over %s, or take the device out of what the VPN announces.", a, a.BitLen(), name)
			return
		}
	}
}

// underlay returns the route over circuits on which Azure would seek an
// address: that of the longest prefix and, of these, of the shortest AS path.
func underlay(t *planner.VPNTunnel, a netip.Addr, routes []planner.LearnedRoute) (best planner.LearnedRoute, ok bool) {
	for _, r := range routes {
		if !r.Prefix.Contains(a) || t.Circuit != nil && t.Circuit != r.Circuit() {
			continue
		}
		if !ok || r.Prefix.Bits() > best.Prefix.Bits() || r.Prefix.Bits() == best.Prefix.Bits() && r.Path < best.Path {
			best, ok = r, true
		}
	}
	return best, ok
}

// linkLocal is the space of automatic private addresses (APIPA).
var linkLocal = netip.MustParsePrefix("169.254.0.0/16")

// In a VNet the same mistake is a rule of VPNs with several devices.
var bgpPeerAddress = &rules.Rule{
	ID:       "ipsec/bgp-peer-address",
	Code:     "IPSEC-006",
	Title:    "The BGP address of a device at a virtual hub is one of its own, such as that of a loopback",
	Severity: diag.Error,
	Why:      "Over ExpressRoute a hub refuses a BGP address that is also the address of the tunnel, and one of the range 169.254.0.0/16.",
	Fix:      "Use the address of a loopback interface of the device.",
	Refs:     []rules.Ref{hub("Create a site for the on-premises network")},
	Check: func(p *rules.Pass) {
		for _, t := range tunnels(p) {
			if t.Hub == nil {
				continue
			}
			for i, a := range t.BGPPeerAddresses {
				if j := slices.Index(t.DeviceAddresses, a); j >= 0 {
					p.Report(t.Item("bgp_peer_addresses", i), "VPN %q has BGP address %s, which is also the address of its device", t.Name(), a).
						Related(t.Item("device_addresses", j), "the address of the device")
				} else if linkLocal.Contains(a) {
					p.Report(t.Item("bgp_peer_addresses", i), "VPN %q has BGP address %s of %s, which a hub does not take over ExpressRoute", t.Name(), a, linkLocal)
				}
			}
		}
	},
}
