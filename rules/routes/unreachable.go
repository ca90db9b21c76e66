package routes

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/outcome"
	"github.com/erplan/erplan/planner/routing"
	"github.com/erplan/erplan/planner/topology"
	"github.com/erplan/erplan/rules"
)

// That a session is down for one of Azure's limits of prefixes, that Azure
// passes nothing from circuit to circuit, or that a route filter is missing,
// other rules say at the place where it can be mended.
var flowUnreachable = &rules.Rule{
	ID:       "routing/flow-unreachable",
	Title:    "Every flow has a way in both directions",
	Severity: diag.Error,
	Why:      "The network does not carry a flow that it is for, even while nothing has failed.",
	Fix:      "Connect both ends, and announce the prefixes of each to the other.",
	Refs: []rules.Ref{
		{Doc: "expressroute-routing", Section: "Dynamic route exchange", Date: "2026-03-12"},
		{Doc: "expressroute-circuit-peerings", Section: "Peering comparison", Date: "2026-08-27"},
	},
	Inferred: true,
	YieldsTo: []string{
		"virtual-wan/storage-bypass", "routing/site-to-site-through-azure", "vnet/peering-not-transitive", "microsoft-peering/required-service-not-in-filter",
		"microsoft-peering/route-filter-missing", "microsoft-peering/route-filter-empty",
		"global-reach/not-transitive", "virtual-wan/er-to-er-not-transitive", "virtual-wan/branch-to-branch-off", "virtual-wan/basic-type",
		"vpn/transit-needs-route-server", "gateway/peering-transit-flags",
	},
	Check: func(p *rules.Pass) {
		if len(p.Flows) == 0 {
			return
		}
		a, w := p.Outcome(), p.SiteWays()
		for i, f := range a.Normal().Flows {
			unclear := ""
			if f.Outcome == outcome.Unreachable {
				unclear = undocumented(w, &a.Flows[i], a.Structure.Up(i, topology.State{}))
			}
			switch {
			case f.Outcome != outcome.Unreachable || overLimit(a, i):
			case endless(p, &a.Flows[i]) != nil:
				c := endless(p, &a.Flows[i])
				p.Unknown(c.At("links", "primary", "router"), "whether flow %q has a way is unknown: circuit %q does not say where its links end", a.Flows[i].Name, c.Name())
			case unclear != "":
				p.Unknown(a.Flows[i].Written.Here(), "whether flow %q has a way through Azure is unknown: %s", a.Flows[i].Name, unclear)
			default:
				reportUnreachable(p, a, i, &f.After)
			}
		}
	},
}

// endless returns a circuit that may carry a flow and of which the design does
// not say where it ends, or nil.
func endless(p *rules.Pass, f *topology.Flow) *planner.Circuit {
	for _, c := range p.Circuits {
		carries := f.To.Service != nil && c.Peerings.Microsoft != nil || f.To.Service == nil && c.Peerings.Private != nil
		if carries && len(c.Sites()) == 0 {
			return c
		}
	}
	return nil
}

// overLimit reports whether a session of the flow's sites is down for a limit
// of Azure's.
func overLimit(a *outcome.Analysis, flow int) bool {
	f := &a.Flows[flow]
	serves := func(x routing.Excess) bool {
		for _, s := range []*planner.Site{f.From.Site, f.To.Site} {
			switch {
			case s == nil || x.Router != nil:
			case x.Link != nil && x.Link.Circuit.Serves(s), x.Connection != nil && x.Connection.Circuit.Serves(s), x.Tunnel != nil && x.Tunnel.Site == s:
				return true
			}
		}
		return false
	}
	return slices.ContainsFunc(a.Router.Excesses(), serves)
}

func reportUnreachable(p *rules.Pass, a *outcome.Analysis, flow int, r *routing.Result) {
	f := a.Flows[flow].Written
	at := f.Here()
	why, fix := reason(p, a, flow, r)
	if f.To.Service != nil {
		at = f.ValueAt("to")
		for _, m := range p.MicrosoftPeerings() {
			if m.Circuit.Serves(f.From.Site) && (m.RouteFilter == nil || len(m.RouteFilter.Communities) == 0) {
				at = m.At("route_filter")
				if m.RouteFilter != nil {
					at = m.RouteFilter.ValueAt("communities")
				}
				break
			}
		}
	}
	found := p.Report(at, "flow %q from %s to %s has no way: %s", f.Name(), f.From, f.To, why).Fix("%s", fix)
	if at.Path != f.Path() {
		found.Related(f.Here(), "flow %q", f.Name())
	}
	for _, x := range a.Router.Excesses() {
		if x.Router != nil && (x.Router.Site == f.From.Site || x.Router.Site == f.To.Site) {
			found.Related(x.Router.ValueAt("max_prefixes"), "router %q closes the session: %d prefixes arrive", x.Router.ID(), x.Count).
				Fix("Raise max_prefixes to %d or more, with room for growth.", x.Count)
		}
	}
}

// reason says why a flow has no way, and how to mend that.
func reason(p *rules.Pass, a *outcome.Analysis, flow int, r *routing.Result) (why, fix string) {
	f := &a.Flows[flow]
	for _, e := range []planner.Endpoint{f.To, f.From} {
		switch {
		case e.VNet != nil && !hasGateway(e.VNet):
			return fmt.Sprintf("VNet %q has no gateway, uses none of another VNet and joins no virtual hub", e.VNet.Name()),
				fmt.Sprintf("Add a gateway to VNet %q, or name the VNet or virtual hub whose gateway it uses as hub.", e.VNet.Name())
		case e.VNet != nil && !joined(e.VNet):
			return fmt.Sprintf("no circuit and no VPN is connected to the gateways of VNet %q", e.VNet.Name()),
				"Add a connection or a VPN to its gateway."
		case e.Site != nil && !leaves(p, e.Site):
			return fmt.Sprintf("no circuit, VPN, WAN or site link ends at site %q", e.Site.Name()),
				fmt.Sprintf("End the links of a circuit, or a VPN, on routers of site %q.", e.Site.Name())
		}
	}
	switch {
	case f.To.Service != nil:
		return "no Microsoft peering of the site's circuits has a route filter that lets the service through",
			"Add the service, or its region, to the communities of a route filter, and attach it to Microsoft peering of a circuit of the site."
	case f.From.VNet != nil && f.To.VNet != nil:
		return "nothing joins the two VNets", "Peer the VNets, or join them by a Virtual WAN."
	case f.From.Site != nil && f.To.Site != nil && nowhere(r.ToAzure) && nowhere(r.ToSite):
		return "nothing joins the two sites", "Join the sites by Global Reach, a WAN or a site link."
	case !a.Structure.Up(flow, topology.State{}) && nowhere(r.ToAzure) && nowhere(r.ToSite):
		return "nothing that leaves the one end leads to the other", "Connect a circuit or a VPN of the site to the gateway of the VNet."
	}
	for i, choices := range [...][]routing.Choice{r.ToAzure, r.ToSite} {
		for _, c := range choices {
			if c.Step == routing.ForwardingLoop {
				to := [...]planner.Endpoint{f.To, f.From}[i]
				return fmt.Sprintf("traffic to %s (%s) goes round in a circle; %s, on its way, knows a prefix that leads back", to, rules.Several(c.Prefixes), c.At),
					"Announce prefixes of one length wherever they are announced, or the longer ones on every way that the traffic may take."
			}
		}
	}
	if lost, found := unrouted(r.ToAzure); found {
		return fmt.Sprintf("no route to %s%s reaches %s", f.To, lost, f.From), "Announce it over a way that the site uses, and do not deny it there."
	}
	lost, _ := unrouted(r.ToSite)
	return fmt.Sprintf("no route to %s%s reaches %s", f.From, lost, f.To), "Announce the prefixes over a circuit or VPN that leads there."
}

// hasGateway reports whether a VNet has a gateway of its own or uses another's.
func hasGateway(v *planner.VNet) bool {
	return v.VHub != nil || slices.ContainsFunc(v.Homes(), func(home *planner.VNet) bool { return len(home.Gateways) > 0 })
}

// joined reports whether anything is connected to the gateways that a VNet
// uses.
func joined(v *planner.VNet) bool {
	if h := v.VHub; h != nil {
		return slices.ContainsFunc(h.WAN.Hubs, func(h *planner.VirtualHub) bool { return len(h.Connections)+len(h.Tunnels) > 0 })
	}
	return slices.ContainsFunc(v.Homes(), func(home *planner.VNet) bool {
		return slices.ContainsFunc(home.Gateways, func(g *planner.Gateway) bool { return len(g.Connections)+len(g.Tunnels) > 0 })
	})
}

// leaves reports whether anything ends at a site.
func leaves(p *rules.Pass, s *planner.Site) bool {
	return slices.ContainsFunc(p.Circuits, func(c *planner.Circuit) bool { return c.Serves(s) }) ||
		slices.ContainsFunc(p.VPNTunnels, func(t *planner.VPNTunnel) bool { return t.Site == s }) ||
		slices.ContainsFunc(p.SiteLinks, func(l *planner.SiteLink) bool { return l.Ends[0].Site == s || l.Ends[1].Site == s }) ||
		slices.ContainsFunc(p.WANs, func(w *planner.WAN) bool {
			return slices.ContainsFunc(w.Attachments, func(at *planner.Attachment) bool { return at.Router.Site == s })
		})
}

// nowhere reports whether no part of a direction has a way.
func nowhere(choices []routing.Choice) bool {
	return !slices.ContainsFunc(choices, func(c routing.Choice) bool { return len(c.Ways) > 0 })
}

// unrouted reports whether a part of a direction has no way, and names its
// prefixes, if it has any.
func unrouted(choices []routing.Choice) (prefixes string, found bool) {
	var lost []netip.Prefix
	for _, c := range choices {
		if len(c.Ways) == 0 {
			found = true
			lost = append(lost, c.Prefixes...)
		}
	}
	if len(lost) > 0 {
		prefixes = " (" + rules.Several(lost) + ")"
	}
	return prefixes, found
}
