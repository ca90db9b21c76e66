package schema

import (
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/source"
)

// ID is the address by which editors know the JSON Schema.
const ID = "https://raw.githubusercontent.com/erplan/erplan/main/cmd/erplan/docs/schema/erplan.schema.json"

// JSON returns the JSON Schema (2020-12) of a design file. It offers the words
// of enumerations as the language reference writes them and takes other
// spellings too; names of the catalogue are offered, and any other is taken, as
// a design may add its own.
func JSON(cat *catalog.Catalog) []byte {
	w := jsonWriter{cat: cat}
	top := object{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"$id", ID},
		{"title", "erplan design"},
	}
	top = append(top, w.table(Design())...)
	top = append(top, member{"anyOf", []object{{{"required", []string{"schema"}}}, {{"required", []string{"extends"}}}}})
	defs := object{}
	for _, t := range Tables() {
		if t != Design() {
			defs = append(defs, member{t.Name, w.table(t)})
		}
	}
	defs = append(defs, w.shared()...)
	top = append(top, member{"$defs", defs})
	return encode(top)
}

// A jsonWriter writes parts of the schema.
type jsonWriter struct{ cat *catalog.Catalog }

// ref refers to a definition. It stands in allOf, because readers of older
// drafts pass over what stands beside a reference.
func ref(name string) member {
	return member{"allOf", []object{{{"$ref", "#/$defs/" + name}}}}
}

// table writes the schema of a table.
func (w jsonWriter) table(t *Table) object {
	out := object{}
	if text := t.Describe().Text; text != "" {
		out = append(out, member{"description", text})
	}
	out = append(out, member{"type", "object"})
	properties := object{}
	for _, k := range t.Keys {
		properties = append(properties, member{k.Name, w.key(k)})
	}
	if t.Rest != nil {
		for _, kind := range planner.ComponentKinds {
			properties = append(properties, member{string(kind), object{
				{"description", "Figure of every component of the kind " + string(kind) + "."}, ref("figure"),
			}})
		}
	}
	return append(out, member{"properties", properties}, member{"additionalProperties", false})
}

// key writes the schema of a key, with what it means.
func (w jsonWriter) key(k *Key) object {
	d := k.Describe()
	out := object{}
	if d.Text != "" {
		out = append(out, member{"description", d.Text})
	}
	if k.Owner == Design() && k.Name == "schema" {
		return append(out, member{"const", planner.SchemaVersion})
	}
	out = append(out, w.value(k, d.Names)...)
	if examples := w.examples(d); len(examples) > 0 {
		out = append(out, member{"examples", examples})
	}
	return out
}

// examples returns the examples of a key as JSON writes them.
func (w jsonWriter) examples(d Description) []any {
	var out []any
	for _, e := range d.Examples {
		if f, faults := source.Parse("", []byte("v = "+e)); len(faults) == 0 {
			out = append(out, Plain(f.Root.Lookup("v")))
		}
	}
	return out
}

// Plain returns a value of a design as JSON has it: dates are strings, and
// tables keep their order only by name.
func Plain(v *source.Value) any {
	switch v.Kind {
	case source.Table:
		out := map[string]any{}
		for _, e := range v.Entries() {
			out[e.Name] = Plain(e.Value)
		}
		return out
	case source.Array:
		out := make([]any, len(v.Items()))
		for i, item := range v.Items() {
			out[i] = Plain(item)
		}
		return out
	case source.Datetime:
		return v.File.Text[v.Span.Start:v.Span.End]
	}
	return v.Data
}

// name is the form of the names of tables.
var name = object{{"pattern", "^[a-z][a-z0-9-]{0,62}$"}}

// value writes what a key takes.
func (w jsonWriter) value(k *Key, names []string) object {
	switch k.Form {
	case Group:
		return object{ref(k.Table.Name)}
	case Collection:
		names := name
		if k.Table.Name == "Component" {
			names = object{{"pattern", "^[a-z-]+:.+$"}}
		}
		return object{{"type", "object"}, {"propertyNames", names}, {"additionalProperties", object{ref(k.Table.Name)}}}
	case List:
		return object{{"type", "array"}, {"items", object{ref(k.Table.Name)}}}
	case Map:
		return object{{"type", "object"}, {"additionalProperties", w.value(k.Item, nil)}}
	case Array:
		return object{{"type", "array"}, {"items", w.value(k.Item, names)}}
	case Enum:
		return object{{"anyOf", []object{{{"enum", k.Words}}, {{"type", "string"}, {"pattern", spellings(k)}}}}}
	case Text:
		if known := w.known(names); len(known) > 0 {
			return object{{"anyOf", []object{{{"enum", known}}, {{"type", "string"}}}}}
		}
	}
	return scalarSchemas[k.Form]
}

// spellings returns the pattern of what an enumeration takes: its words and
// Azure's, without regard to case, with or without spaces and hyphens.
func spellings(k *Key) string {
	var words []string
	for _, word := range append(slices.Clone(k.Words), planner.Aliases(k.enum)...) {
		var b strings.Builder
		for _, r := range strings.ToLower(word) {
			switch {
			case r == '-' || r == ' ':
				b.WriteString("[-_ ]?")
			case r >= 'a' && r <= 'z':
				b.WriteString("[" + string(r-'a'+'A') + string(r) + "]")
			case r == '(' || r == ')':
				b.WriteString("\\" + string(r) + "?")
			default:
				b.WriteRune(r)
			}
		}
		words = append(words, b.String())
	}
	return "^(" + strings.Join(words, "|") + ")$"
}

// scalarSchemas are the schemas of values that are no tables, arrays or words.
var scalarSchemas = map[Form]object{
	Text:       {{"type", "string"}},
	Integer:    {{"type", "integer"}, {"minimum", 0}, {"maximum", 4294967295}},
	Number:     {{"type", "number"}},
	Percent:    {{"type", "number"}, {"minimum", 0}, {"maximum", 100}},
	Flag:       {{"type", "boolean"}},
	Bandwidth:  {ref("bandwidth")},
	Duration:   {ref("duration")},
	Prefix:     {ref("prefix")},
	Address:    {ref("address")},
	Date:       {ref("date")},
	NameOrFlag: {{"anyOf", []object{{{"type", "boolean"}}, {{"type", "string"}, {"minLength", 1}}}}},
	Figure:     {ref("figure")},
	Overrides:  {ref("overrides")},
}

// shared returns the definitions of quantities and of other forms that many
// keys have.
func (w jsonWriter) shared() object {
	text := func(about, pattern string, examples ...string) object {
		return object{{"description", about}, {"type", "string"}, {"pattern", pattern}, {"examples", examples}}
	}
	figure := object{{"anyOf", []object{
		scalarSchemas[Percent],
		{{"type", "object"}, {"properties", object{
			{"mtbf", object{{"description", "Mean time between failures."}, ref("duration")}},
			{"mttr", object{{"description", "Mean time to repair."}, ref("duration")}},
			{"source", object{{"description", "Where the figure is from."}, {"type", "string"}}},
		}}, {"required", []string{"mtbf", "mttr"}}, {"additionalProperties", false}},
	}}}
	override := object{{"type", "object"}, {"properties", object{
		{"reason", object{{"description", "Why the fact is replaced."}, {"type", "string"}, {"minLength", 1}}},
		{"source", object{{"description", "Where the new fact is from."}, {"type", "string"}, {"minLength", 1}}},
	}}, {"required", []string{"reason", "source"}}}
	return object{
		{"bandwidth", text("A rate with its unit.", "^\\s*[0-9]+(\\.[0-9]+)?\\s*[MmGgTt][Bb][Pp][Ss]\\s*$", "500 Mbps", "10 Gbps")},
		{"duration", text("A time span with its unit: ms, s, m, h, d or y, and sums of them.", "^\\s*([0-9]+(\\.[0-9]+)?\\s*(ms|s|m|h|d|y)\\s*)+$", "900ms", "10s", "3m", "4h", "8y")},
		{"prefix", text("A network in CIDR notation.", "^\\s*[0-9A-Fa-f:.]+/[0-9]{1,3}\\s*$", "10.1.0.0/16", "fd00:1::/64")},
		{"address", text("An IP address.", "^\\s*[0-9A-Fa-f:.]+\\s*$", "10.1.0.1")},
		{"date", text("A day.", "^\\s*[0-9]{4}-[0-9]{2}-[0-9]{2}\\s*$", "2026-09-30")},
		{"figure", figure},
		{"overrides", object{{"description", "Rows of the catalogue by table and key; \"erplan catalog\" shows the tables."},
			{"type", "object"}, {"additionalProperties", object{{"type", "object"}, {"additionalProperties", override}}}}},
	}
}

// known returns the names of the catalogue that a text may be, so that editors
// can offer them.
func (w jsonWriter) known(names []string) []string {
	var out []string
	for _, n := range names {
		if list, ok := strings.CutPrefix(n, "@"); ok {
			out = append(out, Known(w.cat, list)...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Known returns the names of a list of the catalogue, in catalogue order: that
// of locations, providers, regions, gateway SKUs or communities. Other lists
// have none.
func Known(cat *catalog.Catalog, list string) []string {
	var out []string
	switch list {
	case "location":
		for _, l := range cat.Locations() {
			out = append(out, l.Name)
		}
	case "provider":
		for _, p := range cat.Providers() {
			out = append(out, p.Name)
		}
	case "region":
		for _, r := range cat.Regions() {
			out = append(out, r.Name)
		}
	case "sku":
		for _, s := range cat.GatewaySKUs() {
			out = append(out, s.Name)
		}
		for _, s := range cat.VPNSKUs() {
			out = append(out, s.Name)
		}
	case "community":
		for _, c := range cat.Communities() {
			out = append(out, c.Name)
		}
	}
	return out
}
