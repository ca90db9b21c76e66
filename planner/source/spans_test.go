package source

import (
	"fmt"
	"strings"
	"testing"
)

// spans lists the values of a tree, one a line: path, place and text of the
// key, place and text of the value, kind.
func spans(f *File) []string {
	var out []string
	var walk func(path string, v *Value)
	show := func(s Span) string {
		p, q := f.Pos(s.Start), f.Pos(s.End)
		return fmt.Sprintf("%d:%d-%d:%d %s", p.Line, p.Col, q.Line, q.Col, f.Text[s.Start:s.End])
	}
	walk = func(path string, v *Value) {
		if path != "" {
			line := path + " | " + show(v.Key)
			if v.Span != v.Key {
				line += " | " + show(v.Span)
			}
			out = append(out, line+" | "+v.Kind.String())
		}
		for _, e := range v.Entries() {
			walk(Join(path, e.Name), e.Value)
		}
		for i, item := range v.Items() {
			walk(Index(path, i), item)
		}
	}
	walk("", f.Root)
	return out
}

var spanTests = []struct {
	name, text string
	want       []string
}{
	{"pair", "a = 1", []string{`a | 1:1-1:2 a | 1:5-1:6 1 | an integer`}},
	{"no spaces", "a=1", []string{`a | 1:1-1:2 a | 1:3-1:4 1 | an integer`}},
	{"kinds", "a = \"x\"\nb = 'y'\nc = 1.5\nd = true\ne = 2026-09-30\nf = 0x1f\ng = 07:32:00\nh = 1979-05-27 07:32:00Z # c\ni = +inf\nj = 1e6\n", []string{
		`a | 1:1-1:2 a | 1:5-1:8 "x" | a string`,
		`b | 2:1-2:2 b | 2:5-2:8 'y' | a string`,
		`c | 3:1-3:2 c | 3:5-3:8 1.5 | a float`,
		`d | 4:1-4:2 d | 4:5-4:9 true | a boolean`,
		`e | 5:1-5:2 e | 5:5-5:15 2026-09-30 | a date`,
		`f | 6:1-6:2 f | 6:5-6:9 0x1f | an integer`,
		`g | 7:1-7:2 g | 7:5-7:13 07:32:00 | a date`,
		`h | 8:1-8:2 h | 8:5-8:25 1979-05-27 07:32:00Z | a date`,
		`i | 9:1-9:2 i | 9:5-9:9 +inf | a float`,
		`j | 10:1-10:2 j | 10:5-10:8 1e6 | a float`,
	}},
	{"headers", "[a]\nx = 1\n[ a . b ] # c\ny = 2\n", []string{
		`a | 1:1-1:4 [a] | a table`,
		`a.x | 2:1-2:2 x | 2:5-2:6 1 | an integer`,
		`a.b | 3:1-3:10 [ a . b ] | a table`,
		`a.b.y | 4:1-4:2 y | 4:5-4:6 2 | an integer`,
	}},
	{"an implied table stands where it is named first", "[a.b.c]\nx = 1\n", []string{
		`a | 1:2-1:3 a | a table`,
		`a.b | 1:4-1:5 b | a table`,
		`a.b.c | 1:1-1:8 [a.b.c] | a table`,
		`a.b.c.x | 2:1-2:2 x | 2:5-2:6 1 | an integer`,
	}},
	{"a header that comes later is the place", "[a.b]\n[a]\nx = 1\n", []string{
		`a | 2:1-2:4 [a] | a table`,
		`a.b | 1:1-1:6 [a.b] | a table`,
		`a.x | 3:1-3:2 x | 3:5-3:6 1 | an integer`,
	}},
	{"dotted keys", "a.b.c = 1\na . b . d = 2\n", []string{
		`a | 1:1-1:2 a | a table`,
		`a.b | 1:3-1:4 b | a table`,
		`a.b.c | 1:5-1:6 c | 1:9-1:10 1 | an integer`,
		`a.b.d | 2:9-2:10 d | 2:13-2:14 2 | an integer`,
	}},
	{"dotted keys below a header", "[x]\na.b = 1\n[x.c]\n", []string{
		`x | 1:1-1:4 [x] | a table`,
		`x.a | 2:1-2:2 a | a table`,
		`x.a.b | 2:3-2:4 b | 2:7-2:8 1 | an integer`,
		`x.c | 3:1-3:6 [x.c] | a table`,
	}},
	{"inline tables", "a = { b = 1, c.d = \"x\", e = {} }\n", []string{
		`a | 1:1-1:2 a | 1:5-1:33 { b = 1, c.d = "x", e = {} } | a table`,
		`a.b | 1:7-1:8 b | 1:11-1:12 1 | an integer`,
		`a.c | 1:14-1:15 c | a table`,
		`a.c.d | 1:16-1:17 d | 1:20-1:23 "x" | a string`,
		`a.e | 1:25-1:26 e | 1:29-1:31 {} | a table`,
	}},
	{"inline tables of several lines", "a = { # x\n  b = 1,\n  # y\n  c = 2,\n}\n", []string{
		"a | 1:1-1:2 a | 1:5-5:2 { # x\n  b = 1,\n  # y\n  c = 2,\n} | a table",
		`a.b | 2:3-2:4 b | 2:7-2:8 1 | an integer`,
		`a.c | 4:3-4:4 c | 4:7-4:8 2 | an integer`,
	}},
	{"arrays in arrays", "a = [[1, 2], [], [\"x\"]]\n", []string{
		`a | 1:1-1:2 a | 1:5-1:24 [[1, 2], [], ["x"]] | an array`,
		`a[0] | 1:6-1:12 [1, 2] | an array`,
		`a[0][0] | 1:7-1:8 1 | an integer`,
		`a[0][1] | 1:10-1:11 2 | an integer`,
		`a[1] | 1:14-1:16 [] | an array`,
		`a[2] | 1:18-1:23 ["x"] | an array`,
		`a[2][0] | 1:19-1:22 "x" | a string`,
	}},
	{"comments in arrays", "a = [ # [1\n  1, # \"2\n  # ]\n  2 # ,\n  ,\n]\n", []string{
		"a | 1:1-1:2 a | 1:5-6:2 [ # [1\n  1, # \"2\n  # ]\n  2 # ,\n  ,\n] | an array",
		`a[0] | 2:3-2:4 1 | an integer`,
		`a[1] | 4:3-4:4 2 | an integer`,
	}},
	{"tables in arrays", "a = [{b = 1}, {b = [2]}]\n", []string{
		`a | 1:1-1:2 a | 1:5-1:25 [{b = 1}, {b = [2]}] | an array`,
		`a[0] | 1:6-1:13 {b = 1} | a table`,
		`a[0].b | 1:7-1:8 b | 1:11-1:12 1 | an integer`,
		`a[1] | 1:15-1:24 {b = [2]} | a table`,
		`a[1].b | 1:16-1:17 b | 1:20-1:23 [2] | an array`,
		`a[1].b[0] | 1:21-1:22 2 | an integer`,
	}},
	{"arrays of tables", "[[a]]\nx = 1\n[a.b]\ny = 2\n[[a]]\n[a.b]\n[[a.c]]\n", []string{
		`a | 1:1-1:6 [[a]] | an array`,
		`a[0] | 1:1-1:6 [[a]] | a table`,
		`a[0].x | 2:1-2:2 x | 2:5-2:6 1 | an integer`,
		`a[0].b | 3:1-3:6 [a.b] | a table`,
		`a[0].b.y | 4:1-4:2 y | 4:5-4:6 2 | an integer`,
		`a[1] | 5:1-5:6 [[a]] | a table`,
		`a[1].b | 6:1-6:6 [a.b] | a table`,
		`a[1].c | 7:1-7:8 [[a.c]] | an array`,
		`a[1].c[0] | 7:1-7:8 [[a.c]] | a table`,
	}},
	{"long strings", "a = \"\"\"\nx # \"y\"\n\\\"\"\"\"\"\"\nb = '''x'''''\nc = \"\"\"\\\n  \"\"\"\n", []string{
		"a | 1:1-1:2 a | 1:5-3:8 \"\"\"\nx # \"y\"\n\\\"\"\"\"\"\" | a string",
		`b | 4:1-4:2 b | 4:5-4:14 '''x''''' | a string`,
		"c | 5:1-5:2 c | 5:5-6:6 \"\"\"\\\n  \"\"\" | a string",
	}},
	{"quoted keys", "\"a b\" = 1\n'c.d'.\"e\\u0041\\\"\" = 2\n\"\" = 3\n[\"x]y\".z]\n", []string{
		`"a b" | 1:1-1:6 "a b" | 1:9-1:10 1 | an integer`,
		`"c.d" | 2:1-2:6 'c.d' | a table`,
		`"c.d"."eA\"" | 2:7-2:18 "e\u0041\"" | 2:21-2:22 2 | an integer`,
		`"" | 3:1-3:3 "" | 3:6-3:7 3 | an integer`,
		`"x]y" | 4:2-4:7 "x]y" | a table`,
		`"x]y".z | 4:1-4:10 ["x]y".z] | a table`,
	}},
	{"keys that look like values", "1.5 = true\ntrue = 1\n-1- = 2\n", []string{
		`1 | 1:1-1:2 1 | a table`,
		`1.5 | 1:3-1:4 5 | 1:7-1:11 true | a boolean`,
		`true | 2:1-2:5 true | 2:8-2:9 1 | an integer`,
		`-1- | 3:1-3:4 -1- | 3:7-3:8 2 | an integer`,
	}},
	{"carriage returns", "a = 1 # x\r\n[b]\r\nc = \"\"\"\r\nx\"\"\"\r\n", []string{
		`a | 1:1-1:2 a | 1:5-1:6 1 | an integer`,
		`b | 2:1-2:4 [b] | a table`,
		"b.c | 3:1-3:2 c | 3:5-4:5 \"\"\"\r\nx\"\"\" | a string",
	}},
	{"byte-order mark", "\ufeffa = 1\nb = 2", []string{
		`a | 1:1-1:2 a | 1:5-1:6 1 | an integer`,
		`b | 2:1-2:2 b | 2:5-2:6 2 | an integer`,
	}},
	{"tabs", "\ta\t=\t1\t# x\n", []string{`a | 1:2-1:3 a | 1:6-1:7 1 | an integer`}},
	{"columns are code points", "a = [\"é😀\", 1] # ü\n\"日本\" = {x = \"日\", y = 2}\n", []string{
		`a | 1:1-1:2 a | 1:5-1:14 ["é😀", 1] | an array`,
		`a[0] | 1:6-1:10 "é😀" | a string`,
		`a[1] | 1:12-1:13 1 | an integer`,
		`"日本" | 2:1-2:5 "日本" | 2:8-2:24 {x = "日", y = 2} | a table`,
		`"日本".x | 2:9-2:10 x | 2:13-2:16 "日" | a string`,
		`"日本".y | 2:18-2:19 y | 2:22-2:23 2 | an integer`,
	}},
	{"escapes of TOML 1.1", "a = \"\\e\\x41\"\nt = 07:32\n", []string{
		`a | 1:1-1:2 a | 1:5-1:13 "\e\x41" | a string`,
		`t | 2:1-2:2 t | 2:5-2:10 07:32 | a date`,
	}},
	{"empty", "", nil},
	{"only comments", "# a\n\n  # b", nil},
}

func TestSpans(t *testing.T) {
	for _, test := range spanTests {
		t.Run(test.name, func(t *testing.T) {
			f, faults := Parse("x.toml", []byte(test.text))
			if len(faults) > 0 {
				t.Fatalf("%+v", faults)
			}
			got := spans(f)
			for i := range max(len(got), len(test.want)) {
				have, want := "nothing", "nothing"
				if i < len(got) {
					have = got[i]
				}
				if i < len(test.want) {
					want = test.want[i]
				}
				if have != want {
					t.Errorf("got  %s\nwant %s", have, want)
				}
			}
		})
	}
}

func TestComments(t *testing.T) {
	f, _ := Parse("x", []byte("# a\na = [ # b\n1, # c\r\n] #\n#d"))
	var got []string
	for _, c := range f.Comments {
		got = append(got, f.Text[c.Start:c.End])
	}
	if want := "# a|# b|# c|#|#d"; strings.Join(got, "|") != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestPos holds positions to a plain count, on lines longer than a block.
func TestPos(t *testing.T) {
	long := "\"" + strings.Repeat("aé😀", 1000) + "\""
	text := "a = 1\n" + "b = " + long + "\n\nc = [" + long + ", " + long + "]\n"
	f, faults := Parse("x", []byte(text))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	line, col := 1, 1
	for i, r := range text {
		if got := f.Pos(i); got != (Pos{line, col}) {
			t.Fatalf("Pos(%d) = %v, want %d:%d", i, got, line, col)
		}
		col++
		if r == '\n' {
			line, col = line+1, 1
		}
	}
	for _, offset := range []int{len(text), len(text) + 100} {
		if got := f.Pos(offset); got != (Pos{line, col}) {
			t.Errorf("Pos(%d) = %v, want %d:%d", offset, got, line, col)
		}
	}
	if got := f.Pos(-1); got != (Pos{1, 1}) {
		t.Errorf("Pos(-1) = %v", got)
	}
	if f.Lines() != 5 {
		t.Errorf("%d lines", f.Lines())
	}
}
