package planner

import (
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/erplan/erplan/planner/source"
)

// A plan says which field of a struct takes which key.
type plan struct {
	fields map[string]field
	keys   []string // sorted
	node   []int    // the embedded source.Node, nil where there is none
	rest   *field   // the field that takes every other key, nil where there is none
}

type field struct {
	index  []int
	typ    reflect.Type
	decode decodeFunc
}

// A decodeFunc decodes a value into the variable that it is given.
type decodeFunc func(d *decoder, v *source.Value, into reflect.Value, at spot)

var plans sync.Map // reflect.Type -> *plan

// planOf returns the plan of a struct. It is made when the first table of that
// type is decoded: a small design needs few.
func planOf(t reflect.Type) *plan {
	if p, ok := plans.Load(t); ok {
		return p.(*plan)
	}
	p := &plan{fields: map[string]field{}}
	p.collect(t, nil)
	slices.Sort(p.keys)
	plans.Store(t, p)
	return p
}

var nodeType = reflect.TypeFor[source.Node]()

func (p *plan) collect(t reflect.Type, at []int) {
	for i := range t.NumField() {
		f := t.Field(i)
		index := append(slices.Clone(at), i)
		tag, option, _ := strings.Cut(f.Tag.Get("toml"), ",")
		switch {
		case f.Type == nodeType && f.Anonymous:
			p.node = index
		case f.Anonymous && tag == "":
			p.collect(f.Type, index)
		case tag == "*":
			p.rest = &field{index, f.Type, decoderOf(f.Type, "")}
		case tag != "" && tag != "-":
			p.fields[tag] = field{index, f.Type, decoderOf(f.Type, option)}
			p.keys = append(p.keys, tag)
		}
	}
}

// isTable reports whether a type is the struct of a table: it embeds its node
// before all else.
func isTable(t reflect.Type) bool {
	if t.Kind() != reflect.Struct || t.NumField() == 0 {
		return false
	}
	f := t.Field(0)
	return f.Type == nodeType && f.Anonymous
}

type (
	// optional is an Opt: set marks it as known and returns where its value goes.
	optional interface{ set() any }
	// mapping is a Map: entry adds a key and returns where its value goes.
	mapping interface {
		entry(key string) any
		sort()
	}
)

var mappingType = reflect.TypeFor[mapping]()

func (o *Opt[T]) set() any { o.known = true; return &o.value }

func (m *Map[T]) entry(key string) any {
	*m = append(*m, Pair[T]{Key: key})
	return &(*m)[len(*m)-1].Value
}

func (m *Map[T]) sort() {
	slices.SortFunc(*m, func(a, b Pair[T]) int { return strings.Compare(a.Key, b.Key) })
}

// scalarOf returns the decoder of a type that is neither a table nor an array
// of the language, or nil.
func scalarOf(t reflect.Type) decodeFunc {
	switch t {
	case reflect.TypeFor[bool]():
		return boolean
	case reflect.TypeFor[string]():
		return text
	case reflect.TypeFor[int](), reflect.TypeFor[int64]():
		return integer
	case reflect.TypeFor[float64]():
		return float
	case reflect.TypeFor[Percent]():
		return percent
	case reflect.TypeFor[Bandwidth]():
		return bandwidth
	case reflect.TypeFor[Duration]():
		return duration
	case reflect.TypeFor[netip.Addr]():
		return address
	case reflect.TypeFor[netip.Prefix]():
		return prefix
	case reflect.TypeFor[Date]():
		return date
	case reflect.TypeFor[NameOrFlag]():
		return nameOrFlag
	case reflect.TypeFor[Figure]():
		return figure
	case reflect.TypeFor[[]OverrideTable]():
		return overrides
	}
	return nil
}

// decoderOf returns what decodes values into variables of a type. The option
// is that of the field's tag: "loose" for prefixes that may have host bits.
func decoderOf(t reflect.Type, option string) decodeFunc {
	if option == "loose" && t == reflect.TypeFor[netip.Prefix]() {
		return loosePrefix
	}
	if scalar := scalarOf(t); scalar != nil {
		return scalar
	}
	switch t.Kind() {
	case reflect.String:
		return enumOf(reflect.Zero(t).Interface().(enumeration))
	case reflect.Pointer:
		return pointer
	case reflect.Struct:
		if isTable(t) {
			return nested
		}
		return optionalOf(t, option)
	case reflect.Slice:
		switch {
		case t.Elem().Kind() == reflect.Pointer:
			return collection
		case t.Elem().Kind() == reflect.Struct && reflect.PointerTo(t).Implements(mappingType):
			return mappingOf(t)
		}
		return arrayOf(t, option)
	}
	panic("planner: no decoder for " + t.String())
}

// nested decodes a table into a struct within another.
func nested(d *decoder, v *source.Value, into reflect.Value, at spot) {
	if d.want(v, source.Table, at) {
		d.table(v, into, at.name(), at.path())
	}
}

// pointer decodes a table that a struct points to where there is one.
func pointer(d *decoder, v *source.Value, into reflect.Value, at spot) {
	if d.want(v, source.Table, at) {
		into.Set(reflect.New(into.Type().Elem()))
		d.table(v, into.Elem(), at.name(), at.path())
	}
}

// optionalOf decodes an Opt.
func optionalOf(t reflect.Type, option string) decodeFunc {
	inner := decoderOf(t.Field(0).Type, option)
	return func(d *decoder, v *source.Value, into reflect.Value, at spot) {
		value := into.Addr().Interface().(optional).set()
		inner(d, v, reflect.ValueOf(value).Elem(), at)
	}
}

// valueType returns the type of a Map's values.
func valueType(t reflect.Type) reflect.Type { return t.Elem().Field(1).Type }

// mappingOf decodes a table whose keys are data.
func mappingOf(t reflect.Type) decodeFunc {
	inner := decoderOf(valueType(t), "")
	return func(d *decoder, v *source.Value, into reflect.Value, at spot) {
		if !d.want(v, source.Table, at) {
			return
		}
		m := into.Addr().Interface().(mapping)
		path := at.path()
		for _, e := range v.Entries() {
			if here := (spot{path, e.Name, -1}); d.dataKey(e, here) {
				inner(d, e.Value, reflect.ValueOf(m.entry(e.Name)).Elem(), here)
			}
		}
		m.sort()
	}
}

func arrayOf(t reflect.Type, option string) decodeFunc {
	inner := decoderOf(t.Elem(), option)
	return func(d *decoder, v *source.Value, into reflect.Value, at spot) {
		if !d.wantArray(v, t.Elem(), at) {
			return
		}
		items := v.Items()
		out := reflect.MakeSlice(t, len(items), len(items))
		for i, item := range items {
			at.item = i
			inner(d, item, out.Index(i), at)
		}
		into.Set(out)
	}
}
