// Package html makes one page of a Markdown document: self-contained, with a
// table of contents, drawings, and styles for light, dark, print and a phone.
// The page needs no network and runs no script.
//
// Markdown is rendered by goldmark with the tables and footnotes of GitHub.
// Raw HTML never passes, neither of names nor of people. Headings have the
// anchors that GitHub gives them, in every script.
package html

import (
	"bytes"
	_ "embed"
	"fmt"
	"html"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

//go:embed page.css
var style string

// Mark is how a page of erplan is told from others.
const Mark = `<meta name="generator" content="erplan">`

// A Page is what to render.
type Page struct {
	Title    string
	Markdown string

	// Drawings are SVG drawings by the Mermaid text whose place they take.
	// Other Mermaid text stays as it is.
	Drawings map[string]string
}

// Render makes the page.
func Render(p Page) (string, error) {
	source := []byte(p.Markdown)
	ids := &anchors{}
	tables := extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute))
	md := goldmark.New(
		goldmark.WithExtensions(tables, extension.Strikethrough, extension.TaskList, extension.Footnote),
		goldmark.WithParserOptions(parser.WithAutoHeadingID()),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(&painter{p.Drawings}, 100))),
	)
	doc := md.Parser().Parse(text.NewReader(source), parser.WithContext(parser.NewContext(parser.WithIDs(ids))))
	var body bytes.Buffer
	if err := md.Renderer().Render(&body, source, doc); err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, head, html.EscapeString(p.Title), style)
	fmt.Fprintf(&b, "<nav aria-label=\"Contents\">\n<details open>\n<summary>Contents</summary>\n%s</details>\n</nav>\n", contents(doc, source))
	fmt.Fprintf(&b, "<main>\n%s</main>\n</body>\n</html>\n", body.String())
	return b.String(), nil
}

const head = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
` + Mark + `
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>%s</title>
<style>
%s</style>
</head>
<body>
`

// A painter renders what goldmark would render otherwise: drawings in the
// place of Mermaid text, and tables in a frame that scrolls.
type painter struct{ drawings map[string]string }

// RegisterFuncs tells goldmark what the painter renders.
func (p *painter) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindFencedCodeBlock, p.fence)
	r.Register(kindTable, table)
}

// fence renders a code block, or the drawing of it.
func (p *painter) fence(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.FencedCodeBlock)
	var b strings.Builder
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		b.Write(line.Value(source))
	}
	if svg, ok := p.drawings[strings.TrimSpace(b.String())]; ok && string(n.Language(source)) == "mermaid" {
		fmt.Fprintf(w, "<figure class=\"drawing\">\n%s</figure>\n", svg)
		return ast.WalkSkipChildren, nil
	}
	w.WriteString("<pre tabindex=\"0\"><code>")
	w.Write(util.EscapeHTML([]byte(b.String())))
	w.WriteString("</code></pre>\n")
	return ast.WalkSkipChildren, nil
}
