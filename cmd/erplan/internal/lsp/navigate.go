package lsp

import (
	"regexp"
	"slices"

	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/source"
)

// definition returns where the thing at an offset has its table: in this text,
// or in a file that it extends. That of extends is the file.
func (s *Server) definition(d *document, offset int) []location {
	if d.file.Root != nil {
		if v := d.file.Root.Lookup("extends"); v != nil && v.Kind == source.String && v.Span.Start <= offset && offset <= v.Span.End {
			if _, uris := s.bases(d); len(uris) > 0 {
				return []location{{URI: uris[0]}}
			}
		}
	}
	t, _, ok := d.thingAt(offset)
	if !ok {
		return []location{}
	}
	if found, ok := first(definitions(d.spots, t)); ok {
		return []location{{d.uri, d.span(found.span)}}
	}
	if span, ok := inBraces(d.file, t); ok {
		return []location{{d.uri, d.span(span)}}
	}
	bases, uris := s.bases(d)
	for i, f := range bases {
		if found, ok := first(definitions(edit.Spots(f), t)); ok {
			return []location{{uris[i], spanIn(f, found.span)}}
		}
	}
	return []location{}
}

// first returns the definition to go to: the first that is the thing's own
// header, or else the first.
func first(list []definition) (definition, bool) {
	if len(list) == 0 {
		return definition{}, false
	}
	return list[max(0, slices.IndexFunc(list, func(d definition) bool { return d.own }))], true
}

// inBraces returns where a thing is defined within a table in braces.
func inBraces(f *source.File, t thing) (source.Span, bool) {
	if f.Root == nil {
		return source.Span{}, false
	}
	v := f.Root
	for _, step := range t.path() {
		if v = v.Lookup(step); v == nil {
			return source.Span{}, false
		}
	}
	return v.Key, true
}

// references returns the places of the text that name the thing at an offset,
// with those of its own tables where that is asked for.
func (s *Server) references(d *document, offset int, declarations bool) []location {
	out := []location{}
	t, _, ok := d.thingAt(offset)
	if !ok {
		return out
	}
	var spans []source.Span
	if declarations {
		for _, def := range definitions(d.spots, t) {
			spans = append(spans, def.span)
		}
	}
	for _, m := range mentions(d.file) {
		if m.thing == t {
			spans = append(spans, m.span)
		}
	}
	slices.SortFunc(spans, func(a, b source.Span) int { return a.Start - b.Start })
	for _, span := range spans {
		out = append(out, location{d.uri, d.span(span)})
	}
	return out
}

// prepareRename returns the name at an offset, if it can be changed.
func (s *Server) prepareRename(d *document, offset int) (*prepared, *rpcError) {
	t, span, ok := d.thingAt(offset)
	if !ok {
		return nil, failed("there is no name of the design here")
	}
	if len(definitions(d.spots, t)) == 0 {
		return nil, failed("%s is not defined in this file", pathOf(t.path()))
	}
	return &prepared{d.span(span), d.file.Text[span.Start:span.End]}, nil
}

// nameForm is the form of names in a design.
var nameForm = regexp.MustCompile(`^[a-z][a-z0-9-]{0,62}$`)

// rename gives the thing at an offset another name, in its tables and wherever
// the text names it.
func (s *Server) rename(d *document, offset int, name string) (*workspaceEdit, *rpcError) {
	t, _, ok := d.thingAt(offset)
	switch {
	case !ok:
		return nil, failed("there is no name of the design here")
	case !nameForm.MatchString(name):
		return nil, failed("%q is not a name: names have small letters, digits and hyphens, start with a letter and are at most 63 long", name)
	}
	var edits []edit.Edit
	for _, def := range definitions(d.spots, t) {
		edits = append(edits, edit.Edit{Start: def.span.Start, End: def.span.End, New: name})
	}
	if len(edits) == 0 {
		return nil, failed("%s is not defined in this file", pathOf(t.path()))
	}
	steps := t.path()
	steps[len(steps)-1] = name
	if other := thingOf(steps); len(definitions(d.spots, other)) > 0 {
		return nil, failed("%s is already in the design", pathOf(steps))
	}
	for _, m := range mentions(d.file) {
		if m.thing == t {
			edits = append(edits, edit.Edit{Start: m.span.Start, End: m.span.End, New: name})
		}
	}
	slices.SortFunc(edits, func(a, b edit.Edit) int { return a.Start - b.Start })
	change := d.change(edits)
	return &change, nil
}

// thingOf is the reverse of thing.path.
func thingOf(steps []string) thing {
	if len(steps) == 4 {
		return thing{"sites/routers", steps[1] + "/" + steps[3]}
	}
	return thing{steps[0], steps[1]}
}
