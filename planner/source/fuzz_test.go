package source

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
)

// seeds are documents in the manner of the TOML test suite: each shows one
// thing that is easily got wrong.
var seeds = []string{
	"", "\n", "# c", "a = 1", "a=1#c", "\ufeffa = 1", "\ufeff\ufeffa = 1",
	"a = \"\"\nb = ''\nc = \"\"\"\"\"\"\nd = ''''''\n",
	"a = \"\\b\\t\\n\\f\\r\\e\\\"\\\\\\x41\\u00e9\\U0001F600\"",
	"a = \"\"\"\n  x \\\n    y\\\"\"\"\"\"\"\nb = '''\n'x'''''\n",
	"a = \"\"\"\\\"\"\"\"\"\"\n",
	"[a]\n[a.b]\n[a.b.c]\n[d.e]\n[d]\n",
	"a.b.c = 1\na.b.d = 2\n[x.y]\nz.w = 1\n[x]\nv = 1\n",
	"a = {b = 1, c.d = 2, \"e f\" = {}, }\n",
	"a = {\n # x\n b = 1 # y\n , c = 2,\n}\n",
	"a = [1, 2.5, \"x\", [], {}, [[1]], {b = [2]}, # c\n 07:32:00,\n]\n",
	"[[a]]\nb = 1\n[[a.c]]\n[a.c.d]\n[[a]]\n[[a.c]]\n[[a.c]]\n",
	"a = [{b = 1}, {b = [{c = 2}]}]\n",
	"\"\" = 1\n'' = 2\n", "'a.b'.\"c d\" . e = 1\n[\"x]y\" . 'z']\n",
	"1.2 = 3\n-1 = 2\ntrue = false\ninf = nan\n2026-09-30 = 1\n",
	"a = +1_000\nb = 0xdead_beef\nc = 0o17\nd = 0b101\ne = -1e-5\nf = 6.6e+3_4\ng = inf\nh = -nan\n",
	"a = 1979-05-27T07:32:00Z\nb = 1979-05-27 07:32:00.5-08:00\nc = 1979-05-27T07:32\nd = 07:32\ne = 1979-05-27\n",
	"a = 1\r\n[b]\r\nc = \"\"\"\r\n\\\r\n  x\r\n\"\"\"\r\n",
	"\ta\t=\t[\t1\t,\t2\t]\t#\t\n", "é = 1", "\"é\" = '日本😀'\n",
	"a = 1\na = 2", "[a]\n[a]", "a.b = 1\na = 2", "a = 1\na.b = 2", "[a.b]\n[a]\nb = 1\n", "[a.b.c]\n[a]\nb.d = 1\n",
	"x = {a.b = 1, a = 2}", "x = {a = 1, a.b = 2}", "[[a]]\n[a]", "a = []\n[[a]]", "[a]\n[[a]]", "a = {}\n[a.b]", "[a]\nb.c = 1\n[a.b]\n",
	"a = [\n[b]\n", "a = {b = [", "a = \"", "a = '''", "[", "[[a]", "a.", "= 1", "a = ", "a b = 1", "a = x", "a = 1 2", "\x00", "\xff",
	"shared_key = \"x", "psk = \"\"\"\nx\n\"\"\"\n[a.psk]\nb = [\n1]\n", "a = {psk = 1, b = '0123456789abcdef0123456789abcdef'}", "a = \"\\q\"", "a = 10.0.0.0/8", "a = True", "a = “x”", "a = {b = 1", "a = 01", "a = 1__0", "a = 2026-13-01",
}

// FuzzParse holds the scanner to the library on any bytes.
func FuzzParse(f *testing.F) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > 1<<14 {
			t.Skip("long texts take the library too long")
		}
		file, faults := Parse("fuzz.toml", text)
		checkPlaces(t, file, faults)
		var want map[string]any
		_, err := toml.Decode(file.Text, &want)
		switch {
		case err != nil && len(faults) == 0:
			t.Fatalf("accepted what the library refuses: %v", err)
		case err == nil && len(faults) == 0:
			agree(t, "", file.Root, want)
			spell(t, file, "", file.Root)
		case err == nil && !excused(faults):
			t.Fatalf("refused what the library accepts: %+v", faults)
		}
	})
}

// excused reports whether faults in a text that the library accepts are those
// that we know: limits, marks of other encodings, and definitions that it drops.
func excused(faults []Fault) bool {
	for _, f := range faults {
		switch {
		case f.Rule == "defined-twice", f.Rule == "too-deep", f.Rule == "not-utf8", strings.Contains(f.Message, "byte-order"), strings.Contains(f.Message, "longer than"):
		default:
			return false
		}
	}
	return true
}

// checkPlaces holds every span to the text and every position to the file.
func checkPlaces(t *testing.T, f *File, faults []Fault) {
	check := func(what string, s Span) {
		if s.Start < 0 || s.End < s.Start || s.End > len(f.Text) {
			t.Fatalf("%s: span %v of %d bytes", what, s, len(f.Text))
		}
		for _, p := range []Pos{f.Pos(s.Start), f.Pos(s.End)} {
			if p.Line < 1 || p.Line > f.Lines() || p.Col < 1 || p.Col > 1+len(f.Text) {
				t.Fatalf("%s: position %v of %d lines", what, p, f.Lines())
			}
		}
	}
	for _, fault := range faults {
		check(fault.Rule, fault.Span)
		check(fault.Rule, fault.First)
		if fault.Message == "" || strings.ContainsFunc(fault.Message, acts) {
			t.Fatalf("message %q", fault.Message)
		}
	}
	for _, c := range f.Comments {
		check("comment", c)
		if f.Text[c.Start] != '#' || strings.ContainsAny(f.Text[c.Start:c.End], "\r\n") {
			t.Fatalf("comment %q", f.Text[c.Start:c.End])
		}
	}
	var walk func(v *Value)
	walk = func(v *Value) {
		check("key", v.Key)
		check("value", v.Span)
		if v.File != f {
			t.Fatal("a value of no file")
		}
		for _, e := range v.Entries() {
			walk(e.Value)
		}
		for _, item := range v.Items() {
			walk(item)
		}
	}
	if f.Root != nil {
		walk(f.Root)
	}
	for i, raw := range strings.Split(f.Text, "\n") {
		raw, line := strings.TrimRight(raw, "\r"), f.Line(i+1)
		if strings.ContainsFunc(line, acts) || utf8.RuneCountInString(line) != utf8.RuneCountInString(raw) {
			t.Fatalf("line %d, %q, is shown as %q", i+1, raw, line)
		}
	}
	for i, s := range f.secrets() {
		if check("secret", s); i > 0 && s.Start < f.secrets()[i-1].End {
			t.Fatalf("secrets %v", f.secrets())
		}
	}
}

// acts reports whether a character would do something on a terminal.
func acts(r rune) bool { return unsafe(r) && r != '\ufffd' }

// agree holds the tree to what the library decoded.
func agree(t *testing.T, path string, v *Value, want any) {
	switch want := want.(type) {
	case map[string]any:
		if v.Kind != Table || len(v.Entries()) != len(want) {
			t.Fatalf("%s: %v with %d keys, want %d", path, v.Kind, len(v.Entries()), len(want))
		}
		for _, e := range v.Entries() {
			if v.Lookup(e.Name) != e.Value {
				t.Fatalf("%s: Lookup(%q) is another value", path, e.Name)
			}
			child, ok := want[e.Name]
			if !ok {
				t.Fatalf("%s: key %q is not in the text", path, e.Name)
			}
			agree(t, Join(path, e.Name), e.Value, child)
		}
	case []map[string]any, []any:
		list := reflect.ValueOf(want)
		if v.Kind != Array || len(v.Items()) != list.Len() {
			t.Fatalf("%s: %v of %d, want %d", path, v.Kind, len(v.Items()), list.Len())
		}
		for i, item := range v.Items() {
			agree(t, Index(path, i), item, list.Index(i).Interface())
		}
	default:
		if !same(v.Data, want) {
			t.Fatalf("%s: %#v, want %#v", path, v.Data, want)
		}
		kinds := map[string]Kind{"string": String, "int64": Integer, "float64": Float, "bool": Bool, "time.Time": Datetime}
		if k, ok := kinds[fmt.Sprintf("%T", want)]; !ok || k != v.Kind {
			t.Fatalf("%s: kind %v of a %T", path, v.Kind, want)
		}
	}
}

func same(a, b any) bool {
	if x, ok := a.(float64); ok {
		y, ok := b.(float64)
		return ok && math.Float64bits(x) == math.Float64bits(y)
	}
	if x, ok := a.(time.Time); ok {
		y, ok := b.(time.Time)
		return ok && x.Equal(y) && x.Location().String() == y.Location().String()
	}
	return a == b
}

// spell holds the text at every span to the value that it is of.
func spell(t *testing.T, f *File, path string, v *Value) {
	for _, e := range v.Entries() {
		spellKey(t, f, e)
		spell(t, f, Join(path, e.Name), e.Value)
	}
	for i, item := range v.Items() {
		spell(t, f, Index(path, i), item)
	}
	text := f.Text[v.Span.Start:v.Span.End]
	if v.implied || strings.HasPrefix(f.Text[v.Key.Start:], "[") && v.Key == v.Span && v.Kind != Array && !inItems(f, v) {
		return // a table of its own header, or of none
	}
	if v.Kind == Array && len(v.Items()) > 0 && v.Items()[0].Span == v.Span && v.Span == v.Key {
		return // an array of tables
	}
	var data struct{ V any }
	if _, err := toml.Decode("V = "+text, &data); err != nil {
		t.Fatalf("%s: its text %q does not decode: %v", path, text, err)
	}
	agree(t, path, v, data.V)
}

// inItems tells a value that starts with a bracket from a header.
func inItems(f *File, v *Value) bool {
	var data struct{ V any }
	_, err := toml.Decode("V = "+f.Text[v.Span.Start:v.Span.End], &data)
	return err == nil && v.Kind != Table
}

func spellKey(t *testing.T, f *File, e Entry) {
	text := f.Text[e.Value.Key.Start:e.Value.Key.End]
	var data map[string]any
	if strings.HasPrefix(text, "[") {
		if _, err := toml.Decode(text, &data); err != nil {
			t.Fatalf("header %q does not decode: %v", text, err)
		}
		for {
			for name, v := range data {
				if list, ok := v.([]map[string]any); ok {
					v = list[0]
				}
				if next := v.(map[string]any); len(next) > 0 {
					data = next
				} else if name != e.Name {
					t.Fatalf("header %q of table %q", text, e.Name)
				} else {
					return
				}
			}
		}
	}
	if _, err := toml.Decode(text+" = 1", &data); err != nil || len(data) != 1 || data[e.Name] != int64(1) {
		t.Fatalf("key %q of entry %q: %v %v", text, e.Name, data, err)
	}
}
