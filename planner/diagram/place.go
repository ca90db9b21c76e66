package diagram

// A slot is a variable of the vertical placement: the top of an item, or the
// upper or lower border of a group. A slot stands below those that it follows.
type slot struct {
	kind   slotKind
	item   int
	h, y   float64
	after  []link // slots above, with the distance between the tops
	before []link // slots below
}

type slotKind uint8

const (
	itemSlot slotKind = iota
	topSlot
	bottomSlot
)

type link struct {
	slot int
	gap  float64
}

// A placer finds the heights of the items. All distances between slots hold
// at every step: one pass moves every slot to where its neighbours draw it,
// or further down where those above need the room, another does the same
// upwards, and the mean of two solutions is a solution.
type placer struct {
	l     *layout
	slots []slot
	of    []int // slot by item
	front []int // the lowest slot of each column so far, or -1
}

// rounds is how often the heights are mended.
const rounds = 40

// place gives every item its height.
func (l *layout) place() {
	p := &placer{l: l, of: make([]int, len(l.items)), front: make([]int, len(l.cols))}
	for c := range p.front {
		p.front[c] = -1
	}
	for _, z := range l.zones {
		p.stack(z)
	}
	p.down(func(int) float64 { return 0 })
	for round := range rounds {
		want := p.wishes(round)
		before := p.heights()
		p.down(want)
		low := p.heights()
		p.restore(before)
		p.up(want)
		for i := range p.slots {
			p.slots[i].y = (p.slots[i].y + low[i]) / 2
		}
	}
	p.finish()
	l.slots = p
}

// nudge moves an item to another height where there is room for it, and
// reports whether there is.
func (l *layout) nudge(i, y int) bool {
	p := l.slots
	s := &p.slots[p.of[i]]
	moved := s.y + float64(y-l.items[i].y)
	if moved < p.lowest(s) || moved > p.highest(s) || y < l.m.top || y+l.items[i].h > l.height-l.m.bottom {
		return false
	}
	s.y = moved
	l.items[i].y = y
	return true
}

// stack adds the slots of a node, in the order from the top.
func (p *placer) stack(n *node) {
	switch {
	case n.item >= 0:
		it := &p.l.items[n.item]
		p.of[n.item] = p.add(itemSlot, n.item, it.h, it.col, it.col)
	case n.group >= 0:
		lo, hi := p.reach(n)
		p.add(topSlot, -1, p.l.m.frameTop, lo, hi)
		for _, k := range n.kids {
			p.stack(k)
		}
		p.add(bottomSlot, -1, 0, lo, hi)
	default:
		for _, k := range n.kids {
			p.stack(k)
		}
	}
}

// reach returns the columns that a node covers.
func (p *placer) reach(n *node) (lo, hi int) {
	if n.item >= 0 {
		return p.l.items[n.item].col, p.l.items[n.item].col
	}
	lo, hi = len(p.front), -1
	for _, k := range n.kids {
		a, b := p.reach(k)
		lo, hi = min(lo, a), max(hi, b)
	}
	return lo, hi
}

func (p *placer) add(kind slotKind, item, h, lo, hi int) int {
	s, at := slot{kind: kind, item: item, h: float64(h)}, len(p.slots)
	for c := lo; c <= hi; c++ {
		above := p.front[c]
		p.front[c] = at
		if above < 0 || len(s.after) > 0 && s.after[len(s.after)-1].slot == above {
			continue
		}
		gap := p.slots[above].h + float64(p.gap(&p.slots[above], &s))
		s.after = append(s.after, link{above, gap})
		p.slots[above].before = append(p.slots[above].before, link{at, gap})
	}
	p.slots = append(p.slots, s)
	return at
}

// gap returns the free distance between two slots.
func (p *placer) gap(a, b *slot) int {
	m := p.l.m
	switch {
	case a.kind == topSlot:
		return 0
	case b.kind == bottomSlot:
		return m.frameBottom
	case a.kind == itemSlot && p.l.items[a.item].box < 0, b.kind == itemSlot && p.l.items[b.item].box < 0:
		return m.bendGap
	}
	return m.gapY
}
