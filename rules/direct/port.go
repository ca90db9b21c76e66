package direct

import (
	"fmt"
	"strings"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var linkAdminState = &rules.Rule{
	ID:       "direct/link-admin-state",
	Code:     "ERD-004",
	Title:    "Both ports of a pair are switched on",
	Severity: diag.Warning,
	Why:      "A port that is off carries nothing: the circuits on the pair have one link, and no contract covers that.",
	Fix:      "Write admin_state = { link1 = true, link2 = true }; billing starts with the first port that is on.",
	Refs: []rules.Ref{
		{Doc: "https://azure.github.io/Azure-Proactive-Resiliency-Library-v2/azure-resources/Network/expressRoutePorts/", Section: "The Admin State of both Links of an ExpressRoute Direct should be in Enabled state", Date: "2026-07-01"},
		howTo("Change Admin State of links"),
	},
	Covers: []string{"APRL 60077378-7cb1-4b35-89bb-393884d9921d"},
	Check: func(p *rules.Pass) {
		for _, port := range p.Ports {
			a := &port.AdminState
			one, two := a.Link1, a.Link2
			switch {
			case !one.Known() && !two.Known():
				p.Unknown(port.At("admin_state"), "whether the ports of pair %s are switched on is not stated", port.Name())
			case one.Value() && two.Value():
			case one.Known() && two.Known() && !one.Value() && !two.Value():
				p.Report(a.ValueAt("link1"), "port pair %s: both ports are switched off", port.Name()).Related(a.ValueAt("link2"), "the second port")
			case one.Known() && !one.Value():
				p.Report(a.ValueAt("link1"), "port pair %s: link1 is switched off", port.Name())
			case two.Known() && !two.Value():
				p.Report(a.ValueAt("link2"), "port pair %s: link2 is switched off", port.Name())
			case one.Known():
				p.Unknown(a.At("link2"), "whether link2 of port pair %s is switched on is not stated", port.Name())
			default:
				p.Unknown(a.At("link1"), "whether link1 of port pair %s is switched on is not stated", port.Name())
			}
		}
	},
}

var encapsulation = &rules.Rule{
	ID:       "direct/encapsulation",
	Code:     "ERD-005",
	Title:    "The encapsulation of a port pair is chosen when it is created, and kept",
	Severity: diag.Error,
	Why:      "Dot1Q or QinQ is fixed with the creation of the pair. To change it the pair, and every circuit on it, is deleted and created anew.",
	Fix:      "Keep the encapsulation, or plan a new port pair and move the circuits.",
	Refs:     []rules.Ref{howTo("Create ExpressRoute Direct (important)")},
	Check: func(p *rules.Pass) {
		for _, port := range p.Ports {
			if port.Encapsulation == "" {
				p.Unknown(port.At("encapsulation"), "port pair %s does not say whether it is dot1q or qinq, which is fixed with its creation", port.Name())
				continue
			}
			if p.Current == nil {
				continue
			}
			if old, ok := rules.Named(p.Current.Ports, port.Name()); ok && old.Encapsulation != "" && old.Encapsulation != port.Encapsulation {
				p.Report(port.ValueAt("encapsulation"), "port pair %s is %q today and cannot become %q", port.Name(), old.Encapsulation, port.Encapsulation).
					Related(old.ValueAt("encapsulation"), "today").
					Fix("Write encapsulation = %q, or plan a new port pair with %q and move the circuits to it.", old.Encapsulation, port.Encapsulation)
			}
		}
	},
}

var dot1qVLANUnique = &rules.Rule{
	ID:       "direct/dot1q-vlan-unique",
	Code:     "ERD-006",
	Title:    "VLANs are unique on a Dot1Q port pair, and Azure assigns the outer tags of QinQ",
	Severity: diag.Error,
	Why:      "With Dot1Q all circuits of the pair share one set of VLANs, so that two peerings with the same id cannot be told apart. With QinQ each circuit has an outer tag, which Azure chooses, and its own set.",
	Fix:      "Give each peering on the pair a VLAN of its own.",
	Refs:     []rules.Ref{about("VLAN Tagging")},
	YieldsTo: []string{"peering/vlan-not-unique-on-circuit"},
	Check: func(p *rules.Pass) {
		for _, port := range p.Ports {
			switch circuits := on(p, port); port.Encapsulation {
			case "dot1q":
				reportShared(p, port, circuits)
			case "qinq":
				reportOuter(p, port, circuits)
			}
		}
	},
}

// reportShared reports peerings of different circuits with one VLAN.
func reportShared(p *rules.Pass, port *planner.Port, circuits []*planner.Circuit) {
	taken := map[int]*planner.Peering{}
	for _, c := range circuits {
		for _, peering := range c.PeeringList() {
			if peering.VLANID.Known() && taken[peering.VLANID.Value()] == nil {
				taken[peering.VLANID.Value()] = peering
			}
		}
	}
	for _, c := range circuits {
		for _, peering := range c.PeeringList() {
			id := peering.VLANID.Value()
			first := taken[id]
			if !peering.VLANID.Known() || first.Circuit == c {
				continue
			}
			free := 100
			for taken[free] != nil {
				free++
			}
			p.Report(peering.ValueAt("vlan_id"), "VLAN %d is already taken on port pair %s, by the %s peering of circuit %s: with dot1q the circuits share the VLANs", id, port.Name(), first.Kind, first.Circuit.Name()).
				Related(first.ValueAt("vlan_id"), "the first use").
				Fix("Write vlan_id = %d, which is free on the pair.", free)
		}
	}
}

// reportOuter reports outer tags that a design gives, and Azure assigns. That
// of a circuit that exists was read from it.
func reportOuter(p *rules.Pass, port *planner.Port, circuits []*planner.Circuit) {
	for _, c := range circuits {
		if c.Exists() {
			continue
		}
		for _, l := range c.Links.All() {
			if l.OuterVLANID.Known() {
				p.Report(l.ValueAt("outer_vlan_id"), "link %s: the outer tag of a circuit on a qinq port pair is assigned by Azure, so that %d cannot be asked for", l.ID(), l.OuterVLANID.Value()).
					As(diag.Warning).Related(port.ValueAt("encapsulation"), "the port pair").
					Fix("Remove outer_vlan_id, and read the tag from the circuit once it exists.")
			}
		}
	}
}

var lacpMLAG = &rules.Rule{
	ID:       "direct/lacp-mlag",
	Code:     "ERD-007",
	Title:    "The two ports are not bundled",
	Severity: diag.Error,
	Why:      "Microsoft's ports are on two routers that know nothing of LACP, link aggregation or multi-chassis bundles. A bundle does not come up.",
	Fix:      "Use two routed interfaces, each with its own BGP sessions, and write lag = false.",
	Refs:     []rules.Ref{about("Technical Requirements (note)")},
	Check: func(p *rules.Pass) {
		for _, port := range p.Ports {
			if port.LAG.Value() {
				p.Report(port.ValueAt("lag"), "port pair %s: its ports are bundled, and Microsoft's side has no LACP or MLAG", port.Name())
			}
		}
	},
}

var layer1Mismatch = &rules.Rule{
	ID:       "direct/layer1-mismatch",
	Code:     "ERD-011",
	Title:    "The optics and the outer tag fit Microsoft's ports",
	Severity: diag.Warning,
	Why:      "Microsoft's ports are single-mode fibre with long-reach optics and expect one EtherType. With others the port gets no light, or passes no frames.",
	Fix:      "Use single-mode long-reach optics, and EtherType 0x8100.",
	Refs:     []rules.Ref{about("Technical Requirements")},
	Check: func(p *rules.Pass) {
		ether := p.Catalog.Limit("erdirect.ethertype").Value
		for _, port := range p.Ports {
			optic := fmt.Sprintf("single-mode long-reach (LR) for %s", port.Bandwidth)
			if key := fmt.Sprintf("erdirect.optic_%dg", port.Bandwidth/1000); port.Bandwidth > 0 {
				if l, ok := p.Catalog.LookupLimit(key); ok {
					optic = l.Value
				}
			}
			if words := strings.ToUpper(port.Optics); words != "" && !strings.Contains(words, "LR") {
				p.Report(port.ValueAt("optics"), "port pair %s: optics %q are not long-reach; Microsoft's ports need %s", port.Name(), port.Optics, optic).
					Fix("Order %s for both ports.", optic)
			}
			if port.EtherType != "" && !strings.EqualFold(port.EtherType, ether) {
				p.Report(port.ValueAt("ether_type"), "port pair %s: EtherType %q; Microsoft's ports take %s", port.Name(), port.EtherType, ether).
					Fix("Set the EtherType of the outer tag to %s.", ether)
			}
		}
	},
}
