// Package source holds the text of a design file and knows where each value
// of it stands.
//
// [Parse] turns TOML text into a tree of [Value]: tables keep the order of the
// text, every value knows its file and the span of its key and of itself. The
// TOML library decides what is valid and what each value means; a scanner of
// our own, run only on text that the library has accepted, finds the places.
// Trees are merged with [Merge], which keeps the places, so that a finding on
// a merged design still points at the line that a person wrote.
//
// A [Node] is embedded in every table of the design's model and answers where
// the table, or a key of it, is written.
//
// What [File.Line] and [Quote] return is made to be shown: secrets are masked
// and control characters made harmless.
package source

import (
	"sort"
	"strings"
	"sync"
)

// A Span is a half-open range of byte offsets in a file.
type Span struct{ Start, End int }

// A Pos is a line and a column, both from 1. Columns count Unicode code points.
type Pos struct{ Line, Col int }

// A File is the text of a design and the tree of its values.
type File struct {
	Name     string // as shown to people: the path as given, or "-"
	Text     string // without a byte-order mark
	Root     *Value // the whole document, a table
	Comments []Span // in the order of the text, from "#" to the end of the line

	index  sync.Once
	lines  []int // offset of the start of each line
	points []int // how many code points stand before each block of the text

	mask   sync.Once
	hidden []Span // what must not be shown, in the order of the text
}

// block is how many bytes lie between two counts of code points, so that a
// column far out on a long line is found without counting from its start.
const block = 1 << 10

// Pos returns the position of a byte offset; offsets past the end give the end.
func (f *File) Pos(offset int) Pos {
	starts := f.starts()
	offset = max(0, min(offset, len(f.Text)))
	line := sort.SearchInts(starts, offset+1)
	return Pos{line, 1 + f.before(offset) - f.before(starts[line-1])}
}

// Lines returns the number of lines, at least one.
func (f *File) Lines() int { return len(f.starts()) }

// Line returns the text of a line, from 1, without its end. It is made to be
// shown: what may be a secret is masked and control characters are made
// visible, one code point for one, so that columns stay right.
func (f *File) Line(n int) string {
	starts := f.starts()
	if n < 1 || n > len(starts) {
		return ""
	}
	start, end := starts[n-1], len(f.Text)
	if n < len(starts) {
		end = starts[n]
	}
	line := strings.TrimRight(f.Text[start:end], "\r\n")
	return visible(cover(line, start, f.secrets()))
}

// starts returns the offset of the start of each line.
func (f *File) starts() []int {
	f.index.Do(func() {
		f.lines = append(f.lines, 0)
		points := 0
		for i := range len(f.Text) {
			if i%block == 0 {
				f.points = append(f.points, points)
			}
			if f.Text[i] == '\n' {
				f.lines = append(f.lines, i+1)
			}
			if leads(f.Text[i]) {
				points++
			}
		}
	})
	return f.lines
}

// before returns how many code points stand before an offset.
func (f *File) before(offset int) int {
	if offset == 0 {
		return 0
	}
	at := (offset - 1) / block
	n := f.points[at]
	for i := at * block; i < offset; i++ {
		if leads(f.Text[i]) {
			n++
		}
	}
	return n
}

// leads reports whether a byte starts a code point in UTF-8.
func leads(b byte) bool { return b&0xc0 != 0x80 }

// secrets returns what must not be shown of the text.
func (f *File) secrets() []Span {
	f.mask.Do(func() { f.hidden = secretSpans(f.Text) })
	return f.hidden
}

// A Place is a value of a design and where it is written.
type Place struct {
	File *File
	Span Span
	Path string // of the value: circuits.er-london.tier
}

// Start returns the position of the first byte.
func (p Place) Start() Pos {
	if p.File == nil {
		return Pos{1, 1}
	}
	return p.File.Pos(p.Span.Start)
}

// End returns the position after the last byte.
func (p Place) End() Pos {
	if p.File == nil {
		return Pos{1, 1}
	}
	return p.File.Pos(p.Span.End)
}

// Name returns the name of the file, or "" where the place is in none.
func (p Place) Name() string {
	if p.File == nil {
		return ""
	}
	return p.File.Name
}

// Compare orders places by file name, then offset, then path.
func (p Place) Compare(q Place) int {
	if c := strings.Compare(p.Name(), q.Name()); c != 0 {
		return c
	}
	if p.Span.Start != q.Span.Start {
		return p.Span.Start - q.Span.Start
	}
	return strings.Compare(p.Path, q.Path)
}
