package diagram

import (
	"fmt"
)

func (c *canvas) frame(i int) {
	g, f := &c.l.p.Groups[i], c.l.frames[i]
	if f.w == 0 {
		return
	}
	fmt.Fprintf(c, `<rect class="frame%s" x="%d" y="%d" width="%d" height="%d" rx="10"><title>%s</title></rect>`+"\n", classOf(g.Mark), f.x, f.y, f.w, f.h, escape(nameOf(g.Components, g.Title, g.Mark)))
}

// frameTitle writes the title of a group, over the lines that cross it.
func (c *canvas) frameTitle(i int) {
	g, f := &c.l.p.Groups[i], c.l.frames[i]
	if f.w == 0 {
		return
	}
	x := f.x + 12
	if g.Mark != Up {
		c.badge(f.x+16, f.y+14, g.Mark)
		x += 16
	}
	fmt.Fprintf(c, `<text class="place%s" x="%d" y="%d">%s</text>`+"\n", classOf(g.Mark), x, f.y+18, escape(c.l.m.shorten(g.Title, false)))
}

func (c *canvas) box(i int) {
	b, it := &c.l.p.Boxes[i], &c.l.items[i]
	fmt.Fprintf(c, `<g class="box %s%s"><title>%s</title>`+"\n", tint(b.Kind), classOf(b.Mark), escape(nameOf(b.Components, b.Title, b.Mark)))
	if b.Count > 1 { // a pile
		fmt.Fprintf(c, `<rect x="%d" y="%d" width="%d" height="%d" rx="7"/>`+"\n", it.x+5, it.y-5, it.w-5, it.h)
	}
	fmt.Fprintf(c, `<rect x="%d" y="%d" width="%d" height="%d" rx="7"/>`+"\n", it.x, it.y, it.w, it.h)
	if b.Mark.lost() {
		fmt.Fprintf(c, `<rect class="hatch" x="%d" y="%d" width="%d" height="%d" rx="7"/>`+"\n", it.x, it.y, it.w, it.h)
	}
	y := it.y + (it.h-c.l.m.title-len(it.lines)*c.l.m.detail)/2 + 13
	c.text(it.x+it.w/2, y, "name", it.title)
	for _, line := range it.lines {
		y += c.l.m.detail
		c.text(it.x+it.w/2, y, "detail", line)
	}
	if b.Mark != Up {
		c.badge(it.x+it.w-2, it.y+2, b.Mark)
	}
	c.WriteString("</g>\n")
}

// badge draws the sign of a mark, in strokes, so that no font is needed.
func (c *canvas) badge(x, y int, m Mark) {
	signs := [...]string{
		Partly:   "M0-4V1M0 3.6V4",
		Draining: "M-2-3.5V3.5M2-3.5V3.5",
		Down:     "M-4 4L4-4",
		Failed:   "M-3.5-3.5L3.5 3.5M3.5-3.5L-3.5 3.5",
	}
	fmt.Fprintf(c, `<g class="badge%s" transform="translate(%d %d)"><circle r="8"/><path d=%q/></g>`+"\n", classOf(m), x, y, signs[m])
}

// classOf returns the class of a mark, with a blank before it.
func classOf(m Mark) string {
	if m == Up {
		return ""
	}
	return " " + m.String()
}

// tint returns the class of a box: whose it is.
func tint(k Kind) string {
	switch k {
	case site, router:
		return "customer"
	case internet, VPN:
		return "open"
	case siteLink, wan, providerEdge:
		return "provider"
	case msee, circuit, globalReach, peeringLocation:
		return "edge"
	}
	return "azure"
}
