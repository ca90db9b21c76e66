package terraform

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/erplan/erplan/planner/ingest/tree"
	"github.com/erplan/erplan/planner/source"
)

// Configuration reads the files of a configuration. The files of each folder
// are a module of their own. The error names the file and place of what is not
// HCL.
func Configuration(files []File) (Result, error) {
	var out Result
	var folders []string
	byFolder := map[string][]File{}
	for _, f := range files {
		dir := path.Dir(strings.ReplaceAll(f.Name, `\`, "/"))
		if byFolder[dir] == nil {
			folders = append(folders, dir)
		}
		byFolder[dir] = append(byFolder[dir], f)
	}
	for _, dir := range folders {
		m := newModule()
		if err := m.parse(byFolder[dir]); err != nil {
			return Result{}, err
		}
		m.run()
		out.Resources = append(out.Resources, m.out...)
		out.Notes = append(out.Notes, m.notes...)
	}
	return out, nil
}

// A module is a folder of configuration that is being evaluated.
type module struct {
	files     map[string]*tree.File // by name
	variables map[string]*hclsyntax.Block
	given     map[string]cty.Value // by tfvars
	locals    map[string]*hclsyntax.Attribute
	resources []*resource
	byName    map[string]*resource

	values map[string]cty.Value // of locals and variables, evaluated
	busy   map[string]bool
	steps  int
	out    []*tree.Value
	notes  []Note
}

// A resource is a resource block, and its instances once it is evaluated.
type resource struct {
	kind, name string
	block      *hclsyntax.Block
	done       bool
	busy       bool
	instances  []*instance
	value      cty.Value
}

func newModule() *module {
	return &module{files: map[string]*tree.File{}, variables: map[string]*hclsyntax.Block{}, given: map[string]cty.Value{}, locals: map[string]*hclsyntax.Attribute{},
		byName: map[string]*resource{}, values: map[string]cty.Value{}, busy: map[string]bool{}}
}

// parse reads the files: first what gives variables their values.
func (m *module) parse(files []File) error {
	slices.SortStableFunc(files, func(a, b File) int { return strings.Compare(order(a.Name), order(b.Name)) })
	for _, f := range files {
		file, diags := hclsyntax.ParseConfig([]byte(f.Text), f.Name, hcl.InitialPos)
		if diags.HasErrors() {
			return place(diags)
		}
		m.files[f.Name] = tree.NewFile(f.Name, f.Text)
		body, ok := file.Body.(*hclsyntax.Body)
		if !ok {
			continue
		}
		if strings.HasSuffix(strings.ToLower(f.Name), ".tfvars") {
			m.giveAll(body)
			continue
		}
		for _, b := range body.Blocks {
			m.declare(b)
		}
	}
	return nil
}

// order puts terraform.tfvars before other files of values, which win.
func order(name string) string {
	if path.Base(name) == "terraform.tfvars" {
		return "0"
	}
	return "1"
}

// place is the error of a file that is not HCL.
func place(diags hcl.Diagnostics) error {
	for _, d := range diags {
		if d.Severity == hcl.DiagError && d.Subject != nil {
			return &tree.Error{File: source.Clean(d.Subject.Filename), Line: d.Subject.Start.Line, Col: d.Subject.Start.Column, Message: d.Summary}
		}
	}
	return fmt.Errorf("the file is not HCL")
}

func (m *module) giveAll(body *hclsyntax.Body) {
	for _, name := range sortedKeys(body.Attributes) {
		v, diags := body.Attributes[name].Expr.Value(&hcl.EvalContext{Functions: functions()})
		if diags.HasErrors() {
			v = cty.DynamicVal
		}
		m.given[name] = v
	}
}

// declare takes in a block of a configuration.
func (m *module) declare(b *hclsyntax.Block) {
	switch {
	case b.Type == "variable" && len(b.Labels) == 1:
		m.variables[b.Labels[0]] = b
	case b.Type == "locals":
		for name, a := range b.Body.Attributes {
			m.locals[name] = a
		}
	case b.Type == "resource" && len(b.Labels) == 2:
		r := &resource{kind: b.Labels[0], name: b.Labels[1], block: b, value: cty.DynamicVal}
		m.resources = append(m.resources, r)
		m.byName[r.kind+"."+r.name] = r
	case b.Type == "module" && len(b.Labels) == 1:
		m.note(m.at(b.TypeRange, "module"), "module %s is not read: what it makes is not in the design, and what depends on it is unknown", source.Quote(b.Labels[0]))
	}
}

func (m *module) note(at *tree.Value, format string, args ...any) {
	if len(m.notes) < 1000 {
		m.notes = append(m.notes, Note{at, fmt.Sprintf(format, args...)})
	}
}

// at returns a value that stands at a range.
func (m *module) at(r hcl.Range, name string) *tree.Value {
	return &tree.Value{Kind: tree.Null, Name: name, File: m.files[r.Filename], At: r.Start.Byte}
}

// run evaluates all resources.
func (m *module) run() {
	for _, r := range m.resources {
		m.evaluate(r)
	}
	for _, r := range m.resources {
		for _, in := range r.instances {
			if v := convert(in, func(*instance, string) *tree.Value { return nil }); v != nil {
				m.out = append(m.out, v)
			} else if strings.HasPrefix(in.kind, "azurerm_") || strings.HasPrefix(in.kind, "azapi_") {
				m.note(in.attrs, "%s is left out: its name, or what it is in, is not known", source.Quote(in.address()))
			}
		}
	}
}

// evaluate finds the instances of a resource.
func (m *module) evaluate(r *resource) cty.Value {
	if r.done || r.busy {
		return r.value
	}
	r.busy = true
	defer func() { r.busy, r.done = false, true }()
	count, each := r.block.Body.Attributes["count"], r.block.Body.Attributes["for_each"]
	switch {
	case count != nil:
		r.value = m.counted(r, count)
	case each != nil:
		r.value = m.forEach(r, each)
	default:
		r.value = m.instance(r, "", nil)
	}
	return r.value
}

// most is how many instances a resource may have.
const most = 2000

func (m *module) counted(r *resource, count *hclsyntax.Attribute) cty.Value {
	v := m.expr(count.Expr, "count", nil)
	n, ok := v.Int()
	switch {
	case !ok || n < 0 || n > most:
		m.note(v, "how many %s there are is not known%s; one is taken", source.Quote(r.kind+"."+r.name), why(v))
		return cty.TupleVal([]cty.Value{m.instance(r, "[0]", scope("count", "index", cty.NumberIntVal(0)))})
	case n == 0:
		m.note(v, "%s is not deployed: its count is 0", source.Quote(r.kind+"."+r.name))
		return cty.EmptyTupleVal
	}
	values := make([]cty.Value, n)
	for i := range values {
		values[i] = m.instance(r, fmt.Sprintf("[%d]", i), scope("count", "index", cty.NumberIntVal(int64(i))))
	}
	return cty.TupleVal(values)
}

func why(v *tree.Value) string {
	if v.Kind == tree.Unknown {
		return " (" + v.Text + ")"
	}
	return ""
}

// scope returns what each and count mean in an instance.
func scope(name, key string, value cty.Value) map[string]cty.Value {
	return map[string]cty.Value{name: cty.ObjectVal(map[string]cty.Value{key: value})}
}

func (m *module) forEach(r *resource, each *hclsyntax.Attribute) cty.Value {
	set := m.eval(each.Expr, nil)
	if set.IsMarked() {
		set, _ = set.Unmark()
	}
	if !set.IsWhollyKnown() && !set.IsKnown() || set.IsNull() || !set.CanIterateElements() {
		at := m.at(each.Expr.Range(), "for_each")
		m.note(at, "for what %s is made is not known (%s); it is left out", source.Quote(r.kind+"."+r.name), m.reason(each.Expr))
		return cty.DynamicVal
	}
	out := map[string]cty.Value{}
	for it := set.ElementIterator(); it.Next() && len(out) < most; {
		k, v := it.Element()
		if set.Type().IsSetType() || set.Type().IsTupleType() || set.Type().IsListType() {
			k = v
		}
		if k.Type() != cty.String || !k.IsKnown() || k.IsNull() {
			continue
		}
		local := map[string]cty.Value{"each": cty.ObjectVal(map[string]cty.Value{"key": k, "value": v})}
		out[k.AsString()] = m.instance(r, fmt.Sprintf("[%q]", k.AsString()), local)
	}
	if len(out) == 0 {
		m.note(m.at(each.Expr.Range(), "for_each"), "%s is not deployed: its for_each is empty", source.Quote(r.kind+"."+r.name))
		return cty.EmptyObjectVal
	}
	return cty.ObjectVal(out)
}

// instance evaluates one instance, and returns what other expressions see.
func (m *module) instance(r *resource, index string, local map[string]cty.Value) cty.Value {
	attrs := m.body(r.block.Body, m.at(r.block.TypeRange, ""), local, 0)
	in := &instance{kind: r.kind, name: r.name, index: index, attrs: attrs, static: true}
	r.instances = append(r.instances, in)
	values := value(attrs)
	object := map[string]cty.Value{}
	if !values.IsNull() && values.Type().IsObjectType() {
		object = values.AsValueMap()
	}
	if object == nil {
		object = map[string]cty.Value{}
	}
	if id := m.identity(in); id != "" {
		object["id"] = cty.StringVal(id)
		attrs.Set("id", tree.NewString(attrs, id))
	}
	return cty.ObjectVal(object)
}

// identity returns the id that an instance will have.
func (m *module) identity(in *instance) string {
	none := func(*instance, string) *tree.Value { return nil }
	if k, ok := kinds()[in.kind]; ok {
		id, _ := identify(in, k, none)
		return id
	}
	if strings.HasPrefix(in.kind, "azapi_") {
		if v := convertAPI(in, none); v != nil {
			id, _ := v.Get("id").Str()
			return id
		}
	}
	if name, ok := in.attrs.Get("name").Str(); ok {
		switch in.kind {
		case "azurerm_resource_group":
			return "/subscriptions/{subscription}/resourceGroups/" + name
		case "azurerm_network_security_group":
			return "/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Network/networkSecurityGroups/" + name
		}
	}
	return ""
}

// body evaluates the attributes and the blocks of a body.
func (m *module) body(b *hclsyntax.Body, at *tree.Value, local map[string]cty.Value, depth int) *tree.Value {
	out := tree.NewObject(at)
	out.Name = ""
	for _, name := range sortedKeys(b.Attributes) {
		a := b.Attributes[name]
		if depth == 0 && (name == "count" || name == "for_each" || name == "depends_on" || name == "provider") {
			continue
		}
		out.Set(name, m.expr(a.Expr, name, local))
	}
	for _, block := range b.Blocks {
		if depth > 10 || block.Type == "lifecycle" || block.Type == "timeouts" || block.Type == "provisioner" {
			continue
		}
		if block.Type == "dynamic" && len(block.Labels) == 1 {
			m.dynamic(block, out, local, depth)
			continue
		}
		appendBlock(out, block.Type, m.body(block.Body, m.at(block.TypeRange, block.Type), local, depth+1))
	}
	return out
}

// appendBlock adds a block to those of its type.
func appendBlock(out *tree.Value, name string, v *tree.Value) {
	if out.Get(name) == nil {
		out.Set(name, tree.NewArray(v))
	}
	list := out.Get(name)
	list.Kids = append(list.Kids, v)
}

// dynamic expands a dynamic block.
func (m *module) dynamic(block *hclsyntax.Block, out *tree.Value, local map[string]cty.Value, depth int) {
	each := block.Body.Attributes["for_each"]
	if each == nil {
		return
	}
	name := block.Labels[0]
	if it := block.Body.Attributes["iterator"]; it != nil {
		if k := hcl.ExprAsKeyword(it.Expr); k != "" {
			name = k
		}
	}
	set := m.eval(each.Expr, local)
	if set.IsMarked() {
		set, _ = set.Unmark()
	}
	if !set.IsKnown() || set.IsNull() || !set.CanIterateElements() {
		if !set.IsNull() {
			out.Set(block.Labels[0], tree.NewUnknown(m.at(each.Expr.Range(), ""), "%s", m.reason(each.Expr)))
		}
		return
	}
	n := 0
	for it := set.ElementIterator(); it.Next() && n < most; n++ {
		k, v := it.Element()
		inner := map[string]cty.Value{name: cty.ObjectVal(map[string]cty.Value{"key": k, "value": v})}
		for l, lv := range local {
			if l != name {
				inner[l] = lv
			}
		}
		for _, c := range block.Body.Blocks {
			if c.Type == "content" {
				appendBlock(out, block.Labels[0], m.body(c.Body, m.at(c.TypeRange, ""), inner, depth+1))
			}
		}
	}
}
