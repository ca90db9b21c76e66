package tui

import (
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// An entry is something that can be chosen from a list.
type entry struct {
	key   string // shown before it
	words string
	do    func(*Model) tea.Cmd
}

// A chooser is a list that is narrowed down by typing. It shows the list of
// "?", the palette of ":", and whatever else is chosen by name.
type chooser struct {
	title   string
	entries []entry
	typed   string
	list    lister
}

// shown are the entries that match what was typed.
func (c *chooser) shown() []entry {
	var out []entry
	for _, e := range c.entries {
		if matches(e.key+" "+e.words, c.typed) {
			out = append(out, e)
		}
	}
	return out
}

func (c *chooser) box(m *Model, w, h int) (string, []string) {
	shown := c.shown()
	keys := 0
	for _, e := range c.entries {
		keys = max(keys, ansi.StringWidth(e.key))
	}
	rows := make([]string, len(shown))
	for i, e := range shown {
		rows[i] = m.theme.key.Render(fit(e.key, keys)) + "  " + e.words
		if keys == 0 {
			rows[i] = e.words
		}
	}
	inner := 44
	for _, e := range c.entries {
		inner = max(inner, keys+ansi.StringWidth(e.words)+4)
	}
	inner = min(inner, w)
	out := []string{m.theme.key.Render("› ") + c.typed + m.theme.chosen.Render(" ")}
	if len(rows) == 0 {
		return c.title, append(out, m.theme.faint.Render("  nothing matches"))
	}
	most := min(len(c.entries), h-2)
	return c.title, append(out, c.list.draw(&m.theme, rows, inner, most, true)...)
}

func (c *chooser) key(m *Model, k tea.KeyPressMsg) tea.Cmd {
	shown := c.shown()
	switch k.String() {
	case "esc":
		if c.typed == "" {
			return m.close()
		}
		c.typed, c.list = "", lister{}
	case "enter":
		return c.choose(m, c.list.at)
	case "up", "ctrl+p":
		c.list.move(-1, len(shown))
	case "down", "ctrl+n", "tab":
		c.list.move(1, len(shown))
	case "pgup":
		c.list.move(-max(1, c.list.h), len(shown))
	case "pgdown":
		c.list.move(max(1, c.list.h), len(shown))
	case "backspace":
		if r := []rune(c.typed); len(r) > 0 {
			c.typed = string(r[:len(r)-1])
		}
		c.list = lister{}
	case "ctrl+u":
		c.typed, c.list = "", lister{}
	default:
		if k.Text != "" {
			c.typed += printable(k.Text)
			c.list = lister{}
		}
	}
	return nil
}

// choose does what an entry says.
func (c *chooser) choose(m *Model, i int) tea.Cmd {
	shown := c.shown()
	if i < 0 || i >= len(shown) {
		return nil
	}
	m.over = nil
	return shown[i].do(m)
}

func (c *chooser) wheel(by int) { c.list.move(by, len(c.shown())) }

func (c *chooser) hints() []action {
	return []action{hint("enter", "do it"), hint("down", "move"), hint("esc", "back")}
}

func (c *chooser) click(m *Model, _, y int) tea.Cmd {
	return c.choose(m, c.list.hit(y-1, len(c.shown())))
}

// printable leaves out what would act on the terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, s)
}
