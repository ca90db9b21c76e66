package edit

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/erplan/erplan/planner/schema"
	"github.com/erplan/erplan/planner/source"
)

// A step leads from a value into it: to a key of a table, or to an element of
// an array.
type step struct {
	key  string
	item int // of an array; -1 for a key
}

func key(name string) step { return step{name, -1} }

func element(i int) step { return step{"", i} }

// A path is the steps from the top of a design to a value.
type path []step

// parse reads a path as findings show it.
func parse(text string) (path, error) {
	keys, ok := source.SplitPath(text)
	if !ok {
		return nil, fmt.Errorf("%s is not a path", source.Quote(text))
	}
	var out path
	for _, k := range keys {
		name, items := indices(k)
		out = append(out, key(name))
		for _, i := range items {
			out = append(out, element(i))
		}
	}
	return out, nil
}

// indices cuts the element numbers off a key: shared_risk[0].
func indices(k string) (name string, items []int) {
	for strings.HasSuffix(k, "]") {
		open := strings.LastIndexByte(k, '[')
		if open < 1 {
			break
		}
		n, err := strconv.Atoi(k[open+1 : len(k)-1])
		if err != nil || n < 0 {
			break
		}
		items = append(items, n)
		k = k[:open]
	}
	slices.Reverse(items)
	return k, items
}

// String writes a path as findings show it.
func (p path) String() string {
	out := ""
	for _, s := range p {
		if s.item >= 0 {
			out = source.Index(out, s.item)
		} else {
			out = source.Join(out, s.key)
		}
	}
	return out
}

// has reports whether p starts with q.
func (p path) has(q path) bool { return len(p) >= len(q) && slices.Equal(p[:len(q)], q) }

// with returns the path with more steps, without sharing memory.
func (p path) with(more ...step) path { return append(slices.Clone(p), more...) }

// dotted writes steps as a dotted key of TOML.
func (p path) dotted() string {
	parts := make([]string, 0, len(p))
	for _, s := range p {
		if s.item < 0 {
			parts = append(parts, Key(s.key))
		}
	}
	return strings.Join(parts, ".")
}

// language returns what the language has at a path, or nil.
func (p path) language() *schema.Key {
	at := schema.Find()
	for _, s := range p {
		if at == nil {
			return nil
		}
		at = at.Step(s.key)
	}
	return at
}

// compare orders two ways into a table by the order of the language. Where the
// language knows no order the two are equal.
func compare(at *schema.Key, a, b path) int {
	for i := range min(len(a), len(b)) {
		if at == nil || a[i].item >= 0 || b[i].item >= 0 {
			return 0
		}
		if a[i] != b[i] {
			if at.Form != schema.Group {
				return 0
			}
			return at.Table.Rank(a[i].key) - at.Table.Rank(b[i].key)
		}
		at = at.Step(a[i].key)
	}
	return 0
}
