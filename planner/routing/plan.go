package routing

import (
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/topology"
)

// plan compiles a flow. The first end is the one that ToAzure starts at.
func (g *graph) plan(f topology.Flow) *flow {
	near, far := f.From, f.To
	if near.Site == nil && far.Site != nil {
		near, far = far, near
	}
	p := &flow{from: near.Site, to: far.Site, stateful: f.Written != nil && f.Written.Stateful.Value()}
	if near == far || near.Service != nil {
		return p
	}
	start, ok := g.speakerOf(near)
	end, also := g.speakerOf(far)
	if !ok || !also {
		return p
	}
	p.toAzure = g.branches(far, end, start, near.Site, nil)
	p.toSite = g.branches(near, start, end, far.Site, far.Service)
	p.doubts = g.doubts(near, far)
	six := f.Written != nil && f.Written.IPv6.Value()
	p.toAzure, p.toSite = sameFamily(p.toAzure, p.toSite, six)
	return p
}

// speakerOf returns the speaker at an end of a flow.
func (g *graph) speakerOf(e planner.Endpoint) (int, bool) {
	switch {
	case e.Site != nil:
		n, ok := g.sites[e.Site]
		return n, ok
	case e.VNet != nil:
		n, ok := g.vnets[e.VNet]
		return n, ok
	}
	return g.services, e.Service != nil
}

// branches compiles the programs towards an end, one for each of its parts.
// The traffic comes from a site, or from a service to public addresses.
func (g *graph) branches(to planner.Endpoint, node, sender int, from *planner.Site, service *planner.Service) []branch {
	var out []branch
	add := func(p *part, sources map[int]bool, t target) {
		t.node, t.sender = node, from
		out = append(out, branch{part: p, sources: sources, program: g.compile(&t, sender, nil)})
	}
	switch {
	case to.Service != nil:
		add(&part{}, nil, target{service: to.Service})
	case to.VNet != nil:
		for _, p := range g.vnetParts(to.VNet) {
			add(&p.part, nil, target{vnet: p})
		}
	case service != nil:
		for _, p := range g.pools {
			add(&p.part, p.source, target{site: p, public: true})
		}
	default:
		for _, p := range g.parts[to.Site] {
			add(&p.part, nil, target{site: p})
		}
	}
	return out
}

// sameFamily drops the parts of a family of addresses that the other end does
// not have, and those of IPv4 where the flow is IPv6. Unnamed parts are of both
// families.
func sameFamily(a, b []branch, only6 bool) ([]branch, []branch) {
	has := func(list []branch, six bool) bool {
		return slices.ContainsFunc(list, func(x branch) bool { return len(x.part.prefixes) == 0 || x.part.six == six })
	}
	v4, v6 := has(a, false) && has(b, false), has(a, true) && has(b, true)
	if !v4 && !v6 {
		return a, b
	}
	v4 = v4 && !(only6 && v6)
	other := func(x branch) bool {
		return len(x.part.prefixes) > 0 && (x.part.six && !v6 || !x.part.six && !v4)
	}
	return slices.DeleteFunc(a, other), slices.DeleteFunc(b, other)
}
