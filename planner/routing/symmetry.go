package routing

import (
	"slices"

	"github.com/erplan/erplan/planner"
)

// compare looks for sites that the traffic leaves by other routers than those
// by which the answers to it come back.
func (a *answer) compare(f *flow, b branch, out, back []Way) {
	if b.sources != nil {
		out = slices.DeleteFunc(slices.Clone(out), func(w Way) bool { return !a.from(b, &w) })
	}
	if len(out) == 0 || len(back) == 0 {
		return
	}
	there, here := edges(out), edges(back)
	for _, list := range [...][]*planner.Router{there, here} {
		for _, e := range list {
			if sameAt(e.Site, there, here) {
				continue
			}
			a.result.Asymmetric = true
			stateful := e.Site.StatefulFirewall.Value() || f.stateful && (e.Site == f.from || e.Site == f.to)
			if stateful && a.result.StatefulBreak == nil {
				a.result.StatefulBreak = e.Site
			}
		}
	}
}

// edges returns the customer's routers on ways, each once.
func edges(ways []Way) []*planner.Router {
	var out []*planner.Router
	for i := range ways {
		for _, r := range ways[i].Routers {
			if !slices.Contains(out, r) {
				out = append(out, r)
			}
		}
	}
	return out
}

// sameAt reports whether two lists hold the same routers of a site.
func sameAt(s *planner.Site, a, b []*planner.Router) bool {
	within := func(a, b []*planner.Router) bool {
		return !slices.ContainsFunc(a, func(r *planner.Router) bool { return r.Site == s && !slices.Contains(b, r) })
	}
	return within(a, b) && within(b, a)
}
