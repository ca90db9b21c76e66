package terraform

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/erplan/erplan/planner/ingest/tree"
	"github.com/erplan/erplan/planner/source"
)

// reason says why an expression is not known.
func (m *module) reason(e hclsyntax.Expression) string {
	if m.r.asked++; m.r.asked < 100 {
		for _, t := range e.Variables() {
			if why := m.reasonOf(t); why != "" {
				m.r.asked--
				return why
			}
		}
	}
	m.r.asked--
	return "the expression cannot be evaluated offline"
}

// reasonOf says why a name is not known, or nothing where it is.
func (m *module) reasonOf(t hcl.Traversal) string {
	root, name := t.RootName(), step(t, 1)
	switch {
	case root == "var":
		return m.unknownVariable(name)
	case root == "local" && m.f.locals[name] == nil:
		return "there is no local value " + source.Quote(name)
	case root == "local" && !m.localValue(name).IsWhollyKnown():
		return m.reason(m.f.locals[name].Expr)
	case root == "data" && m.byName["data."+name+"."+step(t, 2)] == nil:
		return "there is no data source " + source.Quote(name) + " " + source.Quote(step(t, 2))
	case root == "data":
		return m.unknownAttribute("data source "+source.Quote(name)+" "+source.Quote(step(t, 2))+" is not read", m.byName["data."+name+"."+step(t, 2)], t[min(3, len(t)):])
	case root == "module" && m.byCall[name] == nil:
		return "there is no module " + source.Quote(name)
	case root == "module":
		return m.unknownOutput(m.byCall[name], outputName(t))
	case root == "terraform":
		return "terraform." + source.Clean(name) + " is not known"
	case m.byName[root+"."+name] != nil:
		return m.unknownAttribute("it is only known when "+source.Quote(root+"."+name)+" exists", m.byName[root+"."+name], t[min(2, len(t)):])
	case strings.Contains(root, "_"):
		return "there is no resource " + source.Quote(root+"."+name)
	}
	return ""
}

// unknownVariable says why a variable is not known, or nothing where it is.
func (m *module) unknownVariable(name string) string {
	b := m.f.variables[name]
	switch {
	case b == nil:
		return "there is no variable " + source.Quote(name)
	case m.variable(name).IsWhollyKnown():
		return ""
	case sensitive(b):
		return "variable " + source.Quote(name) + " is sensitive"
	case m.parent != nil && m.block.Body.Attributes[name] != nil:
		return m.parent.reason(m.block.Body.Attributes[name].Expr)
	}
	return "variable " + source.Quote(name) + " has no value"
}

// unknownAttribute says why an attribute of a resource is not known, or nothing
// where it is.
func (m *module) unknownAttribute(why string, r *resource, t hcl.Traversal) string {
	for _, in := range r.instances {
		for _, s := range t {
			if a, ok := s.(hcl.TraverseAttr); ok {
				if v := in.attrs.Get(a.Name); v != nil && v.Kind == tree.Unknown {
					return v.Text
				} else if v != nil && v.Kind != tree.Array && v.Kind != tree.Object {
					return ""
				}
				return why
			}
		}
	}
	return why
}
