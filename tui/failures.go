package tui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/erplan/erplan/planner/diagram"
)

// failures is the view of what can go wrong: every single failure, the worst
// first; the least sets of components that lose a flow; and the scenarios that
// the design declares; and what all that means for its requirements.
type failures struct {
	part   int // number in failureParts
	lists  [len(failureParts)]lister
	search string
}

var failureParts = [...]string{"Single failures", "Cut sets", "Scenarios", "Requirements"}

const (
	singleFailures = iota
	cutSets
	scenarios
	requirements
)

func failureActions() []action {
	return []action{
		{[]string{"enter"}, "show", "let this alone happen, and see it in the topology", inFailures, func(m *Model) tea.Cmd { return m.failures.show(m) }},
		{[]string{"x"}, "fail", "fail this besides what has failed, or restore it", inFailures, func(m *Model) tea.Cmd { return m.failures.toggle(m) }},
		{[]string{"tab"}, "next list", "single failures, cut sets, scenarios, requirements", inFailures, func(m *Model) tea.Cmd { return m.failures.turn(1) }},
		{[]string{"shift+tab"}, "", "back to the list before", inFailures, func(m *Model) tea.Cmd { return m.failures.turn(-1) }},
	}
}

func (f *failures) turn(by int) tea.Cmd {
	f.part = (f.part + by + len(failureParts)) % len(failureParts)
	return nil
}

func (f *failures) draw(m *Model, w, h int) []string {
	out := []string{f.tabs(m, w), ""}
	rows := f.rows(m)
	if len(rows) == 0 {
		return append(out, "  "+f.nothing(m))
	}
	cells := [][]string{failureHeads[f.part]}
	for _, r := range rows {
		if f.part == singleFailures && ansi.StringWidth(r.cells[0]) > w-56 { // the figures stay on the screen
			r.cells[0] = ansi.Truncate(r.cells[0], w-56, "…")
		}
		cells = append(cells, r.cells)
	}
	lines := table(cells, 2)
	head := "  " + m.theme.faint.Render(lines[0])
	m.areas.more["list"] = diagram.Area{X: 0, Y: 3, W: w, H: h - 4}
	out = append(out, head)
	out = append(out, f.lists[f.part].draw(&m.theme, lines[1:], w, h-4, true)...)
	return append(out, m.theme.faint.Render("  "+f.remark(m, len(rows))))
}

// nothing says why the list is empty.
func (f *failures) nothing(m *Model) string {
	switch {
	case m.facts.swept == nil:
		return m.pending(busySweep, "every single failure is being simulated…")
	case f.search != "":
		return "nothing matches " + f.search
	case f.part == cutSets:
		return "No set of up to three components loses a flow."
	case f.part == scenarios:
		return "The design declares no scenarios: [scenarios.NAME] with fail = [...] does."
	case f.part == requirements:
		return "The design states no requirements: [requirements] does."
	}
	return "There is nothing that fails."
}

func (f *failures) remark(m *Model, n int) string {
	switch f.part {
	case singleFailures:
		return count(n, "component", "components") + ", each failing alone; how many of " + count(len(m.facts.a.Flows), "flow", "flows") + " are lost, degraded, moved"
	case cutSets:
		text := count(n, "cut set", "cut sets") + " of up to three components"
		if most := m.facts.swept.cutOff; most > 0 {
			text += ", the first " + number(most) + " of each flow"
		}
		return text + ": the least that has to fail at once"
	}
	if f.part == requirements {
		return count(n, "requirement", "requirements") + "; ⏎ shows all that is in the way"
	}
	return count(n, "scenario", "scenarios")
}

func (f *failures) tabs(m *Model, w int) string {
	out := ""
	x := 1
	for i, name := range failureParts {
		text := " " + name + " "
		m.areas.more[fmt.Sprint("part", i)] = diagram.Area{X: x, Y: 0, W: len(text), H: 1}
		x += len(text) + 1
		if i == f.part {
			text = m.theme.chosen.Render(text)
		}
		out += " " + text
	}
	if f.search != "" {
		out += m.theme.faint.Render("   filter: ") + f.search
	}
	return fit(out, w)
}

func (f *failures) move(m *Model, dx, dy int) tea.Cmd {
	if dx != 0 {
		return f.turn(dx)
	}
	f.lists[f.part].move(dy, len(f.rows(m)))
	return nil
}

func (f *failures) chosen(m *Model) (failureRow, bool) {
	rows := f.rows(m)
	at := f.lists[f.part].at
	if at >= len(rows) {
		return failureRow{}, false
	}
	return rows[at], true
}

// show lets what is chosen happen, and nothing else.
func (f *failures) show(m *Model) tea.Cmd {
	r, ok := f.chosen(m)
	switch {
	case !ok:
		return nil
	case r.intent != nil:
		return m.showIntent(r.intent)
	}
	m.openQuietly(topologyView)
	if r.name != "" {
		m.say("scenario %s", r.name)
	}
	return m.run(r.fail, r.drain)
}

func (f *failures) toggle(m *Model) tea.Cmd {
	r, ok := f.chosen(m)
	if !ok || len(r.fail) == 0 || r.name != "" {
		return f.show(m)
	}
	return m.do(m.sess.ToggleFail(r.fail...))
}

// stepWorst lets the next of the open list of failures happen, and nothing
// else: the worst single failures, unless cut sets or scenarios were opened.
func (f *failures) stepWorst(m *Model, by int) tea.Cmd {
	if m.facts.swept == nil {
		m.say("%s", plain(m.pending(busySweep, "every single failure is being simulated…")))
		return nil
	}
	if f.part == requirements {
		f.part = singleFailures
	}
	rows := f.rows(m)
	if len(rows) == 0 {
		m.say("%s", plain(f.nothing(m)))
		return nil
	}
	at := slices.IndexFunc(rows, func(r failureRow) bool {
		return slices.Equal(slices.Sorted(slices.Values(m.known(r.fail))), m.sess.Fail) && slices.Equal(slices.Sorted(slices.Values(m.known(r.drain))), m.sess.Drain)
	})
	if at < 0 && by < 0 {
		at = 0
	}
	at = (at + by + len(rows)) % len(rows)
	f.lists[f.part].at = at
	cmd := m.run(rows[at].fail, rows[at].drain)
	m.say("%s of %s %s", number(at+1), number(len(rows)), failureWords[f.part])
	return cmd
}

// failureWords are what is stepped through.
var failureWords = [...]string{"single failures, the worst first", "cut sets, by flow", "scenarios", ""}

func (f *failures) click(m *Model, x, y int) tea.Cmd {
	for i := range failureParts {
		if m.areas.more[fmt.Sprint("part", i)].Holds(x, y) {
			f.part = i
			return nil
		}
	}
	return clickList(m, &f.lists[f.part], len(f.rows(m)), x, y, func() tea.Cmd { return f.show(m) })
}

func (f *failures) filter() string { return f.search }

func (f *failures) setFilter(_ *Model, text string) tea.Cmd {
	f.search = text
	f.lists = [len(failureParts)]lister{}
	return nil
}

func (f *failures) one(m *Model) string {
	r, _ := f.chosen(m)
	return strings.Join(append(r.fail, r.drain...), "\n")
}

func (f *failures) markdown(m *Model) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s: %s\n\n", markdownText(m.title()), strings.ToLower(failureParts[f.part]))
	head := failureHeads[f.part]
	markdownRow(&b, head)
	b.WriteString(strings.Repeat("|---", len(head)) + "|\n")
	for _, r := range f.rows(m) {
		markdownRow(&b, r.cells)
	}
	return b.String()
}

func markdownRow(b *strings.Builder, cells []string) {
	for _, c := range cells {
		b.WriteString("| " + markdownText(plain(c)) + " ")
	}
	b.WriteString("|\n")
}
