package main

import (
	"os"
	"strings"
	"testing"

	"github.com/erplan/erplan/planner/suggest"
)

// TestMovesAreDocumented looks for every move, with its cost, in the page about
// suggestions and in the help.
func TestMovesAreDocumented(t *testing.T) {
	page, err := os.ReadFile("docs/suggest.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range suggest.Moves {
		want := "`" + m.Name + "`"
		if len(m.Against) > 0 {
			want = "| " + want + " | " + m.Cost.String() + " |"
		}
		if !strings.Contains(string(page), want) {
			t.Errorf("docs/suggest.md does not hold %q", want)
		}
	}
}
