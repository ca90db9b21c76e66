package planner

import "github.com/erplan/erplan/planner/source"

// nestedDefaults says which tables the keys of [defaults] fill that are no
// collections of the design itself; "*" stands for every name, "=" for every
// name with the values of the same name. They come after the collections,
// whose own defaults may hold such tables: those are nearer and so win. Links
// and peerings are only filled where they are written.
var nestedDefaults = []struct {
	key string
	way []string
}{
	{"routers", []string{"sites", "*", "routers", "*"}},
	{"internet_access", []string{"sites", "*", "internet_access", "*"}},
	{"attachments", []string{"wans", "*", "attachments", "*"}},
	{"links", []string{"circuits", "*", "links", "*"}},
	{"peerings", []string{"circuits", "*", "peerings", "="}},
}

// fillDefaults lays [defaults] under the tables of the design.
func fillDefaults(root *source.Value) *source.Value {
	defaults := root.Lookup("defaults")
	if defaults == nil || defaults.Kind != source.Table {
		return root
	}
	root = root.Without(func(key string) bool { return key == "defaults" })
	nested := map[string]bool{}
	for _, n := range nestedDefaults {
		nested[n.key] = true
	}
	for _, e := range defaults.Entries() {
		if !nested[e.Name] {
			root = fill(root, []string{e.Name, "*"}, e.Value)
		}
	}
	for _, n := range nestedDefaults {
		if with := defaults.Lookup(n.key); with != nil {
			root = fill(root, n.way, with)
		}
	}
	return root
}

// fill lays values under every table that a way leads to. It copies what it
// changes.
func fill(v *source.Value, way []string, with *source.Value) *source.Value {
	switch {
	case v == nil || v.Kind != source.Table:
		return v
	case len(way) == 0:
		return source.Fill(v, with)
	case way[0] == "*":
		return each(v, func(_ string, in *source.Value) *source.Value { return fill(in, way[1:], with) })
	case way[0] == "=":
		return each(v, func(name string, in *source.Value) *source.Value { return fill(in, way[1:], with.Lookup(name)) })
	}
	return replace(v, way[0], func(in *source.Value) *source.Value { return fill(in, way[1:], with) })
}

// replace returns a table with another value of one key, if it has that.
func replace(v *source.Value, key string, change func(*source.Value) *source.Value) *source.Value {
	old := v.Lookup(key)
	if old == nil || old.Kind != source.Table {
		return v
	}
	out := v.Clone()
	out.Set(key, change(old))
	return out
}

// each returns a table with all its values changed.
func each(v *source.Value, change func(name string, in *source.Value) *source.Value) *source.Value {
	out := v.Clone()
	for _, e := range v.Entries() {
		out.Set(e.Name, change(e.Name, e.Value))
	}
	return out
}
