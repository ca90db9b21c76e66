package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/tui/session"
)

// A viewID names a view.
type viewID int

// The views, in the order of their keys.
const (
	topologyView viewID = iota
	failuresView
	findingsView
	optionsView
	documentView
)

var viewNames = [...]string{"Topology", "Failures", "Findings", "Options", "Document"}

// A pane is a view: a part of the model that draws itself, and is moved about
// in. What else can be done with it is in the table of actions.
type pane interface {
	draw(m *Model, w, h int) []string
	move(m *Model, dx, dy int) tea.Cmd
	click(m *Model, x, y int) tea.Cmd
	one(m *Model) string      // what "y" copies
	markdown(m *Model) string // what "Y" copies
	setFilter(m *Model, text string) tea.Cmd
	filter() string
}

// Model is the screen. It is a [tea.Model].
type Model struct {
	host  Host
	table []action
	theme theme
	w, h  int

	sess     session.Session
	draft    *planner.Draft    // the newest that could be read
	facts    *facts            // the last good ones; nil before the first
	scenario *outcome.Scenario // of the state
	lasts    *outcome.While    // the same, as long as it lasts
	shown    session.State     // the state that facts and scenario are of
	broken   []diag.Diagnostic // why the file as it is now cannot be analysed
	gen      int               // number of the newest reading that was asked for
	before   *facts            // what there was before the file changed, until that is said
	beside   []session.Try     // what is tried and was written as a file of its own
	quietly  bool              // the change was made here: nothing needs to be said
	jobs     jobs              // what is being worked on
	note     string            // an answer to the last key
	alarm    bool              // the note is bad news

	view  viewID
	trail []viewID // views to go back to
	over  dialog   // on top of everything, or nil
	input *input   // a line of text that is being typed, or nil

	topo     topologyPane
	failures failures
	finds    findings
	opts     options
	doc      documentPane

	areas areas // where things stood when they were last drawn
}

// New makes the screen of a design.
func New(h Host) *Model {
	m := &Model{host: h, table: actionTable(), theme: newTheme(true), jobs: jobs{}}
	m.sess.State = session.State{Option: h.Option}
	return m
}

// Init asks for the design and for the colours of the terminal.
func (m *Model) Init() tea.Cmd {
	return tea.Batch(tea.RequestBackgroundColor, m.reload(), m.watch())
}

// Update takes a message.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.w, m.h = msg.Width, msg.Height
	case tea.BackgroundColorMsg:
		m.theme = newTheme(msg.IsDark())
	case tea.KeyPressMsg:
		return m, m.key(msg)
	case tea.PasteMsg:
		return m, m.paste(msg.Content)
	case tea.MouseMsg:
		return m, m.mouse(msg)
	default:
		return m, m.done(msg)
	}
	return m, nil
}

// done takes what work has brought.
func (m *Model) done(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case readMsg:
		return m.haveRead(msg)
	case scenarioMsg:
		m.havePlayed(msg)
	case checkedMsg:
		if msg.of == m.facts && m.jobs.running(busyRules) {
			m.jobs.done(busyRules)
			m.facts.checked = &msg.result
			m.sayWhatChanged()
		}
	case sweptMsg:
		if msg.of == m.facts && m.jobs.running(busySweep) {
			m.jobs.done(busySweep)
			m.facts.swept = msg.sweep
		}
	case changedMsg:
		return tea.Batch(m.reload(), m.watch())
	case noteMsg:
		m.say("%s", string(msg))
	case alarmMsg:
		m.cry("%s", string(msg))
	case writtenMsg:
		return m.haveWritten(msg)
	default:
		return m.doneMore(msg)
	}
	return nil
}

// pane returns the view that is open.
func (m *Model) pane() pane {
	return [...]pane{&m.topo, &m.failures, &m.finds, &m.opts, &m.doc}[m.view]
}

// open shows a view.
func (m *Model) open(v viewID) tea.Cmd {
	if v != m.view {
		m.trail = append(m.trail[max(0, len(m.trail)-20):], m.view)
	}
	m.view = v
	return m.entered()
}

// entered asks for what a view needs beyond what is there.
func (m *Model) entered() tea.Cmd {
	switch m.view {
	case documentView:
		return m.doc.ask(m)
	case optionsView:
		return m.opts.ask(m)
	}
	return nil
}

// say shows an answer, and cry one that is bad news.
func (m *Model) say(format string, args ...any) { m.note, m.alarm = oneLine(format, args...), false }

func (m *Model) cry(format string, args ...any) { m.note, m.alarm = oneLine(format, args...), true }

type (
	noteMsg  string
	alarmMsg string
)

// View draws the screen.
func (m *Model) View() tea.View {
	v := tea.NewView(strings.Join(m.screen(), "\n"))
	v.AltScreen = true
	v.MouseMode = tea.MouseModeCellMotion
	v.WindowTitle = "erplan " + m.host.File
	return v
}
