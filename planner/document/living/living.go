// Package living renews the parts of a Markdown file that a program writes,
// and keeps every byte of what people wrote around them.
//
// A part stands between two lines of its own:
//
//	<!-- erplan:begin summary -->
//	…
//	<!-- erplan:end summary -->
//
// [Parse] finds the parts. It refuses a file whose markers are damaged, with
// the line, rather than guess what is a person's and what is not. [File.Renew]
// puts new text between the markers; [File.Insert] adds a part that the file
// does not have yet. The line ends of the file are kept, those of Windows too.
package living

import (
	"fmt"
	"slices"
	"strings"
)

const (
	begin  = "<!-- erplan:begin "
	finish = "<!-- erplan:end "
	close  = " -->"
)

// Begin returns the line before a part.
func Begin(id string) string { return begin + id + close }

// End returns the line after a part.
func End(id string) string { return finish + id + close }

// A Fault is a marker that is damaged.
type Fault struct {
	Line    int // from 1
	Message string
}

// Error says what is wrong, without the line.
func (f *Fault) Error() string { return f.Message }

// A File is the text of a Markdown file, cut at its markers.
type File struct {
	pieces []piece
	crlf   bool // lines end as they do on Windows
}

// A piece is a part, or what stands between parts.
type piece struct {
	id   string // "" of a person's text
	line int    // of the first marker
	text string // of a person: as it is; of a part: what stands between the lines of its markers
	head string // the lines of the markers, as they are
	foot string
}

// Parse reads a file. The error is a [Fault].
func Parse(text string) (*File, error) {
	f := &File{crlf: strings.Contains(text, "\r\n")}
	var open *piece
	own := piece{}
	n := 0
	for line := range strings.Lines(text) {
		n++
		kind, id, err := marker(line)
		switch {
		case err != nil:
			return nil, &Fault{n, err.Error()}
		case kind == "":
			if open != nil {
				open.text += line
			} else {
				own.text += line
			}
		case kind == begin && open != nil:
			return nil, &Fault{n, fmt.Sprintf("section %q begins before section %q, of line %d, ends", id, open.id, open.line)}
		case kind == begin && f.Has(id):
			return nil, &Fault{n, fmt.Sprintf("section %q is there twice", id)}
		case kind == begin:
			f.add(own)
			own = piece{}
			open = &piece{id: id, line: n, head: line}
		case open == nil:
			return nil, &Fault{n, fmt.Sprintf("section %q ends and has not begun", id)}
		case open.id != id:
			return nil, &Fault{n, fmt.Sprintf("section %q ends where section %q, of line %d, is open", id, open.id, open.line)}
		default:
			open.foot = line
			f.add(*open)
			open = nil
		}
	}
	if open != nil {
		return nil, &Fault{open.line, fmt.Sprintf("section %q begins and never ends", open.id)}
	}
	f.add(own)
	return f, nil
}

func (f *File) add(p piece) {
	if p.id != "" || p.text != "" {
		f.pieces = append(f.pieces, p)
	}
}

// marker reads a line that may be a marker. A line that looks like one and is
// not is an error.
func marker(line string) (kind, id string, err error) {
	line = strings.TrimRight(line, " \t\r\n")
	if !like(line) {
		return "", "", nil
	}
	for _, kind := range []string{begin, finish} {
		rest, ok := strings.CutPrefix(line, kind)
		id, closed := strings.CutSuffix(rest, close)
		if ok && closed && ValidID(id) {
			return kind, id, nil
		}
	}
	return "", "", fmt.Errorf("%q is a damaged marker; they are written %q and %q", short(strings.TrimSpace(line)), Begin("SECTION"), End("SECTION"))
}

// like reports whether a line looks as if a marker was meant.
func like(line string) bool {
	rest, ok := strings.CutPrefix(strings.TrimLeft(line, " \t"), "<!--")
	if !ok {
		return false
	}
	rest, ok = strings.CutPrefix(strings.TrimLeft(strings.ToLower(rest), " \t"), "erplan")
	rest = strings.TrimLeft(rest, " \t")
	return ok && (strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, "begin ") || strings.HasPrefix(rest, "end "))
}

func short(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}

// ValidID reports whether an id may stand in a marker: letters in lower case,
// digits and hyphens.
func ValidID(id string) bool {
	return id != "" && strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// Sections returns the ids of the parts, in the order of the file.
func (f *File) Sections() []string {
	var out []string
	for _, p := range f.pieces {
		if p.id != "" {
			out = append(out, p.id)
		}
	}
	return out
}

// Has reports whether the file has a part.
func (f *File) Has(id string) bool { return f.find(id) >= 0 }

// Line returns the line at which a part begins, or 0.
func (f *File) Line(id string) int {
	if i := f.find(id); i >= 0 {
		return f.pieces[i].line
	}
	return 0
}

func (f *File) find(id string) int {
	return slices.IndexFunc(f.pieces, func(p piece) bool { return p.id == id })
}

// Renew puts new text between the markers of a part. The text ends with a line
// end, or is empty.
func (f *File) Renew(id, text string) {
	if i := f.find(id); i >= 0 {
		f.pieces[i].text = f.ends(text)
	}
}

// Insert adds a part after another, with an empty line around it; without one
// ("") after everything that is there.
func (f *File) Insert(after, id, text string) {
	at := len(f.pieces)
	if i := f.find(after); i >= 0 {
		at = i + 1
		if foot := &f.pieces[i].foot; !strings.HasSuffix(*foot, "\n") {
			*foot += f.ends("\n")
		}
	} else if at > 0 {
		f.pieces = append(f.pieces, piece{text: f.missingEnd()})
		at++
	}
	p := piece{id: id, head: f.ends(Begin(id) + "\n"), text: f.ends(text), foot: f.ends(End(id) + "\n")}
	f.pieces = slices.Insert(f.pieces, at, piece{text: f.ends("\n")}, p)
}

// missingEnd returns the line end that the file lacks at its end.
func (f *File) missingEnd() string {
	if text := f.Text(); text != "" && !strings.HasSuffix(text, "\n") {
		return f.ends("\n")
	}
	return ""
}

// ends gives a text the line ends of the file.
func (f *File) ends(text string) string {
	if f.crlf {
		return strings.ReplaceAll(text, "\n", "\r\n")
	}
	return text
}

// Text returns the file.
func (f *File) Text() string {
	var b strings.Builder
	for _, p := range f.pieces {
		b.WriteString(p.head + p.text + p.foot)
	}
	return b.String()
}

// Plain returns the text of a file without the lines of its markers.
func Plain(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if kind, _, err := marker(line); kind == "" && err == nil {
			b.WriteString(line)
		}
	}
	return b.String()
}
