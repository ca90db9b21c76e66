package outcome_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/erplan/erplan/planner/outcome"
)

// change draws what fails and what is drained.
func change(t *rapid.T, a *outcome.Analysis) outcome.Change {
	var c outcome.Change
	last := len(a.Topology.Components) - 1
	for range rapid.IntRange(0, 2).Draw(t, "fail") {
		c.Fail = append(c.Fail, rapid.IntRange(0, last).Draw(t, "component"))
	}
	var edges []int
	for i := range a.Topology.Components {
		if kindOf(a, i) == "msee" {
			edges = append(edges, i)
		}
	}
	if len(edges) > 0 && rapid.Bool().Draw(t, "maintenance") {
		c.Drain = append(c.Drain, rapid.SampledFrom(edges).Draw(t, "edge"))
	}
	slices.Sort(c.Fail)
	c.Fail = slices.Compact(c.Fail)
	return c
}

// TestFatalIsExhaustive compares what would be fatal as long as a change lasts
// with the simulation of every further failure, and the availability with that
// of the structure.
func TestFatalIsExhaustive(t *testing.T) {
	checks(t, 60, func(t *rapid.T) {
		a, text := draws(t, 0)
		c := change(t, a)
		w, now := a.While(c), a.BruteForce(c)
		state := a.Topology.State(c.Fail, nil)
		for f := range a.Flows {
			x := w.Flows[f]
			if x.Assessed && x.NoWay() == a.Structure.Up(f, state) {
				t.Fatalf("%s: %s: no way is %v\n%s", a.Name(c), a.Flows[f].Name, x.NoWay(), text)
			}
			if x.Assessed && x.Dark.Unavailability < x.Availability.Unavailability*(1-1e-12) {
				t.Fatalf("%s: %s: less available, %v, if what is drained forwards, than if not, %v\n%s", a.Name(c), a.Flows[f].Name, x.Availability, x.Dark, text)
			}
			got := map[int]bool{}
			for _, one := range w.Fatal(f) {
				got[one.Component] = one.New
				if x.Assessed && one.Routing != a.Structure.Up(f, a.Topology.State(append(slices.Clone(c.Fail), one.Component), nil)) {
					t.Fatalf("%s: %s: %s marked wrongly: %+v\n%s", a.Name(c), a.Flows[f].Name, a.Topology.Components[one.Component].ID, one, text)
				}
			}
			for _, y := range a.Singles().Components {
				more := outcome.Change{Fail: append(slices.Clone(c.Fail), y), Drain: c.Drain}
				want := now[f].Survives() && a.BruteForce(more)[f] == outcome.Lost
				isNew, is := got[y]
				if is != want {
					t.Fatalf("%s: %s: fatal is %v, simulated %v: %s\n%s", a.Name(c), a.Flows[f].Name, is, want, a.Name(more), text)
				}
				if want && isNew != (!c.IsNone() && a.BruteForce(outcome.Failing(y))[f].Survives()) {
					t.Fatalf("%s: %s: new is %v: %s\n%s", a.Name(c), a.Flows[f].Name, isNew, a.Name(more), text)
				}
			}
		}
	})
}

// TestWhileNothingFails has the figures of the design itself.
func TestWhileNothingFails(t *testing.T) {
	checks(t, 60, func(t *rapid.T) {
		a, text := draws(t, 0)
		w := a.While(outcome.Change{})
		for f := range a.Flows {
			u, ok := a.Availability(f)
			if x := w.Flows[f]; x.Assessed != ok || x.Availability != u || x.Dark != u {
				t.Fatalf("%s: %+v, of the design %+v\n%s", a.Flows[f].Name, x, u, text)
			}
			var points []outcome.Point
			for _, one := range w.Fatal(f) {
				if one.New {
					t.Fatalf("%s: nothing has failed, and %+v is new\n%s", a.Flows[f].Name, one, text)
				}
				points = append(points, one.Point)
			}
			if want := a.Points(f); !slices.Equal(points, want) && a.Normal().Flows[f].Outcome.Survives() {
				t.Fatalf("%s: fatal %+v, single points %+v\n%s", a.Flows[f].Name, points, want, text)
			}
		}
	})
}

// TestWhile lets one of two circuits fail: what was redundant no longer is.
func TestWhile(t *testing.T) {
	a := shipped(t, "maximum", "")
	c := outcome.Failing(component(t, a, "circuit:er-amsterdam"))
	w := a.While(c)
	if w != a.While(c) {
		t.Error("it is computed again")
	}
	f, _ := a.Flow("erp")
	before, _ := a.Availability(f)
	now := w.Flows[f]
	if now.Availability.Unavailability < 2*before.Unavailability || now.NoWay() || now.Dark != now.Availability {
		t.Errorf("%+v, normally %+v", now, before)
	}
	found := map[string]bool{}
	for _, one := range w.Fatal(f) {
		found[a.Topology.Components[one.Component].ID] = one.New
	}
	if isNew, ok := found["circuit:er-frankfurt"]; !ok || !isNew {
		t.Error("the other circuit is not newly fatal:", found)
	}
	if isNew, ok := found["region:westeurope"]; !ok || isNew {
		t.Error("the region was fatal before:", found)
	}
}
