package catalog

import (
	"fmt"
	"slices"
)

// A Kind is the type of a column.
type Kind string

// The kinds of columns, named as a person would write the value.
const (
	Text    Kind = "text"
	Whole   Kind = "whole number"
	Number  Kind = "number"
	Bool    Kind = "true or false"
	List    Kind = "list of texts"
	Numbers Kind = "list of whole numbers"
	Any     Kind = "text, number, true or false, or list" // of the kind it had before
)

// A Column is one column of a table: its name, its kind, and the table that
// its values are names of (empty: none).
type Column struct {
	Name string
	Kind Kind
	Of   string
}

// A Table describes one table of the catalogue, as overlays see it. Key names
// the columns that tell the rows apart; the key of an override joins their
// values with a slash, and may leave out all but the first where that is
// clear ("London", "Chicago/usgov", "VpnGw2AZ/2"). Required names the columns
// that a new row must give.
type Table struct {
	Name     string
	Key      []string
	Columns  []Column
	Required []string
}

// Tables describes all tables, in the order of data/README.md, with the
// columns that an overlay may set.
func Tables() []Table {
	tables := make([]Table, 0, len(schemas()))
	for _, s := range schemas() {
		t := Table{Name: s.name, Key: slices.Clone(s.key), Required: slices.Clone(s.required)}
		for _, c := range s.columns {
			if !c.own {
				t.Columns = append(t.Columns, Column{Name: c.name, Kind: c.kind, Of: c.of})
			}
		}
		tables = append(tables, t)
	}
	return tables
}

// A column is a Column; own columns say where a row comes from and are not
// for overlays.
type column struct {
	name string
	kind Kind
	of   string
	own  bool
}

// A schema is the shape of a table. also lists columns whose values name a
// row too.
type schema struct {
	name     string
	key      []string
	also     []string
	required []string
	columns  []column
	index    map[string]int
}

// text, whole … build the columns of a schema, one or many of a kind.
func columns(kind Kind, names ...string) []column {
	cs := make([]column, len(names))
	for i, name := range names {
		cs[i] = column{name: name, kind: kind}
	}
	return cs
}

func text(names ...string) []column   { return columns(Text, names...) }
func whole(names ...string) []column  { return columns(Whole, names...) }
func number(names ...string) []column { return columns(Number, names...) }
func truth(names ...string) []column  { return columns(Bool, names...) }
func list(names ...string) []column   { return columns(List, names...) }

// of builds columns whose values are names of rows of another table.
func of(table string, kind Kind, names ...string) []column {
	cs := columns(kind, names...)
	for i := range cs {
		cs[i].of = table
	}
	return cs
}

// own builds the columns on the origin of a row.
func own(names ...string) []column {
	cs := text(names...)
	for i := range cs {
		cs[i].own = true
	}
	return cs
}

func newSchema(name string, key, also, required []string, groups ...[]column) *schema {
	s := &schema{name: name, key: key, also: also, required: required, columns: slices.Concat(groups...)}
	s.index = make(map[string]int, len(s.columns))
	for i, c := range s.columns {
		s.index[c.name] = i
	}
	return s
}

func (s *schema) mustIndex(column string) int {
	i, ok := s.index[column]
	if !ok {
		panic(fmt.Sprintf("catalog: table %s has no column %q", s.name, column))
	}
	return i
}

func (s *schema) checkHeader(cells []string) {
	for i, c := range s.columns {
		if cells[i] != c.name {
			panic(fmt.Sprintf("catalog: table %s has column %q where %q belongs", s.name, cells[i], c.name))
		}
	}
}

// settable names the columns that an overlay may set.
func (s *schema) settable() []string {
	var names []string
	for _, c := range s.columns {
		if !c.own {
			names = append(names, c.name)
		}
	}
	return names
}
