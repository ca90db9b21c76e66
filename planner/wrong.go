package planner

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/source"
)

// want reports whether a value has the kind that its key takes, and notes it
// where it has not.
func (d *decoder) want(v *source.Value, kind source.Kind, at spot) bool {
	if v.Kind != kind {
		d.wrongType(v, kind.String(), rewrite(v, kind, at), at)
		return false
	}
	return true
}

// wrongType reports a value of another type than its key takes.
func (d *decoder) wrongType(v *source.Value, wanted, fix string, at spot) {
	if s, ok := v.Data.(string); ok && source.SecretValue(s) {
		d.secret(v.Place(at.path()), at)
		return
	}
	d.report("schema/wrong-type", v.ValuePlace(at.path()), fix, "%s must be %s, not %s", at.shown(), wanted, literal(v))
}

// literal describes a value in words.
func literal(v *source.Value) string {
	switch data := v.Data.(type) {
	case string:
		return "the text " + source.Quote(data)
	case int64, float64, bool:
		return fmt.Sprintf("the %s %v", strings.TrimPrefix(strings.TrimPrefix(v.Kind.String(), "an "), "a "), data)
	case time.Time:
		return "a date"
	}
	return v.Kind.String()
}

// rewrite says how to write a value so that it has another kind.
func rewrite(v *source.Value, kind source.Kind, at spot) string {
	s, isText := v.Data.(string)
	switch {
	case kind == source.Table && at.item >= 0:
		return "Write it in braces: {key = value, …}."
	case kind == source.Table:
		return fmt.Sprintf("Write it as a table: [%s].", at.path())
	case kind == source.Array && v.Kind != source.Table:
		return fmt.Sprintf("Write %s = [%s].", at.shown(), spelled(v))
	case kind == source.Bool && truth(fmt.Sprint(v.Data)) != "":
		return write(at, truth(fmt.Sprint(v.Data)))
	case kind == source.Bool:
		return write(at, "true") + " Or false."
	case kind == source.Integer && isText && number(s) != "":
		return write(at, number(s))
	case kind == source.Integer && v.Kind == source.Float && v.Data.(float64) == float64(int64(v.Data.(float64))):
		return write(at, fmt.Sprintf("%d", int64(v.Data.(float64))))
	case kind == source.Integer:
		return "Write a whole number, without quotes."
	case kind == source.String && v.Data != nil:
		return write(at, spelled(v))
	case kind == source.String && v.Kind == source.Array && len(v.Items()) == 1:
		return write(at, spelled(v.Items()[0]))
	case kind == source.String && v.Kind == source.Array:
		return "Write one text in quotes, not a list."
	case kind == source.String:
		return "Write a text in quotes."
	}
	return ""
}

// write returns the fix that writes a value, in brackets for an element.
func write(at spot, value string) string {
	if at.item >= 0 {
		return fmt.Sprintf("Write %s.", value)
	}
	return fmt.Sprintf("Write %s = %s.", at.shown(), value)
}

// spelled returns a scalar as text in quotes, or dots.
func spelled(v *source.Value) string {
	switch data := v.Data.(type) {
	case nil:
		return "…"
	case time.Time:
		return data.Format(`"2006-01-02"`)
	default:
		return source.Quote(fmt.Sprint(data))
	}
}

// truth returns the boolean that a word means, or "".
func truth(word string) string {
	switch strings.ToLower(word) {
	case "true", "yes", "on", "1", "enabled":
		return "true"
	case "false", "no", "off", "0", "disabled":
		return "false"
	}
	return ""
}

// number returns the whole number that a text holds, or "".
func number(s string) string {
	n, err := strconv.ParseInt(strings.ReplaceAll(strings.TrimSpace(s), ",", ""), 10, 64)
	if err != nil {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// wantArray is want for an array; that of tables has its own form.
func (d *decoder) wantArray(v *source.Value, elem reflect.Type, at spot) bool {
	if v.Kind == source.Array {
		return true
	}
	fix := rewrite(v, source.Array, at)
	if v.Kind == source.Table && isTable(elem) {
		fix = fmt.Sprintf("Write [[%s]] for each.", at.path())
	} else if v.Kind == source.Table {
		fix = fmt.Sprintf("Write %s = [\"…\"].", at.shown())
	}
	d.wrongType(v, source.Array.String(), fix, at)
	return false
}

// wantCollection is want for a table of named tables.
func (d *decoder) wantCollection(v *source.Value, at spot) bool {
	if v.Kind == source.Table {
		return true
	}
	d.wrongType(v, "a table of named tables", fmt.Sprintf("Write [%s.NAME] for each: the name is the key.", at.path()), at)
	return false
}

// wantNamed is want for an entry of a collection. A key that belongs into such
// a table and stands one level too high is told.
func (d *decoder) wantNamed(e source.Entry, elem reflect.Type, collection, at spot) bool {
	if e.Value.Kind == source.Table {
		return true
	}
	if source.SecretKey(e.Name) {
		d.secret(e.Value.Place(at.path()), at)
		return false
	}
	if _, ok := planOf(elem).fields[e.Name]; ok {
		d.report("schema/wrong-type", e.Value.Place(at.path()), fmt.Sprintf("Write [%s.NAME] above it: the name is the key.", collection.path()),
			"%s holds tables by their names; %s belongs into one of them", collection.path(), source.Quote(e.Name))
		return false
	}
	return d.want(e.Value, source.Table, at)
}

// unknown reports a key that the language does not have.
func (d *decoder) unknown(e source.Entry, p *plan, at spot) {
	place := e.Value.Place(at.path())
	if source.SecretKey(e.Name) {
		d.secret(place, at)
		return
	}
	d.report("schema/unknown-key", place, elsewhere(e.Name, p, at.table), "unknown key %s", source.Quote(e.Name))
}

// elsewhere says what may have been meant by an unknown key: the tables nearby
// that have it, a key that is written much like it, or what there is.
func elsewhere(name string, p *plan, table string) string {
	homes := homesNear(name, table)
	near := catalog.Nearest(name, p.keys)
	switch {
	case len(homes) > 0 && len(near) == 0 || len(homes) > 0 && sameCollection(homes[0], table):
		return fmt.Sprintf("It is a key of %s.", strings.Join(bracketed(homes), " and "))
	case len(near) > 0:
		return didYouMean(near)
	case len(p.keys) > 12:
		return "Remove it; the language reference lists the keys of this table."
	}
	return "Remove it, or use one of: " + strings.Join(p.keys, ", ") + "."
}

func bracketed(tables []string) []string {
	out := make([]string, len(tables))
	for i, t := range tables {
		out[i] = "[" + t + "]"
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
