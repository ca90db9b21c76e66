package failover

import (
	"encoding/binary"
	"math"
)

const (
	mostCore   = 64        // atoms that many sites share
	stateWork  = 4_000_000 // states of the core, times blocks
	enoughTail = 1e-12     // of the result: what is less likely is left out
)

// A block is flows of sites that share atoms with no other block but those of
// the core. Its diagram has the atoms of the core on top.
type block struct {
	diagram *diagram
	u       []float64 // by node, the probability to be lost once the core is decided
	times   float64   // how many blocks are like this one
}

// blocks joins the groups that share an atom outside of the core, the first
// ones, and compiles each block. Blocks that behave alike are counted.
func (a *alliance) blocks(core int) ([]block, bool) {
	var out []block
	like := map[string]int{}
	for _, members := range a.join(core) {
		c := newCompiler(a.s.limits())
		root := kept
		for _, g := range members {
			for _, n := range a.groups[g].shape.form.nets {
				root = c.and(root, c.path(n, func(things []uint64) int32 { return a.needed(c, g, things) }))
			}
		}
		if c.over {
			return nil, false
		}
		b := block{diagram: c.trim(root), times: 1}
		b.u = b.diagram.unavailability(a.down, nil)
		key := b.key(int32(core))
		if i, ok := like[key]; ok {
			out[i].times++
			continue
		}
		like[key] = len(out)
		out = append(out, b)
	}
	return out, true
}

// join returns the groups of each block.
func (a *alliance) join(core int) [][]int {
	f := newForest(len(a.groups))
	first := map[int32]int{}
	for g, things := range a.atomsOf {
		for _, atoms := range things {
			for _, k := range atoms {
				if int(k) < core {
					continue
				}
				if other, ok := first[k]; ok {
					f.join(other, g)
				} else {
					first[k] = g
				}
			}
		}
	}
	return f.trees()
}

// A forest is disjoint sets of numbers, each a tree.
type forest struct{ parent []int }

func newForest(n int) forest {
	f := forest{make([]int, n)}
	for i := range f.parent {
		f.parent[i] = i
	}
	return f
}

func (f forest) root(i int) int {
	for f.parent[i] != i {
		f.parent[i] = f.parent[f.parent[i]]
		i = f.parent[i]
	}
	return i
}

func (f forest) join(i, j int) {
	x, y := f.root(i), f.root(j)
	f.parent[max(x, y)] = min(x, y)
}

// trees returns the sets, in the order of their least numbers.
func (f forest) trees() [][]int {
	number := make([]int, len(f.parent))
	var out [][]int
	for i := range f.parent {
		root := f.root(i)
		if root == i {
			number[i] = len(out)
			out = append(out, nil)
		}
		out[number[root]] = append(out[number[root]], i)
	}
	return out
}

// key writes down how a block depends on the core.
func (b *block) key(core int32) string {
	var key []byte
	number := map[int32]uint64{}
	var visit func(i int32) uint64
	visit = func(i int32) uint64 {
		if n, ok := number[i]; ok {
			return n
		}
		at := b.diagram.nodes[i]
		if at.thing >= core {
			key = binary.AppendVarint(key, -1)
			key = binary.LittleEndian.AppendUint64(key, math.Float64bits(b.u[i]))
		} else {
			low, high := visit(at.low), visit(at.high)
			key = binary.AppendVarint(key, int64(at.thing))
			key = binary.AppendUvarint(key, low)
			key = binary.AppendUvarint(key, high)
		}
		number[i] = uint64(len(number))
		return number[i]
	}
	visit(b.diagram.root)
	return string(key)
}

// lostIn returns how likely the block is to be down in a state of the core.
func (b *block) lostIn(state uint64, core int32) float64 {
	at := b.diagram.root
	for n := b.diagram.nodes[at]; n.thing < core; n = b.diagram.nodes[at] {
		if state>>n.thing&1 != 0 {
			at = n.low
		} else {
			at = n.high
		}
	}
	return b.u[at]
}

// states returns bounds of how likely it is that not all blocks are up, and
// whether they are equal. It looks at the states of the core with no atom
// down, then with one, with two and so on, until what is left does not matter
// any more or is too much.
func (a *alliance) states(blocks []block, core int) (low, high float64, exact bool) {
	sure, chances := uint64(0), []int(nil)
	for k := range core {
		switch {
		case a.down[k] >= 1:
			sure |= 1 << k
		case a.down[k] > 0:
			chances = append(chances, k)
		}
	}
	tails := tails(a.down, chances)
	var total sum
	work, count := 0.0, 1.0
	for order := 0; order <= len(chances); order++ {
		work += count * float64(len(blocks))
		if order > 1 && (work > stateWork || tails[order] <= enoughTail*total.value()) {
			return total.value(), math.Min(1, total.value()+tails[order]), false
		}
		w := stateWalk{a: a, blocks: blocks, core: int32(core), chances: chances, total: &total}
		w.from(0, order, sure, a.allUp(chances))
		count *= float64(len(chances)-order) / float64(order+1)
	}
	return total.value(), total.value(), true
}

// allUp returns the probability that none of some atoms is down.
func (a *alliance) allUp(atoms []int) float64 {
	p := 1.0
	for _, k := range atoms {
		p *= 1 - a.down[k]
	}
	return p
}

// tails returns, for each number, the probability that at least so many of
// some atoms are down.
func tails(down []float64, atoms []int) []float64 {
	exactly := make([]float64, len(atoms)+2)
	exactly[0] = 1
	for i, k := range atoms {
		for n := i + 1; n >= 0; n-- {
			exactly[n] *= 1 - down[k]
			if n > 0 {
				exactly[n] += exactly[n-1] * down[k]
			}
		}
	}
	for n := len(atoms); n >= 0; n-- {
		exactly[n] += exactly[n+1]
	}
	return exactly
}

// A stateWalk goes through the states of a core with a number of atoms down.
type stateWalk struct {
	a       *alliance
	blocks  []block
	core    int32
	chances []int
	total   *sum
}

// from goes through the states in which so many more of the atoms from i on
// are down; p is the probability of the state as it is.
func (w *stateWalk) from(i, more int, state uint64, p float64) {
	if more == 0 {
		w.a.s.limits().check()
		u := 0.0
		for b := range w.blocks {
			one := w.blocks[b].lostIn(state, w.core)
			if n := w.blocks[b].times; n > 1 {
				one = -math.Expm1(n * math.Log1p(-one))
			}
			u = either(u, one)
		}
		w.total.add(p * u)
		return
	}
	for k := i; k+more <= len(w.chances); k++ {
		q := w.a.down[w.chances[k]]
		w.from(k+1, more-1, state|1<<w.chances[k], p/(1-q)*q)
	}
}
