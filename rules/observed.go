package rules

import (
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/acceptance"
	"github.com/erplan/erplan/planner/diag"
)

// Observed lists the rules on failover tests that somebody did or meant to do,
// in the design or in a test sheet, in order.
var Observed = []*Rule{TestAsPredicted, TestOutOfDate, TestNotDone}

var tested = []Ref{
	{Doc: "evaluate-circuit-resiliency", Section: "Test failover", Date: "2024-06-24"},
	{Doc: "resiliency-validation", Section: "Start the test", Date: "2025-11-04"},
}

// TestAsPredicted compares what was seen in tests with what the model
// predicts.
var TestAsPredicted = &Rule{
	ID: "operations/test-as-predicted", Title: "Tests end as the model predicts", Severity: diag.Warning,
	Why:  "The network is not the one that the design describes, or the model is wrong about it. Everything else that is predicted is in doubt until one of them is mended.",
	Fix:  "Find out whether the network or the design is not as intended, mend it, and test again.",
	Refs: tested,
	Check: func(p *Pass) {
		if len(p.Tests) == 0 {
			return
		}
		a := p.Outcome()
		for _, t := range acceptance.Done(a) {
			for _, c := range t.Compare(a) {
				if c.Open() || c.Holds {
					continue
				}
				f := p.Report(c.Place, "%s", c.Message)
				if c.Better {
					f.As(diag.Advice).Fix("Find out what carries it, and write it into the design: the network is better than the design says.")
				}
			}
		}
	},
}

// outOfDate is after how many days a test counts as old: the age at which the
// resiliency index counts it half, and the quarter that Microsoft names.
const outOfDate = 90

// TestOutOfDate finds tests that are too old to say much.
var TestOutOfDate = &Rule{
	ID: "operations/test-out-of-date", Title: "What was tested was tested in the last 90 days", Severity: diag.Advice, Inferred: true,
	Why:      "Filters, software and lines change, and a way that nobody uses goes wrong unseen. An old test says how the network was.",
	Fix:      "Repeat the test, and write its date.",
	Refs:     []Ref{{Doc: "resiliency-insights", Section: "Resiliency validation readiness test score", Date: "2025-11-04"}},
	YieldsTo: []string{"redundancy/standby-never-tested"},
	Check: func(p *Pass) {
		if len(p.Tests) == 0 {
			return
		}
		today := p.Outcome().Date
		for _, t := range p.Tests {
			switch {
			case t.Date.IsZero() || repeated(p, t):
			case today.IsZero():
				p.Unknown(p.Info.At("date"), "how old test %s is, is unknown: the design has no date", t.Name())
			case t.Date.DaysUntil(today) > outOfDate:
				p.Report(t.ValueAt("date"), "test %s was done on %s, %s ago", t.Name(), t.Date, Count(t.Date.DaysUntil(today), "day"))
			case t.Date.DaysUntil(today) < 0:
				p.Report(t.ValueAt("date"), "test %s was done on %s, which is after %s, the day of this design", t.Name(), t.Date, today).
					Fix("Correct the date of the test, or renew that of the design.")
			}
		}
	},
}

// repeated reports whether a newer test is of the same thing.
func repeated(p *Pass, t *planner.Test) bool {
	for _, o := range p.Tests {
		if o.Kind == t.Kind && o.Target == t.Target && t.Date.Before(o.Date) {
			return true
		}
	}
	return false
}

// TestNotDone finds tests that are written down and were not done. Tests of a
// test sheet are found where the sheet is read.
var TestNotDone = &Rule{
	ID: "operations/test-not-done", Title: "Tests that are planned are done", Severity: diag.Advice,
	Why:  "A test that stands in the design and was not done looks as if the failover were known to work.",
	Fix:  "Do the test, and write what was seen: date, observed and seconds.",
	Refs: tested,
	Check: func(p *Pass) {
		for _, t := range p.Tests {
			if done := (&acceptance.Trial{Written: t}).Done(); !done {
				p.Report(t.Here(), "test %s has neither a date nor an observation: it was not done", t.Name())
			}
		}
	},
}
