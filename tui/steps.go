package tui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/erplan/erplan/planner/diagram"
)

// ownBox reports whether an id is that of a box.
func ownBox(p *diagram.Picture, id string) bool {
	for i := range p.Boxes {
		if p.Boxes[i].ID == id {
			return true
		}
	}
	return false
}

// A target is a place to which the choice can move.
type target struct {
	id    string
	area  diagram.Area
	group bool
}

// targets returns the boxes and the titles of groups. A group that stands for
// nothing of its own, such as a site around its box, is none.
func (t *topologyPane) targets(m *Model) []target {
	p := t.picture(m)
	var out []target
	for i, b := range p.picture.Boxes {
		out = append(out, target{b.ID, p.plot.Boxes[i], false})
	}
	for i, g := range p.picture.Groups {
		if p.plot.Groups[i].W > 0 && !ownBox(p.picture, g.ID) && len(g.Components) > 0 {
			out = append(out, target{g.ID, p.plot.Titles[i], true})
		}
	}
	return out
}

// step moves the choice to what lies next in a direction.
func (t *topologyPane) step(m *Model, dx, dy int) {
	from, _, group := t.place(m)
	if from.W == 0 {
		if p := t.picture(m); len(p.picture.Boxes) > 0 {
			t.choose(p.picture.Boxes[0].ID)
		}
		return
	}
	for range min(abs(dx)+abs(dy), 40) { // a page is many steps
		id, ok := nearest(t.targets(m), from, sign(dx), sign(dy), group >= 0)
		if !ok {
			return
		}
		t.choose(id)
		from, _, group = t.place(m)
	}
}

// nearest returns the target that lies next in a direction: near in that
// direction, and not far off to the side.
func nearest(list []target, from diagram.Area, dx, dy int, fromGroup bool) (id string, ok bool) {
	best := 0
	for _, c := range list {
		ahead, aside := 0, 0
		switch {
		case dx != 0:
			if c.group && !fromGroup {
				continue
			}
			ahead, aside = gap(from.X, from.W, c.area.X, c.area.W, dx), overlapGap(from.Y, from.H, c.area.Y, c.area.H)
		default:
			ahead, aside = gap(from.Y, from.H, c.area.Y, c.area.H, dy), 2*overlapGap(from.X, from.W, c.area.X, c.area.W)
		}
		if ahead < 0 {
			continue
		}
		if score := ahead + 3*aside; !ok || score < best {
			id, best, ok = c.id, score, true
		}
	}
	return id, ok
}

// gap returns how far a range lies ahead of another, below zero where it does
// not.
func gap(from, size, to, toSize, direction int) int {
	if direction > 0 {
		return to - from - size
	}
	return from - to - toSize
}

// overlapGap returns the distance of two ranges, 0 where they overlap.
func overlapGap(a, n, b, k int) int { return max(0, a-b-k+1, b-a-n+1) }

func sign(n int) int { return max(-1, min(1, n)) }

func abs(n int) int { return max(n, -n) }

// click chooses what was clicked, and fails it when it was chosen before.
func (t *topologyPane) clickPicture(m *Model, x, y int) tea.Cmd {
	if y == 0 { // the titles of the columns
		return nil
	}
	p := t.picture(m)
	box, group := p.plot.Hit(t.x+x, t.y+y)
	id := ""
	switch {
	case box >= 0:
		id = p.picture.Boxes[box].ID
	case group >= 0 && len(p.picture.Groups[group].Components) > 0:
		id = p.picture.Groups[group].ID
	default:
		return nil
	}
	t.focus = focusPicture
	if id == t.chosen {
		return t.fail(m)
	}
	at := [2]int{t.x, t.y}
	t.choose(id)
	t.follow, t.x, t.y = false, at[0], at[1]
	return nil
}
