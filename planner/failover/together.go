package failover

import (
	"encoding/binary"
	"slices"
)

// Together returns how likely it is that not all flows are up at once. It is 1
// where one of them has no way.
func (s *Structure) Together() Availability {
	groups := s.groups(1)
	flows := 0
	for _, g := range groups {
		flows += len(g.flows)
	}
	if flows < len(s.Flows) {
		return Availability{Unavailability: 1, Lower: 1}
	}
	return newAlliance(s, groups).availability()
}

// An alliance is flows that must all be up.
type alliance struct {
	s       *Structure
	groups  []flowGroup
	singles []int32 // components that every state needs in which all flows are up, sorted

	// Atoms are the components that are in the same things of the same groups,
	// those that matter to the most sites first. atomsOf gives the atoms of
	// each thing of each group.
	atoms   [][]int32
	sites   []int // by atom: to how many sites it matters
	down    []float64
	atomsOf [][][]int32
}

func newAlliance(s *Structure, groups []flowGroup) *alliance {
	a := &alliance{s: s, groups: groups}
	for _, g := range groups {
		a.singles = append(a.singles, g.shape.singles...)
	}
	slices.Sort(a.singles)
	a.singles = slices.Compact(a.singles)
	a.split()
	return a
}

// start returns the node at which the flows of a group start.
func (a *alliance) start(g int) int { return a.s.Flows[a.groups[g].flows[0]].Start }

// A use is where a component occurs.
type use struct {
	key   []byte // the groups and things
	sites int
	last  int // the start of the last group that it was found in
}

// split finds the atoms.
func (a *alliance) split() {
	uses, order := a.uses()
	slices.SortStableFunc(order, func(x, y int32) int { return uses[y].sites - uses[x].sites })
	number, atomOf := map[string]int32{}, map[int32]int32{}
	for _, c := range order {
		k, ok := number[string(uses[c].key)]
		if !ok {
			k = int32(len(a.atoms))
			number[string(uses[c].key)] = k
			a.atoms = append(a.atoms, nil)
			a.sites = append(a.sites, uses[c].sites)
		}
		a.atoms[k] = append(a.atoms[k], c)
		atomOf[c] = k
	}
	for _, parts := range a.atoms {
		a.down = append(a.down, a.s.anyDown(parts))
	}
	for _, group := range a.groups {
		of := make([][]int32, len(group.shape.things))
		for t, parts := range group.shape.things {
			for _, c := range parts {
				if k, ok := atomOf[c]; ok {
					of[t] = append(of[t], k)
				}
			}
			slices.Sort(of[t])
			of[t] = slices.Compact(of[t])
		}
		a.atomsOf = append(a.atomsOf, of)
	}
}

// uses returns where each component occurs that is not single, and the
// components in the order of their first occurrence.
func (a *alliance) uses() (map[int32]*use, []int32) {
	uses := map[int32]*use{}
	var order []int32
	for g, group := range a.groups {
		for t, parts := range group.shape.things {
			for _, c := range parts {
				if _, ok := slices.BinarySearch(a.singles, c); ok {
					continue
				}
				u := uses[c]
				if u == nil {
					u = &use{last: -1}
					uses[c] = u
					order = append(order, c)
				}
				u.key = binary.AppendUvarint(u.key, uint64(g))
				u.key = binary.AppendUvarint(u.key, uint64(t))
				if u.last != a.start(g) {
					u.sites, u.last = u.sites+1, a.start(g)
				}
			}
		}
	}
	return uses, order
}

// needed returns the diagram of: these things of a group are up.
func (a *alliance) needed(c *compiler, g int, things []uint64) int32 {
	var atoms []int32
	each(things, func(t int) { atoms = append(atoms, a.atomsOf[g][t]...) })
	slices.Sort(atoms)
	at := kept
	for _, k := range slices.Backward(slices.Compact(atoms)) {
		at = c.node(k, lost, at)
	}
	return at
}

// exactBudget is how many nodes one diagram of all flows may have.
const exactBudget = 1 << 18

// exact returns the probability that not all flows are up when all singles
// are, unless its diagram is over the budget. Groups are joined from the last
// to the first: what is special to one of them then stands on top of what is
// there already, and does not have to be gone through.
func (a *alliance) exact(l limits) (u float64, ok bool) {
	c := newCompiler(l)
	root := kept
	for g := len(a.groups) - 1; g >= 0 && !c.over; g-- {
		for _, n := range a.groups[g].shape.form.nets {
			root = c.and(root, c.path(n, func(things []uint64) int32 { return a.needed(c, g, things) }))
		}
	}
	if c.over {
		return 0, false
	}
	d := c.trim(root)
	return d.unavailability(a.down, nil)[d.root], true
}

// availability makes one diagram or, where that is too large, looks at the
// states of what many sites share, and in each of them at the blocks of sites
// that share nothing else.
func (a *alliance) availability() Availability {
	singles := a.s.anyDown(a.singles)
	if u, ok := a.exact(limits{min(a.s.Budget, exactBudget), a.s.poll}); ok {
		u = either(singles, u)
		return Availability{Unavailability: u, Lower: u}
	}
	for _, least := range []int{2, 3, 5, 9, 17} {
		core, _ := slices.BinarySearchFunc(a.sites, least, func(sites, least int) int {
			if sites >= least {
				return -1
			}
			return 1
		})
		if core > mostCore {
			continue
		}
		if blocks, ok := a.blocks(core); ok {
			low, high, exact := a.states(blocks, core)
			out := Availability{Unavailability: either(singles, high), Lower: either(singles, low)}
			if !exact {
				out.Method = Bounded
			}
			return out
		}
	}
	return a.composed()
}

// composed returns bounds. At least a single must be down. At most it is as if
// the flows were independent of each other once all singles are up: what they
// share makes them fail together rather than apart, so all of them are up more
// often than that (Esary, Proschan and Walkup, Annals of Mathematical
// Statistics 38, 1967).
func (a *alliance) composed() Availability {
	low := a.s.anyDown(a.singles)
	high, worst := low, 0.0
	for g, group := range a.groups {
		down := make([]float64, len(group.shape.things))
		for t := range down {
			for _, k := range a.atomsOf[g][t] {
				down[t] = either(down[t], a.down[k])
			}
		}
		least, most := group.shape.form.unavailability(down, a.s.limits())
		high, worst = either(high, most), max(worst, least)
	}
	return Availability{Unavailability: high, Lower: either(low, worst), Method: Composed}
}
