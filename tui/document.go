package tui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/erplan/erplan/planner/document"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/rules/book"
	"github.com/erplan/erplan/tui/markdown"
)

// documentPane is the view of the design document as the command document writes
// it.
type documentPane struct {
	of     *facts
	text   string
	err    error
	w      int // for which lines were made
	lines  []string
	heads  []markdown.Heading
	top    int
	h      int
	search string
	hits   []int // the lines that hold what is searched for
	hit    int   // number of the one that is shown, in hits
}

func documentActions() []action {
	return []action{
		{[]string{"E"}, "export", "write the document as a new file beside the design", inDocument, (*Model).export},
		{[]string{"n"}, "next", "the next heading; while you search, the next match", inDocument, func(m *Model) tea.Cmd { return m.doc.next(1) }},
		{[]string{"N"}, "", "the heading, or the match, before", inDocument, func(m *Model) tea.Cmd { return m.doc.next(-1) }},
		{[]string{"tab"}, "", "the next heading", inDocument, func(m *Model) tea.Cmd { return m.doc.section(1) }},
		{[]string{"shift+tab"}, "", "the heading before", inDocument, func(m *Model) tea.Cmd { return m.doc.section(-1) }},
		{[]string{"c"}, "contents", "choose a section", inDocument, func(m *Model) tea.Cmd { return m.doc.contents(m) }},
	}
}

func (d *documentPane) forget() { d.of = nil }

const busyDocument = "writing the document"

// documentMsg brings a document.
type documentMsg struct {
	of   *facts
	text string
	err  error
}

// ask writes the document, where it is not yet there.
func (d *documentPane) ask(m *Model) tea.Cmd {
	if m.facts == nil || d.of == m.facts || m.view != documentView {
		return nil
	}
	d.of, d.text, d.err, d.lines = m.facts, "", nil, nil
	ctx, f, file := m.jobs.start(busyDocument), m.facts, m.host.File
	return func() tea.Msg {
		msg := documentMsg{of: f}
		return when(f.a.Within(ctx, func(a *outcome.Analysis) { msg.text, msg.err = documented(f, a, file) }), func() tea.Msg { return msg })
	}
}

func documented(f *facts, a *outcome.Analysis, file string) (string, error) {
	tool := document.Tool{Name: "erplan", Catalog: f.design.Catalog.Edition()}
	return document.New(document.NewData(a, ruled(f, a), book.Rules, tool, fileName(file)), nil)
}

// fileName is the last part of a path.
func fileName(path string) string { return path[strings.LastIndexAny(path, `/\`)+1:] }

func (d *documentPane) draw(m *Model, w, h int) []string {
	switch {
	case d.err != nil:
		return indented("  ", m.theme.bad.Render("✗ ")+d.err.Error(), w-2)
	case d.text == "":
		return []string{"", "  " + m.pending(busyDocument, busyDocument+"…")}
	case d.lines == nil || d.w != w:
		t := &m.theme
		d.w = w
		d.lines, d.heads = markdown.Render(d.text, min(w-4, 110), markdown.Styles{Heading: t.title, Strong: t.bold, Emphasis: t.bold, Code: t.moved, Faint: t.faint, Link: t.key})
		d.find()
	}
	d.h = h - 1
	d.top = clamp(d.top, 0, max(0, len(d.lines)-d.h))
	right := fmt.Sprintf("%s–%s of %s lines", number(d.top+1), number(min(len(d.lines), d.top+d.h)), number(len(d.lines)))
	if d.search != "" {
		right = d.matched() + " · " + right
	}
	out := []string{m.rule(d.where(), right, w, true)}
	for i := d.top; i < min(len(d.lines), d.top+d.h); i++ {
		mark := "  "
		if _, ok := slices.BinarySearch(d.hits, i); ok {
			mark = m.theme.key.Render("▸ ")
		}
		out = append(out, mark+d.lines[i])
	}
	return out
}

// matched says how the search goes.
func (d *documentPane) matched() string {
	if len(d.hits) == 0 {
		return "nothing matches " + d.search
	}
	return fmt.Sprintf("match %s of %s: %s", number(d.hit+1), number(len(d.hits)), d.search)
}

// where names the section that is shown.
func (d *documentPane) where() string {
	at := "Document"
	for _, head := range d.heads {
		if head.Line <= d.top+2 {
			at = head.Text
		}
	}
	return at
}

func (d *documentPane) move(_ *Model, _, dy int) tea.Cmd {
	d.top = clamp(d.top+dy, 0, max(0, len(d.lines)-d.h))
	return nil
}

// next goes to the next match or, where nothing is searched for, heading.
func (d *documentPane) next(by int) tea.Cmd {
	switch n := len(d.hits); {
	case d.search == "":
		return d.section(by)
	case n > 0:
		d.hit = (d.hit + by + n) % n
		d.show(d.hits[d.hit])
	}
	return nil
}

// show brings a line onto the screen, with something of what stands before it.
func (d *documentPane) show(line int) {
	if line < d.top || line >= d.top+d.h {
		d.top = clamp(line-d.h/3, 0, max(0, len(d.lines)-d.h))
	}
}

// find looks for what is searched for.
func (d *documentPane) find() {
	d.hits, d.hit = nil, 0
	if d.search == "" {
		return
	}
	for i, l := range d.lines {
		if matches(plain(l), d.search) {
			d.hits = append(d.hits, i)
		}
	}
}

// section goes to the next heading, or the one before.
func (d *documentPane) section(by int) tea.Cmd {
	best := -1
	for _, head := range d.heads {
		if by > 0 && head.Line > d.top && best < 0 || by < 0 && head.Line < d.top {
			best = head.Line
		}
	}
	if best >= 0 {
		d.top = best
	}
	return nil
}

// contents offers the sections.
func (d *documentPane) contents(m *Model) tea.Cmd {
	c := &chooser{title: "Sections"}
	for _, head := range d.heads {
		c.entries = append(c.entries, entry{"", strings.Repeat("  ", max(0, head.Level-1)) + head.Text, func(*Model) tea.Cmd {
			d.top = head.Line
			return nil
		}})
	}
	m.over = c
	return nil
}

func (d *documentPane) click(*Model, int, int) tea.Cmd { return nil }

func (d *documentPane) filter() string { return d.search }

// setFilter searches, and goes to the first match from what is shown onwards.
func (d *documentPane) setFilter(_ *Model, text string) tea.Cmd {
	d.search = text
	d.find()
	if len(d.hits) > 0 {
		d.hit, _ = slices.BinarySearch(d.hits, d.top)
		d.hit %= len(d.hits)
		d.show(d.hits[d.hit])
	}
	return nil
}

func (d *documentPane) one(*Model) string      { return d.where() }
func (d *documentPane) markdown(*Model) string { return d.text }

// export asks for a name and writes the document.
func (m *Model) export() tea.Cmd {
	if m.doc.text == "" {
		m.say("the document is not written yet")
		return nil
	}
	name := strings.TrimSuffix(strings.TrimSuffix(fileName(m.host.File), ".toml"), ".erplan")
	if m.shown.Option != "" {
		name += "-" + m.shown.Option
	}
	m.input = newInput("Write the document to:", name+".md", func(m *Model, name string) tea.Cmd {
		text := m.doc.text
		if name = strings.TrimSpace(name); name == "" {
			return nil
		}
		return func() tea.Msg {
			at, err := m.host.Create(name, text)
			if err != nil {
				return alarmMsg("not written: " + err.Error())
			}
			return noteMsg("written: " + at)
		}
	})
	return nil
}
