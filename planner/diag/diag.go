// Package diag says what a finding is. A [Diagnostic] is a plain value: a rule
// id, a severity, a message, how to mend it, and the place in the design. It
// is made by the loader and by rules, and read by every report.
package diag

import (
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/source"
)

// A Severity says how bad a finding is.
type Severity uint8

// The severities, mildest first. Off is only used in settings.
const (
	Off Severity = iota
	Advice
	Warning
	Error
)

// String returns the word of the severity: off, advice, warning or error.
func (s Severity) String() string {
	return [...]string{"off", "advice", "warning", "error"}[s]
}

// ParseSeverity returns the severity of a word.
func ParseSeverity(word string) (Severity, bool) {
	for s := Off; s <= Error; s++ {
		if word == s.String() {
			return s, true
		}
	}
	return Off, false
}

// A Related is another place that a finding is about.
type Related struct {
	Place   source.Place
	Message string
}

// A Diagnostic is one finding.
type Diagnostic struct {
	Rule     string // family/name
	Code     string // the reference number of the rule book, such as BFD-002
	Severity Severity
	Message  string // what is wrong, the value, and what was expected
	Fix      string // how to mend it
	Place    source.Place
	Related  []Related
	Doubt    string // why a fact that the finding rests on is doubtful
	Inferred bool   // the rule is an inference that Microsoft does not state

	Unknown  bool   // not a finding: the design does not state what the rule needs
	Excepted string // the reason of the exception that accepts it, else empty
	Known    bool   // a baseline has it

	Edits []Edit // what mends it in the file of its place; none where nothing is known to
	Safe  bool   // the edits do not change what the design means
}

// Counts reports whether a diagnostic is a finding that nothing sets aside: no
// exception accepts it, and no baseline has it.
func (d *Diagnostic) Counts() bool { return !d.Unknown && d.Excepted == "" && !d.Known }

// Sort orders diagnostics by place, then rule, then message.
func Sort(ds []Diagnostic) {
	slices.SortStableFunc(ds, func(a, b Diagnostic) int {
		if c := a.Place.Compare(b.Place); c != 0 {
			return c
		}
		if c := strings.Compare(a.Rule, b.Rule); c != 0 {
			return c
		}
		return strings.Compare(a.Message, b.Message)
	})
}

// HasErrors reports whether any of the diagnostics is an error that counts.
func HasErrors(ds []Diagnostic) bool {
	return slices.ContainsFunc(ds, func(d Diagnostic) bool {
		return d.Severity == Error && d.Counts()
	})
}
