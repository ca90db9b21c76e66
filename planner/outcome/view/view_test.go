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
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/outcome/view"
)

var update = flag.Bool("update", false, "write the golden files anew")

// read reads a design.
func read(t testing.TB, file string) *planner.Draft {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	draft, diags := planner.ReadText(nil, "erplan.toml", text)
	if draft == nil {
		t.Fatalf("%s: %v", file, diags)
	}
	return draft
}

// analyse makes the analysis of a design or of one of its options.
func analyse(t testing.TB, draft *planner.Draft, option string) (*outcome.Analysis, view.Header) {
	t.Helper()
	d, diags := draft.Design(option)
	if d == nil {
		t.Fatalf("option %q: %v", option, diags)
	}
	return outcome.New(d, outcome.Settings{}), view.Header{File: "erplan.toml", Option: option, Name: draft.Name()}
}

// TestDesigns compares what is written of each shipped design, its options,
// and one of its failures, with failover.txt beside it, which was read by a
// person.
func TestDesigns(t *testing.T) {
	designs, err := filepath.Glob("../../../testdata/designs/*/erplan.toml")
	if err != nil || len(designs) < 9 {
		t.Fatal("designs are missing:", designs, err)
	}
	for _, file := range designs {
		t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) {
			draft := read(t, file)
			var out bytes.Buffer
			for _, option := range append([]string{""}, draft.Options()...) {
				a, h := analyse(t, draft, option)
				if err := view.Summary(&out, a, h, view.Options{Pairs: option == ""}); err != nil {
					t.Fatal(err)
				}
				out.WriteString("\n" + strings.Repeat("=", 100) + "\n\n")
			}
			a, h := analyse(t, draft, "")
			for _, id := range shown[filepath.Base(filepath.Dir(file))] {
				c, err := a.Change(strings.Fields(id), nil)
				if drain, ok := strings.CutPrefix(id, "drain "); ok {
					c, err = a.Change(nil, []string{drain})
				}
				if err != nil {
					t.Fatal(err)
				}
				if err := view.Scenario(&out, a, a.Scenario(c), h, view.Options{}); err != nil {
					t.Fatal(err)
				}
				out.WriteString("\n" + strings.Repeat("=", 100) + "\n\n")
			}
			compare(t, filepath.Join(filepath.Dir(file), "failover.txt"), out.Bytes())
		})
	}
}

// shown are the failures that a golden file shows.
var shown = map[string][]string{
	"maximum":           {"peering-location:Amsterdam", "drain msee:er-amsterdam/primary"},
	"vpn-backup":        {"circuit:er-seattle"},
	"standard":          {"link:er-london/primary", "provider:Colt"},
	"global-reach":      {"connection:sv-us"},
	"ipsec":             {"gateway:vpngw"},
	"microsoft-peering": {"circuit:er-silicon-valley"},
}

func compare(t *testing.T, golden string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatalf("%v; go test ./planner/outcome/view -update writes it", err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", golden, diff)
	}
}

// TestText: no line is too wide or ends in a blank, there is no colour unless
// it is asked for, and colours change nothing but themselves.
func TestText(t *testing.T) {
	designs, _ := filepath.Glob("../../../testdata/designs/*/erplan.toml")
	for _, file := range designs {
		a, h := analyse(t, read(t, file), "")
		var plain, colored bytes.Buffer
		for w, color := range map[*bytes.Buffer]bool{&plain: false, &colored: true} {
			if err := view.Summary(w, a, h, view.Options{Color: color, Pairs: true}); err != nil {
				t.Fatal(err)
			}
			if err := view.Scenario(w, a, a.Scenario(outcome.Failing(0)), h, view.Options{Color: color}); err != nil {
				t.Fatal(err)
			}
		}
		for line := range strings.Lines(plain.String()) {
			line = strings.TrimSuffix(line, "\n")
			if n := len([]rune(line)); n > 100 || strings.HasSuffix(line, " ") || strings.Contains(line, "\x1b") || strings.Contains(line, "\x00") {
				t.Errorf("%s: %d columns: %q", file, n, line)
			}
		}
		if stripped := strip(colored.String()); stripped != plain.String() || !strings.Contains(colored.String(), "\x1b[") {
			t.Errorf("%s: colours change the text:\n%s", file, cmp.Diff(plain.String(), stripped))
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

// TestJSON holds the shape that machines rely on.
func TestJSON(t *testing.T) {
	a, h := analyse(t, read(t, "../../../testdata/designs/dual-metro/erplan.toml"), "")
	var out bytes.Buffer
	if err := view.JSON(&out, a, nil, h, view.Options{Pairs: true}); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Schema     int
		Tool       map[string]string
		Design     map[string]string
		Components []struct {
			ID, Kind       string
			Unavailability float64
		}
		Flows []struct {
			Name, From, To, Outcome      string
			Availability, Unavailability float64
			ToAzure                      []way      `json:"to_azure"`
			ToSite                       []way      `json:"to_site"`
			SinglePoints                 []string   `json:"single_points"`
			CutSets                      [][]string `json:"cut_sets"`
		}
		Scenarios []struct {
			Name        string
			Fail, Drain []string
			Flows       []struct {
				Name, Outcome string
				ToAzure       []way  `json:"to_azure"`
				ToSite        []way  `json:"to_site"`
				DecidedBy     string `json:"decided_by"`
				Recovery      struct{ Expected, Worst string }
			}
		}
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	f := got.Flows[0]
	if got.Schema != 1 || got.Design["file"] != "erplan.toml" || f.Outcome != "kept" || len(f.ToAzure) != 4 || f.ToAzure[0].Share != 0.25 || f.ToAzure[0].DecidedBy != "ecmp" || f.ToAzure[0].Way[0] != "site:hq" {
		t.Errorf("flow: %+v", f)
	}
	if len(got.Scenarios) != len(got.Components)+2 || got.Scenarios[len(got.Components)].Name != "fire-in-one-facility" {
		t.Errorf("%d scenarios for %d components and 2 declared ones", len(got.Scenarios), len(got.Components))
	}
	lost := got.Scenarios[0]
	if lost.Fail[0] != "site:hq" || lost.Flows[0].Outcome != "lost" || lost.Flows[0].Recovery.Expected != "" || lost.Flows[0].ToAzure == nil {
		t.Errorf("scenario: %+v", lost)
	}
	for i, c := range got.Components {
		if c.Kind == "link" && (got.Scenarios[i].Flows[0].Recovery.Expected != "1.9s" || got.Scenarios[i].Flows[0].Recovery.Worst != "7.25s") {
			t.Errorf("recovery of %s: %+v", c.ID, got.Scenarios[i].Flows[0].Recovery)
		}
	}
}

type way struct {
	Way       []string
	Share     float64
	DecidedBy string `json:"decided_by"`
}
