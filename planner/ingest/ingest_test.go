package ingest

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
)

var update = flag.Bool("update", false, "write the golden files anew")

const folder = "../../testdata/ingest"

// secrets stand in the fixtures and must not stand in anything made of them.
var secrets = []string{"correct-horse", "hunter2", "3f9a1c52", "8c6f0a7e", "5b0a7a1c", "c0ffee00", "SECRET-KEY", "0123456789abcdef"}

// cases returns the sources of each fixture.
func cases(t testing.TB) map[string][]Source {
	t.Helper()
	out := map[string][]Source{}
	err := filepath.WalkDir(folder, func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasPrefix(e.Name(), "want") {
			return err
		}
		text, err := os.ReadFile(file)
		rel, _ := filepath.Rel(folder, file)
		name, in, _ := strings.Cut(filepath.ToSlash(rel), "/")
		out[name] = append(out[name], Source{in, text})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 9 {
		t.Fatal("fixtures are missing")
	}
	return out
}

// TestFixtures compares what is made of each fixture, design and report, with
// golden files that a person has read.
func TestFixtures(t *testing.T) {
	for name, sources := range cases(t) {
		t.Run(name, func(t *testing.T) {
			r, err := Import(sources, Options{})
			if err != nil {
				t.Fatal(err)
			}
			sound(t, r.Text)
			golden(t, filepath.Join(folder, name, "want.toml"), r.Text)
			golden(t, filepath.Join(folder, name, "want.txt"), report(r))
		})
	}
}

// report writes all that an import says.
func report(r *Result) string {
	var b strings.Builder
	for _, q := range r.Questions {
		fmt.Fprintf(&b, "%d. %s\n   %s\n", q.Number, q.Text, strings.Join(q.Paths, " "))
	}
	for _, n := range r.Notes {
		fmt.Fprintf(&b, "- %s\n", n)
	}
	for _, c := range r.Coverage {
		fmt.Fprintf(&b, "%s (%s): %d resources: carried %d, noted %d, dropped %d, secrets %d, doubted %d, unknown %d\n", c.File, c.Kind, c.Resources, c.Carried, c.Noted, c.Dropped, c.Secrets, c.Doubted, c.Unknown)
		for _, p := range c.Paths {
			fmt.Fprintf(&b, "  unknown %d %s\n", p.Count, p.Name)
		}
		for _, p := range c.Types {
			fmt.Fprintf(&b, "  of no use %d %s\n", p.Count, p.Name)
		}
	}
	return b.String()
}

// sound fails where a design that was made cannot be read.
func sound(t testing.TB, text string) *planner.Design {
	t.Helper()
	draft, diags := planner.ReadText(nil, "design", []byte(text))
	if draft == nil {
		t.Fatalf("%s\n%s", said(diags), text)
	}
	d, diags := draft.Design("")
	if d == nil {
		t.Fatalf("%s\n%s", said(diags), text)
	}
	return d
}

func said(diags []diag.Diagnostic) string {
	var b strings.Builder
	for _, d := range diags {
		fmt.Fprintf(&b, "line %d: %s\n", d.Place.Start().Line, d.Message)
	}
	return b.String()
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	for _, s := range secrets {
		if strings.Contains(got, s) {
			t.Errorf("%s shows a secret: %s", file, s)
		}
	}
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; go test ./planner/ingest -update writes it", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}
