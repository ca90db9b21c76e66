package suggest_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/suggest"
	"github.com/erplan/erplan/planner/suggest/view"
	"github.com/erplan/erplan/rules"
	"github.com/erplan/erplan/rules/book"
)

// A judged design is what is said of a text by those who know nothing of
// suggestions.
type judged struct {
	intents  map[string]outcome.Verdict // by requirement and flow
	blockers []blocker
	errors   []string // rule and path, but for verdicts on requirements
}

type blocker struct{ requirement, flow, component, path string }

// judge reads a text with an option, checks and simulates it.
func judge(t *testing.T, text, option string) *judged {
	t.Helper()
	draft, diags := planner.ReadText(nil, "erplan.toml", []byte(text))
	if draft == nil {
		t.Fatalf("not a design: %v\n%s", diags, text)
	}
	d, diags := draft.Design(option)
	if d == nil {
		t.Fatalf("not sound: %v\n%s", diags, text)
	}
	out := &judged{intents: map[string]outcome.Verdict{}}
	a := outcome.New(d, outcome.Settings{})
	for _, x := range a.Intents() {
		own := ""
		if x.Flow >= 0 {
			own = a.Flows[x.Flow].Name
		}
		out.intents[x.Requirement+" "+own] = x.Verdict
		for _, b := range x.Blockers {
			if b.Unknown {
				continue
			}
			one := blocker{requirement: x.Requirement, path: b.Place.Path}
			if b.Component >= 0 {
				one.component = a.Topology.Components[b.Component].ID
			}
			for _, f := range append(b.Flows, -1) {
				one.flow = ""
				if f >= 0 {
					one.flow = a.Flows[f].Name
				}
				out.blockers = append(out.blockers, one)
			}
		}
	}
	requirements := []string{"resiliency", "availability", "recovery-time", "survive", "encryption", "max-utilisation", "latency", "internet-fallback"}
	for _, f := range rules.Run(d, book.Rules, rules.Settings{}).Findings {
		judgement := slices.ContainsFunc(requirements, func(r string) bool { return f.Rule == "requirements/"+r })
		if f.Severity == diag.Error && f.Excepted == "" && !judgement {
			out.errors = append(out.errors, f.Rule+" at "+f.Place.Path)
		}
	}
	return out
}

// TestSuggestions holds suggestions for hundreds of designs to what they say:
// what they write is an option of the design, with it the blockers that they
// claim to remove are gone, no error is new, no requirement is given up, and
// all are met where they say so.
func TestSuggestions(t *testing.T) {
	seeds := uint64(200)
	if testing.Short() {
		seeds = 40
	}
	suggestions, steps, met, repaired := 0, 0, 0, 0
	for seed := range seeds {
		text := roll(seed).design()
		draft, diags := planner.ReadText(nil, "erplan.toml", []byte(text))
		if draft == nil {
			t.Fatalf("seed %d: %v\n%s", seed, diags, text)
		}
		r, diags := suggest.Search(draft, "", suggest.Settings{Book: book.Rules, Most: 2, Analyses: 12, Show: 2})
		if r == nil {
			t.Fatalf("seed %d: %v\n%s", seed, diags, text)
		}
		before := judge(t, text, "")
		for i, o := range view.Options(r) {
			suggestions++
			hold(t, fmt.Sprintf("seed %d, suggestion %d", seed, i+1), text, before, o, &r.Suggestions[i], true)
		}
		for _, s := range []*suggest.Suggestion{r.Next, r.Nearest} {
			if s != nil {
				steps++
				o := view.Option{Name: "step", TOML: s.Overlay.TOML("step", "", "")}
				hold(t, fmt.Sprintf("seed %d, %s", seed, s.Changes[0].Words), text, before, o, s, false)
			}
		}
		if r.Met() {
			met++
		}
		if len(r.Repairs) > 0 {
			repaired++
		}
	}
	t.Logf("%d designs: %d met, %d repaired, %d suggestions, %d steps", seeds, met, repaired, suggestions, steps)
	if !testing.Short() && (suggestions < 80 || steps < 80 || repaired < 40 || met < 5) {
		t.Error("the designs are too much alike for this to say much")
	}
}

// hold holds one suggestion to what it says.
func hold(t *testing.T, name, text string, before *judged, o view.Option, s *suggest.Suggestion, whole bool) {
	t.Helper()
	after := judge(t, text+"\n"+o.TOML, o.Name)
	for _, e := range after.errors {
		if !slices.Contains(before.errors, e) {
			t.Errorf("%s: new error %s\n%s\n%s", name, e, o.TOML, text)
		}
	}
	for x, v := range after.intents {
		if v == outcome.NotMet && (whole || before.intents[x] != outcome.NotMet) {
			t.Errorf("%s: %s is not met, and was %s\n%s\n%s", name, x, before.intents[x], o.TOML, text)
		}
	}
	better := func(g suggest.FlowGain) bool { return g.After.Unavailability < g.Before.Unavailability }
	if len(s.Removes) == 0 && !slices.ContainsFunc(s.Flows, better) {
		t.Errorf("%s removes nothing", name)
	}
	for _, gone := range s.Removes {
		is := func(b blocker) bool {
			return b.requirement == gone.Requirement && b.flow == gone.Flow && b.component == gone.Component && b.path == gone.Place.Path
		}
		if slices.ContainsFunc(after.blockers, is) && gone.Requirement != "resiliency" || slices.Contains(after.errors, gone.Requirement+" at "+gone.Place.Path) {
			t.Errorf("%s: %q is said to be gone\n%s\n%s", name, gone.Message, o.TOML, text)
		}
	}
}
