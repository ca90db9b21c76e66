package diagram

import "slices"

// wrong is the cost of an order of two tracks that would make two lines run
// into each other.
const wrong = 1000

// lay gives every net of a gutter that is not straight a track: an order of
// few crossings, and then as far to the left as the nets before it allow.
func (g *gutter) lay() {
	var order []*net
	for _, n := range g.nets {
		n.track = -1
		if n.hi > n.lo {
			order = insert(order, n)
		}
	}
	improve(order)
	g.tracks = 0
	for i, n := range order {
		n.track = 0
		for _, m := range order[:i] {
			if touches(m, n) || leftOf(n, m) > leftOf(m, n) {
				n.track = max(n.track, m.track+1)
			}
		}
		g.tracks = max(g.tracks, n.track+1)
	}
}

// insert puts a net where it costs least.
func insert(order []*net, n *net) []*net {
	cost := 0 // of standing before all
	for _, m := range order {
		cost += leftOf(n, m)
	}
	best, at := cost, 0
	for i, m := range order {
		cost += leftOf(m, n) - leftOf(n, m)
		if cost < best {
			best, at = cost, i+1
		}
	}
	return slices.Insert(order, at, n)
}

// improve takes nets out and puts them back as long as that helps, for a
// gutter of a size that a person reads.
func improve(order []*net) {
	if len(order) > 64 {
		return
	}
	for range 3 {
		for i := range order {
			n := order[i]
			rest := slices.Delete(slices.Clone(order), i, i+1)
			copy(order, insert(rest, n))
		}
	}
}

// touches reports whether the vertical lines of two nets cannot share a track.
func touches(a, b *net) bool { return a.lo <= b.hi && b.lo <= a.hi }

// leftOf is the cost of drawing the track of a net to the left of another's:
// the horizontal lines that cross a vertical one, and much more for each row
// on which the lines would run into each other.
func leftOf(a, b *net) int {
	cost := 0
	for _, p := range a.targets {
		cost += crosses(p.row, b)
		for _, q := range b.sources {
			if p.row == q.row {
				cost += wrong
			}
		}
	}
	for _, p := range b.sources {
		cost += crosses(p.row, a)
	}
	return cost
}

func crosses(row int, n *net) int {
	switch {
	case row == n.lo, row == n.hi:
		return 3 // it would look as if they were joined
	case row > n.lo && row < n.hi:
		return 1
	}
	return 0
}

// clashes returns the items at which a line ends on a row on which another
// starts, when their tracks are such that they run into each other.
func (g *gutter) clashes() []int {
	starts := map[int]*port{}
	for _, n := range g.nets {
		for i := range n.sources {
			starts[n.sources[i].row] = &n.sources[i]
		}
	}
	var out []int
	for _, n := range g.nets {
		for _, p := range n.targets {
			if s := starts[p.row]; s != nil && s.net != n && !(s.net.track >= 0 && s.net.track < n.track) {
				out = append(out, p.item, s.item)
			}
		}
	}
	return out
}
