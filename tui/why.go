package tui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/outcome/view"
	"github.com/erplan/erplan/planner/routing"
)

// why explains the chosen flow: the ways before and now in both directions,
// the step that decided, and the routes that lost.
func (t *topologyPane) why(m *Model) tea.Cmd {
	i, ok := m.facts.a.Flow(t.flow)
	if !ok {
		m.say("choose a flow first")
		return nil
	}
	s := &sheet{m: m, w: clamp(m.w-6, 60, 110)}
	s.flow(&m.scenario.Flows[i])
	m.over = newReader("Why: "+m.facts.a.Flows[i].Name, s.lines())
	return nil
}

func (s *sheet) flow(f *outcome.FlowOutcome) {
	m, a, th := s.m, s.m.facts.a, &s.m.theme
	s.add(th.faint.Render(view.Endpoints(a, f.Flow)))
	if m.scenario.Change.IsNone() {
		s.add("nothing has failed")
	} else {
		s.text("", a.Name(m.scenario.Change))
	}
	s.add("")
	words := th.ofOutcome(f.Outcome).Render(view.Sign(f.Outcome) + " " + f.Outcome.String())
	if f.Outcome.Survives() && !m.scenario.Change.IsNone() {
		words += fmt.Sprintf(", %s of the traffic shifts", view.Share(f.Shifted))
	}
	s.labelled("outcome", words)
	for _, r := range f.Reasons {
		s.labelled("", r)
	}
	if f.Outcome != outcome.Unreachable {
		s.direction("To Azure", f.Before.ToAzure, f.After.ToAzure)
		s.direction("To the site", f.Before.ToSite, f.After.ToSite)
	}
	s.figures(f)
}

// direction says how traffic goes in one direction, part by part.
func (s *sheet) direction(title string, before, after []routing.Choice) {
	th := &s.m.theme
	s.head(title)
	for i := range after {
		c := &after[i]
		if len(after) > 1 {
			s.labelled("part", view.Prefixes(c))
		}
		now := "goes"
		if !s.m.scenario.Change.IsNone() {
			s.labelled("before", view.Before(c, before))
			now = "now"
		}
		s.labelled(now, th.bold.Render(view.Ways(c)))
		if len(c.Ways) > 0 {
			s.labelled("decided by", th.lit.Render(c.Step.String())+" at "+c.At+": "+c.Step.Info().Sentence)
		}
		for k, text := range view.Losers(c) {
			if k == mostListed {
				break
			}
			label := ""
			if k == 0 {
				label = "lost"
			}
			s.labelled(label, text)
		}
		if doubt := c.Step.Info().Doubt; doubt != "" {
			s.labelled("doubt", doubt)
		}
	}
}

// figures gives time, load, latency and availability.
func (s *sheet) figures(f *outcome.FlowOutcome) {
	m, a := s.m, s.m.facts.a
	s.head("Figures")
	switch r := &f.Recovery; {
	case m.scenario.Change.IsNone():
	case !r.Affected:
		s.labelled("interrupted", "not at all: nothing that carried it is down")
	case r.Known:
		s.labelled("interrupted", fmt.Sprintf("%s for %s of the traffic; %s", view.Span(*r), view.Share(r.Share), view.Terms(r)))
	case f.Outcome.Survives():
		s.labelled("interrupted", "for an unknown time")
	}
	for _, words := range f.Recovery.Assumed {
		s.labelled("", m.theme.faint.Render(words))
	}
	if f.Outcome.Survives() {
		s.labelled("fullest", view.Peak(a, f.Bottleneck))
		text := view.Latency(f.LatencyAfter)
		if f.LatencyBefore != f.LatencyAfter {
			text += "; before " + view.Latency(f.LatencyBefore)
		}
		s.labelled("latency", text)
	}
	if text := view.Lasting(a, m.lasts, f); text != "" && !m.scenario.Change.IsNone() {
		s.labelled("predicted", text)
		s.deadly(f)
	} else {
		s.labelled("predicted", view.Predicted(a, f.Flow))
		if m.facts.swept != nil && f.Outcome != outcome.Unreachable {
			s.labelled("survives", view.Survives(a, f.Flow))
		}
	}
	for _, words := range f.Notes {
		s.labelled("note", words)
	}
}

// deadly says what would lose the flow as long as the failure lasts.
func (s *sheet) deadly(f *outcome.FlowOutcome) {
	if !f.Outcome.Survives() {
		return
	}
	deadly := view.Fatal(s.m.facts.a, s.m.lasts, f.Flow)
	for _, x := range []struct{ label, text, more string }{
		{"now fatal", deadly.Fresh, ""}, {"now fatal", deadly.Routed, ": a way is left, and routing does not use it"}, {"as always", deadly.Always, ""},
	} {
		if x.text != "" {
			s.labelled(x.label, x.text+x.more)
		}
	}
}
