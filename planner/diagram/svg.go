package diagram

import (
	"fmt"
	"io"
	"strings"
)

// pixelMetrics are the lengths of a drawing, in pixels.
var pixelMetrics = &metrics{
	width: pixels, longest: 176, narrowest: 72,
	padX: 14, padY: 9, title: 17, detail: 15,
	gapY: 18, bendGap: 14, bend: 0,
	frameX: 14, frameTop: 28, frameBottom: 14,
	gutter: 52, margin: 24, top: 30, bottom: 24,
}

// A canvas is a drawing while it is written.
type canvas struct {
	strings.Builder
	l      *layout
	wires  [][]wire
	spots  []spot
	placed []rect // labels and signs on the lines
}

// SVG writes the picture as a drawing that needs nothing else: no script, no
// font, no file. It follows the light or dark scheme of its reader and prints
// in light colours.
func SVG(w io.Writer, p *Picture) error {
	l := newLayout(p, pixelMetrics)
	l.place()
	l.gutterWidths()
	l.across()
	c := &canvas{l: l}
	head := c.head()
	for i := range l.items {
		l.items[i].y += head
	}
	for i := range l.frames {
		l.frames[i].y += head
	}
	l.height += head
	for i := range l.cols {
		c.wires = append(c.wires, l.wires(i))
	}
	c.draw(head)
	_, err := io.WriteString(w, c.String())
	return err
}

// gutterWidths makes room for labels, and for many lines.
func (l *layout) gutterWidths() {
	for c := range l.cols {
		g := &l.cols[c].gutter
		*g += min(3*len(l.hops[c]), 90)
		for _, h := range l.hops[c] {
			e := &l.p.Edges[h.edge]
			if e.Label == "" {
				continue
			}
			room := 60
			if e.Mark.lost() {
				room = 120
			}
			*g = max(*g, l.m.width(l.m.shorten(e.Label, false), false)+room)
		}
	}
}

// head returns how much room the title and the captions take.
func (c *canvas) head() int {
	h := 34 // titles of the columns
	if c.l.p.heading() != "" {
		h += 30
	}
	return h + 20*len(c.l.p.captions())
}

func (c *canvas) draw(head int) {
	p, l := c.l.p, c.l
	legend := c.legend()
	title := title(p)
	width := max(l.width, thousandths(title, 1)*headSize/1000+2*l.m.margin, legend.width+2*l.m.margin)
	left := (width - l.width) / 2
	height := l.height + legend.height
	fmt.Fprintf(c, `<svg xmlns="http://www.w3.org/2000/svg" class="erplan" role="img" width="%d" height="%d" viewBox="0 0 %d %d">`+"\n", width, height, width, height)
	fmt.Fprintf(c, "<title>%s</title>\n<desc>%s</desc>\n", escape(title), escape(p.describe()))
	c.WriteString(style)
	fmt.Fprintf(c, `<rect class="paper" width="%d" height="%d"/>`+"\n", width, height)
	c.writeHead(title)
	fmt.Fprintf(c, `<g transform="translate(%d 0)">`+"\n", left)
	for i := range l.cols {
		c.text(l.cols[i].x+l.cols[i].w/2, head+l.m.top-14, "column", l.cols[i].title)
	}
	for i := range l.frames {
		c.frame(i)
	}
	for i := range p.Edges {
		c.edge(i)
	}
	c.annotate()
	for i := range l.frames {
		c.frameTitle(i)
	}
	for i := range p.Boxes {
		c.box(i)
	}
	c.WriteString("</g>\n")
	fmt.Fprintf(c, `<g transform="translate(%d %d)">`+"\n%s</g>\n</svg>\n", l.m.margin, l.height, legend.text)
}

func (c *canvas) writeHead(title string) {
	y := c.l.m.margin + 12
	if c.l.p.heading() != "" {
		fmt.Fprintf(c, `<text class="head" x="%d" y="%d">%s</text>`+"\n", c.l.m.margin, y, escape(title))
		y += 24
	}
	most := *c.l.m
	most.longest = max(c.l.width, 640) - 2*most.margin
	for _, line := range c.l.p.captions() {
		fmt.Fprintf(c, `<text class="caption" x="%d" y="%d">%s</text>`+"\n", c.l.m.margin, y, escape(most.shorten(line, true)))
		y += 20
	}
}

// text writes a centred line.
func (c *canvas) text(x, y int, class, text string) {
	fmt.Fprintf(c, `<text class=%q x="%d" y="%d">%s</text>`+"\n", class, x, y, escape(text))
}

// escape makes text safe for XML: element content and attribute values.
func escape(text string) string {
	var b strings.Builder
	for _, r := range printable(text) {
		switch r {
		case '&':
			b.WriteString("&amp;")
		case '<':
			b.WriteString("&lt;")
		case '>':
			b.WriteString("&gt;")
		case '"':
			b.WriteString("&#34;")
		case '\'':
			b.WriteString("&#39;")
		case 0xfffe, 0xffff:
			b.WriteRune(0xfffd)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
