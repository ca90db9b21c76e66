package catalog

import "strings"

// A Row is a row of a table as text: what a person, or a program that does
// not know the types, is shown. Lists are joined by "|".
type Row struct {
	Fact
	Table string
	Key   string // as an override names it
	Cells []Cell
}

// A Cell is a column of a row and its value; empty means not documented.
type Cell struct{ Column, Value string }

// Value gives the value of a column, or "".
func (r Row) Value(column string) string {
	for _, c := range r.Cells {
		if c.Column == column {
			return c.Value
		}
	}
	return ""
}

// Matches reports whether a query is part of any value of the row; the
// comparison forgives as the look-ups do.
func (r Row) Matches(query string) bool {
	want := Fold(query)
	for _, c := range r.Cells {
		if strings.Contains(Fold(c.Value), want) {
			return true
		}
	}
	return false
}

// Is reports whether a query is the row's key, or the first part of it.
func (r Row) Is(query string) bool {
	first, _, _ := strings.Cut(r.Key, "/")
	return Fold(query) == Fold(r.Key) || Fold(query) == Fold(first)
}

// Rows gives the rows of a table in catalogue order. Not ok: there is no such
// table; see Tables.
func (c *Catalog) Rows(name string) ([]Row, bool) {
	if c.tables[name] == nil {
		return nil, false
	}
	t := c.table(name)
	out := make([]Row, len(t.rows))
	for i, r := range t.rows {
		out[i] = Row{Fact: r.fact(), Table: name, Key: r.keyText()}
		for j, column := range t.columns {
			if !column.own {
				out[i].Cells = append(out[i].Cells, Cell{column.name, r.cells[j]})
			}
		}
	}
	return out, true
}

// keyText joins the key columns of a row.
func (r *row) keyText() string {
	parts := make([]string, len(r.table.key))
	for i, column := range r.table.key {
		parts[i] = r.text(column)
	}
	return strings.Join(parts, "/")
}
