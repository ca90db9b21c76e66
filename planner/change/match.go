package change

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
)

// A matcher finds which tables of two designs are the same.
type matcher struct {
	tops  [2]*thing
	paths [2]map[string]*thing
	now   map[string]string // the path of a table of the first in the second, where it is another
}

func newMatcher(a, b *thing) *matcher {
	m := &matcher{tops: [2]*thing{a, b}, now: map[string]string{}}
	for side, top := range m.tops {
		m.paths[side] = map[string]*thing{}
		top.each(func(t *thing) { m.paths[side][t.path] = t })
	}
	for range rounds {
		for side := range m.tops {
			m.paint(side)
		}
	}
	m.match(a, b)
	return m
}

// rounds is how far a chain of references may lead from one renamed table to
// another: a connection to a circuit to a router.
const rounds = 4

func (t *thing) each(f func(*thing)) {
	for _, c := range t.children {
		f(c)
		c.each(f)
	}
}

// anchored reports whether a table is in both designs under one path.
func (m *matcher) anchored(path string) bool {
	return m.paths[0][path] != nil && m.paths[1][path] != nil
}

// paint gives every table that only one design has a color by its content: the
// names of such tables count by their own colors.
func (m *matcher) paint(side int) {
	name := func(path string) string {
		last := path[strings.LastIndexByte(path, '.')+1:]
		if t := m.paths[side][path]; t != nil && !m.anchored(path) {
			return "#" + t.color
		}
		return last
	}
	next := map[*thing]string{}
	m.tops[side].each(func(t *thing) {
		if !m.anchored(t.path) {
			next[t] = t.content(name)
		}
	})
	for t, color := range next {
		t.color = color
	}
}

// content returns what a table is without its name.
func (t *thing) content(name namer) string {
	h := fnv.New64a()
	fmt.Fprintln(h, t.group)
	if apart[t.group] {
		fmt.Fprintln(h, t.name)
	}
	if t.parent.group != "" {
		fmt.Fprintln(h, name(t.parent.path))
	}
	for _, p := range t.rewritten(name) {
		fmt.Fprintf(h, "%s=%q\n", p.key, p.values)
	}
	var below []string
	for _, c := range t.children {
		below = append(below, c.color)
	}
	slices.Sort(below)
	fmt.Fprintln(h, below)
	return fmt.Sprintf("%016x", h.Sum64())
}

// rewritten returns the props with the names that tables have now.
func (t *thing) rewritten(name namer) []prop {
	site := ""
	if i := slices.IndexFunc(t.props, func(p prop) bool { return p.key == "site" }); i >= 0 {
		site = t.props[i].values[0]
	}
	out := make([]prop, len(t.props))
	for i, p := range t.props {
		r := references[t.group+"."+p.key]
		out[i] = prop{p.key, make([]string, len(p.values)), p.list}
		if first, flow, ok := strings.Cut(p.key, "."); ok && references[t.group+"."+first].form == byFlow {
			out[i].key = first + "." + name("flows."+flow)
		}
		for k, v := range p.values {
			out[i].values[k] = rewrite(r.form, r.collection, v, site, name)
		}
		if p.list && p.key != "coordinates" {
			slices.Sort(out[i].values)
		}
	}
	slices.SortFunc(out, func(a, b prop) int { return strings.Compare(a.key, b.key) })
	return out
}

// same compares two values of a key.
func same(group string, a, b *prop) bool {
	if references[group+"."+a.key].form == loose && !a.list && !b.list {
		return catalog.Fold(a.values[0]) == catalog.Fold(b.values[0])
	}
	return a.list == b.list && slices.Equal(a.values, b.values)
}

// match pairs the tables below two that are the same: those of one name, then
// those of one color, in the order of their names.
func (m *matcher) match(a, b *thing) {
	for _, x := range a.children {
		if y := b.child(x.group, x.name); y != nil {
			m.pair(x, y)
		}
	}
	taken := map[*thing]bool{}
	left := slices.DeleteFunc(slices.Clone(a.children), func(x *thing) bool { return b.child(x.group, x.name) != nil })
	slices.SortStableFunc(left, byGroup)
	fresh := slices.DeleteFunc(slices.Clone(b.children), func(x *thing) bool { return a.child(x.group, x.name) != nil })
	slices.SortStableFunc(fresh, byGroup)
	for _, x := range left {
		for _, y := range fresh {
			if !taken[y] && x.group == y.group && !apart[x.group] && m.alike(x, y) {
				taken[y] = true
				m.pair(x, y)
				break
			}
		}
	}
}

// byGroup orders tables as the language does, then by name.
func byGroup(x, y *thing) int {
	return cmp.Or(cmp.Compare(rank(x.group), rank(y.group)), strings.Compare(x.name, y.name))
}

// alike reports whether two tables of different names are one: of the same
// color, or in a renamed table of the same content.
func (m *matcher) alike(x, y *thing) bool {
	if x.group == "components" {
		return rewriteID(x.name, m.name) == y.name
	}
	return x.color != "" && x.color == y.color
}

// pair notes that two tables are one, and goes on below them.
func (m *matcher) pair(x, y *thing) {
	if x.path != y.path {
		m.now[x.path] = y.path
	}
	m.match(x, y)
}

// name returns the name that a table of the first design has in the second.
func (m *matcher) name(path string) string {
	if now, ok := m.now[path]; ok {
		path = now
	}
	return path[strings.LastIndexByte(path, '.')+1:]
}

func (t *thing) child(group, name string) *thing {
	for _, c := range t.children {
		if c.group == group && c.name == name {
			return c
		}
	}
	return nil
}
