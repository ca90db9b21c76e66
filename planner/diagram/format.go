package diagram

import (
	"io"
	"slices"
)

// A Format writes a picture in one way.
type Format struct {
	Name  string
	About string
	Write func(io.Writer, *Picture) error
}

// Formats lists the formats, the default first.
var Formats = []Format{
	{"text", "box-drawing characters, for terminals and code blocks", Text},
	{"mermaid", "a Mermaid flowchart, which forges draw in Markdown", Mermaid},
	{"svg", "a self-contained drawing in light and dark, for pages and print", SVG},
	{"dot", "a Graphviz graph", DOT},
	{"json", "for machines: the picture, the components and the graph of the ways", JSON},
}

// Names returns the names of the formats.
func Names() []string {
	names := make([]string, len(Formats))
	for i, f := range Formats {
		names[i] = f.Name
	}
	return names
}

// ByName returns the format of a name.
func ByName(name string) (Format, bool) {
	i := slices.IndexFunc(Formats, func(f Format) bool { return f.Name == name })
	if i < 0 {
		return Format{}, false
	}
	return Formats[i], true
}
