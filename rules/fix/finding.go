package fix

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/schema"
	"github.com/erplan/erplan/planner/source"
)

// What findings say about mending them where they say it exactly. Anything
// after the values explains them.
var (
	writeKey   = regexp.MustCompile(`^([a-z0-9_]+) = `)
	writeValue = regexp.MustCompile(`^Write ("[^"]*"|[0-9.]+)(?: if [^,"]*)?\.$`)
	didYouMean = regexp.MustCompile(`^Did you mean "([^"]+)"\?$`)
	oneOfThese = regexp.MustCompile(`^Did you mean "[^"]+"(?:,? (?:or )?"[^"]+")+\?$`)
	inQuotes   = regexp.MustCompile(`"([^"]+)"`)
)

// assignments reads "Write KEY = VALUE and KEY = VALUE", after which there is
// the end of a sentence or of a part of it. It returns nothing where that is
// not all that is said: "at the hubs", "on one of the two".
func assignments(text string) []edit.KeyValue {
	rest, ok := strings.CutPrefix(text, "Write ")
	var out []edit.KeyValue
	for ok {
		m := writeKey.FindStringSubmatch(rest)
		if m == nil {
			return nil
		}
		var value string
		if value, rest, ok = cutValue(rest[len(m[0]):]); value == "" {
			return nil
		}
		out = append(out, edit.KeyValue{Key: m[1], Value: value})
	}
	return out
}

// cutValue cuts the value off that a text starts with. More is true where
// another assignment follows.
func cutValue(text string) (value, rest string, more bool) {
	for i := range len(text) {
		after := text[i:]
		joined := strings.HasPrefix(after, " and ")
		ends := after == "." || strings.HasPrefix(after, ". ") || strings.HasPrefix(after, ", ") || strings.HasPrefix(after, "; ")
		if (joined || ends) && edit.IsValue(text[:i]) && !strings.Contains(text[:i], "…") {
			return text[:i], strings.TrimPrefix(after, " and "), joined
		}
	}
	return "", "", false
}

// Finding makes a fix of what a finding says about mending it. It is never
// safe, and there is none where the finding leaves anything open.
func Finding(d *diag.Diagnostic) (Fix, bool) {
	file := d.Place.File
	if file == nil || file.Root == nil {
		return Fix{}, false
	}
	f := Fix{Rule: d.Rule, Place: d.Place}
	loader := strings.HasPrefix(d.Rule, "schema/") || strings.HasPrefix(d.Rule, "link/")
	switch {
	case didYouMean.MatchString(d.Fix):
		f.Edits, f.Title = meant(file, d, didYouMean.FindStringSubmatch(d.Fix)[1])
	case writeValue.MatchString(d.Fix) && (!loader || strings.Contains(d.Fix, " if ")):
		value := writeValue.FindStringSubmatch(d.Fix)[1]
		f.Edits, f.Title = instead(file, d.Place, value)
	case !loader:
		f.Edits, f.Title = keys(file, d.Place, assignments(d.Fix))
	}
	return f, len(f.Edits) > 0
}

// Choices makes a fix of each of several names of which a finding says that one
// may have been meant. They are for a person to choose from.
func Choices(d *diag.Diagnostic) []Fix {
	file := d.Place.File
	if file == nil || file.Root == nil || !oneOfThese.MatchString(d.Fix) {
		return nil
	}
	var out []Fix
	for _, m := range inQuotes.FindAllStringSubmatch(d.Fix, -1) {
		f := Fix{Rule: d.Rule, Place: d.Place}
		if f.Edits, f.Title = meant(file, d, m[1]); len(f.Edits) > 0 {
			out = append(out, f)
		}
	}
	return out
}

// meant writes the name that was meant: as a value, or as the name of a key.
func meant(file *source.File, d *diag.Diagnostic, name string) ([]edit.Edit, string) {
	if edits, title := instead(file, d.Place, edit.Value(name)); edits != nil {
		return edits, title
	}
	spot, ok := edit.SpotAt(file, d.Place.Span.Start)
	if !ok {
		return nil, ""
	}
	for i, n := range spot.Names {
		if n.Span == d.Place.Span && spot.Parts[i] == len(spot.Steps) {
			edits, err := edit.Rename(file, spot.Path, name)
			if err == nil {
				return edits, fmt.Sprintf("rename %s to %s", spot.Path, name)
			}
		}
	}
	return nil, ""
}

// instead writes a value in the place of the one that a finding is about.
func instead(file *source.File, at source.Place, value string) ([]edit.Edit, string) {
	if !isValue(file, at.Span) {
		return nil, ""
	}
	return []edit.Edit{{Start: at.Span.Start, End: at.Span.End, New: value}}, fmt.Sprintf("write %s = %s", at.Path, value)
}

// isValue reports whether a span is that of a scalar, or of what stands right
// of "=".
func isValue(file *source.File, span source.Span) bool {
	spot, ok := edit.SpotAt(file, span.Start)
	if !ok || spot.Header {
		return false
	}
	return spot.Value == span || spot.Value.Start < span.Start && span.End < spot.Value.End && strings.ContainsAny(file.Text[span.Start:span.Start+1], `"'`) && scalarAt(file.Root, span)
}

// scalarAt reports whether a scalar has a span.
func scalarAt(v *source.Value, span source.Span) bool {
	if v.Kind > source.Array {
		return v.Span == span
	}
	for _, e := range v.Entries() {
		if scalarAt(e.Value, span) {
			return true
		}
	}
	for _, item := range v.Items() {
		if scalarAt(item, span) {
			return true
		}
	}
	return false
}

// keys writes keys into the table that a finding is about.
func keys(file *source.File, at source.Place, list []edit.KeyValue) ([]edit.Edit, string) {
	spot, ok := edit.SpotAt(file, at.Span.Start)
	if !ok {
		return nil, ""
	}
	var out []edit.Edit
	var titles []string
	for _, kv := range list {
		edits := assign(file, at, spot, kv.Key, kv.Value)
		if edits == nil || edit.Overlaps(out, edits) {
			return nil, ""
		}
		out = append(out, edits...)
		titles = append(titles, kv.Key+" = "+kv.Value)
	}
	return out, "write " + strings.Join(titles, " and ")
}

// assign gives a key of the table that a finding is about a value. There is no
// edit where the table does not have such a key: then another one is meant.
func assign(file *source.File, at source.Place, spot edit.Spot, key, value string) []edit.Edit {
	if last := len(spot.Steps) - 1; !spot.Header && spot.Steps[last] == key {
		return []edit.Edit{{Start: spot.Value.Start, End: spot.Value.End, New: value}}
	}
	table, ok := tableOf(at.Path, key)
	if !ok || spot.Steps[0] == "defaults" { // those hold for other tables too
		return nil
	}
	if spot.Steps[0] == "options" && len(spot.Steps) > 1 {
		table = source.Join("options", spot.Steps[1]) + "." + table
	}
	edits, err := edit.Set(file, table+"."+key, value)
	if err != nil {
		return nil
	}
	return edits
}

// tableOf returns the path of the table around a path, or the path itself where
// it is one, if the table can have a key.
func tableOf(path, key string) (table string, ok bool) {
	for _, table := range []string{path, parent(path)} {
		names, ok := source.SplitPath(table)
		if !ok {
			continue
		}
		for i, n := range names { // an element of an array of tables
			if name, _, ok := strings.Cut(n, "["); ok {
				names = slices.Insert(names, i+1, "")
				names[i] = name
				break
			}
		}
		if k := schema.Find(names...); k != nil && k.Form == schema.Group {
			return table, k.Table.Key(key) != nil
		}
	}
	return "", false
}

// parent returns the path of the table around a path.
func parent(path string) string {
	names, ok := source.SplitPath(path)
	if !ok {
		return ""
	}
	out := ""
	for _, n := range names[:len(names)-1] {
		out = join(out, n)
	}
	return out
}

// join adds a key to a path, or a key with the number of an element.
func join(path, name string) string {
	if key, number, ok := strings.Cut(name, "["); ok && strings.HasSuffix(name, "]") {
		return source.Join(path, key) + "[" + number
	}
	return source.Join(path, name)
}
