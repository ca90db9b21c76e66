package routes

import (
	"net/netip"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var weightOverPrepend = &rules.Rule{
	ID:       "routing/weight-overrides-prepend",
	Code:     "RTE-009",
	Title:    "Routing weights and prepends do not want opposite circuits",
	Severity: diag.Warning,
	Why:      "Azure compares routing weights before AS paths. A prepend on the circuit with the higher weight does nothing, and whoever reads it expects another path.",
	Fix:      "Use one means: the weight, or the prepend.",
	Refs:     []rules.Ref{{Doc: "expressroute-optimize-routing", Section: "Solution: assign a high weight to local connection", Date: "2023-06-15"}},
	Check: func(p *rules.Pass) {
		done := map[*planner.Connection]bool{}
		said := map[[2]*planner.Circuit]rules.Finding{} // by the two circuits, which may meet at several gateways
		for _, joint := range joints(p) {
			for _, choice := range p.Choices(joint) {
				for _, a := range choice.Routes {
					i := slices.IndexFunc(choice.Routes, func(b planner.LearnedRoute) bool { return a.Weight() > b.Weight() && a.Prepends > b.Prepends })
					if i < 0 || done[a.Connection] {
						continue
					}
					done[a.Connection] = true
					pair := [2]*planner.Circuit{a.Circuit(), choice.Routes[i].Circuit()}
					if f, ok := said[pair]; ok {
						f.Related(a.Connection.ValueAt("routing_weight"), "the routing weight of %q too", a.Connection.Name())
						continue
					}
					said[pair] = reportPrepend(p, a, choice.Routes[i])
				}
			}
		}
	},
}

func reportPrepend(p *rules.Pass, a, b planner.LearnedRoute) rules.Finding {
	_, at := p.Prepends(a.Circuit().Peerings.Private, a.Link, a.Prefix)
	return p.Report(at, "circuit %q prepends %s more than %q, but its connection %q has the higher routing weight (%d against %d), which counts first", a.Circuit().Name(), a.Prefix, b.Circuit().Name(), a.Connection.Name(), a.Weight(), b.Weight()).
		Related(a.Connection.ValueAt("routing_weight"), "the routing weight of %q", a.Connection.Name()).
		Related(b.Connection.At("routing_weight"), "the routing weight of %q", b.Connection.Name()).
		Fix("Remove the prepend if %q is to be preferred; otherwise give %q the higher routing weight.", a.Circuit().Name(), b.Connection.Name())
}

// joints returns the connections that carry traffic, those of one gateway or
// hub together.
func joints(p *rules.Pass) [][]*planner.Connection {
	var out [][]*planner.Connection
	for _, c := range p.Connections {
		if !c.Carries() {
			continue
		}
		i := slices.IndexFunc(out, func(j []*planner.Connection) bool { return j[0].Gateway == c.Gateway && j[0].Hub == c.Hub })
		if i < 0 {
			out = append(out, []*planner.Connection{c})
			continue
		}
		out[i] = append(out[i], c)
	}
	return out
}

var specificOverWeight = &rules.Rule{
	ID:       "routing/specific-overrides-weight",
	Code:     "RTE-010",
	Title:    "Longer prefixes and routing weights do not want opposite circuits",
	Severity: diag.Warning,
	Why:      "The longest prefix wins before weights are compared. A longer prefix on the circuit with the lower weight takes the traffic there.",
	Fix:      "Announce prefixes of the same length over both circuits, or leave the weights out.",
	Refs: []rules.Ref{
		{Doc: "designing-for-disaster-recovery-with-expressroute-privatepeering", Section: "Small to medium on-premises network considerations", Date: "2023-06-15"},
		{Doc: "expressroute-asymmetric-routing", Section: "Multiple network paths", Date: "2023-06-30"},
	},
	Check: func(p *rules.Pass) {
		done := map[*planner.Circuit]bool{}
		for _, b := range p.Redundancy().Bundles {
			for _, n := range b.Networks {
				for _, joint := range b.Joints(n) {
					for _, low := range joint {
						if !done[low.Circuit] {
							done[low.Circuit] = longerThan(p, low, joint)
						}
					}
				}
			}
		}
	},
}

// longerThan reports a connection that takes traffic by longer prefixes from
// one with a higher weight.
func longerThan(p *rules.Pass, low *planner.Connection, joint []*planner.Connection) bool {
	for _, high := range joint {
		if high.RoutingWeight.Or(0) <= low.RoutingWeight.Or(0) {
			continue
		}
		set := &planner.PrefixSet{}
		for _, r := range p.Learned(high) {
			set.Add(r.Prefix)
		}
		var longer []netip.Prefix
		var first planner.LearnedRoute
		for _, r := range p.Learned(low) {
			if !set.Has(r.Prefix) && set.Covers(r.Prefix) && !set.Split(r.Prefix) {
				if longer == nil {
					first = r
				}
				longer = append(longer, r.Prefix)
			}
		}
		if longer == nil {
			continue
		}
		p.Report(first.Place(), "circuit %q announces %s, longer than what %q announces, and so takes the traffic although connection %q has the higher routing weight (%d against %d)",
			low.Circuit.Name(), rules.Several(longer), high.Circuit.Name(), high.Name(), high.RoutingWeight.Or(0), low.RoutingWeight.Or(0)).
			Related(high.ValueAt("routing_weight"), "the routing weight of %q", high.Name()).
			Fix("Announce %s over %q too, or the same shorter prefix over both, or remove the weight.", rules.Several(longer), high.Circuit.Name())
		return true
	}
	return false
}

var ecmpOverFour = &rules.Rule{
	ID:       "routing/ecmp-over-four",
	Code:     "RTE-011",
	Title:    "A gateway shares traffic over at most four circuits",
	Severity: diag.Warning,
	Why:      "Of more equal circuits only four carry traffic; the bandwidth of the others does not count.",
	Fix:      "Use fewer and larger circuits, or give those that are to stand by a lower routing weight.",
	Refs:     []rules.Ref{{Doc: "expressroute-faqs", Section: "How can I ensure high availability for a virtual network connected to ExpressRoute?", Date: "2026-03-31"}},
	Check: func(p *rules.Pass) {
		limit := p.Catalog.Limit("connection.ecmp_circuits_max")
		for _, joint := range joints(p) {
			if joint[0].Hub != nil { // a hub shares over fewer, by rules of its own
				continue
			}
			choices := p.Choices(joint)
			i := slices.IndexFunc(choices, func(c planner.Choice) bool { return len(c.Best) > limit.Int() })
			if i < 0 {
				continue
			}
			equal := choices[i].Best
			f := p.Report(equal[limit.Int()].Connection.At("routing_weight"), "gateway %q has %d equal routes to %s%s; traffic is shared over at most %d circuits", joint[0].Gateway.Name(), len(equal), choices[i].Prefix, sums(equal, limit.Int()), limit.Int()).
				Rests(limit.Source)
			for _, r := range equal {
				f.Related(r.Connection.Here(), "connection %q of circuit %q", r.Connection.Name(), r.Circuit().Name())
			}
		}
	},
}

// sums says what the circuits bring and what of it counts, where the design
// says so.
func sums(equal []planner.LearnedRoute, most int) string {
	var sizes []planner.Bandwidth
	for _, r := range equal {
		if r.Circuit().Bandwidth == 0 {
			return ""
		}
		sizes = append(sizes, r.Circuit().Bandwidth)
	}
	slices.SortFunc(sizes, func(a, b planner.Bandwidth) int { return int(b - a) })
	var all, used planner.Bandwidth
	for i, s := range sizes {
		all += s
		if i < most {
			used += s
		}
	}
	return " with " + all.String() + ", of which at most " + used.String() + " can be used"
}
