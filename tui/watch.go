package tui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/outcome/view"
	"github.com/erplan/erplan/rules"
)

// A changedMsg says that the file has changed on disk.
type changedMsg struct{}

// watch waits for the next change of the file.
func (m *Model) watch() tea.Cmd {
	changes := m.host.Changes
	if changes == nil {
		return nil
	}
	return func() tea.Msg {
		if _, ok := <-changes; !ok {
			return nil
		}
		return changedMsg{}
	}
}

// doneMore takes what the views have asked for.
func (m *Model) doneMore(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case comparedMsg:
		if msg.of == m.facts && m.jobs.running(busyCompare) {
			m.jobs.done(busyCompare)
			m.opts.compared = msg.all
		}
	case documentMsg:
		if msg.of == m.facts && m.jobs.running(busyDocument) {
			m.jobs.done(busyDocument)
			m.doc.text, m.doc.err = msg.text, msg.err
		}
	case editedMsg:
		return m.edited(msg)
	}
	return nil
}

// sayWhatChanged says what a new reading of the file has brought, once the
// rules have run.
func (m *Model) sayWhatChanged() {
	old := m.before
	m.before = nil
	quietly := m.quietly
	m.quietly = false
	if old == nil || old.checked == nil || quietly {
		return
	}
	var words []string
	gone, came := difference(old.checked.Findings, m.facts.checked.Findings)
	if gone+came > 0 {
		words = append(words, fmt.Sprintf("findings: %s solved, %s new", number(gone), number(came)))
	}
	words = append(words, m.flowChanges(old)...)
	if words == nil {
		words = []string{"no finding and no flow is other than before"}
	}
	m.say("%s has changed: %s", m.host.File, strings.Join(words, "; "))
}

// difference counts the findings that are gone and those that are new.
func difference(old, now []diag.Diagnostic) (gone, came int) {
	key := func(d *diag.Diagnostic) string {
		return d.Rule + "\x00" + d.Place.Path + "\x00" + d.Message + "\x00" + fmt.Sprint(d.Excepted == "")
	}
	left := map[string]int{}
	for i := range old {
		left[key(&old[i])]++
	}
	for i := range now {
		if left[key(&now[i])]--; left[key(&now[i])] < 0 {
			came++
		}
	}
	for _, n := range left {
		gone += max(0, n)
	}
	return gone, came
}

// flowChanges says which flows there are more or less, and which end otherwise
// while nothing has failed.
func (m *Model) flowChanges(old *facts) []string {
	was := map[string]outcome.Outcome{}
	for i := range old.normal.Flows {
		was[old.a.Flows[i].Name] = old.normal.Flows[i].Outcome
	}
	var out []string
	for i := range m.facts.normal.Flows {
		name, o := m.facts.a.Flows[i].Name, m.facts.normal.Flows[i].Outcome
		before, there := was[name]
		delete(was, name)
		switch {
		case !there:
			out = append(out, "new flow "+name)
		case before != o:
			out = append(out, fmt.Sprintf("%s is %s, was %s", name, o, before))
		default:
			x, y := availability(old.a, name), availability(m.facts.a, name)
			if x != y {
				out = append(out, fmt.Sprintf("%s available %s, was %s", name, y, x))
			}
		}
	}
	if len(was) > 0 {
		out = append(out, count(len(was), "flow", "flows")+" gone")
	}
	if len(out) > 3 {
		out = append(out[:2], fmt.Sprintf("%d more flows", len(out)-2))
	}
	return out
}

func availability(a *outcome.Analysis, flow string) string {
	i, ok := a.Flow(flow)
	if !ok {
		return ""
	}
	u, ok := a.Availability(i)
	if !ok {
		return ""
	}
	return view.Available(u)
}

// findingCounts writes how many findings there are, by severity.
func findingCounts(r *rules.Result) string {
	return fmt.Sprintf("%s ✗  %s !  %s i", number(r.Count(diag.Error)), number(r.Count(diag.Warning)), number(r.Count(diag.Advice)))
}
