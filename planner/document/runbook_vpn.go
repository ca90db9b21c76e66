package document

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/planner"
)

func (b *builder) vpnSteps() []step {
	var out []step
	for _, v := range b.d.Design.VPNTunnels {
		if v.Hub != nil {
			out = append(out, b.hubVPN(v))
			continue
		}
		out = append(out, b.gatewayVPN(v))
	}
	return out
}

// routerPart is what the customer's side of a VPN takes.
const routerPart = "Load what the configuration of the routers has for the VPN once the addresses of the gateway's instances are known."

// devices are the addresses of a VPN's devices at the site, one for each
// router.
func devices(v *planner.VPNTunnel) []string {
	out := texts(v.DeviceAddresses)
	for i := len(out); i < len(v.Routers); i++ {
		out = append(out, placeholder("DEVICE-IP", v.Routers[i].ID()))
	}
	return out
}

func (b *builder) gatewayVPN(v *planner.VPNTunnel) step {
	rg := group("", "gateway "+v.Gateway.Name())
	s := step{
		title: "build VPN " + v.Name(), verify: "the tunnels are Connected, and the routes over them are those of the design.",
		check: az("network vpn-connection list", opt("resource-group", rg), opt("query", "[].{name:name,state:connectionStatus}")),
		undo:  "delete the connections, then the local network gateways",
		words: routerPart,
	}
	if v.LocalAzureIP.Value() {
		s.words += " The tunnels end on private addresses: switch them on at the gateway and at each connection."
	}
	for i, address := range devices(v) {
		name := fmt.Sprintf("%s-%d", v.Name(), i+1)
		options := [][]string{opt("resource-group", rg), opt("name", name), opt("gateway-ip-address", address)}
		if v.BGP.Value() {
			options = append(options, opt("asn", stating(v.Site.ASN, "ASN", v.Site.Name())), opt("bgp-peering-address", bgpAddress(v, i)))
		} else {
			options = append(options, opt("local-address-prefixes", texts(b.d.Design.SentOver(v).Prefixes)...))
		}
		s.command += az("network local-gateway create", options...) + "\n" +
			az("network vpn-connection create", opt("resource-group", rg), opt("name", name), opt("vnet-gateway1", v.Gateway.Name()), opt("local-gateway2", name),
				opt("shared-key", placeholder("PSK", v.Name())), set("enable-bgp", v.BGP.Value())) + "\n"
		if p := v.IPsec; p != nil {
			s.command += az("network vpn-connection ipsec-policy add", append([][]string{opt("resource-group", rg), opt("connection-name", name)}, ipsecOptions(v, "sa-max-size")...)...) + "\n"
		}
	}
	s.command = strings.TrimSuffix(s.command, "\n")
	return s
}

// ipsecOptions are the parts of an IPsec policy; the design states one cipher
// for both phases, and no lifetimes.
func ipsecOptions(v *planner.VPNTunnel, size string) [][]string {
	p := v.IPsec
	return [][]string{
		opt("ike-encryption", orFill(p.Encryption, "IKE-ENCRYPTION", v.Name())), opt("ike-integrity", placeholder("IKE-INTEGRITY", v.Name())), opt("dh-group", orFill(p.DHGroup, "DH-GROUP", v.Name())),
		opt("ipsec-encryption", orFill(p.Encryption, "ESP-ENCRYPTION", v.Name())), opt("ipsec-integrity", orFill(p.Integrity, "ESP-INTEGRITY", v.Name())), opt("pfs-group", orFill(p.PFS, "PFS-GROUP", v.Name())),
		opt("sa-lifetime", placeholder("SA-LIFETIME-SECONDS", v.Name())), opt(size, placeholder("SA-SIZE-KB", v.Name())),
	}
}

func bgpAddress(v *planner.VPNTunnel, i int) string {
	if i < len(v.BGPPeerAddresses) {
		return v.BGPPeerAddresses[i].String()
	}
	return placeholder("BGP-IP", v.Name(), fmt.Sprint(i+1))
}

func (b *builder) hubVPN(v *planner.VPNTunnel) step {
	rg := group("", "virtual hub "+v.Hub.Name())
	s := step{
		title: "build VPN " + v.Name(), verify: "the tunnels are Connected, and the hub has the site's routes over them.",
		check: az("network vpn-gateway connection list", opt("resource-group", rg), opt("gateway-name", v.Hub.Name()+"-vpngw"), opt("query", "[].{name:name,state:connectionStatus}")),
		undo:  "delete the connections of the VPN gateway, then the VPN sites",
		words: routerPart,
	}
	for i, address := range devices(v) {
		name := fmt.Sprintf("%s-%d", v.Name(), i+1)
		options := [][]string{opt("resource-group", rg), opt("name", name), opt("ip-address", address), opt("virtual-wan", resource("", group("", "virtual WAN "+v.Hub.WANName), "virtualWans", v.Hub.WANName))}
		if v.BGP.Value() {
			options = append(options, opt("asn", stating(v.Site.ASN, "ASN", v.Site.Name())), opt("bgp-peering-address", bgpAddress(v, i)))
		} else {
			options = append(options, opt("address-prefixes", texts(b.d.Design.SentOver(v).Prefixes)...))
		}
		bgp := "false"
		if v.BGP.Value() {
			bgp = "true"
		}
		s.command += az("network vpn-site create", options...) + "\n" +
			az("network vpn-gateway connection create", opt("resource-group", rg), opt("gateway-name", v.Hub.Name()+"-vpngw"), opt("name", name), opt("remote-vpn-site", resource("", rg, "vpnSites", name)),
				opt("shared-key", placeholder("PSK", v.Name())), opt("enable-bgp", bgp)) + "\n"
		if p := v.IPsec; p != nil {
			s.command += az("network vpn-gateway connection ipsec-policy add", append([][]string{opt("resource-group", rg), opt("gateway-name", v.Hub.Name()+"-vpngw"), opt("connection-name", name)}, ipsecOptions(v, "sa-data-size")...)...) + "\n"
		}
	}
	s.command = strings.TrimSuffix(s.command, "\n")
	return s
}
