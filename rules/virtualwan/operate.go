package virtualwan

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

var oneScaleUnit = &rules.Rule{
	ID:       "virtual-wan/one-scale-unit",
	Code:     "VWAN-006",
	Title:    "The ExpressRoute gateway of a hub that matters has two scale units or more",
	Severity: diag.Advice,
	Why:      "The gateway of one scale unit carries less while an instance is maintained.",
	Fix:      "Write expressroute_scale_units = 2.",
	Refs:     []rules.Ref{{Doc: "virtual-wan/virtual-wan-expressroute-about", Section: "ExpressRoute gateway performance (note)", Date: "2022-03-04"}},
	YieldsTo: []string{"virtual-wan/er-scale-units"},
	Check: func(p *rules.Pass) {
		if c := p.Requirements.Criticality; c == "" || c == planner.TestUse {
			return
		}
		unit := p.Catalog.Limit("vwan.er_scale_unit")
		for _, h := range p.VirtualHubs {
			if h.ExpressRouteScaleUnits.Known() && h.ExpressRouteScaleUnits.Value() == 1 && len(h.Connections) > 0 {
				p.Report(h.ValueAt("expressroute_scale_units"), "virtual hub %q has one scale unit for ExpressRoute, of %d Gbps, which it may not reach during maintenance", h.Name(), unit.Int()).
					Related(p.Requirements.ValueAt("criticality"), "what the design is for")
			}
		}
	},
}

// A design that lists what it has to survive and leaves the region out has its
// word.
var singleHub = &rules.Rule{
	ID:       "virtual-wan/single-hub",
	Code:     "VWAN-026",
	Title:    "What is mission-critical has hubs in two regions",
	Severity: diag.Advice,
	Why:      "A hub is in one region, and all that hangs on it is lost with the region, or with its router.",
	Fix:      "Add a virtual hub in a second region, with connections to the circuits.",
	Refs: []rules.Ref{
		{Doc: "https://learn.microsoft.com/azure/well-architected/service-guides/azure-virtual-wan", Section: "Reliability", Date: "2025-12-01"},
		{Doc: "virtual-wan/disaster-recovery-design", Section: "ExpressRoute considerations", Date: "2022-01-25"},
	},
	YieldsTo: []string{"redundancy/single-region-gateway"},
	Check: func(p *rules.Pass) {
		r := &p.Requirements
		if r.Criticality != planner.MissionCritical || len(r.Survive) > 0 && !slices.Contains(r.Survive, planner.Kind("region")) {
			return
		}
		for _, w := range p.VirtualWANs {
			if len(w.Hubs) == 1 && len(w.Hubs[0].Connections) > 0 {
				p.Report(w.Hubs[0].Here(), "virtual hub %q is the only one of Virtual WAN %q, and the design is mission-critical", w.Hubs[0].Name(), w.Name()).
					Related(r.ValueAt("criticality"), "what the design is for")
			}
		}
	},
}

var storageBypass = &rules.Rule{
	ID:       "virtual-wan/storage-bypass",
	Code:     "VWAN-028",
	Title:    "Storage in the region of a hub is not reached by its public address through the hub's firewall",
	Severity: diag.Warning,
	Why:      "Traffic from a site to public addresses of Azure Storage in the hub's own region leaves past the hub's firewall, whatever the default route or the routing intent says, or does not arrive at all.",
	Fix:      "Reach the storage by private endpoints in a VNet of the hub.",
	Refs: []rules.Ref{
		expressRoute("Note on Azure Storage"), knownIssue("1.1"),
	},
	Check: func(p *rules.Pass) {
		for _, f := range p.Flows {
			if f.From.Site == nil || f.To.Service == nil || !f.From.Site.InternetViaAzure.Value() {
				continue
			}
			for _, h := range p.VirtualHubs {
				if h.Azure != nil && toInternet(h) && serves(h, f.From.Site) && storageOf(f.To.Service, h.Azure.Name) {
					p.Report(f.ValueAt("to"), "flow %s goes from site %s to the public addresses of Storage in %s, the region of virtual hub %q: the hub's firewall does not see it", f.Name(), f.From.Site.Name(), h.Azure.Name, h.Name()).
						Related(h.At("routing_intent"), "the policy of the hub")
				}
			}
		}
	},
}

// toInternet reports whether a hub sends Internet traffic to a firewall.
func toInternet(h *planner.VirtualHub) bool {
	return h.RoutingIntent == "internet" || h.RoutingIntent == "both" ||
		slices.ContainsFunc(h.StaticRoutes, func(r planner.Route) bool { return r.Prefix.IsValid() && r.Prefix.Bits() == 0 })
}

// serves reports whether a circuit of a hub serves a site.
func serves(h *planner.VirtualHub, s *planner.Site) bool {
	return slices.ContainsFunc(h.Connections, func(n *planner.Connection) bool { return n.Circuit.Serves(s) })
}

func storageOf(s *planner.Service, region string) bool {
	return slices.ContainsFunc(s.Communities, func(c *catalog.Community) bool { return c.Kind == "storage" && c.Region == region })
}

// Labels that a design does not state are Azure's default, which is right.
var defaultLabel = &rules.Rule{
	ID:       "virtual-wan/default-label",
	Code:     "VWAN-029",
	Title:    "What other hubs are to reach propagates to the label default",
	Severity: diag.Warning,
	Why:      "A connection tells its routes to the route tables of its labels, in all hubs. Without the label that the default tables have, other hubs do not learn them.",
	Fix:      "Add \"default\" to propagated_labels.",
	Refs:     []rules.Ref{{Doc: "virtual-wan/how-to-routing-policies", Section: "Rollback strategy", Date: "2025-08-01"}},
	Covers:   []string{"ALZ D10.08"},
	Check: func(p *rules.Pass) {
		look := func(h *planner.VirtualHub, n *source.Node, what string, labels []string) {
			if h == nil || len(h.WAN.Hubs) < 2 || !n.Has("propagated_labels") || slices.ContainsFunc(labels, func(l string) bool { return strings.EqualFold(l, "default") }) {
				return
			}
			to := "no label"
			if len(labels) > 0 {
				to = rules.And(rules.Quoted(labels))
			}
			p.Report(n.ValueAt("propagated_labels"), "%s %q propagates to %s and not to \"default\": no other hub of Virtual WAN %q learns it", what, n.Name(), to, h.WAN.Name())
		}
		for _, v := range p.VNets {
			look(v.VHub, &v.Node, "VNet", v.PropagatedLabels)
		}
		for _, n := range p.Connections {
			look(n.Hub, &n.Node, "connection", n.PropagatedLabels)
		}
		for _, t := range p.VPNTunnels {
			look(t.Hub, &t.Node, "VPN", t.PropagatedLabels)
		}
	},
}

// A private-traffic prefix around what sites announce is what the rule on
// private-traffic prefixes asks for, and one that is announced as it is listed
// is firewall-transit-supernets' where that matters.
var hubStaticCoversSite = &rules.Rule{
	ID:       "virtual-wan/hub-static-covers-site",
	Title:    "What a hub announces by itself does not take traffic away from the sites",
	Severity: diag.Error,
	Inferred: true,
	Why:      "Static routes and private-traffic prefixes of a hub are announced to the sites. One that is as long as a prefix of a site, or longer, draws the site's own traffic into Azure, where it has no way back.",
	Fix:      "Use a shorter prefix, or take it out.",
	Refs: []rules.Ref{
		policies("Static routes in defaultRouteTable"),
		policies("Routing considerations with ExpressRoute"),
	},
	Check: func(p *rules.Pass) {
		for _, w := range p.VirtualWANs {
			if !slices.ContainsFunc(w.Hubs, func(h *planner.VirtualHub) bool { return len(h.StaticRoutes)+len(h.PrivateTrafficPrefixes) > 0 }) {
				continue
			}
			heard := heardBy(p, w)
			for _, h := range w.Hubs {
				for i := range h.StaticRoutes {
					r := &h.StaticRoutes[i]
					reportDraw(p, h, "static route", r.Prefix, r.ValueAt("prefix"), heard, true)
				}
				for i, prefix := range h.PrivateTrafficPrefixes {
					reportDraw(p, h, "private-traffic prefix", prefix, h.Item("private_traffic_prefixes", i), heard, false)
				}
			}
		}
	},
}

// heardBy returns what a Virtual WAN hears from sites, each prefix once.
func heardBy(p *rules.Pass, w *planner.VirtualWAN) []announced {
	var out []announced
	seen := map[netip.Prefix]bool{}
	add := func(x netip.Prefix, at source.Place) {
		if x.Bits() > 0 && !seen[x] {
			seen[x] = true
			out = append(out, announced{x, at})
		}
	}
	for _, h := range w.Hubs {
		for _, n := range h.Connections {
			for _, r := range p.Learned(n) {
				add(r.Prefix, r.Place())
			}
		}
		for _, t := range h.Tunnels {
			for _, x := range p.SentOver(t).Prefixes {
				add(x, t.PlaceOf(x))
			}
		}
	}
	return out
}

// reportDraw reports a prefix of a hub that is as long as one of a site, or
// longer, and a static route around one as a warning.
func reportDraw(p *rules.Pass, h *planner.VirtualHub, what string, prefix netip.Prefix, at source.Place, heard []announced, around bool) {
	if !prefix.IsValid() || prefix.Bits() == 0 {
		return
	}
	for _, a := range heard {
		switch {
		case !prefix.Overlaps(a.prefix):
		case prefix.Bits() > a.prefix.Bits() || around && prefix.Bits() == a.prefix.Bits():
			p.Report(at, "virtual hub %q announces %s %s to the sites, which takes its traffic away from the site that has %s", h.Name(), what, prefix, a.prefix).
				Related(a.at, "what the site announces")
			return
		case around:
			p.Report(at, "virtual hub %q announces %s %s to the sites, around %s of a site: what the site does not announce of it goes to Azure and is lost there", h.Name(), what, prefix, a.prefix).
				As(diag.Warning).Related(a.at, "what the site announces")
			return
		}
	}
}
