package location

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var providerNotAtLocation = &rules.Rule{
	ID:       "location/provider-not-at-location",
	Code:     "LOC-002",
	Title:    "The service provider sells circuits at the peering location",
	Severity: diag.Error,
	Why:      "A circuit is ordered for one provider at one location. Azure has no such choice where the provider is not connected, and nobody could hand the circuit over.",
	Fix:      "Choose a provider of this location, or a location of this provider.",
	Refs: []rules.Ref{
		{Doc: "expressroute-locations-providers", Section: "ExpressRoute connectivity providers", Date: "2026-04-28"},
		{Doc: "metro", Section: "ExpressRoute Metro locations", Date: "2026-05-10"},
	},
	YieldsTo: []string{"location/multiple-providers-on-one-circuit"},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			switch l := c.Location; {
			case c.IsDirect():
			case c.ServiceProvider == "" && l != nil:
				p.Unknown(c.At("service_provider"), "whether circuit %s can be ordered at %s is unknown: it names no service_provider and no port", c.Name(), l.Name)
			case c.ServiceProvider == "":
			case c.Provider == nil:
				p.Report(c.ValueAt("service_provider"), "circuit %s: %q is not a provider that circuits are ordered from", c.Name(), c.ServiceProvider).
					Fix("%s", insteadOf(p, c))
			case l == nil:
			case l.Offers(c.Provider) == catalog.NotOffered:
				p.Report(c.ValueAt("service_provider"), "circuit %s: %s sells no circuits at %s", c.Name(), c.Provider.Name, l.Name).
					Rests(l.About("providers")).Fix("%s", sellers(p, c))
			case l.Offers(c.Provider) == catalog.Doubtful && !c.Exists():
				p.Report(c.ValueAt("service_provider"), "circuit %s: only an older page has %s at %s; the newer list of locations leaves it out", c.Name(), c.Provider.Name, l.Name).
					As(diag.Warning).Rests(l.About("providers_doubtful")).Fix("Ask %s before relying on it. %s", c.Provider.Name, sellers(p, c))
			}
		}
	},
}

var metroProviderAnnouncedOnly = &rules.Rule{
	ID:       "location/metro-provider-announced-only",
	Code:     "LOC-003",
	Title:    "The provider of a Metro circuit is active there already",
	Severity: diag.Error,
	Why:      "Microsoft lists some providers of a Metro ahead of time. Until such a provider becomes active, creating a circuit with it is expected to fail.",
	Fix:      "Choose a provider that is active, wait, or use two circuits in the two facilities of the Metro.",
	Refs:     []rules.Ref{{Doc: "metro", Section: "ExpressRoute Metro locations (footnote 1)", Date: "2026-05-10"}},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			l := c.Location
			if l == nil || c.Exists() || l.Offers(c.Provider) != catalog.Announced {
				continue
			}
			f := p.Report(c.ValueAt("service_provider"), "circuit %s: %s is announced for %s and not active yet", c.Name(), c.Provider.Name, l.Name).
				Rests(l.About("providers_planned"))
			active := "No provider is active there yet"
			if len(l.Providers) > 0 {
				active = "Active there: " + rules.Several(l.Providers)
			}
			if bothSites(p, l, c.Provider) {
				f.Fix("%s. Or use two circuits of %s, at %s and %s.", active, c.Provider.Name, l.Sites[0].Name, l.Sites[1].Name)
				continue
			}
			f.Fix("%s. Or wait until %s is.", active, c.Provider.Name)
		}
	},
}

var standardTierCreationRestricted = &rules.Rule{
	ID:       "location/standard-tier-creation-restricted",
	Code:     "LOC-011",
	Title:    "A lone circuit is ordered as Metro where its provider has one",
	Severity: diag.Warning,
	Why:      "In some locations Azure no longer creates standard-resiliency circuits of providers that offer high resiliency. Microsoft does not publish which, so the order may be refused; and a Metro costs the same and survives the loss of a facility.",
	Fix:      "Order the circuit at the Metro, or give it a partner at another location.",
	Refs:     []rules.Ref{{Doc: "expressroute-faqs", Section: "Which resiliency option should I choose for my ExpressRoute Circuit?", Date: "2026-03-31"}},
	YieldsTo: []string{"redundancy/two-circuits-same-location"},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			l := c.Location
			if c.IsDirect() || l == nil || len(l.MetroNames) == 0 || c.Exists() || partnered(p, c) {
				continue
			}
			if c.ServiceProvider == "" {
				p.Unknown(c.At("service_provider"), "whether circuit %s should be ordered at %s is unknown: it names no service_provider", c.Name(), l.MetroNames[0])
				continue
			}
			metro := activeMetro(p, c)
			if metro == nil || l.Offers(c.Provider) != catalog.Active {
				continue
			}
			p.Report(c.ValueAt("peering_location"), "circuit %s: %s is active at %s, so Azure may refuse a standard-resiliency circuit at %s", c.Name(), c.Provider.Name, metro.Name, l.Name).
				Rests(metro.About("providers")).
				Fix("Write peering_location = %q: the links then end in %s and %s. Or add a second circuit at another location to the same virtual network.", metro.Name, metro.Sites[0].Facility, metro.Sites[1].Facility)
		}
	},
}

// insteadOf says what to write for a provider that is not known.
func insteadOf(p *rules.Pass, c *planner.Circuit) string {
	var out []string
	if near := p.Catalog.SuggestProviders(c.ServiceProvider); len(near) > 0 {
		out = append(out, fmt.Sprintf("Did you mean %s?", rules.Or(rules.Quoted(near))))
	}
	if from := exchanges(p, c); len(from) > 0 {
		out = append(out, fmt.Sprintf("A carrier that is no connectivity provider reaches Microsoft through an exchange: order the circuit from %s and write carrier = %q at its links.", rules.Several(from), c.ServiceProvider))
	}
	if out == nil {
		return fmt.Sprintf("Use a name that \"erplan catalog providers\" lists; [catalog_overrides] adds a provider that is newer than the catalogue of %s.", p.Catalog.Edition())
	}
	return strings.Join(out, " ")
}

// exchanges returns the exchange providers through which a carrier reaches
// Microsoft: those of the location that are documented for it, or all of it.
func exchanges(p *rules.Pass, c *planner.Circuit) []string {
	if c.Location == nil {
		return nil
	}
	var known, all []string
	carriers, _ := p.Catalog.Indirect(c.ServiceProvider)
	for _, name := range c.Location.Providers {
		if e, ok := p.Catalog.Provider(name); !ok || e.Model != "exchange" {
			continue
		}
		all = append(all, name)
		for _, carrier := range carriers {
			for _, through := range carrier.Exchanges {
				if through == name {
					known = append(known, name)
				}
			}
		}
	}
	if len(known) > 0 {
		return known
	}
	return all
}

// sellers says who sells circuits at a circuit's location, and where its
// provider does.
func sellers(p *rules.Pass, c *planner.Circuit) string {
	l := c.Location
	there := fmt.Sprintf("Providers at %s: %s.", l.Name, rules.Several(l.Providers))
	if len(l.Providers) == 0 {
		there = fmt.Sprintf("No provider sells circuits at %s.", l.Name)
		if l.Direct {
			there = fmt.Sprintf("No provider sells circuits at %s; a port pair of ExpressRoute Direct can be had there.", l.Name)
		}
	}
	if near := nearest(p, l, func(o *catalog.Location) bool { return rules.Orderable(c, o) }); near != "" {
		return fmt.Sprintf("%s %s sells circuits at %s.", there, c.Provider.Name, near)
	}
	return there
}

// bothSites reports whether a provider is active at both sites of a Metro.
func bothSites(p *rules.Pass, metro *catalog.Location, by *catalog.Provider) bool {
	for _, s := range metro.Sites {
		if l, ok := p.Catalog.Location(metro.Cloud, s.Name); !ok || l.Offers(by) != catalog.Active {
			return false
		}
	}
	return true
}

// activeMetro returns a Metro of the circuit's location at which its provider
// is active, or nil.
func activeMetro(p *rules.Pass, c *planner.Circuit) *catalog.Location {
	for _, name := range c.Location.MetroNames {
		if m, ok := p.Catalog.Location(p.Cloud(), name); ok && m.Offers(c.Provider) == catalog.Active {
			return m
		}
	}
	return nil
}

// partnered reports whether another circuit at another location reaches the
// same virtual network, or carries Microsoft peering too.
func partnered(p *rules.Pass, c *planner.Circuit) bool {
	for _, o := range p.Partners(c) {
		if o.LocationName() != c.LocationName() {
			return true
		}
	}
	for _, o := range p.Circuits {
		if o.LocationName() != c.LocationName() && o.Peerings.Microsoft != nil && c.Peerings.Microsoft != nil {
			return true
		}
	}
	return false
}
