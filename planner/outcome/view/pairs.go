package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/outcome"
)

// pairs writes what pairs of failures do, and failures during maintenance.
func (p *printer) pairs() {
	pairs, upkeep := p.a.Pairs(), p.a.Maintenance()
	p.heading("Pairs of failures")
	for i := range p.a.Flows {
		n := pairs.Count(i)
		var counts []string
		for o, k := range n {
			if k > 0 {
				counts = append(counts, fmt.Sprintf("%d %s", k, outcome.Outcome(o)))
			}
		}
		p.lines(fmt.Sprintf("%s: %s of %s", p.a.Flows[i].Name, strings.Join(counts, ", "), plural(n.All(), "pair")))
		p.fatal(pairs.Fatal(i), "lost only to both of", " and ")
		p.fatal(upkeep.Fatal(i), "lost in maintenance of", " while ", " fails")
	}
}

// fatal lists pairs that lose a flow which survives each of the two alone, the
// likeliest first.
func (p *printer) fatal(pairs [][2]int, what, between string, after ...string) {
	if len(pairs) == 0 {
		return
	}
	parts := p.a.Topology.Components
	likely := func(x [2]int) float64 { return parts[x[0]].Unavailability * parts[x[1]].Unavailability }
	pairs = slices.Clone(pairs)
	slices.SortStableFunc(pairs, func(x, y [2]int) int {
		switch {
		case likely(x) > likely(y):
			return -1
		case likely(x) < likely(y):
			return 1
		}
		return 0
	})
	for n, x := range pairs {
		if n == mostPairs && len(pairs) > mostPairs+1 {
			p.lines(fmt.Sprintf("    and %d more", len(pairs)-n))
			return
		}
		p.lines(fmt.Sprintf("    %s %s%s%s%s", what, parts[x[0]].ID, between, parts[x[1]].ID, strings.Join(after, "")))
	}
}

const mostPairs = 12
