package tui

import (
	"errors"
	"os/exec"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// A writtenMsg says that a change of a file was written, or why not.
type writtenMsg struct {
	what string
	err  error
	then func(*Model) tea.Cmd
}

// haveWritten reads the file again.
func (m *Model) haveWritten(msg writtenMsg) tea.Cmd {
	if msg.err != nil {
		m.cry("not written: %s", msg.err)
		return nil
	}
	m.say("%s", msg.what)
	m.quietly = true
	if msg.then != nil {
		if cmd := msg.then(m); cmd != nil {
			return cmd
		}
	}
	return m.reload()
}

// propose shows what a change would do to a file, and makes it when that is
// agreed to. Before the change stands what there is to know about it.
func (m *Model) propose(title, what string, about []string, f *source.File, edits []edit.Edit, then func(*Model) tea.Cmd) tea.Cmd {
	if f.Name == "-" {
		m.cry("standard input cannot be changed: save the design as a file first")
		return nil
	}
	text, err := edit.Apply([]byte(f.Text), edits)
	if err != nil {
		m.cry("%s", err)
		return nil
	}
	write := func(m *Model) tea.Cmd {
		return func() tea.Msg {
			return writtenMsg{what, m.host.Write(f.Name, f.Text, string(text)), then}
		}
	}
	m.over = &question{title: title, lines: append(about, m.diff(f.Name, f.Text, string(text))...), yes: "write it", do: write}
	return nil
}

// diff is a unified diff in colours. Secrets of the file stay hidden.
func (m *Model) diff(name, old, text string) []string {
	var out []string
	for line := range strings.Lines(edit.Diff(name, []byte(old), []byte(text))) {
		line = shown(strings.TrimRight(line, "\r\n"))
		switch {
		case strings.HasPrefix(line, "+"):
			line = m.theme.added.Render(line)
		case strings.HasPrefix(line, "-"):
			line = m.theme.removed.Render(line)
		case strings.HasPrefix(line, "@@"):
			line = m.theme.faint.Render(line)
		}
		out = append(out, line)
	}
	return out
}

// shown is a line of a file as it may be shown.
func shown(line string) string {
	return source.Mask(strings.Map(func(r rune) rune {
		if c, bad := source.Control(string(r)); bad && c == r {
			return '\uFFFD'
		}
		if r == '\t' {
			return ' '
		}
		return r
	}, line))
}

// accept asks for a reason and writes an exception for the chosen finding.
func (f *findings) accept(m *Model) tea.Cmd {
	d := f.chosen(m)
	switch {
	case d == nil:
		return nil
	case d.Unknown:
		m.say("this is no finding: the design does not say what the rule needs")
		return nil
	case d.Excepted != "":
		m.say("this risk is accepted already")
		return nil
	case f.firm(d):
		m.say("no exception can accept %s", d.Rule)
		return nil
	}
	finding := *d
	m.input = newInput("Why is this risk accepted?", "", func(m *Model, reason string) tea.Cmd { return m.except(finding, reason) })
	return nil
}

// except previews the exception for a finding.
func (m *Model) except(d diag.Diagnostic, reason string) tea.Cmd {
	if strings.TrimSpace(reason) == "" {
		m.say("a risk is accepted with a reason, or not at all")
		return nil
	}
	keys := []edit.KeyValue{
		{Key: "rule", Value: edit.Value(d.Rule)},
		{Key: "target", Value: edit.Value(d.Place.Path)},
		{Key: "reason", Value: edit.Value(reason)},
	}
	if owner := m.facts.design.Info.Owner; owner != "" {
		keys = append(keys, edit.KeyValue{Key: "owner", Value: edit.Value(owner)})
	}
	file := m.facts.draft.File
	edits, err := edit.Append(file, "exceptions", keys)
	if err != nil {
		m.cry("%s", err)
		return nil
	}
	return m.propose("Accept the risk in "+file.Name+"?", "accepted "+d.Rule+" at "+d.Place.Path, m.alsoAccepted(d), file, edits, nil)
}

// alsoAccepted warns of other findings that an exception for one accepts: an
// exception covers what lies within its target, too.
func (m *Model) alsoAccepted(d diag.Diagnostic) []string {
	var also []string
	for i := range m.facts.checked.Findings {
		f := &m.facts.checked.Findings[i]
		same := f.Message == d.Message && f.Place == d.Place
		if f.Rule == d.Rule && !same && f.Excepted == "" && rules.Covers(d.Place.Path, f.Place.Path) {
			also = append(also, m.findingLine(findingRow{Diagnostic: f}))
		}
	}
	if also == nil {
		return nil
	}
	words := m.theme.warn.Render("!") + " An exception covers all of its target. This one accepts " + count(len(also), "more finding", "more findings") + " of the rule:"
	return append(append(wrap(words, m.w-6), also...), "")
}

// An editedMsg says that the editor was closed.
type editedMsg struct{ err error }

// edit opens the place of what is chosen in the person's editor.
func (m *Model) edit() tea.Cmd {
	at, ok := m.placeOfChosen()
	if m.host.Editor == nil || !ok {
		m.say("there is no line to open")
		return nil
	}
	start := at.Start()
	cmd, err := m.host.Editor(at.Name(), start.Line, start.Col)
	if err != nil {
		m.cry("%s", err)
		return nil
	}
	return tea.ExecProcess(cmd, func(err error) tea.Msg { return editedMsg{err} })
}

// placeOfChosen returns the place in the file that the choice is about.
func (m *Model) placeOfChosen() (source.Place, bool) {
	var at source.Place
	switch {
	case m.broken != nil: // what has to be mended comes first
		for _, d := range m.broken {
			if d.Severity == diag.Error && d.Place.File != nil {
				return d.Place, true
			}
		}
	case m.view == findingsView:
		if d := m.finds.chosen(m); d != nil {
			at = d.Place
		}
	case m.view == topologyView:
		if ids, _ := m.topo.parts(m); ids != nil {
			if c, ok := m.facts.a.Topology.Find(ids[0]); ok {
				at = m.facts.a.Topology.Components[c].Place
			}
		}
	}
	if at.File == nil && m.facts != nil {
		at = source.Place{File: m.facts.draft.File}
	}
	return at, at.File != nil
}

// edited reads the file after the editor.
func (m *Model) edited(msg editedMsg) tea.Cmd {
	var exit *exec.ExitError
	if msg.err != nil && !errors.As(msg.err, &exit) {
		m.cry("the editor did not start: %s", msg.err)
		return nil
	}
	return m.reload()
}
