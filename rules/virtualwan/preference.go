package virtualwan

import (
	"net/netip"
	"slices"

	"github.com/erplan/erplan/planner"
	"github.com/erplan/erplan/planner/diag"
	"github.com/erplan/erplan/planner/source"
	"github.com/erplan/erplan/rules"
)

// A route is a way to a prefix that a hub learns itself.
type route struct {
	prefix netip.Prefix
	path   int // AS numbers, Microsoft's own among them
	name   string
	at     source.Place // where its length can be changed
}

// heard returns what a hub learns over its own circuits and, of these, the
// shortest AS path by prefix.
func heard(p *rules.Pass, h *planner.VirtualHub) map[netip.Prefix]route {
	out := map[netip.Prefix]route{}
	for _, n := range h.Connections {
		for _, r := range p.Learned(n) {
			_, at := p.Prepends(n.Circuit.Peerings.Private, r.Link, r.Prefix)
			one := route{r.Prefix, r.Path + 1, "circuit " + quoted(n.Circuit.Name()), at}
			if best, ok := out[r.Prefix]; !ok || one.path < best.path {
				out[r.Prefix] = one
			}
		}
	}
	return out
}

// told returns what a VPN tells its hub, in order of the prefixes.
func told(p *rules.Pass, t *planner.VPNTunnel) []route {
	var out []route
	for _, x := range p.SentOver(t).Prefixes {
		path, _, at := p.PathOver(t, x)
		out = append(out, route{x, path, "VPN " + quoted(t.Name()), at})
	}
	return out
}

// With preference VPN, or where the VPN's AS path is the shorter one by
// preference AS Path, the VPN is the first way anyway: that is a matter of
// preferenceContradicts.
var vpnStickiness = &rules.Rule{
	ID:       "virtual-wan/vpn-stickiness",
	Code:     "VWAN-014",
	Title:    "A backup VPN of a hub has a longer AS path than the circuit",
	Severity: diag.Warning,
	Why:      "After an outage of ExpressRoute a hub goes on telling the edge routers the VPN's routes, and they keep to those. Traffic stays on the VPN when the circuit is back, unless the VPN's AS path is the longer one.",
	Fix:      "Prepend on the VPN: write as_path_prepend.",
	Refs: []rules.Ref{
		preferences("Things to note"),
		faq("When a Virtual WAN hub has an ExpressRoute circuit and a VPN site connected to it, what would cause a VPN connection route to be preferred over ExpressRoute?"),
	},
	YieldsTo: []string{"virtual-wan/preference-contradicts-intent"},
	Check: func(p *rules.Pass) {
		for _, h := range p.VirtualHubs {
			if len(h.Tunnels) == 0 || len(h.Connections) == 0 || h.Preference() == planner.PreferVPN {
				continue
			}
			er := heard(p, h)
			for _, t := range h.Tunnels {
				if t.MayBackUp() {
					sticks(p, h, t, er)
				}
			}
		}
	},
}

func sticks(p *rules.Pass, h *planner.VirtualHub, t *planner.VPNTunnel, er map[netip.Prefix]route) {
	var prefixes []netip.Prefix
	var at source.Place
	var worst route
	more := 0
	for _, vpn := range told(p, t) {
		r, both := er[vpn.prefix]
		if !both || vpn.path > r.path || h.Preference() == planner.PreferASPath && vpn.path < r.path {
			continue
		}
		prefixes = append(prefixes, vpn.prefix)
		if r.path-vpn.path+1 > more {
			more, at, worst = r.path-vpn.path+1, vpn.at, r
		}
	}
	if len(prefixes) == 0 {
		return
	}
	p.Report(at, "VPN %q tells virtual hub %q of %s with an AS path no longer than that of %s; after an outage traffic may stay on the VPN", t.Name(), h.Name(), rules.Some(rules.Texts(prefixes)), worst.name).
		Related(worst.at, "%s, a path of %s", worst.name, rules.Count(worst.path, "AS number")).
		Fix("Write as_path_prepend = %d at VPN %q.", t.ASPathPrepend.Or(0)+more, t.Name())
}

var pathGap = &rules.Rule{
	ID:       "virtual-wan/as-path-gap",
	Code:     "VWAN-015",
	Title:    "A hub's own route is at most one AS number longer than that of another hub",
	Severity: diag.Warning,
	Why:      "Where the own route of a hub is longer by two or more, the hub may take the other hub's although it prefers its own: a known race. Which one wins is then chance.",
	Fix:      "Prepend one time less on the longer route, or once more on the shorter one.",
	Refs:     []rules.Ref{knownIssue("12")},
	Check: func(p *rules.Pass) {
		for _, w := range p.VirtualWANs {
			if len(w.Hubs) > 1 && w.Type != "basic" {
				gaps(p, w)
			}
		}
	},
}

// A hubRoute is the shortest route of a hub of its own.
type hubRoute struct {
	hub *planner.VirtualHub
	route
}

func gaps(p *rules.Pass, w *planner.VirtualWAN) {
	known := map[netip.Prefix][]hubRoute{}
	var prefixes []netip.Prefix
	for _, h := range w.Hubs {
		own := heard(p, h)
		for _, t := range h.Tunnels {
			for _, r := range told(p, t) {
				if best, ok := own[r.prefix]; !ok || r.path < best.path {
					own[r.prefix] = r
				}
			}
		}
		for prefix, r := range own {
			if known[prefix] == nil {
				prefixes = append(prefixes, prefix)
			}
			known[prefix] = append(known[prefix], hubRoute{h, r})
		}
	}
	slices.SortFunc(prefixes, netip.Prefix.Compare)
	type spot struct{ local, remote source.Place }
	done := map[spot]bool{}
	for _, prefix := range prefixes {
		list := known[prefix]
		shortest := slices.MinFunc(list, func(a, b hubRoute) int { return a.path - b.path })
		for _, r := range list {
			if s := (spot{r.at, shortest.at}); r.path-shortest.path >= 2 && r.hub.Preference() != planner.PreferASPath && !done[s] {
				done[s] = true
				p.Report(r.at, "virtual hub %q has %s with a path of %s over %s, and %q has it with %s over %s; the difference has to be at most 1", r.hub.Name(), prefix, rules.Count(r.path, "AS number"), r.name, shortest.hub.Name(), rules.Number(shortest.path), shortest.name).
					Related(shortest.at, "%s", shortest.name)
			}
		}
	}
}

var preferenceContradicts = &rules.Rule{
	ID:       "virtual-wan/preference-contradicts-intent",
	Code:     "VWAN-016",
	Title:    "A hub does not prefer a VPN that is meant as a backup",
	Severity: diag.Error,
	Why:      "A hub with preference VPN uses the VPN first; with preference AS Path it does where the VPN's path is shorter, as it is without a prepend: ExpressRoute brings Microsoft's own number. And a hub takes its own VPN before the circuit of another hub.",
	Fix:      "Write hub_routing_preference = \"expressroute\", or \"as-path\" with a prepend on the VPN.",
	Refs: []rules.Ref{
		preferences("Route selection algorithm for virtual hub"),
		deepDive("Scenario 2"),
	},
	Check: func(p *rules.Pass) {
		known := map[*planner.VirtualHub]map[netip.Prefix]route{}
		of := func(h *planner.VirtualHub) map[netip.Prefix]route {
			if known[h] == nil {
				known[h] = heard(p, h)
			}
			return known[h]
		}
		done := map[*planner.VirtualHub]bool{}
		for _, h := range p.VirtualHubs {
			for _, t := range h.Tunnels {
				if t.Role == "backup" {
					contradicts(p, h, t, of, done)
				}
			}
		}
	},
}

// contradicts reports a backup VPN that its hub takes before a circuit.
func contradicts(p *rules.Pass, h *planner.VirtualHub, t *planner.VPNTunnel, of func(*planner.VirtualHub) map[netip.Prefix]route, done map[*planner.VirtualHub]bool) {
	for _, vpn := range told(p, t) {
		er, own := of(h)[vpn.prefix]
		switch {
		case own && h.Preference() == planner.PreferVPN:
			if !done[h] {
				done[h] = true
				p.Report(h.ValueAt("hub_routing_preference"), "virtual hub %q prefers VPN, and %q is meant as the backup of %s", h.Name(), t.Name(), er.name).
					Related(t.ValueAt("role"), "VPN %q", t.Name())
			}
			return
		case own && h.Preference() == planner.PreferASPath && vpn.path < er.path:
			p.Report(vpn.at, "virtual hub %q prefers the shorter AS path to %s: %s over backup VPN %q, against %s over %s", h.Name(), vpn.prefix, rules.Number(vpn.path), t.Name(), rules.Number(er.path), er.name).
				Related(h.ValueAt("hub_routing_preference"), "the hub's preference").
				Fix("Write as_path_prepend = %d at VPN %q, or hub_routing_preference = \"expressroute\" at the hub.", t.ASPathPrepend.Or(0)+er.path-vpn.path+1, t.Name())
			return
		case own || len(h.VNets) == 0:
			continue
		}
		if far, ok := elsewhere(h, vpn, of); ok {
			p.Report(t.ValueAt("gateway"), "virtual hub %q takes its own VPN %q to %s before %s of another hub, which the VPN is to back up", h.Name(), t.Name(), vpn.prefix, far.name).
				Related(t.ValueAt("role"), "VPN %q is a backup", t.Name()).
				Related(far.at, "%s", far.name).
				Fix("End the VPN at the hub of the circuit, or connect the circuit to virtual hub %q too.", h.Name())
			return
		}
	}
}

// meshNumbers is how many AS numbers a route gains from hub to hub.
const meshNumbers = 2

// elsewhere returns the circuit of another hub that has a prefix which the hub
// itself takes over a VPN.
func elsewhere(h *planner.VirtualHub, vpn route, of func(*planner.VirtualHub) map[netip.Prefix]route) (route, bool) {
	for _, other := range h.WAN.Hubs {
		far, ok := of(other)[vpn.prefix]
		if other != h && ok && !(h.Preference() == planner.PreferASPath && vpn.path > far.path+meshNumbers) {
			return far, true
		}
	}
	return route{}, false
}
