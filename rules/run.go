package rules

import (
	"fmt"
	"path"
	"slices"
	"sync"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/source"
)

// Settings tune a run beyond what the design itself says.
type Settings struct {
	Only     []string                 // families, ids or patterns with "*"; all rules where empty
	Severity map[string]diag.Severity // by rule id; wins over the design's [check]
	Date     planner.Date             // the day that expiry dates are compared with; the design's own where zero
	Current  *planner.Design          // the network as it is today; nil where the change is not looked at

	// Outcome gives the analysis of the design, where the caller has one to
	// share; nil: the run makes its own.
	Outcome func() *outcome.Analysis
}

// A Result is what rules say of a design.
type Result struct {
	Findings []diag.Diagnostic // with those that an exception accepts, marked
	Unknown  []diag.Diagnostic // what could not be assessed
	Rules    int               // how many rules ran
}

// Count returns the number of findings of a severity that count: no exception
// accepts them and no baseline has them.
func (r *Result) Count(s diag.Severity) int {
	n := 0
	for i := range r.Findings {
		if r.Findings[i].Severity == s && r.Findings[i].Counts() {
			n++
		}
	}
	return n
}

// Excepted returns the number of findings that exceptions accept.
func (r *Result) Excepted() int {
	n := 0
	for i := range r.Findings {
		if r.Findings[i].Excepted != "" {
			n++
		}
	}
	return n
}

// Known returns the number of findings that a baseline has.
func (r *Result) Known() int {
	n := 0
	for i := range r.Findings {
		if r.Findings[i].Known {
			n++
		}
	}
	return n
}

// Run checks a design against the rules of a book.
func Run(d *planner.Design, book []*Rule, s Settings) Result {
	out := Result{}
	levels := levels(d, book, s, &out)
	pass := Pass{Design: d, Current: s.Current, Outcome: s.Outcome}
	if pass.Outcome == nil {
		pass.Outcome = sync.OnceValue(func() *outcome.Analysis {
			return outcome.New(d, outcome.Settings{Date: s.Date})
		})
	}
	for _, rule := range book {
		if !Selected(rule.ID, s.Only) {
			continue
		}
		if rule.Check == nil { // the loader or the engine has seen to it
			out.Rules++
			continue
		}
		level, set := levels[rule.ID]
		if set && level == diag.Off {
			continue
		}
		out.Rules++
		pass.rule, pass.findings, pass.unknown = rule, nil, nil
		rule.Check(&pass)
		for _, f := range once(pass.findings) {
			if set {
				f.Severity = level
			}
			out.Findings = append(out.Findings, *f)
		}
		for _, u := range once(pass.unknown) {
			out.Unknown = append(out.Unknown, *u)
		}
	}
	out.Findings = yield(out.Findings, book)
	except(d, book, s, &out)
	ignored(d, book, s, &out)
	out.Findings = fold(out.Findings)
	diag.Sort(out.Findings)
	diag.Sort(out.Unknown)
	return out
}

// once drops what a rule said twice: the same message at the same place, as
// for a value of [defaults] that several tables share.
func once(list []*diag.Diagnostic) []*diag.Diagnostic {
	if len(list) < 2 {
		return list
	}
	type key struct {
		file    *source.File
		span    source.Span
		message string
	}
	seen := make(map[key]bool, len(list))
	return slices.DeleteFunc(list, func(d *diag.Diagnostic) bool {
		k := key{d.Place.File, d.Place.Span, d.Message}
		dup := seen[k]
		seen[k] = true
		return dup && d.Place.File != nil
	})
}

// yield drops the findings that another rule's finding about the same place
// says better, so that one mistake gives one finding.
func yield(findings []diag.Diagnostic, book []*Rule) []diag.Diagnostic {
	type spot struct {
		rule, path string
	}
	spots := map[spot]bool{}
	for i := range findings {
		f := &findings[i]
		spots[spot{f.Rule, f.Place.Path}] = true
		for _, rel := range f.Related {
			spots[spot{f.Rule, rel.Place.Path}] = true
		}
	}
	better := map[string][]string{}
	for _, r := range book {
		better[r.ID] = r.YieldsTo
	}
	return slices.DeleteFunc(findings, func(f diag.Diagnostic) bool {
		return slices.ContainsFunc(better[f.Rule], func(id string) bool { return spots[spot{id, f.Place.Path}] })
	})
}

// Selected reports whether a rule id is among patterns such as "bfd",
// "bfd/*" or "bfd/one-link-only"; no patterns select everything.
func Selected(id string, patterns []string) bool {
	return len(patterns) == 0 || slices.ContainsFunc(patterns, func(p string) bool {
		return matches(p, id) || matches(p+"/*", id)
	})
}

func matches(pattern, id string) bool {
	ok, err := path.Match(pattern, id)
	return ok && err == nil
}

// levels returns the severities that the settings and the design give.
func levels(d *planner.Design, book []*Rule, s Settings, out *Result) map[string]diag.Severity {
	levels := map[string]diag.Severity{}
	for _, pair := range d.Check.Severity {
		level, _ := diag.ParseSeverity(string(pair.Value))
		if r := Find(book, pair.Key); r == nil {
			out.add(UnknownRule, d.Check.At("severity", pair.Key), suggestion(book, pair.Key), "there is no rule %q", pair.Key)
		} else if r.Firm && level < diag.Error {
			out.add(UnknownRule, d.Check.At("severity", pair.Key), "Mend what it finds.", "rule %q cannot be made milder", pair.Key)
		} else {
			levels[pair.Key] = level
		}
	}
	for id, level := range s.Severity {
		levels[id] = level
	}
	return levels
}

// Find returns the rule of an id or a code, or nil.
func Find(book []*Rule, id string) *Rule {
	for _, r := range book {
		if r.ID == id || r.Code == id && id != "" {
			return r
		}
	}
	return nil
}

func suggestion(book []*Rule, id string) string {
	if near := Nearest(book, id); len(near) > 0 {
		return fmt.Sprintf("Did you mean %q?", near[0])
	}
	return "\"erplan rules\" lists them."
}

// Nearest returns the ids that are nearest to one that is not known.
func Nearest(book []*Rule, id string) []string {
	ids := make([]string, len(book))
	for i, r := range book {
		ids[i] = r.ID
	}
	return catalog.Nearest(id, ids)
}

// The rules about settings and exceptions, which the engine itself checks.
var (
	UnknownRule = &Rule{
		ID: "check/unknown-rule", Title: "Settings and exceptions name rules that exist", Severity: diag.Error, Firm: true,
		Why: "A severity or an exception for a rule that does not exist has no effect, so what it was meant for counts differently than its author believes.",
		Fix: "Use an id that \"erplan rules\" lists.",
	}
	UnusedException = &Rule{
		ID: "check/unused-exception", Title: "Every exception accepts a finding", Severity: diag.Warning, Firm: true,
		Why: "An exception that accepts nothing hides the next finding of that kind, which nobody has looked at.",
		Fix: "Remove the exception, or correct its rule and target.",
	}
	ExpiredException = &Rule{
		ID: "check/expired-exception", Title: "No exception is past its date", Severity: diag.Warning, Firm: true,
		Why: "The risk was accepted for a time that is over; its findings count again.",
		Fix: "Mend what it accepted, or accept it anew with a later date.",
	}
)

func (r *Result) add(rule *Rule, at source.Place, fix, format string, args ...any) {
	r.Findings = append(r.Findings, diag.Diagnostic{
		Rule: rule.ID, Severity: rule.Severity, Message: fmt.Sprintf(format, args...), Fix: fix, Place: at,
	})
}

// except marks the findings that the design's exceptions accept.
func except(d *planner.Design, book []*Rule, s Settings, out *Result) {
	today := s.Date
	if today.IsZero() {
		today = d.Info.Date
	}
	found := len(out.Findings)
	for i := range d.Exceptions {
		e := &d.Exceptions[i]
		if !slices.ContainsFunc(book, func(r *Rule) bool { return matches(e.Rule, r.ID) }) {
			out.add(UnknownRule, e.ValueAt("rule"), suggestion(book, e.Rule), "there is no rule %q", e.Rule)
			continue
		}
		if !e.Expires.IsZero() && today.IsZero() {
			out.Unknown = append(out.Unknown, diag.Diagnostic{Rule: ExpiredException.ID, Severity: diag.Warning, Place: e.At("expires"), Unknown: true,
				Message: "whether the exception has expired is unknown: the design has no date and none was given"})
		}
		if !e.Expires.IsZero() && !today.IsZero() && e.Expires.Before(today) {
			out.add(ExpiredException, e.ValueAt("expires"), ExpiredException.Fix, "the exception for %s expired on %s", e.Rule, e.Expires)
			continue
		}
		if !accept(e, book, out.Findings[:found]) && Selected(e.Rule, s.Only) {
			out.add(UnusedException, e.Here(), UnusedException.Fix, "the exception for %s accepts no finding", e.Rule)
		}
	}
}

// accept marks what one exception accepts and reports whether there was any.
func accept(e *planner.Exception, book []*Rule, findings []diag.Diagnostic) bool {
	used := false
	for i := range findings {
		f := &findings[i]
		if !matches(e.Rule, f.Rule) || e.Target != "" && !Covers(e.Target, f.Place.Path) {
			continue
		}
		if r := Find(book, f.Rule); r != nil && r.Firm {
			continue
		}
		f.Excepted, used = e.Reason, true
	}
	return used
}

// Covers reports whether a target covers a path: it is the path, a table
// around it, or a pattern in which "*" stands for any text.
func Covers(target, at string) bool {
	if wild(target, at) {
		return true
	}
	for i := range len(at) {
		if (at[i] == '.' || at[i] == '[') && wild(target, at[:i]) {
			return true
		}
	}
	return false
}

// wild matches a pattern in which "*" stands for any text.
func wild(pattern, s string) bool {
	star, mark := -1, 0
	p, i := 0, 0
	for i < len(s) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, i
			p++
		case p < len(pattern) && pattern[p] == s[i]:
			p++
			i++
		case star >= 0:
			mark++
			p, i = star+1, mark
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}
