package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/compare"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/document"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/rules"
	"github.com/erplan/erplan/rules/book"
	"github.com/erplan/erplan/rules/report"
)

// documentFlags are the flags of document.
type documentFlags struct {
	output    string
	html      bool
	check     bool
	sections  []string
	preset    string
	templates string
	from      string
	option    string
	date      string
	hand      handOver
}

func (p *program) document() *cobra.Command {
	var f documentFlags
	c := &cobra.Command{
		Use:   "document [PATH]",
		Short: "Write the design document",
		Long: `Document writes the design document: requirements and their trace, topology,
addresses, routing, failures, availability, capacity, findings and risks, in
Markdown with diagrams, or with --html as one page that needs nothing else.

With -o it writes a file and, where the file is there, renews the parts between
its markers and keeps everything else byte for byte. --check writes nothing and
exits 1 with a diff where the file is not what it would be.

Sections: ` + strings.Join(document.IDs(), ", ") + `.`,
		Example: `  erplan document -o design.md
  erplan document -o design.md --check
  erplan document --html -o design.html --from design.md
  erplan document --preset high-level --option second-location
  erplan document --sections summary,failures
  erplan document --router london/ce1 --vendor junos
  erplan document --test-sheet tests.toml
  erplan document -o design.md --observed tests.toml`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return p.runDocument(args, f) },
	}
	flags := c.Flags()
	flags.StringVarP(&f.output, "output", "o", "", "write, or renew, this `FILE` (default standard output)")
	flags.BoolVar(&f.html, "html", false, "write one self-contained HTML page (default where the file of -o ends in .html)")
	flags.BoolVar(&f.check, "check", false, "write nothing; exit 1 with a diff where the file of -o is stale")
	flags.StringSliceVar(&f.sections, "sections", nil, "`SECTION`,… to write, in document order")
	flags.StringVar(&f.preset, "preset", "", "the sections for one kind of reader: "+strings.Join(document.PresetNames, ", "))
	flags.StringVar(&f.templates, "template", "", "`DIR` with templates SECTION.md that take the place of sections")
	flags.StringVar(&f.from, "from", "", "with --html: take the text people wrote from this Markdown `FILE`")
	flags.StringVar(&f.option, "option", "", "write the document of this option")
	flags.StringVar(&f.date, "date", "", "`DAY` from which the age of tests and exceptions counts (default the design's date)")
	f.hand.flags(c)
	complete(c, "preset", document.PresetNames...)
	complete(c, "sections", document.IDs()...)
	c.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return []string{"toml"}, cobra.ShellCompDirectiveFilterFileExt
	}
	return c
}

// check refuses flags that contradict each other or mean nothing.
func (f documentFlags) judge() (day planner.Date, err error) {
	_, known := document.ParsePreset(f.preset)
	switch {
	case f.preset != "" && !known:
		return day, oneOf("preset", f.preset, document.PresetNames)
	case f.preset != "" && f.sections != nil:
		return day, errors.New("--preset and --sections both choose sections; give one of them")
	case f.check && f.output == "":
		return day, hint(errors.New("--check needs a file to compare with"), "Name it with -o, such as -o design.md.")
	case f.html && strings.EqualFold(filepath.Ext(f.output), ".md"):
		return day, hint(fmt.Errorf("--html does not write Markdown, and %s is called so", f.output), "Leave out --html, or name a file that ends in .html.")
	case f.from != "" && !f.html:
		return day, errors.New("--from is for --html; without it, -o renews the file itself")
	case f.date != "":
		return planner.ParseDate(f.date)
	}
	return day, nil
}

// wanted returns the sections that the flags choose; nil: none is chosen.
func (f documentFlags) wanted(known []string) ([]string, error) {
	if preset, ok := document.ParsePreset(f.preset); ok {
		return document.Select(preset), nil
	}
	if f.sections == nil {
		return nil, nil
	}
	for _, id := range f.sections {
		if !slices.Contains(known, id) {
			if len(catalog.Nearest(id, known)) == 0 {
				return nil, hint(fmt.Errorf("unknown section %q", id), "Use some of: %s.", strings.Join(known, ", "))
			}
			return nil, oneOf("section", id, known)
		}
	}
	return f.sections, nil
}

func (p *program) runDocument(args []string, f documentFlags) error {
	if ext := strings.ToLower(filepath.Ext(f.output)); ext == ".html" || ext == ".htm" {
		f.html = true
	}
	day, err := f.judge()
	if err == nil {
		err = f.hand.judge(f)
	}
	if err != nil {
		return err
	}
	files, err := designs(args)
	if err != nil {
		return err
	}
	if len(files) > 1 {
		return hint(fmt.Errorf("there are %d designs in %s", len(files), args[0]), "Name one of them.")
	}
	sheet, err := testSheet(f.hand.observed)
	if err != nil {
		return err
	}
	d, err := p.documentData(files[0], f.option, day, sheet)
	if d == nil || err != nil {
		return err
	}
	if done, err := p.handOver(d, f.hand); done {
		return err
	}
	p.mismatches(d, f.check)
	if f.templates != "" {
		if err := readTemplates(d, f.templates); err != nil {
			return err
		}
	}
	wanted, err := f.wanted(d.SectionIDs())
	if err != nil {
		return err
	}
	if f.html {
		return p.documentPage(d, f, wanted)
	}
	return p.documentText(d, f, wanted)
}

// documentData analyses a design and its options; nil where it is not sound,
// and what is wrong has been shown.
func (p *program) documentData(file, option string, day planner.Date, sheet *document.TestSheet) (*document.Data, error) {
	draft, diags := p.read(file)
	if draft != nil && option != "" && !slices.Contains(draft.Options(), option) {
		return nil, oneOf("option", option, draft.Options())
	}
	var d *planner.Design
	if draft != nil {
		more := diags
		d, more = sheet.Lay(draft, option)
		diags = append(diags, more...)
	}
	if d == nil {
		return nil, p.unsound(file, option, diags)
	}
	a := outcome.New(d, outcome.Settings{Date: day})
	check := rules.Run(d, book.Rules, rules.Settings{Date: day, Outcome: func() *outcome.Analysis { return a }})
	check.Findings = append(book.Describe(diags), check.Findings...)
	out := document.NewData(a, check, book.Rules, document.Tool{Name: tool().Name, Catalog: tool().Catalog}, filepath.Base(file))
	out.Comparison = compareOptions(draft, file, day)
	return out, nil
}

// compareOptions compares the base with the options that are sound; nil where
// there is nothing to compare.
func compareOptions(draft *planner.Draft, file string, day planner.Date) *compare.Comparison {
	var subjects []compare.Subject
	for _, option := range append([]string{""}, draft.Options()...) {
		d, diags := draft.Design(option)
		if d == nil {
			continue
		}
		name := option
		if name == "" {
			name = "base"
		}
		subjects = append(subjects, compare.Subject{Name: name, File: file, Option: option, Title: draft.Name(), Description: draft.Description(option), Design: d, Loaded: diags})
	}
	if len(subjects) < 2 {
		return nil
	}
	return compare.New(subjects, compare.Settings{Date: day})
}

// unsound shows what keeps a design from being analysed.
func (p *program) unsound(file, option string, diags []diag.Diagnostic) error {
	p.code = exitFailed
	findings := report.Design{File: file, Option: option, Result: rules.Result{Findings: book.Describe(diags)}}
	return report.Text(p.stderr, &report.Report{Tool: tool(), Designs: []report.Design{findings}}, report.Options{})
}
