package view

import (
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/routing"
)

// cutOrder is the largest minimal cut set that is written.
const cutOrder = 3

func (m maker) flows() []jsonFlow {
	out := []jsonFlow{}
	normal := m.a.Normal()
	for i := range m.a.Flows {
		out = append(out, m.flow(i, &normal.Flows[i]))
	}
	return out
}

func (m maker) flow(i int, f *outcome.FlowOutcome) jsonFlow {
	a := m.a
	flow := &a.Flows[i]
	out := jsonFlow{
		Name: flow.Name, From: flow.From.String(), To: flow.To.String(),
		ToAzure: m.ways(f.After.ToAzure), ToSite: m.ways(f.After.ToSite), Outcome: f.Outcome.String(),
		SinglePoints: []string{}, CutSets: [][]string{}, LostByRouting: []string{}, Reasons: listOf(f.Reasons),
		Survives: map[string]int{}, Bottleneck: m.peak(f.Bottleneck), LatencyMS: milliseconds(f.LatencyAfter),
		Notes: listOf(f.Notes),
	}
	if flow.Written != nil {
		out.Bandwidth = int64(flow.Written.Bandwidth)
	}
	if u, ok := a.Availability(i); ok {
		up := u.Available()
		out.Availability, out.Unavailability, out.Method = &up, &u.Unavailability, u.Method.String()
		for _, cut := range a.Structure.CutSets(i, cutOrder) {
			out.CutSets = append(out.CutSets, a.IDs(cut.Components))
		}
	}
	for _, p := range a.Points(i) {
		id := a.Topology.Components[p.Component].ID
		out.SinglePoints = append(out.SinglePoints, id)
		if p.Routing {
			out.LostByRouting = append(out.LostByRouting, id)
		}
	}
	for o, n := range a.Singles().Count(i) {
		out.Survives[outcome.Outcome(o).String()] = n
	}
	peaks := a.Capacity().Flows[i]
	out.WorstCase = m.peak(peaks.Worst)
	out.MaxFlow, out.MaxFlowWorst = int64(peaks.Most.Mbps), int64(peaks.WorstMost.Mbps)
	return out
}

// scenario writes a scenario; one that was asked for with what lost, and with
// the load of all elements.
func (m maker) scenario(s *outcome.Scenario, whole bool) jsonScenario {
	out := jsonScenario{Name: s.Name, Fail: m.a.IDs(s.Change.Fail), Drain: m.a.IDs(s.Change.Drain), Flows: []jsonScenarioFlow{}}
	for i := range s.Flows {
		out.Flows = append(out.Flows, m.scenarioFlow(&s.Flows[i], whole))
	}
	if !whole {
		return out
	}
	lasts := m.a.While(s.Change)
	for i := range s.Flows {
		out.Flows[i].While = m.while(lasts, i)
	}
	for _, l := range s.Loads {
		out.Loads = append(out.Loads, jsonLoad{m.a.Elements[l.Element].ID, int64(l.Up), int64(l.Down), l.Used, l.Over})
	}
	return out
}

// single writes a single failure, with the flows that it changes.
func (m maker) single(c int) jsonScenario {
	change := outcome.Failing(c)
	effects := m.a.Singles().Effects(c)
	out := jsonScenario{Fail: m.a.IDs(change.Fail), Drain: []string{}, Flows: []jsonScenarioFlow{}, Same: len(m.a.Flows) - len(effects)}
	for i := range effects {
		out.Flows = append(out.Flows, m.scenarioFlow(&effects[i], false))
	}
	return out
}

func (m maker) scenarioFlow(f *outcome.FlowOutcome, whole bool) jsonScenarioFlow {
	out := jsonScenarioFlow{
		Name: m.a.Flows[f.Flow].Name, Outcome: f.Outcome.String(),
		ToAzure: m.ways(f.After.ToAzure), ToSite: m.ways(f.After.ToSite), DecidedBy: decided(&f.After),
		Recovery: m.recovery(&f.Recovery), Moved: f.Moved, Shifted: f.Shifted, Reasons: listOf(f.Reasons),
		Peak: m.peak(f.Bottleneck), LatencyMS: milliseconds(f.LatencyAfter), Notes: listOf(f.Notes),
	}
	if whole {
		out.Losers = append(losers("to_azure", f.After.ToAzure), losers("to_site", f.After.ToSite)...)
	}
	return out
}

// decided returns the step that decided a result: of the first part that has a
// way, towards Azure first.
func decided(r *routing.Result) string {
	for _, choices := range [2][]routing.Choice{r.ToAzure, r.ToSite} {
		for i := range choices {
			if s := choices[i].Step; s != routing.NoWay && s != routing.OnlyWay && s != routing.ECMP {
				return s.String()
			}
		}
	}
	for i := range r.ToAzure {
		if s := r.ToAzure[i].Step; s != routing.NoWay {
			return s.String()
		}
	}
	return ""
}

func losers(direction string, choices []routing.Choice) []jsonLoser {
	var out []jsonLoser
	for i := range choices {
		for _, l := range choices[i].Losers {
			out = append(out, jsonLoser{direction, prefixList(&choices[i]), l.Way.String(), l.At, l.Step.String(), l.Why})
		}
	}
	return out
}

func (m maker) recovery(r *outcome.Recovery) jsonRecovery {
	out := jsonRecovery{Share: r.Share, Terms: []jsonTerm{}, Assumed: listOf(r.Assumed), Dominant: r.Dominant.Words}
	if !r.Known {
		return out
	}
	out.Expected, out.Worst = outcome.Seconds(r.Expected), outcome.Seconds(r.Worst)
	for _, t := range r.Terms {
		out.Terms = append(out.Terms, jsonTerm{t.Key, t.Words, outcome.Seconds(t.Expected), outcome.Seconds(t.Worst), t.Source.String()})
	}
	return out
}

// declared writes the scenarios of the design; those that name a component
// which is not there have no flows.
func (m maker) declared() []jsonScenario {
	var out []jsonScenario
	all := m.a.Declared()
	for i := range all {
		d := &all[i]
		one := jsonScenario{Name: d.Written.Name(), Fail: listOf(d.Written.Fail), Drain: listOf(d.Written.Drain), Flows: []jsonScenarioFlow{}}
		if d.Scenario != nil {
			one = m.scenario(d.Scenario, false)
		}
		for _, u := range d.Unmet {
			at := u.Place.Start()
			one.Unmet = append(one.Unmet, jsonUnmet{m.a.Flows[u.Flow].Name, string(u.Expected), u.Outcome.String(), u.Place.Path, at.Line, at.Col})
		}
		out = append(out, one)
	}
	return out
}
