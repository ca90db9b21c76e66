package location

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/rules"
)

// offered reports whether the circuit could be ordered at a location: by its
// provider, on a port pair, or by anybody where the provider is not known.
func offered(c *planner.Circuit, l *catalog.Location) bool {
	switch {
	case c.IsDirect():
		return l.Direct
	case c.Provider != nil:
		return l.Offers(c.Provider) == catalog.Active
	}
	return len(l.Providers) > 0
}

// nearest lists the three locations of the design's cloud that lie nearest to
// a location and fit, with their distance.
func nearest(p *rules.Pass, from *catalog.Location, fits func(*catalog.Location) bool) string {
	type place struct {
		*catalog.Location
		km float64
	}
	var places []place
	for _, l := range p.Catalog.Locations() {
		if l.Cloud == from.Cloud && l.Name != from.Name && fits(l) {
			places = append(places, place{l, catalog.Distance(from.Lat, from.Lon, l.Lat, l.Lon)})
		}
	}
	slices.SortStableFunc(places, func(a, b place) int { return cmp.Compare(a.km, b.km) })
	var out []string
	for _, l := range places[:min(3, len(places))] {
		if l.MetroCity() == from.MetroCity() {
			out = append(out, fmt.Sprintf("%s (same city)", l.Name))
			continue
		}
		out = append(out, fmt.Sprintf("%s (%.0f km)", l.Name, l.km))
	}
	return strings.Join(out, ", ")
}

// some lists up to six names and says how many more there are.
func some(names []string) string {
	const most = 6
	if len(names) <= most+1 {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}

// quoted lists names in quotes, the last one after "or".
func quoted(names []string) string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = fmt.Sprintf("%q", name)
	}
	if n := len(out); n > 1 {
		return strings.Join(out[:n-1], ", ") + " or " + out[n-1]
	}
	return strings.Join(out, "")
}

// cloudName returns a cloud as a sentence names it.
func cloudName(c catalog.Cloud) string {
	switch c {
	case catalog.USGov:
		return "the US Government cloud"
	case catalog.China:
		return "the China cloud"
	}
	return "the public cloud"
}
