package tui

import (
	"strings"
)

// A lister is a cursor in a list that may be longer than the screen. The rows
// themselves belong to the view.
type lister struct {
	at, top int // the row that is chosen, and the first one that is shown
	h       int // how many rows are shown, since the last draw
}

// move goes some rows down, or up, and stays within n rows.
func (l *lister) move(by, n int) { l.at = clamp(l.at+by, 0, max(0, n-1)) }

// show keeps the cursor within n rows, and on the screen of h rows.
func (l *lister) show(n, h int) {
	l.h = h
	l.at = clamp(l.at, 0, max(0, n-1))
	l.top = clamp(l.top, l.at-h+1, l.at)
	l.top = clamp(l.top, 0, max(0, n-h))
}

// draw returns the rows that are shown, the chosen one marked.
func (l *lister) draw(t *theme, rows []string, w, h int, focused bool) []string {
	l.show(len(rows), h)
	var out []string
	for i := l.top; i < min(len(rows), l.top+h); i++ {
		switch {
		case i == l.at && focused:
			out = append(out, t.chosen.Render(fit("▸ "+plain(rows[i]), w)))
		case i == l.at:
			out = append(out, fit("▸ "+rows[i], w))
		default:
			out = append(out, fit("  "+rows[i], w))
		}
	}
	return block(out, w, h)
}

// hit returns the row at a line of the list, -1 where there is none.
func (l *lister) hit(y, n int) int {
	if i := l.top + y; y >= 0 && y < l.h && i < n {
		return i
	}
	return -1
}

// matches reports whether a text holds all words of a filter, in any order and
// without regard to case.
func matches(text, filter string) bool {
	text = strings.ToLower(text)
	for word := range strings.FieldsSeq(strings.ToLower(filter)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}
