package rules

import (
	"strings"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
)

// fold makes one finding of those that a rule has about tables which share a
// value of [defaults]: one line is at fault. Findings that say more than the
// name of the table differently stay apart, and so do those of which only some
// are accepted.
func fold(findings []diag.Diagnostic) []diag.Diagnostic {
	type line struct {
		rule string
		file *source.File
		span source.Span
	}
	times := map[line]int{}
	at := func(f *diag.Diagnostic) line { return line{f.Rule, f.Place.File, f.Place.Span} }
	for i := range findings {
		times[at(&findings[i])]++
	}
	type words struct {
		line
		severity diag.Severity
		excepted string
		text     string
	}
	first := map[words]int{}
	more := map[int][]string{}
	var out []diag.Diagnostic
	for i := range findings {
		f := &findings[i]
		if times[at(f)] > 1 && f.Place.File != nil {
			key := words{at(f), f.Severity, f.Excepted, nameless(f.Message+"\x00"+f.Fix, f.Place.Path)}
			if k, ok := first[key]; ok && out[k].Place.Path != f.Place.Path {
				more[k] = append(more[k], tableOf(f.Place.Path))
				continue
			}
			first[key] = len(out)
		}
		out = append(out, *f)
	}
	for k, tables := range more {
		out[k].Message += "; the same goes for " + Some(tables)
	}
	return out
}

// tableOf returns the path of the table that a path is in.
func tableOf(path string) string {
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		return path[:i]
	}
	return path
}

// nameless replaces the words of a text that are part of a path.
func nameless(text, path string) string {
	own := strings.Split(path, ".")
	var b strings.Builder
	for len(text) > 0 {
		n := strings.IndexFunc(text, func(r rune) bool { return !ofName(r) })
		switch {
		case n == 0:
			b.WriteByte(text[0])
			text = text[1:]
			continue
		case n < 0:
			n = len(text)
		}
		word := text[:n]
		for _, s := range own {
			if s == word {
				word = "\x00"
			}
		}
		b.WriteString(word)
		text = text[n:]
	}
	return b.String()
}

func ofName(r rune) bool {
	return r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}
