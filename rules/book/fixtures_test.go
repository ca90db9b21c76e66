package book

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
	"github.com/erplan/erplan/rules/house"
	"github.com/erplan/erplan/testdata"
)

// Each rule is tried on its fixtures, rules/FAMILY/NAME/{bad,good}*.toml. A
// comment on the line where a finding belongs holds its expectation, as
// regular expressions in quotes:
//
//	vlan_id = 100 # want "VLAN 100 is already"
//	bfd_capable = … # unknown "does not say"
//	tier = "local" # want:warning "…"     also checks the severity
//
// A good fixture has no want comment, a bad one at least one. A comment
// "# date 2026-01-31" anywhere gives the day of the run. For a rule on a
// planned change NAME.current.toml is the network as it is today.
//
// Fixtures are run with their own rule and with the whole book. A good one that
// breaks other rules, because it is about keeping quiet where they speak, names
// them: "# also location/peering-location-unknown".

// fixtures returns the files of a rule's fixture folder, without those that
// hold the current state of another.
func fixtures(t *testing.T, id string) []string {
	t.Helper()
	names, err := fs.Glob(testdata.Rules, path.Join("rules", id, "*.toml"))
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(names, isCurrent)
}

// tested returns the rules that have a check, and so fixtures.
func tested() []*rules.Rule {
	var out []*rules.Rule
	for _, r := range Rules {
		if r.Check != nil {
			out = append(out, r)
		}
	}
	return out
}

func TestFixtures(t *testing.T) {
	for _, rule := range tested() {
		t.Run(rule.ID, func(t *testing.T) {
			bad, good := 0, 0
			for _, name := range fixtures(t, rule.ID) {
				switch base := path.Base(name); {
				case strings.HasPrefix(base, "bad"):
					bad++
				case strings.HasPrefix(base, "good"):
					good++
				case !strings.HasPrefix(base, "unknown") && !strings.HasPrefix(base, "base"):
					t.Errorf("%s: a fixture is called bad*, good*, unknown* or base* (for extends)", name)
				}
				t.Run(path.Base(name), func(t *testing.T) { checkFixture(t, rule, name) })
			}
			if bad == 0 || good == 0 {
				t.Errorf("testdata/rules/%s has %d bad and %d good fixtures; it needs one of each", rule.ID, bad, good)
			}
		})
	}
}

// TestMutation turns each rule off: its bad fixtures must then fail.
func TestMutation(t *testing.T) {
	for _, rule := range tested() {
		off := *rule
		off.Check = func(*rules.Pass) {}
		for _, name := range fixtures(t, rule.ID) {
			if strings.HasPrefix(path.Base(name), "bad") && len(mismatches(t, &off, name)) == 0 {
				t.Errorf("%s: passes without the rule", name)
			}
		}
	}
}

// TestNoStrayFixtures finds fixture folders that belong to no rule.
func TestNoStrayFixtures(t *testing.T) {
	dirs, err := fs.Glob(testdata.Rules, "rules/*/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range dirs {
		id := strings.TrimPrefix(dir, "rules/")
		if !slices.ContainsFunc(Rules, func(r *rules.Rule) bool { return r.ID == id }) {
			t.Errorf("testdata/%s belongs to no rule; declare the rule in the book or remove the folder", dir)
		}
	}
}

func checkFixture(t *testing.T, rule *rules.Rule, name string) {
	for _, m := range mismatches(t, rule, name) {
		t.Error(m)
	}
	text, err := fs.ReadFile(testdata.Rules, name)
	if err != nil {
		t.Fatal(err)
	}
	wants := wantComment.FindAll(text, -1)
	base := path.Base(name)
	if strings.HasPrefix(base, "bad") && len(wants) == 0 {
		t.Errorf("%s: a bad fixture has at least one want comment", name)
	}
	if strings.HasPrefix(base, "good") && len(wants) > 0 {
		t.Errorf("%s: a good fixture has no want comment", name)
	}
}

var wantComment = regexp.MustCompile(`#.*\bwant(:\w+)? ["` + "`" + `]`)

var dateComment = regexp.MustCompile(`(?m)#\s*date (\d{4}-\d{2}-\d{2})`)

// mismatches compares what a rule reports with what a fixture expects.
func mismatches(t *testing.T, rule *rules.Rule, name string) []string {
	t.Helper()
	draft, diags := planner.Read(testdata.Rules, name)
	var design *planner.Design
	if draft != nil {
		var more []diag.Diagnostic
		option := ""
		if names := draft.Options(); len(names) == 1 {
			option = names[0]
		}
		design, more = draft.Design(option)
		diags = append(diags, more...)
	}
	if design == nil {
		return []string{fmt.Sprintf("%s is not sound: %s", name, describe(diags))}
	}
	settings := rules.Settings{Current: currentOf(name)}
	if m := dateComment.FindStringSubmatch(design.File.Text); m != nil {
		settings.Date, _ = planner.ParseDate(m[1])
	}
	result := rules.Run(design, []*rules.Rule{rule}, settings)
	var out []string
	for _, m := range house.Compare(design.File, &result) {
		out = append(out, fmt.Sprintf("%s:%d: %s", name, m.Line, m.Message))
	}
	return out
}

func describe(diags []diag.Diagnostic) string {
	var lines []string
	for _, d := range diags {
		lines = append(lines, fmt.Sprintf("\n\t%d:%d: %s: %s [%s]", d.Place.Start().Line, d.Place.Start().Col, d.Place.Path, d.Message, d.Rule))
	}
	return strings.Join(lines, "")
}
