package planner

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/erplan/erplan/planner/source"
)

// Cipher is how a VPN encrypts, as far as its rate depends on that.
type Cipher int

// The ciphers that throughput is documented for. UnstatedCipher is one that
// the design does not name.
const (
	UnstatedCipher Cipher = iota
	GCMCipher
	AESCipher
	DESCipher
)

// Cipher returns how a VPN encrypts.
func (t *VPNTunnel) Cipher() Cipher {
	if t.IPsec == nil || t.IPsec.Encryption == "" {
		return UnstatedCipher
	}
	switch name := strings.ToUpper(t.IPsec.Encryption); {
	case strings.Contains(name, "GCM"):
		return GCMCipher
	case strings.Contains(name, "DES"):
		return DESCipher
	}
	return AESCipher
}

// TunnelRate returns what one tunnel of a VPN carries: what the design says,
// half of what a connection to a virtual hub does, or what was observed with
// the SKU of the gateway and a cipher, the best one where none is stated. 0 is
// unknown.
func (d *Design) TunnelRate(t *VPNTunnel, with Cipher) Bandwidth {
	switch {
	case t.Bandwidth > 0:
		return t.Bandwidth
	case t.Hub != nil:
		return Bandwidth(1000 * d.Catalog.Limit("vwan.vpn_connection_throughput").Int() / 2)
	case t.Gateway.VPNSKU == nil:
		return 0
	}
	sku := t.Gateway.VPNSKU
	rate := sku.TunnelMbpsGCM
	switch with {
	case AESCipher:
		rate = sku.TunnelMbpsSHA
	case DESCipher:
		rate = sku.TunnelMbpsDES
	}
	if rate == 0 {
		rate = sku.ThroughputMbps
	}
	return Bandwidth(rate)
}

// Size returns of how many tunnels a VPN consists, and from how many routers.
// Not known: the design does not say whether the gateway is active-active.
func (t *VPNTunnel) Size() (tunnels, routers int, known bool) {
	routers = max(1, len(t.Routers))
	switch {
	case t.Count.Known():
		return t.Count.Value(), min(routers, t.Count.Value()), true
	case t.Hub != nil:
		return 2 * routers, routers, true
	case t.Gateway.ActiveActive.Value():
		return 2 * routers, routers, true
	}
	return routers, routers, t.Gateway.ActiveActive.Known()
}

// HubVPNUnit returns what a scale unit of the VPN gateway of a virtual hub
// carries.
func (d *Design) HubVPNUnit() Bandwidth {
	return Bandwidth(d.Catalog.Limit("vwan.vpn_scale_unit").Int())
}

// HubVPN returns what the VPN gateway of a hub carries over all its tunnels, 0
// where its scale units are not stated.
func (d *Design) HubVPN(h *VirtualHub) Bandwidth {
	most := Bandwidth(1000 * d.Catalog.Limit("vwan.s2s_throughput_max").Int())
	return min(most, d.HubVPNUnit()*Bandwidth(h.VPNScaleUnits.Value()))
}

// Aggregate returns what the gateway that a VPN ends on carries over all its
// tunnels, and where its size is written. 0 is unknown.
func (d *Design) Aggregate(t *VPNTunnel) (Bandwidth, source.Place) {
	if h := t.Hub; h != nil {
		return d.HubVPN(h), h.ValueAt("vpn_scale_units")
	}
	if t.Gateway.VPNSKU == nil {
		return 0, t.Gateway.At("sku")
	}
	return Bandwidth(t.Gateway.VPNSKU.ThroughputMbps), t.Gateway.ValueAt("sku")
}

// ReservedASN tells who keeps an AS number from use by the customer of a VPN
// gateway or a virtual hub: "Azure", "IANA", or "" where it is free. The lists
// are those of the BGP questions of VPN Gateway (2019-02-12) and of Virtual WAN
// (2022-10-13); the last number of 32 bits is of RFC 7300.
func ReservedASN(asn int64) string {
	switch {
	case asn == 8074, asn == 8075, asn == 12076, asn == 65515, asn >= 65517 && asn <= 65520:
		return "Azure"
	case asn == 0, asn == 23456, asn >= 64496 && asn <= 64511, asn >= 65535 && asn <= 65551, asn == 429496729, asn == 1<<32-1:
		return "IANA"
	}
	return ""
}

// AzureASN is the AS number of Azure's gateways unless a VPN gateway is given
// another one; those of virtual hubs cannot be.
const AzureASN int64 = 65515

// IsPrivateSupernet reports whether a prefix is one of the three address
// ranges of RFC 1918, as a whole.
func IsPrivateSupernet(p netip.Prefix) bool { return slices.Contains(privateSpace, p.Masked()) }

// IsPrivate reports whether a prefix lies in the address space of RFC 1918.
func IsPrivate(p netip.Prefix) bool {
	return slices.ContainsFunc(privateSpace, func(wide netip.Prefix) bool { return wide.Bits() <= p.Bits() && wide.Contains(p.Addr()) })
}
