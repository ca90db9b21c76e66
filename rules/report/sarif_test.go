package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// readSARIF validates a report by the schema and reads it.
func readSARIF(t *testing.T, r *Report) sarifRun {
	t.Helper()
	text := written(t, SARIF, r)
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := sarifSchema(t).Validate(doc); err != nil {
		t.Error(err)
	}
	var log sarifLog
	if err := json.NewDecoder(bytes.NewBufferString(text)).Decode(&log); err != nil {
		t.Fatal(err)
	}
	return log.Runs[0]
}

// TestSARIFHostile holds that what a design holds makes no link, no direction
// and no other file of a result.
func TestSARIFHostile(t *testing.T) {
	run := readSARIF(t, hostileReport())
	if len(run.Results) != 3*len(hostile) {
		t.Errorf("%d results", len(run.Results))
	}
	for _, r := range run.Results {
		uri := r.Locations[0].Physical.Artifact.URI
		for _, text := range []string{r.Message.Text, uri, r.Locations[0].Logical[0].Name} {
			if strings.ContainsAny(text, "\x1b\u202e\x00") {
				t.Errorf("%q came through", text)
			}
		}
		if strings.Contains(r.Message.Text, "](") || strings.ContainsAny(uri, "\n <>|[") {
			t.Errorf("%q at %q", r.Message.Text, uri)
		}
	}
}

// TestSARIFLimit holds that there are no more results than GitHub takes, that
// the mildest are left out, and that this is said.
func TestSARIFLimit(t *testing.T) {
	f := &source.File{Name: "x.toml"}
	d := Design{File: "x.toml"}
	for i := range sarifLimit + 10 {
		severity := diag.Advice
		if i >= sarifLimit {
			severity = diag.Error
		}
		d.Findings = append(d.Findings, diag.Diagnostic{Rule: "test/plain", Severity: severity, Message: "x", Place: source.Place{File: f, Path: fmt.Sprint(i)}})
	}
	run := readSARIF(t, &Report{Designs: []Design{d}})
	if len(run.Results) != sarifLimit || run.Results[sarifLimit-1].Level != "error" {
		t.Errorf("%d results, the last is an %s", len(run.Results), run.Results[len(run.Results)-1].Level)
	}
	if got := run.Invocations[0].Notifications[0].Message.Text; got != "10 findings left out: code scanning takes 25000." {
		t.Error(got)
	}
}

// TestArtifact holds paths to what code scanning finds files by.
func TestArtifact(t *testing.T) {
	abs, err := filepath.Abs("/designs/a b.toml")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]sarifArtifact{
		"designs/a b.toml": {"designs/a%20b.toml", root},
		"a:b/c#d?.toml":    {"./a:b/c%23d%3F.toml", root},
		"../x.toml":        {URI: "../x.toml"},
		abs:                {URI: "file:///designs/a%20b.toml"},
	} {
		if got := artifact(name); got != want {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
}

// TestRuleTexts holds rules to what GitHub shows of them.
func TestRuleTexts(t *testing.T) {
	r := ruleSARIF(&rules.Rule{ID: "a/one-two", Title: "T", Why: "Why.", Fix: "Fix.", Severity: diag.Advice, Refs: []rules.Ref{{Doc: "x", Section: "S", Date: "2026-01-01"}}})
	if r.Name != "OneTwo" || r.Help.Text == "" || !strings.Contains(r.Help.Markdown, "](https://") || r.Properties.Severity != "recommendation" || r.Configuration.Level != "note" {
		t.Errorf("%+v", r)
	}
}
