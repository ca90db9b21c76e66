// Package markdown shows Markdown in a terminal: the Markdown that erplan
// writes, so headings, paragraphs, lists, tables, code, quotes and links, and
// nothing that needs more. Comments and diagrams meant for browsers are left
// out, and said so.
package markdown

import (
	"bytes"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// A Style paints a text.
type Style interface{ Render(...string) string }

// Styles are how things look.
type Styles struct{ Heading, Strong, Emphasis, Code, Faint, Link Style }

// A Heading says on which line a heading stands.
type Heading struct {
	Line  int
	Level int
	Text  string
}

// Render turns Markdown into lines of at most w cells.
func Render(source string, w int, s Styles) (lines []string, headings []Heading) {
	r := &renderer{source: []byte(source), styles: s}
	doc := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(r.source))
	r.blocks(doc, "", w)
	for len(r.out) > 0 && r.out[len(r.out)-1] == "" {
		r.out = r.out[:len(r.out)-1]
	}
	return r.out, r.headings
}

type renderer struct {
	source   []byte
	styles   Styles
	out      []string
	headings []Heading
}

// blocks renders the blocks below a node, set in by a prefix.
func (r *renderer) blocks(n ast.Node, in string, w int) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		r.block(c, in, w)
	}
}

// blank adds an empty line, unless there is one.
func (r *renderer) blank(in string) {
	if len(r.out) > 0 && strings.TrimSpace(ansi.Strip(r.out[len(r.out)-1])) != strings.TrimSpace(in) {
		r.out = append(r.out, strings.TrimRight(in, " "))
	}
}

// Wrap breaks a text into lines of at most w cells, at least 2, after blanks and
// other breakpoints where it can. Colours are no part of it.
func Wrap(s string, w int, breakpoints string) []string {
	var out []string
	for paragraph := range strings.SplitSeq(s, "\n") {
		lines := strings.Split(ansi.Wrap(paragraph, w, breakpoints), "\n")
		wide := func(line string) bool { return ansi.StringWidth(line) > w }
		if slices.ContainsFunc(lines, wide) { // a breakpoint at the end of a line may stand out by its own width
			lines = strings.Split(ansi.Wrap(paragraph, w-1, breakpoints), "\n")
		}
		for _, line := range lines {
			if wide(line) {
				line = ansi.Hardwrap(line, w, true)
			}
			out = append(out, strings.Split(line, "\n")...)
		}
	}
	return out
}

// wrapped adds a text, broken between words.
func (r *renderer) wrapped(text, first, in string, w int) {
	for i, line := range Wrap(text, max(16, w-ansi.StringWidth(in)), " ") {
		if i == 0 {
			r.out = append(r.out, first+line)
		} else {
			r.out = append(r.out, in+line)
		}
	}
}

func (r *renderer) block(n ast.Node, in string, w int) {
	switch n := n.(type) {
	case *ast.Heading:
		r.heading(n, w)
	case *ast.Paragraph:
		r.wrapped(r.inline(n), in, in, w)
		r.blank(in)
	case *ast.TextBlock:
		r.wrapped(r.inline(n), in, in, w)
	case *ast.List:
		r.list(n, in, w)
		r.blank(in)
	case *ast.Blockquote:
		bar := in + r.styles.Faint.Render("│ ")
		r.blocks(n, bar, w)
		if last := len(r.out) - 1; last >= 0 && r.out[last] == strings.TrimRight(bar, " ") {
			r.out = r.out[:last]
		}
		r.blank(in)
	case *ast.FencedCodeBlock:
		r.code(n.Lines(), string(n.Language(r.source)), in, w)
	case *ast.CodeBlock:
		r.code(n.Lines(), "", in, w)
	case *ast.ThematicBreak:
		r.out = append(r.out, in+r.styles.Faint.Render(strings.Repeat("─", max(0, w-ansi.StringWidth(in)))))
	case *east.Table:
		r.table(n, in, w)
		r.blank(in)
	case *ast.HTMLBlock: // comments, such as the markers of a living document
	default:
		r.blocks(n, in, w)
	}
}

func (r *renderer) heading(n *ast.Heading, w int) {
	r.blank("")
	words := ansi.Strip(r.inline(n))
	r.headings = append(r.headings, Heading{len(r.out), n.Level, words})
	at := len(r.out)
	r.wrapped(words, "", "", w)
	for i := at; i < len(r.out); i++ {
		r.out[i] = r.styles.Heading.Render(r.out[i])
	}
	if n.Level <= 2 {
		line := "─"
		if n.Level == 1 {
			line = "━"
		}
		r.out = append(r.out, r.styles.Faint.Render(strings.Repeat(line, min(w, ansi.StringWidth(words)))))
	}
	r.blank("")
}

func (r *renderer) list(n *ast.List, in string, w int) {
	number := n.Start
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		mark := "• "
		if n.IsOrdered() {
			mark = itoa(number) + ". "
			number++
		}
		at := len(r.out)
		pad := strings.Repeat(" ", ansi.StringWidth(mark))
		r.blocks(c, in+pad, w)
		if at < len(r.out) {
			r.out[at] = in + mark + strings.TrimPrefix(r.out[at], in+pad)
		} else {
			r.out = append(r.out, in+mark)
		}
	}
}

// code shows code as it is, cut at the right; diagrams are for browsers.
func (r *renderer) code(lines *text.Segments, language, in string, w int) {
	if language == "mermaid" {
		r.out = append(r.out, in+r.styles.Faint.Render("(a diagram, drawn by browsers; here it is the topology view)"))
		r.blank(in)
		return
	}
	for i := range lines.Len() {
		seg := lines.At(i)
		line := strings.TrimRight(strings.ReplaceAll(string(seg.Value(r.source)), "\t", "    "), "\r\n")
		r.out = append(r.out, in+"  "+r.styles.Code.Render(ansi.Truncate(safe(line), max(8, w-ansi.StringWidth(in)-2), "…")))
	}
	r.blank(in)
}

// inline renders the text of a block on one line.
func (r *renderer) inline(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			b.WriteString(safe(string(unescape(c.Value(r.source)))))
			if c.SoftLineBreak() || c.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.WriteString(safe(string(c.Value)))
		case *ast.CodeSpan:
			b.WriteString(r.styles.Code.Render(ansi.Strip(r.inline(c))))
		case *ast.Emphasis:
			style := r.styles.Emphasis
			if c.Level > 1 {
				style = r.styles.Strong
			}
			b.WriteString(style.Render(ansi.Strip(r.inline(c))))
		case *ast.Link:
			b.WriteString(r.styles.Link.Render(ansi.Strip(r.inline(c))))
		case *ast.AutoLink:
			b.WriteString(r.styles.Link.Render(safe(string(c.URL(r.source)))))
		case *ast.Image:
			b.WriteString(r.styles.Faint.Render("(picture: " + ansi.Strip(r.inline(c)) + ")"))
		case *ast.RawHTML:
			if bytes.HasPrefix(bytes.ToLower(c.Segments.Value(r.source)), []byte("<br")) {
				b.WriteString("; ")
			}
		default:
			b.WriteString(r.inline(c))
		}
	}
	return b.String()
}
