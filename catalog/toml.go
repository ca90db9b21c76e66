package catalog

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// TOML renders the overlay as a design fragment: a file with schema = 1 and
// one table [catalog_overrides.TABLE."KEY"] for each override, which a design
// can extend. The lines of comment stand at its head. Tables come in the
// order of the overlay, columns by name after the reason and the source; the
// same overlay gives the same bytes.
func (o Overlay) TOML(comment ...string) string {
	var b strings.Builder
	b.WriteString("schema = 1\n")
	for _, line := range comment {
		for part := range strings.Lines(line) {
			b.WriteString(strings.TrimRight("# "+tomlComment(part), " ") + "\n")
		}
	}
	for _, v := range o {
		fmt.Fprintf(&b, "\n[catalog_overrides.%s.%s]\n", tomlKey(v.Table), tomlString(v.Key))
		fmt.Fprintf(&b, "reason = %s\n", tomlString(v.Reason))
		fmt.Fprintf(&b, "source = %s\n", tomlString(v.Source))
		for _, column := range slices.Sorted(maps.Keys(v.Set)) {
			fmt.Fprintf(&b, "%s = %s\n", tomlKey(column), tomlValue(v.Set[column]))
		}
	}
	return b.String()
}

// tomlComment takes out of a comment what TOML forbids there.
func tomlComment(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
}

// tomlKey writes a key bare where it can be.
func tomlKey(key string) string {
	const bare = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
	if key != "" && strings.Trim(key, bare) == "" {
		return key
	}
	return tomlString(key)
}

func tomlValue(value any) string {
	switch v := value.(type) {
	case string:
		return tomlString(v)
	case bool, int, int64:
		return fmt.Sprint(v)
	case float64:
		return tomlFloat(v)
	}
	items, ok := itemsOf(value)
	if !ok {
		return tomlString(fmt.Sprint(value))
	}
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i] = tomlValue(item)
	}
	return "[" + strings.Join(texts, ", ") + "]"
}

// tomlFloat writes a number so that it reads as one with a fraction.
func tomlFloat(x float64) string {
	text := strconv.FormatFloat(x, 'f', -1, 64)
	if !strings.Contains(text, ".") && strings.Trim(text, "-0123456789") == "" {
		text += ".0"
	}
	return text
}

// tomlString writes a basic string.
func tomlString(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range strings.ToValidUTF8(text, "\uFFFD") {
		switch {
		case r == '"', r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < ' ', r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
