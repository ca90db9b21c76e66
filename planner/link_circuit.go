package planner

import (
	"github.com/erplan/erplan/planner/source"
)

// circuits links port pairs, route filters, circuits and Global Reach.
func (l *linker) circuits() {
	for _, p := range l.d.Ports {
		l.port(p)
	}
	for _, f := range l.d.RouteFilters {
		l.routeFilter(f)
	}
	for _, c := range l.d.Circuits {
		l.circuit(c)
	}
	for _, g := range l.d.GlobalReach {
		l.globalReach(g)
	}
}

func (l *linker) port(p *Port) {
	l.need(&p.Node, "peering_location")
	l.blank("peering location", p.PeeringLocation, spell{&p.Node, "peering_location", -1})
	p.Location = l.facility(p.PeeringLocation)
	l.region(&p.Node, "location", p.Region)
	if p.MACsec == nil {
		return
	}
	for i, name := range p.MACsec.Links {
		if name != "link1" && name != "link2" {
			l.report("schema/bad-value", p.MACsec.Item("links", i), "Use \"link1\" and \"link2\".", "a port pair has no link %s", source.Quote(name))
		}
	}
}

func (l *linker) routeFilter(f *RouteFilter) {
	l.region(&f.Node, "location", f.Region)
	for _, name := range f.Communities {
		found, _ := l.communities(name)
		f.Resolved = append(f.Resolved, found)
	}
}

func (l *linker) circuit(c *Circuit) {
	l.circuitPlace(c)
	c.Provider = l.provider(c.ServiceProvider)
	c.WAN = ref(l, "WAN", c.WANName, spell{&c.Node, "wan", -1}, l.d.WANs)
	c.Replaces = ref(l, "circuit", c.MigrationOf, spell{&c.Node, "migration_of", -1}, l.d.Circuits)
	if c.Replaces == c {
		l.report("link/bad-reference", c.ValueAt("migration_of"), "Name the circuit that this one replaces.", "circuit %q replaces itself", c.Name())
	}
	c.Diverse = refs(l, &c.Node, "diverse_from", "circuit", c.DiverseFrom, l.d.Circuits, c)
	l.region(&c.Node, "location", c.Region)
	if c.Layer.Known() && c.Layer.Value() != 2 && c.Layer.Value() != 3 {
		l.report("schema/bad-value", c.ValueAt("layer"), "Write 2 where your routers hold the BGP sessions, 3 where the provider's do.", "layer = %d is neither 2 nor 3", c.Layer.Value())
	}
	l.links(c)
	for _, p := range c.PeeringList() {
		p.Kind, p.Circuit = p.Name(), c
		p.RouteFilter = ref(l, "route filter", p.RouteFilterName, spell{&p.Node, "route_filter", -1}, l.d.RouteFilters)
	}
}

// circuitPlace links a circuit to its port pair or to its peering location.
func (l *linker) circuitPlace(c *Circuit) {
	c.Port = ref(l, "port pair", c.PortName, spell{&c.Node, "port", -1}, l.d.Ports)
	switch {
	case c.PortName == "":
		l.need(&c.Node, "peering_location", "port")
		l.blank("peering location", c.PeeringLocation, spell{&c.Node, "peering_location", -1})
		c.Location = l.location(c.PeeringLocation)
	case c.Has("service_provider") || c.Has("peering_location"):
		key := "service_provider"
		if !c.Has(key) {
			key = "peering_location"
		}
		l.report("link/conflict", c.At(key), "Keep either port, or service_provider and peering_location.", "a circuit on a port pair has the pair's location and no service provider")
	case c.Port != nil:
		c.Location = c.Port.Location
	}
}

// links makes both links of a circuit be there, and links their routers.
func (l *linker) links(c *Circuit) {
	pair := &c.Links
	for i, at := range []**Link{&pair.Primary, &pair.Secondary} {
		side := [...]string{"primary", "secondary"}[i]
		if *at == nil {
			node := source.NewNode(nil, side, source.Join(source.Join(c.Path(), "links"), side))
			*at = &Link{Node: node}
		}
		link := *at
		link.Side, link.Circuit = side, c
		link.Router = l.router(link.RouterName, spell{&link.Node, "router", -1})
	}
}

func (l *linker) globalReach(g *GlobalReach) {
	if !l.need(&g.Node, "circuits") {
		return
	}
	if len(g.CircuitNames) != 2 {
		l.report("schema/bad-value", g.ValueAt("circuits"), "Write circuits = [\"a\", \"b\"].", "Global Reach joins two circuits, not %d", len(g.CircuitNames))
		return
	}
	for i, name := range g.CircuitNames {
		c := ref(l, "circuit", name, spell{&g.Node, "circuits", i}, l.d.Circuits)
		g.Circuits[i] = c
		if c != nil {
			c.GlobalReach = append(c.GlobalReach, g)
		}
	}
	if c := g.Circuits[0]; c != nil && c == g.Circuits[1] {
		l.report("link/bad-reference", g.ValueAt("circuits"), "Name two different circuits.", "Global Reach joins circuit %q to itself", c.Name())
	}
}
