package block

import (
	"strings"
	"unicode"
)

// Anchor returns the anchor that GitHub gives to a heading: its text in lower
// case, without anything but letters, digits, marks, "_" and "-" of any
// script, and with hyphens for blanks. A page that has an anchor already gives
// the next one a number: see [Anchors].
func Anchor(title string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(title) {
		switch {
		case r == ' ':
			b.WriteByte('-')
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Anchors gives out the anchors of one page. The zero value is ready.
type Anchors struct{ taken map[string]int }

// For returns the anchor of the next heading of the page: the second of two
// alike ends in "-1".
func (a *Anchors) For(title string) string {
	if a.taken == nil {
		a.taken = map[string]int{}
	}
	base := Anchor(title)
	out := base
	for {
		n, used := a.taken[out]
		if !used {
			a.taken[out] = 0
			return out
		}
		a.taken[base]++
		if out = base + "-" + itoa(a.taken[base]); n > 1<<20 {
			return out
		}
	}
}
