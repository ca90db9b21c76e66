package routing_test

import (
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/routing"
	"github.com/erplan/erplan/planner/topology"
)

func TestFacts(t *testing.T) {
	files, err := filepath.Glob("../../testdata/routing/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no facts to test: %v", err)
	}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			text := map[string]string{}
			for _, f := range archive.Files {
				text[f.Name] = string(f.Data)
			}
			if len(archive.Comment) == 0 {
				t.Error("the file does not say what it shows")
			}
			run(t, load(t, text["erplan.toml"]), text["expect"])
		})
	}
}

// load reads a design or fails the test.
func load(t testing.TB, text string) *planner.Design {
	t.Helper()
	fsys := fstest.MapFS{"erplan.toml": &fstest.MapFile{Data: []byte(text)}}
	d, diags := planner.Load(fsys, "erplan.toml", "")
	if d == nil {
		for _, one := range diags {
			t.Errorf("%s: %s", one.Place.Path, one.Message)
		}
		t.FailNow()
	}
	return d
}

// run checks the facts of a script.
func run(t *testing.T, d *planner.Design, text string) {
	s, err := parseScript(text)
	if err != nil {
		t.Fatalf("expect: %v", err)
	}
	top := topology.New(d)
	router := routing.New(top)
	flows := map[string]topology.Flow{}
	for _, f := range top.Flows() {
		flows[f.Name] = f
	}
	var states []topology.State
	for i := range s.blocks {
		b := &s.blocks[i]
		state, err := b.state(top)
		if err != nil {
			t.Fatalf("expect:%d: %v", b.line, err)
		}
		if !b.then {
			states = nil
		}
		states = append(states, state)
		for _, e := range b.expect {
			f, ok := flows[e.words[0]]
			if !ok {
				t.Fatalf("expect:%d: there is no flow %q", e.line, e.words[0])
			}
			results := router.Sequence(f, states...)
			if err := check(e.words[1:], &results[len(results)-1]); err != nil {
				t.Errorf("expect:%d: flow %s: %v", e.line, f.Name, err)
			}
			if f.Start >= 0 && results[len(results)-1].Carried() && !available(top, f, state) {
				t.Errorf("expect:%d: flow %s is carried, but the structure has no way", e.line, f.Name)
			}
		}
	}
}
