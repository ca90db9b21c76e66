package markdown

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	_ "github.com/erplan/erplan/testdata/seed"
)

// signs makes styles visible.
type signs string

func (s signs) Render(text ...string) string { return string(s) + strings.Join(text, " ") + string(s) }

var plain = Styles{signs(""), signs("*"), signs("/"), signs("`"), signs(""), signs("_")}

const document = `# A design
<!-- erplan:begin summary -->
Some **bold**, some ` + "`code`" + `, a [link](https://example.com) and a \| that
goes on over two lines, so that it has to be broken.

- one
- two
  1. deeper
  2. and more

> A note
> of two lines

| name | value with a long heading |
|---|---:|
| a &amp; b | 1 |
| ` + "`x\\|y`" + ` | a cell that is too wide for the screen and goes on |

` + "```text\n  kept as it is\n\ttab\n```" + `

` + "```mermaid\nflowchart LR\n```" + `

---

## Next
`

const want = `A design
━━━━━━━━

Some *bold*, some` + " `code`" + `, a _link_ and a
| that goes on over two lines, so that
it has to be broken.

• one
• two
  1. deeper
  2. and more

│ A note of two lines

*name*  *value with a long heading*
────────────────────────────────────────
a & b  1
` + "`x|y`" + `  a cell that is too wide for the
       screen and goes on

  ` + "`  kept as it is`" + `
  ` + "`    tab`" + `

(a diagram, drawn by browsers; here it is the topology view)

────────────────────────────────────────

Next
────`

func TestRender(t *testing.T) {
	lines, headings := Render(document, 40, plain)
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	if diff := cmp.Diff(want, strings.Join(lines, "\n")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]Heading{{0, 1, "A design"}, {len(lines) - 2, 2, "Next"}}, headings); diff != "" {
		t.Error(diff)
	}
}

// TestWidth renders anything: it never panics, holds no control characters,
// and words that fit are never wider than the screen.
func TestWidth(t *testing.T) {
	none := Styles{signs(""), signs(""), signs(""), signs(""), signs(""), signs("")}
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "network", "**b**", "`c`", "|", "\n", "\n\n", "- ", "> ", "# ", "日本", "| a | b |\n|---|---|\n| c | d |\n", "\x1b[31m", "\u202e", "&#27;", "```\n", "<b>", "1. "}), 0, 40).Draw(t, "words")
		w := rapid.IntRange(40, 120).Draw(t, "width")
		lines, _ := Render(strings.Join(words, " "), w, none)
		for _, l := range lines {
			if ansi.StringWidth(l) > w {
				t.Errorf("%q is wider than %d", l, w)
			}
			if strings.ContainsAny(l, "\x1b\u202e\x00\n") {
				t.Errorf("%q holds what acts on a terminal", l)
			}
		}
	})
}

// TestWrapBreakpoint breaks before a word whose hyphen or comma would stand out,
// not between the two.
func TestWrapBreakpoint(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"a a a a network network network network -", "a a a a network network network network |-"},
		{"network network network network network1, and more", "network network network network|network1, and more"},
	} {
		if got := strings.Join(Wrap(c.text, 40, " ,/"), "|"); got != c.want {
			t.Errorf("%q, not %q", got, c.want)
		}
	}
}
