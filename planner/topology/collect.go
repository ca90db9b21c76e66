package topology

import (
	"fmt"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/source"
)

// A handle names what a component is of: a kind, the table of the design and,
// where that table has several, which one.
type handle struct {
	kind  planner.Kind
	thing any
	index int
}

// A collector makes the components of a design, in the order of the tables.
type collector struct {
	draft
	handles map[handle]int
	tunnels map[*planner.VPNTunnel][]Tunnel
	either  []eitherOf
}

func collect(d *planner.Design) *collector {
	c := &collector{
		draft:   draft{d: d, byID: map[string]int{}},
		handles: map[handle]int{},
		tunnels: map[*planner.VPNTunnel][]Tunnel{},
	}
	c.sites()
	c.networks()
	c.ports()
	c.locations()
	for _, circuit := range d.Circuits {
		c.circuit(circuit)
	}
	c.reach()
	c.azure()
	for _, t := range d.VPNTunnels {
		c.tunnel(t)
	}
	return c
}

// hold remembers which component a thing of the design is.
func (c *collector) hold(kind planner.Kind, thing any, index, part int) int {
	c.handles[handle{kind, thing, index}] = part
	return part
}

func (c *collector) of(kind planner.Kind, thing any, index int) int {
	if i, ok := c.handles[handle{kind, thing, index}]; ok {
		return i
	}
	return -1
}

// shared makes the labels of a shared_risk list take parts down.
func (c *collector) shared(n *source.Node, labels []string, parts ...int) {
	for i, label := range labels {
		c.take(c.add("risk", label, n.Item("shared_risk", i)), parts...)
	}
}

// carried makes a named carrier take parts down.
func (c *collector) carried(n *source.Node, carrier string, parts ...int) {
	if carrier != "" {
		c.take(c.folded("carrier", carrier, n.ValueAt("carrier")), parts...)
	}
}

func (c *collector) sites() {
	over := c.overInternet()
	for _, s := range c.d.Sites {
		site := c.hold("site", s, 0, c.add("site", s.Name(), s.Here()))
		buildings := buildingsOf(s)
		var routers []int
		for _, r := range s.Routers {
			router := c.hold("router", r, 0, c.add("router", r.ID(), r.Here()))
			c.shared(&r.Node, r.SharedRisk, router)
			routers = append(routers, router)
			if r.Building != "" && buildings > 1 {
				building := c.add("building", s.Name()+"/"+r.Building, r.ValueAt("building"))
				c.take(site, building)
				c.take(building, router)
			}
		}
		c.take(site, routers...)
		c.internet(s, site, over[s])
		c.shared(&s.Node, s.SharedRisk, site)
	}
}

// buildingsOf counts the buildings that the routers of a site name.
func buildingsOf(s *planner.Site) int {
	names := map[string]bool{}
	for _, r := range s.Routers {
		if r.Building != "" {
			names[r.Building] = true
		}
	}
	return len(names)
}

// overInternet returns the sites that have a tunnel over the Internet.
func (c *collector) overInternet() map[*planner.Site]bool {
	sites := map[*planner.Site]bool{}
	for _, t := range c.d.VPNTunnels {
		if overInternet(t) {
			sites[t.Site] = true
		}
	}
	return sites
}

func overInternet(t *planner.VPNTunnel) bool { return t.Over == "" || t.Over == planner.OverInternet }

// internet makes the Internet accesses of a site: those that it declares, or
// one where it says so or where a tunnel implies it.
func (c *collector) internet(s *planner.Site, site int, implied bool) {
	for i, a := range s.InternetAccess {
		name := s.Name()
		if len(s.InternetAccess) > 1 {
			name += "/" + a.Name()
		}
		part := c.hold("internet", s, i, c.add("internet", name, a.Here()))
		c.alias("internet", s.Name()+"/"+a.Name(), part)
		c.take(site, part)
		c.carried(&a.Node, a.Carrier, part)
		c.shared(&a.Node, a.SharedRisk, part)
	}
	if len(s.InternetAccess) == 0 && s.Internet.Or(implied) {
		c.take(site, c.hold("internet", s, 0, c.add("internet", s.Name(), s.At("internet"))))
	}
}

// networks makes site links, wide-area networks and their attachments.
func (c *collector) networks() {
	for _, l := range c.d.SiteLinks {
		part := c.hold("site-link", l, 0, c.add("site-link", l.Name(), l.Here()))
		for _, end := range l.Ends {
			c.take(c.of("router", end, 0), part)
		}
		c.carried(&l.Node, l.Carrier, part)
		c.shared(&l.Node, l.SharedRisk, part)
	}
	for _, w := range c.d.WANs {
		part := c.hold("wan", w, 0, c.add("wan", w.Name(), w.Here()))
		c.shared(&w.Node, w.SharedRisk, part)
		c.take(c.provider(w.Provider, w.ServiceProvider, w.ValueAt("service_provider")), part)
		for _, a := range w.Attachments {
			at := c.hold("attachment", a, 0, c.add("attachment", w.Name()+"/"+a.Name(), a.Here()))
			c.take(c.of("router", a.Router, 0), at)
			c.carried(&a.Node, a.Carrier, at)
			c.shared(&a.Node, a.SharedRisk, at)
		}
	}
}

// provider returns the component of a service provider, -1 where none is named.
func (c *collector) provider(known *catalog.Provider, written string, place source.Place) int {
	switch {
	case known != nil:
		return c.folded("provider", known.Name, place)
	case written != "":
		return c.folded("provider", written, place)
	}
	return -1
}

func (c *collector) ports() {
	for _, p := range c.d.Ports {
		for i := range 2 {
			name := fmt.Sprintf("%s/link%d", p.Name(), i+1)
			port := c.hold("port", p, i, c.add("port", name, p.Here()))
			c.hold("msee", p, i, c.add("msee", name, p.Here()))
			c.shared(&p.Node, p.SharedRisk, port)
		}
	}
}

func (c *collector) reach() {
	for _, g := range c.d.GlobalReach {
		part := c.hold("global-reach", g, 0, c.add("global-reach", g.Name(), g.Here()))
		for _, end := range g.Circuits {
			c.take(c.of("circuit", end, 0), part)
		}
	}
}
