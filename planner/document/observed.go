package document

import (
	"fmt"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/acceptance"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/document/block"
	"github.com/erplan/erplan/rules"
)

// observed puts what was seen in tests beside what the model predicts.
var observed = Section{
	ID: "observed", Title: "Observed against predicted", Preset: LowLevel,
	Build: func(d *Data) []block.Block {
		list := d.trials()
		t := block.Table{Columns: block.Columns("Test", "#Date", "What", "Predicted", "Observed", "Verdict")}
		done, compared, otherwise := 0, 0, 0
		for i := range list {
			if !list[i].Done() {
				continue
			}
			done++
			for _, c := range list[i].Compare(d.Analysis) {
				if !c.Open() {
					compared++
				}
				if !c.Open() && !c.Holds {
					otherwise++
				}
				t.Rows = append(t.Rows, d.observation(&list[i], &c))
			}
			if len(list[i].Written.Observed) == 0 && !list[i].Written.Seconds.Known() {
				t.Rows = append(t.Rows, block.Row(block.Name(list[i].Name), d.testDate(list[i].Written), "done", "", "nothing written", "? nothing to compare"))
			}
		}
		if done == 0 {
			return nil
		}
		verdict := block.Text(block.Strong("Everything that was seen is as predicted."))
		switch {
		case compared == 0:
			verdict = block.Text(block.Strong("Nothing that was seen can be compared with a prediction."))
		case otherwise > 0:
			verdict = block.Text(block.Strong(count(otherwise, "observation")+" not as predicted"), ": the network is not the one of the design, or the model is wrong. Either is to be mended before the network is relied on; see ", d.See("findings"), ".")
		}
		return []block.Block{
			block.Say(fmt.Sprintf("%d of %s done. ", done, count(len(list), "test")), verdict), t,
			block.Say("Tests of a peering location count for ", d.See("resiliency-index"), " with their date; the age counts from the date of the design, or from that of ", block.Name("--date"), "."),
		}
	},
}

func (d *Data) testDate(t *planner.Test) block.Inline {
	if t.Date.IsZero() {
		return block.Text(block.Emphasis("unknown"))
	}
	return block.Text(t.Date)
}

// observation is one thing that was seen.
func (d *Data) observation(t *acceptance.Trial, c *acceptance.Comparison) []block.Inline {
	what := block.Text("longest interruption")
	if c.Flow != "" {
		what = block.Text("flow ", block.Name(c.Flow))
	}
	predicted := block.Text(c.Predicted)
	verdict := block.Text("✓ as predicted")
	switch {
	case c.Open():
		predicted, verdict = block.Text(block.Emphasis("unknown")), block.Text("? no prediction")
	case c.Better:
		verdict = block.Text("✗ ", block.Strong("otherwise"), ", better")
	case !c.Holds:
		verdict = block.Text("✗ ", block.Strong("otherwise"))
	}
	return block.Row(block.Name(t.Name), d.testDate(t.Written), what, predicted, c.Observed, verdict)
}

// trials returns the tests of the plan, with what is predicted of them.
func (d *Data) trials() []acceptance.Trial {
	if d.planned == nil {
		d.planned = acceptance.Plan(d.Analysis)
	}
	return d.planned
}

// Mismatches returns the findings about tests that went otherwise than
// predicted.
func Mismatches(d *Data) []diag.Diagnostic {
	var out []diag.Diagnostic
	for _, f := range d.Check.Findings {
		if f.Rule == rules.TestAsPredicted.ID && f.Counts() {
			out = append(out, f)
		}
	}
	return out
}
