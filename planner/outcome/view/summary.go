package view

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/routing"
)

// Summary writes what survives: every flow, the matrix of flows and failures,
// the requirements, the index, and the scenarios that the design declares.
func Summary(w io.Writer, a *outcome.Analysis, h Header, o Options) error {
	p := newPrinter(w, a, o)
	p.title(h)
	if len(a.Flows) == 0 {
		p.printf("\nThere is no flow to analyse: the design writes none, and no site has a way to a virtual network.\n")
		return p.w.Flush()
	}
	normal := a.Normal()
	if len(a.Flows) <= mostBlocks {
		for i := range a.Flows {
			p.flow(i, &normal.Flows[i])
		}
	} else {
		p.table(normal)
	}
	p.matrix()
	if o.Pairs {
		p.pairs()
	}
	p.excesses()
	p.returns()
	p.growth()
	p.requirements()
	p.contracts()
	p.indexes()
	p.declared()
	p.misnamed()
	if len(a.Singles().Components) > 0 {
		p.printf("\n%s\n", p.paint(faint, next(a, h)))
	}
	return p.w.Flush()
}

// mostBlocks is up to how many flows each has a block of its own.
const mostBlocks = 8

// next names a command to try: the likeliest failure that loses a flow or, if
// only its ends do, the first that moves one.
func next(a *outcome.Analysis, h Header) string {
	worst, found := -1, outcome.Kept
	s := a.Singles()
	for i := range a.Flows {
		ends := map[int]bool{}
		for _, pt := range a.Points(i) {
			ends[pt.Component] = pt.End
			if !pt.End && found < outcome.Lost {
				worst, found = pt.Component, outcome.Lost
			}
		}
		for _, c := range s.Components {
			if o := s.Outcome(c, i); !ends[c] && o > found && o < outcome.Unreachable {
				worst, found = c, o
			}
		}
	}
	if worst < 0 {
		worst = s.Components[len(s.Components)-1]
	}
	path := ""
	if h.File != "erplan.toml" {
		path = " " + h.File
	}
	return fmt.Sprintf("Next: erplan failover%s --fail %s", path, quoted(a.Topology.Components[worst].ID))
}

// quoted puts an id that has spaces in quotes, for a shell.
func quoted(id string) string {
	if strings.ContainsAny(id, " '\"()&;") {
		return "'" + id + "'"
	}
	return id
}

// flow writes the block of a flow.
func (p *printer) flow(i int, f *outcome.FlowOutcome) {
	a := p.a
	p.heading("%s  %s", a.Flows[i].Name, p.paint(faint, endpoints(a, i)))
	p.item("normal", p.mark(f.Outcome)+", "+p.both(f))
	for _, r := range f.Reasons {
		p.item("", r)
	}
	for _, words := range f.Notes {
		p.item("note", words)
	}
	if f.Outcome == outcome.Unreachable {
		return
	}
	p.item("survives", p.survives(i))
	p.points(i)
	p.item("predicted", p.predicted(i))
	p.item("fullest", p.fullest(i))
	p.item("slowest", p.slowest(i))
	p.item("latency", latency(f.LatencyBefore))
}

// both writes the ways of a flow: once where both directions take the same.
func (p *printer) both(f *outcome.FlowOutcome) string {
	there, back := directions(f.After.ToAzure), directions(f.After.ToSite)
	if slices.Equal(there, back) {
		return strings.Join(there, "; ")
	}
	return strings.Join(there, "; ") + "; back " + strings.Join(back, "; ")
}

// directions writes the ways of each part; parts that go alike once.
func directions(choices []routing.Choice) []string {
	var out []string
	for i := range choices {
		text := ways(&choices[i])
		if len(choices) > 1 {
			text = prefixes(&choices[i]) + text
		}
		if !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

func prefixes(c *routing.Choice) string {
	var out []string
	for _, x := range c.Prefixes {
		out = append(out, x.String())
	}
	if out == nil {
		return ""
	}
	return list(out, 2) + ": "
}

// survives says how many single failures a flow survives, and of which kinds
// all.
func (p *printer) survives(i int) string {
	s := p.a.Singles()
	n := s.Count(i)
	text := fmt.Sprintf("%d of %s", n.Survived(), plural(n.All(), "single failure"))
	var whole []planner.Kind
	for _, k := range planner.ComponentKinds {
		if c := s.Count(i, k); c.All() > 0 && c.Survived() == c.All() {
			whole = append(whole, k)
		}
	}
	if len(whole) > 0 {
		text += ": every " + kinds(whole)
	}
	return text
}

// points lists the single points of failure of a flow.
func (p *printer) points(i int) {
	points := p.a.Points(i)
	if len(points) == 0 {
		p.item("lost to", "no single failure")
	}
	label := "lost to"
	for n, pt := range points {
		if n == mostPoints && len(points) > mostPoints+1 {
			p.item("", fmt.Sprintf("and %d more", len(points)-n))
			return
		}
		notes := []string{unavailable(pt.Unavailability)}
		if pt.End {
			notes = append(notes, "an end of the flow")
		}
		if pt.Routing {
			notes = append(notes, "a way is left that routing does not use")
		}
		p.item(label, fmt.Sprintf("%s %s (%s)", p.sign(outcome.Lost), p.a.Topology.Components[pt.Component].ID, strings.Join(notes, ", ")))
		label = ""
	}
}

const mostPoints = 8

// predicted writes the availability of a flow, with what costs most of it.
func (p *printer) predicted(i int) string {
	u, ok := p.a.Availability(i)
	if !ok {
		return "not assessed: the flow does not start or end at a site"
	}
	text := fmt.Sprintf("%s, down %s a year", outcome.AvailablePercent(u.Unavailability), downtime(u.MinutesPerYear()))
	if u.Method.String() != "exact" {
		text += ", " + u.Method.String()
	}
	if top := p.a.Improvements(i); len(top) > 0 && top[0].Share > 0 {
		text += fmt.Sprintf("; %.0f%% less if %s never failed", 100*top[0].Share, p.a.Topology.Components[top[0].Component].ID)
	}
	return text
}

// fullest writes the bottleneck of a flow, normally and in the worst case.
func (p *printer) fullest(i int) string {
	c := p.a.Capacity()
	f := c.Flows[i]
	text := peak(p.a, f.Normal)
	switch {
	case !f.Worst.Known():
	case f.Worst.Change.IsNone():
		text += ", and after no failure more"
	default:
		text += "; " + p.hot(f.Worst) + " when " + p.a.Name(f.Worst.Change)
	}
	if f.Most.Known {
		text += fmt.Sprintf("; %s at most under any routing", f.Most.Mbps)
	}
	return text
}

// hot writes a peak, in red where it is over the capacity.
func (p *printer) hot(x outcome.Peak) string {
	if x.Used > 100 {
		return p.paint(red, peak(p.a, x))
	}
	return peak(p.a, x)
}

// slowest writes the longest interruption of a survived failure.
func (p *printer) slowest(i int) string {
	slow := p.a.Slowest(i)
	worst, at, unknown := slow.Recovery, slow.Component, len(slow.Unknown)
	if at < 0 && unknown == 0 {
		return "no survived failure interrupts it"
	}
	text := ""
	if at >= 0 {
		text = fmt.Sprintf("%s when %s fails: %s", span(worst), p.a.Topology.Components[at].ID, worst.Dominant.Words)
	}
	if unknown > 0 {
		text = strings.TrimPrefix(fmt.Sprintf("%s; unknown of %s", text, plural(unknown, "other failure")), "; ")
	}
	return text
}

func latency(l outcome.Latency) string {
	if !l.Known {
		return "unknown: coordinates are missing on its way"
	}
	return l.RoundTrip.String() + " round trip, estimated"
}

// longest returns the longest interruption of a flow by a survived failure.
func longest(a *outcome.Analysis, i int) time.Duration { return a.Slowest(i).Recovery.Worst }
