package routing

import (
	"net/netip"

	"github.com/erplan/erplan/planner"
)

// outlyingPart returns what the devices of a VPN over private peering stand in
// where they are in no prefix of their site: an address that a circuit lists,
// such as that of a loopback which the circuit announces for the tunnel alone.
// It is nil where no list has one of them.
func (g *graph) outlyingPart(v *planner.VPNTunnel) *sitePart {
	for _, a := range v.DeviceAddresses {
		p := g.sitePartsOf([]region{{prefix: netip.PrefixFrom(a, a.BitLen())}}, nil)[0]
		for i, offers := range p.offers {
			if s := &g.sessions[i]; s.joint == linkJoint && !s.peering.IsMicrosoft() && offers[asOwn].bits != unannounced {
				return p
			}
		}
	}
	return nil
}
