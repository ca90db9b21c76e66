package routes

import (
	"net/netip"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// Further lists the rules that follow those of Rules.
var Further = []*rules.Rule{
	singleFlow,
	remoteHairpin,
	routeServerLimit,
}

var singleFlow = &rules.Rule{
	ID:       "routing/single-flow-over-link",
	Code:     "RTE-012",
	Title:    "A single connection fits on one link",
	Severity: diag.Advice,
	Why:      "Traffic is spread by connection (5-tuple): one connection uses one link of one circuit, however many there are.",
	Fix:      "Use several connections at a time, or a larger circuit.",
	Refs:     []rules.Ref{{Doc: "expressroute-faqs", Section: "How is traffic load balanced over multiple circuits? (note)", Date: "2026-03-31"}},
	YieldsTo: []string{"redundancy/surviving-capacity", "gateway/throughput-below-need"},
	Check: func(p *rules.Pass) {
		for _, x := range p.Crossings() {
			n := x.Flow.ConcurrentFlows
			if !n.Known() || n.Value() < 1 || x.Flow.Bandwidth == 0 {
				continue
			}
			var largest *planner.Circuit
			for _, c := range x.Connections {
				if c.Circuit.Bandwidth == 0 {
					largest = nil
					break
				}
				if largest == nil || c.Circuit.Bandwidth > largest.Bandwidth {
					largest = c.Circuit
				}
			}
			each := x.Flow.Bandwidth / planner.Bandwidth(n.Value())
			if largest == nil || each <= largest.Bandwidth {
				continue
			}
			p.Report(x.Flow.ValueAt("concurrent_flows"), "flow %s needs %s in %s, so %s each, and a link of circuit %s carries %s", x.Flow.Name(), x.Flow.Bandwidth, rules.Count(n.Value(), "connection"), each, largest.Name(), largest.Bandwidth).
				Related(largest.ValueAt("bandwidth"), "the largest circuit").
				Fix("Use %d connections at a time or more, or a circuit of %s.", (x.Flow.Bandwidth+largest.Bandwidth-1)/largest.Bandwidth, each)
		}
	},
}

var remoteHairpin = &rules.Rule{
	ID:       "routing/vnet-to-vnet-remote-hairpin",
	Code:     "RTE-016",
	Title:    "Traffic between VNets that goes over circuits takes the near one",
	Severity: diag.Advice,
	Why:      "Where gateways let traffic of other VNets pass, it turns round at a peering location, and with equal weights part of it does so at a far one.",
	Fix:      "Give the connection of the near circuit a higher routing weight, or peer the VNets.",
	Refs:     []rules.Ref{{Doc: "expressroute-optimize-routing", Section: "Suboptimal routing between virtual networks", Date: "2023-06-15"}},
	YieldsTo: []string{"gateway/vnet-to-vnet-over-expressroute"},
	Check: func(p *rules.Pass) {
		joined := p.JoinedVNets()
		for i, a := range p.Gateways {
			for _, b := range p.Gateways[:i] {
				if a.VNet == b.VNet || !a.AllowRemoteVNetTraffic.Value() || !b.AllowRemoteVNetTraffic.Value() || joined.Of(a.VNet) == joined.Of(b.VNet) {
					continue
				}
				reportHairpin(p, a, b)
			}
		}
	},
}

// reportHairpin reports two gateways that share circuits at several locations
// with one weight.
func reportHairpin(p *rules.Pass, a, b *planner.Gateway) {
	var shared []*planner.Connection
	for _, n := range a.Connections {
		if slices.ContainsFunc(b.Connections, func(o *planner.Connection) bool { return o.Circuit == n.Circuit }) {
			shared = append(shared, n)
		}
	}
	for _, n := range shared[min(1, len(shared)):] {
		first := shared[0]
		if n.Circuit.LocationName() != first.Circuit.LocationName() && n.RoutingWeight.Or(0) == first.RoutingWeight.Or(0) {
			p.Report(n.ValueAt("routing_weight"), "traffic between VNets %s and %s is spread over circuits %s at %s and %s at %s, which have one weight", b.VNet.Name(), a.VNet.Name(), first.Circuit.Name(), first.Circuit.LocationName(), n.Circuit.Name(), n.Circuit.LocationName()).
				Related(first.ValueAt("routing_weight"), "the other connection")
			return
		}
	}
}

// nearLimitShare is from which share of a limit on it is near: a proposal.
const nearLimitShare = 80 // percent

var routeServerLimit = &rules.Rule{
	ID:       "routing/route-server-limit",
	Title:    "Route Server takes all that its peers announce",
	Severity: diag.Error,
	Why:      "Route Server exchanges routes with the gateways of its VNet. A peer that announces more than it takes loses its session, and what ExpressRoute announces to the sites through it is limited too.",
	Fix:      "Summarize what is announced.",
	Refs:     []rules.Ref{{Doc: "route-server/route-server-faq", Section: "Azure Route Server limits", Date: "2025-02-07"}},
	YieldsTo: []string{"routing/private-prefix-limit", "routing/gateway-learned-limit", "vpn/prefix-count"},
	Check: func(p *rules.Pass) {
		for _, v := range p.VNets {
			if !v.RouteServer.Value() || !v.BranchToBranch.Value() {
				continue
			}
			for _, g := range v.Gateways {
				reportPeer(p, v, g)
			}
			reportOut(p, v)
		}
	},
}

// reportPeer reports a gateway that announces too much to Route Server.
func reportPeer(p *rules.Pass, v *planner.VNet, g *planner.Gateway) {
	most := p.Catalog.Limit("route_server.routes_per_peer")
	seen := map[netip.Prefix]bool{}
	var at source.Place
	counted := 0 // of lists that are too long to write
	for _, n := range g.Connections {
		if !n.Carries() {
			continue
		}
		a := n.Circuit.Peerings.Private.AnnouncedByAny()
		for _, x := range a.Prefixes {
			seen[x] = true
		}
		counted += a.V4 + a.V6 - len(a.Prefixes)
		at = a.Place
	}
	for _, t := range g.Tunnels {
		for _, x := range p.SentOver(t).Prefixes {
			seen[x] = true
			at = t.PlaceOf(x)
		}
	}
	n := len(seen) + counted
	if 100*n <= nearLimitShare*most.Int() {
		return
	}
	f := p.Report(g.Here(), "gateway %s announces %s prefixes to the Route Server of VNet %s, which takes %s of a peer", g.Name(), rules.Number(n), v.Name(), rules.Number(most.Int())).
		Related(at, "among them these").Rests(most.Source)
	if n <= most.Int() {
		f.As(diag.Warning)
	}
}

// reportOut reports what ExpressRoute would announce to the sites of what VPNs
// bring, beside the VNets.
func reportOut(p *rules.Pass, v *planner.VNet) {
	most := p.Catalog.Limit("route_server.to_expressroute_prefixes")
	if len(v.GatewaysOf(planner.ExpressRouteGateway)) == 0 {
		return
	}
	out := v.Published()
	for _, g := range v.GatewaysOf(planner.VPNGateway) {
		for _, t := range g.Tunnels {
			out = append(out, p.SentOver(t).Prefixes...)
		}
	}
	slices.SortFunc(out, netip.Prefix.Compare)
	n := len(slices.Compact(out))
	if n > most.Int() {
		p.Report(v.At("branch_to_branch"), "with Route Server the circuits of VNet %s announce %s prefixes to the sites, of VNets and of VPNs; %s is the most", v.Name(), rules.Number(n), rules.Number(most.Int())).
			Rests(most.Source)
	}
}
