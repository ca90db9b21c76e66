// Package view writes analyses as text for people and as JSON for machines.
// Everything that it writes is a function of the analysis; it computes nothing
// beyond what is asked for, and writes no time of day.
//
// [Summary] is for ten seconds: of each flow, how it goes, what it survives,
// what it does not, and what becomes of it in the worst case; then the matrix
// of flows and failures. [Scenario] shows one failure, with the ways before
// and after and what decided. [JSON] holds both.
//
// Outcomes have a sign as well as a colour: ✓ kept, → moved, ! degraded,
// ✗ lost, ∅ unreachable.
package view

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/erplan/erplan/planner/outcome"
)

// A Header says what was analysed, and by what.
type Header struct {
	Tool   Tool
	File   string // as given, or "-"
	Option string // "" for the design itself
	Name   string // what the design calls itself, or ""
}

// A Tool names the program and the catalogue that it used.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Catalog string `json:"catalog"` // edition
}

// Options tune a text.
type Options struct {
	Color bool
	Pairs bool // with all pairs of failures, and failures during maintenance
}

// width is how many columns a text has.
const width = 100

// ANSI codes.
const (
	bold   = "1"
	red    = "1;31"
	yellow = "1;33"
	green  = "32"
	cyan   = "36"
	faint  = "2"
)

var (
	signs  = [...]string{"✓", "→", "!", "✗", "∅"}
	colors = [...]string{green, cyan, yellow, red, red}
)

// A printer writes the text of one analysis.
type printer struct {
	w     *bufio.Writer
	a     *outcome.Analysis
	color bool
}

func newPrinter(w io.Writer, a *outcome.Analysis, o Options) *printer {
	return &printer{w: bufio.NewWriter(w), a: a, color: o.Color}
}

// row writes a line without the blanks at its end.
func (p *printer) row(line string) { p.printf("%s\n", strings.TrimRight(line, " ")) }

func (p *printer) printf(format string, args ...any) { fmt.Fprintf(p.w, format, args...) }

func (p *printer) paint(code, s string) string {
	if !p.color || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

// mark returns an outcome with its sign.
func (p *printer) mark(o outcome.Outcome) string {
	return p.paint(colors[o], signs[o]+" "+o.String())
}

func (p *printer) sign(o outcome.Outcome) string { return p.paint(colors[o], signs[o]) }

// heading writes the title of a section.
func (p *printer) heading(format string, args ...any) {
	p.printf("\n%s\n", p.paint(bold, fmt.Sprintf(format, args...)))
}

// title writes what was analysed.
func (p *printer) title(h Header) {
	name := h.File
	if h.Option != "" {
		name += ", option " + h.Option
	}
	if h.Name != "" {
		name = h.Name + " (" + name + ")"
	}
	p.printf("%s\n", p.paint(bold, name))
}

// item writes a labelled line; what does not fit goes on below.
func (p *printer) item(label, text string) {
	const indent = 14
	lines := wrap(text, width-indent)
	for i, line := range lines {
		if i > 0 {
			label = ""
		}
		p.printf("  %-*s%s\n", indent-2, label, line)
	}
}

// fixed stands for a blank at which a line is not broken.
const fixed = "\x00"

// unbreak keeps words together that hold blanks.
func unbreak(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = strings.ReplaceAll(w, " ", fixed)
	}
	return out
}

// wrap breaks a text into lines between words. Colours are no part of it.
func wrap(text string, most int) []string {
	out := broken(text, most)
	for i := range out {
		out[i] = strings.ReplaceAll(out[i], fixed, " ")
	}
	return out
}

func broken(text string, most int) []string {
	var out []string
	line := ""
	for _, word := range strings.Fields(text) {
		switch {
		case line == "":
			line = word
		case cells(line)+1+cells(word) > most:
			out = append(out, line)
			line = word
		default:
			line += " " + word
		}
	}
	return append(out, line)
}

// cells returns how many columns a text takes, without its colours.
func cells(s string) int {
	n := 0
	for {
		start := strings.Index(s, "\x1b[")
		if start < 0 {
			return n + utf8.RuneCountInString(s)
		}
		n += utf8.RuneCountInString(s[:start])
		end := strings.IndexByte(s[start:], 'm')
		if end < 0 {
			return n
		}
		s = s[start+end+1:]
	}
}

// pad fills a text with spaces to a number of columns.
func pad(s string, to int) string {
	if n := to - cells(s); n > 0 {
		return s + strings.Repeat(" ", n)
	}
	return s
}
