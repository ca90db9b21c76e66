package schema

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/erplan/erplan/planner/source"
)

var update = flag.Bool("update", false, "write the generated files anew")

// golden compares a generated file, or writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil || string(want) != got {
		t.Errorf("%s is stale: go test ./planner/schema -update\n%s", name, cmp.Diff(string(want), got))
	}
}

// TestComments holds that comments.txt is what the model says.
func TestComments(t *testing.T) {
	names, err := filepath.Glob("../*.go")
	if err != nil || len(names) < 10 {
		t.Fatal(names, err)
	}
	var rows []string
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, commentsOf(file)...)
	}
	slices.Sort(rows)
	golden(t, "comments.txt", strings.Join(rows, "\n")+"\n")
}

// commentsOf returns the lines of comments.txt for the structs of a file.
func commentsOf(file *ast.File) []string {
	var rows []string
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if !ok {
			return true
		}
		if s, ok := spec.Type.(*ast.StructType); ok {
			for _, f := range s.Fields.List {
				if row := commentOf(spec.Name.Name, f); row != "" {
					rows = append(rows, row)
				}
			}
		}
		return false
	})
	return rows
}

// commentOf returns the line of comments.txt for a field, or "".
func commentOf(table string, f *ast.Field) string {
	if f.Tag == nil || f.Comment == nil {
		return ""
	}
	tag := reflect.StructTag(strings.Trim(f.Tag.Value, "`")).Get("toml")
	key, _, _ := strings.Cut(tag, ",")
	text := strings.TrimSpace(f.Comment.Text())
	if key == "" || key == "-" || key == "*" || text == "" || table == "Tables" {
		return ""
	}
	return table + "." + key + "\t" + strings.ToUpper(text[:1]) + text[1:] + "."
}

// TestDescribed holds that every key has a description, that none describes
// what is not there, and that examples are values that the key takes.
func TestDescribed(t *testing.T) {
	known := map[string]bool{}
	for _, table := range Tables() {
		known[table.Name] = true
		for _, k := range table.Keys {
			known[table.Name+"."+k.Name], known["*."+k.Name] = true, true
			d := k.Describe()
			if d.Text == "" {
				t.Errorf("%s.%s is not described: add it to keys.txt", table.Name, k.Name)
			}
			for _, e := range d.Examples {
				checkExample(t, k, e)
			}
		}
	}
	for name := range descriptions() {
		if !known[name] {
			t.Errorf("keys.txt or comments.txt describes %s, which the language does not have", name)
		}
	}
}

func checkExample(t *testing.T, k *Key, example string) {
	f, faults := source.Parse("", []byte("v = "+example))
	if len(faults) > 0 {
		t.Errorf("%s.%s: the example %s is not TOML", k.Owner.Name, k.Name, example)
		return
	}
	v := f.Root.Lookup("v")
	if k.Form == Enum && !slices.Contains(k.Words, v.Data.(string)) {
		t.Errorf("%s.%s: %s is none of %v", k.Owner.Name, k.Name, example, k.Words)
	}
	if k.Form == Array && v.Kind != source.Array {
		t.Errorf("%s.%s: %s is no array", k.Owner.Name, k.Name, example)
	}
}

func TestFind(t *testing.T) {
	for path, want := range map[string]Form{
		"circuits": Collection, "circuits.er.tier": Enum, "circuits.er.peerings.private.nat.pool": Prefix,
		"options.x.circuits.er.links.primary.bfd": Flag, "availability.router": Figure, "vnets.hub.subnets.x": Prefix,
		"defaults.routers.bfd": Flag, "flows.erp.bandwidth": Bandwidth, "sites.dc.coordinates": Array, "exceptions": List,
	} {
		k := Find(strings.Split(path, ".")...)
		if k == nil || k.Form != want {
			t.Errorf("%s: got %v, want %v", path, k, want)
		}
	}
	if k := Find("circuits", "er", "colour"); k != nil {
		t.Errorf("got %v for a key that is not there", k)
	}
}
