package gateway

import (
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

var vnetToVNet = &rules.Rule{
	ID:       "gateway/vnet-to-vnet-over-expressroute",
	Code:     "GW-020",
	Title:    "Traffic between VNets does not turn round on a circuit",
	Severity: diag.Warning,
	Why:      "Traffic from VNet to VNet over a circuit goes to the edge router at the peering location and back through both gateways: slow, at the circuit's and gateways' expense, and gone when the circuit is. It is off unless both gateways allow it.",
	Fix:      "Peer the VNets, or connect both to a Virtual WAN.",
	Refs: []rules.Ref{
		{Doc: "virtual-network-connectivity-guidance", Section: "Limitations", Date: "2025-01-31"},
		page("Virtual network-to-virtual network connectivity"),
	},
	Covers: []string{"APRL 194c14ac-0d7a-5a48-ae32-75fa450ee564", "ALZ D06.24"},
	Check: func(p *rules.Pass) {
		var first []*planner.Gateway
		found := map[*planner.Gateway]rules.Finding{}
		for _, g := range expressRoute(p) {
			if !g.AllowRemoteVNetTraffic.Value() {
				continue
			}
			at := g.ValueAt("allow_remote_vnet_traffic")
			if i := slices.IndexFunc(first, func(o *planner.Gateway) bool { return shareCircuit(g, o) }); i >= 0 {
				found[first[i]].Related(at, "gateway %s takes it from there", g.Name()) // two ends of one intention
				continue
			}
			first = append(first, g)
			found[g] = p.Report(at, "gateway %s takes traffic of other VNets over its circuits", g.Name())
		}
		joined := p.JoinedVNets() // whether a chain of peerings carries is vnet/peering-not-transitive's
		for _, f := range p.Flows {
			a, b := f.From.VNet, f.To.VNet
			if a != nil && b != nil && a.VHub == nil && b.VHub == nil && joined.Of(a) != joined.Of(b) {
				checkHairpin(p, f, a, b)
			}
		}
	},
}

func shareCircuit(a, b *planner.Gateway) bool {
	return slices.ContainsFunc(a.Connections, func(c *planner.Connection) bool {
		return slices.ContainsFunc(b.Connections, func(d *planner.Connection) bool { return d.Circuit == c.Circuit })
	})
}

// checkHairpin reports a flow between two VNets that nothing but a circuit
// joins. Gateways that allow it are reported themselves.
func checkHairpin(p *rules.Pass, f *planner.Flow, a, b *planner.VNet) {
	allows := func(v *planner.VNet) bool {
		return slices.ContainsFunc(v.Homes(), func(home *planner.VNet) bool {
			return slices.ContainsFunc(home.Gateways, func(g *planner.Gateway) bool { return g.AllowRemoteVNetTraffic.Value() })
		})
	}
	if allows(a) || allows(b) {
		return
	}
	if shared := common(a.Circuits(), b.Circuits()); len(shared) > 0 {
		p.Report(f.Here(), "flow %s: nothing but %s joins VNets %s and %s, and traffic between VNets over a circuit is off by default", f.Name(), rules.And(rules.Names(shared)), a.Name(), b.Name()).
			Rests(p.Catalog.Limit("connection.vnet_to_vnet_default").Source).
			Fix("Peer VNets %s and %s, or connect both to a Virtual WAN.", a.Name(), b.Name())
	}
}

var vnetToVirtualWAN = &rules.Rule{
	ID:       "gateway/vnet-to-vwan-toggle",
	Code:     "GW-021",
	Title:    "Gateways and hubs let traffic between VNets and Virtual WAN pass where it is meant to",
	Severity: diag.Error,
	Why:      "A VNet with a gateway of its own and one of a Virtual WAN reach each other over a shared circuit only if both the gateway and the hub allow it. Both are off by default.",
	Fix:      "Connect the VNet to the hub instead, or write allow_virtual_wan_traffic = true at the gateway and allow_non_virtual_wan_traffic = true at the hub.",
	Refs:     []rules.Ref{page("Connectivity from virtual network to virtual network and from virtual network to virtual WAN")},
	Check: func(p *rules.Pass) {
		done, joined := map[[2]any]bool{}, p.JoinedVNets()
		for _, f := range p.Flows {
			own, hub := f.From.VNet, f.To.VNet
			if own == nil || hub == nil {
				continue
			}
			if own.VHub != nil {
				own, hub = hub, own
			}
			if own.VHub != nil || hub.VHub == nil || joined.Of(own) == joined.Of(hub) {
				continue
			}
			if near, far := meeting(p, own, hub); near != nil && !done[[2]any{near.Gateway, far.Hub}] {
				done[[2]any{near.Gateway, far.Hub}] = true
				checkToggles(p, f, near, far)
			}
		}
	},
}

// meeting returns the connections to a VNet's gateway and to a hub over which
// the first circuit that both have joins them, or nil.
func meeting(p *rules.Pass, own, hub *planner.VNet) (near, far *planner.Connection) {
	for _, a := range own.Connections() {
		for _, b := range hub.Connections() {
			if a.Circuit == b.Circuit {
				return a, b
			}
		}
	}
	return nil, nil
}

func checkToggles(p *rules.Pass, f *planner.Flow, near, far *planner.Connection) {
	g, h := near.Gateway, far.Hub
	gateway, hub := g.AllowVirtualWANTraffic.Value(), h.AllowNonVirtualWANTraffic.Value()
	at, who := g.At("allow_virtual_wan_traffic"), "gateway "+g.Name()
	switch {
	case gateway && hub:
		return
	case gateway:
		at, who = h.At("allow_non_virtual_wan_traffic"), "hub "+h.Name()
	case !hub:
		who += " and hub " + h.Name() + " do"
	}
	if gateway != hub {
		who += " does"
	}
	found := p.Report(at, "flow %s goes from %s to %s over circuit %s, and %s not let it pass", f.Name(), f.From, f.To, near.Circuit.Name(), who).
		Related(f.Here(), "the flow")
	if !gateway && !hub {
		found.Related(h.At("allow_non_virtual_wan_traffic"), "the hub")
	}
}

var transitFlags = &rules.Rule{
	ID:       "gateway/peering-transit-flags",
	Code:     "GW-022",
	Title:    "A VNet that needs the sites uses one gateway: its own, or that of a VNet that lets it",
	Severity: diag.Error,
	Why:      "A peered VNet is announced to the sites only if its side of the peering uses the remote gateway and the other side allows it. It may do so on one peering, and only without a gateway of its own.",
	Fix:      "Set both flags on one peering, which hub = \"NAME\" says in one word.",
	Refs: []rules.Ref{
		{Doc: "vpn-gateway/vpn-gateway-different-region", Section: "Requirements and constraints", Date: "2026-08-12"},
		faq("How are virtual networks advertised on ExpressRoute private peering?"),
	},
	YieldsTo: []string{"fastpath/spoke-with-two-remote-gateways"},
	Check: func(p *rules.Pass) {
		for _, v := range p.VNets {
			uses := v.RemoteUses()
			for i, u := range uses {
				checkUse(p, v, u, uses[:i])
			}
			for _, n := range v.Peerings {
				if n.UseRemoteGateways.Known() && !n.UseRemoteGateways.Value() && n.To == v.Hub {
					p.Report(n.ValueAt("use_remote_gateways"), "VNet %s names %s as its hub, and here does not use its gateway", v.Name(), v.Hub.Name()).
						Related(v.ValueAt("hub"), "hub = %q sets both flags", v.HubName).
						Fix("Remove one of the two.")
				}
			}
		}
		checkFlags(p)
	},
}

func checkUse(p *rules.Pass, v *planner.VNet, u planner.RemoteUse, before []planner.RemoteUse) {
	switch {
	case len(before) > 0:
		p.Report(u.Place, "VNet %s uses remote gateways on two peerings; one is allowed", v.Name()).
			Related(before[0].Place, "the first").
			Fix("Keep one of them; it may serve for all that the gateways of both are connected to.")
	case u.Of == nil: // own gateways of a VNet in a Virtual WAN are virtual-wan/spoke-has-gateway's
	case len(v.Gateways) > 0:
		p.Report(u.Place, "VNet %s uses the gateway of %s and has gateway %s itself", v.Name(), u.Of.Name(), v.Gateways[0].Name()).
			Related(v.Gateways[0].ValueAt("vnet"), "its own gateway").
			Fix("Remove one of the two.")
	case u.Of.Grants(v).Known() && !u.Of.Grants(v).Value():
		found := p.Report(refusal(u.Of, v), "VNet %s does not let %s use its gateway", u.Of.Name(), v.Name()).
			Related(u.Place, "%s is to use it", v.Name()).
			Fix("Write allow_gateway_transit = true.")
		for _, f := range p.Flows {
			if f.From.VNet == v || f.To.VNet == v {
				found.Related(f.Here(), "flow %s needs it", f.Name())
			}
		}
	case len(u.Of.Gateways) == 0 && !u.Of.RouteServer.Value():
		p.Report(u.Place, "VNet %s uses the gateway of %s, which has none", v.Name(), u.Of.Name()).
			Related(u.Of.Here(), "no [gateways] table names this VNet").
			Fix("Add a gateway with vnet = %q, or name the VNet that has one.", u.Of.Name())
	}
}

// refusal returns where a VNet says that another may not use its gateways.
func refusal(of, v *planner.VNet) source.Place {
	for _, n := range of.Peerings {
		if n.To == v && n.AllowGatewayTransit.Known() {
			return n.ValueAt("allow_gateway_transit")
		}
	}
	return of.Here()
}

// checkFlags reports VNets that flows from sites go to, and that are peered
// with a VNet that has a gateway without using it.
func checkFlags(p *rules.Pass) {
	done := map[*planner.VNet]bool{}
	for _, x := range p.Crossings() {
		v := x.VNet
		if done[v] || len(v.Gateways) > 0 || len(v.RemoteUses()) > 0 {
			continue
		}
		for _, hub := range p.PeersOf(v) {
			if len(hub.GatewaysOf(planner.ExpressRouteGateway)) == 0 {
				continue
			}
			done[v] = true
			p.Report(flag(v, hub), "flow %s goes to VNet %s, which is peered with %s and does not use its gateway", x.Flow.Name(), v.Name(), hub.Name()).
				Related(x.Flow.Here(), "the flow").
				Fix("Write use_remote_gateways = true in the peering of %s, and allow_gateway_transit = true in that of %s; or hub = %q in [vnets.%s] for both.", v.Name(), hub.Name(), hub.Name(), v.Name())
			break
		}
	}
}

// flag returns where a VNet says, or would say, that it uses the gateway of
// another one.
func flag(v, hub *planner.VNet) source.Place {
	for _, n := range v.Peerings {
		if n.To == hub {
			return n.At("use_remote_gateways")
		}
	}
	return v.At("peerings")
}
