package terraform

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/erplan/erplan/planner/ingest/tree"
	"github.com/erplan/erplan/planner/source"
)

// A resource is a resource or data block, and its instances once it is
// evaluated.
type resource struct {
	kind, name string
	data       bool
	block      *hclsyntax.Block
	done       bool
	busy       bool
	instances  []*instance
	value      cty.Value
}

// path is how expressions refer to a resource.
func (r *resource) path() string {
	if r.data {
		return "data." + r.kind + "." + r.name
	}
	return r.kind + "." + r.name
}

// evaluate finds the instances of a resource.
func (m *module) evaluate(r *resource) cty.Value {
	if r.done || r.busy {
		return r.value
	}
	r.busy = true
	defer func() { r.busy, r.done = false, true }()
	one := func(index string, local map[string]cty.Value) cty.Value { return m.instance(r, index, local) }
	count, each := r.block.Body.Attributes["count"], r.block.Body.Attributes["for_each"]
	switch {
	case count != nil:
		r.value = m.counted(source.Quote(r.path()), count, one)
	case each != nil:
		r.value = m.forEach(source.Quote(r.path()), each, one)
	default:
		r.value = one("", nil)
	}
	return r.value
}

// most is how many instances a resource may have.
const most = 2000

// A maker makes an instance of a resource or module, and returns what other
// expressions see of it.
type maker func(index string, local map[string]cty.Value) cty.Value

// counted makes as many instances as count says.
func (m *module) counted(what string, count *hclsyntax.Attribute, one maker) cty.Value {
	v := m.expr(count.Expr, "count", nil)
	n, ok := v.Int()
	switch {
	case !ok || n < 0 || n > most:
		m.r.note(v, "how many %s there are is not known%s; one is taken", what, why(v))
		return cty.TupleVal([]cty.Value{one("[0]", scope("count", "index", cty.NumberIntVal(0)))})
	case n == 0:
		m.r.note(v, "%s is not deployed: its count is 0", what)
		return cty.EmptyTupleVal
	}
	values := make([]cty.Value, n)
	for i := range values {
		values[i] = one(fmt.Sprintf("[%d]", i), scope("count", "index", cty.NumberIntVal(int64(i))))
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

// forEach makes an instance for each element.
func (m *module) forEach(what string, each *hclsyntax.Attribute, one maker) cty.Value {
	set := m.eval(each.Expr, nil)
	if set.IsMarked() {
		set, _ = set.Unmark()
	}
	if !set.IsWhollyKnown() && !set.IsKnown() || set.IsNull() || !set.CanIterateElements() {
		at := m.r.at(each.Expr.Range(), "for_each")
		m.r.note(at, "for what %s is made is not known (%s); it is left out", what, m.reason(each.Expr))
		return cty.DynamicVal
	}
	out := map[string]cty.Value{}
	for it := set.ElementIterator(); it.Next(); {
		if len(out) == most {
			m.r.note(m.r.at(each.Expr.Range(), "for_each"), "%s is made more than %d times; the rest is left out", what, most)
			break
		}
		k, v := it.Element()
		if set.Type().IsSetType() || set.Type().IsTupleType() || set.Type().IsListType() {
			k = v
		}
		if k, _ = k.Unmark(); k.Type() != cty.String || !k.IsKnown() || k.IsNull() {
			m.r.note(m.r.at(each.Expr.Range(), "for_each"), "%s is made for something that is not known (%s); it is left out", what, m.reason(each.Expr))
			continue
		}
		local := map[string]cty.Value{"each": cty.ObjectVal(map[string]cty.Value{"key": k, "value": v})}
		out[k.AsString()] = one(fmt.Sprintf("[%q]", k.AsString()), local)
	}
	if len(out) == 0 {
		m.r.note(m.r.at(each.Expr.Range(), "for_each"), "%s is not deployed: its for_each is empty", what)
		return cty.EmptyObjectVal
	}
	return cty.ObjectVal(out)
}

// instance evaluates one instance, and returns what other expressions see.
func (m *module) instance(r *resource, index string, local map[string]cty.Value) cty.Value {
	attrs := m.body(r.block.Body, m.r.at(r.block.TypeRange, ""), local, 0)
	in := &instance{module: m.address, kind: r.kind, name: r.name, index: index, attrs: attrs, static: true}
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
		if in.kind == "azurerm_virtual_hub" {
			object["default_route_table_id"] = cty.StringVal(id + defaultTable)
		}
		attrs.Set("id", tree.NewString(attrs, id))
	}
	return cty.ObjectVal(object)
}

// identity returns the id that an instance will have.
func (m *module) identity(in *instance) string {
	if k, ok := kinds()[in.kind]; ok {
		id, _ := identify(in, k, noReference)
		return id
	}
	if strings.HasPrefix(in.kind, "azapi_") {
		if v := convertAPI(in, noReference); v != nil {
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
		appendBlock(out, block.Type, m.body(block.Body, m.r.at(block.TypeRange, block.Type), local, depth+1))
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
			out.Set(block.Labels[0], tree.NewUnknown(m.r.at(each.Expr.Range(), ""), "%s", m.reason(each.Expr)))
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
				appendBlock(out, block.Labels[0], m.body(c.Body, m.r.at(c.TypeRange, ""), inner, depth+1))
			}
		}
	}
}
