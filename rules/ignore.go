package rules

import (
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
)

// IgnoreMark starts a comment that accepts findings about one line:
//
//	bandwidth = "1 Gbps" # erplan:ignore circuit/local-scope the second circuit follows in March
//
// Standing alone it is about the next line that is no comment. It names a
// rule, or a pattern of rules, and the reason.
const IgnoreMark = "erplan:ignore"

// BareIgnore finds comments that accept a finding and do not say why.
var BareIgnore = &Rule{
	ID: "check/ignore-without-reason", Title: "A comment that accepts a finding says why", Severity: diag.Error, Firm: true,
	Why: "Nobody can judge later whether a risk that was accepted without a reason is still one to accept; so the comment has no effect.",
	Fix: "Write: # " + IgnoreMark + " RULE reason.",
}

// An ignore is one such comment.
type ignore struct {
	place  source.Place // of the comment
	line   int          // that it is about
	rule   string       // id or pattern
	reason string
}

// ignores returns the comments of a file that accept findings.
func ignores(f *source.File) []ignore {
	if !strings.Contains(f.Text, IgnoreMark) {
		return nil
	}
	var out []ignore
	for _, span := range f.Comments {
		text := strings.TrimSpace(strings.TrimLeft(f.Text[span.Start:span.End], "#"))
		rest, ok := strings.CutPrefix(text, IgnoreMark)
		if !ok || rest != "" && rest[0] != ' ' && rest[0] != '\t' {
			continue
		}
		rule, reason, _ := strings.Cut(strings.TrimSpace(rest), " ")
		out = append(out, ignore{
			place: source.Place{File: f, Span: span}, line: subject(f, span),
			rule: rule, reason: strings.TrimSpace(reason),
		})
	}
	return out
}

// subject returns the line that a comment is about: its own where something
// stands before it, else the next that has more than a comment.
func subject(f *source.File, comment source.Span) int {
	line := f.Pos(comment.Start).Line
	start := strings.LastIndexByte(f.Text[:comment.Start], '\n') + 1
	if strings.TrimSpace(f.Text[start:comment.Start]) != "" {
		return line
	}
	for rest := f.Text[comment.End:]; rest != ""; {
		var text string
		_, rest, _ = strings.Cut(rest, "\n")
		line++
		text, _, _ = strings.Cut(rest, "\n")
		if text = strings.TrimSpace(text); text != "" && text[0] != '#' {
			return line
		}
	}
	return line
}

// ignored marks the findings that comments accept, in the design's file and in
// every other file with a finding.
func ignored(d *planner.Design, book []*Rule, s Settings, out *Result) {
	findings := out.Findings
	files := []*source.File{d.File}
	for i := range findings {
		if f := findings[i].Place.File; f != nil && !slices.Contains(files, f) {
			files = append(files, f)
		}
	}
	for _, f := range files {
		for _, g := range ignores(f) {
			g.apply(book, findings, s, out)
		}
	}
}

// apply marks what one comment accepts, and reports a comment without effect.
func (g *ignore) apply(book []*Rule, findings []diag.Diagnostic, s Settings, out *Result) {
	switch {
	case g.rule == "" || g.reason == "":
		out.add(BareIgnore, g.place, BareIgnore.Fix, "the comment names %s, so it accepts nothing", map[bool]string{true: "no rule", false: "no reason"}[g.rule == ""])
		return
	case !slices.ContainsFunc(book, func(r *Rule) bool { return matches(g.rule, r.ID) }):
		out.add(UnknownRule, g.place, suggestion(book, g.rule), "there is no rule %q", g.rule)
		return
	}
	used := false
	for i := range findings {
		f := &findings[i]
		if f.Place.File != g.place.File || f.Place.Start().Line != g.line || !matches(g.rule, f.Rule) {
			continue
		}
		if r := Find(book, f.Rule); r != nil && r.Firm {
			continue
		}
		f.Excepted, used = g.reason, true
	}
	if !used && Selected(g.rule, s.Only) {
		out.add(UnusedException, g.place, "Remove the comment, or correct its rule.", "the comment accepts no finding of %s about line %d", g.rule, g.line)
	}
}
