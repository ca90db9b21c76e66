package peering

import (
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

// An edge is a router with the links whose BGP sessions it holds.
type edge struct {
	router *planner.Router
	links  []*planner.Link
}

// edges returns the routers that hold sessions, in order of the sites.
func edges(p *rules.Pass) []edge {
	links := map[*planner.Router][]*planner.Link{}
	for _, c := range p.Circuits {
		for _, l := range c.Links.All() {
			if l.Router != nil && len(c.PeeringList()) > 0 && !c.Managed().Value() {
				links[l.Router] = append(links[l.Router], l)
			}
		}
	}
	var out []edge
	for _, s := range p.Sites {
		for _, r := range s.Routers {
			if links[r] != nil {
				out = append(out, edge{r, links[r]})
			}
		}
	}
	return out
}

// report notes that the router is not fit for the sessions that it holds.
func (e *edge) report(p *rules.Pass, key, format string, args ...any) {
	f := p.Report(e.router.ValueAt(key), format, args...)
	for _, l := range e.links[:min(len(e.links), 4)] {
		f.Related(l.ValueAt("router"), "the %s link of %s ends there", l.Side, l.Circuit.Name())
	}
}

var firstHopRedundancy = &rules.Rule{
	ID:       "peering/hsrp-vrrp-towards-microsoft",
	Code:     "PEER-017",
	Title:    "Routers towards Microsoft use no first-hop redundancy protocol",
	Severity: diag.Error,
	Why:      "Microsoft supports neither HSRP nor VRRP on peerings: redundancy comes from two BGP sessions, one on each link, and a shared virtual address has none of its own.",
	Fix:      "Run one BGP session on each link, from an address of the router itself.",
	Refs:     []rules.Ref{{Doc: "expressroute-routing", Section: "Introduction", Date: "2026-03-12"}},
	Check: func(p *rules.Pass) {
		for _, e := range edges(p) {
			if protocol := e.router.FirstHopRedundancy; protocol != "" && protocol != "none" {
				e.report(p, "first_hop_redundancy", "router %s holds the session of a link with first_hop_redundancy %q; Microsoft supports none", e.router.ID(), protocol)
			}
		}
	},
}

var statefulDevice = &rules.Rule{
	ID:       "peering/bgp-on-stateful-device",
	Code:     "PEER-018",
	Title:    "BGP with Microsoft runs on routers, not on firewalls",
	Severity: diag.Warning,
	Why:      "The two links of a circuit carry forward and return traffic independently. A firewall that holds a session sees half of a connection and drops it, at the latest when Microsoft works on one of its routers.",
	Fix:      "End the sessions on routers and put the firewall behind them; or try the failover of the links and record it under [tests].",
	Refs: []rules.Ref{
		{Doc: "designing-for-high-availability-with-expressroute", Section: "NAT for Microsoft peering", Date: "2023-06-15"},
		{Doc: "planned-maintenance", Section: "Validation of the ExpressRoute circuit failover", Date: "2023-05-10"},
	},
	Check: func(p *rules.Pass) {
		for _, e := range edges(p) {
			if e.router.Kind == "firewall" && !e.tested(p) {
				e.report(p, "kind", "router %s is a firewall and holds the session of a link; no failover test of it is recorded", e.router.ID())
			}
		}
	},
}

// tested reports whether a test has made the device, or a link or circuit that
// ends on it, fail.
func (e *edge) tested(p *rules.Pass) bool {
	for _, t := range p.Tests {
		_, target, _ := strings.Cut(t.Target, ":")
		if target == e.router.ID() {
			return true
		}
		for _, l := range e.links {
			if target == l.ID() || target == l.Circuit.Name() {
				return true
			}
		}
	}
	return false
}
