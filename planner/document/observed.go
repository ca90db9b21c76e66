package document

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/document/block"
	"github.com/erplan/erplan/planner/outcome"
)

// ObservedRule is the rule of findings about tests that went otherwise than
// predicted.
const ObservedRule = "document/observed-otherwise"

// observed puts what was seen in tests beside what the model predicts.
var observed = Section{
	ID: "observed", Title: "Observed against predicted", Preset: LowLevel,
	Build: func(d *Data) []block.Block {
		var out []block.Block
		list := d.trials()
		t := block.Table{Columns: block.Columns("Test", "#Date", "What", "Predicted", "Observed", "Verdict")}
		open := 0
		for i := range list {
			if !list[i].done() {
				open++
				continue
			}
			for _, c := range d.compareTest(&list[i]) {
				t.Rows = append(t.Rows, c.row(&list[i]))
			}
		}
		if len(t.Rows) == 0 {
			return nil
		}
		wrong := len(Mismatches(d))
		verdict := block.Text(block.Strong("Everything that was seen is as predicted."))
		if wrong > 0 {
			verdict = block.Text(block.Strong(count(wrong, "observation")+" not as predicted"), ": the network is not the one of the design, or the model is wrong. Either is to be mended before the network is relied on.")
		}
		out = append(out, block.Say(count(len(list)-open, "test"), " done, ", fmt.Sprint(open), " of the plan to do. ", verdict), t)
		return append(out, block.Say("Tests of a peering location count for ", d.See("resiliency-index"), " with their date; the age counts from the date of the design, or from that of ", block.Name("--date"), "."))
	},
}

// A comparison is one thing that was seen in a test.
type comparison struct {
	what      block.Inline
	predicted block.Inline
	observed  string
	holds     bool
	open      bool // there is no prediction
	message   string
}

func (c *comparison) row(t *trial) []block.Inline {
	date := block.Text(block.Emphasis("unknown"))
	if !t.written.Date.IsZero() {
		date = block.Text(t.written.Date)
	}
	verdict := block.Text("✓ as predicted")
	switch {
	case c.open:
		verdict = block.Text("? no prediction")
	case !c.holds:
		verdict = block.Text("✗ ", block.Strong("otherwise"))
	}
	return block.Row(block.Name(t.name), date, c.what, c.predicted, c.observed, verdict)
}

// compareTest compares what was seen in a test: every flow that the tester
// names, and the longest interruption.
func (d *Data) compareTest(t *trial) []comparison {
	var out []comparison
	for _, o := range t.written.Observed {
		flow, ok := d.Analysis.Flow(o.Key)
		c := comparison{what: block.Text("flow ", block.Name(o.Key)), predicted: block.Text(block.Emphasis("unknown")), observed: string(o.Value), open: true}
		if ok && t.unknown == "" {
			p := t.outcome(d, flow)
			c.open, c.predicted, c.holds = false, block.Text(outcomeWord(p)), p.Meets(o.Value)
			c.message = fmt.Sprintf("test %s: flow %s was %s, and %s is predicted", t.name, o.Key, o.Value, p)
		}
		out = append(out, c)
	}
	if t.written.Seconds.Known() {
		out = append(out, t.compareSeconds())
	}
	if len(out) == 0 {
		out = append(out, comparison{what: block.Text("done"), observed: "nothing written", open: true})
	}
	return out
}

func (t *trial) compareSeconds() comparison {
	seconds := t.written.Seconds.Value()
	c := comparison{what: block.Text("longest interruption"), observed: fmt.Sprintf("%g s", seconds), predicted: longestWords(t)}
	r, known := t.recovery()
	c.open = !known
	worst := 0.0
	if r.Known {
		worst = r.Worst.Seconds()
	}
	c.holds = seconds <= worst
	c.message = fmt.Sprintf("test %s: a flow was interrupted for %g s, and at most %s is predicted", t.name, seconds, outcome.Seconds(r.Worst))
	return c
}

// Mismatches returns the tests that went otherwise than predicted, as
// findings where that is written.
func Mismatches(d *Data) []diag.Diagnostic {
	var out []diag.Diagnostic
	list := d.trials()
	for i := range list {
		t := &list[i]
		if !t.done() {
			continue
		}
		for _, c := range d.compareTest(t) {
			if !c.open && !c.holds {
				out = append(out, asDiagnostic(t.written.Here(), c.message, "Find out whether the network or the design is not as intended, mend it, and test again."))
			}
		}
	}
	slices.SortStableFunc(out, func(a, b diag.Diagnostic) int { return a.Place.Compare(b.Place) })
	return out
}
