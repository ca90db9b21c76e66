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
	unknown   map[string]*tree.Value // what is known after apply, by address
	byName    map[string][]*instance // by module, kind and name
	notes     []Note
	depth     int // of references that are followed
}

// Plan reads a plan or a state.
func Plan(root *tree.Value) Result {
	p := &plan{root: root, unknown: map[string]*tree.Value{}, byName: map[string][]*instance{}}
	for _, c := range root.Get("resource_changes").Items() {
		if address, ok := c.Get("address").Str(); ok {
			p.unknown[address] = c.Path("change", "after_unknown")
		}
	}
	if first(root.Get("resources"), "instances") != nil {
		p.state(root)
	} else {
		p.module(p.top(), "", 0)
	}
	var out []*tree.Value
	for _, in := range p.instances {
		if v := convert(in, p.find); v != nil {
			out = append(out, v)
		} else if strings.HasPrefix(in.kind, "azurerm_") || strings.HasPrefix(in.kind, "azapi_") {
			p.note(in.attrs, "%s is left out: its name, or what it is in, is only known after apply", source.Quote(in.address()))
		}
	}
	return Result{out, p.notes}
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
	unknown := p.unknown[address]
	if unknown == nil || unknown.Kind != tree.Object {
		return attrs
	}
	out := tree.NewObject(attrs)
	for _, kid := range attrs.Kids {
		out.Set(kid.Name, kid)
	}
	for _, u := range unknown.Kids {
		if truth, ok := u.Truth(); ok && truth && out.Get(u.Name).Blank() {
			out.Set(u.Name, tree.NewUnknown(u, "it is only known after apply"))
		}
	}
	return out
}

// find follows the references of the configuration from an attribute to the
// resource whose id it will be.
func (p *plan) find(in *instance, attribute string) *tree.Value {
	if p.depth++; p.depth > 20 {
		p.depth--
		return nil
	}
	defer func() { p.depth-- }()
	e := p.config(in.module).resource(in.kind, in.name)
	for _, name := range strings.Split(attribute, ".") {
		if items := e.Items(); len(items) > 0 {
			e = items[0]
		}
		e = e.Get(name)
	}
	return p.reference(e.Get("references"), in, in.module, 0)
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

// resource returns the expressions of a resource.
func (c config) resource(kind, name string) *tree.Value {
	for _, r := range c.v.Get("resources").Items() {
		k, _ := r.Get("type").Str()
		n, _ := r.Get("name").Str()
		if k == kind && n == name {
			return r.Get("expressions")
		}
	}
	return nil
}

// reference returns the id of the resource that references lead to.
func (p *plan) reference(references *tree.Value, in *instance, module string, depth int) *tree.Value {
	if depth > 20 {
		return nil
	}
	for _, ref := range references.Items() {
		text, _ := ref.Str()
		parts := strings.Split(text, ".")
		var found *tree.Value
		switch {
		case len(parts) < 2:
		case parts[0] == "var":
			found = p.argument(in, module, parts[1], depth)
		case parts[0] == "module" && len(parts) > 2:
			found = p.output(in, module, parts, depth)
		case parts[0] != "local" && parts[0] != "data" && parts[0] != "each":
			found = p.target(in, module, parts)
		}
		if found != nil {
			return found
		}
	}
	return nil
}

// argument follows a variable to what the call of the module passes.
func (p *plan) argument(in *instance, module, name string, depth int) *tree.Value {
	names := calls(module)
	if len(names) == 0 {
		return nil
	}
	parent := parentModule(module)
	call := p.config(parent).v.Path("module_calls", names[len(names)-1], "expressions", name, "references")
	return p.reference(call, in, parent, depth+1)
}

// parentModule returns the address of the module that calls a module.
func parentModule(module string) string {
	i := strings.LastIndex(module, ".module.")
	if i < 0 {
		return ""
	}
	return module[:i]
}

// output follows an output of a module that is called.
func (p *plan) output(in *instance, module string, parts []string, depth int) *tree.Value {
	name, _, _ := strings.Cut(parts[1], "[")
	out := p.config(module).v.Path("module_calls", name, "module", "outputs", parts[2], "expression", "references")
	inner := "module." + parts[1]
	if module != "" {
		inner = module + "." + inner
	}
	return p.reference(out, in, inner, depth+1)
}

// target returns the id of a resource of a module: the only instance of its
// name, or the one with the same index.
func (p *plan) target(in *instance, module string, parts []string) *tree.Value {
	name, idx, _ := strings.Cut(parts[1], "[")
	list := p.byName[module+"|"+parts[0]+"."+name]
	for _, to := range list {
		same := idx != "" && to.index == "["+idx || idx == "" && to.index == in.index
		if !same && len(list) > 1 || to == in {
			continue
		}
		k, ok := kinds()[to.kind]
		if !ok {
			return nil
		}
		if id, ok := identify(to, k, p.find); ok {
			return tree.NewString(in.attrs, id)
		}
	}
	return nil
}
