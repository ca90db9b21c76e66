package ingest

import (
	"strings"

	"github.com/erplan/erplan/planner/ingest/estate"
	"github.com/erplan/erplan/planner/ingest/tree"
	"github.com/erplan/erplan/planner/source"
)

// values returns the values at a path; a star stands for each element.
func values(r *estate.Resource, path string) []*tree.Value {
	head, rest, star := strings.Cut(path, ".*.")
	keys := strings.Split(head, ".")
	v := r.Get(keys[0], keys[1:]...)
	if !star {
		if v.Blank() {
			return nil
		}
		return []*tree.Value{v}
	}
	var out []*tree.Value
	for _, item := range v.Items() {
		if id := deep(item, strings.Split(rest, ".")...); !id.Blank() {
			out = append(out, id)
		}
	}
	return out
}

// deep looks up a path in an element of a list, in both shapes.
func deep(item *tree.Value, names ...string) *tree.Value {
	if v := item.Get("properties").Path(names...); v != nil {
		return v
	}
	return item.Path(names...)
}

// follow returns the resource of a type that an id names, or is in; nil where
// it names none, which is noted.
func (i *importer) follow(v *tree.Value, kind string) *estate.Resource {
	if v.Blank() {
		return nil
	}
	text, ok := v.Str()
	id, isID := estate.ParseID(text)
	short := kind[strings.LastIndexByte(kind, '/')+1:]
	switch {
	case v.Kind == tree.Unknown:
		i.doubtOnce(v, "what it points to is not known: %s", v.Text)
		return nil
	case !ok || !isID:
		i.doubtOnce(v, "%s is not the id of one of the %s", source.Quote(shortID(text)), short)
		return nil
	}
	up, ok := id.Up(kind)
	if !ok {
		i.doubtOnce(v, "an id of one of the %s is expected, this is %s", short, source.Quote(shortID(text)))
		return nil
	}
	mark(v, tree.Carried)
	return i.estate.Stub(up)
}

// doubtOnce notes a value that cannot be followed.
func (i *importer) doubtOnce(v *tree.Value, format string, args ...any) {
	v.Mark(tree.Doubted)
	i.input.note(v, format, args...)
}
