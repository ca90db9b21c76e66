package schema

import (
	"net/netip"
	"reflect"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/source"
)

// A reader reads the language off the types of the model. A type that has been
// read is not read again, as the tables of a design stand again in its options.
type reader struct{ tables map[reflect.Type]*Table }

func newReader() *reader { return &reader{map[reflect.Type]*Table{}} }

func (r *reader) design() *Table { return r.table(reflect.TypeFor[planner.Design]()) }

// table reads a struct.
func (r *reader) table(t reflect.Type) *Table {
	if have := r.tables[t]; have != nil {
		return have
	}
	out := &Table{Name: t.Name(), index: map[string]int{}}
	r.tables[t] = out
	r.fields(t, out)
	out.order()
	return out
}

// order puts the keys of a table into the order in which they are described.
// One that is described nowhere follows the one before it.
func (t *Table) order() {
	at, last := map[*Key]int{}, 0
	for _, k := range t.Keys {
		if line := keyLine(k); line > 0 {
			last = line
		}
		at[k] = last
	}
	slices.SortStableFunc(t.Keys, func(a, b *Key) int { return at[a] - at[b] })
	for i, k := range t.Keys {
		t.index[k.Name] = i
	}
}

// fields adds the keys of a struct to a table, in the order of its fields.
func (r *reader) fields(t reflect.Type, out *Table) {
	for i := range t.NumField() {
		f := t.Field(i)
		tag, _, _ := strings.Cut(f.Tag.Get("toml"), ",")
		switch {
		case f.Anonymous && tag == "" && f.Type != nodeType:
			r.fields(f.Type, out)
		case tag == "*":
			out.Rest = r.value(f.Type).Item
		case tag != "" && tag != "-":
			k := r.value(f.Type)
			k.Name, k.Owner = tag, out
			out.index[tag] = len(out.Keys)
			out.Keys = append(out.Keys, k)
		}
	}
}

var nodeType = reflect.TypeFor[source.Node]()

// scalars are the types of values that are neither words nor made of others.
var scalars = map[reflect.Type]Form{
	reflect.TypeFor[bool]():                    Flag,
	reflect.TypeFor[string]():                  Text,
	reflect.TypeFor[int]():                     Integer,
	reflect.TypeFor[int64]():                   Integer,
	reflect.TypeFor[float64]():                 Number,
	reflect.TypeFor[planner.Percent]():         Percent,
	reflect.TypeFor[planner.Bandwidth]():       Bandwidth,
	reflect.TypeFor[planner.Duration]():        Duration,
	reflect.TypeFor[planner.Date]():            Date,
	reflect.TypeFor[netip.Addr]():              Address,
	reflect.TypeFor[netip.Prefix]():            Prefix,
	reflect.TypeFor[planner.NameOrFlag]():      NameOrFlag,
	reflect.TypeFor[planner.Figure]():          Figure,
	reflect.TypeFor[[]planner.OverrideTable](): Overrides,
}

// value reads the type of a value.
func (r *reader) value(t reflect.Type) *Key {
	if form, ok := scalars[t]; ok {
		return &Key{Form: form}
	}
	switch t.Kind() {
	case reflect.String:
		enum := reflect.Zero(t).Interface().(interface{ Values() []string })
		return &Key{Form: Enum, Words: enum.Values(), enum: enum}
	case reflect.Pointer:
		return &Key{Form: Group, Table: r.table(t.Elem())}
	case reflect.Slice:
		return r.slice(t)
	}
	if isTable(t) {
		return &Key{Form: Group, Table: r.table(t)}
	}
	return r.value(t.Field(0).Type) // an Opt
}

// slice reads a collection, a map, or an array of tables or of values.
func (r *reader) slice(t reflect.Type) *Key {
	elem := t.Elem()
	switch {
	case elem.Kind() == reflect.Pointer:
		return &Key{Form: Collection, Table: r.table(elem.Elem())}
	case isTable(elem):
		return &Key{Form: List, Table: r.table(elem)}
	case elem.Kind() == reflect.Struct && elem.NumField() == 2 && elem.Field(0).Name == "Key":
		return &Key{Form: Map, Item: r.value(elem.Field(1).Type)}
	}
	return &Key{Form: Array, Item: r.value(elem)}
}

// isTable reports whether a struct is a table: it embeds its node before all
// else.
func isTable(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t.NumField() > 0 && t.Field(0).Type == nodeType && t.Field(0).Anonymous
}
