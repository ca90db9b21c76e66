package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/change"
	changeview "github.com/erplan/erplan/planner/change/view"
	"github.com/erplan/erplan/planner/compare"
	compareview "github.com/erplan/erplan/planner/compare/view"
	"github.com/erplan/erplan/planner/cost"
)

// compareFlags are the flags of compare.
type compareFlags struct {
	options []string
	format  string
	weights []string
	prices  []string
	changes bool
	date    string
	color   string
}

// compareFormats are the formats of compare, the default first.
var compareFormats = []string{"text", "markdown", "json"}

func (p *program) compare() *cobra.Command {
	var f compareFlags
	c := &cobra.Command{
		Use:   "compare [PATH | A B…]",
		Short: "Put options or designs side by side, and say which is better",
		Long: `Compare checks and analyses the options of a design, or several designs, and
puts them side by side: findings, requirements, availability, single points of
failure, load, interruption, latency, things to buy. An option that another one
beats in everything is marked as dominated.

With --weight it decides, and says at which weights the decision would change.
With --prices it counts costs: from a file of your own, or from the JSON that
Azure's retail price API returned. It brings no prices itself.
With --changes it lists what differs between two, and what comes of it.

Criteria: ` + criteriaWords() + `.`,
		Example: `  erplan compare
  erplan compare --options base,metro,second-location
  erplan compare --weight availability=3,cost=1 --prices prices.toml
  erplan compare old.toml new.toml --changes --format markdown`,
		RunE: func(_ *cobra.Command, args []string) error { return p.runCompare(args, f) },
	}
	flags := c.Flags()
	flags.StringSliceVar(&f.options, "options", nil, "`NAMES` to compare, in this order; base is the design without an option (default base and all; one name: base and that)")
	flags.StringVarP(&f.format, "format", "f", "text", strings.Join(compareFormats, ", "))
	flags.StringSliceVarP(&f.weights, "weight", "w", nil, "`CRITERION=NUMBER`, several allowed")
	flags.StringArrayVar(&f.prices, "prices", nil, "price `FILE`, TOML or the JSON of Azure's retail price API; may be repeated")
	flags.BoolVar(&f.changes, "changes", false, "list what differs between two, and what comes of it")
	flags.StringVar(&f.date, "date", "", "`DAY` from which exceptions and tests are judged (default the design's date)")
	flags.StringVar(&f.color, "color", "auto", "auto, always or never")
	complete(c, "format", compareFormats...)
	complete(c, "color", "auto", "always", "never")
	var weights []string
	for _, key := range compare.Keys() {
		weights = append(weights, key+"=")
	}
	complete(c, "weight", weights...)
	c.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return []string{"toml"}, cobra.ShellCompDirectiveFilterFileExt
	}
	return c
}

// criteriaWords lists the criteria for the help, in lines of its width.
func criteriaWords() string {
	var b strings.Builder
	column := len("Criteria: ")
	for i, key := range compare.Keys() {
		if i > 0 {
			b.WriteString(",")
			column++
			if column+1+len(key) > 80 {
				b.WriteString("\n")
				column = 0
			} else {
				b.WriteString(" ")
				column++
			}
		}
		b.WriteString(key)
		column += len(key)
	}
	return b.String()
}

// settings turns the flags into settings; ok is false where a price file is
// wrong, and that has been shown.
func (p *program) settings(f compareFlags) (s compare.Settings, ok bool, err error) {
	switch {
	case !slices.Contains(compareFormats, f.format):
		return s, false, oneOf("format", f.format, compareFormats)
	case !slices.Contains([]string{"auto", "always", "never"}, f.color):
		return s, false, oneOf("colour mode", f.color, []string{"auto", "always", "never"})
	case f.changes && len(f.weights) > 0:
		return s, false, errors.New("--weight does not go with --changes")
	}
	if f.date != "" {
		if s.Date, err = planner.ParseDate(f.date); err != nil {
			return s, false, err
		}
	}
	s.Weights, err = compare.ParseWeights(f.weights)
	if unknown := (*compare.UnknownCriterion)(nil); errors.As(err, &unknown) {
		return s, false, oneOf("criterion", unknown.Key, compare.Keys())
	}
	if err != nil {
		return s, false, err
	}
	s.Prices, ok, err = p.priceList(f.prices)
	return s, ok, err
}

// priceList reads and joins price files.
func (p *program) priceList(files []string) (list *cost.List, ok bool, err error) {
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, false, fmt.Errorf("%s: %w", file, reason(err))
		}
		var one *cost.List
		if strings.EqualFold(filepath.Ext(file), ".json") {
			if one, err = cost.ReadAzure(file, text); err != nil {
				return nil, false, err
			}
		} else {
			var faults []cost.Fault
			if one, faults = cost.Read(file, text); one == nil {
				p.faults(faults)
				return nil, false, nil
			}
		}
		if list == nil {
			list = one
		} else if err := list.Join(one); err != nil {
			return nil, false, err
		}
	}
	return list, true, nil
}

// faults shows what is wrong in a price file.
func (p *program) faults(list []cost.Fault) {
	p.code = exitFailed
	for _, f := range list {
		at := f.Place.Start()
		fmt.Fprintf(p.stderr, "%s:%d:%d: error: %s\n", f.Place.Name(), at.Line, at.Col, f.Message)
		if f.Fix != "" {
			fmt.Fprintf(p.stderr, "  = fix: %s\n", f.Fix)
		}
	}
}

func (p *program) runCompare(args []string, f compareFlags) error {
	s, ok, err := p.settings(f)
	if err != nil || !ok {
		return err
	}
	files, err := designs(args)
	if err != nil {
		return err
	}
	var subjects []compare.Subject
	if len(files) == 1 {
		subjects, err = p.optionsOf(files[0], f)
	} else if len(f.options) > 0 {
		return hint(errors.New("--options needs one design"), "Name one file; several files are compared without their options.")
	} else {
		subjects, err = p.subjects(files)
	}
	if err != nil || p.code == exitFailed {
		return err
	}
	if f.changes && len(subjects) != 2 {
		return hint(fmt.Errorf("--changes compares two designs, not %d", len(subjects)), "Name two files, or one option with --options NAME.")
	}
	h := compareview.Header{Tool: compareview.Tool(tool())}
	if len(files) == 1 {
		h.Path = files[0]
	}
	return p.showCompare(compare.New(subjects, s), h, f)
}

func (p *program) showCompare(x *compare.Comparison, h compareview.Header, f compareFlags) error {
	color := (&checkJob{checkFlags: checkFlags{color: f.color}}).colored(p.stdout)
	if f.changes {
		a, b := x.Candidates[0], x.Candidates[1]
		d := change.Between(a.Design, b.Design)
		r := changeview.Report{From: a, To: b, Diff: d, Impact: change.ImpactOf(a, b, d)}
		switch f.format {
		case "json":
			return changeview.JSON(p.stdout, r, changeview.Tool(h.Tool))
		case "markdown":
			return changeview.Markdown(p.stdout, r)
		}
		return changeview.Text(p.stdout, r, color)
	}
	switch f.format {
	case "json":
		return compareview.JSON(p.stdout, x, h)
	case "markdown":
		return compareview.Markdown(p.stdout, x, h)
	}
	return compareview.Text(p.stdout, x, h, compareview.Options{Color: color})
}
