package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/erplan/erplan/planner/source"
)

func (m *Model) scenarioEntries() []entry {
	var out []entry
	for _, s := range m.facts.design.Scenarios {
		out = append(out, entry{"", "scenario " + s.Name() + ": " + scenarioWords(s.Fail, s.Drain, s.Description), func(m *Model) tea.Cmd {
			m.say("scenario %s", s.Name())
			m.openQuietly(topologyView)
			return m.run(s.Fail, s.Drain)
		}})
	}
	return out
}

func scenarioWords(fail, drain []string, description string) string {
	var out []string
	for _, id := range fail {
		out = append(out, source.Clean(id)+" fails")
	}
	for _, id := range drain {
		out = append(out, source.Clean(id)+" is drained")
	}
	text := strings.Join(out, ", ")
	if description != "" {
		text = source.Clean(description) + " (" + text + ")"
	}
	return text
}

// chooseScenario offers the scenarios that the design declares.
func (m *Model) chooseScenario() tea.Cmd {
	list := m.scenarioEntries()
	if len(list) == 0 {
		m.say("the design declares no scenarios; [scenarios.NAME] with fail = [...] does")
		return nil
	}
	m.over = &chooser{title: "Scenarios of the design", entries: list}
	return nil
}

// run lets something happen, and nothing else, and moves the picture to it.
func (m *Model) run(fail, drain []string) tea.Cmd {
	fail, drain = m.known(fail), m.known(drain)
	if all := slices.Concat(fail, drain); len(all) > 0 {
		m.topo.choose(all[0])
	}
	return m.do(m.sess.Only(fail, drain))
}

// known returns ids as the topology writes them.
func (m *Model) known(ids []string) []string {
	var out []string
	for _, id := range ids {
		if c, ok := m.facts.a.Topology.Find(id); ok {
			id = m.facts.a.Topology.Components[c].ID
		}
		out = append(out, id)
	}
	return out
}

func (m *Model) openQuietly(v viewID) {
	if v != m.view {
		m.trail = append(m.trail, m.view)
		m.view = v
	}
}
