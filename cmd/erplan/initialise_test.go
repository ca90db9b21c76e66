package main

import (
	"bufio"
	"bytes"
	"strings"
	"testing"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/example"
)

// ask answers the questions of init with lines.
func ask(a example.Answers, lines ...string) (example.Answers, string, error) {
	var out bytes.Buffer
	q := &questions{c: catalog.Embedded(), in: bufio.NewScanner(strings.NewReader(strings.Join(lines, "\n") + "\n")), out: &out}
	a, err := q.ask(a)
	return a, out.String(), err
}

// TestQuestions holds the dialogue: a wrong answer is explained and asked for
// again, an empty one takes what is in brackets, flags are not asked for.
func TestQuestions(t *testing.T) {
	a, out, err := ask(example.Answers{}, "maximun", "", "", "Amstredam", "Amsterdam", "Comcast", "colt", "amsterdam", "Frankfurt", "", "westeurop", "", "perhaps", "y", "Contoso")
	if err != nil {
		t.Fatal(err, out)
	}
	want := example.Answers{Name: "Contoso", Level: "maximum", Locations: []string{"Amsterdam", "Frankfurt"}, Region: "westeurope", VPN: true}
	if a.Name != want.Name || a.Level != want.Level || strings.Join(a.Locations, ",") != "Amsterdam,Frankfurt" || a.Providers[0] != "Colt" || a.Providers[1] == "Colt" || a.Region != want.Region || !a.VPN {
		t.Errorf("%+v\n%s", a, out)
	}
	for _, line := range []string{`Did you mean "maximum"?`, `Did you mean "Amsterdam"`, "Comcast sells no circuits at Amsterdam", "that is the first one", `Did you mean "westeurope"`, `"perhaps" is neither yes nor no`} {
		if !strings.Contains(out, line) {
			t.Errorf("%q is not said:\n%s", line, out)
		}
	}

	a, out, err = ask(example.Answers{Level: "standard", Locations: []string{"london"}, Providers: []string{"colt"}, Region: "UK South", Name: "N"}, "n")
	if err != nil || strings.Count(out, ": ") != 1 || a.Locations[0] != "London" {
		t.Errorf("%+v %v: only the VPN is asked for:\n%s", a, err, out)
	}
	if _, _, err = ask(example.Answers{Locations: []string{"nowhere at all"}}, ""); err == nil {
		t.Error("a wrong flag is not asked for again")
	}
	if _, _, err = ask(example.Answers{}, "maximum"); err == nil {
		t.Error("the end of the answers is an error")
	}
}
