package source

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
)

// A Fault is why a text cannot be read: what is wrong and where.
type Fault struct {
	Rule    string // the last part of the rule id: invalid-toml, not-utf8, too-deep, defined-twice
	Span    Span
	Message string
	Fix     string
	First   Span // of defined-twice: the first definition; empty where it is not known
}

// mark is the byte-order mark, which some editors put before UTF-8.
const mark = "\ufeff"

// Parse reads TOML text. The file is never nil; its Root is, where there are
// faults.
func Parse(name string, text []byte) (*File, []Fault) {
	f := &File{Name: name, Text: strings.TrimPrefix(string(text), mark)}
	if fault, bad := encoding(f.Text); bad {
		return f, []Fault{fault}
	}
	if fault, bad := exceeds(f.Text); bad {
		return f, []Fault{fault}
	}
	data, err := decode(f.Text)
	if err != nil {
		return f, []Fault{f.syntax(err)}
	}
	s := scanner{src: f.Text, file: f}
	root := s.tree()
	f.Comments = s.comments
	if at, ok := adopt(root, data); !ok && len(s.faults) == 0 {
		return f, []Fault{{Rule: "invalid-toml", Span: at.Key, Message: "this cannot be read", Fix: "Write it as one plain table or value."}}
	}
	if len(s.faults) == 0 {
		f.Root = root
	}
	return f, s.faults
}

// encoding returns a fault if a text is not UTF-8.
func encoding(text string) (Fault, bool) {
	if strings.HasPrefix(text, "\xff\xfe") || strings.HasPrefix(text, "\xfe\xff") {
		return Fault{Rule: "not-utf8", Span: Span{0, 2}, Message: "the file is UTF-16, not UTF-8", Fix: "Save the file as UTF-8."}, true
	}
	if strings.HasPrefix(text, mark) { // the library would pass over it, and all places would be wrong
		return Fault{Rule: "invalid-toml", Span: Span{0, len(mark)}, Message: "the file starts with two byte-order marks", Fix: "Save the file as UTF-8 without any."}, true
	}
	if utf8.ValidString(text) {
		return Fault{}, false
	}
	for i, r := range text {
		if r != utf8.RuneError {
			continue
		}
		if _, n := utf8.DecodeRuneInString(text[i:]); n == 1 {
			return Fault{Rule: "not-utf8", Span: Span{i, i + 1}, Message: fmt.Sprintf("byte 0x%02x is not UTF-8", text[i]), Fix: "Save the file as UTF-8."}, true
		}
	}
	return Fault{}, false
}

// decode has the library read a text. A target that takes anything is given
// the library's own maps; any other would be filled by reflection.
func decode(text string) (data any, err error) {
	defer func() {
		if recover() != nil { // the library panics where it finds a mistake of its own
			err = errors.New("the TOML library cannot read this text")
		}
	}()
	_, err = toml.Decode(text, &data)
	return data, err
}

// adopt fills the scalars of the tree with the values that the library
// decoded. It returns false, and where, if the two do not have the same shape.
func adopt(v *Value, data any) (*Value, bool) {
	switch d := data.(type) {
	case map[string]any:
		return adoptTable(v, d)
	case []map[string]any:
		return adoptArray(v, d)
	case []any:
		return adoptArray(v, d)
	}
	if v.Kind == Table || v.Kind == Array {
		return v, false
	}
	switch v.Data = data; data.(type) {
	case string:
		v.Kind = String
	case int64:
		v.Kind = Integer
	case float64:
		v.Kind = Float
	case bool:
		v.Kind = Bool
	case time.Time:
		v.Kind = Datetime
	default:
		return v, false
	}
	return v, true
}

func adoptTable(v *Value, data map[string]any) (*Value, bool) {
	if v.Kind != Table || len(v.Entries()) != len(data) {
		return v, false
	}
	for _, e := range v.settle().Entries() {
		child, ok := data[e.Name]
		if !ok {
			return e.Value, false
		}
		if at, ok := adopt(e.Value, child); !ok {
			return at, false
		}
	}
	return v, true
}

func adoptArray[T any](v *Value, data []T) (*Value, bool) {
	if v.Kind != Array || len(v.Items()) != len(data) {
		return v, false
	}
	for i, item := range v.Items() {
		if at, ok := adopt(item, data[i]); !ok {
			return at, false
		}
	}
	return v, true
}
