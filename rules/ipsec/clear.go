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
		h := hearing{p, map[string]*heard{}}
		asked := map[source.Place]bool{}
		for _, t := range tunnels(p) {
			a := p.SentOver(t)
			if !a.Listed() && !asked[a.Place] {
				asked[a.Place] = true
				p.Unknown(a.Place, "VPN %q does not say which prefixes it announces, and site %q not which it has", t.Name(), t.Site.Name())
			}
			for _, n := range h.over(t.Network(), beside(t)).silent {
				if at := n.Circuit.Peerings.Private.AnnouncedByAny().Place; !asked[at] {
					asked[at] = true
					p.Unknown(at, "circuit %q does not list which prefixes it announces; whether what VPN %q protects goes in clear is unknown", n.Circuit.Name(), t.Name())
				}
			}
			inClear(p, t, a.Prefixes, h)
		}
	},
}

// A hearing is what VNets and hubs hear over circuits.
type hearing struct {
	p     *rules.Pass
	known map[string]*heard
}

type heard struct {
	routes []planner.LearnedRoute // sorted by prefix
	silent []*planner.Connection  // those whose circuits do not list what they announce
}

// over returns what comes over connections to one VNet or hub.
func (h hearing) over(network string, list []*planner.Connection) *heard {
	if h.known[network] != nil {
		return h.known[network]
	}
	out := &heard{}
	for _, n := range list {
		if !n.Carries() {
			continue
		}
		out.routes = append(out.routes, h.p.Learned(n)...)
		if a := n.Circuit.Peerings.Private.AnnouncedByAny(); !a.Listed() {
			out.silent = append(out.silent, n)
		}
	}
	slices.SortStableFunc(out.routes, func(a, b planner.LearnedRoute) int { return a.Prefix.Compare(b.Prefix) })
	h.known[network] = out
	return out
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
		for _, r := range within(h.over(t.Network(), beside(t)).routes, x) {
			if r.Prefix.Bits() > x.Bits() || !staysInTunnel(p, t, x, r) {
				routes = append(routes, r)
			}
		}
		if t.Hub != nil {
			for _, other := range t.Hub.WAN.Hubs { // a hub takes its own circuits before another hub's VPN
				if other != t.Hub && len(other.VNets) > 0 {
					routes = append(routes, within(h.over(other.Path(), other.Connections).routes, x)...)
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
