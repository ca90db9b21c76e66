package tui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/tui/session"
)

// What can be worked on.
const (
	busyRead  = "reading the design"
	busyPlay  = "simulating the failure"
	busyRules = "checking the rules"
	busySweep = "simulating every single failure"
)

// busyOrder is the order in which they are named.
var busyOrder = []string{busyRead, busyPlay, busyRules, busySweep, busyCompare, busyDocument}

// do goes to another state.
func (m *Model) do(next session.State) tea.Cmd {
	if !m.sess.Do(next) {
		return nil
	}
	return m.follow()
}

// follow works out what follows from the state.
func (m *Model) follow() tea.Cmd {
	s := m.sess.State
	switch {
	case m.facts == nil:
		return m.reload()
	case s.Option != m.shown.Option || !sameTries(s.Tries, m.shown.Tries):
		m.gen++
		ctx, gen, draft := m.jobs.start(busyRead), m.gen, m.draft
		return func() tea.Msg { return unless(ctx, draw(ctx, gen, draft, nil, s)) }
	}
	return play(m.jobs.start(busyPlay), m.facts, s)
}

func sameTries(a, b []session.Try) bool {
	return session.State{Tries: a}.Equal(session.State{Tries: b})
}

// reload reads the file again.
func (m *Model) reload() tea.Cmd {
	m.gen++
	return read(m.jobs.start(busyRead), m.gen, m.host, m.sess.State)
}

func (m *Model) undo() tea.Cmd {
	if !m.sess.Undo() {
		m.say("there is nothing to undo")
		return nil
	}
	return m.follow()
}

func (m *Model) redo() tea.Cmd {
	if !m.sess.Redo() {
		m.say("there is nothing to redo")
		return nil
	}
	return m.follow()
}

// haveRead takes a design that was read, or keeps the last good one and says
// what is wrong with the new one.
func (m *Model) haveRead(msg readMsg) tea.Cmd {
	if msg.gen != m.gen {
		return nil
	}
	m.jobs.done(busyRead)
	if msg.draft != nil {
		m.draft = msg.draft
	}
	if msg.facts == nil {
		m.refuse(msg)
		return nil
	}
	old := m.facts
	fresh := old != nil && !sameText(old.draft, msg.draft)
	if m.broken != nil && old != nil && !fresh {
		m.say("%s is sound again, and as it was", m.host.File)
	}
	m.broken, m.facts, m.scenario, m.lasts = nil, msg.facts, msg.facts.normal, msg.facts.always
	m.shown = msg.state.Only(nil, nil)
	m.before = nil
	if fresh {
		m.before = old
	}
	m.reset()
	m.jobs.stopAll()
	cmds := []tea.Cmd{m.behind(), m.entered()}
	if m.sess.Touched() {
		cmds = append(cmds, play(m.jobs.start(busyPlay), m.facts, m.sess.State))
	} else {
		m.shown = m.sess.State
	}
	return tea.Batch(cmds...)
}

// sameText reports whether two readings found the same files.
func sameText(a, b *planner.Draft) bool {
	return slices.EqualFunc(a.Files, b.Files, func(x, y *source.File) bool { return x.Name == y.Name && x.Text == y.Text })
}

// refuse says why a design cannot be analysed. A change of the session that
// led to it is taken back, so that what is shown is always what there is.
func (m *Model) refuse(msg readMsg) {
	if m.facts != nil && !msg.fresh {
		if !m.sess.Undo() {
			m.sess.State = m.shown
		}
		m.cry("that cannot be: %s", firstError(msg.diags))
		return
	}
	m.broken = msg.diags
}

// firstError returns what a list of diagnostics complains of first.
func firstError(list []diag.Diagnostic) string {
	for _, d := range list {
		if d.Severity == diag.Error {
			return d.Message
		}
	}
	return "the design is not sound"
}

// havePlayed takes what a state does to the flows.
func (m *Model) havePlayed(msg scenarioMsg) {
	if msg.of != m.facts || !m.jobs.running(busyPlay) || !msg.state.Equal(m.sess.State) {
		return
	}
	m.jobs.done(busyPlay)
	m.scenario, m.lasts, m.shown = msg.scenario, msg.lasts, msg.state
	if len(msg.unknown) > 0 {
		m.cry("the design no longer has %s", strings.Join(msg.unknown, ", "))
		m.sess.State = m.sess.Only(without(m.sess.Fail, msg.unknown), without(m.sess.Drain, msg.unknown))
		m.shown = m.sess.State
	}
	m.topo.played(m)
}

func without(list, drop []string) []string {
	var out []string
	for _, s := range list {
		if !slices.Contains(drop, s) {
			out = append(out, s)
		}
	}
	return out
}

// reset forgets what was made of facts that are gone.
func (m *Model) reset() {
	m.topo.forget()
	m.finds.forget()
	m.opts.forget()
	m.doc.forget()
}

// oneLine formats a text on one line.
func oneLine(format string, args ...any) string {
	return strings.Join(strings.Fields(fmt.Sprintf(format, args...)), " ")
}
