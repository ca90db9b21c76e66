package vpn

import (
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// That the gateway's AS number is the right one is asnNot65515's; transit
// through a Virtual WAN is a rule of that family.
var transit = &rules.Rule{
	ID:       "vpn/transit-needs-route-server",
	Code:     "VPN-003",
	Title:    "VPN sites reach ExpressRoute sites through a VNet only with Route Server",
	Severity: diag.Error,
	Why:      "The two gateways of a VNet do not tell each other what they learn. Traffic from a VPN site to a site behind a circuit has no way unless a Route Server, with branch-to-branch on, passes the routes on.",
	Fix:      "Add a Route Server to the VNet with branch-to-branch on, and make the VPN gateway active-active; or use a Virtual WAN. Adding it interrupts the gateways.",
	Refs: []rules.Ref{
		limitations,
		{Doc: "route-server/expressroute-vpn-support", Section: "How does it work?", Date: "2021-10-01"},
		{Doc: "expressroute-faqs", Section: "How can routing between site-to-site VPN connection and ExpressRoute be established?", Date: "2026-03-31"},
	},
	Covers: []string{"ALZ D01.07"},
	Check: func(p *rules.Pass) {
		w := p.SiteWays()
		asked := map[source.Place]bool{}
		for _, f := range w.Across(p.Design) {
			if list := meet(w, f.From.Site, f.To.Site); len(list) > 0 && !slices.ContainsFunc(list, crossing.passes) {
				lacks(p, f, list[0], asked)
			}
		}
	},
}

// A crossing is a VNet that one site reaches by VPN and another by a circuit.
type crossing struct {
	tunnel     *planner.VPNTunnel
	connection *planner.Connection
}

// meet returns where a VPN of one site meets a circuit of another; none where
// there is another way between them.
func meet(w *planner.SiteWays, a, b *planner.Site) []crossing {
	if direct(w, a, b) {
		return nil
	}
	return append(crossings(w, a, b), crossings(w, b, a)...)
}

func crossings(w *planner.SiteWays, vpn, er *planner.Site) []crossing {
	var out []crossing
	for _, t := range w.Tunnels(vpn) {
		for _, c := range w.Circuits(er) {
			for _, n := range c.Connections {
				if t.Gateway != nil && n.Gateway != nil && n.Gateway.VNet == t.Gateway.VNet && !slices.ContainsFunc(out, func(x crossing) bool { return x.tunnel.Gateway == t.Gateway }) {
					out = append(out, crossing{t, n})
				}
			}
		}
	}
	return out
}

// direct reports whether sites reach each other without a Route Server: by
// Global Reach, by VPNs to one gateway, or through a Virtual WAN.
func direct(w *planner.SiteWays, a, b *planner.Site) bool {
	near, far := entries(w, a), entries(w, b)
	return w.GlobalReach(a, b) || slices.ContainsFunc(near, func(e any) bool { return slices.Contains(far, e) })
}

// entries returns the VPN gateways and Virtual WANs that a site reaches.
func entries(w *planner.SiteWays, s *planner.Site) []any {
	var out []any
	for _, t := range w.Tunnels(s) {
		if t.Hub != nil {
			out = append(out, t.Hub.WAN)
		} else {
			out = append(out, t.Gateway)
		}
	}
	for _, c := range w.Circuits(s) {
		for _, n := range c.Connections {
			if n.Hub != nil {
				out = append(out, n.Hub.WAN)
			}
		}
	}
	return out
}

// A need is what a VNet has to have to pass traffic between a VPN and a
// circuit.
type need struct {
	have planner.Opt[bool]
	at   source.Place
	lack string // where it has not
	name string
}

func (x crossing) needs() [3]need {
	g := x.tunnel.Gateway
	v := g.VNet
	return [3]need{
		{v.RouteServer, v.ValueAt("route_server"), "has no Route Server", "a Route Server"},
		{v.BranchToBranch, v.ValueAt("branch_to_branch"), "has branch-to-branch off at its Route Server", "branch-to-branch on"},
		{g.ActiveActive, g.ValueAt("active_active"), "has a VPN gateway, \"" + g.Name() + "\", that is not active-active", "an active-active VPN gateway"},
	}
}

// passes reports whether a VNet is known to have all that it needs.
func (x crossing) passes() bool {
	for _, n := range x.needs() {
		if !n.have.Value() {
			return false
		}
	}
	return true
}

// lacks reports the first thing that a VNet lacks or, where it may have all,
// notes what it does not say.
func lacks(p *rules.Pass, f *planner.Flow, x crossing, asked map[source.Place]bool) {
	t, c, v := x.tunnel, x.connection.Circuit, x.tunnel.Gateway.VNet
	for _, n := range x.needs() {
		if n.have.Known() && !n.have.Value() {
			p.Report(f.Here(), "flow %q from %s to %s: VPN %q and circuit %q meet in VNet %q, which %s; so they exchange no routes", f.Name(), f.From, f.To, t.Name(), c.Name(), v.Name(), n.lack).
				Related(n.at, "%s", n.name).
				Related(t.Here(), "VPN %q", t.Name()).
				Related(x.connection.Here(), "the circuit's connection").
				Rests(p.Catalog.Limit("coexist.transit_needs_route_server").Source)
			return
		}
	}
	for _, n := range x.needs() {
		if !n.have.Known() && !asked[n.at] {
			asked[n.at] = true
			p.Unknown(n.at, "flow %q runs between VPN %q and circuit %q through VNet %q; whether that has %s is not stated", f.Name(), t.Name(), c.Name(), v.Name(), n.name)
		}
	}
}
