package diagram

import (
	"fmt"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
)

// azure draws gateways, networks and virtual hubs, and the connections.
func (d *draft) azure() {
	for _, g := range d.t.Design.Gateways {
		d.gateway(g)
	}
	for _, h := range d.t.Design.VirtualHubs {
		d.hub(h)
	}
	for _, v := range d.t.Design.VNets {
		d.vnet(v)
	}
	for _, g := range d.t.Design.Gateways {
		d.edge(d.boxAt[g], d.boxAt[g.VNet], Inside)
	}
	for _, v := range d.t.Design.VNets {
		d.uses(v)
	}
	for _, k := range d.t.Design.Connections {
		d.connection(k)
	}
}

func (d *draft) gateway(g *planner.Gateway) {
	whole := d.t.GatewayOf(g)
	d.box(g, part{
		Box: Box{
			ID: d.id(whole, "gateway:"+g.Name()), Kind: gateway, Column: gatewayColumn, Group: d.regionFrame(g.VNet.Azure),
			Title: g.Name(), Details: gatewayWords(g, len(d.t.Instances(g))),
		},
		whole: []int{whole}, legs: d.instances(d.t.Instances(g)), noun: "instance", region: regionKey(g.VNet.Azure), area: regionArea(g.VNet.Azure),
		tally: []tally{{noun: "gateway", n: 1}},
	})
}

func (d *draft) instances(parts []int) []leg {
	var legs []leg
	for i, c := range parts {
		legs = append(legs, leg{fmt.Sprintf("instance %d", i+1), []int{c}, true})
	}
	return legs
}

// A hubGateway is the key of the box of a gateway of a hub.
type hubGateway struct {
	hub  *planner.VirtualHub
	kind planner.GatewayKind
}

func (d *draft) hub(h *planner.VirtualHub) {
	frame := d.group(h.WAN, Group{ID: "virtual-wan:" + h.WAN.Name(), Kind: VirtualWAN, Title: "Virtual WAN " + h.WAN.Name(), Parent: -1})
	c := d.t.HubOf(h)
	at := d.box(h, part{
		Box:   Box{ID: d.id(c, "virtual-hub:"+h.Name()), Kind: virtualHub, Column: networkColumn, Group: frame, Title: h.Name(), Details: hubWords(h)},
		whole: []int{c}, region: regionKey(h.Azure), area: regionArea(h.Azure), tally: []tally{{noun: "virtual hub", n: 1}},
	})
	for _, kind := range []planner.GatewayKind{planner.ExpressRouteGateway, planner.VPNGateway} {
		whole := d.t.HubGatewayOf(h, kind)
		if whole < 0 {
			continue
		}
		from := d.box(hubGateway{h, kind}, part{
			Box: Box{
				ID: d.t.Components[whole].ID, Kind: gateway, Column: gatewayColumn, Group: frame,
				Title: kindName(kind), Details: []string{h.Name(), scaleUnits(h, kind)},
			},
			whole: []int{whole}, legs: d.instances(d.t.HubInstances(h, kind)), noun: "instance",
			region: regionKey(h.Azure), area: regionArea(h.Azure), tally: []tally{{noun: "gateway", n: 1}},
		})
		d.edge(from, at, Inside)
	}
}

func (d *draft) vnet(v *planner.VNet) {
	column := networkColumn
	if v.Hub != nil || v.VHub != nil || remote(v) != nil {
		column = spokeColumn
	}
	d.box(v, part{
		Box: Box{
			ID: "vnet:" + v.Name(), Kind: VNet, Column: column, Group: d.regionFrame(v.Azure),
			Title: v.Name(), Details: []string{prefixes(v.AddressSpace), firewallName(v.Firewall)}, Places: []string{"vnet:" + v.Name()},
		},
		needs: []int{d.t.RegionOf(v.Azure)}, region: regionKey(v.Azure), area: regionArea(v.Azure), tally: []tally{{noun: "VNet", n: 1}},
	})
}

// uses draws the edge to a network from that whose gateways it uses.
func (d *draft) uses(v *planner.VNet) {
	switch {
	case v.VHub != nil:
		d.edge(d.boxAt[v.VHub], d.boxAt[v], Inside)
	case v.Hub != nil && v.Hub != v:
		d.edge(d.boxAt[v.Hub], d.boxAt[v], Inside)
	case remote(v) != nil:
		d.edge(d.boxAt[remote(v)], d.boxAt[v], Inside)
	}
}

// remote returns the network whose gateways another uses by a peering that
// the design writes, or nil.
func remote(v *planner.VNet) *planner.VNet {
	for _, p := range v.Peerings {
		if p.UseRemoteGateways.Value() && p.To != v {
			return p.To
		}
	}
	return nil
}

// connection draws what joins a circuit to a gateway. Where the connections of
// a gateway have different weights, those below the highest are backups.
func (d *draft) connection(k *planner.Connection) {
	to, all := d.target(k)
	style, label, top := Inside, "", 0
	for _, other := range all {
		top = max(top, other.RoutingWeight.Or(0))
	}
	for _, other := range all {
		if other.RoutingWeight.Or(0) != top {
			label = fmt.Sprintf("weight %d", k.RoutingWeight.Or(0))
		}
	}
	if k.RoutingWeight.Or(0) < top {
		style = Secondary
	}
	d.edge(d.boxAt[k.Circuit], to, style, d.t.ConnectionOf(k)).Label = label
}

func (d *draft) target(k *planner.Connection) (box int, all []*planner.Connection) {
	if k.Hub == nil {
		return d.boxAt[k.Gateway], k.Gateway.Connections
	}
	if i, ok := d.boxAt[hubGateway{k.Hub, planner.ExpressRouteGateway}]; ok {
		return i, k.Hub.Connections
	}
	return d.boxAt[k.Hub], k.Hub.Connections
}

// vpn draws the tunnels of a VPN connection as one box.
func (d *draft) vpn(v *planner.VPNTunnel) {
	tunnels := d.t.Tunnels(v)
	if len(tunnels) == 0 {
		return
	}
	p := part{
		Box:  Box{ID: "vpn:" + v.Name(), Kind: VPN, Column: circuitColumn, Group: -1, Title: v.Name(), Details: tunnelWords(v, len(tunnels))},
		noun: "tunnel", tally: []tally{{noun: "tunnel", n: len(tunnels)}},
	}
	for i, one := range tunnels {
		p.legs = append(p.legs, leg{fmt.Sprintf("tunnel %d", i+1), []int{one.Component}, true})
	}
	at := d.box(v, p)
	for _, one := range tunnels {
		for _, access := range one.Internet {
			d.edge(d.boxAt[one.Router], d.boxAt[access], Tunnelled)
			d.edge(d.boxAt[access], at, Tunnelled)
		}
		if len(one.Internet) == 0 {
			d.edge(d.boxAt[one.Router], at, Tunnelled)
		}
	}
	to, ok := d.boxAt[v.Gateway]
	if v.Hub != nil {
		to, ok = d.boxAt[hubGateway{v.Hub, planner.VPNGateway}]
	}
	if ok {
		d.edge(at, to, Tunnelled)
	}
}

// regionFrame returns the group of a region, -1 where none is stated.
func (d *draft) regionFrame(r *catalog.Region) int {
	c := d.t.RegionOf(r)
	if c < 0 {
		return -1
	}
	return d.group(c, Group{ID: d.t.Components[c].ID, Kind: region, Title: r.DisplayName, Parent: -1}, c)
}

func regionKey(r *catalog.Region) string {
	if r == nil {
		return ""
	}
	return r.DisplayName
}

func regionArea(r *catalog.Region) string {
	if r == nil {
		return ""
	}
	return r.GeopoliticalRegion
}
