package outcome

import (
	"cmp"
	"math"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/routing"
	"github.com/erplan/erplan/planner/topology"
)

const (
	bitsPerMbps = 1_000_000

	// slack is what rounding may add to a load: a kbit/s.
	slack = 1000
)

// A load is what an element carries in each direction, in bit/s. Whole numbers
// add up to the same sum in any order. Up is towards Azure; of a site link and
// of Global Reach from the first end to the second.
type load struct{ up, down int64 }

func (l *load) add(direction uint8, rate int64) {
	if direction == 0 {
		l.up += rate
	} else {
		l.down += rate
	}
}

// busier returns the load of the busier direction.
func (l load) busier() int64 { return max(l.up, l.down) }

// mbps rounds a rate up to whole Mbps.
func mbps(rate int64) planner.Bandwidth {
	return planner.Bandwidth((rate - slack + bitsPerMbps - 1) / bitsPerMbps)
}

// rateOf returns a share of a demand.
func rateOf(demand int64, share float64) int64 {
	return int64(math.Round(share * float64(demand)))
}

// loadsOf adds up what answers carry, by element.
func (a *Analysis) loadsOf(answers []*answer, demand []int64) []load {
	out := make([]load, len(a.Elements))
	for i, ans := range answers {
		for _, u := range ans.uses {
			out[u.element].add(u.direction, rateOf(demand[i], u.share))
		}
	}
	return out
}

// exceeds reports whether an element carries more than it can.
func (a *Analysis) exceeds(element int, l load) bool {
	most := a.Elements[element].Capacity
	return most > 0 && mbps(l.busier()) > most
}

// A use is the share of a flow's traffic that an element carries in one of its
// directions.
type use struct {
	element   int32
	direction uint8
	share     float64
}

// usesOf returns what a result carries over which elements. How the traffic
// divides over the parts of a flow is not known; every element is taken to
// carry what it would if all of the traffic were of the part that loads it
// most.
func (a *Analysis) usesOf(flow int, r *routing.Result, s topology.State) []use {
	var most []use
	for d, choices := range [2][]routing.Choice{r.ToAzure, r.ToSite} {
		for i := range choices {
			u := user{a: a, flow: flow, state: s, back: uint8(d)}
			for k := range choices[i].Ways {
				u.way(&choices[i].Ways[k], choices[i].Ways[k].Share)
			}
			most = merge(most, u.uses, math.Max)
		}
	}
	return most
}

// merge joins two ascending lists of uses. Those of one element and direction
// become one.
func merge(a, b []use, join func(x, y float64) float64) []use {
	if len(a) == 0 {
		return b
	}
	out := make([]use, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch c := compareUses(a[0], b[0]); {
		case c < 0:
			out, a = append(out, a[0]), a[1:]
		case c > 0:
			out, b = append(out, b[0]), b[1:]
		default:
			out = append(out, use{a[0].element, a[0].direction, join(a[0].share, b[0].share)})
			a, b = a[1:], b[1:]
		}
	}
	return append(append(out, a...), b...)
}

func compareUses(x, y use) int {
	return cmp.Or(cmp.Compare(x.element, y.element), cmp.Compare(x.direction, y.direction))
}

// A user notes what the ways of one part use.
type user struct {
	a     *Analysis
	flow  int
	state topology.State
	back  uint8 // 1: the traffic goes against the order of the hops
	uses  []use
	seen  []int // elements of the way at hand
}

// way notes a way. An element that a way passes twice counts once.
func (u *user) way(w *routing.Way, share float64) {
	u.seen = u.seen[:0]
	u.hops(w, share)
}

func (u *user) hops(w *routing.Way, share float64) {
	x := &u.a.index
	for i := range w.Hops {
		h := &w.Hops[i]
		d := heading(w, i)
		switch {
		case h.Link != nil:
			u.note(of(x.links, h.Link), d, share)
			u.note(of(x.lines, h.Link), d, share)
			u.note(x.find(u.a.Topology.PortOf(h.Link)), d, share)
		case h.Edge != nil:
			u.note(of(x.circuits, h.Edge.Circuit), d, share)
		case h.Connection != nil:
			if !u.a.bypasses(u.flow, h.Connection) {
				u.note(x.find(u.a.gateway(h)), d, share)
			}
		case h.Tunnel != nil:
			u.tunnel(h, d, share)
		default:
			u.note(x.find(h.Component), d, share)
		}
	}
}

// tunnel notes a tunnel, its gateway, the accesses that are up, which share
// the traffic, and what it runs over.
func (u *user) tunnel(h *routing.Hop, d uint8, share float64) {
	x := &u.a.index
	u.note(x.find(h.Component), d, share)
	u.note(x.find(u.a.gateway(h)), d, share)
	var up []int
	for _, c := range u.a.tunnel(h).Internet {
		if u.state.Up(c) {
			up = append(up, c)
		}
	}
	for _, c := range up {
		u.note(x.find(c), d, share/float64(len(up)))
	}
	if h.Under != nil {
		u.hops(h.Under, share)
	}
}

// note adds a use.
func (u *user) note(element int, d uint8, share float64) {
	if element < 0 || slices.Contains(u.seen, element) {
		return
	}
	u.seen = append(u.seen, element)
	one := []use{{int32(element), d ^ u.back, share}}
	u.uses = merge(u.uses, one, func(x, y float64) float64 { return x + y })
}
