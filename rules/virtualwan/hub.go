package virtualwan

import (
	"net/netip"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

var spokeGateway = &rules.Rule{
	ID:       "virtual-wan/spoke-has-gateway",
	Code:     "VWAN-022",
	Title:    "A VNet on a virtual hub has no gateway of its own",
	Severity: diag.Error,
	Why:      "A VNet uses the gateways of its hub, or its own. Azure connects none that has one.",
	Fix:      "Remove the gateway, or the VNet from the hub.",
	Refs:     []rules.Ref{faq("Can a spoke VNet have a virtual network gateway?")},
	Check: func(p *rules.Pass) {
		for _, v := range p.VNets {
			if v.VHub == nil || len(v.Gateways) == 0 {
				continue
			}
			f := p.Report(v.ValueAt("hub"), "VNet %q is connected to virtual hub %q and has %s of its own", v.Name(), v.VHub.Name(), several("gateway", v.Gateways))
			for _, g := range v.Gateways {
				f.Related(g.ValueAt("vnet"), "gateway %q", g.Name())
			}
		}
	},
}

var ipv6 = &rules.Rule{
	ID:       "virtual-wan/ipv6",
	Code:     "VWAN-023",
	Title:    "No IPv6 is to go through a virtual hub",
	Severity: diag.Error,
	Why:      "Virtual hubs and their gateways carry IPv4 only. A VNet with IPv6 cannot be connected to one.",
	Fix:      "Use a hub VNet with gateways of its own for what needs IPv6.",
	Refs:     []rules.Ref{faq("Is there support for IPv6 in Virtual WAN?")},
	Check: func(p *rules.Pass) {
		limit := p.Catalog.Limit("vwan.expressroute_ipv6")
		if limit.Bool() {
			return
		}
		six := func(x netip.Prefix) bool { return x.IsValid() && x.Addr().Is6() }
		for _, h := range p.VirtualHubs {
			if six(h.AddressPrefix) {
				p.Report(h.ValueAt("address_prefix"), "virtual hub %q has %s; hubs have IPv4 only", h.Name(), h.AddressPrefix).Rests(limit.Source)
			}
			for _, v := range h.VNets {
				if i := slices.IndexFunc(v.AddressSpace, six); i >= 0 {
					p.Report(v.Item("address_space", i), "VNet %q has %s and is connected to virtual hub %q, which carries IPv4 only", v.Name(), v.AddressSpace[i], h.Name()).
						Related(v.ValueAt("hub"), "the hub").Rests(limit.Source)
				}
			}
		}
		for _, f := range p.Flows {
			for _, v := range []*planner.VNet{f.From.VNet, f.To.VNet} {
				if f.IPv6.Value() && v != nil && v.VHub != nil && !slices.ContainsFunc(v.AddressSpace, six) {
					p.Report(f.ValueAt("ipv6"), "flow %q needs IPv6, and VNet %q is behind virtual hub %q, which carries IPv4 only", f.Name(), v.Name(), v.VHub.Name()).
						Related(v.ValueAt("hub"), "the hub").Rests(limit.Source)
					break
				}
			}
		}
	},
}

// The rate of a hub's router counts between VNets: other traffic passes it by.
var hubCapacity = &rules.Rule{
	ID:       "virtual-wan/hub-capacity",
	Code:     "VWAN-025",
	Title:    "A hub's router has units enough for the VMs and the traffic between its VNets",
	Severity: diag.Warning,
	Why:      "A routing infrastructure unit stands for 1,000 VMs and 1 Gbps. A hub starts with what it is given, two by default, and takes up to 25 minutes to grow.",
	Fix:      "Raise capacity_units.",
	Refs:     []rules.Ref{settings("Virtual hub capacity")},
	Check: func(p *rules.Pass) {
		between := map[*planner.VirtualHub]planner.Bandwidth{}
		for _, f := range p.Flows {
			a, b := f.From.VNet, f.To.VNet
			if a == nil || b == nil || a.VHub == nil || b.VHub == nil || a.VHub.WAN != b.VHub.WAN {
				continue
			}
			between[a.VHub] += f.Bandwidth
			if b.VHub != a.VHub {
				between[b.VHub] += f.Bandwidth
			}
		}
		for _, h := range p.VirtualHubs {
			capacity(p, h, between[h])
		}
	},
}

func capacity(p *rules.Pass, h *planner.VirtualHub, rate planner.Bandwidth) {
	figure := func(key string) int { return p.Catalog.Limit(key).Int() }
	least, most := figure("vwan.riu_min"), figure("vwan.hub_router_throughput_max")/figure("vwan.riu_throughput_per_unit")
	units, at := h.CapacityUnits.Or(least), h.ValueAt("capacity_units")
	if units < least || units > most {
		p.Report(at, "virtual hub %q has %d routing infrastructure units; it can have %d to %d", h.Name(), units, least, most).
			As(diag.Error).Fix("Write a number from %d to %d.", least, most)
		return
	}
	vms := 0
	for _, v := range h.VNets {
		vms += v.VMs.Or(0)
	}
	takes := max(figure("vwan.riu_min_vms"), units*figure("vwan.riu_vms_per_unit"))
	gbps := max(figure("vwan.riu_min_throughput"), units*figure("vwan.riu_throughput_per_unit"))
	carries := planner.Bandwidth(1000 * gbps)
	needVMs := (vms + figure("vwan.riu_vms_per_unit") - 1) / figure("vwan.riu_vms_per_unit")
	needRate := (int(rate) + 999) / 1000 / figure("vwan.riu_throughput_per_unit")
	switch {
	case vms > takes:
		f := p.Report(at, "virtual hub %q has %d routing infrastructure units, good for %s VMs, and its VNets have %s", h.Name(), units, rules.Number(takes), rules.Number(vms)).
			Rests(p.Catalog.Limit("vwan.riu_min_vms").Source)
		for _, v := range h.VNets[:min(4, len(h.VNets))] {
			f.Related(v.ValueAt("vms"), "VNet %q", v.Name())
		}
		moreUnits(f, max(needVMs, needRate), most)
	case rate > carries:
		moreUnits(p.Report(at, "virtual hub %q has %d routing infrastructure units, which carry %s, and the flows between VNets need %s", h.Name(), units, carries, rate).
			Rests(p.Catalog.Limit("vwan.riu_min_throughput").Source), needRate, most)
	}
}

func moreUnits(f rules.Finding, need, most int) {
	if need <= most {
		f.Fix("Write capacity_units = %d.", need)
	} else {
		f.Fix("No hub has as many units: spread the VNets over several hubs.")
	}
}

// Numbers that another rule finds wrong at the same place are left to it.
var reservedASN = &rules.Rule{
	ID:       "virtual-wan/reserved-asn",
	Code:     "VWAN-027",
	Title:    "Sites of a Virtual WAN have free AS numbers, and its hubs keep theirs",
	Severity: diag.Error,
	Why:      "Azure and IANA keep some AS numbers, which hubs refuse from sites. Those of the hub's gateways cannot be changed.",
	Fix:      "Use another AS number, such as 65020.",
	Refs: []rules.Ref{
		faq("Will BGP communities generated by on-premises be preserved in Virtual WAN?"),
		expressRoute("BGP with ExpressRoute in Virtual WAN"),
	},
	YieldsTo: []string{"vpn/asn-conflict", "peering/private-peer-asn-reserved"},
	Check: func(p *rules.Pass) {
		done := map[any]bool{}
		report := func(at source.Place, asn int64, who string, h *planner.VirtualHub) {
			if by := planner.ReservedASN(asn); by != "" {
				p.Report(at, "%s has AS number %d, which %s reserves; virtual hub %q refuses it", who, asn, by, h.Name()).
					Related(h.Here(), "virtual hub %q", h.Name())
			}
		}
		for _, h := range p.VirtualHubs {
			if h.ASN.Known() && h.ASN.Value() != planner.AzureASN {
				p.Report(h.ValueAt("asn"), "virtual hub %q has AS number %d; those of hubs are %d and cannot be changed", h.Name(), h.ASN.Value(), planner.AzureASN).
					Rests(p.Catalog.Limit("vwan.er_asn_editable").Source).Fix("Write asn = %d, or leave it out.", planner.AzureASN)
			}
			for _, t := range h.Tunnels {
				if s := t.Site; s.ASN.Known() && t.BGP.Or(true) && !done[s] {
					done[s] = true
					report(s.ValueAt("asn"), s.ASN.Value(), "site "+quoted(s.Name()), h)
				}
			}
			for _, n := range h.Connections {
				if c := n.Circuit; c.Peerings.Private != nil && c.Peerings.Private.PeerASN.Known() && !done[c] {
					done[c] = true
					report(c.Peerings.Private.ValueAt("peer_asn"), c.Peerings.Private.PeerASN.Value(), "circuit "+quoted(c.Name()), h)
				}
			}
		}
	},
}
