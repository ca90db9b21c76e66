package topology

import (
	"fmt"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/source"
)

// An Origin says where a figure comes from.
type Origin int

// The origins, farthest first. The nearest one wins.
const (
	NoFigure       Origin = iota // nobody gives one: unavailability 0
	FromCatalogue                // the catalogue's estimate for the kind
	FromKind                     // the design's [availability], for the kind
	FromComponent                // the design's [components."kind:name"]
	FromStructure                // something else carries it: a Direct link's port, a Metro's facilities
	FromNeverFails               // never_fails: 0
)

// String gives the origin in words.
func (o Origin) String() string {
	return [...]string{
		"no figure", "catalogue", "[availability]", "[components]",
		"carried by another component", "never fails",
	}[o]
}

// A Figure says where the unavailability of a component comes from.
type Figure struct {
	Origin     Origin
	MTBF, MTTR planner.Duration // where the figure was given so
	Source     string           // in words; empty where the design names none
	Fact       catalog.Source   // of the catalogue, for FromCatalogue
	Place      source.Place     // where the design writes it; no file for the catalogue's
}

// figures sets the unavailability of every component.
func (t *Topology) figures() {
	vpn, carried := t.vpnInstances(), t.carried()
	for i := range t.Components {
		c := &t.Components[i]
		if carried[i] {
			c.Figure = Figure{Origin: FromStructure}
			continue
		}
		c.Unavailability, c.Figure = t.ofKind(c.Kind, vpn[i])
	}
	for _, own := range t.Design.Components {
		if i, ok := t.Find(own.Name()); ok && t.nearer(i, own) {
			t.ownFigure(&t.Components[i], own)
		}
	}
}

// carried marks the components whose figure another one carries: the link of
// a Direct circuit, whose line is the port's, and a Metro, whose facilities
// have figures of their own.
func (t *Topology) carried() map[int]bool {
	parts := map[int]bool{}
	for _, c := range t.Design.Circuits {
		if c.Location != nil && c.Location.Metro {
			parts[t.LocationOf(c)] = true
		}
		for _, l := range c.Links.All() {
			if c.Port != nil {
				parts[t.LinkOf(l)] = true
			}
		}
	}
	for _, p := range t.Design.Ports {
		if p.Location != nil && p.Location.Metro {
			parts[t.of("peering-location", p, 0)] = true
		}
	}
	return parts
}

// vpnInstances marks the instances of VPN gateways, which have a figure of
// their own in the catalogue.
func (t *Topology) vpnInstances() map[int]bool {
	parts := map[int]bool{}
	for _, g := range t.Design.Gateways {
		for _, i := range t.Instances(g) {
			parts[i] = g.Kind == planner.VPNGateway
		}
	}
	for _, h := range t.Design.VirtualHubs {
		for _, i := range t.HubInstances(h, planner.VPNGateway) {
			parts[i] = true
		}
	}
	return parts
}

// nearer reports whether a table of [components] is the one that counts for a
// component: a table under its own id comes before one under an alias.
func (t *Topology) nearer(i int, own *planner.Component) bool {
	c := &t.Components[i]
	if own.Name() == c.ID {
		return true
	}
	return planner.Find(t.Design.Components, c.ID) == nil
}

func (t *Topology) ownFigure(c *Component, own *planner.Component) {
	switch {
	case own.NeverFails.Value():
		c.NeverFails, c.Unavailability = true, 0
		c.Figure = Figure{Origin: FromNeverFails, Source: own.Source, Place: own.At("never_fails")}
	case own.Availability.Known():
		c.Unavailability = planner.Unavailability(float64(own.Availability.Value()))
		c.Figure = Figure{Origin: FromComponent, Source: own.Source, Place: own.ValueAt("availability")}
	case own.MTBF > 0:
		c.Unavailability = own.MTTR.Seconds() / (own.MTBF.Seconds() + own.MTTR.Seconds())
		c.Figure = Figure{
			Origin: FromComponent, MTBF: own.MTBF, MTTR: own.MTTR,
			Source: own.Source, Place: own.ValueAt("mtbf"),
		}
	}
}

// ofKind returns the figure of a kind: the design's, else the catalogue's.
func (t *Topology) ofKind(kind planner.Kind, vpn bool) (float64, Figure) {
	a := &t.Design.Availability
	if f, ok := a.Figures.Lookup(string(kind)); ok {
		return f.Unavailability, Figure{
			Origin: FromKind, MTBF: f.MTBF, MTTR: f.MTTR, Source: f.Source, Place: a.ValueAt(string(kind)),
		}
	}
	if !a.Catalogue.Or(true) {
		return 0, Figure{}
	}
	name := string(kind)
	if vpn {
		name = "vpn-" + name
	}
	f, ok := t.Design.Catalog.Figure(name)
	if !ok {
		return 0, Figure{}
	}
	return f.Unavailability, Figure{Origin: FromCatalogue, Source: f.Note, Fact: f.Source}
}

// String says where the figure comes from, for people.
func (f Figure) String() string {
	switch {
	case f.Origin == FromCatalogue:
		return fmt.Sprintf("catalogue: %s (%s)", f.Source, f.Fact)
	case f.Source != "":
		return fmt.Sprintf("%s: %s", f.Origin, f.Source)
	}
	return f.Origin.String()
}
