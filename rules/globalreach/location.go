package globalreach

import (
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var samePeeringLocation = &rules.Rule{
	ID:       "global-reach/same-peering-location",
	Code:     "GR-001",
	Title:    "Global Reach joins circuits of two peering locations",
	Severity: diag.Error,
	Why:      "Azure refuses to join circuits that meet it at the same peering location. Two locations in one city are fine.",
	Fix:      "Move one of the circuits to another peering location.",
	Refs:     []rules.Ref{{Doc: "expressroute-faqs", Section: "Can I enable ExpressRoute Global Reach between two ExpressRoute circuits at the same peering location?", Date: "2026-03-31"}},
	Check: func(p *rules.Pass) {
		for _, g := range p.GlobalReach {
			a, b := g.Circuits[0], g.Circuits[1]
			if a.Location == nil || a.Location != b.Location || !offered(p, a.Location) {
				continue
			}
			f := p.Report(g.ValueAt("circuits"), "circuits %s and %s are both at %q; Global Reach joins circuits of two peering locations", a.Name(), b.Name(), a.Location.Name).
				Related(a.LocationPlace(), "%s is at %s", a.Name(), a.Location.Name).
				Related(b.LocationPlace(), "%s is at %s", b.Name(), b.Location.Name).
				Rests(p.Catalog.Limit("global_reach.same_location").Source)
			if c, names := moves(p, b, a); c != nil {
				f.Fix("Move %s to %s in the same city, where %s, or to another city.", c.Name(), strings.Join(names, " or "), seller(c))
			}
		}
	},
}

// moves returns the first circuit that can be had at another location of its
// city, with those locations.
func moves(p *rules.Pass, circuits ...*planner.Circuit) (*planner.Circuit, []string) {
	for _, c := range circuits {
		var names []string
		for _, l := range p.Catalog.Locations() {
			if l.Cloud == c.Location.Cloud && l.MetroCity() == c.Location.MetroCity() && l != c.Location && !l.Metro && sold(c, l) {
				names = append(names, l.Name)
			}
		}
		if names != nil {
			return c, names
		}
	}
	return nil, nil
}

// sold reports whether a circuit like c can be ordered at a location.
func sold(c *planner.Circuit, l *catalog.Location) bool {
	if c.IsDirect() {
		return l.Direct
	}
	return l.Offers(c.Provider) == catalog.Active
}

func seller(c *planner.Circuit) string {
	if c.IsDirect() {
		return "ExpressRoute Direct is offered"
	}
	return c.ProviderName() + " offers circuits"
}

var locationNotSupported = &rules.Rule{
	ID:       "global-reach/location-not-supported",
	Code:     "GR-002",
	Title:    "Global Reach is offered at the peering locations of both circuits",
	Severity: diag.Error,
	Why:      "Global Reach exists in some countries only. Elsewhere the circuits cannot be joined and the sites do not reach each other through Microsoft.",
	Fix:      "Join a circuit in a country where Global Reach is offered, or join the sites by a WAN or a VPN.",
	Refs: []rules.Ref{
		{Doc: "expressroute-global-reach", Section: "Availability", Date: "2025-04-09"},
		{Doc: "expressroute-faqs", Section: "Where is ExpressRoute Global Reach supported?", Date: "2026-03-31"},
	},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			if len(c.GlobalReach) == 0 || c.Location == nil || offered(p, c.Location) {
				continue
			}
			f := p.Report(end(c.GlobalReach[0], c), "Global Reach is not offered at %q, the peering location of circuit %s", c.Location.Name, c.Name()).
				Related(c.LocationPlace(), "the location of %s", c.Name()).
				Fix("%s", elsewhere(p, c.Location))
			alsoJoins(f, c)
		}
	},
}

func offered(p *rules.Pass, l *catalog.Location) bool {
	_, ok := p.Catalog.GlobalReach(l)
	return ok
}

// elsewhere says where Global Reach is offered: in the same country, or else
// in which countries.
func elsewhere(p *rules.Pass, l *catalog.Location) string {
	if l.Cloud != catalog.Public {
		return "Join the sites by a WAN or a VPN: Global Reach is a service of the public cloud."
	}
	var countries []string
	for _, place := range p.Catalog.GlobalReachPlaces() {
		if place.Country == l.Country {
			return "Use a circuit at " + strings.Join(place.Locations, ", ") + ", where Global Reach is offered in the same country, or join the sites by a WAN or a VPN."
		}
		countries = append(countries, place.Name)
	}
	return "Join the sites by a WAN or a VPN. Global Reach is offered in " + strings.Join(countries, ", ") + "."
}
