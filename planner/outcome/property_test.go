package outcome_test

import (
	"bytes"
	"flag"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/outcome/view"
)

// draws makes an analysis of a random design.
func draws(t *rapid.T, workers int) (*outcome.Analysis, string) {
	text := design(t)
	d, problems := parse(text, "")
	if d == nil {
		t.Fatalf("the design is not sound:\n%s\n%s", problems, text)
	}
	return outcome.New(d, outcome.Settings{Workers: workers}), text
}

// checks is a test with fewer random designs than usual, for one whose designs
// are dear; -rapid.checks still sets the number.
func checks(t *testing.T, most int, prop func(*rapid.T)) {
	f := flag.Lookup("rapid.checks")
	if usual := f.Value.String(); usual == f.DefValue {
		if err := f.Value.Set(strconv.Itoa(most)); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = f.Value.Set(usual) }()
	}
	rapid.Check(t, prop)
}

// small is up to how many components every pair of a design is simulated; of
// larger ones those with a few components that are drawn.
const small = 34

// TestSweepsAreExhaustive compares the sweeps, which simulate only what can
// change an answer, with the simulation of every state.
func TestSweepsAreExhaustive(t *testing.T) {
	checks(t, 50, func(t *rapid.T) {
		a, text := draws(t, 0)
		all := len(a.Singles().Components) <= small
		singles, pairs := a.Singles(), a.Pairs()
		count, links := make([]outcome.Counts, len(a.Flows)), make([]outcome.Counts, len(a.Flows))
		fatal := make([][][2]int, len(a.Flows))
		for i, x := range singles.Components {
			one := a.Scenario(outcome.Failing(x))
			slow := a.BruteForce(outcome.Failing(x))
			for f := range a.Flows {
				if got, want := singles.Outcome(x, f), slow[f]; got != want || one.Flows[f].Outcome != want {
					t.Fatalf("%s: %s is %s in the sweep and %s alone, not %s\n%s", a.Name(one.Change), a.Flows[f].Name, got, one.Flows[f].Outcome, want, text)
				}
			}
			if !all && rapid.IntRange(0, len(singles.Components)/5).Draw(t, "row") > 0 {
				continue
			}
			for _, y := range singles.Components[i+1:] {
				slow := a.BruteForce(outcome.Failing(x, y))
				for f := range a.Flows {
					if got := pairs.Outcome(x, y, f); got != slow[f] {
						t.Fatalf("%s: %s is %s in the sweep, not %s\n%s", a.Name(outcome.Failing(x, y)), a.Flows[f].Name, got, slow[f], text)
					}
					count[f][slow[f]]++
					if kindOf(a, x) == "link" && kindOf(a, y) == "link" {
						links[f][slow[f]]++
					}
					if slow[f] == outcome.Lost && singles.Outcome(x, f) != outcome.Lost && singles.Outcome(y, f) != outcome.Lost {
						fatal[f] = append(fatal[f], [2]int{x, y})
					}
				}
			}
		}
		for f := 0; all && f < len(a.Flows); f++ {
			if got := pairs.Count(f); got != count[f] {
				t.Fatalf("%s: %v pairs, not %v\n%s", a.Flows[f].Name, got, count[f], text)
			}
			if got := pairs.Count(f, "link"); got != links[f] {
				t.Fatalf("%s: %v pairs of links, not %v\n%s", a.Flows[f].Name, got, links[f], text)
			}
			if got := pairs.Fatal(f); !slices.Equal(got, fatal[f]) {
				t.Fatalf("%s: fatal %v, not %v\n%s", a.Flows[f].Name, got, fatal[f], text)
			}
		}
	})
}

func kindOf(a *outcome.Analysis, c int) planner.Kind { return a.Topology.Components[c].Kind }

// TestMaintenanceIsExhaustive does the same for failures during maintenance.
func TestMaintenanceIsExhaustive(t *testing.T) {
	checks(t, 50, func(t *rapid.T) {
		a, text := draws(t, 0)
		m, singles := a.Maintenance(), a.Singles()
		fatal := make([][][2]int, len(a.Flows))
		for _, e := range m.Edges {
			alone := outcome.Change{Drain: []int{e}}
			slow := a.BruteForce(alone)
			for f := range a.Flows {
				if got := m.Alone(e, f); got != slow[f] {
					t.Fatalf("%s: %s is %s, not %s\n%s", a.Name(alone), a.Flows[f].Name, got, slow[f], text)
				}
			}
			for _, c := range m.Components {
				change := outcome.Change{Fail: []int{c}, Drain: []int{e}}
				slow := a.BruteForce(change)
				for f := range a.Flows {
					if got := m.Outcome(e, c, f); got != slow[f] {
						t.Fatalf("%s: %s is %s, not %s\n%s", a.Name(change), a.Flows[f].Name, got, slow[f], text)
					}
					if slow[f] == outcome.Lost && m.Alone(e, f) != outcome.Lost && singles.Outcome(c, f) != outcome.Lost {
						fatal[f] = append(fatal[f], [2]int{e, c})
					}
				}
			}
		}
		for f := range a.Flows {
			if got := m.Fatal(f); !slices.Equal(got, fatal[f]) {
				t.Fatalf("%s: fatal %v, not %v\n%s", a.Flows[f].Name, got, fatal[f], text)
			}
		}
	})
}

// TestOutcomesMeanWhatTheySay holds the definitions against routing itself.
func TestOutcomesMeanWhatTheySay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, text := draws(t, 0)
		normal := a.Normal()
		for _, c := range a.Singles().Components {
			s := a.Scenario(outcome.Failing(c))
			for f := range s.Flows {
				x := &s.Flows[f]
				r := a.Router.Route(a.Flows[f], a.Topology.State([]int{c}, nil))
				if !normal.Flows[f].After.Reachable() {
					if x.Outcome != outcome.Unreachable {
						t.Fatalf("%s: %s has no way to begin with and is %s\n%s", a.Name(s.Change), a.Flows[f].Name, x.Outcome, text)
					}
					continue
				}
				if (x.Outcome == outcome.Lost) != !r.Carried() {
					t.Fatalf("%s: %s is %s, but carried is %v\n%s", a.Name(s.Change), a.Flows[f].Name, x.Outcome, r.Carried(), text)
				}
				if x.Outcome == outcome.Kept && !within(&r, &normal.Flows[f].After) {
					t.Fatalf("%s: %s is kept, but on other ways than before\n%s", a.Name(s.Change), a.Flows[f].Name, text)
				}
			}
		}
	})
}

// TestStructureHoldsWays: a flow that routing carries has a way in the
// structure; what the structure takes down, routing loses.
func TestStructureHoldsWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, text := draws(t, 0)
		for _, c := range a.Singles().Components {
			s := a.Topology.State([]int{c}, nil)
			for f := range a.Flows {
				r := a.Router.Route(a.Flows[f], s)
				if r.Carried() && !a.Structure.Up(f, s) {
					t.Fatalf("%s fails: %s is carried, but has no way in the structure\n%s", a.Topology.Components[c].ID, a.Flows[f].Name, text)
				}
			}
		}
	})
}

// TestSameBytes: two analyses of one design, with one worker and with many,
// write the same.
func TestSameBytes(t *testing.T) {
	checks(t, 20, func(t *rapid.T) {
		text := design(t)
		var out [2]bytes.Buffer
		for i, workers := range []int{1, 4} {
			d, problems := parse(text, "")
			if d == nil {
				t.Fatal(problems)
			}
			a := outcome.New(d, outcome.Settings{Workers: workers})
			h := view.Header{File: "erplan.toml"}
			o := view.Options{Pairs: true}
			if err := view.JSON(&out[i], a, nil, h, o); err != nil {
				t.Fatal(err)
			}
			if err := view.Summary(&out[i], a, h, o); err != nil {
				t.Fatal(err)
			}
			if err := view.Scenario(&out[i], a, a.Scenario(outcome.Failing(0)), h, o); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(out[0].Bytes(), out[1].Bytes()) {
			t.Fatalf("one worker and four write different things\n%s", text)
		}
	})
}
