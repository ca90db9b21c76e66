package arm

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/planner/ingest/tree"
	"github.com/erplan/erplan/planner/source"
)

// Stand-ins for what a template does not say of the place that it is deployed
// to. They may become parts of names and ids.
const (
	anySubscription = "{subscription}"
	anyGroup        = "{group}"
)

// A Note is something that a reader of the result has to know.
type Note struct {
	At      *tree.Value
	Message string
}

// An evaluator holds what all scopes of a template share.
type evaluator struct {
	linked map[string]*tree.Value // templates that may be linked, by file name
	used   map[*tree.Value]bool   // those that were
	notes  []Note
	seen   map[string]bool // notes
	parsed map[string]*node
	spent  int // values and bytes made, against budget
	depth  int
}

// budget bounds what an evaluation makes: about a hundred megabytes.
const budget = 1_000_000

// spend counts work, and reports whether there is too much of it.
func (e *evaluator) spend(n int) bool {
	e.spent += n
	return e.spent > budget
}

// note reports something once.
func (e *evaluator) note(at *tree.Value, format string, args ...any) {
	message := fmt.Sprintf(format, args...)
	if key := at.Where() + message; !e.seen[key] && len(e.notes) < 1000 {
		e.seen[key] = true
		e.notes = append(e.notes, Note{at, message})
	}
}

// A scope is where an expression is evaluated: a template and its values.
type scope struct {
	*evaluator
	template     *tree.Value
	given        map[string]*tree.Value // values of parameters, by lower-case name
	params       map[string]*tree.Value // evaluated
	vars         map[string]*tree.Value
	busy         map[string]bool
	deployments  []*deployment
	subscription string
	group        string
	out          *[]*tree.Value // where resources go
	locals       map[string]*tree.Value
	loops        []loop
}

// A loop is a copy loop that is being expanded, innermost last.
type loop struct {
	name string
	at   int64
}

// inner returns a scope with one more local variable.
func (s *scope) inner() *scope {
	c := *s
	c.locals = make(map[string]*tree.Value, len(s.locals)+1)
	for k, v := range s.locals {
		c.locals[k] = v
	}
	return &c
}

// in returns the scope within a step of a loop.
func (s *scope) in(name string, at int64) *scope {
	c := *s
	c.loops = append(append([]loop{}, s.loops...), loop{strings.ToLower(name), at})
	return &c
}

// value evaluates a value of the template and all below it.
func (s *scope) value(v *tree.Value) *tree.Value {
	if v == nil { // what the template leaves out
		return &tree.Value{Kind: tree.Null}
	}
	if s.spend(1) {
		return tree.NewUnknown(v, "the template makes too much: the evaluation stopped")
	}
	switch v.Kind {
	case tree.String:
		return s.text(v)
	case tree.Object:
		return s.object(v)
	case tree.Array:
		out := tree.NewArray(v)
		for _, kid := range v.Kids {
			out.Kids = append(out.Kids, s.value(kid))
		}
		return out
	}
	return v.Copy(v.Name)
}

// text evaluates a string, which may be an expression.
func (s *scope) text(v *tree.Value) *tree.Value {
	t := strings.TrimSpace(v.Text)
	if !strings.HasPrefix(t, "[") || !strings.HasSuffix(t, "]") {
		return v.Copy(v.Name)
	}
	if strings.HasPrefix(t, "[[") {
		return tree.NewString(v, t[1:])
	}
	n, err := s.parse(t[1 : len(t)-1])
	if err != nil {
		s.note(v, "%v", err)
		return tree.NewUnknown(v, "%v", err)
	}
	out := s.eval(n, v)
	if out == nil {
		out = &tree.Value{Kind: tree.Null}
	}
	out = out.Copy(v.Name)
	out.File, out.At = v.File, v.At // where the expression stands, which a person would change
	return out
}

func (s *scope) parse(text string) (*node, error) {
	if n := s.parsed[text]; n != nil {
		return n, nil
	}
	n, err := parse(text)
	if err == nil {
		s.parsed[text] = n
	}
	return n, err
}

// object evaluates an object; a member "copy" makes members that are lists.
func (s *scope) object(v *tree.Value) *tree.Value {
	out := tree.NewObject(v)
	for _, kid := range v.Kids {
		if strings.EqualFold(kid.Name, "copy") && kid.Kind == tree.Array {
			s.propertyCopies(kid, out)
			continue
		}
		name := kid.Name
		if strings.HasPrefix(name, "[") && strings.HasSuffix(name, "]") {
			if t, ok := s.text(tree.NewString(kid, name)).Str(); ok {
				name = t
			}
		}
		out.Set(name, s.value(kid))
	}
	return out
}

// propertyCopies expands copy loops of properties or variables.
func (s *scope) propertyCopies(list, out *tree.Value) {
	for _, c := range list.Kids {
		name, _ := c.Get("name").Str()
		n, why := s.count(c)
		if why != nil {
			out.Set(name, why)
			continue
		}
		items := tree.NewArray(c)
		for i := range n {
			items.Kids = append(items.Kids, s.in(name, i).value(c.Get("input")))
		}
		out.Set(name, items)
	}
}

// most is how often a loop may run; Azure allows 800.
const most = 2000

// count evaluates how often a loop runs, or says why that is unknown.
func (s *scope) count(c *tree.Value) (n int64, why *tree.Value) {
	v := s.value(c.Get("count"))
	if v != nil && v.Kind == tree.Unknown {
		return 0, v
	}
	n, ok := v.Int()
	if !ok || n < 0 || n > most {
		s.note(c, "the count of a copy loop is not a number from 0 to %d", most)
		return 0, tree.NewUnknown(c, "the count of the copy loop is not a number from 0 to %d", most)
	}
	return n, nil
}

// parameter returns the value of a parameter: given, or its default.
func (s *scope) parameter(name string, at *tree.Value) *tree.Value {
	key := strings.ToLower(name)
	if v, ok := s.params[key]; ok {
		return v
	}
	declared := s.template.Path("parameters", name)
	if declared == nil {
		return s.doubt(at, "there is no parameter %s", source.Quote(name))
	}
	if s.busy["p:"+key] {
		return s.doubt(at, "parameter %s depends on itself", source.Quote(name))
	}
	s.busy["p:"+key] = true
	v := s.parameterValue(name, declared)
	delete(s.busy, "p:"+key)
	s.params[key] = v
	return v
}

func (s *scope) parameterValue(name string, declared *tree.Value) *tree.Value {
	kind, _ := declared.Get("type").Str()
	v := s.given[strings.ToLower(name)]
	if v == nil {
		if d := declared.Get("defaultValue"); d != nil {
			outer := *s
			outer.loops, outer.locals = nil, nil
			v = outer.value(d)
		}
	}
	switch {
	case strings.HasPrefix(strings.ToLower(kind), "secure"):
		return &tree.Value{Kind: tree.Secret, File: declared.File, At: declared.At}
	case v == nil:
		if nullable, _ := declared.Get("nullable").Truth(); nullable {
			return &tree.Value{Kind: tree.Null, File: declared.File, At: declared.At}
		}
		return tree.NewUnknown(declared, "parameter %s has no value", source.Quote(name))
	}
	s.allowed(name, declared, v)
	return v
}

// allowed reports a value that a parameter may not have.
func (s *scope) allowed(name string, declared, v *tree.Value) {
	list := declared.Get("allowedValues").Items()
	text, ok := v.Str()
	if len(list) == 0 || !ok {
		return
	}
	for _, a := range list {
		if t, _ := a.Str(); strings.EqualFold(t, text) {
			return
		}
	}
	s.note(v, "%s is not among the allowed values of parameter %s", source.Quote(text), source.Quote(name))
}

// variable returns the value of a variable.
func (s *scope) variable(name string, at *tree.Value) *tree.Value {
	key := strings.ToLower(name)
	if v, ok := s.vars[key]; ok {
		return v
	}
	if s.busy["v:"+key] {
		return s.doubt(at, "variable %s depends on itself", source.Quote(name))
	}
	s.busy["v:"+key] = true
	defer delete(s.busy, "v:"+key)
	outer := *s
	outer.loops, outer.locals = nil, nil
	v := outer.declaredVariable(name)
	if v == nil {
		return s.doubt(at, "there is no variable %s", source.Quote(name))
	}
	s.vars[key] = v
	return v
}

func (s *scope) declaredVariable(name string) *tree.Value {
	all := s.template.Get("variables")
	if v := all.Get(name); v != nil {
		return s.value(v)
	}
	for _, c := range all.Get("copy").Items() {
		if n, _ := c.Get("name").Str(); strings.EqualFold(n, name) {
			out := tree.NewObject(c)
			s.propertyCopies(tree.NewArray(c, c), out)
			return out.Get(name)
		}
	}
	return nil
}

// doubt reports a fault of the template and returns an unknown value.
func (s *scope) doubt(at *tree.Value, format string, args ...any) *tree.Value {
	s.note(at, format, args...)
	return tree.NewUnknown(at, format, args...)
}
