package tui

import (
	"strings"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
	"github.com/erplan/erplan/rules/book"
)

// findingLine is a finding in a line.
func (m *Model) findingLine(r findingRow) string {
	t := &m.theme
	if r.Diagnostic == nil {
		return t.bold.Render(r.title)
	}
	sign := t.ofSeverity(r.Severity).Render(severitySign(r.Severity))
	switch {
	case r.Unknown:
		sign = t.faint.Render("?")
	case r.Excepted != "":
		sign = t.faint.Render("≈")
	}
	return " " + sign + " " + t.faint.Render(fit(r.Code, 8)) + " " + r.Message
}

// drawSide draws all about the chosen finding, and about its rule.
func (f *findings) drawSide(m *Model, w, h int) []string {
	d := f.chosen(m)
	if d == nil {
		return block([]string{m.rule("Rule", "", w, false)}, w, h)
	}
	s := &sheet{m: m, w: w}
	s.finding(d)
	lines := s.lines()
	f.side = clamp(f.side, 0, max(0, len(lines)-h+1))
	right := ""
	if len(lines) > h-1 {
		right = "⇧↓"
	}
	out := []string{m.rule(d.Rule, right, w, false)}
	for _, l := range lines[f.side:] {
		out = append(out, " "+l)
	}
	return block(out, w, h)
}

// findingSign is the sign of a finding and what it means: the one of the list.
func (m *Model) findingSign(d *diag.Diagnostic) string {
	switch t := &m.theme; {
	case d.Unknown:
		return t.faint.Render("? not stated")
	case d.Excepted != "":
		return t.faint.Render("≈ " + d.Severity.String() + ", accepted")
	default:
		return t.ofSeverity(d.Severity).Render(severitySign(d.Severity) + " " + d.Severity.String())
	}
}

// finding says all about a finding.
func (s *sheet) finding(d *diag.Diagnostic) {
	th := &s.m.theme
	s.add(s.m.findingSign(d) + "  " + d.Code)
	s.text("", d.Message)
	if d.Place.File != nil {
		s.add("")
		s.add(th.faint.Render(place(d.Place) + "  " + d.Place.Path))
		s.text("  ", d.Place.File.Line(d.Place.Start().Line))
	}
	for _, r := range d.Related {
		s.text(th.faint.Render("also "), strings.TrimSpace(place(r.Place)+" "+r.Message))
	}
	if d.Excepted != "" {
		s.head("Accepted")
		s.text("", d.Excepted)
	}
	if d.Fix != "" {
		s.head("Mend it")
		s.text("", d.Fix)
	}
	if d.Doubt != "" {
		s.head("Doubt")
		s.text("", d.Doubt)
	}
	s.rule(rules.Find(book.Rules, d.Rule))
}

// rule says why a rule is there, and where it comes from.
func (s *sheet) rule(r *rules.Rule) {
	if r == nil {
		return
	}
	s.head("Why")
	s.text("", r.Why)
	if r.Inferred {
		s.text("", s.m.theme.faint.Render("An inference: Microsoft does not state it in so many words."))
	}
	if len(r.Refs) > 0 {
		s.head("Sources")
	}
	for _, ref := range r.Refs {
		words := ref.URL()
		if ref.Section != "" {
			words = ref.Section + ", " + words
		}
		s.text("", words+" ("+ref.Date+")")
	}
	s.head("More")
	s.add("erplan explain " + r.ID)
}

// firm reports whether no exception can accept a finding.
func (f *findings) firm(d *diag.Diagnostic) bool {
	r := rules.Find(book.Rules, d.Rule)
	return r == nil || r.Firm || r.Check == nil
}
