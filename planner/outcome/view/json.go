package view

import (
	"bufio"
	"io"

	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/routing"
)

// The JSON shape of an analysis. It is versioned and only grows; fields keep
// their order. Rates are in Mbps, shares and unavailabilities from 0 to 1,
// percentages from 0 to 100, times in seconds with their unit: "7.25s".
type (
	jsonDesign struct {
		File   string `json:"file"`
		Option string `json:"option"`
		Name   string `json:"name"`
	}
	jsonComponent struct {
		ID             string  `json:"id"`
		Kind           string  `json:"kind"`
		Unavailability float64 `json:"unavailability"`
		NeverFails     bool    `json:"never_fails,omitempty"`
		Figure         string  `json:"figure"` // where the unavailability is from
	}
	jsonElement struct {
		ID       string `json:"id"`
		Kind     string `json:"kind"`
		Capacity int64  `json:"capacity"` // 0 where it is not known
		Basis    string `json:"basis"`
		Source   string `json:"source"`
	}
	jsonFlow struct {
		Name           string         `json:"name"`
		From           string         `json:"from"`
		To             string         `json:"to"`
		Availability   *float64       `json:"availability"` // null where it is not assessed
		Unavailability *float64       `json:"unavailability"`
		ToAzure        []jsonWay      `json:"to_azure"`
		ToSite         []jsonWay      `json:"to_site"`
		Outcome        string         `json:"outcome"`
		SinglePoints   []string       `json:"single_points"`
		CutSets        [][]string     `json:"cut_sets"`
		Bandwidth      int64          `json:"bandwidth"` // 0 where the design does not say
		Reasons        []string       `json:"reasons"`
		Method         string         `json:"availability_method"`
		LostByRouting  []string       `json:"lost_by_routing"` // of the single points, those that leave a way
		Survives       map[string]int `json:"single_failures"` // how many end how
		Bottleneck     *jsonPeak      `json:"bottleneck"`
		WorstCase      *jsonPeak      `json:"worst_case"`
		MaxFlow        int64          `json:"max_flow"` // 0 where it is not known
		MaxFlowWorst   int64          `json:"max_flow_worst"`
		LatencyMS      *float64       `json:"latency_ms"`
		Notes          []string       `json:"notes"`
	}
	jsonWay struct {
		Way       []string `json:"way"`
		Share     float64  `json:"share"`
		DecidedBy string   `json:"decided_by"`
		Prefixes  []string `json:"prefixes"`
		Name      string   `json:"name"`
		At        string   `json:"at"`
	}
	jsonPeak struct {
		Element  string   `json:"element"`
		Load     int64    `json:"load"`
		Capacity int64    `json:"capacity"`
		Used     float64  `json:"used"`
		Fail     []string `json:"fail"`
	}
	jsonScenario struct {
		Name  string             `json:"name"`
		Fail  []string           `json:"fail"`
		Drain []string           `json:"drain"`
		Flows []jsonScenarioFlow `json:"flows"`
		Same  int                `json:"unchanged"` // flows that are left out: they go as they do normally
		Unmet []jsonUnmet        `json:"unmet,omitempty"`
		Loads []jsonLoad         `json:"loads,omitempty"`
	}
	jsonScenarioFlow struct {
		Name      string       `json:"name"`
		Outcome   string       `json:"outcome"`
		ToAzure   []jsonWay    `json:"to_azure"`
		ToSite    []jsonWay    `json:"to_site"`
		DecidedBy string       `json:"decided_by"`
		Recovery  jsonRecovery `json:"recovery"`
		Moved     bool         `json:"moved"`
		Shifted   float64      `json:"shifted"`
		Reasons   []string     `json:"reasons"`
		Peak      *jsonPeak    `json:"bottleneck"`
		LatencyMS *float64     `json:"latency_ms"`
		Notes     []string     `json:"notes"`
		Losers    []jsonLoser  `json:"losers,omitempty"`
		While     *jsonWhile   `json:"while,omitempty"` // of a scenario that was asked for
	}
	jsonLoser struct {
		Direction string   `json:"direction"`
		Prefixes  []string `json:"prefixes"`
		Name      string   `json:"name"`
		At        string   `json:"at"`
		Step      string   `json:"step"`
		Why       string   `json:"why"`
	}
	jsonRecovery struct {
		Expected string     `json:"expected"` // "" where nothing is interrupted, nothing is left, or nothing is known
		Worst    string     `json:"worst"`
		Share    float64    `json:"share"`
		Terms    []jsonTerm `json:"terms"`
		Dominant string     `json:"dominant"`
		Assumed  []string   `json:"assumed"`
	}
	jsonTerm struct {
		Timer    string `json:"timer"`
		Words    string `json:"words"`
		Expected string `json:"expected"`
		Worst    string `json:"worst"`
		Source   string `json:"source"`
	}
	jsonUnmet struct {
		Flow     string `json:"flow"`
		Expected string `json:"expected"`
		Outcome  string `json:"outcome"`
		Path     string `json:"path"`
		Line     int    `json:"line"`
		Column   int    `json:"column"`
	}
	jsonLoad struct {
		Element string  `json:"element"`
		Up      int64   `json:"up"`
		Down    int64   `json:"down"`
		Used    float64 `json:"used"`
		Over    bool    `json:"over"`
	}
)

// JSON writes an analysis for machines: with a scenario that one alone, without
// one every single failure and every declared scenario. There may be thousands
// of single failures: each has only the flows that it changes, and they are
// written one by one.
func JSON(w io.Writer, a *outcome.Analysis, one *outcome.Scenario, h Header, o Options) error {
	m := maker{a}
	out := writer{w: bufio.NewWriter(w)}
	out.field("schema", 1)
	out.field("tool", h.Tool)
	out.field("design", jsonDesign{h.File, h.Option, h.Name})
	out.field("components", m.components())
	out.field("elements", m.elements())
	out.field("flows", m.flows())
	out.list("scenarios", func(add func(any)) {
		if one != nil {
			add(m.scenario(one, true))
			return
		}
		s := a.Singles()
		for _, c := range s.Components {
			add(m.single(c))
		}
		for _, d := range m.declared() {
			add(d)
		}
	})
	out.field("requirements", m.requirements())
	out.field("contracts", m.contracts())
	out.field("resiliency_index", m.indexes())
	out.field("growth", m.years())
	out.field("sessions_down", m.down()) // because too many prefixes arrive
	out.field("returns", m.returns())
	if o.Pairs {
		out.field("pairs", m.pairs())
	}
	return out.close()
}

// A maker turns an analysis into its JSON shape.
type maker struct{ a *outcome.Analysis }

func (m maker) components() []jsonComponent {
	out := []jsonComponent{}
	for i := range m.a.Topology.Components {
		c := &m.a.Topology.Components[i]
		out = append(out, jsonComponent{c.ID, string(c.Kind), c.Unavailability, c.NeverFails, c.Figure.String()})
	}
	return out
}

func (m maker) elements() []jsonElement {
	out := []jsonElement{}
	for i := range m.a.Elements {
		e := &m.a.Elements[i]
		source := e.Place.Path
		if e.Source.Page != "" {
			source = e.Source.String()
		}
		out = append(out, jsonElement{e.ID, string(e.Kind), int64(e.Capacity), e.Basis, source})
	}
	return out
}

// ways writes the ways of all parts of one direction.
func (m maker) ways(choices []routing.Choice) []jsonWay {
	out := []jsonWay{}
	for i := range choices {
		c := &choices[i]
		for k := range c.Ways {
			w := &c.Ways[k]
			out = append(out, jsonWay{m.a.IDs(w.Components), w.Share, c.Step.String(), prefixList(c), w.String(), c.At})
		}
	}
	return out
}

func prefixList(c *routing.Choice) []string {
	out := []string{}
	for _, p := range c.Prefixes {
		out = append(out, p.String())
	}
	return out
}

func (m maker) peak(p outcome.Peak) *jsonPeak {
	if !p.Known() {
		return nil
	}
	return &jsonPeak{m.a.Elements[p.Element].ID, int64(p.Load), int64(p.Capacity), p.Used, m.a.IDs(p.Change.Fail)}
}

func milliseconds(l outcome.Latency) *float64 {
	if !l.Known {
		return nil
	}
	ms := float64(l.RoundTrip)
	return &ms
}

// listOf turns no list into an empty one.
func listOf(words []string) []string {
	if words == nil {
		return []string{}
	}
	return words
}
