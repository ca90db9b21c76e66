package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"erplan": main})
}

// TestScripts runs the command end to end, as testdata/script/*.txtar tell.
func TestScripts(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "../../testdata/script",
		RequireExplicitExec: true,
		UpdateScripts:       *update,
		Setup: func(e *testscript.Env) error {
			e.Setenv("DESIGNS", filepath.Join(root, "testdata", "designs"))
			return nil
		},
	})
}

// TestDesigns compares what check says of each shipped design, base and
// options, with findings.txt beside it, which was read by a person.
func TestDesigns(t *testing.T) {
	designs, err := filepath.Glob("../../testdata/designs/*/erplan.toml")
	if err != nil || len(designs) < 5 {
		t.Fatal("designs are missing:", designs, err)
	}
	for _, design := range designs {
		t.Run(filepath.Base(filepath.Dir(design)), func(t *testing.T) {
			text, err := os.ReadFile(design)
			if err != nil {
				t.Fatal(err)
			}
			var out, errs bytes.Buffer
			run([]string{"check", "--all-options", "--unknowns", "-"}, bytes.NewReader(text), &out, &errs)
			compareGolden(t, filepath.Join(filepath.Dir(design), "findings.txt"), strings.ReplaceAll(out.String(), "-:", "erplan.toml:")+errs.String())
		})
	}
}

func compareGolden(t *testing.T, golden, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatalf("%v; go test ./cmd/erplan -update writes it", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", golden, diff)
	}
}
