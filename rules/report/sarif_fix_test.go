package report_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
	"github.com/erplan/erplan/rules/report"
)

// TestFixes holds that fixes are written as SARIF has them.
func TestFixes(t *testing.T) {
	f, _ := source.Parse("erplan.toml", []byte("schema = 1\nname = \"é\"\n"))
	d := diag.Diagnostic{
		Rule: "a/b", Severity: diag.Error, Message: "x", Fix: "Write it.", Place: source.Place{File: f, Span: source.Span{Start: 18, End: 22}},
		Edits: []diag.Edit{{Start: 18, End: 22, New: `"e"`}, {Start: 0, End: 6}},
	}
	var b bytes.Buffer
	if err := report.SARIF(&b, &report.Report{Designs: []report.Design{{File: "erplan.toml", Result: rules.Result{Findings: []diag.Diagnostic{d}}}}}, report.Options{}); err != nil {
		t.Fatal(err)
	}
	schema, err := jsonschema.NewCompiler().Compile("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(doc); err != nil {
		t.Error(err)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, b.Bytes()); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"deletedRegion":{"startLine":2,"startColumn":8,"endLine":2,"endColumn":11},"insertedContent":{"text":"\"e\""}`,
		`{"deletedRegion":{"startLine":1,"startColumn":1,"endLine":1,"endColumn":7}}`,
		`This changes what the design means.`,
	} {
		if !strings.Contains(compact.String(), want) {
			t.Errorf("%s is not in %s", want, compact.String())
		}
	}
}
