// Package session holds what a person has done to a design in the terminal
// UI: the option that is looked at, what has failed, what is drained, and the
// changes that are tried. It is pure state with undo and redo; what follows
// from it is computed elsewhere.
package session

import "slices"

// A State is one moment of a session. It is a value: methods return a new one
// and leave theirs as it is. Components are ids, so that a state outlives a
// change of the file.
type State struct {
	Option string // "" for the design itself
	Fail   []string
	Drain  []string
	Tries  []Try
}

// A Try is a change to the design that is tried and not written: a value at a
// path, or the removal of what stands there.
type Try struct {
	Path   string
	Value  string // as TOML
	Remove bool
}

// Touched reports whether anything has failed or is drained.
func (s State) Touched() bool { return len(s.Fail)+len(s.Drain) > 0 }

// Failed reports whether a component has been failed.
func (s State) Failed(id string) bool { return slices.Contains(s.Fail, id) }

// Drained reports whether a component has been drained.
func (s State) Drained(id string) bool { return slices.Contains(s.Drain, id) }

// ToggleFail fails components or, where all of them have failed, restores
// them. What fails is no longer drained.
func (s State) ToggleFail(ids ...string) State {
	s.Fail, s.Drain = toggle(s.Fail, s.Drain, ids)
	return s
}

// ToggleDrain drains components or, where all of them are, restores them.
func (s State) ToggleDrain(ids ...string) State {
	s.Drain, s.Fail = toggle(s.Drain, s.Fail, ids)
	return s
}

// toggle puts ids into a list and takes them out of another, or takes them out
// of the list where it holds all of them.
func toggle(list, other, ids []string) (with, without []string) {
	rest := minus(list, ids)
	if len(list)-len(rest) == len(ids) {
		return rest, other
	}
	with = append(rest, ids...)
	slices.Sort(with)
	return with, minus(other, ids)
}

func minus(list, ids []string) []string {
	var out []string
	for _, id := range list {
		if !slices.Contains(ids, id) {
			out = append(out, id)
		}
	}
	return out
}

// Only sets what has failed and what is drained.
func (s State) Only(fail, drain []string) State {
	s.Fail, s.Drain = slices.Clone(fail), slices.Clone(drain)
	slices.Sort(s.Fail)
	slices.Sort(s.Drain)
	return s
}

// In looks at another option. What has failed stays; what is tried was meant
// for the option that is left, and goes.
func (s State) In(option string) State {
	s.Option, s.Tries = option, nil
	return s
}

// Trying adds a change; an earlier one at the same path is replaced.
func (s State) Trying(t Try) State {
	s.Tries = append(s.without(t.Path), t)
	return s
}

// Without takes back the change at a path.
func (s State) Without(path string) State {
	s.Tries = s.without(path)
	return s
}

func (s State) without(path string) []Try {
	var out []Try
	for _, t := range s.Tries {
		if t.Path != path {
			out = append(out, t)
		}
	}
	return out
}

// Equal reports whether two states are the same.
func (s State) Equal(o State) bool {
	return s.Option == o.Option && slices.Equal(s.Fail, o.Fail) && slices.Equal(s.Drain, o.Drain) && slices.Equal(s.Tries, o.Tries)
}

// A Session is a state and the way to it.
type Session struct {
	State
	past, future []State
}

// most is how many steps can be undone.
const most = 200

// Do goes to a state, from where Undo leads back. It reports whether that is
// another state.
func (s *Session) Do(next State) bool {
	if next.Equal(s.State) {
		return false
	}
	s.past = append(s.past, s.State)
	if len(s.past) > most {
		s.past = s.past[1:]
	}
	s.State, s.future = next, nil
	return true
}

// Undo goes one step back, where there is one.
func (s *Session) Undo() bool {
	if len(s.past) == 0 {
		return false
	}
	last := len(s.past) - 1
	s.future = append(s.future, s.State)
	s.State, s.past = s.past[last], s.past[:last]
	return true
}

// Redo takes an Undo back, where there was one.
func (s *Session) Redo() bool {
	if len(s.future) == 0 {
		return false
	}
	last := len(s.future) - 1
	s.past = append(s.past, s.State)
	s.State, s.future = s.future[last], s.future[:last]
	return true
}
