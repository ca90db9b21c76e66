package house

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/rules"
)

const head = "schema = 1\nname = \"contoso\"\n"

const design = `schema = 1
[sites.hq]
prefixes = ["10.0.0.0/16"]
[sites.hq.routers.r1]
bfd = true
[sites.hq.routers.r2]
[sites.lab]
[circuits.er-one]
peering_location = "London"
service_provider = "Equinix"
bandwidth = "500 Mbps"
[circuits.er-two]
peering_location = "London"
bandwidth = "2 Gbps"
tags = {owner = "net"}
[circuits.er-two.links.primary]
router = "hq/r1"
[circuits.er-three]
peering_location = "Paris"
`

// judged returns what a pack with one rule says of the design.
func judged(t *testing.T, rule string) []string {
	t.Helper()
	pack, diags := Read("pack.toml", []byte(head+"[rules.r]\n"+rule), nil)
	if pack == nil {
		t.Fatal(diags[0].Message)
	}
	draft, wrong := planner.ReadText(nil, "x.toml", []byte(design))
	if draft == nil {
		t.Fatal(wrong)
	}
	d, wrong := draft.Design("")
	if d == nil {
		t.Fatal(wrong)
	}
	var out []string
	found := rules.Run(d, pack.Rules, rules.Settings{})
	for _, f := range found.Findings {
		out = append(out, fmt.Sprintf("%d %s: %s", f.Place.Start().Line, f.Severity, f.Message))
	}
	for _, f := range found.Unknown {
		out = append(out, fmt.Sprintf("%d unknown: %s", f.Place.Start().Line, f.Message))
	}
	return out
}

// TestJudge runs conditions over one design.
func TestJudge(t *testing.T) {
	for _, test := range []struct {
		rule string
		want []string
	}{
		{"condition = 'all(circuits, .bandwidth_mbps >= 1000)'\nmessage = '{it.name} has {it.bandwidth}'",
			[]string{"11 warning: er-one has 500 Mbps", "18 unknown: bandwidth_mbps is not stated"}},
		{"for = 'circuits'\ncondition = 'it.bandwidth_mbps >= 1000'\nmessage = 'x'\nat = 'service_provider'\nseverity = 'error'",
			[]string{"10 error: x", "18 unknown: bandwidth_mbps is not stated"}},
		{"for = 'circuits'\ncondition = '(it.bandwidth_mbps ?? 1000) >= 1000'\nmessage = 'x'", []string{"11 warning: x"}},
		{"for = 'circuits'\ncondition = '!stated(it.bandwidth) || it.bandwidth_mbps >= 1000'\nmessage = 'x'", []string{"11 warning: x"}},
		{"for = 'circuits'\ncondition = 'it.name startsWith \"er-\"'\nmessage = 'x'", nil},
		{"for = 'circuits'\ncondition = 'it.name matches \"^er-t\"'\nmessage = 'bad name {it.name}'", []string{"8 warning: bad name er-one"}},
		{"for = 'circuits'\ncondition = 'it.service_provider in [\"Colt\"]'\nmessage = '{it.service_provider} is not ours'",
			[]string{"10 warning: Equinix is not ours", "12 unknown: service_provider is not stated", "18 unknown: service_provider is not stated"}},
		{"for = 'sites.routers'\ncondition = 'it.bfd'\nmessage = 'x'", []string{"6 unknown: bfd is not stated"}},
		{"for = 'sites'\ncondition = 'all(it.prefixes, cidr_contains(\"10.0.0.0/8\", #))'\nmessage = 'x'", []string{"7 unknown: prefixes is not stated"}},
		{"for = 'sites'\ncondition = '!any(it.prefixes ?? [], cidr_overlaps(\"10.0.3.0/24\", #))'\nmessage = '{it.name}'", []string{"3 warning: hq"}},
		{"for = 'circuits.links.primary'\ncondition = 'it.router != \"hq/r1\"'\nmessage = '{it.path}'", []string{"17 warning: circuits.er-two.links.primary"}},
		{"condition = 'len(circuits) <= 2'\nmessage = '{len(circuits)} circuits'", []string{"1 warning: 3 circuits"}},
		{"condition = 'requirements.resiliency == \"maximum\"'\nmessage = 'x'", []string{"1 unknown: resiliency is not stated"}},
		{"for = 'circuits'\ncondition = 'stated(it.tags) && \"owner\" in it.tags'\nmessage = 'no owner of {it.name}'",
			[]string{"8 warning: no owner of er-one", "18 warning: no owner of er-three"}},
	} {
		if diff := cmp.Diff(test.want, judged(t, test.rule)); diff != "" {
			t.Errorf("%s\n%s", test.rule, diff)
		}
	}
}

// TestWrong reports what is wrong with a pack at its line and column.
func TestWrong(t *testing.T) {
	rule := func(lines ...string) string { return head + "[rules.r]\n" + strings.Join(lines, "\n") }
	for _, test := range []struct{ pack, want string }{
		{"", "1:1 schema is 0"},
		{"schema = 1\nname = \"bfd\"\n[rules.r]\ncondition = 'true'\nmessage = 'x'", "2:1 \"bfd\" is a family"},
		{"schema = 1\nname = \"A B\"", "2:1 a pack has a name"},
		{head, "1:1 the pack has no rules"},
		{head + "[rules.r]\ncondition = 'true", "4:13 "},
		{rule("condition = 'true'"), "3:1 the rule has no message"},
		{rule("condition = 'true'", "message = 'x'", "severty = 'error'"), "6:1 unknown key \"severty\""},
		{rule("condition = 'true'", "message = 'x'", "severity = 'bad'"), "6:12 \"bad\" is no severity"},
		{rule("condition = 'all(circuits, .bandwith_mbps > 1)'", "message = 'x'"), "4:29 condition: "},
		{rule("condition = 'all(circuit, .name != \"\")'", "message = 'x'"), "4:18 condition: unknown name circuit"},
		{rule("condition = 'all(circuits, .bandwidth_mbps > \"x\")'", "message = 'x'"), "4:44 condition: invalid operation"},
		{rule("condition = 'len(circuits)'", "message = 'x'"), "condition: expected bool"},
		{rule("for = 'circuit'", "condition = 'true'", "message = 'x'"), "4:7 there is no table \"circuit\""},
		{rule("for = 'circuits'", "at = 'nothing'", "condition = 'true'", "message = 'x'"), "5:6 \"nothing\" is no key"},
		{rule("condition = 'true'", "message = '{x'"), "5:11 message: { without }"},
		{rule("condition = 'true'", "message = 'a {nothing}'"), "5:15 message: unknown name nothing"},
		{"schema = 1\nname = 1", "2:"},
		{head + "rules = 3", "the pack has no rules"},
	} {
		pack, diags := Read("pack.toml", []byte(test.pack), []*rules.Rule{{ID: "bfd/x"}})
		if pack != nil {
			t.Errorf("%q is read as a pack", test.pack)
			continue
		}
		var all []string
		for _, d := range diags {
			at := d.Place.Start()
			all = append(all, fmt.Sprintf("%d:%d %s", at.Line, at.Col, d.Message))
		}
		if !strings.Contains(strings.Join(all, "\n"), test.want) {
			t.Errorf("%q: %q, want %q", test.pack, all, test.want)
		}
	}
}

// TestCompare reads want comments.
func TestCompare(t *testing.T) {
	pack, diags := Read("pack.toml", []byte(head+"[rules.r]\ncondition = 'all(circuits, .bandwidth_mbps >= 1000)'\nmessage = '{it.name} is slow'"), nil)
	if pack == nil {
		t.Fatal(diags)
	}
	for text, want := range map[string][]Mismatch{
		"bandwidth = \"1 Gbps\"":                                    nil,
		"bandwidth = \"500 Mbps\" # want \"er-a is slow\"":          nil,
		"bandwidth = \"500 Mbps\" # want:warning \"er-a\"":          nil,
		"bandwidth = \"500 Mbps\" # want:error \"er-a\"":            {{4, "not wanted: warning: er-a is slow [contoso/r]"}, {4, `nothing matches "er-a"`}},
		"bandwidth = \"500 Mbps\"":                                  {{4, "not wanted: warning: er-a is slow [contoso/r]"}},
		"bandwidth = \"1 Gbps\" # want \"er-a\"":                    {{4, `nothing matches "er-a"`}},
		"tags = {} # unknown \"bandwidth\"":                         {{2, "not wanted: unknown: bandwidth_mbps is not stated [contoso/r]"}, {4, `nothing matches "bandwidth"`}},
		"bandwidth = \"500 Mbps\" # want \"er-a\" \"is slow\"":      {{4, `nothing matches "is slow"`}},
		"bandwidth = \"500 Mbps\" # want \"(\"":                     {{4, "not wanted: warning: er-a is slow [contoso/r]"}, {4, "error parsing regexp: missing closing ): `(`"}},
		"bandwidth = \"500 Mbps\" # nobody would want \"anything\"": {{4, "not wanted: warning: er-a is slow [contoso/r]"}, {4, `nothing matches "anything"`}},
	} {
		draft, _ := planner.ReadText(nil, "x.toml", []byte("schema = 1\n[circuits.er-a]\npeering_location = \"London\"\n"+text))
		d, wrong := draft.Design("")
		if d == nil {
			t.Fatal(wrong)
		}
		found := rules.Run(d, pack.Rules, rules.Settings{})
		got := Compare(d.File, &found)
		less := cmp.Transformer("sorted", func(in []Mismatch) map[string]int {
			out := map[string]int{}
			for _, m := range in {
				out[m.Message] = m.Line
			}
			return out
		})
		if diff := cmp.Diff(want, got, less); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

// FuzzRead holds that no text stops the reader.
func FuzzRead(f *testing.F) {
	f.Add(head + "[rules.r]\ncondition = 'all(circuits, .bandwidth_mbps >= 1000)'\nmessage = '{it.name}'")
	f.Add(head + "[rules.r]\nfor = 'sites.routers'\ncondition = 'it.bfd ?? true'\nmessage = '{'")
	draft, _ := planner.ReadText(nil, "x.toml", []byte(design))
	d, _ := draft.Design("")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 2000 {
			return
		}
		if pack, diags := Read("pack.toml", []byte(text), nil); pack != nil {
			rules.Run(d, pack.Rules, rules.Settings{})
		} else if len(diags) == 0 {
			t.Error("no pack, and nothing wrong with it")
		}
	})
}
