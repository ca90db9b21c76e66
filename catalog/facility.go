package catalog

import (
	"slices"
	"strings"
)

// PortLocation finds the location of an ExpressRoute Direct port pair. Azure
// calls it by its facility, such as "Equinix-Amsterdam-AM5": operator, city and
// the code of the building. A location is found if its city is in the name and
// one of its facilities has the code; a name of a plain location is one too.
func (c *Catalog) PortLocation(cloud Cloud, name string) (*Location, bool) {
	if l, ok := c.Location(cloud, name); ok {
		return l, true
	}
	parts := strings.Split(name, "-")
	code := strings.TrimSpace(parts[len(parts)-1])
	if len(parts) < 3 || code == "" {
		return nil, false
	}
	city := Fold(strings.Join(parts[:len(parts)-1], ""))
	var found *Location
	for _, l := range c.Locations() {
		if l.Metro || l.Cloud.or() != cloud.or() || !l.inCity(city) || !l.hasFacility(code) {
			continue
		}
		if found != nil {
			return nil, false
		}
		found = l
	}
	return found, found != nil
}

// inCity reports whether a folded text names the city of a location.
func (l *Location) inCity(text string) bool {
	for _, name := range []string{strings.TrimRight(l.Name, "0123456789 "), l.City} {
		if f := Fold(name); f != "" && strings.Contains(text, f) {
			return true
		}
	}
	return false
}

// hasFacility reports whether a building of a location has a code.
func (l *Location) hasFacility(code string) bool {
	return slices.ContainsFunc(l.Facilities, func(f string) bool {
		return slices.ContainsFunc(strings.Fields(f), func(word string) bool { return strings.EqualFold(word, code) })
	})
}
