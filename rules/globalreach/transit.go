package globalreach

import (
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/rules"
)

// A network is the sites of a design in groups that reach each other without
// Azure, with the circuits behind each group and where it enters Azure.
type network struct {
	joined    *planner.Groups
	circuits  map[any][]*planner.Circuit
	exchanges map[any][]exchange
	chained   *planner.Groups // circuits in chains of Global Reach links
}

// An exchange is a place in Azure that a group of sites reaches: a VNet with a
// gateway, or a Virtual WAN.
type exchange struct {
	vnet *planner.VNet
	wan  *planner.VirtualWAN
	vpn  bool
}

func newNetwork(p *rules.Pass) *network {
	n := &network{p.JoinedSites(), map[any][]*planner.Circuit{}, map[any][]exchange{}, &planner.Groups{}}
	for _, c := range p.Circuits {
		seen := map[any]bool{}
		for _, s := range c.Sites() {
			if group := n.joined.Of(s); !seen[group] {
				seen[group] = true
				n.circuits[group] = append(n.circuits[group], c)
				for _, connection := range c.Connections {
					n.enter(group, connection.Gateway, connection.Hub, false)
				}
			}
		}
	}
	for _, t := range p.VPNTunnels {
		n.enter(n.joined.Of(t.Site), t.Gateway, t.Hub, true)
	}
	for _, g := range p.GlobalReach {
		n.chained.Join(g.Circuits[0], g.Circuits[1])
	}
	return n
}

// enter notes where a group of sites enters Azure.
func (n *network) enter(group any, g *planner.Gateway, h *planner.VirtualHub, vpn bool) {
	e := exchange{vpn: vpn}
	if h != nil {
		e.wan = h.WAN
	} else {
		e.vnet = g.VNet
	}
	if !slices.Contains(n.exchanges[group], e) {
		n.exchanges[group] = append(n.exchanges[group], e)
	}
}

// of returns the circuits that a site can use.
func (n *network) of(s *planner.Site) []*planner.Circuit { return n.circuits[n.joined.Of(s)] }

// apart reports whether a flow runs between sites that need Azure to reach
// each other.
func (n *network) apart(f *planner.Flow) bool {
	return f.From.Site != nil && f.To.Site != nil && n.joined.Of(f.From.Site) != n.joined.Of(f.To.Site)
}

// links returns the Global Reach links that join a circuit of one site to a
// circuit of another.
func (n *network) links(a, b *planner.Site) []*planner.GlobalReach {
	from, to := n.of(a), n.of(b)
	if degree(from) > degree(to) {
		from, to = to, from
	}
	var out []*planner.GlobalReach
	for _, c := range from {
		for _, g := range c.GlobalReach {
			if slices.Contains(to, g.Other(c)) {
				out = append(out, g)
			}
		}
	}
	return out
}

// degree counts the links of circuits.
func degree(circuits []*planner.Circuit) int {
	n := 0
	for _, c := range circuits {
		n += len(c.GlobalReach)
	}
	return n
}

// chain returns two circuits, one of each site, that only a chain of links
// joins.
func (n *network) chain(a, b *planner.Site) (from, to *planner.Circuit) {
	for _, from := range n.of(a) {
		for _, to := range n.of(b) {
			if from != to && n.chained.Of(from) == n.chained.Of(to) {
				return from, to
			}
		}
	}
	return nil, nil
}

// middle returns the links over a circuit that both ends of a chain are joined
// to, or the first link of each end where the chain is longer.
func middle(from, to *planner.Circuit) (*planner.Circuit, [2]*planner.GlobalReach) {
	next := map[*planner.Circuit]*planner.GlobalReach{}
	for _, g := range from.GlobalReach {
		next[g.Other(from)] = g
	}
	for _, g := range to.GlobalReach {
		if first := next[g.Other(to)]; first != nil {
			return g.Other(to), [2]*planner.GlobalReach{first, g}
		}
	}
	return nil, [2]*planner.GlobalReach{from.GlobalReach[0], to.GlobalReach[0]}
}

// transit reports whether Azure itself may carry traffic between two sites.
func (n *network) transit(from, to *planner.Site) bool {
	for _, a := range n.exchanges[n.joined.Of(from)] {
		for _, b := range n.exchanges[n.joined.Of(to)] {
			if a.vnet == b.vnet && a.wan == b.wan && a.passes(b.vpn) {
				return true
			}
		}
	}
	return false
}

// passes reports whether an exchange carries traffic from one site that it
// reaches to another: a VPN gateway does between tunnels; a Virtual WAN, or a
// VNet with Route Server, between a tunnel and a circuit too; a Virtual WAN
// between circuits only through its firewalls.
func (e exchange) passes(vpn bool) bool {
	switch {
	case e.vpn && vpn:
		return true
	case e.vpn || vpn:
		return e.wan != nil || e.vnet.RouteServer.Value()
	}
	return e.wan != nil && e.wan.ExpressRouteTransit == "firewall"
}
