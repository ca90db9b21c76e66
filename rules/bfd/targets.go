package bfd

import (
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// A target is a recovery time of the design and the ways that it is meant for.
type target struct {
	value planner.Duration
	at    source.Place
	ways  []way
}

// A way is what may carry a flow: the sessions of its circuits.
type way struct {
	sessions []session
	gateway  bool // to a VNet, so a gateway takes part
}

// targets returns the recovery times that a design asks for: those of flows,
// and that of all flows without one of their own.
func targets(p *rules.Pass) []target {
	own := []target{}
	general := target{value: p.Requirements.RecoveryTime, at: p.Requirements.ValueAt("recovery_time")}
	for _, f := range p.Flows {
		w := wayOf(p, f)
		if f.RecoveryTime > 0 {
			own = append(own, target{f.RecoveryTime, f.ValueAt("recovery_time"), []way{w}})
		} else {
			general.ways = append(general.ways, w)
		}
	}
	if len(p.Flows) == 0 && general.value > 0 {
		general.ways = allWays(p)
	}
	if general.value > 0 {
		own = append([]target{general}, own...)
	}
	return own
}

// wayOf returns the way of a flow between a site and Azure; it is empty for
// any other flow.
func wayOf(p *rules.Pass, f *planner.Flow) way {
	site, vnet := f.From.Site, f.To.VNet
	if site == nil {
		site, vnet = f.To.Site, f.From.VNet
	}
	switch {
	case site != nil && vnet != nil:
		return toVNet(p, site, vnet)
	case site != nil && f.To.Service != nil:
		return toMicrosoft(p, site)
	}
	return way{}
}

// allWays returns the ways of a design that names no flow.
func allWays(p *rules.Pass) []way {
	sites := p.Sites
	if len(sites) == 0 {
		sites = []*planner.Site{nil}
	}
	var out []way
	for _, site := range sites {
		for _, vnet := range p.VNets {
			out = append(out, toVNet(p, site, vnet))
		}
		out = append(out, toMicrosoft(p, site))
	}
	return out
}

// toVNet returns the sessions of the circuits that are connected to the
// gateway or hub of a VNet and end at a site; any site where it is nil. Where
// none is, the other hubs of the Virtual WAN lead to the VNet.
func toVNet(p *rules.Pass, site *planner.Site, vnet *planner.VNet) way {
	home := vnet
	if vnet.Hub != nil {
		home = vnet.Hub
	}
	w := way{gateway: true}
	var far []session // over the other hubs of the Virtual WAN
	for _, c := range p.Circuits {
		if c.Peerings.Private == nil || site != nil && !c.Serves(site) {
			continue
		}
		switch joined := func(to func(*planner.Connection) bool) bool { return slices.ContainsFunc(c.Connections, to) }; {
		case joined(func(n *planner.Connection) bool {
			return n.Gateway != nil && n.Gateway.VNet == home || n.Hub != nil && n.Hub == vnet.VHub
		}):
			w.sessions = append(w.sessions, sessions(c.Peerings.Private)...)
		case vnet.VHub != nil && joined(func(n *planner.Connection) bool { return n.Hub != nil && n.Hub.WAN == vnet.VHub.WAN }):
			far = append(far, sessions(c.Peerings.Private)...)
		}
	}
	if len(w.sessions) == 0 {
		w.sessions = far
	}
	return w
}

func toMicrosoft(p *rules.Pass, site *planner.Site) way {
	w := way{}
	for _, m := range p.MicrosoftPeerings() {
		if site == nil || m.Circuit.Serves(site) {
			w.sessions = append(w.sessions, sessions(m)...)
		}
	}
	return w
}
