package book

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
	"github.com/erplan/erplan/testdata"
)

// minimal are the rules on what a fixture leaves out because it is small: they
// are no concern of other rules' fixtures.
var minimal = []string{
	"peering/private-peering-missing", "microsoft-peering/route-filter-missing",
	"microsoft-peering/nat-missing", "microsoft-peering/advertised-prefixes-missing",
}

// apart are pairs of rules that report different mistakes at one place: each
// is mended in another way, so that neither yields.
var apart = map[[2]string]string{
	{"global-reach/address-prefix-overlap", "global-reach/address-prefix-size"}:                                   "which prefix, and how long",
	{"ipsec/throughput", "virtual-wan/vpn-branch-limits"}:                                                         "the rate of a tunnel, and how many there are to be",
	{"microsoft-peering/expressroute-not-preferred-over-internet", "redundancy/maintenance-prepend-not-honoured"}: "against the Internet, and between the links",
	{"redundancy/prefix-on-one-link-only", "routing/private-prefix-limit"}:                                        "too many, and not on both links",
	{"gateway/pps-flows-vms", "gateway/throughput-below-need"}:                                                    "packets, and bits",
	{"virtual-wan/hub-prefix-overlap", "virtual-wan/hub-prefix-size"}:                                             "which prefix, and how long",
}

// A run is what the whole book says of a fixture.
type run struct {
	rules.Result
	design *planner.Design
}

// runs keeps what the book said of each fixture, for the next test.
var runs = map[string]run{}

// whole runs the whole book over a fixture.
func whole(t *testing.T, name string) (rules.Result, *planner.Design) {
	t.Helper()
	if r, ok := runs[name]; ok {
		return r.Result, r.design
	}
	draft, _ := planner.Read(testdata.Rules, name)
	if draft == nil {
		t.Fatalf("%s is not sound", name)
	}
	option := ""
	if names := draft.Options(); len(names) == 1 {
		option = names[0]
	}
	d, _ := draft.Design(option)
	if d == nil {
		t.Fatalf("%s is not sound", name)
	}
	result := rules.Run(d, Rules, rules.Settings{Current: currentOf(name), Date: dateOf(d)})
	runs[name] = run{result, d}
	return result, d
}

var alsoNames = regexp.MustCompile(`(?m)^# also (.*)$`)

// TestWholeBook runs all rules over every fixture: one mistake is one finding,
// and what meets a rule breaks no other that it does not name.
func TestWholeBook(t *testing.T) {
	met := map[[2]string]bool{}
	for _, rule := range tested() {
		for _, name := range fixtures(t, rule.ID) {
			result, _ := whole(t, name)
			if strings.HasPrefix(path.Base(name), "good") {
				checkOthers(t, rule, name, result.Findings)
			} else {
				checkOverlap(t, rule, name, result.Findings, met)
			}
		}
	}
	for pair := range apart {
		if !met[pair] {
			t.Errorf("no fixture has %s and %s at one place any more", pair[0], pair[1])
		}
	}
}

// checkOverlap reports errors and warnings of other rules at the place of a
// finding of the fixture's own rule.
func checkOverlap(t *testing.T, rule *rules.Rule, name string, findings []diag.Diagnostic, met map[[2]string]bool) {
	t.Helper()
	own := map[string]bool{}
	for i := range findings {
		if f := &findings[i]; f.Rule == rule.ID && f.Severity >= diag.Warning {
			own[f.Place.Path] = true
		}
	}
	for i := range findings {
		f := &findings[i]
		pair := [2]string{min(rule.ID, f.Rule), max(rule.ID, f.Rule)}
		switch {
		case f.Rule == rule.ID || f.Severity < diag.Warning || !own[f.Place.Path]:
		case apart[pair] != "":
			met[pair] = true
		default:
			t.Errorf("%s: %s: %s reports too: %s", name, f.Place.Path, f.Rule, f.Message)
		}
	}
}

// checkOthers compares the errors of other rules with those that a good
// fixture names. With -update the fixture is written anew.
func checkOthers(t *testing.T, rule *rules.Rule, name string, findings []diag.Diagnostic) {
	t.Helper()
	var got []string
	for i := range findings {
		f := &findings[i]
		if f.Rule != rule.ID && f.Severity == diag.Error && !slices.Contains(minimal, f.Rule) && !slices.Contains(got, f.Rule) {
			got = append(got, f.Rule)
		}
	}
	slices.Sort(got)
	text, err := fs.ReadFile(testdata.Rules, name)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	if m := alsoNames.FindStringSubmatch(string(text)); m != nil {
		want = strings.Split(m[1], ", ")
	}
	if slices.Equal(got, want) {
		return
	}
	if *update {
		writeAlso(t, name, string(text), got)
		return
	}
	t.Errorf("%s also breaks %v, and names %v; mend the fixture or the rule, or after a look: go test ./rules/book -run TestWholeBook -update", name, got, want)
}

// writeAlso writes the comment that names other rules after the first comment
// of a fixture.
func writeAlso(t *testing.T, name, text string, ids []string) {
	text = alsoComment.ReplaceAllString(text, "")
	at := 0
	for strings.HasPrefix(text[at:], "#") {
		at += strings.Index(text[at:], "\n") + 1
	}
	if len(ids) > 0 {
		text = text[:at] + "# also " + strings.Join(ids, ", ") + "\n" + text[at:]
	}
	if err := os.WriteFile(filepath.Join("..", "..", "testdata", filepath.FromSlash(name)), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestUnchanged holds that a design which changes nothing breaks no rule on
// changes: with itself as the current state its findings stay the same.
func TestUnchanged(t *testing.T) {
	for _, rule := range tested() {
		for _, name := range fixtures(t, rule.ID) {
			if currentOf(name) != nil {
				continue
			}
			alone, d := whole(t, name)
			with := rules.Run(d, Rules, rules.Settings{Current: d, Date: dateOf(d)})
			if a, b := describe(alone.Findings), describe(with.Findings); a != b {
				t.Errorf("%s: without a current state%s\nwith itself as the current state%s", name, a, b)
			}
		}
	}
}

// dateOf returns the day of the run that a fixture states.
func dateOf(d *planner.Design) planner.Date {
	var day planner.Date
	if m := dateComment.FindStringSubmatch(d.File.Text); m != nil {
		day, _ = planner.ParseDate(m[1])
	}
	return day
}

// TestYields holds that rules yield to rules that exist, and never two to each
// other: both findings would be lost.
func TestYields(t *testing.T) {
	for _, r := range Rules {
		for _, id := range r.YieldsTo {
			switch other := rules.Find(Rules, id); {
			case other == nil:
				t.Errorf("%s yields to %s, which does not exist", r.ID, id)
			case yields(other, r.ID, nil):
				t.Errorf("%s yields to %s, which yields to it", r.ID, id)
			}
		}
	}
}

// yields reports whether a rule yields to another, at once or over others.
func yields(r *rules.Rule, to string, seen []string) bool {
	for _, id := range r.YieldsTo {
		if id == to {
			return true
		}
		if other := rules.Find(Rules, id); other != nil && !slices.Contains(seen, id) && yields(other, to, append(seen, id)) {
			return true
		}
	}
	return false
}
