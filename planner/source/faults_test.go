package source

import (
	"fmt"
	"strings"
	"testing"
)

var faultTests = []struct {
	text string
	want string // rule, line and column, the text of the span, the message
	fix  string // part of it
}{
	// What is wrong with the bytes.
	{"a = \"caf\xe9\"", `not-utf8 1:9 "\xe9" byte 0xe9 is not UTF-8`, "UTF-8"},
	{"\xff\xfea\x00", `not-utf8 1:1 "\xff\xfe" the file is UTF-16, not UTF-8`, "UTF-8"},
	{"\ufeff\ufeffa = 1", `invalid-toml 1:1 "\ufeff" the file starts with two byte-order marks`, "without"},
	{"a = \"x\x00\"", `invalid-toml 1:7 "\x00" the control character U+0000 cannot stand in TOML`, "Remove"},
	{"\x02=true", `invalid-toml 1:1 "\x02" the control character U+0002 cannot stand in TOML`, "Remove"},
	// Limits.
	{"a = " + strings.Repeat("[", 101), `too-deep 1:105 "[" this nests deeper than 100 levels`, "never closed"},
	{strings.Repeat("a.", 101) + "b = 1", `too-deep 1:202 "." this nests deeper than 100 levels`, ""},
	{"[" + strings.Repeat("a.", 60) + "b]\n" + strings.Repeat("a.", 60) + "b = 1", `too-deep 2:80 "." this nests deeper than 100 levels`, ""},
	{strings.Repeat("a", 1001) + " = 1", fmt.Sprintf("invalid-toml 1:1 %q this key is longer than 1000 bytes", strings.Repeat("a", 1001)), "quote"},
	// What is defined twice: found by the library, and by us.
	{"a = 1\nb = 2\na = 3", `defined-twice 3:1 "a" "a" is defined twice, first at 1:1`, "Keep one"},
	{"[a]\n[b]\n[a]", `defined-twice 3:2 "a" "a" is defined twice, first at 1:1`, ""},
	{"[a.\"b c\"]\n[x]\n[ a . \"b c\" ]", `defined-twice 3:3 "a . \"b c\"" "a.\"b c\"" is defined twice, first at 1:1`, ""},
	{"[x]\n\"a\" = 1\n'a' = 2", `defined-twice 3:1 "'a'" "x.a" is defined twice, first at 2:1`, ""},
	{"[[a]]\n[a]", `defined-twice 2:2 "a" "a" is defined twice, first at 1:1`, ""},
	{"a = []\n[[a]]", `defined-twice 2:3 "a" "a" is defined twice, first at 1:1`, ""},
	{"x = {a = 1, a = 2}", `defined-twice 1:13 "a" "x.a" is defined twice`, ""},
	{"a.b = 1\na = 2", `defined-twice 2:1 "a" "a" is already defined as something else, first at 1:1`, "one table"},
	{"[t]\na.b.c = 1\na.b = \"x\"", `defined-twice 3:3 "b" "b" is already defined as something else, first at 2:3`, ""},
	{"x = {a.b = 1, a = 2}", `defined-twice 1:15 "a" "a" is already defined as something else, first at 1:6`, ""},
	{"a = {}\n[a.b]", `defined-twice 2:2 "a" "a" is already defined as something else, first at 1:1`, ""},
	{"a = [{}]\na.b = 1", `defined-twice 2:1 "a" "a" is already defined as something else, first at 1:1`, ""},
	// Common slips, in our words.
	{"a = \"x\nb = 1", `invalid-toml 1:5 "\"x" a text is not closed`, "quote"},
	{"a = \"\"\"x", `invalid-toml 1:5 "\"\"\"x" a text is not closed`, "quote"},
	{"a = [1,\n2", `invalid-toml 2:1 "2" the file ends too early`, "bracket"},
	{"a = ", `invalid-toml 1:4 " " the file ends too early`, ""},
	{"[a", `invalid-toml 1:2 "a" the name of a table ends with "]", but got '\x00' instead`, "[circuits"},
	{"[a b]", `invalid-toml 1:4 "b" the name of a table ends with "]", but got 'b' instead`, "[circuits"},
	{"a: 1", `invalid-toml 1:2 ":" a key is followed by "=", but got ':' instead`, "key = value"},
	{"a b = 1", `invalid-toml 1:3 "b" a key is followed by "=", but got 'b' instead`, "quotes"},
	{"é = 1", `invalid-toml 1:1 "é" a key is followed by "=", but got 'é' instead`, "quotes"},
	{"bandwidth = 10 Gbps # fast", `invalid-toml 1:13 "10 Gbps" 10 Gbps needs quotes`, `bandwidth = "10 Gbps"`},
	{"tier = premium", `invalid-toml 1:8 "premium" premium needs quotes`, `tier = "premium"`},
	{"a = 10.0.0.0/8", `invalid-toml 1:5 "10.0.0.0/8" 10.0.0.0/8 needs quotes`, `"10.0.0.0/8"`},
	{"a = er-london", `invalid-toml 1:5 "er-london" er-london needs quotes`, ""},
	{"bfd = True", `invalid-toml 1:7 "True" "True" is not a boolean of TOML`, "bfd = true"},
	{"bfd = yes", `invalid-toml 1:7 "yes" "yes" is not a boolean of TOML`, "bfd = true"},
	{"a = “x”", `invalid-toml 1:5 "“" the line has typographic quotes or spaces`, "plain quotes"},
	{"a = 'C:\\x'\nb = \"C:\\x\"", `invalid-toml 2:6 "C:\\x\"" a backslash is followed by one of b t n f r e " \ x u U in a text in double quotes`, "backslash"},
	{"a = \"\\q\"", `invalid-toml 1:6 "\\q" a backslash is followed by one of b t n f r e " \ x u U in a text in double quotes`, "backslash"},
	{"a = 007", `invalid-toml 1:5 "007" 007 has zeros before it`, "Write a = 7."},
	{"a = 2026-13-01", `invalid-toml 1:5 "2026-13-01" 2026-13-01 is not a date`, "2026-09-30"},
	{"a = fe80::1", `invalid-toml 1:5 "fe80::1" fe80::1 needs quotes`, ""},
	{"a = [1 2]", `invalid-toml 1:8 "2" expected a comma (',') or array terminator (']'), but got '2'`, ""},
	{"= 1", `invalid-toml 1:1 "=" unexpected '=': key name appears blank`, ""},
	{"\"\t\" = A", `invalid-toml 1:7 "A" A needs quotes`, `Write "␉" = "A".`},
	// A line that may hold a secret.
	{"psk = hunter2", `invalid-toml 1:7 "hunter2" this line is not TOML`, "secret"},
}

func TestFaults(t *testing.T) {
	for _, test := range faultTests {
		f, faults := Parse("x", []byte(test.text))
		if len(faults) != 1 || f.Root != nil {
			t.Errorf("%.80q: faults %+v, root %v", test.text, faults, f.Root)
			continue
		}
		got := faults[0]
		p := f.Pos(got.Span.Start)
		text := fmt.Sprintf("%s %d:%d %q %s", got.Rule, p.Line, p.Col, f.Text[got.Span.Start:got.Span.End], got.Message)
		if got.First != (Span{}) {
			p := f.Pos(got.First.Start)
			text += fmt.Sprintf(", first at %d:%d", p.Line, p.Col)
		}
		if text != test.want || !strings.Contains(got.Fix, test.fix) {
			t.Errorf("%.80q\ngot  %s\nwant %s\nfix %q, want %q in it", test.text, text, test.want, got.Fix, test.fix)
		}
	}
}

// TestLimitsAllow holds the limits to let ordinary text pass.
func TestLimitsAllow(t *testing.T) {
	for _, text := range []string{
		"a = " + strings.Repeat("[", 100) + strings.Repeat("]", 100),
		strings.Repeat("a.", 99) + "b = 1",
		strings.Repeat("a", 1000) + " = 1",
		"a = \"" + strings.Repeat("x", 5000) + "\"\nb" + strings.Repeat(" ", 5000) + "= 1\n" + "c = [\"" + strings.Repeat("[.", 5000) + "\"]\n#" + strings.Repeat("[", 5000),
		"a = \"\"\"\n[[[[" + strings.Repeat("[\n", 500) + "\\\"\"\"\"\"\"\nb = '''" + strings.Repeat("{", 500) + "'''\n",
		strings.Repeat("[a.b.c.d.e.f]\n[a]\n", 1)[:13] + "\n" + strings.Repeat("x = 1.5\n", 1),
	} {
		if _, faults := Parse("x", []byte(text)); len(faults) > 0 {
			t.Errorf("%.60q: %+v", text, faults)
		}
	}
}
