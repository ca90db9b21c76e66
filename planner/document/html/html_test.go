package html

import (
	"strings"
	"testing"
)

func render(t *testing.T, markdown string, drawings map[string]string) string {
	t.Helper()
	page, err := Render(Page{Title: "A <b> & c", Markdown: markdown, Drawings: drawings})
	if err != nil {
		t.Fatal(err)
	}
	return page
}

// TestPage holds what a page is made of.
func TestPage(t *testing.T) {
	page := render(t, "# T\n\n## Zürich & more\n\nText[^f]\n\n| A | B |\n| --- | ---: |\n| 1 | 2 |\n\n### Below\n\n### Below\n\n## 東京\n\n```mermaid\nflowchart LR\n```\n\n```mermaid\nmine\n```\n\n[^f]: Source\n",
		map[string]string{"flowchart LR": "<svg id=\"drawn\"></svg>\n"})
	for _, want := range []string{
		"<title>A &lt;b&gt; &amp; c</title>", Mark,
		`<h2 id="zürich--more">`, `<a href="#zürich--more">Zürich &amp; more</a>`,
		`<h3 id="below-1">`, `<a href="#below-1">Below</a>`, `<h2 id="東京">`, `<a href="#東京">東京</a>`,
		`<td align="right">2</td>`, `<div class="table" tabindex="0">`,
		"<figure class=\"drawing\">\n<svg id=\"drawn\"></svg>", "<pre tabindex=\"0\"><code>mine",
		"prefers-color-scheme: dark", "@media print", "max-width: 40rem", `name="viewport"`, "class=\"footnotes\"",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is missing in\n%s", want, page[strings.Index(page, "<body>"):])
		}
	}
	if strings.Count(page, "<ol>") != strings.Count(page, "</ol>") || strings.Count(page, "<li") != strings.Count(page, "</li>") {
		t.Error("lists are not closed")
	}
	if strings.Contains(page, "flowchart LR") {
		t.Error("the diagram is there beside its drawing")
	}
}

// TestNothingRawPasses holds that no tag, script, address or event of a text
// gets into the page, and that the page asks the network for nothing.
func TestNothingRawPasses(t *testing.T) {
	page := render(t, strings.Join([]string{
		"## <script>alert(1)</script>", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "a <b onclick=x()>b</b>",
		"[x](javascript:alert(1))", "[y](data:text/html,<script>)", "![z](http://example.com/z.png)", "[w](vbscript:x)", "<iframe src=\"http://example.com\"></iframe>",
		"```\n</code></pre><script>alert(1)</script>\n```", "```mermaid\n<script>x</script>\n```", "`<script>`", "| <script> |\n| --- |\n| <i>x</i> |",
	}, "\n\n"), nil)
	body := page[strings.Index(page, "<body>"):]
	for _, bad := range []string{"<script", "onerror=alert(1)>", "<b onclick", "javascript:", "href=\"data:", "vbscript:", "<iframe", "<i>x", "<img src=x"} {
		if strings.Contains(body, bad) {
			t.Errorf("%q passes:\n%s", bad, body)
		}
	}
	for _, bad := range []string{"@import", "url(", "<link", "src=\"//"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page asks for more: %q", bad)
		}
	}
}
