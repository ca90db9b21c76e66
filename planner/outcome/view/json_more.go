package view

import (
	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/outcome"
)

type (
	jsonRequirement struct {
		Requirement string        `json:"requirement"`
		Flow        string        `json:"flow"` // "" of the design
		Wanted      string        `json:"wanted"`
		Found       string        `json:"found"`
		Verdict     string        `json:"verdict"`
		Path        string        `json:"path"`
		Blockers    []jsonBlocker `json:"blockers"`
	}
	jsonBlocker struct {
		Message   string   `json:"message"`
		Path      string   `json:"path"`
		Line      int      `json:"line"`
		Column    int      `json:"column"`
		Component string   `json:"component"`
		Flows     []string `json:"flows"`
		Unknown   bool     `json:"unknown"`
	}
	jsonIndex struct {
		Gateway  string    `json:"gateway"`
		Points   *float64  `json:"points"` // null where it is not known
		Ceiling  float64   `json:"ceiling"`
		Route    jsonPart  `json:"route"`
		SKU      jsonPart  `json:"sku"`
		Advisor  jsonPart  `json:"advisor"`
		Factor   float64   `json:"factor"`
		Decay    []jsonDay `json:"decay"`
		Inferred []string  `json:"inferred"`
		Source   string    `json:"source"`
	}
	jsonPart struct {
		Points float64 `json:"points"`
		Most   float64 `json:"most"`
		Words  string  `json:"words"`
	}
	jsonDay struct {
		Date   string  `json:"date"`
		Points float64 `json:"points"`
	}
	jsonContract struct {
		Gateway  string   `json:"gateway"`
		Level    string   `json:"level"`
		Circuits *float64 `json:"circuits_percent"` // null where it is not known
		Figure   *float64 `json:"gateway_percent"`
		Source   string   `json:"source"`
		Blockers []string `json:"blockers"`
	}
	jsonYear struct {
		After     int       `json:"after"`
		Normal    *jsonPeak `json:"normal"`
		WorstCase *jsonPeak `json:"worst_case"`
	}
	jsonReturn struct {
		Component string `json:"component"` // that fails and is up again
		Flow      string `json:"flow"`
		Outcome   string `json:"outcome"`
	}
	jsonPairs struct {
		Flow        string         `json:"flow"`
		Counts      map[string]int `json:"counts"`
		Fatal       [][2]string    `json:"fatal"`       // lost only when both fail
		Maintenance [][2]string    `json:"maintenance"` // lost when the second fails while the first is drained
	}
)

func (m maker) requirements() []jsonRequirement {
	out := []jsonRequirement{}
	for _, x := range m.a.Intents() {
		r := jsonRequirement{
			Requirement: x.Requirement, Wanted: x.Wanted, Found: x.Found,
			Verdict: x.Verdict.String(), Path: x.Place.Path, Blockers: []jsonBlocker{},
		}
		if x.Flow >= 0 {
			r.Flow = m.a.Flows[x.Flow].Name
		}
		for _, b := range x.Blockers {
			r.Blockers = append(r.Blockers, m.blocker(b))
		}
		out = append(out, r)
	}
	return out
}

func (m maker) blocker(b outcome.Blocker) jsonBlocker {
	at := b.Place.Start()
	out := jsonBlocker{Message: b.Message, Path: b.Place.Path, Line: at.Line, Column: at.Col, Flows: []string{}, Unknown: b.Unknown}
	if b.Component >= 0 {
		out.Component = m.a.Topology.Components[b.Component].ID
	}
	for _, f := range b.Flows {
		out.Flows = append(out.Flows, m.a.Flows[f].Name)
	}
	return out
}

func (m maker) indexes() []jsonIndex {
	out := []jsonIndex{}
	for _, x := range m.a.Indexes() {
		one := jsonIndex{
			Gateway: x.Name(), Ceiling: x.Ceiling, Factor: x.Factor, Decay: []jsonDay{},
			Route: jsonPart(x.Route), SKU: jsonPart(x.SKU), Advisor: jsonPart(x.Advice),
			Inferred: listOf(x.Inferred), Source: x.Source.String(),
		}
		if x.Known {
			points := x.Points
			one.Points = &points
		}
		for _, d := range x.Decay {
			one.Decay = append(one.Decay, jsonDay{d.Date.String(), d.Points})
		}
		out = append(out, one)
	}
	return out
}

func (m maker) contracts() []jsonContract {
	out := []jsonContract{}
	for _, c := range m.a.Contracts() {
		one := jsonContract{Gateway: c.Level.Name, Level: string(c.Level.Level), Blockers: []string{}}
		if c.Circuits != nil {
			one.Source = c.Circuits.Source.String()
			one.Circuits = known(c.Circuits)
		}
		if c.Gateway != nil {
			one.Figure = known(c.Gateway)
		}
		for _, b := range c.Blockers {
			one.Blockers = append(one.Blockers, b.Message)
		}
		out = append(out, one)
	}
	return out
}

func known(s *catalog.SLA) *float64 {
	if !s.Known() {
		return nil
	}
	return &s.Percent
}

func (m maker) years() []jsonYear {
	out := []jsonYear{}
	for _, y := range m.a.Capacity().Years {
		out = append(out, jsonYear{y.After, m.peak(y.Normal), m.peak(y.Worst)})
	}
	return out
}

func (m maker) down() []string {
	out := []string{}
	for _, x := range m.a.Router.Excesses() {
		out = append(out, excess(x))
	}
	return out
}

func (m maker) returns() []jsonReturn {
	out := []jsonReturn{}
	for _, r := range m.a.Returns() {
		out = append(out, jsonReturn{m.a.Topology.Components[r.Component].ID, m.a.Flows[r.Flow].Name, r.Outcome.String()})
	}
	return out
}

func (m maker) pairs() []jsonPairs {
	var out []jsonPairs
	pairs, upkeep := m.a.Pairs(), m.a.Maintenance()
	for i := range m.a.Flows {
		one := jsonPairs{Flow: m.a.Flows[i].Name, Counts: map[string]int{}, Fatal: m.pairIDs(pairs.Fatal(i)), Maintenance: m.pairIDs(upkeep.Fatal(i))}
		for o, n := range pairs.Count(i) {
			one.Counts[outcome.Outcome(o).String()] = n
		}
		out = append(out, one)
	}
	return out
}

func (m maker) pairIDs(pairs [][2]int) [][2]string {
	out := [][2]string{}
	for _, p := range pairs {
		out = append(out, [2]string{m.a.Topology.Components[p[0]].ID, m.a.Topology.Components[p[1]].ID})
	}
	return out
}
