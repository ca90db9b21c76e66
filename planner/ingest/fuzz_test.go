package ingest

import (
	"errors"
	"strings"
	"testing"

	"github.com/erplan/erplan/planner/ingest/tree"
)

// FuzzImport imports any text. Nothing may panic, what is made can be read,
// twice the same gives the same, and no key is shown.
func FuzzImport(f *testing.F) {
	for _, sources := range cases(f) {
		for _, s := range sources {
			f.Add(s.Text, strings.HasSuffix(s.Name, ".tf"))
		}
	}
	f.Fuzz(func(t *testing.T, text []byte, configuration bool) {
		if len(text) > 1<<16 {
			t.Skip("long texts only take long")
		}
		name := "x.json"
		if configuration {
			name = "x.tf"
		}
		r, err := Import([]Source{{name, text}}, Options{})
		if err != nil {
			var e *tree.Error
			if errors.As(err, &e) && e.Line < 1 {
				t.Fatalf("an error without a place: %v", err)
			}
			return
		}
		sound(t, r.Text)
		again, err := Import([]Source{{name, text}}, Options{})
		if err != nil || again.Text != r.Text || report(again) != report(r) {
			t.Fatal("twice the same gives something else")
		}
	})
}
