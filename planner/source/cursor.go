package source

import "strings"

// text steps over a string of any of the four forms. On text that is not
// valid, a string of one line ends with the line.
func (s *scanner) text() {
	quote := s.src[s.pos]
	end := s.src[s.pos : s.pos+1]
	if strings.HasPrefix(s.src[s.pos+1:], end) && strings.HasPrefix(s.src[s.pos+2:], end) {
		end = s.src[s.pos : s.pos+3]
	}
	s.pos += len(end)
	start := s.pos
	for s.pos < len(s.src) && !s.skip(end) {
		if len(end) == 1 && s.src[s.pos] == '\n' {
			return
		}
		if quote == '"' && s.src[s.pos] == '\\' {
			s.pos++
		}
		s.pos = min(s.pos+1, len(s.src))
	}
	if len(end) == 1 {
		return
	}
	most := 2 // quotes that the text itself may end in
	if before := s.pos - len(end) - 1; before >= start && s.src[before] == '\\' && quote == '"' {
		most = 3 // after \\ the library takes one more
	}
	for ; most > 0 && s.peek(quote); most-- {
		s.pos++
	}
}

// blank steps over white space, line ends and comments.
func (s *scanner) blank() {
	for ; s.pos < len(s.src) && s.next(" \t\r\n#"); s.pos++ {
		if s.src[s.pos] != '#' {
			continue
		}
		start := s.pos
		s.line()
		s.comments = append(s.comments, Span{start, start + len(strings.TrimRight(s.src[start:s.pos], "\r"))})
		s.pos--
	}
}

// line steps to the end of the line.
func (s *scanner) line() {
	if n := strings.IndexByte(s.src[s.pos:], '\n'); n >= 0 {
		s.pos += n
	} else {
		s.pos = len(s.src)
	}
}

func (s *scanner) comma() {
	s.blank()
	s.skip(",")
	s.blank()
}

func (s *scanner) space() {
	for s.pos < len(s.src) && (s.src[s.pos] == ' ' || s.src[s.pos] == '\t') {
		s.pos++
	}
}

func (s *scanner) peek(c byte) bool { return s.pos < len(s.src) && s.src[s.pos] == c }

// next reports whether the next byte is one of a few.
func (s *scanner) next(any string) bool {
	return s.pos < len(s.src) && strings.IndexByte(any, s.src[s.pos]) >= 0
}

// skip steps over a token if it is next.
func (s *scanner) skip(token string) bool {
	ok := strings.HasPrefix(s.src[s.pos:], token)
	if ok {
		s.pos += len(token)
	}
	return ok
}
