package document

import (
	"html"
	"regexp"
	"strings"

	"github.com/erplan/erplan/planner/document/block"
	page "github.com/erplan/erplan/planner/document/html"
	"github.com/erplan/erplan/planner/document/living"
)

// Page makes one HTML page of a document of the data, with what people wrote
// between the sections. Diagrams become drawings, and the list of contents
// stands beside the text.
func Page(d *Data, markdown string) (string, error) {
	if f, err := living.Parse(markdown); err == nil {
		f.Renew("contents", "")
		markdown = f.Text()
	}
	drawings := map[string]string{}
	for i := range d.built {
		for _, b := range d.built[i].Blocks {
			if f, ok := b.(block.Figure); ok {
				drawings[strings.TrimSpace(f.Mermaid)] = quiet(f.SVG)
			}
		}
	}
	return page.Render(page.Page{Title: block.Shown(d.Name()), Markdown: living.Plain(markdown), Drawings: drawings})
}

// quiet covers secrets in the titles of a drawing, which hold the full names
// of what its labels shorten.
func quiet(svg string) string {
	titles := regexp.MustCompile(`<title>[^<]*</title>`)
	return titles.ReplaceAllStringFunc(svg, func(t string) string {
		text := html.UnescapeString(t[len("<title>") : len(t)-len("</title>")])
		return "<title>" + html.EscapeString(free(text)) + "</title>"
	})
}
