package source

// A Node is embedded in each table of a model and says where it is written.
// The zero Node stands nowhere; its places have no file.
type Node struct {
	value *Value
	name  string
	path  string
}

// NewNode returns the node of a table that is called name and stands at path.
func NewNode(v *Value, name, path string) Node { return Node{v, name, path} }

// Name returns the last part of the path: the name of a named table.
func (n *Node) Name() string { return n.name }

// Path returns the path of the table: circuits.er-london.
func (n *Node) Path() string { return n.path }

// Value returns the table as it is written, after merging; nil for a table
// that is not written.
func (n *Node) Value() *Value { return n.value }

// Has reports whether the design states a key of the table.
func (n *Node) Has(key string) bool { return n.value.Lookup(key) != nil }

// Here returns the place of the table itself.
func (n *Node) Here() Place {
	if n.value == nil {
		return Place{Path: n.path}
	}
	return n.value.Place(n.path)
}

// At returns the place of a key, followed down through nested tables, or,
// where it is absent, of the nearest table around it; the path is always that
// of the key.
func (n *Node) At(keys ...string) Place {
	place, v := n.Here(), n.value
	for _, key := range keys {
		place.Path = Join(place.Path, key)
		if v = v.Lookup(key); v != nil {
			place = v.Place(place.Path)
		}
	}
	return place
}

// ValueAt returns the place of the value of a key, right of "=", or what At
// returns where the key is absent.
func (n *Node) ValueAt(key string) Place {
	if v := n.value.Lookup(key); v != nil {
		return v.ValuePlace(Join(n.path, key))
	}
	return n.At(key)
}

// Item returns the place of the i-th element of an array.
func (n *Node) Item(key string, i int) Place {
	path := Index(Join(n.path, key), i)
	if v := n.value.Lookup(key); v != nil && i < len(v.Items()) {
		return v.Items()[i].Place(path)
	}
	place := n.At(key)
	place.Path = path
	return place
}
