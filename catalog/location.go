package catalog

import (
	"slices"
	"strings"
)

// A Location is a place where circuits and port pairs meet Microsoft: one
// facility or a campus of it, or a Metro, whose two links land in two
// facilities of one city.
type Location struct {
	Fact
	Name               string
	Cloud              Cloud
	Metro              bool
	Facilities         []string     // of a Metro, those of its two sites
	Sites              [2]MetroSite // Metro only: the primary link's, the secondary's
	MetroNames         []string     // plain location: the Metros that it is a site of
	PricingZone        int          // 1 to 4; 0: not documented (national clouds)
	GeopoliticalRegion string
	LocalRegions       []string // regions of the Local tier; none: not offered here
	Direct             bool     // port pairs of ExpressRoute Direct are offered
	Providers          []string // from whom a circuit can be ordered, in catalogue order
	Planned            []string // announced only: creation is expected to fail
	DoubtfulProviders  []DoubtfulProvider
	Aliases            []string
	City, Country      string  // Country: two letters, ISO 3166
	Lat, Lon           float64 // degrees, approximate
}

// A MetroSite is one of the two facilities of a Metro.
type MetroSite struct {
	Name     string // as a plain location: "Amsterdam2"
	Facility string
	Listed   bool // the site is also a plain location of the catalogue
}

// A DoubtfulProvider stands at a location on one page and not on a newer
// one: to be confirmed before it is relied on.
type DoubtfulProvider struct{ Name, Note string }

// An Offer says whether a provider sells circuits at a location.
type Offer int

// The offers.
const (
	NotOffered Offer = iota
	Active           // can be ordered
	Announced        // listed, not active yet: creation is expected to fail
	Doubtful         // named by an older page alone
)

// String gives "not offered", "active", "announced" or "doubtful".
func (o Offer) String() string {
	return [...]string{"not offered", "active", "announced", "doubtful"}[o]
}

// Offers says whether the provider sells circuits at the location.
func (l *Location) Offers(p *Provider) Offer {
	switch {
	case p == nil:
		return NotOffered
	case slices.Contains(l.Providers, p.Name):
		return Active
	case slices.Contains(l.Planned, p.Name):
		return Announced
	case slices.ContainsFunc(l.DoubtfulProviders, func(d DoubtfulProvider) bool { return d.Name == p.Name }):
		return Doubtful
	}
	return NotOffered
}

// MetroCity is the name without " Metro" and without a trailing number:
// locations with one city share what happens to it.
func (l *Location) MetroCity() string {
	name := strings.TrimSuffix(l.Name, " Metro")
	return strings.TrimRight(name, "0123456789")
}

// Location finds a plain location or a Metro of a cloud by name or alias. The
// look-up forgives case, spaces, punctuation and accents.
func (c *Catalog) Location(cloud Cloud, name string) (*Location, bool) {
	key := locationKey(cloud, name)
	first, second := c.plainLocations, c.metroLocations
	if strings.HasSuffix(key, "metro") {
		first, second = second, first
	}
	if l, ok := first().byName[key]; ok {
		return l, true
	}
	l, ok := second().byName[key]
	return l, ok
}

// Locations gives all locations of all clouds: the plain ones, then the
// Metros, in catalogue order.
func (c *Catalog) Locations() []*Location {
	return slices.Concat(c.plainLocations().all, c.metroLocations().all)
}

// SuggestLocations gives the names of a cloud's locations that are nearest to
// a name: best first, at most three, none when nothing is near.
func (c *Catalog) SuggestLocations(cloud Cloud, name string) []string {
	var candidates []candidate
	for _, l := range c.Locations() {
		if l.Cloud != cloud.or() {
			continue
		}
		for _, text := range append([]string{l.Name}, l.Aliases...) {
			candidates = append(candidates, candidate{text: text, name: l.Name})
		}
	}
	return nearest(name, candidates)
}

func locationKey(cloud Cloud, name string) string { return string(cloud.or()) + "/" + Fold(name) }

// locationIndex indexes locations by cloud and folded name.
func locationIndex(t *table, build func(*row) *Location) *index[Location] {
	x := &index[Location]{byName: make(map[string]*Location, len(t.rows))}
	for _, r := range t.rows {
		l := build(r)
		x.all = append(x.all, l)
		for _, name := range append([]string{l.Name}, l.Aliases...) {
			x.byName[locationKey(l.Cloud, name)] = l
		}
	}
	return x
}

func (c *Catalog) plainLocations() *index[Location] {
	return c.plain.get(func() *index[Location] {
		return locationIndex(c.table("peering_locations"), plainLocation)
	})
}

func (c *Catalog) metroLocations() *index[Location] {
	return c.metro.get(func() *index[Location] {
		return locationIndex(c.table("metro_locations"), metroLocation)
	})
}

func plainLocation(r *row) *Location {
	l := commonLocation(r)
	l.Cloud = Cloud(r.text("cloud"))
	l.Facilities = r.list("facilities")
	l.MetroNames = r.list("metros")
	for _, name := range r.list("providers_doubtful") {
		s := r.about("providers_doubtful")
		l.DoubtfulProviders = append(l.DoubtfulProviders,
			DoubtfulProvider{Name: name, Note: "named only by " + s.Doc() + " of " + s.Date})
	}
	return l
}

func metroLocation(r *row) *Location {
	l := commonLocation(r)
	l.Cloud, l.Metro = Public, true
	l.Planned = r.list("providers_planned")
	for i, n := range []string{"site1", "site2"} {
		l.Sites[i] = MetroSite{Name: r.text(n), Facility: r.text(n + "_facility"), Listed: r.yes(n + "_listed")}
		l.Facilities = append(l.Facilities, l.Sites[i].Facility)
	}
	return l
}

func commonLocation(r *row) *Location {
	return &Location{
		Fact:               r.fact(),
		Name:               r.text("name"),
		PricingZone:        r.whole("pricing_zone"),
		GeopoliticalRegion: r.text("geopolitical_region"),
		LocalRegions:       r.list("local_regions"),
		Direct:             r.yes("direct"),
		Providers:          r.list("providers"),
		Aliases:            r.list("aliases"),
		City:               r.text("city"),
		Country:            r.text("country"),
		Lat:                r.number("lat"),
		Lon:                r.number("lon"),
	}
}
