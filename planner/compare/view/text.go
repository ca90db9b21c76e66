package view

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/compare"
	"github.com/erplan/erplan/planner/outcome"
)

// Text writes a comparison for people.
func Text(w io.Writer, x *compare.Comparison, h Header, o Options) error {
	p := newPrinter(w, x, o)
	p.row(p.paint(bold, headline(x)))
	p.row("")
	for _, s := range sentences(x) {
		p.item("", 2, s)
	}
	p.table(lines(x))
	p.row("")
	for _, l := range wrap(legend(x), width-2) {
		p.row("  " + p.paint(faint, l))
	}
	p.weights()
	p.requirements()
	p.flows()
	p.failures()
	p.worst()
	p.findings()
	p.costs()
	p.row("")
	p.row(p.paint(faint, next(x, h)))
	return p.w.Flush()
}

// headline names what is compared.
func headline(x *compare.Comparison) string {
	title := ""
	for i, c := range x.Candidates {
		if i == 0 {
			title = c.Title
		}
		if c.Title != title {
			title = ""
			break
		}
	}
	var list []string
	for _, c := range x.Candidates {
		list = append(list, short(c.Name, mostName))
	}
	text := some(list, 6)
	if title != "" {
		text = short(title, 50) + ": " + text
	}
	return strings.Join(wrap(text, width), "\n")
}

// next names a command to try: what the best option changes.
func next(x *compare.Comparison, h Header) string {
	to := -1
	switch v := x.Verdict; {
	case len(v.Leaders) > 0:
		to = v.Leaders[0]
	case v.Dominant >= 0:
		to = v.Dominant
	case len(v.Meeting) > 0:
		to = v.Meeting[0]
	}
	if h.Path == "" || to < 0 || x.Candidates[to].Option == "" {
		return "Next: add --weight availability=3,cost=1 to decide by weights, or --changes for what differs."
	}
	path := ""
	if h.Path != "erplan.toml" {
		path = " " + h.Path
	}
	return "Next: erplan compare" + path + " --changes --options base," + x.Candidates[to].Option
}

const mostFlows = 20

// flows writes the availability of each flow, where there are several.
func (p *printer) flows() {
	rows := flowRows(p.x)
	if len(rows) < 2 {
		return
	}
	p.heading("Availability of each flow, predicted")
	more := len(rows) - mostFlows
	if more > 0 {
		rows = rows[:mostFlows]
	}
	p.table(rows)
	if more > 0 {
		p.row(fmt.Sprintf("  and %d more flows; --format json has all", more))
	}
}

func flowRows(x *compare.Comparison) []line {
	var flows []string
	for _, c := range x.Candidates {
		for i := range c.Flows {
			if !slices.Contains(flows, c.Flows[i].Name) {
				flows = append(flows, c.Flows[i].Name)
			}
		}
	}
	var out []line
	for _, name := range flows {
		l := line{label: short(name, labelWidth-2)}
		for _, c := range x.Candidates {
			l.cells = append(l.cells, availability(c, name))
		}
		out = append(out, l)
	}
	return out
}

func availability(c *compare.Candidate, flow string) string {
	for i := range c.Flows {
		f := &c.Flows[i]
		switch {
		case f.Name != flow:
		case f.Normal == outcome.Unreachable || f.Normal == outcome.Lost:
			return "✗ " + f.Normal.String()
		case f.Predicted:
			return outcome.AvailablePercent(f.Availability.Unavailability)
		default:
			return "unknown"
		}
	}
	return "–"
}

const mostFindings = 15

// findings writes those that differ.
func (p *printer) findings() {
	if len(p.x.Candidates) < 2 {
		return
	}
	p.heading("Findings that not all have")
	if len(p.x.Findings) == 0 {
		p.item("", 2, "none")
	}
	for i, f := range p.x.Findings {
		if i == mostFindings && len(p.x.Findings) > mostFindings+1 {
			p.row(fmt.Sprintf("  and %d more; --format json has all", len(p.x.Findings)-i))
			return
		}
		severity := f.Severity.String()
		if f.Severity.String() == "error" {
			severity = p.paint(red, severity)
		}
		p.item(severity, 11, fmt.Sprintf("%s: %s: %s [%s]", and(names(p.x, in(f))), f.Place.Path, plain(f.Message), f.Rule))
	}
}

func in(f compare.Finding) []int {
	var out []int
	for i, yes := range f.In {
		if yes {
			out = append(out, i)
		}
	}
	return out
}
