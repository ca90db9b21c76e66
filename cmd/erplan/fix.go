package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
	"github.com/erplan/erplan/rules/fix"
	"github.com/erplan/erplan/rules/report"
)

// fixFlags are the flags of check about mending designs.
type fixFlags struct{ fix, unsafe, diff bool }

func (f *fixFlags) register(flags *pflag.FlagSet) {
	flags.BoolVar(&f.fix, "fix", false, "first mend what can be mended safely: spelling of names, words and units, prefixes with host bits, lists")
	flags.BoolVar(&f.unsafe, "unsafe-fixes", false, "with --fix: also make the changes that errors and warnings propose, which change what the design means")
	flags.BoolVar(&f.diff, "diff", false, "with --fix: show the changes, and write and check nothing")
}

// fixAll mends designs before they are checked. It says what it did on
// standard error, or shows it on standard output.
func (p *program) fixAll(j *checkJob, files []string) error {
	if (j.unsafe || j.diff) && !j.fix {
		return hint(errors.New("--unsafe-fixes and --diff say how --fix works"), "Add --fix.")
	}
	if !j.fix {
		return nil
	}
	if slices.Contains(files, "-") {
		return hint(errors.New("--fix cannot write to standard input"), "Name a file; \"erplan fmt -\" works on a stream.")
	}
	for _, file := range files {
		if err := p.fixFile(j, file); err != nil {
			return err
		}
	}
	return nil
}

func (p *program) fixFile(j *checkJob, file string) error {
	old, err := p.bytes(file)
	if err != nil {
		return err
	}
	text, done := fix.Mend(file, old, catalog.Embedded(), j.unsafe)
	if j.unsafe {
		var more []fix.Fix
		text, more = j.mendFindings(file, text)
		done = append(done, more...)
	}
	switch {
	case len(done) == 0:
		return nil
	case j.diff:
		p.code = exitFindings
		p.showDiff(file, old, text)
		return nil
	}
	if err := replaceFile(file, string(text)); err != nil {
		return err
	}
	for _, f := range done {
		fmt.Fprintf(p.stderr, "%s:%d: %s%s\n", file, f.Place.Start().Line, f.Title, unsafeMark(f))
	}
	fmt.Fprintf(p.stderr, "%s: %s\n", file, counted(len(done), "fix", "fixes"))
	return nil
}

// showDiff shows what differs between two versions of a file, with secrets
// masked and nothing that acts on a terminal.
func (p *program) showDiff(name string, old, text []byte) {
	shown := source.File{Text: strings.TrimSuffix(edit.Diff(name, old, text), "\n")}
	if shown.Text == "" {
		return
	}
	for n := range shown.Lines() {
		fmt.Fprintln(p.stdout, shown.Line(n+1))
	}
}

func unsafeMark(f fix.Fix) string {
	if f.Safe {
		return ""
	}
	return " (unsafe)"
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// mendFindings makes the changes that findings propose, and looks again, as
// one change can call for another. It stops where a text comes back.
func (j *checkJob) mendFindings(file string, text []byte) ([]byte, []fix.Fix) {
	var all []fix.Fix
	seen := []string{string(text)}
	for range 10 {
		out, done := fix.Apply(text, j.proposals(file, text))
		out, more := fix.Mend(file, out, catalog.Embedded(), true)
		if len(done)+len(more) == 0 || slices.Contains(seen, string(out)) {
			break
		}
		text, seen = out, append(seen, string(out))
		all = append(append(all, done...), more...)
	}
	return text, all
}

// proposals returns the changes that findings about a text propose. Advice is
// left to people: it often weighs one thing against another.
func (j *checkJob) proposals(file string, text []byte) []fix.Fix {
	fsys, name, ok := folderOf(file)
	if !ok {
		return nil
	}
	draft, diags := planner.ReadText(fsys, name, text)
	if draft != nil {
		d, more := draft.Design(j.option)
		diags = append(diags, more...)
		if d != nil {
			found := rules.Run(d, j.book, j.settings)
			diags = append(diags, found.Findings...)
		}
	}
	var out []fix.Fix
	for i := range diags {
		d := &diags[i]
		if f, ok := fix.Finding(d); ok && d.Counts() && d.Severity >= diag.Warning && d.Place.File.Text == fileText(text) {
			out = append(out, f)
		}
	}
	return out
}

// attach gives findings the edits that mend them, where a format is asked for
// that has them.
func (j *checkJob) attach(r *report.Report) {
	if !slices.ContainsFunc(j.outputs, func(o output) bool { return o.format.Name == "sarif" }) {
		return
	}
	for i := range r.Designs {
		fix.Attach(r.Designs[i].Findings, catalog.Embedded())
	}
}

// fileText returns a text as a file that has been read holds it.
func fileText(text []byte) string {
	const mark = "\ufeff"
	if s := string(text); len(s) >= len(mark) && s[:len(mark)] == mark {
		return s[len(mark):]
	}
	return string(text)
}

// folderOf returns the folder that a design may read from, and its name there.
func folderOf(file string) (fsys fs.FS, name string, ok bool) {
	clean := filepath.ToSlash(filepath.Clean(file))
	if fs.ValidPath(clean) {
		return working(), clean, true
	}
	folder, base := filepath.Split(file)
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, "", false
	}
	return root.FS(), base, true
}
