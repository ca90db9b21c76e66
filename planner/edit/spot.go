package edit

import (
	"github.com/erplan/erplan/planner/source"
)

// A Spot is a statement of a file and what it is about: for an editor, which
// asks what stands at an offset.
type Spot struct {
	source.Statement
	Path  string   // of the table or value that it names: circuits.er-london.tier
	Steps []string // the keys of the path; "" for an element of an array
	Depth int      // how many of the steps the header above it names; all of a header's
	Parts []int    // the number of steps up to and with each name of the statement
}

// Spots returns the statements of a file in the order of the text. The text
// need not be valid: of what is not, it returns what can be made out.
func Spots(f *source.File) []Spot {
	l := &layout{f: f}
	l.read()
	out := make([]Spot, len(l.lines))
	for i, ln := range l.lines {
		out[i] = Spot{Statement: ln.Statement, Path: ln.at.String(), Steps: ln.at.steps(), Depth: len(ln.table), Parts: ln.parts}
	}
	return out
}

// SpotAt returns the statement that an offset is in.
func SpotAt(f *source.File, offset int) (Spot, bool) {
	for _, s := range Spots(f) {
		if s.Span.Start <= offset && offset <= s.Span.End {
			return s, true
		}
	}
	return Spot{}, false
}

// steps returns the keys of a path, "" for an element of an array.
func (p path) steps() []string {
	out := make([]string, len(p))
	for i, s := range p {
		if s.item < 0 {
			out[i] = s.key
		}
	}
	return out
}
