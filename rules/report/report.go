// Package report writes findings: as text and Markdown for people, and in the
// formats that code scanning and continuous integration servers read. Every format is a pure function of a [Report]; none decides
// anything, and none writes a time of day.
package report

import (
	"io"
	"slices"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

// A Report is what one run of check found.
type Report struct {
	Tool    Tool
	Designs []Design
	Book    []*rules.Rule // all rules, for formats that describe them
}

// A Tool names the program and the catalogue that it used.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Catalog string `json:"catalog"` // edition
}

// A Design is one design, or one option of it, and what was found.
type Design struct {
	File   string // as given, or "-"
	Option string // "" for the base
	Name   string // as the design calls itself
	Bare   bool   // it has nothing to check: see planner.Design.Bare
	rules.Result
}

// Count returns the number of findings of a severity over all designs.
func (r *Report) Count(s diag.Severity) int {
	n := 0
	for i := range r.Designs {
		n += r.Designs[i].Count(s)
	}
	return n
}

// Options are what a caller may choose.
type Options struct {
	Color    bool // text: with ANSI colours
	Unknowns bool // text: list what could not be assessed
}

// A Format writes a report in one way.
type Format struct {
	Name  string
	About string
	Write func(io.Writer, *Report, Options) error
}

// Formats lists the formats, the default first.
var Formats = []Format{
	{"text", "for people: each finding with its line, a caret, and how to mend it", Text},
	{"json", "for machines: stable fields, see the documentation", JSON},
	{"sarif", "SARIF 2.1.0, for code scanning", SARIF},
	{"junit", "JUnit XML, a failed case for each finding", JUnit},
	{"checkstyle", "Checkstyle XML", Checkstyle},
	{"codeclimate", "GitLab's code quality report", CodeClimate},
	{"github", "workflow commands of GitHub Actions, shown beside the lines", GitHub},
	{"azure", "logging commands of Azure Pipelines", Azure},
	{"markdown", "a comment on a pull request", Markdown},
}

// Names returns the names of the formats.
func Names() []string {
	names := make([]string, len(Formats))
	for i, f := range Formats {
		names[i] = f.Name
	}
	return names
}

// ByName returns the format of a name.
func ByName(name string) (Format, bool) {
	i := slices.IndexFunc(Formats, func(f Format) bool { return f.Name == name })
	if i < 0 {
		return Format{}, false
	}
	return Formats[i], true
}
