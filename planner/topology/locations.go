package topology

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/source"
)

// A meet is a peering location that the design uses.
type meet struct {
	known *catalog.Location // nil where the catalogue does not know it
	name  string
	place source.Place
}

// meets returns the peering locations in use, in the order of the design:
// plain ones before Metros, so that a facility that is a plain location too
// is known by that name.
func meets(d *planner.Design) []meet {
	var plain, metro []meet
	seen := map[string]bool{}
	note := func(l *catalog.Location, name string, place source.Place) {
		if l != nil {
			name = l.Name
		}
		if key := catalog.Fold(name); name == "" || seen[key] {
			return
		} else {
			seen[key] = true
		}
		if l != nil && l.Metro {
			metro = append(metro, meet{l, name, place})
		} else {
			plain = append(plain, meet{l, name, place})
		}
	}
	for _, p := range d.Ports {
		note(p.Location, p.PeeringLocation, p.ValueAt("peering_location"))
	}
	for _, c := range d.Circuits {
		note(c.Location, c.LocationName(), c.LocationPlace())
	}
	return append(plain, metro...)
}

// city is what locations of one city share: the name without " Metro" and
// without a trailing number.
func (m meet) city() string {
	if m.known != nil {
		return m.known.MetroCity()
	}
	return strings.TrimRight(strings.TrimSuffix(m.name, " Metro"), "0123456789 ")
}

// locations makes the peering locations, the facilities of Metros, and the
// cities in which the design uses two of them.
func (c *collector) locations() {
	type town struct {
		meet
		parts []int // what the city takes down
		used  int   // locations and facilities
	}
	var towns []*town
	byName := map[string]*town{}
	for _, m := range meets(c.d) {
		t := byName[catalog.Fold(m.city())]
		if t == nil {
			t = &town{meet: m}
			byName[catalog.Fold(m.city())] = t
			towns = append(towns, t)
		}
		at := c.hold("peering-location", m.name, 0, c.folded("peering-location", m.name, m.place))
		t.parts, t.used = append(t.parts, at), t.used+1
		if m.known != nil && m.known.Metro {
			t.used++
			c.facilities(m, at)
		}
	}
	for _, t := range towns {
		if t.used > 1 {
			c.take(c.add("metro", t.city(), t.place), t.parts...)
		}
	}
	for _, p := range c.d.Ports {
		for side := range 2 {
			c.enter(p.Location, p.PeeringLocation, side, "", p, c.of("port", p, side), c.of("msee", p, side))
		}
	}
}

// facilities makes the two facilities of a Metro. One that the design also
// uses as a plain location is that location: one building is one component.
func (c *collector) facilities(m meet, metro int) {
	for i, site := range m.known.Sites {
		name := fmt.Sprintf("%s/%d", m.name, i+1)
		part := c.of("peering-location", site.Name, 0)
		if part < 0 {
			part = c.add("peering-site", name, m.place)
		}
		c.hold("peering-site", m.known, i, part)
		for _, other := range []string{name, m.name + "/" + site.Facility, site.Facility, site.Name} {
			c.alias("peering-site", other, part)
		}
		c.take(metro, part)
	}
}

// facility returns which facility of a Metro a link enters: the one that it
// names, else the first for the primary and the second for the secondary.
func facility(metro *catalog.Location, named string, side int) int {
	for i, site := range metro.Sites {
		for _, name := range []string{fmt.Sprint(i + 1), site.Facility, site.Name} {
			if named != "" && catalog.Fold(named) == catalog.Fold(name) {
				return i
			}
		}
	}
	return side
}

// enter makes the place where a thing meets Microsoft take parts down, and
// remembers the place.
func (c *collector) enter(l *catalog.Location, written string, side int, named string, thing any, parts ...int) {
	name := written
	if l != nil {
		name = l.Name
	}
	at := c.byFold("peering-location", name)
	c.hold("peering-location", thing, side, at)
	if l != nil && l.Metro {
		at = c.of("peering-site", l, facility(l, named, side))
		c.hold("peering-site", thing, side, at)
	}
	c.take(at, parts...)
}

func (b *draft) byFold(kind planner.Kind, name string) int {
	if i, ok := b.byID[string(kind)+"="+catalog.Fold(name)]; ok {
		return i
	}
	return -1
}

// land notes where a link enters Microsoft's network. Its edge router stands
// there too; that of a port pair is noted with the port.
func (c *collector) land(l *planner.Link, side, link, msee int) {
	k, named := l.Circuit, l.PeeringSite
	if k.Port != nil {
		named, msee = "", -1
	}
	c.enter(k.Location, k.LocationName(), side, named, l, link, msee)
	if at := c.of("peering-site", l, side); at >= 0 {
		c.hold("peering-site", l, 0, at)
	}
}
