package vpn

import (
	"fmt"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

// Routers compare local preferences; at equal ones the AS path to Azure is
// equally long over both, so that what decides is a tie-break nobody planned.
var onPremises = &rules.Rule{
	ID:       "vpn/onprem-prefers-vpn",
	Code:     "VPN-007",
	Title:    "On premises, routes over ExpressRoute are preferred to those over a backup VPN",
	Severity: diag.Warning,
	Why:      "Azure sends to ExpressRoute first. Where the site does not, traffic goes out over the VPN and returns over the circuit: slow, and lost at a firewall that sees one half of it.",
	Fix:      "Give the routes of ExpressRoute the higher local preference, such as 150.",
	Refs:     []rules.Ref{backup("Configuring for symmetric traffic flow"), failover},
	Check: func(p *rules.Pass) {
		done := map[*planner.Circuit]bool{}
		for _, c := range p.Coexistences() {
			list, vnets := backups(c), p.Targets(c.Network)
			for _, circuit := range c.Circuits {
				if !done[circuit] && prefersVPN(p, c, circuit, list, vnets) {
					done[circuit] = true
				}
			}
		}
	},
}

// prefersVPN reports a circuit whose routes the site of a backup VPN does not
// prefer to those of the VPN. Where a primary VPN encrypts what the circuit
// carries, its routes are the ones to prefer.
func prefersVPN(p *rules.Pass, c planner.Coexistence, circuit *planner.Circuit, list []*planner.VPNTunnel, vnets []*planner.VNet) bool {
	mains := inPeering(c)
	for _, t := range list {
		if !t.Site.Heeds(circuit) {
			continue
		}
		for _, v := range vnets {
			er, vpn := p.HeardOverCircuit(t.Site, circuit, v), p.HeardOverVPN(t, v)
			m, heard := preferredMain(p, t.Site, v, mains)
			switch {
			case vpn.Denied || !er.Denied && er.Preference > vpn.Preference || m != nil && heard.Preference > vpn.Preference:
				continue
			case er.Denied && overAnother(p, c, t, v, vpn):
				continue
			case m != nil:
				mainFirst(p, v, m, heard, t, vpn)
				return true
			}
			whose, has, is := fmt.Sprintf("the route to VNet %q", v.Name()), "has", "is"
			if len(vnets) == 1 && len(p.VNets) > 1 { // no policy tells VNets apart
				whose, has, is = "the routes to VNets", "have", "are"
			}
			at, why := er.Place, fmt.Sprintf("%s local preference %d over circuit %q and %d over backup VPN %q", has, er.Preference, circuit.Name(), vpn.Preference, t.Name())
			if er.Denied {
				why = fmt.Sprintf("%s not taken over circuit %q, only over backup VPN %q", is, circuit.Name(), t.Name())
			}
			f := p.Report(at, "on premises, %s %s; ExpressRoute has to be preferred", whose, why)
			if vpn.Place.Path != at.Path {
				f.Related(vpn.Place, "VPN %q", t.Name())
			}
			if er.Denied {
				f.Related(t.Site.Here(), "site %q, where a route policy denies it", t.Site.Name()).
					Fix("Remove the route policy by which site %q denies what comes over circuit %q.", t.Site.Name(), circuit.Name())
			} else {
				f.Fix("Give the routes over circuit %q a local preference above %d, such as %d.", circuit.Name(), vpn.Preference, max(150, vpn.Preference+50))
			}
			return true
		}
	}
	return false
}

// overAnother reports whether a site takes the route to a VNet over a circuit,
// and prefers it to that of a backup VPN.
func overAnother(p *rules.Pass, c planner.Coexistence, t *planner.VPNTunnel, v *planner.VNet, vpn planner.Hearing) bool {
	return slices.ContainsFunc(c.Circuits, func(o *planner.Circuit) bool {
		h := p.HeardOverCircuit(t.Site, o, v)
		return t.Site.Heeds(o) && !h.Denied && h.Preference > vpn.Preference
	})
}

// mainFirst reports a backup VPN whose routes a site does not prefer less than
// those of a primary VPN.
func mainFirst(p *rules.Pass, v *planner.VNet, m *planner.VPNTunnel, heard planner.Hearing, t *planner.VPNTunnel, vpn planner.Hearing) {
	f := p.Report(heard.Place, "on premises, the route to VNet %q has local preference %d over primary VPN %q and %d over backup VPN %q; the primary has to be preferred", v.Name(), heard.Preference, m.Name(), vpn.Preference, t.Name()).
		Fix("Give the routes over VPN %q a local preference above %d, such as %d.", m.Name(), vpn.Preference, max(200, vpn.Preference+50))
	if vpn.Place.Path != heard.Place.Path {
		f.Related(vpn.Place, "VPN %q", t.Name())
	}
}
