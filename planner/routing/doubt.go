package routing

import (
	"slices"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
)

// What documents disagree on, apart from the steps; see [StepInfo] for those.
const (
	doubtNetworks    = "networks on one circuit reach each other only where their gateways allow it; the ExpressRoute FAQ has them communicate without"
	doubtFilter      = "a Microsoft peering of before August 2017 without a route filter announces nothing here; the ExpressRoute FAQ has it announce services"
	doubtRace        = "a hub prefers its own route, but by a known issue may take that of another hub where its own AS path is two or more longer"
	doubtCommunities = "a route policy matches the region's community of a private prefix, which is there once the network has a community of its own; an older page has private prefixes without communities"
)

// filtersSince is the day from which Microsoft peerings need a route filter.
var filtersSince = planner.Date{Year: 2017, Month: 8, Day: 1}

// doubts returns where documents disagree on what a flow rests on.
func (g *graph) doubts(near, far planner.Endpoint) []string {
	var out []string
	if near.VNet != nil && far.VNet != nil && g.shareCircuit(near.VNet, far.VNet) {
		out = append(out, doubtNetworks)
	}
	if far.Service != nil && slices.ContainsFunc(g.design.Circuits, oldWithoutFilter) {
		out = append(out, doubtFilter)
	}
	if far.VNet != nil && far.VNet.BGPCommunity != "" && slices.ContainsFunc(g.design.RoutePolicies, func(r *planner.RoutePolicy) bool { return byRegion(r, far.VNet) }) {
		out = append(out, doubtCommunities)
	}
	return out
}

// shareCircuit reports whether the gateways of two networks hang on one
// circuit, and one of them does not say whether it lets the other network in.
func (g *graph) shareCircuit(a, b *planner.VNet) bool {
	circuits := func(v *planner.VNet) (out []*planner.Circuit, silent bool) {
		for _, at := range g.exitsOf(v) {
			if of := g.nodes[at].vnet; of != nil {
				for _, gateway := range of.Gateways {
					silent = silent || !gateway.AllowRemoteVNetTraffic.Known()
					for _, c := range gateway.Connections {
						out = append(out, c.Circuit)
					}
				}
			}
		}
		return out, silent
	}
	one, silent := circuits(a)
	other, quiet := circuits(b)
	return (silent || quiet) && slices.ContainsFunc(one, func(c *planner.Circuit) bool { return slices.Contains(other, c) })
}

func oldWithoutFilter(c *planner.Circuit) bool {
	p := c.Peerings.Microsoft
	return p != nil && p.RouteFilter == nil && !p.Created.IsZero() && p.Created.Before(filtersSince)
}

// byRegion reports whether a policy matches a network by the community of its
// region.
func byRegion(r *planner.RoutePolicy, v *planner.VNet) bool {
	return v.Azure != nil && slices.ContainsFunc(r.MatchComms, func(c *catalog.Community) bool {
		return c.Kind == "regional-private" && c.Region == v.Azure.Name
	})
}
