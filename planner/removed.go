package planner

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
)

// missing reports a reference to what is not there. Where an overlay removes
// what is named, and leaves what names it, the mistake is in the overlay, and
// one finding says so for all that still name it.
func (l *linker) missing(what, name string, place source.Place, fix, format string, args ...any) {
	r, ok := l.remover(what, name)
	if !ok || !r.left(place.Path) {
		l.report("link/unknown-reference", place, fix, format, args...)
		return
	}
	named := diag.Related{Place: place, Message: fmt.Sprintf("the reference to %s", source.Quote(name))}
	for i := range l.diags {
		if d := &l.diags[i]; d.Place == r.place {
			d.Related = append(d.Related, named)
			return
		}
	}
	l.report("link/unknown-reference", r.place, "Remove what names it too, or let it name another one.",
		"%s is removed, but %s still names it", source.Quote(r.target), place.Path)
	l.diags[len(l.diags)-1].Related = []diag.Related{named}
}

// remover returns the last removal that takes out what a reference names.
func (l *linker) remover(what, name string) (found removal, ok bool) {
	path := strings.Split(name, "/")
	collection := collectionOf(what)
	if what == "router" && len(path) == 2 {
		collection, path = "sites", []string{path[0], "routers", path[1]}
	}
	path = append([]string{collection}, path...)
	for _, r := range l.removed {
		keys, good := split(r.target)
		if good && len(keys) <= len(path) && strings.Join(keys, "\x00") == strings.Join(path[:len(keys)], "\x00") {
			found, ok = r, true
		}
	}
	return found, ok
}

// left reports whether what a removal removed something from has a key.
func (r *removal) left(path string) bool {
	path, _, _ = strings.Cut(path, "[")
	keys, ok := source.SplitPath(path)
	at := r.from
	for _, key := range keys {
		if at = at.Lookup(key); at == nil {
			return false
		}
	}
	return ok
}

// collectionOf returns the key of the tables that messages call so.
func collectionOf(what string) string {
	if what == "port pair" {
		return "ports"
	}
	return strings.ReplaceAll(strings.ToLower(what), " ", "_") + "s"
}
