package peering

import (
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var publicASNNotOwned = &rules.Rule{
	ID:       "peering/public-asn-not-owned",
	Code:     "PEER-011",
	Title:    "A public AS number on a peering is the customer's or its provider's own",
	Severity: diag.Warning,
	Why:      "A public AS number belongs to somebody. Microsoft peering is not validated with a foreign one, and on private peering it collides with its owner's routes where they are learned too.",
	Fix:      "Use your own AS number, or a private one on private peering.",
	Refs:     []rules.Ref{{Doc: "expressroute-circuit-peerings", Section: "Peering comparison", Date: "2026-08-27"}},
	YieldsTo: []string{"peering/private-peer-asn-reserved", "peering/asn-documentation-range"},
	Check: func(p *rules.Pass) {
		for _, peering := range all(p) {
			asn := peering.PeerASN
			if !asn.Known() || privateASN(asn.Value()) || unusable(p, asn.Value()) || peering.PrefixValidation == "validated" {
				continue // what Microsoft has validated is owned
			}
			switch {
			case !peering.ASNOwned.Known() && !peering.IsMicrosoft(): // of Microsoft peering ownership-validation asks
				p.Unknown(peering.At("peer_asn_owned"), "the %s has public AS number %d; whether it is yours or your provider's is not stated", title(peering), asn.Value())
			case peering.ASNOwned.Known() && !peering.ASNOwned.Value():
				f := p.Report(peering.ValueAt("peer_asn"), "the %s has public AS number %d, which is somebody else's", title(peering), asn.Value()).
					Related(peering.ValueAt("peer_asn_owned"), "not owned")
				if !peering.IsMicrosoft() {
					f.Fix("Use a private AS number, such as %d.", firstPrivateASN+10)
				}
			}
		}
	},
}

// The private AS numbers of RFC 6996.
const (
	firstPrivateASN, lastPrivateASN         = 64512, 65534
	firstPrivateLongASN, lastPrivateLongASN = 4200000000, 4294967294
)

func privateASN(asn int64) bool {
	return asn >= firstPrivateASN && asn <= lastPrivateASN || asn >= firstPrivateLongASN && asn <= lastPrivateLongASN
}

// unusable reports whether other rules refuse an AS number anyway.
func unusable(p *rules.Pass, asn int64) bool {
	within := func(key string) bool {
		return asn >= int64(p.Catalog.Limit("bgp."+key+"_asn_min").Int()) && asn <= int64(p.Catalog.Limit("bgp."+key+"_asn_max").Int())
	}
	return within("reserved") || within("documentation") || asn == int64(p.Catalog.Limit("bgp.microsoft_asn").Int())
}

// A design holds no keys, so that the characters of one are not looked at.
var md5KeyFormat = &rules.Rule{
	ID:       "peering/md5-key-format",
	Code:     "PEER-016",
	Title:    "The MD5 key of a peering is no longer than Azure takes",
	Severity: diag.Error,
	Why:      "Azure takes keys of letters and digits up to a certain length, and refuses the peering with others.",
	Fix:      "Use a shorter key of letters and digits, the same on both sides.",
	Refs:     []rules.Ref{{Doc: "expressroute-howto-routing-portal-resource-manager", Section: "Prerequisites", Date: "2023-08-31"}},
	Check: func(p *rules.Pass) {
		most := p.Catalog.Limit("bgp.md5_key_max_length")
		for _, peering := range all(p) {
			if n := peering.MD5Length; n.Known() && (n.Value() > most.Int() || n.Value() < 1) {
				p.Report(peering.ValueAt("md5_length"), "the MD5 key of the %s has %s; Azure takes up to %d letters and digits", title(peering), rules.Count(n.Value(), "character"), most.Int()).
					Rests(most.Source)
			}
		}
	},
}

var layer2Extension = &rules.Rule{
	ID:       "peering/layer2-extension-intent",
	Code:     "PEER-021",
	Title:    "No VLAN of a site is to go on in Azure",
	Severity: diag.Error,
	Why:      "ExpressRoute routes: a circuit carries no broadcast domain, and a subnet that is at a site cannot be in Azure too.",
	Fix:      "Give the VNet prefixes of its own and route between the two.",
	Refs:     []rules.Ref{{Doc: "expressroute-faqs", Section: "Can I extend one of my VLANs to Azure using ExpressRoute?", Date: "2026-03-31"}},
	Check: func(p *rules.Pass) {
		no := p.Catalog.Limit("circuit.layer2_extension")
		for _, v := range p.VNets {
			if v.StretchedVLAN.Known() {
				p.Report(v.ValueAt("stretched_vlan"), "VLAN %d is to go on in VNet %s, and ExpressRoute extends no VLAN", v.StretchedVLAN.Value(), v.Name()).
					Rests(no.Source)
			}
		}
	},
}

// That both links share a port is reported by redundancy/both-links-on-one-port;
// here it is about the tags that tell them apart on it.
var singleAccessLine = &rules.Rule{
	ID:       "peering/single-physical-access-line",
	Code:     "PEER-022",
	Title:    "Two links over one access line have outer VLANs of their own",
	Severity: diag.Advice,
	Why:      "A point-to-point provider can bring both links over one line, as two virtual circuits. They need different outer tags, and the line is one thing that fails for both.",
	Fix:      "Agree on two outer tags with the provider, or order a second line.",
	Refs: []rules.Ref{
		{Doc: "expressroute-faqs", Section: "If I'm not colocated at a cloud exchange and my service provider offers point-to-point connection, do I need two physical connections?", Date: "2026-03-31"},
		{Doc: "expressroute-prerequisites", Section: "Network requirements", Date: "2025-01-31"},
	},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			a, b := c.Links.Primary, c.Links.Secondary
			if c.IsDirect() || !a.Up() || !b.Up() || a.Router == nil || a.Router != b.Router || a.Interface == "" || a.Interface != b.Interface {
				continue
			}
			switch one, two := a.OuterVLANID, b.OuterVLANID; {
			case !one.Known():
				p.Unknown(a.At("outer_vlan_id"), "both links of circuit %s use port %q; which outer VLAN tells them apart is not stated", c.Name(), a.Interface)
			case !two.Known():
				p.Unknown(b.At("outer_vlan_id"), "both links of circuit %s use port %q; which outer VLAN tells them apart is not stated", c.Name(), a.Interface)
			case one.Value() == two.Value():
				p.Report(b.ValueAt("outer_vlan_id"), "both links of circuit %s use port %q and outer VLAN %d; they need one each", c.Name(), a.Interface, one.Value()).
					Related(a.ValueAt("outer_vlan_id"), "the primary link").Fix("Write outer_vlan_id = %d at the secondary link.", one.Value()+1)
			}
		}
	},
}

// kept are the keys of a peering that an update in Azure sets anew: what it
// leaves out is gone.
var kept = []struct{ key, what string }{
	{"md5", "the MD5 hash of its sessions"},
	{"ipv6_primary_peer_address_prefix", "IPv6"},
	{"route_filter", "its route filter"},
	{"advertised_public_prefixes", "its public prefixes"},
	{"customer_asn", "the customer's AS number"},
	{"routing_registry_name", "the name of the routing registry"},
}

var attributesLost = &rules.Rule{
	ID:       "peering/attributes-lost",
	Title:    "A changed peering keeps what it has today",
	Severity: diag.Error,
	Inferred: true,
	Why:      "An update of a peering replaces it as a whole: a key, a filter or prefixes that the new text leaves out are gone with it, and sessions or services with them.",
	Fix:      "Write it in the design too, or remove it openly first.",
	Refs:     []rules.Ref{{Doc: "expressroute-howto-routing-portal-resource-manager", Section: "To update Azure private peering configuration", Date: "2023-08-31"}},
	Check: func(p *rules.Pass) {
		if p.Current == nil {
			return
		}
		for _, c := range p.Circuits {
			was, ok := rules.Named(p.Current.Circuits, c.Name())
			if !ok {
				continue
			}
			reportLost(p, c.Peerings.Private, was.Peerings.Private)
			reportLost(p, c.Peerings.Microsoft, was.Peerings.Microsoft)
		}
	},
}

// reportLost reports keys that a peering states today and does not in the
// design. One that the design sets otherwise is its word.
func reportLost(p *rules.Pass, now, was *planner.Peering) {
	if now == nil || was == nil {
		return
	}
	for _, k := range kept {
		if was.Has(k.key) && !now.Has(k.key) && (k.key != "md5" || was.MD5.Value()) {
			p.Report(now.At(k.key), "the %s has %s today, and the design does not say it: it is lost with the next update", title(now), k.what).
				Related(was.At(k.key), "today").Fix("Write %s as it is today, or remove it openly first.", k.key)
		}
	}
}
