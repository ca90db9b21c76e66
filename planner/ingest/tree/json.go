package tree

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// MaxDepth is how deep objects and lists may nest. Templates nest some thirty
// levels.
const MaxDepth = 200

// An Error is why a text cannot be read, and where.
type Error struct {
	File      string
	Line, Col int
	Message   string
}

// Error returns the message with its place.
func (e *Error) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Col, e.Message)
}

// Decode returns a text in UTF-8, without its byte-order mark. PowerShell
// writes UTF-16.
func Decode(text []byte) (string, error) {
	if rest, ok := bytes.CutPrefix(text, []byte("\xEF\xBB\xBF")); ok {
		text = rest
	} else if rest, ok := bytes.CutPrefix(text, []byte("\xFF\xFE")); ok {
		return utf16Text(rest, binary.LittleEndian)
	} else if rest, ok := bytes.CutPrefix(text, []byte("\xFE\xFF")); ok {
		return utf16Text(rest, binary.BigEndian)
	}
	if !utf8.Valid(text) {
		return "", fmt.Errorf("the file is not UTF-8 text")
	}
	return string(text), nil
}

func utf16Text(text []byte, order binary.ByteOrder) (string, error) {
	if len(text)%2 != 0 {
		return "", fmt.Errorf("the file is cut short: UTF-16 with half a letter at its end")
	}
	units := make([]uint16, len(text)/2)
	for i := range units {
		units[i] = order.Uint16(text[2*i:])
	}
	return string(utf16.Decode(units)), nil
}

// Parse reads a JSON text.
func Parse(name, text string) (*Value, error) {
	p := parser{file: NewFile(name, text), text: text}
	p.space()
	v := p.value("", 0)
	p.space()
	if p.failed == nil && p.pos < len(p.text) {
		p.fail(p.pos, "text goes on after the end of the JSON value")
	}
	if p.failed != nil {
		return nil, p.failed
	}
	return v, nil
}

// A parser walks over the text once.
type parser struct {
	file   *File
	text   string
	pos    int
	failed *Error
	slab   []Value // values are made in blocks: a large export has millions
}

func (p *parser) new(kind Kind, name string, at int) *Value {
	if len(p.slab) == 0 {
		p.slab = make([]Value, 256)
	}
	v := &p.slab[0]
	p.slab = p.slab[1:]
	v.Kind, v.Name, v.File, v.At = kind, name, p.file, at
	return v
}

// fail notes the first error and ends the walk.
func (p *parser) fail(at int, format string, args ...any) {
	if p.failed == nil {
		line, col := p.file.Position(at)
		p.failed = &Error{p.file.Name, line, col, fmt.Sprintf(format, args...)}
	}
	p.pos = len(p.text)
}

// peek returns the next byte, 0 at the end.
func (p *parser) peek() byte {
	if p.pos < len(p.text) {
		return p.text[p.pos]
	}
	return 0
}

// space passes over white space and comments.
func (p *parser) space() {
	for p.pos < len(p.text) {
		switch c := p.text[p.pos]; {
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
			p.pos++
		case strings.HasPrefix(p.text[p.pos:], "//"):
			if i := strings.IndexByte(p.text[p.pos:], '\n'); i >= 0 {
				p.pos += i
			} else {
				p.pos = len(p.text)
			}
		case strings.HasPrefix(p.text[p.pos:], "/*"):
			i := strings.Index(p.text[p.pos+2:], "*/")
			if i < 0 {
				p.fail(p.pos, "the comment has no end")
				return
			}
			p.pos += i + 4
		default:
			return
		}
	}
}

// value reads what begins at the position.
func (p *parser) value(name string, depth int) *Value {
	at := p.pos
	switch c := p.peek(); {
	case depth > MaxDepth:
		p.fail(at, "values nest deeper than %d levels", MaxDepth)
	case c == '{':
		return p.object(name, depth)
	case c == '[':
		return p.array(name, depth)
	case c == '"':
		v := p.new(String, name, at)
		v.Text = p.str()
		return seal(v)
	case c == '-' || c >= '0' && c <= '9':
		return seal(p.number(name))
	case at >= len(p.text):
		p.fail(at, "the text ends where a value is expected")
	default:
		return p.word(name)
	}
	return p.new(Null, name, at)
}

func (p *parser) object(name string, depth int) *Value {
	v := p.new(Object, name, p.pos)
	open := p.pos
	p.pos++
	for p.space(); p.peek() != '}'; p.space() {
		if p.peek() != '"' {
			if p.pos >= len(p.text) {
				p.fail(open, "the object has no end")
			}
			p.fail(p.pos, "the name of a member is expected, in double quotes")
			return v
		}
		key := p.str()
		p.space()
		if p.peek() != ':' {
			p.fail(p.pos, "a colon is expected after the name of a member")
			return v
		}
		p.pos++
		p.space()
		v.Kids = append(v.Kids, p.value(key, depth+1))
		if !p.next('}') {
			return v
		}
	}
	p.pos++
	return v
}

func (p *parser) array(name string, depth int) *Value {
	v := p.new(Array, name, p.pos)
	open := p.pos
	p.pos++
	for p.space(); p.peek() != ']'; p.space() {
		if p.pos >= len(p.text) {
			p.fail(open, "the list has no end")
			return v
		}
		v.Kids = append(v.Kids, p.value("", depth+1))
		if !p.next(']') {
			return v
		}
	}
	p.pos++
	return v
}

// next passes over the comma after an element; the end may follow it.
func (p *parser) next(end byte) bool {
	p.space()
	switch p.peek() {
	case ',':
		p.pos++
	case end:
	default:
		p.fail(p.pos, "a comma or %q is expected", string(end))
	}
	return p.failed == nil
}

// str reads a string. Line breaks in it are kept: multi-line expressions.
func (p *parser) str() string {
	start := p.pos
	p.pos++
	i := strings.IndexAny(p.text[p.pos:], `"\`)
	if i >= 0 && p.text[p.pos+i] == '"' {
		s := p.text[p.pos : p.pos+i]
		p.pos += i + 1
		return s
	}
	var b strings.Builder
	for p.pos < len(p.text) {
		switch c := p.text[p.pos]; c {
		case '"':
			p.pos++
			return b.String()
		case '\\':
			p.escape(&b)
		default:
			b.WriteByte(c)
			p.pos++
		}
	}
	p.fail(start, "the string has no end")
	return ""
}

var escapes = map[byte]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

func (p *parser) escape(b *strings.Builder) {
	at := p.pos
	p.pos++
	c := p.peek()
	p.pos++
	if r, ok := escapes[c]; ok {
		b.WriteByte(r)
		return
	}
	if c != 'u' {
		p.fail(at, "the string has an escape that JSON does not know")
		return
	}
	r := p.hex(at)
	if utf16.IsSurrogate(r) && strings.HasPrefix(p.text[p.pos:], `\u`) {
		p.pos += 2
		r = utf16.DecodeRune(r, p.hex(at))
	}
	b.WriteRune(r)
}

func (p *parser) hex(at int) rune {
	if p.pos+4 > len(p.text) {
		p.fail(at, "the string has no end")
		return utf8.RuneError
	}
	n, err := strconv.ParseUint(p.text[p.pos:p.pos+4], 16, 32)
	if err != nil {
		p.fail(at, "four hexadecimal digits are expected after \\u")
		return utf8.RuneError
	}
	p.pos += 4
	return rune(n)
}

func (p *parser) number(name string) *Value {
	v := p.new(Number, name, p.pos)
	end := p.pos
	for end < len(p.text) && strings.IndexByte("+-.eE0123456789", p.text[end]) >= 0 {
		end++
	}
	v.Text = p.text[p.pos:end]
	if _, err := strconv.ParseFloat(v.Text, 64); err != nil && len(v.Text) < 400 {
		p.fail(p.pos, "this is not a number")
	}
	p.pos = max(end, p.pos)
	return v
}

func (p *parser) word(name string) *Value {
	for _, w := range []struct {
		text string
		kind Kind
	}{{"true", Bool}, {"false", Bool}, {"null", Null}} {
		if rest := p.text[p.pos:]; len(rest) >= len(w.text) && strings.EqualFold(rest[:len(w.text)], w.text) {
			v := p.new(w.kind, name, p.pos)
			v.Text = w.text
			p.pos += len(w.text)
			return v
		}
	}
	v := p.new(Null, name, p.pos)
	p.fail(p.pos, "a JSON value is expected")
	return v
}
