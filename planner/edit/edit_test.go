package edit_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/source"
)

var update = flag.Bool("update", false, "write what the edits give into the cases")

// TestCases runs the cases of testdata/edit: each names an edit in its first
// line, a text "before", and the text "after" or the "error".
func TestCases(t *testing.T) {
	files, err := filepath.Glob("../../testdata/edit/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) { runCase(t, name) })
	}
}

func runCase(t *testing.T, name string) {
	ar, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	before := string(ar.Files[0].Data)
	command := strings.TrimSpace(string(ar.Comment))
	command = command[strings.LastIndexByte("\n"+command, '\n'):]
	got := txtar.File{Name: "after"}
	f, faults := source.Parse("erplan.toml", ar.Files[0].Data)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	if edits, err := perform(t, f, command); err != nil {
		got = txtar.File{Name: "error", Data: []byte(err.Error() + "\n")}
	} else if got.Data, err = edit.Apply([]byte(before), edits); err != nil {
		t.Fatal(err)
	}
	if *update {
		ar.Files = append(ar.Files[:1], got)
		if err := os.WriteFile(name, txtar.Format(ar), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if len(ar.Files) < 2 || ar.Files[1].Name != got.Name {
		t.Fatalf("gives %s:\n%s", got.Name, got.Data)
	}
	if diff := cmp.Diff(string(ar.Files[1].Data), string(got.Data)); diff != "" {
		t.Error(diff)
	}
}

// perform does what the last line of a case's comment says:
// set PATH = VALUE, remove PATH, rename PATH NAME, table PATH K = V; K = V,
// append PATH K = V; K = V.
func perform(t *testing.T, f *source.File, command string) ([]edit.Edit, error) {
	t.Helper()
	verb, rest, _ := strings.Cut(command, " ")
	at, args, _ := strings.Cut(rest, " ")
	switch verb {
	case "set":
		return edit.Set(f, at, strings.TrimPrefix(args, "= "))
	case "remove":
		return edit.Remove(f, at)
	case "rename":
		return edit.Rename(f, at, args)
	case "table":
		return edit.AddTable(f, at, pairs(args))
	case "append":
		return edit.Append(f, at, pairs(args))
	}
	t.Fatalf("no verb %q", verb)
	return nil, nil
}

func pairs(text string) []edit.KeyValue {
	var out []edit.KeyValue
	for part := range strings.SplitSeq(text, "; ") {
		if k, v, ok := strings.Cut(part, " = "); ok {
			out = append(out, edit.KeyValue{Key: k, Value: v})
		}
	}
	return out
}
