package gateway

import (
	"slices"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var onePerType = &rules.Rule{
	ID:       "gateway/one-per-type",
	Code:     "GW-007",
	Title:    "A VNet has one gateway of each kind",
	Severity: diag.Error,
	Why:      "A VNet takes one ExpressRoute gateway and one VPN gateway. Azure refuses a second one, but during a guided migration.",
	Fix:      "Join the circuits or tunnels to one gateway, or place the other into another VNet. During a migration write migration_of.",
	Refs:     []rules.Ref{page("Gateway types")},
	Check: func(p *rules.Pass) {
		for _, v := range p.VNets {
			for _, kind := range []planner.GatewayKind{planner.ExpressRouteGateway, planner.VPNGateway} {
				if list := staying(v.GatewaysOf(kind)); len(list) > 1 {
					reportSecond(p, v, list)
				}
			}
		}
	},
}

// staying returns the gateways of a kind in a VNet without those that another
// of them replaces.
func staying(list []*planner.Gateway) []*planner.Gateway {
	return slices.DeleteFunc(slices.Clone(list), func(g *planner.Gateway) bool {
		return slices.ContainsFunc(list, func(o *planner.Gateway) bool { return o != g && o.Replaces == g })
	})
}

func reportSecond(p *rules.Pass, v *planner.VNet, list []*planner.Gateway) {
	first, kind := list[0], "ExpressRoute"
	if first.Kind == planner.VPNGateway {
		kind = "VPN"
	}
	for _, g := range list[1:] {
		p.Report(g.ValueAt("vnet"), "VNet %s has two %s gateways, %s and %s; it may have one", v.Name(), kind, first.Name(), g.Name()).
			Related(first.ValueAt("vnet"), "gateway %s stands in it too", first.Name()).
			Fix("Keep one and join everything to it, or place %s into another VNet. If it is to replace %s in a guided migration, write migration_of = %q.", g.Name(), first.Name(), first.Name())
	}
}

var circuitsPerGateway = &rules.Rule{
	ID:       "gateway/circuits-per-gateway",
	Code:     "GW-008",
	Title:    "A gateway has no more circuits than its SKU takes",
	Severity: diag.Error,
	Why:      "Each SKU takes a number of circuit connections, ErGwScale one that depends on its scale units. Azure refuses the next one.",
	Fix:      "Use a larger SKU, or a second VNet with a gateway of its own.",
	Refs: []rules.Ref{
		page("Feature support by gateway SKU"),
		faq("ExpressRoute limits table"),
		scalable("Supported performance per scale unit"),
	},
	Check: func(p *rules.Pass) {
		for _, g := range expressRoute(p) {
			least, most, known := p.Sizes(g)
			n := len(g.Connections)
			if !known || n <= least.MaxCircuits { // what is not stated is throughputBelowNeed's and scaleUnitsInvalid's
				continue
			}
			severity, takes := diag.Error, sized(g, least)
			if n <= most.MaxCircuits { // nothing promises that it does not scale down
				severity, takes = diag.Warning, takes+", to which it may scale down,"
			}
			f := p.Report(g.SizePlace(), "gateway %s has %s; %s takes %d", g.Name(), rules.Count(n, "circuit"), takes, least.MaxCircuits).
				As(severity).
				Related(g.Connections[least.MaxCircuits].Here(), "one too many").
				Rests(least.About("max_circuits"))
			if write, size := larger(p, g, func(s planner.GatewaySize) bool { return s.MaxCircuits >= n }); write != "" {
				f.Fix("Write %s, which takes %d circuits.", write, size.MaxCircuits)
			} else {
				f.Fix("Spread the circuits over gateways in several VNets; none takes more than %d.", mostCircuits(p))
			}
		}
	},
}

var sameLocationCircuits = &rules.Rule{
	ID:       "gateway/same-location-circuits-per-vnet",
	Code:     "GW-009",
	Title:    "A VNet has at most four circuits from one peering location",
	Severity: diag.Error,
	Why:      "Whatever the SKU of its gateway, a VNet takes only so many circuits from one peering location. Azure refuses the next one.",
	Fix:      "Order the further circuits at another peering location, which also survives the loss of the first.",
	Refs: []rules.Ref{
		page("Feature support by gateway SKU (note)"),
		faq("Can a virtual network connect to more than one ExpressRoute circuit?"),
	},
	Check: func(p *rules.Pass) {
		most := p.Catalog.Limit("circuit.same_location_same_vnet_max")
		for _, v := range p.VNets {
			for _, list := range byLocation(v) {
				if len(list) > most.Int() {
					reportLocation(p, v, list, most)
				}
			}
		}
	},
}

// byLocation groups the connections of a VNet by the peering location of their
// circuits, each circuit once. A location that the catalogue does not know is
// another rule's finding.
func byLocation(v *planner.VNet) [][]*planner.Connection {
	var out [][]*planner.Connection
	seen := map[*planner.Circuit]bool{}
	for _, g := range v.Gateways {
		for _, c := range g.Connections {
			if seen[c.Circuit] || c.Circuit.Location == nil {
				continue
			}
			seen[c.Circuit] = true
			i := slices.IndexFunc(out, func(l []*planner.Connection) bool { return l[0].Circuit.Location == c.Circuit.Location })
			if i < 0 {
				i, out = len(out), append(out, nil)
			}
			out[i] = append(out[i], c)
		}
	}
	return out
}

func reportLocation(p *rules.Pass, v *planner.VNet, list []*planner.Connection, most catalog.Limit) {
	extra := list[most.Int()]
	l := extra.Circuit.Location
	f := p.Report(extra.ValueAt("circuit"), "VNet %s has %d circuits from %s; it may have %d from one peering location", v.Name(), len(list), l.Name, most.Int()).
		Rests(most.Source)
	for _, c := range list[:most.Int()] {
		f.Related(c.ValueAt("circuit"), "circuit %s is from %s", c.Circuit.Name(), l.Name)
	}
	near := p.Near(l, func(o *catalog.Location) bool {
		return o.GeopoliticalRegion == l.GeopoliticalRegion && rules.Orderable(extra.Circuit, o)
	})
	if len(near) > 0 {
		f.Fix("Order %s at another peering location; the nearest is %s.", extra.Circuit.Name(), near[0].Name)
	}
}

// The share from which to plan the next hub: the review checklist of landing
// zones speaks of 400 peerings where the limit is 500.
const crowded = 0.8

var peeringLimit = &rules.Rule{
	ID:       "gateway/vnet-peering-limit",
	Code:     "GW-023",
	Title:    "A VNet with an ExpressRoute gateway has no more peerings than it may",
	Severity: diag.Error,
	Why:      "With an ExpressRoute gateway in it a VNet takes fewer peerings than others. Azure refuses the next spoke.",
	Fix:      "Plan a second hub, or a Virtual WAN.",
	Refs:     []rules.Ref{page("Virtual network peering limits")},
	Covers:   []string{"ALZ D01.11"},
	Check: func(p *rules.Pass) {
		most := p.Catalog.Limit("gateway.vnet_peerings_max")
		for _, v := range p.VNets {
			if len(v.GatewaysOf(planner.ExpressRouteGateway)) == 0 {
				continue
			}
			switch n := len(p.PeersOf(v)); {
			case n > most.Int():
				p.Report(v.Here(), "VNet %s has an ExpressRoute gateway and %d peerings; it may have %d", v.Name(), n, most.Int()).Rests(most.Source)
			case float64(n) >= crowded*most.Float():
				p.Report(v.Here(), "VNet %s has an ExpressRoute gateway and %d of %d peerings", v.Name(), n, most.Int()).As(diag.Advice).Rests(most.Source).
					Fix("Plan the next hub before this one is full.")
			}
		}
	},
}
