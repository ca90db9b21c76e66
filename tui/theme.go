package tui

import (
	"image/color"

	"charm.land/lipgloss/v2"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/diagram"
	"github.com/erplan/erplan/planner/outcome"
)

// A theme is the colours of the screen. Nothing is told by colour alone: what
// has one also has a sign, a word, or a line of its own kind.
type theme struct {
	bold, faint, title, key, chosen lipgloss.Style
	good, moved, warn, bad          lipgloss.Style
	lit, litBack, drained           lipgloss.Style
	added, removed                  lipgloss.Style
}

func newTheme(dark bool) theme {
	pick := lipgloss.LightDark(dark)
	ink := func(light, dark string) lipgloss.Style {
		var c color.Color = pick(lipgloss.Color(light), lipgloss.Color(dark))
		return lipgloss.NewStyle().Foreground(c)
	}
	return theme{
		bold: lipgloss.NewStyle().Bold(true), faint: ink("#5c6370", "#8b93a1"),
		title: ink("#0b5cad", "#6cb6ff").Bold(true), key: ink("#0b5cad", "#6cb6ff"),
		chosen: lipgloss.NewStyle().Reverse(true),
		good:   ink("#1a7f37", "#56d364"), moved: ink("#0a6c86", "#4cc9e0"),
		warn: ink("#8a5a00", "#e3b341"), bad: ink("#c01f2e", "#ff7b72").Bold(true),
		lit: ink("#0b5cad", "#6cb6ff").Bold(true), litBack: ink("#7d3ac1", "#d2a8ff").Bold(true),
		drained: ink("#8a5a00", "#e3b341"),
		added:   ink("#1a7f37", "#56d364"), removed: ink("#c01f2e", "#ff7b72"),
	}
}

// ofOutcome is the style of an outcome.
func (t *theme) ofOutcome(o outcome.Outcome) lipgloss.Style {
	return [...]lipgloss.Style{t.good, t.moved, t.warn, t.bad, t.bad}[o]
}

// ofMark is the style of a mark of the picture.
func (t *theme) ofMark(m diagram.Mark) lipgloss.Style {
	return [...]lipgloss.Style{lipgloss.NewStyle(), t.warn, t.drained, t.bad, t.bad}[m]
}

// ofSeverity is the style of a severity, and severitySign its sign.
func (t *theme) ofSeverity(s diag.Severity) lipgloss.Style {
	return [...]lipgloss.Style{t.faint, t.moved, t.warn, t.bad}[s]
}

func severitySign(s diag.Severity) string { return [...]string{"-", "i", "!", "✗"}[s] }
