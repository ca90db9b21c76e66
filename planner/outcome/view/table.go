package view

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/planner/outcome"
)

// table writes one line for each flow, where there are many.
func (p *printer) table(normal *outcome.Scenario) {
	rows := [][]string{{"flow", "normal", "survives", "single points", "predicted", "down a year", "fullest", "worst", "slowest"}}
	for i := range p.a.Flows {
		if i == mostLines && len(p.a.Flows) > mostLines+1 {
			break
		}
		rows = append(rows, p.cellsOf(i, &normal.Flows[i]))
	}
	p.printf("\n")
	p.grid(rows)
	if n := len(p.a.Flows) + 1 - len(rows); n > 0 {
		p.printf("  and %d more; --json has all\n", n)
	}
}

const mostLines = 60

func (p *printer) cellsOf(i int, f *outcome.FlowOutcome) []string {
	a := p.a
	n := a.Singles().Count(i)
	points, ends := 0, 0
	for _, pt := range a.Points(i) {
		points++
		if pt.End {
			ends++
		}
	}
	row := []string{a.Flows[i].Name, p.mark(f.Outcome), fmt.Sprintf("%d/%d", n.Survived(), n.All()), fmt.Sprintf("%d + %d ends", points-ends, ends)}
	if u, ok := a.Availability(i); ok && f.Outcome != outcome.Unreachable {
		row = append(row, outcome.AvailablePercent(u.Unavailability), downtime(u.MinutesPerYear()))
	} else {
		row = append(row, "-", "-")
	}
	c := a.Capacity().Flows[i]
	for _, x := range []outcome.Peak{c.Normal, c.Worst} {
		text := "-"
		if x.Known() && x.Capacity > 0 {
			text = used(x.Used)
		}
		if x.Used > 100 {
			text = p.paint(red, text+" !")
		}
		row = append(row, text)
	}
	return append(row, outcome.About(longest(a, i))+" s")
}

// grid writes rows in columns; the first row is the heading.
func (p *printer) grid(rows [][]string) {
	var widths []int
	for _, r := range rows {
		for k, cell := range r {
			if k == len(widths) {
				widths = append(widths, 0)
			}
			widths[k] = max(widths[k], cells(cell))
		}
	}
	for n, r := range rows {
		var b strings.Builder
		for k, cell := range r {
			if k < len(r)-1 {
				cell = pad(cell, widths[k]+2)
			}
			b.WriteString(cell)
		}
		line := "  " + b.String()
		if n == 0 {
			line = p.paint(faint, line)
		}
		p.row(line)
	}
}
