package outcome_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/erplan/erplan/planner/outcome"
)

// A fuse is a context that is done once it has been asked a number of times.
type fuse struct {
	context.Context
	left, asked atomic.Int64
}

func newFuse(after int) *fuse {
	f := &fuse{Context: context.Background()}
	f.left.Store(int64(after))
	return f
}

func (f *fuse) Err() error {
	f.asked.Add(1)
	if f.left.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

// long are the questions that take long, and their answers as plain values.
var long = []struct {
	name string
	ask  func(a *outcome.Analysis) any
}{
	{"normal", func(a *outcome.Analysis) any { return len(a.Normal().Flows) }},
	{"singles", func(a *outcome.Analysis) any {
		var out []outcome.Counts
		for f := range a.Flows {
			out = append(out, a.Singles().Count(f))
		}
		return out
	}},
	{"pairs", func(a *outcome.Analysis) any {
		var out []any
		for f := range a.Flows {
			out = append(out, a.Pairs().Count(f), slices.Clone(a.Pairs().Fatal(f)))
		}
		return out
	}},
	{"maintenance", func(a *outcome.Analysis) any {
		var out []any
		for f := range a.Flows {
			out = append(out, slices.Clone(a.Maintenance().Fatal(f)))
		}
		return out
	}},
	{"scenario", func(a *outcome.Analysis) any {
		var out []outcome.Outcome
		for _, f := range a.Scenario(outcome.Failing(0, 5)).Flows {
			out = append(out, f.Outcome)
		}
		return out
	}},
	{"while", func(a *outcome.Analysis) any { return a.While(outcome.Failing(3, 4)).Flows }},
	{"availability", func(a *outcome.Analysis) any {
		var out []any
		for f := range a.Flows {
			u, _ := a.Availability(f)
			out = append(out, u)
		}
		return out
	}},
	{"capacity", func(a *outcome.Analysis) any { return *a.Capacity() }},
	{"intents", func(a *outcome.Analysis) any { return len(a.Intents()) }},
	{"returns", func(a *outcome.Analysis) any { return len(a.Returns()) }},
}

// TestWithin stops every long question at many places: what was asked gives
// nothing then, stops soon, and is answered wholly when it is asked again.
func TestWithin(t *testing.T) {
	text := branches(4)
	for _, q := range long {
		want := q.ask(load(t, text, ""))
		for _, workers := range []int{1, 3} {
			stops := 0
			for after := 0; ; after += 1 + after/5 {
				d, problems := parse(text, "")
				if d == nil {
					t.Fatal(problems)
				}
				a := outcome.New(d, outcome.Settings{Workers: workers})
				f := newFuse(after)
				var got any
				err := a.Within(f, func(a *outcome.Analysis) { got = q.ask(a) })
				if err == nil {
					if !reflect.DeepEqual(got, want) {
						t.Fatalf("%s: %v, not %v", q.name, got, want)
					}
					break
				}
				stops++
				if !errors.Is(err, context.Canceled) || got != nil {
					t.Fatalf("%s: stopped after %d with %v, and there is %v", q.name, after, err, got)
				}
				if late := f.asked.Load() - int64(after); late > 20 {
					t.Errorf("%s: asked %d times after it was to stop", q.name, late)
				}
				if again := q.ask(a); !reflect.DeepEqual(again, want) {
					t.Fatalf("%s: stopped after %d and asked again: %v, not %v", q.name, after, again, want)
				}
			}
			if stops == 0 {
				t.Errorf("%s cannot be stopped", q.name)
			}
		}
	}
}

// TestWithinPanics passes on what is no stop.
func TestWithinPanics(t *testing.T) {
	a := shipped(t, "standard", "")
	defer func() {
		if r := recover(); r != "oh" {
			t.Error("recovered", r)
		}
	}()
	_ = a.Within(context.Background(), func(*outcome.Analysis) { panic("oh") })
}

// TestWithinTwice stops the inner of two alone, and both by the outer.
func TestWithinTwice(t *testing.T) {
	a := shipped(t, "standard", "")
	outer, stopOuter := context.WithCancelCause(context.Background())
	why := errors.New("no longer wanted")
	var inner error
	err := a.Within(outer, func(a *outcome.Analysis) {
		done, stop := context.WithCancel(outer)
		inner = a.Within(done, func(a *outcome.Analysis) { stop(); a.Singles() })
		stopOuter(why)
		a.Pairs()
		t.Error("it went on")
	})
	if !errors.Is(inner, context.Canceled) || err != why {
		t.Error(inner, err)
	}
	if n := len(a.Singles().Components); n == 0 {
		t.Error("nothing is computed afterwards")
	}
}
