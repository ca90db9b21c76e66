package redundancy

import (
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/routing"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// What Microsoft does to the AS path before it works on an edge router
// (planned-maintenance, 2023-05-10): its own number comes this many times more.
const maintenancePrepends = 8

// The settings of routers are looked at first; what they do not show, such as a
// routing weight that holds traffic on a circuit with one link, is taken from
// what becomes of the flows. That a flow has no other way at all is not said
// here.
var maintenancePrepend = &rules.Rule{
	ID:       "redundancy/maintenance-prepend-not-honoured",
	Code:     "RED-017",
	Title:    "Traffic leaves an edge router that Microsoft maintains",
	Severity: diag.Error,
	Why:      "Before Microsoft works on an edge router it prepends its AS number eight times to the routes over it, in both directions; the BGP session may stay up while nothing is forwarded. Whatever counts before the AS path keeps traffic there, and the maintenance becomes an outage.",
	Fix:      "Let the AS path decide between the two links, and take paths of ten AS numbers or more.",
	Refs: []rules.Ref{
		{Doc: "planned-maintenance", Section: "How are maintenance events scheduled", Date: "2023-05-10"},
		{Doc: "designing-for-high-availability-with-expressroute", Section: "Active-active connections (note)", Date: "2023-06-15"},
		{Doc: "expressroute-faqs", Section: "I received a notification about maintenance on my ExpressRoute circuit", Date: "2026-03-31"},
	},
	YieldsTo: []string{"redundancy/static-routing-on-premises", "redundancy/both-bgp-sessions-required"},
	Check: func(p *rules.Pass) {
		told := map[*planner.Circuit]bool{}
		for _, c := range p.Circuits {
			told[c] = preferredLink(p, c) || halfOff(c) || unequal(p, c)
		}
		for _, r := range edgeRouters(p) {
			if deaf(p, r) {
				for _, c := range p.Circuits {
					told[c] = told[c] || c.Links.Primary.Router == r || c.Links.Secondary.Router == r
				}
			}
		}
		if p.SaysWhatFor() {
			stranded(p, told)
		}
	},
}

// preferredLink reports a circuit of which the routers prefer one link, and
// whether there was something to report.
func preferredLink(p *rules.Pass, c *planner.Circuit) bool {
	a, b := c.Links.Primary, c.Links.Secondary
	if !a.Up() || !b.Up() {
		return false
	}
	for _, peering := range c.PeeringList() {
		first, second := preference(peering, a), preference(peering, b)
		if first == second || overruled(p, a) && overruled(p, b) {
			continue
		}
		if first < second {
			a, b, first, second = b, a, second, first
		}
		at := a.ValueAt("local_preference")
		if !a.LocalPreference.Known() {
			at = b.ValueAt("local_preference")
		}
		f := p.Report(at, "circuit %q: the routes over its %s link have local preference %d, those over the %s link %d; it counts before the AS path, so traffic stays on the %s link while Microsoft maintains it",
			c.Name(), a.Side, first, b.Side, second, a.Side).
			Fix("Remove it from the link, and write it at the circuit if the circuit is to be preferred.")
		if a.LocalPreference.Known() && b.LocalPreference.Known() {
			f.Related(b.ValueAt("local_preference"), "the %s link", b.Side)
		}
		return true
	}
	return false
}

// halfOff reports a circuit on a port pair of which one port is switched off:
// the rule on the ports says so.
func halfOff(c *planner.Circuit) bool {
	if c.Port == nil {
		return false
	}
	state := c.Port.AdminState
	return state.Link1.Or(true) != state.Link2.Or(true)
}

// unequal reports a circuit of which one link announces what the other does
// not: the rules on announcements say so.
func unequal(p *rules.Pass, c *planner.Circuit) bool {
	private := c.Peerings.Private
	if private == nil || alone(c) != nil {
		return false
	}
	a, b := p.Sent(private, c.Links.Primary), p.Sent(private, c.Links.Secondary)
	return a.Listed() && b.Listed() && len(uncovered(a.Prefixes, b.Prefixes))+len(uncovered(b.Prefixes, a.Prefixes)) > 0
}

// usualPreference is the local preference of a route that is given none.
const usualPreference = 100

// preference returns the local preference of the routes over a link.
func preference(p *planner.Peering, l *planner.Link) int {
	return l.LocalPreference.Or(p.LocalPreference.Or(p.Circuit.LocalPreference.Or(usualPreference)))
}

// overruled reports whether a route policy gives all routes over the circuit
// of a link one local preference, whatever the link says.
func overruled(p *rules.Pass, l *planner.Link) bool {
	return l.Router != nil && slices.ContainsFunc(p.RoutePolicies, func(r *planner.RoutePolicy) bool {
		return r.Match == "" && r.LocalPreference.Known() && r.Tunnel == nil && (r.Circuit == nil || r.Circuit == l.Circuit) && slices.Contains(r.Sites, l.Router.Site)
	})
}

// deaf reports a router that does not follow longer AS paths, and whether there
// was something to report.
func deaf(p *rules.Pass, r *planner.Router) bool {
	if r.StaticRouting.Value() {
		p.Report(r.ValueAt("static_routing"), "router %q routes statically and sees no AS path, so traffic stays on a link while Microsoft maintains it", r.ID()).
			Fix("Route dynamically between the edge routers and the site, and write static_routing = false.")
		return true
	}
	if !r.MaxASPath.Known() {
		return false
	}
	need := pathOf(p, r) + maintenancePrepends
	if r.MaxASPath.Value() >= need {
		return false
	}
	p.Report(r.ValueAt("max_as_path"), "router %q takes AS paths of at most %d; during maintenance Azure's have %d, and the router drops the routes", r.ID(), r.MaxASPath.Value(), need).
		Fix("Allow paths of %d AS numbers or more, or remove the cap.", max(10, need))
	return true
}

// pathOf returns how long the longest AS path is on which a router hears of
// Azure: Microsoft's number and, where they are behind the circuit, what
// other virtual hubs, a WAN and a Global Reach partner add.
func pathOf(p *rules.Pass, r *planner.Router) int {
	longest := 1
	for _, c := range p.Circuits {
		more := 0
		switch {
		case c.Links.Primary.Router == r || c.Links.Secondary.Router == r:
		case c.WAN != nil && slices.ContainsFunc(c.WAN.Attachments, func(a *planner.Attachment) bool { return a.Router == r }):
			more = 1
		default:
			continue
		}
		if slices.ContainsFunc(c.Connections, func(k *planner.Connection) bool { return k.Hub != nil && len(k.Hub.WAN.Hubs) > 1 }) {
			more += 2 // 65520 twice
		} else if len(c.GlobalReach) > 0 {
			more += 2 // 12076 once more, and the partner's own
		}
		longest = max(longest, 1+more)
	}
	return longest
}

// A stay is flows that stay on an edge router in maintenance.
type stay struct {
	edge  *planner.Link
	flows []int
	why   *routing.Choice // of the first flow
}

// stranded reports the circuits on which flows stay that have another way.
func stranded(p *rules.Pass, told map[*planner.Circuit]bool) {
	a := p.Outcome()
	var stays []stay
	for i, f := range a.Normal().Flows {
		if !f.Outcome.Survives() {
			continue
		}
		for _, edge := range held(&f.After) {
			if told[edge.Circuit] {
				continue
			}
			if why := strands(a, i, edge); why != nil {
				k := slices.IndexFunc(stays, func(s stay) bool { return s.edge.Circuit == edge.Circuit })
				if k < 0 {
					k, stays = len(stays), append(stays, stay{edge: edge, why: why})
				}
				if !slices.Contains(stays[k].flows, i) {
					stays[k].flows = append(stays[k].flows, i)
				}
			}
		}
	}
	for _, s := range stays {
		s.report(p, a)
	}
}

// held returns the edge routers that a flow uses in some direction without
// using the other one of the circuit just as much. Where it uses both, they are
// alike in all that counts before the AS path.
func held(r *routing.Result) []*planner.Link {
	var out []*planner.Link
	for _, choices := range [2][]routing.Choice{r.ToAzure, r.ToSite} {
		for i := range choices {
			used := edges(&choices[i])
			for _, l := range used {
				other := l.Circuit.Links.Primary
				if other == l {
					other = l.Circuit.Links.Secondary
				}
				if !slices.Contains(used, other) && !slices.Contains(out, l) {
					out = append(out, l)
				}
			}
		}
	}
	return out
}

// edges returns the links whose edge routers a choice goes over.
func edges(c *routing.Choice) []*planner.Link {
	var out []*planner.Link
	var note func(w *routing.Way)
	note = func(w *routing.Way) {
		for _, h := range w.Hops {
			if h.Edge != nil && !slices.Contains(out, h.Edge) {
				out = append(out, h.Edge)
			}
			if h.Under != nil {
				note(h.Under)
			}
		}
	}
	for i := range c.Ways {
		note(&c.Ways[i])
	}
	return out
}

// strands returns the choice that keeps a flow on an edge router while it is
// maintained; nil where it moves away, or has no other way.
func strands(a *outcome.Analysis, flow int, edge *planner.Link) *routing.Choice {
	router := []int{a.Topology.MSEEOf(edge)}
	draining := a.Router.Route(a.Flows[flow], a.Topology.State(nil, router))
	if !draining.Draining {
		return nil
	}
	if failed := a.Router.Route(a.Flows[flow], a.Topology.State(router, nil)); !failed.Carried() {
		return nil
	}
	for _, choices := range [2][]routing.Choice{draining.ToAzure, draining.ToSite} {
		for i := range choices {
			if slices.ContainsFunc(choices[i].Ways, func(w routing.Way) bool { return w.Draining }) {
				return &choices[i]
			}
		}
	}
	return nil
}

func (s *stay) report(p *rules.Pass, a *outcome.Analysis) {
	is := "is"
	if len(s.flows) > 1 {
		is = "are"
	}
	c := s.edge.Circuit
	f := p.Report(s.place(), "%s %s lost while Microsoft maintains the edge router of the %s link of circuit %q: the traffic stays there (%s at %s) although there is another way",
		flowNames(a, s.flows), is, s.edge.Side, c.Name(), s.why.Step, s.why.At)
	switch idle := alone(c); {
	case idle != nil:
		f.Fix("Bring the %s link of circuit %q into use, so that it takes over.", idle.Side, c.Name())
	case s.why.Step == routing.ASPath:
		f.Fix("Prepend fewer than %d times over the other link of circuit %q.", maintenancePrepends, c.Name())
	default:
		f.Fix("Let the AS path decide between the two links of circuit %q.", c.Name())
	}
	f.Related(c.Here(), "circuit %q", c.Name())
	related(f, a, s.flows)
}

// place returns where the mistake stands: at the link that is missing or, with
// both links there, at the circuit.
func (s *stay) place() source.Place {
	switch idle := alone(s.edge.Circuit); {
	case idle == nil:
		return s.edge.Circuit.Here()
	case idle.Configured():
		return idle.ValueAt("enabled")
	default:
		return s.edge.Circuit.At("links", idle.Side)
	}
}
