package ingest

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// quote writes a text as TOML does.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == utf8.RuneError || unicode.IsControl(r) || !unicode.IsPrint(r):
			fmt.Fprintf(&b, "\\u%04X", min(r, 0xFFFD))
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// list writes a list of values that are already TOML: on one line while it is
// short.
func list(items []string) string {
	one := "[" + strings.Join(items, ", ") + "]"
	if len(one) <= 90 {
		return one
	}
	return "[\n  " + strings.Join(items, ",\n  ") + ",\n]"
}

var bare = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// key writes a key of TOML.
func key(s string) string {
	if bare.MatchString(s) {
		return s
	}
	return quote(s)
}

// write writes tables as a person would: keys of a table aligned, an empty
// line before each table that is not part of the one above.
func write(b *strings.Builder, tables []*table) {
	for _, t := range tables {
		if t.path != "" {
			b.WriteByte('\n')
		}
		for _, c := range t.above {
			comment(b, c)
		}
		if t.path != "" {
			fmt.Fprintf(b, "[%s]\n", t.path)
		}
		t.arrange()
		for class, width := range t.widths() {
			for _, r := range t.rows {
				if r.class() == class {
					r.write(b, width)
				}
			}
		}
	}
}

// class orders the lines of a table: what is stated, what is to be filled in,
// and remarks.
func (r row) class() int {
	switch {
	case r.key == "":
		return 2
	case r.off:
		return 1
	}
	return 0
}

// widths are those of the longest key of each class.
func (t *table) widths() (out [3]int) {
	for _, r := range t.rows {
		c := r.class()
		out[c] = max(out[c], len(r.key))
	}
	return out
}

// arrange puts the keys that say what a thing is before those that say where
// it is kept in Azure.
func (t *table) arrange() {
	slices.SortStableFunc(t.rows, func(a, b row) int { return cmp.Compare(keeping(a), keeping(b)) })
}

func keeping(r row) int {
	switch r.key {
	case "location", "provisioning_state":
		return 1
	case "subscription", "resource_group", "tags":
		return 2
	}
	return 0
}

func (r row) write(b *strings.Builder, width int) {
	if r.key == "" {
		comment(b, r.comment)
		return
	}
	if r.off {
		b.WriteString("# ")
	}
	fmt.Fprintf(b, "%-*s = %s", width, r.key, r.value)
	if r.comment != "" {
		b.WriteString(" # " + Printable(r.comment))
	}
	b.WriteByte('\n')
}

// comment writes a comment in lines of at most 100 columns, where it has
// spaces.
func comment(b *strings.Builder, text string) {
	line := "#"
	for _, word := range strings.Fields(Printable(text)) {
		if len(line) > 1 && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > 100 {
			b.WriteString(line + "\n")
			line = "#  "
		}
		line += " " + word
	}
	b.WriteString(line + "\n")
}

// Printable replaces what would break the line or act on a terminal.
func Printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r != ' ' && (r == utf8.RuneError || unicode.IsControl(r) || !unicode.IsPrint(r)) {
			return '?'
		}
		return r
	}, s)
}
