package compare

import "maps"

// A Standing is how a candidate does in every criterion.
type Standing struct {
	Name     string
	Measures []Measure // as in Criteria
}

// Dominates reports whether a candidate is no worse than another in any
// criterion and better in one. It returns the criteria in which it is better.
func (s Standing) Dominates(t Standing) (better []int, ok bool) {
	better, against := s.against(t)
	return better, len(against) == 0 && len(better) > 0
}

// against returns the criteria in which a candidate is better than another,
// and those in which it may be worse.
func (s Standing) against(t Standing) (better, worse []int) {
	for i := range Criteria {
		switch order, ok := Criteria[i].Compare(s.Measures[i], t.Measures[i]); {
		case !ok || order > 0:
			worse = append(worse, i)
		case order < 0:
			better = append(better, i)
		}
	}
	return better, worse
}

// A By is a candidate that dominates another, and in which criteria it is
// better.
type By struct {
	Candidate int
	Better    []int
}

// A Near is a pair of which one would dominate the other but for one
// criterion.
type Near struct {
	Candidate, Other int
	But              int  // the criterion
	Open             bool // it cannot be said who is better there
}

func (x *Comparison) dominance() {
	all := x.standings()
	x.Dominated = make([][]By, len(all))
	for i := range all {
		for k := range all {
			if i == k || !maps.Equal(flowNames(x.Candidates[i]), flowNames(x.Candidates[k])) {
				continue // less to carry is no merit
			}
			better, worse := all[i].against(all[k])
			switch {
			case len(better) == 0:
			case len(worse) == 0:
				x.Dominated[k] = append(x.Dominated[k], By{i, better})
			case len(worse) == 1:
				_, ok := Criteria[worse[0]].Compare(all[i].Measures[worse[0]], all[k].Measures[worse[0]])
				x.Near = append(x.Near, Near{i, k, worse[0], !ok})
			}
		}
	}
}
