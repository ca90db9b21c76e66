package html

import (
	"html"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"

	"github.com/erplan/erplan/planner/document/block"
)

// anchors gives headings the anchors of GitHub.
type anchors struct{ block.Anchors }

var _ parser.IDs = (*anchors)(nil)

// Generate returns the anchor of the next heading.
func (a *anchors) Generate(value []byte, _ ast.NodeKind) []byte { return []byte(a.For(string(value))) }

// Put notes an anchor that something else has.
func (a *anchors) Put(value []byte) { a.For(string(value)) }

// An entry is a heading in the table of contents.
type entry struct {
	level    int
	id, text string
}

// contents writes the table of contents: sections, and what is below them.
func contents(doc ast.Node, source []byte) string {
	var b strings.Builder
	level := 0
	for _, e := range entries(doc, source) {
		switch {
		case e.level > level:
			b.WriteString("\n<ol>\n")
		case e.level < level:
			b.WriteString("</li>\n</ol>\n</li>\n")
		default:
			b.WriteString("</li>\n")
		}
		level = e.level
		b.WriteString("<li><a href=\"#" + html.EscapeString(e.id) + "\">" + html.EscapeString(e.text) + "</a>")
	}
	for ; level > 0; level-- {
		b.WriteString("</li>\n</ol>\n")
	}
	return strings.TrimPrefix(b.String(), "\n")
}

// entries returns the headings of sections as level 1, of what is below them
// as level 2.
func entries(doc ast.Node, source []byte) []entry {
	var out []entry
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		h, ok := n.(*ast.Heading)
		if !ok || h.Level != 2 && (h.Level != 3 || out == nil) {
			continue
		}
		id, _ := h.AttributeString("id")
		name, _ := id.([]byte)
		out = append(out, entry{h.Level - 1, string(name), words(h, source)})
	}
	return out
}

// words returns the words of a node as a reader sees them.
func words(n ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && entering {
			text := t.Segment.Value(source)
			if _, code := t.Parent().(*ast.CodeSpan); !code {
				text = util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(text)))
			}
			b.Write(text)
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// table renders a table in a frame that scrolls.
func table(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString("<div class=\"table\" tabindex=\"0\">\n<table>\n")
	} else {
		_, _ = w.WriteString("</table>\n</div>\n")
	}
	return ast.WalkContinue, nil
}

var kindTable = extast.KindTable
