package rules

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
)

// Orderable reports whether a circuit like c could be ordered at a location:
// on a port pair, from its provider, or from anybody where that is not known.
func Orderable(c *planner.Circuit, l *catalog.Location) bool {
	switch {
	case c.IsDirect():
		return l.Direct
	case c.Provider != nil:
		return l.Offers(c.Provider) == catalog.Active
	}
	return len(l.Providers) > 0
}

// Near returns the locations of a cloud that fit, the nearest to a location
// first, at most three. The location itself is not among them.
func (p *Pass) Near(from *catalog.Location, fits func(*catalog.Location) bool) []*catalog.Location {
	var out []*catalog.Location
	for _, l := range p.Catalog.Locations() {
		if l.Cloud == from.Cloud && l.Name != from.Name && fits(l) {
			out = append(out, l)
		}
	}
	away := func(l *catalog.Location) float64 { return catalog.Distance(from.Lat, from.Lon, l.Lat, l.Lon) }
	slices.SortStableFunc(out, func(a, b *catalog.Location) int { return cmp.Compare(away(a), away(b)) })
	return out[:min(3, len(out))]
}

// Away writes locations with their distance from another.
func Away(from *catalog.Location, list []*catalog.Location) []string {
	out := make([]string, len(list))
	for i, l := range list {
		out[i] = fmt.Sprintf("%s (%.0f km)", l.Name, catalog.Distance(from.Lat, from.Lon, l.Lat, l.Lon))
		if l.MetroCity() == from.MetroCity() {
			out[i] = l.Name + " (same city)"
		}
	}
	return out
}
