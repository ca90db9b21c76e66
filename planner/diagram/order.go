package diagram

import (
	"cmp"
	"slices"
)

// A node is a part of a zone that stays together: a group, an item, or the
// zone itself.
type node struct {
	group int // or -1
	item  int // or -1
	kids  []*node
	mean  float64
}

// plant makes the tree of every zone: groups hold their groups and boxes, and
// bends stand beside them.
func (l *layout) plant() {
	at := map[[2]int]*node{} // by zone and group
	for i := range l.items {
		zone := l.p.Columns[l.items[i].col].Zone
		group := -1
		if b := l.items[i].box; b >= 0 {
			group = l.p.Boxes[b].Group
		}
		parent := l.nodeOf(at, zone, group)
		parent.kids = append(parent.kids, &node{group: -1, item: i})
	}
	l.number()
}

// nodeOf returns the node of a group in a zone, and makes it if it is new.
func (l *layout) nodeOf(at map[[2]int]*node, zone, group int) *node {
	if n, ok := at[[2]int{zone, group}]; ok {
		return n
	}
	n := &node{group: group, item: -1}
	at[[2]int{zone, group}] = n
	if group < 0 {
		l.zones = append(l.zones, n)
		return n
	}
	parent := l.nodeOf(at, zone, l.p.Groups[group].Parent)
	parent.kids = append(parent.kids, n)
	return n
}

// number gives every item its position in its column.
func (l *layout) number() {
	for c := range l.cols {
		l.cols[c].items = l.cols[c].items[:0]
	}
	for _, z := range l.zones {
		l.walk(z)
	}
}

func (l *layout) walk(n *node) {
	if n.item >= 0 {
		c := &l.cols[l.items[n.item].col]
		l.items[n.item].pos = len(c.items)
		c.items = append(c.items, n.item)
	}
	for _, k := range n.kids {
		l.walk(k)
	}
}

// sweeps is how often the columns are ordered after their neighbours.
const sweeps = 16

// order looks for an order of few crossings.
func (l *layout) order() {
	best, saved := l.crossings(), l.save()
	for round := range sweeps {
		for i := range l.zones {
			z := l.zones[i]
			if round%2 == 1 {
				z = l.zones[len(l.zones)-1-i]
			}
			l.settle(z, round%2 == 0)
			l.number()
		}
		if n := l.crossings(); n < best {
			best, saved = n, l.save()
		}
	}
	saved()
	l.number()
	if len(l.items) <= manyItems {
		l.transpose()
	}
}

// manyItems is from how many on neighbours are no longer swapped for trial.
const manyItems = 400

// save returns a function that brings back the order of now.
func (l *layout) save() func() {
	type kept struct {
		n    *node
		kids []*node
	}
	var all []kept
	var visit func(*node)
	visit = func(n *node) {
		all = append(all, kept{n, slices.Clone(n.kids)})
		for _, k := range n.kids {
			visit(k)
		}
	}
	for _, z := range l.zones {
		visit(z)
	}
	return func() {
		for _, k := range all {
			copy(k.n.kids, k.kids)
		}
	}
}

// settle sorts a part of a zone by the mean position of the neighbours on one
// side, and returns the sum over its items and their number.
func (l *layout) settle(n *node, left bool) (sum float64, items int) {
	if n.item >= 0 {
		n.mean = l.pull(n.item, left)
		return n.mean, 1
	}
	for _, k := range n.kids {
		s, m := l.settle(k, left)
		sum, items = sum+s, items+m
	}
	slices.SortStableFunc(n.kids, func(a, b *node) int { return cmp.Compare(a.mean, b.mean) })
	if items > 0 {
		n.mean = sum / float64(items)
	}
	return sum, items
}

// pull returns where the neighbours of an item draw it, from 0 to 1: those on
// one side or, where there are none, those on the other, or its own place.
func (l *layout) pull(i int, left bool) float64 {
	it := &l.items[i]
	near, far := it.out, it.in
	if left {
		near, far = it.in, it.out
	}
	if len(near) == 0 {
		near = far
	}
	if len(near) == 0 {
		return l.height01(i)
	}
	sum := 0.0
	for _, h := range near {
		sum += l.height01(h.from + h.to - i)
	}
	return sum / float64(len(near))
}

// height01 is how far down its column an item stands, from 0 to 1.
func (l *layout) height01(i int) float64 {
	return (float64(l.items[i].pos) + 0.5) / float64(len(l.cols[l.items[i].col].items))
}

// transpose swaps neighbours as long as that takes crossings away.
func (l *layout) transpose() {
	for range 4 {
		better := false
		for _, z := range l.zones {
			better = l.transposeIn(z) || better
		}
		if !better {
			return
		}
	}
}

func (l *layout) transposeIn(n *node) (better bool) {
	for i := range len(n.kids) - 1 {
		before := l.crossings()
		if before == 0 {
			return better
		}
		n.kids[i], n.kids[i+1] = n.kids[i+1], n.kids[i]
		l.number()
		if l.crossings() < before {
			better = true
			continue
		}
		n.kids[i], n.kids[i+1] = n.kids[i+1], n.kids[i]
		l.number()
	}
	for _, k := range n.kids {
		better = l.transposeIn(k) || better
	}
	return better
}

// crossings counts the pairs of hops that cross.
func (l *layout) crossings() int {
	total := 0
	for c := range len(l.cols) - 1 {
		total += l.crossingsAt(c)
	}
	return total
}

// crossingsAt counts the inversions between the order of the hops' starts and
// that of their ends, with a binary indexed tree over the ends.
func (l *layout) crossingsAt(c int) int {
	hops := l.hops[c]
	pairs := make([][2]int, len(hops))
	for i, h := range hops {
		pairs[i] = [2]int{l.items[h.from].pos, l.items[h.to].pos}
	}
	slices.SortFunc(pairs, func(a, b [2]int) int { return cmp.Or(a[0]-b[0], a[1]-b[1]) })
	tree := make([]int, len(l.cols[c+1].items)+1)
	total := 0
	for seen, p := range pairs {
		total += seen
		for i := p[1] + 1; i > 0; i -= i & -i {
			total -= tree[i]
		}
		for i := p[1] + 1; i < len(tree); i += i & -i {
			tree[i]++
		}
	}
	return total
}
