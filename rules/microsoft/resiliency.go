package microsoft

import (
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

// Where every flow to Microsoft may go over the Internet instead, that is the
// second way, and the rule only advises.
var singleCircuit = &rules.Rule{
	ID:       "microsoft-peering/single-circuit",
	Code:     "MSP-021",
	Title:    "Microsoft peering is on two circuits in two locations",
	Severity: diag.Warning,
	Why:      "With one circuit, or two at one location, a failure of the location ends Microsoft peering. A VPN is no way around it; only the Internet is.",
	Fix:      "Add Microsoft peering to a circuit in another location: with the same prefixes, prepended on one of the two, or with different prefixes.",
	Refs:     []rules.Ref{questions("How is redundancy implemented for Microsoft peering?")},
	Check: func(p *rules.Pass) {
		list := p.MicrosoftPeerings()
		if len(list) == 0 {
			return
		}
		first := list[0]
		place := first.Circuit.LocationName()
		if slices.ContainsFunc(list, func(m *planner.Peering) bool { return m.Circuit.LocationName() != place }) {
			return
		}
		var f rules.Finding
		if len(list) == 1 {
			f = p.Report(first.Here(), "Microsoft peering is on circuit %s alone", first.Circuit.Name())
		} else {
			f = p.Report(first.Here(), "all circuits with Microsoft peering, %s, are in %s", circuitNames(list), place)
			for _, m := range list {
				f.Related(m.Circuit.LocationPlace(), "%s is in %s", m.Circuit.Name(), place)
			}
		}
		if internetSuffices(p) {
			f.As(diag.Advice)
		}
	},
}

// internetSuffices reports whether there are flows to Microsoft's services and
// all of them may go over the Internet.
func internetSuffices(p *rules.Pass) bool {
	found := false
	for _, f := range p.Flows {
		if f.To.Service == nil {
			continue
		}
		if f.InternetFallback != "allowed" {
			return false
		}
		found = true
	}
	return found
}

// A VPN is claimed as a backup where a route policy sends Microsoft's prefixes
// into a tunnel, and where a tunnel is a backup and the only peerings that it
// could back are of Microsoft.
var vpnClaimedAsBackup = &rules.Rule{
	ID:       "microsoft-peering/vpn-claimed-as-backup",
	Code:     "MSP-022",
	Title:    "No VPN stands in for Microsoft peering",
	Severity: diag.Error,
	Why:      "A site-to-site VPN ends in a virtual network. Microsoft's public services are not behind it, so it carries nothing when Microsoft peering fails.",
	Fix:      "Plan a second circuit with Microsoft peering, or let the Internet take over.",
	Refs: []rules.Ref{
		coexistence,
		{Doc: "reliability/reliability-virtual-network-gateway", Section: "Custom multi-region solutions for resiliency", Date: "2025-11-18"},
	},
	Check: func(p *rules.Pass) {
		limit := p.Catalog.Limit("microsoft_peering.vpn_failover")
		if limit.Bool() {
			return
		}
		for _, r := range p.RoutePolicies {
			if r.Tunnel != nil && r.Action != planner.Deny && slices.ContainsFunc(r.MatchComms, onMicrosoftPeering) {
				p.Report(r.ValueAt("via"), "route policy %s sends the prefixes of %q into VPN tunnel %s, which does not reach Microsoft's public services", r.Name(), r.Match, r.Tunnel.Name()).
					Rests(limit.Source)
			}
		}
		list := p.MicrosoftPeerings()
		if len(list) == 0 || slices.ContainsFunc(p.Circuits, func(c *planner.Circuit) bool { return c.Peerings.Private != nil }) {
			return
		}
		for _, t := range p.VPNTunnels {
			if t.Role == "backup" && t.Over != planner.OverMicrosoftPeering {
				p.Report(t.ValueAt("role"), "VPN %s is a backup, but the circuits have only Microsoft peering, which a VPN cannot back up", t.Name()).
					Related(list[0].Here(), "Microsoft peering of %s", list[0].Circuit.Name()).Rests(limit.Source)
			}
		}
	},
}
