package diagram

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// checkOutput holds that a format is well-formed, whatever names it shows.
func checkOutput(t failer, format, text string) {
	if !utf8.ValidString(text) {
		t.Errorf("%s: not UTF-8", format)
	}
	for _, r := range text {
		if format != "json" && r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			t.Errorf("%s: holds %U", format, r)
			break
		}
	}
	switch format {
	case "svg":
		checkXML(t, text)
	case "mermaid":
		checkLines(t, text, mermaidLines)
	case "dot":
		checkLines(t, text, dotLines)
	case "json":
		if !json.Valid([]byte(text)) {
			t.Errorf("json: not valid")
		}
	}
}

// checkXML holds that a drawing is well-formed, and holds only what a drawing
// needs: nothing that runs, nothing from elsewhere.
func checkXML(t failer, text string) {
	d := xml.NewDecoder(strings.NewReader(text))
	known := map[string]bool{"svg": true, "title": true, "desc": true, "style": true, "defs": true, "pattern": true, "g": true, "rect": true, "path": true, "circle": true, "text": true}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("svg: %v", err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if !known[start.Name.Local] {
			t.Errorf("svg: element %s", start.Name.Local)
		}
		for _, a := range start.Attr {
			if strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "href" || a.Name.Local == "style" {
				t.Errorf("svg: attribute %s", a.Name.Local)
			}
		}
	}
}

// What the lines of a format look like. Text of a design stands only between
// quotes, where nothing can end them.
var (
	mermaidLines = regexp.MustCompile(`^(---|title: "([^"\\]|\\["\\])*"|flowchart LR|  acc(Title|Descr): [^"|<>#;\x60{}]*|` +
		`  (  )*subgraph g\d+\["[^"|<>\x60\\]+"\]|  (  )*end|  (  )*n\d+\["([^"|<>\x60\\]|<br/>)+"\]:::er_\w+|` +
		`  n\d+ (---|-\.-)(\|"[^"|<>\x60\\]+"\|)? n\d+|  linkStyle \d+ [\w:,# -]+|  class g\d+ er_\w+|  classDef er_\w+ [\w:,# -]+)$`)
	dotLines = regexp.MustCompile(`^(digraph topology \{|\s*\}|  (graph|node|edge) \[` + dotList + `\]|\s*subgraph cluster_\d+ \{|` +
		`\s*label=` + dotString + `; labeljust=l; style=rounded; color="#\w+"; fontsize=10|\s*n\d+ \[` + dotList + `\]|  n\d+ -> n\d+ \[` + dotList + `\])$`)
)

const (
	dotString = `"([^"\\]|\\["\\nl])*"`
	dotList   = `\w+=(\w+|[\d.]+|` + dotString + `)(, \w+=(\w+|[\d.]+|` + dotString + `))*`
)

func checkLines(t failer, text string, shape *regexp.Regexp) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSuffix(line, "\n"); !shape.MatchString(line) {
			t.Errorf("unexpected line %q", line)
		}
	}
}

// FuzzNames puts any text where a picture shows text.
func FuzzNames(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		checkPicture(t, &Picture{
			Title: a, Option: b, Failed: []string{a}, Drained: []string{b},
			Columns: []Column{{a, 0}, {b, 1}},
			Boxes: []Box{
				{ID: a, Kind: site, Group: 0, Title: a, Details: []string{b}, Components: []string{a}, Mark: Failed},
				{ID: b, Kind: VNet, Column: 1, Group: -1, Title: b, Details: []string{a, b}, Places: []string{b}, Mark: Partly},
			},
			Edges:  []Edge{{From: 0, To: 1, Style: Secondary, Label: a, Components: []string{b}}},
			Groups: []Group{{ID: a, Kind: site, Title: b, Parent: -1, Components: []string{a}}},
		}, Formats)
	})
}
