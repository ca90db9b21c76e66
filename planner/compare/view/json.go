package view

import (
	"encoding/json"
	"io"
	"math"

	"github.com/erplan/erplan/planner/compare"
	"github.com/erplan/erplan/planner/cost"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/outcome"
)

// JSON writes a comparison for machines.
func JSON(w io.Writer, x *compare.Comparison, h Header) error {
	m := maker{x}
	out := jsonComparison{
		Schema: 1, Tool: h.Tool, Verdict: m.verdict(), Criteria: m.criteria(),
		Candidates: []jsonCandidate{}, Findings: []jsonFinding{}, Matrix: m.matrix(), Unused: append([]string{}, x.Unused...),
	}
	for i := range x.Candidates {
		out.Candidates = append(out.Candidates, m.candidate(i))
	}
	for _, f := range x.Findings {
		out.Findings = append(out.Findings, jsonFinding{f.Rule, f.Code, f.Severity.String(), f.Place.Path, f.Message, m.names(in(f))})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

// A maker turns a comparison into its JSON shape.
type maker struct{ x *compare.Comparison }

func (m maker) names(list []int) []string { return append([]string{}, m.x.Names(list)...) }

func (m maker) verdict() jsonVerdict {
	v := jsonVerdict{Words: append([]string{}, sentences(m.x)...), Leaders: m.names(m.x.Verdict.Leaders), Meeting: m.names(m.x.Verdict.Meeting)}
	if d := m.x.Verdict.Dominant; d >= 0 {
		v.Dominant = m.x.Candidates[d].Name
	}
	return v
}

func (m maker) criteria() []jsonCriterion {
	out := []jsonCriterion{}
	for k, c := range compare.Criteria {
		j := jsonCriterion{c.Key, c.Title, c.About, c.Higher, []string{}}
		for _, l := range m.x.Verdict.Leads {
			if l.Criterion == k {
				j.Best = m.names(l.By)
			}
		}
		out = append(out, j)
	}
	return out
}

func (m maker) candidate(i int) jsonCandidate {
	c := m.x.Candidates[i]
	out := jsonCandidate{
		Name: c.Name, File: c.File, Option: c.Option, Title: c.Title, Description: c.Description, Meets: c.Meets(),
		Summary:     jsonSummary{c.Result.Count(diag.Error), c.Result.Count(diag.Warning), c.Result.Count(diag.Advice), len(c.Result.Unknown), c.Result.Excepted(), c.Result.Rules},
		DominatedBy: []jsonBy{}, Measures: []jsonMeasure{}, Requirements: m.requirements(c), Flows: m.flows(c),
		Recovery: slow(&c.Slowest), Indexes: []jsonIndex{}, Things: []jsonThing{}, Bill: m.bill(i),
	}
	for _, b := range m.x.Dominated[i] {
		out.DominatedBy = append(out.DominatedBy, jsonBy{m.x.Candidates[b.Candidate].Name, keys(b.Better)})
	}
	for k, v := range c.Measures {
		j := jsonMeasure{compare.Criteria[k].Key, &v.X, v.Text, append([]string{}, v.Open...)}
		if math.IsInf(v.X, 0) {
			j.Value = nil
		}
		out.Measures = append(out.Measures, j)
	}
	if worst, _ := c.WorstLoad(); worst.Known() {
		out.WorstLoad = peak(c, worst)
	}
	for _, x := range c.Indexes {
		j := jsonIndex{Gateway: x.Name(), Ceiling: x.Ceiling}
		if x.Known {
			j.Points = &x.Points
		}
		out.Indexes = append(out.Indexes, j)
	}
	for _, k := range cost.Kinds {
		if n, instances := c.Bill.Count(k); n > 0 && k != cost.Egress {
			out.Things = append(out.Things, jsonThing{string(k), n, instances})
		}
	}
	if i > 0 {
		s := &m.x.Shifts[i]
		out.Against = &jsonShift{fallList(s.Survived), fallList(s.Gone), fallList(s.Fatal), fallList(s.New)}
	}
	return out
}

func keys(criteria []int) []string {
	out := []string{}
	for _, k := range criteria {
		out = append(out, compare.Criteria[k].Key)
	}
	return out
}

func (m maker) requirements(c *compare.Candidate) []jsonRequirement {
	out := []jsonRequirement{}
	for _, i := range c.Intents {
		j := jsonRequirement{Requirement: i.Requirement, Wanted: i.Wanted, Found: i.Found, Verdict: i.Verdict.String(), Blockers: []string{}}
		if i.Flow >= 0 {
			j.Flow = c.Flows[i.Flow].Name
		}
		for _, b := range i.Blockers {
			j.Blockers = append(j.Blockers, b.Message)
		}
		out = append(out, j)
	}
	return out
}

func (m maker) flows(c *compare.Candidate) []jsonFlow {
	out := []jsonFlow{}
	for i := range c.Flows {
		f := &c.Flows[i]
		j := jsonFlow{Name: f.Name, Outcome: f.Normal.String(), SinglePoints: append([]string{}, f.Points...), Ends: f.Ends, Recovery: slow(&f.Slowest)}
		if f.Predicted {
			minutes := f.Availability.MinutesPerYear()
			j.Unavailability, j.Downtime = &f.Availability.Unavailability, &minutes
		}
		if f.Load.Known() {
			j.WorstLoad = peak(c, f.Load)
		}
		if f.Latency.Known {
			ms := float64(f.Latency.RoundTrip)
			j.Latency = &ms
		}
		out = append(out, j)
	}
	return out
}

func peak(c *compare.Candidate, p outcome.Peak) *jsonPeak {
	j := &jsonPeak{Element: c.Analysis.Elements[p.Element].ID, Load: int64(p.Load), Capacity: int64(p.Capacity), Used: p.Used}
	if !p.Change.IsNone() {
		j.When = c.Analysis.Name(p.Change)
	}
	return j
}

func slow(s *compare.Slow) jsonRecovery {
	j := jsonRecovery{Unknown: append([]string{}, s.Open...)}
	if s.Known {
		j.Worst, j.Flow, j.Component, j.Words = outcome.Seconds(s.Worst), s.Flow, s.Component, s.Words
	}
	return j
}

func (m maker) bill(i int) jsonBill {
	c := m.x.Candidates[i]
	out := jsonBill{Currency: c.Bill.Currency, Priced: c.Bill.Priced.Float(), Complete: c.Bill.Complete, Lines: []jsonLine{}, BreakEven: []jsonEven{}}
	for _, l := range c.Bill.Lines {
		j := jsonLine{Item: string(l.Kind), Path: l.Path, Words: l.Words(), Quantity: l.Quantity, Unit: l.Unit, Why: l.Why}
		if l.Price != nil {
			monthly := l.Monthly.Float()
			j.Monthly, j.Price = &monthly, l.Price.String()
		}
		out.Lines = append(out.Lines, j)
	}
	for _, e := range c.Even {
		j := jsonEven{Circuit: e.Circuit, Metered: e.Metered.Float(), Unlimited: e.Unlimited.Float(), PerGB: e.PerGB.Float(), Why: e.Why}
		if e.Known() {
			tb := e.TB()
			j.TB = &tb
		}
		out.BreakEven = append(out.BreakEven, j)
	}
	if n := &m.x.Nines[i]; n.Known {
		out.Nines = &n.Gained
		if each, ok := n.PerNine(); ok {
			x := each.Float()
			out.PerNine = &x
		}
	}
	return out
}

func fallList(list []compare.Fall) []jsonFall {
	out := []jsonFall{}
	for _, f := range list {
		out = append(out, jsonFall(f))
	}
	return out
}
