package outcome

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/source"
)

// A Verdict says whether a requirement is met.
type Verdict uint8

// The verdicts.
const (
	Met Verdict = iota
	NotMet
	Undecided // the design does not say enough
)

// String returns the verdict in words.
func (v Verdict) String() string { return [...]string{"met", "not met", "unknown"}[v] }

// An Intent is a requirement that the design states, and what stands in its
// way. There are no blockers if and only if it is met.
type Intent struct {
	Requirement string       // the key: resiliency, survive, availability, …
	Flow        int          // whose own requirement it is, -1: of the design
	Place       source.Place // of the requirement
	Wanted      string
	Found       string // what the design reaches, "" where that is not one value
	Verdict     Verdict
	Blockers    []Blocker
}

// A Blocker is something that stands in the way of a requirement.
type Blocker struct {
	Place     source.Place // where the design would change
	Message   string
	Component int   // that is in the way, -1: none
	Flows     []int // that it concerns; empty: no flow in particular
	Unknown   bool  // the design does not say what is needed to tell
}

// Intents returns every requirement that the design states, in the order of
// the language, those of flows after those of the design.
func (a *Analysis) Intents() []Intent {
	return a.found.intents.get(a, (*Analysis).findIntents)
}

func (a *Analysis) findIntents() []Intent {
	r := &a.Design.Requirements
	j := judge{a: a}
	if r.Resiliency != "" {
		j.open("resiliency", -1, r.ValueAt("resiliency"), string(r.Resiliency))
		j.resiliency(r.Resiliency)
	}
	if r.Availability.Known() {
		j.open("availability", -1, r.ValueAt("availability"), percentText(r.Availability.Value()))
		j.each(func(w *planner.Flow) bool { return w == nil || !w.Availability.Known() }, func(f int) { j.availability(f, r.Availability.Value()) })
	}
	if r.RecoveryTime > 0 {
		j.open("recovery_time", -1, r.ValueAt("recovery_time"), r.RecoveryTime.String())
		j.each(func(w *planner.Flow) bool { return w == nil || w.RecoveryTime == 0 }, func(f int) { j.recovery(f, r.RecoveryTime) })
	}
	if len(r.Survive) > 0 {
		j.open("survive", -1, r.ValueAt("survive"), kindsText(r.Survive))
		j.survive(r.Survive)
	}
	if r.Encryption != "" {
		j.open("encryption", -1, r.ValueAt("encryption"), string(r.Encryption))
		j.each(func(w *planner.Flow) bool { return w == nil || w.Encryption == "" }, func(f int) { j.encryption(f, r.Encryption) })
	}
	if r.MaxUtilisation.Known() {
		j.open("max_utilisation", -1, r.ValueAt("max_utilisation"), percentText(r.MaxUtilisation.Value()))
		j.utilisation(float64(r.MaxUtilisation.Value()))
	}
	for f := range a.Flows {
		if w := a.Flows[f].Written; w != nil {
			j.flow(f, w)
		}
	}
	j.close()
	return j.intents
}

// A judge collects intents.
type judge struct {
	a       *Analysis
	intents []Intent
}

// flow judges the requirements of a flow's own.
func (j *judge) flow(f int, w *planner.Flow) {
	if w.Availability.Known() {
		j.open("availability", f, w.ValueAt("availability"), percentText(w.Availability.Value()))
		j.availability(f, w.Availability.Value())
	}
	if w.RecoveryTime > 0 {
		j.open("recovery_time", f, w.ValueAt("recovery_time"), w.RecoveryTime.String())
		j.recovery(f, w.RecoveryTime)
	}
	if w.MaxLatency > 0 {
		j.open("max_latency", f, w.ValueAt("max_latency"), w.MaxLatency.String())
		j.latency(f, w.MaxLatency)
	}
	if w.Encryption != "" {
		j.open("encryption", f, w.ValueAt("encryption"), string(w.Encryption))
		j.encryption(f, w.Encryption)
	}
	if w.InternetFallback == "forbidden" {
		j.open("internet_fallback", f, w.ValueAt("internet_fallback"), "forbidden")
		j.offInternet(f)
	}
}

// open starts a requirement; what is blocked from here on is in its way.
func (j *judge) open(requirement string, flow int, place source.Place, wanted string) {
	j.close()
	j.intents = append(j.intents, Intent{Requirement: requirement, Flow: flow, Place: place, Wanted: wanted})
}

// close draws the verdict on the requirement at hand.
func (j *judge) close() {
	if len(j.intents) == 0 {
		return
	}
	x := j.last()
	for _, b := range x.Blockers {
		if !b.Unknown {
			x.Verdict = NotMet
			return
		}
		x.Verdict = Undecided
	}
}

func (j *judge) last() *Intent { return &j.intents[len(j.intents)-1] }

func (j *judge) block(b Blocker) {
	if b.Place.File == nil {
		path := b.Place.Path
		b.Place = j.last().Place
		if path != "" {
			b.Place.Path = path
		}
	}
	j.last().Blockers = append(j.last().Blockers, b)
}

func (j *judge) blockf(at source.Place, component int, flows []int, format string, args ...any) {
	j.block(Blocker{Place: at, Message: fmt.Sprintf(format, args...), Component: component, Flows: flows})
}

func (j *judge) unknownf(at source.Place, component int, flows []int, format string, args ...any) {
	j.block(Blocker{Place: at, Message: fmt.Sprintf(format, args...), Component: component, Flows: flows, Unknown: true})
}

// each calls f for the flows that a requirement of the design is for.
func (j *judge) each(wanted func(w *planner.Flow) bool, f func(flow int)) {
	for i := range j.a.Flows {
		j.a.check()
		if wanted(j.a.Flows[i].Written) {
			f(i)
		}
	}
}

// placeOf returns where the design writes a flow.
func (j *judge) placeOf(flow int) source.Place {
	if w := j.a.Flows[flow].Written; w != nil {
		return w.Here()
	}
	return j.last().Place
}

// dead reports, as a blocker, a flow that has no way to begin with.
func (j *judge) dead(flow int) bool {
	switch o := j.a.normal().outcomes[flow]; o {
	case Unreachable, Lost:
		j.blockf(j.placeOf(flow), -1, []int{flow}, "flow %s is %s when nothing fails", j.a.Flows[flow].Name, o)
		return true
	}
	return false
}

func percentText(p planner.Percent) string { return fmt.Sprintf("%v%%", float64(p)) }

func kindsText(kinds []planner.Kind) string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = string(k)
	}
	return strings.Join(words, ", ")
}

// flowNames writes flows as people list them: the first three, and how many
// there are more.
func (a *Analysis) flowNames(flows []int) string {
	var names []string
	for _, f := range flows {
		names = append(names, a.Flows[f].Name)
	}
	const shown = 3
	if len(names) > shown+1 {
		names = append(names[:shown], fmt.Sprintf("%d more", len(names)-shown))
	}
	if len(names) == 1 {
		return "flow " + names[0]
	}
	return "flows " + strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
