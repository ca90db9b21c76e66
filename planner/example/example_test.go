package example_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/example"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
	"github.com/erplan/erplan/rules/book"
	_ "github.com/erplan/erplan/testdata/seed"
)

// check returns what is wrong with a design: what the loader and the rules
// find, requirements and scenarios that do not hold, and
// unknowns that are more than advice.
func check(text string) []string {
	draft, diags := planner.ReadText(nil, "erplan.toml", []byte(text))
	if draft == nil {
		return []string{fmt.Sprint(diags)}
	}
	d, diags := draft.Design("")
	if d == nil {
		return []string{fmt.Sprint(diags)}
	}
	var out []string
	r := rules.Run(d, book.Rules, rules.Settings{})
	for _, f := range append(diags, r.Findings...) {
		if f.Severity > diag.Advice && f.Excepted == "" {
			out = append(out, fmt.Sprintf("%d: %s: %s", f.Place.Start().Line, f.Rule, f.Message))
		}
	}
	for _, u := range r.Unknown { // advice may stay open: who watches what, and when, is not for an example to say
		if u.Severity > diag.Advice {
			out = append(out, "unknown: "+u.Rule+": "+u.Message)
		}
	}
	a := outcome.New(d, outcome.Settings{})
	for _, x := range a.Intents() {
		if x.Verdict != outcome.Met {
			out = append(out, fmt.Sprintf("%s %s: %s: %v", x.Requirement, x.Wanted, x.Verdict, x.Blockers))
		}
	}
	for _, s := range a.Declared() {
		if !s.Holds() {
			out = append(out, fmt.Sprintf("scenario %s does not hold: %v %v", s.Written.Name(), s.Unmet, s.Problems))
		}
	}
	return out
}

// TestExamples holds every example to its own checks: it is what every user
// copies.
func TestExamples(t *testing.T) {
	for _, e := range example.All() {
		t.Run(e.Name, func(t *testing.T) {
			for _, bad := range check(e.Text) {
				t.Error(bad)
			}
			f, _ := source.Parse(e.Name, []byte(e.Text))
			if form, err := edit.Format(f); err != nil || form != e.Text {
				t.Errorf("erplan fmt would change it (%v):\n%s", err, edit.Diff(e.Name, []byte(e.Text), []byte(form)))
			}
			for i, line := range strings.Split(e.Text, "\n") {
				if len([]rune(line)) > 170 || strings.TrimRight(line, " \t") != line {
					t.Errorf("line %d is too long or ends in a blank: %q", i+1, line)
				}
			}
			if comments := strings.Count(e.Text, "#"); comments < 8 {
				t.Errorf("only %d comments explain the choices", comments)
			}
		})
	}
}

// TestMaximumIsShort: the first file that a user reads fits a screen or two.
func TestMaximumIsShort(t *testing.T) {
	e, ok := example.Find("Maximum")
	if n := strings.Count(e.Text, "\n"); !ok || n >= 80 {
		t.Errorf("%d lines, expected fewer than 80", n)
	}
}

// TestCompose composes designs for places all over the catalogue, and checks
// each.
func TestCompose(t *testing.T) {
	c := catalog.Embedded()
	var places []*catalog.Location
	for _, l := range c.Locations() {
		if l.Cloud == catalog.Public && len(example.Sellers(c, l)) > 0 {
			places = append(places, l)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		a := example.Answers{Level: rapid.SampledFrom(example.Levels).Draw(t, "level"), VPN: rapid.Bool().Draw(t, "vpn")}
		l := rapid.SampledFrom(places).Draw(t, "location")
		a.Locations = []string{l.Name}
		if rapid.Bool().Draw(t, "named") && (a.Level != "high" || l.Metro) {
			a.Providers = []string{rapid.SampledFrom(example.Sellers(c, l)).Draw(t, "provider")}
		}
		text, bad := example.Compose(c, a)
		if bad != nil {
			t.Skip(bad.Message)
		}
		if wrong := check(text); len(wrong) > 0 {
			t.Fatalf("%+v\n%s\n%s", a, strings.Join(wrong, "\n"), text)
		}
	})
}

// TestAnswers checks what is said of answers that cannot be taken.
func TestAnswers(t *testing.T) {
	for _, test := range []struct {
		answers        example.Answers
		question, want string
	}{
		{example.Answers{Level: "maximal", Locations: []string{"London"}}, "level", `Did you mean "maximum"`},
		{example.Answers{Locations: []string{"Lodnon"}}, "location", `Did you mean "London"`},
		{example.Answers{}, "location", "erplan catalog locations"},
		{example.Answers{Locations: []string{"London", "london"}}, "location", "two peering locations|Name another"},
		{example.Answers{Level: "standard", Locations: []string{"London", "Paris"}}, "location", "Name 1"},
		{example.Answers{Level: "high", Locations: []string{"Bangkok"}}, "location", "There are Metros at"},
		{example.Answers{Locations: []string{"London"}, Providers: []string{"Comcast"}}, "provider", "There are"},
		{example.Answers{Locations: []string{"London"}, Providers: []string{"Equinixx"}}, "provider", `Did you mean "Equinix"`},
		{example.Answers{Locations: []string{"London"}, Region: "uksoth"}, "region", `Did you mean "uksouth"`},
		{example.Answers{Locations: []string{"London"}, Region: "usgovvirginia"}, "region", "cloud"},
	} {
		_, bad := example.Compose(catalog.Embedded(), test.answers)
		if bad == nil || bad.Question != test.question || !regexp.MustCompile(test.want).MatchString(bad.Message+" "+bad.Hint) {
			t.Errorf("%+v: %+v, expected %s: %s", test.answers, bad, test.question, test.want)
		}
	}
}

// TestChosen checks what is chosen for answers that are left out, and that
// names of a user cannot break the file.
func TestChosen(t *testing.T) {
	c := catalog.Embedded()
	a, bad := example.Answers{Locations: []string{"amsterdam"}, Providers: []string{"colt"}}.Fill(c)
	if bad != nil {
		t.Fatal(bad)
	}
	if a.Level != "maximum" || a.Region != "westeurope" || len(a.Locations) != 2 || a.Providers[0] != "Colt" || a.Providers[1] == "Colt" {
		t.Errorf("chosen: %+v", a)
	}
	name := "a\"b\\c [x] ü"
	text, _ := example.Compose(c, example.Answers{Name: name + "\x1b\n\u202e", Locations: []string{"London"}})
	if draft, diags := planner.ReadText(nil, "x", []byte(text)); draft == nil || draft.Name() != name {
		t.Errorf("%v %v", draft, diags)
	}
}
