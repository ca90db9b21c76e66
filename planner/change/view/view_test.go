package view_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/change"
	"github.com/erplan/erplan/planner/change/view"
	"github.com/erplan/erplan/planner/compare"
)

var update = flag.Bool("update", false, "write the golden files anew")

const folder = "../../../testdata/"

// report compares two options of the shipped design.
func report(t *testing.T, from, to string, edit func(string) string) view.Report {
	t.Helper()
	text, err := os.ReadFile(folder + "designs/options/erplan.toml")
	if err != nil {
		t.Fatal(err)
	}
	design := func(text, option string) *planner.Design {
		draft, diags := planner.ReadText(nil, "erplan.toml", []byte(text))
		if draft == nil {
			t.Fatal(diags)
		}
		d, diags := draft.Design(option)
		if d == nil {
			t.Fatal(diags)
		}
		return d
	}
	a, b := design(string(text), from), design(edit(string(text)), to)
	x := compare.New([]compare.Subject{{Name: "old", Design: a, File: "a"}, {Name: "new", Design: b, File: "b"}}, compare.Settings{})
	d := change.Between(a, b)
	return view.Report{From: x.Candidates[0], To: x.Candidates[1], Diff: d, Impact: change.ImpactOf(x.Candidates[0], x.Candidates[1], d)}
}

func same(s string) string { return s }

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := folder + "compare/" + name
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; go test ./planner/change/view -update writes it", err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// TestGolden compares what is written with files that were read by a person.
func TestGolden(t *testing.T) {
	better := report(t, "", "two-locations", same)
	worse := report(t, "two-locations", "", same)
	for name, write := range map[string]func(*bytes.Buffer) error{
		"changes.txt":       func(b *bytes.Buffer) error { return view.Text(b, better, false) },
		"changes.md":        func(b *bytes.Buffer) error { return view.Markdown(b, better) },
		"changes.json":      func(b *bytes.Buffer) error { return view.JSON(b, better, view.Tool{Name: "erplan"}) },
		"changes-worse.txt": func(b *bytes.Buffer) error { return view.Text(b, worse, false) },
	} {
		var out bytes.Buffer
		if err := write(&out); err != nil {
			t.Fatal(err)
		}
		golden(t, name, out.Bytes())
	}
}

// TestEmpty: what changes nothing says so.
func TestEmpty(t *testing.T) {
	r := report(t, "", "", func(s string) string { return strings.ReplaceAll(s, "er-london", "er-capital") })
	var out bytes.Buffer
	if err := view.Text(&out, r, false); err != nil {
		t.Fatal(err)
	}
	want := `From old to new

  Tables: 1 renamed.
  Impact: none. Every flow, failure, figure, requirement and finding is as it was.

What changed
  = circuit er-capital, before er-london
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}

// TestText: lines are no wider than a terminal, also with hostile texts; and
// Markdown and JSON stay what they are.
func TestText(t *testing.T) {
	for _, color := range []bool{false, true} {
		r := report(t, "", "vpn-backup", func(s string) string {
			return strings.Replace(s, `description = "Which second way into Azure?"`, `description = "`+strings.Repeat("wide", 40)+` | <b> [x](y) @z"`, 1)
		})
		var text, page, data bytes.Buffer
		for _, err := range []error{view.Text(&text, r, color), view.Markdown(&page, r), view.JSON(&data, r, view.Tool{})} {
			if err != nil {
				t.Fatal(err)
			}
		}
		for line := range strings.Lines(text.String()) {
			if n := len([]rune(strings.TrimSuffix(line, "\n"))); !color && n > 100 || strings.HasSuffix(line, " \n") {
				t.Errorf("%d columns: %q", n, line)
			}
		}
		if color != strings.Contains(text.String(), "\x1b[") || strings.Contains(page.String(), "<b>") || !json.Valid(data.Bytes()) {
			t.Error("it is not escaped, or has the wrong colour")
		}
	}
}
