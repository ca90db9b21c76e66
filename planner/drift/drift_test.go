package drift

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/ingest"
)

var update = flag.Bool("update", false, "write the golden files anew")

const folder = "../../testdata/drift"

func load(t *testing.T, name, text string) *planner.Design {
	t.Helper()
	draft, diags := planner.ReadText(nil, name, []byte(text))
	if draft == nil {
		t.Fatal(diags)
	}
	d, diags := draft.Design("")
	if d == nil {
		t.Fatal(diags)
	}
	return d
}

// compare compares a design with exports.
func compare(t *testing.T, design string, sources ...ingest.Source) *Report {
	t.Helper()
	r, err := ingest.Import(sources, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return Compare(load(t, "erplan.toml", design), Live{
		Design: load(t, "export", r.Text),
		Covers: func(c string) bool { return slices.Contains(r.Has, c) },
		Stub:   func(path string) bool { return slices.Contains(r.Stubs, path) },
	})
}

// TestCases compares the designs of testdata/drift with the exports beside
// them; the golden files were read by a person.
func TestCases(t *testing.T) {
	designs, err := filepath.Glob(folder + "/*/erplan.toml")
	if err != nil || len(designs) < 2 {
		t.Fatal("cases are missing:", designs, err)
	}
	for _, file := range designs {
		dir := filepath.Dir(file)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			design, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			text, err := os.ReadFile(filepath.Join(dir, "export.json"))
			if err != nil {
				t.Fatal(err)
			}
			r := compare(t, string(design), ingest.Source{Name: "export.json", Text: text})
			h := Header{Tool: "erplan 1", Catalog: "2026-09", Design: "erplan.toml", Exports: []string{"export.json"}, Unknowns: true}
			var out, machine bytes.Buffer
			if err := Text(&out, r, h); err != nil {
				t.Fatal(err)
			}
			if err := JSON(&machine, r, h); err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join(dir, "want.txt"), out.String())
			golden(t, filepath.Join(dir, "want.json"), machine.String())
		})
	}
}

// TestFixtures compares what is imported with the export that it came from:
// nothing differs.
func TestFixtures(t *testing.T) {
	designs, err := filepath.Glob("../../testdata/ingest/*/want.toml")
	if err != nil || len(designs) < 5 {
		t.Fatal("fixtures are missing:", designs, err)
	}
	for _, file := range designs {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var sources []ingest.Source
		dir := filepath.Dir(file)
		err = filepath.WalkDir(dir, func(f string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || strings.HasPrefix(e.Name(), "want") {
				return err
			}
			text, err := os.ReadFile(f)
			rel, _ := filepath.Rel(dir, f)
			sources = append(sources, ingest.Source{Name: filepath.ToSlash(rel), Text: text})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if r := compare(t, string(text), sources...); len(r.Differences)+len(r.Unknown)+len(r.Renamed) > 0 {
			t.Errorf("%s: %+v", file, r)
		}
	}
}

// TestLists shows what two long lists have alone.
func TestLists(t *testing.T) {
	var design, azure []string
	for n := range 12 {
		design = append(design, fmt.Sprintf("10.%d.0.0/16", n))
		azure = append(azure, fmt.Sprintf("10.%d.0.0/16", n+2))
	}
	var out bytes.Buffer
	r := &Report{Differences: []Difference{{Kind: Changed, Path: "vnets.hub.address_space", Design: strings.Join(design, ", "), Azure: strings.Join(azure, ", ") + ", fd00::/48"}}, Compared: 1}
	if err := Text(&out, r, Header{Design: "a\x1bb.toml"}); err != nil {
		t.Fatal(err)
	}
	want := `a?b.toml against : 1 difference

vnets.hub.address_space
  only in the design  10.0.0.0/16, 10.1.0.0/16
  only in Azure       10.12.0.0/16, 10.13.0.0/16, fd00::/48
  in both             10

0 values agree.
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}

// TestRenamed renames everything of a design: what it is tells what it is
// called in Azure.
func TestRenamed(t *testing.T) {
	text, err := os.ReadFile(folder + "/renamed/erplan.toml")
	if err != nil {
		t.Fatal(err)
	}
	export, err := os.ReadFile(folder + "/renamed/export.json")
	if err != nil {
		t.Fatal(err)
	}
	r := compare(t, string(text), ingest.Source{Name: "export.json", Text: export})
	if len(r.Differences) > 0 || len(r.Renamed) < 4 {
		t.Errorf("%+v", r)
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; go test ./planner/drift -update writes it", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}
