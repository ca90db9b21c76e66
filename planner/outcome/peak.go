package outcome

import (
	"github.com/erplan/erplan/planner"
)

// A Peak is the fullest element of some, in one state. One of which the
// capacity is not known counts as empty.
type Peak struct {
	Element  int // -1 where nothing carries anything
	Load     planner.Bandwidth
	Capacity planner.Bandwidth // 0 where it is not known
	Used     float64           // percent
	Change   Change            // the state: what happens in it
}

// Known reports whether there is a peak.
func (p Peak) Known() bool { return p.Element >= 0 }

// higher reports whether a peak is higher than another: by how full it is,
// then by how much it carries.
func (p Peak) higher(than Peak) bool {
	switch {
	case !p.Known() || !than.Known():
		return p.Known()
	case p.Used != than.Used:
		return p.Used > than.Used
	}
	return p.Capacity == 0 && than.Capacity == 0 && p.Load > than.Load
}

// bottleneck returns the fullest of some elements, the first of those that are
// equally full.
func (a *Analysis) bottleneck(elements []int, loads []load, c Change) Peak {
	best := Peak{Element: -1, Change: c}
	for _, e := range elements {
		if p := a.peak(e, loads[e], c); p.higher(best) {
			best = p
		}
	}
	return best
}

func (a *Analysis) peak(e int, l load, c Change) Peak {
	p := Peak{Element: -1, Change: c, Load: mbps(l.busier()), Capacity: a.Elements[e].Capacity}
	if p.Load > 0 {
		p.Element = e
	}
	if p.Capacity > 0 {
		p.Used = percent(p.Load, p.Capacity)
	}
	return p
}

// fullest returns the fullest element that an answer uses.
func (a *Analysis) fullest(ans *answer, load func(element int) load, c Change) Peak {
	best := Peak{Element: -1, Change: c}
	for _, u := range ans.uses {
		if p := a.peak(int(u.element), load(int(u.element)), c); p.higher(best) {
			best = p
		}
	}
	return best
}
