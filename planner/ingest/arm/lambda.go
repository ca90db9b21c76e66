package arm

import (
	"strings"

	"github.com/erplan/erplan/planner/ingest/tree"
	"github.com/erplan/erplan/planner/source"
)

func lambdaVariable(s *scope, n *node, at *tree.Value) *tree.Value {
	name, unknown := s.name(n, at)
	if unknown != nil {
		return unknown
	}
	if v := s.locals[strings.ToLower(name)]; v != nil {
		return v
	}
	return s.doubt(at, "there is no lambda variable %s", source.Quote(name))
}

// lambda applies a lambda to values.
func (s *scope) lambda(n *node, at *tree.Value, values ...*tree.Value) *tree.Value {
	if n.op != call || !strings.EqualFold(n.text, "lambda") || len(n.args) == 0 {
		return s.doubt(at, "a lambda is expected")
	}
	c := s.inner()
	for i, a := range n.args[:len(n.args)-1] {
		if name, ok := s.eval(a, at).Str(); ok && i < len(values) {
			c.locals[strings.ToLower(name)] = values[i]
		}
	}
	return c.eval(n.args[len(n.args)-1], at)
}

// list evaluates the list that map and filter walk over.
func (s *scope) list(n *node, at *tree.Value) ([]*tree.Value, *tree.Value) {
	if len(n.args) < 2 {
		return nil, s.doubt(at, "%s needs a list and a lambda", n.text)
	}
	v := s.eval(n.args[0], at)
	if v.Kind == tree.Unknown {
		return nil, v
	}
	return v.Items(), nil
}

func mapList(s *scope, n *node, at *tree.Value) *tree.Value {
	items, unknown := s.list(n, at)
	if unknown != nil {
		return unknown
	}
	out := tree.NewArray(at)
	for i, item := range items {
		out.Kids = append(out.Kids, s.lambda(n.args[1], at, item, tree.NewInt(at, int64(i))))
	}
	return out
}

func filterList(s *scope, n *node, at *tree.Value) *tree.Value {
	items, unknown := s.list(n, at)
	if unknown != nil {
		return unknown
	}
	out := tree.NewArray(at)
	for i, item := range items {
		keep := s.lambda(n.args[1], at, item, tree.NewInt(at, int64(i)))
		if keep.Kind == tree.Unknown {
			return keep
		}
		if truth, _ := keep.Truth(); truth {
			out.Kids = append(out.Kids, item)
		}
	}
	return out
}

func reduceList(s *scope, n *node, at *tree.Value) *tree.Value {
	items, unknown := s.list(n, at)
	if unknown != nil || len(n.args) < 3 {
		if unknown == nil {
			unknown = s.doubt(at, "reduce needs a list, a value and a lambda")
		}
		return unknown
	}
	v := s.eval(n.args[1], at)
	for _, item := range items {
		v = s.lambda(n.args[2], at, v, item)
	}
	return v
}

func toObject(s *scope, n *node, at *tree.Value) *tree.Value {
	items, unknown := s.list(n, at)
	if unknown != nil {
		return unknown
	}
	out := tree.NewObject(at)
	for _, item := range items {
		key, ok := s.lambda(n.args[1], at, item).Str()
		if !ok {
			return s.doubt(at, "toObject makes a key that is no text")
		}
		v := item
		if len(n.args) > 2 {
			v = s.lambda(n.args[2], at, item)
		}
		out.Set(key, v)
	}
	return out
}

// declaredFunction calls a function that the template declares itself.
func (s *scope) declaredFunction(n *node, at *tree.Value) *tree.Value {
	space, name, _ := strings.Cut(n.text, ".")
	for _, f := range s.template.Get("functions").Items() {
		ns, _ := f.Get("namespace").Str()
		member := f.Path("members", name)
		if !strings.EqualFold(ns, space) || member == nil {
			continue
		}
		c := s.inner()
		c.loops = nil
		for i, p := range member.Get("parameters").Items() {
			pname, _ := p.Get("name").Str()
			if i < len(n.args) {
				c.locals["parameters:"+strings.ToLower(pname)] = s.eval(n.args[i], at)
			}
		}
		return c.value(member.Path("output", "value"))
	}
	if strings.HasPrefix(strings.ToLower(n.text), "list") {
		return tree.NewUnknown(at, "%s() asks the live service", n.text)
	}
	return s.doubt(at, "the function %s is not known", source.Quote(n.text))
}
