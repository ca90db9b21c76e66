package diagram

import "slices"

// A Plot is a sheet whose cells know what they show: for a view that colours
// the picture, moves about in it, and takes clicks.
type Plot struct {
	W, H   int
	Boxes  []Area // where each box of the picture stands
	Groups []Area // where the frame of each group stands; empty where it has none
	Titles []Area // where the title of each group stands in its frame

	picture *Picture
	glyphs  []Glyph
	traces  [][]trace // by edge
	masks   []uint8   // directions of the lines, by cell
	styles  [][2]Style
}

// A Glyph is one cell of a plot.
type Glyph struct {
	Text string // "" of the right half of a wide character
	Part Part
	Of   int // number of the box or group, -1 of other parts
}

// A Part says what a cell shows.
type Part uint8

// The parts.
const (
	Blank   Part = iota
	Heading      // the title of a column
	Frame        // of a group, and its title
	Line         // of an edge
	Label        // of an edge: its words or sign
	BoxPart      // a box and what is in it
)

// A trace is a cell that an edge runs through, and the directions in which.
type trace struct {
	at   int
	mask uint8
}

// shortTitles are the columns of a terse plot.
var shortTitles = map[string]string{
	"Microsoft edge": "MSEE", "Virtual network": "VNet", "Peering location": "Location", "Global Reach": "Reach",
}

// Terse returns the picture without what a view shows elsewhere: the details
// of its boxes, the words at its lines, and long titles.
func (p *Picture) Terse() *Picture {
	out := *p
	out.Boxes, out.Edges = slices.Clone(p.Boxes), slices.Clone(p.Edges)
	for i := range out.Boxes {
		out.Boxes[i].Details = nil
	}
	for i := range out.Edges {
		out.Edges[i].Label = ""
	}
	out.Columns = slices.Clone(p.Columns)
	for i, c := range out.Columns {
		if short, ok := shortTitles[c.Title]; ok {
			out.Columns[i].Title = short
		}
	}
	return &out
}

// Plot draws the picture like Sheet, but without its marks, so that the picture
// stays where it is when something fails: Signs shows them.
func (p *Picture) Plot() *Plot {
	l := newLayout(p.unmarked(), cellMetrics)
	gutters := l.gutters()
	l.stretch(gutters)
	l.route(gutters)
	l.across()
	g := l.drawn(gutters)
	out := &Plot{picture: p, W: g.w, H: g.h, glyphs: make([]Glyph, len(g.cells)), masks: make([]uint8, len(g.cells)), styles: make([][2]Style, len(g.cells))}
	for i := range p.Boxes {
		r := l.items[i].rect
		out.Boxes = append(out.Boxes, Area{r.x, r.y, r.w, r.h})
	}
	for i, f := range l.frames {
		title := cells(l.groupTitle(i))
		if f.w == 0 {
			title = -2
		}
		out.Groups = append(out.Groups, Area{f.x, f.y, f.w, f.h})
		out.Titles = append(out.Titles, Area{f.x + 1, f.y, title + 2, min(f.h, 1)})
	}
	out.fill(g)
	out.traces = l.traces(gutters, g)
	return out
}

// unmarked returns the picture as if everything were up.
func (p *Picture) unmarked() *Picture {
	out := *p
	out.Boxes, out.Edges, out.Groups = slices.Clone(p.Boxes), slices.Clone(p.Edges), slices.Clone(p.Groups)
	for i := range out.Boxes {
		out.Boxes[i].Mark = Up
	}
	for i := range out.Edges {
		out.Edges[i].Mark = Up
	}
	for i := range out.Groups {
		out.Groups[i].Mark = Up
	}
	return &out
}

// drawn draws the picture into cells.
func (l *layout) drawn(gutters []*gutter) *grid {
	g := newGrid(l.width, l.height)
	for c := range l.cols {
		g.write(l.cols[c].x+(l.cols[c].w-cells(l.cols[c].title))/2, 0, l.cols[c].title)
	}
	for i, f := range l.frames {
		g.frame(f, l.groupTitle(i))
	}
	for c := range gutters {
		l.drawGutter(g, c, gutters[c])
	}
	for i := range l.items {
		if it := &l.items[i]; it.box < 0 {
			n := &net{look: lookOf(&l.p.Edges[it.edge])}
			g.across(n, it.y, it.x, it.x+it.w-1)
			g.at(it.x, it.y).mask |= toLeft
		}
	}
	for i := range l.p.Boxes {
		g.box(&l.items[i])
	}
	for c := range gutters {
		l.dock(g, c, gutters[c])
	}
	return g
}

// fill turns the cells of a grid into glyphs.
func (p *Plot) fill(g *grid) {
	for i := range g.cells {
		c := &g.cells[i]
		glyph := Glyph{Text: c.String(), Part: Line, Of: -1}
		switch {
		case c.text == "" && !c.hidden && c.mask == 0:
			glyph.Part = Blank
		case i < g.w:
			glyph.Part = Heading
		case c.text != "" || c.hidden:
			glyph.Part = Label
		}
		p.glyphs[i] = glyph
		p.masks[i] = c.mask
		if c.across != nil {
			p.styles[i][0] = c.across.look.style
		}
		if c.along != nil {
			p.styles[i][1] = c.along.look.style
		}
	}
	for i, a := range p.Groups {
		p.claim(a, i, Frame, func(x, y int) bool {
			border := x == a.X || x == a.X+a.W-1 || y == a.Y || y == a.Y+a.H-1
			return border && p.At(x, y).Part == Label
		})
	}
	for i, a := range p.Boxes {
		p.claim(a, i, BoxPart, func(int, int) bool { return true })
	}
}

func (p *Plot) claim(a Area, of int, part Part, mine func(x, y int) bool) {
	for y := a.Y; y < a.Y+a.H; y++ {
		for x := a.X; x < a.X+a.W; x++ {
			if mine(x, y) {
				p.glyphs[y*p.W+x].Part, p.glyphs[y*p.W+x].Of = part, of
			}
		}
	}
}

// At returns the glyph of a cell; a blank one outside of the plot.
func (p *Plot) At(x, y int) Glyph {
	if x < 0 || y < 0 || x >= p.W || y >= p.H {
		return Glyph{Text: " ", Of: -1}
	}
	return p.glyphs[y*p.W+x]
}

// Hit returns the box, or else the group, that stands at a cell: -1 for none.
// A group is hit at its frame and on the free ground inside of it.
func (p *Plot) Hit(x, y int) (box, group int) {
	box, group = -1, -1
	for i, a := range p.Boxes {
		if a.Holds(x, y) {
			return i, -1
		}
	}
	for i, a := range p.Groups {
		if a.Holds(x, y) && (group < 0 || a.W*a.H < p.Groups[group].W*p.Groups[group].H) {
			group = i
		}
	}
	return box, group
}

// Holds reports whether a cell lies inside an area.
func (a Area) Holds(x, y int) bool { return x >= a.X && y >= a.Y && x < a.X+a.W && y < a.Y+a.H }
