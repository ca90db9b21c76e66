package edit

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/erplan/erplan/planner/source"
)

// A writer puts the lines of a text together.
type writer struct {
	l    *layout
	rows []string
}

// write writes sections, of which the last is the comments at the end.
func (l *layout) write(sections []*section) string {
	w := writer{l: l}
	last := sections[len(sections)-1]
	prev := ""
	for i, s := range append(order(sections[:len(sections)-1]), last) {
		group := ""
		if len(s.at) > 0 {
			group = s.at[0].key
		}
		w.section(s, i > 0 && (s.gap || group != prev))
		prev = group
	}
	if len(w.rows) == 0 {
		return ""
	}
	return strings.Join(w.rows, l.end) + l.end
}

// keys writes the i-th paragraph of a section. A key directly below a comment
// stays there: the comment may be about it alone.
func (w *writer) keys(s *section, i int) {
	order := s.at.language()
	keys := slices.Clone(s.paras[i].keys)
	free := keys
	if n := len(s.paras[i].lead); n > 0 && s.paras[i].lead[n-1] != "" {
		free = keys[1:]
	}
	slices.SortStableFunc(free, func(a, b line) int { return compare(order, names(a.Statement), names(b.Statement)) })
	width := w.width(s, i)
	rows := make([]string, len(keys))
	for j, k := range keys {
		rows[j] = pad(w.l.nameText(k.Statement), width+1) + "= " + w.l.f.Text[k.Value.Start:k.Value.End]
	}
	w.comments(rows, keys)
	w.rows = append(w.rows, rows...)
}

// width returns the length of the longest key of the paragraphs that stand
// together with the i-th, without a blank line between them.
func (w *writer) width(s *section, i int) int {
	from, to := i, i+1
	for from > 0 && !slices.Contains(s.paras[from].lead, "") {
		from--
	}
	for to < len(s.paras) && !slices.Contains(s.paras[to].lead, "") {
		to++
	}
	width := 0
	for _, p := range s.paras[from:to] {
		for _, k := range p.keys {
			width = max(width, utf8.RuneCountInString(w.l.nameText(k.Statement)))
		}
	}
	return width
}

// comments writes comments behind rows: below each other where they stood so,
// after one space otherwise.
func (w *writer) comments(rows []string, keys []line) {
	for from := 0; from < len(rows); {
		column := w.column(keys[from])
		to := from + 1
		for column > 0 && to < len(rows) && w.column(keys[to]) == column {
			to++
		}
		width := 0
		for _, row := range rows[from:to] {
			width = max(width, utf8.RuneCountInString(row))
		}
		for i := from; i < to; i++ {
			if c := keys[i].Comment; c != (source.Span{}) {
				gap := 1
				if to > from+1 {
					gap += width - utf8.RuneCountInString(rows[i])
				}
				rows[i] += strings.Repeat(" ", gap) + w.l.f.Text[c.Start:c.End]
			}
		}
		from = to
	}
}

// column returns where on its line the comment behind a key stands, or 0 where
// there is none or the value has several lines.
func (w *writer) column(k line) int {
	start := w.l.lineStart(k.Span.Start)
	if k.Comment == (source.Span{}) || w.l.lineStart(k.Span.End) != start {
		return 0
	}
	return utf8.RuneCountInString(w.l.f.Text[start:k.Comment.Start])
}

// section writes a section, with a blank line above it where that is wanted.
func (w *writer) section(s *section, gap bool) {
	rows := s.lead
	if s.head == "" {
		rows = trimEnd(rows)
		if len(s.lead) > 0 && len(s.paras) > 0 && len(rows) < len(s.lead) {
			rows = s.lead
		}
	} else {
		rows = append(slices.Clone(rows), s.head)
	}
	if gap && len(w.rows) > 0 && len(rows) > 0 {
		w.rows = append(w.rows, "")
	}
	w.rows = append(w.rows, rows...)
	for i, p := range s.paras {
		lead := p.lead
		if i == 0 {
			_, lead = trimGap(lead)
		}
		w.rows = append(w.rows, lead...)
		w.keys(s, i)
	}
	w.rows = append(w.rows, s.foot...)
}
