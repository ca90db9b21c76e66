package terraform

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	ctyconvert "github.com/zclconf/go-cty/cty/convert"

	"github.com/erplan/erplan/planner/ingest/tree"
)

// sortedKeys returns the keys of attributes in the order of the file.
func sortedKeys(attrs hclsyntax.Attributes) []string {
	out := make([]string, 0, len(attrs))
	for name := range attrs {
		out = append(out, name)
	}
	slices.SortFunc(out, func(a, b string) int {
		if c := attrs[a].NameRange.Start.Byte - attrs[b].NameRange.Start.Byte; c != 0 {
			return c
		}
		return strings.Compare(a, b)
	})
	return out
}

// expr evaluates an expression to a value that knows its place.
func (m *module) expr(e hclsyntax.Expression, name string, local map[string]cty.Value) *tree.Value {
	if wrap, ok := e.(*hclsyntax.TemplateWrapExpr); ok {
		e = wrap.Wrapped
	}
	if call, ok := e.(*hclsyntax.FunctionCallExpr); ok && name == "body" && call.Name == "jsonencode" && len(call.Args) == 1 {
		e = call.Args[0] // the body of an azapi resource, of which parts may be unknown
	}
	like := m.r.at(e.Range(), name)
	return m.tree(m.eval(e, local), like, e, 0)
}

// steps bounds how many expressions are evaluated.
const steps = 500_000

// eval evaluates an expression. One whose evaluation may take very long, or
// give a number of millions of digits, is unknown.
func (m *module) eval(e hclsyntax.Expression, local map[string]cty.Value) cty.Value {
	if m.r.steps++; m.r.steps > steps || costly(e) {
		return cty.DynamicVal
	}
	v, _ := e.Value(&hcl.EvalContext{Variables: m.names(e.Variables(), local), Functions: functions()})
	if tooLarge(v) {
		return cty.DynamicVal
	}
	return v
}

// names returns the values of the names that an expression mentions.
func (m *module) names(traversals []hcl.Traversal, local map[string]cty.Value) map[string]cty.Value {
	groups := map[string]map[string]cty.Value{}
	data := map[string]map[string]cty.Value{}
	out := map[string]cty.Value{}
	put := func(into map[string]map[string]cty.Value, root, name string, v cty.Value) {
		if into[root] == nil {
			into[root] = map[string]cty.Value{}
		}
		into[root][name] = v
	}
	for _, t := range traversals {
		root, name := t.RootName(), step(t, 1)
		switch {
		case local[root] != cty.NilVal:
			out[root] = local[root]
		case root == "var":
			put(groups, root, name, m.variable(name))
		case root == "local":
			put(groups, root, name, m.localValue(name))
		case root == "module" && m.byCall[name] != nil:
			put(groups, root, name, m.outputs(m.byCall[name], wanted(traversals, name)))
		case root == "data" && m.byName["data."+name+"."+step(t, 2)] != nil:
			put(data, name, step(t, 2), m.evaluate(m.byName["data."+name+"."+step(t, 2)]))
		case m.byName[root+"."+name] != nil:
			put(groups, root, name, m.evaluate(m.byName[root+"."+name]))
		case groups[root] == nil:
			out[root] = cty.DynamicVal // path, terraform, what is not there
		}
	}
	for kind, values := range data {
		put(groups, "data", kind, cty.ObjectVal(values))
	}
	for root, values := range groups {
		out[root] = cty.ObjectVal(values)
	}
	return out
}

// wanted returns the outputs of a module that an expression asks for; none
// where it asks for all.
func wanted(traversals []hcl.Traversal, name string) []string {
	var out []string
	for _, t := range traversals {
		if t.RootName() != "module" || step(t, 1) != name {
			continue
		}
		o := outputName(t)
		if o == "" {
			return nil
		}
		out = append(out, o)
	}
	return out
}

// step returns a name of a traversal: the first one is 0.
func step(t hcl.Traversal, n int) string {
	if len(t) > n {
		if a, ok := t[n].(hcl.TraverseAttr); ok {
			return a.Name
		}
	}
	return ""
}

// variable returns the value of a variable: the one that is given, or its
// default, as its type has it. One that is sensitive is not looked at.
func (m *module) variable(name string) cty.Value {
	key := "var." + name
	if v, ok := m.values[key]; ok {
		return v
	}
	b := m.f.variables[name]
	if b == nil || m.busy[key] || sensitive(b) {
		return cty.DynamicVal
	}
	m.busy[key] = true
	v := m.given(name, b)
	delete(m.busy, key)
	m.values[key] = v
	return v
}

// given returns what a variable is given, or its default.
func (m *module) given(name string, b *hclsyntax.Block) cty.Value {
	v, ok := m.argument(name)
	if ok && v.IsKnown() && v.IsNull() && isFalse(b.Body.Attributes["nullable"]) {
		ok = false
	}
	if !ok {
		a := b.Body.Attributes["default"]
		if a == nil {
			return cty.DynamicVal
		}
		v = m.eval(a.Expr, nil)
	}
	return bounded(typed(v, b.Body.Attributes["type"]))
}

func sensitive(b *hclsyntax.Block) bool {
	a := b.Body.Attributes["sensitive"]
	if a == nil {
		return false
	}
	v, _ := a.Expr.Value(nil)
	return v.Type() == cty.Bool && v.IsKnown() && !v.IsNull() && v.True()
}

// isFalse reports whether an attribute says false.
func isFalse(a *hclsyntax.Attribute) bool {
	if a == nil {
		return false
	}
	v, _ := a.Expr.Value(nil)
	return v.Type() == cty.Bool && v.IsKnown() && !v.IsNull() && v.False()
}

// typed returns a value as the type of its variable has it, with the defaults
// of optional attributes. A value that does not fit stays as it is.
func typed(v cty.Value, a *hclsyntax.Attribute) cty.Value {
	if a == nil || v == cty.NilVal {
		return v
	}
	t, defaults, diags := typeexpr.TypeConstraintWithDefaults(a.Expr)
	if diags.HasErrors() {
		return v
	}
	if defaults != nil && v.IsKnown() && !v.IsNull() {
		v = defaults.Apply(v)
	}
	if out, err := ctyconvert.Convert(v, t); err == nil {
		return out
	}
	return v
}

func (m *module) localValue(name string) cty.Value {
	key := "local." + name
	if v, ok := m.values[key]; ok {
		return v
	}
	a := m.f.locals[name]
	if a == nil || m.busy[key] {
		return cty.DynamicVal
	}
	m.busy[key] = true
	v := bounded(m.eval(a.Expr, nil))
	delete(m.busy, key)
	m.values[key] = v
	return v
}

// tree turns a value of HCL into a value that knows its place. What is null is
// not set.
func (m *module) tree(v cty.Value, like *tree.Value, e hclsyntax.Expression, depth int) *tree.Value {
	v, _ = v.Unmark()
	out := *like
	switch {
	case depth > 60 || !v.IsKnown() || tooLarge(v):
		return tree.NewUnknown(like, "%s", m.reason(e))
	case v.IsNull():
		return &out
	case v.Type() == cty.String:
		return tree.NewString(like, v.AsString())
	case v.Type() == cty.Bool:
		return tree.NewBool(like, v.True())
	case v.Type() == cty.Number:
		out.Kind, out.Text = tree.Number, v.AsBigFloat().Text('f', -1)
		if len(out.Text) > 40 {
			out.Text = v.AsBigFloat().Text('g', 10)
		}
		return &out
	case v.Type().IsObjectType() || v.Type().IsMapType():
		object := tree.NewObject(like)
		for it := v.ElementIterator(); it.Next(); {
			k, item := it.Element()
			inner := m.r.at(m.itemRange(e, k.AsString()), k.AsString())
			object.Set(k.AsString(), m.tree(item, inner, m.item(e, k.AsString()), depth+1))
		}
		return object
	case v.CanIterateElements():
		array := tree.NewArray(like)
		n := 0
		for it := v.ElementIterator(); it.Next(); n++ {
			_, item := it.Element()
			inner := *like
			inner.Name = ""
			array.Kids = append(array.Kids, m.tree(item, &inner, element(e, n), depth+1))
		}
		return array
	}
	return tree.NewUnknown(like, "%s", m.reason(e))
}

// item returns the expression of a member of an object that is written out, or
// the expression itself.
func (m *module) item(e hclsyntax.Expression, name string) hclsyntax.Expression {
	if o, ok := e.(*hclsyntax.ObjectConsExpr); ok {
		for _, it := range o.Items {
			k, _ := it.KeyExpr.Value(nil)
			if k.IsKnown() && !k.IsNull() && k.Type() == cty.String && k.AsString() == name {
				return it.ValueExpr
			}
		}
	}
	return e
}

func (m *module) itemRange(e hclsyntax.Expression, name string) hcl.Range {
	return m.item(e, name).Range()
}

// element returns the expression of an element of a list that is written out,
// or the expression itself.
func element(e hclsyntax.Expression, n int) hclsyntax.Expression {
	if t, ok := e.(*hclsyntax.TupleConsExpr); ok && n < len(t.Exprs) {
		return t.Exprs[n]
	}
	return e
}

// value turns a value back into one of HCL, for the expressions that refer to
// it.
func value(v *tree.Value) cty.Value {
	switch v.Kind {
	case tree.String:
		return cty.StringVal(v.Text)
	case tree.Bool:
		return cty.BoolVal(v.Text == "true")
	case tree.Number:
		return numberOf(v.Text)
	case tree.Null:
		return cty.NullVal(cty.DynamicPseudoType)
	case tree.Array:
		if len(v.Kids) == 0 {
			return cty.EmptyTupleVal
		}
		items := make([]cty.Value, len(v.Kids))
		for i, kid := range v.Kids {
			items[i] = value(kid)
		}
		return cty.TupleVal(items)
	case tree.Object:
		members := map[string]cty.Value{}
		for _, kid := range v.Kids {
			members[kid.Name] = value(kid)
		}
		return cty.ObjectVal(members)
	}
	return cty.DynamicVal
}
