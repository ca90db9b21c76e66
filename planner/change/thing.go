package change

import (
	"reflect"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/source"
)

// A thing is a table of a design that has an identity of its own: a circuit,
// a router of a site, a link of a circuit.
type thing struct {
	group    string // the collection: circuits, sites.routers, circuits.links
	name     string
	path     string
	parent   *thing // nil at the top
	props    []prop // as stated, by key
	children []*thing
	color    string // what it is without its name, and without those of renamed things
}

// A prop is a key of a thing and its value in the one spelling that counts.
type prop struct {
	key    string
	values []string // of a list, sorted; one of anything else
	list   bool
}

func (p *prop) text() string {
	if p.list {
		return "[" + strings.Join(p.values, ", ") + "]"
	}
	return p.values[0]
}

// nouns are the groups in the order of the language, and what people call
// their members.
var nouns = []struct{ group, noun string }{
	{"design", "design"}, {"requirements", "requirements"},
	{"sites", "site"}, {"sites.routers", "router"}, {"sites.internet_access", "Internet access"},
	{"site_links", "site link"}, {"wans", "WAN"}, {"wans.attachments", "attachment"},
	{"ports", "port pair"}, {"circuits", "circuit"}, {"circuits.links", "link"}, {"circuits.peerings", "peering"},
	{"route_policies", "route policy"}, {"route_filters", "route filter"}, {"global_reach", "Global Reach"},
	{"vnets", "VNet"}, {"vnets.peerings", "VNet peering"}, {"gateways", "gateway"},
	{"virtual_wans", "Virtual WAN"}, {"virtual_hubs", "virtual hub"}, {"connections", "connection"},
	{"vpn_tunnels", "VPN"}, {"flows", "flow"}, {"scenarios", "scenario"}, {"tests", "test"},
	{"monitoring", "monitoring"}, {"availability", "availability figures"}, {"components", "component"},
	{"exceptions", "exception"}, {"check", "check settings"}, {"catalog_overrides", "catalogue override"},
}

// rank orders groups; those that are not listed come last.
func rank(group string) int {
	for i := range nouns {
		if nouns[i].group == group {
			return i
		}
	}
	return len(nouns)
}

// nounOf returns what people call a member of a group.
func nounOf(group string) string {
	if i := rank(group); i < len(nouns) {
		return nouns[i].noun
	}
	return strings.ReplaceAll(group[strings.LastIndexByte(group, '.')+1:], "_", " ")
}

// things returns the tables of a design.
func things(d *planner.Design) *thing {
	top := &thing{}
	w := walker{}
	w.table(reflect.ValueOf(&d.Tables).Elem(), &d.Node, top, "")
	for i := range d.Exceptions {
		e := &d.Exceptions[i]
		w.child(top, "exceptions", e.Rule+" at "+e.Target, reflect.ValueOf(e).Elem())
	}
	for i := range d.Overrides {
		o := &d.Overrides[i]
		x := &thing{group: "catalog_overrides", name: o.Name(), path: o.Path(), parent: top}
		raw(x, "", o.Value())
		top.children = append(top.children, x)
	}
	return top
}

// A walker reads tables by the tags of the language.
type walker struct{}

// skipped are keys that say nothing of the network, or that are read apart.
var skipped = []string{"defaults", "exceptions", "catalog_overrides", "options", "-", ""}

// table reads a table into a thing; prefix is the way from the thing to the
// table.
func (w walker) table(v reflect.Value, node *source.Node, into *thing, prefix string) {
	for i := range v.NumField() {
		tag, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("toml"), ",")
		if slices.Contains(skipped, tag) {
			continue
		}
		if tag == "*" {
			into.mapped(prefix, v.Field(i))
			continue
		}
		w.field(v.Field(i), node, into, prefix, tag)
	}
	slices.SortFunc(into.props, func(a, b prop) int { return strings.Compare(a.key, b.key) })
}

func (w walker) field(f reflect.Value, node *source.Node, into *thing, prefix, tag string) {
	switch {
	case f.Kind() == reflect.Slice && f.Type().Elem().Kind() == reflect.Pointer:
		for i := range f.Len() {
			x := f.Index(i).Elem()
			w.child(into, join(into.group, tag), nodeOf(x).Name(), x)
		}
	case !node.Has(tag):
	case f.Kind() == reflect.Pointer:
		if !f.IsNil() {
			w.nested(f.Elem(), into, prefix, tag)
		}
	case isTable(f):
		w.nested(f, into, prefix, tag)
	default:
		if !into.mapped(prefix+tag+".", f) {
			values, list := texts(f)
			into.props = append(into.props, prop{prefix + tag, values, list})
		}
	}
}

// apart are the tables of fixed names that are things of their own.
var apart = map[string]bool{"circuits.links": true, "circuits.peerings": true}

// nested reads a table of a fixed name: a thing of its own, or more keys of
// the one that it stands in.
func (w walker) nested(f reflect.Value, into *thing, prefix, tag string) {
	group := join(into.group, tag)
	switch {
	case into.parent == nil && into.group == "":
		w.child(into, tag, tag, f)
	case apart[group]:
		for i := range f.NumField() {
			if side := f.Type().Field(i).Tag.Get("toml"); side != "" && nodeOf(f).Has(side) {
				w.child(into, group, side, f.Field(i).Elem())
			}
		}
	default:
		w.table(f, nodeOf(f), into, prefix+tag+".")
	}
}

func (w walker) child(parent *thing, group, name string, v reflect.Value) {
	node := nodeOf(v)
	x := &thing{group: group, name: name, path: node.Path(), parent: parent}
	if group == "exceptions" { // an element of an array has no name of its own
		x.path = "exceptions." + name
	}
	w.table(v, node, x, "")
	parent.children = append(parent.children, x)
}

func join(group, key string) string {
	if group == "" {
		return key
	}
	return group + "." + key
}

// isTable reports whether a value is the struct of a table.
func isTable(v reflect.Value) bool {
	return v.Kind() == reflect.Struct && v.NumField() > 0 && v.Type().Field(0).Type == reflect.TypeFor[source.Node]()
}

// nodeOf returns the node of the struct of a table.
func nodeOf(v reflect.Value) *source.Node { return v.Field(0).Addr().Interface().(*source.Node) }

// raw reads values as they are written, where the model keeps none.
func raw(into *thing, key string, v *source.Value) {
	switch {
	case v == nil:
	case v.Kind == source.Table:
		for _, e := range v.Entries() {
			raw(into, source.Join(key, e.Name), e.Value)
		}
	default:
		into.props = append(into.props, prop{key, []string{rawText(v)}, false})
	}
	slices.SortFunc(into.props, func(a, b prop) int { return strings.Compare(a.key, b.key) })
}
