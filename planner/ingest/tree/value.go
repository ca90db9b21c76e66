package tree

import (
	"fmt"
	"sort"
	"strconv"
	"strings"

	"github.com/erplan/erplan/planner/source"
)

// A Kind is the kind of a value.
type Kind uint8

// The kinds.
const (
	Null Kind = iota
	Bool
	Number
	String
	Array
	Object
	Unknown // there is a value, which cannot be known here; the text says why
	Secret  // there is a value, which is not kept
)

// A Use is what became of a value.
type Use uint8

// The uses, weakest first.
const (
	Unused  Use = iota
	Dropped     // looked at, and of no use to a design
	Usual       // what is nearly always so, and not worth a comment
	Sealed      // a secret, of which only the presence counts
	Noted       // stands in the design as a comment
	Doubted     // could not be read, and is reported
	Carried     // stands in the design
)

// A File is a text that values come from. Its name is shown as it is.
type File struct {
	Name  string
	lines []int // offsets of the line starts
	text  string
}

// NewFile returns the file of a text.
func NewFile(name, text string) *File {
	f := &File{Name: name, text: text, lines: []int{0}}
	for i := range len(text) {
		if text[i] == '\n' {
			f.lines = append(f.lines, i+1)
		}
	}
	return f
}

// Position returns the line and the column, both from 1, of a byte offset.
// Columns count code points.
func (f *File) Position(offset int) (line, col int) {
	offset = max(0, min(offset, len(f.text)))
	i := sort.SearchInts(f.lines, offset+1) - 1
	return i + 1, len([]rune(f.text[f.lines[i]:offset])) + 1
}

// A Value is a node of a tree. A nil value is one that is absent.
type Value struct {
	Kind Kind
	Use  Use
	Name string // of the member of an object that it is
	Text string // a string's, a number's digits, "true", or why it is unknown
	Kids []*Value
	File *File
	At   int // byte offset
}

// Where says where a value stands: file:line:column.
func (v *Value) Where() string {
	if v == nil || v.File == nil {
		return ""
	}
	line, col := v.File.Position(v.At)
	return fmt.Sprintf("%s:%d:%d", v.File.Name, line, col)
}

// Get returns the member of an object with a name, whatever its case, or nil.
func (v *Value) Get(name string) *Value {
	if v == nil || v.Kind != Object {
		return nil
	}
	for _, kid := range v.Kids {
		if len(kid.Name) == len(name) && strings.EqualFold(kid.Name, name) {
			return kid
		}
	}
	return nil
}

// Path follows members down, and returns nil where one is missing. Where one
// is unknown, so is all below it.
func (v *Value) Path(names ...string) *Value {
	for _, name := range names {
		if v != nil && v.Kind == Unknown {
			return v
		}
		v = v.Get(name)
	}
	return v
}

// Items returns the elements of a list.
func (v *Value) Items() []*Value {
	if v == nil || v.Kind != Array {
		return nil
	}
	return v.Kids
}

// Blank reports whether a value says nothing: absent, null, an empty text or
// an empty list or object. Azure means "not set" by all of them.
func (v *Value) Blank() bool {
	if v == nil {
		return true
	}
	switch v.Kind {
	case Null:
		return true
	case String:
		return strings.TrimSpace(v.Text) == ""
	case Array, Object:
		return len(v.Kids) == 0
	}
	return false
}

// Str returns the text of a string; a number or a boolean gives its spelling.
func (v *Value) Str() (string, bool) {
	if v == nil {
		return "", false
	}
	switch v.Kind {
	case String, Number, Bool:
		return v.Text, true
	}
	return "", false
}

// Int returns a whole number. Templates write numbers as text too.
func (v *Value) Int() (int64, bool) {
	s, ok := v.Str()
	if !ok || v.Kind == Bool {
		return 0, false
	}
	s = strings.TrimSpace(s)
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n, true
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f != float64(int64(f)) || f > 1<<53 || f < -1<<53 {
		return 0, false
	}
	return int64(f), true
}

// Float returns a number.
func (v *Value) Float() (float64, bool) {
	s, ok := v.Str()
	if !ok || v.Kind == Bool {
		return 0, false
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	return f, err == nil && f-f == 0 // neither infinite nor NaN
}

// Truth returns a boolean, which templates write as text too.
func (v *Value) Truth() (value, ok bool) {
	s, isText := v.Str()
	if !isText {
		return false, false
	}
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "true", "yes", "enabled":
		return true, true
	case "false", "no", "disabled":
		return false, true
	}
	return false, false
}

// Mark notes what became of a value, and of all that is below it. A stronger
// use stays.
func (v *Value) Mark(use Use) {
	if v == nil {
		return
	}
	v.Use = max(v.Use, use)
	for _, kid := range v.Kids {
		kid.Mark(use)
	}
}

// derive returns a value that stands where v does.
func (v *Value) derive(kind Kind, text string) *Value {
	n := &Value{Kind: kind, Text: text}
	if v != nil {
		n.Name, n.File, n.At = v.Name, v.File, v.At
	}
	return n
}

// NewString returns a string that stands where like does.
func NewString(like *Value, text string) *Value { return like.derive(String, text) }

// NewUnknown returns an unknown value that stands where like does.
func NewUnknown(like *Value, format string, args ...any) *Value {
	return like.derive(Unknown, fmt.Sprintf(format, args...))
}

// NewObject returns an empty object that stands where like does.
func NewObject(like *Value) *Value { return like.derive(Object, "") }

// NewArray returns a list that stands where like does.
func NewArray(like *Value, items ...*Value) *Value {
	v := like.derive(Array, "")
	v.Kids = items
	return v
}

// NewBool returns a boolean that stands where like does.
func NewBool(like *Value, b bool) *Value { return like.derive(Bool, strconv.FormatBool(b)) }

// NewInt returns a number that stands where like does.
func NewInt(like *Value, n int64) *Value { return like.derive(Number, strconv.FormatInt(n, 10)) }

// Copy returns a copy of a value with another name, which shares its members.
func (v *Value) Copy(name string) *Value {
	c := *v
	c.Name, c.Use = name, Unused
	return &c
}

// Set gives an object a member, in the place of the one it has. The value of
// a key that names a secret is sealed.
func (v *Value) Set(name string, value *Value) {
	if value == nil {
		value = &Value{Kind: Null}
	}
	value = seal(value.Copy(name))
	for i, kid := range v.Kids {
		if strings.EqualFold(kid.Name, name) {
			v.Kids[i] = value
			return
		}
	}
	v.Kids = append(v.Kids, value)
}

// seal takes the text out of a value whose name is that of a secret. References
// to a vault are objects, and stay.
func seal(v *Value) *Value {
	switch v.Kind {
	case String, Number:
		if source.SecretKey(v.Name) && strings.TrimSpace(v.Text) != "" {
			v.Kind, v.Text, v.Kids = Secret, "", nil
		}
	}
	return v
}

// Elements returns the elements of a list or the members of an object.
func (v *Value) Elements() []*Value {
	if v == nil || v.Kind != Array && v.Kind != Object {
		return nil
	}
	return v.Kids
}
