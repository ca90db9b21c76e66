package tui

import (
	tea "charm.land/bubbletea/v2"
)

// An input is a line that is being typed, at the foot of the screen.
type input struct {
	label string
	text  []rune
	at    int
	live  func(*Model, string) tea.Cmd // after every key; may be nil
	done  func(*Model, string) tea.Cmd // at enter
	left  func(*Model) tea.Cmd         // at esc; may be nil
}

func newInput(label, text string, done func(*Model, string) tea.Cmd) *input {
	return &input{label: label, text: []rune(text), at: len([]rune(text)), done: done}
}

func (in *input) key(m *Model, k tea.KeyPressMsg) tea.Cmd {
	switch k.String() {
	case "esc":
		m.input = nil
		if in.left != nil {
			return in.left(m)
		}
		return nil
	case "enter":
		m.input = nil
		return in.done(m, string(in.text))
	case "left", "ctrl+b":
		in.at = max(0, in.at-1)
		return nil
	case "right", "ctrl+f":
		in.at = min(len(in.text), in.at+1)
		return nil
	case "home", "ctrl+a":
		in.at = 0
		return nil
	case "end", "ctrl+e":
		in.at = len(in.text)
		return nil
	case "backspace":
		if in.at > 0 {
			in.text = append(in.text[:in.at-1:in.at-1], in.text[in.at:]...)
			in.at--
		}
	case "delete", "ctrl+d":
		if in.at < len(in.text) {
			in.text = append(in.text[:in.at:in.at], in.text[in.at+1:]...)
		}
	case "ctrl+u":
		in.text, in.at = nil, 0
	default:
		in.insert(k.Text)
	}
	return in.changed(m)
}

func (in *input) paste(m *Model, text string) tea.Cmd {
	in.insert(text)
	return in.changed(m)
}

func (in *input) insert(text string) {
	add := []rune(printable(text))
	in.text = append(in.text[:in.at:in.at], append(add, in.text[in.at:]...)...)
	in.at += len(add)
}

func (in *input) changed(m *Model) tea.Cmd {
	if in.live != nil {
		return in.live(m, string(in.text))
	}
	return nil
}

// line draws the input with its cursor.
func (in *input) line(m *Model) string {
	before, under, after := string(in.text[:in.at]), " ", ""
	if in.at < len(in.text) {
		under, after = string(in.text[in.at]), string(in.text[in.at+1:])
	}
	room := m.w - len([]rune(in.label)) - 18
	if r := []rune(before); len(r) > room && room > 0 {
		before = "…" + string(r[len(r)-room:])
	}
	return " " + m.theme.key.Render(in.label+" ") + before + m.theme.chosen.Render(under) + after + m.theme.faint.Render("  ⏎ done  esc back")
}

// startFilter narrows down what the view lists, as you type.
func (m *Model) startFilter() tea.Cmd {
	p := m.pane()
	if m.view == topologyView && m.topo.focus != focusFlows {
		return m.findComponent()
	}
	old := p.filter()
	in := newInput("/", old, func(*Model, string) tea.Cmd { return nil })
	in.live = func(m *Model, text string) tea.Cmd { return m.pane().setFilter(m, text) }
	in.left = func(m *Model) tea.Cmd { return m.pane().setFilter(m, "") }
	m.input = in
	return nil
}
