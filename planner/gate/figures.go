package gate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/outcome"
)

// figures are all figures, in the order in which they are documented.
var figures = []figure{
	{name: "availability", about: "predicted availability in percent", unit: nines, high: true, flow: availability},
	{name: "downtime", about: "predicted downtime in minutes a year", unit: minutes, flow: downtime},
	{name: "single_points", about: "components without which a flow has no way, its own ends left out", unit: number, design: allPoints, flow: flowPoints},
	{name: "worst_utilisation", about: "load of the fullest element in percent, normally or after any failure that is survived", unit: percent, flow: utilisation},
	{name: "recovery_time", about: "longest interruption by a failure that is survived, at worst", unit: seconds, flow: recovery},
	{name: "latency", about: "estimated round trip in ms, normally", unit: millis, flow: latency},
	{name: "index", about: "Microsoft's resiliency index of the day, of the lowest gateway", unit: points, high: true, design: index},
	{name: "index_ceiling", about: "the most that the resiliency index can become, of the lowest gateway", unit: points, high: true, design: ceiling},
	{name: "unmet", about: "requirements of the design that are not met", unit: number, design: unmet},
	{name: "errors", about: "findings that are errors", unit: number, design: func(s Subject) measure { return count(s.Errors) }},
	{name: "warnings", about: "findings that are warnings", unit: number, design: func(s Subject) measure { return count(s.Warnings) }},
	{name: "advice", about: "findings that are advice", unit: number, design: func(s Subject) measure { return count(s.Advice) }},
	{name: "unknowns", about: "what rules could not assess", unit: number, design: func(s Subject) measure { return count(s.Unknowns) }},
}

func count(n int) measure { return measure{value: float64(n), known: true} }

func availability(s Subject, flow int) measure {
	a, ok := s.Availability(flow)
	return measure{value: -100 * a.Unavailability, known: ok, cause: costliest(s, flow, ok)}
}

func downtime(s Subject, flow int) measure {
	a, ok := s.Availability(flow)
	return measure{value: a.MinutesPerYear(), known: ok, cause: costliest(s, flow, ok)}
}

// costliest names the component that costs a flow most of its availability.
func costliest(s Subject, flow int, ok bool) string {
	if !ok {
		return "the ways of the flow are not known"
	}
	for _, x := range s.Improvements(flow) {
		if x.Share > 0 {
			return fmt.Sprintf("%.0f%% of the downtime by %s", 100*x.Share, s.Topology.Components[x.Component].ID)
		}
	}
	return ""
}

func flowPoints(s Subject, flow int) measure {
	return pointsOf(s, []int{flow})
}

func allPoints(s Subject) measure {
	flows := make([]int, len(s.Flows))
	for i := range flows {
		flows[i] = i
	}
	return pointsOf(s, flows)
}

// told is how many names a cause gives.
const told = 4

func pointsOf(s Subject, flows []int) measure {
	var names []string
	for _, flow := range flows {
		for _, p := range s.Points(flow) {
			if id := s.Topology.Components[p.Component].ID; !p.End && !slices.Contains(names, id) {
				names = append(names, id)
			}
		}
	}
	m := count(len(names))
	if len(names) > told {
		names = append(names[:told], fmt.Sprintf("and %d more", len(names)-told))
	}
	m.cause = strings.Join(names, ", ")
	return m
}

func utilisation(s Subject, flow int) measure {
	peaks := &s.Capacity().Flows[flow]
	worst := peaks.Normal
	if peaks.Worst.Known() && peaks.Worst.Used > worst.Used {
		worst = peaks.Worst
	}
	if !worst.Known() || worst.Capacity == 0 {
		return measure{cause: "no bandwidth or no capacity is stated on its ways"}
	}
	when := "normally"
	if !worst.Change.IsNone() {
		when = "when " + s.Name(worst.Change)
	}
	return measure{value: worst.Used, known: true, cause: s.Elements[worst.Element].ID + " " + when}
}

func recovery(s Subject, flow int) measure {
	slow := s.Slowest(flow)
	switch {
	case len(slow.Unknown) > 0:
		return measure{cause: "no figure for " + s.Topology.Components[slow.Unknown[0]].ID}
	case slow.Component < 0:
		return measure{known: true}
	}
	return measure{value: slow.Recovery.Worst.Seconds(), known: true,
		cause: s.Topology.Components[slow.Component].ID + " fails: " + slow.Recovery.Dominant.Words}
}

func latency(s Subject, flow int) measure {
	l := s.Normal().Flows[flow].LatencyBefore
	if !l.Known {
		return measure{cause: "no way, or coordinates are missing"}
	}
	return measure{value: float64(l.RoundTrip), known: true}
}

func index(s Subject) measure {
	return lowest(s, func(x *outcome.Index) measure { return measure{value: x.Points, known: x.Known, cause: why(x)} })
}

func ceiling(s Subject) measure {
	return lowest(s, func(x *outcome.Index) measure { return measure{value: x.Ceiling, known: true, cause: why(x)} })
}

func why(x *outcome.Index) string {
	return fmt.Sprintf("%s: %s; %s", x.Name(), x.Route.Words, x.SKU.Words)
}

func lowest(s Subject, of func(*outcome.Index) measure) measure {
	all := s.Indexes()
	if len(all) == 0 {
		return measure{cause: "the design has no ExpressRoute gateway"}
	}
	worst := of(&all[0])
	for i := range all[1:] {
		m := of(&all[i+1])
		if !m.known && worst.known || m.known && worst.known && m.value < worst.value {
			worst = m
		}
	}
	return worst
}

func unmet(s Subject) measure {
	var names []string
	for _, x := range s.Intents() {
		if x.Verdict == outcome.NotMet {
			name := x.Requirement
			if x.Flow >= 0 {
				name = s.Flows[x.Flow].Name + "." + name
			}
			names = append(names, name)
		}
	}
	m := count(len(names))
	m.cause = strings.Join(names, ", ")
	return m
}
