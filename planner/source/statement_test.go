package source

import (
	"strings"
	"testing"
)

func TestStatements(t *testing.T) {
	const text = "a = 1 # one\n[ b . \"c d\" ] # two\nx.y = [ # in\n 1, {k = 2, l.m = 3} ]\n[[t]]"
	f, faults := Parse("", []byte(text))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	var got []string
	for _, s := range f.Statements() {
		names := ""
		for _, n := range s.Names {
			names += n.Text + "|" + text[n.Span.Start:n.Span.End] + " "
		}
		got = append(got, names+text[s.Span.Start:s.Span.End]+" = "+text[s.Value.Start:s.Value.End]+" "+text[s.Comment.Start:s.Comment.End])
	}
	want := []string{
		"a|a a = 1 = 1 # one",
		"b|b c d|\"c d\" [ b . \"c d\" ] =  # two",
		"x|x y|y x.y = [ # in\n 1, {k = 2, l.m = 3} ] = [ # in\n 1, {k = 2, l.m = 3} ] ",
		"t|t [[t]] =  ",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got %q", got)
	}
	inline := Span{strings.Index(text, "{"), strings.Index(text, "}") + 1}
	pairs := f.Pairs(inline)
	if len(pairs) != 2 || text[pairs[1].Span.Start:pairs[1].Span.End] != "l.m = 3" {
		t.Errorf("got %v", pairs)
	}
}

func TestStatementsSteep(t *testing.T) {
	for _, s := range []string{strings.Repeat("[", 1_000_000), "x = 1\n" + strings.Repeat("a={", 1_000_000), strings.Repeat("[", 9000)} {
		(&File{Text: s}).Statements() // does not take all memory
	}
}

// FuzzStatements holds that any text can be looked at, and that places are
// inside of it and in order.
func FuzzStatements(f *testing.F) {
	for _, s := range []string{"", "a", "a.", "[", "[a", "[[a.", "a = ", "a = [", "a = {b", "a = {b.", "a = \"", "a = \"\"\"", "=", ".", "\"", "a = {b = [{\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, s := range (&File{Text: text}).Statements() {
			if s.Span.Start < end || s.Span.End < s.Span.Start || s.Span.End > len(text) || len(s.Names) == 0 {
				t.Fatalf("%q: %v after %d", text, s, end)
			}
			end = s.Span.End
			for _, n := range s.Names {
				if n.Span.Start > n.Span.End || n.Span.End > len(text) {
					t.Fatalf("%q: %v", text, n)
				}
			}
		}
	})
}
