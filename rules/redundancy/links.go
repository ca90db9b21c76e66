package redundancy

import (
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

var bothSessions = &rules.Rule{
	ID:       "redundancy/both-bgp-sessions-required",
	Code:     "RED-001",
	Title:    "Every peering has a BGP session over each of the two links",
	Severity: diag.Warning,
	Why:      "A circuit is a pair of links. With one session alone any failure or maintenance of that link is an outage, and the availability SLA does not apply.",
	Fix:      "Configure both sessions, one over each link, even where both run over one line.",
	Refs: []rules.Ref{
		{Doc: "expressroute-routing", Section: "IP addresses used for Azure private peering", Date: "2026-03-12"},
		{Doc: "planned-maintenance", Section: "Resiliency of ExpressRoute circuit", Date: "2023-05-10"},
		{Doc: "expressroute-prerequisites", Section: "Network requirements", Date: "2025-01-31"},
	},
	Check: func(p *rules.Pass) {
		r := p.Redundancy()
		for _, c := range p.Circuits {
			down := alone(c)
			if down == nil || len(c.PeeringList()) == 0 {
				continue
			}
			why, at, fix := "is not described", c.At("links", down.Side), "Order and describe the other link: [circuits.%s.links.%s]."
			if down.Configured() {
				why, at, fix = "is switched off", down.ValueAt("enabled"), "Remove enabled = false from circuits.%s.links.%s."
			}
			f := p.Report(at, "circuit %q has no BGP session over its %s link, which %s; it needs one over each", c.Name(), down.Side, why).
				Rests(p.Catalog.Limit("bgp.sla_requires_both_sessions").Source).
				Fix(fix, c.Name(), down.Side)
			if claim, ok := promised(p, r, c); ok {
				f.As(diag.Error).Related(claim, "an availability is asked for, which no SLA supports with one session")
			}
		}
	},
}

// alone returns the link that is not in use where the other one is, or nil.
func alone(c *planner.Circuit) *planner.Link {
	switch a, b := c.Links.Primary, c.Links.Secondary; {
	case a.Up() == b.Up():
		return nil
	case a.Up():
		return b
	default:
		return a
	}
}

// promised returns where the design asks for an availability of the traffic
// over a circuit.
func promised(p *rules.Pass, r *planner.Redundancy, c *planner.Circuit) (source.Place, bool) {
	if p.Requirements.Availability.Known() {
		return p.Requirements.ValueAt("availability"), true
	}
	for _, b := range r.Bundles {
		if !slices.Contains(b.Circuits, c) {
			continue
		}
		for _, f := range b.Flows(p.Design) {
			if f.Availability.Known() {
				return f.ValueAt("availability"), true
			}
		}
	}
	return source.Place{}, false
}

var oneRouter = &rules.Rule{
	ID:       "redundancy/both-links-on-one-router",
	Code:     "RED-002",
	Title:    "The two links of a circuit end on two routers",
	Severity: diag.Warning,
	Why:      "A circuit whose links both end on one router is lost with that router, and at each of its upgrades.",
	Fix:      "End the links on two routers.",
	Refs:     []rules.Ref{{Doc: "designing-for-high-availability-with-expressroute", Section: "First mile physical layer design considerations", Date: "2023-06-15"}},
	Covers:   []string{"APRL 0e19cc41-8274-1342-b0db-0e4146eacef8", "APRL 222fbb78-be76-4855-a14f-a5e17ef1ccf5", "ALZ D06.19"},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			a, b := c.Links.Primary, c.Links.Secondary
			if !a.Up() || !b.Up() || c.Managed().Value() {
				continue
			}
			switch {
			case a.Router == nil:
				p.Unknown(keyOf(a, "router"), "circuit %q does not say on which routers its links end; they need two", c.Name())
			case b.Router == nil:
				p.Unknown(keyOf(b, "router"), "circuit %q does not say on which router its secondary link ends; it has to be another than %q", c.Name(), a.RouterName)
			case a.Router == b.Router && !onOnePort(a, b): // that they share a port, too, is the next rule's to say
				f := p.Report(b.ValueAt("router"), "both links of circuit %q end on router %q; they need two routers", c.Name(), a.Router.ID()).
					Related(a.ValueAt("router"), "the primary link")
				if other := spare(a.Router); other != nil {
					f.Fix("End the secondary link on %q.", other.ID())
				}
			}
		}
	},
}

// keyOf returns the place of a key of a link, which may not be described.
func keyOf(l *planner.Link, key string) source.Place {
	if l.Configured() {
		return l.At(key)
	}
	return l.Circuit.At("links", l.Side, key)
}

// spare returns another router of the same site, or nil.
func spare(r *planner.Router) *planner.Router {
	for _, other := range r.Site.Routers {
		if other != r {
			return other
		}
	}
	return nil
}

var onePort = &rules.Rule{
	ID:       "redundancy/both-links-on-one-port",
	Code:     "RED-003",
	Title:    "The two links of a circuit have ports and provider devices of their own",
	Severity: diag.Warning,
	Why:      "Links that share a port, or that the provider brings together on one device, are one link with two names: a cable, an optic or that device takes both down.",
	Fix:      "Use separate ports, on separate routers, and ask the provider for separate devices.",
	Refs:     []rules.Ref{{Doc: "designing-for-high-availability-with-expressroute", Section: "First mile physical layer design considerations", Date: "2023-06-15"}},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			a, b := c.Links.Primary, c.Links.Secondary
			if !a.Up() || !b.Up() {
				continue
			}
			switch oneRouter := a.Router != nil && a.Router == b.Router; {
			case oneRouter && onOnePort(a, b):
				p.Report(b.ValueAt("interface"), "both links of circuit %q use port %q of router %q; they need a port each", c.Name(), port(a.Interface), a.Router.ID()).
					Related(a.ValueAt("interface"), "the primary link").
					Fix("Give each link a port of its own, on two routers.")
			case a.ProviderEdge != "" && strings.EqualFold(a.ProviderEdge, b.ProviderEdge):
				p.Report(b.ValueAt("provider_edge"), "both links of circuit %q run through %q of the provider; they need a device each", c.Name(), a.ProviderEdge).
					Related(a.ValueAt("provider_edge"), "the primary link").
					Fix("Ask the provider for two devices, and for a contract that keeps them apart.")
			case oneRouter && a.Interface == "":
				p.Unknown(a.At("interface"), "circuit %q does not say which ports of router %q its links use", c.Name(), a.Router.ID())
			case oneRouter && b.Interface == "":
				p.Unknown(b.At("interface"), "circuit %q does not say which port of router %q its secondary link uses", c.Name(), a.Router.ID())
			}
		}
	},
}

// onOnePort reports whether two links of one router use one physical port.
func onOnePort(a, b *planner.Link) bool {
	return a.Interface != "" && strings.EqualFold(port(a.Interface), port(b.Interface))
}

// port returns the physical port of an interface: without the unit after the
// last dot and without the channel after the last colon.
func port(name string) string {
	for _, mark := range []string{".", ":"} {
		if i := strings.LastIndex(name, mark); i > 0 && strings.Trim(name[i+1:], "0123456789") == "" {
			name = name[:i]
		}
	}
	return strings.TrimSpace(name)
}
