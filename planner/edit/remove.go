package edit

import (
	"errors"
	"fmt"
	"strings"

	"github.com/erplan/erplan/planner/source"
)

// Remove takes out what stands at a path: a key with its line, a table with
// all that is below it, an element of an array. A comment on lines of its own
// directly above goes with a table and, above a key, where nothing but that
// key can be meant: the key is not one of several under the comment.
func Remove(f *source.File, at string) ([]Edit, error) {
	p, err := parse(at)
	if err != nil {
		return nil, err
	}
	l, err := lay(f)
	if err != nil {
		return nil, err
	}
	way := l.follow(p)
	if len(way) != len(p)+1 || len(p) == 0 {
		return nil, fmt.Errorf("%s is not in the design", p)
	}
	edits := l.cut(p, way)
	want := model(f.Root)
	want.remove(p)
	return edits, l.try(edits, want, p)
}

// cut removes a value from where it is written.
func (l *layout) cut(p path, way []*source.Value) []Edit {
	n := len(p)
	for box := 1; box < n; box++ { // the outermost value around it that is one
		if l.written(way[box]) {
			return l.cutInline(p, way)
		}
	}
	var out []Edit
	for i, ln := range l.lines {
		switch {
		case !ln.at.has(p):
		case ln.Header:
			out = append(out, l.cutBlock(i))
		case !ln.table.has(p): // else it goes with its table
			out = append(out, l.cutLine(i))
		}
	}
	return l.tidyEnd(merged(out))
}

// tidyEnd lets a text that loses its last lines not end in a blank one.
func (l *layout) tidyEnd(edits []Edit) []Edit {
	if n := len(edits); n > 0 && edits[n-1].End == len(l.f.Text) {
		e := &edits[n-1]
		for e.Start > 0 && l.formAt(l.lineStart(e.Start-1)) == blank {
			e.Start = l.lineStart(e.Start - 1)
		}
	}
	return edits
}

// cutLine removes the lines of a key, and the comment that is only about it.
func (l *layout) cutLine(i int) Edit {
	s := l.lines[i].Statement
	start, end := l.lineStart(s.Span.Start), l.nextLine(s.Span.End)
	if f := l.formAt(end); f != content || i+1 < len(l.lines) && l.lines[i+1].Header {
		start = l.above(start)
	}
	return Edit{start, end, ""}
}

// cutInline removes a key of a table in braces, or an element of an array.
func (l *layout) cutInline(p path, way []*source.Value) []Edit {
	n := len(p)
	v, box := way[n], way[n-1]
	if p[n-1].item >= 0 {
		items := box.Items()
		spans := make([]source.Span, len(items))
		for i, item := range items {
			spans[i] = item.Span
		}
		return []Edit{l.cutOne(spans, p[n-1].item, box.Span)}
	}
	for top := n - 1; top > 0; top-- {
		if !l.inBraces(way[top]) {
			continue
		}
		pairs := l.f.Pairs(way[top].Span)
		spans := make([]source.Span, len(pairs))
		hit := -1
		for i, s := range pairs {
			spans[i] = s.Span
			if s.Span.Start <= v.Key.Start && v.Key.End <= s.Span.End {
				hit = i
			}
		}
		if hit >= 0 {
			return []Edit{l.cutOne(spans, hit, way[top].Span)}
		}
	}
	return nil
}

// cutOne removes one of several values and one comma.
func (l *layout) cutOne(spans []source.Span, i int, box source.Span) Edit {
	end := l.comma(spans[i].End, box.End)
	if lines, ok := l.ownLines(source.Span{Start: spans[i].Start, End: end}, box); ok {
		return lines
	}
	switch {
	case len(spans) == 1 && !strings.Contains(l.f.Text[box.Start:spans[0].Start]+l.f.Text[spans[0].End:box.End], "#"):
		return Edit{box.Start + 1, box.End - 1, ""}
	case i+1 == len(spans) && i > 0 && !strings.Contains(l.f.Text[spans[i-1].End:spans[i].Start], "#"):
		return Edit{spans[i-1].End, spans[i].End, ""}
	case i+1 < len(spans) && !strings.Contains(l.f.Text[spans[i].End:spans[i+1].Start], "#"):
		return Edit{spans[i].Start, spans[i+1].Start, ""}
	}
	return Edit{spans[i].Start, end, ""}
}

// comma returns the offset after the comma that follows a value, or that of
// the end of the value where none does.
func (l *layout) comma(end, limit int) int {
	rest := l.f.Text[end:limit]
	if at := len(rest) - len(strings.TrimLeft(rest, " \t\r\n")); at < len(rest) && rest[at] == ',' {
		return end + at + 1
	}
	return end
}

// ownLines returns the edit that removes the lines of a value that shares them
// with nothing but a comment behind it.
func (l *layout) ownLines(v, box source.Span) (Edit, bool) {
	start, end := l.lineStart(v.Start), l.lineEnd(v.End)
	rest := strings.TrimLeft(l.f.Text[v.End:end], " \t")
	if start <= box.Start || end >= box.End || strings.TrimLeft(l.f.Text[start:v.Start], " \t") != "" || rest != "" && rest[0] != '#' {
		return Edit{}, false
	}
	return Edit{start, l.nextLine(v.End), ""}, true
}

// Rename gives the key or table at a path another name, wherever the name is
// written: in its own header, in those of the tables below it, in dotted keys.
// What refers to it is not changed.
func Rename(f *source.File, at, name string) ([]Edit, error) {
	p, err := parse(at)
	if err != nil {
		return nil, err
	}
	l, err := lay(f)
	if err != nil {
		return nil, err
	}
	n := len(p)
	way := l.follow(p)
	switch {
	case n == 0 || len(way) != n+1 || p[n-1].item >= 0:
		return nil, fmt.Errorf("%s is not a name in the design", p)
	case name == "":
		return nil, errors.New("a name cannot be empty")
	case way[n-1].Lookup(name) != nil:
		return nil, fmt.Errorf("%s is already in the design", p[:n-1].with(key(name)))
	}
	edits := l.renames(p, name)
	if len(edits) == 0 { // in braces
		edits = append(edits, Edit{way[n].Key.Start, way[n].Key.End, Key(name)})
	}
	want := model(f.Root)
	want.set(p[:n-1].with(key(name)), model(way[n]))
	want.remove(p)
	return edits, l.try(edits, want, p)
}

// renames returns the edits of each place in which the last step of a path is
// written on a line.
func (l *layout) renames(p path, name string) []Edit {
	var out []Edit
	for _, ln := range l.lines {
		if !ln.at.has(p) {
			continue
		}
		for i, n := range ln.Names {
			if ln.before(i) == len(p)-1 {
				out = append(out, Edit{n.Span.Start, n.Span.End, Key(name)})
			}
		}
	}
	return out
}

// before returns the number of steps of a line's path that come before its
// i-th name.
func (ln line) before(i int) int {
	if i > 0 {
		return ln.parts[i-1]
	}
	if ln.Header {
		return 0
	}
	return len(ln.table)
}
