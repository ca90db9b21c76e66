package ingest

import (
	"errors"
	"strings"
	"testing"

	"github.com/erplan/erplan/planner/ingest/tree"
)

// endings of the files that are read, the longest of those that fit first.
var endings = []string{".tf.json", ".tfvars.json", ".tfvars", ".tf", ".json"}

// FuzzImport imports any text. Nothing may panic, what is made can be read,
// twice the same gives the same, and no key is shown.
func FuzzImport(f *testing.F) {
	for _, sources := range cases(f) {
		for _, s := range sources {
			for n, ending := range endings {
				if strings.HasSuffix(s.Name, ending) {
					f.Add(s.Text, uint8(n))
					break
				}
			}
		}
	}
	f.Add([]byte(`{"name": "er", "n": 3}`), uint8(1))
	f.Fuzz(func(t *testing.T, text []byte, kind uint8) {
		if len(text) > 1<<16 {
			t.Skip("long texts only take long")
		}
		sources := []Source{{"x" + endings[int(kind)%len(endings)], text}}
		if strings.Contains(sources[0].Name, "tfvars") {
			sources = append(sources, Source{"main.tf", []byte("variable \"name\" {}\nvariable \"n\" {}\nresource \"azurerm_express_route_circuit\" \"er\" {\n name = \"x-${var.name}\"\n count = var.n\n tags = var.name\n}")})
		}
		r, err := Import(sources, Options{})
		if err != nil {
			var e *tree.Error
			if errors.As(err, &e) && e.Line < 1 {
				t.Fatalf("an error without a place: %v", err)
			}
			return
		}
		sound(t, r.Text)
		again, err := Import(sources, Options{})
		if err != nil || again.Text != r.Text || report(again) != report(r) {
			t.Fatal("twice the same gives something else")
		}
	})
}
