package vpn

import (
	"net/netip"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// Numbers that virtual hubs refuse are a rule of Virtual WAN.
var asnConflict = &rules.Rule{
	ID:       "vpn/asn-conflict",
	Code:     "VPN-014",
	Title:    "The AS number of a VPN site is free, and not that of the gateway",
	Severity: diag.Error,
	Why:      "Azure and IANA keep some AS numbers, which a VPN gateway refuses. A site with the gateway's own number takes all routes from it for loops.",
	Fix:      "Use another AS number, such as 65020.",
	Refs: []rules.Ref{
		questions("Are there autonomous system numbers (ASNs) reserved by Azure?"),
		{Doc: "route-server/route-server-faq", Section: "What Autonomous System Numbers (ASNs) can I use?", Date: "2022-07-31"},
	},
	Check: func(p *rules.Pass) {
		done := map[*planner.Site]bool{}
		for _, t := range p.VPNTunnels {
			if t.Gateway == nil || !speaks(t) || done[t.Site] {
				continue
			}
			if !t.Site.ASN.Known() {
				done[t.Site] = true
				p.Unknown(t.Site.At("asn"), "site %q does not say its AS number, which VPN %q needs for BGP", t.Site.Name(), t.Name())
				continue
			}
			done[t.Site] = conflicts(p, t)
		}
	},
}

func conflicts(p *rules.Pass, t *planner.VPNTunnel) bool {
	asn, at, own := t.Site.ASN.Value(), t.Site.ValueAt("asn"), t.Gateway.ASN.Or(planner.AzureASN)
	var f rules.Finding
	switch by := planner.ReservedASN(asn); {
	case asn == own:
		f = p.Report(at, "site %q has AS number %d, which is that of VPN gateway %q; expected is another one", t.Site.Name(), asn, t.Gateway.Name()).
			Related(t.Gateway.ValueAt("asn"), "the gateway")
	case by != "":
		f = p.Report(at, "site %q has AS number %d, which %s reserves; VPN gateway %q refuses it", t.Site.Name(), asn, by, t.Gateway.Name())
	case asn > 1<<16-1 && t.Gateway.VNet.RouteServer.Value():
		f = p.Report(at, "site %q has AS number %d; VPN %q ends in a VNet with Route Server, which takes numbers of 16 bits only", t.Site.Name(), asn, t.Name()).
			Related(t.Gateway.VNet.ValueAt("route_server"), "Route Server of VNet %q", t.Gateway.VNet.Name())
	default:
		return false
	}
	f.Related(t.Here(), "VPN %q", t.Name())
	return true
}

// VPNs over private peering to a virtual hub have a rule of their own.
var multiDevice = &rules.Rule{
	ID:       "vpn/multi-device-requirements",
	Code:     "VPN-015",
	Title:    "VPN devices of one gateway have addresses of their own, and several for one network run BGP",
	Severity: diag.Error,
	Why:      "Azure tells devices apart by their public address and their BGP address, and refuses a second one with the same. Two devices to the same prefixes need BGP: static prefixes must not overlap.",
	Fix:      "Give each device its own addresses, a BGP address that is not its public one, and BGP.",
	Refs:     []rules.Ref{devices, questions("What are the requirements for the BGP peer IP addresses on my VPN device?")},
	Check: func(p *rules.Pass) {
		for _, list := range byGateway(p) {
			unique(p, list, "device_addresses", "address", func(t *planner.VPNTunnel) []netip.Addr { return t.DeviceAddresses })
			unique(p, list, "bgp_peer_addresses", "BGP address", func(t *planner.VPNTunnel) []netip.Addr { return t.BGPPeerAddresses })
			for _, t := range list {
				ownAddress(p, t)
			}
			withoutBGP(p, list)
		}
	},
}

// byGateway groups VPNs by the gateway or hub that they end on.
func byGateway(p *rules.Pass) [][]*planner.VPNTunnel {
	var out [][]*planner.VPNTunnel
	for _, g := range p.Gateways {
		out = append(out, g.Tunnels)
	}
	for _, h := range p.VirtualHubs {
		out = append(out, h.Tunnels)
	}
	return out
}

// unique reports addresses that two devices have.
func unique(p *rules.Pass, list []*planner.VPNTunnel, key, what string, of func(*planner.VPNTunnel) []netip.Addr) {
	type owner struct {
		vpn *planner.VPNTunnel
		at  source.Place
	}
	first := map[netip.Addr]owner{}
	for _, t := range list {
		for i, a := range of(t) {
			o, taken := first[a]
			if !taken {
				first[a] = owner{t, t.Item(key, i)}
				continue
			}
			p.Report(t.Item(key, i), "VPN %q has %s %s, which a device of VPN %q has as well; each needs its own", t.Name(), what, a, o.vpn.Name()).
				Related(o.at, "VPN %q", o.vpn.Name())
		}
	}
}

// ownAddress reports a BGP address that is the address of the device.
func ownAddress(p *rules.Pass, t *planner.VPNTunnel) {
	if t.Hub != nil && t.Over == planner.OverPrivatePeering {
		return
	}
	for i, a := range t.BGPPeerAddresses {
		if j := slices.Index(t.DeviceAddresses, a); j >= 0 {
			p.Report(t.Item("bgp_peer_addresses", i), "VPN %q has BGP address %s, which is the address of its device; expected is another one, such as that of a loopback", t.Name(), a).
				Related(t.Item("device_addresses", j), "the address of the device")
		}
	}
}

// withoutBGP reports devices that route statically to prefixes that another
// device leads to as well.
func withoutBGP(p *rules.Pass, list []*planner.VPNTunnel) {
	uses := &planner.PrefixUses{}
	for _, t := range list {
		for _, x := range p.SentOver(t).Prefixes {
			uses.Add(planner.PrefixUse{Prefix: x, What: t.Name(), Place: t.Here()})
		}
	}
	for _, t := range list {
		if speaks(t) {
			continue
		}
		if _, devices, _ := t.Size(); devices > 1 {
			p.Report(t.ValueAt("bgp"), "VPN %q has %d devices for the same prefixes and routes statically; that needs BGP", t.Name(), devices).
				Related(t.At("routers"), "its devices")
			continue
		}
		if other, prefix := shares(p, uses, t); other.What != "" {
			p.Report(t.ValueAt("bgp"), "VPN %q routes statically to %s, to which VPN %q leads as well; two devices for one network need BGP", t.Name(), prefix, other.What).
				Related(other.Place, "VPN %q", other.What)
		}
	}
}

func shares(p *rules.Pass, uses *planner.PrefixUses, t *planner.VPNTunnel) (planner.PrefixUse, netip.Prefix) {
	for _, x := range p.SentOver(t).Prefixes {
		for _, u := range uses.Overlapping(x) {
			if u.What != t.Name() {
				return u, x
			}
		}
	}
	return planner.PrefixUse{}, netip.Prefix{}
}

// That a prefix of a VNet is announced to it is a rule of the routes.
var prefixCount = &rules.Rule{
	ID:       "vpn/prefix-count",
	Code:     "VPN-016",
	Title:    "A VPN announces no more prefixes than the gateway takes",
	Severity: diag.Error,
	Why:      "Above the limit the gateway drops the BGP session, and with it all routes over the VPN.",
	Fix:      "Aggregate the prefixes.",
	Refs:     []rules.Ref{questions("How many prefixes can I advertise to Azure VPN Gateway?")},
	Check: func(p *rules.Pass) {
		most := p.Catalog.Limit("vpn.prefixes_max")
		for _, t := range p.VPNTunnels {
			if a := p.SentOver(t); t.Gateway != nil && speaks(t) && len(a.Prefixes) > most.Int() {
				p.Report(a.Place, "VPN %q announces %s prefixes; VPN gateway %q takes at most %s", t.Name(), rules.Number(len(a.Prefixes)), t.Gateway.Name(), rules.Number(most.Int())).
					Fix("Aggregate them to at most %s.", rules.Number(most.Int())).
					Rests(most.Source)
			}
		}
	},
}

// A Metro is left to the rules on redundancy: it already has two buildings.
var noBackup = &rules.Rule{
	ID:       "vpn/no-backup-for-single-circuit",
	Code:     "VPN-017",
	Title:    "A single circuit has a VPN, or another circuit, behind it",
	Severity: diag.Advice,
	Why:      "A circuit has two links but one location, one provider and one configuration. With nothing behind it, each of them ends all traffic. A VPN is the cheapest second way.",
	Fix:      "Add a VPN over the Internet with role = \"backup\", or a second circuit at another peering location.",
	Refs: []rules.Ref{
		{Doc: "well-architected/service-guides/azure-expressroute", Section: "Reliability", Date: "2025-11-21"},
		{Doc: "designing-for-disaster-recovery-with-expressroute-privatepeering", Section: "Need for redundant connectivity solution", Date: "2023-06-15"},
	},
	Covers: []string{"ALZ D06.16"},
	Check: func(p *rules.Pass) {
		r := p.Redundancy()
		alone := map[*planner.Network]bool{} // reached over one circuit
		for _, n := range r.Networks {
			alone[n] = len(n.Circuits()) == 1
		}
		backed := map[*planner.Circuit]bool{} // if by a VPN that is not good for it, another rule says so
		for _, c := range p.Coexistences() {
			for _, circuit := range c.Circuits {
				backed[circuit] = backed[circuit] || len(backups(c)) > 0
			}
		}
		lone := map[*planner.Circuit][]string{}
		for _, b := range r.Bundles {
			c := b.Circuits[0]
			if len(b.Circuits) > 1 || backed[c] || c.Location != nil && c.Location.Metro {
				continue
			}
			for _, n := range b.Networks {
				if alone[n] && b.Backup(p.Design, n) == nil {
					lone[c] = append(lone[c], n.String())
				}
			}
		}
		for _, c := range p.Circuits {
			if len(lone[c]) > 0 {
				p.Report(c.Here(), "circuit %q is the only way to %s, and no VPN stands behind it", c.Name(), rules.Some(lone[c]))
			}
		}
	},
}
