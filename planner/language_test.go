package planner

import (
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/erplan/erplan/planner/diag"
)

// TestEveryRuleHasACase ties the rules that the book says the loader checks to
// what the loader reports and to the cases.
func TestEveryRuleHasACase(t *testing.T) {
	book := idsIn(t, `"([a-z]+/[a-z0-9-]+)", (?:Code|"[A-Z])`, "../rules/book/loader.go")
	code := idsIn(t, `"((?:schema|link|security)/[a-z0-9-]+)"`, sourcesHere(t)...)
	for _, id := range idsIn(t, `Fault\{(?:Rule: )?"([a-z0-9-]+)"|\{Rule: "([a-z0-9-]+)"|Rule: "(defined-twice)"|e\.Rule[^"]*"([a-z-]+)"`, "source/parse.go", "source/limits.go", "source/scan.go", "source/syntax.go") {
		code = append(code, "syntax/"+id)
	}
	code = append(code, "syntax/unreadable") // TestUnreadable
	cases := []string{"syntax/unreadable"}
	for _, name := range loadCases(t) {
		for _, w := range wantsOf(t, name) {
			cases = append(cases, w.rule)
		}
	}
	for _, id := range book {
		if !slices.Contains(code, id) {
			t.Errorf("the book has %s, which the loader never reports", id)
		}
		if !slices.Contains(cases, id) {
			t.Errorf("testdata/load has no case for %s", id)
		}
	}
	for _, id := range code {
		if !slices.Contains(book, id) {
			t.Errorf("the loader reports %s, which is not in the book", id)
		}
	}
	if len(book) < 15 || len(code) < 15 {
		t.Errorf("found only %d and %d ids", len(book), len(code))
	}
}

// idsIn returns what the groups of a pattern find in files.
func idsIn(t *testing.T, pattern string, files ...string) []string {
	t.Helper()
	var out []string
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(string(text), -1) {
			out = append(out, strings.Join(m[1:], ""))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func sourcesHere(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".go") && !strings.HasSuffix(e.Name(), "_test.go") {
			out = append(out, e.Name())
		}
	}
	return out
}

func TestUnreadable(t *testing.T) {
	draft, diags := Read(loadFolder, "nothing.toml")
	if draft != nil || len(diags) != 1 || diags[0].Rule != "syntax/unreadable" || diags[0].Place.Name() != "nothing.toml" || diags[0].Place.Start().Line != 1 {
		t.Errorf("%v %+v", draft, diags)
	}
}

// A slot is a key of a table of the language.
type slot struct {
	table string // with names: circuits.x.links.primary
	key   string
	typ   reflect.Type
}

// slots lists every key of every table of the language, with a name for each
// collection on the way.
func slots() []slot {
	var out []slot
	var walk func(t reflect.Type, table string)
	walk = func(t reflect.Type, table string) {
		p := planOf(t)
		for _, key := range p.keys {
			f := p.fields[key]
			out = append(out, slot{table, key, f.typ})
			at, elem := join(table, key), f.typ
			switch {
			case key == "options" || elem == reflect.TypeFor[[]OverrideTable]():
				continue
			case elem.Kind() == reflect.Slice && elem.Elem().Kind() == reflect.Pointer:
				at += ".x"
				elem = elem.Elem()
			case elem.Kind() == reflect.Slice:
				continue // arrays of tables have no path that a header could name
			}
			if elem.Kind() == reflect.Pointer {
				elem = elem.Elem()
			}
			if isTable(elem) {
				walk(elem, at)
			}
		}
	}
	walk(reflect.TypeFor[Design](), "")
	return out
}

func join(table, key string) string { return strings.TrimPrefix(table+"."+key, ".") }

// TestEveryKey gives every key of every table a value that no key can have and
// beside it a key that no table has, in every way that TOML can write them. It
// is to be reported once, at its place and with its path.
func TestEveryKey(t *testing.T) {
	all := slots()
	if len(all) < 400 {
		t.Fatalf("only %d keys", len(all))
	}
	for _, s := range all {
		for _, f := range forms(s) {
			draft, diags := ReadText(nil, "x.toml", []byte("schema = 1\n"+f.text))
			var got []string
			for _, d := range diags {
				p := d.Place.Start()
				got = append(got, fmt.Sprintf("%s %d:%d %s", d.Rule, p.Line, p.Col, d.Place.Path))
			}
			if draft != nil || !slices.Contains(f.want, strings.Join(got, "; ")) {
				t.Errorf("%s\ngot  %s\nwant %s", f.text, strings.Join(got, "; "), f.want[0])
			}
		}
	}
}

type form struct {
	text string
	want []string // one of these
}

const wrongValue = "07:32:00" // no key takes a time of day

// forms writes a slot with a wrong value as header and key, as a dotted key,
// in an inline table, in an option and among the defaults.
func forms(s slot) []form {
	wants := func(line, column int, path string) []string {
		var out []string
		for _, rule := range []string{"schema/wrong-type", "schema/bad-value"} {
			out = append(out, fmt.Sprintf("%s %d:%d %s", rule, line, column, path))
		}
		return out
	}
	value := s.key + " = " + wrongValue
	if s.key == "schema" && s.table == "" || s.key == "remove" && s.table == "" {
		return nil // stands there already; needs a base
	}
	path, after := join(s.table, s.key), len(s.key)+4
	out := []form{{path + " = " + wrongValue + "\n", wants(2, len(path)+4, path)}}
	if s.table == "" {
		if s.key != "extends" && s.key != "options" && s.key != "defaults" {
			out = append(out, form{"[options.o]\n" + value + "\n", wants(3, after, "options.o."+path)})
		}
		return out
	}
	out = append(out,
		form{"[" + s.table + "]\n" + value + "\n", wants(3, after, path)},
		form{s.table + " = {" + value + "}\n", wants(2, len(s.table)+5+len(s.key)+3, path)},
		form{"[" + s.table + "]\nxyzzy = 1\n", []string{"schema/unknown-key 3:1 " + join(s.table, "xyzzy")}},
	)
	if !strings.HasPrefix(s.table, "defaults") {
		out = append(out,
			form{"[options.o." + s.table + "]\n" + value + "\n", wants(3, after, "options.o."+path)},
			form{"[options.o]\n" + s.table + "." + value + "\n", wants(3, len(path)+4, "options.o."+path)})
	}
	return out
}

// TestEveryKeyTakesItsValue gives every key a value of its type.
func TestEveryKeyTakesItsValue(t *testing.T) {
	for _, s := range slots() {
		value, ok := valueFor(s.typ)
		if !ok || s.table == "" {
			continue
		}
		if draft, diags := ReadText(nil, "x.toml", []byte("schema = 1\n["+s.table+"]\n"+s.key+" = "+value+"\n")); draft == nil {
			t.Errorf("[%s] %s = %s: %v", s.table, s.key, value, messages(diags))
		}
	}
}

// valueFor writes a value of a type of the model.
func valueFor(typ reflect.Type) (string, bool) {
	simple := map[string]string{
		"bool": "true", "string": `"x"`, "int": "1", "int64": "1", "float64": "1.5", "planner.Percent": "99.9",
		"planner.Bandwidth": `"1 Gbps"`, "planner.Duration": `"10s"`, "planner.Date": "2026-09-30",
		"netip.Prefix": `"10.0.0.0/8"`, "netip.Addr": `"10.0.0.1"`, "planner.NameOrFlag": `"x"`,
	}
	if s, ok := simple[typ.String()]; ok {
		return s, true
	}
	switch {
	case strings.HasPrefix(typ.String(), "planner.Opt["):
		f, _ := typ.FieldByName("value")
		return valueFor(f.Type)
	case typ.Implements(reflect.TypeFor[enumeration]()):
		words := reflect.Zero(typ).Interface().(enumeration).Values()
		return fmt.Sprintf("%q", strings.ToUpper(words[0])), true
	case typ.Kind() == reflect.Slice && typ.Elem().Kind() != reflect.Pointer && typ.Elem().Kind() != reflect.Struct:
		v, ok := valueFor(typ.Elem())
		return "[" + v + "]", ok
	case typ == reflect.TypeFor[[]Route]():
		return `[{prefix = "10.0.0.0/8", next_hop = "x"}]`, true
	}
	return "", false
}

func messages(diags []diag.Diagnostic) []string {
	var out []string
	for _, d := range diags {
		out = append(out, fmt.Sprintf("%s: %s [%s]", d.Place.Path, d.Message, d.Rule))
	}
	return out
}
