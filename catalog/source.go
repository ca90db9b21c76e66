package catalog

import "strings"

// A Source says where a fact comes from: a documentation page, one of its
// sections and the date that the page carries (2006-01-02; empty when it was
// not seen). Page is a path in the public repository of the documentation, or
// names another origin in words, such as "general knowledge".
type Source struct {
	Page, Section, Date string

	// Inferred: the fact is not written on the page but follows from it, or
	// was chosen by us.
	Inferred bool

	// Doubt says why the fact may be wrong, for instance that two pages
	// disagree. Empty: no doubt is known.
	Doubt string

	// Override is the reason of the override that set the fact; Page is then
	// the origin that the override gives. Empty for facts of the edition.
	Override string
}

// String gives the source for people: "expressroute-faqs (2026-03-31)".
func (s Source) String() string {
	var b strings.Builder
	b.WriteString(s.Doc())
	if s.Section != "" {
		b.WriteString(" › " + s.Section)
	}
	if s.Date != "" {
		b.WriteString(" (" + s.Date + ")")
	}
	if s.Override != "" {
		b.WriteString(", overridden: " + s.Override)
	}
	return b.String()
}

// Doc is the short name of the page, "expressroute-faqs" for
// "articles/expressroute/expressroute-faqs.md"; an origin in words stays as
// it is.
func (s Source) Doc() string {
	page, isFile := strings.CutSuffix(s.Page, ".md")
	if !isFile {
		return s.Page
	}
	return page[strings.LastIndexByte(page, '/')+1:]
}

// A Fact is what every row of the catalogue has beside its figures: the
// source of the row as a whole, and of each of its columns.
type Fact struct {
	Source Source

	row *row
}

// About gives the source of one column of the row, by its name in the table
// (see data/README.md): the page of that column where it differs from the
// row's, and the doubt that concerns it alone. A column that is not in the
// table, or a Fact that was not made by a catalogue, has the row's source.
func (f Fact) About(column string) Source {
	if f.row == nil {
		return f.Source
	}
	return f.row.about(column)
}

// Doubtful reports whether the row, as a whole or in one of its columns, is
// marked as doubtful.
func (f Fact) Doubtful() bool { return f.Source.Doubt != "" }

// columnSources are the sources that the head of a table declares.
type columnSources struct {
	table    Source
	byColumn map[string]Source
}

// parse reads a comment of the form
//
//	source [COLUMN…]: PAGE; SECTION; DATE[; inferred]
//
// and reports whether it was one. The page "none" means that each row names
// its own.
func (cs *columnSources) parse(comment string) bool {
	head, text, ok := strings.Cut(comment, ": ")
	words := strings.Fields(head)
	if !ok || len(words) == 0 || words[0] != "source" {
		return false
	}
	parts := append(strings.Split(text, ";"), "", "", "")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	s := Source{Page: parts[0], Section: parts[1], Date: parts[2], Inferred: parts[3] == "inferred"}
	if s.Page == "none" {
		s = Source{}
	}
	if len(words) == 1 {
		cs.table = s
		return true
	}
	for _, column := range words[1:] {
		cs.byColumn[column] = s
	}
	return true
}
