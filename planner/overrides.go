package planner

import (
	"fmt"
	"reflect"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner/source"
)

// overrides decodes [catalog_overrides.TABLE."KEY"]: columns of the catalogue,
// with reason and source, in the order of the text.
func overrides(d *decoder, v *source.Value, into reflect.Value, at spot) {
	if !d.want(v, source.Table, at) {
		return
	}
	var out []OverrideTable
	for _, table := range v.Entries() {
		in := spot{at.path(), table.Name, -1}
		if !d.dataKey(table, in) || !d.want(table.Value, source.Table, in) {
			continue
		}
		for _, key := range table.Value.Entries() {
			here := spot{in.path(), key.Name, -1}
			if d.dataKey(key, here) && d.want(key.Value, source.Table, here) {
				out = append(out, d.override(key.Value, table.Name, here))
			}
		}
	}
	into.Set(reflect.ValueOf(out))
}

// override decodes what replaces one row of the catalogue.
func (d *decoder) override(v *source.Value, table string, at spot) OverrideTable {
	o := OverrideTable{Node: source.NewNode(v, at.key, at.path())}
	o.Override = catalog.Override{Table: table, Key: at.key, Set: map[string]any{}}
	for _, e := range v.Entries() {
		switch here := (spot{at.path(), e.Name, -1}); {
		case e.Name == "reason":
			o.Reason, _ = d.str(e.Value, here, "")
		case e.Name == "source":
			o.Source, _ = d.str(e.Value, here, "")
		case d.dataKey(e, here):
			o.Set[e.Name] = d.cell(e.Value, here)
		}
	}
	for _, needed := range []string{"reason", "source"} {
		if have := v.Lookup(needed); have == nil || have.Data == "" {
			d.report("schema/missing-key", o.At(needed), fmt.Sprintf("Add %s = \"…\".", needed), "a fact that replaces the catalogue's needs a %s", needed)
		}
	}
	return o
}

// cell turns a scalar, or an array of texts and whole numbers, into what the
// catalogue takes.
func (d *decoder) cell(v *source.Value, at spot) any {
	switch data := v.Data.(type) {
	case string:
		s, _ := d.str(v, at, "")
		return s
	case int64:
		return int(data)
	case float64, bool:
		return data
	}
	if v.Kind != source.Array {
		d.wrongType(v, "a text, a number, a boolean or an array", "Write one value, or several in brackets.", at)
		return nil
	}
	out := make([]any, 0, len(v.Items()))
	for i, item := range v.Items() {
		at.item = i
		if n, ok := item.Data.(int64); ok {
			out = append(out, int(n))
		} else if s, ok := d.str(item, at, ""); ok {
			out = append(out, s)
		}
	}
	return out
}
