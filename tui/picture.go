package tui

import (
	"strings"

	"github.com/erplan/erplan/planner/diagram"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/tui/session"
)

// A madePicture is a picture with its layout, kept until what it shows changes.
type madePicture struct {
	of      *facts
	state   session.State
	fold    int
	full    bool
	base    *diagram.Plot // of the normal state
	picture *diagram.Picture
	plot    *diagram.Plot
	signs   map[int]diagram.Sign

	litFlow string
	lit     *diagram.Light
	heavy   map[int]string
	edges   map[int]diagram.Direction // by cell of the plot
}

// picture returns the picture of the state that is shown.
func (t *topologyPane) picture(m *Model) *madePicture {
	p := &t.made
	if p.of != m.facts || p.fold != t.fold || p.full != t.full || p.base == nil {
		*p = madePicture{of: m.facts, fold: t.fold, full: t.full}
		p.base = t.drawn(m, outcome.Change{}).Plot()
	}
	if p.picture == nil || !p.state.Equal(m.shown) {
		p.state, p.plot, p.lit = m.shown, p.base, nil
		p.picture = t.drawn(m, m.scenario.Change)
		if !p.plot.Fits(p.picture) { // what is folded while all is well is not folded when a part fails
			p.plot = p.picture.Plot()
		}
		p.signs = p.plot.Signs(p.picture)
	}
	if t.chosen == "" && len(p.picture.Boxes) > 0 {
		t.chosen, t.follow = p.picture.Boxes[0].ID, true
	}
	if p.lit == nil || p.litFlow != t.flow {
		t.light(m, p)
	}
	return p
}

// drawn is the picture of a change.
func (t *topologyPane) drawn(m *Model, c outcome.Change) *diagram.Picture {
	top := m.facts.a.Topology
	p := diagram.New(top, top.State(c.Fail, c.Drain), diagram.Options{Failed: c.Fail, Fold: foldings[t.fold].fold})
	if !t.full {
		p = p.Terse()
	}
	return p
}

// light finds the ways of the chosen flow in the picture. What carries it in
// one direction alone has an arrow.
func (t *topologyPane) light(m *Model, p *madePicture) {
	p.litFlow, p.lit, p.heavy, p.edges = t.flow, &diagram.Light{}, nil, map[int]diagram.Direction{}
	i, ok := m.facts.a.Flow(t.flow)
	if !ok {
		return
	}
	p.lit = p.picture.Light(m.facts.a.Flows[i], &m.scenario.Flows[i].After)
	p.heavy = p.plot.Heavy(func(e int) bool { return p.lit.Edges[e] != 0 })
	for _, d := range []diagram.Direction{diagram.ToAzure, diagram.ToSite} {
		for at := range p.plot.Heavy(func(e int) bool { return p.lit.Edges[e]&d != 0 }) {
			p.edges[at] |= d
		}
	}
	for e, d := range p.lit.Edges {
		switch left, right := p.plot.Ends(e); {
		case d == diagram.ToAzure && right >= 0 && p.edges[right] == d:
			p.heavy[right] = "▶"
		case d == diagram.ToSite && left >= 0 && p.edges[left] == d:
			p.heavy[left] = "◀"
		}
	}
}

// boxOf returns the box that an id means: its own, or the first that stands
// for the component.
func (t *topologyPane) boxOf(m *Model, id string) *diagram.Box {
	p := t.picture(m)
	if i := indexOfBox(p.picture, id); i >= 0 {
		return &p.picture.Boxes[i]
	}
	return nil
}

func indexOfBox(p *diagram.Picture, id string) int {
	found := -1
	for i := range p.Boxes {
		if p.Boxes[i].ID == id {
			return i
		}
		for _, c := range append(p.Boxes[i].Components, p.Boxes[i].Places...) {
			if c == id && found < 0 {
				found = i
			}
		}
	}
	return found
}

// place returns where what is chosen stands in the plot: a group's title, or
// a box.
func (t *topologyPane) place(m *Model) (a diagram.Area, box, group int) {
	p := t.picture(m)
	for i := range p.picture.Groups {
		// A site is the box in its frame, not the frame.
		if p.picture.Groups[i].ID == t.chosen && p.plot.Groups[i].W > 0 && !ownBox(p.picture, t.chosen) {
			return p.plot.Titles[i], -1, i
		}
	}
	if i := indexOfBox(p.picture, t.chosen); i >= 0 {
		return p.plot.Boxes[i], i, -1
	}
	return diagram.Area{}, -1, -1
}

// drawPicture draws the part of the picture that is on the screen.
func (t *topologyPane) drawPicture(m *Model, w, h int) []string {
	p := t.picture(m)
	at, box, group := t.place(m)
	if t.follow {
		t.follow = false
		t.x = reveal(t.x, at.X, at.W, w, 3)
		t.y = reveal(t.y, at.Y, at.H, h-1, 2)
		if group >= 0 {
			t.y = reveal(t.y, at.Y, min(p.plot.Groups[group].H, h-1), h-1, 1)
		}
	}
	t.x = clamp(t.x, 0, max(0, p.plot.W-w))
	t.y = clamp(t.y, 0, max(0, p.plot.H-h+1))
	right := t.arrows(p.plot, w, h-1)
	if name := foldings[t.fold].name; t.fold > 0 {
		right = "folded: " + name + "  " + right
	}
	out := []string{m.rule(t.caption(m), strings.TrimSpace(right), w, t.focus == focusPicture)}
	out = append(out, t.row(m, p, 0, w, box, group)) // the titles of the columns stay
	for y := 1; y < h-1; y++ {
		out = append(out, t.row(m, p, t.y+y, w, box, group))
	}
	return out
}

// caption says whose ways are lit up.
func (t *topologyPane) caption(m *Model) string {
	if _, ok := m.facts.a.Flow(t.flow); ok {
		return "Network, with the ways of " + t.flow
	}
	return "Network"
}

// arrows say where there is more of the picture than is shown.
func (t *topologyPane) arrows(p *diagram.Plot, w, h int) string {
	out := ""
	for _, a := range []struct {
		sign string
		more bool
	}{{"←", t.x > 0}, {"↑", t.y > 0}, {"↓", t.y+h < p.H}, {"→", t.x+w < p.W}} {
		if a.more {
			out += a.sign
		}
	}
	return out
}

// reveal moves a window so that something in it is seen, with a margin.
func reveal(at, from, size, window, margin int) int {
	if from+size+margin > at+window {
		at = from + size + margin - window
	}
	if from-margin < at {
		at = from - margin
	}
	return max(0, at)
}
