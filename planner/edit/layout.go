package edit

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/erplan/erplan/planner/source"
)

// A layout is a file as its lines: which statement says what.
type layout struct {
	f     *source.File
	lines []line
	end   string // how lines end
}

// A line is a statement and what it is about.
type line struct {
	source.Statement
	table path  // that the statement stands in; the same as at for a header
	at    path  // of the table or value that it names
	parts []int // the number of steps of at up to and with each name
}

var errNotRead = errors.New("the text cannot be read; mend its syntax first")

// lay reads the layout of a file.
func lay(f *source.File) (*layout, error) {
	if f.Root == nil {
		return nil, errNotRead
	}
	l := &layout{f: f, end: "\n"}
	if strings.Contains(f.Text, "\r\n") {
		l.end = "\r\n"
	}
	l.read()
	return l, nil
}

// read reads the statements of a file, and what each is about.
func (l *layout) read() {
	counts := map[string]int{} // of the arrays of tables, how many elements there were so far
	var table path
	for _, s := range l.f.Statements() {
		in := table
		if s.Header {
			in = nil
		}
		ln := line{Statement: s}
		ln.at, ln.parts = resolve(in, s, counts)
		if s.Header {
			table = ln.at
		}
		ln.table = table
		l.lines = append(l.lines, ln)
	}
}

// resolve returns what a statement within a table names. An array of tables is
// entered at its last element.
func resolve(in path, s source.Statement, counts map[string]int) (at path, parts []int) {
	at = make(path, len(in), len(in)+2*len(s.Names))
	copy(at, in)
	for i, name := range s.Names {
		at = append(at, key(name.Text))
		if s.Array || len(counts) > 0 { // most files have no arrays of tables
			id := at.String()
			if s.Array && i == len(s.Names)-1 {
				counts[id]++
			}
			if n := counts[id]; n > 0 {
				at = append(at, element(n-1))
			}
		}
		parts = append(parts, len(at))
	}
	return at, parts
}

// header returns the number of the header of a table, or -1.
func (l *layout) header(table path) int {
	for i, ln := range l.lines {
		if ln.Header && len(ln.at) == len(table) && ln.at.has(table) {
			return i
		}
	}
	return -1
}

// block returns the statements of the table whose header has a number: those
// after it and before the next header. The top of the file has the number -1.
func (l *layout) block(header int) []line {
	from := header + 1
	to := from
	for to < len(l.lines) && !l.lines[to].Header {
		to++
	}
	return l.lines[from:to]
}

// lineStart returns the offset of the start of the line of an offset.
func (l *layout) lineStart(offset int) int {
	return strings.LastIndexByte(l.f.Text[:offset], '\n') + 1
}

// lineEnd returns the offset after the last byte of the line of an offset,
// before its line end.
func (l *layout) lineEnd(offset int) int {
	n := strings.IndexByte(l.f.Text[offset:], '\n')
	if n < 0 {
		return len(l.f.Text)
	}
	end := offset + n
	if end > offset && l.f.Text[end-1] == '\r' {
		end--
	}
	return end
}

// nextLine returns the offset of the line after that of an offset, or the end
// of the text.
func (l *layout) nextLine(offset int) int {
	if n := strings.IndexByte(l.f.Text[offset:], '\n'); n >= 0 {
		return offset + n + 1
	}
	return len(l.f.Text)
}

// indent returns the white space before a statement.
func (l *layout) indent(s source.Statement) string {
	return l.f.Text[l.lineStart(s.Span.Start):s.Span.Start]
}

// A form is what a whole line holds.
type form int

const (
	none form = iota // past the end of the text
	blank
	comment
	content
)

// formAt returns what the line that starts at an offset holds.
func (l *layout) formAt(start int) form {
	if start >= len(l.f.Text) {
		return none
	}
	text := strings.TrimLeft(l.f.Text[start:l.lineEnd(start)], " \t")
	switch {
	case text == "":
		return blank
	case text[0] == '#':
		return comment
	}
	return content
}

// above returns the start of the comment lines that stand directly above the
// line that starts at an offset, or the offset itself.
func (l *layout) above(start int) int {
	for start > 0 {
		before := l.lineStart(start - 1)
		if l.formAt(before) != comment {
			break
		}
		start = before
	}
	return start
}

// equals returns the width of a line up to its "=", in characters.
func (l *layout) equals(s source.Statement) int {
	last := s.Names[len(s.Names)-1].Span.End
	at := last + strings.IndexByte(l.f.Text[last:s.Span.End], '=')
	return utf8.RuneCountInString(l.f.Text[s.Span.Start:max(at, last)])
}
