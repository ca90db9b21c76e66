package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// hostile is what a design may hold, through quoted keys and long strings.
var hostile = []string{
	"a\n::error::forged", "a\r\n##vso[task.setvariable variable=x]y", "]##vso[task.complete]", "]]><!--", "<script>alert(1)</script>",
	"a | b", "`code`", "[link](https://example.com)", "![x](y)", "@everyone", "\x1b[31mred\x1b[0m", "\u202egnp.exe", "a;b,c:d%0A", "</testcase>", "\x00\uFFFE",
}

// hostileReport has each hostile text as message, fix, path, file and name.
func hostileReport() *Report {
	r := &Report{Tool: Tool{"erplan", "test", "2026-09"}}
	for _, text := range hostile {
		f := &source.File{Name: text, Text: "x = 1\n"}
		r.Designs = append(r.Designs, Design{File: text, Option: text, Name: text, Result: rules.Result{Findings: []diag.Diagnostic{
			{Rule: "test/plain", Severity: diag.Error, Message: text, Fix: text, Place: source.Place{File: f, Path: text, Span: source.Span{Start: 0, End: 1}}},
			{Rule: "test/plain", Severity: diag.Advice, Message: text, Fix: text, Place: source.Place{File: f, Path: text + "2", Span: source.Span{Start: 0, End: 1}}},
			{Rule: "test/plain", Severity: diag.Warning, Message: text, Excepted: text, Place: source.Place{File: f, Path: text}},
		}}})
	}
	return r
}

func written(t *testing.T, write func(io.Writer, *Report, Options) error, r *Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, r, Options{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestXML reads the XML formats back: the texts come out whole but for what
// XML cannot hold.
func TestXML(t *testing.T) {
	r := hostileReport()
	var suites junitSuites
	if err := xml.Unmarshal([]byte(written(t, JUnit, r)), &suites); err != nil {
		t.Fatal(err)
	}
	var style checkstyleReport
	if err := xml.Unmarshal([]byte(written(t, Checkstyle, r)), &style); err != nil {
		t.Fatal(err)
	}
	n := len(hostile)
	if suites.Tests != 3*n || suites.Failures != n || suites.Skipped != n || len(suites.Suites) != n || len(style.Files) != n {
		t.Errorf("%d tests, %d failures, %d skipped, %d suites, %d files", suites.Tests, suites.Failures, suites.Skipped, len(suites.Suites), len(style.Files))
	}
	for i, text := range hostile {
		want := clean(text)
		if got := suites.Suites[i].Cases[0].Failure.Message; got != want {
			t.Errorf("junit: %q, want %q", got, want)
		}
		if len(style.Files[i].Errors) != 2 {
			t.Errorf("checkstyle: %d errors of %q", len(style.Files[i].Errors), text)
		}
	}
}

// TestCommands holds that a design cannot write commands of its own: each
// line is one that the format wrote, or no command at all.
func TestCommands(t *testing.T) {
	for _, format := range []struct {
		name   string
		write  func(io.Writer, *Report, Options) error
		marker string
		starts []string
		most   int
	}{
		{"github", GitHub, "::", []string{"::error file=", "::notice file="}, 2},
		{"azure", Azure, "##vso", []string{"##vso[task.logissue type=error;"}, 1},
	} {
		seen := 0
		for line := range strings.Lines(written(t, format.write, hostileReport())) {
			for _, start := range format.starts {
				if strings.HasPrefix(line, start) {
					seen++
				}
			}
			if strings.HasPrefix(strings.TrimSpace(line), format.marker) && !hasAnyPrefix(line, format.starts) {
				t.Errorf("%s: %q is a command", format.name, line)
			}
			if strings.ContainsAny(line, "\x1b\x00\r") {
				t.Errorf("%s: %q has control characters", format.name, line)
			}
			head, _, _ := strings.Cut(line, "]")
			if format.name == "azure" && strings.HasPrefix(line, "##vso") && strings.Count(head, ";") != 4 {
				t.Errorf("azure: the properties of %q are broken", line)
			}
		}
		if seen != format.most*len(hostile) {
			t.Errorf("%s: %d commands, want %d", format.name, seen, format.most*len(hostile))
		}
	}
}

func hasAnyPrefix(s string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// TestNames holds that the name of a file cannot act on the terminal in any
// format.
func TestNames(t *testing.T) {
	f := &source.File{Name: "a\x1b[31m\u202e.toml", Text: "x = 1\n"}
	at := source.Place{File: f, Path: "x", Span: source.Span{Start: 0, End: 1}}
	d := Design{File: f.Name, Option: "b", Result: rules.Result{
		Findings: []diag.Diagnostic{{Rule: "test/plain", Severity: diag.Error, Message: "wrong", Place: at, Related: []diag.Related{{Place: at, Message: "here"}}}},
		Unknown:  []diag.Diagnostic{{Rule: "test/plain", Message: "not stated", Place: at, Unknown: true}},
	}}
	for _, format := range Formats {
		var b bytes.Buffer
		if err := format.Write(&b, &Report{Designs: []Design{d, d}}, Options{Unknowns: true}); err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(b.String(), "\x1b\u202e") && format.Name != "json" { // a machine reads the name as it is
			t.Errorf("%s: %q", format.Name, b.String())
		}
	}
}

// TestCodeClimate holds that GitLab can read the report, and tell issues apart.
func TestCodeClimate(t *testing.T) {
	var issues []codeClimateIssue
	if err := json.Unmarshal([]byte(written(t, CodeClimate, hostileReport())), &issues); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, x := range issues {
		if seen[x.Fingerprint] || x.Location.Lines.Begin != 1 || x.Description == "" {
			t.Errorf("%+v", x)
		}
		seen[x.Fingerprint] = true
	}
	if len(issues) != 2*len(hostile) {
		t.Errorf("%d issues", len(issues))
	}
	if got := written(t, CodeClimate, &Report{}); got != "[]\n" {
		t.Errorf("nothing is written as %q", got)
	}
}

// TestMarkdown renders the comment: the texts of a design make no markup, and
// no table has more cells than it should.
func TestMarkdown(t *testing.T) {
	var b bytes.Buffer
	md := goldmark.New(goldmark.WithExtensions(extension.GFM))
	if err := md.Convert([]byte(written(t, Markdown, hostileReport())), &b); err != nil {
		t.Fatal(err)
	}
	html := regexp.MustCompile(`<code>[^<]*</code>`).ReplaceAllString(b.String(), "") // names of files, where nothing is markup
	for _, bad := range []string{"<a ", "<img", "<em>", "<script", "\x1b", "@everyone", "\u202e"} {
		if strings.Contains(html, bad) {
			t.Errorf("%q came through", bad)
		}
	}
	rows, cells := strings.Count(html, "<tr>"), strings.Count(html, "<td>")+strings.Count(html, "<th>")
	if rows != 3*len(hostile) || cells != 4*rows {
		t.Errorf("%d rows, %d cells", rows, cells)
	}
}

// TestMarkdownLimit holds a comment to what GitHub takes.
func TestMarkdownLimit(t *testing.T) {
	d := Design{File: "x.toml"}
	for range 2000 {
		d.Findings = append(d.Findings, diag.Diagnostic{Rule: "test/plain", Severity: diag.Error, Message: strings.Repeat("long ", 20), Place: source.Place{File: &source.File{Name: "x.toml"}}})
	}
	text := written(t, Markdown, &Report{Designs: []Design{d}})
	if len(text) > 65_536 || !strings.Contains(text, "findings more did not fit") {
		t.Errorf("%d bytes", len(text))
	}
}

// TestMarkdownMany holds that the comment on hundreds of designs fits too, and
// names those with findings.
func TestMarkdownMany(t *testing.T) {
	r := &Report{}
	for i := range 3000 {
		d := Design{File: fmt.Sprintf("designs/%04d/erplan.toml", i)}
		if i%2 == 0 {
			d.Findings = []diag.Diagnostic{{Rule: "test/plain", Severity: diag.Error, Message: "wrong", Place: source.Place{File: &source.File{Name: d.File}}}}
		}
		r.Designs = append(r.Designs, d)
	}
	text := written(t, Markdown, r)
	if len(text) > 65_536 || !strings.Contains(text, "1500 designs without findings.") || !strings.Contains(text, "designs/0002/") || strings.Contains(text, "designs/0001/") {
		t.Errorf("%d bytes: %.2000s", len(text), text)
	}
	shown := strings.Count(text, "❌ error")
	if want := fmt.Sprintf("%d findings more did not fit", 1500-shown); shown < 100 || !strings.Contains(text, want) {
		t.Errorf("%d are shown, but not %q", shown, want)
	}
}

// TestBaseline holds a baseline to its promise: what it has is known again
// when lines move, what is new counts, and what is mended is told.
func TestBaseline(t *testing.T) {
	report := func(text string) *Report {
		draft, diags := planner.ReadText(nil, "x.toml", []byte(text))
		if draft == nil {
			t.Fatal(diags)
		}
		d, _ := draft.Design("")
		return &Report{Designs: []Design{{File: "./x.toml", Result: rules.Run(d, book, rules.Settings{})}}}
	}
	var file bytes.Buffer
	if err := WriteBaseline(&file, report(sample)); err != nil {
		t.Fatal(err)
	}
	base, err := ReadBaseline(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	moved := report(strings.Replace(sample, "[circuits", "\n\n# moved\n[circuits", 1))
	if mended := base.Mark(moved); mended != 0 {
		t.Errorf("%d mended", mended)
	}
	if got := moved.Count(diag.Error) + moved.Count(diag.Advice); got != 0 || moved.Designs[0].Known() != 2 {
		t.Errorf("%d findings count, %d known", got, moved.Designs[0].Known())
	}
	renamed := report(strings.ReplaceAll(sample, "er-london", "er-leeds"))
	if mended := base.Mark(renamed); mended != 2 || renamed.Count(diag.Error) != 1 {
		t.Errorf("%d mended, %d errors", mended, renamed.Count(diag.Error))
	}
	var again bytes.Buffer
	if err := WriteBaseline(&again, moved); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(file.String(), again.String()); diff != "" {
		t.Error("the baseline of the same findings differs:", diff)
	}
	for _, bad := range []string{"", "{}", `{"schema":2,"findings":[]}`, `{"schema":1,"finding":[]}`, "[]"} {
		if _, err := ReadBaseline([]byte(bad)); err == nil {
			t.Errorf("%q is read as a baseline", bad)
		}
	}
}
