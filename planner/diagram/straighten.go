package diagram

import (
	"cmp"
	"math"
	"slices"
)

// straighten moves items, alone or together with those to which they are
// joined by straight lines, so that more lines become straight. A move counts
// when all distances hold and the lines in all become shorter or straighter.
func (p *placer) straighten() {
	for range 6 {
		better := false
		for c := range p.l.hops {
			for _, h := range p.l.hops[c] {
				better = p.align(h) || better
			}
		}
		if !better {
			return
		}
	}
}

// slope returns how far the end of a hop lies below its start.
func (p *placer) slope(h hop) float64 { return p.axis(h.to) - p.axis(h.from) }

// axis is the height at which a line leaves an item.
func (p *placer) axis(i int) float64 {
	return p.slots[p.of[i]].y + float64((p.l.items[i].h-p.l.m.unit)/2)
}

// align tries to make a hop straight by moving what hangs at one of its ends.
func (p *placer) align(h hop) bool {
	slope := p.slope(h)
	if slope == 0 {
		return false
	}
	before, cost := p.heights(), p.cost()
	best, kept := cost, before
	try := func(moved []int, by float64) {
		want := make([]float64, len(p.l.items))
		for i := range want {
			want[i] = p.slots[p.of[i]].y
		}
		for _, i := range moved {
			want[i] += by
		}
		if by > 0 {
			p.down(func(i int) float64 { return want[i] })
		} else {
			p.up(func(i int) float64 { return want[i] })
		}
		if c := p.cost(); c < best {
			best, kept = c, p.heights()
		}
		p.restore(before)
	}
	try([]int{h.to}, -slope)
	try([]int{h.from}, slope)
	for _, i := range []int{h.to, h.from} {
		for _, hops := range [][]hop{p.l.items[i].in, p.l.items[i].out} {
			if by := math.Trunc(p.lean(i, hops)); by != 0 {
				try([]int{i}, by)
				try(p.rigid(i, -1), by)
			}
		}
	}
	try(p.rigid(h.to, h.from), -slope)
	try(p.rigid(h.from, h.to), slope)
	p.restore(kept)
	return best < cost
}

// rigid returns the items that are joined to one by straight lines, without
// passing another.
func (p *placer) rigid(start, without int) []int {
	found := []int{start}
	for k := 0; k < len(found); k++ {
		it := &p.l.items[found[k]]
		for _, h := range slices.Concat(it.in, it.out) {
			other := h.from + h.to - found[k]
			if other != without && p.slope(h) == 0 && !slices.Contains(found, other) {
				found = append(found, other)
			}
		}
	}
	slices.SortFunc(found, cmp.Compare)
	return found
}

// cost is what straightening lessens: the slopes of lines that could be
// straight and how many there are, and how far forks are from even.
func (p *placer) cost() float64 {
	sum := 0.0
	for _, hops := range p.l.hops {
		for _, h := range hops {
			s := p.slope(h)
			if s == 0 {
				continue
			}
			if len(p.l.items[h.from].out) == 1 && len(p.l.items[h.to].in) == 1 {
				sum += p.weight(h) * (max(s, -s) + 3*float64(p.l.m.detail))
			} else {
				sum += max(s, -s) / 4
			}
		}
	}
	for i := range p.l.items {
		sum += p.uneven(i, p.l.items[i].in) + p.uneven(i, p.l.items[i].out)
	}
	return sum
}

// uneven is how far an item with several lines on one side stands from the
// middle of what they lead to.
func (p *placer) uneven(i int, hops []hop) float64 {
	if len(hops) < 2 {
		return 0
	}
	d := p.lean(i, hops)
	if d = max(d, -d); d < 1 {
		return 0
	}
	return 2 * d
}

// lean returns how far below an item the middle of what some lines lead to is.
func (p *placer) lean(i int, hops []hop) float64 {
	if len(hops) == 0 {
		return 0
	}
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, h := range hops {
		y := p.axis(h.from + h.to - i)
		lo, hi = min(lo, y), max(hi, y)
	}
	return (lo+hi)/2 - p.axis(i)
}
