package vpn

import (
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// That a Basic public address does not do either is a rule of the gateways.
var coexistenceSKU = &rules.Rule{
	ID:       "vpn/coexistence-sku",
	Code:     "VPN-001",
	Title:    "A VPN gateway beside an ExpressRoute gateway is not of the Basic SKU",
	Severity: diag.Error,
	Why:      "The Basic SKU of VPN gateways cannot stand in the VNet of an ExpressRoute gateway. Azure refuses it.",
	Fix:      "Use VpnGw1AZ or higher.",
	Refs: []rules.Ref{
		limitations,
		{Doc: "vpn-gateway/about-gateway-skus", Section: "Gateway SKUs by feature set", Date: "2025-06-23"},
	},
	YieldsTo: []string{"ipsec/vpn-gateway-sku"},
	Check: func(p *rules.Pass) {
		for _, g := range gateways(p) {
			er := coexists(g)
			switch {
			case er == nil:
			case g.SKU == "":
				p.Unknown(g.At("sku"), "VPN gateway %q stands beside ExpressRoute gateway %q and does not say its SKU", g.Name(), er.Name())
			case g.VPNSKU != nil && !g.VPNSKU.ExpressRouteCoexist:
				f := p.Report(g.ValueAt("sku"), "VPN gateway %q is %q, which cannot stand beside ExpressRoute gateway %q", g.Name(), g.VPNSKU.Name, er.Name()).
					Related(er.Here(), "the ExpressRoute gateway of VNet %q", g.VNet.Name()).
					Rests(g.VPNSKU.About("expressroute_coexist"))
				if fix := p.LargerVPN(g, 0); fix != "" {
					f.Fix("%s", fix)
				}
			}
		}
	},
}

// A gateway is route-based unless it says otherwise: only the Basic SKU could be
// anything else.
var policyBased = &rules.Rule{
	ID:       "vpn/policy-based",
	Code:     "VPN-002",
	Title:    "A VPN gateway that runs BGP, or stands beside ExpressRoute, is route-based",
	Severity: diag.Error,
	Why:      "A policy-based gateway has one tunnel with fixed traffic selectors. It runs no BGP and cannot stand beside an ExpressRoute gateway.",
	Fix:      "Write vpn_type = \"route-based\". Devices that need selectors get them by a policy on the connection.",
	Refs:     []rules.Ref{limitations, questions("Can I use BGP with Azure policy-based VPN gateways?")},
	Check: func(p *rules.Pass) {
		for _, g := range gateways(p) {
			er, bgp := coexists(g), tunnelWith(g, func(t *planner.VPNTunnel) bool { return t.BGP.Value() })
			basic := er != nil && g.VPNSKU != nil && !g.VPNSKU.ExpressRouteCoexist // another SKU is another type, too
			if g.VPNType != "policy-based" || er == nil && bgp == nil || basic {
				continue
			}
			f := p.Report(g.ValueAt("vpn_type"), "VPN gateway %q is policy-based, and %s; that needs a route-based gateway", g.Name(), reasons(er, bgp)).
				Rests(p.Catalog.Limit("coexist.vpn_type").Source)
			if er != nil {
				f.Related(er.Here(), "the ExpressRoute gateway")
			}
			if bgp != nil {
				f.Related(bgp.ValueAt("bgp"), "VPN %q", bgp.Name())
			}
		}
	},
}

// tunnelWith returns the first VPN of a gateway that meets a condition, or nil.
func tunnelWith(g *planner.Gateway, meets func(*planner.VPNTunnel) bool) *planner.VPNTunnel {
	for _, t := range g.Tunnels {
		if meets(t) {
			return t
		}
	}
	return nil
}

func reasons(er *planner.Gateway, bgp *planner.VPNTunnel) string {
	switch {
	case bgp == nil:
		return "stands beside ExpressRoute gateway \"" + er.Name() + "\""
	case er == nil:
		return "VPN \"" + bgp.Name() + "\" runs BGP"
	}
	return "stands beside ExpressRoute gateway \"" + er.Name() + "\" and runs BGP"
}

var asnNot65515 = &rules.Rule{
	ID:       "vpn/asn-not-65515",
	Code:     "VPN-004",
	Title:    "A VPN gateway beside an ExpressRoute gateway has AS number 65515",
	Severity: diag.Warning,
	Why:      "Beside an ExpressRoute gateway the VPN gateway is to keep AS number 65515. With another one Route Server does not join the two.",
	Fix:      "Write asn = 65515. An existing gateway is reset after the change.",
	Refs:     []rules.Ref{limitations, {Doc: "expressroute-howto-coexist-resource-manager", Section: "New virtual network and coexisting connections, step 4", Date: "2025-01-31"}},
	Check: func(p *rules.Pass) {
		want := p.Catalog.Limit("coexist.vpn_asn")
		for _, g := range gateways(p) {
			er := coexists(g)
			if er == nil || !g.ASN.Known() || g.ASN.Value() == int64(want.Int()) {
				continue
			}
			f := p.Report(g.ValueAt("asn"), "VPN gateway %q has AS number %d; beside ExpressRoute gateway %q it has to be %d", g.Name(), g.ASN.Value(), er.Name(), want.Int()).
				Rests(want.Source)
			if v := g.VNet; v.RouteServer.Value() {
				f.As(diag.Error).Related(v.ValueAt("route_server"), "Route Server exchanges routes with AS number %d only", want.Int())
			}
		}
	},
}

var notActiveActive = &rules.Rule{
	ID:       "vpn/not-active-active",
	Code:     "VPN-008",
	Title:    "A VPN gateway that backs up ExpressRoute is active-active, with tunnels to both instances",
	Severity: diag.Warning,
	Why:      "An active-standby gateway, or tunnels to one instance alone, adds an interruption of minutes to every failure and every maintenance of an instance, just when the VPN is all that is left.",
	Fix:      "Write active_active = true, and let every device build a tunnel to each instance.",
	Refs: []rules.Ref{
		backup("Configuring for high availability"),
		{Doc: "advisor/advisor-reference-reliability-recommendations", Section: "Networking", Date: "2026-06-23"},
	},
	Covers:   []string{"Advisor c249dc0e-9a17-423e-838a-d72719e8c5dd", "APRL 281a2713-c0e0-3c48-b596-19f590c46671", "PSRule Azure.VNG.VPNActiveActive"},
	YieldsTo: []string{"vpn/transit-needs-route-server"},
	Check: func(p *rules.Pass) {
		done := map[*planner.Gateway]bool{}
		for _, c := range p.Coexistences() {
			for _, t := range backups(c) {
				if g := t.Gateway; g != nil && !done[g] {
					done[g] = true
					standby(p, g, t)
				}
			}
			oneInstance(p, c)
		}
	},
}

func standby(p *rules.Pass, g *planner.Gateway, t *planner.VPNTunnel) {
	switch {
	case !g.ActiveActive.Known():
		p.Unknown(g.At("active_active"), "whether VPN gateway %q, which ends backup VPN %q, is active-active is not stated", g.Name(), t.Name())
	case !g.ActiveActive.Value():
		f := p.Report(g.ValueAt("active_active"), "VPN gateway %q, which ends backup VPN %q, is active-standby; expected is active-active", g.Name(), t.Name()).
			Related(t.Here(), "VPN %q", t.Name())
		if n, _, _ := t.Size(); n == 1 {
			f.Fix("Write active_active = true, and build a tunnel from the device to each of the two instances.")
		}
	}
}

// oneInstance reports backups of an active-active gateway whose tunnels are
// one each: they all end on its first instance.
func oneInstance(p *rules.Pass, c planner.Coexistence) {
	var lone []*planner.VPNTunnel
	for _, t := range backups(c) {
		if t.Gateway == nil || !t.Gateway.ActiveActive.Value() || !t.Count.Known() || t.Count.Value() > 1 {
			return
		}
		lone = append(lone, t)
	}
	if len(lone) == 0 {
		return
	}
	t := lone[0]
	f := p.Report(t.ValueAt("tunnels"), "%s: one tunnel leads to one instance of VPN gateway %q; expected is one to each", vpns(lone), t.Gateway.Name()).
		Related(t.Gateway.ValueAt("active_active"), "both instances are active").
		Fix("Write tunnels = %d.", 2*max(1, len(t.RouterNames)))
	for _, other := range lone[1:] {
		f.Related(other.ValueAt("tunnels"), "VPN %q", other.Name())
	}
}

// What cannot be used at all is left to coexistence-sku and to the rule on
// IPsec over private peering.
var skuZone = &rules.Rule{
	ID:       "vpn/sku-zone",
	Code:     "VPN-010",
	Title:    "VPN gateways have zone-redundant SKUs",
	Severity: diag.Warning,
	Why:      "SKUs without zones put all instances where one failure can hit them. No new gateways of them are made since 1 January 2025, and Azure moves the existing ones in 2026.",
	Fix:      "Use VpnGw1AZ to VpnGw5AZ.",
	Refs: []rules.Ref{
		{Doc: "vpn-gateway/gateway-sku-consolidation", Section: "Introduction", Date: "2024-09-26"},
		{Doc: "advisor/advisor-reference-reliability-recommendations", Section: "Networking", Date: "2026-06-23"},
	},
	Covers:   []string{"Advisor 1afa00b3-bb4c-496d-99e5-b7bda59a057c", "Advisor 96e232d0-9b01-4e96-8c24-f9160ba3535a", "PSRule Azure.VNG.VPNAvailabilityZoneSKU", "PSRule Azure.VNG.VPNLegacySKU", "ALZ D06.09"},
	YieldsTo: []string{"vpn/coexistence-sku", "ipsec/vpn-gateway-sku"},
	Check: func(p *rules.Pass) {
		for _, g := range gateways(p) {
			switch {
			case g.SKU == "" && coexists(g) == nil:
				p.Unknown(g.At("sku"), "VPN gateway %q does not say its SKU", g.Name())
			case g.VPNSKU != nil && !g.VPNSKU.ZoneRedundant:
				closed := p.Catalog.Limit("vpn.non_az_creation_closed")
				what := "of which no new one is made since " + closed.Value
				if g.VPNSKU.Status == "legacy" {
					what = "a legacy SKU without zones"
				}
				f := p.Report(g.ValueAt("sku"), "VPN gateway %q is %q, %s; expected is a zone-redundant SKU", g.Name(), g.VPNSKU.Name, what).
					Rests(g.VPNSKU.About("status"), closed.Source)
				if g.VPNSKU.Status == "migrating" && isNew(p, g) {
					f.As(diag.Error)
				}
				if fix := p.LargerVPN(g, 0); fix != "" {
					f.Fix("%s", fix)
				}
			}
		}
	},
}

// isNew reports whether a planned change creates a gateway, or gives it another
// SKU: where it is not said what there is today, it may exist.
func isNew(p *rules.Pass, g *planner.Gateway) bool {
	if p.Current == nil {
		return false
	}
	old, ok := rules.Named(p.Current.Gateways, g.Name())
	return !ok || old.VPNSKU != nil && old.VPNSKU.ZoneRedundant
}

var staticRouting = &rules.Rule{
	ID:       "vpn/static-routing",
	Code:     "VPN-009",
	Title:    "A backup VPN runs BGP",
	Severity: diag.Warning,
	Why:      "Static routes stay when the tunnel is down, and have to follow every change of a prefix by hand. With BGP the VPN announces what the circuit does and withdraws what it cannot reach.",
	Fix:      "Write bgp = true, and give the device an address and AS number for BGP.",
	Refs:     []rules.Ref{backup("Configuring for high availability"), devices},
	YieldsTo: []string{"vpn/multi-device-requirements"},
	Check: func(p *rules.Pass) {
		for _, c := range p.Coexistences() {
			for _, t := range backups(c) {
				if !speaks(t) {
					p.Report(t.ValueAt("bgp"), "VPN %q, the backup of %s, routes statically; expected is BGP", t.Name(), circuits(c.Circuits)).
						Related(first(c.Circuits), "circuit %q", c.Circuits[0].Name())
				}
			}
		}
	},
}

func first(list []*planner.Circuit) source.Place { return list[0].Here() }
