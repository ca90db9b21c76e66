package outcome

import (
	"cmp"
	"fmt"
	"slices"
	"sync"

	"github.com/erplan/erplan/planner/failover"
	"github.com/erplan/erplan/planner/topology"
)

// A While is how available the flows are as long as a change lasts: what has
// failed stays down, and everything else fails as it always does.
type While struct {
	Change Change
	Flows  []FlowWhile // by flow

	a     *Analysis
	given *failover.Structure
	mu    sync.Mutex
	fatal map[int][]Fatal // by flow
}

// A FlowWhile is how available one flow is as long as a change lasts. Like
// that of the design it is a statement about structure: a flow may have a way
// that is up and that routing does not use.
type FlowWhile struct {
	Assessed bool // the structure knows the ways of the flow

	// Availability counts an edge router that is drained as up: its sessions
	// are, and what has no other way may still go there. Dark is the same if it
	// forwards nothing at all while it is drained.
	Availability failover.Availability
	Dark         failover.Availability
}

// NoWay reports whether the flow has no way left, and stays down as long as
// the change lasts.
func (f *FlowWhile) NoWay() bool { return f.Assessed && f.Availability.Lower == 1 }

// A Fatal is a component whose failure loses a flow as long as a change lasts.
type Fatal struct {
	Point
	New bool // alone, with nothing else failed, it would not
}

// While returns how available the flows are as long as a change lasts.
func (a *Analysis) While(c Change) *While {
	return a.found.whiles.get(c, func() *While { return a.findWhile(c) })
}

func (a *Analysis) findWhile(c Change) *While {
	w := &While{Change: c, Flows: make([]FlowWhile, len(a.Flows)), a: a.whole, fatal: map[int][]Fatal{}}
	w.given = a.whole.Structure.Given(a.state(c))
	given := w.given.Polled(a.check)
	dark := w.given.Given(a.Topology.State(c.Drain, nil)).Polled(a.check)
	a.each(len(a.Flows), func(i int) {
		if a.assessed(i) {
			w.Flows[i] = FlowWhile{true, given.Availability(i), dark.Availability(i)}
		}
	})
	return w
}

// Fatal returns the components whose failure loses a flow as long as the
// change lasts, by routing as it is simulated: those that alone would not come
// first, and of these the likeliest. There are none of a flow that nothing
// carries.
func (w *While) Fatal(flow int) []Fatal {
	w.mu.Lock()
	defer w.mu.Unlock()
	list, ok := w.fatal[flow]
	if !ok {
		list = w.findFatal(flow)
		w.fatal[flow] = list
	}
	return list
}

func (w *While) findFatal(flow int) []Fatal {
	a := w.a
	var out []Fatal
	ends, structural := a.ends(flow), w.singlePoints(flow)
	for _, c := range w.losing(flow) {
		one := Fatal{Point: Point{
			Component: c, Unavailability: a.Topology.Components[c].Unavailability, End: slices.Contains(ends, c),
			Routing: a.assessed(flow) && !slices.Contains(structural, c),
		}}
		one.New = !w.Change.IsNone() && a.carries(flow, a.Topology.State([]int{c}, nil))
		out = append(out, one)
	}
	slices.SortStableFunc(out, func(x, y Fatal) int {
		return cmp.Or(compareBools(y.New, x.New), cmp.Compare(y.Unavailability, x.Unavailability), cmp.Compare(x.Component, y.Component))
	})
	return out
}

func (w *While) singlePoints(flow int) []int {
	var out []int
	if w.a.assessed(flow) {
		for _, cut := range w.given.SinglePoints(flow) {
			out = append(out, cut.Components...)
		}
	}
	return out
}

// losing simulates the failures that can change how a flow goes.
func (w *While) losing(flow int) []int {
	a, state := w.a, w.a.state(w.Change)
	now := a.ask(flow, state)
	if !now.carried {
		return nil
	}
	var out []int
	for _, c := range a.touching(&now.rests, state) {
		more := append(slices.Clone(w.Change.Fail), c)
		if state.Up(c) && !a.carries(flow, a.Topology.State(more, w.Change.Drain)) {
			out = append(out, c)
		}
	}
	return out
}

// carries reports whether a flow is carried in a state.
func (a *Analysis) carries(flow int, s topology.State) bool {
	r := a.Router.Route(a.Flows[flow], s)
	return r.Carried()
}

func compareBools(x, y bool) int {
	switch {
	case x == y:
		return 0
	case y:
		return -1
	}
	return 1
}

// mostWhiles is how many changes are remembered.
const mostWhiles = 64

// Whiles are those of the changes that were asked for last.
type whiles struct {
	mu    sync.Mutex
	byKey map[string]*While
	order []string
}

func (w *whiles) get(c Change, compute func() *While) *While {
	key := fmt.Sprint(c.Fail, c.Drain)
	w.mu.Lock()
	defer w.mu.Unlock()
	if known := w.byKey[key]; known != nil {
		return known
	}
	one := compute()
	if w.byKey == nil {
		w.byKey = map[string]*While{}
	}
	if len(w.order) == mostWhiles {
		delete(w.byKey, w.order[0])
		w.order = w.order[1:]
	}
	w.byKey[key], w.order = one, append(w.order, key)
	return one
}
