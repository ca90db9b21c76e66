package tui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/erplan/erplan/planner/diagram"
)

// mouse takes a click or the wheel. Whatever the mouse does, keys do too.
func (m *Model) mouse(msg tea.MouseMsg) tea.Cmd {
	at := msg.Mouse()
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		return m.wheel(msg)
	case tea.MouseClickMsg:
		if msg.Button != tea.MouseLeft {
			return nil
		}
	default:
		return nil
	}
	m.note, m.alarm = "", false
	for _, a := range m.areas.keys {
		if a.Holds(at.X, at.Y) {
			return m.key(pressOf(a.key))
		}
	}
	body := m.areas.body
	x, y := at.X-body.X, at.Y-body.Y
	if m.over != nil {
		if a := m.areas.more["dialog"]; a.Holds(x, y) {
			return m.over.click(m, x-a.X, y-a.Y)
		}
		return m.close()
	}
	for i, a := range m.areas.tabs {
		if a.Holds(at.X, at.Y) {
			return m.open(viewID(i))
		}
	}
	if m.facts == nil || !body.Holds(at.X, at.Y) {
		return nil
	}
	return m.pane().click(m, x, y)
}

// pressOf is the press of a key by its name, for those of the hint bar.
func pressOf(key string) tea.KeyPressMsg {
	special := map[string]rune{"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown}
	if code, ok := special[key]; ok {
		return tea.KeyPressMsg{Code: code}
	}
	return tea.KeyPressMsg{Code: []rune(key)[0], Text: key}
}

// wheel scrolls what is under the mouse.
func (m *Model) wheel(msg tea.MouseWheelMsg) tea.Cmd {
	dx, dy := 0, 0
	switch msg.Button {
	case tea.MouseWheelUp:
		dy = -1
	case tea.MouseWheelDown:
		dy = 1
	case tea.MouseWheelLeft:
		dx = -1
	case tea.MouseWheelRight:
		dx = 1
	}
	if msg.Mod&tea.ModShift != 0 {
		dx, dy = dy, 0
	}
	switch {
	case m.over != nil:
		m.over.wheel(dy)
		return nil
	case m.facts == nil:
		return nil
	case m.view == topologyView:
		return m.topo.wheel(m, msg.X-m.areas.body.X, msg.Y-m.areas.body.Y, dx, dy)
	}
	return m.pane().move(m, 0, 3*dy)
}

// wheel scrolls the part of the topology view under the mouse.
func (t *topologyPane) wheel(m *Model, x, y, dx, dy int) tea.Cmd {
	switch {
	case m.areas.more["picture"].Holds(x, y):
		return t.pan(6*dx, 3*dy)
	case m.areas.more["details"].Holds(x, y):
		t.details.top += 3 * dy
		t.details.at = clamp(t.details.at, max(0, t.details.top), max(0, t.details.top+t.details.h-1))
	case m.areas.more["flows"].Holds(x, y):
		focus := t.focus
		t.focus = focusFlows
		t.move(m, 0, dy)
		t.focus = focus
	}
	return nil
}

// click chooses what was clicked; a second click on a box fails it.
func (t *topologyPane) click(m *Model, x, y int) tea.Cmd {
	in := func(name string) (diagram.Area, bool) {
		a, ok := m.areas.more[name]
		return a, ok && a.Holds(x, y)
	}
	if a, ok := in("picture"); ok {
		return t.clickPicture(m, x-a.X, y-a.Y)
	}
	if a, ok := in("details"); ok {
		t.focus = focusDetails
		rows := t.detailsOf(m, a.W)
		if i := t.details.hit(y-a.Y, len(rows)); i >= 0 {
			again := i == t.details.at
			t.details.at = i
			if again && rows[i].id != "" {
				return t.goTo(m)
			}
		}
		return nil
	}
	if a, ok := in("flows"); ok {
		order := t.flowOrder(m)
		if i := t.flows.hit(y-a.Y, len(order)); i >= 0 {
			name := m.facts.a.Flows[order[i]].Name
			again := t.focus == focusFlows && name == t.flow
			t.focus, t.flow = focusFlows, name
			if again {
				return t.why(m)
			}
		}
	}
	return nil
}

// clickList chooses a row of a list, and opens it when it was chosen before.
func clickList(m *Model, l *lister, n, x, y int, open func() tea.Cmd) tea.Cmd {
	a := m.areas.more["list"]
	if !a.Holds(x, y) {
		return nil
	}
	i := l.hit(y-a.Y, n)
	if i < 0 {
		return nil
	}
	again := i == l.at
	l.at = i
	if again {
		return open()
	}
	return nil
}
