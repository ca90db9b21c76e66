package diag

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/erplan/erplan/planner/source"
)

func TestSeverity(t *testing.T) {
	for s := Off; s <= Error; s++ {
		if got, ok := ParseSeverity(s.String()); got != s || !ok {
			t.Errorf("%v is read as %v", s, got)
		}
	}
	for _, word := range []string{"", "Error", "fatal"} {
		if got, ok := ParseSeverity(word); ok || got != Off {
			t.Errorf("%q is read as %v", word, got)
		}
	}
}

// TestSort shuffles diagnostics: by file, then place, then rule, then message.
func TestSort(t *testing.T) {
	a, b := &source.File{Name: "a.toml"}, &source.File{Name: "b.toml"}
	at := func(f *source.File, start int, path string) source.Place {
		return source.Place{File: f, Span: source.Span{Start: start, End: start + 1}, Path: path}
	}
	want := []Diagnostic{
		{Place: at(a, 1, "p"), Rule: "x/a", Message: "1"},
		{Place: at(a, 1, "p"), Rule: "x/a", Message: "2"},
		{Place: at(a, 1, "p"), Rule: "x/b", Message: "1"},
		{Place: at(a, 1, "q"), Rule: "w/a", Message: "1"},
		{Place: at(a, 20, ""), Rule: "a/a"},
		{Place: at(b, 0, ""), Rule: "a/a"},
	}
	for range 50 {
		got := make([]Diagnostic, len(want))
		for i, j := range rand.Perm(len(want)) {
			got[i] = want[j]
		}
		Sort(got)
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("got %v", got)
		}
	}
}

func TestHasErrors(t *testing.T) {
	for _, test := range []struct {
		d    Diagnostic
		want bool
	}{
		{Diagnostic{Severity: Error}, true},
		{Diagnostic{Severity: Warning}, false},
		{Diagnostic{Severity: Error, Unknown: true}, false},
		{Diagnostic{Severity: Error, Excepted: "accepted"}, false},
	} {
		if HasErrors([]Diagnostic{{Severity: Advice}, test.d}) != test.want {
			t.Errorf("%+v", test.d)
		}
	}
	if HasErrors(nil) {
		t.Error("nothing has errors")
	}
}
