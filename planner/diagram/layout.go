package diagram

// A layout is a picture with an order and with places. Lengths are in the
// unit of its metrics: cells, or pixels.
type layout struct {
	p     *Picture
	m     *metrics
	items []item // the boxes by number, then the bends
	paths [][]int
	hops  [][]hop // by the column in which they start
	zones []*node
	cols  []column
	slots *placer // after [layout.place]

	frames        []rect // of the groups, after [layout.across]
	width, height int
}

// An item has a place in a column: a box, or a bend, where an edge passes.
type item struct {
	col   int
	box   int // or -1
	edge  int // of a bend
	pos   int // from the top of its column
	rect      // columns are as wide as their widest box
	title string
	lines []string
	in    []hop
	out   []hop
}

// A rect is a place in the drawing.
type rect struct{ x, y, w, h int }

func (r rect) midY() int { return r.y + r.h/2 }

// overlaps reports whether two places share a point inside.
func (r rect) overlaps(o rect) bool {
	return r.x < o.x+o.w && o.x < r.x+r.w && r.y < o.y+o.h && o.y < r.y+r.h
}

// holds reports whether a place lies inside another.
func (r rect) holds(o rect) bool {
	return r.x <= o.x && r.y <= o.y && o.x+o.w <= r.x+r.w && o.y+o.h <= r.y+r.h
}

// A hop is the part of an edge between two neighbouring columns.
type hop struct{ from, to, edge int }

// A column of the layout.
type column struct {
	title       string
	items       []int // from the top
	x, w        int   // of its boxes
	left, right int   // room for frames beside them
	gutter      int   // between its frames and those of the next column
}

// newLayout measures a picture and orders its boxes.
func newLayout(p *Picture, m *metrics) *layout {
	l := &layout{p: p, m: m, hops: make([][]hop, len(p.Columns)), cols: make([]column, len(p.Columns))}
	for i := range p.Boxes {
		l.measure(i)
	}
	for i, e := range p.Edges {
		l.paths = append(l.paths, l.path(i, e))
	}
	l.measureColumns()
	l.plant()
	l.order()
	return l
}

// measure makes the item of a box.
func (l *layout) measure(i int) {
	b, m := &l.p.Boxes[i], l.m
	it := item{col: b.Column, box: i, edge: -1}
	it.title = m.shorten(m.sign(b.Mark)+b.Title, true)
	it.w = m.width(it.title, true)
	it.h = 2*m.padY + m.title
	for _, d := range b.Details {
		d = m.shorten(d, false)
		it.lines = append(it.lines, d)
		it.w = max(it.w, m.width(d, false))
		it.h += m.detail
	}
	it.w += 2 * m.padX
	l.items = append(l.items, it)
}

// path makes the bends of an edge, and its hops from column to column.
func (l *layout) path(i int, e Edge) []int {
	from, to := l.p.Boxes[e.From].Column, l.p.Boxes[e.To].Column
	if from >= to {
		return nil
	}
	path := []int{e.From}
	for c := from + 1; c < to; c++ {
		path = append(path, len(l.items))
		l.items = append(l.items, item{col: c, box: -1, edge: i, rect: rect{h: l.m.bend}})
	}
	path = append(path, e.To)
	for k := range len(path) - 1 {
		h := hop{path[k], path[k+1], i}
		l.hops[from+k] = append(l.hops[from+k], h)
		l.items[h.from].out = append(l.items[h.from].out, h)
		l.items[h.to].in = append(l.items[h.to].in, h)
	}
	return path
}

// measureColumns makes every column as wide as its widest box and its title,
// and makes room for the titles of groups.
func (l *layout) measureColumns() {
	for c := range l.cols {
		l.cols[c].title = l.m.shorten(l.p.Columns[c].Title, false)
		l.cols[c].w = max(l.m.width(l.cols[c].title, false), l.m.narrowest)
		l.cols[c].gutter = l.m.gutter
	}
	for i := range l.items {
		c := &l.cols[l.items[i].col]
		c.w = max(c.w, l.items[i].w)
	}
	level := l.p.levels()
	for g, boxes := range l.p.members() {
		lo, hi := l.span(boxes)
		if lo < 0 {
			continue
		}
		l.cols[lo].left = max(l.cols[lo].left, level[g]*l.m.frameX)
		l.cols[hi].right = max(l.cols[hi].right, level[g]*l.m.frameX)
		room := 0
		for c := lo; c <= hi; c++ {
			room += l.cols[c].w
		}
		if want := l.m.width(l.groupTitle(g), false); want > room {
			l.cols[hi].w += want - room
		}
	}
	for i := range l.items {
		l.items[i].w = l.cols[l.items[i].col].w
	}
}

func (l *layout) groupTitle(g int) string {
	return l.m.shorten(l.m.sign(l.p.Groups[g].Mark)+l.p.Groups[g].Title, false)
}

// span returns the first and the last column of some boxes, -1 for none.
func (l *layout) span(boxes []int) (lo, hi int) {
	lo, hi = -1, -1
	for _, b := range boxes {
		c := l.items[b].col
		if lo < 0 || c < lo {
			lo = c
		}
		hi = max(hi, c)
	}
	return lo, hi
}

// levels says how deep frames stand inside of each group, from 1.
func (p *Picture) levels() []int {
	level := make([]int, len(p.Groups))
	for g := range p.Groups {
		depth := 1
		for at := g; at >= 0; at = p.Groups[at].Parent {
			level[at] = max(level[at], depth)
			depth++
		}
	}
	return level
}

// across gives the columns their places from left to right, and the groups
// their frames.
func (l *layout) across() {
	x := l.m.margin
	for c := range l.cols {
		col := &l.cols[c]
		col.x = x + col.left
		x = col.x + col.w + col.right
		if c < len(l.cols)-1 {
			x += col.gutter
		}
	}
	l.width = x + l.m.margin
	for i := range l.items {
		l.items[i].x = l.cols[l.items[i].col].x
	}
	l.frames = make([]rect, len(l.p.Groups))
	level := l.p.levels()
	inner := l.p.members()
	for g, boxes := range inner {
		l.frames[g] = l.frame(boxes, level[g])
	}
	for g := len(inner) - 1; g >= 0; g-- {
		if len(inner[g]) > 0 {
			l.fitParents(g)
		}
	}
}

// frame returns the place of a group around its boxes.
func (l *layout) frame(boxes []int, level int) rect {
	lo, hi := l.span(boxes)
	if lo < 0 {
		return rect{}
	}
	top, bottom := l.items[boxes[0]].y, 0
	for _, b := range boxes {
		top = min(top, l.items[b].y)
		bottom = max(bottom, l.items[b].y+l.items[b].h)
	}
	x := l.cols[lo].x - level*l.m.frameX
	end := l.cols[hi].x + l.cols[hi].w + level*l.m.frameX
	return rect{x, top - l.m.frameTop, end - x, bottom + l.m.frameBottom - top + l.m.frameTop}
}

// fitParents makes the frames around a group hold its frame.
func (l *layout) fitParents(g int) {
	for in, out := g, l.p.Groups[g].Parent; out >= 0; in, out = out, l.p.Groups[out].Parent {
		a, b := l.frames[in], &l.frames[out]
		top := min(b.y, a.y-l.m.frameTop)
		bottom := max(b.y+b.h, a.y+a.h+l.m.frameBottom)
		b.y, b.h = top, bottom-top
	}
}
