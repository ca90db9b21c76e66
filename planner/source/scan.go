package source

import "strings"

// A scanner walks a valid TOML document and builds the tree of its values.
type scanner struct {
	src      string
	pos      int
	file     *File
	root     *Value
	comments []Span
	faults   []Fault

	keys     []part     // of the dotted key that was read last
	values   []Value    // to be handed out: one allocation for many
	contents []contents // the same
}

// A part is one name of a dotted key and where it stands.
type part struct {
	text string
	span Span
}

// tree builds the tree of a file.
func (s *scanner) tree() *Value {
	s.root = s.make(Table)
	s.root.implied = true
	here := s.root
	for s.blank(); s.pos < len(s.src); s.blank() {
		if s.peek('[') {
			here = s.header()
			continue
		}
		s.pair(here)
	}
	return s.root
}

// make returns a new value.
func (s *scanner) make(kind Kind) *Value {
	if len(s.values) == 0 {
		s.values = make([]Value, min(64, 8+len(s.src)/64))
	}
	v := &s.values[0]
	s.values = s.values[1:]
	v.Kind, v.File = kind, s.file
	if kind > Array {
		return v
	}
	if len(s.contents) == 0 {
		s.contents = make([]contents, min(32, 4+len(s.src)/256))
	}
	v.in, s.contents = &s.contents[0], s.contents[1:]
	return v
}

// named returns a new table that stands at its key.
func (s *scanner) named(key Span, kind Kind) *Value {
	v := s.make(kind)
	v.Key, v.Span = key, key
	return v
}

// header reads [a.b] or [[a.b]] and returns the table that it opens.
func (s *scanner) header() *Value {
	start := s.pos
	s.skip("[")
	array := s.skip("[")
	s.names()
	s.space()
	s.skip("]")
	if array {
		s.skip("]")
	}
	span := Span{start, s.pos}
	at, last := s.walk(s.root)
	have := at.Lookup(last.text)
	if array {
		return s.element(at, have, last, span)
	}
	if have == nil || have.Kind != Table || have.inline {
		if have != nil {
			s.twice(last, have)
		}
		have = s.make(Table)
		at.Set(last.text, have)
	}
	have.Key, have.Span, have.implied = span, span, false
	return have
}

// element adds a table to an array of tables, which it makes where there is none.
func (s *scanner) element(at, array *Value, last part, span Span) *Value {
	if array == nil || array.Kind != Array || array.inline {
		if array != nil {
			s.twice(last, array)
		}
		array = s.named(span, Array)
		at.Set(last.text, array)
	}
	table := s.named(span, Table)
	array.in.items = append(array.in.items, table)
	return table
}

// walk follows all but the last part of the dotted key that was read into a
// table, and returns where that ends and the last part. Tables that are not
// there yet are made; an array of tables is entered at its last element.
func (s *scanner) walk(at *Value) (*Value, part) {
	last := len(s.keys) - 1
	for _, name := range s.keys[:last] {
		next := at.Lookup(name.text)
		if items := next.items(); len(items) > 0 && !next.inline {
			next = items[len(items)-1]
		}
		if next == nil || next.Kind != Table || next.inline {
			if next != nil {
				s.twice(name, next)
			}
			next = s.named(name.span, Table)
			next.implied = true
			at.Set(name.text, next)
		}
		at = next
	}
	return at, s.keys[last]
}

// items returns the elements of an array, or nil of anything else.
func (v *Value) items() []*Value {
	if v == nil {
		return nil
	}
	return v.Items()
}

// twice notes a key that gives a value to what already is a table, the
// reverse, or one that adds to a table in braces. The library lets some of
// these pass and drops the first value.
func (s *scanner) twice(key part, first *Value) {
	s.faults = append(s.faults, Fault{
		Rule: "defined-twice", Span: key.span, First: first.Key,
		Message: Quote(key.text) + " is already defined as something else",
		Fix:     "Keep one of the two definitions, or write both as one table.",
	})
}

// pair reads key = value into a table.
func (s *scanner) pair(at *Value) {
	s.names()
	at, last := s.walk(at)
	s.space()
	s.skip("=")
	s.space()
	v := s.value()
	v.Key = last.span
	if have := at.Lookup(last.text); have != nil {
		s.twice(last, have)
		at.Set(last.text, v)
		return
	}
	at.in.add(last.text, v)
}

// value reads a value. That of a scalar, and with it its kind, is set by the
// library's answer.
func (s *scanner) value() *Value {
	start := s.pos
	var v *Value
	switch {
	case s.skip("["):
		v = s.make(Array)
		for s.blank(); s.pos < len(s.src) && !s.skip("]"); s.comma() {
			v.in.items = append(v.in.items, s.value())
		}
		v.inline = true
	case s.skip("{"):
		v = s.make(Table)
		for s.blank(); s.pos < len(s.src) && !s.skip("}"); s.comma() {
			s.pair(v)
		}
		v.inline = true
	default:
		v = s.make(String)
		s.scalar()
	}
	v.Span = Span{start, s.pos}
	v.Key = v.Span
	return v
}

// scalar steps over a value that is no array and no table.
func (s *scanner) scalar() {
	if s.next(`"'`) {
		s.text()
		return
	}
	start := s.pos
	for s.pos < len(s.src) && !s.next(",]}#\r\n") {
		s.pos++
	}
	raw := strings.TrimRight(s.src[start:s.pos], " \t")
	s.pos = min(start+max(len(raw), 1), len(s.src)) // never stand still
}

// names reads a dotted key into s.keys.
func (s *scanner) names() {
	s.keys = s.keys[:0]
	for {
		s.space()
		start := s.pos
		var text string
		if s.next(`"'`) {
			s.text()
			text = unquote(s.src[start:s.pos])
		} else {
			for s.pos < len(s.src) && bareByte(s.src[s.pos]) {
				s.pos++
			}
			text = s.src[start:s.pos]
		}
		s.keys = append(s.keys, part{text, Span{start, s.pos}})
		end := s.pos
		s.space()
		if !s.skip(".") {
			s.pos = max(end, start+1) // never stand still
			return
		}
	}
}
