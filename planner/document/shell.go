package document

import (
	"strings"
)

// Up to so many characters of one word of a command stand in the runbook.
const longestWord = 200

// quoteWord writes a text as one word of a POSIX shell. Nothing in it is
// expanded, and it stays on its line.
func quoteWord(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == '\u2028' || r == '\u2029' {
			return '-'
		}
		return r
	}, free(s))
	if r := []rune(s); len(r) > longestWord {
		s = string(r[:longestWord])
	}
	if s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:@%+=,-") == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// az writes a command of the Azure CLI: what it does, then options, each a
// name and its values. An option without values is a switch; use [opt] to
// leave one out where the design says nothing.
func az(what string, options ...[]string) string {
	var b strings.Builder
	b.WriteString("az " + what)
	for _, o := range options {
		if len(o) == 0 {
			continue
		}
		b.WriteString(" \\\n  --" + o[0])
		for _, v := range o[1:] {
			b.WriteString(" " + quoteWord(v))
		}
	}
	return b.String()
}

// opt is an option with its values; none where all of them are empty, as what
// the design does not state is left to Azure's default.
func opt(name string, values ...string) []string {
	if strings.Join(values, "") == "" {
		return nil
	}
	return append([]string{name}, values...)
}

// set is a switch that is there or not.
func set(name string, on bool) []string {
	if on {
		return []string{name}
	}
	return nil
}
