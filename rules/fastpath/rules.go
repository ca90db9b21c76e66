// Package fastpath holds the rules on FastPath, which sends traffic from the
// sites to VMs past the ExpressRoute gateway: which gateways and circuits have
// it, and which destinations it does not reach.
//
// What FastPath does not reach goes through the gateway. That is no fault as
// long as nothing else was meant: the rules on destinations look at flows that
// want FastPath.
package fastpath

import (
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/rules"
)

// Rules lists the rules of the family in order.
var Rules = []*rules.Rule{
	gatewaySKU,
	peeringNeedsDirect, udrNeedsDirect, privateLinkLimited, globalPeering,
	ipLimit, ipv6NeedsDirect,
	twoHubsGatewayTransit, twoRemoteGateways,
	netAppBasicFeatures, virtualWAN,
	spokeLoadBalancer, recommended,
}

// page refers to a section of the page on FastPath.
func page(section string) rules.Ref {
	return rules.Ref{Doc: "about-fastpath", Section: section, Date: "2025-11-05"}
}

// remote refers to a section of the page on gateways in other regions.
func remote(section string) rules.Ref {
	return rules.Ref{Doc: "vpn-gateway/vpn-gateway-different-region", Section: section, Date: "2026-08-12"}
}

// enabled returns the connections to gateways that have FastPath switched on.
func enabled(p *rules.Pass) []*planner.Connection {
	var out []*planner.Connection
	for _, c := range p.Connections {
		if c.Gateway != nil && c.FastPath.Value() {
			out = append(out, c)
		}
	}
	return out
}

// wanted returns the flows between sites and VNets that are to use FastPath.
func wanted(p *rules.Pass) []planner.Crossing {
	var out []planner.Crossing
	for _, x := range p.Crossings() {
		if x.Flow.FastPath.Value() {
			out = append(out, x)
		}
	}
	return out
}

// toPeered reports whether a connection reaches a VNet over a peering of the
// gateway's own VNet.
func toPeered(c *planner.Connection, v *planner.VNet) bool {
	return c.Gateway != nil && c.Gateway.VNet != v
}

// behind returns the VNets that FastPath of a connection reaches.
func behind(p *rules.Pass, c *planner.Connection) []*planner.VNet {
	var out []*planner.VNet
	for _, v := range p.UsersOf(c.Gateway.VNet) {
		if c.FastPathTo(v, false) {
			out = append(out, v)
		}
	}
	return out
}
