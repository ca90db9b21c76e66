package tui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/diagram"
	"github.com/erplan/erplan/planner/source"
)

// The smallest screen on which the views have room.
const (
	leastW = 80
	leastH = 24
	wide   = 100 // from here on views show two things side by side
)

// areas is where things stand on the screen, for the mouse.
type areas struct {
	tabs []diagram.Area
	body diagram.Area
	more map[string]diagram.Area // parts of a view, in cells of the body
	keys []hintArea              // of the hint bar
}

// A hintArea is where a key stands in the hint bar, to be clicked.
type hintArea struct {
	diagram.Area
	key string
}

// screen draws everything: a heading, what has failed, the view, the keys.
func (m *Model) screen() []string {
	if m.w == 0 || m.h == 0 {
		return nil
	}
	if m.w < leastW || m.h < leastH {
		return m.tooSmall()
	}
	m.areas = areas{more: map[string]diagram.Area{}}
	state := m.state()
	h := m.h - 2 - len(state)
	m.areas.body = diagram.Area{X: 0, Y: 1 + len(state), W: m.w, H: h}
	body := m.body(m.w, h)
	if m.over != nil {
		body = m.dialog(body, m.w, h)
	}
	out := append([]string{m.heading()}, state...)
	return append(append(out, body...), m.footer())
}

func (m *Model) tooSmall() []string {
	text := fmt.Sprintf("This screen has %d × %d cells; explore needs %d × %d. Make it larger, or use erplan failover and erplan check. q quits.", m.w, m.h, leastW, leastH)
	return block(wrap(text, m.w), m.w, m.h)
}

func (m *Model) body(w, h int) []string {
	switch {
	case m.facts != nil:
		return block(m.pane().draw(m, w, h), w, h)
	case len(m.broken) > 0:
		return block(m.complaint(w), w, h)
	}
	return block([]string{"", "  " + m.pending(busyRead, busyRead+"…")}, w, h)
}

// complaint lists why the design cannot be shown at all.
func (m *Model) complaint(w int) []string {
	out := []string{"", "  " + m.theme.bad.Render("✗ The design is not sound; there is nothing to show yet."), ""}
	for _, d := range m.broken {
		if d.Severity != diag.Error {
			continue
		}
		out = append(out, indented("  "+place(d.Place)+"  ", d.Message, w-2)...)
		if d.Fix != "" {
			out = append(out, indented("    ", m.theme.faint.Render(d.Fix), w-2)...)
		}
	}
	return append(out, "", "  Mend the file and save it: this screen follows. e opens it in your editor.")
}

// place writes where a value stands: "erplan.toml:41:3".
func place(p source.Place) string {
	if p.File == nil {
		return ""
	}
	at := p.Start()
	return fmt.Sprintf("%s:%d:%d", source.Clean(p.Name()), at.Line, at.Col)
}

// heading is the first line: the design and the views.
func (m *Model) heading() string {
	t := &m.theme
	plainWidth := 0
	for i, name := range viewNames {
		plainWidth += len(fmt.Sprintf(" %d %s ", i+1, name))
	}
	left := m.w - plainWidth - 1
	name := m.host.File
	if m.facts != nil && m.facts.draft.Name() != "" {
		name = source.Clean(m.facts.draft.Name())
	}
	at := "base"
	if m.sess.Option != "" {
		at = "option " + m.sess.Option
	}
	if n := len(m.sess.Tries); n > 0 {
		at += " + " + count(n, "try", "tries")
	}
	room := left - ansi.StringWidth(at) - 4
	head := " " + t.title.Render(ansi.Truncate(name, max(4, room), "…")) + t.faint.Render(" · ") + at
	out := fit(head, left) + " "
	x := left + 1
	for i, name := range viewNames {
		text := fmt.Sprintf(" %d %s ", i+1, name)
		m.areas.tabs = append(m.areas.tabs, diagram.Area{X: x, Y: 0, W: len(text), H: 1})
		x += len(text)
		if viewID(i) == m.view {
			out += t.chosen.Render(text)
		} else {
			out += " " + t.key.Render(fmt.Sprint(i+1)) + " " + name + " "
		}
	}
	return fit(out, m.w)
}

// footer is the last line: what is being typed, an answer, or the keys.
func (m *Model) footer() string {
	t := &m.theme
	switch {
	case m.input != nil:
		return fit(m.input.line(m), m.w)
	case m.note != "" && m.alarm:
		return fit(" "+t.bad.Render("! "+m.note), m.w)
	case m.note != "":
		return fit(" "+t.good.Render("· "+m.note), m.w)
	}
	out := ""
	hints := m.hints()
	for i, a := range hints {
		next := " " + t.key.Render(keyName(a.keys[0])) + " " + a.short + " "
		rest := 0
		if i < len(hints)-2 { // help and quit always fit
			for _, last := range hints[len(hints)-2:] {
				rest += ansi.StringWidth(keyName(last.keys[0])+last.short) + 3
			}
		}
		if ansi.StringWidth(out)+ansi.StringWidth(next)+rest > m.w {
			continue
		}
		m.areas.keys = append(m.areas.keys, hintArea{diagram.Area{X: ansi.StringWidth(out), Y: m.h - 1, W: ansi.StringWidth(next), H: 1}, a.keys[0]})
		out += next
	}
	return fit(out, m.w)
}

// rule is the title line of a part of a view.
func (m *Model) rule(title, right string, w int, focused bool) string {
	t := &m.theme
	mark, style := "─ ", t.faint
	if focused {
		mark, style = "━ ", t.title
	}
	room := w - ansi.StringWidth(right) - 4
	if right == "" {
		room = w - 3
	}
	title = ansi.Truncate(title, max(4, room), "…")
	out := style.Render(mark+title) + " "
	line := strings.Repeat("─", max(0, w-ansi.StringWidth(mark+title)-2-ansi.StringWidth(right)-1))
	if right != "" {
		right = " " + right
	}
	return fit(out+t.faint.Render(line+right), w)
}

// plain is a line without its colours.
func plain(s string) string { return ansi.Strip(s) }
