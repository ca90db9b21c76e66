package suggest_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/planner/suggest"
	"github.com/erplan/erplan/planner/suggest/view"
	"github.com/erplan/erplan/rules/book"
)

// TestShipped searches from every design of testdata, and every option of one:
// whatever is in it, what is suggested is sound, and the same twice.
func TestShipped(t *testing.T) {
	root := "../../testdata/designs"
	if everything := os.Getenv("ERPLAN_ALL_TESTDATA"); everything != "" {
		root = everything
	}
	n := 0
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ".toml") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		draft, _ := planner.ReadText(nil, "erplan.toml", text)
		if draft == nil {
			return nil
		}
		for _, option := range append([]string{""}, draft.Options()...) {
			first := written(t, path, draft, option)
			if second := written(t, path, draft, option); first != second {
				t.Errorf("%s, option %q: two searches differ:\n%s\n%s", path, option, first, second)
			}
			n++
			if option == "" {
				claims(t, path, string(text), draft)
			}
		}
		return nil
	})
	if err != nil || n < 20 {
		t.Error(n, err)
	}
}

// written returns what is written of a search; "" of a design that is not
// sound.
func written(t *testing.T, path string, draft *planner.Draft, option string) string {
	r, _ := suggest.Search(draft, option, suggest.Settings{Book: book.Rules, Most: 2, Analyses: 12})
	if r == nil {
		return ""
	}
	for _, o := range view.Options(r) {
		if !strings.Contains(o.TOML, "[options."+o.Name) {
			t.Errorf("%s: %s", path, o.TOML)
		}
	}
	var b strings.Builder
	if err := view.Text(&b, r, view.Header{File: "erplan.toml"}); err != nil {
		t.Error(err)
	}
	file := view.File(r, "erplan.toml")
	if canonical(t, file) != file {
		t.Errorf("%s: what is written is not in canonical form:\n%s", path, file)
	}
	return b.String() + file
}

// canonical returns a design file as "erplan fmt" writes it.
func canonical(t *testing.T, text string) string {
	f, faults := source.Parse("erplan.toml", []byte(text))
	if len(faults) > 0 {
		t.Fatalf("%v\n%s", faults, text)
	}
	out, err := edit.Format(f)
	if err != nil {
		t.Error(err)
	}
	return out
}

// claims holds what is suggested for a design to what it says.
func claims(t *testing.T, path, text string, draft *planner.Draft) {
	r, _ := suggest.Search(draft, "", suggest.Settings{Book: book.Rules, Most: 2, Analyses: 12})
	if r == nil || len(r.Suggestions) == 0 && r.Next == nil {
		return
	}
	before := judge(t, text, "")
	for i, o := range view.Options(r) {
		hold(t, path, text, before, o, &r.Suggestions[i], true)
	}
	if r.Next != nil {
		hold(t, path, text, before, view.Option{Name: "step-of-test", TOML: r.Next.Overlay.TOML("step-of-test", "", "")}, r.Next, false)
	}
}
