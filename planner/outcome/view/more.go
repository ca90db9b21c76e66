package view

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/routing"
)

// excesses writes the sessions that are down because of a limit.
func (p *printer) excesses() {
	all := p.a.Router.Excesses()
	if len(all) == 0 {
		return
	}
	p.heading("Sessions that are down")
	for _, x := range all {
		p.lines(p.sign(outcome.Lost) + " " + excess(x))
	}
}

// excess writes a session over its limit.
func excess(x routing.Excess) string {
	what, family := "", "IPv4"
	switch {
	case x.Link != nil:
		what = "link " + x.Link.ID()
	case x.Connection != nil:
		what = "connection " + x.Connection.Name()
	case x.Tunnel != nil:
		what = "VPN " + x.Tunnel.Name()
	}
	if x.IPv6 {
		family = "IPv6"
	}
	limit := "a limit of the design"
	if x.Source.Page != "" {
		limit = x.Source.String()
	}
	if x.Router != nil {
		what += " at router " + x.Router.ID()
	}
	return fmt.Sprintf("%s: %d %s prefixes arrive, %d are taken (%s)", what, x.Count, family, x.Limit, limit)
}

// returns writes the flows that are not back when a failure is over, by what
// failed.
func (p *printer) returns() {
	all := p.a.Returns()
	if len(all) == 0 {
		return
	}
	p.heading("Not as before once it is up again")
	var order []string
	causes := map[string][]int{} // components by what they leave
	for i := 0; i < len(all); {
		var flows []string
		c := all[i].Component
		for ; i < len(all) && all[i].Component == c; i++ {
			flows = append(flows, fmt.Sprintf("%s (%s)", p.a.Flows[all[i].Flow].Name, strings.Join(directions(all[i].After.ToSite), "; ")))
		}
		text := list(flows, 4)
		if causes[text] == nil {
			order = append(order, text)
		}
		causes[text] = append(causes[text], c)
	}
	for _, text := range order {
		p.lines(p.idList(causes[text]) + ": " + text)
	}
}

// requirements writes what the design asks for, and whether it has it.
func (p *printer) requirements() {
	intents := p.a.Intents()
	if len(intents) == 0 {
		return
	}
	p.heading("Requirements")
	for i := range intents {
		x := &intents[i]
		name := x.Requirement
		if x.Flow >= 0 {
			name += " of " + p.a.Flows[x.Flow].Name
		}
		sign := [...]string{p.paint(green, "✓"), p.paint(red, "✗"), p.paint(yellow, "?")}[x.Verdict]
		text := fmt.Sprintf("%s %s: %s", sign, name, x.Wanted)
		if x.Found != "" && x.Found != "all" && x.Found != x.Wanted {
			text += "; found " + x.Found
		}
		text += "; " + x.Verdict.String()
		p.lines(text)
		for n, b := range x.Blockers {
			if n == mostBlockers && len(x.Blockers) > mostBlockers+1 {
				p.lines(fmt.Sprintf("    and %d more", len(x.Blockers)-n))
				break
			}
			p.lines("    " + p.paint(faint, b.Place.Path+": ") + b.Message)
		}
	}
}

const mostBlockers = 5

// lines writes a text with the indent that it starts with.
func (p *printer) lines(text string) {
	indent := len(text) - len(strings.TrimLeft(text, " "))
	for n, line := range wrap(text, width-4-indent) {
		if n > 0 {
			line = "  " + line
		}
		p.printf("  %s%s\n", strings.Repeat(" ", indent), line)
	}
}

// contracts writes what is promised, apart from what is predicted.
func (p *printer) contracts() {
	all := p.a.Contracts()
	if len(all) == 0 {
		return
	}
	p.heading("What Microsoft's SLA promises: below it there is a refund; it is no prediction")
	for i := range all {
		c := &all[i]
		parts := []string{"the circuits reach no resiliency level, so no promise applies to them"}
		if c.Circuits != nil {
			parts[0] = promise("circuits of "+string(c.Level.Level)+" resiliency", c.Circuits)
		}
		if c.Gateway != nil {
			parts = append(parts, promise("the gateway", c.Gateway))
		}
		p.lines(strings.Replace(c.Level.Name, "microsoft", "Microsoft", 1) + ": " + strings.Join(parts, "; "))
		for _, b := range c.Blockers {
			p.lines("    " + b.Message)
		}
	}
}

// promise writes a contract figure, and what it is for.
func promise(of string, s *catalog.SLA) string {
	if !s.Known() {
		return "for " + of + " it has a figure of its own, which is not in the catalogue"
	}
	text := fmt.Sprintf("%s %v%%", of, s.Percent)
	if !s.Verified {
		text += " (unverified)"
	}
	return text
}

// growth writes how full the network is in years to come.
func (p *printer) growth() {
	c := p.a.Capacity()
	if len(c.Years) < 2 {
		return
	}
	p.heading("Growth")
	for _, y := range c.Years {
		when := "now"
		if y.After > 0 {
			when = "after " + plural(y.After, "year")
		}
		p.lines(fmt.Sprintf("%s: %s; in the worst case %s", when, peak(p.a, y.Normal), p.hot(y.Worst)))
	}
	if c.FullIn >= 0 {
		p.lines(fmt.Sprintf("over its capacity in the worst case after %s", plural(c.FullIn, "year")))
	}
}

// indexes writes Microsoft's resiliency index.
func (p *printer) indexes() {
	all := p.a.Indexes()
	if len(all) == 0 {
		return
	}
	p.heading("Microsoft's resiliency index, projected")
	told := map[string]bool{}
	for i := range all {
		x := &all[i]
		now := "unknown"
		if x.Known {
			now = fmt.Sprintf("%v", x.Points)
		}
		p.lines(fmt.Sprintf("%s: %s of 100, at most %v; %s %v, %s %v, Azure Advisor %v", x.Name(), now, x.Ceiling, x.Route.Words, x.Route.Points, x.SKU.Words, x.SKU.Points, x.Advice.Points))
		for _, d := range x.Decay {
			p.lines(fmt.Sprintf("    falls to %v on %s unless a location is tested again", d.Points, d.Date))
		}
		for _, words := range x.Inferred {
			if !told[words] {
				told[words] = true
				p.lines("    inferred: " + words)
			}
		}
	}
}

// declared writes the scenarios of the design.
func (p *printer) declared() {
	all := p.a.Declared()
	if len(all) == 0 {
		return
	}
	p.heading("Scenarios")
	for i := range all {
		d := &all[i]
		sign := p.paint(green, "✓")
		if !d.Holds() {
			sign = p.paint(red, "✗")
		}
		text := sign + " " + d.Written.Name()
		if d.Scenario != nil {
			text += ": " + p.a.Name(d.Scenario.Change)
			if words := p.changed(d.Scenario); words != "" {
				text += "; " + words
			}
		}
		p.lines(text)
		for _, u := range d.Unmet {
			at := u.Place.Start()
			p.lines(fmt.Sprintf("    %s:%d:%d: %s", u.Place.Name(), at.Line, at.Col, u.Message(p.a)))
		}
		for _, x := range d.Problems {
			p.problem("    ", x)
		}
	}
}

func (p *printer) problem(indent string, x outcome.Problem) {
	at := x.Place.Start()
	p.lines(strings.TrimRight(fmt.Sprintf("%s%s:%d:%d: %s. %s", indent, x.Place.Name(), at.Line, at.Col, x.Message, x.Fix), " "))
}

// misnamed writes the tests and the figures that are for no component.
func (p *printer) misnamed() {
	if all := p.a.Misnamed(); len(all) > 0 {
		p.heading("Tests and figures without effect")
		for _, x := range all {
			p.problem("", x)
		}
	}
}

// changed writes the outcomes of the flows that a scenario changes.
func (p *printer) changed(s *outcome.Scenario) string {
	var out []string
	for _, i := range s.Changed {
		out = append(out, p.a.Flows[i].Name+" "+p.mark(s.Flows[i].Outcome))
	}
	if out == nil {
		return "no flow is touched"
	}
	return list(out, 6)
}
