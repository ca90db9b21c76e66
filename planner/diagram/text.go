package diagram

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// A Sheet is a picture as text.
type Sheet struct {
	Lines []string
	Boxes []Area // where each box of the picture stands
}

// An Area is a place on a sheet, in cells from the upper left corner.
type Area struct{ X, Y, W, H int }

// cellMetrics are the lengths of text, in cells.
var cellMetrics = &metrics{
	width: func(text string, _ bool) int { return cells(text) }, longest: 24, narrowest: 4, signs: true,
	padX: 2, padY: 1, title: 1, detail: 1,
	gapY: 1, bendGap: 1, bend: 1,
	frameX: 2, frameTop: 1, frameBottom: 1,
	gutter: 4, unit: 1, top: 2,
}

// Sheet draws the picture with box-drawing characters, without title and
// legend.
func (p *Picture) Sheet() *Sheet {
	l := newLayout(p, cellMetrics)
	gutters := l.gutters()
	l.stretch(gutters)
	l.route(gutters)
	l.across()
	s := &Sheet{}
	for i := range p.Boxes {
		r := l.items[i].rect
		s.Boxes = append(s.Boxes, Area{r.x, r.y, r.w, r.h})
	}
	s.Lines = l.draw(gutters)
	return s
}

// attempts is how often boxes are made taller to keep lines apart.
const attempts = 6

// route places the boxes and lays the lines. Where two lines would have to
// share a row, a box is made taller, and everything is done once more.
func (l *layout) route(gutters []*gutter) {
	last := attempts - 1
	if len(l.items) > manyItems {
		last = 0
	}
	for attempt := range last + 1 {
		l.place()
		clean := true
		for c, g := range gutters {
			l.seat(c, g)
			g.lay()
			l.cols[c].gutter = g.width()
			for _, item := range g.clashes() {
				clean = false
				if attempt < last && l.items[item].box >= 0 {
					l.items[item].h++
				}
			}
		}
		if clean {
			return
		}
	}
}

// width returns how many cells a gutter needs: the labels, the tracks and, for
// signs, one before the boxes.
func (g *gutter) width() int {
	w := max(3, 3+(g.tracks-1)*g.step())
	if slices.ContainsFunc(g.nets, func(n *net) bool { return n.look.sign != "" }) {
		w++
	}
	if g.label > 0 {
		w += g.label + 2
	}
	return w
}

// step is the distance of two tracks.
func (g *gutter) step() int {
	if g.tracks > 4 {
		return 1
	}
	return 2
}

func (l *layout) draw(gutters []*gutter) []string { return l.drawn(gutters).lines() }

// drawGutter draws the lines between two columns.
func (l *layout) drawGutter(g *grid, c int, from *gutter) {
	left, right := &l.cols[c], &l.cols[c+1]
	start, end := left.x+left.w, right.x-1
	first := start + left.right + 1
	if from.label > 0 {
		first += from.label + 2
	}
	for _, n := range from.nets {
		x := first + max(0, n.track)*from.step()
		if n.track >= 0 {
			g.along(n, x, n.lo, n.hi)
		} else {
			x = end
		}
		for _, p := range n.sources {
			g.across(n, p.row, start, x)
		}
		for _, p := range n.targets {
			g.across(n, p.row, x, end)
		}
	}
	for _, n := range from.nets {
		for _, p := range n.sources {
			if p.label != "" {
				g.write(start+left.right+1, p.row, p.label)
			}
		}
		for _, p := range n.targets {
			if l.items[p.item].box >= 0 {
				g.write(end-right.left, p.row, n.look.sign)
			}
		}
	}
}

// dock draws the ends of the lines on the borders of the boxes.
func (l *layout) dock(g *grid, c int, from *gutter) {
	for _, n := range from.nets {
		for _, p := range n.sources {
			if it := &l.items[p.item]; it.box >= 0 {
				g.write(it.x+it.w-1, p.row, "├")
			}
		}
		for _, p := range n.targets {
			if it := &l.items[p.item]; it.box >= 0 {
				g.write(it.x, p.row, "┤")
			}
		}
	}
}

func (g *grid) box(it *item) {
	line := strings.Repeat("─", it.w-2)
	g.write(it.x, it.y, "┌"+line+"┐")
	for y := it.y + 1; y < it.y+it.h-1; y++ {
		g.write(it.x, y, "│"+strings.Repeat(" ", it.w-2)+"│")
	}
	g.write(it.x, it.y+it.h-1, "└"+line+"┘")
	texts := append([]string{it.title}, it.lines...)
	y := it.y + 1 + (it.h-2-len(texts))/2
	for i, text := range texts {
		g.write(it.x+(it.w-cells(text))/2, y+i, text)
	}
}

func (g *grid) frame(r rect, title string) {
	if r.w == 0 {
		return
	}
	line := strings.Repeat(border, r.w-2)
	g.write(r.x, r.y, "╭"+line+"╮")
	for y := r.y + 1; y < r.y+r.h-1; y++ {
		g.write(r.x, y, "┆")
		g.write(r.x+r.w-1, y, "┆")
	}
	g.write(r.x, r.y+r.h-1, "╰"+line+"╯")
	g.write(r.x+1, r.y, " "+title+" ")
}

// Text writes the picture with box-drawing characters, and under it a legend
// of what it uses.
func Text(w io.Writer, p *Picture) error {
	var b strings.Builder
	if head := p.heading(); head != "" {
		fmt.Fprintf(&b, "%s\n", head)
	}
	for _, line := range p.captions() {
		fmt.Fprintf(&b, "%s\n", line)
	}
	if b.Len() > 0 {
		b.WriteString("\n")
	}
	for _, line := range p.Sheet().Lines {
		b.WriteString(line)
		b.WriteString("\n")
	}
	if legend := p.legend(); len(legend) > 0 {
		fmt.Fprintf(&b, "\n%s\n", strings.Join(legend, "   "))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
