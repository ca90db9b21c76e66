package diagram

import (
	"fmt"
	"slices"
)

// roots returns the components that failed by themselves: those that the
// caller names or, where it names none, those that are down though nothing
// else that is down explains it.
func (d *draft) roots(given []int) map[int]bool {
	out := map[int]bool{}
	for _, c := range given {
		if c >= 0 && c < len(d.t.Components) && !d.s.Up(c) {
			out[c] = true
		}
	}
	if len(out) > 0 {
		return out
	}
	explained := d.withoutInternet()
	for c := range d.t.Components {
		if !d.s.Up(c) && !explained[c] && !d.fellWith(c, d.down) {
			out[c] = true
		}
	}
	return out
}

func (d *draft) down(c int) bool { return !d.s.Up(c) }

// startsDrain reports whether a component is drained by itself.
func (d *draft) startsDrain(c int) bool { return !d.fellWith(c, d.s.Draining) }

// fellWith reports whether something else that has happened takes a component
// with it. Two components that take each other fell by themselves.
func (d *draft) fellWith(c int, happened func(int) bool) bool {
	return slices.ContainsFunc(d.t.Causes(c), func(by int) bool {
		return by != c && happened(by) && !slices.Contains(d.t.Takes(c), by)
	})
}

// withoutInternet returns the tunnels that have lost every Internet access.
func (d *draft) withoutInternet() map[int]bool {
	out := map[int]bool{}
	for _, v := range d.t.Design.VPNTunnels {
		for _, one := range d.t.Tunnels(v) {
			out[one.Component] = len(one.Internet) > 0 && !slices.ContainsFunc(one.Internet, d.s.Up)
		}
	}
	return out
}

// mark marks everything, and says in words what is partly down.
func (d *draft) mark() {
	for i := range d.boxes {
		b := &d.boxes[i]
		b.Mark = d.markOf(b)
		for k := range b.tally {
			if b.Mark.lost() {
				b.tally[k].down = b.tally[k].n
			}
		}
	}
	for i := range d.groups {
		d.groups[i].Mark = d.markAll(d.groups[i].parts)
	}
	for i := range d.lines {
		l := &d.lines[i]
		l.Mark = d.markLine(l)
		for _, end := range []int{l.From, l.To} {
			if d.boxes[end].Mark.lost() {
				l.Mark = max(l.Mark, Down)
			}
		}
	}
}

// markLine marks a line, or several that run side by side.
func (d *draft) markLine(l *line) Mark {
	m := d.markAll(l.parts)
	if l.Count > 1 && m.lost() && slices.ContainsFunc(l.parts, d.s.Up) {
		return Partly
	}
	return m
}

// markAll marks what is all of some components.
func (d *draft) markAll(parts []int) Mark {
	m := Up
	for _, c := range parts {
		switch {
		case d.failed[c]:
			m = max(m, Failed)
		case !d.s.Up(c):
			m = max(m, Down)
		case d.s.Draining(c):
			m = max(m, Draining)
		}
	}
	return m
}

func (d *draft) markOf(b *part) Mark {
	m := d.markAll(b.whole)
	if slices.ContainsFunc(b.needs, d.down) {
		m = max(m, Down)
	}
	var lost []string
	failed := true
	for _, l := range b.legs {
		mark := d.markAll(l.needs)
		if mark.lost() {
			lost = append(lost, l.name)
		}
		failed = failed && l.own && mark == Failed
		if mark == Draining && l.own {
			m = max(m, Draining)
		}
	}
	switch {
	case len(lost) == 0 || m.lost():
		return m
	case len(lost) == len(b.legs) && failed:
		return max(m, Failed)
	case len(lost) == len(b.legs):
		return max(m, Down)
	}
	b.say(lost)
	for k := range b.tally {
		if b.tally[k].noun == b.noun {
			b.tally[k].down = len(lost)
		}
	}
	return max(m, Partly)
}

// say puts what is lost of a box into its details.
func (b *part) say(lost []string) {
	text := lost[0] + " down"
	if len(lost) > 1 {
		text = fmt.Sprintf("%d of %d %ss down", len(lost), len(b.legs), b.noun)
	}
	b.Details = append(b.Details[:min(1, len(b.Details))], text)
}
