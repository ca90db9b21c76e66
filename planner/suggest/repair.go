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

// mend returns the first repair that removes a finding and brings none; nil
// where there is none.
func (w *search) mend(n node) *node {
	for _, f := range n.Findings {
		if !w.mendable(f.Rule) {
			continue
		}
		for _, c := range w.propose(n, func(m *Move) bool { return m.mends(f.Rule) }) {
			key := "repair\x00" + setKey(append(slices.Clone(n.changes), c))
			if w.seen[key] || n.overlay.against(&c.Overlay) {
				continue
			}
			w.seen[key] = true
			next := w.with(n, c)
			if next != nil && next.keys[keyOfFinding(&f)] < f.Severity && !next.worse(n.State) {
				return next
			}
		}
	}
	return nil
}
