package virtualwan

import (
	"net/netip"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

var routeLimit = &rules.Rule{
	ID:       "virtual-wan/hub-route-limit",
	Code:     "VWAN-021",
	Title:    "A hub learns no more routes than it can hold",
	Severity: diag.Error,
	Why:      "Hubs hold a number of routes, from their own connections and from all other hubs together. Beyond it routes are lost.",
	Fix:      "Aggregate prefixes on premises, or by route maps.",
	Refs:     []rules.Ref{settings("Virtual hub capacity (note)")},
	Check: func(p *rules.Pass) {
		for _, w := range p.VirtualWANs {
			if w.Type != "basic" {
				held(p, w.Here(), "each hub of Virtual WAN "+quoted(w.Name()), w.Hubs)
				continue
			}
			for _, h := range w.Hubs {
				held(p, h.Here(), "virtual hub "+quoted(h.Name()), []*planner.VirtualHub{h})
			}
		}
	},
}

// held counts the routes of hubs, each once. What circuits count without
// listing it may or may not be the same.
func held(p *rules.Pass, at source.Place, who string, hubs []*planner.VirtualHub) {
	distinct := map[netip.Prefix]bool{}
	largest, extra := 0, 0
	var silent source.Place
	add := func(list []netip.Prefix) {
		for _, x := range list {
			distinct[x] = true
		}
	}
	seen := map[*planner.Circuit]bool{}
	for _, h := range hubs {
		for _, v := range h.VNets {
			add(v.AddressSpace)
		}
		for _, t := range h.Tunnels {
			add(p.SentOver(t).Prefixes)
		}
		for _, n := range h.Connections {
			if seen[n.Circuit] || !n.Carries() {
				continue
			}
			seen[n.Circuit] = true
			a := n.Circuit.Peerings.Private.AnnouncedByAny()
			add(a.Prefixes)
			if more := a.V4 + a.V6 - len(a.Prefixes); more > 0 {
				extra, largest, silent = extra+more, max(largest, a.V4+a.V6), a.Place
			}
		}
	}
	limit := p.Catalog.Limit("vwan.hub_routes_max")
	least, most := max(len(distinct), largest), len(distinct)+extra
	switch {
	case least > limit.Int():
		p.Report(at, "%s learns %s routes; it holds %s", who, rules.Number(least), rules.Number(limit.Int())).Rests(limit.Source)
	case most > limit.Int():
		p.Unknown(silent, "%s learns between %s and %s routes, as circuits count prefixes without listing them; it holds %s", who, rules.Number(least), rules.Number(most), rules.Number(limit.Int()))
	}
}

// mostLinks is how many links a VPN connection has at most, and linkTunnels
// how many tunnels each link (virtual-wan-faq, 2022-10-13).
const mostLinks, linkTunnels = 4, 2

var branchLimits = &rules.Rule{
	ID:       "virtual-wan/vpn-branch-limits",
	Code:     "VWAN-030",
	Title:    "A hub has no more VPN connections than it takes, with two tunnels on each link",
	Severity: diag.Error,
	Why:      "A hub takes a number of VPN connections, and each up to four links. A link with one tunnel is interrupted whenever the instance that it ends on is updated.",
	Fix:      "Spread the sites over several hubs; build two tunnels on each link.",
	Refs: []rules.Ref{
		limits,
		{Doc: "virtual-wan/disaster-recovery-design", Section: "Multi-link topology", Date: "2022-01-25"},
		faq("What happens if the on-premises VPN device only has 1 tunnel to an Azure Virtual WAN VPN gateway?"),
	},
	Covers: []string{"APRL 02bdbdb8-d138-4090-951c-23e45b8700f7"},
	Check: func(p *rules.Pass) {
		most := p.Catalog.Limit("vwan.vpn_connections_per_hub")
		for _, h := range p.VirtualHubs {
			if n := len(h.Tunnels); n > most.Int() {
				p.Report(h.Here(), "virtual hub %q has %s VPN connections; it takes %s", h.Name(), rules.Number(n), rules.Number(most.Int())).
					Related(h.Tunnels[most.Int()].Here(), "one too many").Rests(most.Source)
			}
			for _, t := range h.Tunnels {
				links(p, h, t)
			}
		}
	},
}

// links looks at the links of a VPN connection: one for each router.
func links(p *rules.Pass, h *planner.VirtualHub, t *planner.VPNTunnel) {
	tunnels, _, _ := t.Size()
	switch n := max(1, len(t.Routers)); {
	case n > mostLinks:
		p.Report(t.ValueAt("routers"), "VPN %q has %d links to virtual hub %q; a connection has at most %d", t.Name(), n, h.Name(), mostLinks).
			Fix("Split it into several VPNs.")
	case t.Count.Known() && tunnels < linkTunnels*n:
		p.Report(t.ValueAt("tunnels"), "VPN %q has %s on %s to virtual hub %q; expected are %d on each link, one to each instance", t.Name(), rules.Count(tunnels, "tunnel"), rules.Count(n, "link"), h.Name(), linkTunnels).
			As(diag.Warning).Fix("Write tunnels = %d.", linkTunnels*n)
	}
}
