package vnet

import (
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var peeringNotTransitive = &rules.Rule{
	ID:       "vnet/peering-not-transitive",
	Code:     "NET-002",
	Title:    "Flows between VNets have a peering, or appliances on the way that route them",
	Severity: diag.Error,
	Why:      "A peering joins two VNets and passes nothing on: two spokes of a hub do not reach each other unless something in the hub routes between them.",
	Fix:      "Peer the two directly, route by a firewall or appliance in the hub, or use a Virtual WAN.",
	Refs:     []rules.Ref{remote("Routing behavior for cross-region gateway transit")},
	Check: func(p *rules.Pass) {
		found := map[*planner.VNet]rules.Finding{}
		joined := p.JoinedVNets()
		for _, f := range p.Flows {
			a, b := f.From.VNet, f.To.VNet
			if a == nil || b == nil || a == b || joined.Of(a) != joined.Of(b) || inOneWAN(a, b) {
				continue
			}
			checkChain(p, f, a, b, found)
		}
	},
}

func inOneWAN(a, b *planner.VNet) bool {
	return a.VHub != nil && b.VHub != nil && a.VHub.WAN == b.VHub.WAN
}

// routes reports whether something in a VNet routes between its peers. It is
// unknown where the design does not say whether a firewall is there.
func routes(v *planner.VNet) planner.Opt[bool] {
	switch {
	case v.Firewall == "" && !v.RouteServer.Value():
		return planner.Opt[bool]{}
	default:
		return planner.Of(appliance(v.Firewall) || v.RouteServer.Value())
	}
}

func checkChain(p *rules.Pass, f *planner.Flow, a, b *planner.VNet, found map[*planner.VNet]rules.Finding) {
	if chain(p, a, b, func(v *planner.VNet) bool { return routes(v).Value() }) != nil {
		return
	}
	if way := chain(p, a, b, func(v *planner.VNet) bool { return routes(v).Or(true) }); way != nil {
		for _, v := range way[1 : len(way)-1] {
			if !routes(v).Known() {
				p.Unknown(v.At("firewall"), "whether VNets %s and %s reach each other is unknown: VNet %s between them does not say whether it has a firewall", a.Name(), b.Name(), v.Name())
			}
		}
		return
	}
	way := chain(p, a, b, func(*planner.VNet) bool { return true })
	if way == nil { // joined by a Virtual WAN on the way
		return
	}
	between := way[1 : len(way)-1]
	idle := between[slices.IndexFunc(between, func(v *planner.VNet) bool { return !routes(v).Or(true) })]
	if first, ok := found[idle]; ok {
		first.Related(f.Here(), "flow %s too", f.Name())
		return
	}
	how := "are peered with " + idle.Name() + ", not with each other"
	if len(between) > 1 {
		how = "are joined by a chain of peerings over " + rules.And(rules.Names(between))
	}
	found[idle] = p.Report(f.Here(), "flow %s: VNets %s and %s %s, and nothing in %s routes between its peers", f.Name(), a.Name(), b.Name(), how, idle.Name()).
		Related(idle.At("firewall"), "VNet %s has no firewall", idle.Name()).
		Fix("Peer %s and %s directly, or route by a firewall in %s.", a.Name(), b.Name(), rules.And(rules.Names(between)))
}

// chain returns the shortest chain of peered VNets from one to another whose
// inner links all pass a test, with both ends; nil where there is none.
func chain(p *rules.Pass, from, to *planner.VNet, inner func(*planner.VNet) bool) []*planner.VNet {
	before := map[*planner.VNet]*planner.VNet{from: nil}
	for queue := []*planner.VNet{from}; len(queue) > 0; queue = queue[1:] {
		v := queue[0]
		if v == to {
			var way []*planner.VNet
			for ; v != nil; v = before[v] {
				way = append(way, v)
			}
			slices.Reverse(way)
			return way
		}
		if v != from && !inner(v) {
			continue
		}
		for _, next := range p.PeersOf(v) {
			if _, seen := before[next]; !seen {
				before[next] = v
				queue = append(queue, next)
			}
		}
	}
	return nil
}

var ipv6NoCircuit = &rules.Rule{
	ID:       "vnet/ipv6-no-circuit-support",
	Code:     "NET-003",
	Title:    "Circuits that carry IPv6 flows have IPv6 on private peering",
	Severity: diag.Warning,
	Why:      "IPv6 needs networks of its own on private peering. Over a circuit without them the flow has no way, even if the VNet has IPv6.",
	Fix:      "Add two IPv6 /126 to the private peering.",
	Refs: []rules.Ref{
		{Doc: "expressroute-howto-add-ipv6-portal", Section: "Add IPv6 Private Peering to your ExpressRoute circuit", Date: "2025-07-25"},
		{Doc: "expressroute-circuit-peerings", Section: "Peering comparison", Date: "2026-08-27"},
	},
	YieldsTo: []string{"peering/gateway-dual-stack-circuit-ipv4", "virtual-wan/ipv6"},
	Check: func(p *rules.Pass) {
		found := map[*planner.Peering]rules.Finding{}
		for _, x := range p.Crossings() {
			if !x.Flow.IPv6.Value() {
				continue
			}
			for _, c := range x.Connections {
				peering := c.Circuit.Peerings.Private
				if peering.PrimaryV6.IsValid() || peering.SecondaryV6.IsValid() {
					continue
				}
				if f, ok := found[peering]; ok {
					f.Related(x.Flow.ValueAt("ipv6"), "flow %s too", x.Flow.Name())
					continue
				}
				found[peering] = p.Report(peering.At("ipv6_primary_peer_address_prefix"), "flow %s needs IPv6 to VNet %s; private peering of circuit %s has IPv4 only", x.Flow.Name(), x.VNet.Name(), c.Circuit.Name()).
					Related(x.Flow.ValueAt("ipv6"), "flow %s", x.Flow.Name())
			}
		}
	},
}
