package routing

import (
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/topology"
)

// An underlay is what a VPN over a peering runs over: the ways from its site
// to its gateway, and back, over circuits only.
type underlay struct {
	vpn *planner.VPNTunnel
	end int // the speaker at Azure's end
	out *program
	in  []*program // back, to the parts of the site that may hold the VPN device, the likeliest first
}

// underlayOf returns the number of the underlay of a VPN, -1 over the Internet.
// VPNs of one site, device, gateway and circuit share it.
func (g *graph) underlayOf(v *planner.VPNTunnel, end int) int {
	if v.Over == "" || v.Over == planner.OverInternet {
		return -1
	}
	for i, u := range g.under {
		if u.end == end && u.vpn.Site == v.Site && u.vpn.Circuit == v.Circuit && u.vpn.Over == v.Over &&
			slices.Equal(u.vpn.DeviceAddresses, v.DeviceAddresses) {
			return i
		}
	}
	g.under = append(g.under, underlay{vpn: v, end: end})
	return len(g.under) - 1
}

// compileUnderlays makes the programs of all underlays.
func (g *graph) compileUnderlays() {
	for i := range g.under {
		u := &g.under[i]
		v, site := u.vpn, g.sites[u.vpn.Site]
		use := func(s *session) bool {
			return s.joint != tunnelJoint && (s.joint != linkJoint || v.Circuit == nil || s.circuit == v.Circuit)
		}
		if v.Over == planner.OverMicrosoftPeering {
			u.out = g.compile(&target{node: g.services, service: &planner.Service{}, gateway: true, sender: v.Site}, site, use)
			u.in = []*program{g.compile(&target{node: site, site: &sitePart{}, public: true, gateway: true}, g.services, use)}
			continue
		}
		u.out = g.compile(&target{node: u.end, gateway: true, sender: v.Site}, site, use)
		for _, p := range g.deviceParts(v) {
			u.in = append(u.in, g.compile(&target{node: site, site: p}, u.end, use))
		}
	}
}

// deviceParts returns the part of the site that holds the VPN device, or all
// parts where the design does not say.
func (g *graph) deviceParts(v *planner.VPNTunnel) []*sitePart {
	var best *sitePart
	bits := -1
	for _, a := range v.DeviceAddresses {
		for _, p := range g.parts[v.Site] {
			for _, prefix := range p.prefixes {
				if prefix.Contains(a) && prefix.Bits() > bits {
					best, bits = p, prefix.Bits()
				}
			}
		}
	}
	if best != nil {
		return []*sitePart{best}
	}
	if p := g.outlyingPart(v); p != nil {
		return []*sitePart{p}
	}
	return g.parts[v.Site]
}

// ground answers for the underlays in one state, each when it is asked for.
type ground struct {
	g     *graph
	state topology.State
	known []grounding
}

// A grounding is what is known of one underlay in a state.
type grounding struct {
	asked    bool
	out, in  []Way
	hot      []int
	unstable bool
}

// of answers for an underlay.
func (u *ground) of(i int) *grounding {
	if u.known == nil {
		u.known = make([]grounding, len(u.g.under))
	}
	k := &u.known[i]
	if !k.asked {
		k.asked = true
		k.out = u.run(u.g.under[i].out, false, k)
		for _, p := range u.g.under[i].in {
			if k.in = u.run(p, true, k); len(k.in) > 0 {
				break
			}
		}
	}
	return k
}

func (u *ground) run(p *program, back bool, k *grounding) []Way {
	r := p.start(u.state, func(int) bool { return false })
	defer r.done()
	r.settle()
	k.hot = r.rests(k.hot)
	k.unstable = k.unstable || r.unstable
	return r.ways(back, nil)
}

// ways returns the ways of an underlay in one direction.
func (u *ground) ways(i int, back bool) []Way {
	if back {
		return u.of(i).in
	}
	return u.of(i).out
}

// up reports whether an underlay works in both directions.
func (u *ground) up(i int) bool {
	k := u.of(i)
	return len(k.out) > 0 && len(k.in) > 0
}
