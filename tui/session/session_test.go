package session

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	_ "github.com/erplan/erplan/testdata/seed"
)

func TestToggle(t *testing.T) {
	s := State{}.ToggleFail("b").ToggleFail("a", "b").ToggleDrain("c")
	if diff := cmp.Diff(State{Fail: []string{"a", "b"}, Drain: []string{"c"}}, s); diff != "" {
		t.Fatal(diff)
	}
	if s = s.ToggleDrain("a"); s.Failed("a") || !s.Drained("a") {
		t.Error("what is drained has not failed as well:", s)
	}
	if s = s.ToggleFail("b").ToggleDrain("a", "c"); s.Touched() {
		t.Error("all was restored:", s)
	}
}

func TestTries(t *testing.T) {
	s := State{}.Trying(Try{Path: "circuits.a.tier", Value: `"premium"`}).Trying(Try{Path: "connections.c", Remove: true}).Trying(Try{Path: "circuits.a.tier", Value: `"local"`})
	want := []Try{{Path: "connections.c", Remove: true}, {Path: "circuits.a.tier", Value: `"local"`}}
	if diff := cmp.Diff(want, s.Tries); diff != "" {
		t.Error(diff)
	}
	if s.In("other").Tries != nil {
		t.Error("what is tried was meant for the option that is left")
	}
}

// TestUndo compares a session with one that remembers every state.
func TestUndo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s Session
		all, at := []State{{}}, 0
		for range rapid.IntRange(0, 60).Draw(t, "steps") {
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				if s.Undo() != (at > 0) {
					t.Fatal("undo at", at)
				}
				at = max(0, at-1)
			case 1:
				if s.Redo() != (at < len(all)-1) {
					t.Fatal("redo at", at, "of", len(all))
				}
				at = min(len(all)-1, at+1)
			default:
				next := s.ToggleFail(fmt.Sprint(rapid.IntRange(0, 5).Draw(t, "id")))
				s.Do(next)
				all, at = append(all[:at+1:at+1], next), at+1
			}
			if !s.State.Equal(all[at]) {
				t.Fatalf("%v, want %v", s.State, all[at])
			}
		}
	})
}
