package diagram

import "slices"

// traces returns the cells that each edge runs through.
func (l *layout) traces(gutters []*gutter, g *grid) [][]trace {
	out := make([][]trace, len(l.p.Edges))
	for c, hops := range l.hops {
		for _, h := range hops {
			if c < len(gutters) {
				out[h.edge] = l.traceHop(out[h.edge], g, c, gutters[c], h)
			}
		}
	}
	for i := range l.items {
		if it := &l.items[i]; it.box < 0 {
			for x := it.x; x < it.x+it.w; x++ {
				out[it.edge] = append(out[it.edge], trace{it.y*g.w + x, toLeft | toRight})
			}
		}
	}
	return out
}

// traceHop adds the cells of one hop: out of an item, along the track of its
// net, and into the next item.
func (l *layout) traceHop(to []trace, g *grid, c int, from *gutter, h hop) []trace {
	n, source, target := from.netOf(l, h)
	if n == nil {
		return to
	}
	left, right := &l.cols[c], &l.cols[c+1]
	start, end := left.x+left.w, right.x-1
	first := start + left.right + 1
	if from.label > 0 {
		first += from.label + 2
	}
	x := end
	if n.track >= 0 {
		x = first + n.track*from.step()
	}
	add := func(x, y int, mask uint8) { to = append(to, trace{y*g.w + x, mask}) }
	for i := start - 1; i < x; i++ {
		add(i, source, toLeft|toRight)
	}
	for i := x + 1; i <= end+1; i++ {
		add(i, target, toLeft|toRight)
	}
	switch {
	case source == target:
		add(x, source, toLeft|toRight)
	case source < target:
		add(x, source, toLeft|toBottom)
		add(x, target, toTop|toRight)
	default:
		add(x, source, toLeft|toTop)
		add(x, target, toBottom|toRight)
	}
	for y := min(source, target) + 1; y < max(source, target); y++ {
		add(x, y, toTop|toBottom)
	}
	return to
}

// netOf returns the net that draws a hop, and its rows on both sides.
func (g *gutter) netOf(l *layout, h hop) (n *net, source, target int) {
	e := &l.p.Edges[h.edge]
	for _, n := range g.nets {
		if n.look != lookOf(e) {
			continue
		}
		s := slices.IndexFunc(n.sources, func(p port) bool {
			return p.item == h.from && (l.items[h.from].box < 0 || p.label == l.m.shorten(e.Label, false))
		})
		t := slices.IndexFunc(n.targets, func(p port) bool { return p.item == h.to })
		if s >= 0 && t >= 0 {
			return n, n.sources[s].row, n.targets[t].row
		}
	}
	return nil, 0, 0
}

// Heavy returns what to show in place of the cells of some edges, so that they
// stand out without colour: heavy lines. Keys are y*W + x.
func (p *Plot) Heavy(edge func(int) bool) map[int]string {
	lit := map[int]uint8{}
	for i, cells := range p.traces {
		if !edge(i) {
			continue
		}
		for _, t := range cells {
			lit[t.at] |= t.mask
		}
	}
	out := make(map[int]string, len(lit))
	for at, mask := range lit {
		if text := p.heavy(at, mask); text != "" {
			out[at] = text
		}
	}
	return out
}

// heavy is the character of a cell of which some directions are heavy.
func (p *Plot) heavy(at int, lit uint8) string {
	glyph := p.glyphs[at]
	switch {
	case glyph.Part == BoxPart && glyph.Text == "├":
		return "┝"
	case glyph.Part == BoxPart && glyph.Text == "┤":
		return "┥"
	case glyph.Part != Line:
		return ""
	}
	all := p.masks[at] | lit
	crossing := slices.Contains([]string{"│", "╎", "┊"}, glyph.Text) && p.masks[at] == toLeft|toRight|toTop|toBottom
	switch {
	case crossing && lit == toLeft|toRight, all&(toTop|toBottom) == 0:
		return heavyLines[p.styles[at][0]][0]
	case crossing, all&(toLeft|toRight) == 0:
		return heavyLines[p.styles[at][1]][1]
	}
	return heavyJoints[[2]uint8{all, lit}]
}

// heavyLines are heavy straight lines, by style.
var heavyLines = map[Style][2]string{Inside: {"━", "┃"}, Primary: {"━", "┃"}, Secondary: {"╍", "╏"}, Tunnelled: {"┉", "┋"}}

// heavyJoints are corners and junctions, by all their directions and those
// that are heavy.
var heavyJoints = joinHeavy(map[uint8]string{
	// Heavy directions, in the order of the numbers that bits make.
	toRight | toBottom: "╭╺╻┏", toLeft | toBottom: "╮╸╻┓", toRight | toTop: "╰╺╹┗", toLeft | toTop: "╯╸╹┛",
	toLeft | toRight | toBottom:         "┬┭┮┯┰┱┲┳",
	toLeft | toRight | toTop:            "┴┵┶┷┸┹┺┻",
	toRight | toTop | toBottom:          "├┝┞┡┟┢┠┣",
	toLeft | toTop | toBottom:           "┤┥┦┩┧┪┨┫",
	toLeft | toRight | toTop | toBottom: "┼┽┾┿╀╃╄╇╁╅╆╈╂╉╊╋",
})

func joinHeavy(rows map[uint8]string) map[[2]uint8]string {
	out := map[[2]uint8]string{}
	for all, row := range rows {
		signs := []rune(row)
		n := 0
		for lit := range uint8(16) {
			if lit&^all == 0 {
				out[[2]uint8{all, lit}] = string(signs[n])
				n++
			}
		}
	}
	return out
}

// Ends returns the cells at which an edge leaves its left box and enters its
// right one, -1 where it is not drawn.
func (p *Plot) Ends(edge int) (left, right int) {
	left, right = -1, -1
	e := &p.picture.Edges[edge]
	from, to := p.Boxes[e.From], p.Boxes[e.To]
	for _, t := range p.traces[edge] {
		x, y := t.at%p.W, t.at/p.W
		switch {
		case x == from.X+from.W && y >= from.Y && y < from.Y+from.H:
			left = t.at
		case x == to.X-1 && y >= to.Y && y < to.Y+to.H:
			right = t.at
		}
	}
	return left, right
}
