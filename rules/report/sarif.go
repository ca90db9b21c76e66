package report

import (
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// Home is where the program is documented.
const Home = "https://github.com/erplan/erplan"

// The parts of SARIF 2.1.0 that a report has (OASIS standard, errata 01).
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string            `json:"name"`
		Version        string            `json:"version"`
		InformationURI string            `json:"informationUri"`
		Rules          []sarifRule       `json:"rules"`
		Properties     map[string]string `json:"properties"`
	}
	sarifRule struct {
		ID            string          `json:"id"`
		Name          string          `json:"name"`
		Short         sarifText       `json:"shortDescription"`
		Full          sarifText       `json:"fullDescription"`
		Help          sarifText       `json:"help"`
		HelpURI       string          `json:"helpUri,omitempty"`
		Configuration sarifConfig     `json:"defaultConfiguration"`
		Properties    sarifProperties `json:"properties"`
	}
	sarifText struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifConfig struct {
		Level string `json:"level"`
	}
	sarifProperties struct {
		Tags      []string `json:"tags"`
		Precision string   `json:"precision"`
		Code      string   `json:"code,omitempty"`
	}
	sarifResult struct {
		RuleID       string             `json:"ruleId"`
		RuleIndex    *int               `json:"ruleIndex,omitempty"`
		Level        string             `json:"level"`
		Message      sarifText          `json:"message"`
		Locations    []sarifLocation    `json:"locations"`
		Related      []sarifLocation    `json:"relatedLocations,omitempty"`
		Fingerprints map[string]string  `json:"partialFingerprints"`
		Suppressions []sarifSuppression `json:"suppressions,omitempty"`
		Baseline     string             `json:"baselineState,omitempty"`
		Fixes        []sarifFix         `json:"fixes,omitempty"`
	}
	sarifLocation struct {
		ID       *int           `json:"id,omitempty"`
		Physical sarifPhysical  `json:"physicalLocation"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
		Message  *sarifText     `json:"message,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn"`
	}
	sarifLogical struct {
		Name string `json:"fullyQualifiedName"`
	}
	sarifSuppression struct {
		Kind          string `json:"kind"`
		Justification string `json:"justification"`
	}
)

// SARIF writes the report for code scanning. Columns count code points; an
// accepted finding is a suppressed result.
func SARIF(w io.Writer, r *Report, _ Options) error {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}, Tool: sarifTool{sarifDriver{
		Name: r.Tool.Name, Version: r.Tool.Version, InformationURI: Home,
		Rules: []sarifRule{}, Properties: map[string]string{"catalog": r.Tool.Catalog},
	}}}
	index := map[string]int{}
	for i, rule := range r.Book {
		index[rule.ID] = i
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, ruleSARIF(rule))
	}
	for i := range r.Designs {
		prints := r.Designs[i].Fingerprints()
		for j := range r.Designs[i].Findings {
			run.Results = append(run.Results, resultSARIF(&r.Designs[i].Findings[j], prints[j], index))
		}
	}
	return writeJSON(w, sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0", Runs: []sarifRun{run},
	})
}

func level(s diag.Severity) string {
	return [...]string{"none", "note", "warning", "error"}[s]
}

func ruleSARIF(r *rules.Rule) sarifRule {
	precision := "very-high"
	if r.Inferred {
		precision = "high"
	}
	out := sarifRule{
		ID: r.ID, Name: camel(r.Name()), Short: sarifText{Text: sentence(r.Title)}, Full: sarifText{Text: r.Why},
		Help:          sarifText{Text: r.Why + "\n\n" + r.Fix, Markdown: r.Why + "\n\n" + r.Fix + sources(r)},
		Configuration: sarifConfig{level(r.Severity)},
		Properties:    sarifProperties{Tags: []string{r.Family()}, Precision: precision, Code: r.Code},
	}
	if len(r.Refs) > 0 {
		out.HelpURI = r.Refs[0].URL()
	}
	return out
}

func sources(r *rules.Rule) string {
	var b strings.Builder
	for _, ref := range r.Refs {
		b.WriteString("\n- [" + ref.Doc + "](" + ref.URL() + "), " + ref.Section + " (" + ref.Date + ")")
	}
	if b.Len() == 0 {
		return ""
	}
	return "\n" + b.String()
}

func sentence(s string) string {
	if s == "" || strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}

// camel writes a rule's name as SARIF wants it: OneLinkOnly.
func camel(name string) string {
	parts := strings.Split(name, "-")
	for i, p := range parts {
		if p != "" {
			parts[i] = strings.ToUpper(p[:1]) + p[1:]
		}
	}
	return strings.Join(parts, "")
}

func resultSARIF(f *diag.Diagnostic, print string, index map[string]int) sarifResult {
	out := sarifResult{RuleID: f.Rule, Level: level(f.Severity), Message: sarifText{Text: message(f)}, Locations: []sarifLocation{location(f.Place)}}
	if i, ok := index[f.Rule]; ok {
		out.RuleIndex = &i
	}
	for i, rel := range f.Related {
		loc, id := location(rel.Place), i+1
		loc.ID, loc.Message = &id, &sarifText{Text: rel.Message}
		out.Related = append(out.Related, loc)
	}
	out.Fixes = fixesSARIF(f)
	out.Fingerprints = map[string]string{"erplan/v1": print}
	if f.Excepted != "" {
		out.Suppressions = []sarifSuppression{{"external", f.Excepted}}
	}
	if f.Known {
		out.Baseline = "unchanged"
	}
	return out
}

func message(f *diag.Diagnostic) string {
	text := f.Message
	if f.Fix != "" {
		text += ". " + f.Fix
	}
	if f.Doubt != "" {
		text += " (Doubtful: " + f.Doubt + ".)"
	}
	return text
}

func location(p source.Place) sarifLocation {
	start, end := p.Start(), p.End()
	loc := sarifLocation{Physical: sarifPhysical{
		Artifact: sarifArtifact{fileURI(p.Name())},
		Region:   sarifRegion{start.Line, start.Col, end.Line, max(end.Col, start.Col)},
	}}
	if p.Path != "" {
		loc.Logical = []sarifLogical{{p.Path}}
	}
	return loc
}

// fileURI writes a path as a relative URI.
func fileURI(name string) string {
	return (&url.URL{Path: filepath.ToSlash(name)}).EscapedPath()
}
