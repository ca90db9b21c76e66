package suggest

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
)

// connectCircuit proposes connections between circuits and gateways that are
// there, where a circuit of the same sites is connected already.
func connectCircuit(p *Proposer) []Change {
	var out []Change
	for _, c := range p.Circuits {
		if c.Peerings.Private == nil || c.Location == nil {
			continue
		}
		for _, t := range p.targets() {
			region := t.region
			if slices.ContainsFunc(c.Connections, func(n *planner.Connection) bool { return gatewayOf(n) == t.name }) {
				continue
			}
			if c.Tier != planner.TierPremium && region != nil && region.GeopoliticalRegion != c.Location.GeopoliticalRegion {
				continue
			}
			connection := free(p.Connections, c.Name()+"-"+slug(t.name))
			change := Change{Key: "connect " + c.Name() + " " + t.name, Words: fmt.Sprintf("connect circuit %s to %s", c.Name(), t.words)}
			change.Overlay.Set(c.Name(), "connections", connection, "circuit")
			change.Overlay.Set(t.name, "connections", connection, "gateway")
			p.keepPreferred(&change.Overlay, t)
			out = append(out, change)
		}
	}
	return out
}

// keepPreferred gives the connections that a gateway has the weight with which
// it goes on to prefer them, unless flows are to be shared.
func (p *Proposer) keepPreferred(o *Overlay, t target) {
	if slices.ContainsFunc(p.Flows, func(f *planner.Flow) bool { return f.LoadBalanced.Value() }) {
		return
	}
	for _, n := range p.Connections {
		if gatewayOf(n) == t.name && !n.RoutingWeight.Known() {
			o.Set(100, "connections", n.Name(), "routing_weight")
		}
	}
}

// A target is a gateway or a hub that circuits can be connected to.
type target struct {
	name, words string
	region      *catalog.Region
}

func (p *Proposer) targets() []target {
	var out []target
	for _, g := range p.Gateways {
		if g.Kind == planner.ExpressRouteGateway {
			out = append(out, target{g.Name(), "gateway " + g.Name(), g.VNet.Azure})
		}
	}
	for _, h := range p.VirtualHubs {
		if h.ExpressRouteScaleUnits.Value() > 0 {
			out = append(out, target{"virtual_hubs/" + h.Name(), "virtual hub " + h.Name(), h.Azure})
		}
	}
	return out
}

// metro proposes to land circuits in two facilities, where their provider is
// active at a Metro of their city.
func metro(p *Proposer) []Change {
	var out []Change
	for _, c := range p.Circuits {
		if c.Location == nil || c.IsDirect() && p.shared(c) {
			continue
		}
		if c.Location.Metro {
			if change, ok := spread(c); ok {
				out = append(out, change)
			}
			continue
		}
		for _, l := range p.Catalog.Locations() {
			if l.Metro && l.Cloud == c.Location.Cloud && l.MetroCity() == c.Location.MetroCity() && orderable(c, l) {
				out = append(out, toMetro(c, l))
				break
			}
		}
	}
	return out
}

// shared reports whether the port pair of a circuit carries others.
func (p *Proposer) shared(c *planner.Circuit) bool {
	return slices.ContainsFunc(p.Circuits, func(o *planner.Circuit) bool { return o != c && o.Port == c.Port })
}

func orderable(c *planner.Circuit, l *catalog.Location) bool {
	if c.IsDirect() {
		return l.Direct
	}
	return c.Provider != nil && l.Offers(c.Provider) == catalog.Active
}

func toMetro(c *planner.Circuit, l *catalog.Location) Change {
	change := Change{Key: "metro " + c.Name(), Words: fmt.Sprintf("order circuit %s at %s instead of %s", c.Name(), l.Name, c.LocationName())}
	path := []string{"circuits", c.Name(), "peering_location"}
	if c.IsDirect() {
		path = []string{"ports", c.Port.Name(), "peering_location"}
	}
	change.Overlay.Set(l.Name, path...)
	for i, link := range c.Links.All() {
		if link.PeeringSite != "" {
			change.Overlay.Set(fmt.Sprint(i+1), "circuits", c.Name(), "links", link.Side, "peering_site")
		}
	}
	return change
}

// spread proposes the second facility for a Metro circuit whose links enter
// one.
func spread(c *planner.Circuit) (Change, bool) {
	first, second := c.Links.Primary.PeeringSite, c.Links.Secondary.PeeringSite
	if first == "" || first != second {
		return Change{}, false
	}
	change := Change{Key: "metro " + c.Name(), Words: fmt.Sprintf("land the links of %s in both facilities of %s", c.Name(), c.LocationName())}
	change.Overlay.Set("1", "circuits", c.Name(), "links", "primary", "peering_site")
	change.Overlay.Set("2", "circuits", c.Name(), "links", "secondary", "peering_site")
	return change, true
}
