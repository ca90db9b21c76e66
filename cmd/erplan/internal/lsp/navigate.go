package lsp

import (
	"regexp"
	"slices"

	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/source"
)

// definition returns where the thing at an offset has its table: in this text,
// or in a file that it extends. From that table itself it leads on to the one
// that it is laid over. That of extends is the file.
func (s *Server) definition(d *document, offset int) []location {
	f := s.family(d)
	chain := f.chain(f.name)
	if _, at := d.extends(); len(chain) > 1 && at.Start <= offset && offset <= at.End {
		return []location{{URI: s.uri(f.home, chain[1].name)}}
	}
	t, _, ok := d.thingAt(offset)
	if !ok {
		return []location{}
	}
	out := []location{}
	for _, in := range chain {
		span, ok := defines(in, t)
		if !ok {
			continue
		}
		out = []location{{s.uri(f.home, in.name), in.span(span)}}
		if in != d.text || offset < span.Start || offset > span.End {
			break
		}
	}
	return out
}

// defines returns where a text defines a thing.
func defines(in *text, t thing) (source.Span, bool) {
	if def, ok := first(definitions(in.spots, t)); ok {
		return def.span, true
	}
	return inBraces(in.file, t)
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

// references returns the places that name the thing at an offset, in this text
// and in those joined to it by extends, with those of its own tables where that
// is asked for.
func (s *Server) references(d *document, offset int, declarations bool) []location {
	out := []location{}
	t, _, ok := d.thingAt(offset)
	if !ok {
		return out
	}
	f := s.family(d)
	in, _ := f.scope(t)
	for _, file := range in {
		for _, span := range file.names(t, declarations) {
			out = append(out, location{s.uri(f.home, file.name), file.span(span)})
		}
	}
	return out
}

// names returns the places of a text that name a thing, in the order of the
// text: with those of its own tables, or without.
func (t *text) names(of thing, own bool) []source.Span {
	var out []source.Span
	if own {
		for _, def := range definitions(t.spots, of) {
			out = append(out, def.span)
		}
	}
	for _, m := range mentions(t.file) {
		if m.thing == of {
			out = append(out, m.span)
		}
	}
	slices.SortFunc(out, func(a, b source.Span) int { return a.Start - b.Start })
	return slices.Compact(out)
}

// prepareRename returns the name at an offset, if it can be changed.
func (s *Server) prepareRename(d *document, offset int) (*prepared, *rpcError) {
	t, span, ok := d.thingAt(offset)
	if !ok {
		return nil, failed("there is no name of the design here")
	}
	if _, err := s.renamable(d, t); err != nil {
		return nil, err
	}
	return &prepared{d.span(span), d.file.Text[span.Start:span.End]}, nil
}

// renamable returns the files in which a thing is to be renamed.
func (s *Server) renamable(d *document, t thing) ([]*text, *rpcError) {
	in, _ := s.family(d).scope(t)
	for _, file := range in {
		if file.file.Root == nil {
			return nil, failed("%s is not valid TOML now; mend that first, so that no name is missed", source.Clean(file.name))
		}
	}
	if !slices.ContainsFunc(in, func(file *text) bool { return len(definitions(file.spots, t)) > 0 }) {
		return nil, failed("the design does not define %s", pathOf(t.path()))
	}
	return in, nil
}

// nameForm is the form of names in a design.
var nameForm = regexp.MustCompile(`^[a-z][a-z0-9-]{0,62}$`)

// rename gives the thing at an offset another name, in its tables and wherever
// this text or one joined to it by extends names it.
func (s *Server) rename(d *document, offset int, name string) (*workspaceEdit, *rpcError) {
	t, _, ok := d.thingAt(offset)
	switch {
	case !ok:
		return nil, failed("there is no name of the design here")
	case !nameForm.MatchString(name):
		return nil, failed("%q is not a name: names have small letters, digits and hyphens, start with a letter and are at most 63 long", name)
	}
	in, err := s.renamable(d, t)
	if err != nil {
		return nil, err
	}
	steps := t.path()
	steps[len(steps)-1] = name
	f := s.family(d)
	_, above := f.scope(t)
	for _, file := range append(above, in...) {
		if len(definitions(file.spots, thingOf(steps))) > 0 {
			return nil, failed("%s is already in %s", pathOf(steps), source.Clean(file.name))
		}
	}
	out := workspaceEdit{map[string][]textEdit{}}
	for _, file := range in {
		var edits []edit.Edit
		for _, span := range file.names(t, true) {
			edits = append(edits, edit.Edit{Start: span.Start, End: span.End, New: name})
		}
		if len(edits) > 0 {
			out.Changes[s.uri(f.home, file.name)] = file.edits(edits)
		}
	}
	return &out, nil
}

// thingOf is the reverse of thing.path.
func thingOf(steps []string) thing {
	if len(steps) == 4 {
		return thing{"sites/routers", steps[1] + "/" + steps[3]}
	}
	return thing{steps[0], steps[1]}
}
