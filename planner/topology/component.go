package topology

import (
	"slices"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/source"
)

// A Component is a thing that fails as one.
type Component struct {
	ID   string       // "kind:name": what --fail, scenarios and documents write
	Kind planner.Kind // one of [planner.ComponentKinds]
	Name string

	// Unavailability is the share of time that the component itself is down,
	// from 0 to 1, apart from everything else that takes it down.
	Unavailability float64
	Figure         Figure

	// NeverFails takes the component out of sweeps and cut sets; its
	// unavailability is 0.
	NeverFails bool

	// Place is where the design writes the component, or the first thing that
	// names it. It has no file where the component is implied.
	Place source.Place
}

// A draft is a set of components while they are collected: in the order of
// the design, not yet in the order of their kinds.
type draft struct {
	d       *planner.Design
	parts   []Component
	byID    map[string]int
	takes   [][2]int // direct: the first takes the second down
	aliases []alias
}

// An alias is another id of a component.
type alias struct {
	id   string
	part int
}

func componentID(kind planner.Kind, name string) string { return string(kind) + ":" + name }

// add returns the component of a kind and name, and makes it if it is new.
func (b *draft) add(kind planner.Kind, name string, place source.Place) int {
	id := componentID(kind, name)
	if i, ok := b.byID[id]; ok {
		return i
	}
	b.byID[id] = len(b.parts)
	b.parts = append(b.parts, Component{ID: id, Kind: kind, Name: name, Place: place})
	return len(b.parts) - 1
}

// folded is add for names that people write in several ways: the first
// spelling names the component.
func (b *draft) folded(kind planner.Kind, name string, place source.Place) int {
	key := string(kind) + "=" + catalog.Fold(name)
	if i, ok := b.byID[key]; ok {
		return i
	}
	i := b.add(kind, name, place)
	b.byID[key] = i
	return i
}

func (b *draft) alias(kind planner.Kind, name string, part int) {
	b.aliases = append(b.aliases, alias{componentID(kind, name), part})
}

// take notes that one component takes others down with it.
func (b *draft) take(by int, parts ...int) {
	for _, p := range parts {
		if by >= 0 && p >= 0 && by != p {
			b.takes = append(b.takes, [2]int{by, p})
		}
	}
}

// order sorts the components by kind and returns the new number of each.
func (b *draft) order() []int {
	rank := make(map[planner.Kind]int, len(planner.ComponentKinds))
	for i, k := range planner.ComponentKinds {
		rank[k] = i
	}
	old := make([]int, len(b.parts))
	for i := range old {
		old[i] = i
	}
	slices.SortStableFunc(old, func(x, y int) int {
		return rank[b.parts[x].Kind] - rank[b.parts[y].Kind]
	})
	sorted, number := make([]Component, len(old)), make([]int, len(old))
	for now, was := range old {
		sorted[now], number[was] = b.parts[was], now
	}
	b.parts = sorted
	return number
}
