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
	wrong string                       // why what was typed is not taken, until the next key
}

func newInput(label, text string, done func(*Model, string) tea.Cmd) *input {
	return &input{label: label, text: []rune(text), at: len([]rune(text)), done: done}
}

func (in *input) key(m *Model, k tea.KeyPressMsg) tea.Cmd {
	in.wrong = ""
	switch k.String() {
	case "esc":
		m.input = nil
		if in.left != nil {
			return in.left(m)
		}
		return nil
	case "enter":
		return in.enter(m)
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

// enter hands over what was typed. What is refused stays, to be typed better.
func (in *input) enter(m *Model) tea.Cmd {
	m.input = nil
	cmd := in.done(m, string(in.text))
	if m.alarm && m.input == nil && m.over == nil {
		m.input, in.wrong = in, m.note
		m.note, m.alarm = "", false
	}
	return cmd
}

// paste puts a text where text is typed: into the line, or into a list that is
// narrowed down.
func (m *Model) paste(text string) tea.Cmd {
	if m.input != nil {
		return m.input.paste(m, text)
	}
	if c, ok := m.over.(*chooser); ok {
		c.typed += printable(text)
		c.list = lister{}
	}
	return nil
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
	tail := m.theme.faint.Render("  ⏎ done  esc back")
	if in.wrong != "" {
		tail = m.theme.bad.Render("  ! " + in.wrong)
	}
	return " " + m.theme.key.Render(in.label+" ") + before + m.theme.chosen.Render(under) + after + tail
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
