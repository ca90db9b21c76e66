package lsp

import (
	"slices"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/schema"
	"github.com/erplan/erplan/planner/source"
)

// values offers values of a key.
func (p *completer) values() {
	k, names := keyOf(p.c.key)
	if k == nil {
		return
	}
	switch k.Form {
	case schema.Array:
		if p.c.typed == "" && p.c.quote == "" {
			p.put("[]", "[]", kindValue, takes(k), "")
		}
		return
	case schema.Enum:
		for _, w := range k.Words {
			p.put(w, edit.Value(w), kindEnum, "", "")
		}
	case schema.Flag, schema.NameOrFlag:
		if p.c.quote == "" {
			p.put("true", "true", kindValue, "", "")
			p.put("false", "false", kindValue, "", "")
		}
	case schema.Bandwidth:
		p.bandwidths()
	case schema.Text:
		for _, n := range names {
			p.named(n)
		}
	}
	if len(p.items) == 0 {
		p.examples()
	}
}

// examples offers the examples of a key.
func (p *completer) examples() {
	k := language(trimItems(p.c.key))
	if k == nil || k.Form == schema.Array {
		return
	}
	for _, e := range k.Describe().Examples {
		if p.c.quote == "" || strings.HasPrefix(e, p.c.quote) {
			p.put(strings.Trim(e, `"`), e, kindValue, "for example", "")
		}
	}
}

// bandwidths offers the bandwidths that circuits and port pairs have.
func (p *completer) bandwidths() {
	for _, mbps := range p.cat.ProviderBandwidths() {
		p.put(planner.Bandwidth(mbps).String(), edit.Value(planner.Bandwidth(mbps)), kindValue, "", "")
	}
	for _, s := range p.cat.PortSpeeds() {
		if text := planner.Bandwidth(1000 * s.Gbps).String(); !slices.ContainsFunc(p.items, func(i completionItem) bool { return i.Label == text }) {
			p.put(text, edit.Value(text), kindValue, "ExpressRoute Direct", "")
		}
	}
}

// named offers the names of a list.
func (p *completer) named(list string) {
	switch {
	case list == "@location":
		p.locations()
	case list == "@provider":
		p.providers()
	case list == "@sku":
		p.skus()
	case list == "@region":
		for _, r := range p.cat.Regions() {
			if r.Cloud == p.d.cloud() {
				p.put(r.Name, edit.Value(r.Name), kindValue, r.DisplayName, "")
			}
		}
	case list == "@community" || list == "microsoft/":
		for _, c := range p.cat.Communities() {
			if c.Cloud == p.d.cloud() && c.Kind != "regional-private" { // those are not of Microsoft peering
				name := strings.TrimPrefix(list, "@community") + c.Name
				p.put(name, edit.Value(name), kindValue, c.Title, "")
			}
		}
	case list == "@rule":
		for _, r := range p.s.Book {
			if !r.Firm {
				p.put(r.ID, edit.Value(r.ID), kindReference, r.Title, "")
			}
		}
	case list == "@component":
		p.components()
	case list == "@path":
		p.paths()
	default:
		p.references(list)
	}
}

// references offers the names of a collection of the design.
func (p *completer) references(list string) {
	collection, prefixed := strings.CutSuffix(list, "/")
	site := ""
	if collection == "sites/routers" {
		site = p.sibling("site")
	}
	for _, name := range p.defined(collection) {
		if prefixed {
			name = list + name
		}
		if site != "" {
			router, ok := strings.CutPrefix(name, site+"/")
			if !ok {
				continue
			}
			name = router
		}
		p.put(name, edit.Value(name), kindReference, "of this design", "")
	}
}

// sibling returns the text of another key of the table of the cursor, or "":
// as it stands now, or as it stood when the text was last whole.
func (p *completer) sibling(name string) string {
	steps := trimItems(p.c.key)
	if len(steps) == 0 {
		return ""
	}
	in := steps[:len(steps)-1]
	for _, s := range p.d.spots {
		if n := len(s.Steps) - 1; !s.Header && n == len(in) && s.Steps[n] == name && slices.Equal(s.Steps[:n], in) {
			return strings.Trim(p.d.file.Text[s.Value.Start:s.Value.End], `"'`)
		}
	}
	v := p.d.good.Root
	for _, s := range in {
		v = v.Lookup(s)
	}
	if at := v.Lookup(name); at != nil && at.Kind == source.String {
		return at.Data.(string)
	}
	return ""
}

// locations offers peering locations: those of the provider that is named.
func (p *completer) locations() {
	provider, known := p.cat.Provider(p.sibling("service_provider"))
	for _, l := range p.cat.Locations() {
		if l.Cloud != p.d.cloud() || known && !slices.Contains(l.Providers, provider.Name) {
			continue
		}
		detail := l.GeopoliticalRegion
		if l.Metro {
			detail = "Metro, " + detail
		}
		p.put(l.Name, edit.Value(l.Name), kindValue, detail, "")
	}
}

// providers offers service providers: those at the location that is named.
func (p *completer) providers() {
	if l, ok := p.cat.Location(p.d.cloud(), p.sibling("peering_location")); ok {
		for _, name := range l.Providers {
			p.put(name, edit.Value(name), kindValue, "at "+l.Name, "")
		}
		return
	}
	for _, provider := range p.cat.Providers() {
		p.put(provider.Name, edit.Value(provider.Name), kindValue, "", "")
	}
}

// skus offers gateway SKUs of the kind that is named.
func (p *completer) skus() {
	kind, _ := schema.Find("gateways", "x", "kind").Spelling(p.sibling("kind"))
	if kind != string(planner.VPNGateway) {
		for _, s := range p.cat.GatewaySKUs() {
			p.put(s.Name, edit.Value(s.Name), kindValue, "ExpressRoute", "")
		}
	}
	if kind != string(planner.ExpressRouteGateway) {
		for _, s := range p.cat.VPNSKUs() {
			if !slices.ContainsFunc(p.items, func(i completionItem) bool { return i.Label == s.Name }) {
				p.put(s.Name, edit.Value(s.Name), kindValue, "VPN", "")
			}
		}
	}
}

// components offers the components that can fail, as far as names of the
// design and of the catalogue make them.
func (p *completer) components() {
	add := func(id string) { p.put(id, edit.Value(id), kindReference, "", "") }
	for _, c := range p.defined("circuits") {
		add("circuit:" + c)
		for _, side := range []string{"primary", "secondary"} {
			add("link:" + c + "/" + side)
			add("msee:" + c + "/" + side)
		}
	}
	for _, kind := range []struct{ kind, collection string }{
		{"router", "sites/routers"}, {"site", "sites"}, {"gateway", "gateways"}, {"connection", "connections"}, {"tunnel", "vpn_tunnels"},
		{"virtual-hub", "virtual_hubs"}, {"site-link", "site_links"}, {"wan", "wans"}, {"port", "ports"}, {"global-reach", "global_reach"},
	} {
		for _, name := range p.defined(kind.collection) {
			add(kind.kind + ":" + name)
		}
	}
	for _, key := range []struct{ kind, key string }{{"peering-location", "peering_location"}, {"provider", "service_provider"}, {"region", "region"}} {
		for _, text := range p.texts(key.key) {
			add(key.kind + ":" + text)
		}
	}
}

// texts returns the values of a key wherever it stands, each once.
func (p *completer) texts(name string) []string {
	var out []string
	var visit func(v *source.Value)
	visit = func(v *source.Value) {
		for _, e := range entries(v) {
			if text, ok := e.Value.Data.(string); ok && e.Name == name && !slices.Contains(out, text) {
				out = append(out, text)
			}
			visit(e.Value)
		}
	}
	for _, f := range p.files {
		visit(f.Root)
	}
	return out
}

// paths offers the paths of named tables.
func (p *completer) paths() {
	for _, k := range schema.Design().Keys {
		if k.Form != schema.Collection || k.Name == "options" {
			continue
		}
		for _, name := range p.defined(k.Name) {
			path := source.Join(k.Name, name)
			p.put(path, edit.Value(path), kindReference, "", "")
		}
	}
}
