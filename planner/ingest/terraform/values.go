package terraform

import (
	"math/big"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/erplan/erplan/planner/ingest/tree"
	"github.com/erplan/erplan/planner/source"
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
	if call, ok := e.(*hclsyntax.FunctionCallExpr); ok && name == "body" && call.Name == "jsonencode" && len(call.Args) == 1 {
		e = call.Args[0] // the body of an azapi resource, of which parts may be unknown
	}
	like := m.at(e.Range(), name)
	return m.tree(m.eval(e, local), like, e, 0)
}

// steps bounds how many expressions are evaluated.
const steps = 500_000

// eval evaluates an expression.
func (m *module) eval(e hclsyntax.Expression, local map[string]cty.Value) cty.Value {
	if m.steps++; m.steps > steps || loops(e) > 2 {
		return cty.DynamicVal
	}
	v, _ := e.Value(&hcl.EvalContext{Variables: m.names(e.Variables(), local), Functions: functions()})
	return v
}

// loops returns how deep loops nest in an expression: each multiplies the work.
func loops(e hclsyntax.Expression) int {
	w := &loopWalker{}
	_ = hclsyntax.Walk(e, w)
	return w.deepest
}

// A loopWalker counts loops in loops.
type loopWalker struct{ depth, deepest int }

// Enter counts a loop.
func (w *loopWalker) Enter(n hclsyntax.Node) hcl.Diagnostics {
	if _, ok := n.(*hclsyntax.ForExpr); ok {
		w.depth++
		w.deepest = max(w.deepest, w.depth)
	}
	return nil
}

// Exit leaves a loop.
func (w *loopWalker) Exit(n hclsyntax.Node) hcl.Diagnostics {
	if _, ok := n.(*hclsyntax.ForExpr); ok {
		w.depth--
	}
	return nil
}

// bounded returns a value, or an unknown one where it is too large to loop over
// twice.
func bounded(v cty.Value) cty.Value {
	plain, _ := v.Unmark()
	if plain.IsKnown() && !plain.IsNull() && plain.CanIterateElements() && plain.LengthInt() > most {
		return cty.DynamicVal
	}
	return v
}

// names returns the values of the names that an expression mentions.
func (m *module) names(traversals []hcl.Traversal, local map[string]cty.Value) map[string]cty.Value {
	groups := map[string]map[string]cty.Value{}
	out := map[string]cty.Value{}
	put := func(root, name string, v cty.Value) {
		if groups[root] == nil {
			groups[root] = map[string]cty.Value{}
		}
		groups[root][name] = v
	}
	for _, t := range traversals {
		root, name := t.RootName(), second(t)
		switch {
		case local[root] != cty.NilVal:
			out[root] = local[root]
		case root == "var":
			put(root, name, m.variable(name))
		case root == "local":
			put(root, name, m.local(name))
		case m.byName[root+"."+name] != nil:
			put(root, name, m.evaluate(m.byName[root+"."+name]))
		case groups[root] == nil:
			out[root] = cty.DynamicVal // data, module, path, terraform, resources that are not there
		}
	}
	for root, values := range groups {
		out[root] = cty.ObjectVal(values)
	}
	return out
}

// second returns the second name of a traversal.
func second(t hcl.Traversal) string {
	if len(t) > 1 {
		if a, ok := t[1].(hcl.TraverseAttr); ok {
			return a.Name
		}
	}
	return ""
}

func (m *module) variable(name string) cty.Value {
	if v, ok := m.given[name]; ok {
		return v
	}
	b := m.variables[name]
	if b == nil || b.Body.Attributes["default"] == nil {
		return cty.DynamicVal
	}
	if sensitive := b.Body.Attributes["sensitive"]; sensitive != nil {
		if v, _ := sensitive.Expr.Value(nil); v.Type() == cty.Bool && v.IsKnown() && v.True() {
			return cty.DynamicVal
		}
	}
	return bounded(m.eval(b.Body.Attributes["default"].Expr, nil))
}

func (m *module) local(name string) cty.Value {
	if v, ok := m.values[name]; ok {
		return v
	}
	a := m.locals[name]
	if a == nil || m.busy[name] {
		return cty.DynamicVal
	}
	m.busy[name] = true
	v := bounded(m.eval(a.Expr, nil))
	delete(m.busy, name)
	m.values[name] = v
	return v
}

// reason says why an expression is not known.
func (m *module) reason(e hclsyntax.Expression) string {
	for _, t := range e.Variables() {
		root, name := t.RootName(), second(t)
		switch {
		case root == "var" && m.variables[name] == nil:
			return "there is no variable " + source.Quote(name)
		case root == "var" && !m.variable(name).IsWhollyKnown():
			return "variable " + source.Quote(name) + " has no value"
		case root == "data":
			return "data source " + source.Quote(name) + " is not read"
		case root == "module":
			return "module " + source.Quote(name) + " is not read"
		case root == "local" && m.locals[name] != nil && !m.busy[name] && !m.local(name).IsWhollyKnown():
			m.busy[name] = true
			why := m.reason(m.locals[name].Expr)
			delete(m.busy, name)
			return why
		case root == "local" && m.locals[name] == nil:
			return "there is no local value " + source.Quote(name)
		case root == "each" || root == "count":
		case m.byName[root+"."+name] != nil:
			return "it is only known when " + source.Quote(root+"."+name) + " exists"
		case strings.Contains(root, "_"):
			return "there is no resource " + source.Quote(root+"."+name)
		}
	}
	return "the expression cannot be evaluated offline"
}

// tree turns a value of HCL into a value that knows its place. What is null is
// not set.
func (m *module) tree(v cty.Value, like *tree.Value, e hclsyntax.Expression, depth int) *tree.Value {
	v, _ = v.Unmark()
	out := *like
	switch {
	case depth > 60 || !v.IsKnown():
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
			inner := m.at(m.itemRange(e, k.AsString()), k.AsString())
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
		f, _, err := big.ParseFloat(v.Text, 10, 512, big.ToNearestEven)
		if err != nil {
			return cty.DynamicVal
		}
		return cty.NumberVal(f)
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
