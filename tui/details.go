package tui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/outcome/view"
)

// detailsOf puts together all about what is chosen.
func (t *topologyPane) detailsOf(m *Model, w int) []detail {
	s := &sheet{m: m, w: w}
	top := m.facts.a.Topology
	if c, ok := top.Find(t.chosen); ok && strings.Contains(t.chosen, ":") {
		s.component(c)
		return s.rows
	}
	b := t.boxOf(m, t.chosen)
	if b == nil {
		s.add("Nothing is chosen.")
		return s.rows
	}
	s.box(b)
	return s.rows
}

// drawDetails draws the details.
func (t *topologyPane) drawDetails(m *Model, w, h int) []string {
	focused := t.focus == focusDetails
	out := []string{m.rule("Details", "", w, focused)}
	rows := t.detailsOf(m, w)
	t.details.show(len(rows), h-1)
	for i := t.details.top; i < min(len(rows), t.details.top+h-1); i++ {
		switch {
		case focused && i == t.details.at:
			out = append(out, m.theme.chosen.Render(fit("▸"+plain(rows[i].text), w)))
		default:
			out = append(out, " "+rows[i].text)
		}
	}
	if t.details.top+h-1 < len(rows) && !focused {
		out = out[:max(1, h-1)]
		out = append(out, m.theme.faint.Render(fmt.Sprintf(" … %d more lines: tab", len(rows)-t.details.top-h+2)))
	}
	return block(out, w, h)
}

// moveDetails moves among the lines.
func (t *topologyPane) moveDetails(m *Model, by int) {
	rows := t.detailsOf(m, t.detailsWidth(m))
	if abs(by) == 1 { // to the next component, if it is on the screen
		for i := t.details.at + by; i >= 0 && i < len(rows) && abs(i-t.details.at) < max(2, t.details.h); i += by {
			if rows[i].id != "" {
				by = i - t.details.at
				break
			}
		}
	}
	t.details.move(by, len(rows))
}

func (t *topologyPane) detailsWidth(m *Model) int {
	if a, ok := m.areas.more["details"]; ok {
		return a.W
	}
	return m.w
}

// detailRow is the line under the cursor.
func (t *topologyPane) detailRow(m *Model) detail {
	rows := t.detailsOf(m, t.detailsWidth(m))
	if t.details.at < len(rows) {
		return rows[t.details.at]
	}
	return detail{}
}

// goTo chooses the component of the line under the cursor.
func (t *topologyPane) goTo(m *Model) tea.Cmd {
	row := t.detailRow(m)
	if row.id == "" {
		m.say("move to a component below, under \"Takes down\" or \"Falls with\"")
		return nil
	}
	t.choose(row.id)
	return nil
}

// oneLine says in a line what is chosen, where there is no room for details.
func (t *topologyPane) oneLine(m *Model, w int) string {
	c, ok := m.facts.a.Topology.Find(t.chosen)
	if !ok || !strings.Contains(t.chosen, ":") {
		return fit(m.theme.faint.Render(" ▸ "+t.chosen), w)
	}
	x := &m.facts.a.Topology.Components[c]
	text := " ▸ " + m.theme.bold.Render(x.ID) + "  " + m.stateWords(c)
	if m.facts.swept != nil {
		for _, v := range m.facts.swept.worst {
			if v.component == c {
				text += m.theme.faint.Render("  alone: ") + m.effect(v)
			}
		}
	}
	if down := "  unavailability " + view.Unavailable(x.Unavailability); ansi.StringWidth(text)+len(down) <= w {
		text += m.theme.faint.Render(down)
	}
	return fit(text, w)
}

// effect says in short what a single failure does.
func (m *Model) effect(v worst) string {
	var out []string
	for _, x := range []struct {
		n int
		o outcome.Outcome
	}{{v.lost, outcome.Lost}, {v.degraded, outcome.Degraded}, {v.moved, outcome.Moved}} {
		if x.n > 0 {
			out = append(out, m.theme.ofOutcome(x.o).Render(fmt.Sprintf("%s %s %s", view.Sign(x.o), number(x.n), x.o)))
		}
	}
	if out == nil {
		return m.theme.good.Render(view.Sign(outcome.Kept) + " all kept")
	}
	return strings.Join(out, " ")
}
