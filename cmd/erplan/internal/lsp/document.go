package lsp

import (
	"io/fs"
	"net/url"
	"path"
	"path/filepath"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/source"
)

// A document is a text that the editor has open.
type document struct {
	uri     string
	version int
	file    *source.File // its Root is nil while the text is not TOML
	spots   []edit.Spot
	lines   []int        // offset of the start of each line
	good    *source.File // the last text that was TOML, for names while it is not

	findings []diag.Diagnostic // of this version, once it has been looked at
	checked  bool
}

// newDocument reads a text. What an older version knew is kept while the new
// one is not TOML.
func newDocument(uri string, version int, text string, old *document) *document {
	f, _ := source.Parse(fileName(uri), []byte(text))
	d := &document{uri: uri, version: version, file: f, spots: edit.Spots(f), good: f, lines: []int{0}}
	for i := range len(f.Text) {
		if f.Text[i] == '\n' {
			d.lines = append(d.lines, i+1)
		}
	}
	if f.Root == nil && old != nil {
		d.good = old.good
	}
	return d
}

// fileName returns the last part of the path of a URI.
func fileName(uri string) string {
	if u, err := url.Parse(uri); err == nil && u.Path != "" {
		return path.Base(u.Path)
	}
	return "erplan.toml"
}

// filePath returns the path of the file of a URI, or "" where it is none.
func filePath(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" {
		return ""
	}
	p := u.Path
	if len(p) > 2 && p[0] == '/' && p[2] == ':' { // file:///C:/designs/erplan.toml
		p = p[1:]
	}
	return filepath.FromSlash(p)
}

// beside returns the URI of a file by its path relative to that of another.
func beside(uri, name string) string {
	u, err := url.Parse(uri)
	if err != nil {
		return uri
	}
	u.Path = path.Join(path.Dir(u.Path), name)
	return u.String()
}

// offset returns the byte offset of a position. One outside of the text is
// moved to its nearest place.
func (d *document) offset(p position) int {
	if p.Line < 0 {
		return 0
	}
	if p.Line >= len(d.lines) {
		return len(d.file.Text)
	}
	at := d.lines[p.Line]
	for units := 0; at < len(d.file.Text) && d.file.Text[at] != '\n' && units < p.Character; {
		r, size := utf8.DecodeRuneInString(d.file.Text[at:])
		units += utf16Len(r)
		if units > p.Character { // within a pair
			break
		}
		at += size
	}
	return at
}

// position returns the position of a byte offset.
func (d *document) position(offset int) position {
	return positionIn(d.file.Text, d.lines, offset)
}

func positionIn(text string, lines []int, offset int) position {
	offset = max(0, min(offset, len(text)))
	line := sort.SearchInts(lines, offset+1) - 1
	units := 0
	for _, r := range text[lines[line]:offset] {
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
func (d *document) span(s source.Span) textRange {
	return textRange{d.position(s.Start), d.position(s.End)}
}

// spanIn returns the range of a span of any file.
func spanIn(f *source.File, s source.Span) textRange {
	lines := []int{0}
	for i := range len(f.Text) {
		if f.Text[i] == '\n' {
			lines = append(lines, i+1)
		}
	}
	return textRange{positionIn(f.Text, lines, s.Start), positionIn(f.Text, lines, s.End)}
}

// edits returns edits of the text as the editor takes them.
func (d *document) edits(list []edit.Edit) []textEdit {
	out := make([]textEdit, len(list))
	for i, e := range list {
		out[i] = textEdit{d.span(source.Span{Start: e.Start, End: e.End}), e.New}
	}
	return out
}

func (d *document) change(list []edit.Edit) workspaceEdit {
	return workspaceEdit{map[string][]textEdit{d.uri: d.edits(list)}}
}

// spotAt returns the number of the statement that an offset is in, or -1.
func (d *document) spotAt(offset int) int {
	for i, s := range d.spots {
		if s.Span.Start <= offset && offset <= s.Span.End {
			return i
		}
	}
	return -1
}

// bases returns the files that a text extends, the nearest first, with their
// URIs. Files that are not there or are not TOML end the list.
func (d *document) bases(fsys fs.FS, name string) (files []*source.File, uris []string) {
	if fsys == nil {
		return nil, nil
	}
	at, uri := d.good, d.uri
	for range 10 {
		v := at.Root.Lookup("extends")
		if v == nil || v.Kind != source.String {
			break
		}
		target := v.Data.(string)
		name = path.Join(path.Dir(name), target)
		if path.IsAbs(target) || !fs.ValidPath(name) || strings.ContainsAny(target, "\\\x00") {
			break
		}
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			break
		}
		f, _ := source.Parse(name, text)
		if f.Root == nil {
			break
		}
		uri = beside(uri, target)
		files, uris, at = append(files, f), append(uris, uri), f
	}
	return files, uris
}
