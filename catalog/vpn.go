package catalog

import "strconv"

// A VPNSKU is a size of a VPN gateway in one generation. Figures that the
// documentation does not give are 0. Those of a tunnel were observed and are
// no guarantee.
type VPNSKU struct {
	Fact
	Name                    string
	Generation              int
	ZoneRedundant           bool
	Status                  string // "current", "migrating" (no new ones), "legacy"
	ThroughputMbps          int    // of all tunnels together
	Tunnels                 int    // site to site, most
	PointToSiteSSTP         int    // connections, most
	PointToSiteIKEv2OpenVPN int
	BGP                     bool
	VMs                     int
	TunnelMbpsGCM           int // one tunnel with GCMAES256
	TunnelMbpsSHA           int // with AES256 and SHA256
	TunnelMbpsDES           int // with DES3 and SHA256
	TunnelPacketsGCM        int // packets per second, likewise
	TunnelPacketsSHA        int
	TunnelPacketsDES        int
	ExpressRouteCoexist     bool // may stand beside an ExpressRoute gateway
}

// VPNSKU finds a VPN gateway SKU by name and generation. Generation 0 means
// the newest, or only, generation of that name.
func (c *Catalog) VPNSKU(name string, generation int) (*VPNSKU, bool) {
	if generation != 0 {
		return c.vpnIndex().find(vpnKey(name, generation))
	}
	var newest *VPNSKU
	for _, v := range c.VPNSKUs() {
		if Fold(v.Name) == Fold(name) && (newest == nil || v.Generation > newest.Generation) {
			newest = v
		}
	}
	return newest, newest != nil
}

// VPNSKUs gives the VPN gateway SKUs, in catalogue order: a name comes once
// for each generation.
func (c *Catalog) VPNSKUs() []*VPNSKU { return c.vpnIndex().all }

// SuggestVPNSKUs gives the nearest names of VPNSKUs.
func (c *Catalog) SuggestVPNSKUs(name string) []string {
	var names []string
	for _, v := range c.VPNSKUs() {
		names = append(names, v.Name)
	}
	return Nearest(name, names)
}

func vpnKey(name string, generation int) string { return Fold(name) + "g" + strconv.Itoa(generation) }

func (c *Catalog) vpnIndex() *index[VPNSKU] {
	return c.vpn.get(func() *index[VPNSKU] {
		return newIndex(c.table("vpn_gateway_skus"), vpnSKU,
			func(v *VPNSKU) (string, []string) { return vpnKey(v.Name, v.Generation), nil })
	})
}

func vpnSKU(r *row) *VPNSKU {
	return &VPNSKU{
		Fact:                    r.fact(),
		Name:                    r.text("name"),
		Generation:              r.whole("generation"),
		ZoneRedundant:           r.yes("zone_redundant"),
		Status:                  r.text("status"),
		ThroughputMbps:          r.whole("aggregate_throughput_mbps"),
		Tunnels:                 r.whole("s2s_tunnels"),
		PointToSiteSSTP:         r.whole("p2s_sstp"),
		PointToSiteIKEv2OpenVPN: r.whole("p2s_ikev2_openvpn"),
		BGP:                     r.yes("bgp"),
		VMs:                     r.whole("vms"),
		TunnelMbpsGCM:           r.whole("tunnel_mbps_gcmaes256"),
		TunnelMbpsSHA:           r.whole("tunnel_mbps_aes256_sha256"),
		TunnelMbpsDES:           r.whole("tunnel_mbps_des3_sha256"),
		TunnelPacketsGCM:        r.whole("tunnel_pps_gcmaes256"),
		TunnelPacketsSHA:        r.whole("tunnel_pps_aes256_sha256"),
		TunnelPacketsDES:        r.whole("tunnel_pps_des3_sha256"),
		ExpressRouteCoexist:     r.yes("expressroute_coexist"),
	}
}
