package document

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/compare"
	"github.com/erplan/erplan/planner/document/block"
)

// options puts the alternatives side by side and says what the chosen one has
// that the others lack.
var options = Section{
	ID: "options", Title: "Options considered and decision", Preset: Both,
	Build: func(d *Data) []block.Block {
		x := d.Comparison
		if x == nil || len(x.Candidates) < 2 {
			return nil
		}
		out := []block.Block{d.optionList(x), d.criteriaTable(x)}
		out = append(out, d.decision(x)...)
		return append(out, d.shifts(x)...)
	},
}

// chosen returns the number of the candidate that the document is about.
func (d *Data) chosen(x *compare.Comparison) int {
	return max(0, slices.IndexFunc(x.Candidates, func(c *compare.Candidate) bool { return c.Option == d.Design.Option }))
}

func (d *Data) optionList(x *compare.Comparison) block.Block {
	var out []block.Inline
	for i, c := range x.Candidates {
		text := block.Text(block.Name(c.Name))
		switch {
		case c.Description != "":
			text = block.Text(text, described(c.Description))
		case c.Option == "":
			text = block.Text(text, ": the design without an option")
		}
		if i == d.chosen(x) {
			text = block.Text(text, " ", block.Strong("(this document)"))
		}
		out = append(out, text)
	}
	return block.Bullets(out...)
}

// criteriaTable measures the candidates, one criterion a row.
func (d *Data) criteriaTable(x *compare.Comparison) block.Table {
	t := block.Table{Columns: block.Columns("Criterion")}
	for _, c := range x.Candidates {
		t.Columns = append(t.Columns, block.Column{Title: c.Name, Right: true})
	}
	for k := range compare.Criteria {
		row := block.Row(sentence(compare.Criteria[k].Title))
		for _, c := range x.Candidates {
			row = append(row, block.Text(c.Measures[k].Text))
		}
		if x.Prices != nil || compare.Criteria[k].Key != "cost" {
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

// sentence writes a text with a capital.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// decision says what the chosen candidate has over each other one, and what it
// gives up.
func (d *Data) decision(x *compare.Comparison) []block.Block {
	chosen := d.chosen(x)
	t := block.Table{Columns: block.Columns("Option", "Meets every requirement", "The chosen one is better in", "It is better in", "Verdict")}
	for i, c := range x.Candidates {
		if i == chosen {
			continue
		}
		better, worse := d.against(x, chosen, i)
		t.Rows = append(t.Rows, block.Row(block.Name(c.Name), meets(c), strings.Join(better, "; "), strings.Join(worse, "; "), d.lost(x, chosen, i, better, worse)))
	}
	c := x.Candidates[chosen]
	intro := block.Text("This document describes ", block.Name(c.Name), ". ")
	switch {
	case x.Verdict.Dominant == chosen:
		intro = block.Text(intro, "It is no worse than any other option in any criterion.")
	case c.Meets():
		intro = block.Text(intro, "It has no error and meets every requirement.")
	default:
		met, all := c.Met()
		intro = block.Text(intro, fmt.Sprintf("It meets %d of %s.", met, count(all, "requirement")))
	}
	return []block.Block{block.Title(3, "Decision record"), block.Paragraph{Text: intro}, t}
}

func meets(c *compare.Candidate) string {
	met, all := c.Met()
	switch {
	case c.Meets():
		return "✓ yes"
	case met == all:
		return "✗ no: it has errors"
	}
	return fmt.Sprintf("✗ no: %d of %d", met, all)
}

// against returns the criteria in which one candidate is better than another,
// and those in which it is worse.
func (d *Data) against(x *compare.Comparison, one, other int) (better, worse []string) {
	for k := range compare.Criteria {
		order, ok := compare.Criteria[k].Compare(x.Candidates[one].Measures[k], x.Candidates[other].Measures[k])
		switch {
		case !ok || order == 0:
		case order < 0:
			better = append(better, compare.Criteria[k].Title)
		default:
			worse = append(worse, compare.Criteria[k].Title)
		}
	}
	return better, worse
}

// lost says why an option was not taken, as far as the numbers tell.
func (d *Data) lost(x *compare.Comparison, chosen, other int, better, worse []string) string {
	for _, by := range x.Dominated[other] {
		if by.Candidate == chosen {
			return "dominated: worse in some, better in nothing"
		}
	}
	switch {
	case !x.Candidates[other].Meets() && x.Candidates[chosen].Meets():
		return "does not meet what is required"
	case len(better) == 0 && len(worse) == 0:
		return "equal by every criterion; the choice is one of operation"
	case len(better) == 0:
		return "better by the numbers: the decision needs a reason of its own"
	}
	return "a trade: see the criteria"
}

// shifts says which failures end otherwise in the options.
func (d *Data) shifts(x *compare.Comparison) []block.Block {
	chosen := d.chosen(x)
	t := block.Table{Columns: block.Columns("Option", "Survived there, lost here", "Lost there, survived here")}
	for i, c := range x.Candidates {
		if i == chosen {
			continue
		}
		s := compare.ShiftOf(x.Candidates[chosen], c)
		survived, fatal := falls(append(slices.Clone(s.Survived), s.Gone...)), falls(append(slices.Clone(s.Fatal), s.New...))
		if len(survived) > 0 || len(fatal) > 0 {
			t.Rows = append(t.Rows, block.Row(block.Name(c.Name), survived, fatal))
		}
	}
	return d.titled(nil, "Failures that end otherwise", "Single failures by which an option differs from this document's design.", t)
}

func falls(list []compare.Fall) block.Inline {
	var names []string
	for _, f := range list {
		names = append(names, f.Component)
	}
	return block.Names(names, 8)
}
