package outcome_test

import (
	"slices"

	"github.com/erplan/erplan/planner/routing"
)

// within reports whether the ways of a result are part of those before, by
// what their names say.
func within(r, before *routing.Result) bool {
	return covers(before.ToAzure, r.ToAzure) && covers(before.ToSite, r.ToSite)
}

func covers(before, after []routing.Choice) bool {
	for _, c := range after {
		for i := range c.Ways {
			if !slices.ContainsFunc(before, func(b routing.Choice) bool {
				return slices.Equal(b.Prefixes, c.Prefixes) && slices.ContainsFunc(b.Ways, func(w routing.Way) bool { return sameHops(&w, &c.Ways[i]) })
			}) {
				return false
			}
		}
	}
	return true
}

func sameHops(v, w *routing.Way) bool {
	return slices.EqualFunc(v.Hops, w.Hops, func(x, y routing.Hop) bool {
		if (x.Under == nil) != (y.Under == nil) || x.Under != nil && !sameHops(x.Under, y.Under) {
			return false
		}
		return x.Component == y.Component && x.Edge == y.Edge && x.Link == y.Link && x.Connection == y.Connection
	})
}
