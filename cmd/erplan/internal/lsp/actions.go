package lsp

import (
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
	"github.com/erplan/erplan/rules/fix"
)

// The kinds of code actions.
const (
	quickFix = "quickfix"
	fixAll   = "source.fixAll"
)

// actions returns what can be done about a part of a text: fixes of findings
// and of spelling there, accepting a finding, and mending the whole text.
func (s *Server) actions(d *document, from, to int, only []string) []codeAction {
	out := []codeAction{}
	if wants(only, quickFix) {
		out = append(out, s.quickFixes(d, from, to)...)
	}
	if wants(only, fixAll) {
		out = append(out, s.mendAll(d)...)
	}
	return out
}

// wants reports whether an editor asks for a kind: for all, for it, or for the
// kinds above it.
func wants(only []string, kind string) bool {
	return len(only) == 0 || slices.ContainsFunc(only, func(o string) bool { return o == kind || strings.HasPrefix(kind, o+".") })
}

func touches(s source.Span, from, to int) bool { return s.Start <= to && from <= s.End }

func (s *Server) quickFixes(d *document, from, to int) []codeAction {
	if d.file.Root == nil {
		return nil
	}
	var out []codeAction
	values := fix.Values(d.file, s.facts(d))
	for _, f := range values {
		if touches(f.Place.Span, from, to) {
			out = append(out, codeAction{Title: f.Title, Kind: quickFix, Diagnostics: s.about(d, f.Place.Span), IsPreferred: f.Safe, Edit: d.change(f.Edits)})
		}
	}
	for _, found := range d.own() {
		if !touches(found.Place.Span, from, to) {
			continue
		}
		shown := s.diagnostic(d, &found)
		if f, ok := fix.Finding(&found.Diagnostic); ok && !slices.ContainsFunc(values, func(v fix.Fix) bool { return slices.Equal(v.Edits, f.Edits) }) {
			out = append(out, codeAction{Title: f.Title, Kind: quickFix, Diagnostics: []diagnostic{shown}, Edit: d.change(f.Edits)})
		}
		for _, f := range fix.Choices(&found.Diagnostic) {
			out = append(out, codeAction{Title: f.Title, Kind: quickFix, Diagnostics: []diagnostic{shown}, Edit: d.change(f.Edits)})
		}
		if a, ok := s.accept(d, &found.Diagnostic, shown); ok {
			out = append(out, a)
		}
	}
	return out
}

// about returns the findings that stand at the place of a fix.
func (s *Server) about(d *document, span source.Span) []diagnostic {
	var out []diagnostic
	for _, f := range d.own() {
		if span.Start <= f.Place.Span.Start && f.Place.Span.End <= span.End {
			out = append(out, s.diagnostic(d, &f))
		}
	}
	return out
}

// own returns the findings that stand in the text itself.
func (d *document) own() []finding {
	return slices.DeleteFunc(slices.Clone(d.findings), func(f finding) bool { return f.Place.File == nil || !d.here(f.Place) })
}

// accept returns the action that accepts a finding: an exception whose reason
// is left for a person to write, without which the design is not read.
func (s *Server) accept(d *document, f *diag.Diagnostic, shown diagnostic) (codeAction, bool) {
	r := rules.Find(s.Book, f.Rule)
	if r == nil || r.Firm || r.Check == nil {
		return codeAction{}, false
	}
	keys := []edit.KeyValue{{Key: "rule", Value: edit.Value(f.Rule)}, {Key: "target", Value: edit.Value(f.Place.Path)}, {Key: "reason", Value: `""`}}
	edits, err := edit.Append(d.file, "exceptions", keys)
	if err != nil {
		return codeAction{}, false
	}
	return codeAction{Title: "accept this risk: add an exception and say why", Kind: quickFix, Diagnostics: []diagnostic{shown}, Edit: d.change(edits)}, true
}

// mendAll returns the action that makes every safe fix of a text.
func (s *Server) mendAll(d *document) []codeAction {
	text, done := fix.Mend(d.file.Name, []byte(d.file.Text), s.facts(d), false)
	if len(done) == 0 {
		return nil
	}
	return []codeAction{{Title: "mend everything that can be mended safely", Kind: fixAll, Edit: d.change(replaced(d.file.Text, string(text)))}}
}

// replaced returns the edit that makes one text of another: of the lines that
// differ.
func replaced(old, new string) []edit.Edit {
	start := 0
	for start < len(old) && start < len(new) && old[start] == new[start] {
		start++
	}
	start = strings.LastIndexByte(old[:start], '\n') + 1
	a, b := len(old), len(new)
	for a > start && b > start && old[a-1] == new[b-1] {
		a, b = a-1, b-1
	}
	for a < len(old) && (a == 0 || old[a-1] != '\n') {
		a, b = a+1, b+1
	}
	if old[start:a] == new[start:b] {
		return []edit.Edit{}
	}
	return []edit.Edit{{Start: start, End: a, New: new[start:b]}}
}

// format returns the edit that puts a text in the canonical form.
func (d *document) format() ([]textEdit, *rpcError) {
	text, err := edit.Format(d.file)
	if err != nil {
		return nil, failed("%v", err)
	}
	return d.edits(replaced(d.file.Text, text)), nil
}
