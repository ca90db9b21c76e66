package house

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/expr-lang/expr/types"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/source"
)

// Conditions read the design under the keys of the language. What those types
// are is found from the model's own types, by their toml tags; a quantity has a
// number beside its text: bandwidth and bandwidth_mbps, recovery_time and
// recovery_time_seconds.

// hidden are tables that are not part of the network.
var hidden = []string{"options", "defaults", "exceptions", "check", "catalog_overrides", "extends", "remove", "schema"}

// A shape is what a value of a design looks like: a table with keys, a list of
// items, or a scalar.
type shape struct {
	keys map[string]*shape // of a table
	item *shape            // of a list
	leaf types.Type        // of anything else
}

// modelShape is the shape of a design in conditions. It is made when the first
// pack is read.
var modelShape = sync.OnceValue(func() *shape { return tableShape(reflect.TypeFor[planner.Tables](), hidden) })

// typ returns the shape as a type of the expression language.
func (s *shape) typ() types.Type {
	switch {
	case s.keys != nil:
		m := types.Map{}
		for key, of := range s.keys {
			m[key] = of.typ()
		}
		return m
	case s.item != nil:
		return types.Array(s.item.typ())
	}
	return s.leaf
}

// nodeKey is where the table of an element is kept, out of reach of conditions.
const nodeKey = "\x00node"

type nodeOf interface {
	Name() string
	Path() string
	Has(key string) bool
	Here() source.Place
	At(keys ...string) source.Place
	ValueAt(key string) source.Place
}

func tableShape(t reflect.Type, without []string) *shape {
	out := map[string]*shape{}
	if isNode(t) {
		out["name"], out["path"] = &shape{leaf: types.String}, &shape{leaf: types.String}
	}
	for _, f := range fieldsOf(t) {
		key := f.Tag.Get("toml")
		if slices.Contains(without, key) {
			continue
		}
		of := bare(f.Type)
		out[key] = shapeOf(of)
		switch of {
		case reflect.TypeFor[planner.Bandwidth]():
			out[key+"_mbps"] = &shape{leaf: types.Float64}
		case reflect.TypeFor[planner.Duration]():
			out[key+"_seconds"] = &shape{leaf: types.Float64}
		}
	}
	return &shape{keys: out}
}

// fieldsOf returns the fields with a key, those of embedded structs too.
func fieldsOf(t reflect.Type) []reflect.StructField {
	var out []reflect.StructField
	for _, f := range reflect.VisibleFields(t) {
		tag, _, _ := strings.Cut(f.Tag.Get("toml"), ",")
		if tag != "" && tag != "-" && tag != "*" {
			f.Tag = reflect.StructTag(`toml:"` + tag + `"`)
			out = append(out, f)
		}
	}
	return out
}

func isNode(t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[nodeOf]())
}

// bare returns the type behind pointers and options.
func bare(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if isOpt(t) {
		m, _ := t.MethodByName("Value")
		return m.Type.Out(0)
	}
	return t
}

func isOpt(t reflect.Type) bool {
	_, known := t.MethodByName("Known")
	_, or := t.MethodByName("Or")
	return known && or
}

func shapeOf(t reflect.Type) *shape {
	t = bare(t)
	switch {
	case isMap(t):
		return &shape{leaf: types.Any}
	case t.Kind() == reflect.Slice:
		return &shape{item: shapeOf(t.Elem())}
	case t.Kind() == reflect.Struct && isText(t):
		return &shape{leaf: types.String}
	case t.Kind() == reflect.Struct && len(fieldsOf(t)) > 0:
		return tableShape(t, nil)
	}
	return &shape{leaf: scalarType(t)}
}

func scalarType(t reflect.Type) types.Type {
	if t == reflect.TypeFor[planner.Bandwidth]() || t == reflect.TypeFor[planner.Duration]() {
		return types.String
	}
	switch t.Kind() {
	case reflect.String:
		return types.String
	case reflect.Bool:
		return types.Bool
	case reflect.Int, reflect.Int64:
		return types.Int
	case reflect.Float64:
		return types.Float64
	}
	return types.Any
}

// isMap reports whether a type is a table whose keys are data.
func isMap(t reflect.Type) bool {
	return t.Kind() == reflect.Slice && strings.HasPrefix(t.Name(), "Map[")
}

// isText reports whether a struct is one value that writes itself, such as a
// day or a prefix.
func isText(t reflect.Type) bool {
	return t.Implements(reflect.TypeFor[fmt.Stringer]()) && len(fieldsOf(t)) == 0
}

// table returns the data of a table, nil for what it does not state.
func table(v reflect.Value, without []string) map[string]any {
	out := map[string]any{}
	var node nodeOf
	if v.CanAddr() {
		if n, ok := v.Addr().Interface().(nodeOf); ok {
			node = n
			out["name"], out["path"], out[nodeKey] = n.Name(), n.Path(), n
		}
	}
	for _, f := range fieldsOf(v.Type()) {
		key := f.Tag.Get("toml")
		if slices.Contains(without, key) {
			continue
		}
		field := v.FieldByIndex(f.Index)
		out[key] = data(field)
		switch q := optional(field); {
		case q == nil:
		case reflect.TypeOf(q) == reflect.TypeFor[planner.Bandwidth]():
			out[key], out[key+"_mbps"] = quantity(q.(planner.Bandwidth) != 0, fmt.Sprint(q), float64(q.(planner.Bandwidth)))
		case reflect.TypeOf(q) == reflect.TypeFor[planner.Duration]():
			out[key], out[key+"_seconds"] = quantity(q.(planner.Duration) != 0, fmt.Sprint(q), q.(planner.Duration).Seconds())
		}
		if node != nil && out[key] == nil && isList(field.Type()) && node.Has(key) {
			out[key] = []any{} // stated, and empty
		}
	}
	return out
}

func quantity(known bool, text string, number float64) (any, any) {
	if !known {
		return nil, nil
	}
	return text, number
}

// optional returns the value of a field, nil where an option is not set.
func optional(v reflect.Value) any {
	for v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return nil
		}
		v = v.Elem()
	}
	if isOpt(v.Type()) {
		if !v.MethodByName("Known").Call(nil)[0].Bool() {
			return nil
		}
		return v.MethodByName("Value").Call(nil)[0].Interface()
	}
	return v.Interface()
}

func isList(t reflect.Type) bool { return t.Kind() == reflect.Slice && !isTables(t) }

// isTables reports whether a list is one of tables, of which none is none.
func isTables(t reflect.Type) bool {
	of := bare(t.Elem())
	return of.Kind() == reflect.Struct && isNode(of)
}

// data returns the value of a field for conditions.
func data(v reflect.Value) any {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return nil
		}
		return data(v.Elem())
	}
	t := v.Type()
	switch {
	case isOpt(t):
		if x := optional(v); x != nil {
			return data(reflect.ValueOf(x))
		}
		return nil
	case isMap(t):
		return pairs(v)
	case t.Kind() == reflect.Slice:
		return list(v)
	case t.Kind() == reflect.Struct && isText(t):
		if v.IsZero() {
			return nil
		}
		return fmt.Sprint(v.Interface())
	case t.Kind() == reflect.Struct && len(fieldsOf(t)) > 0:
		return table(v, nil)
	}
	return scalar(v)
}

func scalar(v reflect.Value) any {
	switch v.Kind() {
	case reflect.String:
		if v.Len() == 0 {
			return nil
		}
		return v.String()
	case reflect.Bool:
		return v.Bool()
	case reflect.Int, reflect.Int64:
		return int(v.Int())
	case reflect.Float64:
		return v.Float()
	}
	return nil
}

func list(v reflect.Value) any {
	if v.IsNil() && !isTables(v.Type()) {
		return nil
	}
	out := make([]any, v.Len())
	for i := range out {
		out[i] = data(v.Index(i))
	}
	return out
}

// pairs returns a table whose keys are data.
func pairs(v reflect.Value) any {
	out := map[string]any{}
	for i := range v.Len() {
		p := v.Index(i)
		out[p.Field(0).String()] = data(p.Field(1))
	}
	return out
}

// modelOf returns the data of a design for conditions.
func modelOf(d *planner.Design) map[string]any {
	return table(reflect.ValueOf(&d.Tables).Elem(), hidden)
}
