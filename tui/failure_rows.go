package tui

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/outcome/view"
)

// A failureRow is a line of one of the lists: what happens, and how it looks.
type failureRow struct {
	cells       []string
	fail, drain []string
	name        string // of a scenario
	intent      *outcome.Intent
}

// rows returns the rows of the open list that the filter lets through.
func (f *failures) rows(m *Model) []failureRow {
	var rows []failureRow
	switch {
	case m.facts.swept == nil:
		return nil
	case f.part == singleFailures:
		rows = m.singleRows()
	case f.part == cutSets:
		rows = m.cutRows()
	case f.part == scenarios:
		rows = m.declaredRows()
	default:
		rows = m.intentRows()
	}
	var out []failureRow
	for _, r := range rows {
		if matches(plain(strings.Join(r.cells, " ")), f.search) {
			out = append(out, r)
		}
	}
	return out
}

// markFailed is the sign of what has failed already.
func (m *Model) markFailed(ids []string) string {
	for _, id := range ids {
		if !m.sess.Failed(id) {
			return "  "
		}
	}
	return m.theme.bad.Render("✗ ")
}

func (m *Model) singleRows() []failureRow {
	var out []failureRow
	for _, v := range m.facts.swept.worst {
		c := &m.facts.a.Topology.Components[v.component]
		ids := []string{c.ID}
		slow := ""
		if v.slowest.Worst > 0 {
			slow = view.Span(v.slowest)
		}
		out = append(out, failureRow{
			cells: []string{m.markFailed(ids) + c.ID, m.tell(v.lost, outcome.Lost), m.tell(v.degraded, outcome.Degraded), m.tell(v.moved, outcome.Moved), slow, view.Unavailable(c.Unavailability)},
			fail:  ids,
		})
	}
	return out
}

// tell writes how many flows end in a way, nothing for none.
func (m *Model) tell(n int, o outcome.Outcome) string {
	if n == 0 {
		return m.theme.faint.Render("·")
	}
	return m.theme.ofOutcome(o).Render(view.Sign(o) + " " + number(n))
}

func (m *Model) cutRows() []failureRow {
	var out []failureRow
	for _, c := range m.facts.swept.cuts {
		ids := m.facts.a.IDs(c.Components)
		out = append(out, failureRow{
			cells: []string{m.facts.a.Flows[c.flow].Name, fmt.Sprint(len(ids)), view.Unavailable(c.Unavailability), m.markFailed(ids) + strings.Join(ids, " + ")},
			fail:  ids,
		})
	}
	return out
}

func (m *Model) declaredRows() []failureRow {
	var out []failureRow
	for i := range m.facts.swept.declared {
		d := &m.facts.swept.declared[i]
		verdict := m.theme.good.Render("✓ as expected")
		if len(d.Written.Expect) == 0 {
			verdict = m.theme.faint.Render("· nothing expected")
		}
		if !d.Holds() {
			verdict = m.theme.bad.Render("✗ not as expected")
		}
		ends := ""
		if d.Scenario != nil {
			o := worstOutcome(d.Scenario.Flows)
			ends = m.theme.ofOutcome(o).Render(view.Sign(o) + " " + o.String())
		}
		out = append(out, failureRow{
			cells: []string{d.Written.Name(), verdict, ends, scenarioWords(d.Written.Fail, d.Written.Drain, d.Written.Description)},
			fail:  d.Written.Fail, drain: d.Written.Drain, name: d.Written.Name(),
		})
	}
	return out
}

// failureHeads are the headings of the lists.
var failureHeads = [...][]string{
	{"  component", "lost", "degraded", "moved", "slowest", "down"},
	{"flow", "size", "probability", "  lost when all of these fail"},
	{"scenario", "verdict", "worst outcome", "what happens"},
	{"requirement", "verdict", "asked for", "found", "in the way"},
}
