package arm

import (
	"strings"

	"github.com/erplan/erplan/planner/ingest/tree"
	"github.com/erplan/erplan/planner/source"
)

// eval evaluates an expression that stands at a place. The result is never nil.
func (s *scope) eval(n *node, at *tree.Value) *tree.Value {
	if s.depth++; s.depth > 400 || s.spend(1) {
		s.depth--
		return s.doubt(at, "the template makes too much: the evaluation stopped")
	}
	defer func() { s.depth-- }()
	switch n.op {
	case literal:
		return tree.NewString(at, n.text)
	case number:
		v := tree.NewInt(at, 0)
		v.Text = n.text
		return v
	case property:
		return s.member(s.eval(n.args[0], at), n.text, n.safe, at)
	case index:
		return s.element(s.eval(n.args[0], at), s.eval(n.args[1], at), n.safe, at)
	}
	if f := lazyFunction(n.text); f != nil {
		return f(s, n, at)
	}
	return s.call(n, at)
}

// call calls a function whose arguments are all evaluated first.
func (s *scope) call(n *node, at *tree.Value) *tree.Value {
	f, ok := functions[strings.ToLower(n.text)]
	if !ok {
		return s.declaredFunction(n, at)
	}
	args := make([]*tree.Value, len(n.args))
	for i, a := range n.args {
		args[i] = s.eval(a, at)
		if args[i].Kind == tree.Unknown && !f.holds {
			return args[i]
		}
		if args[i].Kind == tree.Secret && !f.holds {
			return args[i]
		}
	}
	if len(args) < f.least {
		return s.doubt(at, "%s needs at least %d arguments", n.text, f.least)
	}
	v := f.run(s, args, at)
	if v == nil {
		return s.doubt(at, "%s cannot be computed from its arguments", n.text)
	}
	return v
}

// member returns a property of an object.
func (s *scope) member(of *tree.Value, name string, safe bool, at *tree.Value) *tree.Value {
	switch of.Kind {
	case tree.Unknown, tree.Secret:
		return of
	case tree.Object:
		if v := of.Get(name); v != nil {
			return v
		}
	}
	if safe || of.Kind == tree.Null {
		return null(at)
	}
	return s.doubt(at, "there is no property %s", source.Quote(name))
}

// element returns an element of a list, or a property whose name is computed.
func (s *scope) element(of, i *tree.Value, safe bool, at *tree.Value) *tree.Value {
	if i.Kind == tree.Unknown {
		return i
	}
	if name, ok := i.Str(); ok && i.Kind == tree.String {
		return s.member(of, name, safe, at)
	}
	n, ok := i.Int()
	if of.Kind == tree.Unknown {
		return of
	}
	if of.Kind == tree.Array && ok && n >= 0 && n < int64(len(of.Kids)) {
		return of.Kids[n]
	}
	if safe {
		return null(at)
	}
	return s.doubt(at, "a list has no element %d", n)
}

func null(at *tree.Value) *tree.Value {
	v := tree.NewString(at, "")
	v.Kind = tree.Null
	return v
}

// A lazy function evaluates its arguments itself, where and if it needs them.
type lazy func(s *scope, n *node, at *tree.Value) *tree.Value

// lazyFunction returns the lazy function of a name, or nil.
func lazyFunction(name string) lazy {
	switch strings.ToLower(name) {
	case "if":
		return ifThenElse
	case "and":
		return both
	case "or":
		return either
	case "coalesce":
		return coalesce
	case "tryget":
		return tryGet
	case "parameters":
		return parameters
	case "variables":
		return variables
	case "copyindex":
		return copyIndex
	case "reference":
		return reference
	case "lambdavariables":
		return lambdaVariable
	case "map":
		return mapList
	case "filter":
		return filterList
	case "reduce":
		return reduceList
	case "toobject":
		return toObject
	}
	return nil
}

func ifThenElse(s *scope, n *node, at *tree.Value) *tree.Value {
	if len(n.args) != 3 {
		return s.doubt(at, "if needs three arguments")
	}
	cond := s.eval(n.args[0], at)
	truth, ok := cond.Truth()
	switch {
	case cond.Kind == tree.Unknown:
		return cond
	case !ok:
		return s.doubt(at, "the condition of if is neither true nor false")
	case truth:
		return s.eval(n.args[1], at)
	}
	return s.eval(n.args[2], at)
}

func both(s *scope, n *node, at *tree.Value) *tree.Value   { return s.logic(n, at, false) }
func either(s *scope, n *node, at *tree.Value) *tree.Value { return s.logic(n, at, true) }

// logic evaluates and (end false) and or (end true): one argument that is end
// decides, even where others are unknown.
func (s *scope) logic(n *node, at *tree.Value, end bool) *tree.Value {
	var unknown *tree.Value
	for _, a := range n.args {
		v := s.eval(a, at)
		truth, ok := v.Truth()
		switch {
		case ok && truth == end:
			return tree.NewBool(at, end)
		case !ok:
			unknown = v
		}
	}
	if unknown == nil {
		return tree.NewBool(at, !end)
	}
	if unknown.Kind != tree.Unknown {
		return s.doubt(at, "%s needs arguments that are true or false", n.text)
	}
	return unknown
}

func coalesce(s *scope, n *node, at *tree.Value) *tree.Value {
	for _, a := range n.args {
		if v := s.eval(a, at); v.Kind != tree.Null {
			return v
		}
	}
	return null(at)
}

func tryGet(s *scope, n *node, at *tree.Value) *tree.Value {
	if len(n.args) == 0 {
		return s.doubt(at, "tryGet needs arguments")
	}
	v := s.eval(n.args[0], at)
	for _, a := range n.args[1:] {
		v = s.element(v, s.eval(a, at), true, at)
	}
	return v
}

// name evaluates the one argument of parameters, variables and the like.
func (s *scope) name(n *node, at *tree.Value) (string, *tree.Value) {
	if len(n.args) == 0 {
		return "", s.doubt(at, "%s needs a name", n.text)
	}
	v := s.eval(n.args[0], at)
	if v.Kind == tree.Unknown {
		return "", v
	}
	text, _ := v.Str()
	return text, nil
}

func parameters(s *scope, n *node, at *tree.Value) *tree.Value {
	name, unknown := s.name(n, at)
	if unknown != nil {
		return unknown
	}
	if v := s.locals["parameters:"+strings.ToLower(name)]; v != nil {
		return v
	}
	return s.parameter(name, at)
}

func variables(s *scope, n *node, at *tree.Value) *tree.Value {
	name, unknown := s.name(n, at)
	if unknown != nil {
		return unknown
	}
	return s.variable(name, at)
}

// copyIndex returns where a loop is: of the innermost, or of a named one, with
// an offset.
func copyIndex(s *scope, n *node, at *tree.Value) *tree.Value {
	name, offset := "", int64(0)
	for _, a := range n.args {
		v := s.eval(a, at)
		if v.Kind == tree.String {
			name = strings.ToLower(v.Text)
		} else if i, ok := v.Int(); ok {
			offset = i
		}
	}
	for i := len(s.loops) - 1; i >= 0; i-- {
		if name == "" || s.loops[i].name == name {
			return tree.NewInt(at, s.loops[i].at+offset)
		}
	}
	return s.doubt(at, "copyIndex stands outside of a copy loop")
}
