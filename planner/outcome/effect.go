package outcome

import "slices"

// A touch is a flow that a change reaches, and how it goes then.
type touch struct {
	flow int32
	ans  *answer
}

// An effect is a flow and its outcome.
type effect struct {
	flow    int32
	outcome Outcome
}

// A bench is the working memory for the effects of one change after the other.
type bench struct {
	a      *Analysis
	n      *normal
	demand []int64 // by flow, bit/s
	base   []load  // by element, in the normal state
	delta  []load
	mark   []bool
	dirty  []int // elements whose load differs
	flows  []int32
	seen   []bool
}

// bench makes a bench for the demands of the design.
func (a *Analysis) bench() *bench { return a.benchFor(a.demand, a.normal().load) }

func (a *Analysis) benchFor(demand []int64, base []load) *bench {
	return &bench{
		a: a, n: a.normal(), demand: demand, base: base, delta: make([]load, len(a.Elements)),
		mark: make([]bool, len(a.Elements)), seen: make([]bool, len(a.Flows)),
	}
}

// lay works out the loads that differ from the normal state.
func (b *bench) lay(touches []touch) {
	for _, e := range b.dirty {
		b.delta[e], b.mark[e] = load{}, false
	}
	b.dirty = b.dirty[:0]
	for _, t := range touches {
		b.move(t.flow, b.n.answers[t.flow].uses, -1)
		b.move(t.flow, t.ans.uses, 1)
	}
}

func (b *bench) move(flow int32, uses []use, sign int64) {
	for _, u := range uses {
		rate := rateOf(b.demand[flow], u.share)
		if rate == 0 {
			continue
		}
		if !b.mark[u.element] {
			b.mark[u.element] = true
			b.dirty = append(b.dirty, int(u.element))
		}
		b.delta[u.element].add(u.direction, sign*rate)
	}
}

// load returns what an element carries.
func (b *bench) load(element int) load {
	l, d := b.base[element], b.delta[element]
	return load{l.up + d.up, l.down + d.down}
}

func (b *bench) over(element int) bool { return b.a.exceeds(element, b.load(element)) }

// effects returns the outcomes of the flows that a change touches, and of
// those that it does not touch but that end up otherwise than in the normal
// state, because others crowd them or make room: ascending.
func (b *bench) effects(touches []touch, into []effect) []effect {
	b.lay(touches)
	into = into[:0]
	b.flows = b.flows[:0]
	for _, t := range touches {
		b.seen[t.flow] = true
		b.flows = append(b.flows, t.flow)
		before := b.n.answers[t.flow]
		into = append(into, effect{t.flow, b.a.judge(int(t.flow), before, t.ans, b.a.crowded(t.ans, b.over))})
	}
	for _, e := range b.dirty {
		if b.over(e) == b.a.exceeds(e, b.base[e]) {
			continue
		}
		for _, f := range b.n.users[e] {
			if b.seen[f] {
				continue
			}
			b.seen[f] = true
			b.flows = append(b.flows, f)
			ans := b.n.answers[f]
			if o := b.a.judge(int(f), ans, ans, b.a.crowded(ans, b.over)); o != b.n.outcomes[f] {
				into = append(into, effect{f, o})
			}
		}
	}
	for _, f := range b.flows {
		b.seen[f] = false
	}
	slices.SortFunc(into, func(x, y effect) int { return int(x.flow) - int(y.flow) })
	return into
}

// loads returns what every element carries.
func (b *bench) loads() []load {
	out := make([]load, len(b.a.Elements))
	for e := range out {
		out[e] = b.load(e)
	}
	return out
}

// effectOn returns the outcome of a flow among effects, else the normal one.
func (n *normal) effectOn(effects []effect, flow int) Outcome {
	i, ok := slices.BinarySearchFunc(effects, flow, func(e effect, f int) int { return int(e.flow) - f })
	if ok {
		return effects[i].outcome
	}
	return n.outcomes[flow]
}
