package tui

import (
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/erplan/erplan/planner/diagram"
)

// row draws one line of the picture, in runs of one look.
func (t *topologyPane) row(m *Model, p *madePicture, y, w, box, group int) string {
	var b, run strings.Builder
	var last look
	flush := func() {
		if run.Len() > 0 {
			b.WriteString(m.theme.of(last).Render(run.String()))
			run.Reset()
		}
	}
	for x := t.x; x < t.x+w; x++ {
		text, l := t.cell(p, x, y, box, group)
		if l != last {
			flush()
			last = l
		}
		cut := x == t.x+w-1 && x+1 < p.plot.W && p.plot.At(x+1, y).Text == ""
		if text == "" && x == t.x || cut {
			text = " " // half of a wide character
		}
		run.WriteString(text)
	}
	flush()
	return b.String()
}

// doubles are the borders of the chosen box.
var doubles = map[string]string{"┌": "╔", "┐": "╗", "└": "╚", "┘": "╝", "─": "═", "│": "║", "├": "╟", "┤": "╢", "┝": "╟", "┥": "╢"}

// A look is what tells the cells of the picture apart: cells of one look that
// stand side by side are painted at once.
type look struct {
	mark   diagram.Mark
	light  diagram.Direction
	faint  bool
	strong bool
	chosen bool
}

// of is the style of a look.
func (t *theme) of(l look) lipgloss.Style {
	var s lipgloss.Style
	switch {
	case l.mark != diagram.Up:
		s = t.ofMark(l.mark)
	case l.light == diagram.ToSite:
		s = t.litBack
	case l.light != 0:
		s = t.lit
	case l.faint:
		s = t.faint
	case l.strong:
		s = t.bold
	}
	if l.chosen {
		s = s.Reverse(true)
	}
	return s
}

// cell returns what a cell of the picture shows, and its look.
func (t *topologyPane) cell(p *madePicture, x, y, box, group int) (string, look) {
	g := p.plot.At(x, y)
	if g.Part == diagram.Blank {
		return " ", look{}
	}
	at := y*p.plot.W + x
	text := g.Text
	if heavy, ok := p.heavy[at]; ok {
		text = heavy
	}
	sign, signed := p.signs[at]
	if sign.Text != "" {
		text = sign.Text
	}
	l := look{faint: true}
	switch g.Part {
	case diagram.BoxPart:
		l = look{mark: p.picture.Boxes[g.Of].Mark, chosen: g.Of == box}
		if l.mark == diagram.Up && g.Of < len(p.lit.Boxes) {
			l.light = p.lit.Boxes[g.Of]
		}
		if a := p.plot.Boxes[g.Of]; l.chosen && (x == a.X || x == a.X+a.W-1 || y == a.Y || y == a.Y+a.H-1) {
			text = double(text)
		}
	case diagram.Frame:
		l = look{mark: p.picture.Groups[g.Of].Mark, faint: true}
		if g.Of == group {
			title := p.plot.Titles[group]
			l.chosen, l.faint, l.strong = title.Holds(x, y), false, true
			if x == title.X && text == " " {
				text = "▸"
			}
		}
	case diagram.Line:
		l.light = p.edges[at]
		if signed {
			l.mark = sign.Mark
		}
	}
	return text, l
}

// double is a border with a double line.
func double(text string) string {
	if d, ok := doubles[text]; ok {
		return d
	}
	return text
}
