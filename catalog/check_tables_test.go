package catalog

import (
	"slices"
	"strings"
	"time"
)

// checkNames holds that no name or alias means two rows, but for rows that
// the further key columns tell apart.
func checkNames(c *Catalog, complain complain) {
	for _, s := range schemas() {
		seen := map[string]*row{}
		for _, r := range c.table(s.name).rows {
			rest := ""
			for _, column := range s.key[1:] {
				rest += "/" + Fold(r.text(column))
			}
			names := map[string]bool{Fold(r.text(s.key[0])): true}
			for _, column := range s.also {
				for _, name := range r.list(column) {
					names[Fold(name)] = true
				}
			}
			for name := range names {
				if other := seen[name+rest]; name == "" || other != nil {
					complain("%s: %q stands for two rows: %v", s.name, name, r.cells)
				}
				seen[name+rest] = r
			}
		}
	}
	for _, v := range c.Communities() {
		for _, group := range v.Groups {
			if same := c.table("bgp_communities").find(group); len(same) > 0 {
				complain("the group %s is a community too", group)
			}
		}
	}
}

// checkLists holds that no list names a thing twice, and that every cell has
// the kind of its column.
func checkLists(c *Catalog, complain complain) {
	for _, s := range schemas() {
		for _, r := range c.table(s.name).rows {
			for _, column := range s.columns {
				cell := r.text(column.name)
				if cell == "" {
					continue
				}
				if column.isList() {
					items := slices.Sorted(slices.Values(r.list(column.name)))
					if len(slices.Compact(items)) != len(r.list(column.name)) || slices.Contains(items, "") {
						complain("%s.%s: %q", s.name, column.name, cell)
					}
				}
				if got := kindOfCell(cell); column.kind == Bool && got != Bool || column.kind == Whole && got != Whole {
					complain("%s.%s: %q is not a %s", s.name, column.name, cell, column.kind)
				}
				if cell != strings.TrimSpace(cell) {
					complain("%s.%s: %q has space around it", s.name, column.name, cell)
				}
			}
		}
	}
}

// checkSources holds that every row has a source, that dates are dates, and
// that marks point at columns.
func checkSources(c *Catalog, complain complain) {
	for _, s := range schemas() {
		t := c.table(s.name)
		for column, source := range t.sources.byColumn {
			if _, ok := s.index[column]; !ok {
				complain("%s: a source for the column %q", s.name, column)
			}
			checkSource(s.name+"."+column, source, complain)
		}
		for _, r := range t.rows {
			where := s.name + "." + r.text(s.key[0])
			checkSource(where, r.source(), complain)
			for _, item := range splitList(r.optional("doubt")) {
				column, text, ok := strings.Cut(item, "=")
				if _, known := s.index[column]; !ok || !known || text == "" {
					complain("%s: doubt %q", where, item)
				}
			}
			for _, column := range splitList(r.optional("inferred")) {
				if _, known := s.index[column]; !known {
					complain("%s: inferred %q", where, column)
				}
			}
		}
	}
}

func checkSource(where string, s Source, complain complain) {
	if s.Page == "" && s.Doubt == "" {
		complain("%s: no source", where)
	}
	if s.Date == "" && strings.HasSuffix(s.Page, ".md") && s.Doubt == "" {
		complain("%s: no date of %s", where, s.Page)
	}
	if s.Date == "" {
		return
	}
	if _, err := time.Parse(time.DateOnly, s.Date); err != nil || s.Date > "2026-09-30" {
		complain("%s: date %q", where, s.Date)
	}
}
