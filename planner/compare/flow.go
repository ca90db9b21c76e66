package compare

import (
	"slices"
	"time"

	"github.com/erplan/erplan/planner/failover"
	"github.com/erplan/erplan/planner/outcome"
)

// A Flow is a flow of a candidate, and what matters of it.
type Flow struct {
	Name         string
	Normal       outcome.Outcome
	Predicted    bool // the availability is
	Availability failover.Availability
	Points       []string // components whose failure alone loses it, but its ends
	Ends         int      // of the flow itself, whose failure loses it
	Load         outcome.Peak
	Latency      outcome.Latency
	Slowest      Slow
}

// A Slow is the longest interruption of what a flow survives.
type Slow struct {
	Known     bool // there is an interruption that is known
	Worst     time.Duration
	Expected  time.Duration
	Flow      string
	Component string
	Words     string   // of what takes longest
	Open      []string // interruptions that no figure is known for: "flow: component"
}

// A Loss is a failure that loses a flow.
type Loss struct{ Component, Flow string }

// flows looks at every flow.
func (c *Candidate) flows() {
	a := c.Analysis
	normal, capacity := a.Normal(), a.Capacity()
	for i := range a.Flows {
		f := Flow{Name: a.Flows[i].Name, Normal: normal.Flows[i].Outcome, Latency: normal.Flows[i].LatencyBefore, Load: capacity.Flows[i].Worst}
		if u, ok := a.Availability(i); ok {
			f.Predicted, f.Availability = true, u
			if c.Worst < 0 || u.Unavailability > c.Flows[c.Worst].Availability.Unavailability {
				c.Worst = i
			}
		}
		for _, p := range a.Points(i) {
			id := a.Topology.Components[p.Component].ID
			if p.End {
				f.Ends++
			} else {
				f.Points = append(f.Points, id)
			}
			c.Fatal = append(c.Fatal, Loss{id, f.Name})
		}
		f.Slowest = slowest(a, i)
		c.Slowest.worse(f.Slowest)
		c.Flows = append(c.Flows, f)
	}
}

// worse takes the longer interruption, and what is open of both.
func (s *Slow) worse(than Slow) {
	open := append(s.Open, than.Open...)
	if than.Known && s.shorter(than.Worst, than.Expected) {
		*s = than
	}
	s.Open = open
}

// shorter reports whether an interruption is shorter than another: at worst,
// then as expected.
func (s *Slow) shorter(worst, expected time.Duration) bool {
	return !s.Known || worst > s.Worst || worst == s.Worst && expected > s.Expected
}

// slowest looks for the longest interruption of a flow.
func slowest(a *outcome.Analysis, flow int) Slow {
	out, slow := Slow{Flow: a.Flows[flow].Name}, a.Slowest(flow)
	for _, c := range slow.Unknown {
		out.Open = append(out.Open, out.Flow+": "+a.Topology.Components[c].ID)
	}
	if r := slow.Recovery; slow.Component >= 0 {
		out.Known, out.Worst, out.Expected, out.Component, out.Words = true, r.Worst, r.Expected, a.Topology.Components[slow.Component].ID, r.Dominant.Words
	}
	slices.Sort(out.Open)
	return out
}

// latency returns the longest normal round trip, and the flows of which none
// is known.
func (c *Candidate) latency() (worst outcome.Milliseconds, flow string, open []string) {
	for i := range c.Flows {
		f := &c.Flows[i]
		if !f.Latency.Known {
			open = append(open, f.Name)
		} else if flow == "" || f.Latency.RoundTrip > worst {
			worst, flow = f.Latency.RoundTrip, f.Name
		}
	}
	return worst, flow, open
}

// WorstLoad returns the fullest element after any single failure, and the
// elements of which no capacity is known.
func (c *Candidate) WorstLoad() (worst outcome.Peak, open []string) {
	worst.Element = -1
	for _, e := range c.Analysis.Capacity().Elements {
		if x := &c.Analysis.Elements[e.Element]; x.Capacity == 0 {
			open = append(open, x.ID)
			continue
		}
		if e.Worst.Known() && (!worst.Known() || e.Worst.Used > worst.Used) {
			worst = e.Worst
		}
	}
	return worst, open
}

// Losing returns the first component, but for the ends of flows, whose failure
// alone loses a flow; "" where there is none.
func (c *Candidate) Losing() string {
	for i := range c.Flows {
		if len(c.Flows[i].Points) > 0 {
			return c.Flows[i].Points[0]
		}
	}
	return ""
}
