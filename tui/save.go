package tui

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/source"
)

// names are what things of a design may be called.
var names = regexp.MustCompile(`^[a-z][a-z0-9-]{0,62}$`)

// saveOption asks for a name and writes what is tried as an option.
func (m *Model) saveOption() tea.Cmd {
	if len(m.sess.Tries) == 0 {
		m.say("nothing is tried; t tries changes")
		return nil
	}
	m.input = newInput("Name of the option:", "", (*Model).nameOption)
	return nil
}

// nameOption checks the name and asks what the option is.
func (m *Model) nameOption(name string) tea.Cmd {
	name = strings.TrimSpace(name)
	switch {
	case !names.MatchString(name):
		m.cry("a-z, 0-9 and -, a letter first, at most 63")
		return nil
	case slices.Contains(m.facts.draft.Options(), name):
		m.cry("there is an option %s already", name)
		return nil
	}
	m.input = newInput("What is it, in a sentence?", "", func(m *Model, about string) tea.Cmd { return m.proposeOption(name, strings.TrimSpace(about)) })
	return nil
}

// proposeOption previews the option and writes it at the end of the file.
func (m *Model) proposeOption(name, about string) tea.Cmd {
	over, err := overlayFrom(m.sess.Tries)
	if err != nil {
		m.cry("%s", err)
		return nil
	}
	over.Description = about
	text := over.TOML(name)
	if m.sess.Option != "" {
		head, rest, _ := strings.Cut(text, "\n")
		text = head + "\nextends = " + edit.Value(m.sess.Option) + "\n" + rest
	}
	file := m.facts.draft.File
	before := "\n"
	if file.Text != "" && !strings.HasSuffix(file.Text, "\n") {
		before = "\n\n"
	}
	at := len(file.Text)
	edits := []edit.Edit{{Start: at, End: at, New: before + text}}
	return m.propose("Save as option "+name+" in "+file.Name+"?", "saved as option "+name, nil, file, edits, func(m *Model) tea.Cmd {
		m.sess.Do(m.sess.In(name))
		return m.reload()
	})
}

// saveBeside writes what is tried as a file that extends the design.
func (m *Model) saveBeside() tea.Cmd {
	switch {
	case len(m.sess.Tries) == 0:
		m.say("nothing is tried; t tries changes")
		return nil
	case m.sess.Option != "":
		m.say("a file builds on the design itself, not on an option: use S")
		return nil
	}
	m.input = newInput("Name of the variant:", "", func(m *Model, name string) tea.Cmd {
		if name = strings.TrimSpace(name); !names.MatchString(name) {
			m.cry("a-z, 0-9 and -, a letter first, at most 63")
			return nil
		}
		over, err := overlayFrom(m.sess.Tries)
		if err != nil {
			m.cry("%s", err)
			return nil
		}
		tries := slices.Clone(m.sess.Tries)
		return m.proposeFile(name+".erplan.toml", over.File(path.Base(m.facts.draft.File.Name)), func(m *Model) { m.beside = tries })
	})
	return nil
}

// proposeFile previews a new file and writes it beside the design.
func (m *Model) proposeFile(name, text string, then func(*Model)) tea.Cmd {
	var lines []string
	for line := range strings.Lines(text) {
		lines = append(lines, m.theme.added.Render("+"+shown(strings.TrimRight(line, "\r\n"))))
	}
	m.over = &question{title: "Write " + source.Clean(name) + "?", lines: lines, yes: "write it", do: func(m *Model) tea.Cmd {
		return func() tea.Msg {
			at, err := m.host.Create(name, text)
			return writtenMsg{fmt.Sprintf("written: %s", at), err, func(m *Model) tea.Cmd { then(m); return nil }}
		}
	}}
	return nil
}
