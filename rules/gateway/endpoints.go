package gateway

import (
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var flowStickiness = &rules.Rule{
	ID:       "gateway/private-endpoint-flow-stickiness",
	Code:     "GW-024",
	Title:    "Routers keep the packets of a connection to private endpoints on one link",
	Severity: diag.Warning,
	Why:      "A connection to a private endpoint is tied to the gateway instance that it began on. Packets of it that come over another link, as with sharing by packet, are dropped.",
	Fix:      "Write load_sharing = \"per-flow\" and configure the router so: one next hop for each 5-tuple.",
	Refs:     []rules.Ref{page("Private endpoint connectivity (important)")},
	Check: func(p *rules.Pass) {
		seen := map[*planner.Router]bool{}
		for _, g := range expressRoute(p) {
			v := withEndpoints(p, g)
			if v == nil {
				continue
			}
			for _, c := range g.Connections {
				for _, l := range c.Circuit.Links.All() {
					if r := l.Router; r != nil && l.Up() && !seen[r] {
						seen[r] = true
						checkSharing(p, r, v)
					}
				}
			}
		}
	},
}

// withEndpoints returns the first VNet behind a gateway that has private
// endpoints, or nil.
func withEndpoints(p *rules.Pass, g *planner.Gateway) *planner.VNet {
	for _, v := range p.UsersOf(g.VNet) {
		if v.PrivateEndpoints.Value() > 0 {
			return v
		}
	}
	return nil
}

func checkSharing(p *rules.Pass, r *planner.Router, v *planner.VNet) {
	switch r.LoadSharing {
	case "":
		p.Unknown(r.At("load_sharing"), "whether router %s keeps the packets of a connection together is not stated; VNet %s has private endpoints", r.ID(), v.Name())
	case "per-packet":
		p.Report(r.ValueAt("load_sharing"), "router %s shares load by packet, and VNet %s has private endpoints", r.ID(), v.Name()).
			Related(v.ValueAt("private_endpoints"), "the private endpoints")
	}
}

var dnsResolverWildcard = &rules.Rule{
	ID:       "gateway/dns-resolver-wildcard",
	Code:     "GW-026",
	Title:    "No wildcard rule of a DNS resolver is in the VNet of an ExpressRoute gateway",
	Severity: diag.Warning,
	Why:      "A rule that forwards every name also forwards those that the gateway needs for its own management. When the target does not answer, the gateway cannot be managed.",
	Fix:      "Link the resolver's rules to another VNet, or forward only your own domains.",
	Refs:     []rules.Ref{page("Gateway subnet (note)")},
	Check: func(p *rules.Pass) {
		for _, v := range p.VNets {
			if gateways := v.GatewaysOf(planner.ExpressRouteGateway); len(gateways) > 0 && v.DNSResolverWildcard.Value() {
				p.Report(v.ValueAt("dns_resolver_wildcard"), "a wildcard rule of a DNS resolver is in VNet %s, which holds gateway %s", v.Name(), gateways[0].Name()).
					Related(gateways[0].ValueAt("vnet"), "the gateway")
			}
		}
	},
}

var packetSize = &rules.Rule{
	ID:       "gateway/mtu-and-fragments",
	Code:     "GW-028",
	Title:    "Packets fit through the gateway",
	Severity: diag.Warning,
	Why:      "The largest packet that passes a gateway is 1,400 bytes, and it passes no fragments. Larger packets, as of tunnels and overlays that count on 1,500, are lost.",
	Fix:      "Clamp the MSS, or set the MTU of the tunnel, so that packets have 1,400 bytes at most. Fragments pass with FastPath only.",
	Refs: []rules.Ref{
		faq("What's the maximum MTU supported?"),
		page("Maximum supported limits (important)"),
	},
	Check: func(p *rules.Pass) {
		most, fragments := p.Catalog.Limit("mtu.max"), p.Catalog.Limit("mtu.gateway_fragments")
		for _, x := range p.Crossings() {
			if f := x.Flow; f.PacketSize.Value() > most.Int() && len(x.Connections) > 0 && !x.Bypasses() {
				p.Report(f.ValueAt("packet_size"), "flow %s has packets of %s; %s pass to VNet %s", f.Name(), rules.Count(f.PacketSize.Value(), "byte"), rules.Number(most.Int()), x.VNet.Name()).
					Rests(most.Source, fragments.Source)
			}
		}
	},
}

// routeServerLimit is how many VMs the page on gateways (2026-09-05) gives for
// a VNet with Route Server and those peered with it. The limits of Route
// Server (2025-02-07), which the catalogue has, say more; the newer page
// counts, and the finding carries the doubt.
const routeServerLimit = 4000

var routeServerVMs = &rules.Rule{
	ID:       "gateway/route-server-vm-limit",
	Code:     "GW-032",
	Title:    "A VNet with Route Server has no more VMs than that takes",
	Severity: diag.Warning,
	Why:      "Route Server in the VNet of a gateway programs its routes into the VMs of the VNet and of those peered with it. Beyond its limit some of them do not get the routes.",
	Fix:      "Split the spokes over two hubs.",
	Refs:     []rules.Ref{page("Maximum supported limits (important)")},
	Check: func(p *rules.Pass) {
		for _, v := range p.VNets {
			if !v.RouteServer.Value() {
				continue
			}
			sum, silent, counted := 0, []*planner.VNet(nil), []*planner.VNet(nil)
			for _, o := range append([]*planner.VNet{v}, p.PeersOf(v)...) {
				if o.VMs.Known() {
					sum += o.VMs.Value()
					counted = append(counted, o)
				} else {
					silent = append(silent, o)
				}
			}
			switch {
			case sum > routeServerLimit:
				f := p.Report(v.ValueAt("route_server"), "VNet %s has Route Server, and there are %s in it and the VNets peered with it; it takes %s", v.Name(), rules.Count(sum, "VM"), rules.Number(routeServerLimit)).
					Rests(p.Catalog.Limit("route_server.vms").Source)
				for _, o := range counted[:min(len(counted), 4)] {
					f.Related(o.ValueAt("vms"), "VNet %s: %s", o.Name(), rules.Count(o.VMs.Value(), "VM"))
				}
			case len(counted) > 0: // where nothing is counted, nothing is asked
				for _, o := range silent {
					p.Unknown(o.At("vms"), "VNet %s does not count its VMs; whether Route Server in %s takes them beside the others is unknown", o.Name(), v.Name())
				}
			}
		}
	},
}
