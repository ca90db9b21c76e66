package outcome

import (
	"fmt"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/routing"
)

// An Outcome is what becomes of a flow.
type Outcome uint8

// The outcomes, best first.
const (
	Kept        Outcome = iota // the ways that carry it are part of those before
	Moved                      // a way carries it that did not before
	Degraded                   // kept or moved, but over capacity, over its latency, or asymmetric
	Lost                       // nothing carries it
	Unreachable                // nothing carried it to begin with: there is no way
)

// outcomes is how many there are.
const outcomes = int(Unreachable) + 1

// String returns the word for an outcome.
func (o Outcome) String() string {
	return [...]string{"kept", "moved", "degraded", "lost", "unreachable"}[o]
}

// Survives reports whether the flow is still carried.
func (o Outcome) Survives() bool { return o < Lost }

// Meets reports whether an outcome is what a scenario or a test expects.
func (o Outcome) Meets(e planner.Expectation) bool {
	if e == "survives" {
		return o.Survives()
	}
	return o.String() == string(e)
}

// judge returns what becomes of a flow that went one way and now goes another;
// crowded says that an element on it carries more than it can.
func (a *Analysis) judge(flow int, before, after *answer, crowded bool) Outcome {
	switch {
	case !before.reachable:
		return Unreachable
	case !after.carried:
		return Lost
	case crowded || after.asymmetric || a.late(flow, after):
		return Degraded
	case after == before || after.kept:
		return Kept
	}
	return Moved
}

// crowded reports whether an answer uses an element that is over its capacity.
func (a *Analysis) crowded(ans *answer, over func(element int) bool) bool {
	for _, u := range ans.uses {
		if over(int(u.element)) {
			return true
		}
	}
	return false
}

// late reports whether an answer takes longer than its flow may, by estimate.
func (a *Analysis) late(flow int, ans *answer) bool {
	w := a.Flows[flow].Written
	if w == nil || w.MaxLatency == 0 {
		return false
	}
	trip, ok := ans.roundTrip()
	return ok && trip > msOf(w.MaxLatency)
}

// noWay says why there is no way, if it is known, or else what is given.
func noWay(r *routing.Result, otherwise string) string {
	for _, choices := range [...][]routing.Choice{r.ToAzure, r.ToSite} {
		for _, c := range choices {
			if c.Step == routing.ForwardingLoop {
				return "traffic goes round in a circle: " + c.At + ", on its way, knows a prefix that leads back"
			}
		}
	}
	return otherwise
}

// reasons says in words why a flow is degraded, lost or unreachable.
func (a *Analysis) reasons(flow int, before, after *answer, loads []load) []string {
	var out []string
	r := after.result
	switch {
	case !before.reachable:
		return []string{noWay(before.result, "there is no way, even when nothing fails")}
	case !after.reachable:
		return []string{noWay(r, "no way is left")}
	}
	if r.Draining {
		out = append(out, "a way is pinned to an edge router that is drained")
	}
	if r.StatefulBreak != nil {
		out = append(out, fmt.Sprintf("site %s sees one direction at one router and the other at another, and a stateful device loses it", r.StatefulBreak.Name()))
	} else if after.asymmetric {
		out = append(out, "the two directions pass its site by different routers")
	}
	if last := -1; after.carried {
		for _, u := range after.uses {
			e := int(u.element)
			if e != last && a.exceeds(e, loads[e]) {
				x := &a.Elements[e]
				out = append(out, fmt.Sprintf("%s would carry %s, more than its %s (%s)", x.ID, mbps(loads[e].busier()), x.Capacity, x.Basis))
			}
			last = e
		}
	}
	if a.late(flow, after) {
		trip, _ := after.roundTrip()
		out = append(out, fmt.Sprintf("its round trip is estimated at %s, longer than %s", trip, a.Flows[flow].Written.MaxLatency))
	}
	return out
}
