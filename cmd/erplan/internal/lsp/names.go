package lsp

import (
	"strings"

	"github.com/erplan/erplan/planner/schema"
	"github.com/erplan/erplan/planner/source"
)

// A thing is a named table of a design: a circuit, a VNet, a router of a site.
type thing struct {
	collection string // circuits; sites/routers
	name       string // er-london; london-dc/ce1
}

// path returns the steps of the table.
func (t thing) path() []string {
	if t.collection == "sites/routers" {
		site, router, _ := strings.Cut(t.name, "/")
		return []string{"sites", site, "routers", router}
	}
	return []string{t.collection, t.name}
}

// A mention is a place where a design names a thing, other than its own table.
type mention struct {
	thing
	span source.Span // of the name alone: ce1 of london-dc/ce1
}

// mentions returns the places of a file that name things, in the order of the
// tree.
func mentions(f *source.File) []mention {
	if f.Root == nil {
		return nil
	}
	m := mentioner{file: f}
	m.table(f.Root, schema.Find())
	return m.out
}

type mentioner struct {
	file *source.File
	out  []mention
}

func (m *mentioner) table(v *source.Value, at *schema.Key) {
	for _, e := range v.Entries() {
		if k := at.Step(e.Name); k != nil {
			m.value(e.Value, k, k.Describe().Names, v)
		}
	}
}

func (m *mentioner) value(v *source.Value, k *schema.Key, names []string, in *source.Value) {
	switch {
	case v.Kind == source.Table && k.Form == schema.Map:
		for _, e := range v.Entries() {
			for _, n := range names {
				m.add(thing{n, e.Name}, keySpan(m.file, e))
			}
		}
	case v.Kind == source.Table:
		m.table(v, k)
	case v.Kind == source.Array:
		for _, item := range v.Items() {
			if k.Form == schema.List {
				m.value(item, k.Step(""), nil, v)
			} else if k.Item != nil {
				m.value(item, k.Item, names, in)
			}
		}
	case v.Kind == source.String:
		if at, ok := inQuotes(m.file, v); ok {
			for _, n := range names {
				m.text(v.Data.(string), at, n, in)
			}
		}
	}
}

// keySpan returns where the name of a key is written, without quotes.
func keySpan(f *source.File, e source.Entry) source.Span {
	s := e.Value.Key
	if text := f.Text[s.Start:s.End]; len(text) == len(e.Name)+2 && strings.ContainsAny(text[:1], `"'`) {
		return source.Span{Start: s.Start + 1, End: s.End - 1}
	}
	return s
}

// inQuotes returns where the text of a string starts, if it is written as it
// is: in quotes, on one line, without escapes.
func inQuotes(f *source.File, v *source.Value) (start int, ok bool) {
	raw := f.Text[v.Span.Start:v.Span.End]
	text := v.Data.(string)
	return v.Span.Start + 1, len(raw) == len(text)+2 && raw[1:len(raw)-1] == text
}

func (m *mentioner) add(t thing, span source.Span) {
	if t.name != "" && !strings.HasPrefix(t.collection, "@") {
		m.out = append(m.out, mention{t, span})
	}
}

// text adds what a text names. It starts at an offset; in is the table around
// it.
func (m *mentioner) text(text string, at int, name string, in *source.Value) {
	span := source.Span{Start: at, End: at + len(text)}
	switch {
	case name == "sites/routers":
		m.router(text, at, in)
	case name == "@component":
		kind, rest, ok := strings.Cut(text, ":")
		if ok {
			m.component(kind, rest, at+len(kind)+1)
		}
	case name == "@path":
		m.path(text, at)
	case strings.HasSuffix(name, "/"):
		if rest, ok := strings.CutPrefix(text, name); ok {
			m.add(thing{name[:len(name)-1], rest}, source.Span{Start: at + len(name), End: span.End})
		}
	case !strings.Contains(text, "/"):
		m.add(thing{name, text}, span)
	}
}

// router adds a router that is written as site/router, or alone in a table
// that names the site.
func (m *mentioner) router(text string, at int, in *source.Value) {
	site, router, ok := strings.Cut(text, "/")
	if !ok {
		if v := in.Lookup("site"); v != nil && v.Kind == source.String {
			m.add(thing{"sites/routers", v.Data.(string) + "/" + text}, source.Span{Start: at, End: at + len(text)})
		}
		return
	}
	m.add(thing{"sites", site}, source.Span{Start: at, End: at + len(site)})
	m.add(thing{"sites/routers", text}, source.Span{Start: at + len(site) + 1, End: at + len(site) + 1 + len(router)})
}

// kinds maps kinds of components to the collections that their names are of.
var kinds = map[string]string{
	"site": "sites", "site-link": "site_links", "wan": "wans", "port": "ports", "circuit": "circuits", "link": "circuits", "msee": "circuits",
	"peering-site": "circuits", "connection": "connections", "gateway": "gateways", "gateway-instance": "gateways",
	"virtual-hub": "virtual_hubs", "global-reach": "global_reach", "tunnel": "vpn_tunnels", "building": "sites", "internet": "sites", "attachment": "wans",
}

// component adds the thing that a component is of, or a part of.
func (m *mentioner) component(kind, name string, at int) {
	if kind == "router" {
		m.router(name, at, nil)
		return
	}
	first, _, _ := strings.Cut(name, "/")
	if collection := kinds[kind]; collection != "" {
		m.add(thing{collection, first}, source.Span{Start: at, End: at + len(first)})
	}
}

// path adds the thing that a path of the design leads to or through.
func (m *mentioner) path(text string, at int) {
	collection, rest, ok := strings.Cut(text, ".")
	k := schema.Find(collection)
	if !ok || k == nil || k.Form != schema.Collection || strings.Contains(text, `"`) {
		return
	}
	name, rest, _ := strings.Cut(rest, ".")
	if strings.Contains(name, "*") {
		return
	}
	start := at + len(collection) + 1
	m.add(thing{collection, name}, source.Span{Start: start, End: start + len(name)})
	if router, ok := strings.CutPrefix(rest, "routers."); ok && collection == "sites" {
		router, _, _ = strings.Cut(router, ".")
		start += len(name) + 1 + len("routers.")
		m.add(thing{"sites/routers", name + "/" + router}, source.Span{Start: start, End: start + len(router)})
	}
}
