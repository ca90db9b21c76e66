package block

import (
	"fmt"
	"strings"
)

// A writer writes blocks as Markdown.
type writer struct {
	b      strings.Builder
	indent string // of every line, within a list
}

// Markdown writes blocks, with an empty line between them and one line end
// after the last.
func Markdown(blocks []Block) string {
	w := &writer{}
	w.blocks(blocks)
	return w.b.String()
}

func (w *writer) blocks(blocks []Block) {
	for _, b := range blocks {
		inner := &writer{indent: w.indent}
		b.write(inner)
		if inner.b.Len() == 0 {
			continue
		}
		if w.b.Len() > 0 {
			w.b.WriteByte('\n')
		}
		w.b.WriteString(inner.b.String())
	}
}

// line writes a line with its indent.
func (w *writer) line(s string) {
	if s != "" {
		w.b.WriteString(w.indent)
	}
	w.b.WriteString(s)
	w.b.WriteByte('\n')
}

// A place says where text stands.
type place uint8

const (
	inLine  place = iota // after a marker of its own: a list item, a note
	atStart              // at the start of a line
	inTable
	inHeading
)

// inline writes text for a place.
func inline(t Inline, at place) string {
	left := 0
	switch at {
	case inTable:
		left = longestCell
	case inHeading:
		left = longestHeading
	}
	limited := left > 0
	var b strings.Builder
	for _, s := range merged(t) {
		text := clean(masked(s.Text))
		if limited {
			if left <= 1 && text != "" {
				break
			}
			text = cut(text, left)
			left -= len([]rune(text))
		}
		s.Text = text
		b.WriteString(span(s, at, b.Len() == 0))
	}
	return strings.TrimSpace(b.String())
}

// Cell writes text as it stands in a cell of a table.
func Cell(t Inline) string { return inline(t, inTable) }

// merged joins neighbours that are both plain, so that escaping sees what
// stands side by side.
func merged(t Inline) Inline {
	var out Inline
	for _, s := range t {
		if n := len(out); n > 0 && s.Kind == Plain && out[n-1].Kind == Plain {
			out[n-1].Text += s.Text
			continue
		}
		out = append(out, s)
	}
	return out
}

func span(s Span, at place, first bool) string {
	text := escape(s.Text, first && at != inHeading && at != inTable, at == inTable)
	switch s.Kind {
	case IsCode:
		return code(s.Text, at == inTable)
	case IsStrong:
		return around("**", text)
	case IsEmphasis:
		return around("*", text)
	case IsLink:
		if text = strings.TrimSpace(text); text == "" {
			return ""
		}
		if strings.EqualFold(text, "x") {
			text = fmt.Sprintf("&#%d;", text[0]) // no box to tick in a list
		}
		return "[" + text + "](" + address(s.Target) + ")"
	case IsFoot:
		return "[^" + Anchor(s.Target) + "]"
	}
	return text
}

// around puts marks around words; blanks at the ends would undo them.
func around(marks, text string) string {
	if text = strings.TrimSpace(text); text == "" {
		return ""
	}
	return marks + text + marks
}

// address writes the target of a link: what would end it is percent-encoded.
func address(s string) string {
	return strings.NewReplacer(" ", "%20", "(", "%28", ")", "%29", "<", "%3C", ">", "%3E", "\\", "%5C", "|", "%7C", "`", "%60", "\n", "", "\r", "").Replace(clean(s))
}

func (h Heading) write(w *writer) {
	text := inline(h.Text, inHeading)
	if rest, ok := strings.CutSuffix(text, "#"); ok {
		text = rest + "\\#" // which would close the heading
	}
	if text != "" {
		w.line(strings.Repeat("#", max(1, min(h.Level, 6))) + " " + text)
	}
}

func (p Paragraph) write(w *writer) {
	if text := inline(p.Text, atStart); text != "" {
		w.line(text)
	}
}

func (t Table) write(w *writer) {
	if len(t.Rows) == 0 {
		return
	}
	t = t.filled()
	head, rule := "|", "|"
	for _, c := range t.Columns {
		head += " " + inline(Text(c.Title), inTable) + " |"
		if c.Right {
			rule += " ---: |"
		} else {
			rule += " --- |"
		}
	}
	w.line(head)
	w.line(rule)
	for _, r := range t.Rows {
		line := "|"
		for i := range t.Columns {
			cell := ""
			if i < len(r) {
				cell = inline(r[i], inTable)
			}
			if cell != "" {
				cell = " " + cell
			}
			line += cell + " |"
		}
		w.line(line)
	}
}

// filled returns the table without the columns in which no row says anything.
func (t Table) filled() Table {
	var keep []int
	for i := range t.Columns {
		for _, r := range t.Rows {
			if i < len(r) && inline(r[i], inTable) != "" {
				keep = append(keep, i)
				break
			}
		}
	}
	if len(keep) == len(t.Columns) {
		return t
	}
	out := Table{}
	for _, i := range keep {
		out.Columns = append(out.Columns, t.Columns[i])
	}
	for _, r := range t.Rows {
		row := make([]Inline, len(keep))
		for k, i := range keep {
			if i < len(r) {
				row[k] = r[i]
			}
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func (l List) write(w *writer) {
	for i, item := range l.Items {
		mark := "- "
		if l.Ordered {
			mark = itoa(i+1) + ". "
		}
		w.line(mark + inline(item.Text, inLine))
		if len(item.More) > 0 {
			inner := &writer{indent: w.indent + strings.Repeat(" ", len(mark))}
			inner.blocks(item.More)
			w.b.WriteByte('\n')
			w.b.WriteString(inner.b.String())
			if i+1 < len(l.Items) {
				w.b.WriteByte('\n')
			}
		}
	}
}

func (c Code) write(w *writer) {
	text := plainLines(c.Text)
	fence := strings.Repeat("`", max(3, 1+longestRun(text, '`')))
	w.line(fence + Anchor(c.Language))
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		w.line(line)
	}
	w.line(fence)
}

// plainLines returns text that is shown as it is: clean, line by line, and
// without what a reader of a living document would take for a marker.
func plainLines(text string) string {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i, line := range lines {
		line = clean(strings.ReplaceAll(line, "\t", "    "))
		lines[i] = strings.ReplaceAll(line, "<!--", "<! --")
	}
	return strings.Join(lines, "\n")
}

func (f Figure) write(w *writer) {
	Code{"mermaid", f.Mermaid}.write(w)
	if text := inline(f.Title, inLine); text != "" {
		w.b.WriteByte('\n')
		w.line("*" + strings.Trim(text, "*") + "*")
	}
}

func (n Note) write(w *writer) {
	w.line("> " + around("**", escape(clean(n.Label), false, false)+".") + " " + inline(n.Text, inLine))
}

func (f Footnote) write(w *writer) {
	w.line("[^" + Anchor(f.Name) + "]: " + inline(f.Text, inLine))
}
