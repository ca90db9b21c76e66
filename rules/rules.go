// Package rules is the engine that checks a design. A [Rule] is one value that
// holds everything that is ever said about it; its Check reads a sound, linked
// design and reports findings, nothing, or that a fact which it needs is not
// stated. [Run] applies a list of rules, the design's own settings and its
// exceptions, and returns the findings in the order of the text.
//
// The families of rules are packages below this one; package book lists all
// rules in order.
package rules

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/source"
)

// A Rule is one check. Rules are constant values: they hold no state.
type Rule struct {
	ID       string        // family/name
	Code     string        // reference number of the rule book, such as BFD-002
	Title    string        // what holds when the rule is met, in one line
	Severity diag.Severity // unless Check reports another
	Why      string        // what breaks otherwise
	Fix      string        // how to mend it, unless a finding says more exactly
	Refs     []Ref         // where it is documented
	Inferred bool          // Microsoft does not state it in so many words
	Covers   []string      // public ids of the same check: APRL, Advisor, PSRule, review checklists
	Firm     bool          // no exception can accept it
	House    bool          // of a rule pack, not of erplan
	YieldsTo []string      // rules whose finding about the same place says it better

	// Check looks at the design. It is nil for what the loader checks.
	Check func(*Pass)
}

// Family returns the first part of the id.
func (r *Rule) Family() string {
	family, _, _ := strings.Cut(r.ID, "/")
	return family
}

// Name returns the last part of the id.
func (r *Rule) Name() string {
	_, name, _ := strings.Cut(r.ID, "/")
	return name
}

// A Ref is a section of a public page and the date that the page bears.
type Ref struct {
	Doc     string // file name of the page below learn.microsoft.com/azure, with its folder unless that is expressroute
	Section string
	Date    string // 2026-03-31
}

// URL returns the address of the page.
func (r Ref) URL() string {
	if strings.HasPrefix(r.Doc, "https://") {
		return r.Doc
	}
	doc := r.Doc
	if !strings.Contains(doc, "/") {
		doc = "expressroute/" + doc
	}
	return "https://learn.microsoft.com/azure/" + doc
}

// A Pass is one rule at work on one design.
type Pass struct {
	*planner.Design

	// Current is the network as it is today, which the design changes; nil
	// where it is not given. Rules about the change are silent then.
	Current *planner.Design

	// Outcome analyses what happens when parts fail. It is made when it is
	// first asked for, and shared by all rules of a run.
	Outcome func() *outcome.Analysis

	rule     *Rule
	findings []*diag.Diagnostic
	unknown  []*diag.Diagnostic
}

// A Finding is what Report returned, so that a rule can say more about it.
type Finding struct{ d *diag.Diagnostic }

// Report notes that the rule is broken at a place. The message says what is
// wrong, the value, and what was expected.
func (p *Pass) Report(at source.Place, format string, args ...any) Finding {
	d := &diag.Diagnostic{
		Rule: p.rule.ID, Code: p.rule.Code, Severity: p.rule.Severity, Inferred: p.rule.Inferred,
		Message: fmt.Sprintf(format, args...), Fix: p.rule.Fix, Place: p.inFile(at),
	}
	p.findings = append(p.findings, d)
	return Finding{d}
}

// Unknown notes that the design does not state what the rule needs: the place
// names the key that would say it.
func (p *Pass) Unknown(at source.Place, format string, args ...any) {
	p.unknown = append(p.unknown, &diag.Diagnostic{
		Rule: p.rule.ID, Code: p.rule.Code, Severity: p.rule.Severity, Inferred: p.rule.Inferred,
		Message: fmt.Sprintf(format, args...), Place: p.inFile(at), Unknown: true,
	})
}

// inFile gives the place of a table that is not written at all, such as an
// absent [design], the file in which it would be.
func (p *Pass) inFile(at source.Place) source.Place {
	if at.File == nil {
		at.File = p.File
	}
	return at
}

// As sets the severity of this one finding.
func (f Finding) As(s diag.Severity) Finding { f.d.Severity = s; return f }

// Fix says how to mend this one finding, more exactly than the rule does.
func (f Finding) Fix(format string, args ...any) Finding {
	f.d.Fix = fmt.Sprintf(format, args...)
	return f
}

// Related adds another place that the finding is about.
func (f Finding) Related(at source.Place, format string, args ...any) Finding {
	f.d.Related = append(f.d.Related, diag.Related{Place: at, Message: fmt.Sprintf(format, args...)})
	return f
}

// Rests names the facts that the finding rests on: where one is doubtful, the
// finding says so.
func (f Finding) Rests(on ...catalog.Source) Finding {
	for _, s := range on {
		if s.Doubt == "" || strings.Contains(f.d.Doubt, s.Doubt) {
			continue
		}
		if f.d.Doubt != "" {
			f.d.Doubt += "; "
		}
		f.d.Doubt += s.Doubt
	}
	return f
}

// Cloud returns the design's cloud as the catalogue names it.
func (p *Pass) Cloud() catalog.Cloud {
	if p.Info.Cloud == "" {
		return catalog.Cloud(planner.PublicCloud)
	}
	return catalog.Cloud(p.Info.Cloud)
}
