package acceptance

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/source"
)

// A Comparison is one thing that was seen in a trial, beside what is
// predicted.
type Comparison struct {
	Flow      string // its name; "" where the longest interruption was seen
	Predicted string // "kept", "none", "at most 7.3 s"; "" where there is no prediction
	Observed  string // "lost", "41 s"
	Holds     bool   // what was seen is what is predicted
	Better    bool   // it does not hold, and is better than predicted
	Place     source.Place
	Message   string // in a sentence, where it does not hold
}

// Open reports whether there is no prediction to compare with.
func (c *Comparison) Open() bool { return c.Predicted == "" }

// Compare compares what was seen in a trial: every flow that the tester names,
// then the longest interruption. It returns nothing where only a date is
// written.
func (t *Trial) Compare(a *outcome.Analysis) []Comparison {
	if t.Written == nil {
		return nil
	}
	var out []Comparison
	for _, o := range t.Written.Observed {
		c := Comparison{Flow: o.Key, Observed: string(o.Value), Place: t.Written.At("observed", o.Key)}
		if flow, ok := a.Flow(o.Key); ok && t.Unknown == "" {
			p := t.Outcome(a, flow)
			c.Predicted, c.Holds, c.Better = p.String(), p.Meets(o.Value), better(p, c.Observed)
			c.Message = fmt.Sprintf("test %s: flow %s was %s, and %s is predicted", t.Name, source.Clean(o.Key), o.Value, p)
		}
		out = append(out, c)
	}
	if t.Written.Seconds.Known() {
		out = append(out, t.compareSeconds())
	}
	return out
}

// better reports whether what was seen of a flow is better than predicted.
func better(predicted outcome.Outcome, observed string) bool {
	for o := outcome.Kept; o < predicted; o++ {
		if o.String() == observed {
			return true
		}
	}
	return predicted >= outcome.Lost && observed == "survives"
}

func (t *Trial) compareSeconds() Comparison {
	seconds := t.Written.Seconds.Value()
	c := Comparison{Observed: fmt.Sprintf("%g s", seconds), Place: t.Written.ValueAt("seconds")}
	r, known := t.Recovery()
	if !known || !r.Known && t.Count(outcome.Lost) > 0 {
		return c // a flow that is lost is so for as long as the test takes
	}
	if !r.Known {
		c.Predicted, c.Holds = "none", seconds == 0
		c.Message = fmt.Sprintf("test %s: a flow was interrupted for %s, and no interruption is predicted", t.Name, c.Observed)
		return c
	}
	c.Predicted = "at most " + strings.TrimSuffix(outcome.Seconds(r.Worst), "s") + " s"
	c.Holds = seconds <= r.Worst.Seconds()
	c.Message = fmt.Sprintf("test %s: a flow was interrupted for %s, and %s is predicted", t.Name, c.Observed, c.Predicted)
	return c
}
