package gateway

import (
	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

// On this documents disagree: the page on resiliency insights scores a gateway
// in one zone lower, the page on gateways calls every gateway whose address
// Azure assigns zone-redundant.
var zonalNotRedundant = &rules.Rule{
	ID:       "gateway/zonal-not-redundant",
	Code:     "GW-013",
	Title:    "A zone-redundant SKU is spread over all zones, and ErGwScale over more than two units",
	Severity: diag.Advice,
	Why:      "A gateway that is pinned to one zone is lost with it, whatever its SKU. ErGwScale of one or two scale units scores lower in the resiliency index.",
	Fix:      "Write zones = [\"1\", \"2\", \"3\"], and more than two scale units.",
	Refs: []rules.Ref{
		{Doc: "resiliency-insights", Section: "Zone redundant virtual network gateway score", Date: "2025-11-04"},
		{Doc: "design-architecture-for-resiliency", Section: "Zonal resiliency", Date: "2024-07-16"},
		{Doc: "reliability/reliability-virtual-network-gateway", Section: "Resilience to availability zone failures", Date: "2025-11-18"},
	},
	YieldsTo: []string{"redundancy/single-point-of-failure", "gateway/scale-units-invalid", "gateway/scalable-region"},
	Check: func(p *rules.Pass) {
		for _, g := range expressRoute(p) {
			if g.ERSKU == nil || !g.ERSKU.ZoneRedundant || g.VNet.Azure != nil && !hasZones(g) {
				continue
			}
			if len(g.Zones) == 1 {
				p.Report(g.ValueAt("zones"), "gateway %s is %s, which can be spread over zones, and stands in zone %s alone", g.Name(), g.ERSKU.Name, g.Zones[0]).
					Rests(catalog.Source{Doubt: "the page on resiliency insights scores such a gateway lower; the page on gateways of 2026-09-05 has every gateway whose address Azure assigns zone-redundant"}).
					Fix("Write zones = [\"1\", \"2\", \"3\"]. An existing gateway is created anew for that.")
			}
			if u := g.ScaleUnits; g.ERSKU.Scalable && u != nil && u.Max.Known() && u.Max.Value() <= fewUnits {
				p.Report(u.ValueAt("max"), "gateway %s has at most %s; the resiliency index asks for more than %d", g.Name(), rules.Count(u.Max.Value(), "scale unit"), fewUnits).
					Fix("Write scale_units = { min = %d, max = %d }.", fewUnits+1, fewUnits+1)
			}
		}
	},
}

// fewUnits is up to how many scale units the resiliency index takes points off
// (resiliency-insights, 2025-11-04).
const fewUnits = 2

func hasZones(g *planner.Gateway) bool { return g.VNet.Azure.Zones.String() != "no" }

var privateEndpointLimits = &rules.Rule{
	ID:       "gateway/private-endpoint-limits",
	Code:     "GW-025",
	Title:    "A gateway in front of private endpoints has twice the size of its load",
	Severity: diag.Advice,
	Why:      "Traffic to private endpoints may halve what a gateway carries and how many connections it sets up. Their subnets need network policies for routes, and their applications should give a connection up after 15 to 30 s, so that maintenance passes unnoticed.",
	Fix:      "Size the gateway for twice the load.",
	Refs: []rules.Ref{
		page("Private endpoint connectivity"), page("Private endpoint connectivity and planned maintenance events"),
	},
	YieldsTo: []string{"gateway/throughput-below-need"},
	Check: func(p *rules.Pass) {
		factor := p.Catalog.Limit("gateway.private_endpoint_capacity_factor")
		carried := carriedBy(p)
		for _, g := range expressRoute(p) {
			_, most, known := p.Sizes(g)
			if !known {
				continue
			}
			need := planner.Bandwidth(0)
			var first *planner.VNet
			for _, f := range carried[g] {
				v := f.To.VNet
				if v == nil {
					v = f.From.VNet
				}
				if v.PrivateEndpoints.Value() > 0 {
					need += f.Bandwidth
					if first == nil {
						first = v
					}
				}
			}
			half := planner.Bandwidth(factor.Float() * float64(most.Throughput))
			if first == nil || need <= half || need > most.Throughput {
				continue
			}
			f := p.Report(g.SizePlace(), "flows of %s over gateway %s go to private endpoints, which may leave it %s of %s", need, g.Name(), half, most.Throughput).
				Related(first.ValueAt("private_endpoints"), "private endpoints of VNet %s", first.Name()).Rests(factor.Source)
			if write, size := larger(p, g, func(s planner.GatewaySize) bool { return s.Throughput >= 2*need }); write != "" {
				f.Fix("Write %s, which carries %s.", write, size.Throughput)
			}
		}
	},
}

var remoteRegionGateway = &rules.Rule{
	ID:       "gateway/remote-region",
	Code:     "GW-033",
	Title:    "A VNet uses a gateway of its own region",
	Severity: diag.Advice,
	Why:      "Through a gateway of another region traffic goes there first: the way is longer, has no FastPath, and fails with that region too. It is allowed.",
	Fix:      "Give the region a hub with a gateway of its own, or accept the dependency.",
	Refs:     []rules.Ref{{Doc: "vpn-gateway/vpn-gateway-different-region", Section: "Requirements and constraints", Date: "2026-08-12"}},
	YieldsTo: []string{"fastpath/global-peering"},
	Check: func(p *rules.Pass) {
		for _, v := range p.VNets {
			for _, use := range v.RemoteUses() {
				o := use.Of
				if o == nil || v.Azure == nil || o.Azure == nil || v.Azure == o.Azure || len(o.GatewaysOf(planner.ExpressRouteGateway)) == 0 {
					continue
				}
				p.Report(use.Place, "VNet %s in %s uses the gateway of VNet %s in %s", v.Name(), v.Azure.Name, o.Name(), o.Azure.Name).
					Related(o.ValueAt("region"), "the region of the gateway").
					Fix("Give %s a hub with an ExpressRoute gateway of its own, or accept that VNet %s depends on %s.", v.Azure.Name, v.Name(), o.Azure.Name)
			}
		}
	},
}
