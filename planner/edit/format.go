package edit

import (
	"errors"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/source"
)

// Format returns the text of a design in the canonical form:
//
//   - tables stand in the order of the language, each with those below it, and
//     defaults before the collection that they fill; tables of one collection
//     keep the order in which they were written,
//   - keys stand in the order of the language within a paragraph: the lines
//     that no blank line and no comment separates; one directly below a
//     comment stays there,
//   - the "=" of lines that no blank line separates stand below each other, and
//     so do comments behind values where they did,
//   - one blank line stands between two collections; within one, and within a
//     table, there is one where there was any,
//   - headers and keys have no spaces inside and none before them, the text
//     ends with one line end, and line ends stay what they are.
//
// Values and comments are kept byte for byte. A comment belongs to what stands
// below it; one that ends a table, with a blank line or nothing below, belongs
// to that table; those that the file begins and ends with stay there. The tree
// of the design is the same, and text in the canonical form is not changed.
func Format(f *source.File) (string, error) {
	l, err := lay(f)
	if err != nil {
		return "", err
	}
	text := l.write(l.sections())
	if g, faults := source.Parse(f.Name, []byte(text)); len(faults) > 0 || !Same(f.Root, g.Root) {
		return "", errors.New("a table is spread over the file in a way that cannot be put in order; write it under one header")
	}
	return text, nil
}

// A section is a table: its header and what stands under it.
type section struct {
	at    path
	gap   bool     // a blank line stands above it
	lead  []string // comments above it, "" for a blank line between them
	head  string   // "" for the top of the file
	paras []para
	foot  []string // comments at its end
}

// A para is a run of keys that nothing separates.
type para struct {
	lead []string // comments above it; "" for a blank line
	keys []line
}

// sections reads the sections of a file, the top first. The comments at the
// end of the file are a last section without a header.
func (l *layout) sections() []*section {
	at := &section{}
	out := []*section{at}
	end := 0 // after the last statement
	for i, ln := range l.lines {
		between := l.between(end, ln.Span.Start)
		switch {
		case ln.Header:
			if i == 0 {
				at.lead, between = topComments(between)
			} else {
				at.foot, between = footComments(between, end > 0)
			}
			at = &section{at: ln.at, head: l.headText(ln.Statement)}
			at.gap, at.lead = trimGap(between)
			out = append(out, at)
		case i == 0:
			_, at.lead = trimGap(between)
			at.paras = []para{{keys: []line{ln}}}
		case len(between) > 0 || len(at.paras) == 0:
			at.paras = append(at.paras, para{between, []line{ln}})
		default:
			last := &at.paras[len(at.paras)-1]
			last.keys = append(last.keys, ln)
		}
		end = l.statementEnd(ln.Statement)
	}
	rest := trimEnd(l.between(end, len(l.f.Text)))
	if end > 0 && !slices.Contains(rest, "") {
		at.foot, rest = rest, nil
	} else {
		at.foot, rest = footComments(rest, end > 0)
	}
	_, rest = trimGap(rest)
	return append(out, &section{lead: trimEnd(rest), gap: true})
}

// statementEnd returns the offset after a statement and the comment behind it.
func (l *layout) statementEnd(s source.Statement) int { return max(s.Span.End, s.Comment.End) }

// between returns the lines of comments between two offsets, "" for one or
// more blank lines. What is left of the line at the first offset is no line.
func (l *layout) between(from, to int) []string {
	text := l.f.Text[from:to]
	if from > 0 {
		_, text, _ = strings.Cut(text, "\n")
	}
	if i := strings.LastIndexByte(text, '\n'); to < len(l.f.Text) {
		text = text[:i+1] // without the indentation of the statement
	}
	var out []string
	for row := range strings.Lines(text) {
		row = strings.TrimLeft(strings.TrimSuffix(strings.TrimSuffix(row, "\n"), "\r"), " \t")
		if row != "" || len(out) == 0 || out[len(out)-1] != "" {
			out = append(out, row)
		}
	}
	return out
}

// topComments cuts the comments that a file begins with off those that belong
// to its first header.
func topComments(rows []string) (top, rest []string) {
	i := len(rows)
	for i > 0 && rows[i-1] != "" {
		i--
	}
	_, top = trimGap(rows[:i])
	return trimEnd(top), rows[max(0, i-1):]
}

// footComments cuts the comments off that directly follow a statement and have
// a blank line, or nothing, below them.
func footComments(rows []string, below bool) (foot, rest []string) {
	i := slices.Index(rows, "")
	if !below || i == 0 || len(rows) == 0 {
		return nil, rows
	}
	if i < 0 {
		return nil, rows
	}
	return rows[:i], rows[i:]
}

// trimGap cuts the blank line off that rows begin with.
func trimGap(rows []string) (gap bool, rest []string) {
	if len(rows) > 0 && rows[0] == "" {
		return true, rows[1:]
	}
	return false, rows
}

func trimEnd(rows []string) []string {
	if n := len(rows); n > 0 && rows[n-1] == "" {
		return rows[:n-1]
	}
	return rows
}

// nameText returns a dotted key as it is written, without spaces around its
// dots.
func (l *layout) nameText(s source.Statement) string {
	parts := make([]string, len(s.Names))
	for i, n := range s.Names {
		parts[i] = l.f.Text[n.Span.Start:n.Span.End]
	}
	return strings.Join(parts, ".")
}

func (l *layout) headText(s source.Statement) string {
	text := "[" + l.nameText(s) + "]"
	if s.Array {
		text = "[" + text + "]"
	}
	if s.Comment != (source.Span{}) {
		text += " " + l.f.Text[s.Comment.Start:s.Comment.End]
	}
	return text
}
