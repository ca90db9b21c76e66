package routing

import "slices"

// spread follows the announcement of a target over all sessions that may lead
// to the receiver, whatever is down, and returns the arcs over which a route
// can come.
func (g *graph) spread(t *target, receiver int, use func(*session) bool) []arc {
	w := wave{g: g, t: t, use: use, room: &g.room}
	w.grow(len(g.nodes))
	w.back(receiver)
	w.forth()
	arcs := g.withStatics(t, w.used(), w.heard, use)
	w.clear()
	return arcs
}

// A room is what a wave works in, one entry a speaker. It is kept and cleaned
// where it was used: a wave reaches few speakers of a large design.
type room struct {
	seen    []bool
	heard   []uint32  // classes by speaker, as bits
	out     [][]int32 // arcs by sender
	touched []int
}

func (r *room) grow(speakers int) {
	if len(r.seen) < speakers {
		r.seen, r.heard, r.out = make([]bool, speakers), make([]uint32, speakers), make([][]int32, speakers)
	}
}

// touch notes that a speaker is used, and reports whether it is the first time.
func (r *room) touch(n int) bool {
	if r.seen[n] {
		return false
	}
	r.seen[n] = true
	r.touched = append(r.touched, n)
	return true
}

func (r *room) clear() {
	for _, n := range r.touched {
		r.seen[n], r.heard[n], r.out[n] = false, 0, r.out[n][:0]
	}
	r.touched = r.touched[:0]
}

// A wave finds the arcs of a program.
type wave struct {
	*room
	g    *graph
	t    *target
	use  func(*session) bool
	arcs []arc
}

// back collects the arcs that lead to the receiver.
func (w *wave) back(receiver int) {
	w.touch(w.t.node)
	w.touch(receiver)
	for todo := []int{receiver}; len(todo) > 0; {
		n := todo[0]
		todo = todo[1:]
		if n == w.t.node {
			continue
		}
		for _, i := range w.g.nodes[n].sessions {
			s := &w.g.sessions[i]
			if w.use != nil && !w.use(s) {
				continue
			}
			a, ok := w.g.arc(w.t, s, s.b == n)
			if !ok {
				continue
			}
			w.out[a.from] = append(w.out[a.from], int32(len(w.arcs)))
			w.arcs = append(w.arcs, a)
			if w.touch(int(a.from)) {
				todo = append(todo, int(a.from))
			}
		}
	}
}

// forth follows the classes of routes from the target.
func (w *wave) forth() {
	w.heard[w.t.node] = 1 << fromSelf
	for todo := []int{w.t.node}; len(todo) > 0; {
		n := todo[0]
		todo = todo[1:]
		for _, k := range w.out[n] {
			to, before := w.arcs[k].to, w.heard[w.arcs[k].to]
			w.heard[to] |= w.arcs[k].reach(w.heard[n])
			if w.heard[to] != before {
				todo = append(todo, int(to))
			}
		}
	}
}

// reach returns the classes that routes of some classes become over an arc.
func (a *arc) reach(heard uint32) (out uint32) {
	for c, o := range a.offers {
		if o.bits != unannounced && heard&(1<<c) != 0 {
			out |= 1 << o.class
		}
	}
	return out
}

// used returns the arcs over which a route can come, in the order of the
// design.
func (w *wave) used() []arc {
	out := slices.DeleteFunc(w.arcs, func(a arc) bool { return a.reach(w.heard[a.from]) == 0 })
	slices.SortFunc(out, func(a, b arc) int {
		if a.session.id != b.session.id {
			return a.session.id - b.session.id
		}
		return int(a.from) - int(b.from)
	})
	return out
}

// withStatics adds the static routes of the hubs that hear of the target.
func (g *graph) withStatics(t *target, arcs []arc, heard []uint32, use func(*session) bool) []arc {
	if use != nil {
		return arcs
	}
	for _, h := range g.design.VirtualHubs {
		static, _ := g.statics(t, g.hubs[h])
		for _, a := range static {
			if heard[a.from] != 0 {
				arcs = append(arcs, a)
			}
		}
	}
	return arcs
}

// leading returns the speakers from which a route can come to the receiver.
func leading(arcs []arc, receiver, nodes int) []bool {
	into := make([][]int32, nodes)
	for _, a := range arcs {
		into[a.to] = append(into[a.to], a.from)
	}
	keep := make([]bool, nodes)
	keep[receiver] = true
	for todo := []int32{int32(receiver)}; len(todo) > 0; {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, from := range into[n] {
			if !keep[from] {
				keep[from] = true
				todo = append(todo, from)
			}
		}
	}
	return keep
}

// arrange orders speakers so that each comes after those that it hears, as far
// as they do not hear each other in circles, and says which do.
func arrange(arcs []arc, start, nodes int) (order []int32, circles []bool) {
	out := make([][]int32, nodes)
	for _, a := range arcs {
		out[a.from] = append(out[a.from], a.to)
	}
	w := walker{out: out, index: make([]int32, nodes), low: make([]int32, nodes), on: make([]bool, nodes), circles: make([]bool, nodes)}
	w.visit(int32(start))
	slices.Reverse(w.order)
	return w.order, w.circles
}

// A walker finds strongly connected components by Tarjan's algorithm (SIAM
// Journal on Computing 1(2), 1972); they come out last one first.
type walker struct {
	out        [][]int32
	index, low []int32 // 0: not visited
	on         []bool
	stack      []int32
	count      int32
	order      []int32
	circles    []bool
}

func (w *walker) visit(n int32) {
	w.count++
	w.index[n], w.low[n] = w.count, w.count
	w.stack, w.on[n] = append(w.stack, n), true
	for _, to := range w.out[n] {
		if w.index[to] == 0 {
			w.visit(to)
			w.low[n] = min(w.low[n], w.low[to])
		} else if w.on[to] {
			w.low[n] = min(w.low[n], w.index[to])
		}
	}
	if w.low[n] != w.index[n] {
		return
	}
	at := slices.Index(w.stack, n)
	for _, m := range slices.Backward(w.stack[at:]) {
		w.on[m] = false
		w.order = append(w.order, m)
		w.circles[m] = len(w.stack)-at > 1
	}
	w.stack = w.stack[:at]
}
