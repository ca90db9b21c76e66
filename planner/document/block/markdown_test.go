package block

import (
	"html"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"pgregory.net/rapid"

	_ "github.com/erplan/erplan/testdata/seed"
)

// reader reads Markdown as forges do, with everything that could make markup
// of a text.
var reader = goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.Typographer))

// shape lists the kinds of nodes of a text, without the words.
func shape(source string) []string {
	var out []string
	_ = ast.Walk(reader.Parser().Parse(text.NewReader([]byte(source))), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch {
		case !entering, n.Kind() == ast.KindText, n.Kind() == ast.KindString:
		default:
			out = append(out, n.Kind().String())
		}
		return ast.WalkContinue, nil
	})
	return out
}

var tags = regexp.MustCompile(`<[^>]*>`)

// hostile are names that would break markup if they were pasted into it.
var hostile = []string{
	"a|b", "|", "a\\|b", "\\", "\\|", "`", "``", "a`b|c`d", "`|`", "<script>alert(1)</script>", "<!-- erplan:end summary -->", "<b>x", "&lt;b&gt;", "&amp;", "&#124;",
	"[x](javascript:alert(1))", "![x](http://a/b.png)", "[^1]", "[x]: http://a", "http://example.com", "https://example.com/a_b", "www.example.com", "user@example.com",
	"# heading", "## x #", "C#", "x ##", "- item", "+ item", "* item", "1. item", "12) item", "> quote", "---", "===", "***", "~~~", "```", "| a | b |", "|---|---|",
	"_a_", "__a__", "a_b_c", "_", "**b**", "*", "~x~", "~~x~~", "$x$", "$$", "a*b*c", "\u202eevil", "\u2066x\u2069", "\ufeffx", "a\nb", "a\r\n\r\nb", "a\tb", "\x1b[31mred", "\x00",
	"0123456789abcdef0123456789abcdef", "  lead", "trail  ", "    code", "ünïcode", "مرحبا", "東京|大阪", "🙂", "x\u2028y", "{{.}}", "%s", ":tada:", "a--b", "\"q\"", "...", "(c)",
	strings.Repeat("x", 10000), strings.Repeat("|", 10000), strings.Repeat("`", 10000), strings.Repeat("[", 300), strings.Repeat("*a", 300), strings.Repeat("é<", 300),
}

// places are blocks around a text, and whether a long text is cut in them.
var places = []struct {
	name string
	put  func(Inline) Block
	most int
}{
	{"paragraph", func(t Inline) Block { return Paragraph{t} }, 0},
	{"item", func(t Inline) Block { return Bullets(t, Text("next")) }, 0},
	{"ordered", func(t Inline) Block { return List{Ordered: true, Items: Items(t, Text("next"))} }, 0},
	{"note", func(t Inline) Block { return Note{"Note", t} }, 0},
	{"heading", func(t Inline) Block { return Heading{3, t} }, longestHeading},
	{"first cell", func(t Inline) Block {
		return Table{Columns("A", "B"), [][]Inline{Row(t, "second"), Row("x", "y")}}
	}, longestCell},
	{"last cell", func(t Inline) Block {
		return Table{Columns("A", "B"), [][]Inline{Row("first", t), Row("x", "y")}}
	}, longestCell},
	{"title of a column", func(t Inline) Block {
		return Table{[]Column{{Title: t.String()}, {Title: "B"}}, [][]Inline{Row("x", "y")}}
	}, longestCell},
	{"figure", func(t Inline) Block { return Figure{Title: t, Mermaid: "flowchart LR"} }, 0},
}

// kinds are how a name may be said.
var kinds = []struct {
	name string
	say  func(string) Inline
}{
	{"plain", func(s string) Inline { return Text(s) }},
	{"after words", func(s string) Inline { return Text("by ", s, ".") }},
	{"code", Name},
	{"code in words", func(s string) Inline { return Text("link ", Name(s), " ends") }},
	{"strong", func(s string) Inline { return Text("a ", Strong(s), " b") }},
	{"emphasis", func(s string) Inline { return Text("a ", Emphasis(s), " b") }},
	{"link", func(s string) Inline { return Text(Link(s, "#x")) }},
}

// TestHostile holds that a name never changes the shape of a document, and is
// shown as it is.
func TestHostile(t *testing.T) {
	for _, p := range places {
		for _, k := range kinds {
			for _, s := range hostile {
				checkHostile(t, p.name+", "+k.name, p.put, k.say, s, p.most)
			}
		}
	}
}

func checkHostile(t interface {
	Helper()
	Errorf(string, ...any)
}, where string, put func(Inline) Block, say func(string) Inline, s string, most int) {
	t.Helper()
	got := Markdown([]Block{put(say(s)), Say("after")})
	want := Markdown([]Block{put(say("plain")), Say("after")})
	one, other := strings.Join(shape(got), " "), strings.Join(shape(want), " ")
	// What is nothing but blanks is left out, and code that a table cannot
	// hold is written as words: both are less markup, not more.
	if one != other && !subsequence(shape(got), shape(want)) {
		t.Errorf("%s: %.60q makes\n%s\nnot\n%s\n%.300s", where, s, one, other, got)
	}
	if strings.Contains(got, "\n<!--") || strings.Contains(strings.ToLower(got), "\n<script") {
		t.Errorf("%s: %.60q writes raw markup:\n%.300s", where, s, got)
	}
	words := clean(s)
	if most == 0 && utf8.RuneCountInString(words) < 400 && strings.TrimSpace(words) != "" {
		checkShown(t, where, got, words)
	}
}

// checkShown reports a text that a reader does not see as it is.
func checkShown(t interface {
	Helper()
	Errorf(string, ...any)
}, where, got, words string) {
	t.Helper()
	var b strings.Builder
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote)).Convert([]byte(got), &b); err != nil {
		t.Errorf("%v", err)
	}
	seen := strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(b.String(), ""))), " ")
	if !strings.Contains(seen, strings.Join(strings.Fields(words), " ")) {
		t.Errorf("%s: %q is shown as %q\n%s", where, words, seen, got)
	}
}

// subsequence reports whether a list is another with some left out.
func subsequence(part, whole []string) bool {
	for _, w := range whole {
		if len(part) > 0 && part[0] == w {
			part = part[1:]
		}
	}
	return len(part) == 0
}

// TestHostileMix does the same for random mixes of dangerous pieces.
func TestHostileMix(t *testing.T) {
	pieces := []string{"|", "\\", "`", "*", "_", "<", ">", "&", "#", "[", "]", "(", ")", "!", "~", "$", ":", "//", "www.", "http", "1.", "-", "+", "=", " ", "a", "é", "\n", "\u202e", "--", "<!--", "-->", "lt;", "@", "^", "\"", "'"}
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 14).Draw(t, "pieces"), "")
		p := rapid.SampledFrom(places).Draw(t, "place")
		k := rapid.SampledFrom(kinds).Draw(t, "kind")
		checkHostile(t, p.name+", "+k.name, p.put, k.say, s, p.most)
	})
}

// TestTableStaysWhole counts rows and cells of a table of hostile names.
func TestTableStaysWhole(t *testing.T) {
	table := Table{Columns: Columns("Name", "#Number", "Code")}
	for _, s := range hostile {
		table.Rows = append(table.Rows, Row(s, "1", Name(s)))
	}
	source := Markdown([]Block{table})
	rows, cells := 0, 0
	_ = ast.Walk(reader.Parser().Parse(text.NewReader([]byte(source))), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering && n.Kind() == extast.KindTableRow {
			rows++
			if n.ChildCount() != 3 {
				t.Errorf("a row has %d cells", n.ChildCount())
			}
			cells += n.ChildCount()
		}
		return ast.WalkContinue, nil
	})
	if rows != len(hostile) || cells != 3*len(hostile) {
		t.Errorf("%d rows, %d cells of %d names", rows, cells, len(hostile))
	}
}

// TestSecretsAreCovered holds that what has the form of a key is never shown.
func TestSecretsAreCovered(t *testing.T) {
	for _, key := range []string{"0123456789abcdef0123456789abcdef", strings.Repeat("0123456789ABCDEF", 4)} {
		for _, around := range []string{"%", "key %!", "«%» and % again", "é%"} {
			s := strings.ReplaceAll(around, "%", key)
			for _, p := range places {
				if got := Markdown([]Block{p.put(Text(s, " ", Name(s)))}); strings.Contains(got, key) {
					t.Errorf("%s shows %q:\n%s", p.name, key, got)
				}
			}
			if got := Markdown([]Block{Code{"text", s}}); strings.Contains(got, key) {
				t.Errorf("code shows %q:\n%s", key, got)
			}
		}
	}
}

func TestCodeBlock(t *testing.T) {
	got := Markdown([]Block{Code{"text", "a\n```\n<!-- erplan:end x -->\n````\r\n\x1b[31m\tz\n\n"}})
	want := "`````text\na\n```\n<! -- erplan:end x -->\n````\n\ufffd[31m    z\n`````\n"
	if got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestAnchors(t *testing.T) {
	for title, want := range map[string]string{
		"Summary":                         "summary",
		"Microsoft peering, NAT & more":   "microsoft-peering-nat--more",
		"Straße nach Zürich":              "straße-nach-zürich",
		"東京 と 大阪":                         "東京-と-大阪",
		"Москва":                          "москва",
		"a_b-c d":                         "a_b-c-d",
		"हिन्दी":                          "हिन्दी",
		"Microsoft's index, projected":    "microsofts-index-projected",
		"1 of 2: `code` \\| <b> **bold**": "1-of-2-code--b-bold",
		"العربية 42":                      "العربية-42",
	} {
		if got := Anchor(title); got != want {
			t.Errorf("%q: %q, not %q", title, got, want)
		}
	}
	var a Anchors
	for i, want := range []string{"x", "x-1", "x-2", "x-1-1"} {
		if got := a.For([]string{"x", "x", "x", "x-1"}[i]); got != want {
			t.Errorf("heading %d: %q, not %q", i, got, want)
		}
	}
}

func TestEmptyParts(t *testing.T) {
	got := Markdown([]Block{
		Paragraph{}, Heading{Level: 2}, Table{Columns: Columns("A")}, List{},
		Table{Columns("A", "Empty", "B"), [][]Inline{Row("1", "", "2"), Row("3", " ")}},
		List{Ordered: true, Items: []Item{{Text: Text("one"), More: []Block{Code{"", "x"}}}, {Text: Text("two")}}},
	})
	want := "| A | B |\n| --- | --- |\n| 1 | 2 |\n| 3 | |\n\n1. one\n\n   ```\n   x\n   ```\n\n2. two\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func FuzzHostile(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, p := range places {
			for _, k := range kinds {
				checkHostile(t, p.name+", "+k.name, p.put, k.say, s, p.most)
			}
		}
	})
}
