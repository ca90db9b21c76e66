// Package outcome says what happens to the flows of a network when something
// fails: which way they go then, whether there is enough capacity, how long
// the change takes, and whether that is what the design asks for.
//
// # Asking
//
// [New] makes an [Analysis] of a design. It holds the topology, the router and
// the structure of the design, and everything else is computed when it is
// first asked for, once:
//
//	a := outcome.New(design, outcome.Settings{})
//	change, err := a.Change([]string{"peering-location:London"}, nil)
//	s := a.Scenario(change)
//	s.Flows[0].Outcome // kept, moved, degraded, lost or unreachable
//
// A [Scenario] is one change for all flows, with the routes before and after,
// the load of every element, and the [Recovery] of each flow. The sweeps hold
// many changes: [Singles] every component that can fail, [Pairs] every two of
// them, [Maintenance] every edge router that is drained while something else
// fails, [Return] what does not come back as it was, [Declared] the scenarios
// that the design writes. They can be filtered by kind afterwards.
//
// [Capacity] is how full everything is, now and in years to come, [Index]
// Microsoft's resiliency index, [Level] the resiliency level, [Contract] what
// is promised for it, [Point] a single point of failure, [Intent] what the
// design asks for and what stands in its way.
//
// # Outcomes
//
// A flow is kept when the ways that carry it are part of those before, moved
// when one carries it that did not, degraded when it is carried but over a
// capacity, over its latency, or leaves and enters its site by different
// routers, lost when nothing carries it, and unreachable when there was no way
// to begin with. Routing decides what carries it; see package routing.
//
// # Sweeps
//
// An answer of routing rests on some components. Only the failure of one of
// these, or of the last that is left of several that stand in for each other,
// can change it: a single sweep simulates a flow for those alone, and a pair
// sweep for those and, after each, for what its answer rests on then. Loads
// are whole numbers of bit/s, so that they add up to the same in any order,
// and only what a change moves is added up again.
//
// # Capacity
//
// Each flow loads the elements on its ways, in each direction by itself, with
// its bandwidth times the share of the way. A link carries at most the
// circuit's bandwidth; the circuit as a whole counts at the rate that was
// purchased, although its two links could carry twice as much for a while. Of
// a flow whose parts go different ways it is not known how much is of which
// part: every element is taken to carry what it would if all were of the part
// that loads it most.
//
// # Time
//
// An interruption is detection and what follows it, by the timers of the
// catalogue. The sender turns away once it hears of what is broken nearest to
// it. All sides work at the same time, and the slowest counts. What the design
// does not say is taken at its worst, and noted: a link without a word on
// layer-2 devices hides its loss, a router without a word on BFD runs none.
// What no page gives a figure for stays unknown.
//
// # Latency
//
// Latencies are estimates of propagation alone: distance over fibre between
// coordinates, with a [Detour], and published medians where traffic crosses
// from one Azure region to another.
package outcome
