package view

import (
	"encoding/json"
	"io"

	"github.com/erplan/erplan/planner/change"
	"github.com/erplan/erplan/planner/compare"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/outcome"
)

// The JSON shape of a report. It is versioned and only grows; fields keep
// their order.
type (
	jsonReport struct {
		Schema  int          `json:"schema"`
		Tool    Tool         `json:"tool"`
		From    jsonDesign   `json:"from"`
		To      jsonDesign   `json:"to"`
		Changes []jsonChange `json:"changes"`
		Impact  jsonImpact   `json:"impact"`
	}
	jsonDesign struct {
		Name   string `json:"name"`
		File   string `json:"file"`
		Option string `json:"option"`
	}
	jsonChange struct {
		Kind   string      `json:"kind"` // added, removed, changed, renamed
		Noun   string      `json:"noun"`
		Name   string      `json:"name"`
		Path   string      `json:"path"`
		Was    string      `json:"was"` // path before, where it is another
		Values []jsonValue `json:"values"`
	}
	jsonValue struct {
		Key string  `json:"key"`
		Old *string `json:"old"` // null where it is not stated
		New *string `json:"new"`
	}
	jsonImpact struct {
		Empty        bool              `json:"empty"`
		Survived     []jsonFall        `json:"survived"`
		Gone         []jsonFall        `json:"gone"`
		Fatal        []jsonFall        `json:"fatal"`
		New          []jsonFall        `json:"new"`
		Measures     []jsonMeasure     `json:"measures"`
		Flows        []jsonFlow        `json:"flows"`
		Appeared     []string          `json:"flows_added"`
		Vanished     []string          `json:"flows_removed"`
		PointsNew    []jsonPoint       `json:"single_points_added"`
		PointsGone   []jsonPoint       `json:"single_points_removed"`
		Requirements []jsonRequirement `json:"requirements"`
		Findings     []jsonFinding     `json:"findings_added"`
		Solved       []jsonFinding     `json:"findings_solved"`
		Reworded     []jsonFinding     `json:"findings_reworded"` // as they are now
	}
	jsonFall struct {
		Component string   `json:"component"`
		Flows     []string `json:"flows"`
	}
	jsonMeasure struct {
		Criterion string `json:"criterion"`
		Before    string `json:"before"`
		After     string `json:"after"`
		Change    string `json:"change"` // better, worse, unknown
	}
	jsonFlow struct {
		Name           string     `json:"name"`
		Before         string     `json:"before"`
		After          string     `json:"after"`
		Unavailability []*float64 `json:"unavailability"` // before and after; null where they are not predicted
	}
	jsonPoint struct {
		Component string `json:"component"`
		Flow      string `json:"flow"`
	}
	jsonRequirement struct {
		Requirement string `json:"requirement"`
		Flow        string `json:"flow"`
		Before      string `json:"before"` // "" where it is not asked for
		After       string `json:"after"`
	}
	jsonFinding struct {
		Rule     string `json:"rule"`
		Code     string `json:"code"`
		Severity string `json:"severity"`
		Path     string `json:"path"`
		Message  string `json:"message"`
	}
)

// JSON writes a report for machines.
func JSON(w io.Writer, r Report, t Tool) error {
	out := jsonReport{Schema: 1, Tool: t, From: designOf(r.From), To: designOf(r.To), Changes: []jsonChange{}, Impact: impact(r.Impact)}
	for _, c := range r.Diff.Changes {
		j := jsonChange{c.Kind.String(), c.Noun, c.Name, c.Path, c.Was, []jsonValue{}}
		for _, v := range c.Values {
			x := jsonValue{Key: v.Key}
			if v.Was {
				x.Old = &v.Old
			}
			if v.Is {
				x.New = &v.New
			}
			j.Values = append(j.Values, x)
		}
		out.Changes = append(out.Changes, j)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

func designOf(c *compare.Candidate) jsonDesign { return jsonDesign{c.Name, c.File, c.Option} }

func impact(i *change.Impact) jsonImpact {
	out := jsonImpact{
		Empty:    i.Empty(),
		Survived: falls(i.Shift.Survived), Gone: falls(i.Shift.Gone), Fatal: falls(i.Shift.Fatal), New: falls(i.Shift.New),
		Measures: []jsonMeasure{}, Flows: []jsonFlow{}, Requirements: []jsonRequirement{},
		Appeared: append([]string{}, i.Appeared...), Vanished: append([]string{}, i.Vanished...),
		PointsNew: losses(i.Points.New), PointsGone: losses(i.Points.Gone),
		Findings: found(i.Findings), Solved: found(i.Solved),
	}
	var now []diag.Diagnostic
	for _, x := range i.Reworded {
		now = append(now, x.After)
	}
	out.Reworded = found(now)
	for _, c := range i.Criteria {
		word := "unknown"
		if c.Known {
			word = map[bool]string{true: "better", false: "worse"}[c.Order < 0]
		}
		out.Measures = append(out.Measures, jsonMeasure{compare.Criteria[c.Criterion].Key, c.Before, c.After, word})
	}
	for _, f := range i.Flows {
		j := jsonFlow{f.Name, f.Before.String(), f.After.String(), []*float64{nil, nil}}
		if f.Predicted {
			j.Unavailability = []*float64{&f.Unavailable[0], &f.Unavailable[1]}
		}
		out.Flows = append(out.Flows, j)
	}
	for _, x := range i.Intents {
		out.Requirements = append(out.Requirements, jsonRequirement{x.Requirement, x.Flow, verdict(x.Before), verdict(x.After)})
	}
	return out
}

func verdict(i *outcome.Intent) string {
	if i == nil {
		return ""
	}
	return i.Verdict.String()
}

func falls(list []compare.Fall) []jsonFall {
	out := []jsonFall{}
	for _, f := range list {
		out = append(out, jsonFall(f))
	}
	return out
}

func losses(list []compare.Loss) []jsonPoint {
	out := []jsonPoint{}
	for _, l := range list {
		out = append(out, jsonPoint(l))
	}
	return out
}

func found(list []diag.Diagnostic) []jsonFinding {
	out := []jsonFinding{}
	for _, f := range list {
		out = append(out, jsonFinding{f.Rule, f.Code, f.Severity.String(), f.Place.Path, f.Message})
	}
	return out
}
