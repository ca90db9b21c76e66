package report

import (
	"fmt"
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
		Tool        sarifTool            `json:"tool"`
		Invocations []sarifInvocation    `json:"invocations,omitempty"`
		Bases       map[string]sarifBase `json:"originalUriBaseIds"`
		ColumnKind  string               `json:"columnKind"`
		Results     []sarifResult        `json:"results"`
	}
	sarifInvocation struct {
		Successful    bool                `json:"executionSuccessful"`
		Notifications []sarifNotification `json:"toolExecutionNotifications"`
	}
	sarifNotification struct {
		Level   string    `json:"level"`
		Message sarifText `json:"message"`
	}
	sarifBase struct {
		Description sarifText `json:"description"`
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
		Severity  string   `json:"problem.severity"` // by which GitHub sorts
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
		URI  string `json:"uri"`
		Base string `json:"uriBaseId,omitempty"`
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

// root is what relative URIs start from.
const root = "%SRCROOT%"

// sarifLimit is how many results a run has: GitHub takes no more than 25,000,
// and refuses the file that has.
const sarifLimit = 25_000

// SARIF writes the report for code scanning. Columns count code points; an
// accepted finding is a suppressed result. Where there are too many findings
// for GitHub, the mildest are left out, and a notification says so.
func SARIF(w io.Writer, r *Report, _ Options) error {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}, Bases: map[string]sarifBase{root: {sarifText{Text: "The folder that erplan was run in."}}}, Tool: sarifTool{sarifDriver{
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
	run.limit()
	return writeJSON(w, sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0", Runs: []sarifRun{run},
	})
}

// limit leaves out the mildest results where there are too many.
func (r *sarifRun) limit() {
	left := len(r.Results) - sarifLimit
	if left <= 0 {
		return
	}
	text := fmt.Sprintf("%s left out: code scanning takes %d.", plural(left, "finding"), sarifLimit)
	r.Invocations = []sarifInvocation{{true, []sarifNotification{{"warning", sarifText{Text: text}}}}}
	for _, mild := range []string{"note", "warning", "error"} {
		kept := r.Results[:0]
		for _, result := range r.Results {
			if result.Level == mild && left > 0 {
				left--
				continue
			}
			kept = append(kept, result)
		}
		r.Results = kept
	}
}

// said returns a text of a finding as a message: without what a terminal or
// the direction of text would obey, and without links, which SARIF makes of
// "[text](address)".
func said(s string) sarifText {
	return sarifText{Text: strings.ReplaceAll(clean(s), "](", "] (")}
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
		Properties:    sarifProperties{[]string{r.Family()}, precision, problem(r.Severity), r.Code},
	}
	if len(r.Refs) > 0 {
		out.HelpURI = r.Refs[0].URL()
	}
	return out
}

// problem returns a severity in the words of GitHub.
func problem(s diag.Severity) string {
	return [...]string{"recommendation", "recommendation", "warning", "error"}[s]
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
	out := sarifResult{RuleID: f.Rule, Level: level(f.Severity), Message: said(message(f)), Locations: []sarifLocation{location(f.Place)}}
	if i, ok := index[f.Rule]; ok {
		out.RuleIndex = &i
	}
	for i, rel := range f.Related {
		loc, id := location(rel.Place), i+1
		text := said(rel.Message)
		loc.ID, loc.Message = &id, &text
		out.Related = append(out.Related, loc)
	}
	out.Fixes = fixesSARIF(f)
	out.Fingerprints = map[string]string{"erplan/v1": print}
	if f.Excepted != "" {
		out.Suppressions = []sarifSuppression{{"external", clean(f.Excepted)}}
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
		Artifact: artifact(p.Name()),
		Region:   sarifRegion{start.Line, start.Col, end.Line, max(end.Col, start.Col)},
	}}
	if p.Path != "" {
		loc.Logical = []sarifLogical{{clean(p.Path)}}
	}
	return loc
}

// artifact writes a path as a URI: relative to the root where it lies below
// the folder that erplan was run in.
func artifact(name string) sarifArtifact {
	slashed := filepath.ToSlash(name)
	switch {
	case filepath.IsAbs(name) && !strings.HasPrefix(slashed, "/"): // C:/designs
		return sarifArtifact{URI: (&url.URL{Scheme: "file", Path: "/" + slashed}).String()}
	case filepath.IsAbs(name):
		return sarifArtifact{URI: (&url.URL{Scheme: "file", Path: slashed}).String()}
	case strings.HasPrefix(slashed, "../"):
		return sarifArtifact{URI: (&url.URL{Path: slashed}).String()}
	}
	return sarifArtifact{(&url.URL{Path: slashed}).String(), root}
}
