package source

import (
	"errors"
	"fmt"
	"strings"

	"github.com/BurntSushi/toml"
)

// syntax turns the library's error into a fault of ours: in our words where a
// common slip can be told, in the library's otherwise, and in neither where
// they would show a secret.
func (f *File) syntax(err error) Fault {
	var p toml.ParseError
	if !errors.As(err, &p) {
		return Fault{Rule: "invalid-toml", Message: err.Error()}
	}
	at := f.errorSpan(p)
	e := slip{Fault: Fault{Rule: "invalid-toml", Span: at, Message: plainMessage(p.Message)}, library: p.Message, text: f.Text}
	e.read()
	if key, ok := twice(p.Message); ok {
		return f.definedTwice(e, key)
	}
	for _, explain := range []func() bool{e.control, e.unclosed, e.header, e.noEquals, e.typeset, e.boolean, e.number, e.unquoted, e.escape} {
		if explain() {
			break
		}
	}
	if f.shows(e.line) {
		e.Message, e.Fix = "this line is not TOML", "It seems to hold a secret, so it is not shown. A design needs no secrets: remove it."
	}
	return e.Fault
}

// errorSpan is where the library found the error, inside the text and on one
// line.
func (f *File) errorSpan(p toml.ParseError) Span {
	start := max(0, min(p.Position.Start, len(f.Text)))
	if start == len(f.Text) && start > 0 {
		start-- // an unexpected end is shown on the last byte
	}
	for start > 0 && start < len(f.Text) && !leads(f.Text[start]) {
		start--
	}
	end := min(start+max(p.Position.Len, 1), len(f.Text))
	if i := strings.IndexByte(f.Text[start:end], '\n'); i > 0 {
		end = start + i
	}
	for end < len(f.Text) && !leads(f.Text[end]) {
		end++
	}
	return Span{start, end}
}

// shows reports whether a span holds what must not be shown.
func (f *File) shows(s Span) bool { return meets(f.secrets(), s) }

// plainMessage is the library's message in the form of ours.
func plainMessage(s string) string {
	if len(s) > 4*longest {
		s = shorten(s)
	}
	s = strings.TrimSuffix(visible(strings.ReplaceAll(s, "\n", " ")), ".")
	if s != "" && upper(s[0]) && !strings.HasPrefix(s, "TOML") {
		s = strings.ToLower(s[:1]) + s[1:]
	}
	return s
}

// A slip is a common mistake in the making.
type slip struct {
	Fault
	library string // its message
	text    string // the whole text
	line    Span   // the line of the error
	key     string // left of "=" on it
	value   string // right of it, without a comment
	from    Span   // of the value
}

// read looks at the line of the error.
func (e *slip) read() {
	text := e.text
	start := strings.LastIndexByte(text[:e.Span.Start], '\n') + 1
	end := len(text)
	if n := strings.IndexByte(text[start:], '\n'); n >= 0 {
		end = start + n
	}
	e.line = Span{start, end}
	line := text[start:end]
	eq := strings.IndexByte(line, '=')
	if eq < 0 || strings.HasPrefix(strings.TrimLeft(line, " \t"), "[") {
		return
	}
	e.key = strings.ReplaceAll(visible(shorten(strings.TrimSpace(line[:eq]))), "\t", "␉")
	value := line[eq+1:]
	if hash := strings.Index(value, " #"); hash >= 0 {
		value = value[:hash]
	}
	e.value = strings.TrimSpace(value)
	at := start + eq + 1 + len(value) - len(strings.TrimLeft(value, " \t\r"))
	e.from = Span{at, at + len(e.value)}
}

// say sets the message and the fix.
func (e *slip) say(at Span, fix, format string, args ...any) bool {
	e.Span, e.Fix, e.Message = at, fix, fmt.Sprintf(format, args...)
	return true
}

// control explains a control character; the library points before it.
func (e *slip) control() bool {
	if !strings.HasPrefix(e.library, "TOML files cannot contain control") {
		return false
	}
	rest := e.text[e.Span.Start:e.line.End]
	at := strings.IndexFunc(rest, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f })
	if at < 0 {
		return false
	}
	return e.say(Span{e.Span.Start + at, e.Span.Start + at + 1}, "Remove it.", "the control character U+%04X cannot stand in TOML", rest[at])
}

// unclosed explains a string or a bracket that does not end.
func (e *slip) unclosed() bool {
	switch {
	case strings.HasPrefix(e.library, "strings cannot contain newlines"), strings.HasPrefix(e.library, "unexpected EOF; expected") && !strings.HasSuffix(e.library, "value"):
		at := e.Span
		if e.value != "" {
			at = e.from
		}
		return e.say(at, "Close it with the quote that it starts with; text of several lines stands in \"\"\".", "a text is not closed")
	case strings.HasPrefix(e.library, "unexpected EOF"), strings.HasSuffix(e.library, "end of file"), strings.HasSuffix(e.library, "end of file instead"):
		return e.say(e.Span, "Look for a bracket, a quote or a value that is missing.", "the file ends too early")
	}
	return false
}

// header explains a table's name that does not end.
func (e *slip) header() bool {
	if !strings.HasPrefix(e.library, "expected '.' or ']'") && !strings.HasPrefix(e.library, "expected end of table array name") {
		return false
	}
	return e.say(e.Span, "Write [circuits.er-london]; a name with other signs than letters, digits, \"-\" and \"_\" stands in quotes.", "the name of a table ends with \"]\", %s", plainMessage(e.library[strings.LastIndex(e.library, "but got"):]))
}

// noEquals explains a key without "=".
func (e *slip) noEquals() bool {
	if !strings.HasPrefix(e.library, "expected '.' or '='") {
		return false
	}
	return e.say(e.Span, "Write key = value, or [table] for a table; a key with other signs than letters, digits, \"-\" and \"_\" stands in quotes.", "a key is followed by \"=\", %s", strings.TrimPrefix(plainMessage(e.library), "expected '.' or '=', "))
}

// typeset explains the quotes and spaces of word processors.
func (e *slip) typeset() bool {
	if !strings.ContainsAny(e.value+e.key, "“”„‟‘’‚‹›«»\u00a0\u2007\u202f") {
		return false
	}
	return e.say(e.Span, "Write plain quotes (\") and plain spaces; a word processor changes them.", "the line has typographic quotes or spaces")
}

// boolean explains words for true and false in other languages.
func (e *slip) boolean() bool {
	word := map[string]string{"yes": "true", "on": "true", "true": "true", "enabled": "true", "no": "false", "off": "false", "false": "false", "disabled": "false"}[strings.ToLower(e.value)]
	if word == "" {
		return false
	}
	return e.say(e.from, fmt.Sprintf("Write %s = %s.", e.key, word), "%s is not a boolean of TOML", Quote(e.value))
}

// number explains zeros before a number, and days that there are not.
func (e *slip) number() bool {
	digits := strings.TrimLeft(e.value, "0")
	switch {
	case e.value != digits && digits != "" && strings.Trim(digits, "0123456789") == "":
		return e.say(e.from, fmt.Sprintf("Write %s = %s.", e.key, Clean(digits)), "%s has zeros before it", Clean(e.value))
	case strings.HasPrefix(e.library, "invalid datetime") && len(e.value) > 4 && e.value[4] == '-' && !strings.ContainsAny(e.value, "\"'[]{}=,"):
		return e.say(e.from, "Write it as 2026-09-30.", "%s is not a date", Clean(e.value))
	}
	return false
}

// unquoted explains a word, a bandwidth, an address or a name without quotes.
func (e *slip) unquoted() bool {
	if e.value == "" || strings.ContainsAny(e.value, "\"'[]{}=,") || e.Span.Start < e.from.Start || e.Span.Start > e.from.End {
		return false
	}
	return e.say(e.from, fmt.Sprintf("Write %s = %s.", e.key, Quote(e.value)), "%s needs quotes", Clean(e.value))
}

// escape explains a backslash.
func (e *slip) escape() bool {
	if !strings.HasPrefix(e.library, "invalid escape") && !strings.Contains(e.library, "hexadecimal digits after") {
		return false
	}
	return e.say(e.Span, `Write "\\" for a backslash, or put the text in single quotes.`, `a backslash is followed by one of b t n f r e " \ x u U in a text in double quotes`)
}
