package main

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/compare"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
	"github.com/erplan/erplan/rules/book"
	"github.com/erplan/erplan/rules/report"
)

// baseName returns what the design without an option is called: base, unless an
// option is.
func baseName(options []string) string {
	if slices.Contains(options, "base") {
		return "(base)"
	}
	return "base"
}

// optionsOf returns the base and the options of a design that are to be
// compared.
func (p *program) optionsOf(file string, f compareFlags) ([]compare.Subject, error) {
	draft, diags := p.read(file)
	if draft == nil {
		return nil, p.refuse(file, "", diags)
	}
	have := draft.Options()
	base := baseName(have)
	list := slices.Clone(f.options)
	switch len(list) {
	case 0:
		list = append([]string{base}, have...)
	case 1:
		list = append([]string{base}, list...)
	}
	if len(list) == 1 {
		return nil, hint(fmt.Errorf("%s has no option to compare", file), "Add an [options.NAME] table to it, or name a second design.")
	}
	var out []compare.Subject
	for i, name := range list {
		option := name
		if name == base {
			option = ""
		} else if !slices.Contains(have, name) {
			return nil, oneOf("option", name, append([]string{base}, have...))
		}
		if slices.Contains(list[:i], name) {
			return nil, fmt.Errorf("option %q is named twice", name)
		}
		design, more := draft.Design(option)
		if design == nil {
			if err := p.refuse(file, option, append(slices.Clone(diags), more...)); err != nil {
				return nil, err
			}
			continue
		}
		out = append(out, compare.Subject{Name: name, File: file, Option: option, Title: draft.Name(),
			Description: draft.Description(option), Design: design, Loaded: append(slices.Clone(diags), more...)})
	}
	return out, nil
}

// subjects returns several designs, without their options.
func (p *program) subjects(files []string) ([]compare.Subject, error) {
	short := shortNames(files)
	var out []compare.Subject
	for i, file := range files {
		if slices.Contains(files[:i], file) {
			return nil, fmt.Errorf("%s is named twice", file)
		}
		draft, diags := p.read(file)
		var design *planner.Design
		if draft != nil {
			var more []diag.Diagnostic
			design, more = draft.Design("")
			diags = append(diags, more...)
		}
		if design == nil {
			if err := p.refuse(file, "", diags); err != nil {
				return nil, err
			}
			continue
		}
		out = append(out, compare.Subject{Name: short[i], File: file, Title: draft.Name(), Design: design, Loaded: diags})
	}
	return out, nil
}

// refuse shows why a design cannot be compared.
func (p *program) refuse(file, option string, diags []diag.Diagnostic) error {
	p.code = exitFailed
	findings := report.Design{File: file, Option: option, Result: rules.Result{Findings: book.Describe(diags)}}
	return report.Text(p.stderr, &report.Report{Tool: tool(), Designs: []report.Design{findings}}, report.Options{})
}

// shortNames drops from paths the folders that all have in common, and the
// file name where that is the same for all.
func shortNames(files []string) []string {
	parts := make([][]string, len(files))
	for i, f := range files {
		parts[i] = strings.Split(filepath.ToSlash(path.Clean(filepath.ToSlash(f))), "/")
	}
	drop := func(part func(p []string) string, cut func(p []string) []string) {
		for {
			for _, p := range parts {
				if len(p) < 2 || part(p) != part(parts[0]) {
					return
				}
			}
			for i, p := range parts {
				parts[i] = cut(p)
			}
		}
	}
	drop(func(p []string) string { return p[0] }, func(p []string) []string { return p[1:] })
	drop(func(p []string) string { return p[len(p)-1] }, func(p []string) []string { return p[:len(p)-1] })
	out := make([]string, len(files))
	for i, p := range parts {
		out[i] = strings.Join(p, "/")
		if slices.Contains(out[:i], out[i]) {
			return files
		}
	}
	return out
}
