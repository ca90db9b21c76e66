package view_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/compare"
	"github.com/erplan/erplan/planner/compare/view"
	"github.com/erplan/erplan/planner/cost"
)

var update = flag.Bool("update", false, "write the golden files anew")

const folder = "../../../testdata/"

// subjects returns a shipped design and its options.
func subjects(t testing.TB, name string) []compare.Subject {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, "designs", name, "erplan.toml"))
	if err != nil {
		t.Fatal(err)
	}
	draft, diags := planner.ReadText(nil, "erplan.toml", text)
	if draft == nil {
		t.Fatal(diags)
	}
	var out []compare.Subject
	for _, option := range append([]string{""}, draft.Options()...) {
		d, diags := draft.Design(option)
		if d == nil {
			t.Fatal(option, diags)
		}
		s := compare.Subject{Name: option, File: "erplan.toml", Option: option, Title: draft.Name(), Description: draft.Description(option), Design: d, Loaded: diags}
		if option == "" {
			s.Name = "base"
		}
		out = append(out, s)
	}
	return out
}

func prices(t testing.TB) *cost.List {
	t.Helper()
	text, err := os.ReadFile(folder + "designs/options/prices.toml")
	if err != nil {
		t.Fatal(err)
	}
	l, faults := cost.Read("prices.toml", text)
	if l == nil {
		t.Fatal(faults)
	}
	return l
}

func weights(t testing.TB, list ...string) []compare.Weight {
	t.Helper()
	w, err := compare.ParseWeights(list)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

var header = view.Header{Tool: view.Tool{Name: "erplan", Version: "test", Catalog: "test"}, Path: "erplan.toml"}

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
		t.Fatalf("%v; go test ./planner/compare/view -update writes it", err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// TestGolden compares what is written of the shipped options with files that
// were read by a person.
func TestGolden(t *testing.T) {
	weighed := compare.New(subjects(t, "options"), compare.Settings{Prices: prices(t), Weights: weights(t, "availability=3", "cost=2", "index=1")})
	plain := compare.New(subjects(t, "options"), compare.Settings{})
	for _, c := range weighed.Candidates {
		c.Result.Rules = 0 // new rules do not make the golden files stale
	}
	for _, c := range []struct {
		name  string
		write func(*bytes.Buffer) error
	}{
		{"options.txt", func(b *bytes.Buffer) error { return view.Text(b, weighed, header, view.Options{}) }},
		{"options.md", func(b *bytes.Buffer) error { return view.Markdown(b, weighed, header) }},
		{"options.json", func(b *bytes.Buffer) error { return view.JSON(b, weighed, header) }},
		{"without-prices.txt", func(b *bytes.Buffer) error { return view.Text(b, plain, header, view.Options{}) }},
	} {
		var out bytes.Buffer
		if err := c.write(&out); err != nil {
			t.Fatal(err)
		}
		golden(t, c.name, out.Bytes())
	}
}

// TestText: of every shipped design, no line is too wide or ends in a blank,
// there is no colour unless it is asked for, and colours change nothing but
// themselves.
func TestText(t *testing.T) {
	designs, _ := filepath.Glob(folder + "designs/*/erplan.toml")
	if len(designs) < 5 {
		t.Fatal("designs are missing")
	}
	for _, file := range designs {
		name := filepath.Base(filepath.Dir(file))
		x := compare.New(subjects(t, name), compare.Settings{Prices: prices(t), Weights: weights(t, "availability=1", "latency=1")})
		var plain, colored bytes.Buffer
		if err := view.Text(&plain, x, header, view.Options{}); err != nil {
			t.Fatal(err)
		}
		if err := view.Text(&colored, x, header, view.Options{Color: true}); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(plain.String()) {
			line = strings.TrimSuffix(line, "\n")
			if n := len([]rune(line)); n > 100 || strings.HasSuffix(line, " ") || strings.Contains(line, "\x1b") {
				t.Errorf("%s: %d columns: %q", name, n, line)
			}
		}
		if stripped := strip(colored.String()); stripped != plain.String() {
			t.Errorf("%s: colours change the text:\n%s", name, cmp.Diff(plain.String(), stripped))
		}
	}
}

// strip takes the colours out of a text.
func strip(s string) string {
	for {
		start := strings.Index(s, "\x1b[")
		if start < 0 {
			return s
		}
		s = s[:start] + s[start+strings.IndexByte(s[start:], 'm')+1:]
	}
}

// TestHostile: names that act on a terminal, a table or a page do not.
func TestHostile(t *testing.T) {
	list := subjects(t, "options")
	list[0].Name, list[0].Title = "a|b\x1b[31m\n# <script>", "`x` | **y** @z"
	list[1].Name = strings.Repeat("long ", 60)
	x := compare.New(list, compare.Settings{Prices: prices(t), Weights: weights(t, "cost=1")})
	var text, page, data bytes.Buffer
	for _, err := range []error{view.Text(&text, x, header, view.Options{}), view.Markdown(&page, x, header), view.JSON(&data, x, header)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for line := range strings.Lines(text.String()) {
		if n := len([]rune(strings.TrimSuffix(line, "\n"))); n > 100 || strings.Contains(line, "\x1b") {
			t.Errorf("%d columns: %q", n, line)
		}
	}
	if p := page.String(); strings.Contains(p, "<script>") || strings.Contains(p, "a|b") || strings.Contains(p, "\x1b") || strings.Contains(p, "@z") {
		t.Errorf("Markdown is not escaped:\n%.600s", p)
	}
	if !json.Valid(data.Bytes()) {
		t.Error("no JSON")
	}
}

// TestJSON holds the shape that machines rely on.
func TestJSON(t *testing.T) {
	x := compare.New(subjects(t, "options"), compare.Settings{Prices: prices(t)})
	var out bytes.Buffer
	if err := view.JSON(&out, x, header); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Schema  int
		Verdict struct {
			Dominant string
			Meeting  []string
		}
		Criteria   []struct{ Key string }
		Candidates []struct {
			Name        string
			DominatedBy []struct{ Name string } `json:"dominated_by"`
			Measures    []struct {
				Criterion string
				Value     *float64
			}
			Bill struct {
				Currency string
				Priced   float64
				Complete bool
			}
			Against *struct{ Survived []struct{ Component string } } `json:"against_first"`
		}
		Matrix *struct{}
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Schema != 1 || len(got.Criteria) != len(compare.Criteria) || len(got.Candidates) != 4 || got.Matrix != nil || len(got.Verdict.Meeting) != 2 {
		t.Errorf("%+v", got)
	}
	base, same := got.Candidates[0], got.Candidates[1]
	if base.Name != "base" || base.Against != nil || base.Bill.Priced != 2530 || !base.Bill.Complete || base.Bill.Currency != "EUR" || same.DominatedBy[0].Name != "two-locations" || len(same.Against.Survived) != 2 {
		t.Errorf("%+v\n%+v", base, same)
	}
	if m := base.Measures[7]; m.Criterion != "recovery" || m.Value != nil {
		t.Errorf("an interruption until repair has a bound: %+v", m)
	}
}
