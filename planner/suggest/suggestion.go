package suggest

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/failover"
)

// A Suggestion is a set of changes that was tried, and what comes of it.
type Suggestion struct {
	Changes []Change // without the repairs
	Overlay Overlay  // with the repairs
	After   *State

	Removes  []Obstacle        // that the design has and the suggestion does not
	Keeps    []Obstacle        // that are left; none of a suggestion that meets the intent
	Adds     []Thing           // what has to be bought, with the repairs
	Cost     Cost              // of its dearest change
	Warnings []diag.Diagnostic // that are new
	Advice   []diag.Diagnostic // that is new
	Gone     int               // findings of the design that it does not have
	Flows    []FlowGain        // by flow

	// The longest interruption by a failure that a flow survives, before and
	// after, where the design asks for less.
	SlowestBefore, SlowestAfter time.Duration
}

// A FlowGain is what a flow gains.
type FlowGain struct {
	Name          string
	Known         bool // its availability is predicted, before and after
	Before, After failover.Availability
	PointsBefore  []string // single points of failure between its ends, by id
	PointsAfter   []string
}

// finish fills the result.
func (w *search) finish(r *Result, start node) {
	slices.SortStableFunc(w.found, order)
	r.More = max(0, len(w.found)-w.Show)
	for _, n := range w.shown() {
		r.Suggestions = append(r.Suggestions, newSuggestion(r, n))
	}
	if n := w.cheapest(start); n != nil {
		s := newSuggestion(r, *n)
		r.Next = &s
	}
	if n := w.nearest; n != nil && len(w.found) == 0 && setKey(n.changes[len(r.Repairs):]) != nextKey(r) {
		s := newSuggestion(r, *n)
		r.Nearest = &s
	}
	r.Beyond = slices.DeleteFunc(slices.Clone(start.Open), func(o Obstacle) bool { return w.removed[o.key] })
	r.Analyses, r.Exhausted, r.Narrowed = w.analyses, w.exhausted, w.narrowed
}

// shown returns the sets that are shown, in order: the first of each combination
// of moves, then the second of each, until there are enough. Two locations for
// one circuit tell less than a circuit and a VPN.
func (w *search) shown() []node {
	left := slices.Clone(w.found)
	var out []node
	for len(out) < w.Show && len(left) > 0 {
		seen := map[string]bool{}
		var rest []node
		for _, n := range left {
			if kind := moveNames(n.changes); len(out) < w.Show && !seen[kind] {
				seen[kind] = true
				out = append(out, n)
				continue
			}
			rest = append(rest, n)
		}
		left = rest
	}
	slices.SortStableFunc(out, order)
	return out
}

// moveNames names the moves of changes, whatever their order.
func moveNames(changes []Change) string {
	names := make([]string, len(changes))
	for i := range changes {
		names[i] = changes[i].Move.Name
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

func nextKey(r *Result) string {
	if r.Next == nil {
		return ""
	}
	return setKey(r.Next.Changes)
}

func newSuggestion(r *Result, n node) Suggestion {
	s := Suggestion{
		Changes: n.changes[len(r.Repairs):], Overlay: n.overlay, After: n.State,
		Removes: without(r.Before.Open, n.Open), Keeps: n.Open,
		Adds:     total(n.changes),
		Warnings: n.news(r.Before, diag.Warning), Advice: n.news(r.Before, diag.Advice),
		Flows: gains(r.Before, n.State),
	}
	if costs := dearest(s.Changes); len(costs) > 0 {
		s.Cost = costs[0]
	}
	if r.Before.misses("recovery_time") {
		s.SlowestBefore, s.SlowestAfter = r.Before.slowest(), n.slowest()
	}
	for k := range r.Before.keys {
		if n.keys[k] == diag.Off {
			s.Gone++
		}
	}
	return s
}

// gains compares the flows of two states by name.
func gains(before, after *State) []FlowGain {
	var out []FlowGain
	for f := range before.Analysis.Flows {
		g := FlowGain{Name: before.Analysis.Flows[f].Name, PointsBefore: before.points(f)}
		now, ok := after.Analysis.Flow(g.Name)
		if !ok {
			continue
		}
		var known bool
		g.Before, g.Known = before.Analysis.Availability(f)
		g.After, known = after.Analysis.Availability(now)
		g.Known = g.Known && known
		g.PointsAfter = after.points(now)
		out = append(out, g)
	}
	return out
}

// points returns the single points of failure of a flow between its ends.
func (s *State) points(flow int) []string {
	var out []string
	for _, p := range s.Analysis.Points(flow) {
		if !p.End {
			out = append(out, s.Analysis.Topology.Components[p.Component].ID)
		}
	}
	return out
}

// Worst returns the flow that is least available before; not ok where no
// availability is known.
func (s *Suggestion) Worst() (FlowGain, bool) {
	known := slices.DeleteFunc(slices.Clone(s.Flows), func(g FlowGain) bool { return !g.Known })
	if len(known) == 0 {
		return FlowGain{}, false
	}
	return slices.MaxFunc(known, func(a, b FlowGain) int { return cmp.Compare(a.Before.Unavailability, b.Before.Unavailability) }), true
}

// Points returns how many components are single points of failure of some flow,
// before and after, which are so no longer, and which are left.
func (s *Suggestion) Points() (before, after int, gone, kept []string) {
	all := map[string]bool{}
	for _, g := range s.Flows {
		for _, id := range g.PointsBefore {
			all[id] = true
		}
		for _, id := range g.PointsAfter {
			if !slices.Contains(kept, id) {
				kept = append(kept, id)
			}
		}
	}
	for _, g := range s.Flows {
		for _, id := range g.PointsBefore {
			if !slices.Contains(kept, id) && !slices.Contains(gone, id) {
				gone = append(gone, id)
			}
		}
	}
	return len(all), len(kept), gone, kept
}
