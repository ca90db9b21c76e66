package diagram

import (
	"fmt"
	"slices"
	"strings"
)

// heading is the title of a picture, with the option of the design.
func (p *Picture) heading() string {
	title := p.Title
	if p.Option != "" {
		title += " (option " + p.Option + ")"
	}
	return strings.TrimSpace(printable(title))
}

// captions say what has failed and what is drained.
func (p *Picture) captions() []string {
	var out []string
	if len(p.Failed) > 0 {
		out = append(out, "Failed: "+printable(some(p.Failed)))
	}
	if len(p.Drained) > 0 {
		out = append(out, "Drained: "+printable(some(p.Drained)))
	}
	return out
}

// some joins the first items of a list.
func some(ids []string) string {
	const most = 6
	if len(ids) <= most {
		return strings.Join(ids, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(ids[:most], ", "), len(ids)-most)
}

// legend explains the lines and the signs that the picture uses.
func (p *Picture) legend() []string {
	var out []string
	styles := map[Style]bool{}
	for i := range p.Edges {
		styles[p.Edges[i].Style] = true
	}
	for _, s := range []Style{Primary, Secondary, Tunnelled} {
		if styles[s] {
			out = append(out, strings.Repeat(straights[s][0], 3)+" "+styleWords[s])
		}
	}
	for m := Partly; m <= Failed; m++ {
		if p.shows(m) {
			out = append(out, signs[m]+" "+markWords[m])
		}
	}
	return out
}

var (
	styleWords = [...]string{Inside: "inside", Primary: "primary link", Secondary: "secondary or backup", Tunnelled: "VPN"}
	markWords  = [...]string{Up: "up", Partly: "partly down", Draining: "drained", Down: "taken down", Failed: "failed"}
)

// shows reports whether a mark occurs in the picture.
func (p *Picture) shows(m Mark) bool {
	return slices.ContainsFunc(p.Boxes, func(b Box) bool { return b.Mark == m }) ||
		slices.ContainsFunc(p.Groups, func(g Group) bool { return g.Mark == m })
}

// nameOf is what a pointer over a thing shows.
func nameOf(components []string, title string, m Mark) string {
	name := printable(title)
	if len(components) > 0 {
		name = printable(some(components))
	}
	if m != Up {
		name += ", " + markWords[m]
	}
	return name
}

// describe tells in words what a drawing shows.
func (p *Picture) describe() string {
	var parts []string
	count := map[string]int{}
	var order []string
	for _, b := range p.Boxes {
		noun := nounOf(b.Kind)
		if count[noun] == 0 {
			order = append(order, noun)
		}
		count[noun] += max(1, b.Count)
	}
	for _, noun := range order {
		parts = append(parts, plural(count[noun], noun))
	}
	text := "From the customer to Azure: " + strings.Join(parts, ", ") + "."
	for _, line := range p.captions() {
		text += " " + line + "."
	}
	lost := slices.DeleteFunc(slices.Clone(p.Boxes), func(b Box) bool { return !b.Mark.lost() })
	if len(lost) > 0 {
		text += " " + plural(len(lost), "lost box") + "."
	}
	return text
}
