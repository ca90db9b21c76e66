// Package view writes comparisons: as text for people, as Markdown for a page
// or a pull request, and as JSON for machines. Everything that it writes is a
// function of the comparison; it computes nothing and writes no time of day.
//
// The verdict comes first, then the table, then what the table rests on.
package view

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/erplan/erplan/planner/compare"
	"github.com/erplan/erplan/planner/outcome/view"
	"github.com/erplan/erplan/planner/source"
)

// A Tool names the program and the catalogue that it used.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Catalog string `json:"catalog"` // edition
}

// A Header says what was compared, and by what.
type Header struct {
	Tool Tool
	Path string // of one file whose options are compared, as a command takes it; "" for several files
}

// Options tune a text.
type Options struct {
	Color bool
}

// width is how many columns a text has.
const width = 100

// ANSI codes.
const (
	bold  = "1"
	red   = "1;31"
	green = "32"
	faint = "2"
)

// A printer writes the text of one comparison.
type printer struct {
	w     *bufio.Writer
	x     *compare.Comparison
	color bool
}

func newPrinter(w io.Writer, x *compare.Comparison, o Options) *printer {
	return &printer{bufio.NewWriter(w), x, o.Color}
}

func (p *printer) paint(code, s string) string {
	if !p.color || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

// row writes a line without the blanks at its end.
func (p *printer) row(line string) { fmt.Fprintln(p.w, strings.TrimRight(line, " ")) }

// heading writes the title of a section.
func (p *printer) heading(format string, args ...any) {
	p.row("")
	p.row(p.paint(bold, fmt.Sprintf(format, args...)))
}

// item writes a text behind a label; what does not fit goes on below.
func (p *printer) item(label string, indent int, text string) {
	for i, line := range wrap(text, width-indent) {
		if i > 0 {
			label = ""
		}
		p.row("  " + pad(label, indent-2) + line)
	}
}

// wrap breaks a text into lines between words; a word that is too long for a
// line is broken. Colours are no part of it.
func wrap(text string, most int) []string {
	var out []string
	line := ""
	for _, word := range strings.Fields(text) {
		for cells(word) > most {
			runes := []rune(word)
			if line != "" {
				out = append(out, line)
				line = ""
			}
			out = append(out, string(runes[:most]))
			word = string(runes[most:])
		}
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
func cells(s string) int { return view.Cells(s) }

// pad fills a text with spaces to a number of columns.
func pad(s string, to int) string { return view.Pad(s, to) }

// short writes a name in at most some columns.
func short(name string, most int) string {
	runes := []rune(source.Clean(name))
	if len(runes) <= most {
		return string(runes)
	}
	return string(runes[:most-1]) + "…"
}

// and lists words as a sentence does.
func and(words []string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return strings.Join(words, "")
}

// some lists the first few words and says how many more there are.
func some(words []string, most int) string {
	if len(words) > most+1 {
		return strings.Join(words[:most], ", ") + fmt.Sprintf(" and %d more", len(words)-most)
	}
	return and(words)
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// plain makes a sentence harmless to show: its control characters go.
func plain(s string) string {
	return strings.Map(func(c rune) rune {
		if _, bad := source.Control(string(c)); bad || c == '\n' || c == '\t' {
			return '·'
		}
		return c
	}, s)
}
