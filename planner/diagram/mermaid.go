package diagram

import (
	"fmt"
	"io"
	"strings"
	"unicode"
)

// Mermaid writes the picture as a flowchart. Text of the design stands in
// quotes, with everything but letters, digits and harmless signs as entities.
func Mermaid(w io.Writer, p *Picture) error {
	var b strings.Builder
	if title := strings.Join(append(nonEmpty(p.heading()), p.captions()...), ". "); title != "" {
		fmt.Fprintf(&b, "---\ntitle: %s\n---\n", yamlQuote(title))
	}
	b.WriteString("flowchart LR\n")
	fmt.Fprintf(&b, "  accTitle: %s\n  accDescr: %s\n", plain(title(p)), plain(p.describe()))
	p.nest(func(depth, group int) {
		g := &p.Groups[group]
		fmt.Fprintf(&b, "%ssubgraph g%d[\"%s\"]\n", indent(depth), group, mermaidText(signed(g.Mark, g.Title)))
	}, func(depth, i int) {
		fmt.Fprintf(&b, "%sn%d[\"%s\"]:::%s\n", indent(depth), i, mermaidLabel(&p.Boxes[i]), mermaidClass(&p.Boxes[i]))
	}, func(depth int) {
		fmt.Fprintf(&b, "%send\n", indent(depth))
	})
	p.mermaidEdges(&b)
	for i := range p.Groups {
		class := "er_place"
		if p.Groups[i].Mark.lost() {
			class = "er_lost"
		}
		fmt.Fprintf(&b, "  class g%d %s\n", i, class)
	}
	b.WriteString(mermaidStyle)
	_, err := io.WriteString(w, b.String())
	return err
}

func (p *Picture) mermaidEdges(b *strings.Builder) {
	var styles strings.Builder
	for i := range p.Edges {
		e := &p.Edges[i]
		line := "---"
		if e.Style >= Secondary {
			line = "-.-"
		}
		label := ""
		if text := signed(e.Mark, e.Label); text != "" {
			label = fmt.Sprintf("|\"%s\"|", mermaidText(text))
		}
		fmt.Fprintf(b, "  n%d %s%s n%d\n", e.From, line, label, e.To)
		var style []string
		if e.Style == Tunnelled {
			style = append(style, "stroke-dasharray:2 4")
		}
		if e.Mark.lost() {
			style = append(style, "stroke:"+danger.light)
		}
		if len(style) > 0 {
			fmt.Fprintf(&styles, "  linkStyle %d %s\n", i, strings.Join(style, ","))
		}
	}
	b.WriteString(styles.String())
}

// nest calls open and close around the boxes of each group, and box for each
// box: first those in groups, then those in none.
func (p *Picture) nest(open func(depth, group int), box func(depth, i int), end func(depth int)) {
	var visit func(depth, group int)
	visit = func(depth, group int) {
		for g := range p.Groups {
			if p.Groups[g].Parent == group {
				open(depth, g)
				visit(depth+1, g)
				end(depth)
			}
		}
		for i := range p.Boxes {
			if p.Boxes[i].Group == group {
				box(depth, i)
			}
		}
	}
	visit(1, -1)
}

func mermaidLabel(b *Box) string {
	text := []string{mermaidText(signed(b.Mark, b.Title))}
	for _, d := range b.Details {
		text = append(text, mermaidText(d))
	}
	return strings.Join(text, "<br/>")
}

// mermaidClass is the class of a box: its mark or, where it is up, whose it is.
func mermaidClass(b *Box) string {
	if b.Mark != Up {
		return "er_" + b.Mark.String()
	}
	return "er_" + tint(b.Kind)
}

var mermaidStyle = func() string {
	var b strings.Builder
	for _, t := range tints {
		fmt.Fprintf(&b, "  classDef er_%s fill:%s,stroke:%s,color:%s\n", t.class, t.fill.light, t.border.light, ink.light)
	}
	fmt.Fprintf(&b, "  classDef er_place fill:none,stroke:%s\n", stroke.light)
	fmt.Fprintf(&b, "  classDef er_lost fill:none,stroke:%s,stroke-dasharray:5 3\n", danger.light)
	for _, m := range []Mark{Partly, Draining} {
		fmt.Fprintf(&b, "  classDef er_%s fill:%s,stroke:%s,color:%s,stroke-width:2px\n", m, paper.light, caution.light, ink.light)
	}
	for _, m := range []Mark{Down, Failed} {
		fmt.Fprintf(&b, "  classDef er_%s fill:%s,stroke:%s,color:%s,stroke-width:%dpx,stroke-dasharray:5 3\n", m, "#fbe7ea", danger.light, ink.light, int(m)-1)
	}
	return b.String()
}()

// signed puts the sign of a mark before a text.
func signed(m Mark, text string) string { return strings.TrimSpace(signs[m] + " " + text) }

func title(p *Picture) string {
	if h := p.heading(); h != "" {
		return h
	}
	return "Topology"
}

// mermaidText writes a text with entities for all that Mermaid might read as
// its own.
func mermaidText(text string) string {
	var b strings.Builder
	for _, r := range printable(text) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) || strings.ContainsRune(" .,/-+()·…✗⊘", r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	if b.Len() == 0 {
		return " " // an empty label is an error
	}
	return b.String()
}

// plain leaves only letters, digits and harmless signs of a text, for places
// in which entities are not read.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(" .,:/-+()", r) {
			return r
		}
		return ' '
	}, printable(text))
}

func yamlQuote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(printable(text)) + `"`
}

func indent(depth int) string { return strings.Repeat("  ", depth) }

func nonEmpty(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}
