package edit

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/erplan/erplan/planner/schema"
	"github.com/erplan/erplan/planner/source"
)

// AddTable writes a table with its header, where the order of the language has
// it and after the others of its collection. It is an error where the table
// has a header already; one that only longer headers imply gets its own.
func AddTable(f *source.File, at string, keys []KeyValue) ([]Edit, error) {
	p, err := parse(at)
	if err != nil {
		return nil, err
	}
	l, err := lay(f)
	if err != nil {
		return nil, err
	}
	if way := l.follow(p); len(way) == len(p)+1 && (l.header(p) >= 0 || l.dotted(way[len(p)]) || l.written(way[len(p)])) {
		return nil, fmt.Errorf("%s is already in the design", p)
	}
	want := model(f.Root)
	if len(keys) == 0 {
		want.set(p, &node{table: map[string]*node{}})
	}
	if err := want.fill(p, keys); err != nil {
		return nil, err
	}
	edits := []Edit{l.table(p, false, keys)}
	return edits, l.try(edits, want, p)
}

// Append adds an element to an array of tables such as exceptions, after the
// others, or where the order of the language has the first. An array that is
// written in brackets gets an element in braces.
func Append(f *source.File, array string, keys []KeyValue) ([]Edit, error) {
	p, err := parse(array)
	if err != nil {
		return nil, err
	}
	l, err := lay(f)
	if err != nil {
		return nil, err
	}
	n := 0
	if way := l.follow(p); len(way) == len(p)+1 {
		have := way[len(p)]
		if have.Kind != source.Array {
			return nil, fmt.Errorf("%s is not an array of tables but %s", p, have.Kind)
		}
		if n = len(have.Items()); l.written(have) {
			return Set(f, source.Index(array, n), Table(keys))
		}
	}
	want := model(f.Root)
	if n == 0 {
		want.set(p, &node{isArray: true})
	}
	p = p.with(element(n))
	want.set(p, &node{table: map[string]*node{}})
	if err := want.fill(p, keys); err != nil {
		return nil, err
	}
	edits := []Edit{l.table(p, true, keys)}
	return edits, l.try(edits, want, p)
}

// fill gives a table of the model keys.
func (n *node) fill(p path, keys []KeyValue) error {
	for _, kv := range keys {
		v, err := literal(kv.Value)
		if err != nil {
			return err
		}
		n.set(p.with(key(kv.Key)), v)
	}
	return nil
}

// table writes a new table.
func (l *layout) table(p path, array bool, keys []KeyValue) Edit {
	text := strings.Join(render(p, array, keys), l.end)
	if len(l.lines) == 0 {
		return l.firstLine(-1, text)
	}
	after, before := l.neighbour(p)
	if before >= 0 {
		s := l.lines[before].Statement
		at := l.above(l.lineStart(s.Span.Start))
		gap := l.end
		if !l.lines[before].at.has(p) {
			gap += l.end
		}
		return Edit{at, at, text + gap}
	}
	at := l.bodyEnd(after)
	next := l.nextLine(at)
	switch near := l.formAt(next); {
	case near == blank || near == none:
		return Edit{at, at, l.end + l.end + text}
	case l.tight(after, p):
		return Edit{at, at, l.end + text}
	}
	return Edit{at, at, l.end + l.end + text + l.end}
}

// render writes a table as lines, its "=" below each other.
func render(p path, array bool, keys []KeyValue) []string {
	header := "[" + p.dotted() + "]"
	if array {
		header = "[" + header + "]"
	}
	out := []string{header}
	width := 0
	for _, kv := range keys {
		width = max(width, utf8.RuneCountInString(Key(kv.Key)))
	}
	for _, kv := range keys {
		out = append(out, pad(Key(kv.Key), width+1)+"= "+kv.Value)
	}
	return out
}

// neighbour returns the number of the statement with which the block ends
// that a new table follows or, where it comes before all that is near it, of
// the header that it precedes. The other number is -1.
func (l *layout) neighbour(p path) (after, before int) {
	near := l.nearest(p)
	if len(near) == 0 {
		return len(l.lines) - 1, -1
	}
	depth := shared(l.lines[near[0]].at, p)
	if depth == len(p) { // longer headers imply the table
		return -1, near[0]
	}
	order := p[:depth].language()
	last := -1
	for _, i := range near {
		if order == nil || order.Form != schema.Group || len(l.lines[i].at) == depth || compare(order, l.lines[i].at[depth:], p[depth:]) <= 0 {
			last = i
		}
	}
	if last < 0 {
		return -1, near[0]
	}
	for last+1 < len(l.lines) && !l.lines[last+1].Header {
		last++
	}
	return last, -1
}

// nearest returns the headers that have the most steps in common with a table.
func (l *layout) nearest(p path) []int {
	var out []int
	best := 0
	for i, ln := range l.lines {
		if !ln.Header {
			continue
		}
		n := shared(ln.at, p)
		if n > best {
			best, out = n, nil
		}
		if n == best {
			out = append(out, i)
		}
	}
	return out
}

// tight reports whether a new table after a statement stands among others of
// the same thing that follow each other without blank lines.
func (l *layout) tight(after int, p path) bool {
	if shared(l.lines[after].table, p) < 2 {
		return false
	}
	header := l.header(l.lines[after].table)
	if after+1 < len(l.lines) && shared(l.lines[after+1].at, p) >= 2 {
		header = after + 1 // of the table that comes next, without a blank line
	}
	start := l.lineStart(l.lines[header].Span.Start)
	return start > 0 && l.formAt(l.lineStart(start-1)) == content
}

// bodyEnd returns the end of the line of a statement or of the comments below
// it that belong to its table: those that nothing follows directly.
func (l *layout) bodyEnd(i int) int {
	end := l.lineEnd(l.lines[i].Span.End)
	for at := end; ; {
		at = l.nextLine(at)
		switch l.formAt(at) {
		case comment:
			at = l.lineEnd(at)
			if f := l.formAt(l.nextLine(at)); f == blank || f == none {
				return at
			}
		default:
			return end
		}
	}
}

// remove cuts what a header opens: its lines up to the next header, without
// the comments that belong to that.
func (l *layout) cutBlock(header int) Edit {
	last := header + len(l.block(header))
	start := l.above(l.lineStart(l.lines[header].Span.Start))
	end := l.nextLine(l.bodyEnd(last))
	for l.formAt(end) == blank {
		end = l.nextLine(end)
	}
	return Edit{start, end, ""}
}

// merged joins edits that cut adjoining or overlapping text.
func merged(edits []Edit) []Edit {
	slices.SortFunc(edits, func(a, b Edit) int { return a.Start - b.Start })
	var out []Edit
	for _, e := range edits {
		if n := len(out); n > 0 && e.New == "" && out[n-1].New == "" && e.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, e.End)
			continue
		}
		out = append(out, e)
	}
	return out
}
