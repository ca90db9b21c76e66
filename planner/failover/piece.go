package failover

import (
	"encoding/binary"
	"math/bits"
)

// A piece is a net that is being contracted. Node 0 is the first node and node
// n-1 the last; nodes that are gone have no edges. Every rule keeps the set of
// the states in which a path is up.
type piece struct {
	n, row, span int // nodes; words of a set of things, and of a set of nodes
	first        int
	needs        []uint64
	succ, pred   []uint64
	gone         []bool
}

func newPiece(n, things int) *piece {
	p := &piece{n: n, row: words(max(things, 1)), span: words(n)}
	all := make([]uint64, n*(p.row+2*p.span))
	p.needs, all = all[:n*p.row], all[n*p.row:]
	p.succ, p.pred = all[:n*p.span], all[n*p.span:]
	p.gone = make([]bool, n)
	return p
}

func (p *piece) need(i int) []uint64 { return p.needs[i*p.row : (i+1)*p.row] }
func (p *piece) out(i int) []uint64  { return p.succ[i*p.span : (i+1)*p.span] }
func (p *piece) in(i int) []uint64   { return p.pred[i*p.span : (i+1)*p.span] }
func (p *piece) alive(i int) bool    { return !p.gone[i] }

func (p *piece) join(from, to int) {
	setBit(p.out(from), to)
	setBit(p.in(to), from)
}

// trivial reports whether the piece is always up.
func (p *piece) trivial() bool {
	last := p.n - 1
	if !isEmpty(p.need(p.first)) || !isEmpty(p.need(last)) {
		return false
	}
	return p.first == last || hasBit(p.out(p.first), last)
}

// forget drops things from the needs of all nodes.
func (p *piece) forget(things []uint64) {
	for i := range p.n {
		for k := range p.row {
			p.needs[i*p.row+k] &^= things[k]
		}
	}
}

// contract applies the rules until none does anything.
func (p *piece) contract() {
	for again := true; again; {
		again = false
		for i := range p.n {
			if p.alive(i) && (p.chain(i) || p.bypass(i) || p.detour(i) || p.dominated(i)) {
				again = true
			}
		}
		again = again || !p.trivial() && p.unwind()
	}
}

// chain joins a node to the only one that follows it, which only it leads to.
func (p *piece) chain(i int) bool {
	to := only(p.out(i))
	if to < 0 || to == i || only(p.in(to)) != i {
		return false
	}
	for k, w := range p.need(i) {
		p.need(to)[k] |= w
	}
	each(p.in(i), func(from int) {
		if from != to {
			p.join(from, to)
		}
	})
	if i == p.first {
		p.first = to
	}
	p.remove(i)
	return true
}

// only returns the number of a set of one, else -1.
func only(set []uint64) int {
	if count(set) != 1 {
		return -1
	}
	for k, w := range set {
		if w != 0 {
			return k<<6 + bits.TrailingZeros64(w)
		}
	}
	return -1
}

// bypass takes out a node that needs nothing, where that makes no more edges.
func (p *piece) bypass(i int) bool {
	if p.isEnd(i) || !isEmpty(p.need(i)) {
		return false
	}
	in, out := count(p.in(i)), count(p.out(i))
	if in*out > in+out {
		return false
	}
	each(p.in(i), func(from int) {
		each(p.out(i), func(to int) {
			if from != to {
				p.join(from, to)
			}
		})
	})
	p.remove(i)
	return true
}

// detour takes out a node around which there is an edge from each node before
// it to each after it.
func (p *piece) detour(i int) bool {
	if p.isEnd(i) {
		return false
	}
	around := true
	each(p.in(i), func(from int) {
		for k, w := range p.out(i) {
			if from>>6 == k {
				w &^= 1 << (from & 63)
			}
			around = around && w&^p.out(from)[k] == 0
		}
	})
	if around {
		p.remove(i)
	}
	return around
}

// dominated takes out a node beside which there is one that comes from and
// leads to at least the same nodes and needs no more.
func (p *piece) dominated(i int) bool {
	if p.isEnd(i) || isEmpty(p.in(i)) {
		return false
	}
	before := 0
	for k, w := range p.in(i) {
		if w != 0 {
			before = k<<6 + bits.TrailingZeros64(w)
			break
		}
	}
	found := false
	each(p.out(before), func(other int) {
		found = found || other != i && !p.isEnd(other) && p.dominates(other, i)
	})
	if found {
		p.remove(i)
	}
	return found
}

// dominates reports whether a node does all that another one does, and needs
// no more; of two that are alike the first does.
func (p *piece) dominates(a, b int) bool {
	if !within(p.need(a), p.need(b)) || !within(p.in(b), p.in(a)) || !within(p.out(b), p.out(a)) {
		return false
	}
	return a < b || !within(p.need(b), p.need(a)) || !within(p.in(a), p.in(b)) || !within(p.out(a), p.out(b))
}

func (p *piece) isEnd(i int) bool { return i == p.first || i == p.n-1 }

// remove takes out a node and its edges.
func (p *piece) remove(i int) {
	each(p.in(i), func(from int) { clearBit(p.out(from), i) })
	each(p.out(i), func(to int) { clearBit(p.in(to), i) })
	clear(p.in(i))
	clear(p.out(i))
	clear(p.need(i))
	p.gone[i] = true
}

// net turns what is left into a net over the same things.
func (p *piece) net() *net {
	return p.renamed(nil, p.row*64)
}

// renamed is net with other numbers for the things.
func (p *piece) renamed(of []int32, things int) *net {
	number := make([]int32, p.n)
	n := &net{things: things, row: words(max(things, 1))}
	order := p.order()
	n.n = len(order)
	for k, i := range order {
		number[i] = int32(k)
	}
	n.needs = make([]uint64, n.n*n.row)
	succ := lists{start: make([]int32, 1, n.n+1)}
	for _, i := range order {
		each(p.need(i), func(t int) {
			if of != nil {
				t = int(of[t])
			}
			setBit(n.need(int(number[i])), t)
		})
		each(p.out(i), func(to int) { succ.items = append(succ.items, number[to]) })
		succ.start = append(succ.start, int32(len(succ.items)))
	}
	n.connect(succ)
	return n
}

// order returns the nodes that are left, the first one first.
func (p *piece) order() []int {
	order := make([]int, 0, p.n)
	order = append(order, p.first)
	for i := range p.n {
		if p.alive(i) && i != p.first {
			order = append(order, i)
		}
	}
	return order
}

// key writes a net down, so that two nets are equal when their keys are.
func (n *net) key(key []byte) []byte {
	key = binary.AppendUvarint(key, uint64(n.n))
	for i := range n.n {
		for _, w := range n.need(i) {
			key = binary.AppendUvarint(key, w)
		}
		to := n.succ.of(i)
		key = binary.AppendUvarint(key, uint64(len(to)))
		for _, t := range to {
			key = binary.AppendUvarint(key, uint64(t))
		}
	}
	return key
}
