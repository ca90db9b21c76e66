package virtualwan

import (
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// With preference VPN the hub's own circuit comes before another hub, too.
var bowTie = &rules.Rule{
	ID:       "virtual-wan/bow-tie-preference",
	Code:     "VWAN-013",
	Title:    "Hubs that a circuit joins prefer the shorter AS path",
	Severity: diag.Warning,
	Why:      "Hubs hear each other's VNets over a circuit that is connected to both, or over Global Reach, and take that way before the one between the hubs. Traffic from VNet to VNet then turns back at the edge routers, takes the bandwidth of the circuit and fails with it.",
	Fix:      "Write hub_routing_preference = \"as-path\" at the hubs.",
	Refs: []rules.Ref{
		faq("When two hubs (hub 1 and 2) are connected and there's an ExpressRoute circuit connected as a bow-tie to both the hubs, what is the path for a VNet connected to hub 1 to reach a VNet connected in hub 2?"),
		deepDive("Scenarios 2 and 3"),
	},
	Covers: []string{"ALZ D10.07"},
	Check: func(p *rules.Pass) {
		for _, w := range p.VirtualWANs {
			if w.Type != "basic" {
				ties(p, w)
			}
		}
	},
}

// A tie is what joins hubs outside of their WAN.
type tie struct {
	hubs []*planner.VirtualHub
	what string
	at   source.Place
}

func ties(p *rules.Pass, w *planner.VirtualWAN) {
	var found []tie
	for _, c := range p.Circuits {
		if list := hubsOf(c, w); len(list) > 1 && c.Peerings.Private != nil {
			found = append(found, tie{list, "circuit " + quoted(c.Name()), c.Here()})
		}
	}
	for _, g := range p.GlobalReach {
		list := hubsOf(g.Circuits[0], w)
		for _, h := range hubsOf(g.Circuits[1], w) {
			if !slices.Contains(list, h) {
				list = append(list, h)
			}
		}
		if len(list) > 1 && len(hubsOf(g.Circuits[0], w)) > 0 && len(hubsOf(g.Circuits[1], w)) > 0 {
			found = append(found, tie{list, "Global Reach " + quoted(g.Name()), g.Here()})
		}
	}
	var wrong []*planner.VirtualHub
	for _, t := range found {
		for _, h := range t.hubs {
			if h.Preference() != planner.PreferASPath && !slices.Contains(wrong, h) {
				wrong = append(wrong, h)
			}
		}
	}
	if len(wrong) == 0 {
		return
	}
	first := found[slices.IndexFunc(found, func(t tie) bool { return slices.Contains(t.hubs, wrong[0]) })]
	f := p.Report(wrong[0].ValueAt("hub_routing_preference"), "%s joins %s, and %s %s not prefer the shorter AS path; traffic between their VNets takes that way", first.what, several("hub", first.hubs), several("hub", wrong), do(len(wrong))).
		Related(first.at, "%s", first.what)
	for _, h := range wrong[1:min(4, len(wrong))] {
		f.Related(h.ValueAt("hub_routing_preference"), "virtual hub %q", h.Name())
	}
}

func do(n int) string {
	if n == 1 {
		return "does"
	}
	return "do"
}
