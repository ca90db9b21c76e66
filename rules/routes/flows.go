package routes

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/routing"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// prefers reports whether a design states anything by which one way is
// preferred to another; where it does not, all ways are alike.
func prefers(p *rules.Pass) bool {
	if len(p.RoutePolicies)+len(p.VPNTunnels)+len(p.SiteLinks)+len(p.WANs)+len(p.VirtualHubs)+len(p.GlobalReach) > 0 {
		return true
	}
	if slices.ContainsFunc(p.Connections, func(c *planner.Connection) bool { return c.RoutingWeight.Known() }) {
		return true
	}
	return slices.ContainsFunc(p.Circuits, func(c *planner.Circuit) bool {
		stated := c.LocalPreference.Known() || c.ASPathPrepend.Known()
		for _, l := range c.Links.All() {
			stated = stated || l.LocalPreference.Known() || l.ASPathPrepend.Known() || l.Has("advertised_prefixes")
		}
		for _, m := range c.PeeringList() {
			stated = stated || m.LocalPreference.Known() || m.ASPathPrepend.Known() || m.Has("advertised_prefixes")
		}
		return stated
	})
}

// An exit is what a way leaves the customer's network by: a circuit or a VPN.
type exit struct {
	circuit *planner.Circuit // one of the two is set
	vpn     *planner.VPNTunnel
}

func (e exit) String() string {
	if e.vpn != nil {
		return fmt.Sprintf("VPN %q", e.vpn.Name())
	}
	return fmt.Sprintf("circuit %q", e.circuit.Name())
}

func (e exit) kind() string {
	if e.vpn != nil {
		return "VPN"
	}
	return "circuit"
}

// exitOf returns what a way leaves by.
func exitOf(w *routing.Way) (exit, bool) {
	for _, h := range w.Hops {
		switch {
		case h.Tunnel != nil:
			return exit{vpn: h.Tunnel}, true
		case h.Link != nil:
			return exit{circuit: h.Link.Circuit}, true
		}
	}
	return exit{}, false
}

// exitsOf returns what the ways of a choice leave by, in order and each once.
func exitsOf(c *routing.Choice) []exit {
	var out []exit
	for i := range c.Ways {
		if e, ok := exitOf(&c.Ways[i]); ok && !slices.Contains(out, e) {
			out = append(out, e)
		}
	}
	slices.SortFunc(out, func(a, b exit) int { // a circuit before a VPN
		return cmp.Or(-strings.Compare(a.kind(), b.kind()), strings.Compare(a.String(), b.String()))
	})
	return out
}

// over lists exits as a sentence does.
func over(list []exit) string { return rules.And(rules.Texts(list)) }

// stateOf returns where the local preference stands that a site gives to the
// routes of an exit to a VNet, and which it is.
func stateOf(p *rules.Pass, e exit, s *planner.Site, v *planner.VNet) planner.Hearing {
	if e.vpn != nil {
		return p.HeardOverVPN(e.vpn, v)
	}
	if e.circuit.Peerings.Private == nil {
		return planner.Hearing{Place: e.circuit.At("local_preference")}
	}
	return p.HeardOverCircuit(s, e.circuit, v)
}

// site returns the end of a flow that is a site, nil where none is.
func site(f *outcome.Analysis, flow int) *planner.Site {
	if s := f.Flows[flow].From.Site; s != nil {
		return s
	}
	return f.Flows[flow].To.Site
}

// network returns the end of a flow that is a VNet, nil where none is.
func network(f *outcome.Analysis, flow int) *planner.VNet {
	if v := f.Flows[flow].To.VNet; v != nil {
		return v
	}
	return f.Flows[flow].From.VNet
}

// placeOf returns where a flow is written or, where the design writes none,
// its site.
func placeOf(a *outcome.Analysis, flow int) source.Place {
	if w := a.Flows[flow].Written; w != nil {
		return w.Here()
	}
	return site(a, flow).Here()
}

// flowNames names flows: flow "a"; flows "a", "b" and 3 more.
func flowNames(a *outcome.Analysis, flows []int) string {
	names := make([]string, len(flows))
	for i, f := range flows {
		names[i] = fmt.Sprintf("%q", a.Flows[f].Name)
	}
	if len(names) == 1 {
		return "flow " + names[0]
	}
	return "flows " + rules.Some(names)
}

// related adds the places of the first few flows that the design writes.
func related(f rules.Finding, a *outcome.Analysis, flows []int) {
	const most = 4
	for _, i := range flows[:min(most, len(flows))] {
		if w := a.Flows[i].Written; w != nil {
			f.Related(w.Here(), "flow %q", w.Name())
		}
	}
}
