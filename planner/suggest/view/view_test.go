package view_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/suggest"
	"github.com/erplan/erplan/planner/suggest/view"
	"github.com/erplan/erplan/rules"
	"github.com/erplan/erplan/rules/book"
)

var update = flag.Bool("update", false, "write the golden files")

const root = "../../../testdata/"

// families are those whose findings the golden files count: what a new rule of
// another one says of these designs is not their matter.
var families = []string{"requirements", "redundancy", "peering", "routing", "bfd", "gateway", "vpn", "virtual-wan"}

func rulesOf() []*rules.Rule {
	return slices.DeleteFunc(slices.Clone(book.Rules), func(r *rules.Rule) bool { return !slices.Contains(families, r.Family()) })
}

func search(t *testing.T, file, option string) (*suggest.Result, view.Header) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	draft, diags := planner.ReadText(nil, filepath.Base(file), text)
	if draft == nil {
		t.Fatal(diags)
	}
	r, diags := suggest.Search(draft, option, suggest.Settings{Book: rulesOf()})
	if r == nil {
		t.Fatal(diags)
	}
	return r, view.Header{Tool: view.Tool{Name: "erplan", Version: "test", Catalog: "edition"}, File: filepath.Base(file), Name: draft.Name()}
}

func compare(t *testing.T, golden, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatalf("%v; go test ./planner/suggest/view -update writes it", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", golden, diff)
	}
}

// TestText compares what is shown of every design of testdata/suggest, and the
// options that are written, with files that were read by a person.
func TestText(t *testing.T) {
	files, err := filepath.Glob(root + "suggest/*.toml")
	if err != nil || len(files) < 4 {
		t.Fatal("designs are missing:", files, err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, ".options.toml") {
			continue
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			r, h := search(t, file, "")
			var b bytes.Buffer
			if err := view.Text(&b, r, h); err != nil {
				t.Fatal(err)
			}
			base := strings.TrimSuffix(file, ".toml")
			compare(t, base+".txt", b.String())
			if text := view.File(r, filepath.Base(file)); text != "" {
				compare(t, base+".options.toml", text)
			}
		})
	}
}

// TestJSON compares one result for machines with a golden file.
func TestJSON(t *testing.T) {
	r, h := search(t, root+"suggest/three-settings.toml", "tested")
	var b bytes.Buffer
	if err := view.JSON(&b, r, h); err != nil {
		t.Fatal(err)
	}
	if !json.Valid(b.Bytes()) {
		t.Error("not JSON")
	}
	compare(t, root+"suggest/three-settings.json", b.String())
}

// TestFileExtends reads what is written as a file that extends the design: every
// option of it is a sound design.
func TestFileExtends(t *testing.T) {
	for _, name := range []string{"out-of-reach", "second-circuit", "three-settings", "virtual-hub"} {
		files := os.DirFS(root + "suggest")
		draft, diags := planner.Read(files, name+".options.toml")
		if draft == nil {
			t.Errorf("%s: %v", name, diags)
			continue
		}
		if len(draft.Options()) == 0 {
			t.Errorf("%s has no options", name)
		}
		for _, o := range draft.Options() {
			if d, diags := draft.Design(o); d == nil {
				t.Errorf("%s, option %s: %v", name, o, diags)
			}
		}
	}
}
