package source

import (
	"sort"
	"strings"
)

// Mask replaces by dots what may be a secret in a text of a design: what
// follows a key that names one, and what has the form of a key. Lengths in
// code points are kept, so columns stay right.
func Mask(text string) string { return cover(text, 0, secretSpans(text)) }

// cover replaces the hidden spans of a text that starts at an offset by dots.
// White space, quotes and "=" stay, so that it still looks like TOML.
func cover(text string, start int, hidden []Span) string {
	hidden = hidden[sort.Search(len(hidden), func(i int) bool { return hidden[i].End > start }):]
	if len(hidden) == 0 || hidden[0].Start >= start+len(text) {
		return text
	}
	var b strings.Builder
	for i, r := range text {
		for len(hidden) > 0 && hidden[0].End <= start+i {
			hidden = hidden[1:]
		}
		if len(hidden) > 0 && hidden[0].Start <= start+i && !strings.ContainsRune(" \t\r\n\"'=", r) {
			r = '•'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// meets reports whether one of the spans, which are in order, has a byte of
// another.
func meets(spans []Span, in Span) bool {
	i := sort.Search(len(spans), func(i int) bool { return spans[i].End > in.Start })
	return i < len(spans) && spans[i].Start < in.End
}

// secretSpans returns what may be a secret in a text, in order. It reads line
// by line and does not need the text to be TOML: a line is also shown when the
// text is broken, and then it is better to hide too much.
func secretSpans(text string) []Span {
	m := masker{text: text}
	for start := 0; start < len(text); {
		end := len(text)
		if n := strings.IndexByte(text[start:], '\n'); n >= 0 {
			end = start + n
		}
		m.line(start, end)
		start = end + 1
	}
	return m.out
}

// A masker walks the lines of a text.
type masker struct {
	text    string
	out     []Span
	section bool   // the header above names a secret, and so every key below it
	quote   string // what ends the long string that is hidden, or ""
	depth   int    // how many brackets of the value that is hidden are open
}

func (m *masker) line(start, end int) {
	line := m.text[start:end]
	hide := 0 // from here on
	switch {
	case m.quote != "":
		if at := closing(line, m.quote); at >= 0 {
			m.quote = ""
			m.follow(line[at:])
		}
	case m.depth > 0:
		m.follow(line)
	default:
		hide = m.find(line)
		m.forms(start, line[:hide])
	}
	if hide < len(line) {
		m.out = append(m.out, Span{start + hide, end})
	}
}

// find returns where on a line what follows the first secret's name begins,
// or the end of the line.
func (m *masker) find(line string) int {
	text := strings.TrimLeft(line, " \t#")
	header := strings.HasPrefix(text, "[")
	if header {
		m.section = false
	}
	first := len(line) - len(strings.TrimLeft(text, "[{ \t"))
	for i := first; i < len(line); {
		name := nameAt(line, i)
		if name.end > i {
			if at := m.after(line, name, header && i == first, keyPlace(line[first:i])); at >= 0 {
				return at
			}
		}
		if name.end == i || line[i] == '"' || line[i] == '\'' {
			i++ // what stands in quotes is looked at too
		} else {
			i = name.end
		}
	}
	return len(line)
}

// after returns where what follows a name is to be hidden from, or -1: what is
// assigned to a name of a secret or to any name below a header that names one,
// and what stands in the place of that where the line is broken.
func (m *masker) after(line string, name dotted, header, key bool) int {
	rest := strings.TrimLeft(line[name.end:], " \t")
	assigned := rest != "" && (rest[0] == '=' || rest[0] == ':')
	if assigned {
		rest = strings.TrimLeft(rest[1:], " \t")
	}
	switch {
	case assigned && name.secret > 0:
		m.follow(rest)
		return name.secret
	case assigned && (m.section || name.md5 && quoted(rest) || name.auth && keyLike(rest)):
		m.follow(rest)
		return name.end
	case name.secret == 0 || !header && !key:
		return -1
	case header:
		m.section = true
		if name.secret == name.end && strings.HasPrefix(rest, "]") {
			return len(line) - len(strings.TrimLeft(rest, "]"))
		}
		return name.secret
	case name.secret < name.end, rest != "" && !strings.ContainsRune(",]}#", rune(rest[0])):
		return name.secret
	}
	return -1
}

// keyPlace reports whether a key may stand after the text before it on a line.
func keyPlace(before string) bool {
	before = strings.TrimRight(before, " \t")
	return before == "" || strings.HasSuffix(before, "{") || strings.HasSuffix(before, ",")
}

// quoted reports whether the value of md5, which is a boolean, is a string and
// so the key itself.
func quoted(value string) bool {
	return value != "" && (value[0] == '"' || value[0] == '\'')
}

// keyLike reports whether the value of authorization, which may be a name, is
// the key itself, or may be it where it goes on below.
func keyLike(value string) bool {
	for i := range max(0, len(value)-35) {
		if value[i+8] == '-' && GUID(value[i:i+36]) {
			return true
		}
	}
	return strings.HasPrefix(value, `"""`) || strings.HasPrefix(value, `'''`)
}

// follow reads on in a value that is hidden, to know whether it goes on in
// the next line.
func (m *masker) follow(value string) {
	for i := 0; i < len(value); {
		switch c := value[i]; c {
		case '#':
			return
		case '[', '{':
			m.depth++
		case ']', '}':
			m.depth = max(0, m.depth-1)
		case '"', '\'':
			quote := value[i : i+1]
			if long := strings.Repeat(quote, 3); strings.HasPrefix(value[i:], long) {
				quote = long
			}
			i += len(quote)
			at := closing(value[i:], quote)
			if at < 0 {
				if len(quote) == 3 {
					m.quote = quote
				}
				return
			}
			i += at
			continue
		}
		i++
	}
}

// closing returns the offset after the quotes that end a string, or -1.
func closing(s, quote string) int {
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && quote[0] == '"' {
			i++
		} else if strings.HasPrefix(s[i:], quote) {
			return i + len(quote)
		}
	}
	return -1
}

// forms hides what has the form of a key.
func (m *masker) forms(start int, line string) {
	for i := 0; i < len(line); {
		end := i
		for end < len(line) && alnum(line[end]) {
			end++
		}
		if n := end - i; n >= 32 && n <= 66 && SecretValue(line[i:end]) {
			m.out = append(m.out, Span{start + i, start + end})
		}
		i = end + 1
	}
}
