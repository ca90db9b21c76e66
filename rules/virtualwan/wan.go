package virtualwan

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

var basicType = &rules.Rule{
	ID:       "virtual-wan/basic-type",
	Code:     "VWAN-001",
	Title:    "A Virtual WAN with more than site-to-site VPN is of the Standard type",
	Severity: diag.Error,
	Why:      "The hubs of a Basic WAN take site-to-site VPN alone, and are not joined with each other: no ExpressRoute, no firewall, no way from VNet to VNet.",
	Fix:      "Write type = \"standard\". An existing WAN can be upgraded, not taken back.",
	Refs: []rules.Ref{
		settings("Basic and Standard"),
		{Doc: "well-architected/service-guides/azure-virtual-wan", Section: "Reliability", Date: "2025-12-01"},
	},
	Covers: []string{"APRL f29e56a1-6a80-4295-a663-1cce0ea2b10a"},
	Check: func(p *rules.Pass) {
		for _, w := range p.VirtualWANs {
			if w.Type != "basic" {
				continue
			}
			if why := beyondBasic(p, w); len(why) > 0 {
				f := p.Report(w.ValueAt("type"), "Virtual WAN %q is of the Basic type, which has no %s", w.Name(), rules.Or(words(why)))
				for _, r := range why[:min(6, len(why))] {
					f.Related(r.at, "%s", r.what)
				}
			}
		}
	},
}

// A reason is what asks for the Standard type.
type reason struct {
	word string
	at   source.Place
	what string
}

func words(list []reason) []string {
	var out []string
	for _, r := range list {
		if !slices.Contains(out, r.word) {
			out = append(out, r.word)
		}
	}
	return out
}

func beyondBasic(p *rules.Pass, w *planner.VirtualWAN) []reason {
	var out []reason
	for _, h := range w.Hubs {
		switch {
		case h.ExpressRouteScaleUnits.Value() > 0:
			out = append(out, reason{"ExpressRoute gateway", h.ValueAt("expressroute_scale_units"), "hub " + quoted(h.Name())})
		case len(h.Connections) > 0:
			out = append(out, reason{"ExpressRoute gateway", h.Connections[0].Here(), "hub " + quoted(h.Name())})
		}
		if h.Firewall != "" && h.Firewall != "none" {
			out = append(out, reason{"firewall", h.ValueAt("firewall"), "hub " + quoted(h.Name())})
		}
	}
	ways := p.SiteWays()
	for _, f := range p.Flows {
		switch a, b := f.From.VNet, f.To.VNet; {
		case a != nil && b != nil && a.VHub != nil && b.VHub != nil && a.VHub.WAN == w && b.VHub.WAN == w:
			out = append(out, reason{"way from VNet to VNet", f.Here(), "flow " + quoted(f.Name())})
		case a == nil && elsewhereOnly(ways, f.From.Site, b, w), b == nil && elsewhereOnly(ways, f.To.Site, a, w):
			out = append(out, reason{"way from hub to hub", f.Here(), "flow " + quoted(f.Name())})
		}
	}
	return out
}

// elsewhereOnly reports whether the VPNs of a site into a Virtual WAN all end at
// other hubs than that of a VNet.
func elsewhereOnly(ways *planner.SiteWays, s *planner.Site, v *planner.VNet, w *planner.VirtualWAN) bool {
	if s == nil || v == nil || v.VHub == nil || v.VHub.WAN != w || byVPN(ways, s, w) == nil {
		return false
	}
	return !slices.ContainsFunc(ways.Tunnels(s), func(t *planner.VPNTunnel) bool { return t.Hub == v.VHub })
}

// Of a chain of Global Reach links that rule knows more.
var circuitToCircuit = &rules.Rule{
	ID:       "virtual-wan/er-to-er-not-transitive",
	Code:     "VWAN-007",
	Title:    "Sites behind different circuits of a Virtual WAN reach each other by Global Reach, or through opened firewalls",
	Severity: diag.Error,
	Why:      "A hub does not tell one circuit what it learns from another, in the same hub or across hubs. Without Global Reach the sites stay apart, unless support has opened the transit through firewalls on every hub involved.",
	Fix:      "Join the circuits by Global Reach; or use private routing policies on the hubs, have support open the transit, and write expressroute_transit = \"firewall\".",
	Refs: []rules.Ref{
		faq("Does the Virtual WAN hub allow connectivity between ExpressRoute circuits?"),
		policies("Transit connectivity between ExpressRoute circuits with routing intent"),
		deepDive("Scenario 2"),
	},
	YieldsTo: []string{"global-reach/not-transitive"},
	Check: func(p *rules.Pass) {
		ways := p.SiteWays()
		for _, f := range ways.Across(p.Design) {
			if !ways.GlobalReach(f.From.Site, f.To.Site) {
				apart(p, ways, f)
			}
		}
	},
}

// apart reports a flow between circuits of one Virtual WAN that nothing joins.
// A site with a VPN to the WAN as well is reached by that.
func apart(p *rules.Pass, ways *planner.SiteWays, f *planner.Flow) {
	var pairs [][2]*planner.Connection
	for _, w := range p.VirtualWANs {
		from, to := toWAN(ways, f.From.Site, w), toWAN(ways, f.To.Site, w)
		if byVPN(ways, f.From.Site, w) != nil || byVPN(ways, f.To.Site, w) != nil {
			return
		}
		for _, a := range from {
			for _, b := range to {
				if a.Circuit == b.Circuit || opened(w) && inspected(a.Hub) && inspected(b.Hub) {
					return
				}
				pairs = append(pairs, [2]*planner.Connection{a, b})
			}
		}
	}
	if len(pairs) == 0 {
		return
	}
	a, b := pairs[0][0], pairs[0][1]
	why := "carries no traffic from circuit to circuit"
	if opened(a.Hub.WAN) {
		bare := a.Hub
		if inspected(a.Hub) {
			bare = b.Hub
		}
		why = fmt.Sprintf("carries traffic from circuit to circuit only through firewalls of both hubs, and %q has no private routing policy", bare.Name())
	}
	p.Report(f.Here(), "flow %q from %s to %s: circuits %q and %q are connected to %s of Virtual WAN %q, which %s", f.Name(), f.From, f.To, a.Circuit.Name(), b.Circuit.Name(), hubs(a.Hub, b.Hub), a.Hub.WAN.Name(), why).
		Related(a.Here(), "circuit %q", a.Circuit.Name()).
		Related(b.Here(), "circuit %q", b.Circuit.Name()).
		Fix("Add a [global_reach] table with circuits = [%q, %q]; or put private routing policies on the hubs, have support open the transit, and write expressroute_transit = \"firewall\".", a.Circuit.Name(), b.Circuit.Name())
}

func hubs(a, b *planner.VirtualHub) string {
	if a == b {
		return "hub " + quoted(a.Name())
	}
	return "hubs " + quoted(a.Name()) + " and " + quoted(b.Name())
}

// toWAN returns the connections by which a site enters a Virtual WAN.
func toWAN(ways *planner.SiteWays, s *planner.Site, w *planner.VirtualWAN) []*planner.Connection {
	var out []*planner.Connection
	for _, c := range ways.Circuits(s) {
		out = append(out, inWAN(c, w)...)
	}
	return out
}

// byVPN returns a VPN of a site into a Virtual WAN, or nil.
func byVPN(ways *planner.SiteWays, s *planner.Site, w *planner.VirtualWAN) *planner.VPNTunnel {
	for _, t := range ways.Tunnels(s) {
		if t.Hub != nil && t.Hub.WAN == w {
			return t
		}
	}
	return nil
}

var branchToBranch = &rules.Rule{
	ID:       "virtual-wan/branch-to-branch-off",
	Code:     "VWAN-024",
	Title:    "Branch-to-branch is on where sites reach each other through a Virtual WAN",
	Severity: diag.Error,
	Why:      "With branch-to-branch off, a WAN carries no traffic between VPN sites, nor between them and sites behind circuits.",
	Fix:      "Write branch_to_branch = true, which is what Azure does unless told otherwise.",
	Refs:     []rules.Ref{faq("Is branch-to-branch connectivity allowed in Virtual WAN?")},
	Covers:   []string{"ALZ D10.06"},
	Check: func(p *rules.Pass) {
		ways := p.SiteWays()
		done := map[*planner.VirtualWAN]bool{}
		for _, f := range ways.Across(p.Design) {
			if ways.GlobalReach(f.From.Site, f.To.Site) {
				continue
			}
			for _, w := range p.VirtualWANs {
				if !w.BranchToBranch.Known() || w.BranchToBranch.Value() || done[w] {
					continue
				}
				from, to := byVPN(ways, f.From.Site, w), byVPN(ways, f.To.Site, w)
				reached := (from != nil || len(toWAN(ways, f.From.Site, w)) > 0) && (to != nil || len(toWAN(ways, f.To.Site, w)) > 0)
				if !reached || from == nil && to == nil {
					continue
				}
				done[w] = true
				p.Report(w.ValueAt("branch_to_branch"), "Virtual WAN %q carries no traffic between branches, and flow %q runs from %s to %s through it", w.Name(), f.Name(), f.From, f.To).
					Related(f.Here(), "flow %q", f.Name())
			}
		}
	},
}
