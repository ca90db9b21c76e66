package ipsec

import (
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

// That a public address is Basic is a rule of the gateways.
var gatewaySKU = &rules.Rule{
	ID:       "ipsec/vpn-gateway-sku",
	Code:     "IPSEC-001",
	Title:    "A VPN over private peering ends on a zone-redundant VPN gateway",
	Severity: diag.Error,
	Why:      "Only VpnGw1AZ to VpnGw5AZ take tunnels on their private addresses.",
	Fix:      "Use VpnGw1AZ to VpnGw5AZ.",
	Refs:     []rules.Ref{private("Introduction")},
	Check: func(p *rules.Pass) {
		done := map[*planner.Gateway]bool{}
		for _, t := range tunnels(p) {
			g := t.Gateway
			if g == nil || done[g] || g.VPNSKU == nil || g.VPNSKU.ZoneRedundant {
				continue
			}
			done[g] = true
			f := p.Report(g.ValueAt("sku"), "VPN %q runs over private peering to gateway %q, which is %q; that takes a zone-redundant SKU", t.Name(), g.Name(), g.VPNSKU.Name).
				Related(t.ValueAt("over"), "VPN %q", t.Name()).
				Rests(g.VPNSKU.About("zone_redundant"))
			if fix := p.LargerVPN(g, 0); fix != "" {
				f.Fix("%s", fix)
			}
		}
	},
}

var privateIPFlags = &rules.Rule{
	ID:       "ipsec/private-ip-flags",
	Code:     "IPSEC-002",
	Title:    "A VPN over private peering uses private addresses in Azure",
	Severity: diag.Error,
	Why:      "The gateway takes tunnels on its private addresses only when that is enabled, and a connection uses them only when that is enabled there, too. Otherwise the tunnel goes to the public address, over the Internet.",
	Fix:      "Write private_ip_address_enabled = true at the gateway and local_azure_ip_address_enabled = true at the VPN.",
	Refs:     []rules.Ref{private("Portal steps"), hub("Update the VPN connection setting to use ExpressRoute")},
	Check: func(p *rules.Pass) {
		done := map[*planner.Gateway]bool{}
		for _, t := range tunnels(p) {
			switch {
			case !t.LocalAzureIP.Known():
				p.Unknown(t.At("local_azure_ip_address_enabled"), "whether VPN %q, over private peering, uses the private address of its gateway is not stated", t.Name())
			case !t.LocalAzureIP.Value():
				p.Report(t.ValueAt("local_azure_ip_address_enabled"), "VPN %q is to run over private peering, but does not use the private address of its gateway", t.Name()).
					Fix("Write local_azure_ip_address_enabled = true.")
			}
			g := t.Gateway
			if g == nil || done[g] {
				continue
			}
			done[g] = true
			switch {
			case !g.PrivateIPAddress.Known():
				p.Unknown(g.At("private_ip_address_enabled"), "whether gateway %q, on which VPN %q ends, takes tunnels on its private addresses is not stated", g.Name(), t.Name())
			case !g.PrivateIPAddress.Value():
				p.Report(g.ValueAt("private_ip_address_enabled"), "VPN %q is to run over private peering, but gateway %q takes no tunnels on its private addresses", t.Name(), g.Name()).
					Related(t.Here(), "VPN %q", t.Name()).
					Fix("Write private_ip_address_enabled = true.")
			}
		}
	},
}

var sameVNet = &rules.Rule{
	ID:       "ipsec/circuit-not-on-same-vnet",
	Code:     "IPSEC-007",
	Title:    "The circuit under a VPN is connected to the VNet or hub in which the VPN ends",
	Severity: diag.Error,
	Why:      "A tunnel over private peering goes to a private address of the VPN gateway. Only a circuit that is connected to the same VNet or hub leads there.",
	Fix:      "Connect the circuit to the VNet or hub of the VPN gateway.",
	Refs:     []rules.Ref{private("Prerequisites"), hub("Create a virtual WAN and hub with gateways")},
	Check: func(p *rules.Pass) {
		sites := p.JoinedSites()
		for _, t := range tunnels(p) {
			leads(p, sites, t)
		}
	},
}

// leads reports a VPN under which no circuit leads from its site to its
// gateway.
func leads(p *rules.Pass, sites *planner.Groups, t *planner.VPNTunnel) {
	list := beside(t)
	if c := t.Circuit; c != nil {
		list = slices.DeleteFunc(slices.Clone(list), func(n *planner.Connection) bool { return n.Circuit != c })
	}
	near := slices.ContainsFunc(list, func(n *planner.Connection) bool {
		ends := n.Circuit.Sites()
		return len(ends) == 0 || slices.ContainsFunc(ends, func(s *planner.Site) bool { return sites.Of(s) == sites.Of(t.Site) })
	})
	switch c := t.Circuit; {
	case near:
	case len(list) == 0 && c != nil:
		p.Report(t.ValueAt("circuit"), "VPN %q is to run over circuit %q, which is not connected to %s, where the VPN ends", t.Name(), c.Name(), ground(t)).
			Related(t.ValueAt("gateway"), "the VPN ends in %s", ground(t)).
			Fix("Connect circuit %q to %s.", c.Name(), ground(t))
	case len(list) == 0:
		p.Report(t.ValueAt("gateway"), "VPN %q is to run over private peering, but no circuit is connected to %s, where it ends", t.Name(), ground(t))
	case c != nil:
		p.Report(t.ValueAt("circuit"), "VPN %q is to run over circuit %q, which does not lead to site %q", t.Name(), c.Name(), t.Site.Name()).
			Related(c.At("links"), "the links of circuit %q", c.Name()).
			Fix("Name a circuit of the site, or join the sites by a site link or a WAN.")
	default:
		p.Report(t.ValueAt("site"), "VPN %q is to run over private peering, but no circuit that is connected to %s leads to site %q", t.Name(), ground(t), t.Site.Name()).
			Related(list[0].Here(), "circuit %q is connected", list[0].Circuit.Name()).
			Fix("Connect a circuit of the site to %s, or join the sites by a site link or a WAN.", ground(t))
	}
}

// That the hub has no firewall at all is a rule of the hubs.
var firewallRule = &rules.Rule{
	ID:       "ipsec/routing-intent-firewall-rule",
	Code:     "IPSEC-011",
	Title:    "The firewall of a hub lets the ends of a VPN over ExpressRoute speak to each other",
	Severity: diag.Error,
	Why:      "With a private routing policy the hub sends the tunnel's own packets through its firewall. Without a rule that allows them the tunnel does not come up.",
	Fix:      "Allow all traffic from the private addresses of the hub's VPN gateway to the device, first among the rules and without deep inspection, and write firewall_rule = true.",
	Refs:     []rules.Ref{policies("Encrypted ExpressRoute")},
	Check: func(p *rules.Pass) {
		for _, t := range tunnels(p) {
			if t.Hub == nil || t.Hub.Firewall == "none" || t.Hub.RoutingIntent != "private" && t.Hub.RoutingIntent != "both" || t.FirewallRule.Value() {
				continue
			}
			if !t.FirewallRule.Known() {
				p.Unknown(t.At("firewall_rule"), "whether the firewall of virtual hub %q lets the ends of VPN %q speak to each other is not stated", t.Hub.Name(), t.Name())
				continue
			}
			p.Report(t.ValueAt("firewall_rule"), "VPN %q runs over ExpressRoute to virtual hub %q, whose firewall does not let the ends of the tunnel speak to each other", t.Name(), t.Hub.Name()).
				Related(t.Hub.ValueAt("routing_intent"), "the private routing policy")
		}
	},
}
