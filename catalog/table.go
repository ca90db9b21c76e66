package catalog

import (
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// data holds the tables of the embedded edition.
//
//go:embed data/*.tsv
var data embed.FS

// A table is a parsed file: its rows in file order, cells as text. The typed
// facts are made from it on demand; overlays change a copy of it.
type table struct {
	*schema
	sources columnSources
	rows    []*row

	names *lazy[rowNames] // for the keys of overrides, see find
}

// A row is one line of a table. The cells stand in the order of the schema's
// columns; an empty cell means "not documented".
type row struct {
	table   *table
	cells   []string
	origins map[string]Source // of columns that an overlay has set
}

// parseTable reads the text of a table. The data are ours, so what is wrong
// with them is a programming error: it panics.
func parseTable(s *schema, text string) *table {
	t := &table{schema: s, sources: columnSources{byColumn: map[string]Source{}}, names: new(lazy[rowNames])}
	t.rows = make([]*row, 0, strings.Count(text, "\n"))
	width, sawHeader := len(s.columns), false
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if comment, ok := strings.CutPrefix(line, "# "); ok && !sawHeader {
			t.sources.parse(comment)
			continue
		}
		cells := splitCells(line, width)
		if len(cells) != width {
			panic(fmt.Sprintf("catalog: %s: %d cells instead of %d in %q", s.name, len(cells), width, line))
		}
		if !sawHeader {
			s.checkHeader(cells)
			sawHeader = true
			continue
		}
		t.rows = append(t.rows, &row{table: t, cells: cells})
	}
	return t
}

// splitCells cuts a line at its tabs.
func splitCells(line string, width int) []string {
	cells := make([]string, 0, width)
	for {
		cell, rest, more := strings.Cut(line, "\t")
		cells = append(cells, cell)
		if !more {
			return cells
		}
		line = rest
	}
}

// clone copies a table so that an overlay can change the copy.
func (t *table) clone() *table {
	c := *t
	c.names = new(lazy[rowNames])
	c.rows = make([]*row, len(t.rows))
	for i, r := range t.rows {
		origins := make(map[string]Source, len(r.origins))
		for column, s := range r.origins {
			origins[column] = s
		}
		c.rows[i] = &row{table: &c, cells: slices.Clone(r.cells), origins: origins}
	}
	return &c
}

// text gives the cell of a column; a column that the schema does not have is
// a programming error.
func (r *row) text(column string) string { return r.cells[r.table.mustIndex(column)] }

func (r *row) set(column, cell string) { r.cells[r.table.mustIndex(column)] = cell }

// optional gives the cell of a column that not every table has.
func (r *row) optional(column string) string {
	if i, ok := r.table.index[column]; ok {
		return r.cells[i]
	}
	return ""
}

func (r *row) list(column string) []string { return splitList(r.text(column)) }

// splitList cuts a cell that holds a list; an empty cell is an empty list.
func splitList(cell string) []string {
	if cell == "" {
		return nil
	}
	return strings.Split(cell, "|")
}

func (r *row) whole(column string) int {
	cell := r.text(column)
	if cell == "" {
		return 0
	}
	n, err := strconv.Atoi(cell)
	if err != nil {
		panic(fmt.Sprintf("catalog: %s.%s: %q is not a whole number", r.table.name, column, cell))
	}
	return n
}

func (r *row) wholes(column string) []int {
	var ns []int
	for _, cell := range r.list(column) {
		n, err := strconv.Atoi(cell)
		if err != nil {
			panic(fmt.Sprintf("catalog: %s.%s: %q is not a whole number", r.table.name, column, cell))
		}
		ns = append(ns, n)
	}
	return ns
}

func (r *row) number(column string) float64 {
	cell := r.text(column)
	if cell == "" {
		return 0
	}
	x, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		panic(fmt.Sprintf("catalog: %s.%s: %q is not a number", r.table.name, column, cell))
	}
	return x
}

func (r *row) answer(column string) Answer { return parseAnswer(r.text(column)) }

func (r *row) yes(column string) bool { return r.text(column) == "yes" }

// fact gives the row's source and a handle for the sources of its columns.
func (r *row) fact() Fact { return Fact{Source: r.source(), row: r} }

// source gives the source of the row as a whole: the table's, unless the row
// names its own, with every doubt about it. An overridden column makes the
// row overridden.
func (r *row) source() Source {
	s := r.ownSource(r.table.sources.table)
	s.Inferred = s.Inferred || r.optional("inferred") != ""
	s.Doubt = r.doubts("")
	for _, column := range r.table.columns {
		if o, ok := r.origins[column.name]; ok {
			o.Doubt = s.Doubt
			return o
		}
	}
	return s
}

// about gives the source of one column.
func (r *row) about(column string) Source {
	if o, ok := r.origins[column]; ok {
		return o
	}
	s, ok := r.table.sources.byColumn[column]
	if !ok {
		s = r.ownSource(r.table.sources.table)
	}
	s.Inferred = s.Inferred || slices.Contains(splitList(r.optional("inferred")), column)
	s.Doubt = r.doubts(column)
	return s
}

// ownSource puts the row's own page in place of the table's, if it has one.
func (r *row) ownSource(s Source) Source {
	page := r.optional("source_page")
	if page == "" {
		return s
	}
	if page == "none" {
		page = ""
	}
	return Source{
		Page:     page,
		Section:  r.optional("source_section"),
		Date:     r.optional("source_date"),
		Inferred: s.Inferred,
	}
}

// doubts joins the doubts about a column, or about every column: an item of
// the cell reads COLUMN=TEXT. An overridden column is no longer doubtful.
func (r *row) doubts(column string) string {
	cell := r.optional("doubt")
	if cell == "" {
		return ""
	}
	var texts []string
	for _, item := range strings.Split(cell, "|") {
		about, text, _ := strings.Cut(item, "=")
		if _, overridden := r.origins[about]; overridden {
			continue
		}
		switch column {
		case about:
			texts = append(texts, text)
		case "":
			texts = append(texts, strings.ReplaceAll(about, "_", " ")+": "+text)
		}
	}
	return strings.Join(texts, "; ")
}
