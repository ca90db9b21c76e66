package view

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/erplan/erplan/planner/compare"
	"github.com/erplan/erplan/planner/source"
)

// Markdown writes a comparison as a page in GitHub's Markdown.
func Markdown(w io.Writer, x *compare.Comparison, _ Header) error {
	m := &page{bufio.NewWriter(w), x}
	m.line("# %s", markdown(headline(x)))
	m.line("")
	for _, s := range sentences(x) {
		m.line("- %s", markdown(s))
	}
	m.table(lines(x))
	m.line("")
	m.line("**bold**: best in its row, where there is a difference. %s", markdown(strings.TrimPrefix(legend(x), "* best in its row, where there is a difference. ")))
	if x.Matrix != nil {
		m.weights()
	}
	m.requirements()
	if rows := flowRows(x); len(rows) > 1 {
		m.line("\n## Availability of each flow, predicted")
		m.table(rows[:min(len(rows), mostRows)])
		if n := len(rows) - mostRows; n > 0 {
			m.line("\nand %d more flows; --format json has all", n)
		}
	}
	m.failures()
	m.line("\n## What the worst cases come from\n")
	for _, g := range worstCases(x) {
		m.line("- %s (%s)", markdown(g.text), markdown(g.who))
	}
	m.findings()
	m.costs()
	return m.w.Flush()
}

// mostRows is how many rows a table of a page has: a comment on a pull request
// must not be too long.
const mostRows = 50

// A page is a Markdown text.
type page struct {
	w *bufio.Writer
	x *compare.Comparison
}

func (m *page) line(format string, args ...any) { fmt.Fprintf(m.w, format+"\n", args...) }

func (m *page) table(rows []line) {
	m.line("")
	head, rule := "|", "|---|"
	for i, c := range m.x.Candidates {
		name := markdown(c.Name)
		if len(m.x.Dominated[i]) > 0 {
			name += " (dominated)"
		}
		head += " | " + name
		rule += "---|"
	}
	m.line("%s |\n%s", head, rule)
	for _, r := range rows {
		label := strings.TrimSpace(r.label)
		if strings.HasPrefix(r.label, "  ") {
			label = "to buy: " + label
		}
		text := "| " + markdown(label)
		for i, cell := range r.cells {
			cell = markdown(cell)
			if r.best != nil && r.best[i] {
				cell = "**" + cell + "**"
			}
			text += " | " + cell
		}
		m.line("%s |", text)
	}
}

func (m *page) weights() {
	m.line("\n## By weights")
	m.table(matrixLines(m.x))
	m.line("")
	for _, s := range sensitivity(m.x) {
		m.line("- %s", markdown(s))
	}
	for _, l := range m.x.Matrix.Left {
		if l.Weighted {
			m.line("- %s", markdown(leftOut(l)))
		}
	}
}

func (m *page) requirements() {
	rows := requirementRows(m.x)
	if len(rows) == 0 {
		return
	}
	m.line("\n## Requirements")
	var table []line
	for _, r := range rows {
		l := line{label: r.words}
		for i := range m.x.Candidates {
			text := r.sign(i)
			if n := r.of[i]; n != nil && len(n.Blockers) > 0 {
				text += " " + blockers(n)
			}
			l.cells = append(l.cells, text)
		}
		table = append(table, l)
	}
	m.table(table)
}

func (m *page) failures() {
	if len(m.x.Candidates) < 2 {
		return
	}
	m.line("\n## Single failures, against %s\n", markdown(m.x.Candidates[0].Name))
	for i, c := range m.x.Candidates {
		if i > 0 {
			m.line("- **%s**: %s", markdown(c.Name), markdown(strings.Join(shiftWords(&m.x.Shifts[i]), "; ")))
		}
	}
}

func (m *page) findings() {
	if len(m.x.Candidates) < 2 {
		return
	}
	m.line("\n## Findings that not all have\n")
	if len(m.x.Findings) == 0 {
		m.line("none")
		return
	}
	m.line("| severity | where | finding | rule | in |\n|---|---|---|---|---|")
	for i, f := range m.x.Findings {
		if i == mostRows {
			m.line("\nand %d more; --format json has all", len(m.x.Findings)-i)
			return
		}
		m.line("| %s | %s | %s | %s | %s |", f.Severity, markdown(f.Place.Path), markdown(f.Message), f.Rule, markdown(and(names(m.x, in(f)))))
	}
}

func (m *page) costs() {
	if m.x.Prices == nil {
		return
	}
	m.line("\n## Cost a month\n\n%s\n", markdown(priceWords(m.x.Prices)))
	for i, c := range m.x.Candidates {
		text := c.Bill.Words() + parts(c.Bill)
		if open := unpriced(c.Bill); open != "" {
			text += "; " + open
		}
		if i > 0 {
			text += "; " + nineWords(m.x, i)
		}
		m.line("- **%s**: %s", markdown(c.Name), markdown(text))
	}
	for _, text := range append(evens(m.x), unused(m.x)...) {
		m.line("- %s", markdown(text))
	}
}

// markdown makes a text of a design harmless in Markdown.
func markdown(s string) string { return source.Markdown(plain(s)) }
