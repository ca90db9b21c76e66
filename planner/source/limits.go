package source

import "fmt"

// MaxDepth is how deep arrays, tables and dotted keys may nest, the header
// above them counted in. The language needs eight levels; deeper text is
// refused before it costs time.
const MaxDepth = 100

// The library walks from the top of the document to each part of each key, and
// writes its path anew. Below ordinary depths that costs nothing; below those,
// steps counts what is walked, and most is worth about a second.
const ordinary, most = 16, 4_000_000

// MaxKey is how long a part of a key may be, in bytes. The library writes the
// path of every key anew, so that long ones cost time and memory.
const MaxKey = 1000

// A limiter looks for text that would cost too much to read. It follows
// strings and comments as TOML does: on valid text it counts exactly, and in
// other text up to the first error, where the library stops.
type limiter struct {
	scanner
	open   []int // how many levels each open bracket adds
	level  int   // the sum of those, and of the header in force
	header int
	dots   int  // of the key that may be being read
	start  int  // of the part of it that is being read, -1 before it
	end    int  // after the last byte of that part that is no space
	steps  int  // of the library, for keys that are deeper than ordinary
	fresh  bool // at the start of a statement
	title  bool // within a header
}

// exceeds returns a fault if the text is beyond a limit.
func exceeds(text string) (Fault, bool) {
	l := limiter{scanner: scanner{src: text}, start: -1, fresh: true}
	for l.pos < len(text) {
		at := l.pos
		if !l.step() {
			return Fault{Rule: "invalid-toml", Span: Span{l.start, l.end}, Message: fmt.Sprintf("this key is longer than %d bytes", MaxKey),
				Fix: "Shorten it; look for a quote that is never closed."}, true
		}
		if l.steps > most {
			return Fault{Rule: "too-deep", Span: Span{at, at + 1}, Message: "the file nests very deeply very often",
				Fix: "The language needs eight levels; write less deep tables."}, true
		}
		if l.level+l.dots > MaxDepth {
			return Fault{Rule: "too-deep", Span: Span{at, at + 1}, Message: fmt.Sprintf("this nests deeper than %d levels", MaxDepth),
				Fix: "The language needs eight levels; look for a bracket that is never closed."}, true
		}
	}
	return Fault{}, false
}

// step reads on and reports whether what it ended is not too long a key.
func (l *limiter) step() bool {
	c := l.src[l.pos]
	if l.letter(c) {
		return true
	}
	short := l.start < 0 || l.end-l.start <= MaxKey || c == '\n' || c == ','
	l.pos++
	switch c {
	case '[', '{':
		l.bracket(c)
	case ']', '}':
		l.close(c)
		short = short || !l.title
	case '.':
		l.dots++
	case '=':
		if depth := l.level + l.dots; depth > ordinary {
			l.steps += depth * (l.dots + 1)
		}
	case ',':
		l.dots = 0
	case '\n':
		l.dots, l.title, l.fresh = 0, false, len(l.open) == 0
	}
	if short {
		l.start = -1
	}
	return short
}

// letter steps over what is no sign: white space, comments, strings and the
// bytes of keys and values.
func (l *limiter) letter(c byte) bool {
	switch c {
	case '[', '{', ']', '}', '.', ',', '\n', '=':
		return false
	case ' ', '\t', '\r':
		l.pos++
		return true
	case '#':
		l.line()
		return true
	}
	if l.start < 0 {
		l.start = l.pos
	}
	l.fresh = false
	if c == '"' || c == '\'' {
		l.text()
	} else {
		l.pos++
	}
	l.end = l.pos
	return true
}

func (l *limiter) bracket(c byte) {
	if c == '[' && l.fresh {
		l.skip("[")
		l.level -= l.header
		l.header, l.title, l.fresh = 0, true, false
		return
	}
	l.open = append(l.open, l.dots+1)
	l.level += l.dots + 1
	l.dots, l.fresh = 0, false
}

func (l *limiter) close(c byte) {
	if c == ']' && l.title {
		l.skip("]")
		l.header = l.dots + 1
		l.level += l.header
		l.dots = 0
		return
	}
	if n := len(l.open); n > 0 {
		l.level -= l.open[n-1]
		l.open = l.open[:n-1]
	}
	l.dots = 0
}
