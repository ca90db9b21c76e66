package suggest

import (
	"slices"

	"github.com/erplan/erplan/planner"
)

// A Cost is the class of what a change costs, the cheapest first.
type Cost uint8

// The classes of cost.
const (
	Configuration Cost = iota // nothing is bought
	Reorder                   // something that is there is ordered anew: another SKU, tier, bandwidth or handover
	Resource                  // a new resource in Azure that carries traffic: a VPN gateway
	Equipment                 // a new device or line on premises
	NewCircuit                // a new circuit, with its cross-connects
)

// String returns the class in words.
func (c Cost) String() string {
	return [...]string{"configuration", "a changed order", "a new Azure gateway", "new equipment or line", "a new circuit"}[c]
}

// Word returns the class as one word, for machines.
func (c Cost) Word() string {
	return [...]string{"configuration", "reorder", "resource", "equipment", "circuit"}[c]
}

// A Move is one kind of change.
type Move struct {
	Name    string   // as in --move: "add-circuit"
	About   string   // what it does, in one line
	Cost    Cost     // at least
	Against []Aim    // the requirements that it may help to meet
	Rules   []string // the rules whose findings it mends

	// Propose returns the changes of this kind that make sense in a design,
	// in a fixed order. Names and prefixes in them are free in that design.
	Propose func(p *Proposer) []Change
}

// An Aim is a requirement, narrowed to blockers by components of some kinds.
type Aim struct {
	Requirement string
	Kinds       []planner.Kind // none: any blocker of the requirement
}

// meets reports whether an aim is at an obstacle.
func (a Aim) meets(o *Obstacle) bool {
	return a.Requirement == o.Requirement && (len(a.Kinds) == 0 || o.Kind == "" || slices.Contains(a.Kinds, o.Kind))
}

// helps reports whether a move may help against one of some obstacles.
func (m *Move) helps(open []Obstacle) bool {
	return slices.ContainsFunc(open, func(o Obstacle) bool {
		return slices.ContainsFunc(m.Against, func(a Aim) bool { return a.meets(&o) })
	})
}

// mends reports whether a move is a remedy for a finding of a rule.
func (m *Move) mends(rule string) bool { return slices.Contains(m.Rules, rule) }

// A Change is one change of a design, proposed by a move.
type Change struct {
	Move    *Move
	Key     string // what it does to what, whatever names it gives: equal for equal changes
	Words   string // in the imperative
	Cost    Cost
	Adds    []Thing
	Overlay Overlay
}

// A Thing is something that has to be bought, ordered or built.
type Thing struct {
	What  string // in the singular
	Count int
}

// plurals are those that an "s" does not make.
var plurals = map[string]string{"Internet access": "Internet accesses"}

// Plural returns the name of a number of such things.
func (t Thing) Plural() string {
	switch {
	case t.Count == 1:
		return t.What
	case plurals[t.What] != "":
		return plurals[t.What]
	}
	return t.What + "s"
}

// total adds up things, in the order in which they come first.
func total(changes []Change) []Thing {
	var out []Thing
	for i := range changes {
		for _, t := range changes[i].Adds {
			if at := slices.IndexFunc(out, func(o Thing) bool { return o.What == t.What }); at >= 0 {
				out[at].Count += t.Count
				continue
			}
			out = append(out, t)
		}
	}
	return out
}

// dearest returns the costs of changes, the highest first.
func dearest(changes []Change) []Cost {
	out := make([]Cost, len(changes))
	for i := range changes {
		out[i] = changes[i].Cost
	}
	slices.SortFunc(out, func(a, b Cost) int { return int(b) - int(a) })
	return out
}
