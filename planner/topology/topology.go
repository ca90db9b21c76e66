// Package topology turns a design into what fails and what carries traffic.
//
// # Components
//
// A [Component] is a thing that fails as one: a router, a link, a facility, a
// gateway instance, a duct that two links share. [New] makes the components of
// a design, numbered from 0 in a fixed order: by kind, from the customer to
// Azure, and within a kind in the order of the design. [Topology.Takes] says
// what else is down when one of them fails, [Topology.Causes] the reverse, and
// a [State] is closed under both. A component has the unavailability that the
// design or the catalogue gives to it, and says from where.
//
// A thing of the design that can fail has a number, which [Topology.RouterOf]
// and its like return; a negative number means that the design has none, and
// is never up.
//
// # Ways
//
// [Topology.Ways] is the directed graph of the ways that traffic can go, from
// the customer to Azure. A way exists only where the design states it. A node
// is a component or a place, in a state: what a way may still do depends on
// what it has done, so one router can be several nodes, and plain reachability
// over the graph is right. A node is up when all the components that it needs
// are. Some edges are gates, which are open only for traffic of a site whose
// routes are announced there; a [Demand] says which.
//
// From one site to another a way may cross Azure where Azure joins the two: VPNs
// on one gateway exchange routes by BGP; a Route Server joins the VPN and the
// ExpressRoute gateway of a VNet; a Virtual WAN joins VPNs to each other and to
// circuits, unless it says branch_to_branch = false, and circuits to circuits
// only through the firewalls of its hubs. Nothing leads back down the circuit
// that it came from. VPNs over a peering, and sites whose VPN has static routes,
// are left out: see [Crosses] and [TakesRoutes].
//
// A [Flow] runs from a site to a VNet, a site or a Microsoft service. Its
// demands are the parts of its site's address space that are announced alike:
// the flow is available when every demand has a way.
//
// Everything here is a pure function of the design, in the same order every
// time. Nothing knows probabilities of scenarios or which route wins.
package topology

import (
	"net/netip"
	"sync"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
)

// A Topology is what fails in a design. It is never changed after [New], and
// safe for concurrent use.
type Topology struct {
	Design     *planner.Design
	Components []Component // by number

	takes, causes rows[int]
	ids           index
	handles       map[handle]int
	tunnels       map[*planner.VPNTunnel][]Tunnel
	either        []eitherOf
	known         []netip.Prefix // that lists and route policies name, sorted

	ways func() *Ways
}

// New makes the topology of a design.
func New(d *planner.Design) *Topology {
	c := collect(d)
	number := c.order()
	t := &Topology{Design: d, Components: c.parts, handles: c.handles, tunnels: c.tunnels, either: c.either}
	t.known = knownPrefixes(d)
	c.renumber(number)
	t.takes = closure(len(t.Components), c.takes)
	t.causes = invert(t.takes)
	t.ids = newIndex(t.Components, c.aliases)
	t.figures()
	t.ways = sync.OnceValue(func() *Ways { return newWays(t) })
	return t
}

// renumber replaces the numbers of the order in which components were made.
func (c *collector) renumber(number []int) {
	for h, part := range c.handles {
		if part >= 0 {
			c.handles[h] = number[part]
		}
	}
	for i := range c.takes {
		c.takes[i] = [2]int{number[c.takes[i][0]], number[c.takes[i][1]]}
	}
	for i := range c.aliases {
		c.aliases[i].part = number[c.aliases[i].part]
	}
	for i := range c.either {
		c.either[i] = eitherOf{number[c.either[i].part], renumbered(c.either[i].needs, number)}
	}
	for _, tunnels := range c.tunnels {
		for i := range tunnels {
			one := &tunnels[i]
			one.Component = number[one.Component]
			one.Instances = renumbered(one.Instances, number)
			one.Internet = renumbered(one.Internet, number)
		}
	}
}

func renumbered(parts, number []int) []int {
	var out []int
	for _, p := range parts {
		out = append(out, number[p])
	}
	return out
}

// Takes returns everything that is down when a component is down, itself
// included, sorted. The list is shared: callers do not change it.
func (t *Topology) Takes(c int) []int { return t.takes.row(c) }

// Causes returns everything whose failure takes a component down, itself
// included, sorted. The list is shared: callers do not change it.
func (t *Topology) Causes(c int) []int { return t.causes.row(c) }

// Ways returns the graph of the ways that traffic can go. It is made once.
func (t *Topology) Ways() *Ways { return t.ways() }

func (t *Topology) of(kind planner.Kind, thing any, index int) int {
	if i, ok := t.handles[handle{kind, thing, index}]; ok {
		return i
	}
	return -1
}

// SiteOf returns the number of a site.
func (t *Topology) SiteOf(s *planner.Site) int { return t.of("site", s, 0) }

// RouterOf returns the number of a router.
func (t *Topology) RouterOf(r *planner.Router) int { return t.of("router", r, 0) }

// LinkOf returns the number of a circuit's link, negative where the link is
// not in use.
func (t *Topology) LinkOf(l *planner.Link) int { return t.of("link", l, 0) }

// MSEEOf returns the number of the edge router at the end of a link.
func (t *Topology) MSEEOf(l *planner.Link) int { return t.of("msee", l, 0) }

// ProviderEdgeOf returns the number of the provider's device that a link runs
// through, negative of Direct.
func (t *Topology) ProviderEdgeOf(l *planner.Link) int { return t.of("provider-edge", l, 0) }

// PeeringSiteOf returns the number of the Metro facility that a link enters,
// negative at a plain location.
func (t *Topology) PeeringSiteOf(l *planner.Link) int { return t.of("peering-site", l, 0) }

// PortOf returns the number of the port that a Direct circuit's link runs on,
// negative of others.
func (t *Topology) PortOf(l *planner.Link) int {
	if l.Circuit.Port == nil || t.LinkOf(l) < 0 {
		return -1
	}
	return t.of("port", l.Circuit.Port, sideOf(l))
}

// CircuitOf returns the number of a circuit.
func (t *Topology) CircuitOf(c *planner.Circuit) int { return t.of("circuit", c, 0) }

// LocationOf returns the number of a circuit's peering location.
func (t *Topology) LocationOf(c *planner.Circuit) int { return t.of("peering-location", c, 0) }

// ProviderOf returns the number of a circuit's service provider, negative of
// Direct.
func (t *Topology) ProviderOf(c *planner.Circuit) int { return t.of("provider", c, 0) }

// ConnectionOf returns the number of a connection.
func (t *Topology) ConnectionOf(c *planner.Connection) int { return t.of("connection", c, 0) }

// GatewayOf returns the number of a gateway as a whole.
func (t *Topology) GatewayOf(g *planner.Gateway) int { return t.of("gateway", g, 0) }

// Instances returns the numbers of a gateway's instances, in order.
func (t *Topology) Instances(g *planner.Gateway) []int { return t.list("gateway-instance", g) }

// HubOf returns the number of a virtual hub's router.
func (t *Topology) HubOf(h *planner.VirtualHub) int { return t.of("virtual-hub", h, 0) }

// HubGatewayOf returns the number of a gateway of a hub, negative where the
// hub has none of the kind.
func (t *Topology) HubGatewayOf(h *planner.VirtualHub, kind planner.GatewayKind) int {
	return t.of("gateway", handleOf(h, kind), 0)
}

// HubInstances returns the numbers of the instances of a hub's gateway.
func (t *Topology) HubInstances(h *planner.VirtualHub, kind planner.GatewayKind) []int {
	return t.list("gateway-instance", handleOf(h, kind))
}

// SiteLinkOf returns the number of a site link.
func (t *Topology) SiteLinkOf(l *planner.SiteLink) int { return t.of("site-link", l, 0) }

// WANOf returns the number of a wide-area network.
func (t *Topology) WANOf(w *planner.WAN) int { return t.of("wan", w, 0) }

// AttachmentOf returns the number of an attachment.
func (t *Topology) AttachmentOf(a *planner.Attachment) int { return t.of("attachment", a, 0) }

// GlobalReachOf returns the number of a Global Reach link.
func (t *Topology) GlobalReachOf(g *planner.GlobalReach) int { return t.of("global-reach", g, 0) }

// InternetOf returns the numbers of a site's Internet accesses, in order.
func (t *Topology) InternetOf(s *planner.Site) []int { return t.list("internet", s) }

// RegionOf returns the number of an Azure region, negative where it is nil or
// not in use.
func (t *Topology) RegionOf(r *catalog.Region) int {
	if r == nil {
		return -1
	}
	return t.of("region", r.Name, 0)
}

// Tunnels returns the tunnels of a VPN connection, in order: none where the
// site has no router or no Internet access to use, or the gateway no instance.
func (t *Topology) Tunnels(v *planner.VPNTunnel) []Tunnel { return t.tunnels[v] }

func (t *Topology) list(kind planner.Kind, thing any) []int {
	c := collector{handles: t.handles}
	return c.list(kind, thing)
}
