package tui

import (
	tea "charm.land/bubbletea/v2"
)

// key takes a key.
func (m *Model) key(k tea.KeyPressMsg) tea.Cmd {
	key := k.String()
	if key == "ctrl+c" {
		return tea.Quit
	}
	m.note, m.alarm = "", false
	switch {
	case m.input != nil:
		return m.input.key(m, k)
	case m.over != nil:
		return m.over.key(m, k)
	}
	if dx, dy, ok := m.step(key); ok && m.facts != nil {
		return m.pane().move(m, dx, dy)
	}
	if a := m.bound(key); a != nil {
		return a.do(m)
	}
	return nil
}

// page stands for as far as the screen shows, and all for as far as it goes.
const all = 1 << 20

// step returns how far a key moves.
func (m *Model) step(key string) (dx, dy int, ok bool) {
	page := max(1, m.h-8)
	switch key {
	case "up", "k":
		return 0, -1, true
	case "down", "j":
		return 0, 1, true
	case "left", "h":
		return -1, 0, true
	case "right", "l":
		return 1, 0, true
	case "pgup", "ctrl+b":
		return 0, -page, true
	case "pgdown", "ctrl+f", "space":
		return 0, page, true
	case "home", "g":
		return 0, -all, true
	case "end", "G":
		return 0, all, true
	}
	return 0, 0, false
}

// back goes back one step: it stops what is waited for, leaves a filter, goes to
// the first part of the view or to the view before, and at last stops what goes
// on behind. It never leaves the program.
func (m *Model) back() tea.Cmd {
	switch {
	case m.cancel(asked):
	case m.pane().filter() != "":
		return m.pane().setFilter(m, "")
	case m.view == topologyView && (m.topo.focus != focusPicture || m.topo.zoomed):
		m.topo.focus, m.topo.zoomed = focusPicture, false
	case m.view == optionsView && m.opts.stepBack():
	case len(m.trail) > 0:
		last := len(m.trail) - 1
		m.view, m.trail = m.trail[last], m.trail[:last]
	case m.cancel(busyOrder):
	default:
		m.say("q quits")
	}
	return nil
}

// quit leaves, after a question where something would be lost.
func (m *Model) quit() tea.Cmd {
	if len(m.sess.Tries) == 0 || sameTries(m.sess.Tries, m.beside) {
		return tea.Quit
	}
	m.over = &question{
		title: "Quit?",
		lines: []string{count(len(m.sess.Tries), "change is", "changes are") + " tried and not saved as an option."},
		yes:   "quit without saving",
		do:    func(*Model) tea.Cmd { return tea.Quit },
	}
	return nil
}
