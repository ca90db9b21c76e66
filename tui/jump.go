package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

// component is the table that a path is in: "circuits.er-london".
func component(path string) string {
	parts := strings.SplitN(path, ".", 3)
	if len(parts) < 2 {
		return path
	}
	return parts[0] + "." + parts[1]
}

// jump shows in the topology what the chosen finding is about.
func (f *findings) jump(m *Model) tea.Cmd {
	d := f.chosen(m)
	if d == nil {
		return nil
	}
	id, ok := m.componentAt(d.Place.Path)
	if !ok {
		m.say("%s is no part of the picture", d.Place.Path)
		return nil
	}
	m.topo.choose(id)
	m.topo.focus = focusPicture
	return m.open(topologyView)
}

// componentAt returns the component or place that stands nearest around a path.
func (m *Model) componentAt(path string) (id string, ok bool) {
	longest := -1
	for c := range m.facts.a.Topology.Components {
		x := &m.facts.a.Topology.Components[c]
		at := x.Place.Path
		if at == "" || path != at && !strings.HasPrefix(path, at+".") || len(at) <= longest {
			continue
		}
		id, longest = x.ID, len(at)
	}
	if kind, rest, _ := strings.Cut(path, "."); kind == "vnets" {
		name, _, _ := strings.Cut(rest, ".")
		return "vnet:" + name, true
	}
	return id, longest >= 0
}
