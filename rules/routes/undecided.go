package routes

import (
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/routing"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

var tieBreak = &rules.Rule{
	ID:       "routing/tie-break",
	Title:    "On premises, ExpressRoute or VPN is preferred by local preference",
	Severity: diag.Warning,
	Why:      "Azure's prefixes have an AS path of one number over ExpressRoute and over VPN. At equal local preference the router decides by what is left, such as the age of a route or an address, and may decide otherwise after every change.",
	Fix:      "Give the routes over ExpressRoute the higher local preference, such as 150.",
	Refs: []rules.Ref{
		{Doc: "use-s2s-vpn-as-backup-for-expressroute-privatepeering", Section: "Configuring for symmetric traffic flow", Date: "2022-12-27"},
	},
	YieldsTo: []string{"vpn/onprem-prefers-vpn", "ipsec/onprem-prefers-clear-path"},
	Check: func(p *rules.Pass) {
		if len(p.VPNTunnels) == 0 || len(p.Connections) == 0 {
			return
		}
		a := p.Outcome()
		type tie struct {
			site   *planner.Site
			flows  []int
			exits  []exit
			broken bool
		}
		var ties []tie
		for i, f := range a.Normal().Flows {
			s := site(a, i)
			if !f.After.TieBreak || s == nil {
				continue
			}
			k := slices.IndexFunc(ties, func(t tie) bool { return t.site == s })
			if k < 0 {
				k, ties = len(ties), append(ties, tie{site: s, exits: tied(&f.After)})
			}
			ties[k].flows = append(ties[k].flows, i)
			ties[k].broken = ties[k].broken || f.After.StatefulBreak != nil
		}
		for _, t := range ties {
			at := tiePlace(p, a, t.flows[0], t.exits)
			f := p.Report(at, "%s: %s are equal for the routers of site %q, so that a tie-break of their own decides which one carries the traffic to Azure", flowNames(a, t.flows), over(t.exits), t.site.Name())
			if t.broken {
				f.As(diag.Error).Related(t.site.At("stateful_firewall"), "where they decide for the VPN, Azure answers over ExpressRoute, and a stateful device loses the flow")
			}
			for _, e := range t.exits {
				if e.vpn != nil {
					f.Related(e.vpn.At("local_preference"), "VPN %q", e.vpn.Name())
				}
			}
			related(f, a, t.flows)
		}
	},
}

// tied returns what the ways to Azure leave by that are equal.
func tied(r *routing.Result) []exit {
	for i := range r.ToAzure {
		list := exitsOf(&r.ToAzure[i])
		if slices.ContainsFunc(list, func(e exit) bool { return e.vpn != nil }) && len(list) > 1 {
			return list
		}
	}
	return nil
}

// tiePlace returns where the local preference of ExpressRoute would stand.
func tiePlace(p *rules.Pass, a *outcome.Analysis, flow int, exits []exit) source.Place {
	for _, e := range exits {
		if v := network(a, flow); e.circuit != nil && v != nil {
			return stateOf(p, e, site(a, flow), v).Place
		}
	}
	return placeOf(a, flow)
}

var orderDependent = &rules.Rule{
	ID:       "routing/order-dependent",
	Title:    "Which way wins does not depend on the order of messages",
	Severity: diag.Warning,
	Why:      "Where two sites each prefer the circuit of the other, BGP has several outcomes, or none and never settles. Which one comes depends on which message arrives first, and changes at every restart.",
	Fix:      "Let each site prefer its own circuit, or all the same one.",
	Refs: []rules.Ref{
		{Doc: "https://doi.org/10.1109/90.993304", Section: "The Stable Paths Problem and Interdomain Routing", Date: "2002-04-01"},
	},
	Inferred: true,
	Check: func(p *rules.Pass) {
		if !prefers(p) {
			return
		}
		a := p.Outcome()
		type dispute struct {
			group any
			to    string
			flows []int
		}
		var found []dispute
		joined := p.JoinedSites()
		for i, f := range a.Normal().Flows {
			s := site(a, i)
			if !f.After.Unstable || s == nil {
				continue
			}
			to := a.Flows[i].To.String()
			k := slices.IndexFunc(found, func(d dispute) bool { return d.group == joined.Of(s) && d.to == to })
			if k < 0 {
				k, found = len(found), append(found, dispute{group: joined.Of(s), to: to})
			}
			found[k].flows = append(found[k].flows, i)
		}
		for _, d := range found {
			blame := disputed(p, func(s *planner.Site) bool { return joined.Of(s) == d.group })
			at := placeOf(a, d.flows[0])
			if len(blame) > 0 {
				at = blame[0].ValueAt("local_preference")
			}
			f := p.Report(at, "%s: which way wins to %s depends on which route is heard first, because sites prefer each other's circuits", flowNames(a, d.flows), d.to)
			for _, r := range blame[min(1, len(blame)):] {
				f.Related(r.ValueAt("local_preference"), "route policy %q", r.Name())
			}
			related(f, a, d.flows)
		}
	},
}

// disputed returns the route policies by which some sites prefer a way.
func disputed(p *rules.Pass, among func(*planner.Site) bool) []*planner.RoutePolicy {
	var out []*planner.RoutePolicy
	for _, r := range p.RoutePolicies {
		if r.LocalPreference.Known() && slices.ContainsFunc(r.Sites, among) {
			out = append(out, r)
		}
	}
	return out
}
