package terraform

import (
	"strconv"
	"strings"

	"github.com/erplan/erplan/planner/ingest/tree"
)

// convert returns the resource of Azure that an instance is, or will be. It is
// nil where what it is called or in is not known.
func convert(in *instance, find resolver) *tree.Value {
	switch {
	case in.kind == "azapi_resource" || in.kind == "azapi_update_resource":
		return convertAPI(in, find)
	case !strings.HasPrefix(in.kind, "azurerm_"):
		return nil
	}
	k, ok := kinds()[in.kind]
	if !ok {
		return stranger(in)
	}
	id, ok := identify(in, k, find)
	if !ok {
		return nil
	}
	out := tree.NewObject(in.attrs)
	set(out, "id", tree.NewString(in.attrs, id))
	set(out, "type", tree.NewString(in.attrs, k.arm))
	if v := in.attrs.Get(nameOf(k)); v != nil {
		set(out, "name", v)
	}
	set(out, "properties", tree.NewObject(in.attrs))
	(&conversion{in, find}).fill(out, in.attrs, "", k.rows)
	return out
}

// azure reports whether an instance is a resource of Azure.
func (in *instance) azure() bool {
	return strings.HasPrefix(in.kind, "azurerm_") || strings.HasPrefix(in.kind, "azapi_")
}

// unnamed says why it is not known what an instance is called or in, in
// brackets; nothing where no value says why.
func (in *instance) unnamed() string {
	k := kinds()[in.kind]
	for _, name := range append([]string{nameOf(k), k.within, "parent_id"}, k.parent...) {
		if v := in.attrs.Get(name); v != nil && v.Kind == tree.Unknown {
			return " (" + v.Text + ")"
		}
	}
	return ""
}

// stranger is a resource that a design has no use for: it is only counted.
func stranger(in *instance) *tree.Value {
	out := tree.NewObject(in.attrs)
	out.Set("type", tree.NewString(in.attrs, "terraform.azurerm/"+in.kind))
	out.Set("name", tree.NewString(in.attrs, strings.ReplaceAll(in.module+in.name+in.index, "/", "-")))
	return out
}

func nameOf(k kind) string {
	if k.name != "" {
		return k.name
	}
	return "name"
}

// identify returns the id of an instance: the one that it has, or the one that
// Azure will give it, with stand-ins for what is not known.
func identify(in *instance, k kind, find resolver) (string, bool) {
	if id, ok := in.attrs.Get("id").Str(); ok && strings.HasPrefix(id, "/") && k.name != "-" {
		return id, true
	}
	name, ok := in.attrs.Get(nameOf(k)).Str()
	if k.name == "-" { // it is only more of what it belongs to
		id, ok := followed(in, k.within, find)
		if ok && strings.HasSuffix(k.arm, "/hubRouteTables") && !strings.Contains(strings.ToLower(id), "/hubroutetables/") {
			id += defaultTable // followed to the hub whose table it is
		}
		return id, ok
	}
	if !ok || name == "" {
		return "", false
	}
	parts := strings.Split(k.arm, "/")
	if k.within != "" {
		parent, ok := followed(in, k.within, find)
		return parent + "/" + parts[len(parts)-1] + "/" + name, ok
	}
	group, ok := in.attrs.Get("resource_group_name").Str()
	if !ok {
		group = "{group}"
	}
	id := "/subscriptions/{subscription}/resourceGroups/" + group + "/providers/" + parts[0]
	for i, attr := range k.parent {
		parent, ok := in.attrs.Get(attr).Str()
		if !ok {
			return "", false
		}
		id += "/" + parts[i+1] + "/" + parent
	}
	return id + "/" + parts[len(parts)-1] + "/" + name, true
}

// defaultTable is the end of the id of the route table that every hub has.
const defaultTable = "/hubRouteTables/defaultRouteTable"

// followed returns the id in an attribute.
func followed(in *instance, attr string, find resolver) (string, bool) {
	if id, ok := in.attrs.Get(attr).Str(); ok && id != "" {
		return id, true
	}
	if v := find(in, attr); v != nil {
		return v.Str()
	}
	return "", false
}

// A conversion fills a resource of Azure from an instance.
type conversion struct {
	in   *instance
	find resolver
}

// fill sets what the attributes of an object say.
func (c *conversion) fill(out, attrs *tree.Value, path string, list []attribute) {
	for _, a := range list {
		switch {
		case strings.HasPrefix(a.from, "="):
			set(out, a.to, tree.NewString(attrs, a.from[1:]))
		case a.each != nil:
			c.repeat(out, attrs, path, a)
		default:
			if v := c.value(attrs, path, a); v != nil {
				set(out, a.to, v)
			}
		}
	}
}

// repeat converts the blocks of a kind.
func (c *conversion) repeat(out, attrs *tree.Value, path string, a attribute) {
	block := attrs.Get(a.from)
	items := block.Items()
	if a.from == "" {
		items = []*tree.Value{attrs}
	}
	if block != nil && block.Kind == tree.Object {
		items = []*tree.Value{block}
	}
	to := at(out, a.to)
	if to == nil && len(items) > 0 {
		set(out, a.to, tree.NewArray(block))
		to = at(out, a.to)
	}
	for n, item := range items {
		if item.Kind != tree.Object {
			continue
		}
		kid := tree.NewObject(item)
		kid.Name = ""
		c.fill(kid, item, path+a.from+"."+strconv.Itoa(n)+".", a.each)
		to.Kids = append(to.Kids, kid)
	}
}

// value returns the value of an attribute in the shape that Azure has.
func (c *conversion) value(attrs *tree.Value, path string, a attribute) *tree.Value {
	v := below(attrs, a.from)
	if (v == nil || v.Kind == tree.Unknown) && (strings.HasSuffix(a.to, ".id") || a.list) {
		if id := c.find(c.in, path+a.from); id != nil {
			v = id
		}
	}
	if v == nil || v.Kind == tree.Null {
		if a.def == "" || !c.in.static {
			return nil
		}
		v = tree.NewString(attrs, a.def)
	}
	switch truth, ok := v.Truth(); {
	case a.list:
		item, subnet := tree.NewObject(v), tree.NewObject(v)
		item.Name = ""
		subnet.Set("id", v)
		item.Set("subnet", subnet)
		return tree.NewArray(v, item)
	case a.state && ok:
		return tree.NewString(v, map[bool]string{true: "Enabled", false: "Disabled"}[truth])
	case a.not && ok:
		return tree.NewBool(v, !truth)
	case a.to == "zones" && v.Kind == tree.String:
		return zones(v)
	}
	return v
}

// zones reads availability_zone of provider 2.x, which is one text.
func zones(v *tree.Value) *tree.Value {
	switch strings.ToLower(v.Text) {
	case "zone-redundant":
		return tree.NewArray(v, tree.NewString(v, "1"), tree.NewString(v, "2"), tree.NewString(v, "3"))
	case "no-zone":
		return tree.NewArray(v)
	}
	return tree.NewArray(v, v)
}

// below looks up an attribute below blocks, of which the first counts.
func below(v *tree.Value, path string) *tree.Value {
	for _, name := range strings.Split(path, ".") {
		if v != nil && v.Kind == tree.Unknown {
			return v
		}
		if items := v.Items(); len(items) > 0 {
			v = items[0]
		}
		v = v.Get(name)
	}
	return v
}

// set sets a value at a path, where "p." stands for properties.
func set(out *tree.Value, path string, v *tree.Value) {
	names := strings.Split(path, ".")
	if names[0] == "p" {
		names[0] = "properties"
	}
	for _, name := range names[:len(names)-1] {
		next := out.Get(name)
		if next == nil || next.Kind != tree.Object {
			out.Set(name, tree.NewObject(v))
			next = out.Get(name)
		}
		out = next
	}
	out.Set(names[len(names)-1], v)
}

// at returns the value at a path.
func at(v *tree.Value, path string) *tree.Value {
	names := strings.Split(path, ".")
	if names[0] == "p" {
		names[0] = "properties"
	}
	return v.Path(names...)
}

// convertAPI converts a resource of the azapi provider, which has the shape of
// Azure already.
func convertAPI(in *instance, find resolver) *tree.Value {
	kind, _ := in.attrs.Get("type").Str()
	kind, _, _ = strings.Cut(kind, "@")
	parts := strings.Split(kind, "/")
	name, ok := in.attrs.Get("name").Str()
	if len(parts) < 2 || !ok {
		return nil
	}
	id, known := in.attrs.Get("id").Str()
	if !known || !strings.HasPrefix(id, "/") {
		parent, ok := followed(in, "parent_id", find)
		switch {
		case ok && len(parts) > 2:
			id = parent + "/" + parts[len(parts)-1] + "/" + name
		case len(parts) > 2:
			return nil
		case !ok:
			parent = "/subscriptions/{subscription}/resourceGroups/{group}"
			fallthrough
		default:
			id = parent + "/providers/" + kind + "/" + name
		}
	}
	out := tree.NewObject(in.attrs)
	out.Set("id", tree.NewString(in.attrs, id))
	out.Set("type", tree.NewString(in.attrs, kind))
	out.Set("name", tree.NewString(in.attrs, name))
	for _, key := range []string{"location", "tags", "identity"} {
		if v := in.attrs.Get(key); !v.Blank() {
			out.Set(key, v)
		}
	}
	for _, kid := range apiBody(in.attrs.Get("body")).Elements() {
		out.Set(kid.Name, kid)
	}
	return out
}

// apiBody returns the body of an azapi resource: an object, or JSON text in
// older versions.
func apiBody(v *tree.Value) *tree.Value {
	if v == nil || v.Kind != tree.String {
		return v
	}
	body, err := tree.Parse("body", v.Text)
	if err != nil {
		return nil
	}
	return placed(body, v)
}

// placed gives a value, and all below it, the place of another.
func placed(v, like *tree.Value) *tree.Value {
	v.File, v.At = like.File, like.At
	for _, kid := range v.Kids {
		placed(kid, like)
	}
	return v
}
