package routing_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/routing"
	"github.com/erplan/erplan/planner/topology"
	_ "github.com/erplan/erplan/testdata/seed"
)

// drawDesign draws a design that loads.
func drawDesign(t *rapid.T) *planner.Design {
	d := drawer{draw: from(t)}
	return loadDrawn(t, d.design())
}

func from(t *rapid.T) func(least, most int) int {
	return func(least, most int) int { return rapid.IntRange(least, most).Draw(t, "n") }
}

func loadDrawn(t *rapid.T, text string) *planner.Design {
	fsys := fstest.MapFS{"erplan.toml": &fstest.MapFile{Data: []byte(text)}}
	t.Logf("%s", text)
	design, diags := planner.Load(fsys, "erplan.toml", "")
	if design == nil {
		var why []string
		for _, one := range diags {
			why = append(why, one.Place.Path+": "+one.Message)
		}
		if !harmless(why) {
			t.Fatalf("the design does not load: %s", strings.Join(why, "\n"))
		}
		t.Skip("a design that does not load")
	}
	return design
}

// harmless reports whether a drawn design fails to load for what a drawer may
// well write: a hub of a hub, a reference that was not drawn.
func harmless(why []string) bool {
	return !slices.ContainsFunc(why, func(w string) bool {
		return !strings.Contains(w, "cannot be a hub") && !strings.Contains(w, "there is no")
	})
}

// drawState draws some components that are down and some edge routers that
// are being drained.
func drawState(t *rapid.T, top *topology.Topology) (topology.State, []int, []int) {
	var down, draining []int
	for range rapid.IntRange(0, 3).Draw(t, "failures") {
		down = append(down, rapid.IntRange(0, len(top.Components)-1).Draw(t, "down"))
	}
	for i, c := range top.Components {
		if c.Kind == "msee" && rapid.IntRange(0, 7).Draw(t, "drain") == 0 {
			draining = append(draining, i)
		}
	}
	for _, c := range down {
		t.Logf("down: %s", top.Components[c].ID)
	}
	for _, c := range draining {
		t.Logf("draining: %s", top.Components[c].ID)
	}
	return top.State(down, draining), down, draining
}

// text writes a result without what lost.
func text(r *routing.Result) string {
	flags := fmt.Sprintf("%v %v %v %v %v", r.Asymmetric, r.TieBreak, r.Unstable, r.Draining, len(r.Clear))
	return "to-azure " + show(r.ToAzure) + "\nto-site " + show(r.ToSite) + "\n" + flags
}

// carriers writes which ways carry the traffic, without the steps.
func carriers(r *routing.Result) string {
	var out []string
	for _, list := range [][]routing.Choice{r.ToAzure, r.ToSite} {
		for _, c := range list {
			line := fmt.Sprint(c.Prefixes)
			for _, w := range c.Ways {
				line += fmt.Sprintf(" %s=%.6f", w, w.Share)
			}
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

// TestDeterminism: the same question has the same answer, from the same router
// and from another one.
func TestDeterminism(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDesign(t)
		top := topology.New(d)
		a, b := routing.New(top), routing.New(topology.New(d))
		s, _, _ := drawState(t, top)
		for _, f := range top.Flows() {
			first := a.Route(f, s)
			for _, again := range []routing.Result{a.Route(f, s), b.Route(f, s), a.Explain(f, s)} {
				if text(&first) != text(&again) {
					t.Fatalf("flow %s:\n%s\n%s", f.Name, text(&first), text(&again))
				}
			}
		}
	})
}

// TestWaysAreWays: every way is up, joined from end to end, and the shares of
// a part are the whole of it.
func TestWaysAreWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		top := topology.New(drawDesign(t))
		router := routing.New(top)
		s, _, _ := drawState(t, top)
		for _, f := range top.Flows() {
			r := router.Explain(f, s)
			for _, c := range slices.Concat(r.ToAzure, r.ToSite) {
				checkChoiceWays(t, top, f, s, c)
				for _, l := range c.Losers {
					if l.Step == routing.NoWay || l.Why == "" || l.At == "" {
						t.Fatalf("flow %s: a loser without a reason: %+v", f.Name, l)
					}
				}
			}
		}
	})
}

func checkChoiceWays(t *rapid.T, top *topology.Topology, f topology.Flow, s topology.State, c routing.Choice) {
	sum := 0.0
	for _, w := range c.Ways {
		sum += w.Share
		for _, part := range w.Components {
			if !s.Up(part) {
				t.Fatalf("flow %s: %s goes over %s, which is down", f.Name, w, top.Components[part].ID)
			}
		}
		if err := joined(f, w); err != nil {
			t.Fatalf("flow %s: %s: %v", f.Name, w, err)
		}
	}
	if len(c.Ways) > 0 && math.Abs(sum-1) > 1e-9 {
		t.Fatalf("flow %s: the shares of %s make %v", f.Name, show([]routing.Choice{c}), sum)
	}
	if (len(c.Ways) == 0) != (c.Step == routing.NoWay) && len(c.Ways) > 0 {
		t.Fatalf("flow %s: ways without a step: %s", f.Name, show([]routing.Choice{c}))
	}
}

// TestColdComponents: what is not hot may fail, and the same ways carry the
// same shares.
func TestColdComponents(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		top := topology.New(drawDesign(t))
		router := routing.New(top)
		s, down, draining := drawState(t, top)
		for _, f := range top.Flows() {
			before := router.Route(f, s)
			if before.Unstable {
				continue
			}
			for c := range top.Components {
				hot := slices.ContainsFunc(top.Takes(c), func(p int) bool { _, ok := slices.BinarySearch(before.Hot(), p); return ok })
				if hot || rapid.IntRange(0, 3).Draw(t, "skip") != 0 {
					continue
				}
				after := router.Route(f, top.State(append(slices.Clone(down), c), draining))
				if carriers(&before) != carriers(&after) {
					t.Fatalf("flow %s: %s is cold, and yet\n%s\nbecomes\n%s", f.Name, top.Components[c].ID, carriers(&before), carriers(&after))
				}
			}
		}
	})
}
