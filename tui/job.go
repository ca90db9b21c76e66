package tui

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// jobs is the work that is being done away from the screen, by what it is
// called, and how each is stopped.
type jobs map[string]context.CancelFunc

// start begins a job; one of the same name that is still at work is stopped.
func (j jobs) start(what string) context.Context {
	j.stop(what)
	ctx, cancel := context.WithCancel(context.Background())
	j[what] = cancel
	return ctx
}

// done ends a job that has brought its result.
func (j jobs) done(what string) { j.stop(what) }

func (j jobs) stop(what string) {
	if cancel := j[what]; cancel != nil {
		cancel()
		delete(j, what)
	}
}

func (j jobs) stopAll() {
	for _, cancel := range j { // each on its own: the order does not matter
		cancel()
	}
	clear(j)
}

func (j jobs) running(what string) bool { return j[what] != nil }

// pending says that something is not there yet, or that it was stopped.
func (m *Model) pending(what, words string) string {
	if m.jobs.running(what) {
		return m.theme.faint.Render(words)
	}
	return m.theme.faint.Render("stopped; r starts again")
}

// asked are the jobs that a person waits for; the others follow behind a
// design by themselves.
var asked = []string{busyRead, busyPlay, busyCompare, busyDocument}

// cancel stops jobs, and reports whether one of them was at work. What is shown
// stays as it was before, and so does the state that it is of.
func (m *Model) cancel(names []string) bool {
	names = slices.DeleteFunc(slices.Clone(names), func(what string) bool { return !m.jobs.running(what) })
	if len(names) == 0 {
		return false
	}
	ahead := m.jobs.running(busyPlay) || m.jobs.running(busyRead)
	for _, what := range names {
		m.jobs.stop(what)
	}
	m.gen++
	if ahead && m.facts != nil {
		for !m.sess.Equal(m.shown) && m.sess.Undo() {
		}
		m.sess.State = m.shown
	}
	m.forgetHalves()
	m.say("stopped %s; r starts again", strings.Join(names, ", "))
	return true
}

// forgetHalves lets what was asked for and did not come be asked for again.
func (m *Model) forgetHalves() {
	if m.opts.compared == nil {
		m.opts.forget()
	}
	if m.doc.text == "" && m.doc.err == nil {
		m.doc.forget()
	}
}

// behind starts what follows behind the first screen of a design.
func (m *Model) behind() tea.Cmd {
	return tea.Batch(check(m.jobs.start(busyRules), m.facts), simulate(m.jobs.start(busySweep), m.facts))
}
