package outcome

import (
	"cmp"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/failover"
)

// A Point is a single point of failure of a flow.
type Point struct {
	Component      int
	Unavailability float64 // of the component

	// End marks the ends of the flow itself: its sites, and the region and the
	// only gateway of its network.
	End bool

	// Routing marks a component without which a way is left that routing does
	// not use or a stateful device breaks: availability does not count it.
	Routing bool
}

// Points returns the single points of failure of a flow, the likeliest first.
func (a *Analysis) Points(flow int) []Point {
	var out []Point
	ends := a.ends(flow)
	add := func(c int, routing bool) {
		part := &a.Topology.Components[c]
		out = append(out, Point{c, part.Unavailability, slices.Contains(ends, c), routing})
	}
	structural := a.singlePoints(flow)
	for _, c := range structural {
		add(c, false)
	}
	for _, c := range a.Singles().Lost(flow) {
		if !slices.Contains(structural, c) {
			add(c, a.assessed(flow))
		}
	}
	slices.SortStableFunc(out, func(x, y Point) int {
		return cmp.Or(cmp.Compare(y.Unavailability, x.Unavailability), cmp.Compare(x.Component, y.Component))
	})
	return out
}

// singlePoints returns the cut sets of order 1.
func (a *Analysis) singlePoints(flow int) []int {
	var out []int
	if a.assessed(flow) {
		for _, cut := range a.Structure.SinglePoints(flow) {
			out = append(out, cut.Components...)
		}
	}
	return out
}

// ends returns the components that are the ends of a flow.
func (a *Analysis) ends(flow int) []int {
	var out []int
	for _, e := range [2]planner.Endpoint{a.Flows[flow].From, a.Flows[flow].To} {
		if e.Site != nil {
			out = append(out, a.Topology.SiteOf(e.Site))
		}
		if e.VNet != nil {
			out = append(out, a.endsOf(e.VNet)...)
		}
	}
	return slices.DeleteFunc(out, func(c int) bool { return c < 0 })
}

// endsOf returns the region of a network and that of its hub, and the gateway
// where there is only one.
func (a *Analysis) endsOf(v *planner.VNet) []int {
	out := []int{a.Topology.RegionOf(v.Azure)}
	if h := v.VHub; h != nil {
		out = append(out, a.Topology.RegionOf(h.Azure), a.Topology.HubOf(h))
		er := a.Topology.HubGatewayOf(h, planner.ExpressRouteGateway)
		vpn := a.Topology.HubGatewayOf(h, planner.VPNGateway)
		if er < 0 || vpn < 0 {
			out = append(out, max(er, vpn))
		}
		return out
	}
	hub := v
	if v.Hub != nil {
		hub = v.Hub
		out = append(out, a.Topology.RegionOf(hub.Azure))
	}
	if len(hub.Gateways) == 1 {
		out = append(out, a.Topology.GatewayOf(hub.Gateways[0]))
	}
	return out
}

// Availability returns how likely a flow is to be down, from its structure;
// not ok where the structure does not know its ways.
func (a *Analysis) Availability(flow int) (failover.Availability, bool) {
	if !a.assessed(flow) {
		return failover.Availability{}, false
	}
	return a.Structure.Availability(flow), true
}

// Improvements returns what each component has to do with the downtime of a
// flow, the one that costs most first.
func (a *Analysis) Improvements(flow int) []failover.Importance {
	if !a.assessed(flow) {
		return nil
	}
	return a.Structure.Importance(flow)
}

// A Difference is a component whose failure leaves a flow a way that routing
// does not use, or that a stateful device breaks.
type Difference struct{ Flow, Component int }

// Differences returns where routing and structure disagree: by flow.
func (a *Analysis) Differences() []Difference {
	var out []Difference
	for f := range a.Flows {
		for _, p := range a.Points(f) {
			if p.Routing {
				out = append(out, Difference{f, p.Component})
			}
		}
	}
	return out
}
