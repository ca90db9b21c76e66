package terraform

import (
	"strconv"
	"strings"

	"github.com/erplan/erplan/planner/ingest/tree"
)

// find follows the references of the configuration from an attribute to the
// resource whose id it will be.
func (p *plan) find(in *instance, attribute string) *tree.Value {
	if p.depth++; p.depth > 20 {
		p.depth--
		return nil
	}
	defer func() { p.depth-- }()
	entry := p.config(in.module).resource(in.kind, in.name)
	e := entry.Get("expressions")
	for _, name := range strings.Split(attribute, ".") {
		items := e.Items()
		if n, err := strconv.Atoi(name); err == nil { // of a block that is written several times, or once for all
			if e = nil; len(items) == 1 {
				e = items[0]
			} else if n < len(items) {
				e = items[n]
			}
			continue
		}
		if len(items) > 0 {
			e = items[0]
		}
		e = e.Get(name)
	}
	return p.reference(e.Get("references"), from{in, in.module, in.index, entry}, 0)
}

// A from is where references are followed from.
type from struct {
	in     *instance
	module string      // that the references stand in
	index  string      // of the resource or call that they stand in
	entry  *tree.Value // of the configuration: it says what for_each goes over
}

// reference returns the id of the resource that references lead to.
func (p *plan) reference(references *tree.Value, f from, depth int) *tree.Value {
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
			found = p.argument(f, parts[1], depth)
		case parts[0] == "module" && len(parts) > 2:
			found = p.output(f, parts, depth)
		case parts[0] == "data":
			found = p.dataID(text, f.module)
		case parts[0] == "each" && parts[1] == "value":
			found = p.element(f, parts, depth)
		case parts[0] != "local" && parts[0] != "each":
			found = p.target(f, parts)
		}
		if found != nil {
			return found
		}
	}
	return nil
}

// element follows each.value to the resource or module that for_each goes over,
// of which the one with the same key is meant.
func (p *plan) element(f from, parts []string, depth int) *tree.Value {
	for _, ref := range f.entry.Path("for_each_expression", "references").Items() {
		text, _ := ref.Str()
		over := strings.Split(text, ".")
		switch {
		case len(over) != 2 || over[0] == "var" || over[0] == "local":
		case over[0] == "module" && len(parts) > 2:
			return p.output(f, []string{"module", over[1] + f.index, parts[2]}, depth)
		case over[0] != "module":
			return p.target(f, over)
		}
	}
	return nil
}

// dataID returns the id that a data source has found.
func (p *plan) dataID(text, module string) *tree.Value {
	address, ok := strings.CutSuffix(text, ".id")
	if !ok {
		return nil
	}
	if module != "" {
		address = module + "." + address
	}
	return p.data[address].Get("id")
}

// argument follows a variable to what the call of the module passes.
func (p *plan) argument(f from, name string, depth int) *tree.Value {
	names := calls(f.module)
	if len(names) == 0 {
		return nil
	}
	parent := parentModule(f.module)
	call := p.config(parent).v.Path("module_calls", names[len(names)-1])
	index := ""
	if _, after, ok := strings.Cut(strings.TrimPrefix(f.module, parent), "["); ok {
		index = "[" + after
	}
	return p.reference(call.Path("expressions", name, "references"), from{f.in, parent, index, call}, depth+1)
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
func (p *plan) output(f from, parts []string, depth int) *tree.Value {
	name, _, _ := strings.Cut(parts[1], "[")
	out := p.config(f.module).v.Path("module_calls", name, "module", "outputs", parts[2], "expression", "references")
	inner := "module." + parts[1]
	if f.module != "" {
		inner = f.module + "." + inner
	}
	return p.reference(out, from{in: f.in, module: inner}, depth+1)
}

// target returns the id of a resource of a module: the only instance of its
// name, or the one with the same index.
func (p *plan) target(f from, parts []string) *tree.Value {
	name, idx, _ := strings.Cut(parts[1], "[")
	list := p.byName[f.module+"|"+parts[0]+"."+name]
	for _, to := range list {
		same := idx != "" && to.index == "["+idx || idx == "" && to.index == f.index
		if !same && len(list) > 1 || to == f.in {
			continue
		}
		k, ok := kinds()[to.kind]
		if !ok {
			return nil
		}
		if id, ok := identify(to, k, p.find); ok {
			return tree.NewString(f.in.attrs, id)
		}
	}
	return nil
}
