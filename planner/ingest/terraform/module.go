package terraform

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/erplan/erplan/planner/ingest/tree"
	"github.com/erplan/erplan/planner/source"
)

// A module is a folder that is being evaluated: as it is deployed, or for one
// call.
type module struct {
	r         *reader
	f         *folder
	address   string // as Terraform writes it; empty for the root
	resources []*resource
	byName    map[string]*resource // kind.name, or data.kind.name
	calls     []*call
	byCall    map[string]*call

	// Of a module that is called: by what, and what count and each mean there.
	parent *module
	block  *hclsyntax.Block
	each   map[string]cty.Value

	values map[string]cty.Value // of locals and variables, evaluated
	busy   map[string]bool
}

// A call is a module block, and the modules that it makes once it is evaluated.
type call struct {
	name      string
	block     *hclsyntax.Block
	done      bool
	busy      bool
	instances []*module
	value     cty.Value
}

func newModule(r *reader, f *folder) *module {
	m := &module{r: r, f: f, byName: map[string]*resource{}, byCall: map[string]*call{}, values: map[string]cty.Value{}, busy: map[string]bool{}}
	for _, b := range f.resources {
		res := &resource{kind: b.Labels[0], name: b.Labels[1], data: b.Type == "data", block: b, value: cty.DynamicVal}
		m.resources = append(m.resources, res)
		m.byName[res.path()] = res
	}
	for _, b := range f.calls {
		c := &call{name: b.Labels[0], block: b, value: cty.DynamicVal}
		m.calls = append(m.calls, c)
		m.byCall[c.name] = c
	}
	return m
}

// deepestCall is how deep modules may call each other.
const deepestCall = 20

// depth returns how many calls deep a module is.
func (m *module) depth() int {
	n := 0
	for p := m.parent; p != nil; p = p.parent {
		n++
	}
	return n
}

// run evaluates all resources, and those of the modules that are called.
func (m *module) run() {
	for _, res := range m.resources {
		m.evaluate(res)
	}
	for _, res := range m.resources {
		for _, in := range res.instances {
			m.emit(res, in)
		}
	}
	for _, c := range m.calls {
		m.called(c)
		for _, inner := range c.instances {
			inner.run()
		}
	}
}

// noReference is the resolver of a configuration, whose references are
// evaluated.
func noReference(*instance, string) *tree.Value { return nil }

// emit adds what an instance is in Azure.
func (m *module) emit(res *resource, in *instance) {
	if res.data {
		return
	}
	if v := convert(in, noReference); v != nil {
		m.r.out = append(m.r.out, v)
	} else if in.azure() {
		m.r.note(in.attrs, "%s is left out: its name, or what it is in, is not known%s", source.Quote(in.address()), in.unnamed())
	}
}

// called finds the modules that a call makes.
func (m *module) called(c *call) {
	if c.done || c.busy {
		return
	}
	c.busy = true
	defer func() { c.busy, c.done = false, true }()
	f, why := m.folder(c)
	if f == nil {
		m.r.note(m.r.at(c.block.TypeRange, "module"), "module %s is not read: %s; what it makes is not in the design, and what depends on it is unknown", source.Quote(c.name), why)
		return
	}
	enter := func(index string, local map[string]cty.Value) cty.Value { return m.enter(c, f, index, local) }
	what := "module " + source.Quote(c.name)
	count, each := c.block.Body.Attributes["count"], c.block.Body.Attributes["for_each"]
	switch {
	case count != nil:
		c.value = m.counted(what, count, enter)
	case each != nil:
		c.value = m.forEach(what, each, enter)
	default:
		c.value = enter("", nil)
	}
}

// folder returns the folder of the module that is called, or why it is not
// read.
func (m *module) folder(c *call) (*folder, string) {
	from := sourceOf(c.block)
	dir, local := target(m.f.dir, from)
	switch {
	case from == "":
		return nil, "its source is not a plain text"
	case !local:
		return nil, "it comes from elsewhere, " + source.Quote(public(from))
	case m.r.folders[dir] == nil:
		return nil, "no file of its folder " + source.Quote(dir) + " is given"
	case m.depth() >= deepestCall || m.r.modules >= most:
		return nil, "there are too many modules, or they call each other"
	}
	return m.r.folders[dir], ""
}

// public returns the source of a module without what may be a key.
func public(from string) string {
	from, _, _ = strings.Cut(from, "?")
	scheme, rest, ok := strings.Cut(from, "://")
	if !ok {
		return from
	}
	if u, err := url.Parse("x://" + rest); err == nil && u.User != nil {
		rest = strings.TrimPrefix(rest, u.User.String()+"@")
		if _, after, found := strings.Cut(rest, "@"); found {
			rest = after
		}
	}
	return scheme + "://" + rest
}

// enter makes a module of a call. Its value stands in for its outputs, which
// are evaluated when something asks for them.
func (m *module) enter(c *call, f *folder, index string, local map[string]cty.Value) cty.Value {
	m.r.modules++
	inner := newModule(m.r, f)
	inner.parent, inner.block, inner.each = m, c.block, local
	inner.address = "module." + c.name + index
	if m.address != "" {
		inner.address = m.address + "." + inner.address
	}
	c.instances = append(c.instances, inner)
	return cty.NumberIntVal(int64(len(c.instances) - 1))
}

// outputs returns what module.NAME means, with the outputs that are wanted;
// with all of them where none is named.
func (m *module) outputs(c *call, wanted []string) cty.Value {
	m.called(c)
	of := func(v cty.Value) cty.Value {
		n, ok := v.AsBigFloat().Int64()
		if !v.IsKnown() || ok != 0 || int(n) >= len(c.instances) {
			return cty.DynamicVal
		}
		return c.instances[n].object(wanted)
	}
	switch v := c.value; {
	case !v.IsKnown():
		return v
	case v.Type() == cty.Number:
		return of(v)
	case v.Type().IsTupleType():
		items := v.AsValueSlice()
		for n := range items {
			items[n] = of(items[n])
		}
		return cty.TupleVal(items)
	default:
		items := v.AsValueMap()
		for name := range items {
			items[name] = of(items[name])
		}
		return cty.ObjectVal(items)
	}
}

// object returns outputs of a module.
func (m *module) object(wanted []string) cty.Value {
	out := map[string]cty.Value{}
	for name := range m.f.outputs {
		if len(wanted) == 0 || slices.Contains(wanted, name) {
			out[name] = m.output(name)
		}
	}
	return cty.ObjectVal(out)
}

// output returns an output of a module.
func (m *module) output(name string) cty.Value {
	a, key := m.f.outputs[name], "output."+name
	if v, ok := m.values[key]; ok {
		return v
	}
	if a == nil || m.busy[key] || m.depth() > deepestCall {
		return cty.DynamicVal
	}
	m.busy[key] = true
	v := bounded(m.eval(a.Expr, nil))
	delete(m.busy, key)
	m.values[key] = v
	return v
}

// argument returns the value that the call of a module gives a variable, where
// it gives one.
func (m *module) argument(name string) (cty.Value, bool) {
	if m.parent == nil {
		v, ok := m.f.values[name]
		return v, ok
	}
	a := m.block.Body.Attributes[name]
	if a == nil {
		return cty.NilVal, false
	}
	return m.parent.eval(a.Expr, m.each), true
}

// outputName returns the output that a traversal of module.NAME asks for, or
// nothing where it asks for all.
func outputName(t hcl.Traversal) string {
	for n, step := range t {
		if a, ok := step.(hcl.TraverseAttr); ok && n > 1 {
			return a.Name
		}
	}
	return ""
}

// unknownOutput says why an output of a module that is called is not known.
func (m *module) unknownOutput(c *call, name string) string {
	m.called(c)
	for _, inner := range c.instances {
		a := inner.f.outputs[name]
		if a == nil && name != "" {
			return fmt.Sprintf("module %s has no output %s", source.Quote(c.name), source.Quote(name))
		}
		if a != nil && !inner.output(name).IsWhollyKnown() {
			return inner.reason(a.Expr)
		}
	}
	return "module " + source.Quote(c.name) + " is not read"
}
