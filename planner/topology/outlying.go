package topology

import (
	"net/netip"
	"slices"

	"github.com/erplan/erplan/planner"
)

// outlyingPart returns what the devices of a VPN over private peering stand in
// where they are in no prefix of their site: an address that a circuit of the
// site lists, such as that of a loopback which the circuit announces for the
// tunnel alone. Not ok where no list has one of them.
func (t *Topology) outlyingPart(v *planner.VPNTunnel) (region, bool) {
	for _, a := range v.DeviceAddresses {
		host := region{prefix: netip.PrefixFrom(a, a.BitLen())}
		for _, l := range t.ownLinks(v.Site) {
			list, _ := listOf(l)
			if slices.ContainsFunc(list, func(p netip.Prefix) bool { return covers(p.Masked(), host.prefix) }) {
				return host, true
			}
		}
	}
	return region{}, false
}
