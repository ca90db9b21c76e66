package acceptance_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/acceptance"
	"github.com/erplan/erplan/planner/outcome"
)

// analysis analyses a shipped design with tests added to it.
func analysis(t *testing.T, name, tests string) *outcome.Analysis {
	t.Helper()
	text, err := os.ReadFile("../../testdata/designs/" + name + "/erplan.toml")
	if err != nil {
		t.Fatal(err)
	}
	draft, diags := planner.ReadText(nil, "erplan.toml", append(text, tests...))
	if draft == nil {
		t.Fatal(diags)
	}
	d, diags := draft.Design("")
	if d == nil {
		t.Fatal(diags)
	}
	return outcome.New(d, outcome.Settings{})
}

// TestPlan holds which tests designs ask for, and that a declared test takes
// the place of the planned one that it is.
func TestPlan(t *testing.T) {
	for name, want := range map[string][]string{
		"maximum": {"link-er-amsterdam-primary link", "link-er-amsterdam-secondary link", "link-er-frankfurt-primary link", "link-er-frankfurt-secondary link",
			"circuit-er-amsterdam circuit", "circuit-er-frankfurt circuit", "site-amsterdam-ergw gateway", "site-frankfurt-ergw gateway"},
		"virtual-wan": {"link-er-amsterdam-primary link", "link-er-amsterdam-secondary link", "link-er-london-primary link", "link-er-london-secondary link",
			"circuit-er-amsterdam circuit", "circuit-er-london circuit", "vpn-london backup", "vpn-rotterdam backup"},
	} {
		var got []string
		for _, x := range acceptance.Plan(analysis(t, name, "")) {
			got = append(got, x.Name+" "+x.Way)
			if x.Done() || x.Declared || x.Unknown != "" {
				t.Errorf("%s: %s is done, declared or without a prediction", name, x.Name)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	a := analysis(t, "maximum", "\n[tests.cut-cable]\nkind = \"link-failover\"\ntarget = \"link:er-amsterdam/primary\"\n[tests.nowhere]\nkind = \"circuit-failover\"\n")
	list := acceptance.Plan(a)
	if len(list) != 9 || list[0].Name != "cut-cable" || list[0].Way != "link" || len(list[0].Changed) != 1 || list[1].Unknown == "" ||
		slices.ContainsFunc(list, func(x acceptance.Trial) bool { return x.Name == "link-er-amsterdam-primary" }) {
		t.Errorf("%d tests, first %q and %q", len(list), list[0].Name, list[1].Name)
	}
	if done := acceptance.Done(a); len(done) > 0 {
		t.Errorf("%d tests count as done", len(done))
	}
}

// TestCompare holds what was seen to what is predicted: of the loss of a link
// that the flow is kept and interrupted for at most 7.25 s, of the loss of the
// standby that nothing happens.
func TestCompare(t *testing.T) {
	for _, x := range []struct{ target, seen, want string }{
		{"link:er-amsterdam/primary", `observed = { erp = "kept" }`, "erp: kept, predicted kept, holds"},
		{"link:er-amsterdam/primary", `observed = { erp = "survives" }`, "erp: survives, predicted kept, holds"},
		{"link:er-amsterdam/primary", `observed = { erp = "moved" }`, "erp: moved, predicted kept, otherwise"},
		{"link:er-amsterdam/primary", `observed = { erp = "lost" }`, "erp: lost, predicted kept, otherwise"},
		{"link:er-amsterdam/primary", `seconds = 7.25`, ": 7.25 s, predicted at most 7.25 s, holds"},
		{"link:er-amsterdam/primary", `seconds = 7.5`, ": 7.5 s, predicted at most 7.25 s, otherwise"},
		{"link:er-amsterdam/primary", `date = 2026-09-01`, ""},
		{"circuit:er-amsterdam", `observed = { erp = "kept" }`, "erp: kept, predicted moved, better"},
		{"circuit:er-amsterdam", `observed = { erp = "degraded" }`, "erp: degraded, predicted moved, otherwise"},
		{"site:dc-amsterdam", `observed = { erp = "survives" }`, "erp: survives, predicted lost, better"},
		{"site:dc-amsterdam", `seconds = 600`, ": 600 s, predicted , open"},
		{"link:er-frankfurt/primary", `seconds = 0`, ": 0 s, predicted none, holds"},
		{"link:er-frankfurt/primary", `seconds = 1`, ": 1 s, predicted none, otherwise"},
		{"circuit:er-paris", `observed = { erp = "kept" }`, "erp: kept, predicted , open"},
		{"circuit:er-paris", `seconds = 1`, ": 1 s, predicted , open"},
	} {
		kind, _, _ := strings.Cut(x.target, ":")
		a := analysis(t, "maximum", fmt.Sprintf("\n[tests.mine]\nkind = %q\ntarget = %q\n%s\n", kind+"-failover", x.target, x.seen))
		var got []string
		for _, trial := range acceptance.Done(a) {
			for _, c := range trial.Compare(a) {
				verdict := map[bool]string{true: "holds", false: "otherwise"}[c.Holds]
				switch {
				case c.Open():
					verdict = "open"
				case c.Better:
					verdict = "better"
				}
				got = append(got, fmt.Sprintf("%s: %s, predicted %s, %s", c.Flow, c.Observed, c.Predicted, verdict))
				if at := c.Place.Start().Line; at < strings.Count(a.Design.File.Text, "\n")-1 {
					t.Errorf("%s: the place is line %d", x.seen, at)
				}
			}
		}
		if strings.Join(got, "; ") != x.want {
			t.Errorf("%s, %s: %q; want %q", x.target, x.seen, got, x.want)
		}
	}
}
