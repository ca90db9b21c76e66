package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/erplan/erplan/planner/diagram"
)

// A dialog stands on top of the view and has the keyboard until it is closed.
// Esc always closes it.
type dialog interface {
	box(m *Model, w, h int) (title string, lines []string)
	key(m *Model, k tea.KeyPressMsg) tea.Cmd
	hints() []action
	wheel(by int)
	click(m *Model, x, y int) tea.Cmd
}

// dialog draws the dialog over the view, in a frame of its own.
func (m *Model) dialog(body []string, w, h int) []string {
	title, lines := m.over.box(m, w-6, h-2)
	inner := ansi.StringWidth(title) + 4
	for _, l := range lines {
		inner = max(inner, ansi.StringWidth(l))
	}
	inner = min(inner, w-6)
	th := &m.theme
	line := strings.Repeat("─", max(0, inner-ansi.StringWidth(title)))
	out := []string{th.key.Render("╭ ") + th.title.Render(title) + th.key.Render(" "+line+"╮")}
	for _, l := range lines {
		out = append(out, th.key.Render("│ ")+fit(l, inner)+th.key.Render(" │"))
	}
	out = append(out, th.key.Render("╰"+strings.Repeat("─", inner+2)+"╯"))
	x, y := (w-inner-4)/2, max(0, (h-len(out))/3)
	m.areas.more["dialog"] = diagram.Area{X: x + 2, Y: y + 1, W: inner, H: len(lines)}
	return overlay(body, out, x, y)
}

// close closes the dialog.
func (m *Model) close() tea.Cmd {
	m.over = nil
	return nil
}

func hint(key, short string) action { return action{keys: []string{key}, short: short} }

// A reader shows a text that may be longer than the screen.
type reader struct {
	title string
	text  []string
	top   int
	h     int
}

func newReader(title string, text []string) *reader { return &reader{title: title, text: text} }

func (r *reader) box(_ *Model, _, h int) (string, []string) {
	r.h = min(len(r.text), h)
	r.top = clamp(r.top, 0, len(r.text)-r.h)
	title := r.title
	if len(r.text) > r.h {
		title += " (" + number(r.top+r.h) + " of " + count(len(r.text), "line", "lines") + ")"
	}
	return title, r.text[r.top : r.top+r.h]
}

func (r *reader) key(m *Model, k tea.KeyPressMsg) tea.Cmd {
	switch k.String() {
	case "esc", "q", "enter", "w":
		return m.close()
	case "y":
		return m.copy(plain(strings.Join(r.text, "\n")), r.title)
	}
	if dx, dy, ok := m.step(k.String()); ok {
		r.wheel(dx + dy)
	}
	return nil
}

func (r *reader) wheel(by int) { r.top = clamp(r.top+by, 0, max(0, len(r.text)-r.h)) }

func (r *reader) hints() []action {
	out := []action{hint("y", "copy"), hint("esc", "back")}
	if len(r.text) > r.h {
		return append([]action{hint("down", "scroll")}, out...)
	}
	return out
}

func (r *reader) click(*Model, int, int) tea.Cmd { return nil }

// A question asks before something is done.
type question struct {
	title string
	lines []string
	yes   string // what "y" does, in words
	do    func(*Model) tea.Cmd
	top   int
	h     int
}

func (q *question) box(_ *Model, w, h int) (string, []string) {
	var text []string
	for _, l := range q.lines {
		if ansi.StringWidth(l) > w {
			l = ansi.Truncate(l, w, "…")
		}
		text = append(text, l)
	}
	q.h = min(len(text), h-2)
	q.top = clamp(q.top, 0, len(text)-q.h)
	return q.title, append(text[q.top:q.top+q.h:q.top+q.h], "", "y "+q.yes+"   esc back")
}

func (q *question) key(m *Model, k tea.KeyPressMsg) tea.Cmd {
	switch k.String() {
	case "y", "Y":
		m.over = nil
		return q.do(m)
	case "esc", "n", "N", "q":
		return m.close()
	}
	if dx, dy, ok := m.step(k.String()); ok {
		q.wheel(dx + dy)
	}
	return nil
}

func (q *question) wheel(by int) { q.top = clamp(q.top+by, 0, max(0, len(q.lines)-q.h)) }

func (q *question) hints() []action { return []action{hint("y", q.yes), hint("esc", "back")} }

// click answers on the last line, where the answers stand.
func (q *question) click(m *Model, x, y int) tea.Cmd {
	switch yes := ansi.StringWidth("y " + q.yes); {
	case y != q.h+1:
		return nil
	case x < yes:
		return q.key(m, pressOf("y"))
	case x > yes:
		return m.close()
	}
	return nil
}
