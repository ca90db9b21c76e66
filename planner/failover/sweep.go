package failover

import (
	"cmp"
	"slices"

	"github.com/erplan/erplan/planner/parallel"
)

// A Sweep says what every single failure and every pair of failures does to
// all flows. It is complete: every component that can fail, and every pair of
// them. No pair is tried; what is asked is answered from how many flows each
// component takes down alone, and each pair only together.
type Sweep struct {
	Flows int // how many flows have a way to begin with

	s      *Structure
	shapes []flowGroup
	single []int32    // by component: flows that it takes down alone
	both   tally      // by pair: flows that each of the two takes down alone
	pair   tally      // by pair: flows that only both together take down
	index  [][]int32  // by component: the groups of flows that it is in a small cut of
	pairs  [][]uint64 // by group: the pairs of components that are minimal cuts, sorted
}

// A flowGroup is flows with one shape.
type flowGroup struct {
	shape *shape
	flows []int32
}

// Sweep looks at every failure and every pair of failures. workers is the
// number of goroutines, at least one; the result does not depend on it.
func (s *Structure) Sweep(workers int) *Sweep {
	w := &Sweep{s: s, shapes: s.groups(max(1, workers))}
	n := len(s.Topology.Components)
	w.single, w.index = make([]int32, n), make([][]int32, n)
	w.pairs = make([][]uint64, len(w.shapes))
	parts := make([]counts, max(1, workers))
	parallel.Run(len(parts), func(k int) {
		parts[k].single = make([]int32, n)
		for g := k; g < len(w.shapes); g += len(parts) {
			w.pairs[g] = parts[k].count(&w.shapes[g])
		}
	})
	w.collect(parts)
	return w
}

// groups returns the flows that have a way, by shape, in the order of their
// first flows.
func (s *Structure) groups(workers int) []flowGroup {
	all := make([]*shape, len(s.Flows))
	parallel.Run(workers, func(k int) {
		from, to := k*len(all)/workers, (k+1)*len(all)/workers
		for i := from; i < to; i++ {
			all[i] = s.shape(i)
		}
	})
	number := map[*shape]int{}
	var out []flowGroup
	for i, sh := range all {
		if sh.dead {
			continue
		}
		g, ok := number[sh]
		if !ok {
			g = len(out)
			number[sh] = g
			out = append(out, flowGroup{shape: sh})
		}
		out[g].flows = append(out[g].flows, int32(i))
	}
	return out
}

// Counts are those of some of the groups.
type counts struct {
	single     []int32
	both, pair tally
}

// count adds the flows of a group, and returns the pairs that are minimal cuts
// of it.
func (c *counts) count(g *flowGroup) []uint64 {
	n := int32(len(g.flows))
	singles := g.shape.singles
	for i, a := range singles {
		c.single[a] += n
		for _, b := range singles[i+1:] {
			c.both.add(pairKey(a, b), n)
		}
	}
	var pairs []uint64
	for _, cut := range g.shape.form.minimal(2, limits{}) {
		if len(cut) != 2 {
			continue
		}
		for _, a := range g.shape.things[cut[0]] {
			for _, b := range g.shape.things[cut[1]] {
				pairs = append(pairs, pairKey(a, b))
			}
		}
	}
	slices.Sort(pairs)
	for _, p := range pairs {
		c.pair.add(p, n)
	}
	return pairs
}

// pairKey is a number for two components, the smaller one in its upper half.
func pairKey(a, b int32) uint64 {
	if a > b {
		a, b = b, a
	}
	return uint64(uint32(a))<<32 | uint64(uint32(b))
}

// collect adds up what the workers have counted.
func (w *Sweep) collect(parts []counts) {
	for _, p := range parts {
		for i, n := range p.single {
			w.single[i] += n
		}
	}
	w.both, w.pair = parts[0].both, parts[0].pair
	for _, p := range parts[1:] {
		p.both.each(w.both.add)
		p.pair.each(w.pair.add)
	}
	for g, group := range w.shapes {
		w.Flows += len(group.flows)
		w.note(g, group.shape)
	}
}

// note remembers the group under the components of its small cuts.
func (w *Sweep) note(g int, sh *shape) {
	parts := slices.Clone(sh.singles)
	for _, p := range w.pairs[g] {
		parts = append(parts, int32(p>>32), int32(uint32(p)))
	}
	slices.Sort(parts)
	for _, c := range slices.Compact(parts) {
		w.index[c] = append(w.index[c], int32(g))
	}
}

// Single returns how many flows a component takes down.
func (w *Sweep) Single(c int) int { return int(w.single[c]) }

// Pair returns how many flows two components take down when both fail.
func (w *Sweep) Pair(a, b int) int {
	if a == b {
		return w.Single(a)
	}
	key := pairKey(int32(a), int32(b))
	return int(w.single[a] + w.single[b] - w.both.of(key) + w.pair.of(key))
}

// Together returns how many flows two components take down only when both
// fail.
func (w *Sweep) Together(a, b int) int { return int(w.pair.of(pairKey(int32(a), int32(b)))) }

// Lost returns the flows that are down when some components, one or two, have
// failed, and nothing else: ascending, those without a way left out.
func (w *Sweep) Lost(parts ...int) []int {
	var out []int
	seen := map[int32]bool{}
	for _, c := range parts {
		for _, g := range w.index[c] {
			if !seen[g] && w.loses(g, parts) {
				for _, f := range w.shapes[g].flows {
					out = append(out, int(f))
				}
			}
			seen[g] = true
		}
	}
	slices.Sort(out)
	return out
}

// loses reports whether a group is down when some components have failed.
func (w *Sweep) loses(g int32, parts []int) bool {
	for i, a := range parts {
		if _, ok := slices.BinarySearch(w.shapes[g].shape.singles, int32(a)); ok {
			return true
		}
		for _, b := range parts[:i] {
			if _, ok := slices.BinarySearch(w.pairs[g], pairKey(int32(a), int32(b))); ok && a != b {
				return true
			}
		}
	}
	return false
}

// A PairFailure is what two components take down when both fail.
type PairFailure struct {
	Components [2]int // ascending
	Lost       int    // flows that are down
	Together   int    // of them, those that neither component takes down alone
}

// Pairs returns the pairs of components that take some flow down only
// together, those that add most first.
func (w *Sweep) Pairs() []PairFailure {
	var out []PairFailure
	w.pair.each(func(key uint64, n int32) {
		a, b := int(key>>32), int(uint32(key))
		out = append(out, PairFailure{[2]int{a, b}, w.Pair(a, b), int(n)})
	})
	slices.SortFunc(out, func(x, y PairFailure) int {
		return cmp.Or(cmp.Compare(y.Together, x.Together), cmp.Compare(y.Lost, x.Lost),
			slices.Compare(x.Components[:], y.Components[:]))
	})
	return out
}
