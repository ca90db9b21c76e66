package fix_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/rules"
	"github.com/erplan/erplan/rules/book"
	"github.com/erplan/erplan/rules/fix"
)

// TestSafe holds that safe fixes add no finding to a design: what they change
// means the same.
func TestSafe(t *testing.T) {
	files, _ := filepath.Glob("../../testdata/rules/*/*/bad*.toml")
	changed := 0
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out, done := fix.Mend(name, text, catalog.Embedded(), false)
		if len(done) == 0 {
			continue
		}
		changed++
		before, after := findings(text), findings(out)
		for f := range after {
			if before != nil && !before[f] {
				t.Errorf("%s: the fixes %v add the finding %s", name, done, f)
			}
		}
	}
	if changed < 3 {
		t.Errorf("only %d of %d texts have anything to mend", changed, len(files))
	}
}

// findings returns the rules and paths of what is found in a text.
func findings(text []byte) map[string]bool {
	draft, _ := planner.ReadText(nil, "erplan.toml", text)
	if draft == nil {
		return nil
	}
	d, _ := draft.Design("")
	if d == nil {
		return nil
	}
	out := map[string]bool{}
	for _, f := range rules.Run(d, book.Rules, rules.Settings{}).Findings {
		out[f.Rule+" "+f.Place.Path] = true
	}
	return out
}

// TestProposals makes every change that findings about the bad examples of the
// rules propose, one at a time: the design can still be read.
func TestProposals(t *testing.T) {
	files, _ := filepath.Glob("../../testdata/rules/*/*/bad*.toml")
	made := 0
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		draft, _ := planner.ReadText(nil, "erplan.toml", text)
		if draft == nil {
			continue
		}
		d, _ := draft.Design("")
		if d == nil {
			continue
		}
		found := rules.Run(d, book.Rules, rules.Settings{}).Findings
		for i := range found {
			f, ok := fix.Finding(&found[i])
			if !ok || found[i].Place.File != draft.File {
				continue
			}
			out, done := fix.Apply(text, []fix.Fix{f})
			if len(done) != 1 || f.Safe {
				t.Errorf("%s: %s is not made", name, f.Title)
				continue
			}
			made++
			if changed, diags := planner.ReadText(nil, "erplan.toml", out); changed == nil {
				t.Errorf("%s: %s of %s (%s): %v", name, f.Title, f.Rule, found[i].Fix, diags[0].Message)
			}
		}
	}
	if made < 100 {
		t.Errorf("only %d changes are proposed", made)
	}
}
