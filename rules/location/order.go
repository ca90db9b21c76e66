package location

import (
	"fmt"
	"math"
	"regexp"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

var multipleProviders = &rules.Rule{
	ID:       "location/multiple-providers-on-one-circuit",
	Code:     "LOC-010",
	Title:    "A circuit has one service provider",
	Severity: diag.Error,
	Why:      "A circuit is ordered from one provider, which brings both links. Links of two providers are two circuits.",
	Fix:      "Write a circuit for each provider.",
	Refs:     []rules.Ref{{Doc: "expressroute-faqs", Section: "Can I have ExpressRoute circuits from different service providers?", Date: "2026-03-31"}},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			if c.ServiceProvider == "" || c.Provider != nil {
				continue
			}
			if names := providersIn(p, c.ServiceProvider); len(names) > 1 {
				p.Report(c.ValueAt("service_provider"), "circuit %s names %d providers, %s; it takes one", c.Name(), len(names), rules.And(names)).
					Fix("Write a circuit of %s and another one of %s; what only reaches the location is the carrier of a link.", names[0], names[1])
			}
		}
	},
}

var between = regexp.MustCompile(`\s*(?:,|;|/|\+|&|\band\b)\s*`)

// providersIn returns the providers that a text names one after the other.
func providersIn(p *rules.Pass, text string) []string {
	var out []string
	for _, part := range between.Split(text, -1) {
		if known, ok := p.Catalog.Provider(part); ok && part != "" {
			out = append(out, known.Name)
		}
	}
	return out
}

// How much nearer another location has to be to be worth a word: an inference.
const (
	nearerBy   = 200.0 // km
	nearerThan = 0.5   // of the distance to the chosen one
)

// A Local circuit is where its region is, and a port pair where there are
// ports.
var peeringLocationNotNearest = &rules.Rule{
	ID:       "location/peering-location-not-nearest",
	Code:     "LOC-012",
	Title:    "A site has a circuit at a peering location that is near",
	Severity: diag.Advice,
	Inferred: true,
	Why:      "From the peering location on, Microsoft's backbone carries the traffic; up to it the access line does, at the customer's price and latency. The near location is the better first one, a far one the second.",
	Fix:      "Order the first circuit at the nearest location, or accept the distance with its reason.",
	Refs:     []rules.Ref{{Doc: "https://learn.microsoft.com/azure/well-architected/service-guides/azure-expressroute", Section: "Operational Excellence", Date: "2025-11-21"}},
	YieldsTo: []string{"location/local-sku-not-offered", "location/provider-not-at-location"},
	Check: func(p *rules.Pass) {
		circuits := map[*planner.Site][]*planner.Circuit{}
		shared := map[any][]*planner.Circuit{} // by group of sites that reach each other without Azure
		managed := map[*planner.Site]bool{}    // where a WAN leads to is its provider's concern
		joined := p.JoinedSites()
		for _, c := range p.Circuits {
			for _, s := range c.Sites() {
				circuits[s] = append(circuits[s], c)
				shared[joined.Of(s)] = append(shared[joined.Of(s)], c)
				managed[s] = managed[s] || c.WAN != nil
			}
		}
		for _, s := range p.Sites {
			if managed[s] {
				continue
			}
			if lat, lon, ok := placeOf(p, s); ok {
				reportFarAway(p, s, circuits[s], shared[joined.Of(s)], lat, lon)
			} else if s.City == "" && len(circuits[s]) > 0 {
				p.Unknown(s.At("coordinates"), "whether the circuits of site %s meet Microsoft near by is unknown: it states neither city nor coordinates", s.Name())
			}
		}
	},
}

// placeOf returns where a site is: its coordinates, or those of a peering
// location of its city.
func placeOf(p *rules.Pass, s *planner.Site) (lat, lon float64, ok bool) {
	if len(s.Coordinates) == 2 {
		return s.Coordinates[0], s.Coordinates[1], true
	}
	for _, l := range p.Catalog.Locations() {
		if s.City != "" && catalog.Fold(l.City) == catalog.Fold(s.City) && (s.Country == "" || s.Country == l.Country) {
			return l.Lat, l.Lon, true
		}
	}
	return 0, 0, false
}

// reportFarAway reports the nearest circuit of a site where its provider is at
// a location that is much nearer, also than the circuits of the sites that are
// joined to it.
func reportFarAway(p *rules.Pass, s *planner.Site, circuits, shared []*planner.Circuit, lat, lon float64) {
	for _, c := range circuits {
		if c.Location == nil || c.Tier == planner.TierLocal {
			return
		}
	}
	chosen, away := closest(circuits, lat, lon)
	if chosen == nil {
		return
	}
	_, have := closest(shared, lat, lon)
	var best *catalog.Location
	near := math.Inf(1)
	for _, l := range p.Catalog.Locations() {
		if d := catalog.Distance(lat, lon, l.Lat, l.Lon); l.Cloud == p.Cloud() && d < near && rules.Orderable(chosen, l) {
			best, near = l, d
		}
	}
	if best == nil || have-near < nearerBy || near > nearerThan*have {
		return
	}
	whose := chosen.ProviderName()
	if chosen.IsDirect() {
		whose = "ExpressRoute Direct"
	}
	p.Report(chosen.LocationPlace(), "the nearest circuit of site %s, %s, meets Microsoft at %s, %.0f km away; %s is at %s too, %.0f km away", s.Name(), chosen.Name(), chosen.Location.Name, away, whose, best.Name, near).
		Related(where(s), "the site").
		Fix("Write peering_location = %s, and use %s for a second circuit.", fmt.Sprintf("%q", best.Name), chosen.Location.Name)
}

// closest returns the circuit that meets Microsoft closest to a place, and how
// far away that is.
func closest(circuits []*planner.Circuit, lat, lon float64) (chosen *planner.Circuit, away float64) {
	away = math.Inf(1)
	for _, c := range circuits {
		if c.Location == nil {
			continue
		}
		if d := catalog.Distance(lat, lon, c.Location.Lat, c.Location.Lon); d < away {
			chosen, away = c, d
		}
	}
	return chosen, away
}

func where(s *planner.Site) source.Place {
	if len(s.Coordinates) == 2 {
		return s.ValueAt("coordinates")
	}
	return s.ValueAt("city")
}
