package source

import (
	"strconv"
	"strings"
)

// unquote returns what a quoted key means. What is not valid is taken as it
// stands.
func unquote(raw string) string {
	if len(raw) < 2 || raw[len(raw)-1] != raw[0] {
		return raw
	}
	text := raw[1 : len(raw)-1]
	if raw[0] == '\'' || strings.IndexByte(text, '\\') < 0 {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); {
		if text[i] != '\\' || i+1 == len(text) {
			b.WriteByte(text[i])
			i++
			continue
		}
		r, n := escape(text[i+1:])
		b.WriteRune(r)
		i += 1 + n
	}
	return b.String()
}

// escape returns the character that the letters after a backslash mean, and
// how many they are.
func escape(s string) (rune, int) {
	const letters, means = `btnfre"\`, "\b\t\n\f\r\x1b\"\\"
	if i := strings.IndexByte(letters, s[0]); i >= 0 {
		return rune(means[i]), 1
	}
	size := len(s)
	switch s[0] {
	case 'x':
		size = 2
	case 'u':
		size = 4
	case 'U':
		size = 8
	}
	if len(s) <= size {
		return rune(s[0]), 1
	}
	code, err := strconv.ParseUint(s[1:1+size], 16, 32)
	if err != nil {
		return rune(s[0]), 1
	}
	return rune(code), 1 + size
}
