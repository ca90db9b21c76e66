package source

import "strings"

// twice returns the key that the library found to be defined already, and
// whether that is the error.
func twice(message string) (key string, ok bool) {
	rest, ok := strings.CutPrefix(message, "Key '")
	for _, end := range []string{"' has already been defined.", "' was already created as a hash.", "' was already created and cannot be used as an array."} {
		if key, found := strings.CutSuffix(rest, end); ok && found {
			return key, true
		}
	}
	return "", strings.HasSuffix(message, "is not a table")
}

// definedTwice says of a key that is there already where it is defined first.
func (f *File) definedTwice(e slip, key string) Fault {
	names, _ := SplitPath(key)
	path := ""
	for _, n := range names {
		path = Join(path, n)
	}
	e.say(f.keySpan(e, names), "Keep one of the two definitions, or give one another name.", "%q is defined twice", path)
	if path == "" || f.shows(e.line) {
		e.Message = "this is defined twice"
	}
	e.Rule, e.First = "defined-twice", f.definition(e.line.Start, names)
	return e.Fault
}

// keySpan returns where the key stands that the library found twice: where it
// says or, as it speaks of the last key of an inline table, left of that.
func (f *File) keySpan(e slip, names []string) Span {
	line := f.Text[e.line.Start:e.line.End]
	s := scanner{src: line, pos: e.Span.Start - e.line.Start}
	if s.pos > 0 && (line[s.pos-1] == '"' || line[s.pos-1] == '\'') {
		s.pos-- // it says where the name starts, inside the quotes
	}
	start := s.pos
	s.names()
	for _, k := range s.keys {
		if len(names) == 0 || k.text == names[len(names)-1] {
			return Span{e.line.Start + start, e.line.Start + k.span.End}
		}
	}
	if at := strings.LastIndex(line[:start], names[len(names)-1]); at >= 0 {
		return Span{e.line.Start + at, e.line.Start + at + len(names[len(names)-1])}
	}
	return e.Span
}

// definition returns where a key is defined first in the text before an
// offset, which the library has read; empty where that is not found.
func (f *File) definition(end int, names []string) Span {
	s := scanner{src: f.Text[:end], file: f}
	at := s.tree()
	for _, name := range names {
		if items := at.items(); len(items) > 0 {
			at = items[len(items)-1]
		}
		if at = at.Lookup(name); at == nil {
			return Span{}
		}
	}
	return at.Key
}
