package diagram

import (
	"math"
)

func (p *placer) heights() []float64 {
	out := make([]float64, len(p.slots))
	for i := range p.slots {
		out[i] = p.slots[i].y
	}
	return out
}

func (p *placer) restore(y []float64) {
	for i := range p.slots {
		p.slots[i].y = y[i]
	}
}

// wishes returns where each item would like to stand: in the beginning after
// its neighbours on one side by turns, in the end after all of them.
func (p *placer) wishes(round int) func(item int) float64 {
	want := make([]float64, len(p.l.items))
	for i := range p.l.items {
		it := &p.l.items[i]
		sum, n := 0.0, 0.0
		add := func(hops []hop) {
			for _, h := range hops {
				w := p.weight(h)
				sum += w * p.middle(h.from+h.to-i)
				n += w
			}
		}
		if last := round >= rounds/2; last || round%2 == 0 || len(it.out) == 0 {
			add(it.in)
		}
		if last := round >= rounds/2; last || round%2 == 1 || len(it.in) == 0 {
			add(it.out)
		}
		want[i] = p.slots[p.of[i]].y
		if n > 0 {
			want[i] = sum/n - float64(it.h-p.l.m.unit)/2
		}
	}
	return func(item int) float64 { return want[item] }
}

// weight is how much a hop draws: bends most, so that long edges are straight.
func (p *placer) weight(h hop) float64 {
	switch a, b := p.l.items[h.from].box < 0, p.l.items[h.to].box < 0; {
	case a && b:
		return 8
	case a || b:
		return 2
	}
	return 1
}

func (p *placer) middle(item int) float64 {
	return p.slots[p.of[item]].y + float64(p.l.items[item].h-p.l.m.unit)/2
}

// down moves every slot to where it wants to be, or below those above it.
func (p *placer) down(want func(item int) float64) {
	for i := range p.slots {
		s := &p.slots[i]
		s.y = p.lowest(s)
		if s.kind == itemSlot {
			s.y = max(s.y, want(s.item))
		}
	}
	// A border with nothing above it lies close to what it holds.
	for i := len(p.slots) - 1; i >= 0; i-- {
		if s := &p.slots[i]; math.IsInf(s.y, -1) {
			s.y = p.highest(s)
		}
	}
}

// up moves every slot to where it wants to be, or above those below it.
func (p *placer) up(want func(item int) float64) {
	for i := len(p.slots) - 1; i >= 0; i-- {
		s := &p.slots[i]
		s.y = p.highest(s)
		if s.kind == itemSlot {
			s.y = min(s.y, want(s.item))
		}
	}
	// A border with nothing below it lies close to what it holds.
	for i := range p.slots {
		if s := &p.slots[i]; math.IsInf(s.y, 1) {
			s.y = p.lowest(s)
		}
	}
}

// lowest returns the least height that leaves room for all above.
func (p *placer) lowest(s *slot) float64 {
	y := math.Inf(-1)
	for _, a := range s.after {
		y = max(y, p.slots[a.slot].y+a.gap)
	}
	return y
}

// highest returns the greatest height that leaves room for all below.
func (p *placer) highest(s *slot) float64 {
	y := math.Inf(1)
	for _, b := range s.before {
		y = min(y, p.slots[b.slot].y-b.gap)
	}
	return y
}

// finish rounds the heights, top down, so that all distances hold, straightens
// what it can, and moves everything to the upper margin.
func (p *placer) finish() {
	for i := range p.slots {
		s := &p.slots[i]
		if math.IsInf(p.lowest(s), -1) {
			s.y = math.Round(s.y)
		} else {
			s.y = max(math.Round(s.y), p.lowest(s))
		}
	}
	if len(p.l.items) <= manyItems/2 {
		p.straighten()
	}
	if len(p.slots) == 0 {
		p.l.height = p.l.m.top + p.l.m.bottom
		return
	}
	p.gather()
	top, bottom := math.Inf(1), math.Inf(-1)
	for i := range p.slots {
		s := &p.slots[i]
		top, bottom = min(top, s.y), max(bottom, s.y+s.h)
	}
	for i := range p.l.items {
		p.l.items[i].y = int(p.slots[p.of[i]].y-top) + p.l.m.top
	}
	p.l.height = int(bottom-top) + p.l.m.top + p.l.m.bottom
}
