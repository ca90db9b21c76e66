package redundancy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/planner/topology"
	"github.com/erplan/erplan/rules"
)

// The ends of a flow are no single points: its own site, the region and the
// only gateway of its VNet. Nor is a connection, which is a setting of the
// circuit and the gateway that it joins.
//
// Where the design lists what it has to survive and leaves a kind out, that is
// its word, and the finding only advice.
var singlePoint = &rules.Rule{
	ID:       "redundancy/single-point-of-failure",
	Code:     "RED-022",
	Title:    "No flow depends on one component between its ends",
	Severity: diag.Warning,
	Why:      "When the one component fails that every way of a flow goes through, or is maintained, the flow is down until it is back.",
	Fix:      "Add a second way that does without it.",
	Refs: []rules.Ref{
		{Doc: "designing-for-high-availability-with-expressroute", Section: "Architecture considerations", Date: "2023-06-15"},
		{Doc: "design-architecture-for-resiliency", Section: "Physical layer diversity", Date: "2024-07-16"},
	},
	YieldsTo: []string{
		"requirements/survive", "requirements/resiliency",
		"redundancy/both-links-on-one-router", "redundancy/both-links-on-one-port", "redundancy/both-bgp-sessions-required",
		"redundancy/single-site-connectivity", "redundancy/two-circuits-same-location", "redundancy/metro-for-mission-critical",
		"redundancy/same-metro-pair", "redundancy/same-provider", "redundancy/circuits-end-on-same-site-or-router",
		"vpn/no-backup-for-single-circuit", "microsoft-peering/single-circuit",
	},
	Check: func(p *rules.Pass) {
		if !p.SaysWhatFor() {
			return
		}
		a := p.Outcome()
		points := singlePoints{a: a, flows: flowsWithout(p, a)}
		for c := range points.flows {
			if len(points.flows[c]) > 0 {
				points.report(p, c)
			}
		}
	},
}

// singlePoints are the components that flows have no way without.
type singlePoints struct {
	a        *outcome.Analysis
	flows    [][]int              // by component
	circuits [][]*planner.Circuit // by component: those that it takes down in part; made for the first report
}

// flowsWithout returns, for each component, the flows that have no way without
// it.
func flowsWithout(p *rules.Pass, a *outcome.Analysis) [][]int {
	flows := make([][]int, len(a.Topology.Components))
	half := halfFiltered(p)
	for f := range a.Flows {
		if half && a.Flows[f].To.Service != nil {
			continue
		}
		ends := ends(a.Topology, &a.Flows[f])
		for _, s := range a.Structure.SinglePoints(f) {
			c := s.Components[0]
			isEnd := func(taken int) bool { return slices.Contains(ends, taken) }
			if a.Topology.Components[c].Kind != "connection" && !slices.ContainsFunc(a.Topology.Takes(c), isEnd) {
				flows[c] = append(flows[c], f)
			}
		}
	}
	for c := range flows {
		part := &a.Topology.Components[c]
		if l, _ := p.Catalog.Location(p.Cloud(), part.Name); part.Kind == "peering-location" && l != nil && l.Metro {
			flows[c] = nil // a Metro as a whole is its city
		}
	}
	ofNetworks(p, a.Topology, flows)
	return flows
}

// ofNetworks takes from a provider the flows that have no way without its
// network either: that one finding is enough.
func ofNetworks(p *rules.Pass, t *topology.Topology, flows [][]int) {
	index := func(kind planner.Kind, name string) int {
		return slices.IndexFunc(t.Components, func(c topology.Component) bool { return c.Kind == kind && c.Name == name })
	}
	for _, w := range p.WANs {
		if w.Provider == nil {
			continue
		}
		network, provider := index("wan", w.Name()), index("provider", w.Provider.Name)
		if network >= 0 && provider >= 0 {
			flows[provider] = slices.DeleteFunc(flows[provider], func(f int) bool { return slices.Contains(flows[network], f) })
		}
	}
}

// halfFiltered reports that some Microsoft peerings have a route filter and
// others have none, or an empty one: what depends on the former alone follows
// from that mistake, which rules of its own name.
func halfFiltered(p *rules.Pass) bool {
	with, without := 0, 0
	for _, m := range p.MicrosoftPeerings() {
		if m.RouteFilter == nil || m.RouteFilter.Has("communities") && len(m.RouteFilter.Communities) == 0 {
			without++
		} else {
			with++
		}
	}
	return with > 0 && without > 0
}

func (s *singlePoints) report(p *rules.Pass, c int) {
	part, flows := &s.a.Topology.Components[c], s.flows[c]
	have := "has"
	if len(flows) > 1 {
		have = "have"
	}
	by := s.behind(p, c)
	toVNet := slices.ContainsFunc(flows, func(f int) bool { return s.a.Flows[f].To.VNet != nil })
	at, fix := part.Place, remedy(p, part, by, toVNet)
	if better, ok := s.place(c, by); ok {
		at = better
	}
	f := p.Report(at, "%s is a single point of failure: %s %s no way without it", component(part), flowNames(s.a, flows), have)
	if fix != "" {
		f.Fix("%s", fix)
	}
	switch r := &p.Requirements; {
	case r.Criticality == planner.TestUse, len(r.Survive) > 0 && !critical(p) && !slices.Contains(r.Survive, part.Kind):
		f.As(diag.Advice)
	}
	related(f, s.a, flows)
}

// behind returns the circuit that a component is of: the first that is a single
// point as well, or else the first; nil where it is of none.
func (s *singlePoints) behind(p *rules.Pass, c int) *planner.Circuit {
	if s.circuits == nil {
		s.circuits = circuitsBy(p, s.a.Topology)
	}
	for _, k := range s.circuits[c] {
		if slices.Contains(s.flows[s.a.Topology.CircuitOf(k)], s.flows[c][0]) {
			return k
		}
	}
	if len(s.circuits[c]) > 0 {
		return s.circuits[c][0]
	}
	return nil
}

// circuitsBy returns, for each component, the circuits that its failure takes
// down, or of which it takes down a link, the location or the provider.
func circuitsBy(p *rules.Pass, t *topology.Topology) [][]*planner.Circuit {
	out := make([][]*planner.Circuit, len(t.Components))
	for _, k := range p.Circuits {
		parts := []int{t.CircuitOf(k), t.ProviderOf(k), t.LocationOf(k)}
		for _, l := range k.Links.All() {
			parts = append(parts, t.LinkOf(l), t.MSEEOf(l))
		}
		for _, x := range parts {
			if x < 0 {
				continue
			}
			for _, c := range t.Causes(x) {
				if n := len(out[c]); n == 0 || out[c][n-1] != k {
					out[c] = append(out[c], k)
				}
			}
		}
	}
	return out
}

// place returns where the mistake stands, where that is more exact than the
// place of the component.
func (s *singlePoints) place(c int, by *planner.Circuit) (source.Place, bool) {
	part := &s.a.Topology.Components[c]
	switch {
	case by == nil:
	case part.Kind == "router":
		for _, k := range s.circuits[c] {
			first, second := k.Links.Primary, k.Links.Secondary
			if first.Up() && second.Up() && first.Router == second.Router && second.Router != nil {
				return second.ValueAt("router"), true
			}
		}
	case part.Kind == "provider":
		return by.ValueAt("service_provider"), true
	case part.Kind == "peering-location" || part.Kind == "metro":
		return by.LocationPlace(), true
	case part.Kind == "circuit" && by.Peerings.Microsoft != nil:
		if !slices.ContainsFunc(s.flows[c], func(f int) bool { return s.a.Flows[f].To.Service == nil }) {
			return by.Peerings.Microsoft.Here(), true
		}
	case part.Kind == "link" || part.Kind == "msee" || part.Kind == "port" || part.Kind == "provider-edge":
		if idle := alone(by); idle != nil { // the other one is what is missing
			if idle.Configured() {
				return idle.ValueAt("enabled"), true
			}
			return by.At("links", idle.Side), true
		}
	}
	return source.Place{}, false
}

// remedy says what adds a second way at the least cost, "" where that depends
// on more than the design says.
func remedy(p *rules.Pass, part *topology.Component, by *planner.Circuit, toVNet bool) string {
	vpn := ""
	if toVNet { // to Microsoft's services and to other sites a VPN is no way
		vpn = " Or a VPN over the Internet as a backup."
	}
	switch part.Kind {
	case "router", "building":
		return routerRemedy(p, part)
	case "link", "msee", "port":
		if by != nil {
			if idle := alone(by); idle != nil {
				return fmt.Sprintf("Bring the %s link of circuit %q into use.", idle.Side, by.Name())
			}
		}
	case "provider-edge":
		return "Ask the provider for two devices, one for each link."
	case "provider":
		if by != nil {
			if names := sellers(by); names != "" {
				return fmt.Sprintf("Add a circuit of another provider; at %s there are %s.", by.Location.Name, names) + vpn
			}
		}
		return "Add a circuit of another provider." + vpn
	case "circuit", "peering-location", "metro":
		if by != nil && by.Location != nil {
			return elsewhere(p, by, part.Kind == "peering-location") + vpn
		}
	case "peering-site":
		return "Let the two links of the circuit enter the two facilities."
	case "carrier", "risk":
		return "Bring one of the lines in by another carrier and another route."
	case "zone":
		return "Spread the gateway over zones, such as zones = [\"1\", \"2\", \"3\"]."
	case "gateway-instance":
		return "Run the gateway with two instances or more."
	case "global-reach", "site-link":
		return "Add a second connection between the sites that does without it."
	case "wan":
		return "Add a way that does without the network: another provider's network, or a link of the site's own." + vpn
	case "attachment":
		return "Attach the site to the network once more: from another router, and by another carrier." + vpn
	case "gateway":
		return "Give it a way over a gateway in another VNet, or over another hub."
	case "virtual-hub":
		return "Connect the site to another hub too, by its circuit or by a VPN."
	case "region":
		return "Connect the site to a gateway or hub in another region too, by its circuit or by a VPN."
	case "internet":
		return "Add a second Internet access, by another carrier."
	case "tunnel":
		return "Add tunnels: from a second router, and to both instances of the gateway (active_active = true)."
	}
	return ""
}

// routerRemedy says where the second router is, or has to be.
func routerRemedy(p *rules.Pass, part *topology.Component) string {
	name, _, _ := strings.Cut(part.Name, "/")
	site := planner.Find(p.Sites, name)
	if part.Kind == "building" || site == nil {
		return "Bring one of the links into another building, on a router of its own."
	}
	what := toMove(p, part.Name)
	for _, r := range site.Routers {
		if r.ID() != part.Name {
			return fmt.Sprintf("End %s on router %q.", what, r.ID())
		}
	}
	return fmt.Sprintf("Add a second router to site %q, and end %s on it.", name, what)
}

// toMove says what ends on a router and could end on another one: one of the
// links of a circuit or, of a router without any, a second site link or VPN.
func toMove(p *rules.Pass, router string) string {
	on := func(r *planner.Router) bool { return r != nil && r.ID() == router }
	for _, c := range p.Circuits {
		if all := c.Links.All(); on(all[0].Router) && on(all[1].Router) {
			return "one of the links"
		}
	}
	switch {
	case slices.ContainsFunc(p.SiteLinks, func(l *planner.SiteLink) bool { return on(l.Ends[0]) || on(l.Ends[1]) }):
		return "a second site link"
	case slices.ContainsFunc(p.VPNTunnels, func(t *planner.VPNTunnel) bool { return slices.ContainsFunc(t.Routers, on) }):
		return "tunnels of the VPN"
	}
	return "one of the links"
}
