package planner

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
)

// A decoder fills the model from a tree and notes everything that does not
// fit: unknown keys, wrong types, bad values, bad names, secrets.
type decoder struct {
	diags []diag.Diagnostic
	near  int // how many suggestions were looked for
}

// worth is how many suggestions are looked for in one text: each takes some
// microseconds, and nobody reads that many.
const worth = 10_000

func (d *decoder) report(rule string, place source.Place, fix, format string, args ...any) {
	d.diags = append(d.diags, finding(rule, place, fix, format, args...))
}

// finding makes a diagnostic of the loader; all of them are errors.
func finding(rule string, place source.Place, fix, format string, args ...any) diag.Diagnostic {
	return diag.Diagnostic{Rule: rule, Severity: diag.Error, Message: fmt.Sprintf(format, args...), Fix: fix, Place: place}
}

// A spot says which value is being decoded. Its path is only made when it is
// asked for: most values are right.
type spot struct {
	table string // path of the table around it
	key   string
	item  int // of an array; -1 for the value of the key itself
}

// path returns the path of the value.
func (s spot) path() string {
	path := source.Join(s.table, s.key)
	if s.item >= 0 {
		path = source.Index(path, s.item)
	}
	return path
}

// name returns the last part of the path.
func (s spot) name() string {
	if s.item >= 0 {
		return source.Index(s.key, s.item)
	}
	return s.key
}

// shown returns the name as messages write it.
func (s spot) shown() string {
	if s.item >= 0 {
		return source.Index(source.Clean(s.key), s.item)
	}
	return source.Clean(s.key)
}

// table decodes a table into a struct.
func (d *decoder) table(v *source.Value, into reflect.Value, name, path string) {
	p := planOf(into.Type())
	if p.node != nil {
		*into.FieldByIndex(p.node).Addr().Interface().(*source.Node) = source.NewNode(v, name, path)
	}
	for _, e := range v.Entries() {
		at := spot{path, e.Name, -1}
		if f, ok := p.fields[e.Name]; ok {
			f.decode(d, e.Value, into.FieldByIndex(f.index), at)
		} else if p.rest != nil {
			d.rest(e, into.FieldByIndex(p.rest.index), p.rest, at)
		} else {
			d.unknown(e, p, at)
		}
	}
}

// rest decodes a key that no field is named after into the field that takes
// such keys: the figures by kind of component.
func (d *decoder) rest(e source.Entry, into reflect.Value, f *field, at spot) {
	if !d.dataKey(e, at) {
		return
	}
	kind, ok := matchEnum(e.Name, Kind(""))
	if !ok {
		d.report("schema/unknown-key", e.Value.Place(at.path()), kindFix(e.Name, Kind("").Values()), "%s is not a kind of component", source.Quote(e.Name))
		return
	}
	m := into.Addr().Interface().(mapping)
	decoderOf(valueType(f.typ), "")(d, e.Value, reflect.ValueOf(m.entry(kind)).Elem(), at)
	m.sort()
}

// collection decodes a table of named tables, sorted by name.
func collection(d *decoder, v *source.Value, into reflect.Value, at spot) {
	elem := into.Type().Elem().Elem()
	if !d.wantCollection(v, at) {
		return
	}
	path := at.path()
	entries := slices.Clone(v.Entries())
	slices.SortFunc(entries, func(a, b source.Entry) int { return strings.Compare(a.Name, b.Name) })
	out := reflect.MakeSlice(into.Type(), 0, len(entries))
	for _, e := range entries {
		here := spot{path, e.Name, -1}
		if !d.wantNamed(e, elem, at, here) {
			continue
		}
		item := reflect.New(elem)
		d.table(e.Value, item.Elem(), e.Name, here.path())
		if elem == componentType || d.nameForm(e, here) {
			out = reflect.Append(out, item)
		}
	}
	into.Set(out)
}

var componentType = reflect.TypeFor[Component]()

// nameForm reports whether the name of a table has the form that names have,
// and notes it where it has not.
func (d *decoder) nameForm(e source.Entry, at spot) bool {
	if source.SecretValue(e.Name) {
		d.secret(e.Value.Place(at.path()), at)
		return false
	}
	if isName(e.Name) {
		return true
	}
	better := betterName(e.Name)
	fix := "Choose a name such as \"er-london-1\"."
	if isName(better) {
		fix = fmt.Sprintf("Write %q.", better)
	}
	d.report("schema/bad-name", e.Value.Place(at.path()), fix,
		"%s is not a name: names have small letters, digits and hyphens, start with a letter and are at most 63 long", source.Quote(e.Name))
	return false
}

// isName reports whether a text has the form of a name.
func isName(s string) bool {
	for i := range len(s) {
		c := s[i]
		if small := c >= 'a' && c <= 'z'; !small && (i == 0 || !(c >= '0' && c <= '9' || c == '-')) {
			return false
		}
	}
	return s != "" && len(s) <= 63
}

// betterName returns the name that is nearest to a text; it may have none.
func betterName(s string) string {
	if len(s) > 200 {
		return ""
	}
	words := strings.FieldsFunc(s, func(r rune) bool { return r < 0x80 && catalog.Fold(string(r)) == "" })
	for i, word := range words {
		words[i] = catalog.Fold(word) // without accents and capitals
	}
	return strings.Join(words, "-")
}
