package lsp

import (
	"sort"
	"unicode/utf8"

	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/source"
)

// A text is a file and where things stand in it, as editors count.
type text struct {
	name  string       // in its folder
	file  *source.File // its Root is nil while the text is not TOML
	spots []edit.Spot
	lines []int // offset of the start of each line
}

func newText(name, content string) *text {
	f, _ := source.Parse(name, []byte(content))
	return &text{name: name, file: f, spots: edit.Spots(f), lines: lineStarts(f.Text)}
}

func lineStarts(content string) []int {
	out := []int{0}
	for i := range len(content) {
		if content[i] == '\n' {
			out = append(out, i+1)
		}
	}
	return out
}

// offset returns the byte offset of a position. One outside of the text is
// moved to its nearest place.
func (t *text) offset(p position) int {
	if p.Line < 0 {
		return 0
	}
	if p.Line >= len(t.lines) {
		return len(t.file.Text)
	}
	at := t.lines[p.Line]
	for units := 0; at < len(t.file.Text) && t.file.Text[at] != '\n' && units < p.Character; {
		r, size := utf8.DecodeRuneInString(t.file.Text[at:])
		units += utf16Len(r)
		if units > p.Character { // within a pair
			break
		}
		at += size
	}
	return at
}

// position returns the position of a byte offset.
func (t *text) position(offset int) position {
	offset = max(0, min(offset, len(t.file.Text)))
	line := sort.SearchInts(t.lines, offset+1) - 1
	units := 0
	for _, r := range t.file.Text[t.lines[line]:offset] {
		units += utf16Len(r)
	}
	return position{line, units}
}

func utf16Len(r rune) int {
	if r > 0xffff {
		return 2
	}
	return 1
}

// span returns the range of a span.
func (t *text) span(s source.Span) textRange {
	return textRange{t.position(s.Start), t.position(s.End)}
}

// edits returns edits of the text as the editor takes them.
func (t *text) edits(list []edit.Edit) []textEdit {
	out := make([]textEdit, len(list))
	for i, e := range list {
		out[i] = textEdit{t.span(source.Span{Start: e.Start, End: e.End}), e.New}
	}
	return out
}

// spotAt returns the number of the statement that an offset is in, or -1.
func (t *text) spotAt(offset int) int {
	for i, s := range t.spots {
		if s.Span.Start <= offset && offset <= s.Span.End {
			return i
		}
	}
	return -1
}

// extends returns the file that the text says it extends, as it writes it, and
// where; it may be asked of text that is not TOML.
func (t *text) extends() (target string, at source.Span) {
	if t.file.Root != nil {
		if v := t.file.Root.Lookup("extends"); v != nil && v.Kind == source.String {
			return v.Data.(string), v.Span
		}
		return "", source.Span{}
	}
	for _, s := range t.spots {
		if raw := t.file.Text[s.Value.Start:s.Value.End]; !s.Header && len(s.Steps) == 1 && s.Steps[0] == "extends" && len(raw) > 2 {
			return raw[1 : len(raw)-1], s.Value
		}
	}
	return "", source.Span{}
}
