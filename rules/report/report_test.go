package report

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The design of the tests has a name that no output may take apart, a tab, a
// wide character, a secret and a finding over several lines.
const sample = `schema = 1
[design]
name = "A & B <script>\"|` + "`" + `"
[circuits.er-london]
peering_location = "London"
tags = {note = "東京", owner = "x"}
	bandwidth = "1 Gbps" # a tab before the key
[[exceptions]]
rule   = "test/accepted"
reason = "known <b> & accepted"
`

var (
	plain    = &rules.Rule{ID: "test/plain", Code: "TST-001", Title: "A title", Severity: diag.Error, Why: "It breaks.", Fix: "Mend it.", Refs: []rules.Ref{{Doc: "expressroute-faqs", Section: "A <section>", Date: "2026-03-31"}}, Check: findings}
	accepted = &rules.Rule{ID: "test/accepted", Title: "Another", Severity: diag.Warning, Why: "It bends.", Fix: "Straighten it.", Inferred: true,
		Check: func(p *rules.Pass) { p.Report(p.Circuits[0].Here(), "accepted by an exception") }}
	book = []*rules.Rule{plain, accepted}
)

func findings(p *rules.Pass) {
	c := p.Circuits[0]
	p.Report(c.At("bandwidth"), "with a tab: %q", c.Bandwidth).Related(c.At("peering_location"), "the other place").Rests(catalog.Source{Doubt: "two pages disagree"})
	p.Report(c.At("tags", "owner"), "right of wide characters\nand on two lines: 100%%, a::b").As(diag.Advice)
	p.Unknown(c.At("tier"), "the circuit has no tier")
}

// sampleReport runs the rules of the test over its design.
func sampleReport(t *testing.T) *Report {
	t.Helper()
	fsys := fstest.MapFS{"designs/a b.toml": {Data: []byte(sample)}}
	d, diags := planner.Load(fsys, "designs/a b.toml", "")
	if d == nil {
		t.Fatal(diags)
	}
	return &Report{Tool: Tool{"erplan", "test", "2026-09"}, Book: book,
		Designs: []Design{{File: "designs/a b.toml", Name: d.Info.DisplayName, Result: rules.Run(d, book, rules.Settings{})}}}
}

// TestGolden compares every format with a file that was read by a person.
func TestGolden(t *testing.T) {
	for _, f := range Formats {
		var b bytes.Buffer
		if err := f.Write(&b, sampleReport(t), Options{Unknowns: true}); err != nil {
			t.Fatal(err)
		}
		golden := filepath.Join("testdata", "sample."+f.Name)
		if *update {
			if err := os.WriteFile(golden, b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), b.String()); diff != "" {
			t.Errorf("%s (-want +got), -update writes it anew:\n%s", golden, diff)
		}
	}
}

// sarifSchema compiles the schema of the OASIS standard.
func sarifSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	f, err := os.Open("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	doc, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("sarif.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestSARIFSchema validates SARIF, of findings and of none, by the schema.
func TestSARIFSchema(t *testing.T) {
	schema := sarifSchema(t)
	empty := &Report{Tool: Tool{"erplan", "test", "2026-09"}}
	for _, r := range []*Report{sampleReport(t), empty} {
		var b bytes.Buffer
		if err := SARIF(&b, r, Options{}); err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(&b)
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Error(err)
		}
	}
	broken := map[string]any{"version": "2.1.0", "runs": []any{map[string]any{"results": nil}}}
	if schema.Validate(broken) == nil {
		t.Error("the schema accepts a run without a tool: it checks nothing")
	}
}

// TestFingerprints holds fingerprints to what they promise: they stay when
// lines move, and differ between findings.
func TestFingerprints(t *testing.T) {
	prints := func(text string) []string {
		d, diags := planner.ReadText(nil, "x.toml", []byte(text))
		if d == nil {
			t.Fatal(diags)
		}
		design, _ := d.Design("")
		r := &Report{Book: book, Designs: []Design{{File: "x.toml", Result: rules.Run(design, book, rules.Settings{})}}}
		var b bytes.Buffer
		if err := SARIF(&b, r, Options{}); err != nil {
			t.Fatal(err)
		}
		var log sarifLog
		if err := json.Unmarshal(b.Bytes(), &log); err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, result := range log.Runs[0].Results {
			out = append(out, result.Fingerprints["erplan/v1"])
		}
		return out
	}
	here := prints(sample)
	moved := prints(strings.Replace(sample, "[circuits", "\n\n# moved down\n[circuits", 1))
	if diff := cmp.Diff(here, moved); diff != "" {
		t.Error("fingerprints changed when lines moved:", diff)
	}
	seen := map[string]bool{}
	for _, p := range here {
		if seen[p] {
			t.Error("two findings share a fingerprint")
		}
		seen[p] = true
	}
}

// TestCaret puts carets below the right characters.
func TestCaret(t *testing.T) {
	for _, c := range []struct {
		line       string
		start, end int
		want       string
	}{
		{"abc = 1", 0, 3, "^^^"},
		{"\tabc", 1, 4, "\t^^^"},
		{"東京 = 1", 0, 2, "^^^^"},
		{"東 x", 2, 3, "   ^"},
		{"ab", 2, 2, "  ^"},
	} {
		if got := indent(c.line, c.start) + carets(c.line, c.start, c.end); got != c.want {
			t.Errorf("%q [%d,%d): %q, want %q", c.line, c.start, c.end, got, c.want)
		}
	}
}
