package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/erplan/erplan/planner/diag"
)

// GitHub writes the findings that count as workflow commands, which GitHub
// Actions shows beside the lines of a change.
func GitHub(w io.Writer, r *Report, _ Options) error {
	return commands(w, r, func(f *diag.Diagnostic) string {
		start, end := f.Place.Start(), f.Place.End()
		level := [...]string{"notice", "notice", "warning", "error"}[f.Severity]
		span := fmt.Sprintf("line=%d,endLine=%d", start.Line, end.Line)
		if start.Line == end.Line {
			span += fmt.Sprintf(",col=%d,endColumn=%d", start.Col, max(end.Col-1, start.Col))
		}
		return fmt.Sprintf("::%s file=%s,%s,title=%s::%s", level,
			githubProperty.Replace(f.Place.Name()), span, githubProperty.Replace(f.Rule), githubData.Replace(message(f)))
	})
}

// What a workflow command must not hold as it is, in its message and in a
// property, by the toolkit that GitHub's own actions use.
var (
	githubData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// Azure writes the findings that count as logging commands of Azure Pipelines,
// which show on the summary of a run. Advice is written as plain lines, since
// an issue is an error or a warning there.
func Azure(w io.Writer, r *Report, _ Options) error {
	return commands(w, r, func(f *diag.Diagnostic) string {
		at := f.Place.Start()
		if f.Severity == diag.Advice {
			return oneLine(fmt.Sprintf("%s: advice: %s [%s]", where(f), message(f), f.Rule))
		}
		return fmt.Sprintf("##vso[task.logissue type=%s;sourcepath=%s;linenumber=%d;columnnumber=%d;code=%s]%s", f.Severity,
			azureProperty.Replace(f.Place.Name()), at.Line, at.Col, azureProperty.Replace(f.Rule), azureData.Replace(message(f)))
	})
}

// What a logging command must not hold as it is, as the agent decodes it.
var (
	azureData     = strings.NewReplacer("%", "%AZP25", "\r", "%0D", "\n", "%0A")
	azureProperty = strings.NewReplacer("%", "%AZP25", "\r", "%0D", "\n", "%0A", "]", "%5D", ";", "%3B")
)

// oneLine makes a line that no agent takes for a command.
func oneLine(s string) string {
	s = strings.NewReplacer("\r", " ", "\n", " ").Replace(s)
	return strings.NewReplacer("##vso", "# #vso", "##[", "# #[").Replace(s)
}

// commands writes one line for each finding that counts, and a last one with
// the counts.
func commands(w io.Writer, r *Report, command func(*diag.Diagnostic) string) error {
	var b strings.Builder
	for i := range r.Designs {
		for j := range r.Designs[i].Findings {
			if f := &r.Designs[i].Findings[j]; f.Counts() {
				b.WriteString(clean(command(f)) + "\n")
			}
		}
	}
	fmt.Fprintf(&b, "%s: %s\n", plural(len(r.Designs), "design"), counts(r.Count))
	_, err := io.WriteString(w, b.String())
	return err
}

// codeClimateIssue is one finding as GitLab's code quality report has it.
type codeClimateIssue struct {
	Type        string              `json:"type"`
	Description string              `json:"description"`
	Check       string              `json:"check_name"`
	Content     *codeClimateContent `json:"content,omitempty"`
	Categories  []string            `json:"categories"`
	Fingerprint string              `json:"fingerprint"`
	Severity    string              `json:"severity"`
	Location    codeClimateLocation `json:"location"`
}

type (
	codeClimateContent struct {
		Body string `json:"body"`
	}
	codeClimateLocation struct {
		Path  string           `json:"path"`
		Lines codeClimateLines `json:"lines"`
	}
	codeClimateLines struct {
		Begin int `json:"begin"`
		End   int `json:"end"`
	}
)

// CodeClimate writes the findings that count for GitLab's code quality report.
// Its list of issues is compared between branches by fingerprint.
func CodeClimate(w io.Writer, r *Report, _ Options) error {
	out := []codeClimateIssue{}
	for i := range r.Designs {
		prints := r.Designs[i].Fingerprints()
		for j := range r.Designs[i].Findings {
			f := &r.Designs[i].Findings[j]
			if !f.Counts() {
				continue
			}
			start, end := f.Place.Start(), f.Place.End()
			issue := codeClimateIssue{Type: "issue", Description: clean(f.Message), Check: f.Rule, Categories: []string{"Bug Risk"},
				Fingerprint: fileFingerprint(&r.Designs[i], prints[j]), Severity: [...]string{"info", "info", "minor", "major"}[f.Severity],
				Location: codeClimateLocation{clean(f.Place.Name()), codeClimateLines{start.Line, end.Line}}}
			if f.Fix != "" {
				issue.Content = &codeClimateContent{clean(f.Fix)}
			}
			out = append(out, issue)
		}
	}
	return writeJSON(w, out)
}
