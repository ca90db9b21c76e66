package edit_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/source"
)

// TestFormatCases runs the cases of testdata/fmt: a text "before" and "after".
func TestFormatCases(t *testing.T) {
	files, err := filepath.Glob("../../testdata/fmt/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			before := ar.Files[0].Data
			if strings.Contains(string(ar.Comment), "CRLF") {
				before = bytes.ReplaceAll(before, []byte("\n"), []byte("\r\n"))
			}
			got := checkFormat(t, before)
			if *update {
				ar.Files = append(ar.Files[:1], txtar.File{Name: "after", Data: []byte(strings.ReplaceAll(got, "\r", ""))})
				if err := os.WriteFile(name, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if strings.Contains(string(ar.Comment), "CRLF") && strings.Count(got, "\r\n") != strings.Count(got, "\n") {
				t.Errorf("line ends are mixed: %q", got)
			}
			if diff := cmp.Diff(string(ar.Files[1].Data), strings.ReplaceAll(got, "\r", "")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// checkFormat formats a text and holds what is always true of that: the tree
// and the comments are the same, and a second time changes nothing.
func checkFormat(t *testing.T, text []byte) string {
	t.Helper()
	f, faults := source.Parse("erplan.toml", text)
	if len(faults) > 0 {
		t.Skip("not a design")
	}
	got, err := edit.Format(f)
	if err != nil {
		if strings.Contains(string(text), "[") {
			return "" // a table that is spread over the file
		}
		t.Fatal(err)
	}
	g, faults := source.Parse("erplan.toml", []byte(got))
	if len(faults) > 0 || !edit.Same(f.Root, g.Root) {
		t.Fatalf("the tree changes: %v\n%s", faults, got)
	}
	if a, b := comments(f), comments(g); !slices.Equal(a, b) {
		t.Errorf("the comments change: %q, %q\n%s", a, b, got)
	}
	again, err := edit.Format(g)
	if err != nil || again != got {
		t.Errorf("the second time changes more: %v\n%s", err, cmp.Diff(got, again))
	}
	return got
}

// comments returns the comments of a file, sorted.
func comments(f *source.File) []string {
	var out []string
	for _, c := range f.Comments {
		out = append(out, f.Text[c.Start:c.End])
	}
	slices.Sort(out)
	return out
}

func TestFormatDesigns(t *testing.T) {
	for _, f := range corpus(t) {
		if checkFormat(t, []byte(f.Text)) == "" {
			t.Errorf("not formatted:\n%s", f.Text)
		}
	}
}

func FuzzFormat(f *testing.F) {
	for _, s := range []string{"", "#", "\n\n", "a=1#x\n#y", "[b]\n#c\n\n[a]", "[a]\n#c", "[a]\n#c\n ", "[a]\n#c\n\n", "[a]\n\n#c\n\n", "[[a]]\n[a.b]\n[[a]]\n", "a.b=1\n[c]\n[a.d]\n", "a = '''\n'''#x\r\nb=[\n1,#\n]"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) { checkFormat(t, text) })
}
