// Package acceptance plans the failover tests of a network, says what the
// model expects of each, and compares it with what was seen.
//
// A [Trial] takes one thing away. [Plan] lists the trials of a design: those
// that it declares as [tests.NAME], then those that its links, circuits,
// gateways and VPNs ask for. A declared test that is one of the latter is the
// same trial, under the name that the design gives it.
//
//	for _, t := range acceptance.Plan(analysis) {
//		for _, c := range t.Compare(analysis) {
//			// c.Predicted beside c.Observed
//		}
//	}
//
// Times that a trial is compared with are the worst that the model expects: a
// shorter interruption is no mismatch.
package acceptance

import (
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/topology"
)

// A Trial is a failover test: what is taken away, and what becomes of the
// flows then.
type Trial struct {
	Name     string // of its table among [tests], and its id in the document
	Kind     planner.TestKind
	Target   string // component
	Way      string // how it is done: link, circuit, gateway, hub, site, backup or tunnel
	What     string // for people
	Change   outcome.Change
	Written  *planner.Test         // what the design or a test sheet says of it; nil where nothing
	Declared bool                  // the design has it under a name of its own
	Unknown  string                // why there is no prediction
	Changed  []outcome.FlowOutcome // the flows that it touches
}

// Plan returns the trials of a design with what is predicted of them: those
// that it declares, in its order, then all others.
func Plan(a *outcome.Analysis) []Trial {
	out := plan(a)
	for i := range out {
		out[i].predict(a)
	}
	return out
}

// Done returns the trials of a design that somebody did, with what is
// predicted of them.
func Done(a *outcome.Analysis) []Trial {
	out := slices.DeleteFunc(plan(a), func(t Trial) bool { return !t.Done() })
	for i := range out {
		out[i].predict(a)
	}
	return out
}

func plan(a *outcome.Analysis) []Trial {
	planned := slices.Concat(linkTrials(a), circuitTrials(a), gatewayTrials(a), vpnTrials(a))
	var out []Trial
	for _, t := range a.Design.Tests {
		if i := indexOf(planned, t); i >= 0 {
			planned[i].Written = t
			if planned[i].Name == t.Name() {
				continue // of a test sheet: it keeps its place
			}
			planned[i].Name, planned[i].Declared = t.Name(), true
			out = append(out, planned[i])
			planned = slices.Delete(planned, i, i+1)
			continue
		}
		out = append(out, declaredTrial(a, t))
	}
	return append(out, planned...)
}

// indexOf returns the planned test that a declared one is: of the same name,
// else the first of the same kind and target; -1 where there is none.
func indexOf(planned []Trial, t *planner.Test) int {
	same := func(p Trial) bool {
		return p.Written == nil && p.Kind == t.Kind && strings.EqualFold(p.Target, t.Target)
	}
	if i := slices.IndexFunc(planned, func(p Trial) bool { return p.Name == t.Name() && same(p) }); i >= 0 {
		return i
	}
	if t.Kind == "site-failover" || t.Kind == "vpn-failover" {
		return -1 // a design means the whole component, a planned test what Azure takes from one gateway
	}
	return slices.IndexFunc(planned, same)
}

func declaredTrial(a *outcome.Analysis, t *planner.Test) Trial {
	out := Trial{Name: t.Name(), Kind: t.Kind, Target: t.Target, Way: wayOf[t.Kind], What: "as the design declares", Written: t, Declared: true}
	change, err := a.Change([]string{t.Target}, nil)
	switch {
	case t.Target == "":
		out.Unknown = "the design does not say what is taken away"
	case err != nil:
		out.Unknown = "the target is no component of the design"
	}
	if out.Unknown == "" {
		c := component(a, change.Fail[0])
		out.Change, out.What = change, strings.ReplaceAll(string(c.Kind), "-", " ")+" "+c.Name+", as the design declares"
	}
	return out
}

var wayOf = map[planner.TestKind]string{"link-failover": "link", "circuit-failover": "circuit", "site-failover": "site", "vpn-failover": "tunnel"}

func component(a *outcome.Analysis, c int) *topology.Component { return &a.Topology.Components[c] }
