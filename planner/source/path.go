package source

import (
	"fmt"
	"strconv"
	"strings"
)

// Join adds a key to a path, in quotes where TOML asks for them. A path is
// made to be shown: a key is shortened where it is very long, masked where it
// has the form of a secret, and what does not print is escaped.
func Join(path, key string) string {
	if !bare(key) {
		key = quoteKey(key)
	} else if len(key) > 2*longest || SecretValue(key) {
		key = Clean(key)
	}
	if path == "" {
		return key
	}
	return path + "." + key
}

// Index adds an array element to a path.
func Index(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// SplitPath cuts a path into its keys; a key in quotes may hold dots. It is
// the reverse of [Join], and not ok where a quote or a key is missing.
func SplitPath(path string) (keys []string, ok bool) {
	for {
		key, rest := path, ""
		if path != "" && (path[0] == '"' || path[0] == '\'') {
			n := closing(path[1:], path[:1])
			if n < 0 {
				return nil, false
			}
			key, rest = unquote(path[:n+1]), path[n+1:]
			if rest != "" && rest[0] != '.' {
				return nil, false
			}
		} else if i := strings.IndexByte(path, '.'); i >= 0 {
			key, rest = path[:i], path[i:]
		}
		if key == "" {
			return nil, false
		}
		keys = append(keys, key)
		if rest == "" {
			return keys, true
		}
		path = rest[1:]
	}
}

// bare reports whether a key needs no quotes.
func bare(key string) bool {
	for i := range len(key) {
		if !bareByte(key[i]) {
			return false
		}
	}
	return key != ""
}

// quoteKey puts a key in quotes as TOML does.
func quoteKey(key string) string {
	if len(key) > 8*longest {
		key = key[:8*longest]
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range shorten(Mask(key)) {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\t' || r == '\n' || unsafe(r) || !strconv.IsPrint(r):
			escaped := `\u%04x`
			if r > 0xffff {
				escaped = `\U%08x`
			}
			fmt.Fprintf(&b, escaped, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
