package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/suggest"
	"github.com/erplan/erplan/planner/suggest/view"
	"github.com/erplan/erplan/rules"
	"github.com/erplan/erplan/rules/book"
	"github.com/erplan/erplan/rules/report"
)

// suggestFlags are the flags of suggest.
type suggestFlags struct {
	option, format, write, date string
	moves, without              []string
	most, show, analyses        int
	force                       bool
}

const suggestHelp = `Suggest looks for the smallest sets of changes with which a design meets what it
asks for: its [requirements], those of its flows, and errors that have one
remedy. Every set is laid over the design, checked with all rules and simulated
before it is shown. It says what each gains and what has to be bought for it,
and names the cheapest next step even where the whole intent is out of reach.

With --write the suggestions become options of a file that extends the design,
for check, failover and compare. The exit code is 1 where no set of changes
meets the whole intent.

Moves:
`

func (p *program) suggest() *cobra.Command {
	var f suggestFlags
	c := &cobra.Command{
		Use:   "suggest [PATH]",
		Short: "Find the smallest changes with which a design meets its intent",
		Long:  suggestHelp + moveLines(),
		Example: `  erplan suggest
  erplan suggest --max 2 --without vpn-backup
  erplan suggest --option second-location --format json
  erplan suggest --write improved.erplan.toml`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return p.runSuggest(args, f) },
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"toml"}, cobra.ShellCompDirectiveFilterFileExt
		},
	}
	flags := c.Flags()
	flags.StringVar(&f.option, "option", "", "start from this option (`NAME`) of the design")
	flags.StringVarP(&f.format, "format", "f", "text", "text or json")
	flags.IntVar(&f.most, "max", 3, "most changes `N` of a set, 1 to 6")
	flags.IntVar(&f.show, "show", 5, "most suggestions `N` to show")
	flags.IntVar(&f.analyses, "analyses", 300, "most designs `N` to analyse")
	flags.StringSliceVar(&f.moves, "move", nil, "`MOVE` to choose among, several allowed (default all)")
	flags.StringSliceVar(&f.without, "without", nil, "`MOVE` to leave out, several allowed")
	flags.StringVarP(&f.write, "write", "w", "", "write the suggestions as options to this `FILE`, which must not exist")
	flags.BoolVar(&f.force, "force", false, "overwrite the file")
	flags.StringVar(&f.date, "date", "", "`DAY` that expiry dates and tests are compared with (default the design's date)")
	complete(c, "format", "text", "json")
	complete(c, "move", moveNames()...)
	complete(c, "without", moveNames()...)
	return c
}

func moveNames() []string {
	var names []string
	for _, m := range suggest.Moves {
		names = append(names, m.Name)
	}
	return names
}

func moveLines() string {
	var b strings.Builder
	for _, m := range suggest.Moves {
		fmt.Fprintf(&b, "  %-22s %s\n", m.Name, m.About)
	}
	return b.String()
}

// settings refuses flags that mean nothing.
func (f suggestFlags) settings() (suggest.Settings, error) {
	s := suggest.Settings{Book: book.Rules, Most: f.most, Show: f.show, Analyses: f.analyses}
	switch {
	case f.format != "text" && f.format != "json":
		return s, oneOf("format", f.format, []string{"text", "json"})
	case f.most < 1 || f.most > 6:
		return s, fmt.Errorf("--max is 1 to 6, not %d", f.most)
	case f.show < 1:
		return s, fmt.Errorf("--show is at least 1, not %d", f.show)
	case f.analyses < 2:
		return s, fmt.Errorf("--analyses is at least 2, not %d", f.analyses)
	}
	for _, name := range append(f.moves[:len(f.moves):len(f.moves)], f.without...) {
		if !slices.Contains(moveNames(), name) {
			return s, oneOf("move", name, moveNames())
		}
	}
	s.Moves = []*suggest.Move{}
	for _, m := range suggest.Moves {
		if (len(f.moves) == 0 || slices.Contains(f.moves, m.Name)) && !slices.Contains(f.without, m.Name) {
			s.Moves = append(s.Moves, m)
		}
	}
	if f.date == "" {
		return s, nil
	}
	day, err := planner.ParseDate(f.date)
	s.Date = day
	return s, err
}

func (p *program) runSuggest(args []string, f suggestFlags) error {
	s, err := f.settings()
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
	file := files[0]
	if f.write != "" && !f.force {
		if _, err := os.Lstat(f.write); err == nil {
			return hint(fmt.Errorf("%s exists", f.write), "Name another file, or overwrite it with --force.")
		}
	}
	draft, diags := p.read(file)
	if draft != nil && f.option != "" && !slices.Contains(draft.Options(), f.option) {
		return oneOf("option", f.option, draft.Options())
	}
	var r *suggest.Result
	if draft != nil {
		r, diags = suggest.Search(draft, f.option, s)
	}
	if r == nil {
		p.code = exitFailed
		findings := report.Design{File: file, Option: f.option, Result: rules.Result{Findings: book.Describe(diags)}}
		return report.Text(p.stderr, &report.Report{Tool: tool(), Designs: []report.Design{findings}}, report.Options{})
	}
	if !r.Reached() || len(r.Left) > 0 {
		p.code = exitFindings
	}
	return p.showSuggestions(r, view.Header{Tool: view.Tool(tool()), File: file, Name: draft.Name()}, f)
}

func (p *program) showSuggestions(r *suggest.Result, h view.Header, f suggestFlags) error {
	if f.write != "" {
		text := view.File(r, extendsFrom(f.write, h.File))
		if text == "" {
			fmt.Fprintf(p.stderr, "erplan: there is nothing to write to %s\n", f.write)
		} else if err := saveDesign(f.write, text, f.force); err != nil {
			return err
		} else {
			h.Written = f.write
		}
	}
	if f.format == "json" {
		return view.JSON(p.stdout, r, h)
	}
	return view.Text(p.stdout, r, h)
}

// extendsFrom returns the path by which a file names the design that it builds
// on; "" where it cannot: standard input, and another disk.
func extendsFrom(file, design string) string {
	if design == "-" {
		return ""
	}
	from, err := filepath.Abs(filepath.Dir(file))
	to, err2 := filepath.Abs(design)
	if err != nil || err2 != nil {
		return ""
	}
	rel, err := filepath.Rel(from, to)
	if err != nil || !utf8.ValidString(rel) {
		return ""
	}
	return filepath.ToSlash(rel)
}

// saveDesign writes a file that does not exist yet or, with force, replaces it.
func saveDesign(name, text string, force bool) error {
	if force {
		return replaceFile(name, text)
	}
	return createFile(name, text)
}
