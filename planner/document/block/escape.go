package block

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/erplan/erplan/planner/source"
)

// How long a text may be in a cell of a table and in a heading, in code
// points.
const (
	longestCell    = 400
	longestHeading = 120
)

func itoa(n int) string { return strconv.Itoa(n) }

// Shown returns a text as the writer would show it, without any markup: for
// the title of a page.
func Shown(s string) string { return cut(clean(masked(s)), longestHeading) }

// clean returns a text without what would act on a reader instead of being
// shown: line ends become blanks, control characters and marks that reorder
// text U+FFFD, and what has the form of a key dots.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r' || r == '\u2028' || r == '\u2029':
			return ' '
		case hidden(r):
			return utf8.RuneError
		}
		return r
	}, s)
	return covered(s)
}

// masked covers what a text assigns to the name of a secret: shared_key = "…".
func masked(s string) string {
	if !strings.ContainsAny(s, "=:") {
		return s
	}
	return source.Mask(s)
}

// hidden reports whether a character would act on text or hide in it.
func hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\ufeff' ||
		r >= '\ufff9' && r <= '\ufffb' || r >= 0xe0000 && r <= 0xe007f
}

// covered replaces by dots every word that has the form of a key.
func covered(s string) string {
	start := -1
	for i := 0; i <= len(s); i++ {
		if i < len(s) && alphanumeric(s[i]) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 && i-start >= 32 && i-start <= 66 && source.SecretValue(s[start:i]) {
			s = s[:start] + strings.Repeat("•", i-start) + s[i:]
			i += 2 * (i - start) // a dot takes three bytes
		}
		start = -1
	}
	return s
}

func alphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// cut shortens a text to a number of code points.
func cut(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	r := []rune(s)
	return string(r[:most-1]) + "…"
}

// escape writes plain words as Markdown that shows exactly these. The text is
// clean. At the start of a line more characters mean something.
func escape(s string, start, table bool) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '|' && table:
			b.WriteString("&#124;")
			continue
		case strings.IndexByte("\\`*[]<>~$|@", c) >= 0:
			b.WriteByte('\\')
		case c == '_' && !within(s, i):
			b.WriteByte('\\')
		case c == '&' && entity(s[i+1:]):
			b.WriteByte('\\')
		case c == ':' && strings.HasPrefix(s[i:], "://"):
			b.WriteByte('\\') // no link by itself
		case c == '.' && i >= 3 && strings.EqualFold(s[i-3:i], "www"):
			b.WriteByte('\\')
		case start && i == lead(s) && strings.IndexByte("#+-=", c) >= 0:
			b.WriteByte('\\')
		case start && (c == '.' || c == ')') && i > lead(s) && digits(s[lead(s):i]):
			b.WriteByte('\\')
		}
		b.WriteByte(c)
	}
	return b.String()
}

// lead returns where a text begins after blanks.
func lead(s string) int { return len(s) - len(strings.TrimLeft(s, " ")) }

func digits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// within reports whether the character before and that after a place are
// letters or digits: "_" means nothing there.
func within(s string, i int) bool {
	return i > 0 && i+1 < len(s) && alphanumeric(s[i-1]) && alphanumeric(s[i+1])
}

// entity reports whether what follows an ampersand may make it an entity.
func entity(s string) bool {
	return s != "" && (s[0] == '#' || alphanumeric(s[0]))
}

// code writes a code span. In a table a bar would end the cell, whatever
// stands around it: such a name is written as plain words.
func code(s string, table bool) string {
	if table && strings.ContainsAny(s, "|\\") || strings.TrimSpace(s) == "" {
		return escape(s, false, table)
	}
	fence := strings.Repeat("`", 1+longestRun(s, '`'))
	if s[0] == '`' || s[len(s)-1] == '`' || s[0] == ' ' && s[len(s)-1] == ' ' {
		s = " " + s + " "
	}
	return fence + s + fence
}

// longestRun returns how many of a character stand in a row at most.
func longestRun(s string, c byte) int {
	most, n := 0, 0
	for i := range len(s) {
		if s[i] != c {
			n = 0
			continue
		}
		n++
		most = max(most, n)
	}
	return most
}
