package tui

import (
	"cmp"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/edit"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/tui/session"
)

// A knob is something of the design that can be tried otherwise.
type knob struct {
	path  string
	value string // as TOML, "" where the design does not say
	other []string
	free  bool // any value may be typed

	// A knob that adds or removes a whole table has its changes instead.
	words string
	add   []session.Try
	gone  bool // the table is removed at present
}

// knobs lists what can be tried, in the order of the language.
func (m *Model) knobs() []knob {
	d := m.facts.design
	var out []knob
	set := func(n *source.Node, key string, free bool, other ...string) {
		out = append(out, knob{path: source.Join(n.Path(), key), value: writtenValue(n, key), other: other, free: free})
	}
	for _, s := range d.Sites {
		for _, r := range s.Routers {
			set(&r.Node, "bfd", false, "true", "false")
		}
	}
	for _, c := range d.Circuits {
		set(&c.Node, "tier", false, `"local"`, `"standard"`, `"premium"`)
		set(&c.Node, "bandwidth", true, m.bandwidths(c)...)
	}
	for _, g := range d.Gateways {
		set(&g.Node, "sku", true, m.skus(g)...)
	}
	for _, c := range d.Connections {
		set(&c.Node, "routing_weight", true, "0", "10", "100")
		out = append(out, knob{path: c.Path(), words: "remove the connection " + c.CircuitName + " – " + c.GatewayName})
	}
	return append(append(out, m.removed()...), m.missing()...)
}

// writtenValue writes what the design says of a key.
func writtenValue(n *source.Node, key string) string {
	v := n.Value()
	if v == nil {
		return ""
	}
	if v = v.Lookup(key); v == nil || v.Kind == source.Table {
		return ""
	}
	return edit.Value(v.Data)
}

func (m *Model) bandwidths(c *planner.Circuit) []string {
	var out []string
	if c.IsDirect() {
		return out
	}
	for _, mbps := range m.facts.design.Catalog.ProviderBandwidths() {
		out = append(out, edit.Value(planner.Bandwidth(mbps).String()))
	}
	return out
}

func (m *Model) skus(g *planner.Gateway) []string {
	var out []string
	if g.Kind == planner.VPNGateway {
		for _, s := range m.facts.design.Catalog.VPNSKUs() {
			if text := edit.Value(s.Name); !slices.Contains(out, text) {
				out = append(out, text)
			}
		}
		return out
	}
	for _, s := range m.facts.design.Catalog.GatewaySKUs() {
		out = append(out, edit.Value(s.Name))
	}
	return out
}

// removed lists what is removed as a try, to be put back.
func (m *Model) removed() []knob {
	var out []knob
	for _, t := range m.sess.Tries {
		if t.Remove {
			out = append(out, knob{path: t.Path, words: "removed", gone: true})
		}
	}
	return out
}

// missing lists the connections between circuits and ExpressRoute gateways
// that there are not, those that are tried among them.
func (m *Model) missing() []knob {
	var out []knob
	for _, c := range m.facts.design.Circuits {
		if c.Peerings.Private == nil {
			continue
		}
		for _, g := range m.facts.design.Gateways {
			joined := slices.ContainsFunc(c.Connections, func(k *planner.Connection) bool { return k.Gateway == g })
			if g.Kind == planner.VPNGateway || joined {
				continue
			}
			path := source.Join("connections", connectionName(c.Name(), g.Name()))
			out = append(out, knob{path: path, words: "add a connection " + c.Name() + " – " + g.Name(), add: []session.Try{
				{Path: path + ".circuit", Value: edit.Value(c.Name())}, {Path: path + ".gateway", Value: edit.Value(g.Name())},
			}})
		}
	}
	return out
}

// connectionName makes a name for a connection; a key has at most 63
// characters.
func connectionName(circuit, gateway string) string {
	name := circuit + "-to-" + gateway
	return name[:min(len(name), 63)]
}

// tried returns the change that is tried at a path.
func (m *Model) tried(path string) (session.Try, bool) {
	for _, t := range m.sess.Tries {
		if t.Path == path {
			return t, true
		}
	}
	return session.Try{}, false
}

func (m *Model) knobLine(k knob, wide int) string {
	mark := "  "
	if _, ok := m.tried(k.path); ok || len(k.add) > 0 && m.addTried(k) {
		mark = m.theme.warn.Render("! ")
	}
	switch {
	case k.gone:
		return m.theme.warn.Render("! ") + fit(k.path, wide) + "  " + m.theme.warn.Render("removed; ⏎ puts it back")
	case k.words != "":
		return mark + fit(k.path, wide) + "  " + m.theme.faint.Render(k.words)
	}
	value := k.value
	if value == "" {
		value = "not stated"
	}
	line := mark + fit(k.path, wide) + "  ‹ " + value + " ›"
	if _, ok := m.tried(k.path); ok {
		line += m.theme.faint.Render("  was " + cmp.Or(m.facts.baseValue(k.path), "not stated"))
	}
	return line
}

func (m *Model) addTried(k knob) bool {
	_, ok := m.tried(k.add[0].Path)
	return ok
}
