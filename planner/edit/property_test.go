package edit_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/source"
	_ "github.com/erplan/erplan/testdata/seed"
)

// flatten writes a tree as a map from path to value, the oracle of the
// property: empty tables count, and those that hold something do not.
func flatten(v *source.Value, at string, into map[string]string) {
	switch {
	case v.Kind == source.Table && len(v.Entries()) == 0:
		into[at] = "{}"
	case v.Kind == source.Array && len(v.Items()) == 0:
		into[at] = "[]"
	case v.Kind > source.Array:
		into[at] = fmt.Sprintf("%d %v", v.Kind, v.Data)
	}
	for _, e := range v.Entries() {
		flatten(e.Value, source.Join(at, e.Name), into)
	}
	for i, item := range v.Items() {
		flatten(item, source.Index(at, i), into)
	}
}

func flat(v *source.Value) map[string]string {
	out := map[string]string{}
	flatten(v, "", out)
	delete(out, "")
	return out
}

// corpus returns the shipped designs and some text that is written oddly.
func corpus(t *testing.T) []*source.File {
	names, err := filepath.Glob("../../testdata/designs/*/erplan.toml")
	if err != nil || len(names) == 0 {
		t.Fatal("no designs", err)
	}
	texts := []string{
		"a.b.c = 1 # one\r\n\r\n[x]\r\n\"k é\" = 2\r\n\r\n[x.y]\r\nz = [ 1, 2, # two\r\n 3 ]\r\n",
		"\t[ x . y ]\n\tk = '''\n# no comment\n'''\n\n[x]\nv = { a = 1, b.c = 2, b.d = [ {e = 1}, {} ] } # end",
		"[[t]]\na = 1\n[t.in]\nb = 2\n[[t]]\n[[t.more]]\nc = 3\n[[t.more]]\n# last",
		"# only a comment",
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(text))
	}
	var out []*source.File
	for _, text := range texts {
		f, faults := source.Parse("erplan.toml", []byte(text))
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		out = append(out, f)
	}
	return out
}

// places returns every path of a tree, that of the root left out.
func places(v *source.Value, at string) []string {
	var out []string
	if at != "" {
		out = append(out, at)
	}
	for _, e := range v.Entries() {
		out = append(out, places(e.Value, source.Join(at, e.Name))...)
	}
	for i, item := range v.Items() {
		out = append(out, places(item, source.Index(at, i))...)
	}
	return out
}

// TestProperty makes random edits and holds the tree that they give against
// the flat oracle; comments that the edit is not about are still there.
func TestProperty(t *testing.T) {
	files := corpus(t)
	rapid.Check(t, func(r *rapid.T) {
		f := rapid.SampledFrom(files).Draw(r, "file")
		paths := places(f.Root, "")
		if len(paths) == 0 {
			paths = []string{"a"}
		}
		at := rapid.SampledFrom(paths).Draw(r, "path")
		switch rapid.IntRange(0, 2).Draw(r, "verb") {
		case 0:
			at += rapid.SampledFrom([]string{"", ".new", ".tier", ".links.primary.router"}).Draw(r, "below")
			checkSet(r, f, at, rapid.SampledFrom([]string{`"x"`, `[1, 2]`, `{ a = 1 }`, `true`}).Draw(r, "value"))
		case 1:
			checkRemove(r, f, at)
		case 2:
			checkRename(r, f, at)
		}
	})
}

func after(r *rapid.T, f *source.File, edits []edit.Edit) *source.File {
	text, err := edit.Apply([]byte(f.Text), edits)
	if err != nil {
		r.Fatal(err)
	}
	g, faults := source.Parse(f.Name, text)
	if len(faults) > 0 {
		r.Fatalf("%v\n%s", faults, text)
	}
	return g
}

// under reports whether a path is another one or below it.
func under(p, top string) bool {
	return p == top || strings.HasPrefix(p, top+".") || strings.HasPrefix(p, top+"[")
}

func checkSet(r *rapid.T, f *source.File, at, value string) {
	edits, err := edit.Set(f, at, value)
	if err != nil {
		return
	}
	if len(edits) != 1 {
		r.Fatalf("%d edits", len(edits))
	}
	g := after(r, f, edits)
	want := flat(f.Root)
	v, _ := source.Parse("", []byte("v = "+value))
	for p := range want {
		if under(p, at) || want[p] == "{}" && under(at, p) {
			delete(want, p)
		}
	}
	flatten(v.Root.Lookup("v"), at, want)
	if diff := cmp.Diff(want, flat(g.Root)); diff != "" {
		r.Fatalf("set %s: %s\n%s", at, diff, g.Text)
	}
	if len(g.Comments) != len(f.Comments) && !strings.Contains(f.Text[edits[0].Start:edits[0].End], "#") {
		r.Fatalf("set %s loses a comment:\n%s", at, g.Text)
	}
}

func checkRemove(r *rapid.T, f *source.File, at string) {
	edits, err := edit.Remove(f, at)
	if err != nil || strings.HasSuffix(at, "]") { // the later elements move up
		return
	}
	got, want := flat(after(r, f, edits).Root), flat(f.Root)
	for p := range want {
		if under(p, at) {
			delete(want, p)
		}
	}
	for p, v := range got { // a table that is left empty
		if (v == "{}" || v == "[]") && under(at, p) {
			delete(got, p)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		r.Fatalf("remove %s: %s", at, diff)
	}
}

func checkRename(r *rapid.T, f *source.File, at string) {
	edits, err := edit.Rename(f, at, "new name")
	if err != nil {
		return
	}
	g := after(r, f, edits)
	a, b := places(f.Root, ""), places(g.Root, "")
	for i, p := range a {
		if under(p, at) {
			keys, _ := source.SplitPath(at)
			top := ""
			for _, k := range keys[:len(keys)-1] {
				if j := strings.IndexByte(k, '['); j > 0 {
					top = source.Join(top, k[:j]) + k[j:]
				} else {
					top = source.Join(top, k)
				}
			}
			a[i] = source.Join(top, "new name") + p[len(at):]
		}
	}
	slices.Sort(a)
	slices.Sort(b)
	if diff := cmp.Diff(a, b); diff != "" {
		r.Fatalf("rename %s: %s\n%s", at, diff, g.Text)
	}
	if len(g.Comments) != len(f.Comments) {
		r.Fatalf("rename %s loses a comment:\n%s", at, g.Text)
	}
}

// TestRefusals counts how often a value of a shipped design cannot be set or
// removed on its own: never.
func TestRefusals(t *testing.T) {
	for _, f := range corpus(t)[4:8] {
		for _, at := range places(f.Root, "") {
			if _, err := edit.Remove(f, at); err != nil {
				t.Errorf("%v", err)
			}
			if _, err := edit.Set(f, at, `"x"`); err != nil && !strings.Contains(err.Error(), "is a table") {
				t.Errorf("%v", err)
			}
		}
	}
}
