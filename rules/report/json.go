package report

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/erplan/erplan/planner/diag"
)

// The JSON shape of a report. It is versioned and only grows; fields keep
// their order. Lines and columns count from 1, columns in code points, and an
// end is that of the last character that belongs to the place.
type (
	jsonReport struct {
		Schema  int          `json:"schema"`
		Tool    Tool         `json:"tool"`
		Designs []jsonDesign `json:"designs"`
	}
	jsonDesign struct {
		File     string        `json:"file"`
		Option   string        `json:"option"`
		Name     string        `json:"name"`
		Findings []jsonFinding `json:"findings"`
		Unknown  []jsonUnknown `json:"unknown"`
		Summary  jsonSummary   `json:"summary"`
	}
	jsonFinding struct {
		Rule      string        `json:"rule"`
		Code      string        `json:"code"`
		Severity  string        `json:"severity"`
		Message   string        `json:"message"`
		Fix       string        `json:"fix"`
		Path      string        `json:"path"`
		File      string        `json:"file"`
		Line      int           `json:"line"`
		Column    int           `json:"column"`
		EndLine   int           `json:"end_line"`
		EndColumn int           `json:"end_column"`
		Related   []jsonRelated `json:"related"`
		Excepted  bool          `json:"excepted"`
		Reason    string        `json:"reason,omitempty"`   // of the exception
		Doubt     string        `json:"doubt,omitempty"`    // why a fact behind the finding is doubtful
		Inferred  bool          `json:"inferred,omitempty"` // Microsoft does not state the rule in so many words
		Known     bool          `json:"known,omitempty"`    // a baseline has it
		Print     string        `json:"fingerprint"`        // stays when lines move
	}
	jsonRelated struct {
		Path    string `json:"path"`
		File    string `json:"file"`
		Line    int    `json:"line"`
		Column  int    `json:"column"`
		Message string `json:"message"`
	}
	jsonUnknown struct {
		Rule    string `json:"rule"`
		Code    string `json:"code"`
		Path    string `json:"path"`
		Message string `json:"message"`
		File    string `json:"file"`
		Line    int    `json:"line"`
		Column  int    `json:"column"`
	}
	jsonSummary struct {
		Error    int `json:"error"`
		Warning  int `json:"warning"`
		Advice   int `json:"advice"`
		Unknown  int `json:"unknown"`
		Excepted int `json:"excepted"`
		Rules    int `json:"rules"`
		Known    int `json:"known"`
	}
)

// JSON writes the report for machines.
func JSON(w io.Writer, r *Report, _ Options) error {
	out := jsonReport{Schema: 1, Tool: r.Tool, Designs: []jsonDesign{}}
	for i := range r.Designs {
		out.Designs = append(out.Designs, designJSON(&r.Designs[i]))
	}
	return writeJSON(w, out)
}

func writeJSON(w io.Writer, v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

func designJSON(d *Design) jsonDesign {
	out := jsonDesign{File: d.File, Option: d.Option, Name: d.Name, Findings: []jsonFinding{}, Unknown: []jsonUnknown{},
		Summary: jsonSummary{d.Count(diag.Error), d.Count(diag.Warning), d.Count(diag.Advice), len(d.Unknown), d.Excepted(), d.Rules, d.Known()}}
	for i, print := range d.Fingerprints() {
		f := findingJSON(&d.Findings[i])
		f.Print = print
		out.Findings = append(out.Findings, f)
	}
	for i := range d.Unknown {
		u := &d.Unknown[i]
		at := u.Place.Start()
		out.Unknown = append(out.Unknown, jsonUnknown{u.Rule, u.Code, u.Place.Path, u.Message, u.Place.Name(), at.Line, at.Col})
	}
	return out
}

func findingJSON(f *diag.Diagnostic) jsonFinding {
	start, end := f.Place.Start(), f.Place.End()
	out := jsonFinding{
		Rule: f.Rule, Code: f.Code, Severity: f.Severity.String(), Message: f.Message, Fix: f.Fix,
		Path: f.Place.Path, File: f.Place.Name(),
		Line: start.Line, Column: start.Col, EndLine: end.Line, EndColumn: max(end.Col-1, 1),
		Related: []jsonRelated{}, Excepted: f.Excepted != "", Reason: f.Excepted, Doubt: f.Doubt, Inferred: f.Inferred, Known: f.Known,
	}
	for _, rel := range f.Related {
		at := rel.Place.Start()
		out.Related = append(out.Related, jsonRelated{rel.Place.Path, rel.Place.Name(), at.Line, at.Col, rel.Message})
	}
	return out
}
