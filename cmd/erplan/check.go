package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/document"
	"github.com/erplan/erplan/planner/gate"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
	"github.com/erplan/erplan/rules/book"
	"github.com/erplan/erplan/rules/report"
)

// checkFlags are the flags of check.
type checkFlags struct {
	formats    []string
	failOn     string
	option     string
	allOptions bool
	severity   []string
	only       []string
	unknowns   bool
	date       string
	current    string
	packs      []string
	color      string
	gateFlags
	baselineFlags
	pickFlags
	fixFlags
}

func (p *program) check() *cobra.Command {
	var f checkFlags
	c := &cobra.Command{
		Use:   "check [PATH…]",
		Short: "Check designs against the rules",
		Long: `Check reads each design and reports what Azure would refuse, what would not
work, and what gives up resiliency, an SLA or predictable behaviour.

PATH is a design, a folder that is searched for designs, a pattern such as
designs/*/erplan.toml, or - for standard input; without one, erplan.toml of this
folder.

Gates hold figures of the design to a bound: --require FIGURE>=BOUND. Figures
are ` + gateNames() + `.
One of flows is that of the worst flow, or of one: availability:FLOW>=99.9.`,
		Example: `  erplan check
  erplan check designs/ --fail-on warning
  erplan check --format text --format sarif=findings.sarif
  erplan check --option second-location --only global-reach
  erplan check --current today.toml plan.toml
  erplan check --require 'availability>=99.99' --require single_points==0
  erplan check --observed tests.toml
  erplan check --against origin/main --changed-since origin/main .`,
		RunE: func(_ *cobra.Command, args []string) error { return p.runCheck(args, f) },
	}
	flags := c.Flags()
	flags.StringSliceVarP(&f.formats, "format", "f", []string{"text"}, "`FORMAT` or FORMAT=FILE, several allowed: "+strings.Join(report.Names(), ", "))
	flags.StringVar(&f.failOn, "fail-on", "", "mildest severity that fails: error, warning or advice (default error, or what the design says)")
	flags.StringVar(&f.option, "option", "", "check this option (`NAME`) of the design")
	flags.BoolVar(&f.allOptions, "all-options", false, "check the base and every option")
	flags.StringSliceVar(&f.severity, "severity", nil, "`RULE=LEVEL`: error, warning, advice or off")
	flags.StringSliceVar(&f.only, "only", nil, "`FAMILY` or FAMILY/RULE, several allowed")
	flags.BoolVarP(&f.unknowns, "unknowns", "u", false, "list what could not be assessed, and the key that would say it")
	flags.StringVar(&f.date, "date", "", "`DAY` that expiry dates are compared with (default the design's date)")
	flags.StringVar(&f.current, "current", "", "`FILE`: the design of the network as it is today; the change to it is checked too")
	flags.StringArrayVar(&f.packs, "rules", nil, "`FILE` with rules of your own; may be repeated")
	flags.StringVar(&f.color, "color", "auto", "auto, always or never")
	f.gateFlags.register(flags)
	f.baselineFlags.register(flags)
	f.pickFlags.register(flags)
	f.fixFlags.register(flags)
	complete(c, "format", report.Names()...)
	complete(c, "fail-on", "error", "warning", "advice")
	complete(c, "color", "auto", "always", "never")
	complete(c, "only", familyNames()...)
	c.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return []string{"toml"}, cobra.ShellCompDirectiveFilterFileExt
	}
	return c
}

// complete gives a flag fixed words for shell completion.
func complete(c *cobra.Command, flag string, words ...string) {
	if err := c.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic("erplan: " + err.Error())
	}
}

func familyNames() []string {
	names := make([]string, len(book.Families))
	for i, f := range book.Families {
		names[i] = f.Name
	}
	return names
}

// An output is a format and where it goes.
type output struct {
	format report.Format
	file   string // "" for standard output
}

// A checkJob is the flags after they have been understood.
type checkJob struct {
	checkFlags
	outputs  []output
	settings rules.Settings
	book     []*rules.Rule // of erplan, of the house, and the gates of this run
	gates    []gate.Gate
	sheet    *document.TestSheet // of tests that were done; nil where none is given
	failOn   diag.Severity       // Off: what the design says
}

func (f checkFlags) job(house []*rules.Rule) (*checkJob, error) {
	j := &checkJob{checkFlags: f, book: slices.Concat(book.Rules, house), settings: rules.Settings{Only: f.only, Severity: map[string]diag.Severity{}}}
	for _, name := range f.formats {
		name, file, _ := strings.Cut(name, "=")
		format, ok := report.ByName(name)
		if !ok {
			return nil, oneOf("format", name, report.Names())
		}
		j.outputs = append(j.outputs, output{format, file})
	}
	if err := j.checkOutputs(); err != nil {
		return nil, err
	}
	if f.failOn != "" {
		level, ok := diag.ParseSeverity(f.failOn)
		if !ok || level == diag.Off {
			return nil, oneOf("severity", f.failOn, []string{"error", "warning", "advice"})
		}
		j.failOn = level
	}
	if err := j.severities(); err != nil {
		return nil, err
	}
	if err := j.readGates(); err != nil {
		return nil, err
	}
	for _, only := range f.only {
		if !slices.ContainsFunc(j.book, func(r *rules.Rule) bool { return rules.Selected(r.ID, []string{only}) }) {
			return nil, oneOf("rule or family", only, append(familyNames(), ids()...))
		}
	}
	if !slices.Contains([]string{"auto", "always", "never"}, f.color) {
		return nil, oneOf("colour mode", f.color, []string{"auto", "always", "never"})
	}
	if f.date != "" {
		day, err := planner.ParseDate(f.date)
		if err != nil {
			return nil, err
		}
		j.settings.Date = day
	}
	return j, nil
}

// checkOutputs refuses reports that would be lost or that would take the place
// of a design.
func (j *checkJob) checkOutputs() error {
	if len(j.outputs) == 0 {
		return hint(errors.New("--format names no format"), "Use one of: %s.", strings.Join(report.Names(), ", "))
	}
	for i, o := range j.outputs {
		same := func(other output) bool { return o.file != "" && filepath.Clean(other.file) == filepath.Clean(o.file) }
		switch {
		case slices.ContainsFunc(j.outputs[:i], same):
			return fmt.Errorf("--format: two formats go to %s", source.Clean(o.file))
		case strings.HasSuffix(o.file, ".toml"):
			return hint(fmt.Errorf("--format: %s is called as a design is; a report is not written there", source.Clean(o.file)), "FORMAT=FILE names the file to write; the designs to check stand by themselves.")
		}
	}
	return nil
}

func (j *checkJob) severities() error {
	for _, pair := range j.severity {
		id, word, ok := strings.Cut(pair, "=")
		level, known := diag.ParseSeverity(word)
		if !ok || !known {
			return fmt.Errorf("--severity %q: write RULE=error, warning, advice or off", pair)
		}
		rule := rules.Find(j.book, id)
		if rule == nil {
			return oneOf("rule", id, ids())
		}
		if rule.Firm && level < diag.Error {
			return fmt.Errorf("--severity %q: this rule cannot be made milder", pair)
		}
		j.settings.Severity[rule.ID] = level
	}
	return nil
}

// ids returns the ids of all rules.
func ids() []string {
	out := make([]string, len(book.Rules))
	for i, r := range book.Rules {
		out[i] = r.ID
	}
	return out
}

// oneOf is the error for a word that is not known, with the nearest known ones.
func oneOf(what, word string, known []string) error {
	err := fmt.Errorf("unknown %s %q", what, word)
	if near := catalog.Nearest(word, known); len(near) > 0 {
		return hint(err, "Did you mean %q?", near[0])
	}
	if len(known) == 0 {
		return hint(err, "There is none.")
	}
	if len(known) <= 24 {
		return hint(err, "Use one of: %s.", strings.Join(known, ", "))
	}
	return err
}

// threshold returns the mildest severity that fails.
func (j *checkJob) threshold(d *planner.Design) diag.Severity {
	if j.failOn != diag.Off {
		return j.failOn
	}
	if level, ok := diag.ParseSeverity(string(d.Check.FailOn)); ok {
		return level
	}
	return diag.Error
}

func reaches(r *rules.Result, threshold diag.Severity) bool {
	if threshold == diag.Off {
		return false
	}
	for s := threshold; s <= diag.Error; s++ {
		if r.Count(s) > 0 {
			return true
		}
	}
	return false
}

// write writes the report in every format that is asked for.
func (p *program) write(j *checkJob, r *report.Report) error {
	machine := slices.ContainsFunc(j.outputs, func(o output) bool { return o.file == "" && o.format.Name != "text" })
	for _, o := range j.outputs {
		w := p.stdout
		if o.format.Name == "text" && machine {
			w = p.stderr
		}
		options := report.Options{Unknowns: j.unknowns, Color: o.file == "" && j.colored(w)}
		if o.file == "" {
			if err := o.format.Write(w, r, options); err != nil {
				return err
			}
			continue
		}
		if err := writeFile(o, r, options); err != nil {
			return err
		}
	}
	return nil
}

// writeFile writes a report to its file in one step.
func writeFile(o output, r *report.Report, options report.Options) error {
	var b strings.Builder
	if err := o.format.Write(&b, r, options); err != nil {
		return err
	}
	return replaceFile(o.file, b.String())
}

// colored reports whether text to w has colours.
func (j *checkJob) colored(w io.Writer) bool {
	switch j.color {
	case "always":
		return true
	case "never":
		return false
	}
	return isTerminal(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
