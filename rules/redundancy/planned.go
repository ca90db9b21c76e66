package redundancy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// Tried lists the rules on what is tried, spread and changed, in order. They
// follow those of Rules.
var Tried = []*rules.Rule{
	distantLinks,
	standbyNeverTested,
	singleRegion,
	validationUnavailable,
	peeringRecreated,
}

var distantLinks = &rules.Rule{
	ID:       "redundancy/links-in-distant-sites",
	Code:     "RED-004",
	Title:    "The two links of a circuit end in one city",
	Severity: diag.Advice,
	Why:      "Flows are spread over both links as they come: half of them take the longer line, and answers come back by the other one. A circuit gains nothing from distance, since both links meet Microsoft in one place.",
	Fix:      "Keep the links of a circuit together, and use a second circuit for the distance.",
	Refs:     []rules.Ref{{Doc: "designing-for-high-availability-with-expressroute", Section: "First mile physical layer design considerations", Date: "2023-06-15"}},
	YieldsTo: []string{"redundancy/active-passive-inside-circuit"},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			a, b := c.Links.Primary, c.Links.Secondary
			if !a.Up() || !b.Up() || a.Router == nil || b.Router == nil || a.Router.Site == b.Router.Site || c.Location != nil && c.Location.Metro {
				continue
			}
			one, two := a.Router.Site, b.Router.Site
			switch {
			case near(one, two):
			case one.City == "" || two.City == "":
				s := one
				if one.City != "" {
					s = two
				}
				p.Unknown(s.At("city"), "the links of circuit %q end at sites %q and %q; whether they are in one city is unknown", c.Name(), one.Name(), two.Name())
			case catalog.Fold(one.City) != catalog.Fold(two.City):
				p.Report(b.ValueAt("router"), "the links of circuit %q end in %s and %s; flows are spread over both", c.Name(), one.City, two.City).
					Related(a.ValueAt("router"), "the primary link")
			}
		}
	},
}

// sameArea is up to how many km apart sites count as one place whatever their
// cities are called: an inference.
const sameArea = 50

// near reports whether two sites are known to be in one area.
func near(a, b *planner.Site) bool {
	return len(a.Coordinates) == 2 && len(b.Coordinates) == 2 &&
		catalog.Distance(a.Coordinates[0], a.Coordinates[1], b.Coordinates[0], b.Coordinates[1]) <= sameArea
}

// staleAfter is after how many days a test counts as old: the lowest age that
// the resiliency index takes half of the points off (resiliency-insights,
// 2025-11-04), and the quarter that the page on VPN backups names.
const staleAfter = 90

// What was never tried at all operations/failover-test-before-production says
// of circuits, and this rule of VPNs.
var standbyNeverTested = &rules.Rule{
	ID:       "redundancy/standby-never-tested",
	Code:     "RED-020",
	Title:    "What stands by was tried within the last 90 days",
	Severity: diag.Advice,
	Why:      "A second way that nobody uses goes wrong unseen: a filter, a key or a firewall rule has changed, and nobody knows until the first way fails.",
	Fix:      "Try the failover every month to every quarter, and write it as [tests.NAME] with its date.",
	Refs: []rules.Ref{
		{Doc: "designing-for-disaster-recovery-with-expressroute-privatepeering", Section: "Small to medium on-premises network considerations (important)", Date: "2023-06-15"},
		{Doc: "resiliency-insights", Section: "Resiliency validation readiness test score", Date: "2025-11-04"},
		{Doc: "use-s2s-vpn-as-backup-for-expressroute-privatepeering", Section: "Next steps", Date: "2022-12-27"},
	},
	Check: func(p *rules.Pass) {
		for _, b := range p.Redundancy().Bundles {
			if len(b.Circuits) < 2 || slices.ContainsFunc(b.Circuits, func(c *planner.Circuit) bool { return !c.Provisioned() }) {
				continue
			}
			for _, c := range b.Circuits {
				reportStale(p, c.Here(), fmt.Sprintf("circuit %q", c.Name()), "circuit-failover", "circuit:"+c.Name(), "peering-location:"+c.LocationName())
			}
		}
		for _, t := range p.VPNTunnels {
			if t.Role == "backup" && slices.ContainsFunc(p.Circuits, (*planner.Circuit).Provisioned) {
				reportStale(p, t.Here(), fmt.Sprintf("backup VPN %q", t.Name()), "vpn-failover", "tunnel:"+t.Name())
			}
		}
	},
}

// reportStale reports what has no test, or only an old one.
func reportStale(p *rules.Pass, at source.Place, what string, kind planner.TestKind, targets ...string) {
	var last *planner.Test
	for _, t := range p.Tests {
		about := t.Kind == kind || t.Kind == "site-failover"
		named := slices.ContainsFunc(targets, func(target string) bool {
			return strings.EqualFold(t.Target, target) || kind == "vpn-failover" && strings.HasPrefix(t.Target, target+"/")
		})
		if about && named && (last == nil || last.Date.Before(t.Date)) {
			last = t
		}
	}
	switch today := p.Info.Date; {
	case last == nil && kind != "vpn-failover":
	case last == nil:
		p.Report(at, "%s stands by for others, and taking over was never tried", what)
	case last.Date.IsZero():
	case today.IsZero():
		p.Unknown(p.Info.At("date"), "how old the test of %s is, is unknown: the design has no date", what)
	case last.Date.DaysUntil(today) > staleAfter:
		p.Report(at, "%s was last tried on %s, %s ago", what, last.Date, rules.Count(last.Date.DaysUntil(today), "day")).
			Related(last.ValueAt("date"), "the last test")
	}
}

// A design that lists what it has to survive and leaves the region out has its
// word.
var singleRegion = &rules.Rule{
	ID:       "redundancy/single-region-gateway",
	Code:     "RED-023",
	Title:    "What is mission-critical has gateways in two Azure regions",
	Severity: diag.Advice,
	Why:      "With gateways in one region alone the loss of the region, or of the service there, takes everything.",
	Fix:      "Add a gateway in a second region, and connect every circuit to both.",
	Refs: []rules.Ref{
		{Doc: "reliability/reliability-virtual-network-gateway", Section: "Resilience to region-wide failures", Date: "2025-11-18"},
		{Doc: "https://learn.microsoft.com/azure/well-architected/service-guides/azure-expressroute", Section: "Reliability", Date: "2025-11-21"},
		{Doc: "design-architecture-for-resiliency", Section: "Plan for Virtual Network Gateway", Date: "2024-07-16"},
	},
	YieldsTo: []string{"requirements/survive"},
	Check: func(p *rules.Pass) {
		r := &p.Requirements
		if !critical(p) || len(r.Survive) > 0 && !slices.Contains(r.Survive, planner.Kind("region")) {
			return
		}
		var first *catalog.Region
		for _, c := range p.Connections {
			region := c.Azure()
			if region == nil || first != nil && region != first {
				return
			}
			first = region
		}
		if first == nil {
			return
		}
		fix := "Add a gateway in a second region, and connect every circuit to both."
		if first.PairedRegion != "" {
			fix = fmt.Sprintf("Add a gateway in a second region, such as %s, which is paired with %s, and connect every circuit to both.", first.PairedRegion, first.Name)
		}
		p.Report(r.ValueAt("criticality"), "the design is mission-critical, and all its gateways are in %s", first.Name).Fix("%s", fix)
	},
}

var validationUnavailable = &rules.Rule{
	ID:       "redundancy/metro-validation-unavailable",
	Code:     "RED-024",
	Title:    "Gateway failover is tried only where Azure can",
	Severity: diag.Advice,
	Why:      "The validation of a gateway's failover takes a peering location away from it. It needs a second one, and is not offered for Metro circuits.",
	Fix:      "Use the link failover test, one link at a time.",
	Refs:     []rules.Ref{{Doc: "resiliency-validation", Section: "Limitations", Date: "2025-11-04"}},
	Check: func(p *rules.Pass) {
		for _, t := range p.Tests {
			name, ok := strings.CutPrefix(t.Target, "peering-location:")
			if t.Kind != "site-failover" || !ok {
				continue
			}
			l, known := p.Catalog.Location(p.Cloud(), name)
			if !known {
				continue
			}
			if l.Metro {
				p.Report(t.ValueAt("target"), "test %q takes %s away, and the failover of a Metro cannot be validated", t.Name(), l.Name)
				continue
			}
			if g := onlyAt(p, l); g != nil {
				p.Report(t.ValueAt("target"), "test %q takes %s away, and gateway %q has circuits nowhere else", t.Name(), l.Name, g.Name()).
					Related(g.Here(), "the gateway")
			}
		}
	},
}

// onlyAt returns a gateway all of whose circuits are at one location, or nil.
func onlyAt(p *rules.Pass, l *catalog.Location) *planner.Gateway {
	for _, g := range p.Gateways {
		if len(g.Connections) > 0 && !slices.ContainsFunc(g.Connections, func(n *planner.Connection) bool { return n.Circuit.Location != l }) {
			return g
		}
	}
	return nil
}

// The keys of a peering that cannot change under its sessions.
var recreating = []string{"vlan_id", "peer_asn", "primary_peer_address_prefix", "secondary_peer_address_prefix"}

var peeringRecreated = &rules.Rule{
	ID:       "redundancy/second-peering-disables-first",
	Title:    "A peering in use is not replaced by a change",
	Severity: diag.Error,
	Inferred: true,
	Why:      "A circuit has one peering of a kind. Another VLAN, AS number or transfer network is a new one in its place: the sessions of both links go down together, and come back only when both sides have changed.",
	Fix:      "Build the new peering on another circuit and move, or plan an outage and accept this finding.",
	Refs: []rules.Ref{
		{Doc: "expressroute-howto-routing-portal-resource-manager", Section: "To update Azure private peering configuration", Date: "2023-08-31"},
		{Doc: "expressroute-circuit-peerings", Section: "ExpressRoute circuits", Date: "2026-08-27"},
	},
	Check: func(p *rules.Pass) {
		if p.Current == nil {
			return
		}
		for _, c := range p.Circuits {
			was, ok := rules.Named(p.Current.Circuits, c.Name())
			if !ok {
				continue
			}
			reportReplaced(p, c.Peerings.Private, was.Peerings.Private)
			reportReplaced(p, c.Peerings.Microsoft, was.Peerings.Microsoft)
		}
	},
}

// reportReplaced reports a peering of which a key that it stands on differs
// from what it is today.
func reportReplaced(p *rules.Pass, now, was *planner.Peering) {
	if now == nil || was == nil {
		return
	}
	differ := []bool{
		now.VLANID.Known() && was.VLANID.Known() && now.VLANID != was.VLANID,
		now.PeerASN.Known() && was.PeerASN.Known() && now.PeerASN != was.PeerASN,
		now.Primary.IsValid() && was.Primary.IsValid() && now.Primary != was.Primary,
		now.Secondary.IsValid() && was.Secondary.IsValid() && now.Secondary != was.Secondary,
	}
	var keys []string
	for i, key := range recreating {
		if differ[i] {
			keys = append(keys, key)
		}
	}
	if len(keys) == 0 {
		return
	}
	p.Report(now.ValueAt(keys[0]), "the %s peering of circuit %q has another %s than today: both its sessions go down for the change", now.Kind, now.Circuit.Name(), rules.And(keys)).
		Related(was.ValueAt(keys[0]), "today")
}
