package view

import (
	"encoding/json"
	"io"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/suggest"
)

// The JSON shape of a result. It is versioned and only grows; fields keep their
// order. Unavailabilities are from 0 to 1.
type (
	jsonResult struct {
		Schema      int              `json:"schema"`
		Tool        Tool             `json:"tool"`
		Design      jsonDesign       `json:"design"`
		Met         int              `json:"met"`
		Intents     int              `json:"intents"`
		Obstacles   []jsonObstacle   `json:"obstacles"`
		Repairs     []jsonChange     `json:"repairs"`
		Mended      []jsonFinding    `json:"mended"`
		Left        []jsonFinding    `json:"left"` // errors that no repair removes
		Reached     bool             `json:"reached"`
		Suggestions []jsonSuggestion `json:"suggestions"`
		Next        *jsonSuggestion  `json:"next_step"` // null where there is none
		Nearest     *jsonSuggestion  `json:"nearest"`   // the same, where none meets the intent
		Beyond      []jsonObstacle   `json:"beyond"`    // what no set that was tried removes
		More        int              `json:"more"`
		Most        int              `json:"most_changes"`
		Analyses    int              `json:"analyses"`
		Exhausted   bool             `json:"exhausted"`
		Narrowed    bool             `json:"narrowed"`
	}
	jsonDesign struct {
		File   string `json:"file"`
		Option string `json:"option"`
		Name   string `json:"name"`
	}
	jsonObstacle struct {
		Requirement string `json:"requirement"`
		Flow        string `json:"flow"`
		Component   string `json:"component"`
		Message     string `json:"message"`
		Path        string `json:"path"`
		Line        int    `json:"line"`
	}
	jsonChange struct {
		Move  string      `json:"move"`
		Words string      `json:"words"`
		Cost  string      `json:"cost"` // configuration, reorder, resource, equipment or circuit
		Adds  []jsonThing `json:"adds"`
	}
	jsonThing struct {
		What  string `json:"what"`
		Count int    `json:"count"`
	}
	jsonFinding struct {
		Rule     string `json:"rule"`
		Severity string `json:"severity"`
		Message  string `json:"message"`
		Path     string `json:"path"`
	}
	jsonFlow struct {
		Name         string   `json:"name"`
		Before       *float64 `json:"unavailability_before"` // null where it is not assessed
		After        *float64 `json:"unavailability"`
		PointsBefore []string `json:"single_points_before"`
		Points       []string `json:"single_points"`
	}
	jsonSlowest struct { // in seconds, where the design asks for less
		Before float64 `json:"before"`
		After  float64 `json:"after"`
	}
	jsonSuggestion struct {
		Name     string         `json:"name"` // of the option that --write writes
		Changes  []jsonChange   `json:"changes"`
		Cost     string         `json:"cost"`
		Met      int            `json:"met"`
		Removes  []jsonObstacle `json:"removes"`
		Keeps    []jsonObstacle `json:"keeps"`
		Adds     []jsonThing    `json:"adds"`
		Flows    []jsonFlow     `json:"flows"`
		Warnings []jsonFinding  `json:"new_warnings"`
		Advice   []jsonFinding  `json:"new_advice"`
		Gone     int            `json:"findings_gone"`
		Overlay  string         `json:"overlay"` // TOML
		Slowest  *jsonSlowest   `json:"longest_interruption,omitempty"`
	}
)

// JSON writes a result for machines.
func JSON(w io.Writer, r *suggest.Result, h Header) error {
	met, _ := r.Before.Met()
	out := jsonResult{
		Schema: 1, Tool: h.Tool, Design: jsonDesign{h.File, r.Option, h.Name},
		Met: met, Intents: len(r.Before.Intents), Obstacles: obstaclesOf(r.Before.Open),
		Repairs: changesOf(r.Repairs), Mended: findingsOf(r.Mended), Left: findingsOf(r.Left),
		Reached: r.Reached(), Suggestions: []jsonSuggestion{},
		Beyond: obstaclesOf(r.Beyond), More: r.More, Most: r.Most, Analyses: r.Analyses, Exhausted: r.Exhausted, Narrowed: r.Narrowed,
	}
	options := Options(r)
	if r.Nearest != nil {
		nearest := suggestionOf(r, r.Nearest, optionOf(r, r.Nearest, name(r, "nearest")))
		out.Nearest = &nearest
	}
	for i := range r.Suggestions {
		out.Suggestions = append(out.Suggestions, suggestionOf(r, &r.Suggestions[i], options[i]))
	}
	if r.Next != nil {
		next := suggestionOf(r, r.Next, nextOption(r))
		out.Next = &next
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

func suggestionOf(r *suggest.Result, s *suggest.Suggestion, o Option) jsonSuggestion {
	met, _ := s.After.Met()
	out := jsonSuggestion{
		Name: o.Name, Changes: changesOf(s.Changes), Cost: s.Cost.Word(), Met: met,
		Removes: obstaclesOf(s.Removes), Keeps: obstaclesOf(s.Keeps), Adds: thingsOf(s.Adds),
		Flows: []jsonFlow{}, Warnings: findingsOf(s.Warnings), Advice: findingsOf(s.Advice), Gone: s.Gone,
		Overlay: o.TOML,
	}
	if s.SlowestBefore > 0 {
		out.Slowest = &jsonSlowest{s.SlowestBefore.Seconds(), s.SlowestAfter.Seconds()}
	}
	for _, g := range s.Flows {
		f := jsonFlow{Name: g.Name, PointsBefore: orEmpty(g.PointsBefore), Points: orEmpty(g.PointsAfter)}
		if g.Known {
			f.Before, f.After = &g.Before.Unavailability, &g.After.Unavailability
		}
		out.Flows = append(out.Flows, f)
	}
	return out
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func obstaclesOf(list []suggest.Obstacle) []jsonObstacle {
	out := []jsonObstacle{}
	for i := range list {
		o := &list[i]
		line := 0
		if o.Place.File != nil {
			line = o.Place.Start().Line
		}
		out = append(out, jsonObstacle{o.Requirement, o.Flow, o.Component, o.Message, o.Place.Path, line})
	}
	return out
}

func changesOf(list []suggest.Change) []jsonChange {
	out := []jsonChange{}
	for i := range list {
		c := &list[i]
		out = append(out, jsonChange{c.Move.Name, c.Words, c.Cost.Word(), thingsOf(c.Adds)})
	}
	return out
}

func thingsOf(list []suggest.Thing) []jsonThing {
	out := []jsonThing{}
	for _, t := range list {
		out = append(out, jsonThing{t.What, t.Count})
	}
	return out
}

func findingsOf(list []diag.Diagnostic) []jsonFinding {
	out := []jsonFinding{}
	for _, f := range list {
		out = append(out, jsonFinding{f.Rule, f.Severity.String(), f.Message, f.Place.Path})
	}
	return out
}
