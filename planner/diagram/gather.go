package diagram

import (
	"math"
	"slices"
)

// gather closes the gaps above parts of the picture that hang together: lines
// do not say where such a part stands, so it moves up as far as it can.
func (p *placer) gather() {
	root := p.parts()
	first, top := map[int]float64{}, math.Inf(1)
	var order []int
	for i := range p.slots {
		r, y := root[i], p.slots[i].y
		top = min(top, y)
		if _, ok := first[r]; !ok {
			first[r] = y
			order = append(order, r)
		}
		first[r] = min(first[r], y)
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(first[a] - first[b]) })
	for _, r := range order {
		room := first[r] - top
		for i := range p.slots {
			if root[i] != r {
				continue
			}
			for _, a := range p.slots[i].after {
				if root[a.slot] != r {
					room = min(room, p.slots[i].y-p.slots[a.slot].y-a.gap)
				}
			}
		}
		for i := range p.slots {
			if root[i] == r && room > 0 {
				p.slots[i].y -= room
			}
		}
	}
}

// parts returns, for each slot, a slot that stands for all that hang together
// with it: by lines, or in a group.
func (p *placer) parts() []int {
	root := make([]int, len(p.slots))
	for i := range root {
		root[i] = i
	}
	var find func(int) int
	find = func(i int) int {
		if root[i] != i {
			root[i] = find(root[i])
		}
		return root[i]
	}
	for _, hops := range p.l.hops {
		for _, h := range hops {
			root[find(p.of[h.from])] = find(p.of[h.to])
		}
	}
	var open []int // the upper borders of the groups around a slot
	for i := range p.slots {
		if len(open) > 0 {
			root[find(i)] = find(open[len(open)-1])
		}
		switch p.slots[i].kind {
		case topSlot:
			open = append(open, i)
		case bottomSlot:
			open = open[:len(open)-1]
		}
	}
	for i := range root {
		root[i] = find(i)
	}
	return root
}
