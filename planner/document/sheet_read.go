package document

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// A TestSheet is what testers wrote in a test sheet.
type TestSheet struct {
	overlay *source.File   // the tests that were done, in the language of designs
	open    []source.Entry // the tests that were not
	tests   int            // of the sheet
}

// ReadSheet reads a test sheet. Tests without date, seconds and observed are
// yet to come; flows without a word were not watched.
func ReadSheet(name, text string) (*TestSheet, error) {
	f, err := parseSheet(name, text)
	if err != nil {
		return nil, err
	}
	out := &TestSheet{overlay: f}
	tests := f.Root.Lookup("tests")
	if tests == nil {
		return out, nil
	}
	for _, e := range tests.Entries() {
		out.tests++
		if !done(e.Value) {
			out.open = append(out.open, e)
		}
	}
	tests = tests.Without(func(name string) bool { return !done(tests.Lookup(name)) }).Clone()
	for _, e := range tests.Entries() {
		if seen := e.Value.Lookup("observed"); seen != nil && seen.Kind == source.Table {
			t := e.Value.Clone()
			t.Set("observed", seen.Without(func(flow string) bool { return seen.Lookup(flow).Data == "" }))
			tests.Set(e.Name, t)
		}
	}
	f.Root = f.Root.Clone()
	f.Root.Set("tests", tests)
	return out, nil
}

// done reports whether a table of a sheet was filled in; what is no table is
// left for the language to refuse.
func done(t *source.Value) bool {
	if t.Kind != source.Table {
		return true
	}
	for _, key := range []string{"date", "seconds", "observed"} {
		if t.Lookup(key) != nil {
			return true
		}
	}
	return false
}

// Lay draws the design of an option with what the sheet says of its tests. The
// diagnostics tell, besides those of the design, which tests of the sheet were
// not done, and which flows it watched that the design has no more; what was
// seen of these is left out. Without a sheet (nil) it is the design itself.
func (s *TestSheet) Lay(draft *planner.Draft, option string) (*planner.Design, []diag.Diagnostic) {
	if s == nil {
		return draft.Design(option)
	}
	d, diags := draft.With(option, s.overlay)
	if d == nil {
		if bare, gone := s.without(diags); gone != nil {
			if d, diags = draft.With(option, bare); d != nil {
				diags = append(slices.Clone(diags), gone...)
			}
		}
	}
	if d == nil || len(s.open) == 0 {
		return d, diags
	}
	return d, append(slices.Clone(diags), s.notDone())
}

// without returns the sheet without the flows that the design does not have,
// and findings about them; none where something else is wrong with it.
func (s *TestSheet) without(diags []diag.Diagnostic) (*source.File, []diag.Diagnostic) {
	gone := map[string]bool{}
	var out []diag.Diagnostic
	for _, f := range diags {
		switch {
		case f.Severity < diag.Error:
		case f.Rule == "link/unknown-reference" && f.Place.File == s.overlay && strings.HasPrefix(f.Place.Path, "tests."):
			f.Severity = diag.Warning
			f.Message += ", and what the test saw of it is left out"
			gone[f.Place.Path] = true
			out = append(out, f)
		default:
			return nil, nil
		}
	}
	bare := &source.File{Name: s.overlay.Name, Text: s.overlay.Text, Root: s.overlay.Root.Clone()}
	tests := bare.Root.Lookup("tests").Clone()
	for _, e := range tests.Entries() {
		seen := e.Value.Lookup("observed")
		if seen == nil || seen.Kind != source.Table {
			continue
		}
		t := e.Value.Clone()
		t.Set("observed", seen.Without(func(flow string) bool {
			return gone[source.Join("tests."+e.Name+".observed", flow)]
		}))
		tests.Set(e.Name, t)
	}
	bare.Root.Set("tests", tests)
	return bare, out
}

// notDone is the finding about the tests of the sheet that were not done, at
// the first of them.
func (s *TestSheet) notDone() diag.Diagnostic {
	names := make([]string, len(s.open))
	for i, e := range s.open {
		names[i] = source.Clean(e.Name)
	}
	what := fmt.Sprintf("%d of %s of the sheet are", len(names), rules.Count(s.tests, "test"))
	if len(names) == 1 {
		what = fmt.Sprintf("1 of %s of the sheet is", rules.Count(s.tests, "test"))
	}
	list := rules.And(names)
	if len(names) > 3 {
		list = fmt.Sprintf("%s and %d more", strings.Join(names[:3], ", "), len(names)-3)
	}
	first := s.open[0]
	return diag.Diagnostic{
		Rule: rules.TestNotDone.ID, Severity: rules.TestNotDone.Severity, Place: first.Value.Place(source.Join("tests", first.Name)),
		Message: what + " not done yet: " + list, Fix: rules.TestNotDone.Fix,
	}
}
