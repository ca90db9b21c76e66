package tui

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/diagram"
)

// findings is the view of what the rules say of the design, with the rule
// beside it.
type findings struct {
	group   int // number in groupings
	unknown bool
	list    lister
	search  string
	side    int // how far the rule beside it is scrolled
}

// groupings are the ways to group findings.
var groupings = [...]string{"severity", "family", "component"}

func findingActions() []action {
	return []action{
		{[]string{"enter"}, "go to", "show what the finding is about in the topology", inFindings, func(m *Model) tea.Cmd { return m.finds.jump(m) }},
		{[]string{"a"}, "accept", "accept the risk, after a preview of the exception", inFindings, func(m *Model) tea.Cmd { return m.finds.accept(m) }},
		{[]string{"tab"}, "group", "group by severity, family or component", inFindings, func(m *Model) tea.Cmd { return m.finds.regroup() }},
		{[]string{"o"}, "open points", "findings, or what the design does not say", inFindings, func(m *Model) tea.Cmd { return m.finds.toggleUnknown() }},
		{[]string{"shift+down", "J"}, "", "scroll the rule down", inFindings, func(m *Model) tea.Cmd { m.finds.side++; return nil }},
		{[]string{"shift+up", "K"}, "", "scroll the rule up", inFindings, func(m *Model) tea.Cmd { m.finds.side = max(0, m.finds.side-1); return nil }},
	}
}

func (f *findings) forget() { f.side = 0 }

func (f *findings) regroup() tea.Cmd {
	f.group = (f.group + 1) % len(groupings)
	f.list = lister{}
	return nil
}

func (f *findings) toggleUnknown() tea.Cmd {
	f.unknown = !f.unknown
	f.list, f.side = lister{}, 0
	return nil
}

// A findingRow is a line of the list: a finding, or the title of a group.
type findingRow struct {
	title string
	*diag.Diagnostic
}

// key is the group of a finding.
func (f *findings) key(d *diag.Diagnostic) string {
	switch f.group {
	case 1:
		family, _, _ := strings.Cut(d.Rule, "/")
		return family
	case 2:
		return component(d.Place.Path)
	}
	if d.Excepted != "" {
		return "accepted"
	}
	return d.Severity.String()
}

// severityOrder puts groups of severities in order, those accepted last.
var severityOrder = []string{"error", "warning", "advice", "accepted"}

// rows returns the list: groups, each with its findings in the order of the
// text.
func (f *findings) rows(m *Model) []findingRow {
	if m.facts.checked == nil {
		return nil
	}
	list := m.facts.checked.Findings
	if f.unknown {
		list = m.facts.checked.Unknown
	}
	byKey := map[string][]findingRow{}
	var keys []string
	for i := range list {
		d := &list[i]
		if !matches(strings.Join([]string{d.Rule, d.Code, d.Severity.String(), d.Message, d.Place.Path}, " "), f.search) {
			continue
		}
		k := f.key(d)
		if byKey[k] == nil {
			keys = append(keys, k)
		}
		byKey[k] = append(byKey[k], findingRow{Diagnostic: d})
	}
	slices.SortFunc(keys, func(a, b string) int {
		if f.group == 0 && !f.unknown {
			return cmp.Compare(slices.Index(severityOrder, a), slices.Index(severityOrder, b))
		}
		return cmp.Compare(a, b)
	})
	var out []findingRow
	for _, k := range keys {
		title := k
		if f.unknown && f.group == 0 {
			title = "not stated"
		}
		out = append(out, findingRow{title: fmt.Sprintf("%s (%s)", title, number(len(byKey[k])))})
		out = append(out, byKey[k]...)
	}
	return out
}

// chosen returns the finding under the cursor; on a title, the first below it.
func (f *findings) chosen(m *Model) *diag.Diagnostic {
	rows := f.rows(m)
	for i := f.list.at; i < len(rows); i++ {
		if rows[i].Diagnostic != nil {
			return rows[i].Diagnostic
		}
	}
	return nil
}

func (f *findings) draw(m *Model, w, h int) []string {
	if w >= wide {
		left := w * 11 / 20
		return beside(f.drawList(m, left, h), f.drawSide(m, w-left-1, h), m.theme.faint.Render("│"))
	}
	top := h/2 - 1
	return append(f.drawList(m, w, top), f.drawSide(m, w, h-top)...)
}

func (f *findings) drawList(m *Model, w, h int) []string {
	title := "Findings by " + groupings[f.group]
	if f.unknown {
		title = "What the design does not say"
	}
	right := ""
	if f.search != "" {
		right = "filter: " + f.search
	}
	out := []string{m.rule(title, right, w, true)}
	rows := f.rows(m)
	m.areas.more["list"] = diagram.Area{X: 0, Y: 1, W: w, H: h - 1}
	if len(rows) == 0 {
		return block(append(out, "", "  "+f.nothing(m)), w, h)
	}
	if f.list.at == 0 {
		f.list.at = 1 // the first row is a title
	}
	lines := make([]string, len(rows))
	for i, r := range rows {
		lines[i] = m.findingLine(r)
	}
	return append(out, f.list.draw(&m.theme, lines, w, h-1, true)...)
}

func (f *findings) nothing(m *Model) string {
	switch {
	case m.facts.checked == nil:
		return m.pending(busyRules, "the rules are being checked…")
	case f.search != "":
		return "nothing matches " + f.search
	case f.unknown:
		return "The design says all that the rules ask for."
	}
	return m.theme.good.Render("✓") + " No findings: " + count(m.facts.checked.Rules, "rule was", "rules were") + " checked."
}

func (f *findings) move(m *Model, dx, dy int) tea.Cmd {
	f.side = 0
	rows := f.rows(m)
	f.list.move(dy, len(rows))
	if f.list.at < len(rows) && rows[f.list.at].Diagnostic == nil { // titles are passed over
		f.list.move(sign(dy), len(rows))
		if rows[f.list.at].Diagnostic == nil {
			f.list.move(1, len(rows))
		}
	}
	return nil
}

func (f *findings) click(m *Model, x, y int) tea.Cmd {
	return clickList(m, &f.list, len(f.rows(m)), x, y, func() tea.Cmd { return f.jump(m) })
}

func (f *findings) filter() string { return f.search }

func (f *findings) setFilter(_ *Model, text string) tea.Cmd {
	f.search = text
	f.list, f.side = lister{}, 0
	return nil
}

func (f *findings) one(m *Model) string {
	d := f.chosen(m)
	if d == nil {
		return ""
	}
	return strings.TrimSpace(place(d.Place) + " " + d.Severity.String() + " " + d.Code + " " + d.Rule + ": " + d.Message)
}

func (f *findings) markdown(m *Model) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s: findings\n\n", markdownText(m.title()))
	for _, r := range f.rows(m) {
		if r.Diagnostic == nil {
			fmt.Fprintf(&b, "\n## %s\n\n", markdownText(r.title))
			continue
		}
		fmt.Fprintf(&b, "- **%s** %s (%s)\n", r.Code, markdownText(r.Message), markdownText(place(r.Place)))
	}
	return b.String()
}
