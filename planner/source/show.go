package source

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longest is how many code points of a text a message shows.
const longest = 60

// Quote puts a text of the design in quotes for a message: shortened where it
// is long, masked where it has the form of a key, and with everything that
// does not print escaped.
func Quote(s string) string {
	if len(s) > 8*longest { // a text may be megabytes long
		s = s[:8*longest]
	}
	return strconv.Quote(shorten(Mask(s)))
}

// Clean is Quote without the quotes, for a list of names.
func Clean(s string) string {
	q := Quote(s)
	return q[1 : len(q)-1]
}

func shorten(s string) string {
	n := 0
	for i := range s {
		if n == longest {
			return s[:i] + "…"
		}
		n++
	}
	return s
}

// visible replaces control characters, and characters that reorder or break
// the line they stand on, by one visible character each. Tabs stay.
func visible(line string) string {
	clean := true
	for _, r := range line {
		clean = clean && !unsafe(r)
	}
	if clean {
		return line
	}
	return strings.Map(func(r rune) rune {
		switch {
		case !unsafe(r):
			return r
		case r < ' ':
			return '␀' + r
		case r == 0x7f:
			return '␡'
		}
		return utf8.RuneError
	}, line)
}

// unsafe reports whether a character would act on a terminal or reorder text
// instead of being shown.
func unsafe(r rune) bool {
	switch {
	case r == '\t':
		return false
	case r < ' ' || r >= 0x7f && r <= 0x9f:
		return true
	case r == utf8.RuneError: // also every byte that is not UTF-8
		return true
	case r < 0x61c:
		return false
	}
	return r == '\u2028' || r == '\u2029' || r == '\ufeff' || unicode.Is(unicode.Bidi_Control, r)
}

// Control returns the first character of a text that no text of a design may
// hold: one that would act on a terminal or reorder what is shown. Line ends
// and tabs are allowed.
func Control(s string) (rune, bool) {
	for i, r := range s {
		switch {
		case r == '\n' || r == '\r' && strings.HasPrefix(s[i+1:], "\n"):
		case r == utf8.RuneError: // a replacement character in valid text is harmless
		case unsafe(r):
			return r, true
		}
	}
	return 0, false
}
