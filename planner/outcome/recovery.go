package outcome

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/routing"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/planner/topology"
)

// A Recovery is how long a change interrupts a flow that survives it: for the
// part of its traffic that was on what failed.
type Recovery struct {
	Affected bool // something that carried the flow is down or drained
	Known    bool // the flow survives, and there are figures for what happens

	Expected, Worst time.Duration
	Share           float64 // of the traffic that is interrupted, from 0 to 1

	// Terms are those of the slowest sequence in the worst case, in order;
	// Dominant is the longest of them.
	Terms    []Term
	Dominant Term
	Assumed  []string // what the design does not say, and how it was taken
}

// A Term is a part of an interruption: detection, or what follows it.
type Term struct {
	Key             string // of the catalogue's timer
	Words           string
	Expected, Worst time.Duration
	Source          catalog.Source
	Place           source.Place // of what would shorten it; without a path where nothing of the design does
}

// Seconds writes a time as reports do, in seconds and as short as it can be:
// "0.9s", "182.25s".
func Seconds(d time.Duration) string {
	return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) + "s"
}

// About writes a time for people, in seconds without the unit: with one digit
// after the point, from ten seconds on in whole ones: "0.9", "182".
func About(d time.Duration) string {
	switch {
	case d == 0:
		return "0"
	case d >= 10*time.Second:
		return strconv.FormatFloat(d.Seconds(), 'f', 0, 64)
	}
	return strconv.FormatFloat(math.Round(d.Seconds()*10)/10, 'f', 1, 64)
}

// recovery works out how long a change interrupts a flow. Both ends and all
// routers between work at the same time, each on a sequence of terms; the
// slowest sequence counts, in what to expect and in the worst case by itself.
func (a *Analysis) recovery(flow int, before, after *answer, c Change) Recovery {
	if !before.carried {
		return Recovery{}
	}
	k := clock{a: a, flow: flow, state: a.state(c), change: c}
	for d, choices := range [2][]routing.Choice{before.result.ToAzure, before.result.ToSite} {
		now := [2][]routing.Choice{after.result.ToAzure, after.result.ToSite}[d]
		for i := range choices {
			k.choice(&choices[i], now, d == 1)
		}
	}
	if !k.affected {
		return Recovery{}
	}
	r := k.result
	r.Affected, r.Known, r.Share = true, after.carried && !k.unknown, min(1, k.share)
	if !r.Known {
		r.Expected, r.Worst, r.Terms, r.Dominant = 0, 0, nil, Term{}
	}
	if !after.carried {
		r.Assumed = nil
	}
	return r
}

// A clock collects the sequences of one flow in one change.
type clock struct {
	a      *Analysis
	flow   int
	state  topology.State
	change Change

	affected, unknown bool
	share             float64
	result            Recovery
}

// choice goes through the ways that a part took before; back says that its
// traffic goes to the site.
func (k *clock) choice(was *routing.Choice, now []routing.Choice, back bool) {
	left := sameParts(was, now)
	share := 0.0
	for i := range was.Ways {
		w := &was.Ways[i]
		switch hit, drained := k.hit(w); {
		case hit:
			share += w.Share
			k.failed(w, k.switchTo(w, left), back)
		case drained:
			share += w.Share
			k.sequence(k.controlled(w, left))
		default:
			share += w.Share * k.standIns(w)
		}
	}
	k.share = max(k.share, share)
	k.affected = k.affected || share > 0
}

// sameParts returns the ways that the part of a choice takes now; where it is
// no longer told apart, those of all parts.
func sameParts(was *routing.Choice, now []routing.Choice) []routing.Way {
	var all []routing.Way
	name := partName(was.Prefixes)
	for i := range now {
		if partName(now[i].Prefixes) == name {
			return now[i].Ways
		}
		all = append(all, now[i].Ways...)
	}
	return all
}

// hit reports whether something that a way needs is down, or drained.
func (k *clock) hit(w *routing.Way) (down, drained bool) {
	for _, c := range w.Components {
		down = down || !k.state.Up(c)
	}
	for i := range w.Hops {
		drained = drained || w.Hops[i].Edge != nil && k.state.Draining(w.Hops[i].Component)
		if w.Hops[i].Under != nil {
			_, below := k.hit(w.Hops[i].Under)
			drained = drained || below
		}
	}
	return down, drained
}

// sequence notes terms that follow one another.
func (k *clock) sequence(terms []Term) {
	var expected, worst time.Duration
	for _, t := range terms {
		expected += t.Expected
		worst += t.Worst
	}
	r := &k.result
	r.Expected = max(r.Expected, expected)
	if r.Terms != nil && worst <= r.Worst {
		return
	}
	r.Worst, r.Terms = worst, terms
	r.Dominant = slices.MaxFunc(terms, func(x, y Term) int { return cmp.Compare(x.Worst, y.Worst) })
}

func (k *clock) assume(words string) {
	if !slices.Contains(k.result.Assumed, words) {
		k.result.Assumed = append(k.result.Assumed, words)
	}
}

// nothing notes that there is no figure for what happens.
func (k *clock) nothing(words string) {
	k.unknown = true
	k.assume("no figure is published for " + words)
}

// term returns the term of a timer of the catalogue.
func (k *clock) term(key string) Term {
	t := k.a.Design.Catalog.Timer(key)
	return Term{Key: key, Words: t.Event, Expected: t.Expected, Worst: t.Worst, Source: t.Source}
}

// switchTo returns the term for taking to the ways that are left: to a VPN, to
// another peering location, or to another link.
func (k *clock) switchTo(w *routing.Way, left []routing.Way) Term {
	switch {
	case tunnelled(w) || all(left, tunnelled):
		return k.term("vpn-route-change")
	case k.elsewhere(w, left):
		return k.term("location-move")
	}
	return k.term("bgp-withdraw")
}

// controlled returns the terms for leaving an edge router before it is worked
// on: nothing has to be detected, and the expected figures are those of a
// controlled change.
func (k *clock) controlled(w *routing.Way, left []routing.Way) []Term {
	t := k.switchTo(w, left)
	if t.Key != "bgp-withdraw" {
		t.Worst = t.Expected
	}
	t.Words += ", in a controlled change"
	return []Term{t}
}

func tunnelled(w *routing.Way) bool {
	return slices.ContainsFunc(w.Hops, func(h routing.Hop) bool { return h.Tunnel != nil })
}

func all(ways []routing.Way, f func(*routing.Way) bool) bool {
	for i := range ways {
		if !f(&ways[i]) {
			return false
		}
	}
	return len(ways) > 0
}

// elsewhere reports whether every way that is left has a peering location that
// a way did not have.
func (k *clock) elsewhere(w *routing.Way, left []routing.Way) bool {
	here := k.locations(w)
	return all(left, func(other *routing.Way) bool {
		return slices.ContainsFunc(k.locations(other), func(l int) bool { return !slices.Contains(here, l) })
	})
}

func (k *clock) locations(w *routing.Way) []int {
	var out []int
	for i := range w.Hops {
		if e := w.Hops[i].Edge; e != nil {
			out = append(out, k.a.Topology.LocationOf(e.Circuit))
		}
	}
	return out
}
