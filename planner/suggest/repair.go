package suggest

import (
	"slices"

	"github.com/erplan/erplan/planner/diag"
)

// repair mends the findings that have a mechanical remedy, one after the other,
// and returns what is left to improve.
func (w *search) repair(n node, r *Result) node {
	for {
		next := w.mend(n)
		if next == nil {
			break
		}
		n = *next
	}
	r.Repairs = n.changes
	for _, f := range r.Before.Findings {
		if w.mendable(f.Rule) && n.keys[keyOfFinding(&f)] < f.Severity {
			r.Mended = append(r.Mended, f)
		}
	}
	r.Left = slices.DeleteFunc(n.errors(), func(f diag.Diagnostic) bool {
		return slices.ContainsFunc(n.Open, func(o Obstacle) bool { return o.Requirement == f.Rule && o.Place.Path == f.Place.Path })
	})
	return n
}

func (w *search) mendable(rule string) bool {
	return slices.ContainsFunc(w.Moves, func(m *Move) bool { return m.mends(rule) })
}

// mend returns the first repair that removes a finding and brings no other, or
// else the first that brings warnings; nil where there is none.
func (w *search) mend(n node) *node {
	for _, f := range n.Findings {
		if !w.mendable(f.Rule) {
			continue
		}
		var second *node
		for _, c := range w.propose(n, func(m *Move) bool { return m.mends(f.Rule) }) {
			next := w.repaired(n, c, &f)
			switch {
			case next == nil:
			case len(next.news(n.State, diag.Warning)) == 0:
				return next
			case second == nil:
				second = next
			}
		}
		if second != nil {
			return second
		}
	}
	return nil
}

// repaired returns a set with one more repair; nil where that does not remove
// the finding, or brings an error or the same finding elsewhere.
func (w *search) repaired(n node, c Change, f *diag.Diagnostic) *node {
	if n.overlay.against(&c.Overlay) {
		return nil
	}
	key := setKey(append(slices.Clone(n.changes), c))
	next, tried := w.repairs[key] // for another finding
	if !tried {
		next = w.with(n, c)
		w.repairs[key] = next
	}
	if next == nil || next.keys[keyOfFinding(f)] >= f.Severity || next.worse(n.State) {
		return nil
	}
	for i := range next.Findings {
		if o := &next.Findings[i]; o.Rule == f.Rule && n.keys[keyOfFinding(o)] < o.Severity {
			return nil
		}
	}
	return next
}
