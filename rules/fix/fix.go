// Package fix mends the text of a design.
//
// There are two kinds of fixes. [Values] finds values that are written in
// another way than the language writes them: a name of the catalogue in other
// letters, a bandwidth without its space, a prefix with host bits. [Findings]
// makes an edit of what a finding says about mending it, where it says that
// exactly: `Write vlan_id = 101.`, `Did you mean "uksouth"?`.
//
// A fix is safe where the design means the same afterwards, or plainly what its
// author meant. All others are for a person to decide on.
//
// [Apply] makes fixes. What it returns may have more to mend; [Mend] goes on
// until nothing is left.
package fix

import (
	"slices"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/source"
)

// A Fix is a change to the text of a file that mends one thing.
type Fix struct {
	Title string       // what it does: write "Amsterdam" as the catalogue does
	Rule  string       // of the finding that it mends; "" where there is none
	Place source.Place // of what it changes
	Edits []edit.Edit
	Safe  bool
}

// Diag returns the edits in the form in which a finding holds them.
func (f *Fix) Diag() []diag.Edit {
	out := make([]diag.Edit, len(f.Edits))
	for i, e := range f.Edits {
		out[i] = diag.Edit(e)
	}
	return out
}

// Apply makes those of the fixes that do not touch each other, the first ones
// first, and returns the new text and the fixes that were made.
func Apply(text []byte, fixes []Fix) ([]byte, []Fix) {
	var edits []edit.Edit
	var done []Fix
	for _, f := range fixes {
		if len(f.Edits) == 0 || edit.Overlaps(edits, f.Edits) || same(edits, f.Edits) {
			continue
		}
		edits = append(edits, f.Edits...)
		done = append(done, f)
	}
	out, err := edit.Apply(text, edits)
	if err != nil { // a fix that overlaps itself
		return text, nil
	}
	return out, done
}

// same reports whether all of some edits are to be made anyway.
func same(have, want []edit.Edit) bool {
	for _, e := range want {
		if !slices.Contains(have, e) {
			return false
		}
	}
	return true
}

// rounds is how often a text is looked at again after it was mended: a fix can
// make another one possible, but not for ever.
const rounds = 20

// Mend applies the value fixes of a text until none is left, only safe ones
// unless asked otherwise. Text that cannot be read is returned as it is.
func Mend(name string, text []byte, cat *catalog.Catalog, unsafe bool) ([]byte, []Fix) {
	var all []Fix
	for range rounds {
		f, faults := source.Parse(name, text)
		if len(faults) > 0 {
			break
		}
		fixes := slices.DeleteFunc(Values(f, cat), func(f Fix) bool { return !f.Safe && !unsafe })
		out, done := Apply(text, fixes)
		if len(done) == 0 {
			break
		}
		text = out
		all = append(all, done...)
	}
	return text, all
}

// Attach gives findings the edits that mend them: those that their rules give,
// those of value fixes at their place, and those that their words say.
func Attach(diags []diag.Diagnostic, cat *catalog.Catalog) {
	values := map[*source.File][]Fix{}
	for i := range diags {
		d := &diags[i]
		file := d.Place.File
		if len(d.Edits) > 0 || file == nil || file.Root == nil || d.Unknown {
			continue
		}
		if _, ok := values[file]; !ok {
			values[file] = Values(file, cat)
		}
		if f, ok := of(d, values[file]); ok {
			d.Edits, d.Safe = f.Diag(), f.Safe
		}
	}
}

// Of returns the fix of one finding of a file whose value fixes are known.
func of(d *diag.Diagnostic, values []Fix) (Fix, bool) {
	for _, f := range values {
		if f.Place.Span.Start <= d.Place.Span.Start && d.Place.Span.End <= f.Place.Span.End {
			return f, true
		}
	}
	return Finding(d)
}
