package diagram

import (
	"cmp"
	"slices"
)

// A wire is a hop with the heights of its ends.
type wire struct {
	hop
	y1, y2 int
}

// distance is what lies between two ends of wires on one side of a box.
const distance = 12

// wires gives the hops of a column their ends: opposite to what they lead to
// where that is possible, so that they are straight.
func (l *layout) wires(c int) []wire {
	out := make([]wire, len(l.hops[c]))
	for i, h := range l.hops[c] {
		out[i] = wire{hop: h, y1: l.items[h.to].midY()}
	}
	l.spread(out, func(w *wire) (int, *int, int) { return w.from, &w.y1, l.items[w.to].pos })
	for i := range out {
		out[i].y2 = out[i].y1
		if to := &l.items[out[i].to]; to.box < 0 && abs(to.y-out[i].y1) < 2*distance {
			l.nudge(out[i].to, out[i].y1)
		}
	}
	l.spread(out, func(w *wire) (int, *int, int) { return w.to, &w.y2, l.items[w.from].pos })
	return out
}

// spread moves the ends on each item apart, and into its side. What end gives
// is the item, the height that is wished for, and the order of the ends.
func (l *layout) spread(wires []wire, end func(*wire) (item int, y *int, order int)) {
	at := map[int][]*wire{}
	for i := range wires {
		item, _, _ := end(&wires[i])
		at[item] = append(at[item], &wires[i])
	}
	for item, list := range at {
		slices.SortStableFunc(list, func(a, b *wire) int {
			_, ya, oa := end(a)
			_, yb, ob := end(b)
			return cmp.Or(cmp.Compare(oa, ob), cmp.Compare(*ya, *yb))
		})
		heights := make([]*int, len(list))
		for i, w := range list {
			_, heights[i], _ = end(w)
		}
		l.spreadOn(&l.items[item], heights)
	}
}

// spreadOn keeps ends that can be straight where they are, puts the others to
// the middle, and then moves them apart.
func (l *layout) spreadOn(it *item, ends []*int) {
	if it.box < 0 {
		for _, y := range ends {
			*y = it.y
		}
		return
	}
	edge := 10
	top, bottom := it.y+edge, it.y+it.h-edge
	step := distance
	if n := len(ends) - 1; n > 0 {
		step = min(step, (bottom-top)/n)
	}
	for i, y := range ends {
		if *y < top || *y > bottom {
			*y = it.midY() + (2*i-len(ends)+1)*step/2
		}
		*y = max(*y, top+i*step)
		if i > 0 {
			*y = max(*y, *ends[i-1]+step)
		}
	}
	for i := len(ends) - 1; i >= 0; i-- {
		*ends[i] = min(*ends[i], bottom-(len(ends)-1-i)*step)
		if i < len(ends)-1 {
			*ends[i] = min(*ends[i], *ends[i+1]-step)
		}
	}
}

func abs(n int) int { return max(n, -n) }
