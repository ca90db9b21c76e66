package tui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/erplan/erplan/planner/compare"
	"github.com/erplan/erplan/planner/diagram"
	"github.com/erplan/erplan/planner/source"
)

// options is the view of the design's options: which there are, how they
// compare, and changes that are tried.
type options struct {
	part   int // 0 list, 1 comparison, 2 changes
	list   lister
	knobs  lister
	search string

	compared *compare.Comparison // nil until asked for
	of       *facts
	top      int // the first line of the comparison that is shown
	left     int // the first candidate beside the base
}

var optionParts = [...]string{"Options", "Side by side", "Try changes"}

const (
	optionList = iota
	optionCompare
	optionTry
)

func optionActions() []action {
	return []action{
		{[]string{"enter"}, "choose", "look at this option; or try the next value", inOptions, func(m *Model) tea.Cmd { return m.opts.enter(m) }},
		{[]string{"tab"}, "next part", "options, side by side, try changes", inOptions, func(m *Model) tea.Cmd { return m.opts.turn(m, 1) }},
		{[]string{"shift+tab"}, "", "back to the part before", inOptions, func(m *Model) tea.Cmd { return m.opts.turn(m, -1) }},
		{[]string{"c"}, "compare", "put all options side by side", inOptions, func(m *Model) tea.Cmd { return m.opts.show(m, optionCompare) }},
		{[]string{"t"}, "try", "try changes to what is looked at", inOptions, func(m *Model) tea.Cmd { return m.opts.show(m, optionTry) }},
		{[]string{"i"}, "type", "type a value", inOptions, func(m *Model) tea.Cmd { return m.opts.typeValue(m) }},
		{[]string{"backspace", "delete"}, "", "take this change back", inOptions, func(m *Model) tea.Cmd { return m.opts.takeBack(m) }},
		{[]string{"S"}, "save", "save what is tried as an option, after a preview", inOptions, (*Model).saveOption},
		{[]string{"B"}, "", "save what is tried as a file beside the design", inOptions, (*Model).saveBeside},
	}
}

func (o *options) forget() {
	if o.of != nil {
		o.compared, o.of = nil, nil
	}
}

func (o *options) turn(m *Model, by int) tea.Cmd {
	return o.show(m, (o.part+by+len(optionParts))%len(optionParts))
}

func (o *options) show(m *Model, part int) tea.Cmd {
	o.part = part
	return o.ask(m)
}

// stepBack goes to the first part, if it is not open.
func (o *options) stepBack() bool {
	moved := o.part != optionList
	o.part = optionList
	return moved
}

// comparedMsg brings a comparison.
type comparedMsg struct {
	of  *facts
	all *compare.Comparison
}

const busyCompare = "comparing the options"

// ask compares the options, where that is looked at and not yet done.
func (o *options) ask(m *Model) tea.Cmd {
	if o.part != optionCompare || m.facts == nil || o.of == m.facts {
		return nil
	}
	o.of, o.compared = m.facts, nil
	ctx, f, file := m.jobs.start(busyCompare), m.facts, m.host.File
	return func() tea.Msg { return unless(ctx, comparedMsg{f, compareAll(f, file)}) }
}

// compareAll compares the design, its options, and what is tried.
func compareAll(f *facts, file string) *compare.Comparison {
	title := f.draft.Name()
	var subjects []compare.Subject
	for _, name := range append([]string{""}, f.draft.Options()...) {
		d, loaded := f.draft.Design(name)
		if d == nil {
			continue
		}
		s := compare.Subject{Name: name, File: file, Option: name, Title: title, Description: f.draft.Description(name), Design: d, Loaded: loaded}
		if name == "" {
			s.Name = "base"
		}
		subjects = append(subjects, s)
	}
	if f.tried {
		subjects = append(subjects, compare.Subject{Name: "tried", File: file, Title: title, Description: "what is tried", Design: f.design, Loaded: f.loading})
	}
	return compare.New(subjects, compare.Settings{Workers: 1})
}

func (o *options) draw(m *Model, w, h int) []string {
	out := []string{o.tabs(m, w), ""}
	switch o.part {
	case optionCompare:
		return append(out, o.drawComparison(m, w, h-2)...)
	case optionTry:
		return append(out, o.drawKnobs(m, w, h-2)...)
	}
	return append(out, o.drawList(m, w, h-2)...)
}

func (o *options) tabs(m *Model, w int) string {
	out := ""
	x := 1
	for i, name := range optionParts {
		text := " " + name + " "
		m.areas.more[fmt.Sprint("part", i)] = diagram.Area{X: x, Y: 0, W: len(text), H: 1}
		x += len(text) + 1
		if i == o.part {
			text = m.theme.chosen.Render(text)
		}
		out += " " + text
	}
	tail, label := ": S saves", "   filter: "
	if w < wide && o.search != "" { // the filter matters more
		tail, label = "", "   / "
	}
	if n := len(m.sess.Tries); n > 0 {
		out += "   " + m.theme.warn.Render("! "+count(n, "change is tried", "changes are tried")+tail)
	}
	if o.search != "" {
		out += m.theme.faint.Render(label) + o.search
	}
	return fit(out, w)
}

// names are the base and the options that the filter lets through.
func (o *options) names(m *Model) []string {
	var out []string
	for _, name := range append([]string{""}, m.facts.draft.Options()...) {
		if matches(optionName(name)+" "+m.facts.draft.Description(name), o.search) {
			out = append(out, name)
		}
	}
	return out
}

func optionName(name string) string {
	if name == "" {
		return "base"
	}
	return name
}

func (o *options) drawList(m *Model, w, h int) []string {
	names := o.names(m)
	rows := [][]string{{"  option", "what it is"}}
	for _, name := range names {
		mark := "  "
		if name == m.sess.Option {
			mark = m.theme.good.Render("● ")
		}
		about := source.Clean(m.facts.draft.Description(name))
		if name == "" {
			about = "the design itself"
		}
		rows = append(rows, []string{mark + optionName(name), about})
	}
	lines := table(rows, 3)
	m.areas.more["list"] = diagram.Area{X: 0, Y: 3, W: w, H: h - 3}
	out := []string{"  " + m.theme.faint.Render(lines[0])}
	out = append(out, o.list.draw(&m.theme, lines[1:], w, h-3, true)...)
	if len(names) == 1 && o.search == "" {
		out[2] = "  The design has no options yet. t tries changes, S saves them as the first."
	}
	return append(out, m.theme.faint.Render("  ● is looked at in all views; ⏎ switches, c compares"))
}

func (o *options) enter(m *Model) tea.Cmd {
	switch o.part {
	case optionList:
		names := o.names(m)
		if o.list.at < len(names) {
			m.say("now looking at %s", optionName(names[o.list.at]))
			if n := len(m.sess.Tries); n > 0 && names[o.list.at] != m.sess.Option {
				m.say("now looking at %s, without %s; u brings them back", optionName(names[o.list.at]), count(n, "change that was tried", "changes that were tried"))
			}
			return m.do(m.sess.In(names[o.list.at]))
		}
	case optionTry:
		return o.next(m, 1)
	}
	return nil
}

func (o *options) move(m *Model, dx, dy int) tea.Cmd {
	switch o.part {
	case optionList:
		o.list.move(dy, len(o.names(m)))
	case optionCompare:
		o.top, o.left = max(0, o.top+dy), max(0, o.left+dx)
	case optionTry:
		if dx != 0 {
			return o.next(m, dx)
		}
		o.knobs.move(dy, len(o.shownKnobs(m)))
	}
	return nil
}

func (o *options) click(m *Model, x, y int) tea.Cmd {
	for i := range optionParts {
		if m.areas.more[fmt.Sprint("part", i)].Holds(x, y) {
			return o.show(m, i)
		}
	}
	switch o.part {
	case optionList:
		return clickList(m, &o.list, len(o.names(m)), x, y, func() tea.Cmd { return o.enter(m) })
	case optionTry:
		return clickList(m, &o.knobs, len(o.shownKnobs(m)), x, y, func() tea.Cmd { return o.next(m, 1) })
	}
	return nil
}

func (o *options) filter() string { return o.search }

func (o *options) setFilter(_ *Model, text string) tea.Cmd {
	o.search = text
	o.list, o.knobs = lister{}, lister{}
	return nil
}

func (o *options) one(m *Model) string {
	switch o.part {
	case optionTry:
		if list := o.shownKnobs(m); o.knobs.at < len(list) {
			k := list[o.knobs.at]
			return k.path + " = " + k.value
		}
	case optionList:
		if names := o.names(m); o.list.at < len(names) {
			return optionName(names[o.list.at])
		}
	}
	return ""
}

func (o *options) markdown(m *Model) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s: options\n\n", markdownText(m.title()))
	if o.part == optionCompare && o.compared != nil {
		rows := o.rows(m)
		for i, r := range rows {
			markdownRow(&b, r)
			if i == 0 {
				b.WriteString(strings.Repeat("|---", len(r)) + "|\n")
			}
		}
		return b.String()
	}
	for _, name := range o.names(m) {
		fmt.Fprintf(&b, "- **%s** %s\n", optionName(name), markdownText(m.facts.draft.Description(name)))
	}
	return b.String()
}
