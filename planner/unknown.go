package planner

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/erplan/erplan/planner/source"
)

// unknown reports a key that the language does not have.
func (d *decoder) unknown(e source.Entry, p *plan, at spot) {
	place := e.Value.Place(at.path())
	if source.SecretKey(e.Name) {
		d.secret(place, at)
		return
	}
	if what, fix := retired(e.Name, at.table); what != "" {
		d.report("schema/unknown-key", place, fix, "%s", what)
		d.search(e.Value, at)
		return
	}
	d.report("schema/unknown-key", place, d.elsewhere(e.Name, p, at.table), "unknown key %s", source.Quote(e.Name))
	d.search(e.Value, at)
}

// search reports the secrets in a value that is not looked at otherwise.
func (d *decoder) search(v *source.Value, at spot) {
	if s, ok := v.Data.(string); ok && source.SecretValue(s) {
		d.secret(v.Place(at.path()), at)
	}
	path := ""
	if len(v.Entries()) > 0 {
		path = at.path()
	}
	for _, e := range v.Entries() {
		in := spot{path, e.Name, -1}
		if source.SecretKey(e.Name) {
			d.secret(e.Value.Place(in.path()), in)
		} else {
			d.search(e.Value, in)
		}
	}
	for i, item := range v.Items() {
		d.search(item, spot{at.table, at.key, i})
	}
}

// elsewhere says what may have been meant by an unknown key: the tables nearby
// that have it, a key that is written much like it, or what there is.
func (d *decoder) elsewhere(name string, p *plan, table string) string {
	var homes, near []string
	if d.near++; d.near <= worth {
		homes, near = homesNear(name, table), nearest(name, p.keys)
	}
	switch {
	case len(homes) > 0 && len(near) == 0 || len(homes) > 0 && sameCollection(homes[0], table):
		return fmt.Sprintf("It is a key of %s.", sentence(homes))
	case len(near) > 0:
		return didYouMean(near)
	case len(p.keys) > 12:
		return "Remove it; the language reference lists the keys of this table."
	}
	return "Remove it, or use one of: " + strings.Join(p.keys, ", ") + "."
}

// sentence writes names of tables as a sentence does.
func sentence(tables []string) string {
	out := ""
	for i, t := range tables {
		switch {
		case i > 0 && i == len(tables)-1:
			out += " and "
		case i > 0:
			out += ", "
		}
		out += "[" + t + "]"
	}
	return out
}

// didYouMean is the fix that offers names.
func didYouMean(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = source.Quote(n)
	}
	return "Did you mean " + strings.Join(quoted, " or ") + "?"
}

// language is made for the first unknown key.
var language struct {
	once  sync.Once
	homes map[string][]string
}

// homes maps each key of the language to the tables that have it. Options and
// defaults are left out: they hold the same tables once more.
func homes() map[string][]string {
	language.once.Do(func() {
		language.homes = map[string][]string{}
		listHomes(language.homes, reflect.TypeFor[Design](), "")
	})
	return language.homes
}

func listHomes(out map[string][]string, t reflect.Type, path string) {
	for key, f := range planOf(t).fields {
		if path == "" && (key == "options" || key == "defaults") {
			continue
		}
		if path != "" {
			out[key] = append(out[key], path)
		}
		at, elem := source.Join(path, key), f.typ
		if elem.Kind() == reflect.Slice && elem.Elem().Kind() == reflect.Pointer {
			at += ".NAME"
		}
		for elem.Kind() == reflect.Slice || elem.Kind() == reflect.Pointer {
			elem = elem.Elem()
		}
		if isTable(elem) {
			listHomes(out, elem, at)
		}
	}
}

// homesNear returns the tables that have a key: those of the same collection
// or, if there are only a few, all.
func homesNear(name, table string) []string {
	all := slices.Sorted(slices.Values(homes()[name]))
	var same []string
	for _, home := range all {
		if sameCollection(home, table) {
			same = append(same, home)
		}
	}
	if len(same) > 0 && len(same) <= 3 {
		return same
	}
	if len(all) <= 3 {
		return all
	}
	return nil
}

// sameCollection reports whether a table of the language and a table of the
// design are in the same collection.
func sameCollection(home, table string) bool {
	if rest, ok := strings.CutPrefix(table, "options."); ok {
		_, table, _ = strings.Cut(rest, ".")
	}
	table = strings.TrimPrefix(table, "defaults.")
	a, _, _ := strings.Cut(home, ".")
	b, _, _ := strings.Cut(table, ".")
	return a == b
}
