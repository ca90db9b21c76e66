package export

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/erplan/erplan/planner"
)

// A remote is the Azure side of a site that ends tunnels: a local network
// gateway, or a VPN site of a virtual hub.
type remote struct {
	name   string
	joint  string // name of the connection, which no ExpressRoute connection has
	tunnel *planner.VPNTunnel
}

// remotes returns what stands for the sites of tunnels, one a tunnel. A site
// with one tunnel gives it its name.
func (e *exporter) remotes() (gateways, hubs []remote) {
	count := map[*planner.Site]int{}
	for _, t := range e.d.VPNTunnels {
		count[t.Site]++
	}
	for _, t := range e.d.VPNTunnels {
		r := remote{name: t.Site.Name(), joint: t.Name(), tunnel: t}
		if count[t.Site] > 1 {
			r.name = e.remoteName(t)
		}
		e.incomplete(t)
		if t.Hub != nil {
			if e.endsInHub(t) {
				hubs = append(hubs, r)
			}
			continue
		}
		if len(t.DeviceAddresses) != 1 {
			e.note("%s: a local network gateway has one address, and device_addresses states %d; the first is written", t.Path(), len(t.DeviceAddresses))
		}
		if planner.Find(e.d.Connections, r.joint) != nil {
			r.joint += "-ipsec"
			e.note("%s: it is called %s, because a connection has its name", t.Path(), r.joint)
		}
		gateways = append(gateways, r)
	}
	return gateways, hubs
}

// remoteName is what stands for a site with several tunnels: named after both,
// or after the tunnel alone where that says it.
func (e *exporter) remoteName(t *planner.VPNTunnel) string {
	if other := planner.Find(e.d.Sites, t.Name()); strings.HasPrefix(t.Name(), t.Site.Name()) && (other == nil || other == t.Site) {
		return t.Name()
	}
	return t.Site.Name() + "-" + t.Name()
}

// incomplete notes what Azure needs of a tunnel and the design does not say.
func (e *exporter) incomplete(t *planner.VPNTunnel) {
	if t.IPsec != nil && (t.IPsec.Encryption != "" || t.IPsec.Integrity != "" || t.IPsec.DHGroup != "" || t.IPsec.PFS != "") {
		e.note("%s: Azure takes an IPsec policy only as a whole: add the encryption and integrity of IKE and the lifetimes, which a design does not state", t.Path())
	}
	if t.BGP.Value() && (len(t.BGPPeerAddresses) == 0 || !t.Site.ASN.Known()) {
		e.note("%s: BGP needs bgp_peer_addresses of the tunnel and the asn of the site, which the design does not state", t.Path())
	}
}

// endsInHub reports whether the hub of a tunnel has what ends it.
func (e *exporter) endsInHub(t *planner.VPNTunnel) bool {
	n := t.Hub.VPNScaleUnits
	switch {
	case !n.Known() || n.Value() == 0:
		e.note("%s: hub %s has no VPN gateway; the tunnel is not written", t.Path(), t.Hub.Name())
		return false
	case len(t.DeviceAddresses) == 0:
		e.note("%s: device_addresses is not stated; a link of a VPN site needs the address of its device", t.Path())
	}
	if t.DPDTimeout > 0 {
		e.note("%s: the DPD timeout of a hub's tunnel is not written", t.Path())
	}
	return true
}

// behind returns the prefixes that Azure is to find behind a tunnel.
func behind(t *planner.VPNTunnel) []string {
	if t.AdvertisedPrefixes != nil {
		return texts(t.AdvertisedPrefixes)
	}
	return texts(t.Site.Prefixes)
}

// A siteLink is a link of a VPN site: a device.
type siteLink struct {
	name, address, bgpPeer string
}

// siteLinks returns a link for each device of a tunnel, and one where none is
// stated.
func siteLinks(t *planner.VPNTunnel) []siteLink {
	var out []siteLink
	for n := range max(1, len(t.DeviceAddresses)) {
		l := siteLink{name: fmt.Sprintf("link-%d", n+1)}
		if n < len(t.DeviceAddresses) {
			l.address = t.DeviceAddresses[n].String()
		}
		if n < len(t.BGPPeerAddresses) {
			l.bgpPeer = t.BGPPeerAddresses[n].String()
		}
		out = append(out, l)
	}
	return out
}

// A selector is a pair of what Azure and the site may send to each other.
type selector struct{ local, remote string }

// selectors reads the traffic selectors of a tunnel, each "LOCAL -> REMOTE".
func (e *exporter) selectors(t *planner.VPNTunnel) []selector {
	var out []selector
	for _, s := range t.TrafficSelectors {
		local, remote, ok := strings.Cut(s, "->")
		a, errA := netip.ParsePrefix(strings.TrimSpace(local))
		b, errB := netip.ParsePrefix(strings.TrimSpace(remote))
		if !ok || errA != nil || errB != nil {
			e.note("%s: traffic selector %q is not written: Azure takes pairs of prefixes, \"LOCAL -> REMOTE\"", t.Path(), s)
			continue
		}
		out = append(out, selector{a.String(), b.String()})
	}
	return out
}

// ikeVersions are the words of Azure.
var ikeVersions = map[int]string{1: "IKEv1", 2: "IKEv2"}
