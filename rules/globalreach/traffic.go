package globalreach

import (
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var notTransitive = &rules.Rule{
	ID:       "global-reach/not-transitive",
	Code:     "GR-008",
	Title:    "Sites that exchange traffic are joined by Global Reach directly",
	Severity: diag.Error,
	Why:      "Routes that a circuit learns over one Global Reach link are not passed on over another. A chain of links leaves its ends apart.",
	Fix:      "Join the two circuits directly; a full mesh of n circuits has n(n-1)/2 links.",
	Refs:     []rules.Ref{{Doc: "expressroute-faqs", Section: "If ExpressRoute Global Reach gets enabled between circuit A and circuit B, and between circuit B and circuit C…", Date: "2026-03-31"}},
	Check: func(p *rules.Pass) {
		if len(p.GlobalReach) == 0 {
			return
		}
		n := newNetwork(p)
		first := map[[2]any]bool{}
		for _, f := range p.Flows {
			if !n.apart(f) {
				continue
			}
			a, b := f.From.Site, f.To.Site
			ends, back := [2]any{n.joined.Of(a), n.joined.Of(b)}, [2]any{n.joined.Of(b), n.joined.Of(a)}
			if first[ends] || first[back] {
				continue
			}
			first[ends] = true
			if from, to := n.chain(a, b); from != nil && len(n.links(a, b)) == 0 && !n.transit(a, b) {
				reportChain(p, f, from, to)
			}
		}
	},
}

func reportChain(p *rules.Pass, f *planner.Flow, from, to *planner.Circuit) {
	between, links := middle(from, to)
	over := "several others"
	if between != nil {
		over = between.Name()
	}
	found := p.Report(f.Here(), "flow %s from %s to %s: Global Reach joins circuits %s and %s only by way of %s, and is not transitive; they have to be joined directly",
		f.Name(), f.From, f.To, from.Name(), to.Name(), over).
		Rests(p.Catalog.Limit("global_reach.transitive").Source).
		Fix("Add a [global_reach] table with circuits = [%q, %q]: every two circuits whose sites exchange traffic need a link.", from.Name(), to.Name())
	for _, g := range links {
		found.Related(g.ValueAt("circuits"), "joins %s and %s", g.Circuits[0].Name(), g.Circuits[1].Name())
	}
}

var hubFirewallTransit = &rules.Rule{
	ID:       "global-reach/incompatible-with-hub-firewall-transit",
	Code:     "GR-013",
	Title:    "Circuits of a Virtual WAN use Global Reach or the transit through hub firewalls",
	Severity: diag.Error,
	Why:      "Global Reach carries the traffic past the hubs, so the firewalls that are meant to inspect it never see it. The two are not supported together.",
	Fix:      "Remove Global Reach between circuits of this Virtual WAN, or write expressroute_transit = \"none\".",
	Refs:     []rules.Ref{{Doc: "virtual-wan/how-to-routing-policies", Section: "Transit connectivity between ExpressRoute circuits with routing intent", Date: "2025-08-01"}},
	Check: func(p *rules.Pass) {
		for _, g := range p.GlobalReach {
			for _, w := range p.VirtualWANs {
				if w.ExpressRouteTransit == "firewall" && inWAN(g.Circuits[0], w) && inWAN(g.Circuits[1], w) {
					p.Report(g.ValueAt("circuits"), "Global Reach joins circuits %s and %s past the hub firewalls of Virtual WAN %s, which carry the traffic between its circuits",
						g.Circuits[0].Name(), g.Circuits[1].Name(), w.Name()).
						Related(w.At("expressroute_transit"), "the transit through hub firewalls")
				}
			}
		}
	},
}

// inWAN reports whether a circuit is connected to a hub of a Virtual WAN.
func inWAN(c *planner.Circuit, w *planner.VirtualWAN) bool {
	for _, connection := range c.Connections {
		if connection.Hub != nil && connection.Hub.WAN == w {
			return true
		}
	}
	return false
}
