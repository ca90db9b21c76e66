package topology

import (
	"github.com/erplan/erplan/planner"
)

// InUse reports whether a link is meant to carry traffic: it is described, it
// is not switched off, and neither is the port of a Direct pair that it runs
// on. A link that is not in use is no component and part of no way.
func InUse(l *planner.Link) bool {
	if !l.Up() {
		return false
	}
	if p := l.Circuit.Port; p != nil {
		on := [...]planner.Opt[bool]{p.AdminState.Link1, p.AdminState.Link2}
		return on[sideOf(l)].Or(true)
	}
	return true
}

// sideOf returns 0 of a primary and 1 of a secondary link.
func sideOf(l *planner.Link) int {
	if l.Side == "secondary" {
		return 1
	}
	return 0
}

// circuit makes the components of a circuit.
func (c *collector) circuit(k *planner.Circuit) {
	whole := c.hold("circuit", k, 0, c.add("circuit", k.Name(), k.Here()))
	c.hold("peering-location", k, 0, c.byFold("peering-location", k.LocationName()))
	provider := -1
	if !k.IsDirect() {
		provider = c.hold("provider", k, 0, c.provider(k.Provider, k.ServiceProvider, k.ValueAt("service_provider")))
	}
	for i, l := range k.Links.All() {
		if !InUse(l) {
			continue
		}
		link := c.hold("link", l, 0, c.add("link", l.ID(), l.Here()))
		c.take(whole, link)
		c.take(provider, link)
		if l.Router != nil {
			c.take(c.of("router", l.Router, 0), link)
		}
		c.carried(&l.Node, l.Carrier, link)
		c.shared(&l.Node, l.SharedRisk, link)
		c.providerEdge(l, link)
		c.land(l, i, link, c.edgeRouter(l, i))
	}
}

// edgeRouter returns Microsoft's router at the end of a link. Circuits of one
// port pair share theirs.
func (c *collector) edgeRouter(l *planner.Link, side int) int {
	if p := l.Circuit.Port; p != nil {
		c.take(c.of("port", p, side), c.of("link", l, 0))
		msee := c.hold("msee", l, 0, c.of("msee", p, side))
		c.alias("msee", l.ID(), msee)
		return msee
	}
	return c.hold("msee", l, 0, c.add("msee", l.ID(), l.Here()))
}

// providerEdge makes the device of the provider that a link runs through. A
// provider link that names none has one of its own; Direct links have none.
func (c *collector) providerEdge(l *planner.Link, link int) {
	name, place := l.ProviderEdge, l.ValueAt("provider_edge")
	if name == "" && l.Circuit.IsDirect() {
		return
	}
	if name == "" {
		name = l.ID()
	}
	edge := c.hold("provider-edge", l, 0, c.add("provider-edge", name, place))
	c.alias("provider-edge", l.ID(), edge)
	c.take(edge, link)
}
