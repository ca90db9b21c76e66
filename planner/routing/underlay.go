package routing

import (
	"net/netip"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/topology"
)

// An underlay is what a VPN over a peering runs over: the ways from its site
// to its gateway, and back, over circuits only.
type underlay struct {
	vpn     *planner.VPNTunnel
	end     int      // the speaker at Azure's end
	out, in *program // towards Azure and back
}

// underlayOf returns the number of the underlay of a VPN, -1 over the Internet.
// VPNs of one site, gateway and circuit share it.
func (g *graph) underlayOf(v *planner.VPNTunnel, end int) int {
	if v.Over == "" || v.Over == planner.OverInternet {
		return -1
	}
	for i, u := range g.under {
		if u.end == end && u.vpn.Site == v.Site && u.vpn.Circuit == v.Circuit && u.vpn.Over == v.Over {
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
			u.in = g.compile(&target{node: site, site: &sitePart{}, public: true, gateway: true}, g.services, use)
			continue
		}
		u.out = g.compile(&target{node: u.end, gateway: true, sender: v.Site}, site, use)
		for _, p := range g.devicePart(v) {
			u.in = g.compile(&target{node: site, site: p}, u.end, use)
			if u.in.receiver >= 0 {
				break
			}
		}
	}
}

// devicePart returns the parts of the site that may hold the VPN device, the
// likeliest first.
func (g *graph) devicePart(v *planner.VPNTunnel) []*sitePart {
	parts := g.parts[v.Site]
	for _, a := range v.DeviceAddresses {
		for i, p := range parts {
			for _, prefix := range p.prefixes {
				if prefix.Contains(a) && !deeper(parts, i, prefix, a) {
					return append([]*sitePart{p}, parts...)
				}
			}
		}
	}
	return parts
}

// deeper reports whether another part holds an address by a longer prefix.
func deeper(parts []*sitePart, than int, prefix netip.Prefix, a netip.Addr) bool {
	for i, p := range parts {
		for _, other := range p.prefixes {
			if i != than && other.Contains(a) && other.Bits() > prefix.Bits() {
				return true
			}
		}
	}
	return false
}

// ground answers for the underlays in one state, each when it is asked for.
type ground struct {
	g     *graph
	state topology.State
	known []grounding
}

type grounding struct {
	asked   bool
	out, in []Way
	hot     []int
}

func (u *ground) of(i int) *grounding {
	if u.known == nil {
		u.known = make([]grounding, len(u.g.under))
	}
	k := &u.known[i]
	if !k.asked {
		k.asked = true
		k.out, k.hot = u.run(u.g.under[i].out, false, nil)
		k.in, k.hot = u.run(u.g.under[i].in, true, k.hot)
	}
	return k
}

func (u *ground) run(p *program, back bool, hot []int) ([]Way, []int) {
	r := p.start(u.state, func(int) bool { return false })
	defer r.done()
	r.settle()
	return r.ways(back, nil), r.rests(hot)
}

// up reports whether an underlay works in both directions.
func (u *ground) up(i int) bool {
	k := u.of(i)
	return len(k.out) > 0 && len(k.in) > 0
}
