package edit

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/erplan/erplan/planner/schema"
	"github.com/erplan/erplan/planner/source"
)

// Set gives a path a value, which is TOML text (see [Value]). A value that is
// there is replaced. A key that is not is written where the order of the
// language has it: beside the others in braces, on a line of its own in its
// table, or under a new header. The number after the last element of an array
// in brackets adds one.
func Set(f *source.File, at, value string) ([]Edit, error) {
	p, err := parse(at)
	if err != nil {
		return nil, err
	}
	to, err := literal(value)
	if err != nil {
		return nil, err
	}
	l, err := lay(f)
	if err != nil {
		return nil, err
	}
	edits, err := l.set(p, value)
	if err != nil {
		return nil, err
	}
	want := model(f.Root)
	want.set(p, to)
	return edits, l.try(edits, want, p)
}

// follow returns the values on a path as far as it is there, the root first.
func (l *layout) follow(p path) []*source.Value {
	way := []*source.Value{l.f.Root}
	for _, s := range p {
		at := way[len(way)-1]
		switch {
		case s.item < 0 && at.Kind == source.Table:
			at = at.Lookup(s.key)
		case s.item >= 0 && s.item < len(at.Items()):
			at = at.Items()[s.item]
		default:
			at = nil
		}
		if at == nil {
			break
		}
		way = append(way, at)
	}
	return way
}

// written reports whether a value is one: not a table under a header or of
// dotted keys, nor an array of such tables.
func (l *layout) written(v *source.Value) bool {
	switch v.Kind {
	case source.Table:
		return l.starts(v, "{")
	case source.Array:
		items := v.Items()
		return len(items) == 0 || items[0].Kind != source.Table || !l.starts(items[0], "[")
	}
	return true
}

func (l *layout) starts(v *source.Value, with string) bool {
	return strings.HasPrefix(l.f.Text[v.Span.Start:], with)
}

func (l *layout) set(p path, value string) ([]Edit, error) {
	way := l.follow(p)
	n := len(way) - 1
	v, rest := way[n], p[n:]
	if len(rest) == 0 {
		if n == 0 || !l.written(v) {
			return nil, fmt.Errorf("%s is a table; set its keys", p)
		}
		return []Edit{{v.Span.Start, v.Span.End, value}}, nil
	}
	for i, s := range rest {
		if s.item >= 0 && (i > 0 || len(rest) > 1 || v.Kind != source.Array || s.item != len(v.Items()) || !l.written(v)) {
			return nil, fmt.Errorf("%s is not in the design", p[:n+i+1])
		}
	}
	if rest[0].item >= 0 {
		return l.push(v, value), nil
	}
	if v.Kind != source.Table {
		return nil, fmt.Errorf("%s is not a table but %s", p[:n], v.Kind)
	}
	return l.insert(p, way, value)
}

// push adds an element to an array in brackets: on a line of its own where the
// last one has that.
func (l *layout) push(v *source.Value, value string) []Edit {
	items := v.Items()
	if len(items) == 0 {
		at := v.Span.Start + 1
		return []Edit{{at, at, value}}
	}
	last := items[len(items)-1].Span
	gap := " "
	if lead := l.f.Text[l.lineStart(last.Start):last.Start]; strings.TrimLeft(lead, " \t") == "" {
		gap = l.end + lead
	}
	return []Edit{{last.End, last.End, "," + gap + value}}
}

// insert writes a key that is not there into the deepest table that is.
func (l *layout) insert(p path, way []*source.Value, value string) ([]Edit, error) {
	n := len(way) - 1
	box := n // the nearest table around it that has a place of its own
	for box > 0 && l.dotted(way[box]) {
		box--
	}
	rel := p[box:]
	switch {
	case l.inBraces(way[box]):
		return l.insertInline(p[:box], rel, way[box].Span, value), nil
	case box < n || len(rel) > 1 && l.likesDots(p[:n]):
		return []Edit{l.insertLine(p[:box], rel, value)}, nil
	case len(rel) == 1 && (n == 0 || l.header(p[:n]) >= 0):
		return []Edit{l.insertLine(p[:box], rel, value)}, nil
	}
	last := len(p) - 1
	return []Edit{l.table(p[:last], false, []KeyValue{{p[last].key, value}})}, nil
}

// likesDots reports whether a table has a header and writes what is below it
// with dotted keys.
func (l *layout) likesDots(table path) bool {
	header := l.header(table)
	return header >= 0 && slices.ContainsFunc(l.block(header), func(ln line) bool { return len(ln.Names) > 1 })
}

// inBraces reports whether a table is written in braces.
func (l *layout) inBraces(v *source.Value) bool {
	return v != l.f.Root && v.Kind == source.Table && l.starts(v, "{")
}

// dotted reports whether a table is there only because dotted keys name it.
func (l *layout) dotted(v *source.Value) bool {
	if v == l.f.Root || v.Kind != source.Table || l.starts(v, "{") || l.starts(v, "[") {
		return false
	}
	for _, ln := range l.lines {
		if ln.Span.Start <= v.Key.Start && v.Key.Start < ln.Span.End {
			return !ln.Header
		}
	}
	return true
}

// insertInline writes a key into a table in braces.
func (l *layout) insertInline(table, rel path, braces source.Span, value string) []Edit {
	text := rel.dotted() + " = " + value
	pairs := l.f.Pairs(braces)
	if len(pairs) == 0 {
		return []Edit{{braces.Start, braces.End, "{ " + text + " }"}}
	}
	after := -1
	for i, s := range pairs {
		if c := compare(table.language(), names(s), rel); c <= 0 && (after < 0 || compare(table.language(), names(pairs[after]), names(s)) <= 0) {
			after = i
		}
	}
	if after < 0 {
		at := pairs[0].Span.Start
		return []Edit{{at, at, text + ", "}}
	}
	at := pairs[after].Span.End
	return []Edit{{at, at, ", " + text}}
}

// names returns the steps that the names of a statement are.
func names(s source.Statement) path {
	out := make(path, len(s.Names))
	for i, n := range s.Names {
		out[i] = key(n.Text)
	}
	return out
}

// insertLine writes a key into a table that has a header, or at the top of the
// file: after the key that comes before it in the language.
func (l *layout) insertLine(table, rel path, value string) Edit {
	header := -1
	if len(table) > 0 {
		header = l.header(table)
	}
	block := l.block(header)
	if len(block) == 0 {
		return l.firstLine(header, rel.dotted()+" = "+value)
	}
	order := table.language()
	after := -1
	for i, ln := range block {
		if compare(order, names(ln.Statement), rel) <= 0 && (after < 0 || l.nearer(order, block[after], ln, rel)) {
			after = i
		}
	}
	model := block[max(after, 0)].Statement
	text := l.indent(model) + pad(rel.dotted(), l.equals(model)) + "= " + value
	if after < 0 {
		at := l.above(l.lineStart(model.Span.Start))
		if header >= 0 { // a comment above the first key stays with it
			at = l.nextLine(l.lines[header].Span.End)
		}
		return Edit{at, at, text + l.end}
	}
	at := l.lineEnd(model.Span.End)
	return Edit{at, at, l.end + text}
}

// nearer reports whether b is a better key to write rel after than a: one that
// shares more of its names, or comes later in the language.
func (l *layout) nearer(order *schema.Key, a, b line, rel path) bool {
	x, y := names(a.Statement), names(b.Statement)
	if s, t := shared(x, rel), shared(y, rel); s != t {
		return t > s
	}
	return compare(order, x, y) <= 0
}

// shared returns how many names two keys have in common at their start.
func shared(a, b path) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// pad writes a key with the space before its "=", so that that stands below
// the one of the line above where there is room.
func pad(key string, width int) string {
	return key + strings.Repeat(" ", max(1, width-utf8.RuneCountInString(key)))
}

// firstLine writes the first key of a table, or of the top of a file.
func (l *layout) firstLine(header int, text string) Edit {
	if header >= 0 {
		s := l.lines[header].Statement
		at := l.lineEnd(s.Span.End)
		return Edit{at, at, l.end + l.indent(s) + text}
	}
	if len(l.lines) > 0 {
		at := l.above(l.lineStart(l.lines[0].Span.Start))
		return Edit{at, at, text + l.end + l.end}
	}
	at := len(l.f.Text)
	if at > 0 && !strings.HasSuffix(l.f.Text, "\n") {
		text = l.end + text
	}
	return Edit{at, at, text + l.end}
}
