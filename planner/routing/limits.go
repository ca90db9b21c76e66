package routing

import (
	"net/netip"
	"slices"
	"strconv"

	"github.com/gaissmai/bart"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
)

// An Excess is a session that is down because more prefixes arrive over it
// than its receiver takes.
type Excess struct {
	Link       *planner.Link       // one of Link, Connection and Tunnel is set
	Connection *planner.Connection // Azure announces too much to the circuit
	Tunnel     *planner.VPNTunnel
	Router     *planner.Router // the receiver, where it is the customer's
	IPv6       bool
	Count      int
	Limit      int
	Source     catalog.Source // of the limit; without a page where the design sets it
}

// A ceiling is a limit of prefixes; none where it is not known.
type ceiling struct {
	most   int
	known  bool
	source catalog.Source
}

func (g *graph) ceiling(key string) ceiling {
	l, _ := g.design.Catalog.LookupLimit(key)
	most, err := strconv.Atoi(l.Value)
	return ceiling{most, err == nil, l.Source}
}

// limit takes down the sessions over which too many prefixes are announced.
func (g *graph) limit() {
	for i := range g.sessions {
		s := &g.sessions[i]
		switch s.joint {
		case linkJoint:
			g.limitLink(s)
		case connectionJoint:
			var all bart.Lite
			g.fromAzure(&all, s.hop.Connection)
			n := [2]int{all.Size4(), all.Size6()}
			g.exceed(s, n, [2]ceiling{g.ceiling("prefix.azure_to_onprem_ipv4"), g.ceiling("prefix.azure_to_onprem_ipv6")}, Excess{Connection: s.hop.Connection})
		case tunnelJoint:
			if s.hop.Tunnel.BGP.Or(true) {
				most := g.ceiling("vpn.prefixes_max")
				g.exceed(s, g.toAzure(s), [2]ceiling{most, most}, Excess{Tunnel: s.hop.Tunnel})
			}
		}
	}
}

func (g *graph) limitLink(s *session) {
	over := Excess{Link: s.hop.Link}
	if s.peering.IsMicrosoft() {
		g.exceed(s, g.toAzure(s), [2]ceiling{g.ceiling("prefix.microsoft_ipv4"), g.ceiling("prefix.microsoft_ipv6")}, over)
		return
	}
	key := "prefix.private_ipv4_standard"
	if s.circuit.Tier == planner.TierPremium {
		key = "prefix.private_ipv4_premium"
	}
	g.exceed(s, g.toAzure(s), [2]ceiling{g.ceiling(key), g.ceiling("prefix.private_ipv6")}, over)
	if r := s.hop.Link.Router; r != nil && r.MaxPrefixes.Known() {
		over.Router = r
		own := ceiling{most: r.MaxPrefixes.Value(), known: true}
		g.exceed(s, g.arriving(s.circuit), [2]ceiling{own, own}, over)
	}
}

// exceed takes a session down if a count, of IPv4 or of IPv6, is over its
// ceiling.
func (g *graph) exceed(s *session, n [2]int, limits [2]ceiling, over Excess) {
	for i, l := range limits {
		if !l.known || n[i] <= l.most {
			continue
		}
		s.down = true
		over.IPv6, over.Count, over.Limit, over.Source = i == 1, n[i], l.most, l.source
		if !slices.Contains(g.over, over) {
			g.over = append(g.over, over)
		}
	}
}

// toAzure counts what the customer announces over a session: the list, or the
// prefixes of the sites, with those behind site links that say announce.
func (g *graph) toAzure(s *session) [2]int {
	a := g.lists[s.id]
	var all bart.Lite
	insert(&all, a.prefixes)
	if !a.listed {
		for _, site := range a.ends {
			insert(&all, site.Prefixes)
		}
	}
	site := g.nodes[s.a].site
	public := s.peering != nil && s.peering.IsMicrosoft()
	if site != nil && !public && !a.fixed && !(a.listed && len(a.prefixes) == 0) {
		for _, far := range g.announcedBehind(site) {
			insert(&all, far.Prefixes)
		}
	}
	n := [2]int{all.Size4(), all.Size6()}
	if s.peering != nil {
		n[0] = s.peering.PrefixCount.Or(n[0])
		n[1] = s.peering.PrefixCountV6.Or(n[1])
	}
	return n
}

func insert(into *bart.Lite, prefixes []netip.Prefix) {
	for _, p := range prefixes {
		into.Insert(p)
	}
}

// announcedBehind returns the sites behind the site links of a site that say
// announce.
func (g *graph) announcedBehind(site *planner.Site) []*planner.Site {
	var out []*planner.Site
	for _, l := range g.design.SiteLinks {
		for i, end := range l.Ends {
			if l.Announce.Value() && end.Site == site {
				out = append(out, l.Ends[1-i].Site)
			}
		}
	}
	return out
}

// fromAzure collects what a gateway or hub announces over a connection.
func (g *graph) fromAzure(into *bart.Lite, c *planner.Connection) {
	if c.Hub != nil {
		fromHubs(into, c.Hub)
		return
	}
	of := c.Gateway.VNet
	at := g.gateways[of]
	insert(into, of.SummarizedGatewayPrefixes)
	for _, v := range g.design.VNets {
		if !slices.Contains(g.exitsOf(v), at) {
			continue
		}
		for _, p := range v.AddressSpace {
			if g.summary(at, v, p) == p {
				into.Insert(p)
			}
		}
	}
}

// fromHubs collects what a hub announces: the networks of all hubs of its
// Virtual WAN, and the hubs themselves.
func fromHubs(into *bart.Lite, h *planner.VirtualHub) {
	hubs := []*planner.VirtualHub{h}
	if h.WAN.Type != "basic" {
		hubs = h.WAN.Hubs
	}
	for _, other := range hubs {
		if other.AddressPrefix.IsValid() {
			into.Insert(other.AddressPrefix)
		}
		for _, v := range other.VNets {
			insert(into, v.AddressSpace)
		}
	}
}

// arriving counts what a circuit announces to the customer: the prefixes of
// Azure, and those of the circuits that Global Reach joins to it.
func (g *graph) arriving(c *planner.Circuit) [2]int {
	var all bart.Lite
	more := [2]int{}
	for _, to := range c.Connections {
		g.fromAzure(&all, to)
	}
	for _, r := range c.GlobalReach {
		far := r.Other(c)
		for _, to := range far.Connections {
			g.fromAzure(&all, to)
		}
		if n, ok := g.announcedBy(far); ok {
			more[0] += n[0]
			more[1] += n[1]
		}
	}
	return [2]int{all.Size4() + more[0], all.Size6() + more[1]}
}

// announcedBy counts what the customer announces over a circuit's private
// peering.
func (g *graph) announcedBy(c *planner.Circuit) ([2]int, bool) {
	for i := range g.sessions {
		if s := &g.sessions[i]; s.joint == linkJoint && s.circuit == c && !s.peering.IsMicrosoft() {
			return g.toAzure(s), true
		}
	}
	return [2]int{}, false
}
