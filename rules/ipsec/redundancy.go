package ipsec

import (
	"slices"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// Of backups, and of hubs with one tunnel a link, other rules speak.
var redundancy = &rules.Rule{
	ID:       "ipsec/tunnel-redundancy",
	Code:     "IPSEC-012",
	Title:    "A VPN over ExpressRoute has tunnels from two devices to two gateway instances",
	Severity: diag.Warning,
	Why:      "All encrypted traffic depends on the tunnels. With one device, or one instance of the gateway, its failure and each of its updates is an outage, however redundant the circuits are.",
	Fix:      "Use an active-active gateway and two devices: four tunnels.",
	Refs: []rules.Ref{
		{Doc: "site-to-site-vpn-over-microsoft-peering", Section: "Architecture", Date: "2017-12-06"},
		{Doc: "virtual-wan/disaster-recovery-design", Section: "Multi-link topology", Date: "2022-01-25"},
		{Doc: "vpn-gateway/vpn-gateway-highlyavailable", Section: "Dual-redundancy: active-active VPN gateways for both Azure and on-premises networks", Date: "2016-09-24"},
	},
	Check: func(p *rules.Pass) {
		asked := map[*planner.Gateway]bool{}
		type key struct{ site, end any }
		sites := p.JoinedSites()
		index := map[key]int{}
		var out [][]*planner.VPNTunnel
		for _, t := range p.VPNTunnels {
			if t.Over == "" || t.Over == planner.OverInternet || t.Role == "backup" {
				continue
			}
			k := key{sites.Of(t.Site), end(t)}
			i, seen := index[k]
			if !seen {
				i = len(out)
				index[k], out = i, append(out, nil)
			}
			out[i] = append(out[i], t)
		}
		for _, list := range out {
			twoDevices(p, list)
			if g := list[0].Gateway; g != nil && !asked[g] {
				asked[g] = true
				twoInstances(p, g, list)
			}
		}
	},
}

// twoDevices reports VPNs that end on one device of a site.
func twoDevices(p *rules.Pass, list []*planner.VPNTunnel) {
	var devices []*planner.Router
	for _, t := range list {
		_, n, _ := t.Size()
		for _, r := range t.Routers[:min(n, len(t.Routers))] {
			if !slices.Contains(devices, r) {
				devices = append(devices, r)
			}
		}
	}
	if len(devices) != 1 {
		return // of a site without routers nothing is known
	}
	t := list[0]
	p.Report(t.ValueAt("routers"), "VPN %s over ExpressRoute has all its tunnels on router %q; expected are two devices", joined(list), devices[0].ID()).
		Fix("Build tunnels from a second device, too.")
}

func twoInstances(p *rules.Pass, g *planner.Gateway, list []*planner.VPNTunnel) {
	t := list[0]
	switch n, _, _ := t.Size(); {
	case !g.ActiveActive.Known():
		p.Unknown(g.At("active_active"), "whether gateway %q, on which VPN %q over ExpressRoute ends, is active-active is not stated", g.Name(), t.Name())
	case !g.ActiveActive.Value():
		p.Report(g.ValueAt("active_active"), "VPN %s over ExpressRoute ends on gateway %q, which is active-standby; expected is active-active", joined(list), g.Name()).
			Related(t.Here(), "VPN %q", t.Name()).
			Fix("Write active_active = true, and build a tunnel from each device to each of the two instances.")
	case n == 1 && len(list) == 1:
		p.Report(t.ValueAt("tunnels"), "VPN %q over ExpressRoute has one tunnel, to one of the two instances of gateway %q", t.Name(), g.Name()).
			Related(g.ValueAt("active_active"), "both instances are active")
	}
}

// A missing filter, or one that cannot be read, is left to the rules on route
// filters, equal AS numbers to those on VPN.
var microsoftPeering = &rules.Rule{
	ID:       "ipsec/over-microsoft-peering-prereqs",
	Code:     "IPSEC-013",
	Title:    "A VPN over Microsoft peering ends in a region that the circuit announces, on a route-based gateway",
	Severity: diag.Error,
	Why:      "The tunnel goes to the public address of the VPN gateway. Microsoft announces that over the circuit only where the route filter selects the gateway's region; otherwise the tunnel runs over the Internet.",
	Fix:      "Add the region of the VPN gateway to the route filter, and nothing that is not needed.",
	Refs: []rules.Ref{
		{Doc: "site-to-site-vpn-over-microsoft-peering", Section: "Configure route filters", Date: "2017-12-06"},
		{Doc: "site-to-site-vpn-over-microsoft-peering", Section: "Create the VPN gateway", Date: "2017-12-06"},
	},
	YieldsTo: []string{"vpn/policy-based"},
	Check: func(p *rules.Pass) {
		peerings, sites := p.MicrosoftPeerings(), p.JoinedSites()
		for _, t := range p.VPNTunnels {
			if t.Over != planner.OverMicrosoftPeering {
				continue
			}
			if g := t.Gateway; g != nil && g.VPNType == "policy-based" {
				p.Report(g.ValueAt("vpn_type"), "VPN %q runs over Microsoft peering to gateway %q, which is policy-based; it has to be route-based", t.Name(), g.Name()).
					Fix("Write vpn_type = \"route-based\".")
			}
			announced(p, t, under(sites, t, peerings))
		}
	},
}

// under returns the Microsoft peerings that a VPN may run over.
func under(sites *planner.Groups, t *planner.VPNTunnel, peerings []*planner.Peering) []*planner.Peering {
	var out []*planner.Peering
	for _, m := range peerings {
		ends := m.Circuit.Sites()
		near := len(ends) == 0 || slices.ContainsFunc(ends, func(s *planner.Site) bool { return sites.Of(s) == sites.Of(t.Site) })
		if t.Circuit == m.Circuit || t.Circuit == nil && near {
			out = append(out, m)
		}
	}
	return out
}

func announced(p *rules.Pass, t *planner.VPNTunnel, peerings []*planner.Peering) {
	if len(peerings) == 0 {
		at, what := t.ValueAt("over"), "no circuit of site \""+t.Site.Name()+"\" has it"
		if t.Circuit != nil {
			at, what = t.ValueAt("circuit"), "circuit \""+t.Circuit.Name()+"\" does not have it"
		}
		p.Report(at, "VPN %q is to run over Microsoft peering, but %s", t.Name(), what).
			Fix("Add Microsoft peering to the circuit, with a route filter that selects the region of the gateway.")
		return
	}
	for _, m := range peerings {
		if m.RouteFilter == nil || len(m.RouteFilter.Communities) == 0 || slices.ContainsFunc(m.RouteFilter.Resolved, func(found []*catalog.Community) bool { return len(found) == 0 }) {
			return
		}
	}
	region := t.Azure()
	if region == nil {
		var place source.Place
		if t.Hub != nil {
			place = t.Hub.At("region")
		} else {
			place = t.Gateway.VNet.At("region")
		}
		p.Unknown(place, "VPN %q runs over Microsoft peering; the region in which it ends, and which the route filter has to select, is not stated", t.Name())
		return
	}
	for _, m := range peerings {
		if selects(m.RouteFilter, region) {
			return
		}
	}
	f := peerings[0].RouteFilter
	p.Report(f.ValueAt("communities"), "VPN %q is to run over Microsoft peering to %s, which route filter %q does not select; the tunnel would run over the Internet", t.Name(), region.DisplayName, f.Name()).
		Related(t.ValueAt("over"), "VPN %q", t.Name()).
		Fix("Add %q to the communities of route filter %q.", region.Name, f.Name())
}

// selects reports whether a filter selects the public addresses of a region.
func selects(f *planner.RouteFilter, region *catalog.Region) bool {
	for _, found := range f.Resolved {
		if slices.ContainsFunc(found, func(c *catalog.Community) bool { return c.Kind == "regional-microsoft" && c.Region == region.Name }) {
			return true
		}
	}
	return false
}
