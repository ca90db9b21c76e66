package peering

import (
	"fmt"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// firstVLAN and lastVLAN bound the VLAN ids of IEEE 802.1Q: 0 and 4095 are
// reserved by the standard.
const firstVLAN, lastVLAN = 1, 4094

var vlanNotUnique = &rules.Rule{
	ID:       "peering/vlan-not-unique-on-circuit",
	Code:     "PEER-006",
	Title:    "The two peerings of a circuit have different VLANs",
	Severity: diag.Error,
	Why:      "The VLAN id tells the peerings of a circuit apart. Azure refuses one that the circuit already has.",
	Fix:      "Use different VLAN ids for the private and the Microsoft peering.",
	Refs: []rules.Ref{
		{Doc: "expressroute-howto-routing-portal-resource-manager", Section: "To create Microsoft peering", Date: "2023-08-31"},
		{Doc: "expressroute-howto-routing-portal-resource-manager", Section: "To create Azure private peering", Date: "2023-08-31"},
	},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			a, b := c.Peerings.Private, c.Peerings.Microsoft
			if a == nil || b == nil || !a.VLANID.Known() || a.VLANID != b.VLANID {
				continue
			}
			p.Report(b.ValueAt("vlan_id"), "VLAN %d is already that of the private peering of circuit %s", b.VLANID.Value(), c.Name()).
				Related(a.ValueAt("vlan_id"), "the private peering has it too").
				Rests(p.Catalog.Limit("peering.vlan_unique_within_circuit").Source)
		}
	},
}

var vlanOutOfRange = &rules.Rule{
	ID:       "peering/vlan-out-of-range",
	Code:     "PEER-008",
	Title:    "VLAN ids are from 1 to 4094",
	Severity: diag.Error,
	Why:      "A tag of 802.1Q has 12 bits, and the standard keeps 0 and 4095 for itself. Equipment refuses them or drops the frames.",
	Fix:      "Use a VLAN id from 1 to 4094.",
	Refs:     []rules.Ref{{Doc: "expressroute-howto-routing-portal-resource-manager", Section: "To create Azure private peering", Date: "2023-08-31"}},
	Inferred: true,
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			for _, peering := range c.PeeringList() {
				if !peering.VLANID.Known() && !peering.ProviderHolds().Value() {
					p.Unknown(peering.At("vlan_id"), "%s does not say its VLAN", title(peering))
				}
				checkVLAN(p, peering.ValueAt("vlan_id"), "vlan_id", peering.VLANID, title(peering))
			}
			for _, l := range c.Links.All() {
				checkVLAN(p, l.ValueAt("outer_vlan_id"), "outer_vlan_id", l.OuterVLANID, fmt.Sprintf("%s link of circuit %s", l.Side, c.Name()))
			}
		}
	},
}

func checkVLAN(p *rules.Pass, at source.Place, key string, id planner.Opt[int], what string) {
	if id.Known() && (id.Value() < firstVLAN || id.Value() > lastVLAN) {
		p.Report(at, "%s: %s = %d is not a VLAN id; they are from %d to %d", what, key, id.Value(), firstVLAN, lastVLAN)
	}
}

var privateASNReserved = &rules.Rule{
	ID:       "peering/private-peer-asn-reserved",
	Code:     "PEER-009",
	Title:    "The peer ASN of a peering is not one of Microsoft's",
	Severity: diag.Error,
	Why:      "Azure uses 65515 to 65520 itself and its edge routers 12076. A peering with such an ASN is refused, or its routes are dropped as loops.",
	Fix:      "Use another ASN, such as 65010; a public one must be your own.",
	Refs: []rules.Ref{
		{Doc: "expressroute-routing", Section: "Autonomous System numbers (ASN)", Date: "2026-03-12"},
		{Doc: "expressroute-howto-routing-portal-resource-manager", Section: "To create Azure private peering", Date: "2023-08-31"},
	},
	Check: func(p *rules.Pass) {
		low, high := p.Catalog.Limit("bgp.reserved_asn_min"), p.Catalog.Limit("bgp.reserved_asn_max")
		microsoft := p.Catalog.Limit("bgp.microsoft_asn")
		for _, peering := range all(p) {
			asn, name := int(peering.PeerASN.Value()), title(peering)
			switch {
			case asn == microsoft.Int():
				f := p.Report(peering.ValueAt("peer_asn"), "%s: peer_asn %d is Microsoft's own side of the session; write yours", name, asn).
					Rests(microsoft.Source)
				if peering.IsMicrosoft() {
					f.Fix("Write a public AS number of your own.")
				}
			case peering.IsMicrosoft(): // the others are private numbers, which microsoft-peering/private-asn reports
			case !peering.PeerASN.Known() && !peering.ProviderHolds().Value():
				p.Unknown(peering.At("peer_asn"), "%s does not say its peer_asn", name)
			case asn >= low.Int() && asn <= high.Int():
				p.Report(peering.ValueAt("peer_asn"), "%s: peer_asn %d is reserved by Azure, as are %d to %d", name, asn, low.Int(), high.Int()).
					Rests(low.Source, high.Source)
			}
		}
	},
}

var documentationASN = &rules.Rule{
	ID:       "peering/asn-documentation-range",
	Code:     "PEER-010",
	Title:    "No ASN on the way to Microsoft peering is one for documentation",
	Severity: diag.Error,
	Why:      "Microsoft accepts no AS path with an ASN from 64496 to 64511 on Microsoft peering: they belong to nobody and stand in examples only.",
	Fix:      "Use an ASN that a registry has assigned.",
	Refs:     []rules.Ref{{Doc: "expressroute-routing", Section: "Public IP address requirement, Microsoft peering", Date: "2026-03-12"}},
	Check: func(p *rules.Pass) {
		seen := map[string]bool{} // of a site with several circuits
		check := func(n *source.Node, key string, asn planner.Opt[int64], what string) {
			low, high := p.Catalog.Limit("bgp.documentation_asn_min"), p.Catalog.Limit("bgp.documentation_asn_max")
			at := n.ValueAt(key)
			if v := int(asn.Value()); v < low.Int() || v > high.Int() || seen[at.Path] {
				return
			}
			seen[at.Path] = true
			p.Report(at, "%s: %s %d is for documentation, as are %d to %d; Microsoft peering does not accept it in an AS path", what, key, asn.Value(), low.Int(), high.Int()).
				Rests(low.Source, high.Source)
		}
		for _, peering := range p.MicrosoftPeerings() {
			c := peering.Circuit
			what := title(peering)
			if !peering.PeerASN.Known() && !peering.ProviderHolds().Value() {
				p.Unknown(peering.At("peer_asn"), "%s does not say its peer_asn", what)
			}
			check(&peering.Node, "peer_asn", peering.PeerASN, what)
			check(&peering.Node, "customer_asn", peering.CustomerASN, what)
			if c.WAN != nil {
				check(&c.WAN.Node, "asn", c.WAN.ASN, fmt.Sprintf("%s through WAN %s", what, c.WAN.Name()))
			}
			for _, s := range c.Sites() {
				check(&s.Node, "asn", s.ASN, fmt.Sprintf("%s from site %s", what, s.Name()))
			}
		}
	},
}
