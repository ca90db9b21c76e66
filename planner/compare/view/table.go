package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/compare"
	"github.com/erplan/erplan/planner/cost"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/source"
)

// A line is a row of the table: a label and a cell for each candidate.
type line struct {
	label string
	cells []string
	best  []bool // nil where nobody is better
	group string // a heading above it, or ""
}

// lines are the rows of the table.
func lines(x *compare.Comparison) []line {
	var out []line
	add := func(group, label string, best []bool, cell func(i int, c *compare.Candidate) string) {
		l := line{label: label, best: best, group: group}
		for i, c := range x.Candidates {
			l.cells = append(l.cells, cell(i, c))
		}
		out = append(out, l)
	}
	if slices.ContainsFunc(x.Dominated, func(by []compare.By) bool { return len(by) > 0 }) {
		add("", "dominated by", nil, func(i int, _ *compare.Candidate) string {
			if len(x.Dominated[i]) == 0 {
				return "-"
			}
			text := short(x.Candidates[x.Dominated[i][0].Candidate].Name, mostName)
			if n := len(x.Dominated[i]) - 1; n > 0 {
				text += fmt.Sprintf(" +%d", n)
			}
			return text
		})
	}
	add("", "errors, warnings, advice", nil, func(_ int, c *compare.Candidate) string {
		return fmt.Sprintf("%d, %d, %d", c.Result.Count(diag.Error), c.Result.Count(diag.Warning), c.Result.Count(diag.Advice))
	})
	for k := range compare.Criteria {
		if key := compare.Criteria[k].Key; key != "errors" && key != "warnings" && (key != "cost" || x.Prices != nil) {
			add("", compare.Criteria[k].Title, best(x, k), func(_ int, c *compare.Candidate) string { return c.Measures[k].Text })
		}
	}
	if len(x.Candidates) > 1 {
		add("", "failures survived now", nil, func(i int, _ *compare.Candidate) string { return shifted(x, i, false) })
		add("", "failures fatal now", nil, func(i int, _ *compare.Candidate) string { return shifted(x, i, true) })
	}
	group := "to buy"
	for _, t := range things {
		used := false
		for _, c := range x.Candidates {
			used = used || t.of(c) != "0"
		}
		if used {
			add(group, "  "+t.label, nil, func(_ int, c *compare.Candidate) string { return t.of(c) })
			group = ""
		}
	}
	return out
}

// shifted counts failures that end otherwise than in the first candidate.
func shifted(x *compare.Comparison, i int, fatal bool) string {
	s := &x.Shifts[i]
	switch {
	case i == 0:
		return "-"
	case fatal:
		return fmt.Sprint(len(s.Fatal) + len(s.New))
	}
	return fmt.Sprint(len(s.Survived) + len(s.Gone))
}

// best marks who leads in a criterion, where there is a difference.
func best(x *compare.Comparison, k int) []bool {
	for _, l := range x.Verdict.Leads {
		if l.Criterion != k || len(l.By) == 0 || len(l.By) == len(x.Candidates) {
			continue
		}
		out := make([]bool, len(x.Candidates))
		for _, i := range l.By {
			out[i] = true
		}
		return out
	}
	return nil
}

// things are the rows of what is to be bought.
var things = []struct {
	label string
	of    func(*compare.Candidate) string
}{
	{"circuits", func(c *compare.Candidate) string { return sum(c, cost.Circuit, cost.DirectCircuit) }},
	{"Direct ports", func(c *compare.Candidate) string {
		n, _ := c.Bill.Count(cost.PortPair)
		return fmt.Sprint(2 * n)
	}},
	{"cross-connects", func(c *compare.Candidate) string { return sum(c, cost.CrossConnect) }},
	{"ExpressRoute gateways", func(c *compare.Candidate) string { return sum(c, cost.ERGateway) }},
	{"  instances of them", func(c *compare.Candidate) string { return instances(c, cost.ERGateway) }},
	{"VPN gateways", func(c *compare.Candidate) string { return sum(c, cost.VPNGateway) }},
	{"  instances of them", func(c *compare.Candidate) string { return instances(c, cost.VPNGateway) }},
	{"virtual hubs", func(c *compare.Candidate) string { return sum(c, cost.Hub) }},
	{"tunnels", func(c *compare.Candidate) string { return sum(c, cost.Tunnel) }},
	{"Global Reach links", func(c *compare.Candidate) string { return sum(c, cost.GlobalReach) }},
}

func sum(c *compare.Candidate, kinds ...cost.Kind) string {
	total := 0
	for _, k := range kinds {
		n, _ := c.Bill.Count(k)
		total += n
	}
	return fmt.Sprint(total)
}

func instances(c *compare.Candidate, k cost.Kind) string {
	_, n := c.Bill.Count(k)
	return fmt.Sprint(n)
}

const (
	labelWidth = 27
	mostName   = 22
)

// table writes the rows, in several parts where there are too many candidates
// for a line; the first candidate stands in each.
func (p *printer) table(rows []line) {
	widths := make([]int, len(p.x.Candidates))
	for i, c := range p.x.Candidates {
		widths[i] = cells(short(c.Name, mostName))
		for _, r := range rows {
			n := cells(r.cells[i])
			if r.best != nil && r.best[i] {
				n += 2
			}
			widths[i] = max(widths[i], n)
		}
	}
	for at := 1; ; {
		part, used := []int{0}, labelWidth+4+widths[0]
		for at < len(widths) && (used+widths[at]+2 <= width || len(part) == 1) {
			used += widths[at] + 2
			part = append(part, at)
			at++
		}
		p.part(rows, part, widths)
		if at >= len(widths) {
			return
		}
	}
}

func (p *printer) part(rows []line, part, widths []int) {
	var b strings.Builder
	b.WriteString(pad("", labelWidth+2))
	for _, i := range part {
		text := p.paint(bold, short(p.x.Candidates[i].Name, mostName))
		if len(p.x.Dominated[i]) > 0 {
			text = p.paint(faint, short(p.x.Candidates[i].Name, mostName))
		}
		b.WriteString(pad(text, widths[i]+2))
	}
	p.row("")
	p.row(b.String())
	for _, r := range rows {
		if r.group != "" {
			p.row("  " + p.paint(faint, r.group))
		}
		b.Reset()
		b.WriteString("  " + pad(r.label, labelWidth))
		for _, i := range part {
			text := r.cells[i]
			if r.best != nil && r.best[i] {
				text = p.paint(green, text+" *")
			}
			b.WriteString(pad(text, widths[i]+2))
		}
		p.row(b.String())
	}
}

// unmetRow is the number of the criterion that counts requirements.
var unmetRow = slices.Index(compare.Keys(), "requirements")

// legend explains the table.
func legend(x *compare.Comparison) string {
	text := "* best in its row, where there is a difference."
	if slices.ContainsFunc(x.Candidates, func(c *compare.Candidate) bool { return strings.Contains(c.Measures[unmetRow].Text, "?") }) {
		text += " (1 ?): one more is not decided."
	}
	if len(x.Candidates) > 1 {
		text += " Failures: single ones, against " + source.Clean(x.Candidates[0].Name) + "."
	}
	return text
}

// verdictSign marks a verdict on a requirement.
func verdictSign(v outcome.Verdict) string { return [...]string{"✓", "✗", "?"}[v] }
