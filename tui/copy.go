package tui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/erplan/erplan/planner/outcome"
)

// copy puts a text on the clipboard, by the terminal: it works over SSH too.
func (m *Model) copy(text, what string) tea.Cmd {
	if strings.TrimSpace(text) == "" {
		m.say("there is nothing to copy")
		return nil
	}
	m.say("copied: %s", what)
	return tea.SetClipboard(text)
}

func (m *Model) copyOne() tea.Cmd {
	if m.facts == nil {
		return nil
	}
	text := m.pane().one(m)
	first, _, _ := strings.Cut(text, "\n")
	return m.copy(text, first)
}

func (m *Model) copyView() tea.Cmd {
	if m.facts == nil {
		return nil
	}
	text := m.pane().markdown(m)
	return m.copy(text, "the view, as "+count(strings.Count(text, "\n"), "line", "lines")+" of Markdown")
}

// one is the id of what is chosen, or the flow in a line.
func (t *topologyPane) one(m *Model) string {
	if t.focus == focusFlows {
		if i, ok := m.facts.a.Flow(t.flow); ok {
			return strings.Join(strings.Fields(plain(t.flowRow(m, &m.scenario.Flows[i], 200))), " ")
		}
	}
	if ids, _ := t.parts(m); ids != nil {
		return strings.Join(ids, "\n")
	}
	return t.chosen
}

// markdown is the picture and what became of the flows.
func (t *topologyPane) markdown(m *Model) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n\n```text\n", markdownText(m.title()), markdownText(plain(m.failed())))
	for _, line := range t.picture(m).picture.Sheet().Lines {
		b.WriteString(line + "\n")
	}
	b.WriteString("```\n\n| flow | outcome | shifts | interrupted | fullest | predicted |\n|---|---|---|---|---|---|\n")
	for _, i := range t.flowOrder(m) {
		b.WriteString("|")
		for _, cell := range t.flowCells(m, &m.scenario.Flows[i]) {
			b.WriteString(" " + markdownText(plain(cell)) + " |")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// title names the design and the option.
func (m *Model) title() string {
	name := m.facts.draft.Name()
	if name == "" {
		name = m.host.File
	}
	if m.shown.Option != "" {
		name += ", option " + m.shown.Option
	}
	return name
}

// markdownText makes a text harmless in Markdown, in a table too.
func markdownText(s string) string {
	return strings.NewReplacer("\\", "\\\\", "|", "\\|", "<", "&lt;", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[").Replace(strings.Join(strings.Fields(s), " "))
}

// worstOutcome returns the worst of some outcomes.
func worstOutcome(list []outcome.FlowOutcome) outcome.Outcome {
	worst := outcome.Kept
	for i := range list {
		worst = max(worst, list[i].Outcome)
	}
	return worst
}
