package failover

import (
	"container/heap"
	"math"
	"slices"
)

// boundEffort is how many groups of states are looked at for bounds.
const boundEffort = 50_000

// bounds returns a lower and an upper bound of the unavailability of a form,
// after looking at a number of groups of states.
//
// A group is all states in which some things are down and some are up. If no
// path is up without the things that are down, the group is lost. Else there
// are paths; the states of the group in which all their things are up are
// kept, and the others fall apart into one group for each of these things: it
// is down, and those before it are up (Dotson and Gobien, IEEE Transactions on
// Circuits and Systems 26, 1979). The likeliest group is next. What is left at
// the end may be lost or kept.
func (f *form) bounds(down []float64, effort int, l limits) (low, high float64) {
	row := words(max(f.things, 1))
	q := queue{{probability: 1, down: make([]uint64, row), up: make([]uint64, row)}}
	var w walk
	path := make([]uint64, row)
	var lostSum, openSum sum
	for range effort {
		l.check()
		if len(q) == 0 {
			break
		}
		g := heap.Pop(&q).(group)
		clear(path)
		if !f.paths(&w, g.down, path) {
			lostSum.add(g.probability)
			continue
		}
		f.split(&q, g, path, down)
	}
	slices.SortFunc(q, func(a, b group) int { return compareFloats(a.probability, b.probability) })
	for _, g := range q {
		openSum.add(g.probability)
	}
	return lostSum.value(), math.Min(1, lostSum.value()+openSum.value())
}

// A group is the states in which some things are down and some up.
type group struct {
	probability float64
	down, up    []uint64
}

// paths marks the things on one path through each net, and reports whether all
// nets have one.
func (f *form) paths(w *walk, down, into []uint64) bool {
	for _, n := range f.nets {
		if !n.path(w, down, into) {
			return false
		}
	}
	return true
}

// split adds the groups of a group in which not all of a path is up.
func (f *form) split(q *queue, g group, path []uint64, down []float64) {
	rest := g.probability
	up := slices.Clone(g.up)
	each(path, func(t int) {
		if hasBit(up, t) {
			return
		}
		if p := rest * down[t]; p > 0 {
			less := slices.Clone(g.down)
			setBit(less, t)
			heap.Push(q, group{p, less, slices.Clone(up)})
		}
		rest *= 1 - down[t]
		setBit(up, t)
	})
}

// A queue holds groups, the likeliest first; of equal ones that with the
// things of lower numbers down.
type queue []group

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	if q[i].probability != q[j].probability {
		return q[i].probability > q[j].probability
	}
	return slices.Compare(q[i].down, q[j].down) > 0
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(group)) }
func (q *queue) Pop() any {
	last := len(*q) - 1
	g := (*q)[last]
	*q = (*q)[:last]
	return g
}

// A sum adds numbers without losing small ones (Neumaier, ZAMM 54, 1974).
type sum struct{ total, lost float64 }

func (s *sum) add(x float64) {
	t := s.total + x
	if math.Abs(s.total) >= math.Abs(x) {
		s.lost += (s.total - t) + x
	} else {
		s.lost += (x - t) + s.total
	}
	s.total = t
}

func (s *sum) value() float64 { return s.total + s.lost }

func compareFloats(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
