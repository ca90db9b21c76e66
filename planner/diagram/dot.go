package diagram

import (
	"fmt"
	"io"
	"strings"
)

// DOT writes the picture for Graphviz, with a cluster for each group.
func DOT(w io.Writer, p *Picture) error {
	var b strings.Builder
	heading := dotQuote(`\l`, append(append([]string{title(p)}, p.captions()...), "")) // each line to the left
	fmt.Fprintf(&b, "digraph topology {\n  graph [rankdir=LR, label=%s, labelloc=t, labeljust=l, fontname=Helvetica, ranksep=0.7, newrank=true]\n", heading)
	b.WriteString("  node [shape=box, style=\"rounded,filled\", fontname=Helvetica, fontsize=11, margin=\"0.15,0.08\"]\n  edge [dir=none, fontname=Helvetica, fontsize=9]\n")
	p.nest(func(depth, group int) {
		g := &p.Groups[group]
		fmt.Fprintf(&b, "%ssubgraph cluster_%d {\n%slabel=%s; labeljust=l; style=rounded; color=%q; fontsize=10\n", indent(depth), group, indent(depth+1), dotLabel(signed(g.Mark, g.Title)), dotColor(g.Mark, hairs.light))
	}, func(depth, i int) {
		fmt.Fprintf(&b, "%sn%d [%s]\n", indent(depth), i, dotBox(&p.Boxes[i]))
	}, func(depth int) {
		fmt.Fprintf(&b, "%s}\n", indent(depth))
	})
	for i := range p.Edges {
		e := &p.Edges[i]
		fmt.Fprintf(&b, "  n%d -> n%d [%s]\n", e.From, e.To, dotEdge(e))
	}
	b.WriteString("}\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func dotBox(b *Box) string {
	fill, border := paper.light, stroke.light
	for _, t := range tints {
		if t.class == tint(b.Kind) {
			fill, border = t.fill.light, t.border.light
		}
	}
	look := ""
	if b.Mark.lost() {
		look = `, style="rounded,filled,dashed", penwidth=1.6`
	}
	return fmt.Sprintf("label=%s, tooltip=%s, fillcolor=%q, color=%q%s", dotLabel(append([]string{signed(b.Mark, b.Title)}, b.Details...)...), dotLabel(nameOf(b.Components, b.Title, b.Mark)), fill, dotColor(b.Mark, border), look)
}

func dotEdge(e *Edge) string {
	style := [...]string{Inside: "solid", Primary: "solid", Secondary: "dashed", Tunnelled: "dotted"}[e.Style]
	text := fmt.Sprintf("style=%s, color=%q", style, dotColor(e.Mark, stroke.light))
	if label := signed(e.Mark, e.Label); label != "" {
		text += ", label=" + dotLabel(label)
	}
	return text
}

func dotColor(m Mark, up string) string {
	switch {
	case m.lost():
		return danger.light
	case m != Up:
		return caution.light
	}
	return up
}

// dotLabel quotes centred lines as one string of DOT.
func dotLabel(lines ...string) string { return dotQuote(`\n`, lines) }

// dotQuote quotes lines as one string of DOT, in which entities and escapes of
// the text itself mean nothing.
func dotQuote(end string, lines []string) string {
	quoted := make([]string, len(lines))
	for i, line := range lines {
		quoted[i] = strings.NewReplacer(`\`, `\\`, `"`, `\"`, `&`, `&amp;`).Replace(printable(line))
	}
	return `"` + strings.Join(quoted, end) + `"`
}
