package tui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/outcome/view"
)

// state is the second line: what has failed, and what became of the flows; or
// what is wrong with the file as it is now, in as many lines as that takes.
func (m *Model) state() []string {
	if m.facts == nil {
		return []string{fit("", m.w)}
	}
	if m.broken != nil {
		return m.fault()
	}
	right := m.tally()
	if work := m.working(); work != "" {
		right = m.theme.faint.Render(work) + "  " + right
	}
	room := m.w - ansi.StringWidth(right) - 3
	return []string{fit(" "+fit(m.failed(), room)+" "+right, m.w)}
}

// fault says what is wrong with the file: the first error, in full where four
// lines are enough for it.
func (m *Model) fault() []string {
	at, more := "", -1
	for _, d := range m.broken {
		if d.Severity != diag.Error {
			continue
		}
		if more++; more == 0 {
			at = strings.TrimSpace(place(d.Place) + " " + d.Message)
		}
	}
	if more > 0 {
		at += " (and " + count(more, "more error", "more errors") + ")"
	}
	lines := indented(" ✗ ", at, m.w-1)
	if most := 4; len(lines) > most {
		lines = append(lines[:most-1], ansi.Truncate(lines[most-1]+"…", m.w-1, "…"))
	}
	const tail = "shown: the last good state; e opens the line"
	last := len(lines) - 1
	alone := ansi.StringWidth(lines[last])+len(tail)+4 > m.w
	for i := range lines {
		lines[i] = m.theme.bad.Render(lines[i])
	}
	if alone {
		lines = append(lines, m.theme.faint.Render("   "+tail))
	} else {
		lines[last] += m.theme.faint.Render(" (" + tail + ")")
	}
	for i := range lines {
		lines[i] = fit(lines[i], m.w)
	}
	return lines
}

// failed says what has failed and what is drained.
func (m *Model) failed() string {
	t := &m.theme
	var out []string
	for _, id := range m.sess.Fail {
		out = append(out, t.bad.Render("✗ "+id))
	}
	for _, id := range m.sess.Drain {
		out = append(out, t.drained.Render("~ "+id+" drained"))
	}
	if out == nil {
		return t.faint.Render("nothing has failed")
	}
	return strings.Join(out, t.faint.Render(", "))
}

// tally counts the flows by what became of them.
func (m *Model) tally() string {
	if m.scenario == nil {
		return ""
	}
	var n [outcome.Unreachable + 1]int
	for i := range m.scenario.Flows {
		n[m.scenario.Flows[i].Outcome]++
	}
	var out []string
	for o, k := range n {
		if k > 0 {
			o := outcome.Outcome(o)
			out = append(out, m.theme.ofOutcome(o).Render(fmt.Sprintf("%s %s %s", view.Sign(o), number(k), o)))
		}
	}
	if out == nil {
		return "no flows"
	}
	return strings.Join(out, "  ")
}

// working says what is being worked on.
func (m *Model) working() string {
	for _, what := range busyOrder {
		if m.jobs.running(what) {
			return what + "…"
		}
	}
	return ""
}
