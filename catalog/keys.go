package catalog

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// find gives the rows that a key of an override means, none if there are
// none. The first part is compared with the first key column and with those
// that name a row too; parts that are left out match everything, but for the
// cloud, where the first that has the name is meant.
func (t *table) find(key string) []*row {
	for _, parts := range t.readings(key) {
		if rows := t.match(parts); len(rows) > 0 {
			return rows
		}
	}
	return nil
}

// readings gives the ways to read a key: as a name with slashes in it, and as
// parts between slashes.
func (t *table) readings(key string) [][]string {
	readings := [][]string{{key}}
	if parts := strings.Split(key, "/"); len(t.key) > 1 && len(parts) > 1 && len(parts) <= len(t.key) {
		readings = append(readings, parts)
	}
	return readings
}

func (t *table) match(parts []string) []*row {
	var rows []*row
	for _, r := range t.rowNames()[Fold(parts[0])] {
		if r.hasRest(parts[1:]) {
			rows = append(rows, r)
		}
	}
	if i := slices.Index(t.key, "cloud"); i >= len(parts) && len(rows) > 0 {
		first := rows[0].text("cloud")
		rows = slices.DeleteFunc(rows, func(r *row) bool { return r.text("cloud") != first })
	}
	return rows
}

// rowNames finds rows by the folded text of the first key column, and of the
// columns that name a row too.
type rowNames map[string][]*row

// rowNames gives the names of the rows, in their order.
func (t *table) rowNames() rowNames {
	return t.names.get(func() rowNames {
		names := make(rowNames, len(t.rows))
		for _, r := range t.rows {
			names.add(r)
		}
		return names
	})
}

func (n rowNames) add(r *row) {
	texts := []string{r.text(r.table.key[0])}
	for _, column := range r.table.also {
		texts = append(texts, r.list(column)...)
	}
	for _, text := range texts {
		folded := Fold(text)
		if rows := n[folded]; folded != "" && !slices.Contains(rows, r) {
			n[folded] = append(rows, r)
		}
	}
}

// hasRest reports whether the further key columns of a row have these values.
func (r *row) hasRest(parts []string) bool {
	for i, part := range parts {
		if Fold(r.text(r.table.key[i+1])) != Fold(part) {
			return false
		}
	}
	return true
}

// candidates gives all names of rows, for suggestions.
func (t *table) candidates() []candidate {
	var cs []candidate
	for _, r := range t.rows {
		name := r.text(t.key[0])
		cs = append(cs, candidate{text: name, name: name})
		for _, column := range t.also {
			for _, text := range r.list(column) {
				cs = append(cs, candidate{text: text, name: name})
			}
		}
	}
	return cs
}

// rows gives the rows of an override to write to; it adds the row if there is
// none.
func (a *applier) rows(o Override, edits []edit) []*row {
	if rows := a.table(o.Table).find(o.Key); len(rows) > 0 {
		return a.change(o.Table).find(o.Key)
	}
	parts, ok := a.newKey(o, edits)
	if !ok {
		return nil
	}
	t := a.change(o.Table)
	if near := nearest(o.Key, a.candidates(o.Table)); len(near) > 0 {
		a.warn("", "the row is not in the table and is added", near...)
	}
	r := &row{table: t, cells: make([]string, len(t.columns))}
	for i, column := range t.key {
		r.set(column, parts[i])
		a.mark(r, column)
	}
	t.rowNames().add(r)
	t.rows = append(t.rows, r)
	return []*row{r}
}

// newKey gives the key cells of a row to add. The row must come with the
// columns that the table requires.
func (a *applier) newKey(o Override, edits []edit) (parts []string, ok bool) {
	t := a.table(o.Table)
	parts = []string{o.Key}
	if len(t.key) > 1 {
		parts = strings.Split(o.Key, "/")
	}
	if len(parts) == len(t.key)-1 && t.key[len(parts)] == "cloud" {
		parts = append(parts, string(Public))
	}
	near := nearest(o.Key, a.candidates(o.Table))
	if len(parts) != len(t.key) || Fold(parts[0]) == "" {
		a.problem("", fmt.Sprintf("no such row; a new one needs the key %s", strings.Join(t.key, "/")), near...)
		return nil, false
	}
	for _, column := range t.required {
		if !slices.ContainsFunc(edits, func(e edit) bool { return e.name == column }) {
			if _, faulty := o.Set[column]; !faulty { // otherwise it is reported already
				a.problem("", fmt.Sprintf("no such row; a new one needs the column %s", column), near...)
			}
			return nil, false
		}
	}
	for i, name := range t.key {
		if err := checkKey(t.columns[t.index[name]], parts[i]); err != nil {
			a.problem("", fmt.Sprintf("the %s in the key %s", name, err), near...)
			return nil, false
		}
	}
	return parts, true
}

// checkKey checks a part of the key of a row to add.
func checkKey(c column, part string) error {
	if c.kind != Whole {
		return checkValue(c.name, part)
	}
	n, err := strconv.Atoi(part)
	if err != nil {
		return fmt.Errorf("must be a whole number, not %q", part)
	}
	return checkValue(c.name, n)
}
