package failover

// A net is the ways of one demand: an acyclic or cyclic graph from node 0 to
// the last node. Each node needs a set of things to be up, and a demand is up
// when there is a path of nodes that are. Nodes are in an order in which, as
// far as there are no cycles, each comes after those that lead to it.
type net struct {
	n      int
	things int
	row    int // words of a set of things

	needs []uint64 // n rows
	pred  lists
	succ  lists

	ordered bool // every edge leads to a later node: there are no cycles
}

// Lists are lists of numbers in two arrays.
type lists struct {
	start []int32
	items []int32
}

func (l *lists) of(i int) []int32 { return l.items[l.start[i]:l.start[i+1]] }

func (n *net) need(i int) []uint64 { return n.needs[i*n.row : (i+1)*n.row] }

// connect sets the edges of a net from its lists of successors.
func (n *net) connect(succ lists) {
	n.succ, n.ordered = succ, true
	n.pred = lists{start: make([]int32, n.n+1), items: make([]int32, len(succ.items))}
	for _, to := range succ.items {
		n.pred.start[to+1]++
	}
	for i := range n.n {
		n.pred.start[i+1] += n.pred.start[i]
	}
	next := make([]int32, n.n)
	for from := range n.n {
		for _, to := range succ.of(from) {
			n.pred.items[n.pred.start[to]+next[to]] = int32(from)
			next[to]++
			n.ordered = n.ordered && from < int(to)
		}
	}
}

// A walk is memory for searches in nets.
type walk struct {
	must    []uint64
	reached []bool
	parent  []int32
	queue   []int32
}

// inevitable returns the things that every path from the first to the last
// node needs, when some things are down; nil where there is no path. It is
// Allen and Cocke's dominator equation for sets: what is inevitable on the way
// to a node is what it needs and what is inevitable on the way to all nodes
// before it.
func (n *net) inevitable(w *walk, down []uint64) []uint64 {
	w.must = sized(w.must, n.n*n.row)
	w.reached = sized(w.reached, n.n)
	for n.pass(w, down) && !n.ordered {
	}
	if !w.reached[n.n-1] {
		return nil
	}
	return w.must[(n.n-1)*n.row : n.n*n.row]
}

// pass goes through the nodes once and reports whether anything changed.
func (n *net) pass(w *walk, down []uint64) bool {
	changed := false
	for i := range n.n {
		need := n.need(i)
		if down != nil && meets(need, down) {
			continue
		}
		if n.row == 1 {
			changed = n.pass1(w, i, need[0]) || changed
		} else {
			changed = n.passN(w, i, need) || changed
		}
	}
	return changed
}

// pass1 is passN for sets of one word.
func (n *net) pass1(w *walk, i int, need uint64) bool {
	all, any := ^uint64(0), i == 0
	if i == 0 {
		all = 0
	}
	for _, p := range n.pred.of(i) {
		if w.reached[p] {
			all &= w.must[p]
			any = true
		}
	}
	if !any {
		return false
	}
	all |= need
	changed := !w.reached[i] || w.must[i] != all
	w.reached[i], w.must[i] = true, all
	return changed
}

// passN updates what is inevitable on the way to node i.
func (n *net) passN(w *walk, i int, need []uint64) bool {
	changed := false
	any := i == 0
	for _, p := range n.pred.of(i) {
		any = any || w.reached[p]
	}
	if !any {
		return false
	}
	mine := w.must[i*n.row : (i+1)*n.row]
	for k := range mine {
		all := ^uint64(0)
		if i == 0 {
			all = 0
		}
		for _, p := range n.pred.of(i) {
			if w.reached[p] {
				all &= w.must[int(p)*n.row+k]
			}
		}
		all |= need[k]
		changed = changed || mine[k] != all
		mine[k] = all
	}
	changed = changed || !w.reached[i]
	w.reached[i] = true
	return changed
}

// path marks the things that a path with few nodes needs, when some things are
// down, and reports whether there is one.
func (n *net) path(w *walk, down, into []uint64) bool {
	w.parent = sized(w.parent, n.n)
	w.queue = append(w.queue[:0], 0)
	if down != nil && meets(n.need(0), down) {
		return false
	}
	last := int32(n.n - 1)
	w.parent[0] = -1
	for k := 0; k < len(w.queue) && w.parent[last] == 0 && last > 0; k++ {
		at := w.queue[k]
		for _, to := range n.succ.of(int(at)) {
			if w.parent[to] == 0 && (down == nil || !meets(n.need(int(to)), down)) {
				w.parent[to] = at + 1
				w.queue = append(w.queue, to)
			}
		}
	}
	if w.parent[last] == 0 {
		return false
	}
	for at := last; at >= 0; at = w.parent[at] - 1 {
		for k, bits := range n.need(int(at)) {
			into[k] |= bits
		}
		if at == 0 {
			break
		}
	}
	return true
}
