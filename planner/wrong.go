package planner

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

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
	d.search(v, at)
}

// literal describes a value in words.
func literal(v *source.Value) string {
	switch data := v.Data.(type) {
	case string:
		return "the string " + source.Quote(data)
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
