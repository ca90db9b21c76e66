// Package security holds the rules on what protects the network: sessions with
// MD5, outbound Internet access that stays shut, filters in front of workloads,
// and circuits that are kept apart and kept from being deleted. That a design
// holds no secrets is looked at while it is read.
//
// A setting that a design states for none of its peerings or VNets is one
// unknown, at the first of them.
package security

import (
	"net/netip"
	"slices"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// Rules lists the rules of the family in order.
var Rules = []*rules.Rule{
	md5,
	internetFallback,
	workloadNSG,
	sharedEnvironments,
	lockAndTags,
}

// secure is a section of the article on securing ExpressRoute.
func secure(section string) rules.Ref {
	return rules.Ref{Doc: "secure-expressroute", Section: section, Date: "2026-08-11"}
}

var wellArchitected = rules.Ref{Doc: "https://learn.microsoft.com/azure/well-architected/service-guides/azure-expressroute", Section: "Security", Date: "2025-11-21"}

var md5 = &rules.Rule{
	ID:       "security/md5",
	Code:     "SEC-001",
	Title:    "The BGP sessions of peerings carry an MD5 hash",
	Severity: diag.Advice,
	Why:      "Without it whoever reaches the line between the routers can reset a session or speak for one of them. It is an option of each peering.",
	Fix:      "Set the same key on both sides, keep it in a vault, and write md5 = true.",
	Refs: []rules.Ref{
		wellArchitected, secure("Data protection"),
		{Doc: "expressroute-circuit-peerings", Section: "Peering comparison", Date: "2026-08-27"},
	},
	Check: func(p *rules.Pass) {
		var silent []*planner.Peering
		for _, c := range p.Circuits {
			for _, peering := range c.PeeringList() {
				switch {
				case !peering.MD5.Known():
					silent = append(silent, peering)
				case !peering.MD5.Value():
					p.Report(peering.ValueAt("md5"), "the sessions of the %s peering of circuit %s carry no MD5 hash", peering.Kind, c.Name())
				}
			}
		}
		if n := len(silent); n > 0 {
			p.Unknown(silent[0].At("md5"), "whether the BGP sessions of %s carry an MD5 hash is not stated", rules.Count(n, "peering"))
		}
	},
}

var everything = []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0"), netip.MustParsePrefix("::/0")}

var internetFallback = &rules.Rule{
	ID:       "security/internet-fallback",
	Code:     "SEC-002",
	Title:    "What must not reach the Internet is kept from it by more than a default route",
	Severity: diag.Warning,
	Why:      "A default route over the circuit sends traffic to the sites only as long as it is announced. When the session ends, or somebody withdraws it, Azure's own route to the Internet takes over at once, without a word.",
	Fix:      "Deny the Internet outbound in security groups, or by a route to a firewall, on every subnet; then write outbound_deny = true.",
	Refs:     []rules.Ref{{Doc: "expressroute-faqs", Section: "Can Internet traffic be blocked for virtual networks connected to ExpressRoute circuits? (note)", Date: "2026-03-31"}},
	Check: func(p *rules.Pass) {
		for _, v := range p.VNets {
			if v.InternetAccess != "forbidden" || v.OutboundDeny.Value() || firewalled(v) {
				continue
			}
			at := defaultRoute(v)
			if !v.OutboundDeny.Known() {
				p.Unknown(v.At("outbound_deny"), "VNet %q must not reach the Internet; whether security groups or a firewall deny it is not stated", v.Name())
				continue
			}
			if at == nil {
				p.Report(v.ValueAt("internet_access"), "VNet %q must not reach the Internet, and nothing keeps it from it: no default route, no deny", v.Name())
				continue
			}
			announced := at.AnnouncedByAny()
			p.Report(v.ValueAt("internet_access"), "VNet %q must not reach the Internet, and only the default route that %s brings keeps it from it", v.Name(), at.Circuit.Name()).
				Related(announced.Place, "the default route")
		}
	},
}

// firewalled reports whether everything goes to an appliance: by a route of the
// subnets, or by the routing intent of the VNet's hub.
func firewalled(v *planner.VNet) bool {
	if h := v.VHub; h != nil && v.InternetSecurity.Or(true) && (h.RoutingIntent == "internet" || h.RoutingIntent == "both" || byRoute(h)) {
		return true
	}
	return slices.ContainsFunc(v.Routes, func(r planner.Route) bool {
		return slices.Contains(everything, r.Prefix.Masked()) && catalog.Fold(r.NextHop) != "virtualnetworkgateway" && catalog.Fold(r.NextHop) != "internet"
	})
}

// byRoute reports whether a static route of a hub sends everything to an
// appliance.
func byRoute(h *planner.VirtualHub) bool {
	return slices.ContainsFunc(h.StaticRoutes, func(r planner.Route) bool {
		return slices.Contains(everything, r.Prefix.Masked()) && catalog.Fold(r.NextHop) != "internet"
	})
}

// defaultRoute returns a private peering that brings a default route to a VNet,
// or nil.
func defaultRoute(v *planner.VNet) *planner.Peering {
	for _, c := range v.Circuits() {
		a := c.Peerings.Private.AnnouncedByAny()
		if slices.ContainsFunc(a.Prefixes, func(prefix netip.Prefix) bool { return slices.Contains(everything, prefix.Masked()) }) {
			return c.Peerings.Private
		}
	}
	return nil
}

var workloadNSG = &rules.Rule{
	ID:       "security/workload-nsg",
	Code:     "SEC-003",
	Title:    "Security groups or a firewall stand between the sites and the workloads",
	Severity: diag.Advice,
	Why:      "A circuit joins the networks as if they were one: without a filter every machine of the sites reaches every machine in Azure.",
	Fix:      "Put a network security group on every subnet with workloads, or send the traffic through a firewall; then write network_security_groups = true.",
	Refs:     []rules.Ref{secure("Network security")},
	Check: func(p *rules.Pass) {
		var silent []*planner.VNet
		for _, v := range p.VNets {
			switch {
			case len(v.Circuits()) == 0 || inspected(v):
			case !v.NetworkSecurityGroups.Known():
				silent = append(silent, v)
			case !v.NetworkSecurityGroups.Value():
				p.Report(v.ValueAt("network_security_groups"), "the sites reach VNet %q over circuit %s, and nothing filters what they may reach there", v.Name(), v.Circuits()[0].Name())
			}
		}
		if len(silent) > 0 {
			p.Unknown(silent[0].At("network_security_groups"), "whether security groups stand before the workloads of %s is not stated", rules.Count(len(silent), "VNet"))
		}
	},
}

// inspected reports whether a firewall stands before a VNet: in it, in its hub,
// or in a virtual hub that sends private traffic through it.
func inspected(v *planner.VNet) bool {
	has := func(f planner.Firewall) bool { return f != "" && f != "none" }
	switch {
	case v.VHub != nil:
		return has(v.VHub.Firewall) && (v.VHub.RoutingIntent == "private" || v.VHub.RoutingIntent == "both")
	case v.Hub != nil && has(v.Hub.Firewall):
		return true
	}
	return has(v.Firewall)
}

var sharedEnvironments = &rules.Rule{
	ID:       "security/prod-nonprod-shared",
	Code:     "SEC-004",
	Title:    "Production and the rest have circuits of their own",
	Severity: diag.Advice,
	Why:      "On one circuit a test takes bandwidth from production, and every change to the circuit is a change to production. Nor does a circuit keep its VNets apart.",
	Fix:      "Give the VNets outside of production a circuit of their own.",
	Refs:     []rules.Ref{{Doc: "https://github.com/Azure/review-checklists", Section: "alz_checklist, D06.12", Date: "2024-10-24"}},
	Covers:   []string{"ALZ D06.12"},
	YieldsTo: []string{"gateway/shared-circuit-isolation"},
	Check: func(p *rules.Pass) {
		production, rest := map[*planner.Circuit]*planner.VNet{}, map[*planner.Circuit]*planner.VNet{}
		for _, v := range p.VNets {
			of := rest
			switch v.Environment {
			case "":
				continue
			case "production":
				of = production
			}
			for _, c := range v.Circuits() {
				if of[c] == nil {
					of[c] = v
				}
			}
		}
		for _, c := range p.Circuits {
			a, b := production[c], rest[c]
			if a != nil && b != nil {
				p.Report(c.Here(), "circuit %s serves VNet %q, which is production, and VNet %q, which is not", c.Name(), a.Name(), b.Name()).
					Related(a.ValueAt("environment"), "production").Related(b.ValueAt("environment"), "not production")
			}
		}
	},
}

var lockAndTags = &rules.Rule{
	ID:       "security/rbac-lock-tags",
	Code:     "SEC-005",
	Title:    "Circuits and connections are locked against deletion, and circuits name their owner",
	Severity: diag.Advice,
	Why:      "A circuit that is deleted by mistake is not restored: it is ordered anew. A lock prevents that, and an owner's tag says whom to ask first.",
	Fix:      "Set a resource lock of the kind CanNotDelete and write delete_lock = true; tag the circuit with its owner.",
	Refs:     []rules.Ref{secure("Identity and access management"), secure("Compliance and governance"), wellArchitected},
	Covers:   []string{"APRL a5f3a4bd-4cf1-4196-a3cb-f5a0876198b2"},
	Check: func(p *rules.Pass) {
		for _, c := range p.Circuits {
			if c.DeleteLock.Known() && !c.DeleteLock.Value() {
				p.Report(c.ValueAt("delete_lock"), "circuit %s is not locked against deletion", c.Name())
			}
			if len(c.Tags) > 0 && !slices.ContainsFunc(c.Tags, func(t planner.Pair[string]) bool { return catalog.Fold(t.Key) == "owner" }) {
				p.Report(c.ValueAt("tags"), "circuit %s has tags, and none of them names its owner", c.Name()).Fix("Add the tag owner.")
			}
		}
		for _, n := range p.Connections {
			if n.DeleteLock.Known() && !n.DeleteLock.Value() {
				p.Report(n.ValueAt("delete_lock"), "connection %s of circuit %s is not locked against deletion", n.Name(), n.Circuit.Name())
			}
		}
		if at, n := unlocked(p); n > 0 {
			p.Unknown(at, "of %d circuits and connections it is not stated whether they are locked against deletion", n)
		}
	},
}

// unlocked counts the circuits and connections that do not say whether they
// are locked, and returns the place of the first.
func unlocked(p *rules.Pass) (at source.Place, n int) {
	note := func(place source.Place) {
		if n == 0 {
			at = place
		}
		n++
	}
	for _, c := range p.Circuits {
		if !c.DeleteLock.Known() {
			note(c.At("delete_lock"))
		}
	}
	for _, c := range p.Connections {
		if !c.DeleteLock.Known() {
			note(c.At("delete_lock"))
		}
	}
	return at, n
}
