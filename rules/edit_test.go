package rules_test

import (
	"slices"
	"testing"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// TestEdit holds that a finding carries the edit that its rule gives, and none
// of another file.
func TestEdit(t *testing.T) {
	const text = "schema = 1\n[design]\nname = \"x\"\n"
	draft, _ := planner.ReadText(nil, "erplan.toml", []byte(text))
	d, _ := draft.Design("")
	rule := &rules.Rule{ID: "a/b", Severity: diag.Error, Check: func(p *rules.Pass) {
		p.Report(p.Info.At("name"), "here").Edit(p.Info.ValueAt("name"), `"y"`, true)
		p.Report(p.Info.At("owner"), "elsewhere").Edit(source.Place{File: &source.File{}}, `"y"`, true)
	}}
	found := rules.Run(d, []*rules.Rule{rule}, rules.Settings{}).Findings
	if len(found) != 2 {
		t.Fatal(found)
	}
	for _, f := range found {
		want := []diag.Edit{{Start: 27, End: 30, New: `"y"`}}
		if f.Message != "here" {
			want = nil
		}
		if !slices.Equal(f.Edits, want) || f.Safe != (want != nil) {
			t.Errorf("%s: got %v, %v", f.Message, f.Edits, f.Safe)
		}
	}
}
