package acceptance

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/outcome"
)

// gatewayTrials are Microsoft's validations: they take the circuits of one
// peering location from one gateway, which needs another location.
func gatewayTrials(a *outcome.Analysis) []Trial {
	var out []Trial
	for _, g := range Joints(a) {
		places := g.Places()
		if len(places) < 2 {
			continue
		}
		for _, place := range places {
			var ids []int
			metro := false
			target := -1
			for _, n := range g.Connections {
				if n.Circuit.LocationName() == place {
					ids = append(ids, a.Topology.ConnectionOf(n))
					target = a.Topology.LocationOf(n.Circuit)
					metro = metro || n.Circuit.Location != nil && n.Circuit.Location.Metro
				}
			}
			ids = slices.DeleteFunc(ids, func(i int) bool { return i < 0 })
			if metro || target < 0 || len(ids) == 0 {
				continue
			}
			out = append(out, Trial{Name: trialName(out, "site", place, g.name), Kind: "site-failover", Way: g.way, Target: component(a, target).ID,
				What: fmt.Sprintf("%s at %s", g.words, place), Change: outcome.Failing(ids...)})
		}
	}
	return out
}

// A Joint is a gateway or hub with its circuits.
type Joint struct {
	Path        string // in the design
	Connections []*planner.Connection

	name, words, way string
}

// Joints returns the gateways and hubs that circuits are connected to.
func Joints(a *outcome.Analysis) []Joint {
	var out []Joint
	for _, g := range a.Design.Gateways {
		if g.Kind == planner.ExpressRouteGateway && len(g.Connections) > 0 {
			out = append(out, Joint{g.Path(), g.Connections, g.Name(), "the circuits of gateway " + g.Name(), "gateway"})
		}
	}
	for _, h := range a.Design.VirtualHubs {
		if len(h.Connections) > 0 {
			out = append(out, Joint{h.Path(), h.Connections, h.Name(), "the circuits of virtual hub " + h.Name(), "hub"})
		}
	}
	return out
}

// Places returns the peering locations of the circuits with private peering.
func (g *Joint) Places() []string {
	var out []string
	for _, n := range g.Connections {
		if name := n.Circuit.LocationName(); n.Circuit.Peerings.Private != nil && name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// vpnTrials make a VPN that stands by take over, and take away the first
// tunnel of any other.
func vpnTrials(a *outcome.Analysis) []Trial {
	var out []Trial
	beside := map[*planner.VPNTunnel][]int{}
	for _, x := range a.Design.Coexistences() {
		var ids []int
		for _, c := range x.Circuits {
			for _, n := range c.Connections {
				if i := a.Topology.ConnectionOf(n); i >= 0 && leads(n, x.Network) {
					ids = append(ids, i)
				}
			}
		}
		for _, t := range x.Tunnels {
			beside[t] = ids
		}
	}
	for _, v := range a.Design.VPNTunnels {
		tunnels := a.Topology.Tunnels(v)
		if len(tunnels) == 0 {
			continue
		}
		t := Trial{Name: trialName(out, "vpn", v.Name()), Kind: "vpn-failover", Target: component(a, tunnels[0].Component).ID}
		if ids := beside[v]; v.MayBackUp() && len(ids) > 0 {
			t.Way, t.What, t.Change = "backup", "the circuits beside VPN "+v.Name()+", which takes over", outcome.Failing(ids...)
		} else {
			t.Way, t.What, t.Change = "tunnel", "the first tunnel of VPN "+v.Name(), outcome.Failing(tunnels[0].Component)
		}
		out = append(out, t)
	}
	return out
}

func leads(n *planner.Connection, to *planner.Network) bool {
	if n.Hub != nil {
		return n.Hub.WAN == to.WAN
	}
	return n.Gateway.VNet == to.VNet
}
