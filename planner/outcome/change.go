package outcome

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/topology"
)

// A Change is what happens to a network: components fail, or are drained for
// maintenance. Numbers are ascending, each once.
type Change struct{ Fail, Drain []int }

// Failing returns the change in which components fail.
func Failing(components ...int) Change { return Change{Fail: sorted(components)} }

// IsNone reports whether nothing happens.
func (c Change) IsNone() bool { return len(c.Fail)+len(c.Drain) == 0 }

func sorted(list []int) []int {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

// An UnknownComponent is an id that names no component of the design.
type UnknownComponent struct {
	ID   string
	Near []string // ids that may be meant, best first
}

// Error says which id is not known.
func (u *UnknownComponent) Error() string { return fmt.Sprintf("there is no component %q", u.ID) }

// Hint says which ids may be meant.
func (u *UnknownComponent) Hint() string {
	if len(u.Near) == 0 {
		return "A component is written as kind:name, such as router:SITE/NAME or peering-location:NAME."
	}
	return fmt.Sprintf("Did you mean %s?", strings.Join(u.Near, ", "))
}

// Change returns the change that ids mean. An error is an [UnknownComponent].
func (a *Analysis) Change(fail, drain []string) (Change, error) {
	down, err := a.numbers(fail)
	if err != nil {
		return Change{}, err
	}
	draining, err := a.numbers(drain)
	if err != nil {
		return Change{}, err
	}
	return Change{sorted(down), sorted(draining)}, nil
}

func (a *Analysis) numbers(ids []string) ([]int, error) {
	var out []int
	for _, id := range ids {
		c, ok := a.Topology.Find(id)
		if !ok {
			return nil, &UnknownComponent{id, a.Topology.Suggest(id)}
		}
		out = append(out, c)
	}
	return out, nil
}

// IDs returns the ids of components.
func (a *Analysis) IDs(components []int) []string {
	out := make([]string, len(components))
	for i, c := range components {
		out[i] = a.Topology.Components[c].ID
	}
	return out
}

// state returns the state of a change.
func (a *Analysis) state(c Change) topology.State { return a.Topology.State(c.Fail, c.Drain) }

// Name writes a change as people do: "link:a/primary fails, msee:b/primary is
// drained".
func (a *Analysis) Name(c Change) string {
	var parts []string
	if len(c.Fail) > 0 {
		parts = append(parts, verb(a.IDs(c.Fail), "fails", "fail"))
	}
	if len(c.Drain) > 0 {
		parts = append(parts, verb(a.IDs(c.Drain), "is drained", "are drained"))
	}
	if parts == nil {
		return "nothing fails"
	}
	return strings.Join(parts, ", ")
}

func verb(ids []string, one, many string) string {
	switch n := len(ids); n {
	case 1:
		return ids[0] + " " + one
	default:
		return strings.Join(ids[:n-1], ", ") + " and " + ids[n-1] + " " + many
	}
}
