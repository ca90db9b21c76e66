package living

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	_ "github.com/erplan/erplan/testdata/seed"
)

func part(id, text string) string { return Begin(id) + "\n" + text + End(id) + "\n" }

func TestRenew(t *testing.T) {
	old := "# Mine\r\n\r\ntext\n" + part("a", "old\n") + "between\n\n\n" + part("b", "") + "the end, without a line end"
	f, err := Parse(old)
	if err != nil {
		t.Fatal(err)
	}
	if f.Text() != old {
		t.Errorf("reading and writing changes %q to %q", old, f.Text())
	}
	if got := strings.Join(f.Sections(), " "); got != "a b" || !f.Has("b") || f.Has("c") || f.Line("a") != 4 || f.Line("c") != 0 {
		t.Errorf("sections %q, a in line %d", got, f.Line("a"))
	}
	f, _ = Parse(strings.ReplaceAll(old, "\r\n", "\n"))
	f.Renew("a", "new\nlines\n")
	f.Renew("b", "b\n")
	f.Renew("c", "nothing\n")
	want := "# Mine\n\ntext\n" + part("a", "new\nlines\n") + "between\n\n\n" + part("b", "b\n") + "the end, without a line end"
	if f.Text() != want {
		t.Errorf("got\n%s\nwant\n%s", f.Text(), want)
	}
}

func TestInsert(t *testing.T) {
	for _, test := range []struct{ name, old, after, want string }{
		{"after a part", "x\n" + part("a", "1\n") + "y", "a", "x\n" + part("a", "1\n") + "\n" + part("n", "new\n") + "y"},
		{"after the last, without a line end", "x\n" + strings.TrimSuffix(part("a", "1\n"), "\n"), "a", "x\n" + part("a", "1\n") + "\n" + part("n", "new\n")},
		{"at the end", part("a", "1\n") + "y", "", part("a", "1\n") + "y\n\n" + part("n", "new\n")},
		{"of Windows", strings.ReplaceAll(part("a", "1\n"), "\n", "\r\n"), "a", strings.ReplaceAll(part("a", "1\n")+"\n"+part("n", "new\n"), "\n", "\r\n")},
	} {
		f, err := Parse(test.old)
		if err != nil {
			t.Fatal(err)
		}
		f.Insert(test.after, "n", "new\n")
		if f.Text() != test.want {
			t.Errorf("%s: got\n%q\nwant\n%q", test.name, f.Text(), test.want)
		}
	}
}

// TestDamaged holds that a file whose markers are damaged is refused, at the
// line.
func TestDamaged(t *testing.T) {
	for text, want := range map[string]string{
		"x\n" + Begin("a") + "\n1\n":                                        "2: never ends",
		"x\n\n" + End("a") + "\n":                                           "3: has not begun",
		Begin("a") + "\n" + Begin("b") + "\n" + End("b") + "\n" + End("a"):  "2: before section \"a\"",
		Begin("a") + "\n" + End("b") + "\n":                                 "2: where section \"a\"",
		part("a", "") + part("a", ""):                                       "3: twice",
		"<!-- erplan:begin a --\n":                                          "1: damaged",
		"<!-- erplan:begin a -->x\n" + End("a"):                             "1: damaged",
		"  <!-- erplan:begin a -->\n" + End("a"):                            "1: damaged",
		"<!--erplan:begin a-->\n":                                           "1: damaged",
		"<!-- erplan:begin a b -->\n":                                       "1: damaged",
		"<!-- erplan:begin A -->\n":                                         "1: damaged",
		"<!-- ERPLAN:begin a -->\n":                                         "1: damaged",
		"<!-- erplan:start a -->\n":                                         "1: damaged",
		"<!-- erplan begin a -->\n":                                         "1: damaged",
		part("a", "one\n<!-- erplan:end a\ntwo\n"):                          "3: damaged",
		Begin("a") + "\n" + strings.Repeat("<!-- erplan:begin x", 100) + "": "2: damaged",
	} {
		_, err := Parse(text)
		var fault *Fault
		if !errors.As(err, &fault) {
			t.Errorf("accepted:\n%s", text)
			continue
		}
		line, words, _ := strings.Cut(want, ": ")
		if !strings.Contains(err.Error(), words) || line[0] != byte('0'+fault.Line) {
			t.Errorf("%q: line %d: %s; want %s", text, fault.Line, err, want)
		}
	}
}

// TestNotMarkers holds that what people write of markers is no marker.
func TestNotMarkers(t *testing.T) {
	for _, text := range []string{"`<!-- erplan:begin a -->`\n", "see <!-- erplan:end a -->\n", "> <!-- erplan:begin a -->\n", "<!-- note -->\n", "<!-- erplan's own -->\n", "<!-- erplan wrote this -->\n", "<!-- What stands between erplan's markers -->\n"} {
		f, err := Parse(text)
		if err != nil || len(f.Sections()) > 0 || f.Text() != text {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestNothingIsLost renews random files and holds every byte of what stands
// outside of the markers.
func TestNothingIsLost(t *testing.T) {
	own := rapid.SampledFrom([]string{"", "a", "\n", "a\r\n", "\n\n", "<!-- x -->\n", "`<!-- erplan:begin a -->`", "…\n", "\t x \n"})
	rapid.Check(t, func(t *rapid.T) {
		var kept []string
		text := ""
		for i := range rapid.IntRange(1, 5).Draw(t, "parts") {
			mine := own.Draw(t, "own")
			if i > 0 || mine != "" {
				if !strings.HasSuffix(mine, "\n") && mine != "" {
					mine += "\n"
				}
			}
			kept = append(kept, mine)
			text += mine + part(string(rune('a'+i)), own.Filter(func(s string) bool { return s == "" || strings.HasSuffix(s, "\n") }).Draw(t, "body"))
		}
		last := own.Draw(t, "last")
		text += last
		f, err := Parse(text)
		if err != nil {
			t.Fatalf("%v in\n%q", err, text)
		}
		for _, id := range f.Sections() {
			f.Renew(id, "NEW "+id+"\n")
		}
		got := f.Text()
		for i, mine := range kept {
			rest, ok := strings.CutPrefix(got, mine)
			if !ok {
				t.Fatalf("part %d: %q is not kept in %q", i, mine, got)
			}
			_, got, ok = strings.Cut(rest, End(string(rune('a'+i))))
			if !ok {
				t.Fatalf("part %d has gone from %q", i, rest)
			}
			got = strings.TrimPrefix(got, "\n")
		}
		if got != last {
			t.Fatalf("the end is %q, not %q", got, last)
		}
		again, err := Parse(f.Text())
		if err != nil || again.Text() != f.Text() {
			t.Fatalf("reading again: %v", err)
		}
	})
}

func TestPlain(t *testing.T) {
	if got := Plain("x\n" + part("a", "1\n") + "y"); got != "x\n1\ny" {
		t.Errorf("%q", got)
	}
}

func TestDiff(t *testing.T) {
	if got := Diff("f.md", "a\nb\n", "a\nb\n"); got != "" {
		t.Errorf("equal texts differ: %q", got)
	}
	want := "--- f.md\n+++ f.md (as the design says)\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n"
	if got := Diff("f.md", "a\nb\n", "a\nc\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
