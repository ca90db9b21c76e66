package catalog

import (
	"maps"
	"slices"
	"strings"
)

// An Overlay replaces and adds facts, in order.
type Overlay []Override

// An Override changes one row of one table, or adds the row if there is none.
//
// Key names the row as Table describes: by its key columns, joined by
// slashes, or by an alias, with the forgiveness of the look-ups. Set gives
// columns their values: string, bool, int, int64, float64, []string, []int,
// or []any of those. A list replaces the list that was there; the column with
// "add_" or "remove_" in front adds to it or takes from it.
//
// Providers and locations name each other. Setting either side sets the
// other: the list of a provider is authoritative for that provider, the list
// of a location for that location. A Metro may stand among a provider's
// locations.
type Override struct {
	Table, Key string
	Set        map[string]any

	// Reason says why the fact is replaced, Source from where it is known
	// better. Both go into the Source of the fact.
	Reason, Source string
}

// A Problem is what is wrong with an override. Column is empty where the
// table or the key is at fault. Suggestions are the names that may have been
// meant, best first.
type Problem struct {
	Table, Key, Column string
	Message            string
	Suggestions        []string

	// Warning: the value was applied all the same, for instance a list that
	// names a location which the catalogue does not know.
	Warning bool
}

// String gives the problem in one line.
func (p Problem) String() string {
	place := p.Table
	if p.Key != "" {
		place += "." + quote(p.Key)
	}
	if p.Column != "" {
		place += "." + p.Column
	}
	if len(p.Suggestions) == 0 {
		return place + ": " + p.Message
	}
	return place + ": " + p.Message + "; did you mean " + strings.Join(quoteAll(p.Suggestions), ", ") + "?"
}

// With gives a catalogue in which the overlay replaces facts. What cannot be
// applied is left out and comes back as problems, in the order of the
// overlay. The catalogue itself stays as it is.
func (c *Catalog) With(o Overlay) (*Catalog, []Problem) {
	a := newApplier(c)
	for _, v := range o {
		a.apply(v)
	}
	n := &Catalog{tables: maps.Clone(c.tables), overrides: slices.Concat(c.overrides, o)}
	for name, t := range a.changed {
		n.tables[name] = &lazyTable{load: func() *table { return t }}
	}
	return n, a.problems
}

// Overrides gives the overrides that the catalogue has taken, in order.
func (c *Catalog) Overrides() []Override { return c.overrides }

// quote puts a name between quotation marks.
func quote(name string) string { return `"` + name + `"` }

func quoteAll(names []string) []string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = quote(name)
	}
	return quoted
}
