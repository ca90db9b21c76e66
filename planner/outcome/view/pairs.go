package view

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/outcome"
)

// pairs writes what pairs of failures do, and failures during maintenance.
func (p *printer) pairs() {
	pairs := p.a.Pairs()
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
		p.fatal("lost when both fail, and to neither alone", pairs.Fatal(i), " and ")
		cut, pinned := p.upkeep(i)
		p.fatal("lost when one fails in maintenance of the other", cut, " in maintenance, ", " fails")
		p.fatal("lost when one fails in maintenance of the other, although another way is up: routing keeps to the edge router in maintenance", pinned, " in maintenance, ", " fails")
	}
}

// upkeep returns the failures in maintenance that lose a flow, and apart from
// them those in which a way is left that routing does not take.
func (p *printer) upkeep(flow int) (cut, pinned [][2]int) {
	for _, x := range p.a.Maintenance().Fatal(flow) {
		if p.a.Structure.Up(flow, p.a.Topology.State(x[:], nil)) {
			pinned = append(pinned, x)
		} else {
			cut = append(cut, x)
		}
	}
	return cut, pinned
}

// fatal lists pairs that lose a flow which survives each of the two alone, the
// likeliest first.
func (p *printer) fatal(what string, pairs [][2]int, between string, after ...string) {
	if len(pairs) == 0 {
		return
	}
	p.lines("    " + what)
	parts := p.a.Topology.Components
	likely := func(x [2]int) float64 { return parts[x[0]].Unavailability * parts[x[1]].Unavailability }
	pairs = slices.Clone(pairs)
	slices.SortStableFunc(pairs, func(x, y [2]int) int { return cmp.Compare(likely(y), likely(x)) })
	for n, x := range pairs {
		if n == mostPairs && len(pairs) > mostPairs+1 {
			p.lines(fmt.Sprintf("      and %d more", len(pairs)-n))
			return
		}
		p.lines(fmt.Sprintf("      %s%s%s%s", parts[x[0]].ID, between, parts[x[1]].ID, strings.Join(after, "")))
	}
}

const mostPairs = 12
