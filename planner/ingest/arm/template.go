package arm

import (
	"path"
	"strings"

	"github.com/erplan/erplan/planner/ingest/tree"
	"github.com/erplan/erplan/planner/source"
)

// IsTemplate reports whether a JSON text is a template.
func IsTemplate(v *tree.Value) bool {
	schema, _ := v.Get("$schema").Str()
	return strings.Contains(strings.ToLower(schema), "deploymenttemplate.json") || v.Get("resources") != nil && v.Get("contentVersion") != nil
}

// IsParameters reports whether a JSON text holds values for parameters.
func IsParameters(v *tree.Value) bool {
	schema, _ := v.Get("$schema").Str()
	return strings.Contains(strings.ToLower(schema), "deploymentparameters.json") ||
		v.Get("resources") == nil && v.Get("parameters").Items() == nil && v.Get("contentVersion") != nil && v.Get("parameters") != nil
}

// Parameters returns the values of a parameters file, and adds them to those
// of others.
func Parameters(v *tree.Value, into map[string]*tree.Value) {
	for _, p := range v.Get("parameters").Elements() {
		value := p.Get("value")
		if value == nil && p.Get("reference") != nil { // in a key vault
			value = &tree.Value{Kind: tree.Secret, File: p.File, At: p.At}
		}
		if value != nil {
			into[strings.ToLower(p.Name)] = value
		}
	}
}

// An Input is what a template is evaluated with.
type Input struct {
	Parameters map[string]*tree.Value // by lower-case name
	Linked     map[string]*tree.Value // templates that it may link, by file name
}

// A Result is what a template deploys.
type Result struct {
	Resources []*tree.Value // each with its type, its whole name and its id
	Notes     []Note
	Linked    []*tree.Value // the templates that were linked
}

// Evaluate evaluates a template.
func Evaluate(template *tree.Value, in Input) Result {
	e := &evaluator{linked: in.Linked, used: map[*tree.Value]bool{}, seen: map[string]bool{}, parsed: map[string]*node{}}
	var out Result
	s := e.scope(template, in.Parameters, &out.Resources)
	s.subscription, s.group = anySubscription, anyGroup
	s.run()
	out.Notes = e.notes
	for v := range e.used {
		out.Linked = append(out.Linked, v)
	}
	return out
}

func (e *evaluator) scope(template *tree.Value, given map[string]*tree.Value, out *[]*tree.Value) *scope {
	return &scope{evaluator: e, template: template, given: given, out: out,
		params: map[string]*tree.Value{}, vars: map[string]*tree.Value{}, busy: map[string]bool{}}
}

// A deployment is a nested or linked template that has been evaluated, or
// will be when its outputs are asked for.
type deployment struct {
	name   string // lower case
	symbol string
	body   *tree.Value // not evaluated
	scope  *scope      // in which it is written
	inner  *scope      // nil before it was run
}

// run evaluates the resources of a template, those of its deployments too.
func (s *scope) run() {
	var list []placed
	for _, r := range s.template.Get("resources").Elements() {
		list = append(list, s.expand(r)...)
	}
	for _, p := range list {
		if d := p.deployment(); d != nil {
			s.deployments = append(s.deployments, d)
		}
	}
	for _, p := range list {
		p.scope.deployments = s.deployments
		p.scope.resource(p.body, "", "")
	}
	for _, d := range s.deployments {
		d.run()
	}
}

// A placed is a resource of the template within a step of its loop.
type placed struct {
	body  *tree.Value
	scope *scope
}

func (p placed) deployment() *deployment {
	kind, _ := p.body.Get("type").Str()
	if !strings.EqualFold(kind, "Microsoft.Resources/deployments") {
		return nil
	}
	name, _ := p.scope.value(p.body.Get("name")).Str()
	return &deployment{name: strings.ToLower(name), symbol: strings.ToLower(p.body.Name), body: p.body, scope: p.scope}
}

// expand returns a resource that is deployed, once for each step of its loop.
func (s *scope) expand(r *tree.Value) []placed {
	if existing, _ := r.Get("existing").Truth(); existing {
		return nil
	}
	c := r.Get("copy")
	if c.Blank() {
		if s.deployed(r) {
			return []placed{{r, s}}
		}
		return nil
	}
	n, why := s.count(c)
	if why != nil {
		s.note(c, "how often the resource is deployed is not known: %s", why.Text)
		return nil
	}
	name, _ := c.Get("name").Str()
	var out []placed
	for i := range n {
		if step := s.in(name, i); step.deployed(r) {
			out = append(out, placed{r, step})
		}
	}
	return out
}

// deployed evaluates the condition of a resource.
func (s *scope) deployed(r *tree.Value) bool {
	c := r.Get("condition")
	if c == nil {
		return true
	}
	v := s.value(c)
	truth, ok := v.Truth()
	if ok && !truth {
		s.note(r, "%s is not deployed: its condition is false", s.title(r))
		return false
	}
	if !ok {
		s.note(c, "whether %s is deployed is not known (%s); it is taken as deployed", s.title(r), v.Text)
	}
	return true
}

// title names a resource in messages.
func (s *scope) title(r *tree.Value) string {
	kind, _ := r.Get("type").Str()
	if name, ok := s.value(r.Get("name")).Str(); ok {
		return kind + " " + source.Quote(name)
	}
	return "a resource " + kind
}

// resource evaluates a resource and those that are written inside of it.
func (s *scope) resource(r *tree.Value, parentType, parentName string) {
	kind, _ := s.value(r.Get("type")).Str()
	if strings.EqualFold(kind, "Microsoft.Resources/deployments") {
		return
	}
	out := tree.NewObject(r)
	var children *tree.Value
	for _, kid := range r.Kids {
		switch strings.ToLower(kid.Name) {
		case "resources":
			children = kid
		case "copy", "condition", "dependson", "apiversion", "comments", "existing":
		default:
			out.Set(kid.Name, s.value(kid))
		}
	}
	name, ok := out.Get("name").Str()
	if !ok {
		why := "it is missing"
		if v := out.Get("name"); v != nil && v.Kind == tree.Unknown {
			why = v.Text
		}
		s.note(r, "the name of a resource %s is not known: %s", source.Clean(kind), source.Clean(why))
		return
	}
	if parentType != "" && !strings.Contains(kind, ".") {
		kind, name = parentType+"/"+kind, parentName+"/"+name
	}
	out.Set("type", tree.NewString(r.Get("type"), kind))
	out.Set("name", tree.NewString(r.Get("name"), name))
	if rest, ok := provider(kind, strings.Split(name, "/")); ok {
		out.Set("id", tree.NewString(r.Get("name"), "/subscriptions/"+s.subscription+"/resourceGroups/"+s.group+rest))
		out.Get("id").Use = tree.Dropped
	}
	*s.out = append(*s.out, out)
	for _, child := range children.Elements() {
		for _, p := range s.expand(child) {
			p.scope.resource(p.body, kind, name)
		}
	}
}

// run evaluates the template of a deployment, once.
func (d *deployment) run() *scope {
	if d.inner != nil {
		return d.inner
	}
	s := d.scope
	props := d.body.Get("properties")
	template := props.Get("template")
	if template == nil {
		template = s.link(props)
	}
	d.inner = s.evaluator.scope(&tree.Value{Kind: tree.Object, File: d.body.File, At: d.body.At}, nil, s.out)
	if template == nil {
		return d.inner
	}
	if s.depth++; s.depth > 30 {
		s.note(d.body, "deployments nest too deep")
		return d.inner
	}
	defer func() { s.depth-- }()
	mode, _ := props.Path("expressionEvaluationOptions", "scope").Str()
	if strings.EqualFold(mode, "inner") || props.Get("templateLink") != nil {
		d.inner.template, d.inner.given = template, s.arguments(props)
	} else { // outer: expressions mean the values of the template around it
		inner := *s
		inner.template = outerTemplate(template, s.template)
		inner.deployments = nil
		d.inner = &inner
	}
	d.inner.subscription, d.inner.group = s.subscription, s.group
	if v, ok := s.value(d.body.Get("subscriptionId")).Str(); ok {
		d.inner.subscription = v
	}
	if v, ok := s.value(d.body.Get("resourceGroup")).Str(); ok {
		d.inner.group = v
	}
	d.inner.run()
	return d.inner
}

// outerTemplate is a nested template that shares the parameters and variables
// of the template around it.
func outerTemplate(nested, around *tree.Value) *tree.Value {
	out := tree.NewObject(nested)
	for _, name := range []string{"parameters", "variables", "functions"} {
		if v := around.Get(name); v != nil {
			out.Set(name, v)
		}
	}
	for _, name := range []string{"resources", "outputs"} {
		if v := nested.Get(name); v != nil {
			out.Set(name, v)
		}
	}
	return out
}

// arguments evaluates the parameters that a deployment passes.
func (s *scope) arguments(props *tree.Value) map[string]*tree.Value {
	given := map[string]*tree.Value{}
	for _, p := range props.Get("parameters").Elements() {
		if v := p.Get("value"); v != nil {
			given[strings.ToLower(p.Name)] = s.value(v)
		} else if p.Get("reference") != nil {
			given[strings.ToLower(p.Name)] = &tree.Value{Kind: tree.Secret, File: p.File, At: p.At}
		}
	}
	return given
}

// link returns the template beside this one that a deployment links, by the
// last part of its address. Nothing is ever fetched.
func (s *scope) link(props *tree.Value) *tree.Value {
	link := props.Get("templateLink")
	v := link.Get("uri")
	if v.Blank() {
		v = link.Get("relativePath")
	}
	address, ok := s.value(v).Str()
	if !ok {
		s.note(props, "the deployment has no template in it, and the address of the one that it links is not known")
		return nil
	}
	address, _, _ = strings.Cut(address, "?")
	t := s.linked[strings.ToLower(path.Base(address))]
	if t == nil {
		s.note(link, "the linked template %s is not among the files", source.Quote(path.Base(address)))
		return nil
	}
	s.used[t] = true
	return t
}

// reference follows reference() to the outputs of a deployment of the
// template. What a resource is in Azure is not known offline.
func reference(s *scope, n *node, at *tree.Value) *tree.Value {
	name, unknown := s.name(n, at)
	if unknown != nil {
		return unknown
	}
	name = strings.ToLower(name)
	if i := strings.LastIndex(name, "microsoft.resources/deployments/"); i >= 0 {
		name = name[i+len("microsoft.resources/deployments/"):]
	}
	for _, d := range s.deployments {
		if d.name == name || d.symbol != "" && d.symbol == name {
			return d.outputs(at)
		}
	}
	return tree.NewUnknown(at, "reference(%s) asks the live service", source.Quote(name))
}

// outputs evaluates the outputs of a deployment.
func (d *deployment) outputs(at *tree.Value) *tree.Value {
	inner := d.run()
	values := tree.NewObject(at)
	for _, o := range inner.template.Get("outputs").Elements() {
		pair := tree.NewObject(o)
		if inner.busy["o:"+o.Name] {
			return tree.NewUnknown(at, "the outputs of a deployment depend on themselves")
		}
		inner.busy["o:"+o.Name] = true
		pair.Set("value", inner.value(o.Get("value")))
		delete(inner.busy, "o:"+o.Name)
		values.Set(o.Name, pair)
	}
	out := tree.NewObject(at)
	out.Set("outputs", values)
	return out
}
