package planner

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
)

// A linker turns names into pointers and notes those that name nothing.
type linker struct {
	adviser
	d       *Design
	cat     *catalog.Catalog
	diags   []diag.Diagnostic
	removed []removal
	routers []string // as references write them; made for the first wrong one
}

// link sets every link of a decoded design and returns what does not fit. It is
// told what overlays removed.
func link(d *Design, removed []removal) []diag.Diagnostic {
	l := &linker{d: d, cat: catalog.Embedded(), removed: removed}
	l.catalogue()
	l.onPremises()
	l.circuits()
	l.azure()
	l.joints()
	l.intent()
	return l.diags
}

func (l *linker) report(rule string, place source.Place, fix, format string, args ...any) {
	l.diags = append(l.diags, finding(rule, place, fix, format, args...))
}

// A named is a table of a collection.
type named interface {
	comparable
	Name() string
	Path() string
}

// find returns the table called name of a collection that is sorted by name.
func find[T named](list []T, name string) (none T) {
	i, ok := slices.BinarySearchFunc(list, name, func(t T, name string) int { return strings.Compare(t.Name(), name) })
	if !ok {
		return none
	}
	return list[i]
}

// Find returns the table called name of a collection of a design, or nil.
func Find[T named](list []T, name string) T { return find(list, name) }

func names[T named](list []T) []string {
	out := make([]string, len(list))
	for i, t := range list {
		out[i] = t.Name()
	}
	return out
}

// nearest returns the names that are nearest to a wrong one, which may be
// absurdly long.
func nearest(name string, known []string) []string {
	if len(name) > 200 {
		return nil
	}
	return catalog.Nearest(name, known)
}

// suggest is the fix for a wrong name.
func suggest(name string, known []string) string {
	if near := nearest(name, known); len(near) > 0 {
		return didYouMean(near)
	}
	if len(known) == 0 {
		return "The design has none; add it."
	}
	if len(known) <= 8 {
		return "The design has: " + strings.Join(known, ", ") + "."
	}
	return fmt.Sprintf("Name one of the %d that the design has.", len(known))
}

// An adviser looks for the names that were meant by wrong ones. It compares so
// many and then no more, so that a design that is all wrong takes no longer.
type adviser struct{ spent int }

// comparisons are worth about a tenth of a second.
const comparisons = 100_000

// suggest is the fix for a name that is none of n names.
func (a *adviser) suggest(name string, n int, known func() []string) string {
	if a.spent += n; a.spent > comparisons {
		return fmt.Sprintf("Name one of the %d that the design has.", n)
	}
	return suggest(name, known())
}

// A spell is a reference as it is written: a key, or an element of its list.
type spell struct {
	n    *source.Node
	key  string
	item int // -1: the key itself
}

// place returns where the reference stands.
func (s spell) place() source.Place {
	if s.item >= 0 {
		return s.n.Item(s.key, s.item)
	}
	return s.n.ValueAt(s.key)
}

// stated reports whether the design writes the reference.
func (s spell) stated() bool { return s.item >= 0 || s.n.Has(s.key) }

// ref resolves a name. One that the design does not write resolves to nothing.
func ref[T named](l *linker, what, name string, at spell, list []T) (none T) {
	if l.blank(what, name, at) {
		return none
	}
	found := find(list, name)
	if found != none {
		return found
	}
	fix := ""
	if _, rest, ok := strings.Cut(name, "/"); ok && find(list, rest) != none {
		fix = fmt.Sprintf("Write %q: a reference is just the name.", rest)
	} else {
		fix = l.suggest(name, len(list), func() []string { return names(list) })
	}
	l.missing(what, name, at.place(), fix, "there is no %s %s", what, source.Quote(name))
	return none
}

// blank reports whether there is no name, and notes one that is empty.
func (l *linker) blank(what, name string, at spell) bool {
	if name == "" && at.stated() {
		l.report("schema/bad-value", at.place(), "Name it, or leave the key out.", "the name of the %s is empty", what)
	}
	return name == ""
}

// must resolves a key that the table cannot do without.
func must[T named](l *linker, n *source.Node, key, what, name string, list []T) T {
	l.need(n, key)
	return ref(l, what, name, spell{n, key, -1}, list)
}

// refs resolves a list of names and notes those that stand in it twice, and
// the table itself.
func refs[T named](l *linker, n *source.Node, key, what string, list []string, all []T, self T) []T {
	var out []T
	seen := make(map[T]bool, len(list))
	for i, name := range list {
		at := spell{n, key, i}
		found := ref(l, what, name, at, all)
		var none T
		switch {
		case found == none:
		case found == self:
			l.report("link/bad-reference", at.place(), "Remove it.", "%s %q names itself", what, name)
		case seen[found]:
			l.report("link/bad-reference", at.place(), "Remove it.", "%s %q is named twice", what, name)
		default:
			seen[found] = true
			out = append(out, found)
		}
	}
	return out
}

// examples are values of keys that a table cannot do without.
var examples = map[string]string{
	"kind": `"expressroute"`, "vnet": `"hub-uks"`, "circuit": `"er-london"`, "gateway": `"ergw-uks"`, "site": `"london-dc"`,
	"router": `"london-dc/ce1"`, "ends": `["london-dc/ce1", "leeds-dc/ce1"]`, "circuits": `["er-london", "er-leeds"]`,
	"peering_location": `"London"`, "wan": `"main"`, "to": `"vnets/hub-uks"`, "from": `"sites/london-dc"`,
	"rule": `"bfd/one-link-only"`, "reason": `"…"`,
}

// need reports a key that a table cannot do without and does not have.
func (l *linker) need(n *source.Node, keys ...string) bool {
	if slices.ContainsFunc(keys, n.Has) {
		return true
	}
	example := examples[keys[0]]
	switch {
	case keys[0] == "kind" && strings.HasPrefix(n.Path(), "tests."):
		example = `"circuit-failover"`
	case keys[0] == "to" && strings.HasPrefix(n.Path(), "vnets."):
		example = `"spoke-1"`
	}
	l.report("schema/missing-key", n.At(keys[0]), fmt.Sprintf("Add %s, such as %s = %s.", keys[0], keys[0], example), "%s needs %s", n.Path(), strings.Join(keys, " or "))
	return false
}
