package failover

import "slices"

// unwind takes out the edges along which only a path in a loop can go: those
// that lead back to a node which every path to their tail has passed, and
// those whose tail every path from their head passes again. A path with a loop
// is up only where the path without it is. It reports whether there were any.
//
// In a wide-area network every site leads to the network, which leads to every
// site; without this all sites would matter to the flow of each.
func (p *piece) unwind() bool {
	before := p.dominators(p.first, p.out, p.in)
	after := p.dominators(p.n-1, p.in, p.out)
	found := false
	for i := range p.n {
		if !p.alive(i) {
			continue
		}
		each(p.out(i), func(to int) {
			if hasBit(before[i*p.span:(i+1)*p.span], to) || hasBit(after[to*p.span:(to+1)*p.span], i) {
				clearBit(p.out(i), to)
				clearBit(p.in(to), i)
				found = true
			}
		})
	}
	return found
}

// dominators returns, for each node, the set of those that every path from a
// root to it passes, itself among them; all nodes for one that no path leads
// to. It looks at edges in the direction that next and back give.
func (p *piece) dominators(root int, next, back func(int) []uint64) []uint64 {
	dom := make([]uint64, p.n*p.span)
	for i := range dom {
		dom[i] = ^uint64(0)
	}
	set := make([]uint64, p.span)
	clear(dom[root*p.span : (root+1)*p.span])
	setBit(dom[root*p.span:(root+1)*p.span], root)
	queue, queued := []int{}, make([]bool, p.n)
	push := func(i int) {
		if !queued[i] && i != root {
			queued[i] = true
			queue = append(queue, i)
		}
	}
	each(next(root), push)
	for k := 0; k < len(queue); k++ {
		i := queue[k]
		queued[i] = false
		for w := range set {
			set[w] = ^uint64(0)
		}
		each(back(i), func(from int) {
			for w, d := range dom[from*p.span : (from+1)*p.span] {
				set[w] &= d
			}
		})
		setBit(set, i)
		mine := dom[i*p.span : (i+1)*p.span]
		if !slices.Equal(set, mine) {
			copy(mine, set)
			each(next(i), push)
		}
	}
	return dom
}
