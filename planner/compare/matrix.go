package compare

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A Weight says how much a criterion counts.
type Weight struct {
	Criterion int // its number
	Weight    float64
}

// A Matrix is a weighted decision.
type Matrix struct {
	Rows   []Row
	Left   []LeftOut
	Totals []float64 // by candidate, from 0 to 100
	Order  []int     // candidates, the best first; those with the same total by name
	Flips  []Flip    // by row
}

// A Row is a criterion of a matrix.
type Row struct {
	Criterion int
	Weight    float64   // 0 where none was given
	Scores    []float64 // by candidate, from 0 to 1
}

// A LeftOut is a criterion that cannot be scored.
type LeftOut struct {
	Criterion int
	Weighted  bool
	Why       string
}

// A Flip says at which weight of a criterion, all others as they are, another
// candidate takes the lead.
type Flip struct {
	Criterion int
	Weight    float64
	Below     *Turn // nil: at no lower weight
	Above     *Turn // nil: at no higher weight
}

// A Turn is a weight beyond which a candidate leads.
type Turn struct {
	At float64
	To int
}

// NewMatrix scores candidates by weights. Nothing of it depends on the order
// of the candidates but the numbers that stand for them.
func NewMatrix(all []Standing, weights []Weight) *Matrix {
	m := &Matrix{Totals: make([]float64, len(all))}
	given := make([]float64, len(Criteria))
	for _, w := range weights {
		given[w.Criterion] = w.Weight
	}
	for i := range Criteria {
		scores, why := scores(i, all)
		if why != "" {
			m.Left = append(m.Left, LeftOut{i, given[i] > 0, why})
			continue
		}
		m.Rows = append(m.Rows, Row{i, given[i], scores})
	}
	sum := m.sum()
	for n := range all {
		for _, r := range m.Rows {
			m.Totals[n] += r.Weight * r.Scores[n]
		}
		if sum > 0 {
			m.Totals[n] = round(100 * m.Totals[n] / sum)
		}
		m.Order = append(m.Order, n)
	}
	slices.SortFunc(m.Order, func(a, b int) int {
		return cmp.Or(cmp.Compare(m.Totals[b], m.Totals[a]), strings.Compare(all[a].Name, all[b].Name))
	})
	for _, r := range m.Rows {
		m.Flips = append(m.Flips, m.flip(r, all))
	}
	return m
}

func (m *Matrix) sum() float64 {
	sum := 0.0
	for _, r := range m.Rows {
		sum += r.Weight
	}
	return sum
}

// Leaders returns the candidates with the highest total; none where nothing
// that was weighted could be scored.
func (m *Matrix) Leaders() []int {
	if m.sum() == 0 {
		return nil
	}
	n := 1
	for n < len(m.Order) && m.Totals[m.Order[n]] == m.Totals[m.Order[0]] {
		n++
	}
	return m.Order[:n]
}

// scores turns the measures of a criterion into scores from 0 to 1, or says
// why it cannot.
func scores(criterion int, all []Standing) ([]float64, string) {
	k := &Criteria[criterion]
	out := make([]float64, len(all))
	worst, best := math.Inf(-1), math.Inf(1)
	for n := range all {
		m := all[n].Measures[criterion]
		if !slices.Equal(m.Open, all[0].Measures[criterion].Open) {
			return nil, fmt.Sprintf("%s leaves open what others do not", opener(criterion, all))
		}
		out[n] = k.scaled(k.rounded(m.X))
		worst, best = max(worst, out[n]), min(best, out[n])
	}
	for n := range out {
		if worst == best {
			out[n] = 1
		} else {
			out[n] = round((worst - out[n]) / (worst - best))
		}
	}
	return out, ""
}

// opener names the candidates that leave most open, by name.
func opener(criterion int, all []Standing) string {
	most := 0
	for n := range all {
		most = max(most, len(all[n].Measures[criterion].Open))
	}
	var names []string
	for n := range all {
		if len(all[n].Measures[criterion].Open) == most {
			names = append(names, all[n].Name)
		}
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// untilRepair is how many seconds an interruption is scored that lasts until a
// repair: a day. No source gives how long repairs take, so this is a
// convention, far from all interruptions that end by themselves.
const untilRepair = 24 * 60 * 60

// scaled returns a measure as it is scored; less is better. What never fails
// counts fifteen nines.
func (k *Criterion) scaled(x float64) float64 {
	switch {
	case k.nines:
		return math.Log10(max(x, 1e-15))
	case math.IsInf(x, 1):
		return untilRepair
	case k.Higher:
		return -x
	}
	return x
}

// flip looks for the weights at which the leader of a matrix loses its lead.
func (m *Matrix) flip(r Row, all []Standing) Flip {
	f := Flip{Criterion: r.Criterion, Weight: r.Weight}
	if m.sum() == 0 {
		return f
	}
	lead := m.Order[0]
	rest := func(n int) float64 {
		sum := 0.0
		for _, other := range m.Rows {
			if other.Criterion != r.Criterion {
				sum += other.Weight * other.Scores[n]
			}
		}
		return sum
	}
	for n := range all {
		d := r.Scores[n] - r.Scores[lead]
		if n == lead || d == 0 {
			continue
		}
		t := Turn{round((rest(lead) - rest(n)) / d), n}
		switch {
		case d > 0 && t.At >= r.Weight && first(f.Above, t, r, all, -1):
			f.Above = &t
		case d < 0 && t.At > 0 && t.At <= r.Weight && first(f.Below, t, r, all, 1):
			f.Below = &t
		}
	}
	return f
}

// first reports whether a turn comes before the one that was found: nearer to
// the weight, or at the same weight steeper, then by name.
func first(found *Turn, t Turn, r Row, all []Standing, sign float64) bool {
	if found == nil {
		return true
	}
	return cmp.Or(
		cmp.Compare(sign*t.At, sign*found.At),
		cmp.Compare(-sign*r.Scores[t.To], -sign*r.Scores[found.To]),
		-strings.Compare(all[t.To].Name, all[found.To].Name),
	) > 0
}

const mostWeight = 1e6

// ParseWeights reads "availability=3,cost=1". A weight is a number from 0 on.
func ParseWeights(list []string) ([]Weight, error) {
	var out []Weight
	for _, pair := range list {
		key, number, ok := strings.Cut(pair, "=")
		key = strings.TrimSpace(key)
		i := slices.Index(Keys(), key)
		if i < 0 {
			return nil, &UnknownCriterion{key}
		}
		w, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
		if !ok || err != nil || !(w >= 0 && w <= mostWeight) {
			return nil, fmt.Errorf("%q is no weight: write %s=3", pair, key)
		}
		if slices.ContainsFunc(out, func(x Weight) bool { return x.Criterion == i }) {
			return nil, fmt.Errorf("%s has two weights", key)
		}
		out = append(out, Weight{i, w})
	}
	return out, nil
}

// An UnknownCriterion is the key of no criterion.
type UnknownCriterion struct{ Key string }

// Error says which key is not known.
func (u *UnknownCriterion) Error() string { return fmt.Sprintf("there is no criterion %q", u.Key) }
