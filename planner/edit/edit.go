// Package edit changes the text of a design and keeps everything else of it as
// it is: comments, order, spacing, line ends.
//
// Each function looks at a file that has been read ([source.Parse]) and
// returns the edits that would make the change; [Apply] makes them. Paths are
// those of findings: circuits.er-london.tier, exceptions[0].expires,
// components."risk:duct-east".
//
//	edits, err := edit.Set(file, "circuits.er-london.tier", edit.Value("premium"))
//	text, err := edit.Apply(old, edits)
//
// A change that cannot be made without touching what it is not about is
// refused with an error. Before edits are returned they are tried: the text
// that they give must read as the old tree with this one change.
//
// [Format] puts a whole file in the canonical form, and [Spots] tells an editor
// what stands where.
//
// An [Overlay] is the same for designs that are not to be changed: an ordered
// list of changes, written as an option of the design or as a file that
// extends it.
package edit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// An Edit replaces the bytes from Start up to End by New. Offsets are those of
// [source.File.Text], in which a byte-order mark is not counted.
type Edit struct {
	Start, End int
	New        string
}

// A KeyValue is a key of a table and its value as TOML writes it.
type KeyValue struct{ Key, Value string }

// mark is the byte-order mark, which offsets do not count.
const mark = "\ufeff"

// Apply makes edits, which may come in any order. It is an error where two of
// them overlap or one lies outside the text. Edits that insert at one place
// are made in the order given; the same edit given twice is made once.
func Apply(text []byte, edits []Edit) ([]byte, error) {
	old, marked := strings.CutPrefix(string(text), mark)
	sorted := slices.Clone(edits)
	slices.SortStableFunc(sorted, func(a, b Edit) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	var b strings.Builder
	if marked {
		b.WriteString(mark)
	}
	at := 0
	for i, e := range sorted {
		if i > 0 && e == sorted[i-1] && e.End > e.Start {
			continue
		}
		if e.Start < at || e.End < e.Start || e.End > len(old) {
			return nil, fmt.Errorf("the edit of bytes %d to %d overlaps another or lies outside the text", e.Start, e.End)
		}
		b.WriteString(old[at:e.Start])
		b.WriteString(e.New)
		at = e.End
	}
	b.WriteString(old[at:])
	return []byte(b.String()), nil
}

// Overlaps reports whether two lists of edits touch the same bytes, so that
// they cannot both be made.
func Overlaps(a, b []Edit) bool {
	for _, x := range a {
		for _, y := range b {
			if x != y && x.Start <= y.End && y.Start <= x.End {
				return true
			}
		}
	}
	return false
}
