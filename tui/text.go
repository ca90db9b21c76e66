package tui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/erplan/erplan/tui/markdown"
)

// fit cuts a line to a number of cells, and fills it with blanks to as many.
func fit(s string, w int) string {
	if w <= 0 {
		return ""
	}
	n := ansi.StringWidth(s)
	if n > w {
		s = ansi.Truncate(s, w, "…")
		n = ansi.StringWidth(s)
	}
	return s + strings.Repeat(" ", max(0, w-n))
}

// block makes exactly h lines of w cells.
func block(lines []string, w, h int) []string {
	out := make([]string, h)
	for i := range out {
		line := ""
		if i < len(lines) {
			line = lines[i]
		}
		out[i] = fit(line, w)
	}
	return out
}

// wrap breaks a text into lines of at most w cells, between words.
func wrap(s string, w int) []string {
	return markdown.Wrap(s, max(8, w), " ,/")
}

// indented wraps a text and sets it in from the left; the first line starts
// with a label.
func indented(label, text string, w int) []string {
	in := ansi.StringWidth(label)
	var out []string
	for i, line := range wrap(text, w-in) {
		if i > 0 {
			label = strings.Repeat(" ", in)
		}
		out = append(out, label+line)
	}
	return out
}

// beside puts two blocks of lines next to each other.
func beside(left, right []string, between string) []string {
	out := make([]string, len(left))
	for i := range left {
		out[i] = left[i] + between
		if i < len(right) {
			out[i] += right[i]
		}
	}
	return out
}

// overlay puts a block over lines, its upper left corner at a cell.
func overlay(lines, over []string, x, y int) []string {
	for i, o := range over {
		at := y + i
		if at < 0 || at >= len(lines) {
			continue
		}
		w := ansi.StringWidth(o)
		left := fit(ansi.Truncate(lines[at], x, ""), x)
		right := ansi.TruncateLeft(lines[at], x+w, "")
		lines[at] = left + o + right
	}
	return lines
}

// table lays rows out in columns, each as wide as its widest cell; columns
// that do not fit in w are cut at the right.
func table(rows [][]string, gap int) []string {
	var widths []int
	for _, r := range rows {
		for k, cell := range r {
			if k == len(widths) {
				widths = append(widths, 0)
			}
			widths[k] = max(widths[k], ansi.StringWidth(cell))
		}
	}
	out := make([]string, len(rows))
	for i, r := range rows {
		var b strings.Builder
		for k, cell := range r {
			if k < len(r)-1 {
				cell = fit(cell, widths[k]) + strings.Repeat(" ", gap)
			}
			b.WriteString(cell)
		}
		out[i] = b.String()
	}
	return out
}

// count writes a number of things.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return number(n) + " " + many
}

// clamp keeps a number between two others.
func clamp(n, low, high int) int { return max(low, min(n, high)) }
