// Package gateway holds the rules on ExpressRoute virtual network gateways:
// the subnet that they stand in, their SKU and size, how many circuits they
// take and how much they carry, the VNets that use them by peering, and the
// connections that join them to circuits.
//
// What a gateway carries follows from its SKU and, of ErGwScale, from its
// scale units. That a design states neither is counted once, by
// throughput-below-need and scale-units-invalid; the other rules that need
// them stay quiet then.
package gateway

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/rules"
)

// Rules lists the rules of the family in order.
var Rules = []*rules.Rule{
	subnetMissing, subnetTooSmall,
	subnetNSG, subnetDefaultRoute, subnetPropagation, subnetOtherResources,
	onePerType, circuitsPerGateway, sameLocationCircuits,
	throughputBelowNeed, packetsFlowsVMs,
	nonAZSKU, basicPublicIP, scaleUnitsInvalid, scalableRegion, scalableWithIPsec,
	vnetToVNet, vnetToVirtualWAN, transitFlags, peeringLimit,
	flowStickiness, dnsResolverWildcard, serviceEndpointPolicy, packetSize,
	weightRange, connectionAuthorization, sharedCircuitIsolation,
	routeServerVMs, activePassive,
	zonalNotRedundant, privateEndpointLimits, remoteRegionGateway,
	changePath, migrationPrerequisites, routeServerAdded,
}

// page refers to a section of the page on gateways.
func page(section string) rules.Ref {
	return rules.Ref{Doc: "expressroute-about-virtual-network-gateways", Section: section, Date: "2026-09-05"}
}

// faq refers to a question of the FAQ.
func faq(question string) rules.Ref {
	return rules.Ref{Doc: "expressroute-faqs", Section: question, Date: "2026-03-31"}
}

// scalable refers to a section of the page on ErGwScale.
func scalable(section string) rules.Ref {
	return rules.Ref{Doc: "scalable-gateway", Section: section, Date: "2025-11-06"}
}

// migration refers to a section of the page on gateway migration.
func migration(section string) rules.Ref {
	return rules.Ref{Doc: "gateway-migration", Section: section, Date: "2025-05-19"}
}

// expressRoute returns the ExpressRoute gateways of a design.
func expressRoute(p *rules.Pass) []*planner.Gateway {
	var out []*planner.Gateway
	for _, g := range p.Gateways {
		if g.Kind == planner.ExpressRouteGateway {
			out = append(out, g)
		}
	}
	return out
}

// isScalable reports whether a gateway is sized in scale units.
func isScalable(g *planner.Gateway) bool { return g.ERSKU != nil && g.ERSKU.Scalable }

// sized names a size as a sentence does: "ErGw1AZ", "ErGwScale at 2 units".
func sized(g *planner.Gateway, size planner.GatewaySize) string {
	if isScalable(g) {
		return fmt.Sprintf("%s at %s", g.ERSKU.Name, rules.Count(size.Units, "unit"))
	}
	return g.ERSKU.Name
}

// larger says what to write for the smallest size that fits, and what that
// carries: of a gateway with scale units their number, otherwise a
// zone-redundant SKU. It is empty where nothing fits.
func larger(p *rules.Pass, g *planner.Gateway, fits func(planner.GatewaySize) bool) (write string, size planner.GatewaySize) {
	for _, sku := range p.Catalog.GatewaySKUs() {
		if size := planner.SizeOfSKU(sku); sku.Family == "az" && !isScalable(g) && fits(size) {
			return fmt.Sprintf("sku = %q", sku.Name), size
		}
	}
	for _, sku := range p.Catalog.GatewaySKUs() {
		if !sku.Scalable || excluded(p, g) {
			continue
		}
		for n := sku.MinUnits; n <= sku.MaxUnits; n++ {
			if u, ok := p.Catalog.ScaleUnits(n); ok && fits(planner.SizeOfUnits(u)) {
				return units(g, sku.Name, n), planner.SizeOfUnits(u)
			}
		}
	}
	return "", size
}

// units writes a number of scale units: the minimum of a gateway that scales
// as far as that, and else a fixed size.
func units(g *planner.Gateway, sku string, n int) string {
	switch {
	case !isScalable(g):
		return fmt.Sprintf("sku = %q and scale_units = {min = %d, max = %d}", sku, n, n)
	case g.ScaleUnits != nil:
		return fmt.Sprintf("scale_units = {min = %d, max = %d}", n, max(n, g.ScaleUnits.Max.Value()))
	}
	return fmt.Sprintf("scale_units = {min = %d, max = %d}", n, n)
}

// replaced reports whether another gateway takes the place of one in a guided
// migration.
func replaced(p *rules.Pass, g *planner.Gateway) bool {
	return slices.ContainsFunc(p.Gateways, func(o *planner.Gateway) bool { return o.Replaces == g })
}
