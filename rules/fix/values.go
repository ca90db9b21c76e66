package fix

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/schema"
	"github.com/erplan/erplan/planner/source"
)

// Values returns the fixes of values and keys that are written in another way
// than the language writes them, in the order of the text. It looks at the
// text alone, so that it can mend what the loader refuses.
func Values(f *source.File, cat *catalog.Catalog) []Fix {
	if f.Root == nil {
		return nil
	}
	w := walker{file: f, cat: cat, cloud: catalog.Cloud(planner.PublicCloud)}
	if v := f.Root.Lookup("design").Lookup("cloud"); v != nil && v.Kind == source.String {
		if word, ok := schema.Find("design", "cloud").Spelling(v.Data.(string)); ok {
			w.cloud = catalog.Cloud(word)
		}
	}
	if f.Root.Lookup("schema") == nil && f.Root.Lookup("extends") == nil && len(f.Root.Entries()) > 0 {
		w.version()
	}
	w.table(f.Root, schema.Find(), "")
	slices.SortStableFunc(w.fixes, func(a, b Fix) int { return a.Place.Span.Start - b.Place.Span.Start })
	return w.fixes
}

// A walker walks a tree beside the description of the language.
type walker struct {
	file  *source.File
	cat   *catalog.Catalog
	cloud catalog.Cloud
	fixes []Fix
}

// version adds the version of the language.
func (w *walker) version() {
	value := strconv.Itoa(planner.SchemaVersion)
	if edits, err := edit.Set(w.file, "schema", value); err == nil {
		w.fixes = append(w.fixes, Fix{"write schema = " + value + " at the top", "schema/version", source.Place{File: w.file, Path: "schema"}, edits, true})
	}
}

// write adds a fix that writes a value in the place of another one.
func (w *walker) write(v *source.Value, path, value string, safe bool, why string, args ...any) {
	old := w.file.Text[v.Span.Start:v.Span.End]
	if old == value || v.Data != nil && secret(v.Data) {
		return
	}
	title := fmt.Sprintf("write %s = %s", path, value)
	if why != "" {
		title += ": " + fmt.Sprintf(why, args...)
	}
	w.fixes = append(w.fixes, Fix{Title: title, Place: v.ValuePlace(path), Edits: []edit.Edit{{Start: v.Span.Start, End: v.Span.End, New: value}}, Safe: safe})
}

func secret(data any) bool {
	s, ok := data.(string)
	return ok && (source.SecretValue(s) || source.GUID(s))
}

func (w *walker) table(v *source.Value, at *schema.Key, path string) {
	for _, e := range v.Entries() {
		here := source.Join(path, e.Name)
		if at.Form == schema.Overrides || source.SecretKey(e.Name) {
			continue
		}
		k := at.Step(e.Name)
		if k == nil && at.Form == schema.Group {
			w.rename(v, e, at.Table, here)
			continue
		}
		if k != nil {
			w.value(e.Value, k, here, k.Describe().Names, v)
		}
	}
}

// rename gives an unknown key the name of a known one: safely where only case
// and hyphens differ.
func (w *walker) rename(table *source.Value, e source.Entry, t *schema.Table, path string) {
	var keys []string
	for _, k := range t.Keys {
		if table.Lookup(k.Name) == nil {
			keys = append(keys, k.Name)
		}
	}
	to, safe := "", false
	for _, k := range keys {
		if catalog.Fold(k) == catalog.Fold(e.Name) {
			to, safe = k, true
		}
	}
	if near := catalog.Nearest(e.Name, keys); to == "" && len(near) == 1 && len(e.Name) <= 60 {
		to = near[0]
	}
	if to == "" {
		return
	}
	if edits, err := edit.Rename(w.file, path, to); err == nil {
		w.fixes = append(w.fixes, Fix{fmt.Sprintf("rename %s to %s", path, to), "schema/unknown-key", e.Value.Place(path), edits, safe})
	}
}

// value looks at a value of a key. Names says what it names, and table is what
// it stands in.
func (w *walker) value(v *source.Value, k *schema.Key, path string, names []string, table *source.Value) {
	switch {
	case k.Form == schema.Group || k.Form == schema.Collection || k.Form == schema.Map || k.Form == schema.Overrides:
		if v.Kind == source.Table {
			w.table(v, k, path)
		}
	case k.Form == schema.List:
		for i, item := range v.Items() {
			if item.Kind == source.Table {
				w.table(item, k.Step(""), source.Index(path, i))
			}
		}
	case k.Form == schema.Array && v.Kind == source.Array:
		for i, item := range v.Items() {
			w.value(item, k.Item, source.Index(path, i), names, table)
		}
		w.doubles(v, k, path)
	case k.Form == schema.Array && v.Kind > source.Array:
		if to, safe := w.scalar(v, k.Item, names, table); to != "" {
			w.write(v, path, "["+to+"]", safe, "the key takes a list")
		} else if fits(v, k.Item) {
			w.write(v, path, "["+w.file.Text[v.Span.Start:v.Span.End]+"]", true, "the key takes a list")
		}
	default:
		if to, safe := w.scalar(v, k, names, table); to != "" {
			w.write(v, path, to, safe, "")
		}
	}
}

// pairs are lists whose elements are not a set.
var pairs = []string{"coordinates", "ends", "circuits"}

// doubles removes from a list what stands in it before.
func (w *walker) doubles(v *source.Value, k *schema.Key, path string) {
	if slices.Contains(pairs, k.Name) {
		return
	}
	seen := map[any]bool{}
	for i, item := range v.Items() {
		if item.Data != nil && seen[item.Data] {
			if edits, err := edit.Remove(w.file, source.Index(path, i)); err == nil {
				at := item.Place(source.Index(path, i))
				w.fixes = append(w.fixes, Fix{fmt.Sprintf("remove %s: it stands in the list before", at.Path), "", at, edits, true})
			}
		}
		if item.Data != nil {
			seen[item.Data] = true
		}
	}
}
