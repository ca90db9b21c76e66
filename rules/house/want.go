package house

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// A Mismatch is a finding that a fixture does not expect, or one that it
// expects and that does not come.
type Mismatch struct {
	Line    int
	Message string
}

const quoted = "(?:\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`)"

var (
	wantForm   = regexp.MustCompile(`\b(want|unknown)(?::(error|warning|advice))?((?: +` + quoted + `)+)`)
	quotedForm = regexp.MustCompile(quoted)
)

// A want is what a comment of a fixture expects on its line:
//
//	bandwidth = "500 Mbps" # want "500 Mbps; 1 Gbps is the least"
//	bandwidth = "500 Mbps" # want:error "…"
//	[circuits.b]           # unknown "bandwidth"
type want struct {
	line     int
	unknown  bool
	severity string
	text     *regexp.Regexp
}

// Compare holds what rules found to the comments of a fixture.
func Compare(f *source.File, found *rules.Result) []Mismatch {
	wants, out := wantsOf(f)
	wants, more := compare(wants, found.Findings, false)
	out = append(out, more...)
	wants, more = compare(wants, found.Unknown, true)
	out = append(out, more...)
	for _, w := range wants {
		out = append(out, Mismatch{w.line, fmt.Sprintf("nothing matches %q", w.text)})
	}
	slices.SortStableFunc(out, func(a, b Mismatch) int { return a.Line - b.Line })
	return out
}

func wantsOf(f *source.File) (wants []want, wrong []Mismatch) {
	for _, c := range f.Comments {
		line := f.Pos(c.Start).Line
		for _, m := range wantForm.FindAllStringSubmatch(f.Text[c.Start:c.End], -1) {
			for _, q := range quotedForm.FindAllString(m[3], -1) {
				re, err := regexp.Compile(strings.ReplaceAll(q[1:len(q)-1], `\"`, `"`))
				if err != nil {
					wrong = append(wrong, Mismatch{line, err.Error()})
					continue
				}
				wants = append(wants, want{line, m[1] == "unknown", m[2], re})
			}
		}
	}
	return wants, wrong
}

// compare takes the wants away that are met, and returns what is not wanted.
func compare(wants []want, found []diag.Diagnostic, unknown bool) ([]want, []Mismatch) {
	var out []Mismatch
	for i := range found {
		d := &found[i]
		line := d.Place.Start().Line
		met := slices.IndexFunc(wants, func(w want) bool {
			return w.line == line && w.unknown == unknown && w.text.MatchString(d.Message) && (w.severity == "" || w.severity == d.Severity.String())
		})
		if met < 0 {
			kind := d.Severity.String()
			if unknown {
				kind = "unknown"
			}
			out = append(out, Mismatch{line, fmt.Sprintf("not wanted: %s: %s [%s]", kind, d.Message, d.Rule)})
			continue
		}
		wants = slices.Delete(wants, met, met+1)
	}
	return wants, out
}
