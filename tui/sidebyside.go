package tui

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/planner/compare"
)

// drawComparison draws the options side by side.
func (o *options) drawComparison(m *Model, w, h int) []string {
	if o.compared == nil {
		return []string{"  " + m.pending(busyCompare, busyCompare+"…")}
	}
	var lines []string
	for _, l := range m.verdict(o.compared) {
		lines = append(lines, indented("  ", l, w-2)...)
	}
	lines = append(lines, "")
	rows := o.rows(m)
	for i, r := range rows {
		line := "  " + o.across(r, w-4)
		if i == 0 {
			line = m.theme.bold.Render(line)
		}
		lines = append(lines, line)
	}
	if len(o.compared.Candidates) > 1 {
		lines = append(lines, m.theme.faint.Render("  ▲ better, ▼ worse than "+o.compared.Candidates[0].Name))
	}
	lines = append(lines, o.shifts(m, w)...)
	o.top = clamp(o.top, 0, max(0, len(lines)-h))
	return lines[o.top:]
}

// The widths of the columns.
const (
	criterionW = 26
	candidateW = 20
)

// across sets a row in columns. The criterion and the first candidate always
// stay; where not all others fit, the arrows go through them.
func (o *options) across(r []string, w int) string {
	fixed := r[:min(2, len(r))]
	rest := r[len(fixed):]
	room := max(1, (w-criterionW-candidateW-2)/(candidateW+2))
	o.left = clamp(o.left, 0, max(0, len(rest)-room))
	out := fit(fixed[0], criterionW)
	for _, cell := range append(fixed[1:len(fixed):len(fixed)], rest[o.left:min(len(rest), o.left+room)]...) {
		out += "  " + fit(cell, candidateW)
	}
	if o.left+room < len(rest) {
		out = fit(out, w-1) + "→"
	}
	return out
}

// rows is the table: criteria, and how each candidate does.
func (o *options) rows(m *Model) [][]string {
	x := o.compared
	head := []string{""}
	for i, c := range x.Candidates {
		name := c.Name
		if len(x.Dominated[i]) > 0 {
			name += " (dominated)"
		}
		if c.Option == m.shown.Option && (c.Name == "tried") == (len(m.shown.Tries) > 0) {
			name = "● " + name
		} else {
			name = "  " + name
		}
		head = append(head, name)
	}
	rows := [][]string{head}
	for k := range compare.Criteria {
		criterion := &compare.Criteria[k]
		row := []string{criterion.Title}
		for _, c := range x.Candidates {
			row = append(row, m.measured(x, k, c))
		}
		rows = append(rows, row)
	}
	return rows
}

// measured writes a measure, with a sign where it is better or worse than that
// of the first candidate.
func (m *Model) measured(x *compare.Comparison, k int, c *compare.Candidate) string {
	measure := c.Measures[k]
	text := measure.Text
	order, ok := compare.Criteria[k].Compare(measure, x.Candidates[0].Measures[k])
	if unpriced := x.Prices == nil && compare.Criteria[k].Key == "cost"; unpriced && ok && order != 0 {
		text = map[bool]string{true: "less to buy", false: "more to buy"}[order < 0]
	}
	switch {
	case ok && order < 0:
		return m.theme.good.Render("▲ " + text)
	case ok && order > 0:
		return m.theme.bad.Render("▼ " + text)
	}
	return "  " + text
}

// verdict is the comparison in short.
func (m *Model) verdict(x *compare.Comparison) []string {
	v := &x.Verdict
	var out []string
	switch {
	case len(x.Candidates) == 1:
		return []string{"There is one design; try changes (t) and save them (S) to compare."}
	case v.Dominant >= 0:
		out = append(out, m.theme.good.Render("✓ "+x.Candidates[v.Dominant].Name)+" is no worse than any other in every criterion, and better in some.")
	default:
		out = append(out, "None is best in every criterion.")
	}
	switch {
	case len(v.Meeting) == 0:
		out = append(out, m.theme.bad.Render("✗ None has no error and meets every requirement."))
	default:
		out = append(out, "Without errors and with every requirement met: "+strings.Join(x.Names(v.Meeting), ", ")+".")
	}
	for i, by := range x.Dominated {
		if len(by) > 0 {
			out = append(out, fmt.Sprintf("%s is dominated by %s.", x.Candidates[i].Name, x.Candidates[by[0].Candidate].Name))
		}
	}
	return out
}

// shifts says which failures end otherwise than in the first candidate.
func (o *options) shifts(m *Model, w int) []string {
	var out []string
	for i, s := range o.compared.Shifts {
		if i == 0 {
			continue
		}
		name := o.compared.Candidates[i].Name
		for _, part := range []struct {
			falls []compare.Fall
			words string
			style interface{ Render(...string) string }
		}{
			{s.Survived, "+ survives", m.theme.good}, {s.Gone, "+ no longer has", m.theme.good},
			{s.Fatal, "- is lost to", m.theme.bad}, {s.New, "- is lost to the new", m.theme.bad},
		} {
			if len(part.falls) == 0 {
				continue
			}
			var ids []string
			for _, f := range part.falls[:min(len(part.falls), 6)] {
				ids = append(ids, f.Component)
			}
			if n := len(part.falls) - len(ids); n > 0 {
				ids = append(ids, fmt.Sprintf("and %d more", n))
			}
			out = append(out, indented("  ", name+" "+part.style.Render(part.words)+" "+strings.Join(ids, ", "), w-2)...)
		}
	}
	if out != nil {
		return append([]string{"", "  " + m.theme.bold.Render("Failures, against the base")}, out...)
	}
	return nil
}
