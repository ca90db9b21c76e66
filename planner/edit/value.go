package edit

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/erplan/erplan/planner"
)

// Value writes a Go value as TOML: texts, booleans, numbers, days, and lists
// of them. Quantities, prefixes and addresses are written as a design does, in
// quotes. It panics on what TOML has no value for.
func Value(v any) string {
	switch v := v.(type) {
	case string:
		return quote(v)
	case planner.Date:
		return v.String()
	case time.Time:
		return v.Format(time.DateOnly)
	case fmt.Stringer:
		return quote(v.String())
	}
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.Bool:
		return strconv.FormatBool(r.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.FormatInt(r.Int(), 10)
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint:
		return strconv.FormatUint(r.Uint(), 10)
	case reflect.Float64, reflect.Float32:
		return float(r.Float())
	case reflect.String: // the words of an enumeration
		return quote(r.String())
	case reflect.Slice, reflect.Array:
		items := make([]string, r.Len())
		for i := range items {
			items[i] = Value(r.Index(i).Interface())
		}
		return "[" + strings.Join(items, ", ") + "]"
	}
	panic(fmt.Sprintf("edit: TOML has no value for a %T", v))
}

// IsValue reports whether a text is one value as TOML writes it, and nothing
// else.
func IsValue(text string) bool {
	_, err := literal(text)
	return err == nil
}

// Table writes keys as a table in braces.
func Table(keys []KeyValue) string {
	if len(keys) == 0 {
		return "{}"
	}
	pairs := make([]string, len(keys))
	for i, kv := range keys {
		pairs[i] = Key(kv.Key) + " = " + kv.Value
	}
	return "{ " + strings.Join(pairs, ", ") + " }"
}

// Key writes a name as a key of TOML, in quotes where it needs them.
func Key(name string) string {
	plain := name != ""
	for i := range len(name) {
		c := name[i]
		letter := c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
		plain = plain && (letter || c == '-' || c == '_')
	}
	if plain {
		return name
	}
	return quote(name)
}

// float writes a number so that TOML takes it for a float.
func float(f float64) string {
	switch {
	case math.IsNaN(f):
		return "nan"
	case math.IsInf(f, 0):
		return strings.ToLower(strconv.FormatFloat(f, 'g', -1, 64))
	}
	s := strconv.FormatFloat(f, 'f', -1, 64)
	if !strings.Contains(s, ".") {
		s += ".0"
	}
	return s
}

// quote writes a text as a basic string of one line.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s { // what is not UTF-8 becomes a replacement character
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < ' ' || r >= 0x7f && r <= 0x9f || r == '\u2028' || r == '\u2029' || r == '\ufeff' || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\u200e' || r == '\u200f' || r == '\u061c':
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
