package view

import (
	"fmt"
	"io"
	"strings"

	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/routing"
)

// Scenario writes what becomes of every flow in one change: the ways before
// and after in both directions, what decided and what lost, and the load.
func Scenario(w io.Writer, a *outcome.Analysis, s *outcome.Scenario, h Header, o Options) error {
	p := newPrinter(w, a, o)
	p.title(h)
	p.printf("%s\n", a.Name(s.Change))
	var rest []int
	lasts := a.While(s.Change)
	changed := map[int]bool{}
	for _, i := range s.Changed {
		changed[i] = true
	}
	for i := range s.Flows {
		if changed[i] {
			p.outcome(&s.Flows[i], lasts)
		} else {
			rest = append(rest, i)
		}
	}
	var still []string
	for _, i := range p.weakened(s, lasts, rest) {
		still = append(still, fmt.Sprintf("%s (%s)", a.Flows[i].Name, p.mark(s.Flows[i].Outcome)))
	}
	if len(still) > 0 {
		p.heading("Not touched")
		p.lines(list(still, 12))
	}
	p.loads(s)
	return p.w.Flush()
}

// outcome writes one flow.
func (p *printer) outcome(f *outcome.FlowOutcome, lasts *outcome.While) {
	p.heading("%s %s  %s", p.sign(f.Outcome), p.a.Flows[f.Flow].Name, p.paint(faint, endpoints(p.a, f.Flow)))
	words := p.mark(f.Outcome)
	if f.Outcome == outcome.Degraded && f.Moved {
		words += ", moved"
	}
	if f.Outcome.Survives() {
		words += fmt.Sprintf(", %s of the traffic shifts", rounded(f.Shifted))
	}
	p.item("outcome", words)
	for _, r := range f.Reasons {
		p.item("", r)
	}
	if f.Outcome != outcome.Unreachable {
		p.direction("to Azure", f.Before.ToAzure, f.After.ToAzure)
		p.direction("to site", f.Before.ToSite, f.After.ToSite)
	}
	p.time(&f.Recovery)
	if f.Outcome.Survives() {
		p.item("fullest", p.hot(f.Bottleneck))
		text := latency(f.LatencyAfter)
		if f.LatencyBefore != f.LatencyAfter {
			text += "; before " + latency(f.LatencyBefore)
		}
		p.item("latency", text)
	}
	p.lasting(lasts, f)
	for _, words := range f.Notes {
		p.item("note", words)
	}
}

// direction writes the ways before and after, part by part.
func (p *printer) direction(label string, before, after []routing.Choice) {
	for i := range after {
		c := &after[i]
		name := ""
		if len(after) > 1 {
			name = prefixes(c)
		}
		p.item(label, name+"before "+waysBefore(c, before))
		label = ""
		now := p.paint(bold, ways(c))
		if len(c.Ways) > 0 {
			now += fmt.Sprintf("; %s at %s: %s", c.Step, c.At, c.Step.Info().Sentence)
		}
		p.item("", "now "+now)
		p.losers(c)
	}
}

// waysBefore writes the ways that a part took before.
func waysBefore(c *routing.Choice, before []routing.Choice) string {
	for i := range before {
		if fmt.Sprint(before[i].Prefixes) == fmt.Sprint(c.Prefixes) {
			return fmt.Sprintf("%s; %s at %s", ways(&before[i]), before[i].Step, before[i].At)
		}
	}
	return strings.Join(directions(before), "; ")
}

// losers writes the routes that lost, those to the same place by the same step
// once.
func (p *printer) losers(c *routing.Choice) {
	told := map[string]bool{}
	n := 0
	for i := range c.Losers {
		l := &c.Losers[i]
		text := fmt.Sprintf("not %s: %s at %s, %s", l.Way, l.Step, l.At, l.Why)
		if told[text] {
			continue
		}
		told[text] = true
		if n++; n > mostLosers {
			continue
		}
		p.item("", p.paint(faint, text))
	}
	if n > mostLosers {
		p.item("", p.paint(faint, fmt.Sprintf("and %d more routes that lost", n-mostLosers)))
	}
}

const mostLosers = 6

// time writes how long a change interrupts a flow.
func (p *printer) time(r *outcome.Recovery) {
	switch {
	case !r.Affected:
		return
	case r.Known:
		p.item("recovers in", fmt.Sprintf("%s for %s of the traffic; %s", span(*r), rounded(r.Share), terms(r)))
	case len(r.Assumed) > 0:
		p.item("recovers in", "an unknown time")
	}
	for _, words := range r.Assumed {
		p.item("", p.paint(faint, words))
	}
}

// terms writes what an interruption is made of in the worst case.
func terms(r *outcome.Recovery) string {
	var out []string
	for _, t := range r.Terms {
		out = append(out, fmt.Sprintf("%s s %s", outcome.About(t.Worst), t.Words))
	}
	return "at worst " + strings.Join(out, " + ")
}

// loads writes what carries something.
func (p *printer) loads(s *outcome.Scenario) {
	if len(s.Loads) == 0 {
		return
	}
	p.heading("Load")
	rows := [][]string{{"element", "to Azure", "back", "capacity", "used", "left"}}
	for _, l := range s.Loads {
		x := &p.a.Elements[l.Element]
		row := []string{x.ID, l.Up.String(), l.Down.String(), "unknown", "", ""}
		if l.Known {
			row[3], row[4], row[5] = x.Capacity.String(), used(l.Used), l.Headroom.String()
		}
		if l.Over {
			row[4] = p.paint(red, row[4]+" !")
		}
		rows = append(rows, row)
	}
	p.grid(rows)
}
