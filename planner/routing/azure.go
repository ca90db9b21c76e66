package routing

import (
	"fmt"

	"github.com/erplan/erplan/planner"
)

// azure makes the hubs, the virtual networks with gateways, the virtual
// networks and the services, and what joins them inside Azure.
func (g *graph) azure() {
	d, t := g.design, g.topo
	for _, h := range d.VirtualHubs {
		g.hubs[h] = g.node(node{
			kind: hubSpeaker, name: "virtual_hubs/" + h.Name(), hub: h, drained: -1,
			needs: present(t.HubOf(h), t.RegionOf(h.Azure)),
		})
	}
	for _, v := range d.VNets {
		needs := present(t.RegionOf(v.Azure))
		if len(v.Gateways) > 0 {
			g.gateways[v] = g.node(node{kind: gatewaySpeaker, name: "vnets/" + v.Name(), vnet: v, drained: -1, needs: needs})
		}
		g.vnets[v] = g.node(node{kind: vnetSpeaker, name: "vnets/" + v.Name(), vnet: v, drained: -1, needs: needs})
	}
	g.services = g.node(node{kind: serviceSpeaker, name: "microsoft", drained: -1})
	g.mesh()
	for _, v := range d.VNets {
		for _, at := range g.exitsOf(v) {
			g.join(session{joint: memberJoint, a: at, b: g.vnets[v], under: -1, hop: Hop{Component: -1}})
		}
	}
	g.peerings()
}

// exitsOf returns the gateways or the hub through which a virtual network
// reaches the outside: those of the network whose gateway it uses, or its own.
func (g *graph) exitsOf(v *planner.VNet) []int {
	if v.VHub != nil {
		return []int{g.hubs[v.VHub]}
	}
	var exits []int
	add := func(of *planner.VNet) {
		if at, ok := g.gateways[of]; ok {
			exits = append(exits, at)
		}
	}
	if v.Hub != nil {
		add(v.Hub)
		return exits
	}
	add(v)
	for _, p := range v.Peerings {
		if p.UseRemoteGateways.Value() && p.To != v && grantsTransit(p.To, v) {
			add(p.To)
		}
	}
	return exits
}

// grantsTransit reports whether a virtual network lets another use its
// gateway; a network that says nothing of the peering does.
func grantsTransit(of, to *planner.VNet) bool {
	for _, p := range of.Peerings {
		if p.To == to && p.AllowGatewayTransit.Known() {
			return p.AllowGatewayTransit.Value()
		}
	}
	return true
}

// mesh joins the hubs of each Virtual WAN, every one to every other. The hubs
// of a basic one are not joined.
func (g *graph) mesh() {
	for _, w := range g.design.VirtualWANs {
		if w.Type == "basic" {
			continue
		}
		for i, h := range w.Hubs {
			for _, other := range w.Hubs[i+1:] {
				g.join(session{joint: meshJoint, a: g.hubs[h], b: g.hubs[other], under: -1, hop: Hop{Component: -1}})
			}
		}
	}
}

// peerings joins virtual networks that are peered, one session a pair.
func (g *graph) peerings() {
	seen := map[[2]int]bool{}
	join := func(v, w *planner.VNet) {
		a, b := min(g.vnets[v], g.vnets[w]), max(g.vnets[v], g.vnets[w])
		if a == b || seen[[2]int{a, b}] {
			return
		}
		seen[[2]int{a, b}] = true
		g.join(session{joint: peeringJoint, a: a, b: b, under: -1, hop: Hop{Component: -1}})
	}
	for _, v := range g.design.VNets {
		if v.Hub != nil {
			join(v, v.Hub)
		}
		for _, p := range v.Peerings {
			join(v, p.To)
		}
	}
}

// reach joins the edge routers of circuits with Global Reach, every one of the
// one to every one of the other, and Microsoft peerings to the services.
func (g *graph) reach() {
	for _, r := range g.design.GlobalReach {
		if r.Circuits[0] == nil || r.Circuits[1] == nil || r.Circuits[0] == r.Circuits[1] {
			continue
		}
		part := g.topo.GlobalReachOf(r)
		for _, near := range g.edgesOf(r.Circuits[0], false) {
			for _, far := range g.edgesOf(r.Circuits[1], false) {
				g.join(session{
					joint: reachJoint, a: near, b: far, under: -1, needs: present(part),
					hop: Hop{Name: r.Name(), Component: part, GlobalReach: r},
				})
			}
		}
	}
	for _, c := range g.design.Circuits {
		for _, edge := range g.edgesOf(c, true) {
			g.join(session{joint: serviceJoint, a: edge, b: g.services, under: -1, hop: Hop{Component: -1}})
		}
	}
}

// edgesOf returns the edge routers of a circuit for one kind of peering.
func (g *graph) edgesOf(c *planner.Circuit, microsoft bool) []int {
	var edges []int
	for _, l := range c.Links.All() {
		if e, ok := g.edges[edgeKey{l, microsoft}]; ok {
			edges = append(edges, e)
		}
	}
	return edges
}

// connections joins edge routers to gateways and hubs.
func (g *graph) connections() {
	t := g.topo
	for _, c := range g.design.Connections {
		part := t.ConnectionOf(c)
		s := session{
			joint: connectionJoint, under: -1, circuit: c.Circuit, weight: c.RoutingWeight.Value(),
			hop: Hop{Component: part, Connection: c},
		}
		if c.Hub != nil {
			s.b, s.any = g.hubs[c.Hub], t.HubInstances(c.Hub, planner.ExpressRouteGateway)
			s.needs = present(part, t.HubGatewayOf(c.Hub, planner.ExpressRouteGateway))
		} else {
			s.b, s.any = g.gateways[c.Gateway.VNet], t.Instances(c.Gateway)
			s.needs = present(part, t.GatewayOf(c.Gateway))
		}
		s.down = len(s.any) == 0
		for _, edge := range g.edgesOf(c.Circuit, false) {
			s.a = edge
			g.join(s)
		}
	}
}

// tunnels joins sites to VPN gateways and hubs, one session a tunnel.
func (g *graph) tunnels() {
	for _, v := range g.design.VPNTunnels {
		end, whole := g.tunnelEnd(v)
		under := g.underlayOf(v, end)
		for i, one := range g.topo.Tunnels(v) {
			g.join(session{
				joint: tunnelJoint, a: g.sites[v.Site], b: end, under: under, any: one.Instances,
				needs:   present(g.topo.RouterOf(one.Router), one.Component, whole),
				hop:     Hop{Component: one.Component, Tunnel: v, Name: fmt.Sprintf("%s/%d", v.Name(), i+1)},
				routers: []*planner.Router{one.Router}, exit: g.exit(v),
				local: v.LocalPreference.Or(defaultPreference), extra: v.ASPathPrepend.Value(),
				cap: one.Router.MaxASPath.Value(),
			})
		}
	}
}

// tunnelEnd returns the speaker at Azure's end of a VPN, and the component of
// its gateway as a whole.
func (g *graph) tunnelEnd(v *planner.VPNTunnel) (end, whole int) {
	if v.Hub != nil {
		return g.hubs[v.Hub], g.topo.HubGatewayOf(v.Hub, planner.VPNGateway)
	}
	return g.gateways[v.Gateway.VNet], g.topo.GatewayOf(v.Gateway)
}
