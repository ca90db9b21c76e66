package catalog

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// An applier works the overrides of an overlay into copies of the tables.
type applier struct {
	base     *Catalog
	changed  map[string]*table
	problems []Problem

	// replaced notes by which key a list was replaced. A second key that
	// names the same row adds to the list: a provider that the live service
	// lists under two names has the locations of both.
	replaced map[cell]string

	known map[string][]candidate // names of the rows of a table, for suggestions
	rank  map[string]int         // of a provider in catalogue order, from 1

	current Override
}

// A cell is a column of a row.
type cell struct {
	row    *row
	column string
}

func newApplier(c *Catalog) *applier {
	return &applier{
		base: c, changed: map[string]*table{}, replaced: map[cell]string{},
		known: map[string][]candidate{},
	}
}

// table gives a table to read: the changed one if there is one.
func (a *applier) table(name string) *table {
	if t, ok := a.changed[name]; ok {
		return t
	}
	return a.base.table(name)
}

// change gives a table to write to.
func (a *applier) change(name string) *table {
	t, ok := a.changed[name]
	if !ok {
		t = a.base.table(name).clone()
		a.changed[name] = t
	}
	return t
}

func (a *applier) problem(column, message string, suggestions ...string) {
	a.report(Problem{Column: column, Message: message, Suggestions: suggestions})
}

func (a *applier) warn(column, message string, suggestions ...string) {
	a.report(Problem{Column: column, Message: message, Suggestions: suggestions, Warning: true})
}

func (a *applier) report(p Problem) {
	p.Table, p.Key = a.current.Table, a.current.Key
	a.problems = append(a.problems, p)
}

func (a *applier) apply(o Override) {
	a.current = o
	if _, ok := a.base.tables[o.Table]; !ok {
		a.current.Key = ""
		a.problem("", fmt.Sprintf("there is no table %q", o.Table), Nearest(o.Table, tableNames())...)
		return
	}
	edits := a.edits(o)
	if len(edits) == 0 {
		return
	}
	for _, r := range a.rows(o, edits) {
		for _, e := range edits {
			a.set(r, e)
		}
		a.pair(r, edits)
	}
}

func tableNames() []string {
	var names []string
	for _, s := range schemas() {
		names = append(names, s.name)
	}
	return names
}

// An edit is one column of an override, checked: its cell, and whether a list
// replaces, adds or removes.
type edit struct {
	column
	mode  mode
	cell  string
	value any // as it was given, for columns of the kind Any
	as    string
}

type mode int

const (
	replace mode = iota
	add
	remove
)

// edits checks the columns of an override, in the order of their names.
func (a *applier) edits(o Override) []edit {
	s := a.base.table(o.Table).schema
	var edits []edit
	for _, name := range slices.Sorted(maps.Keys(o.Set)) {
		if e, ok := a.edit(s, name, o.Set[name]); ok {
			edits = append(edits, e)
		}
	}
	return splitMetros(o.Table, edits)
}

func (a *applier) edit(s *schema, name string, value any) (edit, bool) {
	e := edit{as: name, value: value}
	var ok bool
	if e.column, e.mode, ok = s.settableColumn(name); !ok {
		a.problem(name, fmt.Sprintf("table %s has no column %q", s.name, name), Nearest(name, s.settable())...)
		return e, false
	}
	if slices.Contains(s.key, e.name) {
		a.problem(name, "the column is part of the key")
		return e, false
	}
	var err error
	if e.cell, err = cellOf(e.kind, value); err == nil {
		err = checkValue(e.name, value)
	}
	if err != nil {
		a.problem(name, err.Error())
		return e, false
	}
	if e.of != "" {
		e.cell = a.canonical(e)
	}
	return e, true
}

// settableColumn finds the column that a name of an override means.
func (s *schema) settableColumn(name string) (column, mode, bool) {
	for m, prefix := range []string{replace: "", add: "add_", remove: "remove_"} {
		plain, ok := strings.CutPrefix(name, prefix)
		if !ok {
			continue
		}
		i, ok := s.index[plain]
		if !ok || s.columns[i].own || mode(m) != replace && !s.columns[i].isList() {
			continue
		}
		return s.columns[i], mode(m), true
	}
	return column{}, replace, false
}

func (c column) isList() bool { return c.kind == List || c.kind == Numbers }

// canonical puts the catalogue's spelling in place of the names of a cell,
// and warns of those that it does not know.
func (a *applier) canonical(e edit) string {
	names := splitList(e.cell)
	for i, name := range names {
		known, suggestions := a.spelling(e.of, name)
		if known == "" {
			a.warn(e.as, fmt.Sprintf("%q is not in %s", name, e.of), suggestions...)
			continue
		}
		names[i] = known
	}
	return strings.Join(names, "|")
}

// spelling finds the first key column of the row that a name means. The
// plain locations of a provider may be Metros as well.
func (a *applier) spelling(tableName, name string) (known string, suggestions []string) {
	tables := []string{tableName}
	if tableName == "peering_locations" {
		tables = append(tables, "metro_locations")
	}
	var names []candidate
	for _, of := range tables {
		t := a.table(of)
		if rows := t.find(name); len(rows) > 0 {
			return rows[0].text(t.key[0]), nil
		}
		names = append(names, a.candidates(of)...)
	}
	return "", nearest(name, names)
}

// candidates gives the names of the rows that a table had before the overlay.
func (a *applier) candidates(tableName string) []candidate {
	names, ok := a.known[tableName]
	if !ok {
		names = a.base.table(tableName).candidates()
		a.known[tableName] = names
	}
	return names
}

// set writes an edit into a row and notes where the value comes from.
func (a *applier) set(r *row, e edit) {
	if e.kind == Any && !a.sameKind(r, e) {
		return
	}
	cellText := e.cell
	if e.column.isList() {
		cellText = a.merge(r, e)
	}
	r.set(e.name, cellText)
	a.mark(r, e.name)
	if slices.Contains(r.table.also, e.name) {
		r.table.names = new(lazy[rowNames]) // an alias has changed
	}
}

// mark notes that the current override has set a column of a row.
func (a *applier) mark(r *row, column string) {
	if r.origins == nil {
		r.origins = map[string]Source{}
	}
	r.origins[column] = Source{Page: a.current.Source, Override: cmpOr(a.current.Reason, "no reason given")}
}

func cmpOr(text, fallback string) string {
	if text != "" {
		return text
	}
	return fallback
}

// merge gives the list that a row has after an edit.
func (a *applier) merge(r *row, e edit) string {
	have, named := r.list(e.name), splitList(e.cell)
	at := cell{r, e.name}
	earlier, again := a.replaced[at]
	switch {
	case e.mode == remove:
		have = slices.DeleteFunc(slices.Clone(have), func(x string) bool { return slices.Contains(named, x) })
	case e.mode == add, again && earlier != a.current.Key:
		have = union(have, named)
	default:
		have = union(nil, named)
	}
	if e.mode == replace {
		a.replaced[at] = a.current.Key
	}
	return strings.Join(have, "|")
}

// union appends what is not there yet.
func union(have, more []string) []string {
	have = slices.Clone(have)
	for _, x := range more {
		if !slices.Contains(have, x) {
			have = append(have, x)
		}
	}
	return have
}

// sameKind reports whether a value of a limit is of the kind that the limit
// had: what reads it as a number must go on finding one.
func (a *applier) sameKind(r *row, e edit) bool {
	had, given := r.text(e.name), kindOfCell(e.cell)
	want := kindOfCell(had)
	if had == "" && r.text("unit") != "" {
		want = Whole
	}
	switch {
	case given == want, want == Text && given != List:
		return true
	case want == Number && given == Whole, want == List && given == Text:
		return true
	}
	a.problem(e.as, fmt.Sprintf("takes %s here, not %s", want.phrase(), describe(e.value)))
	return false
}
