package vpn

import (
	"slices"
	"strings"

	"github.com/erplan/erplan/catalog"
	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/rules"
)

var ridesExpressRoute = &rules.Rule{
	ID:       "vpn/tunnel-rides-expressroute",
	Code:     "VPN-012",
	Title:    "Tunnels over the Internet do not run over Microsoft peering",
	Severity: diag.Warning,
	Why:      "Where the route filter of a circuit selects the region of the VPN gateway, Microsoft announces the gateway's public addresses over that circuit. The tunnel then runs over the circuit and fails with it.",
	Fix:      "Give the site a host route to the gateway's public addresses by its Internet carrier, and write internet_host_route = true.",
	Refs:     []rules.Ref{failover},
	Check: func(p *rules.Pass) {
		peerings := p.MicrosoftPeerings()
		if len(peerings) == 0 {
			return
		}
		joined := p.JoinedSites()
		hear := map[any][]*planner.Peering{} // by group of sites, those that hear regions
		for _, m := range peerings {
			if len(regionsOf(m.RouteFilter)) == 0 {
				continue
			}
			for _, s := range m.Circuit.Sites() {
				hear[joined.Of(s)] = append(hear[joined.Of(s)], m)
			}
		}
		for _, t := range p.VPNTunnels {
			if t.Over != "" && t.Over != planner.OverInternet || t.InternetHostRoute.Value() {
				continue
			}
			if m := attracts(hear[joined.Of(t.Site)], t); m != nil {
				rides(p, t, m)
			}
		}
	},
}

// attracts returns the first peering that hears the region of a tunnel's
// gateway, or any region where that is not known.
func attracts(peerings []*planner.Peering, t *planner.VPNTunnel) *planner.Peering {
	for _, m := range peerings {
		if t.Azure() == nil || slices.ContainsFunc(regionsOf(m.RouteFilter), func(c *catalog.Community) bool { return c.Region == t.Azure().Name }) {
			return m
		}
	}
	return nil
}

// regionsOf returns the communities of whole regions that a filter, which may
// be nil, selects.
func regionsOf(f *planner.RouteFilter) []*catalog.Community {
	var out []*catalog.Community
	if f == nil {
		return nil
	}
	for _, found := range f.Resolved {
		for _, c := range found {
			if c.Kind == "regional-microsoft" {
				out = append(out, c)
			}
		}
	}
	return out
}

func rides(p *rules.Pass, t *planner.VPNTunnel, m *planner.Peering) {
	place := t.At("internet_host_route")
	switch {
	case t.Azure() == nil && t.Hub != nil:
		p.Unknown(t.Hub.At("region"), "whether circuit %q announces the public addresses of virtual hub %q is unknown: the hub does not say its region", m.Circuit.Name(), t.Hub.Name())
	case t.Azure() == nil:
		p.Unknown(t.Gateway.VNet.At("region"), "whether circuit %q announces the public addresses of VPN gateway %q is unknown: its VNet does not say its region", m.Circuit.Name(), t.Gateway.Name())
	case !t.InternetHostRoute.Known():
		p.Unknown(place, "route filter %q of circuit %q selects %s, where VPN %q ends; that the site reaches the gateway over the Internet all the same is not stated", m.RouteFilter.Name(), m.Circuit.Name(), t.Azure().DisplayName, t.Name())
	default:
		p.Report(t.ValueAt("internet_host_route"), "VPN %q is to run over the Internet, but circuit %q announces the addresses of %s, where it ends, and no host route leads to the Internet; it runs over the circuit", t.Name(), m.Circuit.Name(), t.Azure().DisplayName).
			Related(m.RouteFilter.ValueAt("communities"), "route filter %q selects the region", m.RouteFilter.Name())
	}
}

var sharedFate = &rules.Rule{
	ID:       "vpn/shared-fate-with-circuit",
	Code:     "VPN-013",
	Title:    "A backup VPN shares no device, building, line or risk with the circuit",
	Severity: diag.Warning,
	Why:      "What the circuit and its backup have in common takes both down at once, and the backup is no backup.",
	Fix:      "End the VPN on another device, by another carrier.",
	Refs:     []rules.Ref{backup("Introduction")},
	Inferred: true,
	Covers:   []string{"ALZ D06.10"},
	Check: func(p *rules.Pass) {
		for _, c := range p.Coexistences() {
			if list := backups(c); len(list) > 0 {
				inCommon(p, c, list)
			}
		}
	},
}

// inCommon reports what every tunnel of the backups and every link of the
// circuits depend on.
func inCommon(p *rules.Pass, c planner.Coexistence, list []*planner.VPNTunnel) {
	var common []string
	started := false
	take := func(path []string) {
		if !started {
			common, started = path, true
			return
		}
		common = slices.DeleteFunc(common, func(s string) bool { return !slices.Contains(path, s) })
	}
	for _, circuit := range c.Circuits {
		for _, l := range circuit.Links.All() {
			switch {
			case !l.Up():
			case l.Router == nil && len(l.SharedRisk) == 0 && l.Carrier == "":
				return // where it ends is not known, or the provider's business
			default:
				take(parts(l.Router, l.Carrier, l.SharedRisk))
			}
		}
	}
	var silent *planner.VPNTunnel // its site describes no routers, and nothing says by whom it runs
	for _, t := range list {
		carrier, risks := line(t)
		for _, r := range ends(t) {
			take(parts(r, carrier, risks))
		}
		switch {
		case len(t.Routers) > 0:
		case carrier == "" && len(risks) == 0:
			silent = t
		default:
			take(parts(nil, carrier, risks))
		}
	}
	if len(common) == 0 {
		return
	}
	t := list[0]
	if silent != nil {
		p.Unknown(silent.At("carrier"), "VPN %q says neither which routers it ends on nor by which carrier it runs; whether it shares %s with %s is unknown", silent.Name(), rules.And(common), circuits(c.Circuits))
		return
	}
	at := t.ValueAt("routers")
	f := p.Report(at, "%s and %s, which it is to back up, all depend on %s", vpns(list), circuits(c.Circuits), rules.And(common)).
		Related(c.Circuits[0].At("links"), "the links of circuit %q", c.Circuits[0].Name())
	if other := spare(c, t); strings.HasPrefix(common[0], "router") && other != nil {
		f.Fix("End the VPN on %q.", other.ID())
	}
}

// ends returns the routers that tunnels of a VPN start from.
func ends(t *planner.VPNTunnel) []*planner.Router {
	_, n, _ := t.Size()
	return t.Routers[:min(n, len(t.Routers))]
}

// line returns the carrier of a VPN and the risks that it shares: its own and,
// where its site has one access to the Internet, those of the access.
func line(t *planner.VPNTunnel) (carrier string, risks []string) {
	carrier, risks = t.Carrier, t.SharedRisk
	if access := t.Site.InternetAccess; len(access) == 1 && (t.Over == "" || t.Over == planner.OverInternet) {
		risks = slices.Concat(risks, access[0].SharedRisk)
		if carrier == "" {
			carrier = access[0].Carrier
		}
	}
	return carrier, risks
}

// parts names what a way depends on, the device first.
func parts(r *planner.Router, carrier string, risks []string) []string {
	var out []string
	if r != nil {
		out = append(out, "router \""+r.ID()+"\"")
		if r.Building != "" {
			out = append(out, "building \""+r.Building+"\" of site \""+r.Site.Name()+"\"")
		}
		risks = slices.Concat(risks, r.SharedRisk)
	}
	if carrier != "" {
		out = append(out, "carrier \""+carrier+"\"")
	}
	for _, risk := range risks {
		out = append(out, "\""+risk+"\"")
	}
	return out
}

// spare returns a router of a VPN's site on which no link of the circuits
// ends, or nil.
func spare(c planner.Coexistence, t *planner.VPNTunnel) *planner.Router {
	for _, r := range t.Site.Routers {
		if !slices.ContainsFunc(c.Circuits, func(c *planner.Circuit) bool {
			return c.Links.Primary.Router == r || c.Links.Secondary.Router == r
		}) {
			return r
		}
	}
	return nil
}

var overMicrosoftPeering = &rules.Rule{
	ID:       "vpn/over-microsoft-peering-as-private-backup",
	Code:     "VPN-019",
	Title:    "A VPN over Microsoft peering backs up circuits at other locations only",
	Severity: diag.Warning,
	Why:      "The tunnel runs over the circuit that it is to back up, or over one in the same building. It survives the loss of private peering, not that of the circuit or of its location.",
	Fix:      "Let the tunnel run over the Internet, or over Microsoft peering of a circuit at another location.",
	Refs: []rules.Ref{
		{Doc: "well-architected/service-guides/azure-expressroute", Section: "Reliability", Date: "2025-11-21"},
		failover,
	},
	Inferred: true,
	Check: func(p *rules.Pass) {
		peerings := p.MicrosoftPeerings()
		for _, c := range p.Coexistences() {
			for _, t := range c.Tunnels {
				if t.Over == planner.OverMicrosoftPeering && t.Role == "backup" {
					sameWay(p, c, t, peerings)
				}
			}
		}
	},
}

// sameWay reports a VPN all of whose ways run over circuits that it backs up,
// or over their locations.
func sameWay(p *rules.Pass, c planner.Coexistence, t *planner.VPNTunnel, peerings []*planner.Peering) {
	var under []*planner.Circuit
	for _, m := range peerings {
		if t.Circuit == m.Circuit || t.Circuit == nil && m.Circuit.Serves(t.Site) {
			under = append(under, m.Circuit)
		}
	}
	var beside *planner.Circuit
	for _, u := range under {
		i := slices.IndexFunc(c.Circuits, func(b *planner.Circuit) bool {
			return b == u || b.LocationName() != "" && b.LocationName() == u.LocationName()
		})
		if i < 0 {
			return
		}
		beside = c.Circuits[i]
	}
	if beside == nil {
		return
	}
	last := under[len(under)-1]
	what := "the circuit that it is to back up"
	if beside != last {
		what = "at " + last.LocationName() + " as is circuit \"" + beside.Name() + "\", which it is to back up"
	}
	p.Report(t.ValueAt("over"), "backup VPN %q runs over Microsoft peering of circuit %q, %s", t.Name(), last.Name(), what).
		Related(last.Peerings.Microsoft.Here(), "Microsoft peering of circuit %q", last.Name())
}
