// Package schema describes the design language itself: which tables there
// are, which keys each has and in which order, and what a value of each key
// looks like.
//
// It is read off the Go types of package planner, so that it cannot differ
// from what the loader takes. [Design] is the table that a whole file is;
// [Find] follows the keys of a path down from there:
//
//	key := schema.Find("circuits", "er-london", "tier")
//	key.Form  // Enum
//	key.Words // local, standard, premium
//
// The editor, the formatter, the JSON Schema and the language reference are
// all made from this description.
package schema

import (
	"slices"
	"strings"
	"sync"

	"github.com/erplan/erplan/planner"
)

// A Form is what a value of the language looks like.
type Form uint8

// The forms of values.
const (
	Group      Form = iota // a table with keys of its own
	Collection             // a table of named tables
	List                   // an array of tables, [[exceptions]]
	Map                    // a table whose keys are data
	Array                  // an array of values
	Text
	Integer
	Number
	Percent
	Flag
	Bandwidth
	Duration
	Prefix
	Address
	Date
	Enum       // one of a few words
	NameOrFlag // a name, or a boolean
	Figure     // an availability in percent, or mean times
	Overrides  // rows of the catalogue
)

// String returns the form in the words of the language reference.
func (f Form) String() string {
	return [...]string{
		"table", "named tables", "array of tables", "table with keys of your own", "array",
		"text", "whole number", "number", "percent", "boolean", "bandwidth", "duration",
		"prefix", "address", "date", "one word of a list", "name or boolean",
		"percent, or mean times", "facts of the catalogue",
	}[f]
}

// A Key is a key of a table and what it takes.
type Key struct {
	Name  string
	Owner *Table // the table that has the key; nil of the elements of an array or map
	Form  Form
	Table *Table   // of Group, Collection and List
	Item  *Key     // of Array and Map: what each element is
	Words []string // of Enum

	enum interface{ Values() []string }
}

// Spelling returns the word of an Enum that a text means, and whether it means
// one: case, spaces and hyphens do not matter, and Azure's own words count.
func (k *Key) Spelling(text string) (word string, ok bool) {
	if k.Form != Enum {
		return "", false
	}
	return planner.Spelling(k.enum, text)
}

// A Table is a kind of table: a circuit, a link, the design itself.
type Table struct {
	Name string // that of the Go type: Circuit
	Keys []*Key // in the order of the language
	Rest *Key   // what any other key takes; nil where others are unknown

	index map[string]int
}

// Key returns the key of a name, or nil.
func (t *Table) Key(name string) *Key {
	if i, ok := t.index[name]; ok {
		return t.Keys[i]
	}
	return nil
}

// Rank returns the place of a key in the order of the table. Unknown keys
// come last.
func (t *Table) Rank(name string) int {
	if t == nil {
		return 0
	}
	if i, ok := t.index[name]; ok {
		return i
	}
	return len(t.Keys)
}

// Design returns the table that a design file is.
var Design = sync.OnceValue(func() *Table { return newReader().design() })

// Find follows keys from the top of a design. The name of a named table leads
// to the key with the table's Form Group. It returns nil where the language
// has nothing there.
func Find(path ...string) *Key {
	at := &Key{Form: Group, Table: Design()}
	for _, name := range path {
		if at = at.Step(name); at == nil {
			return nil
		}
	}
	return at
}

// Step returns what a key within a value takes: the key of a table, a named
// table of a collection, a value of a map. An element of an array is asked for
// with the empty name. It returns nil where there is nothing.
func (k *Key) Step(name string) *Key {
	switch k.Form {
	case Group:
		if found := k.Table.Key(name); found != nil {
			return found
		}
		return k.Table.Rest
	case Collection:
		return &Key{Name: name, Form: Group, Table: k.Table}
	case List:
		if name == "" {
			return &Key{Name: k.Name, Form: Group, Table: k.Table}
		}
	case Map, Array:
		return k.Item
	}
	return nil
}

// Tables returns every kind of table, sorted by name.
func Tables() []*Table {
	seen := map[*Table]bool{}
	var out []*Table
	var visit func(t *Table)
	visit = func(t *Table) {
		if t == nil || seen[t] {
			return
		}
		seen[t] = true
		out = append(out, t)
		for _, k := range t.Keys {
			visit(k.Table)
			if k.Item != nil {
				visit(k.Item.Table)
			}
		}
	}
	visit(Design())
	slices.SortFunc(out, func(a, b *Table) int { return strings.Compare(a.Name, b.Name) })
	return out
}
