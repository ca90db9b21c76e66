package diagram

import "slices"

// A Sign is what a cell of a plot shows besides the picture: that something is
// marked.
type Sign struct {
	Text string // "" leaves the cell as it is
	Mark Mark
}

// Fits reports whether a plot shows the boxes, edges and groups of a picture.
// Then its signs can be shown in it, whatever their marks.
func (p *Plot) Fits(o *Picture) bool {
	return slices.EqualFunc(p.picture.Boxes, o.Boxes, func(a, b Box) bool { return a.ID == b.ID && a.Title == b.Title }) &&
		slices.EqualFunc(p.picture.Edges, o.Edges, func(a, b Edge) bool { return a.From == b.From && a.To == b.To && a.Style == b.Style }) &&
		slices.EqualFunc(p.picture.Groups, o.Groups, func(a, b Group) bool { return a.ID == b.ID })
}

// Signs returns the signs of a picture that fits, by cell: y*W + x. A box and
// a group have theirs before the title, an edge on a cell of its own.
func (p *Plot) Signs(o *Picture) map[int]Sign {
	out := map[int]Sign{}
	for i, g := range o.Groups {
		if g.Mark != Up && p.Groups[i].W > 0 {
			out[p.Titles[i].Y*p.W+p.Titles[i].X] = Sign{signs[g.Mark], g.Mark}
		}
	}
	for i, b := range o.Boxes {
		if b.Mark != Up {
			out[p.beforeTitle(i)] = Sign{signs[b.Mark], b.Mark}
		}
	}
	users := map[int]int{}
	for _, cells := range p.traces {
		seen := map[int]bool{}
		for _, t := range cells {
			if !seen[t.at] {
				seen[t.at] = true
				users[t.at]++
			}
		}
	}
	for i, e := range o.Edges {
		if e.Mark != Up {
			p.signEdge(out, users, i, e.Mark)
		}
	}
	return out
}

// signEdge marks the cells that an edge has for itself, and puts a sign on the
// last straight one.
func (p *Plot) signEdge(out map[int]Sign, users map[int]int, edge int, m Mark) {
	at, x := -1, -1
	for _, t := range p.traces[edge] {
		if users[t.at] > 1 || p.glyphs[t.at].Part != Line {
			continue
		}
		out[t.at] = Sign{Mark: m}
		if t.mask == toLeft|toRight && p.masks[t.at]&(toTop|toBottom) == 0 && t.at%p.W > x {
			at, x = t.at, t.at%p.W
		}
	}
	if at >= 0 {
		if m.lost() {
			m = Failed
		}
		out[at] = Sign{signs[m], m}
	}
}

// beforeTitle returns the cell before the title of a box.
func (p *Plot) beforeTitle(box int) int {
	a := p.Boxes[box]
	for y := a.Y + 1; y < a.Y+a.H-1; y++ {
		for x := a.X + 2; x < a.X+a.W-1; x++ {
			if p.At(x, y).Text != " " {
				if x > a.X+2 { // there is room for a blank between
					return y*p.W + x - 2
				}
				return y*p.W + x - 1
			}
		}
	}
	return (a.Y+1)*p.W + a.X + 1
}
