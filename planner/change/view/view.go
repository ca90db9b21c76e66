// Package view writes what changes between two designs: as text for people, as
// Markdown for a comment on a pull request, and as JSON for machines. What
// comes of the change stands first, then the changes themselves.
package view

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/erplan/erplan/planner/change"
	"github.com/erplan/erplan/planner/compare"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/source"
)

// A Report is a difference and what it does.
type Report struct {
	From, To *compare.Candidate
	Diff     *change.Diff
	Impact   *change.Impact
}

// A Tool names the program and the catalogue that it used.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Catalog string `json:"catalog"` // edition
}

// width is how many columns a text has.
const width = 100

// A section is a title and its lines.
type section struct {
	title string
	lines []string
}

// Text writes a report for people.
func Text(w io.Writer, r Report, color bool) error {
	b := bufio.NewWriter(w)
	bold := func(s string) string {
		if color {
			return "\x1b[1m" + s + "\x1b[0m"
		}
		return s
	}
	for _, l := range wrap(headline(r), width, 0) {
		fmt.Fprintln(b, bold(l))
	}
	fmt.Fprintln(b)
	for _, s := range summary(r) {
		for _, l := range wrap(s, width-2, 0) {
			fmt.Fprintln(b, "  "+l)
		}
	}
	for _, s := range sections(r, signs) {
		fmt.Fprintf(b, "\n%s\n", bold(s.title))
		for _, line := range s.lines {
			for _, l := range wrap(line, width-2, 4) {
				fmt.Fprintln(b, "  "+l)
			}
		}
	}
	return b.Flush()
}

// Markdown writes a report as a comment on a pull request.
func Markdown(w io.Writer, r Report) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "### %s\n\n", markdown(headline(r)))
	for _, s := range summary(r) {
		fmt.Fprintf(b, "%s\n\n", markdown(s))
	}
	for _, s := range sections(r, words) {
		fmt.Fprintf(b, "**%s**\n\n", markdown(s.title))
		for _, line := range s.lines {
			fmt.Fprintf(b, "- %s\n", markdown(line))
		}
		fmt.Fprintln(b)
	}
	return b.Flush()
}

func headline(r Report) string {
	text := fmt.Sprintf("from %s to %s", source.Clean(r.From.Name), source.Clean(r.To.Name))
	if title := r.To.Title; title != "" && title == r.From.Title {
		return source.Clean(title) + ": " + text
	}
	return "F" + text[1:]
}

// summary says in a few sentences what changes and what comes of it.
func summary(r Report) []string {
	var counts []string
	for _, k := range []change.Kind{change.Added, change.Removed, change.Changed, change.Renamed} {
		if n := r.Diff.Count(k); n > 0 {
			counts = append(counts, fmt.Sprintf("%d %s", n, k))
		}
	}
	text := "Nothing differs."
	if counts != nil {
		text = "Tables: " + strings.Join(counts, ", ") + "."
	}
	return []string{text, impactWords(r)}
}

// impactWords says in one sentence what comes of a change.
func impactWords(r Report) string {
	i := r.Impact
	if i.Empty() {
		return "Impact: none. Every flow, failure, figure, requirement and finding is as it was."
	}
	var out []string
	count := func(n int, one, many string) {
		if n == 1 {
			out = append(out, "1 "+one)
		} else if n > 1 {
			out = append(out, fmt.Sprintf("%d %s", n, many))
		}
	}
	count(len(i.Shift.Survived)+len(i.Shift.Gone), "failure is survivable now", "failures are survivable now")
	count(len(i.Shift.Fatal)+len(i.Shift.New), "failure is fatal now", "failures are fatal now")
	better, worse := 0, 0
	for _, c := range i.Criteria {
		switch {
		case c.Known && c.Order < 0:
			better++
		case c.Known:
			worse++
		}
	}
	count(better, "measure is better", "measures are better")
	count(worse, "measure is worse", "measures are worse")
	met, lost := 0, 0
	for _, x := range i.Intents {
		switch {
		case x.After != nil && x.After.Verdict == outcome.Met:
			met++
		case x.Before != nil && x.Before.Verdict == outcome.Met:
			lost++
		}
	}
	count(met, "requirement is met now", "requirements are met now")
	count(lost, "requirement is met no more", "requirements are met no more")
	count(len(i.Findings), "finding is new", "findings are new")
	count(len(i.Reworded), "finding says something else", "findings say something else")
	count(len(i.Solved), "finding is solved", "findings are solved")
	if out == nil {
		return "Impact: small, see below."
	}
	return "Impact: " + strings.Join(out, ", ") + "."
}

// wrap breaks a text into lines; all but the first are indented.
func wrap(text string, most, indent int) []string {
	var out []string
	line := ""
	for _, word := range strings.Fields(text) {
		for utf8.RuneCountInString(word) > most-indent {
			runes := []rune(word)
			if line != "" {
				out = append(out, line)
			}
			out = append(out, strings.Repeat(" ", indent)+string(runes[:most-indent]))
			word, line = string(runes[most-indent:]), ""
		}
		switch {
		case line == "" && len(out) > 0:
			line = strings.Repeat(" ", indent) + word
		case line == "":
			line = word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > most:
			out = append(out, line)
			line = strings.Repeat(" ", indent) + word
		default:
			line += " " + word
		}
	}
	return append(out, line)
}

// markdown makes a text of a design harmless in Markdown.
func markdown(s string) string { return source.Markdown(s) }
