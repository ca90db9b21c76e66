package virtualwan

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var circuitsPerHub = &rules.Rule{
	ID:       "virtual-wan/circuits-per-hub",
	Code:     "VWAN-004",
	Title:    "A virtual hub has no more circuits than its gateway takes",
	Severity: diag.Error,
	Why:      "Whatever its scale units, the ExpressRoute gateway of a hub takes a number of circuits in all, and fewer from one peering location. Azure refuses the next one.",
	Fix:      "Connect the further circuits to another hub.",
	Refs:     []rules.Ref{expressRoute("ExpressRoute limits in Virtual WAN"), limits},
	Check: func(p *rules.Pass) {
		all, same := p.Catalog.Limit("vwan.er_circuits_per_hub"), p.Catalog.Limit("vwan.er_circuits_same_location")
		for _, h := range p.VirtualHubs {
			list := once(h.Connections)
			if n := all.Int(); len(list) > n {
				p.Report(list[n].ValueAt("gateway"), "virtual hub %q has %s; it takes %d", h.Name(), rules.Count(len(list), "circuit"), n).
					Related(h.Here(), "virtual hub %q", h.Name()).Rests(all.Source)
				continue
			}
			for _, group := range byLocation(list) {
				if n := same.Int(); len(group) > n {
					p.Report(group[n].ValueAt("circuit"), "virtual hub %q has %s from %s; it takes %d from one peering location", h.Name(), rules.Count(len(group), "circuit"), group[0].Circuit.Location.Name, n).
						Related(h.Here(), "virtual hub %q", h.Name()).Rests(same.Source).
						Fix("Order circuit %q at another peering location, or connect it to another hub.", group[n].Circuit.Name())
				}
			}
		}
	},
}

// once returns connections without a second one of the same circuit.
func once(list []*planner.Connection) []*planner.Connection {
	var out []*planner.Connection
	seen := map[*planner.Circuit]bool{}
	for _, n := range list {
		if !seen[n.Circuit] {
			seen[n.Circuit] = true
			out = append(out, n)
		}
	}
	return out
}

// byLocation groups connections by the peering location of their circuits. A
// location that the catalogue does not know is another rule's finding.
func byLocation(list []*planner.Connection) [][]*planner.Connection {
	var out [][]*planner.Connection
	for _, n := range list {
		if n.Circuit.Location == nil {
			continue
		}
		i := slices.IndexFunc(out, func(g []*planner.Connection) bool { return g[0].Circuit.Location == n.Circuit.Location })
		if i < 0 {
			i, out = len(out), append(out, nil)
		}
		out[i] = append(out[i], n)
	}
	return out
}

var scaleUnits = &rules.Rule{
	ID:       "virtual-wan/er-scale-units",
	Code:     "VWAN-005",
	Title:    "The ExpressRoute gateway of a hub has 1 to 10 scale units, as many as its circuits and flows need",
	Severity: diag.Error,
	Why:      "A scale unit carries 2 Gbps, and the number does not grow by itself. What is above the rate is dropped, however large the circuits are.",
	Fix:      "Raise expressroute_scale_units.",
	Refs: []rules.Ref{
		expressRoute("ExpressRoute gateway in Virtual WAN performance"),
		{Doc: "virtual-wan/virtual-wan-faq", Section: "In Virtual WAN, what are the estimated performances by ExpressRoute gateway SKU?", Date: "2022-03-04"},
	},
	Check: func(p *rules.Pass) {
		var need map[*planner.VirtualHub]load
		for _, h := range p.VirtualHubs {
			units := h.ExpressRouteScaleUnits
			if len(h.Connections) == 0 && !units.Known() {
				continue
			}
			if need == nil {
				need = loads(p)
			}
			size, ok := p.Catalog.HubScaleUnits(units.Value())
			switch most := p.Catalog.Limit("vwan.er_scale_units_max"); {
			case !units.Known():
				p.Unknown(h.At("expressroute_scale_units"), "virtual hub %q has circuits and does not say its ExpressRoute scale units", h.Name())
			case units.Value() == 0 && len(h.Connections) == 0: // no gateway, and none needed
			case !ok:
				p.Report(h.ValueAt("expressroute_scale_units"), "virtual hub %q has %d ExpressRoute scale units; it can have 1 to %d", h.Name(), units.Value(), most.Int()).
					Rests(most.Source).Fix("Write a number from 1 to %d.", most.Int())
			default:
				enough(p, h, size, need[h])
			}
		}
	},
}

// A load is what a hub's ExpressRoute gateway is to carry.
type load struct {
	sum   planner.Bandwidth
	flows []*planner.Flow
}

// loads adds up the flows between VNets of each hub and sites behind its
// circuits.
func loads(p *rules.Pass) map[*planner.VirtualHub]load {
	out := map[*planner.VirtualHub]load{}
	for _, x := range crossings(p) {
		if h := x.VNet.VHub; x.Flow.Bandwidth > 0 {
			l := out[h]
			l.sum += x.Flow.Bandwidth
			l.flows = append(l.flows, x.Flow)
			out[h] = l
		}
	}
	return out
}

// crossings returns the flows between sites and VNets with the connections of
// the VNet's own hub that may carry them; none where there is none.
func crossings(p *rules.Pass) []planner.Crossing {
	var out []planner.Crossing
	ways := p.SiteWays()
	var silent []*planner.Circuit // that do not say where they end
	for _, c := range p.Circuits {
		if len(c.Sites()) == 0 {
			silent = append(silent, c)
		}
	}
	for _, f := range p.Flows {
		x := planner.Crossing{Flow: f, Site: f.From.Site, VNet: f.To.VNet}
		if x.Site == nil {
			x.Site, x.VNet = f.To.Site, f.From.VNet
		}
		if x.Site == nil || x.VNet == nil || x.VNet.VHub == nil {
			continue
		}
		for _, c := range slices.Concat(ways.Circuits(x.Site), silent) {
			for _, n := range c.Connections {
				if n.Hub == x.VNet.VHub {
					x.Connections = append(x.Connections, n)
				}
			}
		}
		if len(x.Connections) > 0 {
			out = append(out, x)
		}
	}
	return out
}

// enough reports a gateway that carries less than the flows, or than the
// largest circuit, need.
func enough(p *rules.Pass, h *planner.VirtualHub, size *catalog.HubScale, l load) {
	rate := planner.Bandwidth(size.ThroughputMbps)
	var largest *planner.Connection
	for _, n := range h.Connections {
		if largest == nil || n.Circuit.Bandwidth > largest.Circuit.Bandwidth {
			largest = n
		}
	}
	need, why := l.sum, "the flows over it need "+l.sum.String()
	if largest != nil && largest.Circuit.Bandwidth > need {
		need, why = largest.Circuit.Bandwidth, fmt.Sprintf("circuit %q has %s", largest.Circuit.Name(), largest.Circuit.Bandwidth)
	}
	if need <= rate {
		return
	}
	unit := planner.Bandwidth(1000 * p.Catalog.Limit("vwan.er_scale_unit").Int())
	f := p.Report(h.ValueAt("expressroute_scale_units"), "virtual hub %q has %s, which %s %s; %s", h.Name(), rules.Count(size.Units, "ExpressRoute scale unit"), carry(size.Units), rate, why).
		As(diag.Warning).Rests(size.About("throughput_mbps"))
	if units := int((need + unit - 1) / unit); units <= p.Catalog.Limit("vwan.er_scale_units_max").Int() {
		f.Fix("Write expressroute_scale_units = %d.", units)
	} else {
		f.Fix("No hub carries as much: spread circuits and VNets over several hubs.")
	}
	if need > l.sum {
		f.Related(largest.Circuit.ValueAt("bandwidth"), "circuit %q", largest.Circuit.Name())
		return
	}
	for _, flow := range l.flows[:min(4, len(l.flows))] {
		f.Related(flow.ValueAt("bandwidth"), "flow %q", flow.Name())
	}
}

func carry(n int) string {
	if n == 1 {
		return "carries"
	}
	return "carry"
}

// mostShared is how many circuits a hub shares traffic over once it is
// upgraded (whats-new, known issue 4, 2025-03-27).
const mostShared = 2

var sharing = &rules.Rule{
	ID:       "virtual-wan/ecmp-off-by-default",
	Code:     "VWAN-019",
	Title:    "A hub that is to share traffic over two circuits has been upgraded for that",
	Severity: diag.Warning,
	Why:      "A hub sends traffic over one of several equal circuits until it runs software that can share, and then over two at most. Until then the second circuit adds no bandwidth.",
	Fix:      "Create a route map on the hub, which upgrades it and may be removed afterwards; try that on a test hub first. Then write multipath = true.",
	Refs:     []rules.Ref{knownIssue("4")},
	Check: func(p *rules.Pass) {
		done := map[*planner.VirtualHub]bool{}
		for _, x := range crossings(p) {
			h, list := x.VNet.VHub, circuitsOf(x.Connections)
			switch {
			case done[h] || !x.Flow.LoadBalanced.Value() || len(list) < 2:
			case !h.Multipath.Value():
				done[h] = true
				f := p.Report(h.ValueAt("multipath"), "flow %q is to be shared over %s, but virtual hub %q, for which no upgrade is recorded, uses one of them", x.Flow.Name(), several("circuit", list), h.Name()).
					Related(x.Flow.ValueAt("load_balanced"), "flow %q", x.Flow.Name())
				if len(list) > mostShared {
					f.Related(h.Here(), "after the upgrade it shares over %d", mostShared)
				}
			case len(list) > mostShared:
				done[h] = true
				p.Report(h.ValueAt("multipath"), "flow %q is to be shared over %s, but virtual hub %q shares over %d at most", x.Flow.Name(), several("circuit", list), h.Name(), mostShared).
					Related(x.Flow.ValueAt("load_balanced"), "flow %q", x.Flow.Name()).
					Fix("Use two larger circuits, or spread the VNets over several hubs.")
			}
		}
	},
}

var sameLocation = &rules.Rule{
	ID:       "virtual-wan/same-location-circuits-multi-hub",
	Code:     "VWAN-020",
	Title:    "Hubs that share two circuits of one location have a VNet each",
	Severity: diag.Warning,
	Why:      "Where two circuits of one peering location are both connected to several hubs, a hub without a VNet may disturb the connectivity of the others. It is a known issue.",
	Fix:      "Connect at least one VNet to every hub.",
	Refs:     []rules.Ref{knownIssue("3")},
	Check: func(p *rules.Pass) {
		for _, w := range p.VirtualWANs {
			shared := map[*catalog.Location][]*planner.Circuit{}
			var order []*catalog.Location
			for _, c := range p.Circuits {
				if l := c.Location; l != nil && len(hubsOf(c, w)) > 1 {
					if shared[l] == nil {
						order = append(order, l)
					}
					shared[l] = append(shared[l], c)
				}
			}
			for _, l := range order {
				if len(shared[l]) > 1 {
					empty(p, w, l, shared[l])
				}
			}
		}
	},
}

// hubsOf returns the hubs of a WAN that a circuit is connected to, each once.
func hubsOf(c *planner.Circuit, w *planner.VirtualWAN) []*planner.VirtualHub {
	var out []*planner.VirtualHub
	for _, n := range inWAN(c, w) {
		if !slices.Contains(out, n.Hub) {
			out = append(out, n.Hub)
		}
	}
	return out
}

func empty(p *rules.Pass, w *planner.VirtualWAN, l *catalog.Location, circuits []*planner.Circuit) {
	for _, h := range w.Hubs {
		if len(h.VNets) == 0 && slices.ContainsFunc(circuits, func(c *planner.Circuit) bool { return slices.Contains(hubsOf(c, w), h) }) {
			p.Report(h.Here(), "virtual hub %q has no VNet, and %s, both from %s, are connected to several hubs", h.Name(), several("circuit", circuits), l.Name).
				Related(circuits[0].Here(), "circuit %q", circuits[0].Name()).
				Related(circuits[1].Here(), "circuit %q", circuits[1].Name())
		}
	}
}
