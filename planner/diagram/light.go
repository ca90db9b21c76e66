package diagram

import (
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/routing"
	"github.com/erplan/erplan/planner/topology"
)

// A Direction says which way traffic runs; both is their sum.
type Direction uint8

// The directions.
const (
	ToAzure Direction = 1 << iota
	ToSite
)

// A Light says what of a picture carries a flow, and in which direction.
type Light struct {
	Boxes []Direction
	Edges []Direction
}

// Light returns what carries a flow that goes as a result says. It is empty of
// a picture that was made by hand.
func (p *Picture) Light(f topology.Flow, r *routing.Result) *Light {
	l := &Light{make([]Direction, len(p.Boxes)), make([]Direction, len(p.Edges))}
	if p.topology == nil {
		return l
	}
	ends := slices.Concat(placesOf(p.topology, f.From), placesOf(p.topology, f.To))
	for i, choices := range [][]routing.Choice{r.ToAzure, r.ToSite} {
		for _, c := range choices {
			for _, w := range c.Ways {
				p.shine(l, ToAzure<<i, w, ends)
			}
		}
	}
	return l
}

// placesOf returns the places at an end of a flow: a VNet and the hub whose
// gateway it uses.
func placesOf(t *topology.Topology, e planner.Endpoint) []string {
	v := e.VNet
	if v == nil {
		return []string{"service:" + e.String(), e.String()}
	}
	out := []string{"vnet:" + v.Name()}
	for _, other := range t.Design.VNets {
		if slices.Contains(t.Design.UsersOf(other), v) {
			out = append(out, "vnet:"+other.Name())
		}
	}
	return out
}

// shine lights the boxes and edges of a way.
func (p *Picture) shine(l *Light, d Direction, w routing.Way, ends []string) {
	on := map[string]bool{}
	for _, c := range w.Components {
		on[p.topology.Components[c].ID] = true
	}
	boxes := make([]bool, len(p.Boxes))
	for i := range p.Boxes {
		b := &p.Boxes[i]
		own := on[b.ID]
		if !slices.Contains(b.Components, b.ID) {
			own = slices.ContainsFunc(b.Components, func(id string) bool { return on[id] })
		}
		boxes[i] = own || slices.ContainsFunc(b.Places, func(at string) bool { return slices.Contains(ends, at) })
		if boxes[i] {
			l.Boxes[i] |= d
		}
	}
	for i := range p.Edges {
		e := &p.Edges[i]
		mine := len(e.Components) == 0 || slices.ContainsFunc(e.Components, func(id string) bool { return on[id] })
		if mine && boxes[e.From] && boxes[e.To] {
			l.Edges[i] |= d
		}
	}
}
