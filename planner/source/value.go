package source

import (
	"maps"
	"slices"
)

// A Kind is the TOML type of a value.
type Kind uint8

// The kinds of TOML values.
const (
	Table Kind = iota
	Array
	String
	Integer
	Float
	Bool
	Datetime
)

// String returns the kind in words, with its article.
func (k Kind) String() string {
	return [...]string{"a table", "an array", "a string", "an integer", "a float", "a boolean", "a date"}[k]
}

// A Value is a node of the tree of a document.
type Value struct {
	Kind Kind
	Data any // string, int64, float64, bool or time.Time; nil for tables and arrays

	File *File
	Key  Span // of the key or table header that names it; of the value for an array element
	Span Span // of the value; of the header for a table that has one

	implied bool      // a table that only a longer header or dotted key names
	inline  bool      // written in brackets or braces, and so closed
	in      *contents // of a table or an array; nil while it is empty
}

// contents are apart from the value because most values are scalars.
type contents struct {
	entries []Entry
	index   map[string]int // from name to entry, once a table is large
	shared  bool           // the index may be that of other tables too: it is copied before it changes
	items   []*Value
}

// An Entry is a key of a table and its value.
type Entry struct {
	Name  string
	Value *Value
}

// indexed is the number of entries from which a table keeps a map.
const indexed = 16

// Entries returns the keys of a table in the order of the text.
func (v *Value) Entries() []Entry {
	if v.in == nil {
		return nil
	}
	return v.in.entries
}

// Items returns the elements of an array.
func (v *Value) Items() []*Value {
	if v.in == nil {
		return nil
	}
	return v.in.items
}

// Lookup returns the value of a key of a table, or nil.
func (v *Value) Lookup(name string) *Value {
	if v == nil || v.in == nil {
		return nil
	}
	if i := v.in.find(name); i >= 0 {
		return v.in.entries[i].Value
	}
	return nil
}

// find returns the number of an entry, or -1.
func (c *contents) find(name string) int {
	if c.index != nil {
		if i, ok := c.index[name]; ok {
			return i
		}
		return -1
	}
	return slices.IndexFunc(c.entries, func(e Entry) bool { return e.Name == name })
}

// Set gives a key of a table a value, replacing the one it has.
func (v *Value) Set(name string, value *Value) {
	if v.in == nil {
		v.in = &contents{}
	}
	if i := v.in.find(name); i >= 0 {
		v.in.entries[i].Value = value
		return
	}
	v.in.add(name, value)
}

// add appends an entry whose name is not there yet.
func (c *contents) add(name string, value *Value) {
	if c.entries == nil {
		c.entries = make([]Entry, 0, 4)
	}
	c.entries = append(c.entries, Entry{name, value})
	switch {
	case c.index != nil:
		if c.shared {
			c.index, c.shared = maps.Clone(c.index), false
		}
		c.index[name] = len(c.entries) - 1
	case len(c.entries) > indexed:
		c.index = make(map[string]int, 2*indexed)
		for i, e := range c.entries {
			c.index[e.Name] = i
		}
	}
}

// Delete removes a key of a table; deleting an absent key does nothing. It
// takes time in proportion to the table: [Value.Without] removes many.
func (v *Value) Delete(name string) {
	if v.Lookup(name) != nil {
		v.in = v.Without(func(have string) bool { return have == name }).in
	}
}

// Without returns a copy of a table without the keys that drop names.
func (v *Value) Without(drop func(name string) bool) *Value {
	out := *v
	out.in = &contents{}
	for _, e := range v.Entries() {
		if !drop(e.Name) {
			out.in.add(e.Name, e.Value)
		}
	}
	return out.settle()
}

// Clone returns a copy of a table whose entries can be set without changing v.
func (v *Value) Clone() *Value {
	out := *v
	if v.in == nil {
		return &out
	}
	entries := make([]Entry, len(v.in.entries), len(v.in.entries)+4)
	copy(entries, v.in.entries)
	out.in = &contents{entries: entries, index: v.in.index, shared: v.in.shared, items: v.in.items}
	if !v.in.shared {
		out.in.index = maps.Clone(v.in.index)
	}
	return &out
}

// settle says that a table is built, so that copies may share its index.
func (v *Value) settle() *Value {
	if v.in != nil {
		v.in.shared = true
	}
	return v
}

// Place returns where a value is written: its key for a table or a keyed
// value, itself for an array element.
func (v *Value) Place(path string) Place { return Place{v.File, v.Key, path} }

// ValuePlace returns where what stands right of "=" is written.
func (v *Value) ValuePlace(path string) Place { return Place{v.File, v.Span, path} }
