package suggest

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/source"
)

// An Obstacle is a blocker of a requirement, for one flow where it concerns
// flows. Unlike a blocker it can be found again in a changed design.
type Obstacle struct {
	Requirement string
	Own         string       // the flow whose own requirement it is, "" of the design
	Flow        string       // that it concerns, "" where none in particular
	Kind        planner.Kind // of the component that is in the way, "" where none is
	Component   string       // its id
	Message     string
	Place       source.Place

	key string
}

// What several blockers of a flow amount to, where they are causes and not
// separate things to mend.
var causes = map[string]bool{"availability": true, "max_latency": true}

// obstacles returns what is certainly in the way of the intents.
func obstacles(a *outcome.Analysis, intents []outcome.Intent) []Obstacle {
	var out []Obstacle
	seen := map[string]bool{}
	for i := range intents {
		x := &intents[i]
		for k := range x.Blockers {
			if x.Blockers[k].Unknown {
				continue
			}
			for _, o := range split(a, x, &x.Blockers[k]) {
				if !seen[o.key] {
					seen[o.key] = true
					out = append(out, o)
				}
			}
		}
	}
	return out
}

// split returns the obstacles that a blocker is: one for each flow.
func split(a *outcome.Analysis, x *outcome.Intent, b *outcome.Blocker) []Obstacle {
	one := Obstacle{Requirement: x.Requirement, Message: b.Message, Place: b.Place}
	if x.Flow >= 0 {
		one.Own = a.Flows[x.Flow].Name
	}
	what := b.Place.Path
	if b.Component >= 0 {
		c := &a.Topology.Components[b.Component]
		one.Kind, one.Component = c.Kind, c.ID
		what = c.ID
	}
	switch {
	case causes[x.Requirement]:
		one.Kind, one.Component, what = "", "", ""
	case x.Requirement == "recovery_time":
		what = b.Place.Path
	case x.Requirement == "resiliency" && len(b.Flows) == 0:
		what = b.Message
	}
	flows := b.Flows
	if len(flows) == 0 {
		flows = []int{-1}
	}
	var out []Obstacle
	for _, f := range flows {
		o := one
		if f >= 0 {
			o.Flow = a.Flows[f].Name
		}
		o.key = fmt.Sprintf("%s\x00%s\x00%s\x00%s", o.Requirement, o.Own, o.Flow, what)
		out = append(out, o)
	}
	return out
}

// without returns the obstacles of a list that are not in another.
func without(list, other []Obstacle) []Obstacle {
	have := map[string]bool{}
	for i := range other {
		have[other[i].key] = true
	}
	return slices.DeleteFunc(slices.Clone(list), func(o Obstacle) bool { return have[o.key] })
}

// An intentKey names a requirement, of the design or of a flow.
type intentKey struct{ requirement, flow string }

// unmet returns the requirements that are certainly not met.
func unmet(a *outcome.Analysis, intents []outcome.Intent) map[intentKey]bool {
	out := map[intentKey]bool{}
	for i := range intents {
		if intents[i].Verdict == outcome.NotMet {
			out[keyOf(a, &intents[i])] = true
		}
	}
	return out
}

func keyOf(a *outcome.Analysis, x *outcome.Intent) intentKey {
	k := intentKey{requirement: x.Requirement}
	if x.Flow >= 0 {
		k.flow = a.Flows[x.Flow].Name
	}
	return k
}
