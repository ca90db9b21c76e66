package view

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/outcome"
)

// listing writes the failures that hit most flows, the worst first among those
// that hit as many, where there are too many flows for a matrix.
func (p *printer) listing(all []fold) {
	hits := func(f *fold, o outcome.Outcome) (flows []int) {
		for i := range p.a.Flows {
			if c, ok := f.cells[i]; ok && c.outcome == o {
				flows = append(flows, i)
			}
		}
		return flows
	}
	order := []outcome.Outcome{outcome.Lost, outcome.Degraded, outcome.Moved, outcome.Kept}
	counts := make(map[int][4]int, len(all)) // by first component
	for k := range all {
		var n [4]int
		for i, o := range order {
			n[i] = len(hits(&all[k], o))
		}
		counts[all[k].components[0]] = n
	}
	slices.SortStableFunc(all, func(x, y fold) int {
		a, b := counts[x.components[0]], counts[y.components[0]]
		return cmp.Or(len(y.cells)-len(x.cells), slices.Compare(b[:], a[:]))
	})
	for k := range all[:min(len(all), mostFailures)] {
		var words []string
		for _, o := range order {
			if flows := hits(&all[k], o); len(flows) > 0 {
				words = append(words, fmt.Sprintf("%s %d: %s", p.mark(o), len(flows), list(p.names(flows), 3)))
			}
		}
		if words != nil {
			p.lines(p.idList(all[k].components) + ": " + strings.Join(words, "; "))
		}
	}
	if len(all) > mostFailures {
		p.lines(p.paint(faint, fmt.Sprintf("and %d more; --json has all", len(all)-mostFailures)))
	}
}

func (p *printer) names(flows []int) []string {
	out := make([]string, len(flows))
	for k, i := range flows {
		out[k] = p.a.Flows[i].Name
	}
	return out
}
