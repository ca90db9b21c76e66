package ipsec

import (
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// MACsec that is possible and not configured is a rule of ExpressRoute Direct.
var required = &rules.Rule{
	ID:       "ipsec/required-but-clear",
	Code:     "IPSEC-009",
	Title:    "Traffic that has to be encrypted is",
	Severity: diag.Error,
	Why:      "A circuit is private, not encrypted: the provider and everyone on its lines can read what it carries. MACsec protects the link to Microsoft's edge on ExpressRoute Direct alone; IPsec protects from the site to the gateway.",
	Fix:      "Run a VPN over private peering, use MACsec on ExpressRoute Direct where the link is enough, or accept in [[exceptions]] that applications encrypt.",
	Refs: []rules.Ref{
		{Doc: "expressroute-about-encryption", Section: "Introduction", Date: "2023-11-15"},
		{Doc: "secure-expressroute", Section: "Data protection", Date: "2026-08-11"},
	},
	Covers: []string{"ALZ D02.02"},
	Check: func(p *rules.Pass) {
		w := newWays(p)
		var bare, open []*planner.Circuit // by the requirements
		for _, x := range p.Crossings() {
			noIPsec, noMACsec := w.lacks(p, x)
			if x.Flow.Encryption == "" {
				bare, open = union(bare, noIPsec), union(open, noMACsec)
				continue
			}
			unmet(p, x.Flow.ValueAt("encryption"), "flow \""+x.Flow.Name()+"\" has", noIPsec, noMACsec)
		}
		if len(p.Flows) == 0 {
			bare, open = w.anything(p)
		}
		unmet(p, p.Requirements.ValueAt("encryption"), "traffic has", bare, open)
	},
}

// ways knows between which sites and networks VPNs run over ExpressRoute.
type ways struct {
	sites   *planner.Groups
	tunnels map[[2]any]bool
}

func newWays(p *rules.Pass) *ways {
	w := &ways{p.JoinedSites(), map[[2]any]bool{}}
	for _, t := range p.VPNTunnels {
		if t.Over != "" && t.Over != planner.OverInternet && t.Role != "backup" {
			w.tunnels[[2]any{w.sites.Of(t.Site), entry(t)}] = true
		}
	}
	return w
}

// entry returns the VNet or Virtual WAN that a VPN leads into.
func entry(t *planner.VPNTunnel) any {
	if t.Hub != nil {
		return t.Hub.WAN
	}
	return t.Gateway.VNet
}

// lacks returns the circuits over which a flow that asks for a tunnel goes
// without one, and those on which the MACsec that it asks for is not possible.
func (w *ways) lacks(p *rules.Pass, x planner.Crossing) (noIPsec, noMACsec []*planner.Circuit) {
	want := wants(p, x.Flow)
	for _, n := range x.Connections {
		var network any
		if n.Hub != nil {
			network = n.Hub.WAN
		} else {
			network = n.Gateway.VNet
		}
		if byIPsec(want) && !w.tunnels[[2]any{w.sites.Of(x.Site), network}] {
			noIPsec = union(noIPsec, []*planner.Circuit{n.Circuit})
		}
		if (want == planner.MACsec || want == planner.BothEncryptions) && !n.Circuit.IsDirect() {
			noMACsec = union(noMACsec, []*planner.Circuit{n.Circuit})
		}
	}
	return noIPsec, noMACsec
}

// anything returns the same for the requirements of a design without flows.
func (w *ways) anything(p *rules.Pass) (noIPsec, noMACsec []*planner.Circuit) {
	want := p.Requirements.Encryption
	for _, b := range p.Redundancy().Bundles {
		for _, n := range b.Networks {
			var network any = n.VNet
			if n.WAN != nil {
				network = n.WAN
			}
			for _, c := range b.Circuits {
				covered := slices.ContainsFunc(c.Sites(), func(s *planner.Site) bool { return w.tunnels[[2]any{w.sites.Of(s), network}] })
				if byIPsec(want) && !covered {
					noIPsec = union(noIPsec, []*planner.Circuit{c})
				}
				if (want == planner.MACsec || want == planner.BothEncryptions) && !c.IsDirect() {
					noMACsec = union(noMACsec, []*planner.Circuit{c})
				}
			}
		}
	}
	return noIPsec, noMACsec
}

func union(list, more []*planner.Circuit) []*planner.Circuit {
	for _, c := range more {
		if !slices.Contains(list, c) {
			list = append(list, c)
		}
	}
	return list
}

func unmet(p *rules.Pass, at source.Place, whose string, noIPsec, noMACsec []*planner.Circuit) {
	relate := func(f rules.Finding, list []*planner.Circuit) {
		for _, c := range list[:min(4, len(list))] {
			f.Related(c.Here(), "circuit %q", c.Name())
		}
	}
	if len(noIPsec) > 0 {
		relate(p.Report(at, "%s to be encrypted by IPsec, and no VPN runs over %s", whose, circuits(noIPsec)).
			Fix("Run a VPN over private peering of %s, or accept in [[exceptions]] that applications encrypt.", circuits(noIPsec)), noIPsec)
	}
	if len(noMACsec) > 0 {
		relate(p.Report(at, "%s to be encrypted by MACsec, which %s, of a service provider, cannot have", whose, circuits(noMACsec)).
			Fix("Use ExpressRoute Direct, or a VPN over private peering with encryption = \"ipsec\".").
			Rests(p.Catalog.Limit("macsec.available_on").Source), noMACsec)
	}
}
