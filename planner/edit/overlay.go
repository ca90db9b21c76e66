package edit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"github.com/erplan/erplan/planner"
)

// An Overlay is a list of changes to a design that leaves the design itself as
// it is. It is written as an option of the design or as a file that extends
// it. The zero Overlay changes nothing.
type Overlay struct {
	Description string
	changes     []change
}

// A change gives a path a value or, where it has none, removes it.
type change struct {
	at    path
	value string // TOML; "" removes
}

// Set gives a path a value, which is TOML text. It takes the place of what the
// overlay said before about the path and what is below it. Elements of arrays
// cannot be set: an overlay replaces whole arrays.
func (o *Overlay) Set(at, value string) error {
	if _, err := literal(value); err != nil {
		return err
	}
	return o.add(at, value)
}

// Remove takes a path out of the design.
func (o *Overlay) Remove(at string) error { return o.add(at, "") }

func (o *Overlay) add(at, value string) error {
	p, err := parse(at)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(p, func(s step) bool { return s.item >= 0 }) {
		return fmt.Errorf("%s is an element of an array; an overlay replaces whole arrays", p)
	}
	o.changes = slices.DeleteFunc(o.changes, func(c change) bool {
		return c.at.has(p) && (c.value != "" || value == "")
	})
	o.changes = append(o.changes, change{p, value})
	return nil
}

// Len returns the number of changes.
func (o *Overlay) Len() int { return len(o.changes) }

// Changes returns the paths that the overlay changes, in the order of the
// changes, each with its TOML value or "" where it is removed.
func (o *Overlay) Changes() []KeyValue {
	out := make([]KeyValue, len(o.changes))
	for i, c := range o.changes {
		out[i] = KeyValue{c.at.String(), c.value}
	}
	return out
}

// TOML writes the overlay as an option of a design: [options.NAME] and the
// tables below it.
func (o *Overlay) TOML(option string) string {
	top := path{key("options"), key(option)}
	var keys []KeyValue
	if o.Description != "" {
		keys = append(keys, KeyValue{"description", Value(o.Description)})
	}
	blocks := [][]string{render(top, false, o.removes(keys))}
	return join(append(blocks, o.tables(top)...))
}

// File writes the overlay as a design file that extends another one.
func (o *Overlay) File(extends string) string {
	keys := o.removes([]KeyValue{{"schema", Value(planner.SchemaVersion)}, {"extends", Value(extends)}})
	for _, c := range o.sets() {
		if len(c.at) == 1 {
			keys = append(keys, KeyValue{c.at[0].key, c.value})
		}
	}
	blocks := [][]string{render(nil, false, keys)[1:]}
	return join(append(blocks, o.tables(nil)...))
}

// removes adds the list of what is removed to keys.
func (o *Overlay) removes(keys []KeyValue) []KeyValue {
	var list []string
	for _, c := range o.changes {
		if c.value == "" {
			list = append(list, c.at.String())
		}
	}
	if len(list) > 0 {
		keys = append(keys, KeyValue{"remove", Value(list)})
	}
	return keys
}

// sets returns the changes that give a value, in the order of the language;
// those that the language does not order stay as they are.
func (o *Overlay) sets() []change {
	var out []change
	for _, c := range o.changes {
		if c.value != "" {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b change) int { return compare(path{}.language(), a.at, b.at) })
	return out
}

// tables writes what is set, a table for each path.
func (o *Overlay) tables(top path) [][]string {
	sets := o.sets()
	var out [][]string
	done := make([]bool, len(sets))
	for i, c := range sets {
		in := c.at[:len(c.at)-1]
		if done[i] || len(top)+len(in) == 0 {
			continue
		}
		var keys []KeyValue
		for j, other := range sets[i:] {
			if len(other.at) == len(c.at) && other.at.has(in) {
				keys = append(keys, KeyValue{other.at[len(in)].key, other.value})
				done[i+j] = true
			}
		}
		out = append(out, render(top.with(in...), false, keys))
	}
	return out
}

// join joins tables with a blank line between them.
func join(blocks [][]string) string {
	texts := make([]string, len(blocks))
	for i, b := range blocks {
		texts[i] = strings.Join(b, "\n") + "\n"
	}
	return strings.Join(texts, "\n")
}

// Diff returns the difference between two versions of a file in the unified
// form, or "" where there is none.
func Diff(name string, old, new []byte) string {
	return udiff.Unified(name, name, string(old), string(new))
}
