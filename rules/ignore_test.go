package rules_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

// TestIgnore reads comments that accept findings: the finding is at the
// bandwidth of each circuit, and at the header where there is none.
func TestIgnore(t *testing.T) {
	rule := &rules.Rule{ID: "test/bandwidth", Severity: diag.Error, Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			p.Report(c.At("bandwidth"), "%s", c.Name())
		}
	}}
	firm := &rules.Rule{ID: "test/firm", Severity: diag.Error, Firm: true, Check: func(p *rules.Pass) {
		p.Report(p.Circuits[0].At("bandwidth"), "firm")
	}}
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"none", "[circuits.a]\nbandwidth = \"1 Gbps\"", []string{"test/bandwidth a"}},
		{"behind the line", "[circuits.a]\nbandwidth = \"1 Gbps\" # erplan:ignore test/bandwidth until March", []string{"test/bandwidth a: until March"}},
		{"above the line", "[circuits.a]\n# erplan:ignore test/bandwidth until March\n\n# another\nbandwidth = \"1 Gbps\"", []string{"test/bandwidth a: until March"}},
		{"above the table", "# erplan:ignore test/* until March\n[circuits.a]\ntags = {}", []string{"test/bandwidth a: until March"}},
		{"another line", "[circuits.a]\ntags = {} # erplan:ignore test/bandwidth until March\nbandwidth = \"1 Gbps\"",
			[]string{"check/unused-exception the comment accepts no finding of test/bandwidth about line 4", "test/bandwidth a"}},
		{"one of two", "[circuits.a]\nbandwidth = \"1 Gbps\"\n[circuits.b]\nbandwidth = \"1 Gbps\" # erplan:ignore test/bandwidth b only",
			[]string{"test/bandwidth a", "test/bandwidth b: b only"}},
		{"no reason", "[circuits.a]\nbandwidth = \"1 Gbps\" # erplan:ignore test/bandwidth",
			[]string{"test/bandwidth a", "check/ignore-without-reason the comment names no reason, so it accepts nothing"}},
		{"no rule", "[circuits.a]\nbandwidth = \"1 Gbps\" # erplan:ignore",
			[]string{"test/bandwidth a", "check/ignore-without-reason the comment names no rule, so it accepts nothing"}},
		{"unknown rule", "[circuits.a]\nbandwidth = \"1 Gbps\" # erplan:ignore test/bandwith until March",
			[]string{"test/bandwidth a", "check/unknown-rule there is no rule \"test/bandwith\""}},
		{"not a mark", "[circuits.a]\nbandwidth = \"1 Gbps\" # erplan:ignored test/bandwidth x", []string{"test/bandwidth a"}},
		{"in a string", "[circuits.a]\nservice_provider = \"# erplan:ignore test/bandwidth x\"\nbandwidth = \"1 Gbps\"", []string{"test/bandwidth a"}},
		{"the end of the text", "[circuits.a]\nbandwidth = \"1 Gbps\"\n# erplan:ignore test/bandwidth x",
			[]string{"test/bandwidth a", "check/unused-exception the comment accepts no finding of test/bandwidth about line 5"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, found(t, test.text, rule)); diff != "" {
				t.Error(diff)
			}
		})
	}
	got := found(t, "[circuits.a]\nbandwidth = \"1 Gbps\" # erplan:ignore test/firm x", firm)
	if want := []string{"test/firm firm", "check/unused-exception the comment accepts no finding of test/firm about line 4"}; !cmp.Equal(got, want) {
		t.Error("a firm rule:", got)
	}
}

func found(t *testing.T, text string, book ...*rules.Rule) []string {
	t.Helper()
	draft, diags := planner.ReadText(nil, "x.toml", []byte("schema = 1\ndefaults.circuits.peering_location = \"London\"\n"+text))
	if draft == nil {
		t.Fatal(diags)
	}
	d, _ := draft.Design("")
	if d == nil {
		t.Fatal("not sound")
	}
	var out []string
	for _, f := range rules.Run(d, book, rules.Settings{}).Findings {
		line := fmt.Sprintf("%s %s", f.Rule, f.Message)
		if f.Excepted != "" {
			line += ": " + f.Excepted
		}
		out = append(out, line)
	}
	return out
}
