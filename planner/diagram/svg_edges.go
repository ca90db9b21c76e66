package diagram

import (
	"fmt"
	"slices"
	"strings"
)

// edge draws an edge along its path, with its label and its sign.
func (c *canvas) edge(i int) {
	l := c.l
	e, path := &l.p.Edges[i], l.paths[i]
	if len(path) < 2 {
		return
	}
	var d strings.Builder
	var last stretch
	for k := range len(path) - 1 {
		w := c.wire(path[k], path[k+1], i)
		from, to := &l.items[w.from], &l.items[w.to]
		x1, x2 := from.x+from.w, to.x
		if k == 0 {
			fmt.Fprintf(&d, "M%d %d", x1, w.y1)
		} else {
			fmt.Fprintf(&d, "H%d", x1)
		}
		if w.y1 == w.y2 {
			fmt.Fprintf(&d, "H%d", x2)
		} else {
			// The curve leaves out the room of the frames, which stays straight.
			a, b := x1+l.cols[from.col].right, x2-l.cols[to.col].left
			fmt.Fprintf(&d, "H%dC%d %d %d %d %d %dH%d", a, (a+b)/2, w.y1, (a+b)/2, w.y2, b, w.y2, x2)
		}
		last = stretch{x1 + l.cols[from.col].right, w.y1, x2 - l.cols[to.col].left, w.y2}
	}
	name := markWords[e.Mark]
	if len(e.Components) > 0 {
		name = nameOf(e.Components, "", e.Mark)
	}
	fmt.Fprintf(c, `<path class="line %s%s" d=%q><title>%s</title></path>`+"\n", styleNames[e.Style], classOf(e.Mark), d.String(), escape(name))
	if e.Mark != Up || e.Label != "" {
		c.spots = append(c.spots, spot{i, last, l.items[path[len(path)-2]].col})
	}
}

// wire returns the wire of an edge between two items.
func (c *canvas) wire(from, to, edge int) *wire {
	list := c.wires[c.l.items[from].col]
	for i := range list {
		if w := &list[i]; w.from == from && w.to == to && w.edge == edge {
			return w
		}
	}
	panic("diagram: a path without a hop")
}

// A stretch is the curve of an edge between two columns.
type stretch struct{ x1, y1, x2, y2 int }

// at returns the point of a stretch at t percent of its curve.
func (s stretch) at(t int) (x, y int) {
	u := float64(t) / 100
	rise := u * u * (3 - 2*u)
	bend := u*u*u + 1.5*u*(1-u)
	return s.x1 + int(bend*float64(s.x2-s.x1)), s.y1 + int(rise*float64(s.y2-s.y1))
}

// A spot is the last stretch of an edge that has a label or a sign.
type spot struct {
	edge   int
	on     stretch
	column int // in which the stretch starts
}

// annotate puts signs and labels on the edges, after all lines are drawn, each
// where it hides least.
func (c *canvas) annotate() {
	for _, s := range c.spots {
		if e := &c.l.p.Edges[s.edge]; e.Mark != Up {
			if x, y, ok := c.place(s, 14, 14); ok {
				c.badge(x, y, e.Mark)
			}
		}
	}
	for _, s := range c.spots {
		label := c.l.m.shorten(c.l.p.Edges[s.edge].Label, false)
		if label == "" {
			continue
		}
		if x, y, ok := c.place(s, c.l.m.width(label, false)+4, 15); ok {
			class := "label"
			if slices.ContainsFunc(c.l.frames, func(f rect) bool { return f.overlaps(rect{x, y, 1, 1}) }) {
				class = "label within"
			}
			c.text(x, y+4, class, label)
		}
	}
}

// place finds where a label of some size hides as little as possible of other
// lines, and nothing of other labels. There may be no such place.
func (c *canvas) place(s spot, w, h int) (x, y int, ok bool) {
	const hidden = 1 << 20
	best, at := hidden, rect{}
	for _, t := range []int{50, 42, 58, 34, 66, 26, 74, 18, 82} {
		cx, cy := s.on.at(t)
		r := rect{cx - w/2, cy - h/2, w, h}
		if r.x < s.on.x1-4 || r.x+r.w > s.on.x2+4 || slices.ContainsFunc(c.placed, r.overlaps) {
			continue
		}
		if n := c.hides(s, r); n < best {
			best, at = n, r
		}
	}
	if best == hidden {
		return 0, 0, false
	}
	c.placed = append(c.placed, at)
	return at.x + w/2, at.y + h/2, true
}

// hides counts the points of other lines under a label.
func (c *canvas) hides(s spot, r rect) int {
	if len(c.wires[s.column]) > 100 {
		return 0
	}
	n := 0
	for i := range c.wires[s.column] {
		w := &c.wires[s.column][i]
		if w.edge == s.edge {
			continue
		}
		line := stretch{s.on.x1, w.y1, s.on.x2, w.y2}
		for t := 0; t <= 100; t += 4 {
			if x, y := line.at(t); (rect{x, y, 1, 1}).overlaps(r) {
				n++
			}
		}
	}
	return n
}

// A legendPart is the legend as it will be written.
type legendPart struct {
	text          string
	width, height int
}

// legend explains lines and signs that the picture uses, in a row.
func (c *canvas) legend() legendPart {
	var inner canvas
	inner.l = c.l
	x := 0
	entry := func(text string, draw func(x int)) {
		draw(x)
		fmt.Fprintf(&inner, `<text class="legend" x="%d" y="4">%s</text>`+"\n", x+38, text)
		x += 38 + c.l.m.width(text, false) + 26
	}
	styles := map[Style]bool{}
	for i := range c.l.p.Edges {
		styles[c.l.p.Edges[i].Style] = true
	}
	for _, s := range []Style{Primary, Secondary, Tunnelled} {
		if styles[s] {
			entry(styleWords[s], func(x int) {
				fmt.Fprintf(&inner, `<path class="line %s" d="M%d 0H%d"/>`+"\n", styleNames[s], x, x+30)
			})
		}
	}
	for m := Partly; m <= Failed; m++ {
		if c.l.p.shows(m) {
			entry(markWords[m], func(x int) { inner.badge(x+22, 0, m) })
		}
	}
	if x == 0 {
		return legendPart{}
	}
	return legendPart{inner.String(), x, 34}
}
