package location

import (
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

var peeringLocationUnknown = &rules.Rule{
	ID:       "location/peering-location-unknown",
	Code:     "LOC-001",
	Title:    "Every peering location is one of Azure's",
	Severity: diag.Error,
	Why:      "A circuit or a port pair can only be ordered at a location that Microsoft names, and in that spelling. Everything else about it follows from the location: providers, local regions, distances.",
	Fix:      "Use the name of a location in the catalogue.",
	Refs: []rules.Ref{
		{Doc: "expressroute-locations-providers", Section: "ExpressRoute connectivity providers", Date: "2026-04-28"},
		{Doc: "metro", Section: "ExpressRoute Metro locations", Date: "2026-05-10"},
	},
	Check: func(p *rules.Pass) {
		for _, w := range unknownNames(p) {
			if len(metroless(p, w.name)) > 0 {
				continue
			}
			if home := elsewhere(p, w.name); home != nil {
				p.Report(w.place, "%s: %q is a peering location of %s, not of %s", w.owner, w.name, cloudName(home.Cloud), cloudName(p.Cloud())).
					Fix("Use a location of %s, or write cloud = %q in [design] if that is where the design belongs.", cloudName(p.Cloud()), home.Cloud)
				continue
			}
			f := p.Report(w.place, "%s: %q is not a peering location of %s", w.owner, w.name, cloudName(p.Cloud()))
			if near := p.Catalog.SuggestLocations(p.Cloud(), w.name); len(near) > 0 {
				f.Fix("Did you mean %s?", rules.Or(rules.Quoted(near)))
			} else {
				f.Fix("Use a name that \"erplan catalog locations\" lists; [catalog_overrides] adds a location that is newer than the catalogue of %s.", p.Catalog.Edition())
			}
		}
	},
}

var metroNotAvailable = &rules.Rule{
	ID:       "location/metro-not-available",
	Code:     "LOC-004",
	Title:    "A Metro is only planned in a city that has one",
	Severity: diag.Error,
	Why:      "High resiliency, one circuit with its links in two facilities of a city, exists in the cities that Microsoft lists and nowhere else.",
	Fix:      "Use a listed Metro, or two circuits at two peering locations.",
	Refs:     []rules.Ref{{Doc: "metro", Section: "ExpressRoute Metro locations", Date: "2026-05-10"}},
	Check: func(p *rules.Pass) {
		for _, w := range unknownNames(p) {
			sites := metroless(p, w.name)
			if len(sites) == 0 {
				continue
			}
			f := p.Report(w.place, "%s: %s has no Metro in %s, so %q cannot be ordered", w.owner, cloudName(p.Cloud()), sites[0].MetroCity(), w.name)
			two := sites[0].Name + " and another location"
			if len(sites) > 1 {
				two = sites[0].Name + " and " + sites[1].Name
			}
			near := nearest(p, sites[0], func(l *catalog.Location) bool { return l.Metro && w.offered(l) })
			if near == "" {
				f.Fix("Use two circuits, at %s.", two)
				continue
			}
			f.Fix("Use two circuits, at %s, or the nearest Metro: %s.", two, near)
		}
	},
}

// written is a place in the design where the name of a peering location stands.
type written struct {
	owner   string // "circuit er"
	name    string
	place   source.Place
	offered func(*catalog.Location) bool // whether it could be ordered there
}

// unknownNames returns the locations that the catalogue does not know, where
// they are written: at port pairs, and at circuits without one.
func unknownNames(p *rules.Pass) []written {
	var out []written
	for _, port := range p.Ports {
		if port.Location == nil {
			out = append(out, written{"port pair " + port.Name(), port.PeeringLocation, port.ValueAt("peering_location"),
				func(l *catalog.Location) bool { return l.Direct }})
		}
	}
	for _, c := range p.Circuits {
		if c.Location == nil && !c.IsDirect() {
			out = append(out, written{"circuit " + c.Name(), c.PeeringLocation, c.ValueAt("peering_location"),
				func(l *catalog.Location) bool { return rules.Orderable(c, l) }})
		}
	}
	return out
}

// metroless returns the plain locations of the city in which a name asks for
// a Metro that does not exist; none where the name says something else.
func metroless(p *rules.Pass, name string) []*catalog.Location {
	city, ok := strings.CutSuffix(catalog.Fold(name), "metro")
	if !ok {
		return nil
	}
	var out []*catalog.Location
	for _, l := range p.Catalog.Locations() {
		if l.Cloud == p.Cloud() && catalog.Fold(l.MetroCity()) == city {
			out = append(out, l)
		}
	}
	return out
}

// elsewhere returns the location of a name in another cloud, or nil.
func elsewhere(p *rules.Pass, name string) *catalog.Location {
	for _, cloud := range []catalog.Cloud{catalog.Public, catalog.USGov, catalog.China} {
		if l, ok := p.Catalog.Location(cloud, name); ok && cloud != p.Cloud() {
			return l
		}
	}
	return nil
}
