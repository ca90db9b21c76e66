package edit

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/erplan/erplan/planner/source"
)

// Same reports whether two trees say the same: the same keys, in any order,
// with the same values.
func Same(a, b *source.Value) bool {
	if a == nil || b == nil {
		return a == b
	}
	if a.Kind != b.Kind || len(a.Entries()) != len(b.Entries()) {
		return false
	}
	for _, e := range a.Entries() {
		if !Same(e.Value, b.Lookup(e.Name)) {
			return false
		}
	}
	return slices.EqualFunc(a.Items(), b.Items(), Same) && sameData(a.Data, b.Data)
}

// sameData compares scalars; a number that is none equals itself.
func sameData(a, b any) bool {
	switch x := a.(type) {
	case float64:
		y, ok := b.(float64)
		return ok && (x == y && math.Signbit(x) == math.Signbit(y) || math.IsNaN(x) && math.IsNaN(y))
	case time.Time:
		y, ok := b.(time.Time)
		return ok && x.Equal(y) && x.Location().String() == y.Location().String()
	}
	return a == b
}

// A node is a tree that can be changed: the model that an edit is held
// against.
type node struct {
	v       *source.Value // of a scalar
	table   map[string]*node
	items   []*node
	isArray bool
}

// model copies a tree.
func model(v *source.Value) *node {
	n := &node{}
	switch v.Kind {
	case source.Table:
		n.table = map[string]*node{}
		for _, e := range v.Entries() {
			n.table[e.Name] = model(e.Value)
		}
	case source.Array:
		n.isArray = true
		for _, item := range v.Items() {
			n.items = append(n.items, model(item))
		}
	default:
		n.v = v
	}
	return n
}

// same reports whether a tree says what the model says.
func (n *node) same(v *source.Value) bool {
	switch {
	case n.table != nil:
		if v.Kind != source.Table || len(n.table) != len(v.Entries()) {
			return false
		}
		for _, e := range v.Entries() {
			if in := n.table[e.Name]; in == nil || !in.same(e.Value) {
				return false
			}
		}
		return true
	case n.isArray:
		return v.Kind == source.Array && slices.EqualFunc(n.items, v.Items(), (*node).same)
	}
	return n.v.Kind == v.Kind && sameData(n.v.Data, v.Data)
}

// set changes the model at a path; tables on the way are made.
func (n *node) set(p path, to *node) {
	for i, s := range p {
		last := i == len(p)-1
		switch {
		case s.item >= 0 && last && s.item < len(n.items):
			n.items[s.item] = to
		case s.item >= 0 && last:
			n.items = append(n.items, to)
		case s.item >= 0:
			n = n.items[s.item]
		case last:
			n.table[s.key] = to
		default:
			if n.table[s.key] == nil {
				n.table[s.key] = &node{table: map[string]*node{}}
			}
			n = n.table[s.key]
		}
	}
}

// remove takes a path out of the model.
func (n *node) remove(p path) {
	for i, s := range p {
		last := i == len(p)-1
		switch {
		case s.item >= 0 && last:
			n.items = slices.Delete(n.items, s.item, s.item+1)
		case s.item >= 0:
			n = n.items[s.item]
		case last:
			delete(n.table, s.key)
		default:
			n = n.table[s.key]
		}
	}
}

// prune takes out of the model the tables on a path that hold nothing and that
// the tree does not have: those that only the removed value implied.
func (n *node) prune(p path, in *source.Value) {
	if len(p) == 0 || n.table == nil && !n.isArray {
		return
	}
	if p[0].item >= 0 {
		if in != nil && p[0].item < len(n.items) && p[0].item < len(in.Items()) {
			n.items[p[0].item].prune(p[1:], in.Items()[p[0].item])
		}
		return
	}
	child := n.table[p[0].key]
	if child == nil {
		return
	}
	have := in.Lookup(p[0].key)
	child.prune(p[1:], have)
	if have == nil && len(child.table) == 0 && len(child.items) == 0 && child.v == nil {
		delete(n.table, p[0].key)
	}
}

// literal reads a value as TOML writes it.
func literal(text string) (*node, error) {
	f, faults := source.Parse("", []byte("v = "+text+"\n"))
	if len(faults) > 0 || f.Root == nil || len(f.Root.Entries()) != 1 || len(f.Statements()) != 1 || strings.ContainsAny(text, "#\n\r") && len(f.Comments) > 0 {
		return nil, fmt.Errorf("%s is not a value of TOML", source.Quote(text))
	}
	return model(f.Root.Lookup("v")), nil
}

// try makes edits and reports whether the text then reads as the model.
func (l *layout) try(edits []Edit, want *node, about path) error {
	text, err := Apply([]byte(l.f.Text), edits)
	if err != nil {
		return err
	}
	f, faults := source.Parse(l.f.Name, text)
	if len(faults) == 0 && f.Root != nil {
		if want.same(f.Root) {
			return nil
		}
		want.prune(about, f.Root)
		if want.same(f.Root) {
			return nil
		}
	}
	return fmt.Errorf("%s cannot be changed without touching what stands around it", about)
}
