package lsp

import (
	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/schema"
	"github.com/erplan/erplan/planner/source"
)

// A definition is a place where the name of a thing stands in its own table,
// or in one below it.
type definition struct {
	span source.Span
	own  bool // in the thing's own header
}

// definitions returns the places in which a thing is defined, in the order of
// the text.
func definitions(spots []edit.Spot, t thing) []definition {
	want := t.path()
	var out []definition
	for _, s := range spots {
		steps, skip := s.Steps, 0
		if len(steps) > 2 && steps[0] == "options" {
			steps, skip = steps[2:], 2
		}
		if !starts(steps, want) {
			continue
		}
		for i, n := range s.Names {
			if s.Parts[i] == skip+len(want) {
				out = append(out, definition{n.Span, s.Header && len(steps) == len(want)})
			}
		}
	}
	return out
}

func starts(steps, want []string) bool {
	if len(steps) < len(want) {
		return false
	}
	for i, w := range want {
		if steps[i] != w {
			return false
		}
	}
	return true
}

// pathOf joins steps to a path.
func pathOf(steps []string) string {
	out := ""
	for _, s := range steps {
		out = source.Join(out, s)
	}
	return out
}

// thingAt returns the thing that an offset is on, and where it is named there.
func (d *document) thingAt(offset int) (thing, source.Span, bool) {
	best, found := mention{}, false
	for _, m := range mentions(d.file) {
		if m.span.Start <= offset && offset <= m.span.End && (!found || m.span.End-m.span.Start < best.span.End-best.span.Start) {
			best, found = m, true
		}
	}
	if found {
		return best.thing, best.span, true
	}
	i := d.spotAt(offset)
	if i < 0 {
		return thing{}, source.Span{}, false
	}
	return ownName(d.spots[i], offset)
}

// ownName returns the thing whose name an offset of a header or dotted key is
// on.
func ownName(s edit.Spot, offset int) (thing, source.Span, bool) {
	for i, n := range s.Names {
		if offset < n.Span.Start || offset > n.Span.End {
			continue
		}
		steps := s.Steps[:s.Parts[i]]
		if len(steps) > 2 && steps[0] == "options" {
			steps = steps[2:]
		}
		switch {
		case len(steps) == 2 && isCollection(steps[0]):
			return thing{steps[0], steps[1]}, n.Span, true
		case len(steps) == 4 && steps[0] == "sites" && steps[2] == "routers":
			return thing{"sites/routers", steps[1] + "/" + steps[3]}, n.Span, true
		}
	}
	return thing{}, source.Span{}, false
}

func isCollection(name string) bool {
	k := schema.Find(name)
	return k != nil && k.Form == schema.Collection
}

// defined returns the names of a collection in files, in the order of the
// text: of routers, site/router.
func defined(files []*source.File, collection string) []string {
	var out []string
	seen := map[string]bool{}
	add := func(name string) {
		if !seen[name] {
			seen[name] = true
			out = append(out, name)
		}
	}
	each := func(root *source.Value) {
		if collection != "sites/routers" {
			for _, e := range entries(root.Lookup(collection)) {
				add(e.Name)
			}
			return
		}
		for _, site := range entries(root.Lookup("sites")) {
			for _, router := range entries(site.Value.Lookup("routers")) {
				add(site.Name + "/" + router.Name)
			}
		}
	}
	for _, f := range files {
		each(f.Root)
		for _, option := range entries(f.Root.Lookup("options")) {
			each(option.Value)
		}
	}
	return out
}

// entries returns the keys of a value that may be none or no table.
func entries(v *source.Value) []source.Entry {
	if v == nil || v.Kind != source.Table {
		return nil
	}
	return v.Entries()
}
