package catalog

import (
	"cmp"
	"fmt"
	"slices"
)

// Overlay gives the list as an overlay of the table providers: the locations
// of each provider replace those of the catalogue, and so do its bandwidths
// if the list has them. The Metros are replaced too, provided that the list
// names any Metro at all: older ones do not.
func (im *Imported) Overlay() Overlay {
	var o Overlay
	column := im.column()
	for _, p := range im.Providers {
		plain, metros := im.split(p.Locations)
		set := map[string]any{column: plain}
		if im.namesMetros() {
			set["metros"] = metros
		}
		if len(p.BandwidthsMbps) > 0 {
			set["bandwidths_mbps"] = p.BandwidthsMbps
		}
		o = append(o, Override{Table: "providers", Key: p.Name, Set: set, Reason: im.Reason, Source: im.Source})
	}
	return o
}

// column names the column of the providers that the list's cloud fills.
func (im *Imported) column() string {
	switch im.Cloud.or() {
	case USGov:
		return "locations_usgov"
	case China:
		return "locations_china"
	}
	return "locations"
}

// split parts plain locations and Metros; only the public cloud has Metros.
func (im *Imported) split(locations []string) (plain, metros []string) {
	plain, metros = []string{}, []string{}
	for _, name := range locations {
		if im.Cloud.or() == Public && isMetroName(name) {
			metros = append(metros, name)
		} else {
			plain = append(plain, name)
		}
	}
	return plain, metros
}

func (im *Imported) namesMetros() bool {
	return slices.ContainsFunc(im.Providers, func(p ImportedProvider) bool {
		_, metros := im.split(p.Locations)
		return len(metros) > 0
	})
}

// TOML renders the overlay as a file that a design can extend, with a comment
// on what it is.
func (im *Imported) TOML() string {
	return (&Live{Cloud: im.Cloud, Providers: im}).TOML(nil)
}

func (im *Imported) comment() []string {
	return []string{
		fmt.Sprintf("Provider list of the live service: %d providers, %s cloud.", len(im.Providers), im.Cloud.or()),
		"Made from: " + im.Source,
		"Each list replaces the locations that the catalogue gives to the provider.",
	}
}

// A Pair is a provider at a location.
type Pair struct{ Provider, Location string }

// A Name is one that the catalogue writes otherwise, or does not know.
type Name struct {
	Written string
	Known   string   // the catalogue's spelling; empty: not known
	Nearest []string // names that may be meant, when it is not known
}

// A Comparison is how a provider list differs from a catalogue. All lists are
// sorted.
type Comparison struct {
	Added            []Pair   // in the list, not in the catalogue
	Removed          []Pair   // in the catalogue, for a provider of the list that no longer has it
	Respelled        []Name   // providers and locations that the catalogue writes otherwise
	UnknownProviders []Name   // not in the catalogue
	UnknownLocations []Name   // not in the catalogue
	Absent           []string // providers of the catalogue that the list does not name: unchanged
}

// Compare says what the list changes in a catalogue. Names count as known by
// alias too; a provider that the list names twice has the locations of both.
// Metros are compared if the list names any.
func (im *Imported) Compare(c *Catalog) *Comparison {
	d := &Comparison{}
	listed := map[string][]string{} // provider → locations, in the catalogue's spelling
	for _, p := range im.Providers {
		name := d.provider(c, p.Name)
		listed[name] = append(listed[name], d.locations(c, im.Cloud, p.Locations)...)
	}
	for _, p := range c.Providers() {
		now, named := listed[p.Name]
		had := p.Locations(im.Cloud)
		if im.namesMetros() {
			had = slices.Concat(had, p.Metros)
		}
		if named {
			d.Removed = append(d.Removed, pairs(p.Name, without(had, now))...)
			d.Added = append(d.Added, pairs(p.Name, without(now, had))...)
			delete(listed, p.Name)
		} else if len(had) > 0 {
			d.Absent = append(d.Absent, p.Name)
		}
	}
	for name, now := range listed {
		d.Added = append(d.Added, pairs(name, now)...)
	}
	d.sort()
	return d
}

// provider gives the catalogue's spelling of a provider, or the list's.
func (d *Comparison) provider(c *Catalog, written string) string {
	p, ok := c.Provider(written)
	if !ok {
		d.UnknownProviders = append(d.UnknownProviders, Name{Written: written, Nearest: c.SuggestProviders(written)})
		return written
	}
	if p.Name != written {
		d.Respelled = append(d.Respelled, Name{Written: written, Known: p.Name})
	}
	return p.Name
}

// locations gives the catalogue's spelling of locations, or the list's.
func (d *Comparison) locations(c *Catalog, cloud Cloud, written []string) []string {
	var names []string
	for _, w := range written {
		l, ok := c.Location(cloud, w)
		if !ok {
			d.UnknownLocations = append(d.UnknownLocations, Name{Written: w, Nearest: c.SuggestLocations(cloud, w)})
			names = append(names, w)
			continue
		}
		if l.Name != w {
			d.Respelled = append(d.Respelled, Name{Written: w, Known: l.Name})
		}
		names = append(names, l.Name)
	}
	return names
}

func pairs(provider string, locations []string) []Pair {
	var ps []Pair
	for _, l := range locations {
		ps = append(ps, Pair{provider, l})
	}
	return ps
}

func (d *Comparison) sort() {
	byPair := func(a, b Pair) int {
		return cmp.Or(cmp.Compare(a.Provider, b.Provider), cmp.Compare(a.Location, b.Location))
	}
	slices.SortFunc(d.Added, byPair)
	slices.SortFunc(d.Removed, byPair)
	d.Added, d.Removed = slices.Compact(d.Added), slices.Compact(d.Removed)
	for _, names := range []*[]Name{&d.Respelled, &d.UnknownProviders, &d.UnknownLocations} {
		slices.SortFunc(*names, func(a, b Name) int { return cmp.Compare(a.Written, b.Written) })
		*names = slices.CompactFunc(*names, func(a, b Name) bool { return a.Written == b.Written })
	}
	slices.Sort(d.Absent)
}
