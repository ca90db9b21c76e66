package acceptance

import (
	"slices"

	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/topology"
)

// predict works out what a test does to the flows.
func (t *Trial) predict(a *outcome.Analysis) {
	switch fail := t.Change.Fail; {
	case t.Unknown != "" || len(a.Flows) == 0:
	case len(fail) == 1 && len(t.Change.Drain) == 0 && slices.Contains(a.Singles().Components, fail[0]):
		t.Changed = a.Singles().Effects(fail[0])
	default:
		s := a.Scenario(t.Change)
		for _, i := range s.Changed {
			t.Changed = append(t.Changed, s.Flows[i])
		}
	}
}

// Gone returns what the trial takes away: what it fails, and what goes down
// with that.
func (t *Trial) Gone(top *topology.Topology) []int {
	out := slices.Clone(t.Change.Fail)
	for _, c := range t.Change.Fail {
		out = append(out, top.Takes(c)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Outcome returns what is predicted of a flow.
func (t *Trial) Outcome(a *outcome.Analysis, flow int) outcome.Outcome {
	for i := range t.Changed {
		if t.Changed[i].Flow == flow {
			return t.Changed[i].Outcome
		}
	}
	return a.Normal().Flows[flow].Outcome
}

// Recovery returns the longest interruption of a flow that survives, and
// whether one is predicted for every flow that is interrupted.
func (t *Trial) Recovery() (longest outcome.Recovery, known bool) {
	known = t.Unknown == ""
	for i := range t.Changed {
		r := t.Changed[i].Recovery
		switch {
		case !t.Changed[i].Outcome.Survives() || !r.Affected:
		case !r.Known:
			known = false
		case !longest.Known || r.Worst > longest.Worst:
			longest = r
		}
	}
	return longest, known
}

// Count says how many flows end in an outcome.
func (t *Trial) Count(o outcome.Outcome) int {
	n := 0
	for i := range t.Changed {
		if t.Changed[i].Outcome == o {
			n++
		}
	}
	return n
}

// Done reports whether somebody wrote what was seen.
func (t *Trial) Done() bool {
	w := t.Written
	return w != nil && (!w.Date.IsZero() || len(w.Observed) > 0 || w.Seconds.Known())
}
