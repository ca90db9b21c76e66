package routing_test

import (
	"net/netip"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/routing"
	"github.com/erplan/erplan/planner/topology"
)

// TestStructure: where the structure has a way whose routes are announced,
// routing finds ways. The structure is that of package topology, found by plain
// search. Preferences are taken out of the design, and flows between sites are
// left out, for a speaker that prefers one route keeps others from those who
// need them.
func TestStructure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDesign(t)
		if len(d.WANs) > 0 && len(d.SiteLinks) > 0 { // routing is stricter about ways from a network on over site links
			t.Skip("networks and site links")
		}
		if len(d.VirtualHubs) > 1 { // a hub that reaches another by a circuit tells no other circuit
			t.Skip("several hubs")
		}
		indifferent(d)
		top := topology.New(d)
		router := routing.New(top)
		_, down, _ := drawState(t, top)
		s := top.State(down, nil) // draining is a preference too
		for _, f := range top.Flows() {
			if f.From.Site == nil || f.To.Site != nil || len(router.Excesses()) > 0 {
				continue
			}
			r := router.Route(f, s)
			reachable := r.Reachable()
			if f.To.Service != nil { // the structure does not ask what is announced to Microsoft
				reachable = len(r.ToAzure[0].Ways) > 0
			}
			if available(top, f, s) && !reachable && !r.Unstable && !byLength(&r) {
				t.Fatalf("flow %s: the structure has a way, routing\n%s", f.Name, text(&r))
			}
		}
	})
}

// byLength reports whether the length of a prefix decided anything, or some are
// announced within others: speakers that follow different lengths may send
// traffic round in circles.
func byLength(r *routing.Result) bool {
	var seen []netip.Prefix
	for _, c := range slices.Concat(r.ToAzure, r.ToSite) {
		if c.Step == routing.LongestPrefix {
			return true
		}
		for _, p := range c.Prefixes {
			if slices.ContainsFunc(seen, p.Overlaps) {
				return true
			}
		}
		seen = append(seen, c.Prefixes...)
	}
	return false
}

// indifferent takes preferences and limits out of a design.
func indifferent(d *planner.Design) {
	none := planner.Opt[int]{}
	for _, s := range d.Sites {
		for _, r := range s.Routers {
			r.MaxASPath, r.MaxPrefixes = none, none
		}
	}
	for _, c := range d.Circuits {
		c.LocalPreference, c.ASPathPrepend = none, none
		for _, l := range c.Links.All() {
			l.LocalPreference, l.ASPathPrepend = none, none
		}
		for _, p := range c.PeeringList() {
			p.LocalPreference, p.ASPathPrepend = none, none
		}
	}
	for _, v := range d.VPNTunnels {
		v.LocalPreference, v.ASPathPrepend = none, none
	}
	for _, p := range d.RoutePolicies {
		p.LocalPreference, p.ASPathPrepend = none, none
	}
	for _, h := range d.VirtualHubs {
		h.StaticRoutes = nil
	}
	for _, v := range d.VNets {
		v.SummarizedGatewayPrefixes = nil
	}
}

// available searches the structure for a way for every demand of a flow.
func available(top *topology.Topology, f topology.Flow, s topology.State) bool {
	w := top.Ways()
	if f.Start < 0 || f.End < 0 || len(f.Demands) == 0 {
		return false
	}
	up := func(n int) bool {
		return !slices.ContainsFunc(w.Needs(n), func(c int32) bool { return !s.Up(int(c)) })
	}
	for _, d := range f.Demands {
		seen := map[int]bool{}
		var visit func(n int)
		visit = func(n int) {
			if seen[n] || !up(n) {
				return
			}
			seen[n] = true
			for _, e := range w.Out(n) {
				if _, open := slices.BinarySearch(d.Open, e.Gate); e.Gate < 0 || open {
					visit(int(e.To))
				}
			}
		}
		visit(f.Start)
		if !seen[f.End] {
			return false
		}
	}
	return true
}
