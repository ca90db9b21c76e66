package failover

// A diagram is a binary decision diagram of a form: from a node one goes to
// low when its thing is down and to high when it is up, until one comes to
// lost or kept. Things are in the order of their numbers, every node comes
// after its low and high ones, and no two nodes are alike (Bryant, IEEE
// Transactions on Computers C-35, 1986).
type diagram struct {
	nodes []decision
	root  int32
}

type decision struct{ thing, low, high int32 }

// The two ends of a diagram.
const (
	lost int32 = iota
	kept
)

// endThing stands behind all things.
const endThing = 1<<31 - 1

// A compiler makes diagrams.
type compiler struct {
	nodes  []decision
	table  []int32 // of nodes by what they are, 0: none; a power of two long
	cache  []memo  // of results; a power of two long
	misses int     // results that were not there, since the cache was made
	work   int     // results that were not there, in all
	limits
	over bool
}

// A memo is the result of an operation.
type memo struct{ op, a, b, result int32 }

const (
	opAnd int32 = iota + 1
	opOr
)

func newCompiler(l limits) *compiler {
	c := &compiler{limits: l, table: make([]int32, 1<<8), cache: make([]memo, 1<<8)}
	c.nodes = append(c.nodes, decision{thing: endThing}, decision{thing: endThing})
	return c
}

func mix(a, b, c int32) uint64 {
	h := uint64(uint32(a))*0x9e3779b97f4a7c15 ^ uint64(uint32(b))*0xbf58476d1ce4e5b9 ^ uint64(uint32(c))*0x94d049bb133111eb
	return h ^ h>>29
}

// node returns the node for a decision, and makes it if it is new.
func (c *compiler) node(thing, low, high int32) int32 {
	if low == high {
		return low
	}
	mask := uint64(len(c.table) - 1)
	at := mix(thing, low, high) & mask
	for ; c.table[at] != 0; at = (at + 1) & mask {
		if c.nodes[c.table[at]] == (decision{thing, low, high}) {
			return c.table[at]
		}
	}
	if len(c.nodes) >= c.budget {
		c.over = true
		return lost
	}
	i := int32(len(c.nodes))
	c.nodes = append(c.nodes, decision{thing, low, high})
	c.table[at] = i
	if 2*len(c.nodes) > len(c.table) {
		c.grow()
	}
	return i
}

func (c *compiler) grow() {
	c.table = make([]int32, 4*len(c.table))
	mask := uint64(len(c.table) - 1)
	for i := 2; i < len(c.nodes); i++ {
		d := c.nodes[i]
		at := mix(d.thing, d.low, d.high) & mask
		for c.table[at] != 0 {
			at = (at + 1) & mask
		}
		c.table[at] = int32(i)
	}
}

func (c *compiler) and(a, b int32) int32 {
	switch {
	case a == b || b == kept:
		return a
	case a == kept:
		return b
	case a == lost || b == lost || c.over:
		return lost
	}
	return c.apply(opAnd, a, b)
}

func (c *compiler) or(a, b int32) int32 {
	switch {
	case a == b || b == lost:
		return a
	case a == lost:
		return b
	case a == kept || b == kept:
		return kept
	case c.over:
		return lost
	}
	return c.apply(opOr, a, b)
}

func (c *compiler) apply(op, a, b int32) int32 {
	if a > b {
		a, b = b, a
	}
	at := mix(op, a, b)
	if m := c.cache[at&uint64(len(c.cache)-1)]; m.op == op && m.a == a && m.b == b {
		return m.result
	}
	x, y := c.nodes[a], c.nodes[b]
	thing := min(x.thing, y.thing)
	lowA, highA, lowB, highB := a, a, b, b
	if x.thing == thing {
		lowA, highA = x.low, x.high
	}
	if y.thing == thing {
		lowB, highB = y.low, y.high
	}
	var low, high int32
	if op == opAnd {
		low, high = c.and(lowA, lowB), c.and(highA, highB)
	} else {
		low, high = c.or(lowA, lowB), c.or(highA, highB)
	}
	result := c.node(thing, low, high)
	if !c.over {
		c.remember(at, memo{op, a, b, result})
	}
	return result
}

// workPerNode bounds the operations, as a multiple of the budget of nodes.
const workPerNode = 16

// workPerCheck is after how many operations it is asked whether to go on.
const workPerCheck = 1 << 12

// mostMemos bounds the cache of results to 64 MB.
const mostMemos = 1 << 22

// remember keeps a result. The cache grows with the results that it could not
// give: one that stays too small makes the work grow exponentially.
func (c *compiler) remember(at uint64, m memo) {
	if c.work++; c.work > workPerNode*c.budget {
		c.over = true
	}
	if c.work%workPerCheck == 0 {
		c.check()
	}
	if c.misses++; c.misses > len(c.cache)/2 && len(c.cache) < mostMemos {
		old := c.cache
		c.cache, c.misses = make([]memo, 4*len(old)), 0
		for _, m := range old {
			if m.op != 0 {
				c.cache[mix(m.op, m.a, m.b)&uint64(len(c.cache)-1)] = m
			}
		}
	}
	c.cache[at&uint64(len(c.cache)-1)] = m
}

// needed returns the diagram of: all of these things are up.
func (c *compiler) needed(things []uint64) int32 {
	at := kept
	for k := len(things)*64 - 1; k >= 0; k-- {
		if hasBit(things, k) {
			at = c.node(int32(k), lost, at)
		}
	}
	return at
}

// path returns the diagram of: a net has a path. A node has one to the end
// when it is up and one that follows it has. Around cycles that is repeated
// until nothing changes. needed gives the diagram of: some things are up.
func (c *compiler) path(n *net, needed func(things []uint64) int32) int32 {
	need, to := make([]int32, n.n), make([]int32, n.n)
	for i := range need {
		need[i] = needed(n.need(i))
	}
	to[n.n-1] = need[n.n-1]
	for again := true; again && !c.over; {
		again = false
		for i := n.n - 2; i >= 0; i-- {
			any := lost
			for _, next := range n.succ.of(i) {
				any = c.or(any, to[next])
			}
			if any = c.and(need[i], any); any != to[i] {
				to[i] = any
				again = !n.ordered
			}
		}
	}
	return to[0]
}

// compile returns the diagram of a form; nil where it is over the budget.
func (f *form) compile(l limits) *diagram {
	f.compiling.Lock()
	defer f.compiling.Unlock()
	if f.compiled {
		return f.diagram
	}
	c := newCompiler(l)
	root := kept
	for _, n := range f.nets {
		root = c.and(root, c.path(n, c.needed))
	}
	if !c.over {
		f.diagram = c.trim(root)
	}
	f.compiled = true
	return f.diagram
}

// trim keeps the nodes that a root leads to.
func (c *compiler) trim(root int32) *diagram {
	number := make([]int32, len(c.nodes))
	number[lost], number[kept] = -1, -1
	mark := make([]bool, len(c.nodes))
	mark[root] = true
	for i := len(c.nodes) - 1; i > int(kept); i-- {
		if mark[i] {
			mark[c.nodes[i].low], mark[c.nodes[i].high] = true, true
		}
	}
	d := &diagram{nodes: c.nodes[:2:2]}
	number[lost], number[kept] = lost, kept
	for i := 2; i < len(c.nodes); i++ {
		if mark[i] {
			number[i] = int32(len(d.nodes))
			at := c.nodes[i]
			d.nodes = append(d.nodes, decision{at.thing, number[at.low], number[at.high]})
		}
	}
	d.root = number[root]
	return d
}

// unavailability returns, for each node, the probability to come from it to
// lost, when thing t is down with probability down[t].
func (d *diagram) unavailability(down, into []float64) []float64 {
	into = sized(into, len(d.nodes))
	into[lost], into[kept] = 1, 0
	for i := 2; i < len(d.nodes); i++ {
		n := d.nodes[i]
		q := down[n.thing]
		into[i] = q*into[n.low] + (1-q)*into[n.high]
	}
	return into
}

// birnbaum returns the importance of each thing: the probability that the form
// is up if the thing is, and not otherwise. u is what unavailability returned.
func (d *diagram) birnbaum(down, u []float64) []float64 {
	importance := make([]float64, len(down))
	weight := make([]float64, len(d.nodes))
	weight[d.root] = 1
	for i := len(d.nodes) - 1; i >= 2; i-- {
		n, w := d.nodes[i], weight[i]
		importance[n.thing] += w * (u[n.low] - u[n.high])
		weight[n.low] += w * down[n.thing]
		weight[n.high] += w * (1 - down[n.thing])
	}
	return importance
}
