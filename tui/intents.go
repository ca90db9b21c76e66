package tui

import (
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/erplan/erplan/planner/outcome"
)

// intentRows lists what the design asks for, and whether it gets that.
func (m *Model) intentRows() []failureRow {
	var out []failureRow
	for i := range m.facts.swept.intents {
		x := &m.facts.swept.intents[i]
		first := ""
		if n := len(x.Blockers); n > 0 {
			first = count(n, "thing", "things") + ": " + x.Blockers[0].Message
		}
		most := max(16, m.w/5)
		cells := []string{m.intentName(x), m.verdictOf(x.Verdict), ansi.Truncate(x.Wanted, most, "…"), ansi.Truncate(x.Found, most, "…"), first}
		out = append(out, failureRow{cells: cells, intent: x})
	}
	return out
}

// intentName is the key of a requirement, with the flow whose own it is.
func (m *Model) intentName(x *outcome.Intent) string {
	if x.Flow < 0 {
		return x.Requirement
	}
	return m.facts.a.Flows[x.Flow].Name + ": " + x.Requirement
}

// verdictOf writes a verdict with its sign.
func (m *Model) verdictOf(v outcome.Verdict) string {
	switch v {
	case outcome.Met:
		return m.theme.good.Render("✓ " + v.String())
	case outcome.NotMet:
		return m.theme.bad.Render("✗ " + v.String())
	}
	return m.theme.warn.Render("? " + v.String())
}

// showIntent shows all that stands in the way of a requirement.
func (m *Model) showIntent(x *outcome.Intent) tea.Cmd {
	s := &sheet{m: m, w: clamp(m.w-6, 60, 110)}
	s.labelled("asked for", x.Wanted)
	if x.Found != "" {
		s.labelled("found", x.Found)
	}
	s.labelled("verdict", m.verdictOf(x.Verdict))
	if x.Place.File != nil {
		s.labelled("at", place(x.Place))
	}
	if len(x.Blockers) > 0 {
		s.head("In the way")
	}
	for _, b := range x.Blockers {
		sign := m.theme.bad.Render("✗ ")
		if b.Unknown {
			sign = m.theme.warn.Render("? ")
		}
		s.text(sign, b.Message)
		if b.Place.File != nil {
			s.add(m.theme.faint.Render("  " + place(b.Place) + "  " + b.Place.Path))
		}
	}
	m.over = newReader(m.intentName(x), s.lines())
	return nil
}
