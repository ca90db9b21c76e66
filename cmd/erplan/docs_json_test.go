package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// jsonCommands are the commands whose output docs/json.md describes, by the
// shape of it. They run where testdata/designs is.
var jsonCommands = []struct{ shape, command string }{
	{"check", "check -f json --all-options --rules designs/house.toml designs"},
	{"failover", "failover --json designs/EACH"},
	{"failover", "failover --json designs/maximum --depth 2"},
	{"failover", "failover --json designs/maximum --fail provider:Colt"},
	{"compare", "compare -f json designs/options"},
	{"compare", "compare -f json designs/options --prices designs/options/prices.toml --weight availability=3,cost=2"},
	{"compare", "compare -f json designs/maximum designs/standard designs/microsoft-peering"},
	{"changes", "compare -f json designs/options --changes --options two-locations"},
	{"changes", "compare -f json designs/maximum designs/standard --changes"},
	{"graph", "graph -f json designs/EACH"},
	{"graph", "graph -f json designs/maximum --fail provider:Colt --drain msee:er-frankfurt/primary"},
	{"suggest", "suggest -f json designs/options"},
	{"suggest", "suggest -f json designs/first-draft"},
	{"suggest", "suggest -f json designs/standard"},
	{"rules", "rules -f json"},
	{"drift", "drift --json drift/changed/erplan.toml drift/changed/export.json"},
	{"drift", "drift --json drift/renamed/erplan.toml drift/renamed/export.json"},
}

// A shape is a JSON object as the page describes it: its fields in order.
type shape struct {
	name   string
	fields []shapeField
}

type shapeField struct{ name, kind string }

var (
	shapeHead = regexp.MustCompile("^#{2,4} .*`([a-z-]+)`$")
	shapeRow  = regexp.MustCompile("^\\| `([a-z_]+)` \\| (.+?) \\| .+ \\|$")
	shapeLink = regexp.MustCompile(`^\[([a-z-]+)\]\(#[a-z-]+\)$`)
)

// readShapes reads the tables of the page.
func readShapes(t *testing.T) map[string]*shape {
	text, err := os.ReadFile("docs/json.md")
	if err != nil {
		t.Fatal(err)
	}
	shapes := map[string]*shape{}
	var now *shape
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if m := shapeHead.FindStringSubmatch(line); m != nil {
			now = &shape{name: m[1]}
			shapes[m[1]] = now
		} else if m := shapeRow.FindStringSubmatch(line); m != nil && now != nil {
			now.fields = append(now.fields, shapeField{m[1], m[2]})
		}
	}
	return shapes
}

// TestDocsJSON holds that the page on JSON describes every field that the
// commands write, with its type, and none that they do not.
func TestDocsJSON(t *testing.T) {
	shapes := readShapes(t)
	root, err := filepath.Abs("../../testdata/designs")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	for _, folder := range []string{"designs", "drift"} {
		if err := os.CopyFS(folder, os.DirFS(filepath.Join(root, "..", folder))); err != nil {
			t.Fatal(err)
		}
	}
	pack := "schema = 1\nname = \"contoso\"\n[rules.names]\nfor = \"circuits\"\ncondition = 'it.name startsWith \"x\"'\nmessage = \"no\"\n"
	if err := os.WriteFile("designs/house.toml", []byte(pack), 0o644); err != nil {
		t.Fatal(err)
	}
	w := &shapeWalker{shapes: shapes, wrong: map[string]bool{}, seen: map[string]bool{}}
	for _, c := range jsonCommands {
		for _, command := range eachDesign(t, c.command) {
			var out, errs bytes.Buffer
			run(strings.Fields(command), strings.NewReader(""), &out, &errs)
			var value any
			if err := json.Unmarshal(out.Bytes(), &value); err != nil {
				t.Fatalf("erplan %s: %v\n%s", command, err, &errs)
			}
			w.object(value, c.shape)
		}
	}
	for _, complaint := range w.complaints() {
		t.Error(complaint)
	}
}

// eachDesign repeats a command for every design where it says EACH.
func eachDesign(t *testing.T, command string) []string {
	if !strings.Contains(command, "EACH") {
		return []string{command}
	}
	designs, err := filepath.Glob("designs/*/erplan.toml")
	if err != nil || len(designs) == 0 {
		t.Fatal("no designs", err)
	}
	var commands []string
	for _, design := range designs {
		commands = append(commands, strings.Replace(command, "designs/EACH", design, 1))
	}
	return commands
}

// A shapeWalker compares values with the shapes of the page.
type shapeWalker struct {
	shapes map[string]*shape
	wrong  map[string]bool
	seen   map[string]bool // "shape.field" and "shape"
}

func (w *shapeWalker) complain(format string, args ...any) {
	w.wrong[fmt.Sprintf(format, args...)] = true
}

func (w *shapeWalker) object(value any, name string) {
	object, ok := value.(map[string]any)
	described := w.shapes[name]
	if !ok || described == nil {
		w.complain("docs/json.md: %s is no object, or not described", name)
		return
	}
	w.seen[name] = true
	for _, f := range described.fields {
		v, there := object[f.name]
		kind, optional := strings.CutSuffix(f.kind, ", optional")
		if there {
			w.seen[name+"."+f.name] = true
			w.value(v, kind, name+"."+f.name)
		} else if !optional {
			w.complain("%s.%s is described and not written", name, f.name)
		}
	}
	for key := range object {
		if !slices.ContainsFunc(described.fields, func(f shapeField) bool { return f.name == key }) {
			w.complain("docs/json.md does not describe %s.%s", name, key)
		}
	}
}

// value compares a value with its type in the words of the page.
func (w *shapeWalker) value(value any, kind, path string) {
	kind, nullable := strings.CutSuffix(kind, " or null")
	if value == nil && nullable {
		return
	}
	if rest, ok := strings.CutPrefix(kind, "list of "); ok {
		list, ok := value.([]any)
		if !ok {
			w.complain("%s is no list: %v", path, value)
		}
		for _, v := range list {
			w.value(v, rest, path)
		}
		return
	}
	if m := shapeLink.FindStringSubmatch(kind); m != nil {
		w.object(value, m[1])
		return
	}
	if got := jsonKind(value); got != kind {
		w.complain("%s is described as %s and is %s", path, kind, got)
	}
}

// jsonKind is the type of a value in the words of the page.
func jsonKind(value any) string {
	switch v := value.(type) {
	case string:
		return "text"
	case bool:
		return "bool"
	case float64:
		return "number"
	case map[string]any:
		for _, n := range v {
			if _, ok := n.(float64); !ok {
				return "object"
			}
		}
		return "counts"
	}
	return fmt.Sprintf("%T", value)
}

// complaints are what is wrong, sorted, with the fields that never occurred.
func (w *shapeWalker) complaints() []string {
	var out []string
	for complaint := range w.wrong {
		out = append(out, complaint)
	}
	for name, s := range w.shapes {
		for _, f := range s.fields {
			if w.seen[name] && !w.seen[name+"."+f.name] && !strings.HasSuffix(f.kind, ", optional") {
				out = append(out, "docs/json.md describes "+name+"."+f.name+", which is never written")
			}
		}
	}
	slices.Sort(out)
	return out
}
