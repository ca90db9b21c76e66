package change

import (
	"cmp"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
)

// A Kind says what happened to a table.
type Kind uint8

// The kinds of changes.
const (
	Added Kind = iota
	Removed
	Changed
	Renamed
)

// String returns the word of the kind.
func (k Kind) String() string { return [...]string{"added", "removed", "changed", "renamed"}[k] }

// A Change is what happened to one table of a design.
type Change struct {
	Kind   Kind
	Noun   string // circuit
	Name   string // er-london; link "er-london/primary"
	Path   string // in the later design; of what was removed, in the earlier one
	Was    string // path in the earlier design, where it is another
	Values []Value

	group string
}

// WasName returns the name in the earlier design, "" where it is the same.
func (c *Change) WasName() string {
	if c.Was == "" {
		return ""
	}
	return nameOf(c.group, c.Was)
}

// A Value is a key that an added or removed table states, or that changed.
type Value struct {
	Key      string
	Old, New string // "" where it is not stated
	Was, Is  bool   // it is stated in the earlier design, in the later one
}

// A Diff is everything that differs between two designs, in the order of the
// language and then by path.
type Diff struct {
	Changes []Change
	renames map[string]string // paths of the earlier design
}

// Empty reports whether nothing but names differs.
func (d *Diff) Empty() bool {
	return !slices.ContainsFunc(d.Changes, func(c Change) bool { return c.Kind != Renamed })
}

// Count returns how many changes there are of a kind.
func (d *Diff) Count(k Kind) int {
	n := 0
	for i := range d.Changes {
		if d.Changes[i].Kind == k {
			n++
		}
	}
	return n
}

// Between returns what differs between two designs.
func Between(a, b *planner.Design) *Diff {
	m := newMatcher(things(a), things(b))
	d := &Diff{renames: m.now}
	d.compare(m, m.tops[0], m.tops[1])
	d.sort()
	return d
}

// Invert returns the difference of the second design to the first.
func (d *Diff) Invert() *Diff {
	out := &Diff{renames: map[string]string{}}
	for from, to := range d.renames {
		out.renames[to] = from
	}
	for _, c := range d.Changes {
		switch c.Kind {
		case Added:
			c.Kind = Removed
		case Removed:
			c.Kind = Added
		}
		if c.Was != "" {
			c.Path, c.Was = c.Was, c.Path
			c.Name = nameOf(c.group, c.Path)
		}
		c.Values = slices.Clone(c.Values)
		for i, v := range c.Values {
			c.Values[i] = Value{v.Key, v.New, v.Old, v.Is, v.Was}
		}
		out.Changes = append(out.Changes, c)
	}
	out.sort()
	return out
}

func (d *Diff) sort() {
	slices.SortFunc(d.Changes, func(a, b Change) int {
		return cmp.Or(cmp.Compare(rank(a.group), rank(b.group)), strings.Compare(a.Path, b.Path), cmp.Compare(a.Kind, b.Kind), strings.Compare(a.Was, b.Was))
	})
}

// compare adds what differs below two tables that are one.
func (d *Diff) compare(m *matcher, a, b *thing) {
	taken := map[*thing]bool{}
	for _, x := range a.children {
		y := m.counterpart(x, b)
		if y == nil {
			d.Changes = append(d.Changes, whole(Removed, x))
			continue
		}
		taken[y] = true
		d.both(m, x, y)
		d.compare(m, x, y)
	}
	for _, y := range b.children {
		if !taken[y] {
			d.Changes = append(d.Changes, whole(Added, y))
		}
	}
}

// counterpart returns what a table is in the second design, below another.
func (m *matcher) counterpart(x, below *thing) *thing {
	path := x.path
	if now, ok := m.now[path]; ok {
		path = now
	}
	for _, y := range below.children {
		if y.path == path && y.group == x.group {
			return y
		}
	}
	return nil
}

// both adds what differs between two tables that are one: a new name where the
// table around it has the old one, and values.
func (d *Diff) both(m *matcher, x, y *thing) {
	was := ""
	if x.path != y.path {
		was = x.path
	}
	if x.name != y.name {
		d.Changes = append(d.Changes, change(Renamed, y, was, nil))
	}
	if values := differing(x.group, x.rewritten(m.name), y.props); len(values) > 0 {
		d.Changes = append(d.Changes, change(Changed, y, was, m.original(x, values)))
	}
}

// original puts the values of the earlier design back as they stand there.
func (m *matcher) original(x *thing, values []Value) []Value {
	for i, v := range values {
		if k := slices.IndexFunc(x.props, func(p prop) bool { return p.key == v.Key }); k >= 0 && v.Was {
			values[i].Old = x.props[k].text()
		}
	}
	return values
}

func change(k Kind, t *thing, was string, values []Value) Change {
	return Change{Kind: k, Noun: nounOf(t.group), Name: nameOf(t.group, t.path), Path: t.path, Was: was, Values: values, group: t.group}
}

// whole returns the change of a table that is in one design only, with
// everything below it.
func whole(k Kind, t *thing) Change {
	c := change(k, t, "", nil)
	c.Values = stated(k, t, "")
	return c
}

func stated(k Kind, t *thing, prefix string) []Value {
	var out []Value
	for _, p := range t.props {
		v := Value{Key: prefix + p.key, New: p.text(), Is: true}
		if k == Removed {
			v = Value{Key: prefix + p.key, Old: p.text(), Was: true}
		}
		out = append(out, v)
	}
	for _, c := range t.children {
		out = append(out, stated(k, c, prefix+c.group[strings.LastIndexByte(c.group, '.')+1:]+"."+c.name+".")...)
	}
	return out
}

// differing merges the keys of two tables, which are sorted.
func differing(group string, a, b []prop) []Value {
	var out []Value
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && a[0].key < b[0].key:
			out = append(out, Value{Key: a[0].key, Old: a[0].text(), Was: true})
			a = a[1:]
		case len(a) == 0 || b[0].key < a[0].key:
			out = append(out, Value{Key: b[0].key, New: b[0].text(), Is: true})
			b = b[1:]
		default:
			if !same(group, &a[0], &b[0]) {
				out = append(out, Value{b[0].key, a[0].text(), b[0].text(), true, true})
			}
			a, b = a[1:], b[1:]
		}
	}
	return out
}

// nameOf writes the name of a table as people do: "hq/r1", "er-london/primary",
// and nothing of a table that there is once.
func nameOf(group, path string) string {
	if !strings.Contains(path, ".") {
		return ""
	}
	if group == "exceptions" || group == "components" || group == "catalog_overrides" {
		_, name, _ := strings.Cut(path, ".")
		return strings.Trim(name, "\"")
	}
	parts := strings.Split(path, ".")
	var out []string
	for i := 1; i < len(parts); i += 2 {
		out = append(out, parts[i])
	}
	if len(parts)%2 == 1 { // a table of a fixed name: circuits.er.links.primary has four parts
		out = append(out, parts[len(parts)-1])
	}
	return strings.Join(out, "/")
}
