package compare

import (
	"maps"
	"math"

	"github.com/erplan/erplan/planner/cost"
)

// A Verdict is the comparison in short.
type Verdict struct {
	Leaders  []int // by weights; several with the same total
	Dominant int   // dominates all others; -1: none does
	Meeting  []int // have no error and meet every requirement
	Leads    []Lead
	Apart    bool // not all have the same flows: what is measured over flows is of different ones
}

// A Lead is a criterion in which candidates differ, and who is best in it:
// better than or equal to each other one.
type Lead struct {
	Criterion int
	By        []int
}

func (x *Comparison) judge() {
	v := Verdict{Dominant: -1}
	if x.Matrix != nil {
		v.Leaders = x.Matrix.Leaders()
	}
	beaten := make([]int, len(x.Candidates))
	for _, list := range x.Dominated {
		for _, by := range list {
			beaten[by.Candidate]++
		}
	}
	for i, c := range x.Candidates {
		if beaten[i] == len(x.Candidates)-1 && beaten[i] > 0 {
			v.Dominant = i
		}
		if c.Meets() {
			v.Meeting = append(v.Meeting, i)
		}
	}
	for k := range Criteria {
		if l, differs := x.lead(k); differs {
			v.Leads = append(v.Leads, l)
		}
	}
	for _, c := range x.Candidates {
		v.Apart = v.Apart || !maps.Equal(flowNames(c), flowNames(x.Candidates[0]))
	}
	x.Verdict = v
}

// lead returns who is best in a criterion, and whether there is a difference.
func (x *Comparison) lead(k int) (l Lead, differs bool) {
	l.Criterion = k
	for i, c := range x.Candidates {
		best := true
		for n, other := range x.Candidates {
			if n == i {
				continue
			}
			order, ok := Criteria[k].Compare(c.Measures[k], other.Measures[k])
			best = best && ok && order <= 0
			differs = differs || !ok || order != 0
		}
		if best {
			l.By = append(l.By, i)
		}
	}
	return l, differs
}

// Nines says what availability costs: how many nines a candidate has more
// than the first, and what it costs more a month.
type Nines struct {
	Gained float64 // of the worst flow; below zero: lost
	More   cost.Amount
	Known  bool   // both are
	Why    string // it is not known
	Least  bool   // More leaves out items that have no price
}

// PerNine returns the cost of a nine; not ok where none is gained or it is not
// known.
func (n *Nines) PerNine() (cost.Amount, bool) {
	if !n.Known || n.Gained <= 1e-6 || math.IsInf(n.Gained, 0) {
		return 0, false
	}
	return cost.Of(n.More.Float() / n.Gained), true
}

func nines(from, to *Candidate) Nines {
	n := Nines{More: to.Bill.Priced - from.Bill.Priced}
	switch {
	case !to.Bill.Prices:
		n.Why = "no prices were given"
	case from.Worst < 0 || to.Worst < 0:
		n.Why = "no availability is predicted"
	case from.unavailability() == 0 || to.unavailability() == 0:
		n.Why = "the predicted downtime is zero"
	case !within(from.Bill.Open(), to.Bill.Open()):
		n.Why = "different items are unpriced"
	default:
		n.Known = true
		n.Least = len(from.Bill.Open()) != len(to.Bill.Open())
		n.Gained = math.Log10(from.unavailability() / to.unavailability())
	}
	return n
}

func (c *Candidate) unavailability() float64 {
	return c.Flows[c.Worst].Availability.Unavailability
}
