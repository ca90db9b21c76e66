package outcome

import "math"

// A Capacity is how full the network is: normally, after the worst failure,
// and in years to come.
type Capacity struct {
	Elements []ElementPeaks // those that ever carry something, by element
	Flows    []FlowPeaks    // by flow
	Years    []Year         // this year's demand first; one where no flow grows
	FullIn   int            // years until some element is over its capacity in the worst case, -1 where that is further off than it is looked for
}

// ElementPeaks is what an element carries at most.
type ElementPeaks struct {
	Element int
	Normal  ElementLoad
	Worst   Peak // after any single failure; no change where none fills it more
}

// FlowPeaks are the bottlenecks of a flow, and what its ways could carry.
type FlowPeaks struct {
	Flow   int
	Normal Peak
	Worst  Peak // after any single failure that the flow survives

	// Most is what could be carried at most, if routing used every way and
	// nothing else went over them: normally, and after the failure that leaves
	// least of those that leave anything.
	Most, WorstMost MostFlow
}

// A Year is how full the network is when demands have grown for some years.
type Year struct {
	After  int
	Normal Peak
	Worst  Peak // after any single failure
}

// yearsShown and yearsSought are how far growth is looked at.
const (
	yearsShown  = 5
	yearsSought = 30
)

// Capacity returns how full the network is.
func (a *Analysis) Capacity() *Capacity {
	return a.found.capacity.get(a, (*Analysis).findCapacity)
}

func (a *Analysis) findCapacity() *Capacity {
	p := a.peaks(a.demand)
	c := &Capacity{Flows: make([]FlowPeaks, len(a.Flows)), FullIn: -1}
	for e := range a.Elements {
		if p.element[e].Known() {
			c.Elements = append(c.Elements, ElementPeaks{e, a.elementLoad(e, p.base[e]), p.element[e]})
		}
	}
	for i := range a.Flows {
		c.Flows[i] = FlowPeaks{Flow: i, Normal: a.fullest(a.normal().answers[i], p.normal, Change{}), Worst: p.flow[i]}
	}
	a.each(len(a.Flows), func(i int) { c.Flows[i].Most, c.Flows[i].WorstMost = a.mostOf(i) })
	a.grow(c)
	return c
}

// peaks are the worst of all states with at most one failure.
type peaks struct {
	base    []load // in the normal state
	element []Peak // by element
	flow    []Peak // by flow
}

// normal returns what an element carries while nothing fails.
func (p *peaks) normal(element int) load { return p.base[element] }

// A peakRow is what one failure loads otherwise.
type peakRow struct {
	elements []Peak
	flows    []flowPeak
}

type flowPeak struct {
	flow int32
	Peak
}

// peaks goes through all single failures.
func (a *Analysis) peaks(demand []int64) *peaks {
	s, n := a.Singles(), a.normal()
	base := a.loadsOf(n.answers, demand)
	rows := make([]peakRow, len(s.Components))
	a.spread(len(s.Components), func(next func() (int, bool)) {
		b := a.benchFor(demand, base)
		for i, ok := next(); ok; i, ok = next() {
			rows[i] = b.peaksWith(s, s.Components[i])
		}
	})
	out := &peaks{base: base, element: make([]Peak, len(a.Elements)), flow: make([]Peak, len(a.Flows))}
	for e := range out.element {
		out.element[e] = a.peak(e, base[e], Change{})
	}
	for i := range out.flow {
		out.flow[i] = a.fullest(n.answers[i], out.normal, Change{})
	}
	for _, r := range rows {
		for _, p := range r.elements {
			a.raise(&out.element[p.Element], p)
		}
		for _, p := range r.flows {
			a.raise(&out.flow[p.flow], p.Peak)
		}
	}
	return out
}

// peaksWith returns the peaks of the elements and flows that a failure loads
// otherwise.
func (b *bench) peaksWith(s *Singles, c int) peakRow {
	var out peakRow
	b.lay(s.touched[c])
	change := Failing(c)
	for _, e := range b.dirty {
		if p := b.a.peak(e, b.load(e), change); p.Known() {
			out.elements = append(out.elements, p)
		}
	}
	b.flows = b.flows[:0]
	for _, t := range s.touched[c] {
		out.note(b, t.flow, t.ans, change)
	}
	for _, e := range b.dirty {
		for _, f := range b.n.users[e] {
			out.note(b, f, b.n.answers[f], change)
		}
	}
	for _, f := range b.flows {
		b.seen[f] = false
	}
	return out
}

// note adds the bottleneck of a flow, once.
func (r *peakRow) note(b *bench, flow int32, ans *answer, change Change) {
	if b.seen[flow] {
		return
	}
	b.seen[flow] = true
	b.flows = append(b.flows, flow)
	if !ans.carried {
		return
	}
	if p := b.a.fullest(ans, b.load, change); p.Known() {
		r.flows = append(r.flows, flowPeak{flow, p})
	}
}

// raise takes a peak if it is higher than the one that is there. Of failures
// that fill an element alike, the likeliest counts, then the first.
func (a *Analysis) raise(at *Peak, p Peak) {
	switch {
	case p.higher(*at):
		*at = p
	case p.Known() && at.Known() && p.Used == at.Used && len(at.Change.Fail) == 1 && len(p.Change.Fail) == 1:
		parts := a.Topology.Components
		if parts[p.Change.Fail[0]].Unavailability > parts[at.Change.Fail[0]].Unavailability {
			*at = p
		}
	}
}

// grow looks at the years to come.
func (a *Analysis) grow(c *Capacity) {
	grows := false
	for i := range a.Flows {
		grows = grows || a.growth(i) > 0 && a.demand[i] > 0
	}
	for year := 0; year <= yearsSought; year++ {
		y := a.year(year)
		if year <= yearsShown && (grows || year == 0) {
			c.Years = append(c.Years, y)
		}
		if c.FullIn < 0 && y.Worst.Used > 100 {
			c.FullIn = year
		}
		if !grows || c.FullIn >= 0 && year >= yearsShown {
			return
		}
	}
}

// year returns the peaks after some years of growth.
func (a *Analysis) year(after int) Year {
	demand := make([]int64, len(a.demand))
	for i := range demand {
		demand[i] = int64(math.Round(float64(a.demand[i]) * math.Pow(1+a.growth(i)/100, float64(after))))
	}
	p := a.peaks(demand)
	y := Year{After: after, Normal: Peak{Element: -1}, Worst: Peak{Element: -1}}
	for e := range a.Elements {
		if one := a.peak(e, p.base[e], Change{}); one.higher(y.Normal) {
			y.Normal = one
		}
		if p.element[e].higher(y.Worst) {
			y.Worst = p.element[e]
		}
	}
	return y
}

// growth returns by how many percent a year a flow grows.
func (a *Analysis) growth(flow int) float64 {
	if w := a.Flows[flow].Written; w != nil {
		return w.Growth.Value()
	}
	return 0
}
