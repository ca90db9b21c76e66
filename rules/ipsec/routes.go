package ipsec

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

var samePrefix = &rules.Rule{
	ID:       "ipsec/same-prefix-clear-path",
	Code:     "IPSEC-003",
	Title:    "What a VPN over ExpressRoute protects is announced over the circuit only in shorter prefixes",
	Severity: diag.Error,
	Why:      "Azure takes the longer prefix and, at equal ones, ExpressRoute before VPN. A prefix that the circuit announces as well is reached over the circuit, unencrypted, while the tunnel is up and idle.",
	Fix:      "Announce longer prefixes over the VPN than over the circuit, such as 10.0.1.0/24 and 10.0.0.0/16, or only over the VPN.",
	Refs: []rules.Ref{
		private("Traffic from Azure to on-premises networks (warning)"),
		hub("Traffic from Azure to on-premises networks (warning)"),
	},
	Check: func(p *rules.Pass) {
		h := hearing{p, map[string][]planner.LearnedRoute{}}
		asked := map[source.Place]bool{}
		for _, t := range tunnels(p) {
			a := p.SentOver(t)
			if !a.Listed() && !asked[a.Place] {
				asked[a.Place] = true
				p.Unknown(a.Place, "VPN %q does not say which prefixes it announces, and site %q not which it has", t.Name(), t.Site.Name())
			}
			for _, n := range beside(t) {
				if silent := unlisted(n); silent != nil && !asked[silent.Place] {
					asked[silent.Place] = true
					p.Unknown(silent.Place, "circuit %q does not list which prefixes it announces; whether what VPN %q protects goes in clear is unknown", n.Circuit.Name(), t.Name())
				}
			}
			inClear(p, t, a.Prefixes, h)
		}
	},
}

// unlisted returns the announcement of a connection's circuit where it does
// not name its prefixes.
func unlisted(n *planner.Connection) *planner.Announcement {
	if !n.Carries() {
		return nil
	}
	if a := n.Circuit.Peerings.Private.AnnouncedByAny(); !a.Listed() {
		return &a
	}
	return nil
}

// A hearing is what VNets and hubs hear over circuits, sorted by prefix.
type hearing struct {
	p     *rules.Pass
	known map[string][]planner.LearnedRoute
}

// over returns what comes over connections to one VNet or hub.
func (h hearing) over(network string, list []*planner.Connection) []planner.LearnedRoute {
	routes, ok := h.known[network]
	if !ok {
		for _, n := range list {
			routes = append(routes, h.p.Learned(n)...)
		}
		slices.SortStableFunc(routes, func(a, b planner.LearnedRoute) int { return a.Prefix.Compare(b.Prefix) })
		h.known[network] = routes
	}
	return routes
}

// within returns those of sorted routes whose prefix is x or lies in it.
func within(routes []planner.LearnedRoute, x netip.Prefix) []planner.LearnedRoute {
	x = x.Masked()
	from, _ := slices.BinarySearchFunc(routes, x, func(r planner.LearnedRoute, x netip.Prefix) int { return r.Prefix.Compare(x) })
	to := from
	for to < len(routes) && x.Contains(routes[to].Prefix.Addr()) && routes[to].Prefix.Bits() >= x.Bits() {
		to++
	}
	return routes[from:to]
}

// inClear reports the prefixes of a VPN that Azure reaches over a circuit.
func inClear(p *rules.Pass, t *planner.VPNTunnel, prefixes []netip.Prefix, h hearing) {
	var hit []netip.Prefix
	var routes []planner.LearnedRoute
	for _, x := range prefixes {
		n := len(routes)
		for _, r := range within(h.over(t.Network(), beside(t)), x) {
			if r.Prefix.Bits() > x.Bits() || !staysInTunnel(p, t, x, r) {
				routes = append(routes, r)
			}
		}
		if t.Hub != nil {
			for _, other := range t.Hub.WAN.Hubs { // a hub takes its own circuits before another hub's VPN
				if other != t.Hub && len(other.VNets) > 0 {
					routes = append(routes, within(h.over(other.Path(), other.Connections), x)...)
				}
			}
		}
		if len(routes) > n {
			hit = append(hit, x)
		}
	}
	if len(hit) > 0 {
		reportClear(p, t, hit, routes)
	}
}

// staysInTunnel reports whether a hub takes a VPN before ExpressRoute at an
// equal prefix.
func staysInTunnel(p *rules.Pass, t *planner.VPNTunnel, x netip.Prefix, er planner.LearnedRoute) bool {
	if t.Hub == nil {
		return false
	}
	switch path, _, _ := p.PathOver(t, x); t.Hub.Preference() {
	case planner.PreferVPN:
		return true
	case planner.PreferASPath:
		return path < er.Path+1 // Microsoft's own number comes with ExpressRoute
	}
	return false
}

func reportClear(p *rules.Pass, t *planner.VPNTunnel, hit []netip.Prefix, routes []planner.LearnedRoute) {
	var over []*planner.Circuit
	var longer []netip.Prefix
	for _, r := range routes {
		if !slices.Contains(over, r.Circuit()) {
			over = append(over, r.Circuit())
		}
		if !slices.Contains(hit, r.Prefix) && !slices.Contains(longer, r.Prefix) {
			longer = append(longer, r.Prefix)
		}
	}
	verb := "announces"
	if len(over) > 1 {
		verb = "announce"
	}
	what := fmt.Sprintf("which %s %s as well", circuits(over), verb)
	if len(longer) > 0 {
		what = fmt.Sprintf("parts of which, %s, %s %s", rules.Some(rules.Texts(longer)), circuits(over), verb)
	}
	f := p.Report(at(t), "VPN %q is to encrypt traffic to %s, %s; Azure sends that over ExpressRoute in clear", t.Name(), rules.Some(rules.Texts(hit)), what).
		Rests(p.Catalog.Limit("coexist.primary_path").Source)
	if len(longer) == 0 && hit[0].Bits() > 8 {
		wide := netip.PrefixFrom(hit[0].Addr(), hit[0].Bits()-1).Masked()
		f.Fix("Announce %s over %s only in a shorter prefix, such as %s, or not at all. The address of the VPN device has to stay announced there.", rules.Some(rules.Texts(hit)), circuits(over), wide)
	} else {
		f.Fix("Announce over %s only prefixes that are shorter than those of the VPN.", circuits(over))
	}
	for _, r := range routes[:min(4, len(routes))] {
		f.Related(r.Place(), "announced over circuit %q", r.Circuit().Name())
	}
}

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
		h := hearing{p, map[string][]planner.LearnedRoute{}}
		for _, t := range tunnels(p) {
			list := beside(t)
			if len(list) == 0 || slices.ContainsFunc(list, func(n *planner.Connection) bool { return unlisted(n) != nil }) {
				continue
			}
			if len(t.DeviceAddresses) == 0 {
				p.Unknown(t.At("device_addresses"), "VPN %q does not say the addresses of its devices, which the circuit under it has to announce", t.Name())
			}
			for i, a := range t.DeviceAddresses {
				reachable(p, t, i, a, h.over(t.Network(), list))
			}
		}
	},
}

// reachable reports an address that no circuit announces, or that the VPN
// takes away from the circuit.
func reachable(p *rules.Pass, t *planner.VPNTunnel, i int, a netip.Addr, routes []planner.LearnedRoute) {
	best := netip.Prefix{}
	for _, r := range routes {
		if r.Prefix.Contains(a) && (t.Circuit == nil || t.Circuit == r.Circuit()) && r.Prefix.Bits() > best.Bits() {
			best = r.Prefix
		}
	}
	name := "the circuits that lead to " + ground(t)
	if t.Circuit != nil {
		name = "circuit \"" + t.Circuit.Name() + "\""
	}
	if !best.IsValid() {
		p.Report(t.Item("device_addresses", i), "VPN %q has a device at %s, which is in no prefix that is announced over %s", t.Name(), a, name).
			Fix("Announce %s/%d, or a prefix around it, over %s.", a, a.BitLen(), name)
		return
	}
	for _, x := range p.SentOver(t).Prefixes {
		if x.Contains(a) && x.Bits() > best.Bits() {
			p.Report(t.Item("device_addresses", i), "VPN %q has a device at %s and announces %s around it, longer than the %s of the circuit; Azure then seeks the device through the tunnel itself", t.Name(), a, x, best).
				Related(t.PlaceOf(x), "announced over the VPN").
				Fix("Announce %s/%d over %s, or take the device out of what the VPN announces.", a, a.BitLen(), name)
			return
		}
	}
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
