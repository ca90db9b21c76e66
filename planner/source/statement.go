package source

// A Statement is what one or more whole lines of a file say: a table header,
// or a key with its value. Statements are what an editor or a formatter moves
// and changes, where the tree is what a program reads.
type Statement struct {
	Header  bool   // [a.b] or [[a.b]]
	Array   bool   // [[a.b]]
	Names   []Name // the parts of the dotted key, at least one
	Span    Span   // from the first byte of the header or key to the last of the header or value
	Value   Span   // right of "="; empty of a header
	Comment Span   // behind it on its last line; empty where there is none
}

// A Name is one part of a dotted key and where it stands, quotes included.
type Name struct {
	Text string
	Span Span
}

// Statements returns the headers and keys of a file that has been read without
// faults, in the order of the text. Of other text it returns what can be made
// out.
func (f *File) Statements() []Statement {
	if f.Root == nil && steep(f.Text) {
		return nil
	}
	s := f.scan(Span{0, len(f.Text)})
	var out []Statement
	for s.blank(); s.pos < len(f.Text); s.blank() {
		st := s.statement()
		s.space()
		if s.peek('#') {
			st.Comment = s.comment()
		}
		out = append(out, st.within(len(f.Text)))
	}
	return out
}

// Pairs returns the keys of a table in braces, in the order of the text.
func (f *File) Pairs(inline Span) []Statement {
	s := f.scan(inline)
	var out []Statement
	if !s.skip("{") {
		return nil
	}
	for s.blank(); s.pos < inline.End && !s.skip("}"); s.comma() {
		out = append(out, s.statement().within(inline.End))
	}
	return out
}

// scan returns a scanner for a part of a file. Two line ends after it keep the
// scanner, which was made for text that is valid, from running over the end.
func (f *File) scan(part Span) scanner {
	return scanner{src: f.Text[:part.End] + "\n\n", file: f, pos: part.Start}
}

// steep reports whether brackets in a text that is not valid open so many
// others that following them would take all memory.
func steep(text string) bool {
	depth := 0
	for i := range len(text) {
		switch text[i] {
		case '[', '{':
			depth++
		case ']', '}':
			depth = max(0, depth-1)
		}
		if depth > 100*MaxDepth {
			return true
		}
	}
	return false
}

// within cuts the places of a statement off at the end of the text.
func (st Statement) within(end int) Statement {
	cut := func(s Span) Span { return Span{min(s.Start, end), min(s.End, end)} }
	st.Span, st.Value, st.Comment = cut(st.Span), cut(st.Value), cut(st.Comment)
	for i := range st.Names {
		st.Names[i].Span = cut(st.Names[i].Span)
	}
	return st
}

// statement reads a header, or a key and its value. It never stands still.
func (s *scanner) statement() Statement {
	st := Statement{Span: Span{Start: s.pos}}
	if s.skip("[") {
		st.Header, st.Array = true, s.skip("[")
	}
	s.names()
	for _, k := range s.keys {
		st.Names = append(st.Names, Name{k.text, k.span})
	}
	s.space()
	if st.Header {
		s.skip("]")
		if st.Array {
			s.skip("]")
		}
	} else if s.skip("=") {
		s.space()
		st.Value = s.value().Span
	}
	s.pos = max(s.pos, st.Span.Start+1)
	st.Span.End = s.pos
	if !st.Header && st.Value != (Span{}) {
		st.Span.End = st.Value.End
	}
	return st
}

// comment reads a comment up to the end of its line.
func (s *scanner) comment() Span {
	start := s.pos
	s.line()
	end := s.pos
	for end > start && s.src[end-1] == '\r' {
		end--
	}
	return Span{start, end}
}
