package tui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/erplan/erplan/planner/outcome/view"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/tui/session"
)

// help lists what can be done here, and does it.
func (m *Model) help() tea.Cmd {
	c := &chooser{title: "What you can do here: type to search, ⏎ does it"}
	here := m.scope()
	for _, a := range m.table {
		if a.where&here == 0 || !m.usable(&a) {
			continue
		}
		var keys []string
		for _, k := range a.keys {
			keys = append(keys, keyName(k))
		}
		c.entries = append(c.entries, entry{strings.Join(keys, " "), a.words, a.do})
	}
	for _, move := range moves {
		c.entries = append(c.entries, entry{move[0], move[1], func(*Model) tea.Cmd { return nil }})
	}
	m.over = c
	return nil
}

// moves are the keys that move, which are the same everywhere.
var moves = [][2]string{
	{"↑ ↓ ← → h j k l", "move"}, {"pgup pgdown ␣", "move by a page"}, {"g G", "to the first, to the last"},
	{"mouse", "click chooses, twice fails or opens, wheel scrolls"},
}

// palette offers everything by name: views, actions, options, scenarios, flows
// and components.
func (m *Model) palette() tea.Cmd {
	c := &chooser{title: "Palette"}
	here := m.scope()
	for _, a := range m.table {
		if a.where&here != 0 && a.keys[0] != ":" && a.keys[0] != "esc" && m.usable(&a) {
			c.entries = append(c.entries, entry{"", a.words, a.do})
		}
	}
	if m.facts != nil {
		c.entries = append(c.entries, m.optionEntries()...)
		c.entries = append(c.entries, m.scenarioEntries()...)
		c.entries = append(c.entries, m.flowEntries()...)
		c.entries = append(c.entries, m.breakEntries()...)
		c.entries = append(c.entries, m.componentEntries("show ", m.showing)...)
	}
	m.over = c
	return nil
}

func (m *Model) optionEntries() []entry {
	out := []entry{{"", "option base: the design itself", func(m *Model) tea.Cmd { return m.do(m.sess.In("")) }}}
	for _, name := range m.facts.draft.Options() {
		out = append(out, entry{"", strings.TrimSpace("option " + name + "  " + source.Clean(m.facts.draft.Description(name))), func(m *Model) tea.Cmd {
			return m.do(m.sess.In(name))
		}})
	}
	return out
}

func (m *Model) flowEntries() []entry {
	var out []entry
	for i, f := range m.facts.a.Flows {
		out = append(out, entry{"", "flow " + f.Name + "  " + view.Endpoints(m.facts.a, i), func(m *Model) tea.Cmd {
			m.topo.flow, m.topo.focus = f.Name, focusFlows
			return m.open(topologyView)
		}})
	}
	return out
}

// breakEntries offer to fail, drain and restore components. What was named is
// what is chosen afterwards.
func (m *Model) breakEntries() []entry {
	var out []entry
	add := func(verb, id string, to session.State) {
		out = append(out, entry{"", verb + id, func(m *Model) tea.Cmd {
			m.topo.choose(id)
			return m.do(to)
		}})
	}
	for c := range m.facts.a.Topology.Components {
		id := m.facts.a.Topology.Components[c].ID
		switch {
		case m.sess.Failed(id):
			add("restore ", id, m.sess.ToggleFail(id))
			continue
		case m.sess.Drained(id):
			add("end the maintenance of ", id, m.sess.ToggleDrain(id))
		case strings.HasPrefix(id, "msee:"):
			add("drain ", id, m.sess.ToggleDrain(id))
		}
		add("fail ", id, m.sess.ToggleFail(id))
	}
	return out
}

// showing chooses a component in the topology.
func (m *Model) showing(id string) func(*Model) tea.Cmd {
	return func(m *Model) tea.Cmd {
		m.topo.choose(id)
		m.topo.focus = focusPicture
		return m.open(topologyView)
	}
}

func (m *Model) componentEntries(prefix string, do func(id string) func(*Model) tea.Cmd) []entry {
	var out []entry
	for c := range m.facts.a.Topology.Components {
		id := m.facts.a.Topology.Components[c].ID
		out = append(out, entry{"", prefix + plain(m.stateSign(c)) + id, do(id)})
	}
	return out
}

// findComponent offers all components, those too that have no box.
func (m *Model) findComponent() tea.Cmd {
	if m.facts == nil {
		return nil
	}
	m.over = &chooser{
		title:   fmt.Sprintf("Find one of %s", count(len(m.facts.a.Topology.Components), "component", "components")),
		entries: m.componentEntries("", m.showing),
	}
	return nil
}
