package outcome

import (
	"fmt"
	"slices"
	"time"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/failover"
)

// mostContributors and leastShare bound how many components are named as what
// keeps a flow from its availability.
const (
	mostContributors = 5
	leastShare       = 0.05
)

// availability compares what is predicted with what is wanted.
func (j *judge) availability(flow int, wanted planner.Percent) {
	a := j.a
	if !a.assessed(flow) {
		j.unknownf(j.placeOf(flow), -1, []int{flow}, "the availability of flow %s is not predicted: it does not run between a site and a network, site or service", a.Flows[flow].Name)
		return
	}
	u := a.Structure.Availability(flow)
	most := planner.Unavailability(float64(wanted))
	if j.last().Flow >= 0 {
		j.last().Found = availableText(u)
	}
	switch {
	case u.Unavailability <= most:
	case u.Lower <= most:
		j.unknownf(j.placeOf(flow), -1, []int{flow}, "flow %s: the prediction has bounds only, %s, and %s lies between them", a.Flows[flow].Name, availableText(u), percentText(wanted))
	default:
		j.contributors(flow, u, wanted)
	}
}

// contributors names what costs a flow most of its availability.
func (j *judge) contributors(flow int, u failover.Availability, wanted planner.Percent) {
	a, n := j.a, 0
	for _, x := range a.Structure.Importance(flow) {
		if n == mostContributors || x.Share < leastShare {
			break
		}
		n++
		c := &a.Topology.Components[x.Component]
		j.blockf(c.Place, x.Component, []int{flow}, "flow %s is predicted at %s, below %s; without the failures of %s its downtime would be %.0f%% less",
			a.Flows[flow].Name, availableText(u), percentText(wanted), c.ID, 100*x.Share)
	}
	if n == 0 {
		j.blockf(j.placeOf(flow), -1, []int{flow}, "flow %s is predicted at %s, below %s", a.Flows[flow].Name, availableText(u), percentText(wanted))
	}
}

// assessed reports whether the structure knows the ways of a flow.
func (a *Analysis) assessed(flow int) bool { return a.Flows[flow].Start >= 0 }

// availableText writes an availability in percent with as many digits as its
// nines ask for.
func availableText(u failover.Availability) string { return AvailablePercent(u.Unavailability) }

// AvailablePercent writes an availability in percent with three digits more
// than its nines: "99.913863 %".
func AvailablePercent(unavailability float64) string {
	digits := 3
	for x := unavailability * 100; x > 0 && x < 1 && digits < 15; x *= 10 {
		digits++
	}
	return fmt.Sprintf("%.*f%%", digits, 100*(1-unavailability))
}

// recovery compares the interruption of every survived failure with what is
// wanted. Failures that are slow for one reason are one blocker.
func (j *judge) recovery(flow int, wanted planner.Duration) {
	if j.dead(flow) {
		return
	}
	slow, unknown := j.slow(flow, time.Duration(wanted))
	for _, g := range slow {
		at := g.worst.Dominant.Place
		if at.File == nil {
			at = j.a.Topology.Components[g.components[0]].Place
		}
		j.blockf(at, g.components[0], []int{flow}, "flow %s is interrupted for up to %s when %s fails: %s",
			j.a.Flows[flow].Name, Seconds(g.worst.Worst), j.some(g.components), g.worst.Dominant.Words)
	}
	for _, g := range unknown {
		j.unknownf(j.a.Topology.Components[g.components[0]].Place, g.components[0], []int{flow}, "how long flow %s is interrupted when %s fails is not known: %s",
			j.a.Flows[flow].Name, j.some(g.components), g.worst.Assumed[len(g.worst.Assumed)-1])
	}
}

// A slowness is failures that interrupt a flow for too long, for one reason.
type slowness struct {
	components []int
	worst      Recovery
}

// slow returns the survived failures of a flow that last too long, and those
// of which that is not known.
func (j *judge) slow(flow int, wanted time.Duration) (slow, unknown []slowness) {
	s := j.a.Singles()
	note := func(into *[]slowness, c int, r Recovery, same func(x Recovery) bool) {
		i := slices.IndexFunc(*into, func(g slowness) bool { return same(g.worst) })
		if i < 0 {
			*into = append(*into, slowness{worst: r})
			i = len(*into) - 1
		}
		(*into)[i].components = append((*into)[i].components, c)
	}
	longest := time.Duration(0)
	for _, c := range s.Components {
		if !s.Outcome(c, flow).Survives() {
			continue
		}
		switch r := s.Recovery(c, flow); {
		case !r.Affected:
		case !r.Known:
			note(&unknown, c, r, func(x Recovery) bool { return slices.Equal(x.Assumed, r.Assumed) })
		case r.Worst > wanted:
			note(&slow, c, r, func(x Recovery) bool { return x.Dominant.Words == r.Dominant.Words && x.Worst == r.Worst })
			longest = max(longest, r.Worst)
		default:
			longest = max(longest, r.Worst)
		}
	}
	if j.last().Flow >= 0 {
		j.last().Found = Seconds(longest)
	}
	return slow, unknown
}

// some writes components: the first, and how many more.
func (j *judge) some(components []int) string {
	id := j.a.Topology.Components[components[0]].ID
	switch n := len(components) - 1; n {
	case 0:
		return id
	case 1:
		return id + " or " + j.a.Topology.Components[components[1]].ID
	default:
		return fmt.Sprintf("%s or one of %d others", id, n)
	}
}

// utilisation compares how full every element is after any single failure with
// what is wanted.
func (j *judge) utilisation(wanted float64) {
	a, c := j.a, j.a.Capacity()
	worst := 0.0
	for i := range c.Elements {
		e := &c.Elements[i]
		x := &a.Elements[e.Element]
		if x.Capacity == 0 {
			j.unknownf(x.Place, x.Component, nil, "the capacity of %s is not known", x.ID)
			continue
		}
		worst = max(worst, e.Worst.Used)
		if e.Worst.Used <= wanted {
			continue
		}
		when := "normally"
		if !e.Worst.Change.IsNone() {
			when = "when " + a.Name(e.Worst.Change)
		}
		j.blockf(x.Place, x.Component, nil, "%s carries %s of its %s %s: %.0f%%, more than %v%%", x.ID, e.Worst.Load, x.Capacity, when, e.Worst.Used, wanted)
	}
	for f := range a.Flows {
		if a.demand[f] == 0 {
			at := j.placeOf(f)
			if w := a.Flows[f].Written; w != nil {
				at = w.At("bandwidth")
			}
			j.unknownf(at, -1, []int{f}, "flow %s does not say its bandwidth", a.Flows[f].Name)
		}
	}
	j.last().Found = fmt.Sprintf("%.0f%%", worst)
}

// latency compares the estimated round trip, normally and after every survived
// failure, with what is wanted.
func (j *judge) latency(flow int, wanted planner.Duration) {
	if j.dead(flow) {
		return
	}
	a, s := j.a, j.a.Singles()
	normal := a.normal().answers[flow].estimate()
	if !normal.Known {
		j.unknownf(j.placeOf(flow), -1, []int{flow}, "the latency of flow %s cannot be estimated: a site, location or region on its way has no coordinates", a.Flows[flow].Name)
		return
	}
	longest := normal.RoundTrip
	if normal.RoundTrip > msOf(wanted) {
		j.blockf(j.placeOf(flow), -1, []int{flow}, "flow %s: the round trip is estimated at %s", a.Flows[flow].Name, normal.RoundTrip)
	}
	for _, c := range s.Components {
		ans := s.answer(c, flow)
		if ans == nil || !ans.carried {
			continue
		}
		after := ans.estimate()
		switch {
		case !after.Known:
			j.unknownf(a.Topology.Components[c].Place, c, []int{flow}, "the latency of flow %s when %s fails cannot be estimated", a.Flows[flow].Name, a.Topology.Components[c].ID)
		case after.RoundTrip > msOf(wanted) && normal.RoundTrip <= msOf(wanted):
			j.blockf(a.Topology.Components[c].Place, c, []int{flow}, "flow %s: the round trip is estimated at %s when %s fails", a.Flows[flow].Name, after.RoundTrip, a.Topology.Components[c].ID)
		}
		longest = max(longest, after.RoundTrip)
	}
	j.last().Found = longest.String()
}
