package diagram

import (
	"fmt"
	"slices"
	"strings"
)

// contract makes one box of all boxes that have the same key.
func (d *draft) contract(f folding) {
	number := make([]int, len(d.boxes))
	byKey := map[string]int{}
	var members [][]int
	for i := range d.boxes {
		key := f.key(&d.boxes[i])
		if at, ok := byKey[key]; ok && key != "" {
			number[i] = at
			members[at] = append(members[at], i)
			continue
		}
		number[i] = len(members)
		byKey[key] = len(members)
		members = append(members, []int{i})
	}
	boxes := make([]part, len(members))
	for at, list := range members {
		boxes[at] = d.boxes[list[0]]
		if f.key(&d.boxes[list[0]]) != "" {
			boxes[at] = d.folded(f, list)
		}
	}
	d.boxes = boxes
	d.redirect(number)
}

// redirect makes the lines lead to the boxes into which theirs were folded,
// and folds those that now run side by side.
func (d *draft) redirect(number []int) {
	type course struct {
		from, to int
		apart    string
	}
	at := map[course]int{}
	var kept []line
	for _, l := range d.lines {
		l.From, l.To = number[l.From], number[l.To]
		from, to := &d.boxes[l.From], &d.boxes[l.To]
		if from.Column >= to.Column {
			continue
		}
		key := course{l.From, l.To, fmt.Sprint(l.Style == Tunnelled)}
		if !from.folded && !to.folded {
			key.apart = fmt.Sprint(l.Style)
		}
		if i, ok := at[key]; ok {
			kept[i].join(l)
			continue
		}
		at[key] = len(kept)
		kept = append(kept, l)
	}
	for i := range kept {
		if l := &kept[i]; l.Count > 2 {
			l.Label = plural(l.Count, "line")
		}
	}
	d.lines = kept
}

// join folds a line into another.
func (l *line) join(o line) {
	l.Style = l.Style.joined(o.Style)
	l.Count += o.Count
	l.parts = append(l.parts, o.parts...)
	switch {
	case l.Mark.lost() && o.Mark.lost():
		l.Mark = max(l.Mark, o.Mark)
	case l.Mark != o.Mark:
		l.Mark = Partly
	}
}

// folded makes one box of several.
func (d *draft) folded(f folding, members []int) part {
	first := d.boxes[members[0]]
	b := part{
		Box:    Box{Kind: f.kind, Column: f.column, Group: first.Group},
		folded: true, site: first.site, country: first.country, location: first.location, region: first.region, area: first.area,
	}
	if f.column == columns {
		b.Column = first.Column
	}
	for _, i := range members {
		m := &d.boxes[i]
		b.absorb(m)
		if m.Group != b.Group || f.named {
			b.Group = -1
		}
		if m.Kind == f.kind {
			b.Count += m.Count
		}
		b.whole = append(b.whole, d.around(f, m)...)
	}
	slices.Sort(b.whole)
	b.whole = slices.Compact(b.whole)
	b.Count = max(1, b.Count)
	b.Mark = d.joinMarks(f, members, &b)
	b.entitle(f, &first)
	b.Details = b.counts(f.shows)
	return b
}

// around returns the components of the groups that are folded with a box.
func (d *draft) around(f folding, m *part) []int {
	if !f.named {
		return nil
	}
	parts := slices.Clone(m.needs)
	for g := m.Group; g >= 0; g = d.groups[g].Parent {
		if d.groups[g].Kind != VirtualWAN {
			parts = append(parts, d.groups[g].parts...)
		}
	}
	return parts
}

// entitle gives a folded box its id and title.
func (b *part) entitle(f folding, first *part) {
	_, name, _ := strings.Cut(first.ID, ":")
	b.Title = first.Title
	switch {
	case f.named:
		name = f.key(first)
		b.Title = name
	case b.Count > 1:
		name = fmt.Sprintf("%s+%d", name, b.Count-1)
		b.Title = plural(b.Count, nounOf(f.kind))
		if f.within {
			b.Title += " in " + f.key(first)
		}
	}
	b.ID = fmt.Sprintf("%s:%s", f.kind, name)
	b.Title = clean(b.Title)
}

// nounOf is what things of a kind are called where they are counted.
func nounOf(k Kind) string {
	switch k {
	case internet:
		return "Internet access"
	case wan:
		return "WAN"
	case msee:
		return "edge router"
	case VPN:
		return "VPN connection"
	case VNet:
		return "VNet"
	case globalReach:
		return "Global Reach link"
	case Services:
		return "route filter"
	}
	return strings.ReplaceAll(string(k), "-", " ")
}

// absorb adds what another box stands for.
func (b *part) absorb(m *part) {
	b.whole = append(b.whole, m.whole...)
	for _, l := range m.legs {
		if l.own {
			b.whole = append(b.whole, l.needs...)
		}
	}
	b.Places = append(b.Places, m.Places...)
	for _, t := range m.tally {
		i := slices.IndexFunc(b.tally, func(o tally) bool { return o.noun == t.noun })
		if i < 0 {
			b.tally = append(b.tally, t)
			continue
		}
		b.tally[i].n += t.n
		b.tally[i].down += t.down
	}
}

// joinMarks marks a folded box: lost where all that matters is.
func (d *draft) joinMarks(f folding, members []int, b *part) Mark {
	lost, all := 0, 0
	some := slices.ContainsFunc(members, func(i int) bool { return d.boxes[i].Kind == f.main })
	mark := Up
	for _, i := range members {
		m := &d.boxes[i]
		switch {
		case m.Mark.lost() || m.Mark == Partly || mark == Partly:
			mark = Partly
		case m.Mark == Draining:
			mark = Draining
		}
		if some && m.Kind != f.main {
			continue
		}
		all++
		if m.Mark.lost() {
			lost++
		}
	}
	switch {
	case all > lost:
		return mark
	case d.markAll(b.whole) == Failed:
		return Failed
	}
	return Down
}

// counts are the details of a folded box: what is in it and, where it is not
// lost as a whole, what is down.
func (b *part) counts(shows []string) []string {
	var there []string
	down := ""
	for _, noun := range shows {
		for _, t := range b.tally {
			if t.noun != noun || t.n == 0 {
				continue
			}
			if t.down > 0 && down == "" {
				down = fmt.Sprintf("%d of %s down", t.down, plural(t.n, noun))
			}
			if noun == nounOf(b.Kind) {
				continue // the title says it
			}
			there = append(there, plural(t.n, noun))
		}
	}
	if b.Mark == Partly && down != "" {
		there = append(there[:min(1, len(there))], down)
	}
	if len(there) > 2 {
		there = []string{there[0], strings.Join(there[1:], ", ")}
	}
	return lines(there...)
}
