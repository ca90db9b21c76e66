package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/outcome"
	outcomes "github.com/erplan/erplan/planner/outcome/view"
	"github.com/erplan/erplan/planner/suggest"
)

func (p *page) suggestion(r *suggest.Result, s *suggest.Suggestion, n int) {
	p.line("", "Suggestion %d: %s, %s", n, count(len(s.Changes), "change"), costWords(s))
	p.changes(s)
	p.comes(r, s)
	p.WriteString("\n")
}

// costWords says what changes cost: each, or the dearest of them.
func costWords(s *suggest.Suggestion) string {
	each := true
	for i := range s.Changes {
		each = each && s.Changes[i].Cost == s.Cost
	}
	switch {
	case len(s.Changes) == 1:
		return s.Cost.String()
	case each:
		return "each " + s.Cost.String()
	}
	return "the dearest " + s.Cost.String()
}

func (p *page) changes(s *suggest.Suggestion) {
	for i := range s.Changes {
		p.line("  + ", "%s", sentence(&s.Changes[i]))
	}
}

// comes writes what comes of a suggestion.
func (p *page) comes(r *suggest.Result, s *suggest.Suggestion) {
	was, _ := r.Before.Met()
	met, _ := s.After.Met()
	p.line("    meets   ", "%d of %s, %d before", met, count(len(s.After.Intents), "requirement"), was)
	if len(s.Keeps) > 0 {
		p.line("    leaves  ", "%s: %s", count(len(s.Keeps), "obstacle"), kept(s.Keeps))
	}
	if g, ok := s.Worst(); ok {
		p.line("    flows   ", "%s", gain(g, len(s.Flows)))
	}
	if s.SlowestBefore > 0 {
		p.line("    recover ", "from what is survived in at most %s s, %s s before", outcome.About(s.SlowestAfter), outcome.About(s.SlowestBefore))
	}
	p.line("    single  ", "%s", points(s))
	p.line("    to buy  ", "%s", buy(s.Adds))
	p.checks(s)
}

// kept names the requirements that obstacles are of, each once.
func kept(open []suggest.Obstacle) string {
	var names []string
	for i := range open {
		if n := open[i].Requirement; !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return strings.Join(names, ", ")
}

func gain(g suggest.FlowGain, flows int) string {
	who := g.Name
	if flows > 1 {
		who = "worst before, " + g.Name
	}
	return fmt.Sprintf("%s: predicted %s, was %s; down %s a year, was %s", who,
		outcome.AvailablePercent(g.After.Unavailability), outcome.AvailablePercent(g.Before.Unavailability),
		outcomes.Downtime(g.After.MinutesPerYear()), outcomes.Downtime(g.Before.MinutesPerYear()))
}

// points writes the single points of failure between the ends of flows.
func points(s *suggest.Suggestion) string {
	before, after, gone, left := s.Points()
	text := count(after, "point") + " of failure"
	if len(left) > 0 {
		text += " (" + some(left) + ")"
	}
	if before == after && len(gone) == 0 {
		return text + ", as before"
	}
	text += fmt.Sprintf(", %d before", before)
	if len(gone) > 0 {
		text += "; no longer " + some(gone)
	}
	return text
}

// some names the first few of many things.
func some(list []string) string {
	if len(list) > shown+1 {
		return strings.Join(list[:shown], ", ") + fmt.Sprintf(" and %d more", len(list)-shown)
	}
	return strings.Join(list, ", ")
}

func buy(adds []suggest.Thing) string {
	if len(adds) == 0 {
		return "nothing"
	}
	var out []string
	for _, t := range adds {
		out = append(out, fmt.Sprintf("%d %s", t.Count, t.Plural()))
	}
	return strings.Join(out, ", ")
}

func (p *page) checks(s *suggest.Suggestion) {
	text := "no new error"
	if s.Gone > 0 {
		text += fmt.Sprintf(", %s fewer", count(s.Gone, "finding"))
	}
	if len(s.Advice) > 0 {
		text += fmt.Sprintf(", %d new advice", len(s.Advice))
	}
	switch len(s.Warnings) {
	case 0:
		p.line("    checks  ", "%s, no new warning", text)
		return
	case 1:
		text += ", 1 new warning:"
	default:
		text += fmt.Sprintf(", %d new warnings:", len(s.Warnings))
	}
	p.line("    checks  ", "%s", text)
	for _, f := range s.Warnings[:min(shown, len(s.Warnings))] {
		p.line("            ! ", "%s [%s]", f.Message, f.Rule)
	}
	if more := len(s.Warnings) - shown; more > 0 {
		p.line("            ! ", "and %d more", more)
	}
}
