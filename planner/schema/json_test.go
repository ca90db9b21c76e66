package schema

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/source"
)

const checkedIn = "../../cmd/erplan/docs/schema/erplan.schema.json"

func TestCheckedIn(t *testing.T) { golden(t, checkedIn, string(JSON(catalog.Embedded()))) }

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(JSON(catalog.Embedded())))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	if err := c.AddResource(ID, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(ID)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestAgrees holds that the schema takes every text that the loader takes, and
// that it refuses those whose keys and values the loader refuses for their
// form.
func TestAgrees(t *testing.T) {
	s := compiled(t)
	files := glob(t, "../../testdata/designs/*/erplan.toml", 5)
	files = append(files, glob(t, "../../testdata/rules/*/*/*.toml", 100)...)
	files = append(files, glob(t, "../../testdata/load/*.toml", 20)...)
	refused := 0
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, faults := source.Parse(name, text)
		if len(faults) > 0 {
			continue
		}
		err = s.Validate(Plain(f.Root))
		if err != nil {
			refused++
		}
		if d, _ := planner.Load(os.DirFS(filepath.Dir(name)), filepath.Base(name), ""); d != nil && err != nil {
			t.Errorf("the loader takes %s, the schema does not: %v", name, err)
		}
	}
	if refused < 5 {
		t.Errorf("the schema refuses only %d files", refused)
	}
}

func glob(t *testing.T, pattern string, least int) []string {
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) < least {
		t.Fatal(pattern, files, err)
	}
	return files
}

// broken are designs that the schema refuses, each for one reason.
var broken = map[string]string{
	"unknown key":     "schema = 1\n[circuits.er]\ncolour = \"red\"",
	"other version":   "schema = 2",
	"no version":      "[design]\nname = \"x\"",
	"no word":         "schema = 1\n[circuits.er]\ntier = \"gold\"",
	"bare bandwidth":  "schema = 1\n[circuits.er]\nbandwidth = 1000",
	"bad unit":        "schema = 1\n[circuits.er]\nbandwidth = \"1 GB/s\"",
	"bad duration":    "schema = 1\n[requirements]\nrecovery_time = \"soon\"",
	"bad name":        "schema = 1\n[circuits.ER_1]\ntier = \"local\"",
	"no table":        "schema = 1\ncircuits = [\"er\"]",
	"not a list":      "schema = 1\n[sites.dc]\nprefixes = \"10.0.0.0/8\"",
	"above 100":       "schema = 1\n[requirements]\navailability = 101",
	"text for bool":   "schema = 1\n[monitoring]\ncircuit_alerts = \"yes\"",
	"half a figure":   "schema = 1\n[availability]\nrouter = { mtbf = \"8y\" }",
	"unknown kind":    "schema = 1\n[availability]\ntoaster = 99",
	"no reason":       "schema = 1\n[catalog_overrides.locations.london]\nzone = 2",
	"nested, unknown": "schema = 1\n[options.x.circuits.er.peerings.private]\nvlan = 1",
}

func TestBroken(t *testing.T) {
	s := compiled(t)
	for name, text := range broken {
		f, faults := source.Parse(name, []byte(text))
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		if s.Validate(Plain(f.Root)) == nil {
			t.Errorf("%s: the schema takes\n%s", name, text)
		}
	}
}

// TestTaplo has taplo, which editors use, check the shipped designs and the
// broken ones.
func TestTaplo(t *testing.T) {
	taplo, err := exec.LookPath("taplo")
	if err != nil {
		t.Skip("taplo is not installed; npm install -g @taplo/cli")
	}
	schema, err := filepath.Abs(checkedIn)
	if err != nil {
		t.Fatal(err)
	}
	lint := func(files ...string) (string, error) {
		args := append([]string{"lint", "--no-auto-config", "--schema", "file://" + schema}, files...)
		out, err := exec.Command(taplo, args...).CombinedOutput()
		return string(out), err
	}
	if out, err := lint(glob(t, "../../testdata/designs/*/erplan.toml", 5)...); err != nil {
		t.Errorf("taplo refuses a shipped design: %s", out)
	}
	dir := t.TempDir()
	var files []string
	for name, text := range broken {
		file := filepath.Join(dir, strings.ReplaceAll(name, " ", "-")+".toml")
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	out, _ := lint(files...)
	for _, file := range files {
		if !strings.Contains(out, filepath.Base(file)) {
			t.Errorf("taplo takes %s: %s", filepath.Base(file), out)
		}
	}
}
