package view

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/planner/outcome"
)

// Lasting says how available a flow is as long as a change lasts, beside what
// it is while nothing has failed. It is "" of a flow that is not assessed.
func Lasting(a *outcome.Analysis, w *outcome.While, f *outcome.FlowOutcome) string {
	x, normal := &w.Flows[f.Flow], &a.While(outcome.Change{}).Flows[f.Flow]
	usual := "; " + Available(normal.Availability) + " while nothing has failed"
	switch {
	case !x.Assessed || f.Outcome == outcome.Unreachable:
		return ""
	case x.NoWay():
		return "down as long as this lasts: no way is left" + usual
	case !f.Outcome.Survives() && x.Dark.Lower == 1:
		return "down as long as this lasts: what is left passes what is drained" + usual
	case !f.Outcome.Survives():
		return fmt.Sprintf("a way is left that would be up %s of the time, and routing does not use it", Available(x.Availability)) + usual
	}
	if x.Availability == normal.Availability {
		usual = ", as while nothing has failed"
	}
	return fmt.Sprintf("%s as long as this lasts, down %s a year at that rate", Available(x.Availability), downtime(x.Availability.MinutesPerYear())) + usual + dark(x)
}

// dark says what it means if an edge router that is drained forwards nothing.
func dark(x *outcome.FlowWhile) string {
	switch {
	case x.Dark == x.Availability:
		return ""
	case x.Dark.Lower == 1:
		return "; down if what is drained forwards nothing"
	}
	return fmt.Sprintf("; %s if what is drained forwards nothing", Available(x.Dark))
}

// AvailableNow writes the availability of a flow as long as a change lasts, in
// as few words as a table has room for: if what is drained forwards nothing,
// which is what to reckon with.
func AvailableNow(x *outcome.FlowWhile) string {
	if x.Dark.Lower == 1 {
		return "down"
	}
	return Available(x.Dark)
}

// Weaker reports whether a change takes something from the availability of a
// flow.
func Weaker(a *outcome.Analysis, w *outcome.While, flow int) bool {
	return w.Flows[flow] != a.While(outcome.Change{}).Flows[flow]
}

// Deadly is what loses a flow as long as a change lasts, in words: "" where
// there is nothing of a kind.
type Deadly struct {
	Fresh  string // would not lose it alone, the likeliest first
	Routed string // neither, and a way is left that routing does not use
	Always string // loses it alone
}

// Fatal says which failures lose a flow as long as a change lasts.
func Fatal(a *outcome.Analysis, w *outcome.While, flow int) Deadly {
	d := fatal(a, w, flow)
	blanks := func(s string) string { return strings.ReplaceAll(s, fixed, " ") }
	return Deadly{blanks(d.Fresh), blanks(d.Routed), blanks(d.Always)}
}

// fatal is Fatal with ids that are not broken at their blanks.
func fatal(a *outcome.Analysis, w *outcome.While, flow int) Deadly {
	var fresh, routed, always []string
	for _, x := range w.Fatal(flow) {
		id := a.Topology.Components[x.Component].ID
		if x.New && x.Unavailability > 0 {
			id += " (" + unavailable(x.Unavailability) + ")"
		}
		switch {
		case !x.New:
			always = append(always, id)
		case x.Routing:
			routed = append(routed, id)
		default:
			fresh = append(fresh, id)
		}
	}
	return Deadly{some(fresh), some(routed), some(always)}
}

// some lists the first few components.
func some(ids []string) string {
	const most = 6
	return list(unbreak(ids), most)
}

// lasting writes what a change leaves of the availability of a flow.
func (p *printer) lasting(w *outcome.While, f *outcome.FlowOutcome) {
	text := Lasting(p.a, w, f)
	if text == "" {
		return
	}
	p.item("predicted", text)
	if !f.Outcome.Survives() {
		return
	}
	label, deadly := "now fatal", fatal(p.a, w, f.Flow)
	if deadly.Fresh != "" {
		p.item(label, deadly.Fresh)
		label = ""
	}
	if deadly.Routed != "" {
		p.item(label, deadly.Routed+": a way is left, and routing does not use it")
	}
	if deadly.Always != "" {
		p.item("as always", p.paint(faint, deadly.Always))
	}
}

// weakened writes those of some flows that have less to fall back on as long
// as a change lasts, although it does not touch them, and returns the others.
func (p *printer) weakened(s *outcome.Scenario, w *outcome.While, flows []int) (others []int) {
	n := 0
	for _, i := range flows {
		if !s.Flows[i].Outcome.Survives() || !Weaker(p.a, w, i) || n == mostBlocks {
			others = append(others, i)
			continue
		}
		if n++; n == 1 {
			p.heading("Not touched, with less to fall back on")
		}
		p.printf("%s %s  %s\n", p.sign(s.Flows[i].Outcome), p.paint(bold, p.a.Flows[i].Name), p.paint(faint, endpoints(p.a, i)))
		p.lasting(w, &s.Flows[i])
	}
	return others
}

type jsonWhile struct {
	Availability   *float64 `json:"availability"` // null where it is not assessed
	Unavailability *float64 `json:"unavailability"`
	Method         string   `json:"availability_method"`
	Minutes        *float64 `json:"downtime_minutes_a_year"`
	Dark           *float64 `json:"unavailability_drained_dark"` // null where nothing is drained
	Fatal          []string `json:"fatal"`
	NewlyFatal     []string `json:"newly_fatal"`
}

// while writes a flow as long as a change lasts.
func (m maker) while(w *outcome.While, flow int) *jsonWhile {
	out := &jsonWhile{Fatal: []string{}, NewlyFatal: []string{}}
	if x := &w.Flows[flow]; x.Assessed {
		up, minutes := x.Availability.Available(), x.Availability.MinutesPerYear()
		out.Availability, out.Unavailability, out.Minutes = &up, &x.Availability.Unavailability, &minutes
		out.Method = x.Availability.Method.String()
		if len(w.Change.Drain) > 0 {
			out.Dark = &x.Dark.Unavailability
		}
	}
	for _, x := range w.Fatal(flow) {
		id := m.a.Topology.Components[x.Component].ID
		out.Fatal = append(out.Fatal, id)
		if x.New {
			out.NewlyFatal = append(out.NewlyFatal, id)
		}
	}
	return out
}
