package fastpath

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

// That a minimum of autoscaling below the number of units is too few is our
// reading: the page asks for at least so many.
var gatewaySKU = &rules.Rule{
	ID:       "fastpath/gateway-sku",
	Code:     "FP-001",
	Title:    "FastPath is on with gateways that are large enough for it",
	Severity: diag.Error,
	Why:      "Only UltraPerformance, ErGw3AZ and ErGwScale of 10 units or more have FastPath. With another gateway the connection is refused, and when autoscaling falls below 10 units FastPath has to be counted as gone.",
	Fix:      "Change the SKU, raise the minimum of its scale units, or switch FastPath off.",
	Refs: []rules.Ref{
		page("Gateway SKUs"),
		{Doc: "expressroute-about-virtual-network-gateways", Section: "Feature support by gateway SKU", Date: "2026-09-05"},
	},
	Check: func(p *rules.Pass) {
		found := map[*planner.Gateway]rules.Finding{}
		for _, c := range enabled(p) { // that the SKU or its units are not stated is the gateway family's
			g := c.Gateway
			least, _, known := p.Sizes(g)
			if !known || least.FastPath {
				continue
			}
			if f, ok := found[g]; ok {
				f.Related(c.At("express_route_gateway_bypass"), "connection %s too", c.Name())
				continue
			}
			found[g] = reportSKU(p, c, least)
		}
	},
}

func reportSKU(p *rules.Pass, c *planner.Connection, least planner.GatewaySize) rules.Finding {
	g, units := c.Gateway, p.Catalog.Limit("fastpath.ergwscale_min_units")
	if g.ERSKU.Scalable {
		what := fmt.Sprintf("%s has %s", g.Name(), rules.Count(least.Units, "scale unit"))
		if g.ScaleUnits.Max.Value() > least.Units {
			what = fmt.Sprintf("%s may scale down to %s", g.Name(), rules.Count(least.Units, "scale unit"))
		}
		return p.Report(c.At("express_route_gateway_bypass"), "connection %s has FastPath, and gateway %s; FastPath needs %d", c.Name(), what, units.Int()).
			Related(g.ValueAt("scale_units"), "the scale units").
			Rests(units.Source).
			Fix("Write scale_units = {min = %d, max = %d}, or switch FastPath off.", units.Int(), max(units.Int(), g.ScaleUnits.Max.Value()))
	}
	skus := p.Catalog.Limit("fastpath.gateway_skus")
	return p.Report(c.At("express_route_gateway_bypass"), "connection %s has FastPath, and gateway %s is %q; FastPath needs %s", c.Name(), g.Name(), g.ERSKU.Name, rules.Or(skus.List())).
		Related(g.ValueAt("sku"), "the SKU").
		Rests(skus.Source).
		Fix("Write sku = \"ErGw3AZ\", or switch FastPath off.")
}

var ipLimit = &rules.Rule{
	ID:       "fastpath/ip-limit",
	Code:     "FP-008",
	Title:    "No more addresses are behind FastPath than it takes",
	Severity: diag.Warning,
	Why:      "The edge routers take a number of addresses for FastPath: of a provider circuit for each circuit, of ExpressRoute Direct for each port pair. Traffic to the addresses beyond it goes through the gateway, which is not sized for it.",
	Fix:      "Spread the VNets over circuits or port pairs, and set an alert near the limit.",
	Refs: []rules.Ref{
		page("IP address capacity"),
		{Doc: "virtual-wan/virtual-wan-expressroute-about", Section: "IP address capacity", Date: "2025-03-26"},
	},
	Check: func(p *rules.Pass) {
		var shares [][]*planner.Connection // of one circuit, or of the circuits of one port pair
		for _, c := range enabled(p) {
			i := slices.IndexFunc(shares, func(s []*planner.Connection) bool {
				return s[0].Circuit == c.Circuit || c.Circuit.Port != nil && s[0].Circuit.Port == c.Circuit.Port
			})
			if i < 0 {
				i, shares = len(shares), append(shares, nil)
			}
			shares[i] = append(shares[i], c)
		}
		for _, s := range shares {
			checkAddresses(p, s)
		}
	},
}

func checkAddresses(p *rules.Pass, share []*planner.Connection) {
	var vnets []*planner.VNet
	for _, c := range share {
		for _, v := range behind(p, c) {
			if !slices.Contains(vnets, v) {
				vnets = append(vnets, v)
			}
		}
	}
	sum := 0
	for _, v := range vnets {
		sum += v.Addresses.Or(0)
	}
	circuit := share[0].Circuit
	limit, known := addressLimit(p, circuit)
	switch {
	case !known:
		p.Unknown(circuit.Port.At("bandwidth"), "how many addresses FastPath takes is unknown: port pair %s states no bandwidth that has a figure", circuit.Port.Name())
	case sum > limit.Int():
		f := p.Report(share[0].At("express_route_gateway_bypass"), "FastPath of %s has %s addresses behind it; it takes %s", owner(circuit), rules.Number(sum), rules.Number(limit.Int())).
			Rests(limit.Source)
		for _, v := range vnets[:min(len(vnets), 4)] {
			f.Related(v.At("addresses"), "VNet %s: %s", v.Name(), rules.Number(v.Addresses.Or(0)))
		}
	default:
		checkPlaceless(p, share, sum, limit)
		for _, v := range vnets {
			if !v.Addresses.Known() {
				p.Unknown(v.At("addresses"), "VNet %s does not say how many addresses are in use; FastPath of %s takes %s", v.Name(), owner(circuit), rules.Number(limit.Int()))
			}
		}
	}
}

// checkPlaceless notes peered VNets that may be behind FastPath, which follows
// peerings inside of a region only, where they would make too many addresses.
func checkPlaceless(p *rules.Pass, share []*planner.Connection, sum int, limit catalog.Limit) {
	var open []*planner.VNet
	var silent *planner.VNet
	for _, c := range share {
		home := c.Gateway.VNet
		for _, v := range p.UsersOf(home) {
			if v != home && (v.Azure == nil || home.Azure == nil) && c.Circuit.IsDirect() && !slices.Contains(open, v) {
				open = append(open, v)
				sum += v.Addresses.Or(0)
				if silent = cmp.Or(silent, v); silent == v && v.Azure != nil {
					silent = home
				}
			}
		}
	}
	if silent == nil || sum <= limit.Int() {
		return
	}
	p.Unknown(silent.At("region"), "whether FastPath of %s has %s addresses behind it, of which it takes %s, is unknown: VNet %s does not say its region", owner(share[0].Circuit), rules.Number(sum), rules.Number(limit.Int()), silent.Name())
}

// addressLimit returns how many addresses FastPath takes: of a provider
// circuit, or of a port pair by its bandwidth.
func addressLimit(p *rules.Pass, c *planner.Circuit) (catalog.Limit, bool) {
	if !c.IsDirect() {
		return p.Catalog.Limit("fastpath.ips_provider"), true
	}
	return p.Catalog.LookupLimit(fmt.Sprintf("fastpath.ips_direct_%dg", c.Port.Bandwidth/1000))
}

// owner names what the limit belongs to.
func owner(c *planner.Circuit) string {
	if c.IsDirect() {
		return "port pair " + c.Port.Name()
	}
	return "circuit " + c.Name()
}

var twoHubsGatewayTransit = &rules.Rule{
	ID:       "fastpath/two-hubs-gateway-transit",
	Code:     "FP-010",
	Title:    "Two peered hubs on one circuit with FastPath do not offer each other their gateways",
	Severity: diag.Error,
	Why:      "With gateway transit between them the edge router learns the addresses of one hub by the gateway of the other too, and FastPath may send traffic to the wrong one.",
	Fix:      "Write allow_gateway_transit = false on both sides of the peering.",
	Refs:     []rules.Ref{page("Virtual network peering configurations")},
	Check: func(p *rules.Pass) {
		for _, v := range p.VNets {
			for _, n := range v.Peerings {
				if !n.AllowGatewayTransit.Value() {
					continue
				}
				for _, c := range fastOn(p, v) {
					i := slices.IndexFunc(fastOn(p, n.To), func(o *planner.Connection) bool { return n.To != v && o.Circuit == c.Circuit })
					if i >= 0 {
						p.Report(n.ValueAt("allow_gateway_transit"), "VNet %s lets %s use its gateway, and both are on circuit %s with FastPath", v.Name(), n.To.Name(), c.Circuit.Name()).
							Related(c.At("express_route_gateway_bypass"), "FastPath to %s", v.Name()).
							Related(fastOn(p, n.To)[i].At("express_route_gateway_bypass"), "FastPath to %s", n.To.Name())
						break
					}
				}
			}
		}
	},
}

// fastOn returns the connections with FastPath that end in a VNet.
func fastOn(p *rules.Pass, v *planner.VNet) []*planner.Connection {
	return slices.DeleteFunc(enabled(p), func(c *planner.Connection) bool { return c.Gateway.VNet != v })
}

var twoRemoteGateways = &rules.Rule{
	ID:       "fastpath/spoke-with-two-remote-gateways",
	Code:     "FP-011",
	Title:    "A VNet behind FastPath uses the gateway of one hub",
	Severity: diag.Error,
	Why:      "A VNet may use one remote gateway. With two, and FastPath to the hubs, its addresses are programmed behind both, and traffic to it is lost or takes either way.",
	Fix:      "Write use_remote_gateways = true on one of the peerings only.",
	Refs: []rules.Ref{
		page("Virtual network peering configurations"),
		remote("Requirements and constraints"),
	},
	Check: func(p *rules.Pass) {
		for _, v := range p.VNets {
			uses := v.RemoteUses()
			fast := len(uses) > 1 && slices.ContainsFunc(uses, func(u planner.RemoteUse) bool { return u.Of != nil && len(fastOn(p, u.Of)) > 0 })
			for i, u := range uses {
				if i > 0 && fast {
					p.Report(u.Place, "VNet %s uses remote gateways on two peerings, and FastPath leads to them", v.Name()).
						Related(uses[0].Place, "the first")
				}
			}
		}
	},
}

var netAppBasicFeatures = &rules.Rule{
	ID:       "fastpath/anf-basic-features",
	Code:     "FP-012",
	Title:    "Azure NetApp Files volumes behind FastPath have Standard network features",
	Severity: diag.Warning,
	Why:      "FastPath does not reach volumes with Basic network features: their traffic does not arrive, or goes through the gateway.",
	Fix:      "Change the volumes to Standard network features.",
	Refs:     []rules.Ref{page("Azure NetApp Files")},
	Check: func(p *rules.Pass) {
		for _, c := range enabled(p) {
			for _, v := range behind(p, c) {
				if v.NetAppNetworkFeatures == "basic" {
					p.Report(v.ValueAt("netapp_network_features"), "VNet %s has Azure NetApp Files volumes with Basic network features, and FastPath leads to it", v.Name()).
						Related(c.At("express_route_gateway_bypass"), "FastPath of connection %s", c.Name()).
						Rests(p.Catalog.Limit("fastpath.netapp_basic_network_features").Source)
				}
			}
		}
	},
}
