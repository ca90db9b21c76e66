package terraform

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/planner/ingest/tree"
	"github.com/erplan/erplan/planner/source"
)

// IsPlan reports whether a JSON text is a plan, a state, or a part of one.
func IsPlan(v *tree.Value) bool {
	if v.Get("planned_values") != nil || v.Get("root_module") != nil || v.Path("values", "root_module") != nil {
		return true
	}
	if _, ok := first(v.Get("child_modules"), "address").Str(); ok {
		return true
	}
	_, ok := first(v.Get("resources"), "mode").Str()
	return ok
}

// A plan is a plan that is being read.
type plan struct {
	root      *tree.Value
	instances []*instance
	data      map[string]*tree.Value // what data sources have found, by address
	unknown   map[string]*tree.Value // what is known after apply, by address
	byName    map[string][]*instance // by module, kind and name
	notes     []Note
	depth     int // of references that are followed
}

// Plan reads a plan or a state.
func Plan(root *tree.Value) Result {
	p := &plan{root: root, unknown: map[string]*tree.Value{}, byName: map[string][]*instance{}, data: map[string]*tree.Value{}}
	p.changes()
	p.found(root.Path("prior_state", "values", "root_module"), 0)
	if first(root.Get("resources"), "instances") != nil {
		p.state(root)
	} else {
		p.module(p.top(), "", 0)
	}
	var out []*tree.Value
	for _, in := range p.instances {
		if v := convert(in, p.find); v != nil {
			out = append(out, v)
		} else if in.azure() {
			p.note(in.attrs, "%s is left out: its name, or what it is in, is only known after apply", source.Quote(in.address()))
		}
	}
	return Result{out, p.notes}
}

// changes takes in what a plan changes: what is known after apply, and what
// goes.
func (p *plan) changes() {
	for _, c := range p.root.Get("resource_changes").Items() {
		address, ok := c.Get("address").Str()
		if !ok {
			continue
		}
		p.unknown[address] = c.Path("change", "after_unknown")
		actions := c.Path("change", "actions").Items()
		if action, _ := last(actions).Str(); action == "delete" && len(actions) == 1 {
			p.note(c, "the plan deletes %s: it is left out", source.Quote(address))
		}
	}
}

func last(items []*tree.Value) *tree.Value {
	if len(items) == 0 {
		return nil
	}
	return items[len(items)-1]
}

// found takes in what data sources have found before the plan.
func (p *plan) found(m *tree.Value, depth int) {
	if depth > 30 {
		return
	}
	for _, r := range m.Get("resources").Items() {
		if mode, _ := r.Get("mode").Str(); mode == "data" {
			address, _ := r.Get("address").Str()
			p.data[address] = r.Get("values")
		}
	}
	for _, c := range m.Get("child_modules").Items() {
		p.found(c, depth+1)
	}
}

func (p *plan) note(at *tree.Value, format string, args ...any) {
	if len(p.notes) < 1000 {
		p.notes = append(p.notes, Note{at, fmt.Sprintf(format, args...)})
	}
}

// top returns the root module.
func (p *plan) top() *tree.Value {
	for _, path := range [][]string{{"planned_values", "root_module"}, {"values", "root_module"}, {"root_module"}} {
		if v := p.root.Path(path...); v != nil {
			return v
		}
	}
	return p.root
}

// module reads a module and those that it calls.
func (p *plan) module(m *tree.Value, address string, depth int) {
	if depth > 30 {
		return
	}
	for _, r := range m.Get("resources").Items() {
		kind, _ := r.Get("type").Str()
		if mode, _ := r.Get("mode").Str(); mode == "data" || kind == "" {
			continue
		}
		name, _ := r.Get("name").Str()
		attrs := r.Get("values")
		if attrs == nil || attrs.Kind != tree.Object {
			attrs = tree.NewObject(r)
		}
		full, _ := r.Get("address").Str()
		p.add(&instance{module: address, kind: kind, name: name, index: index(r.Get("index")), attrs: p.withUnknown(attrs, full)})
	}
	for _, c := range m.Get("child_modules").Items() {
		a, _ := c.Get("address").Str()
		p.module(c, a, depth+1)
	}
}

// state reads a state file.
func (p *plan) state(root *tree.Value) {
	for _, r := range root.Get("resources").Items() {
		if mode, _ := r.Get("mode").Str(); mode != "managed" {
			continue
		}
		kind, _ := r.Get("type").Str()
		name, _ := r.Get("name").Str()
		module, _ := r.Get("module").Str()
		for _, i := range r.Get("instances").Items() {
			if attrs := i.Get("attributes"); attrs != nil && attrs.Kind == tree.Object {
				p.add(&instance{module: module, kind: kind, name: name, index: index(i.Get("index_key")), attrs: attrs})
			}
		}
	}
}

func (p *plan) add(in *instance) {
	p.instances = append(p.instances, in)
	key := in.module + "|" + in.kind + "." + in.name
	p.byName[key] = append(p.byName[key], in)
}

// index writes the key of an instance as addresses do.
func index(v *tree.Value) string {
	text, ok := v.Str()
	if !ok {
		return ""
	}
	if v.Kind == tree.Number {
		return "[" + text + "]"
	}
	return fmt.Sprintf("[%q]", text)
}

func (in *instance) address() string {
	address := in.kind + "." + in.name + in.index
	if in.module != "" {
		address = in.module + "." + address
	}
	return address
}

// withUnknown adds what is known after apply as unknown values.
func (p *plan) withUnknown(attrs *tree.Value, address string) *tree.Value {
	return merge(attrs, p.unknown[address], 0)
}

// merge returns a value with unknown values where the same place of unknown
// says true.
func merge(v, unknown *tree.Value, depth int) *tree.Value {
	if v == nil || unknown == nil || depth > 20 {
		return v
	}
	switch {
	case unknown.Kind == tree.Object && v.Kind == tree.Object:
		out := tree.NewObject(v)
		for _, kid := range v.Kids {
			out.Set(kid.Name, kid)
		}
		for _, u := range unknown.Kids {
			has := out.Get(u.Name)
			if truth, ok := u.Truth(); ok && truth && has.Blank() {
				out.Set(u.Name, tree.NewUnknown(u, "it is only known after apply"))
			} else if has != nil && len(u.Kids) > 0 {
				out.Set(u.Name, merge(has, u, depth+1))
			}
		}
		return out
	case unknown.Kind == tree.Array && v.Kind == tree.Array:
		out := tree.NewArray(v)
		for n, kid := range v.Kids {
			if n < len(unknown.Kids) {
				kid = merge(kid, unknown.Kids[n], depth+1)
			}
			out.Kids = append(out.Kids, kid)
		}
		return out
	}
	return v
}

// A config is a module of the configuration in a plan.
type config struct{ v *tree.Value }

// config returns the configuration of a module.
func (p *plan) config(module string) config {
	v := p.root.Path("configuration", "root_module")
	for _, name := range calls(module) {
		v = v.Path("module_calls", name, "module")
	}
	return config{v}
}

// calls returns the names in the address of a module, without their indexes.
func calls(module string) []string {
	var out []string
	for module != "" {
		rest, ok := strings.CutPrefix(module, "module.")
		if !ok {
			return out
		}
		end := strings.IndexAny(rest, ".[")
		if end < 0 {
			return append(out, rest)
		}
		out = append(out, rest[:end])
		module = rest[end:]
		if strings.HasPrefix(module, "[") {
			_, module, _ = strings.Cut(module, "]")
		}
		module = strings.TrimPrefix(module, ".")
	}
	return out
}

// resource returns the entry of a resource.
func (c config) resource(kind, name string) *tree.Value {
	for _, r := range c.v.Get("resources").Items() {
		k, _ := r.Get("type").Str()
		n, _ := r.Get("name").Str()
		if k == kind && n == name {
			return r
		}
	}
	return nil
}
