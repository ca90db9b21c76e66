package routing

import (
	"slices"
	"sync"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/topology"
)

// A Router answers for the flows of one design. It is safe for use by several
// goroutines.
type Router struct {
	g     *graph
	mu    sync.Mutex
	flows map[flowKey]*flow
}

// New compiles a design.
func New(t *topology.Topology) *Router {
	g := newGraph(t)
	g.compileUnderlays()
	return &Router{g: g, flows: map[flowKey]*flow{}}
}

// Excesses returns the sessions that are down because too many prefixes arrive
// over them, in the order of the design.
func (r *Router) Excesses() []Excess { return r.g.over }

type flowKey struct {
	from, to any
	written  *planner.Flow
}

// A flow is a flow with its programs, one for each part of either end.
type flow struct {
	stateful        bool
	doubts          []string      // that do not depend on the state
	from, to        *planner.Site // the sites that it ends in
	toAzure, toSite []branch
}

// A branch is a part of one end of a flow.
type branch struct {
	part    *part
	sources map[int]bool // of public addresses: the sessions whose traffic comes from them
	program *program
}

// Route returns how a flow goes in a state.
func (r *Router) Route(f topology.Flow, s topology.State) Result {
	return r.answer(f, s, nil, false)
}

// Explain is Route with the routes that lost.
func (r *Router) Explain(f topology.Flow, s topology.State) Result {
	return r.answer(f, s, nil, true)
}

// Sequence returns how a flow goes in states that follow one another. A
// virtual hub that moved to a VPN while ExpressRoute was away may stay with it
// when ExpressRoute is back: see [Stickiness].
func (r *Router) Sequence(f topology.Flow, states ...topology.State) []Result {
	m := memory{}
	out := make([]Result, len(states))
	for i, s := range states {
		out[i] = r.answer(f, s, m, true)
	}
	return out
}

// A memory holds, for each program, the hubs that VPN carries traffic for.
type memory map[*program][]bool

func (r *Router) answer(f topology.Flow, s topology.State, m memory, explain bool) Result {
	plan := r.flow(f)
	under := &ground{g: r.g, state: s}
	a := answer{under: under, memory: m, explain: explain}
	a.result.Doubts = slices.Clone(plan.doubts)
	for _, b := range plan.toAzure {
		a.result.ToAzure = append(a.result.ToAzure, a.choice(b, s, false))
	}
	var parts []branch
	for _, b := range plan.toSite {
		if a.matters(b) {
			a.result.ToSite = append(a.result.ToSite, a.choice(b, s, true))
			parts = append(parts, b)
		}
	}
	if len(parts) == 0 && len(plan.toSite) > 0 {
		a.result.ToSite = []Choice{{}} // nothing is sent, so nothing is answered
	}
	a.finish()
	for i := range a.result.ToAzure {
		for k := range parts {
			a.compare(plan, parts[k], a.result.ToAzure[i].Ways, a.result.ToSite[k].Ways)
		}
	}
	return a.result
}

// finish sums up what the result rests on.
func (a *answer) finish() {
	r := &a.result
	for _, k := range a.under.known {
		r.hot = append(r.hot, k.hot...)
		r.Unstable = r.Unstable || k.unstable
	}
	slices.Sort(r.hot)
	r.hot = slices.Compact(r.hot)
	for _, list := range [...][]Choice{r.ToAzure, r.ToSite} {
		for _, c := range list {
			r.Draining = r.Draining || slices.ContainsFunc(c.Ways, func(w Way) bool { return w.Draining })
		}
	}
}

// An answer is a result in the making.
type answer struct {
	under   *ground
	memory  memory
	explain bool
	result  Result
}

// matters reports whether traffic comes from a part: of the public addresses
// only those of the links that carry the other direction do.
func (a *answer) matters(b branch) bool {
	if b.sources == nil {
		return true
	}
	for _, c := range a.result.ToAzure {
		for i := range c.Ways {
			if a.from(b, &c.Ways[i]) {
				return true
			}
		}
	}
	return false
}

// from reports whether traffic that goes out by a way comes from the addresses
// of a part.
func (a *answer) from(b branch, w *Way) bool {
	if b.sources == nil {
		return true
	}
	return slices.ContainsFunc(w.Hops, func(h Hop) bool {
		i, ok := a.under.g.links[edgeKey{h.Link, true}]
		return ok && b.sources[i]
	})
}

// choice runs a branch in a state.
func (a *answer) choice(b branch, s topology.State, back bool) Choice {
	c := Choice{Prefixes: b.part.prefixes}
	r := b.program.start(s, a.under.up)
	defer r.done()
	r.sticky = a.memory[b.program]
	r.settle()
	if b.program.receiver < 0 {
		return c
	}
	c.Ways = r.ways(back, func(i int) []Way { return a.under.ways(i, back) })
	a.result.Unstable = a.result.Unstable || r.unstable
	a.decided(r, &c, back)
	a.result.hot = r.rests(a.result.hot)
	if a.memory != nil {
		a.memory[b.program] = r.remember()
	}
	return c
}

// remember returns the hubs at which a VPN carries the traffic.
func (r *run) remember() []bool {
	out := make([]bool, len(r.p.nodes))
	for n := range r.p.nodes {
		if r.p.nodes[n].kind == hubSpeaker {
			r.onward(int32(n), func(i int32) {
				out[n] = local(&of(r.in, r, r.top(int32(n)))[i], true)
			})
		}
	}
	return out
}

// flow returns the programs of a flow.
func (r *Router) flow(f topology.Flow) *flow {
	key := flowKey{from: endOf(f.From), to: endOf(f.To), written: f.Written}
	r.mu.Lock()
	defer r.mu.Unlock()
	plan, ok := r.flows[key]
	if !ok {
		plan = r.g.plan(f)
		r.flows[key] = plan
	}
	return plan
}

func endOf(e planner.Endpoint) any {
	switch {
	case e.Site != nil:
		return e.Site
	case e.VNet != nil:
		return e.VNet
	}
	return e.Service
}
