package main

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/parallel"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
	"github.com/erplan/erplan/rules/book"
	"github.com/erplan/erplan/rules/report"
)

func (p *program) runCheck(args []string, f checkFlags) error {
	house, err := p.packs(f.packs)
	if house == nil {
		return err
	}
	j, err := f.job(house)
	if err != nil {
		return err
	}
	files, err := designs(args)
	if err != nil {
		return err
	}
	if err := j.readSheet(files); err != nil {
		return err
	}
	if j.settings.Current, err = p.current(f.current, files); err != nil {
		return err
	}
	if err := p.fixAll(j, files); err != nil || j.diff {
		return err
	}
	all, err := p.checkAll(j, files)
	if err != nil {
		return err
	}
	r := &report.Report{Tool: tool(), Book: j.book}
	broken := false
	for _, c := range all {
		r.Designs = append(r.Designs, c.designs...)
		broken = broken || c.broken
	}
	if len(all) == 0 && j.changedSince != "" {
		fmt.Fprintf(p.stderr, "none of %d designs has changed since %s\n", len(files), source.Clean(j.changedSince))
	}
	if err := p.baseline(j, r); err != nil {
		return err
	}
	j.attach(r)
	if err := p.write(j, r); err != nil {
		return err
	}
	switch {
	case broken:
		p.code = exitFailed
	case fails(all, r):
		p.code = exitFindings
	}
	return nil
}

// A checked is what was found in one file.
type checked struct {
	designs    []report.Design
	thresholds []diag.Severity // of each of them
	broken     bool            // it could not be read
	skipped    bool            // it is not of those that were asked for
	err        error
}

// fails reports whether a finding is at or above the threshold of its design.
func fails(all []checked, r *report.Report) bool {
	i := 0
	for _, c := range all {
		for _, threshold := range c.thresholds {
			if reaches(&r.Designs[i].Result, threshold) {
				return true
			}
			i++
		}
	}
	return false
}

// checkAll checks files, several at a time; what it returns is in their order.
func (p *program) checkAll(j *checkJob, files []string) ([]checked, error) {
	changed, err := j.changes()
	if err != nil {
		return nil, err
	}
	all := make([]checked, len(files))
	workers := min(runtime.GOMAXPROCS(0), len(files))
	if slices.Contains(files, "-") {
		workers = 1
	}
	parallel.Each(len(files), workers, func(i int) { all[i] = p.checkFile(j, files[i], changed, workers > 1) })
	for i := range all {
		if all[i].err != nil {
			return nil, all[i].err
		}
	}
	return slices.DeleteFunc(all, func(c checked) bool { return c.skipped }), nil
}

// checkFile checks a design: its base, one option, or all.
func (p *program) checkFile(j *checkJob, file string, changed *changes, beside bool) checked {
	draft, diags := p.readAs(file, j.stdinName)
	if !changed.touch(file, draft) {
		return checked{skipped: true}
	}
	if draft == nil {
		unreadable := slices.ContainsFunc(diags, func(d diag.Diagnostic) bool { return strings.HasPrefix(d.Rule, "syntax/") })
		return checked{broken: unreadable, thresholds: []diag.Severity{diag.Error},
			designs: []report.Design{{File: shown(file, j.stdinName), Result: rules.Result{Findings: book.Describe(diags)}}}}
	}
	options := []string{j.option}
	if j.allOptions {
		options = append([]string{""}, draft.Options()...)
	} else if j.option != "" && !slices.Contains(draft.Options(), j.option) {
		return checked{err: oneOf("option", j.option, draft.Options())}
	}
	var out checked
	for _, option := range options {
		if err := j.checkOption(draft, shown(file, j.stdinName), option, diags, beside, &out); err != nil {
			return checked{err: err}
		}
	}
	if j.allOptions {
		unused(out.designs)
	}
	return out
}

// unused drops findings of exceptions that accept nothing in one option of a
// design, but are needed by another one or by the base.
func unused(found []report.Design) {
	runs, all := make([]*rules.Result, len(found)), true
	for i := range found {
		runs[i] = &found[i].Result
		all = all && found[i].Rules > 0 // it could be read
	}
	rules.Unused(runs, all)
}

// checkOption checks one option of a design. Beside others, a design uses no
// more than one processor.
func (j *checkJob) checkOption(draft *planner.Draft, file, option string, diags []diag.Diagnostic, beside bool, out *checked) error {
	design, more := j.sheet.Lay(draft, option)
	diags = slices.Concat(diags, more)
	found := report.Design{File: file, Option: option, Name: draft.Name()}
	if design == nil {
		found.Findings = book.Describe(diags)
		out.designs, out.thresholds = append(out.designs, found), append(out.thresholds, diag.Error)
		return nil
	}
	found.Bare = design.Bare()
	settings, workers := j.settings, 0
	if beside {
		workers = 1
	}
	settings.Outcome = sync.OnceValue(func() *outcome.Analysis {
		return outcome.New(design, outcome.Settings{Date: settings.Date, Workers: workers})
	})
	found.Result = rules.Run(design, j.book, settings)
	found.Findings = append(book.Describe(diags), found.Findings...)
	gates, err := j.judge(design, &found.Result, settings.Outcome)
	if err != nil {
		return err
	}
	lowered, err := j.lowered(file, option, settings.Outcome)
	if err != nil {
		return err
	}
	found.Findings = slices.Concat(found.Findings, gates, lowered)
	diag.Sort(found.Findings)
	out.designs, out.thresholds = append(out.designs, found), append(out.thresholds, j.threshold(design))
	return nil
}
