package diagram

import (
	"slices"
	"strings"
)

// picture makes the picture of what has been collected.
func (d *draft) picture() *Picture {
	info := &d.t.Design.Info
	p := &Picture{Title: clean(info.DisplayName), Option: d.t.Design.Option, topology: d.t, state: d.s}
	for i := range d.t.Components {
		switch {
		case d.failed[i]:
			p.Failed = append(p.Failed, d.t.Components[i].ID)
		case d.s.Draining(i) && d.startsDrain(i):
			p.Drained = append(p.Drained, d.t.Components[i].ID)
		}
	}
	number := d.columns(p)
	for _, b := range d.boxes {
		b.Box.Column = number[b.Column]
		b.Components = d.ids(b.whole, b.legs)
		p.Boxes = append(p.Boxes, b.Box)
	}
	for _, l := range d.lines {
		l.Components = d.ids(l.parts, nil)
		p.Edges = append(p.Edges, l.Edge)
	}
	for _, g := range d.groups {
		g.Components = d.ids(g.parts, nil)
		p.Groups = append(p.Groups, g.Group)
	}
	p.dropEmptyGroups()
	return p
}

// columns gives the picture the columns that are in use, and returns the
// number of each.
func (d *draft) columns(p *Picture) (number [columns]int) {
	for c := range columns {
		number[c] = len(p.Columns)
		var kinds []string
		for _, b := range d.boxes {
			if word := heading(b.Kind, c); b.Column == c && !slices.Contains(kinds, word) {
				kinds = append(kinds, word)
			}
		}
		if len(kinds) > 0 {
			p.Columns = append(p.Columns, Column{Title: strings.Join(kinds[:min(2, len(kinds))], " · "), Zone: zones[c]})
		}
	}
	return number
}

// dropEmptyGroups leaves out the groups whose boxes were folded away.
func (p *Picture) dropEmptyGroups() {
	number := make([]int, len(p.Groups))
	var kept []Group
	for i, boxes := range p.members() {
		number[i] = len(kept)
		if len(boxes) > 0 {
			kept = append(kept, p.Groups[i])
		}
	}
	renumber := func(g *int) {
		if *g >= 0 {
			*g = number[*g]
		}
	}
	for i := range kept {
		renumber(&kept[i].Parent)
	}
	for i := range p.Boxes {
		renumber(&p.Boxes[i].Group)
	}
	p.Groups = kept
}

// ids returns the ids of the components of a box, sorted by their number.
func (d *draft) ids(parts []int, legs []leg) []string {
	all := slices.Clone(parts)
	for _, l := range legs {
		if l.own {
			all = append(all, l.needs...)
		}
	}
	slices.Sort(all)
	out := []string{}
	for _, c := range slices.Compact(all) {
		out = append(out, d.t.Components[c].ID)
	}
	return out
}

// id returns the id of a component, or another where it has none.
func (d *draft) id(c int, other string) string {
	if c < 0 {
		return other
	}
	return d.t.Components[c].ID
}
