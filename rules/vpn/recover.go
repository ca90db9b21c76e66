package vpn

import (
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

var activeStandbyRecovery = &rules.Rule{
	ID:       "vpn/active-standby-recovery",
	Code:     "VPN-018",
	Title:    "An active-standby VPN gateway switches over as fast as flows have to recover",
	Severity: diag.Advice,
	Why:      "When the active instance is maintained or fails, the other one takes over and the tunnels are built anew.",
	Fix:      "Write active_active = true, with tunnels to both instances.",
	Refs:     []rules.Ref{{Doc: "vpn-gateway/vpn-gateway-highlyavailable", Section: "About VPN gateway redundancy", Date: "2016-09-24"}},
	YieldsTo: []string{"vpn/not-active-active", "requirements/recovery-time"},
	Check: func(p *rules.Pass) {
		planned, sudden := p.Catalog.Timer("vpn-active-standby-planned"), p.Catalog.Timer("vpn-active-standby-unplanned")
		target, at := p.Requirements.RecoveryTime, p.Requirements.ValueAt("recovery_time")
		for _, f := range p.Flows {
			if f.RecoveryTime > 0 && (target == 0 || f.RecoveryTime < target) {
				target, at = f.RecoveryTime, f.ValueAt("recovery_time")
			}
		}
		for _, g := range p.Gateways {
			if g.Kind != planner.VPNGateway || len(g.Tunnels) == 0 || !g.ActiveActive.Known() || g.ActiveActive.Value() || target == 0 || target >= planner.Duration(sudden.Worst) {
				continue
			}
			p.Report(g.ValueAt("active_active"), "VPN gateway %q is active-standby: a planned switch takes %s to %s, an unplanned one up to %s; %s is asked for", g.Name(),
				planner.Duration(planned.Expected), planner.Duration(planned.Worst), planner.Duration(sudden.Worst), target).
				Related(at, "what is asked for").Rests(sudden.Source)
		}
	},
}

// Where the hub keeps to the VPN, or the VPN itself routes statically, other
// rules say so.
var noFailback = &rules.Rule{
	ID:       "vpn/no-failback",
	Title:    "Traffic goes back to the circuit when it returns",
	Severity: diag.Warning,
	Inferred: true,
	Why:      "With static routes on premises towards the VPN nothing tells the routers that the circuit is back: traffic to Azure stays on the backup, slower and by the Internet, while answers come over the circuit.",
	Fix:      "Learn Azure's routes by BGP on both ways, with the higher local preference on the circuit.",
	Refs:     []rules.Ref{{Doc: "use-s2s-vpn-as-backup-for-expressroute-privatepeering", Section: "Configuring for symmetric traffic flow", Date: "2022-12-27"}},
	YieldsTo: []string{"vpn/static-routing", "virtual-wan/vpn-stickiness", "redundancy/static-routing-on-premises"},
	Check: func(p *rules.Pass) {
		for _, c := range p.Coexistences() {
			for _, t := range backups(c) {
				if at, why := stays(t); why != "" {
					p.Report(at, "after circuit %s has failed and returned, traffic of VPN %q stays on the VPN: %s", rules.Some(rules.Names(c.Circuits)), t.Name(), why).
						Related(t.Here(), "the VPN")
				}
			}
		}
	},
}

// stays says why the routers of a VPN do not go back by themselves, and where
// that is written.
func stays(t *planner.VPNTunnel) (at source.Place, why string) {
	if t.BGP.Known() && !t.BGP.Value() {
		return t.ValueAt("bgp"), "it routes statically"
	}
	for _, r := range t.Routers {
		if r.StaticRouting.Value() {
			return r.ValueAt("static_routing"), "router \"" + r.ID() + "\" has static routes"
		}
	}
	return at, ""
}
