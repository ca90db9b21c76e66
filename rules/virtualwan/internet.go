package virtualwan

import (
	"net/netip"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

var defaultRoute = &rules.Rule{
	ID:       "virtual-wan/default-route-inter-hub",
	Code:     "VWAN-017",
	Title:    "What takes the default route of a hub is connected to a hub that has one",
	Severity: diag.Error,
	Why:      "Hubs do not tell each other a default route, neither one that they learn nor one of their firewall. VNets and sites of the other hubs have no way to the Internet.",
	Fix:      "Give each hub a way to the Internet of its own, such as a firewall with an Internet routing policy.",
	Refs: []rules.Ref{
		knownIssue("2"),
		policies("Internet routing policy"),
		faq("How do I enable default route (0.0.0.0/0) for a connection (VPN, ExpressRoute, or virtual network)?"),
	},
	Check: func(p *rules.Pass) {
		for _, w := range p.VirtualWANs {
			var with *planner.VirtualHub
			for _, h := range w.Hubs {
				if with == nil && hasDefault(p, h) {
					with = h
				}
			}
			if with == nil {
				continue
			}
			for _, h := range w.Hubs {
				if !hasDefault(p, h) {
					expects(p, h, with)
				}
			}
		}
	},
}

// hasDefault reports whether a hub has a default route: from its firewall, a
// static route, or a site that announces one.
func hasDefault(p *rules.Pass, h *planner.VirtualHub) bool {
	isDefault := func(x netip.Prefix) bool { return x.IsValid() && x.Bits() == 0 && x.Addr().Is4() }
	if (h.RoutingIntent == "internet" || h.RoutingIntent == "both") && h.Firewall != "none" {
		return true
	}
	if slices.ContainsFunc(h.StaticRoutes, func(r planner.Route) bool { return isDefault(r.Prefix) }) {
		return true
	}
	for _, n := range h.Connections {
		if n.Carries() && slices.ContainsFunc(n.Circuit.Peerings.Private.AnnouncedByAny().Prefixes, isDefault) {
			return true
		}
	}
	return slices.ContainsFunc(h.Tunnels, func(t *planner.VPNTunnel) bool { return slices.ContainsFunc(p.SentOver(t).Prefixes, isDefault) })
}

// expects reports what relies on a default route that its hub has not.
func expects(p *rules.Pass, h, with *planner.VirtualHub) {
	report := func(at source.Place, what string) {
		p.Report(at, "%s is to take the default route of virtual hub %q, which has none; that of hub %q is not passed on", what, h.Name(), with.Name()).
			Related(h.Here(), "virtual hub %q", h.Name()).
			Related(with.Here(), "virtual hub %q", with.Name())
	}
	for _, v := range h.VNets {
		if v.InternetSecurity.Value() {
			report(v.ValueAt("internet_security"), "VNet "+quoted(v.Name()))
		}
	}
	for _, n := range h.Connections {
		if at, on := connectionFlag(n); on {
			report(at, "circuit "+quoted(n.Circuit.Name()))
		}
	}
	for _, t := range h.Tunnels {
		if t.PropagateDefault.Value() {
			report(t.ValueAt("propagate_default_route"), "VPN "+quoted(t.Name()))
		}
	}
}

// connectionFlag returns whether a connection takes the default route of its
// hub, and where that is written.
func connectionFlag(n *planner.Connection) (source.Place, bool) {
	if n.InternetSecurity.Known() {
		return n.ValueAt("internet_security"), n.InternetSecurity.Value()
	}
	return n.ValueAt("propagate_default_route"), n.PropagateDefaultRoute.Value()
}

// Where a site does not say what it expects, there is nothing to compare.
var defaultFlag = &rules.Rule{
	ID:       "virtual-wan/propagate-default-flag",
	Code:     "VWAN-018",
	Title:    "A site takes the default route of a hub where its Internet traffic is to leave through Azure, and only there",
	Severity: diag.Warning,
	Why:      "A hub tells circuits and VPNs its default route only when the connection says so, which is off unless set. Without it the site's Internet traffic stays on premises; with it by mistake all of it goes to Azure.",
	Fix:      "Set propagate_default_route at the connection.",
	Refs: []rules.Ref{
		faq("How do I enable default route (0.0.0.0/0) for a connection (VPN, ExpressRoute, or virtual network)?"),
		expressRoute("ExpressRoute connection concepts"),
	},
	Check: func(p *rules.Pass) {
		ways := p.SiteWays()
		for _, s := range p.Sites {
			if !s.InternetViaAzure.Known() {
				continue
			}
			for _, c := range ways.Circuits(s) {
				for _, n := range c.Connections {
					if at, on := connectionFlag(n); n.Hub != nil {
						flag(p, s, at, on, "circuit "+quoted(c.Name()), n.Hub)
					}
				}
			}
			for _, t := range ways.Tunnels(s) {
				if t.Hub != nil {
					flag(p, s, t.ValueAt("propagate_default_route"), t.PropagateDefault.Value(), "VPN "+quoted(t.Name()), t.Hub)
				}
			}
		}
	},
}

func flag(p *rules.Pass, s *planner.Site, at source.Place, on bool, what string, h *planner.VirtualHub) {
	want := s.InternetViaAzure.Value()
	if want == on {
		return
	}
	text := "the Internet traffic of site %q is to leave through Azure, but %s does not take the default route of virtual hub %q"
	fix := "Write propagate_default_route = true at the connection."
	if !want {
		text = "the Internet traffic of site %q is not to leave through Azure, but %s takes the default route of virtual hub %q"
		fix = "Write propagate_default_route = false at the connection."
	}
	p.Report(at, text, s.Name(), what, h.Name()).Related(s.ValueAt("internet_via_azure"), "site %q", s.Name()).Fix("%s", fix)
}
